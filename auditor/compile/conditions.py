"""Conditions on one event as SQL: three-valued, null being unknown."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.calendar import Calendars
from auditor.compile.layers import Layers
from auditor.compile.pieces import Truth, Val, compare_values, level_of
from auditor.compile.sql import (
    FALSE,
    NULL,
    TRUE,
    Sql,
    add,
    and_,
    binary,
    case,
    cast,
    coalesce,
    col,
    compare,
    each_of,
    fn,
    in_list,
    is_null,
    lit,
    not_,
    or_,
    part_of,
    sub,
)  # fmt: skip
from auditor.compile.values import ValueCompiler
from auditor.language import core as c
from auditor.language.declarations import Clock, Field, Hours
from auditor.value_types import DAY

_SHORT = (c.Always, c.InForce, c.Not)


class ConditionCompiler(ValueCompiler):
    """Compiles conditions over the columns of a timeline of a given shape."""

    def __init__(self, shape: s.Shape, layers: Layers, calendars: Calendars) -> None:
        super().__init__(shape, layers, calendars)
        self._truths: dict[c.Condition, Truth] = {}

    # --- conditions -----------------------------------------------------------------------------------------

    def truth(self, node: c.Condition) -> Truth:
        """A condition; the same condition is compiled once, and what is more than a comparison is worked out once."""
        found = self._truths.get(node)
        if found is None:
            found = self._truth(node)
            if not isinstance(node, _SHORT):
                found = self.layers.keep(found)
            self._truths[node] = found
        return found

    def selection(self, node: c.Condition) -> Truth:
        """A condition as a column, for terms that count events by it."""
        return self.layers.keep(self.truth(node))

    def _truth(self, node: c.Condition) -> Truth:
        match node:
            case c.Named():
                return self.truth(node.condition)
            case c.And():
                return self._join(node.conditions, and_)
            case c.Or():
                return self._join(node.conditions, or_)
            case c.Not():
                inner = self.truth(node.condition)
                return Truth(not_(inner.sql), inner.level, inner.maybe)
            case c.Always():
                return Truth(lit(node.value), 0, node.value is None)
            case c.InHours():
                return self._in_hours(node)
            case c.InForce():
                return self._in_force(node)
            case _:
                return self._by_zone(node, lambda: self._atom(node), any_zone=False)

    def _join(self, conditions: tuple[c.Condition, ...], how: Callable[[list[Sql]], Sql]) -> Truth:
        """And, or: the parts of one layer are joined first, so that only their result travels up."""
        parts = [self.truth(part) for part in conditions]
        top = level_of(*parts)
        joined: list[Sql] = []
        for level in sorted({part.level for part in parts}):
            same = how([part.sql for part in parts if part.level == level])
            joined.append(same if level == top else self.layers.scalar(level, same))
        return Truth(how(joined), top, any(part.maybe for part in parts))

    def _atom(self, node: c.Condition) -> Truth:
        match node:
            case c.Truth():
                return self._as_condition(node.value)
            case c.Compare():
                return compare_values(self.value(node.left), node.operator, self.value(node.right))
            case c.OneOf():
                return self._one_of(node)
            case c.Known():
                return self._known(node)
            case c.InDates():
                value = self.value(node.value)
                inside = and_([compare(value.low, ">=", lit(node.start)), compare(value.low, "<=", lit(node.end))])
                return self._guarded(value, not_(inside) if node.outside else inside)
            case c.DayIs():
                value = self.value(node.value)
                is_class = self.calendars.is_class(node.calendar, value.low, node.day_class)
                truth = self._guarded(value, not_(is_class) if node.negated else is_class)
                return Truth(truth.sql, truth.level, True)
            case c.Mentions():
                return self._text_test(node.field, self._mentions(node))
            case c.Matches():
                return self._text_test(node.field, col(s.pattern_column(node.field.name, node.pattern)))
            case c.Includes():
                holder, item = self.value(node.field), self.value(node.item)
                sql = fn("list_contains", holder.low, item.low)
                both = Val(holder.low, level_of(holder, item), None, holder.maybe or item.maybe, _either(holder, item))
                known = case((or_([is_null(holder.low), is_null(item.low)]), NULL), default=sql)
                return self._guarded(both, known)
            case _:
                raise TypeError(type(node).__name__)

    def _as_condition(self, node: c.Value) -> Truth:
        if isinstance(node, c.History):
            term = self.history(node)
            if isinstance(term, Truth):
                return term
            return self._guarded(term, term.low)
        value = self.value(node)
        return self._guarded(value, value.low)

    def _guarded(self, value: Val, sql: Sql) -> Truth:
        """The test, false where the value does not apply."""
        if value.absent is not None:
            sql = case((value.absent, FALSE), default=sql)
        if value.maybe_absent is not None:
            sql = case((and_([value.maybe_absent, coalesce(sql, FALSE)]), NULL), default=sql)
        return Truth(sql, value.level, value.maybe or value.maybe_absent is not None)

    def _one_of(self, node: c.OneOf) -> Truth:
        value = self.value(node.value)
        if value.high is not None:
            parts = [compare_values(value, "=", self.value(option)) for option in node.options]
            either = or_([part.sql for part in parts])
            return self._guarded(value, not_(either) if node.negated else either)
        inside = in_list(value.low, [self._literal(option) for option in node.options])
        return self._guarded(value, not_(inside) if node.negated else inside)

    def _known(self, node: c.Known) -> Truth:
        value = self.value(node.value)
        unknown = is_null(value.low)
        if value.high is not None:
            unknown = or_([unknown, coalesce(compare(value.low, "!=", value.high), TRUE)])
        if value.maybe_absent is not None:
            unknown = or_([unknown, value.maybe_absent])
        test = unknown if node.negated else not_(unknown)
        if value.absent is not None:
            test = case((value.absent, FALSE), default=test)
        return Truth(test, value.level, False)

    def _in_force(self, node: c.InForce) -> Truth:
        bounds = [
            compare(col(s.DATE), operator, lit(day))
            for operator, day in ((">=", node.since), ("<=", node.through))
            if day is not None
        ]
        holds = and_(bounds) if bounds else TRUE
        return Truth(not_(holds) if node.outside else holds, 0, False)

    def _mentions(self, node: c.Mentions) -> Sql:
        hits = col(s.words_column(node.field.name, node.words))
        return compare(hits, "<", lit(1)) if node.lacks else compare(hits, ">=", lit(node.at_least))

    def _text_test(self, field: Field, test: Sql) -> Truth:
        value = self._field(field)
        return self._guarded(value, case((is_null(value.low), NULL), default=test) if value.maybe else test)

    # --- local time -----------------------------------------------------------------------------------------

    def _by_zone(self, node: c.Condition, build: Callable[[], Truth], any_zone: bool) -> Truth:
        """The test at the event's local time; with several candidate zones, in all of them or (any_zone) in one."""
        single = build()
        if not self.shape.zones_differ or not _uses_local_time(node):
            return single
        date, time = self._date, self._time
        self._date, self._time = part_of(col("z"), "date"), part_of(col("z"), "time")
        each = build()
        self._date, self._time = date, time
        surely = fn("list_bool_and", each_of(col(s.LOCALS), "z", coalesce(each.sql, FALSE)))
        possibly = fn("list_bool_or", each_of(col(s.LOCALS), "z", coalesce(each.sql, TRUE)))
        if any_zone:
            surely = fn("list_bool_or", each_of(col(s.LOCALS), "z", coalesce(each.sql, FALSE)))
        decided = case((surely, TRUE), (not_(possibly), FALSE), default=NULL)
        return Truth(case((is_null(col(s.LOCALS)), single.sql), default=decided), single.level, True)

    def _in_hours(self, node: c.InHours) -> Truth:
        def build() -> Truth:
            value = self.value(node.value)
            inside = self._inside(node.hours, value.low, self._date)
            truth = self._guarded(value, not_(inside) if node.outside else inside)
            return Truth(truth.sql, truth.level, truth.maybe or node.hours.calendar is not None)

        if node.zone is None or node.zone == "any":
            return self._by_zone(node, build, any_zone=node.zone == "any")
        date, time = self._date, self._time
        local = add(col(s.US), self._offset(node.zone))
        self._date = cast(binary(exp.IntDiv, local, lit(DAY)), "INTEGER")
        self._time = binary(exp.Mod, local, lit(DAY))
        truth = build()
        self._date, self._time = date, time
        return truth

    def _offset(self, zone: str) -> Sql:
        """The offset of a named zone at the event's instant."""
        (_, first), *changes = self.shape.offsets[zone]
        branches = [(compare(col(s.US), ">=", lit(since)), lit(offset)) for since, offset in reversed(changes)]
        return case(*branches, default=lit(first)) if branches else lit(first)

    def _inside(self, hours: Hours, time: Sql, date: Sql) -> Sql:
        """Whether a local time lies in the spans of its day, or in one of the day before that runs past midnight."""
        if len(hours.lines) == 1 and hours.lines[0].classes == ("every-day",):
            return or_([_in_clock(clock, time) for clock in hours.lines[0].clocks]) if hours.lines[0].clocks else FALSE
        today = [or_([_late_part(clock, time) for clock in line.clocks] or [FALSE]) for line in hours.lines]
        inside = self.calendars.by_line(hours, date, today)
        wrapping = [[clock for clock in line.clocks if clock.wraps] for line in hours.lines]
        if not any(wrapping):
            return inside
        before = [or_([_early_part(clock, time) for clock in clocks] or [FALSE]) for clocks in wrapping]
        return or_([inside, self.calendars.by_line(hours, sub(date, 1), before)])


