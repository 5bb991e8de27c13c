"""Hours and calendars of a pack: which days there are, and which of them each line is about."""

from __future__ import annotations

from datetime import date

from auditor.diagnostics import Diagnostic
from auditor.language import expressions as x
from auditor.language import syntax as s
from auditor.language.calendars import day_table
from auditor.language.check.conditions import Conditions
from auditor.language.check.scope import Scope
from auditor.language.declarations import Calendar, CalendarDays, Hours, HoursLine
from auditor.language.vocabulary import DAY_CLASSES, WEEKDAYS, look_up
from auditor.source import Span
from auditor.spelling import did_you_mean

_LEAP_YEAR = 2024
_WEEKDAY_NUMBERS = {name: number for number, name in enumerate(WEEKDAYS, start=1)}


class Days:
    """Declares the hours and calendars of one pack."""

    def __init__(self, pack: str, scope: Scope, conditions: Conditions) -> None:
        self._pack = pack
        self._scope = scope
        self._conditions = conditions

    def _declare(self, declared: Hours | Calendar, place: Span) -> None:
        self._scope.unread.discard(declared.name)
        for problem in self._scope.declare([declared.name], declared, place):
            self._conditions.report(problem)

    def hours(self, node: s.Hours) -> None:
        """Declare hours; a class of days that no line speaks of is a problem."""
        self._scope.unread.add(node.name.text)  # until it is declared: whoever uses it is told nothing more
        calendar = self._conditions.calendar(node.calendar) if node.calendar else None
        lines = []
        seen: dict[str, Span] = {}
        for line in node.lines:
            classes = self._day_classes(line)
            clocks = self._conditions.clocks(line.clocks)
            if classes is None or clocks is None:
                return
            for day_class in classes:
                if day_class in seen:
                    notes = ((seen[day_class], "first said here"),)
                    message = "these hours speak twice of the same days"
                    self._conditions.report(Diagnostic("contradiction", message, line.span, None, notes))
                seen[day_class] = line.span
                if day_class in DAY_CLASSES and node.calendar is None:
                    message = f"which days are a `{day_class}` depends on a calendar"
                    of = "hours {} of CALENDAR" if node.span.text.isascii() else "时段 {} 按 日历"
                    self._conditions.problem(
                        "missing-calendar", message, line.span, f"write `{of.format(node.name.text)}`"
                    )
                    return
            lines.append(HoursLine(classes, clocks))
        if not _whole_week(seen):
            message = f"`{node.name.text}` leaves some days of the week unsaid"
            self._conditions.problem("unsaid-days", message, node.name.span, "close a day with `none`")
        title = node.title.value if node.title else ""
        declared = Hours(tuple(lines), calendar, node.name.text, title, node.name.span)
        self._declare(declared, node.name.span)

    def _day_classes(self, line: s.HoursLine) -> tuple[str, ...] | None:
        classes: list[str] = []
        for first, last in line.days:
            if first.text == "every-day":
                classes.append("every-day")
                continue
            start = self._weekday(first, or_class=last is None)
            if start is None:
                return None
            if last is None:
                classes.append(start)
                continue
            end = self._weekday(last, or_class=False)
            if end is None:
                return None
            length = (int(end) - int(start)) % 7 + 1
            classes += [str((int(start) - 1 + step) % 7 + 1) for step in range(length)]
        return tuple(classes)

    def _weekday(self, name: x.Name, or_class: bool) -> str | None:
        if key := look_up(WEEKDAYS, name.text):
            return str(_WEEKDAY_NUMBERS[key])
        if or_class and (day_class := look_up(DAY_CLASSES, name.text)):
            return day_class
        known = [spelling for word in [*WEEKDAYS.values(), *DAY_CLASSES.values()] for spelling in word.spellings]
        hint = did_you_mean(name.text, known) or "a day of the week, `workday`, `weekend`, `holiday`, `makeup-workday`"
        self._conditions.problem("unknown-value", f"`{name.text}` is not a class of days", name.span, hint)
        return None

    def calendar(self, node: s.Calendar) -> None:
        """Declare a calendar."""
        self._scope.unread.add(node.name.text)
        weekend = [self._weekday(name, or_class=False) for name in node.weekend]
        if any(day is None for day in weekend):
            return
        numbers = tuple(int(day) for day in weekend if day is not None) or (6, 7)
        if node.years is None or node.years[1] < node.years[0]:
            message = f"`{node.name.text}` does not say for which years it is vouched"
            self._conditions.problem("missing-years", message, node.name.span, "write `years 2020 through 2026`")
            return
        sound = [self._overlay_day(day, node) for day in node.days]
        if not all(sound):
            return
        days = tuple(CalendarDays(d.closed, d.start, d.end, d.title.value if d.title else "") for d in node.days)
        library = tuple(text.value for text in node.library)
        title = node.title.value if node.title else ""
        declared = Calendar(node.name.text, self._pack, library, node.years, numbers, days, title, node.name.span)
        self._declare(declared, node.name.span)
        try:
            day_table(declared)
        except ValueError as error:
            hint = "vouch for fewer years, or give the days in the pack itself: `closed 2027-01-01`"
            self._conditions.problem("unknown-holidays", str(error), node.name.span, hint)

    def _overlay_day(self, day: s.CalendarDay, calendar: s.Calendar) -> bool:
        """Whether a pack's own day of a calendar is one, and lies in the years of the calendar."""
        for year, month, number in (day.start, day.end):
            try:
                date(year or _LEAP_YEAR, month, number)
            except ValueError:
                shown = f"{month:02}-{number:02}"
                self._conditions.problem(
                    "no-such-date", f"`{shown}` is not a day of the year", day.span, "write month-day"
                )
                return False
            if year is not None and calendar.years and not calendar.years[0] <= year <= calendar.years[1]:
                message = f"the day lies outside the years for which `{calendar.name.text}` is vouched"
                self._conditions.problem(
                    "bad-dates", message, day.span, f"widen `years {calendar.years[0]} through ...`"
                )
                return False
        if day.start[0] is not None and day.end < day.start:
            self._conditions.problem("bad-dates", "the days end before they begin", day.span)
            return False
        return True


def _whole_week(classes: dict[str, Span]) -> bool:
    if "every-day" in classes:
        return True
    workdays = {"1", "2", "3", "4", "5"} <= classes.keys() or "workday" in classes
    weekend = {"6", "7"} <= classes.keys() or "weekend" in classes
    return workdays and weekend
