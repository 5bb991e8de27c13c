"""From Lark's tree to the conditions and terms of the syntax; a method per rule of the grammar, with its name.

Bottom-up and without recursion, so that depth costs nothing; nesting beyond `MAX_DEPTH` becomes a problem
instead of a tree that later passes could not walk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from lark import Token, v_args
from lark.tree import Meta
from lark.visitors import Transformer_NonRecursive

from auditor.diagnostics import Diagnostic
from auditor.language import expressions as x
from auditor.source import Source, Span
from auditor.value_types import MINUTE, SECOND, Kind

MAX_DEPTH = 80

N = TypeVar("N", bound=x.Node)
Parts = list[Any]

TYPE_KINDS = {
    "TYPE_TEXT": Kind.TEXT, "TYPE_NUMBER": Kind.NUMBER, "TYPE_YES_NO": Kind.YES_NO, "TYPE_MOMENT": Kind.MOMENT,
    "TYPE_DATE": Kind.DATE, "TYPE_TIME": Kind.TIME, "TYPE_DURATION": Kind.DURATION, "TYPE_MONEY": Kind.MONEY,
    "TYPE_WEEKDAY": Kind.WEEKDAY, "ONE_OF": Kind.CHOICE,
}  # fmt: skip
_UNITS = {"SECONDS": "seconds", "MINUTES": "minutes", "HOURS_UNIT": "hours", "DAYS": "days", "WEEKS": "weeks"}
_OPERATORS = {"≥": ">=", "≤": "<=", "≠": "!="}
_EPOCH = date(1970, 1, 1).toordinal()


@v_args(meta=True)
class ExpressionBuilder(Transformer_NonRecursive[Token, Any]):
    """Builds expressions; `problems` holds what the grammar lets through but the tree cannot hold."""

    def __init__(self, source: Source) -> None:
        super().__init__(visit_tokens=False)
        self.problems: list[Diagnostic] = []
        self.source = source
        self._depths: dict[int, int] = {}
        self._kept: list[x.Node] = []
        self.too_deep = False

    # --- helpers --------------------------------------------------------------------------------------------

    def span_of(self, place: Meta | Token) -> Span:
        if isinstance(place, Meta) and place.empty:
            return Span(self.source, 0, 0)
        start, end = place.start_pos, place.end_pos
        return Span(self.source, start or 0, end or 0)

    def node(self, make: Callable[..., N], meta: Meta | Token, *parts: Any, **named: Any) -> N:
        node = make(*parts, **named, span=self.span_of(meta))
        depth = 1 + max((self._depths.get(id(child), 0) for child in _flat(parts)), default=0)
        if depth > MAX_DEPTH:
            if not self.too_deep:
                message = f"the condition is nested more than {MAX_DEPTH} levels deep"
                hint = "give parts of it a name with `define`"
                self.problems.append(Diagnostic("too-deep", message, node.span, hint=hint))
            self.too_deep = True
            depth = 0
        self._depths[id(node)] = depth
        self._kept.append(node)  # keeps the id from being used again
        return node

    def name_of(self, token: Token) -> x.Name:
        return self.node(x.Name, token, str(token))

    # --- values ---------------------------------------------------------------------------------------------

    def name(self, _meta: Meta, parts: Parts) -> x.Name:
        return self.name_of(parts[0])

    def string(self, meta: Meta, parts: Parts) -> x.Text:
        raw = parts[0][1:-1]
        return self.node(x.Text, meta, re.sub(r"\\(.)", r"\1", raw) if parts[0][0] == '"' else raw)

    def date(self, meta: Meta, parts: Parts) -> x.Date:
        try:
            days: int | None = date.fromisoformat(parts[0]).toordinal() - _EPOCH
        except ValueError:
            days = None
            self.problem("no-such-date", meta, f"`{parts[0]}` is not a date of the calendar", "write year-month-day")
        return self.node(x.Date, meta, days)

    def time(self, meta: Meta, parts: Parts) -> x.TimeOfDay:
        hour, minute, *rest = (int(part) for part in re.split("[:：]", parts[0]))
        second = rest[0] if rest else 0
        valid = minute < 60 and second < 60 and (hour < 24 or (hour == 24 and minute == second == 0))
        if not valid:
            self.problem("no-such-time", meta, f"`{parts[0]}` is not a time of day", "times run from 00:00 to 24:00")
        return self.node(x.TimeOfDay, meta, (hour * 60 + minute) * MINUTE + second * SECOND if valid else None)

    def number(self, meta: Meta, parts: Parts) -> x.Number:
        return self.node(x.Number, meta, Decimal(parts[0]))

    def yes_no(self, meta: Meta, parts: Parts) -> x.YesNo:
        return self.node(x.YesNo, meta, parts[0].type == "YES")

    def unit(self, _meta: Meta, parts: Parts) -> str:
        return _UNITS[parts[0].type]

    def quantity(self, meta: Meta, parts: Parts) -> x.Quantity:
        return self.node(x.Quantity, meta, self._amount_of(parts[0]), parts[1])

    quantity_literal = quantity

    def calendar_days(self, meta: Meta, parts: Parts) -> x.Quantity:
        return self.node(x.Quantity, meta, self._amount_of(parts[0]), "calendar-days")

    def working_days(self, meta: Meta, parts: Parts) -> x.Quantity:
        return self.node(x.Quantity, meta, self._amount_of(parts[0]), "working-days", parts[1])

    def figure(self, _meta: Meta, parts: Parts) -> x.Number | x.Name:
        return self._amount_of(parts[0])

    def amount(self, meta: Meta, parts: Parts) -> x.Amount:
        value = self._amount_of(parts[0])
        return self.node(x.Quantity, meta, value, parts[1]) if len(parts) > 1 else value

    def _amount_of(self, token: Token) -> x.Number | x.Name:
        if token.type == "NUMBER":
            return self.node(x.Number, token, Decimal(token))
        return self.name_of(token)

    def problem(self, code: str, place: Meta | Token | Span, message: str, hint: str) -> None:
        span = place if isinstance(place, Span) else self.span_of(place)
        self.problems.append(Diagnostic(code, message, span, hint=hint))

    # --- windows --------------------------------------------------------------------------------------------

    def keys(self, _meta: Meta, parts: Parts) -> tuple[x.Name, ...]:
        return tuple(parts)

    def in_any(self, meta: Meta, parts: Parts) -> x.InAny:
        return self.node(x.InAny, meta, parts[0])

    def in_consecutive_days(self, meta: Meta, parts: Parts) -> x.InConsecutiveDays:
        return self.node(x.InConsecutiveDays, meta, parts[0])

    def in_working_days(self, meta: Meta, parts: Parts) -> x.InWorkingDays:
        return self.node(x.InWorkingDays, meta, *parts)

    def bare_days(self, meta: Meta, parts: Parts) -> x.InAny:
        quantity: x.Quantity = parts[0]
        if isinstance(quantity.amount, x.Name) and quantity.amount.text in ("a", "one", "the"):
            unit = quantity.unit.removesuffix("s")
            hint = f"write `in each {unit}` for the calendar unit, or `in any 1 {unit}` for a rolling span of hours"
            self.problem("missing-window-kind", meta, f"`a {unit}` does not say which kind of window it is", hint)
            one = self.node(x.Number, meta, Decimal(1))
            return self.node(x.InAny, meta, self.node(x.Quantity, meta, one, quantity.unit))
        amount = quantity.amount.value if isinstance(quantity.amount, x.Number) else quantity.amount.text
        shown = f"{amount} {quantity.unit}"
        hint = f"write `any {shown}` for a rolling span of hours"
        if quantity.unit == "days":
            hint += f", or `{amount} consecutive days` for local dates"
        self.problem("missing-window-kind", meta, f"`{shown}` does not say which kind of window it is", hint)
        return self.node(x.InAny, meta, quantity)

    def each(self, meta: Meta, parts: Parts) -> x.InEach:
        unit = parts[0].type.removeprefix("EACH_").lower()
        return self.node(x.InEach, meta, unit, parts[1] is not None)

    def ever(self, meta: Meta, _parts: Parts) -> x.Ever:
        return self.node(x.Ever, meta)

    def since_last(self, meta: Meta, parts: Parts) -> x.SinceLast:
        return self.node(x.SinceLast, meta, *nodes(parts))

    def within(self, meta: Meta, parts: Parts) -> x.Within:
        return self.node(x.Within, meta, parts[0])

    def within_ahead(self, meta: Meta, parts: Parts) -> x.Within:
        return self.node(x.Within, meta, parts[0], True)

    def at_least_earlier(self, _meta: Meta, parts: Parts) -> Any:
        return parts[0]

    zh_at_least = at_least_earlier
    zh_at_least_earlier = at_least_earlier

    def scope(self, meta: Meta, parts: Parts) -> x.Window:
        keys, at_least, extent, including = parts
        return self.node(x.Window, meta, keys, extent, at_least, including is not None)

    def scope_since(self, meta: Meta, parts: Parts) -> x.Window:
        extent, keys, at_least, including = parts
        return self.node(x.Window, meta, keys, extent, at_least, including is not None)

    # --- conditions -----------------------------------------------------------------------------------------

    def parenthesised(self, _meta: Meta, parts: Parts) -> x.Expression:
        inner: x.Expression = parts[0]
        self._depths[id(inner)] = self._depths.get(id(inner), 0) + 1
        if self._depths[id(inner)] > MAX_DEPTH:
            return self.node(x.Not, _meta, inner)
        return inner

    def except_(self, meta: Meta, parts: Parts) -> x.Except:
        return self.node(x.Except, meta, *parts)

    def or_(self, meta: Meta, parts: Parts) -> x.Or:
        return self.node(x.Or, meta, tuple(parts))

    def and_(self, meta: Meta, parts: Parts) -> x.And:
        return self.node(x.And, meta, tuple(parts))

    def not_(self, meta: Meta, parts: Parts) -> x.Not:
        return self.node(x.Not, meta, parts[0])

    def compare(self, meta: Meta, parts: Parts) -> x.Compare:
        left, operator, right = parts
        return self.node(x.Compare, meta, left, _OPERATORS.get(operator, str(operator)), right)

    def is_(self, meta: Meta, parts: Parts) -> x.Compare:
        return self.node(x.Compare, meta, parts[0], "=", parts[1])

    def is_not(self, meta: Meta, parts: Parts) -> x.Compare:
        return self.node(x.Compare, meta, parts[0], "!=", parts[1])

    def day_is(self, meta: Meta, parts: Parts) -> x.DayIs:
        return self.node(x.DayIs, meta, parts[0], False, self.name_of(parts[1]), parts[2])

    def day_is_not(self, meta: Meta, parts: Parts) -> x.DayIs:
        return self.node(x.DayIs, meta, parts[0], True, self.name_of(parts[1]), parts[2])

    def zh_day_is(self, meta: Meta, parts: Parts) -> x.DayIs:
        return self.node(x.DayIs, meta, parts[0], False, self.name_of(parts[2]), parts[1])

    def zh_day_is_not(self, meta: Meta, parts: Parts) -> x.DayIs:
        return self.node(x.DayIs, meta, parts[0], True, self.name_of(parts[2]), parts[1])

    def one_of(self, meta: Meta, parts: Parts) -> x.OneOf:
        return self.node(x.OneOf, meta, parts[0], tuple(parts[1:]), False)

    def not_one_of(self, meta: Meta, parts: Parts) -> x.OneOf:
        return self.node(x.OneOf, meta, parts[0], tuple(parts[1:]), True)

    def known(self, meta: Meta, parts: Parts) -> x.Known:
        return self.node(x.Known, meta, parts[0], False)

    def unknown(self, meta: Meta, parts: Parts) -> x.Known:
        return self.node(x.Known, meta, parts[0], True)

    def clock_until(self, meta: Meta, parts: Parts) -> x.Clock:
        return self.node(x.Clock, meta, *nodes(parts), False)

    def clock_through(self, meta: Meta, parts: Parts) -> x.Clock:
        return self.node(x.Clock, meta, *nodes(parts), True)

    def clocks(self, _meta: Meta, parts: Parts) -> tuple[x.Clock, ...]:
        return tuple(parts)

    def hours_name(self, _meta: Meta, parts: Parts) -> x.Name:
        return self.name_of(parts[0])

    def date_range(self, meta: Meta, parts: Parts) -> x.DateRange:
        return self.node(x.DateRange, meta, *nodes(parts))

    def zone(self, _meta: Meta, parts: Parts) -> str:
        return "any" if isinstance(parts[0], Token) else parts[0].value

    def in_hours(self, meta: Meta, parts: Parts) -> x.InHours:
        return self.node(x.InHours, meta, parts[0], False, parts[1], parts[2])

    def outside_hours(self, meta: Meta, parts: Parts) -> x.InHours:
        return self.node(x.InHours, meta, parts[0], True, parts[2], parts[3])

    def mentions(self, meta: Meta, parts: Parts) -> x.Mentions:
        value, at_least, words = parts
        return self.node(x.Mentions, meta, value, words, int(Decimal(at_least)) if at_least else None, False)

    def zh_mentions(self, meta: Meta, parts: Parts) -> x.Mentions:
        value, words, at_least = parts
        return self.node(x.Mentions, meta, value, words, int(Decimal(at_least)), False)

    def lacks(self, meta: Meta, parts: Parts) -> x.Mentions:
        return self.node(x.Mentions, meta, parts[0], parts[1], None, True)

    def matches(self, meta: Meta, parts: Parts) -> x.Matches:
        pattern = self.node(x.Regex, parts[1], parts[1][1:-1].replace("\\/", "/"))
        return self.node(x.Matches, meta, parts[0], pattern)

    def includes(self, meta: Meta, parts: Parts) -> x.Includes:
        return self.node(x.Includes, meta, *parts)

    def shift_after(self, meta: Meta, parts: Parts) -> x.Shift:
        return self.node(x.Shift, meta, parts[0], parts[1], False)

    def shift_before(self, meta: Meta, parts: Parts) -> x.Shift:
        return self.node(x.Shift, meta, parts[0], parts[1], True)

    def zh_shift_after(self, meta: Meta, parts: Parts) -> x.Shift:
        return self.node(x.Shift, meta, parts[1], parts[0], False)

    def zh_shift_before(self, meta: Meta, parts: Parts) -> x.Shift:
        return self.node(x.Shift, meta, parts[1], parts[0], True)

    # --- history terms --------------------------------------------------------------------------------------

    def exists(self, meta: Meta, parts: Parts) -> x.Exists:
        return self.node(x.Exists, meta, *parts)

    def count(self, meta: Meta, parts: Parts) -> x.Count:
        return self.node(x.Count, meta, *parts)

    def total(self, meta: Meta, parts: Parts) -> x.Total:
        return self.node(x.Total, meta, *parts)

    def distinct(self, meta: Meta, parts: Parts) -> x.Distinct:
        return self.node(x.Distinct, meta, *parts)

    def time_since(self, meta: Meta, parts: Parts) -> x.TimeSince:
        return self.node(x.TimeSince, meta, *parts)

    def last(self, meta: Meta, parts: Parts) -> x.Last:
        return self.node(x.Last, meta, self.name_of(parts[0]), parts[1], self._or_ever(parts[2]))

    def first(self, meta: Meta, parts: Parts) -> x.First:
        return self.node(x.First, meta, *parts)

    def zh_window(self, meta: Meta, keys: Any, extent: Any) -> x.Window:
        return self.node(x.Window, meta, keys, extent, None, False)

    def _zh_scope(self, meta: Meta, scope: Parts) -> x.Window:
        keys, at_least, extent, including = scope
        return self.node(x.Window, meta, keys, extent, at_least, including is not None)

    def _or_ever(self, window: x.Window) -> x.Window:
        """`F of last S per K` needs no window: the last one is the last one."""
        if window.extent is not None:
            return window
        ever = x.Ever(span=window.span)
        return x.Window(window.keys, ever, window.at_least, window.including, span=window.span)

    def zh_exists(self, meta: Meta, parts: Parts) -> x.Exists:
        *scope, selection = parts
        return self.node(x.Exists, meta, selection, self._zh_scope(meta, scope))

    def zh_count(self, meta: Meta, parts: Parts) -> x.Count:
        *scope, selection = parts
        return self.node(x.Count, meta, selection, self._zh_scope(meta, scope))

    def zh_total(self, meta: Meta, parts: Parts) -> x.Total:
        *scope, selection, field = parts
        return self.node(x.Total, meta, field, selection, self._zh_scope(meta, scope))

    def zh_distinct(self, meta: Meta, parts: Parts) -> x.Distinct:
        *scope, selection, field = parts
        return self.node(x.Distinct, meta, field, selection, self._zh_scope(meta, scope))

    def zh_time_since(self, meta: Meta, parts: Parts) -> x.TimeSince:
        return self.node(x.TimeSince, meta, parts[1], parts[0])

    def zh_last(self, meta: Meta, parts: Parts) -> x.Last:
        *scope, selection, field = parts
        return self.node(x.Last, meta, field, selection, self._or_ever(self._zh_scope(meta, scope)))

    def zh_first(self, meta: Meta, parts: Parts) -> x.First:
        return self.node(x.First, meta, parts[1], parts[0])


def nodes(parts: Parts) -> Parts:
    """The parts that are nodes, without keyword tokens and what was left out."""
    return [part for part in parts if isinstance(part, x.Node)]


def _flat(parts: Iterable[Any]) -> Iterable[Any]:
    for part in parts:
        if isinstance(part, tuple):
            yield from _flat(part)
        else:
            yield part
