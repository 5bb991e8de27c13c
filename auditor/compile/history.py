"""Terms about history: is there one, how many, how long since, and what the last one said.

"Is there one" needs only the greatest instant (or date) before the event.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.amounts import AmountCompiler
from auditor.compile.keys import Keys
from auditor.compile.pieces import Truth, Val
from auditor.compile.sql import (
    FALSE,
    NULL,
    TRUE,
    Sql,
    and_,
    case,
    coalesce,
    col,
    compare,
    count_where,
    fn,
    is_null,
    is_true,
    lit,
    not_,
    or_,
    part_of,
    struct,
    sub,
    where,
)
from auditor.compile.windows import AFTER, BEFORE, LONG_AGO, UP_TO, Aggregate, settled, unit_start
from auditor.language import core as c


class HistoryCompiler(AmountCompiler):
    """Compiles history terms."""

    def history(self, term: c.History) -> Val | Truth:
        """A term: a condition for `exists`, else a value."""
        date, time = self._date, self._time
        self._date, self._time = col(s.DATE), col(s.TIME)
        try:
            return self._history(term)
        finally:
            self._date, self._time = date, time

    def _history(self, term: c.History) -> Val | Truth:
        keys = self.keys(term.window.keys)
        chosen = self.selection_for(term.selection, keys)
        match term.aggregate:
            case "exists":
                return self._exists(term.window, keys, chosen)
            case "count":
                return self._count(term.window, keys, chosen, count_where)
            case "total":
                return self._total(term, keys, chosen)
            case "distinct":
                return self._distinct(term, keys, chosen)
            case "time-since":
                return self._time_since(keys, chosen)
            case "last":
                return self._last(term, keys, chosen)
            case _:
                raise TypeError(term.aggregate)

    # --- is there one ---------------------------------------------------------------------------------------

    def _exists(self, window: c.Window, keys: Keys, chosen: Truth) -> Truth:
        sure = self._hit(window, keys, chosen, self.sure(chosen, keys), possible=False)
        undecided: list[Sql] = []
        if chosen.maybe or self.resets_unsurely(window, keys):
            undecided.append(self._hit(window, keys, chosen, self.possible(chosen, keys), possible=True).sql)
        opened = self.opened(window, keys)
        level = sure.level
        if opened is not None:
            undecided.append(opened.sql)
            level = max(level, opened.level)
        sql = case((sure.sql, TRUE), (or_(undecided), NULL), default=FALSE) if undecided else sure.sql
        if keys.unknown is not None:
            sql = case((keys.unknown, NULL), default=sql)
        return Truth(sql, level, bool(undecided) or keys.unknown is not None)

    def _hit(self, window: c.Window, keys: Keys, chosen: Truth, matches: Sql, possible: bool) -> Truth:
        """Whether a matching event lies in the window; never null."""
        extent = window.extent
        level = chosen.level
        if window.ahead and isinstance(extent, c.Reach):
            return self._hit_ahead(extent, keys, level, matches)
        measure, near_enough = self._measure(extent)
        extra = self.apart_by_unit(extent)
        latest = self._latest(measure)
        if window.at_least is not None:
            found = self._at_least_earlier(window.at_least, level, latest, matches, keys, extra)
        else:
            frame = UP_TO if window.including else BEFORE
            found = self.frame(level, latest(matches), keys, frame, extra)
        if isinstance(extent, c.Since):
            reset = self.selection_for(extent.reset, keys)
            last = self.last_reset(reset, keys, sure=possible)
            return Truth(is_true(compare(found, ">", coalesce(last.sql, lit(-1)))), max(level + 1, last.level), False)
        return Truth(is_true(near_enough(found)), level + 1, False)

    def _hit_ahead(self, extent: c.Reach, keys: Keys, level: int, matches: Sql) -> Truth:
        distance = extent.distance
        measure = s.US if distance.kind == "instant" else s.DATE
        found = self.frame(level, where(fn("min", col(measure)), matches), keys, AFTER)
        return Truth(is_true(compare(found, "<=", self.ahead(distance))), level + 1, False)

    def _measure(self, extent: c.Extent) -> tuple[str, Callable[[Sql], Sql]]:
        """What to take of the latest match, and the test that it lies in the window."""
        match extent:
            case c.Rolling():
                start = sub(col(s.US), settled(extent.length))
                return s.US, lambda found: compare(found, ">", start)
            case c.Reach(distance) if distance.kind == "instant":
                start = sub(col(s.US), settled(distance.amount))
                return s.US, lambda found: compare(found, ">=", start)
            case c.Since():
                return "order", lambda found: found
            case c.Each() if self.shape.one_offset:
                begins = unit_start(extent, col(s.DATE))
                return s.DATE, lambda found: compare(found, ">=", begins)
            case c.Ever() | c.Each():
                return s.US, lambda found: not_(is_null(found))
            case _:
                first = self.first_date(extent)
                return s.DATE, lambda found: compare(found, ">=", first)

    def _latest(self, measure: str) -> Aggregate:
        measured = self.order_of_event() if measure == "order" else col(measure)
        return lambda matches: where(fn("max", measured), matches)

    def _at_least_earlier(
        self, distance: c.Distance, level: int, latest: Aggregate, matches: Sql, keys: Keys, extra: tuple[Sql, ...]
    ) -> Sql:
        """The latest match that is at least so much earlier than the event."""
        amount = settled(distance.amount)
        if distance.kind == "instant":
            return self.range(level, latest(matches), keys, s.US, lit(amount), extra)
        if distance.calendar is not None:
            last = self.calendars.gap_end(distance.calendar, col(s.DATE), amount)
            back = self.layers.scalar(0, coalesce(sub(col(s.DATE), last), lit(LONG_AGO)))
            return self.by_date(level, latest, matches, keys, back, exact_from=None, combine="greatest", extra=extra)
        return self.by_date(level, latest, matches, keys, lit(amount), amount, combine="greatest", extra=extra)

    # --- the last one ---------------------------------------------------------------------------------------

    def _time_since(self, keys: Keys, chosen: Truth) -> Val:
        """The time since the last one: between the last that may be one and the last that surely is."""
        sure = self.frame(chosen.level, where(fn("max", col(s.US)), self.sure(chosen, keys)), keys, BEFORE)
        level = chosen.level + 1
        latest = sure
        maybe_absent: Sql | None = None
        high: Sql | None = None
        if chosen.maybe:
            possible = self.possible(chosen, keys)
            latest = self.frame(chosen.level, where(fn("max", col(s.US)), possible), keys, BEFORE)
            high = sub(col(s.US), sure)
            maybe_absent = and_([is_null(sure), not_(is_null(latest))])
        absent: Sql = is_null(latest)
        maybe = chosen.maybe
        opened = self.opened(c.Window((), c.Ever()), keys)
        if opened is not None:
            absent, maybe = FALSE, True
        if keys.unknown is not None:
            absent = and_([not_(keys.unknown), absent])
            maybe = True
            if maybe_absent is not None:
                maybe_absent = and_([not_(keys.unknown), maybe_absent])
        low = sub(col(s.US), latest)
        if keys.unknown is not None:
            low = case((keys.unknown, NULL), default=low)
            high = None if high is None else case((keys.unknown, NULL), default=high)
        return Val(low, level, high, maybe, absent, maybe_absent)

    def _last(self, term: c.History, keys: Keys, chosen: Truth) -> Val:
        """A value of the last one in the window: unknown where it is not sure which one that is."""
        if term.of is None:
            raise TypeError("the last of nothing")
        window = term.window
        of = self.value(term.of)
        inside_sure = self._hit(window, keys, chosen, self.sure(chosen, keys), possible=False)
        level = max(inside_sure.level, chosen.level + 1)
        extra = self.apart_by_unit(window.extent)
        frame = UP_TO if window.including else BEFORE
        taken = case((self.sure(chosen, keys), struct(v=of.low)))
        last = exp.IgnoreNulls(this=exp.LastValue(this=taken))
        value = part_of(self.frame(chosen.level, last, keys, frame, extra), "v")
        absent: Sql = not_(inside_sure.sql)
        unsure: list[Sql] = []
        if chosen.maybe:
            possible = self.possible(chosen, keys)
            inside_possible = self._hit(window, keys, chosen, possible, possible=True)
            order = fn("max", self.order_of_event())
            last_sure = self.frame(chosen.level, where(order, self.sure(chosen, keys)), keys, frame, extra)
            last_possible = self.frame(chosen.level, where(order, possible), keys, frame, extra)
            differs = coalesce(compare(last_sure, "!=", last_possible), TRUE)
            unsure.append(and_([inside_possible.sql, differs]))
            absent = not_(inside_possible.sql)
            level = max(level, inside_possible.level)
        opened = self.opened(window, keys)
        if opened is not None:
            unsure.append(and_([not_(inside_sure.sql), opened.sql]))
            absent = and_([absent, not_(opened.sql)])
            level = max(level, opened.level)
        if keys.unknown is not None:
            unsure.append(keys.unknown)
            absent = and_([absent, not_(keys.unknown)])
        sql = case((or_(unsure), NULL), default=value) if unsure else value
        if of.absent is not None:
            does_not_apply = case((self.sure(chosen, keys), struct(v=of.absent)))
            nothing = part_of(
                self.frame(chosen.level, exp.IgnoreNulls(this=exp.LastValue(this=does_not_apply)), keys, frame, extra),
                "v",
            )
            absent = (
                or_([absent, coalesce(nothing, FALSE)])
                if not unsure
                else case((or_(unsure), FALSE), default=or_([absent, coalesce(nothing, FALSE)]))
            )
        return Val(sql, level, None, True, absent)
