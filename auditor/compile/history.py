"""Terms about history as window functions: exact at ties, half-open edges, midnight and clock changes.

Events of the same keys are ordered by (instant, place in the source). What lies before an event is a frame of
rows, never of peers. "Is there one" needs only the greatest instant (or date) before the event; a count is
what there is up to the event less what lies before the window. Dates of events in different zones may run
against the order of their instants, by up to two days: where a window is shorter than three days, events are
told apart by how far their local date is from the UTC date, which makes the order of dates that of instants.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.conditions import ConditionCompiler
from auditor.compile.pieces import Truth, Val, level_of
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
    count_where,
    each_of,
    fn,
    is_null,
    is_true,
    lit,
    not_,
    not_false,
    or_,
    over,
    part_of,
    struct,
    sub,
    where,
)  # fmt: skip
from auditor.language import core as c
from auditor.language.declarations import Field
from auditor.value_types import DAY, Kind

_BEFORE = (("UNBOUNDED", "PRECEDING"), (lit(1), "PRECEDING"))
_UP_TO = (("UNBOUNDED", "PRECEDING"), ("CURRENT ROW", ""))
_AFTER = ((lit(1), "FOLLOWING"), ("UNBOUNDED", "FOLLOWING"))
_SKEW_DAYS = 3
_ORDER_BITS = 40
_LONG_AGO = 10**6


@dataclass(frozen=True)
class Keys:
    """The keys of a term: columns to partition by, and where one of them is not known."""

    columns: tuple[Sql, ...]
    unknown: Sql | None
    spread: bool


class HistoryCompiler(ConditionCompiler):
    """Compiles history terms; `spread_over` is the field over whose values events are spread, if one."""

    spread_over: str | None = None

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
                return self._count(term.window, keys, chosen, lambda where_: count_where(where_))
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

    # --- keys and selections --------------------------------------------------------------------------------

    def keys(self, fields: tuple[Field, ...]) -> Keys:
        """Columns of the keys; with worlds, the world is a key of every term."""
        columns: list[Sql] = [col(s.WORLD)] if self.shape.worlds else []
        unknown: list[Sql] = []
        for field in fields:
            key = self.key_column(field)
            columns.append(key)
            if field.name in self.shape.empty or field.type.several:
                unknown.append(is_null(key))
        spread = self.spread_over is None or any(field.name == self.spread_over for field in fields)
        return Keys(tuple(columns), or_(unknown) if unknown else None, spread)

    def key_column(self, field: Field) -> Sql:
        """The column of a key field: of a field of several values, the one that the row stands for."""
        if field.name == self.spread_over:
            return col(s.ELEMENT)
        if field.name == "at":
            return col(s.US)
        column = col(s.column(field.name))
        if field.type.several:
            return self.layers.scalar(0, fn("list_extract", column, lit(1)))
        return column

    def selection_for(self, selection: c.Condition, keys: Keys) -> Truth:
        """The selection as a column, for the event as a whole where the keys do not tell its rows apart."""
        chosen = self.selection(selection)
        if keys.spread or chosen.level == 0:
            return chosen
        whole = [col(s.SEQ)]
        yes = self._window(chosen.level, fn("bool_or", is_true(chosen.sql)), whole)
        maybe = self._window(chosen.level, fn("bool_or", not_false(chosen.sql)), whole)
        sql = case((yes, TRUE), (not_(maybe), FALSE), default=NULL)
        return self.layers.keep(Truth(sql, chosen.level + 1, chosen.maybe))

    def _window(self, level: int, aggregate: Sql, partition: list[Sql]) -> Sql:
        return self.layers.window(level, exp.Window(this=aggregate, partition_by=partition))

    def _sure(self, chosen: Truth, keys: Keys) -> Sql:
        """Events that surely match, each once."""
        return self._once(chosen.sql, keys)

    def _possible(self, chosen: Truth, keys: Keys) -> Sql:
        """Events that may match, each once."""
        return self._once(not_false(chosen.sql), keys)

    def _once(self, matches: Sql, keys: Keys) -> Sql:
        return matches if keys.spread else and_([matches, compare(col(s.SUB), "=", lit(1))])

    def _frame(
        self, level: int, aggregate: Sql, keys: Keys, frame: tuple[object, object], extra: tuple[Sql, ...] = ()
    ) -> Sql:
        """An aggregate over rows before, up to, or after the event, in their order."""
        kind = "ROWS" if keys.spread else "GROUPS"
        order = [col(s.US), col(s.SEQ)]
        sql = over(aggregate, [*keys.columns, *extra], order, kind, *frame)  # type: ignore[arg-type]
        return self.layers.window(level, sql)

    def _range(self, level: int, aggregate: Sql, keys: Keys, by: str, back: Sql, extra: tuple[Sql, ...] = ()) -> Sql:
        """An aggregate over all rows at least `back` earlier, by instant or by date."""
        sql = over(
            aggregate, [*keys.columns, *extra], [col(by)], "RANGE", ("UNBOUNDED", "PRECEDING"), (back, "PRECEDING")
        )
        return self.layers.window(level, sql)

    # --- is there one ---------------------------------------------------------------------------------------

    def _exists(self, window: c.Window, keys: Keys, chosen: Truth) -> Truth:
        sure = self._hit(window, keys, chosen, self._sure(chosen, keys), possible=False)
        undecided: list[Sql] = []
        if chosen.maybe or self._resets_unsurely(window, keys):
            undecided.append(self._hit(window, keys, chosen, self._possible(chosen, keys), possible=True).sql)
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
        extra: tuple[Sql, ...] = ()
        if isinstance(extent, c.Each):
            extra = (self.layers.scalar(0, unit_of(extent, col(s.DATE))),)
        latest = fn("max", self._measured(measure))
        if window.at_least is not None:
            found = self._at_least_earlier(window.at_least, level, latest, matches, keys, extra)
        else:
            frame = _UP_TO if window.including else _BEFORE
            found = self._frame(level, where(latest, matches), keys, frame, extra)
        if isinstance(extent, c.Since):
            reset = self.selection_for(extent.reset, keys)
            last = self.last_reset(reset, keys, sure=possible)
            return Truth(is_true(compare(found, ">", coalesce(last.sql, lit(-1)))), max(level + 1, last.level), False)
        return Truth(is_true(near_enough(found)), level + 1, False)

    def _hit_ahead(self, extent: c.Reach, keys: Keys, level: int, matches: Sql) -> Truth:
        distance = extent.distance
        measure = s.US if distance.kind == "instant" else s.DATE
        found = self._frame(level, where(fn("min", col(measure)), matches), keys, _AFTER)
        return Truth(is_true(compare(found, "<=", self.ahead(distance))), level + 1, False)

    def ahead(self, distance: c.Distance) -> Sql:
        """The last instant or date that is no further ahead than a distance."""
        amount = _settled(distance.amount)
        if distance.kind == "instant":
            return add(col(s.US), amount)
        if distance.calendar is not None:
            return self.calendars.shifted(distance.calendar, col(s.DATE), amount)
        return add(col(s.DATE), amount)

    def earlier(self, distance: c.Distance) -> Sql:
        """The instant or date that is so much earlier than the event."""
        amount = _settled(distance.amount)
        if distance.kind == "instant":
            return sub(col(s.US), amount)
        if distance.calendar is not None:
            return self.calendars.gap_end(distance.calendar, col(s.DATE), amount)
        return sub(col(s.DATE), amount)

    def _measure(self, extent: c.Extent) -> tuple[str, Callable[[Sql], Sql]]:
        """What to take of the latest match, and the test that it lies in the window."""
        match extent:
            case c.Rolling():
                start = sub(col(s.US), _settled(extent.length))
                return s.US, lambda found: compare(found, ">", start)
            case c.Reach(distance) if distance.kind == "instant":
                start = sub(col(s.US), _settled(distance.amount))
                return s.US, lambda found: compare(found, ">=", start)
            case c.Since():
                return "order", lambda found: found
            case c.Ever() | c.Each():
                return s.US, lambda found: not_(is_null(found))
            case _:
                first = self.first_date(extent)
                return s.DATE, lambda found: compare(found, ">=", first)

    def _measured(self, measure: str) -> Sql:
        return self.order_of_event() if measure == "order" else col(measure)

    def order_of_event(self) -> Sql:
        """The event's place among all events, as one number."""
        shifted = binary(exp.Mul, cast(col(s.US), "HUGEINT"), lit(1 << _ORDER_BITS))
        return add(shifted, col(s.SEQ))

    def first_date(self, extent: c.Extent) -> Sql:
        """The first local date of a window of days."""
        match extent:
            case c.ConsecutiveDays():
                return sub(col(s.DATE), _settled(extent.days) - 1)
            case c.WorkingDays():
                return self.calendars.window_start(extent.calendar, col(s.DATE), _settled(extent.days))
            case c.Reach(distance):
                if distance.calendar is not None:
                    return self.calendars.shifted(distance.calendar, col(s.DATE), -_settled(distance.amount))
                return sub(col(s.DATE), _settled(distance.amount))
            case _:
                raise TypeError(type(extent).__name__)

    def _resets_unsurely(self, window: c.Window, keys: Keys) -> bool:
        """Whether it may be unknown which event was the last reset."""
        return isinstance(window.extent, c.Since) and self.selection_for(window.extent.reset, keys).maybe

    def last_reset(self, reset: Truth, keys: Keys, sure: bool) -> Truth:
        """The order of the last reset before the event: of those that surely are one, or of all that may be."""
        matches = self._sure(reset, keys) if sure else self._possible(reset, keys)
        found = self._frame(reset.level, where(fn("max", self.order_of_event()), matches), keys, _BEFORE)
        return Truth(found, reset.level + 1, True)

    def _at_least_earlier(
        self, distance: c.Distance, level: int, latest: Sql, matches: Sql, keys: Keys, extra: tuple[Sql, ...]
    ) -> Sql:
        """The latest match that is at least so much earlier than the event."""
        amount = _settled(distance.amount)
        if distance.kind == "instant":
            return self._range(level, where(latest, matches), keys, s.US, lit(amount), extra)
        if distance.calendar is not None:
            last = self.calendars.gap_end(distance.calendar, col(s.DATE), amount)
            back = self.layers.scalar(0, coalesce(sub(col(s.DATE), last), lit(_LONG_AGO)))
            return self._by_date(level, latest, matches, keys, back, exact_from=None, combine="greatest", extra=extra)
        return self._by_date(level, latest, matches, keys, lit(amount), amount, combine="greatest", extra=extra)

    def _by_date(
        self, level: int, aggregate: Sql, matches: Sql, keys: Keys, back: Sql, exact_from: int | None, combine: str,
        extra: tuple[Sql, ...] = (), frame: tuple[object, object] = _BEFORE,
    ) -> Sql:  # fmt: skip
        """An aggregate over matches of the frame whose local date is at least `back` days earlier.

        From three days on, an earlier date is an earlier instant in any zones; below that, events are told apart
        by the difference of their local from the UTC date.
        """
        if exact_from is not None and exact_from >= _SKEW_DAYS:
            return self._range(level, where(aggregate, matches), keys, s.DATE, back, extra)
        utc = self.layers.scalar(0, binary(exp.IntDiv, col(s.US), lit(DAY)))
        ahead = self.layers.scalar(0, sub(col(s.DATE), utc))
        parts = []
        for difference in (-1, 0, 1):
            own = and_([matches, compare(ahead, "=", lit(difference))])
            offset = self.layers.scalar(0, sub(add(back, lit(difference)), ahead))
            bounded = self.layers.scalar(0, fn("greatest", offset, lit(0)))
            earlier = over(
                where(aggregate, own), [*keys.columns, *extra], [utc], "RANGE", ("UNBOUNDED", "PRECEDING"),
                (bounded, "PRECEDING"),
            )  # fmt: skip
            all_before = self._frame(level, where(aggregate, own), keys, frame, extra)
            parts.append(case((compare(offset, ">", lit(0)), self.layers.window(level, earlier)), default=all_before))
        if combine == "greatest":
            return fn("greatest", *parts)
        return add(add(coalesce(parts[0], lit(0)), coalesce(parts[1], lit(0))), coalesce(parts[2], lit(0)))

    # --- how many, how much ---------------------------------------------------------------------------------

    def _count(self, window: c.Window, keys: Keys, chosen: Truth, make: Callable[[Sql], Sql]) -> Val:
        """An interval: what surely matches, and what may."""
        low = self._amount(window, keys, chosen, make, self._sure(chosen, keys), possible=False)
        high: Truth | None = None
        if chosen.maybe or self._resets_unsurely(window, keys):
            high = self._amount(window, keys, chosen, make, self._possible(chosen, keys), possible=True)
        return self._bounded(window, keys, chosen, low, high)

    def _bounded(self, window: c.Window, keys: Keys, chosen: Truth, low: Truth, high: Truth | None) -> Val:
        opened = self.opened(window, keys)
        level = level_of(low, *([high] if high else []), *([opened] if opened else []))
        low_sql, high_sql = low.sql, high.sql if high else None
        if opened is not None:
            high_sql = case((opened.sql, NULL), default=high_sql if high_sql is not None else low_sql)
        if keys.unknown is not None:
            low_sql = case((keys.unknown, NULL), default=low_sql)
            high_sql = None if high_sql is None else case((keys.unknown, NULL), default=high_sql)
        value = Val(low_sql, level, high_sql, keys.unknown is not None or high_sql is not None)
        return self.layers.keep_value(value)

    def _amount(
        self, window: c.Window, keys: Keys, chosen: Truth, make: Callable[[Sql], Sql], matches: Sql, possible: bool
    ) -> Truth:
        """What a frame up to the event holds, less what lies before the window."""
        extent, level = window.extent, chosen.level
        frame = _UP_TO if window.including else _BEFORE
        extra: tuple[Sql, ...] = ()
        if isinstance(extent, c.Each):
            extra = (self.layers.scalar(0, unit_of(extent, col(s.DATE))),)
        through = coalesce(self._frame(level, make(matches), keys, frame, extra), lit(0))
        match extent:
            case c.Ever() | c.Each():
                return Truth(through, level + 1, False)
            case c.Since():
                return self._amount_since(extent, keys, level, make, matches, through, possible)
            case c.Rolling():
                earlier = self._range(level, make(matches), keys, s.US, lit(_settled(extent.length)))
            case c.Reach(distance) if distance.kind == "instant":
                earlier = self._range(level, make(matches), keys, s.US, lit(_settled(distance.amount) + 1))
            case _:
                earlier = self._days_before(extent, level, make, matches, keys, frame)
        return Truth(sub(through, coalesce(earlier, lit(0))), level + 1, False)

    def _days_before(
        self, extent: c.Extent, level: int, make: Callable[[Sql], Sql], matches: Sql, keys: Keys,
        frame: tuple[object, object],
    ) -> Sql:  # fmt: skip
        """What lies before the first date of a window of days."""
        back: Sql
        exact: int | None = None
        match extent:
            case c.ConsecutiveDays():
                exact = _settled(extent.days)
                back = lit(exact)
            case c.Reach(distance) if distance.calendar is None:
                exact = _settled(distance.amount) + 1
                back = lit(exact)
            case _:
                if isinstance(extent, c.WorkingDays):
                    exact = _settled(extent.days)
                days = add(sub(col(s.DATE), self.first_date(extent)), 1)
                back = self.layers.scalar(0, coalesce(days, lit(_LONG_AGO)))
        return self._by_date(level, make_aggregate(make), matches, keys, back, exact, "sum", frame=frame)

    def _amount_since(
        self, extent: c.Since, keys: Keys, level: int, make: Callable[[Sql], Sql], matches: Sql, through: Sql,
        possible: bool,
    ) -> Truth:  # fmt: skip
        """What came after the last reset: the amount up to the event less the amount up to that reset."""
        reset = self.selection_for(extent.reset, keys)
        up_to = coalesce(self._frame(level, make(matches), keys, _UP_TO), lit(0))
        top = max(level + 1, reset.level)
        resets = self._sure(reset, keys) if possible else self._possible(reset, keys)
        mark = self.layers.scalar(top, case((resets, up_to)))
        at_reset = self._frame(top, fn("max", mark), keys, _BEFORE)
        return Truth(sub(through, coalesce(at_reset, lit(0))), top + 1, False)

    def _total(self, term: c.History, keys: Keys, chosen: Truth) -> Val:
        """A sum; an unknown value leaves it without an upper bound (and, where it may be negative, without a lower)."""
        if term.of is None:
            raise TypeError("a total of nothing")
        value = self.value(term.of)
        never_negative = term.of.type.kind is Kind.DURATION
        low_value = value.low if never_negative or not chosen.maybe else fn("least", value.low, lit(0))
        high_value = value.low if never_negative or not chosen.maybe else fn("greatest", value.low, lit(0))
        sure, possible = self._sure(chosen, keys), self._possible(chosen, keys)
        window = term.window

        def sums(matches: Sql, of: Sql, as_possible: bool) -> Truth:
            return self._amount(window, keys, chosen, lambda m: where(fn("sum", of), m), matches, as_possible)

        applies = TRUE if value.absent is None else not_(value.absent)
        low = sums(and_([sure, applies]), value.low, False)
        if chosen.maybe and not never_negative:
            only_maybe = and_([is_null(chosen.sql), applies])
            extra_low = sums(self._once(only_maybe, keys), low_value, False)
            low = Truth(add(low.sql, extra_low.sql), max(low.level, extra_low.level), False)
        high: Truth | None = None
        if chosen.maybe or self._resets_unsurely(window, keys):
            high = sums(and_([possible, applies]), high_value if chosen.maybe else value.low, True)
            if chosen.maybe and not never_negative:
                sure_part = sums(and_([sure, applies]), value.low, True)
                maybe_part = sums(self._once(and_([is_null(chosen.sql), applies]), keys), high_value, True)
                high = Truth(add(sure_part.sql, maybe_part.sql), max(sure_part.level, maybe_part.level), False)
        if value.maybe:
            missing = and_([possible, applies, is_null(value.low)])
            holes = self._amount(window, keys, chosen, lambda m: count_where(m), missing, True)
            top = max(low.level, holes.level, high.level if high else 0)
            some = compare(holes.sql, ">", lit(0))
            high = Truth(case((some, NULL), default=high.sql if high else low.sql), top, True)
            if not never_negative:
                low = Truth(case((some, NULL), default=low.sql), top, True)
        return self._bounded(window, keys, chosen, low, high)

    # --- how many different ---------------------------------------------------------------------------------

    def _distinct(self, term: c.History, keys: Keys, chosen: Truth) -> Val:
        """How many different known values; an unknown value may be another one."""
        if term.of is None:
            raise TypeError("different values of nothing")
        value = self.value(term.of)
        applies = [not_(value.absent)] if value.absent is not None else []
        known = [not_(is_null(value.low))] if value.maybe else []
        sure = and_([self._sure(chosen, keys), *known, *applies])
        low = self._different(term.window, keys, chosen, value, sure, possible=False)
        high: Truth | None = None
        if chosen.maybe or self._resets_unsurely(term.window, keys):
            possible = and_([self._possible(chosen, keys), *known, *applies])
            high = self._different(term.window, keys, chosen, value, possible, possible=True)
        if value.maybe:
            missing = and_([self._possible(chosen, keys), is_null(value.low), *applies])
            holes = self._amount(term.window, keys, chosen, lambda m: count_where(m), missing, True)
            base = high or low
            high = Truth(add(base.sql, holes.sql), max(base.level, holes.level), False)
        return self._bounded(term.window, keys, chosen, low, high)

    def _different(
        self, window: c.Window, keys: Keys, chosen: Truth, value: Val, matches: Sql, possible: bool
    ) -> Truth:
        extent = window.extent
        frame = _UP_TO if window.including else _BEFORE
        level = chosen.level
        extra: tuple[Sql, ...]
        match extent:
            case c.Ever():
                extra = ()
            case c.Each():
                extra = (self.layers.scalar(0, unit_of(extent, col(s.DATE))),)
            case c.Since():
                reset = self.selection_for(extent.reset, keys)
                resets = self._sure(reset, keys) if possible else self._possible(reset, keys)
                level = max(level, reset.level)
                extra = (self._frame(level, count_where(resets), keys, _BEFORE),)
                level += 1
            case _:
                return self._different_sliding(window, keys, chosen, value, matches)
        matching = self.layers.scalar(level, matches)
        seen = self._frame(level, count_where(matching), keys, _BEFORE, (*extra, value.low))
        new = self.layers.scalar(level + 1, and_([matching, compare(seen, "=", lit(0))]))
        total = self._frame(level + 1, count_where(new), keys, frame, extra)
        return Truth(total, level + 2, False)

    def _different_sliding(self, window: c.Window, keys: Keys, chosen: Truth, value: Val, matches: Sql) -> Truth:
        """A window that slides has to be looked at event by event: the values in it, each counted once.

        The frame holds at least the window (dates may differ from instants by two days) and no event twice over;
        what does not belong is left out by its own place.
        """
        extent = window.extent
        inside = [self._not_after(window.including)]
        found = col("x")
        match extent:
            case c.Rolling():
                back: Sql = lit(_settled(extent.length))
                inside.append(compare(part_of(found, "us"), ">", sub(col(s.US), back)))
            case c.Reach(distance) if distance.kind == "instant":
                back = lit(_settled(distance.amount))
                inside.append(compare(part_of(found, "us"), ">=", sub(col(s.US), back)))
            case _:
                first = self.layers.scalar(0, coalesce(self.first_date(extent), lit(0)))
                days = add(sub(col(s.DATE), first), _SKEW_DAYS)
                back = self.layers.scalar(0, binary(exp.Mul, cast(days, "BIGINT"), lit(DAY)))
                inside.append(compare(part_of(found, "date"), ">=", first))
        entry = struct(v=value.low, us=col(s.US), seq=col(s.SEQ), date=col(s.DATE))
        matching = self.layers.scalar(chosen.level, matches)
        listed = over(
            where(fn("list", entry), matching),
            keys.columns,
            [col(s.US)],
            "RANGE",
            (back, "PRECEDING"),
            ("CURRENT ROW", ""),
        )
        values = self.layers.window(chosen.level, listed)
        kept = fn("list_filter", values, exp.Lambda(this=and_(inside), expressions=[exp.to_identifier("x")]))
        different = fn("list_distinct", each_of(kept, "x", part_of(found, "v")))
        return Truth(coalesce(fn("len", different), lit(0)), chosen.level + 1, False)

    def _not_after(self, including: bool) -> Sql:
        """Whether a listed event lies before this one (or is it)."""
        us, seq = part_of(col("x"), "us"), part_of(col("x"), "seq")
        tie = and_([compare(us, "=", col(s.US)), compare(seq, "<=" if including else "<", col(s.SEQ))])
        return or_([compare(us, "<", col(s.US)), tie])

    # --- the last one ---------------------------------------------------------------------------------------

    def _time_since(self, keys: Keys, chosen: Truth) -> Val:
        """The time since the last one: between the last that may be one and the last that surely is."""
        sure = self._frame(chosen.level, where(fn("max", col(s.US)), self._sure(chosen, keys)), keys, _BEFORE)
        level = chosen.level + 1
        latest = sure
        maybe_absent: Sql | None = None
        high: Sql | None = None
        if chosen.maybe:
            possible = self._possible(chosen, keys)
            latest = self._frame(chosen.level, where(fn("max", col(s.US)), possible), keys, _BEFORE)
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
        inside_sure = self._hit(window, keys, chosen, self._sure(chosen, keys), possible=False)
        level = max(inside_sure.level, chosen.level + 1)
        extra: tuple[Sql, ...] = ()
        if isinstance(window.extent, c.Each):
            extra = (self.layers.scalar(0, unit_of(window.extent, col(s.DATE))),)
        frame = _UP_TO if window.including else _BEFORE
        taken = case((self._sure(chosen, keys), struct(v=of.low)))
        last = exp.IgnoreNulls(this=exp.LastValue(this=taken))
        value = part_of(self._frame(chosen.level, last, keys, frame, extra), "v")
        absent: Sql = not_(inside_sure.sql)
        unsure: list[Sql] = []
        if chosen.maybe:
            possible = self._possible(chosen, keys)
            inside_possible = self._hit(window, keys, chosen, possible, possible=True)
            order = fn("max", self.order_of_event())
            last_sure = self._frame(chosen.level, where(order, self._sure(chosen, keys)), keys, frame, extra)
            last_possible = self._frame(chosen.level, where(order, possible), keys, frame, extra)
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
            does_not_apply = case((self._sure(chosen, keys), struct(v=of.absent)))
            nothing = part_of(
                self._frame(chosen.level, exp.IgnoreNulls(this=exp.LastValue(this=does_not_apply)), keys, frame, extra),
                "v",
            )
            absent = (
                or_([absent, coalesce(nothing, FALSE)])
                if not unsure
                else case((or_(unsure), FALSE), default=or_([absent, coalesce(nothing, FALSE)]))
            )
        return Val(sql, level, None, True, absent)

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
            beyond = coalesce(compare(self.ahead(extent.distance), ">", through), _nowhere(extent))
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
                before = compare(sub(col(s.US), _settled(extent.length)), "<", from_us)
            case c.Reach(distance) if distance.kind == "instant":
                before = compare(sub(col(s.US), _settled(distance.amount)), "<", from_us)
            case c.Each():
                before = compare(unit_start(extent, col(s.DATE)), "<", from_date)
            case _:
                before = compare(self.first_date(extent), "<", from_date)
        return Truth(coalesce(before, _nowhere(extent)), 0, False)

    def _open_without_bound(self, known: bool) -> Truth | None:
        """A look back without a bound is decided on what the log holds, unless that is asked to be strict."""
        if not self.shape.strict_history:
            return None
        return Truth(TRUE if known else not_(is_null(col(s.KNOWN_FROM_US))), 0, False)


def _nowhere(extent: c.Extent) -> Sql:
    """What a comparison with a date that the calendar does not have means: beyond what is known."""
    if isinstance(extent, c.WorkingDays) or (isinstance(extent, c.Reach) and extent.distance.calendar is not None):
        return TRUE
    return FALSE


def _settled(figure: c.Figure) -> int:
    if not isinstance(figure, int):
        raise TypeError("a parameter that was not settled")
    return figure


def make_aggregate(make: Callable[[Sql], Sql]) -> Sql:
    """The bare aggregate of a maker that filters."""
    made = make(TRUE)
    return made.this if isinstance(made, exp.Filter) else made


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
