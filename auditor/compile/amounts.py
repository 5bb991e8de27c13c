"""How many, how much, how many different: intervals between what surely matches and what may.

A count is what there is up to the event less what lies before the window.
"""

from __future__ import annotations

from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.keys import Keys
from auditor.compile.pieces import Truth, Val, level_of
from auditor.compile.sql import (
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
    lit,
    not_,
    or_,
    over,
    part_of,
    struct,
    sub,
    where,
)
from auditor.compile.windows import (
    BEFORE,
    LONG_AGO,
    SKEW_DAYS,
    UP_TO,
    Aggregate,
    Frame,
    WindowCompiler,
    settled,
    unit_of,
    unit_start,
)
from auditor.language import core as c
from auditor.value_types import DAY, Kind


class AmountCompiler(WindowCompiler):
    """Compiles counts, totals and numbers of different values."""

    # --- how many, how much ---------------------------------------------------------------------------------

    def _count(self, window: c.Window, keys: Keys, chosen: Truth, make: Aggregate) -> Val:
        """An interval: what surely matches, and what may."""
        low = self._amount(window, keys, chosen, make, self.sure(chosen, keys), possible=False)
        high: Truth | None = None
        if chosen.maybe or self.resets_unsurely(window, keys):
            high = self._amount(window, keys, chosen, make, self.possible(chosen, keys), possible=True)
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
        self,
        window: c.Window,
        keys: Keys,
        chosen: Truth,
        make: Aggregate,
        matches: Sql,
        possible: bool,
    ) -> Truth:
        """What a frame up to the event holds, less what lies before the window."""
        extent, level = window.extent, chosen.level
        frame = UP_TO if window.including else BEFORE
        extra = self.apart_by_unit(extent)
        through = coalesce(self.frame(level, make(matches), keys, frame, extra), lit(0))
        match extent:
            case c.Ever():
                return Truth(through, level + 1, False)
            case c.Each() if extra:
                return Truth(through, level + 1, False)
            case c.Since():
                return self._amount_since(extent, keys, level, make, matches, through, possible)
            case c.Rolling():
                earlier = self.range(level, make(matches), keys, s.US, lit(settled(extent.length)))
            case c.Reach(distance) if distance.kind == "instant":
                earlier = self.range(level, make(matches), keys, s.US, lit(settled(distance.amount) + 1))
            case _:
                earlier = self._days_before(extent, level, make, matches, keys, frame)
        return Truth(sub(through, coalesce(earlier, lit(0))), level + 1, False)

    def _days_before(
        self, extent: c.Extent, level: int, make: Aggregate, matches: Sql, keys: Keys,
        frame: Frame,
    ) -> Sql:  # fmt: skip
        """What lies before the first date of a window of days."""
        back: Sql
        exact: int | None = None
        match extent:
            case c.ConsecutiveDays():
                exact = settled(extent.days)
                back = lit(exact)
            case c.Reach(distance) if distance.calendar is None:
                exact = settled(distance.amount) + 1
                back = lit(exact)
            case c.Each():
                exact = 1
                back = add(sub(col(s.DATE), unit_start(extent, col(s.DATE))), 1)
            case _:
                if isinstance(extent, c.WorkingDays):
                    exact = settled(extent.days)
                days = add(sub(col(s.DATE), self.first_date(extent)), 1)
                back = self.layers.scalar(0, coalesce(days, lit(LONG_AGO)))
        return self.by_date(level, make, matches, keys, back, exact, "sum", frame=frame)

    def _amount_since(
        self, extent: c.Since, keys: Keys, level: int, make: Aggregate, matches: Sql, through: Sql,
        possible: bool,
    ) -> Truth:  # fmt: skip
        """What came after the last reset: the amount up to the event less the amount up to that reset.

        The amount at the last reset, not the greatest at any: with negative values a sum may fall.
        """
        reset = self.selection_for(extent.reset, keys)
        up_to = coalesce(self.frame(level, make(matches), keys, UP_TO), lit(0))
        top = max(level + 1, reset.level)
        resets = self.sure(reset, keys) if possible else self.possible(reset, keys)
        mark = self.layers.scalar(top, case((resets, up_to)))
        at_reset = self.frame(top, exp.IgnoreNulls(this=exp.LastValue(this=mark)), keys, BEFORE)
        return Truth(sub(through, coalesce(at_reset, lit(0))), top + 1, False)

    def _total(self, term: c.History, keys: Keys, chosen: Truth) -> Val:
        """A sum; an unknown value leaves it without an upper bound (and, where it may be negative, without a lower)."""
        if term.of is None:
            raise TypeError("a total of nothing")
        value = self.value(term.of)
        never_negative = term.of.type.kind is Kind.DURATION
        low_value = value.low if never_negative or not chosen.maybe else fn("least", value.low, lit(0))
        high_value = value.low if never_negative or not chosen.maybe else fn("greatest", value.low, lit(0))
        sure, possible = self.sure(chosen, keys), self.possible(chosen, keys)
        window = term.window

        def sums(matches: Sql, of: Sql, as_possible: bool) -> Truth:
            return self._amount(window, keys, chosen, lambda m: where(fn("sum", of), m), matches, as_possible)

        applies = TRUE if value.absent is None else not_(value.absent)
        low = sums(and_([sure, applies]), value.low, False)
        if chosen.maybe and not never_negative:
            only_maybe = and_([is_null(chosen.sql), applies])
            extra_low = sums(self.once(only_maybe, keys), low_value, False)
            low = Truth(add(low.sql, extra_low.sql), max(low.level, extra_low.level), False)
        high: Truth | None = None
        if chosen.maybe or self.resets_unsurely(window, keys):
            high = sums(and_([possible, applies]), high_value if chosen.maybe else value.low, True)
            if chosen.maybe and not never_negative:
                sure_part = sums(and_([sure, applies]), value.low, True)
                maybe_part = sums(self.once(and_([is_null(chosen.sql), applies]), keys), high_value, True)
                high = Truth(add(sure_part.sql, maybe_part.sql), max(sure_part.level, maybe_part.level), False)
        if value.maybe:
            missing = and_([possible, applies, is_null(value.low)])
            holes = self._amount(window, keys, chosen, count_where, missing, True)
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
        sure = and_([self.sure(chosen, keys), *known, *applies])
        low = self._different(term.window, keys, chosen, value, sure, possible=False)
        high: Truth | None = None
        if chosen.maybe or self.resets_unsurely(term.window, keys):
            possible = and_([self.possible(chosen, keys), *known, *applies])
            high = self._different(term.window, keys, chosen, value, possible, possible=True)
        if value.maybe:
            missing = and_([self.possible(chosen, keys), is_null(value.low), *applies])
            holes = self._amount(term.window, keys, chosen, count_where, missing, True)
            base = high or low
            high = Truth(add(base.sql, holes.sql), max(base.level, holes.level), False)
        return self._bounded(term.window, keys, chosen, low, high)

    def _different(
        self, window: c.Window, keys: Keys, chosen: Truth, value: Val, matches: Sql, possible: bool
    ) -> Truth:
        extent = window.extent
        frame = UP_TO if window.including else BEFORE
        level = chosen.level
        extra: tuple[Sql, ...]
        match extent:
            case c.Ever():
                extra = ()
            case c.Each():
                extra = (self.layers.scalar(0, unit_of(extent, col(s.DATE))),)
            case c.Since():
                reset = self.selection_for(extent.reset, keys)
                resets = self.sure(reset, keys) if possible else self.possible(reset, keys)
                level = max(level, reset.level)
                extra = (self.frame(level, count_where(resets), keys, BEFORE),)
                level += 1
            case _:
                return self._different_sliding(window, keys, chosen, value, matches)
        matching = self.layers.scalar(level, matches)
        seen = self.frame(level, count_where(matching), keys, BEFORE, (*extra, value.low))
        new = self.layers.scalar(level + 1, and_([matching, compare(seen, "=", lit(0))]))
        total = self.frame(level + 1, count_where(new), keys, frame, extra)
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
                back: Sql = lit(settled(extent.length))
                inside.append(compare(part_of(found, "us"), ">", sub(col(s.US), back)))
            case c.Reach(distance) if distance.kind == "instant":
                back = lit(settled(distance.amount))
                inside.append(compare(part_of(found, "us"), ">=", sub(col(s.US), back)))
            case _:
                first = self.layers.scalar(0, coalesce(self.first_date(extent), lit(0)))
                days = add(sub(col(s.DATE), first), SKEW_DAYS)
                back = self.layers.scalar(0, binary(exp.Mul, cast(days, "BIGINT"), lit(DAY)))
                inside.append(compare(part_of(found, "date"), ">=", first))
        entry = struct(v=value.low, us=col(s.US), seq=col(s.SEQ), date=col(s.DATE))
        # events without a key are one partition, and each would list all others of it
        known = matches if keys.unknown is None else and_([not_(keys.unknown), matches])
        matching = self.layers.scalar(chosen.level, known)
        listed = over(
            where(fn("list", entry), matching),
            keys.columns,
            [col(s.US)],
            "RANGE",
            (back, "PRECEDING"),
            ("CURRENT ROW", ""),
        )
        kept = fn("list_filter", listed, exp.Lambda(this=and_(inside), expressions=[exp.to_identifier("x")]))
        different = fn("list_distinct", each_of(kept, "x", part_of(found, "v")))
        # counted where it is listed: the lists themselves are held nowhere
        number = self.layers.window(chosen.level, coalesce(fn("len", different), lit(0)))
        return Truth(number, chosen.level + 1, False)

    def _not_after(self, including: bool) -> Sql:
        """Whether a listed event lies before this one (or is it)."""
        us, seq = part_of(col("x"), "us"), part_of(col("x"), "seq")
        tie = and_([compare(us, "=", col(s.US)), compare(seq, "<=" if including else "<", col(s.SEQ))])
        return or_([compare(us, "<", col(s.US)), tie])
