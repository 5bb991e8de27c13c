"""The nearest thing that would have made a contact lawful: for counts, gaps, spans after an event, and hours.

Nothing is offered for totals, and for different values only the next calendar unit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from auditor.language import core as c
from auditor.language.calendars import day_table
from auditor.language.declarations import Clock, Const, Hours
from auditor.language.folding import single_parts
from auditor.value_types import DAY, HOUR, MINUTE

_LOOK_AHEAD = 31


@dataclass(frozen=True)
class Moment:
    """An event's place in time: instant (microseconds), local date (days) and time of day."""

    us: int
    date: int
    time: int

    @property
    def offset(self) -> int:
        """The offset of its local time."""
        return self.date * DAY + self.time - self.us


def nearest_lawful(
    rule: c.Rule, event: Moment, evidence: Sequence[tuple[c.History, Sequence[Moment]]], language: str = "en"
) -> list[str]:
    """Sentences, each the nearest change that would have made a violating event lawful in one respect.

    evidence: for each term that speaks for the violation the events that count for it, this event left out.
    """
    found = []
    for term, others in evidence:
        earlier = sorted(others, key=lambda moment: moment.us)
        wait = _wait(rule.condition, term)
        if wait is not None and earlier:
            text: _From | _Never | None = _local(earlier[-1].us + wait, event)
        else:
            text = _after_term(term, _limit(rule.condition, term), event, earlier)
        if text is not None:
            found.append(_say(text, language))
    found += [_say(text, language) for text in _hours(rule.condition, event)]
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class _From:
    """Lawful from a local time; offset: that of an instant, which clocks may show otherwise once they were changed."""

    day: int
    time: int
    offset: int | None = None


@dataclass(frozen=True)
class _Never:
    """No later time is lawful."""


def _say(found: _From | _Never, language: str) -> str:
    if isinstance(found, _Never):
        return "no later time would have been lawful" if language == "en" else "此后任何时间均不合规"
    when = f"{_day(found.day)} {found.time // HOUR:02}:{found.time % HOUR // MINUTE:02}"
    offset = "" if found.offset is None else _shown_offset(found.offset)
    if language == "en":
        return f"lawful from {when} local time{f' ({offset})' if offset else ''}"
    return f"当地时间 {when}{f'（{offset}）' if offset else ' '}起合规"


def _shown_offset(us: int) -> str:
    sign, minutes = ("-" if us < 0 else "+"), abs(us) // MINUTE
    return f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}"


