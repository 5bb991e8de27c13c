"""Keys, windows, hours and dates in English."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.language import core as c
from auditor.language.declarations import Calendar, Clock, Field, Hours, HoursLine
from auditor.language.sentence import figures
from auditor.language.sentence.speech import DAYS_IN_A_WEEK, Speech, is_by_day
from auditor.language.vocabulary import DAY_CLASSES
from auditor.value_types import HOUR


def in_a_row(items: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}"


def a(noun: str) -> str:
    """`a “payment”`, `an event`; what is the first of its kind is `the` one."""
    if noun.startswith("first "):
        return f"the {noun}"
    return f"an {noun}" if noun.lstrip("“")[0].lower() in "aeiou" else f"a {noun}"


def ordinal(number: str) -> str:
    """`5th`."""
    if not number.isdigit():
        return f"{number}th"
    teen = number[-2:] in ("11", "12", "13")
    return number + ("th" if teen else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th"))


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class EnglishWindows(Speech):
    """Says which events a term looks at, and when."""

    language = "en"

    # --- keys and windows -----------------------------------------------------------------------------------

    def for_same(self, keys: Sequence[Field]) -> str:
        """`for the same consumer and debt`."""
        return f"for the same {self.key_names(keys)}"

    def key_names(self, keys: Sequence[Field]) -> str:
        """`consumer, debt and agency`."""
        return in_a_row([self.field_name(key) for key in keys])

    def back(self, window: c.Window) -> str:
        """A window of a term of history, seen from the event."""
        parts = [self._reach(window)]
        if window.at_least is not None:
            parts.append(f"at least {self.distance(window.at_least)} {'later' if window.ahead else 'earlier'}")
        return ", ".join(parts) + (" (itself included)" if window.including else "")

    def _reach(self, window: c.Window) -> str:
        match window.extent:
            case c.Rolling(length):
                return f"in the {self.rolling(length)} before it"
            case c.ConsecutiveDays(1):
                return "earlier on the same date"
            case c.ConsecutiveDays(days):
                return f"in the {self.amount(days)} consecutive days that end with its date"
            case c.WorkingDays(days, calendar):
                count = self._days(days, "working day")
                return f"in the {count} {self.in_calendar(calendar)} that end with its date"
            case c.Each(unit, sunday):
                return f"earlier in the same {self.unit(unit, sunday)}"
            case c.Ever():
                return "at any time before"
            case c.Since(reset):
                return f"since the last {self.event(reset)}"
            case c.Reach(distance):
                return self.deadline(distance) if window.ahead else f"no more than {self._dated(distance)} earlier"

    def within(self, window: c.Window) -> str:
        """A window of a limit, the event itself counted."""
        match window.extent:
            case c.Rolling(length):
                return f"within any {self.rolling(length)}"
            case c.ConsecutiveDays(1):
                return "on one date"
            case c.ConsecutiveDays(days):
                return f"within {self.amount(days)} consecutive days (the day of the event is the last of them)"
            case c.WorkingDays(days, calendar):
                count = self._days(days, "working day")
                return f"within {count} {self.in_calendar(calendar)} (the day of the event is the last of them)"
            case c.Each(unit, sunday):
                return f"in one {self.unit(unit, sunday)}"
            case c.Ever():
                return "in all"
            case c.Since(reset):
                return f"since the last {self.event(reset)}"
            case c.Reach(distance):
                return f"within {self._dated(distance)}"

    def _days(self, figure: c.Figure, noun: str) -> str:
        count = self.amount(figure)
        if not isinstance(figure, int) and figure.scale == DAYS_IN_A_WEEK:
            return f"{count} weeks"
        return f"{count} {noun}" if count == "1" else f"{count} {noun}s"

    def unit(self, unit: str, week_from_sunday: bool) -> str:
        """A calendar unit."""
        return f"{unit} (from Sunday)" if week_from_sunday else unit

    def rolling(self, figure: c.Figure) -> str:
        """A length of hours; of days, also in hours, for they are not dates."""
        text = self.measured(figure)
        return f"{text} ({figure // HOUR} hours)" if isinstance(figure, int) and text.endswith("days") else text

    def distance(self, distance: c.Distance) -> str:
        """A distance in time."""
        if distance.calendar is not None:
            return f"{self._days(distance.amount, 'working day')} {self.in_calendar(distance.calendar)}"
        if distance.kind == "days":
            return self._days(distance.amount, "calendar day")
        return self.measured(distance.amount)

    def _dated(self, distance: c.Distance) -> str:
        return f"{self.distance(distance)} (by date)" if distance.kind == "days" else self.distance(distance)

    def deadline(self, distance: c.Distance) -> str:
        """Until when something must follow."""
        count = self.amount(distance.amount)
        if distance.calendar is not None:
            return f"by the end of the {ordinal(count)} working day {self.in_calendar(distance.calendar)} after it"
        if distance.kind == "days":
            return "by the end of the same day" if count == "0" else f"by the end of the {ordinal(count)} day after it"
        return f"within {self.distance(distance)} after it"

    def in_calendar(self, calendar: Calendar) -> str:
        """A calendar by its title."""
        return f"of the calendar “{calendar.title or calendar.name}”"

    # --- hours and dates ------------------------------------------------------------------------------------

    def at_hours(self, hours: Hours) -> str:
        """The hours, or where they differ by day, their name."""
        if is_by_day(hours):
            return f"within the hours “{hours.title or hours.name}”"
        return in_a_row([self.clock(clock) for clock in hours.lines[0].clocks] or ["at no time"])

    def clock(self, clock: Clock) -> str:
        """A span of local time."""
        start, end = figures.time_of_day(clock.start), figures.time_of_day(clock.end)
        included = f"({end} itself {'included' if clock.through else 'excluded'})"
        return f"between {start} and {end}{' of the next day' if clock.wraps else ''} {included}"

    def hours_line(self, line: HoursLine) -> str:
        """A line of hours that differ by day."""
        days = [self._day_class(name) for name in line.classes]
        return f"{in_a_row(days)} {in_a_row([self.clock(clock) for clock in line.clocks]) if line.clocks else 'at no time'}"

    def _day_class(self, name: str) -> str:
        if name.isdigit():
            return self.day_of_week(int(name))
        return "any other day" if name == "every-day" else f"{DAY_CLASSES[name].spell('en')}s"

    def _zone(self, zone: str | None) -> str:
        if zone == "any":
            return " in at least one of its time zones"
        return f" in the time zone {zone}" if zone else ""

    def dates(self, since: int | None, through: int | None) -> str:
        """`from 1 January 2026 through 31 March 2026`."""
        parts = [f"from {self.date(since)}"] if since is not None else []
        parts += [f"through {self.date(through)}"] if through is not None else []
        return " ".join(parts) or "at any date"

    def date(self, days: int) -> str:
        found = figures.day(days)
        return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"

    def length(self, microseconds: int) -> str:
        number, unit = figures.length(microseconds)
        return f"{number} {unit.removesuffix('s') if number == '1' else unit}"

    def day_of_week(self, number: int) -> str:
        return super().day_of_week(number).capitalize()

    def unit_word(self, unit: str) -> str:
        return f" {unit}"

    def yes_no(self, value: bool) -> str:
        return "yes" if value else "no"