def _either(left: Val, right: Val) -> Sql | None:
    absent = [value.absent for value in (left, right) if value.absent is not None]
    return or_(absent) if absent else None


def _uses_local_time(node: object) -> bool:
    """Whether an atom reads the event's own local time (not that of events in its history)."""
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, c.LocalValue):
            return True
        if isinstance(
            current, (c.Compare, c.OneOf, c.Known, c.InHours, c.InDates, c.DayIs, c.Includes, c.Truth, c.Shift)
        ):
            stack += [getattr(current, name) for name in current.__dataclass_fields__]
        elif isinstance(current, tuple):
            stack += current
    return False


def _in_clock(clock: Clock, time: Sql) -> Sql:
    if clock.wraps:
        return or_([_late_part(clock, time), _early_part(clock, time)])
    return _late_part(clock, time)


def _late_part(clock: Clock, time: Sql) -> Sql:
    """The part of a span that lies on the day on which it begins."""
    start = compare(time, ">=", lit(clock.start))
    if clock.wraps:
        return start
    return and_([start, compare(time, "<=" if clock.through else "<", lit(clock.end))])


def _early_part(clock: Clock, time: Sql) -> Sql:
    """The part of a span past midnight that lies on the next day."""
    return compare(time, "<=" if clock.through else "<", lit(clock.end))