def _day(day: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()


# --- counts, gaps and spans -----------------------------------------------------------------------------


def _limit(condition: c.Condition, term: c.History) -> int | None:
    """How many others may lie in the window: one less than the limit of a count, none for `is there one`."""
    for node in c.walk(condition):
        if isinstance(node, c.Compare) and node.left == term and isinstance(node.right, Const):
            value: Any = node.right.value
            if node.operator in (">", ">="):
                most: int = math.floor(value) if node.operator == ">" else math.ceil(value) - 1
                return most - (1 if term.window.including else 0)
    return 0 if term.aggregate == "exists" else None


def _wait(condition: c.Condition, term: c.History) -> int | None:
    """How long after the last of its events a term lets the contact be, where it asks for that time itself."""
    for node in c.walk(condition):
        if isinstance(node, c.Compare) and node.left == term and isinstance(node.right, Const):
            value: Any = node.right.value
            if term.aggregate == "time-since" and node.operator in ("<", "<="):
                return int(value) + (1 if node.operator == "<=" else 0)
    return None


def _after_term(term: c.History, allowed: int | None, event: Moment, others: Sequence[Moment]) -> _From | _Never | None:
    """When the window would hold no more than is allowed."""
    if term.aggregate not in ("count", "exists", "distinct") or allowed is None or term.window.ahead:
        return None
    extent = term.window.extent
    if allowed < 0:
        return _Never()
    if term.aggregate == "distinct":  # which values would be left is not known here
        return _next_unit(extent, event) if isinstance(extent, c.Each) else None
    if allowed >= len(others):
        return None
    by_date = sorted(others, key=lambda moment: moment.date)
    leaving_us = others[-1 - allowed].us
    leaving_date = by_date[-1 - allowed].date
    match extent:
        case c.Each():
            return _next_unit(extent, event)
        case c.Rolling(int() as length):
            return _local(leaving_us + length, event)
        case c.ConsecutiveDays(int() as days):
            return _From(leaving_date + days, 0)
        case c.Reach(c.Distance("instant", int() as amount)):
            return _local(leaving_us + amount + 1, event)
        case c.Reach(c.Distance("days", int() as amount)):
            return _From(leaving_date + amount + 1, 0)
        case c.WorkingDays(int() as days, calendar):
            table = day_table(calendar)
            for day in range(event.date, event.date + _LOOK_AHEAD):
                start = table.window_start(day, days)
                if start is not None and start > leaving_date:
                    return _From(day, 0)
            return None
        case c.Ever():
            return _Never()
        case _:
            return None


def _local(us: int, event: Moment) -> _From:
    """An instant by the clock of the event; seconds are rounded up to the minute."""
    wall = us + event.offset
    wall = -(-wall // MINUTE) * MINUTE
    return _From(wall // DAY, wall % DAY, event.offset)


def _next_unit(extent: c.Each, event: Moment) -> _From:
    """The first day of the next calendar unit."""
    today = date(1970, 1, 1) + timedelta(days=event.date)
    match extent.unit:
        case "day":
            following = event.date + 1
        case "week":
            passed = today.isoweekday() % 7 if extent.week_from_sunday else today.weekday()
            following = event.date + 7 - passed
        case "month":
            first = today.replace(day=1) + timedelta(days=32)
            following = (first.replace(day=1) - date(1970, 1, 1)).days
        case "quarter":
            month = (today.month - 1) // 3 * 3 + 4
            following = (date(today.year + month // 13, (month - 1) % 12 + 1, 1) - date(1970, 1, 1)).days
        case _:
            following = (date(today.year + 1, 1, 1) - date(1970, 1, 1)).days
    return _From(following, 0)


# --- hours ----------------------------------------------------------------------------------------------


def _hours(condition: c.Condition, event: Moment) -> Iterator[_From]:
    """For a contact at a time that is not allowed: when the next allowed time begins."""
    for part, breaks in single_parts(condition):
        if isinstance(part, c.InHours) and isinstance(part.value, c.LocalValue) and part.zone in (None, "any"):
            following = _next_allowed(part.hours, part.outside is breaks, event)
            if following is not None:
                yield following


def _next_allowed(hours: Hours, inside: bool, event: Moment) -> _From | None:
    """The first time after an event's local time that lies inside the hours, or outside of them.

    None where the event's own time is allowed, or none is within reach.
    """
    if _is_inside(hours, event.date, event.time) is inside:
        return None
    for day in range(event.date, event.date + _LOOK_AHEAD):
        turns = {0} | {clock.start for clock in _spans(hours, day)}
        for clock in (*_spans(hours, day - 1), *_spans(hours, day)):
            turns.add(clock.end % DAY if not clock.through else (clock.end + MINUTE) % DAY)
        for time in sorted(turns):
            if (day, time) > (event.date, event.time) and _is_inside(hours, day, time) is inside:
                return _From(day, time)
    return None


def _is_inside(hours: Hours, day: int, time: int) -> bool:
    """Whether a local time lies in a span of its day, or in what is left of one of the day before."""
    late = any(
        clock.start <= time and (clock.wraps or time < clock.end or (clock.through and time == clock.end))
        for clock in _spans(hours, day)
    )
    return late or any(
        clock.wraps and (time < clock.end or (clock.through and time == clock.end)) for clock in _spans(hours, day - 1)
    )


def _spans(hours: Hours, day: int) -> Sequence[Clock]:
    """The allowed spans of a day; none where its calendar does not know the day."""
    spans = {name: line.clocks for line in hours.lines for name in line.classes}
    table = day_table(hours.calendar) if hours.calendar is not None else None
    weekday = str((date(1970, 1, 1) + timedelta(days=day)).isoweekday())
    classes = ("holiday", "makeup-workday", weekday, "workday", "weekend")
    for name in classes:
        if name in spans and (name == weekday or (table is not None and table.is_class(day, name))):
            return spans[name]
    return spans.get("every-day", ())
