"""Frames and bounds of history terms as window functions: exact at ties, half-open edges, midnight and clock changes.

Events of the same keys are ordered by (instant, place in the source). What lies before an event is a frame of
rows, never of peers. Dates of events in different zones may run against the order of their instants, by up to two
days: where a window is shorter than three days, events are told apart by how far their local date is from the UTC
date, which makes the order of dates that of instants.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.keys import KeyCompiler, Keys
from auditor.compile.pieces import Truth
from auditor.compile.sql import (
    FALSE,
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
    fn,
    is_null,
    lit,
    not_,
    over,
    sub,
    where,
)
from auditor.language import core as c
from auditor.value_types import DAY

Frame = tuple[tuple[str | Sql, str], tuple[str | Sql, str]]
Aggregate = Callable[[Sql], Sql]
"""Makes an aggregate over the rows for which a condition is true."""

BEFORE: Frame = (("UNBOUNDED", "PRECEDING"), (lit(1), "PRECEDING"))
UP_TO: Frame = (("UNBOUNDED", "PRECEDING"), ("CURRENT ROW", ""))
AFTER: Frame = ((lit(1), "FOLLOWING"), ("UNBOUNDED", "FOLLOWING"))
SKEW_DAYS = 3
LONG_AGO = 10**6
_ORDER_BITS = 40


class WindowCompiler(KeyCompiler):
    """Frames and bounds."""

    # --- frames -----------------------------------------------------------------------------------------------

    def frame(self, level: int, aggregate: Sql, keys: Keys, frame: Frame, extra: tuple[Sql, ...] = ()) -> Sql:
        """An aggregate over rows before, up to, or after the event, in their order."""
        kind = "ROWS" if keys.spread else "GROUPS"
        order = [col(s.US), col(s.SEQ)]
        sql = over(aggregate, [*keys.columns, *extra], order, kind, *frame)
        return self.layers.window(level, sql)

    def range(self, level: int, aggregate: Sql, keys: Keys, by: str, back: Sql, extra: tuple[Sql, ...] = ()) -> Sql:
        """An aggregate over all rows at least `back` earlier, by instant or by date."""
        sql = over(
            aggregate, [*keys.columns, *extra], [col(by)], "RANGE", ("UNBOUNDED", "PRECEDING"), (back, "PRECEDING")
        )
        return self.layers.window(level, sql)

    # --- bounds -----------------------------------------------------------------------------------------------

    def ahead(self, distance: c.Distance) -> Sql:
        """The last instant or date that is no further ahead than a distance."""
        amount = settled(distance.amount)
        if distance.kind == "instant":
            return add(col(s.US), amount)
        if distance.calendar is not None:
            return self.calendars.shifted(distance.calendar, col(s.DATE), amount)
        return add(col(s.DATE), amount)

    def earlier(self, distance: c.Distance) -> Sql:
        """The instant or date that is so much earlier than the event."""
        amount = settled(distance.amount)
        if distance.kind == "instant":
            return sub(col(s.US), amount)
        if distance.calendar is not None:
            return self.calendars.gap_end(distance.calendar, col(s.DATE), amount)
        return sub(col(s.DATE), amount)

    def order_of_event(self) -> Sql:
        """The event's place among all events, as one number."""
        shifted = binary(exp.Mul, cast(col(s.US), "HUGEINT"), lit(1 << _ORDER_BITS))
        return add(shifted, col(s.SEQ))

    def first_date(self, extent: c.Extent) -> Sql:
        """The first local date of a window of days."""
        match extent:
            case c.ConsecutiveDays():
                return sub(col(s.DATE), settled(extent.days) - 1)
            case c.WorkingDays():
                return self.calendars.window_start(extent.calendar, col(s.DATE), settled(extent.days))
            case c.Reach(distance):
                if distance.calendar is not None:
                    return self.calendars.shifted(distance.calendar, col(s.DATE), -settled(distance.amount))
                return sub(col(s.DATE), settled(distance.amount))
            case _:
                raise TypeError(type(extent).__name__)

    def resets_unsurely(self, window: c.Window, keys: Keys) -> bool:
        """Whether it may be unknown which event was the last reset."""
        return isinstance(window.extent, c.Since) and self.selection_for(window.extent.reset, keys).maybe

    def last_reset(self, reset: Truth, keys: Keys, sure: bool) -> Truth:
        """The order of the last reset before the event: of those that surely are one, or of all that may be."""
        matches = self.sure(reset, keys) if sure else self.possible(reset, keys)
        found = self.frame(reset.level, where(fn("max", self.order_of_event()), matches), keys, BEFORE)
        return Truth(found, reset.level + 1, True)

    def by_date(
        self, level: int, make: Aggregate, matches: Sql, keys: Keys, back: Sql, exact_from: int | None, combine: str,
        extra: tuple[Sql, ...] = (), frame: Frame = BEFORE,
    ) -> Sql:  # fmt: skip
        """An aggregate over matches of the frame whose local date is at least `back` days earlier.

        Where dates go with instants, an earlier date is an instant before a midnight: the order is that of all other
        frames of the keys, and shares their sort. From three days on, an earlier date is an earlier instant in any
        zones; below that, events are told apart by the difference of their local from the UTC date.
        """
        if self.shape.one_offset:
            return self._before_midnight(level, make(matches), keys, back, exact_from, extra, frame)
        if exact_from is not None and exact_from >= SKEW_DAYS:
            return self.range(level, make(matches), keys, s.DATE, back, extra)
        utc = self.layers.scalar(0, binary(exp.IntDiv, col(s.US), lit(DAY)))
        ahead = self.layers.scalar(0, sub(col(s.DATE), utc))
        parts = []
        for difference in (-1, 0, 1):
            own = and_([matches, compare(ahead, "=", lit(difference))])
            offset = self.layers.scalar(0, sub(add(back, lit(difference)), ahead))
            bounded = self.layers.scalar(0, fn("greatest", offset, lit(0)))
            earlier = over(
                make(own), [*keys.columns, *extra], [utc], "RANGE", ("UNBOUNDED", "PRECEDING"),
                (bounded, "PRECEDING"),
            )  # fmt: skip
            all_before = self.frame(level, make(own), keys, frame, extra)
            parts.append(case((compare(offset, ">", lit(0)), self.layers.window(level, earlier)), default=all_before))
        if combine == "greatest":
            return fn("greatest", *parts)
        return add(add(coalesce(parts[0], lit(0)), coalesce(parts[1], lit(0))), coalesce(parts[2], lit(0)))

    def _before_midnight(
        self, level: int, aggregate: Sql, keys: Keys, back: Sql, exact_from: int | None, extra: tuple[Sql, ...], frame: Frame
    ) -> Sql:  # fmt: skip
        """An aggregate over what lies before the midnight at which the day begins that is `back` - 1 days earlier."""
        days = binary(exp.Mul, cast(sub(back, 1), "BIGINT"), lit(DAY))
        since = add(add(col(s.TIME), days), 1)
        if exact_from is not None and exact_from >= 1:
            return self.range(level, aggregate, keys, s.US, self.layers.scalar(0, since), extra)
        distance = self.layers.scalar(0, fn("greatest", since, lit(0)))
        before = self.range(level, aggregate, keys, s.US, distance, extra)
        return case((compare(back, ">", lit(0)), before), default=self.frame(level, aggregate, keys, frame, extra))

    def apart_by_unit(self, extent: c.Extent) -> tuple[Sql, ...]:
        """What tells the calendar units of a window apart, where the order of instants does not."""
        if isinstance(extent, c.Each) and not self.shape.one_offset:
            return (self.layers.scalar(0, unit_of(extent, col(s.DATE))),)
        return ()

    # --- where the log ends ---------------------------------------------------------------------------------

    def opened(self, window: c.Window, keys: Keys) -> Truth | None:
        """Whether the window reaches beyond what is known; None where it never does."""
        known = self.shape.known
        if known is None and not self.shape.worlds:
            return None
        from_us = lit(known.from_us) if known else col(s.KNOWN_FROM_US)
        from_date = lit(known.from_date) if known else col(s.KNOWN_FROM_DATE)
        extent = window.extent
        if window.ahead and isinstance(extent, c.Reach):
            by_instant = extent.distance.kind == "instant"
            if known:
                through = lit(known.through_us if by_instant else known.through_date)
            else:
                through = col(s.KNOWN_THROUGH_US if by_instant else s.KNOWN_THROUGH_DATE)
            end = self.ahead(extent.distance)
            beyond = coalesce(compare(end, ">", through), _nowhere(extent, end))
            return Truth(beyond, 0, False)
        match extent:
            case c.Ever():
                return self._open_without_bound(known is not None)
            case c.Since():
                opened = self._open_without_bound(known is not None)
                if opened is None:
                    return None
                reset = self.selection_for(extent.reset, keys)
                last = self.last_reset(reset, keys, sure=True)
                return Truth(and_([opened.sql, is_null(last.sql)]), last.level, False)
            case c.Rolling():
                before = compare(sub(col(s.US), settled(extent.length)), "<", from_us)
            case c.Reach(distance) if distance.kind == "instant":
                before = compare(sub(col(s.US), settled(distance.amount)), "<", from_us)
            case c.Each():
                before = compare(unit_start(extent, col(s.DATE)), "<", from_date)
            case _:
                first = self.first_date(extent)
                before = coalesce(compare(first, "<", from_date), _nowhere(extent, first))
        return Truth(coalesce(before, FALSE), 0, False)

    def _open_without_bound(self, known: bool) -> Truth | None:
        """A look back without a bound is decided on what the log holds, unless that is asked to be strict."""
        if not self.shape.strict_history:
            return None
        return Truth(TRUE if known else not_(is_null(col(s.KNOWN_FROM_US))), 0, False)


