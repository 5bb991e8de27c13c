"""From Lark's tree of one statement to its syntax; a method per rule of the grammar, with its name."""

from __future__ import annotations

import re
from typing import Any

from lark import Token, Tree, v_args
from lark.tree import Meta

from auditor.language import expressions as x
from auditor.language import forms as f
from auditor.language import syntax as s
from auditor.language.parse.terms import TYPE_KINDS, ExpressionBuilder, Parts, nodes
from auditor.language.vocabulary import DERIVED, KEYWORDS
from auditor.source import Span

_CELL = re.compile(r"((?:\\.|[^|\\])*)\|")


def _year_month_day(day: x.Date) -> s.OverlayDay:
    year, month, number = map(int, day.span.text.split("-"))
    return year, month, number


def _month_day(day: str) -> s.OverlayDay:
    month, number = map(int, day.split("-"))
    return None, month, number


@v_args(meta=True)
class StatementBuilder(ExpressionBuilder):
    """Builds the syntax of one statement."""

    def build(self, tree: Tree[Token]) -> s.Statement | None:
        """The statement, or None where it is nested too deeply to go on."""
        statement: s.Statement = self.transform(tree)
        return None if self.too_deep else statement

    # --- packs and declarations -----------------------------------------------------------------------------

    def _fact(self, meta: Meta, parts: Parts) -> s.Fact:
        return self.node(s.Fact, meta, parts[0].type.lower().replace("_", "-"), tuple(parts[1:]))

    pack_fact = _fact
    rule_fact = _fact

    def pack(self, meta: Meta, parts: Parts) -> s.Pack:
        return self.node(s.Pack, meta, self.name_of(parts[0]), parts[1], tuple(parts[2:]))

    def use(self, meta: Meta, parts: Parts) -> s.Use:
        return self.node(s.Use, meta, tuple(parts))

    def applies_when(self, meta: Meta, parts: Parts) -> s.AppliesWhen:
        return self.node(s.AppliesWhen, meta, parts[0])

    def choice(self, meta: Meta, parts: Parts) -> s.ChoiceDecl:
        return self.node(s.ChoiceDecl, meta, self.name_of(parts[0]), parts[1])

    def type(self, meta: Meta, parts: Parts) -> s.Type:
        several, kind, *choices = parts
        return self.node(s.Type, meta, TYPE_KINDS[kind.type], several is not None, tuple(choices))

    def default(self, _meta: Meta, parts: Parts) -> tuple[str, Any]:
        return "default", self.name_of(parts[0]) if isinstance(parts[0], Token) else parts[0]

    def of_contacts(self, _meta: Meta, _parts: Parts) -> tuple[str, Any]:
        return "of_contacts", True

    def means(self, _meta: Meta, parts: Parts) -> tuple[str, Any]:
        return "means", parts[0]

    def field(self, meta: Meta, parts: Parts) -> s.Field:
        name, *rest = parts
        zh = tuple(part for part in rest if isinstance(part, x.Text))
        kind = next(part for part in rest if isinstance(part, s.Type))
        options: dict[str, Any] = dict(part for part in rest if isinstance(part, tuple))
        return self.node(
            s.Field, meta, self.name_of(name), zh, kind, options.get("default"), options.get("of_contacts", False),
            options.get("means"),
        )  # fmt: skip

    def field_adds(self, meta: Meta, parts: Parts) -> s.FieldAdds:
        return self.node(s.FieldAdds, meta, self.name_of(parts[0]), tuple(parts[1:]))

    def dated(self, meta: Meta, parts: Parts) -> s.Dated:
        value, _from, since, _through, through = parts
        return self.node(s.Dated, meta, value, since, through)

    def param(self, meta: Meta, parts: Parts) -> s.Param:
        return self.node(s.Param, meta, self.name_of(parts[0]), parts[1], tuple(parts[2:]), None)

    def param_of_site(self, meta: Meta, parts: Parts) -> s.Param:
        return self.node(s.Param, meta, self.name_of(parts[0]), parts[1], (), parts[2])

    def define(self, meta: Meta, parts: Parts) -> s.Define:
        return self.node(s.Define, meta, self.name_of(parts[0]), parts[1], parts[2])

    def phrases(self, _meta: Meta, parts: Parts) -> tuple[str, Parts]:
        return "phrases", parts

    def phrase_file(self, _meta: Meta, parts: Parts) -> tuple[str, Parts]:
        return "files", parts

    def exceptions(self, _meta: Meta, parts: Parts) -> tuple[str, Parts]:
        return "exceptions", parts

    def exception_file(self, _meta: Meta, parts: Parts) -> tuple[str, Parts]:
        return "exception_files", parts

    def without(self, _meta: Meta, parts: Parts) -> tuple[str, Parts]:
        return "without", parts

    def words(self, meta: Meta, parts: Parts) -> s.Words:
        name, title, *rest = parts
        collected: dict[str, list[Any]] = {}
        for key, values in rest:
            collected.setdefault(key, []).extend(values)
        return self.node(
            s.Words, meta, self.name_of(name), title,
            *(tuple(collected.get(key, ())) for key in ("phrases", "files", "exceptions", "exception_files", "without")),
        )  # fmt: skip

    def days(self, meta: Meta, parts: Parts) -> tuple[x.Name, x.Name | None]:
        if isinstance(parts[0], Token):
            return self.node(x.Name, meta, "every-day"), None
        return parts[0], parts[1]

    def hours_line(self, meta: Meta, parts: Parts) -> s.HoursLine:
        days = tuple(part for part in parts if isinstance(part, tuple))
        clocks = tuple(part for part in parts if isinstance(part, x.Clock))
        return self.node(s.HoursLine, meta, days, clocks)

    def hours(self, meta: Meta, parts: Parts) -> s.Hours:
        name, title, calendar, *lines = parts
        return self.node(s.Hours, meta, self.name_of(name), title, calendar, tuple(lines))

    def library(self, _meta: Meta, parts: Parts) -> tuple[str, Any]:
        return "library", tuple(parts)

    def years(self, _meta: Meta, parts: Parts) -> tuple[str, Any]:
        return "years", (int(parts[0]), int(parts[-1]))

    def weekend(self, _meta: Meta, parts: Parts) -> tuple[str, Any]:
        return "weekend", tuple(parts)

    def overlay_days(self, _meta: Meta, parts: Parts) -> tuple[s.OverlayDay, s.OverlayDay]:
        start, *rest = nodes(parts)
        return _year_month_day(start), _year_month_day(rest[0] if rest else start)

    def yearly_days(self, _meta: Meta, parts: Parts) -> tuple[s.OverlayDay, s.OverlayDay]:
        start, end = parts[0], parts[-1] or parts[0]
        return _month_day(start), _month_day(end)

    def calendar_day(self, meta: Meta, parts: Parts) -> s.CalendarDay:
        word, (start, end), title = parts
        return self.node(s.CalendarDay, meta, word.type == "CLOSED", start, end, title)

    def calendar(self, meta: Meta, parts: Parts) -> s.Calendar:
        name, title, *rest = parts
        options: dict[str, Any] = dict(part for part in rest if isinstance(part, tuple))
        days = tuple(part for part in rest if isinstance(part, s.CalendarDay))
        return self.node(
            s.Calendar, meta, self.name_of(name), title, options.get("library", ()), options.get("years"),
            options.get("weekend", ()), days,
        )  # fmt: skip

    def clause(self, meta: Meta, parts: Parts) -> s.Clause:
        return self.node(s.Clause, meta, *parts)

    # --- rules ----------------------------------------------------------------------------------------------

    def rule(self, meta: Meta, parts: Parts) -> s.Rule:
        name, title, *rest = parts
        facts = tuple(part for part in rest if isinstance(part, s.Fact))
        limit = next(part for part in rest if isinstance(part, s.Limit))
        return self.node(s.Rule, meta, self.name_of(name), title, facts, limit)

    def limit(self, meta: Meta, parts: Parts) -> s.Limit:
        return self.node(s.Limit, meta, *parts)

    def forbid(self, _meta: Meta, parts: Parts) -> s.Form:
        return f.Forbid(*parts)

    def forbid_outside(self, meta: Meta, parts: Parts) -> s.Form:
        selection, outside, hours, zone = parts
        chinese = str(outside) in KEYWORDS["OUTSIDE"].zh
        time = self.node(x.Name, outside, DERIVED["time"].zh if chinese else DERIVED["time"].name)
        return f.Forbid(selection, self.node(x.InHours, meta, time, True, hours, zone))

    def require(self, _meta: Meta, parts: Parts) -> s.Form:
        return f.Require(*parts)

    def zh_require(self, _meta: Meta, parts: Parts) -> s.Form:
        return f.Require(parts[1], parts[0])

    def cap(self, _meta: Meta, parts: Parts) -> tuple[Any, Any]:
        return parts[0], parts[1]

    def zh_cap(self, _meta: Meta, parts: Parts) -> tuple[Any, Any]:
        return parts[1], parts[0]

    def at_most(self, _meta: Meta, parts: Parts) -> s.Form:
        limit, selection, window, *more = parts
        further = (f.Cap(amount, x.Window(window.keys, extent, span=extent.span)) for amount, extent in more)
        return f.AtMost(selection, (f.Cap(limit, window), *further))

    def zh_at_most(self, meta: Meta, parts: Parts) -> s.Form:
        keys, extent, selection, limit = parts
        return f.AtMost(selection, (f.Cap(limit, self.zh_window(meta, keys, extent)),))

    def zh_at_most_list(self, _meta: Meta, parts: Parts) -> s.Form:
        keys, selection, *caps = parts
        return f.AtMost(
            selection, tuple(f.Cap(amount, x.Window(keys, extent, span=extent.span)) for amount, extent in caps)
        )

    def at_most_distinct(self, _meta: Meta, parts: Parts) -> s.Form:
        return f.AtMostDistinct(*parts)

    def at_most_total(self, _meta: Meta, parts: Parts) -> s.Form:
        return f.AtMostTotal(*parts)

    def zh_at_most_distinct(self, meta: Meta, parts: Parts) -> s.Form:
        keys, extent, selection, field, limit = parts
        return f.AtMostDistinct(limit, field, selection, self.zh_window(meta, keys, extent))

    def zh_at_most_total(self, meta: Meta, parts: Parts) -> s.Form:
        keys, extent, selection, field, limit = parts
        return f.AtMostTotal(limit, field, selection, self.zh_window(meta, keys, extent))

    def at_least_between(self, _meta: Meta, parts: Parts) -> s.Form:
        return f.AtLeastBetween(*parts)

    def zh_at_least_between(self, _meta: Meta, parts: Parts) -> s.Form:
        return f.AtLeastBetween(parts[2], parts[1], parts[0])

    def at_least_each(self, _meta: Meta, parts: Parts) -> s.Form:
        limit, selection, keys, each, among = parts
        return f.AtLeastEach(limit, selection, keys, each.unit, each.week_from_sunday, among)

    def zh_at_least_each(self, meta: Meta, parts: Parts) -> s.Form:
        keys, each, selection, limit, among = parts
        if not isinstance(each, x.InEach):
            message = "a floor is for each calendar unit"
            place = self.span_of(meta) if each is None else each.span
            self.problem("floor-without-unit", place, message, "write `每日`, `每周`, `每月`, `每季度` or `每年`")
            each = x.InEach("day", span=place)
        return f.AtLeastEach(limit, selection, keys, each.unit, each.week_from_sunday, among)

    def after_forbid(self, meta: Meta, parts: Parts) -> s.Form:
        trigger, selection, keys, extent = parts
        return f.AfterForbid(trigger, selection, self._span_window(meta, keys, extent))

    def zh_after_forbid(self, meta: Meta, parts: Parts) -> s.Form:
        keys, trigger, extent, selection = parts
        return f.AfterForbid(trigger, selection, self._span_window(meta, keys, extent))

    def _span_window(self, meta: Meta, keys: Any, extent: Any) -> x.Window:
        """`after T forbid S per K` with no span holds for good."""
        return self.zh_window(meta, keys, extent or self.node(x.Ever, meta))

    def after_require(self, meta: Meta, parts: Parts) -> s.Form:
        return self._after_require(meta, *parts)

    def _after_require(self, meta: Meta, trigger: Any, selection: Any, keys: Any, distance: Any) -> s.Form:
        ahead = None if distance is None else x.Within(distance, True, span=distance.span)
        return f.AfterRequire(trigger, selection, self.zh_window(meta, keys, ahead))

    def zh_after_require(self, meta: Meta, parts: Parts) -> s.Form:
        keys, trigger, distance, selection = parts
        return self._after_require(meta, trigger, selection, keys, distance)

    def before_require(self, meta: Meta, parts: Parts) -> s.Form:
        selection, required, keys, at_least, extent = parts
        extent = extent or self.node(x.Ever, meta)
        return f.BeforeRequire(selection, required, self.node(x.Window, meta, keys, extent, at_least, False))

    def zh_before_require(self, meta: Meta, parts: Parts) -> s.Form:
        keys, selection, extent, at_least, required = parts
        extent = extent or self.node(x.Ever, meta)
        return f.BeforeRequire(selection, required, self.node(x.Window, meta, keys, extent, at_least, False))

    def zh_before_require_within(self, meta: Meta, parts: Parts) -> s.Form:
        keys, selection, at_least, extent, required = parts
        return f.BeforeRequire(selection, required, self.node(x.Window, meta, keys, extent, at_least, False))

    # --- examples and adjustments ---------------------------------------------------------------------------

    def pair(self, _meta: Meta, parts: Parts) -> tuple[x.Name, s.Cell]:
        name, value = parts
        text = value.value if isinstance(value, x.Text) else str(value)
        place = value.span if isinstance(value, x.Text) else self.span_of(value)
        return self.name_of(name), s.Cell(text, span=place)

    def given(self, _meta: Meta, parts: Parts) -> tuple[str, Any]:
        return "given", parts

    def known_from(self, _meta: Meta, parts: Parts) -> tuple[str, Any]:
        return "from", parts[0]

    def known_through(self, _meta: Meta, parts: Parts) -> tuple[str, Any]:
        return "through", parts[0]

    def _cells(self, row: Token) -> tuple[s.Cell, ...]:
        start = self.span_of(row).start + 1
        cells = []
        for match in _CELL.finditer(str(row), 1):
            raw = match[1]
            text = raw.strip()
            place = start + match.start() - 1 + (len(raw) - len(raw.lstrip()) if text else 0)
            span = Span(self.source, place, place + max(len(text), 1))
            cells.append(s.Cell(re.sub(r"\\(.)", r"\1", text), span=span))
        return tuple(cells)

    def example(self, meta: Meta, parts: Parts) -> s.Example:
        title, rule, *rest = parts
        given = [pair for part in rest if isinstance(part, tuple) and part[0] == "given" for pair in part[1]]
        known = {part[0]: part[1] for part in rest if isinstance(part, tuple) and part[0] != "given"}
        table = [self._cells(part) for part in rest if isinstance(part, Token)]
        return self.node(
            s.Example, meta, title, rule, tuple(given), known.get("from"), known.get("through"),
            table[0] if table else (), tuple(table[1:]),
        )  # fmt: skip

    def adjust_severity(self, _meta: Meta, parts: Parts) -> tuple[str, Any]:
        return "severity", parts[-1]

    def adjust_disabled(self, _meta: Meta, _parts: Parts) -> tuple[str, Any]:
        return "enabled", False

    def adjust_enabled(self, _meta: Meta, _parts: Parts) -> tuple[str, Any]:
        return "enabled", True

    def adjust_at_most(self, _meta: Meta, parts: Parts) -> tuple[str, Any]:
        return "at_most", parts[0]

    def adjust_param(self, _meta: Meta, parts: Parts) -> tuple[str, Any]:
        return "param", (self.name_of(parts[0]), tuple(parts[1:]))

    def adjust_because(self, _meta: Meta, parts: Parts) -> tuple[str, Any]:
        return "because", parts[0]

    def adjust(self, meta: Meta, parts: Parts) -> s.Adjust:
        target, *rest = parts
        params = tuple(value for key, value in rest if key == "param")
        options = {key: value for key, value in rest if key != "param"}
        return self.node(
            s.Adjust, meta, self.name_of(target), options.get("severity"), options.get("enabled"),
            options.get("at_most"), params, options.get("because"),
        )  # fmt: skip
