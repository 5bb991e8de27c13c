"""From Lark's tree to packs and what they declare or adjust; a method per rule of the grammar."""

from __future__ import annotations

from typing import Any

from lark import Token, v_args
from lark.tree import Meta

from auditor.language import expressions as x
from auditor.language import syntax as s
from auditor.language.parse.building import Builder, Parts, nodes
from auditor.value_types import Kind

_TYPE_KINDS = {
    "TYPE_TEXT": Kind.TEXT, "TYPE_NUMBER": Kind.NUMBER, "TYPE_YES_NO": Kind.YES_NO, "TYPE_MOMENT": Kind.MOMENT,
    "TYPE_DATE": Kind.DATE, "TYPE_TIME": Kind.TIME, "TYPE_DURATION": Kind.DURATION, "TYPE_MONEY": Kind.MONEY,
    "TYPE_WEEKDAY": Kind.WEEKDAY, "ONE_OF": Kind.CHOICE,
}  # fmt: skip


def _year_month_day(day: x.Date) -> s.OverlayDay:
    year, month, number = map(int, day.span.text.split("-"))
    return year, month, number


def _month_day(day: str) -> s.OverlayDay:
    month, number = map(int, day.split("-"))
    return None, month, number


@v_args(meta=True)
class DeclarationBuilder(Builder):
    """Builds packs, their declarations, and the adjustments of other packs."""

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
        return self.node(s.Type, meta, _TYPE_KINDS[kind.type], several is not None, tuple(choices))

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