def _nowhere(extent: c.Extent, end: Sql) -> Sql:
    """Whether a window ends at a date that the calendar does not have: beyond what is known."""
    if isinstance(extent, c.WorkingDays) or (isinstance(extent, c.Reach) and extent.distance.calendar is not None):
        return is_null(end)
    return FALSE


def settled(figure: c.Figure) -> int:
    if not isinstance(figure, int):
        raise TypeError("a parameter that was not settled")
    return figure


def unit_of(extent: c.Each, date: Sql) -> Sql:
    """A number for the calendar unit of a date."""
    match extent.unit:
        case "day":
            return date
        case "week":
            return binary(exp.IntDiv, add(date, 4 if extent.week_from_sunday else 3), lit(7))
        case unit:
            parts = {"month": "month", "quarter": "quarter", "year": "year"}
            return cast(fn("date_diff", lit(parts[unit]), _epoch(), _as_date(date)), "INTEGER")


def unit_start(extent: c.Each, date: Sql) -> Sql:
    """The first date of the calendar unit of a date."""
    match extent.unit:
        case "day":
            return date
        case "week":
            back = 4 if extent.week_from_sunday else 3
            return sub(binary(exp.Mul, unit_of(extent, date), lit(7)), back)
        case unit:
            return sub(cast(fn("date_trunc", lit(unit), _as_date(date)), "DATE"), _epoch())


def _epoch() -> Sql:
    return cast(lit("1970-01-01"), "DATE")


def _as_date(date: Sql) -> Sql:
    return add(_epoch(), cast(date, "INTEGER"))
