"""Calendars in the query: tables by day, held as session variables and looked up by the local date."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlglot import exp

from auditor.compile.sql import Sql, binary, case, compare, fn, lit, sub, variable
from auditor.language.calendars import CLASSES, DayTable, day_table
from auditor.language.declarations import Calendar, Hours


class Calendars:
    """Collects the day tables that a program needs; `variables` are to be set before it runs."""

    def __init__(self) -> None:
        self.variables: dict[str, tuple[int | None, ...]] = {}
        self._names: dict[str, str] = {}

    def _look_up(self, name: str, table: DayTable, values: Callable[[], Sequence[int | None]], day: Sql) -> Sql:
        """The value for a day; null where the calendar has no data for its year."""
        if name not in self._names:
            self._names[name] = f"days_{len(self._names) + 1}"
            self.variables[self._names[name]] = tuple(values())
        found = fn("list_extract", variable(self._names[name]), sub(day, lit(table.first - 1)))
        return case((compare(day, ">=", lit(table.first)), found))

    def code(self, calendar: Calendar, day: Sql) -> Sql:
        """The classes of a day as a sum."""
        table = day_table(calendar)
        return self._look_up(f"days {_key(calendar)}", table, lambda: table.codes, day)

    def is_class(self, calendar: Calendar, day: Sql, name: str) -> Sql:
        """Whether a day is of a class."""
        bit = binary(exp.BitwiseAnd, self.code(calendar, day), lit(CLASSES[name]))
        return compare(bit, "!=", lit(0))

    def _moved(self, what: str, calendar: Calendar, day: Sql, count: int) -> Sql:
        table = day_table(calendar)
        move: Callable[[int, int], int | None] = getattr(table, what)
        last = table.first + len(table.codes)
        name = f"{what} {count} {_key(calendar)}"
        return self._look_up(name, table, lambda: [move(d, count) for d in range(table.first, last)], day)

    def shifted(self, calendar: Calendar, day: Sql, count: int) -> Sql:
        """The working day so many after (before, where negative) a day."""
        if count < 0:
            return self._moved("before", calendar, day, -count)
        return self._moved("after", calendar, day, count)

    def window_start(self, calendar: Calendar, day: Sql, count: int) -> Sql:
        """The first day of a window of working days."""
        return self._moved("window_start", calendar, day, count)

    def gap_end(self, calendar: Calendar, day: Sql, count: int) -> Sql:
        """The last day that is at least so many working days earlier."""
        return self._moved("gap_end", calendar, day, count)

    def by_line(self, hours: Hours, day: Sql, results: Sequence[Sql]) -> Sql:
        """The result of the line of hours that speaks of a day.

        A holiday goes before a make-up workday, that before a named weekday, that before workday and weekend.
        """
        by_class = {name: result for line, result in zip(hours.lines, results, strict=True) for name in line.classes}
        weekday = binary(exp.Mod, binary(exp.Add, day, lit(3)), lit(7))
        branches: list[tuple[Sql, Sql]] = []
        for name in ("holiday", "makeup-workday"):
            if name in by_class and hours.calendar is not None:
                branches.append((self.is_class(hours.calendar, day, name), by_class[name]))
        for number in range(1, 8):
            if str(number) in by_class:
                branches.append((compare(weekday, "=", lit(number - 1)), by_class[str(number)]))
        for name in ("workday", "weekend"):
            if name in by_class and hours.calendar is not None:
                branches.append((self.is_class(hours.calendar, day, name), by_class[name]))
        every_day = by_class.get("every-day", exp.Null())
        decided = case(*branches, default=every_day) if branches else every_day
        if hours.calendar is None:
            return decided
        return case((exp.Is(this=self.code(hours.calendar, day), expression=exp.Null()), exp.Null()), default=decided)


def _key(calendar: Calendar) -> str:
    return f"{calendar.pack} {calendar.name}"
