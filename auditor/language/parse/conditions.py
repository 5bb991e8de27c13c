"""From Lark's tree to what holds or does not hold of one contact; a method per rule of the grammar."""

from __future__ import annotations

from decimal import Decimal

from lark import Token, v_args
from lark.tree import Meta

from auditor.language import expressions as x
from auditor.language.parse.building import MAX_DEPTH, Builder, Parts, nodes

_OPERATORS = {"≥": ">=", "≤": "<=", "≠": "!="}


@v_args(meta=True)
class ConditionBuilder(Builder):
    """Builds conditions, and what joins them."""

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
