"""Public holidays and working days of a place, with the years for which they are known.

A calendar is a maintained library's (chinesecalendar for mainland China with its make-up workdays, holidays for
the rest of the world) with a pack's own days laid over it. A day outside the vouched years has no class: a rule
that needs one says so, and nothing is guessed.
"""

from __future__ import annotations

import bisect
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any

from auditor.language.declarations import Calendar, CalendarDays

WORKDAY, WEEKEND, HOLIDAY, MAKEUP = 1, 2, 4, 8
CLASSES = {"workday": WORKDAY, "weekend": WEEKEND, "holiday": HOLIDAY, "makeup-workday": MAKEUP}

MAINLAND_CHINA = "CN"
_EPOCH = date(1970, 1, 1).toordinal()
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DayTable:
    """The classes of every day of the vouched years.

    first: the first day (days since 1970). codes: one sum of classes a day.
    """

    first: int
    codes: tuple[int, ...]

    def code(self, day: int) -> int | None:
        """The classes of a day, or None outside the vouched years."""
        index = day - self.first
        return self.codes[index] if 0 <= index < len(self.codes) else None

    def is_class(self, day: int, name: str) -> bool | None:
        """Whether a day is of a class."""
        code = self.code(day)
        return None if code is None else bool(code & CLASSES[name])

    @cached_property
    def working_days(self) -> tuple[int, ...]:
        """Every working day of the vouched years."""
        return tuple(self.first + index for index, code in enumerate(self.codes) if code & WORKDAY)

    def _numbered(self, number: int) -> int | None:
        """The working day with a number, from 1."""
        return self.working_days[number - 1] if 1 <= number <= len(self.working_days) else None

    def _number(self, day: int) -> int:
        """How many working days there are through a day."""
        return bisect.bisect_right(self.working_days, day)

    def after(self, day: int, count: int) -> int | None:
        """The working day so many working days after a day."""
        return self._numbered(self._number(day) + count) if self.code(day) is not None else None

    def before(self, day: int, count: int) -> int | None:
        """The working day so many working days before a day."""
        return self._numbered(self._number(day - 1) - count + 1) if self.code(day) is not None else None

    def window_start(self, day: int, count: int) -> int | None:
        """The first day of the `count` working days that end with a day (or with the working day before it)."""
        return self._numbered(self._number(day) - count + 1) if self.code(day) is not None else None

    def gap_end(self, day: int, count: int) -> int | None:
        """The last day from which at least `count` working days have begun by a day."""
        following = self._numbered(self._number(day) - count + 1) if self.code(day) is not None else None
        return None if following is None else following - 1


@cache
def day_table(calendar: Calendar) -> DayTable:
    """The days of a calendar. Raises ValueError where a library does not cover a vouched year or place."""
    if calendar.years is None:
        raise ValueError("the calendar does not say for which years it is vouched")
    first_year, last_year = calendar.years
    library = _library(calendar, first_year, last_year)
    codes = []
    for day in _days(date(first_year, 1, 1), date(last_year, 12, 31)):
        weekend = day.isoweekday() in calendar.weekend
        holiday, makeup = library(day)
        for overlay in calendar.days:
            if _covers(overlay, day):
                holiday = overlay.closed
                makeup = not overlay.closed and weekend
        working = makeup or not (weekend or holiday)
        code = WORKDAY if working else 0
        code |= WEEKEND if weekend and not makeup else 0
        code |= HOLIDAY if holiday else 0
        code |= MAKEUP if makeup else 0
        codes.append(code)
    return DayTable(date(first_year, 1, 1).toordinal() - _EPOCH, tuple(codes))


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += _ONE_DAY


def _covers(overlay: CalendarDays, day: date) -> bool:
    (year, *start), (_, *end) = overlay.start, overlay.end
    if year is not None:
        return overlay.start <= (day.year, day.month, day.day) <= overlay.end
    today = [day.month, day.day]
    return start <= today <= end if start <= end else today >= start or today <= end


def _library(calendar: Calendar, first: int, last: int) -> Callable[[date], tuple[bool, bool]]:
    """For a day: is it a public holiday, is it a make-up workday."""
    if not calendar.library:
        return lambda _day: (False, False)
    country, *part = calendar.library
    if country == MAINLAND_CHINA and not part:
        return _mainland_china(first, last)
    return _elsewhere(calendar, country, part[0] if part else None)


def _mainland_china(first: int, last: int) -> Callable[[date], tuple[bool, bool]]:
    import chinese_calendar

    known = sorted({day.year for day in chinese_calendar.constants.holidays})
    if first < known[0] or last > known[-1]:
        raise ValueError(f"the holidays of mainland China are known for {known[0]} to {known[-1]} only")

    def classes(day: date) -> tuple[bool, bool]:
        off, name = chinese_calendar.get_holiday_detail(day)
        return bool(off and name), bool(not off and day.isoweekday() > 5)

    return classes


def _elsewhere(calendar: Calendar, country: str, part: str | None) -> Callable[[date], tuple[bool, bool]]:
    import holidays

    place = country if part is None else f"{country} {part}"
    first, last = calendar.years or (1, 0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)  # some places have feasts with years of their own
            # named in English whatever the machine speaks, for messages name them
            known = holidays.country_holidays(country, subdiv=part, years=range(first, last + 1), language="en_US")
    except NotImplementedError:  # what the library raises for a place that it does not know
        raise ValueError(f"no holidays are known for `{place}`") from None
    except UserWarning:
        raise ValueError(f"the holidays of `{place}` are not all known for {first} to {last}") from None
    days = frozenset(known)
    empty = next((year for year in range(first, last + 1) if not any(day.year == year for day in days)), None)
    if empty is not None or not known.start_year <= first <= last <= known.end_year:
        year = empty or (first if first < known.start_year else last)
        raise ValueError(f"no holidays of `{place}` are known for {year}")
    for day in sorted(days):
        if (name := _estimated(known, day)) and not any(_covers(overlay, day) for overlay in calendar.days):
            raise ValueError(f"the day of `{name}` of `{place}` in {day.year}, {day}, is an estimate only")
    return lambda day: (day in days, False)


def _estimated(known: Any, day: date) -> str | None:
    """The name of a feast whose day the library only estimates, as where it depends on the moon being seen."""
    label = getattr(known, "estimated_label", None)
    suffix = known.tr(label).replace("%s", "").strip() if label else ""
    names = known[day].split("; ")
    return next((name.removesuffix(suffix).strip() for name in names if suffix and name.endswith(suffix)), None)
