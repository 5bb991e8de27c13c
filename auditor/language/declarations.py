"""What packs declare: fields, parameters, word lists, hours and calendars, with every value read.

Declarations compare by name and content; where a thing was written does not count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from auditor.language.remembered import remembers_hash
from auditor.source import Span
from auditor.value_types import NUMBER, ValueType

TEXTS = ("text", "said", "heard")
"""Fields whose values are too long for the timeline: it holds whether there is one, and what was found in it."""


@dataclass(frozen=True)
class Const:
    """A fixed value: Decimal, int (dates, times, durations, weekdays), str or bool, by its type."""

    value: Any
    type: ValueType = field(compare=False)


@remembers_hash
@dataclass(frozen=True)
class Field:
    """A column of the timeline.

    default: the value (or another field) that fills an absent column or empty cell.
    of_contacts: does not apply to an event of another kind; a condition on it is false there.
    """

    name: str
    zh: tuple[str, ...] = field(default=(), compare=False)
    type: ValueType = field(default=NUMBER, compare=False)
    default: Const | str | None = field(default=None, compare=False)
    of_contacts: bool = field(default=False, compare=False)
    means: str = field(default="", compare=False)
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Version:
    """A value of a parameter and the dates (days since 1970, inclusive) between which it holds."""

    value: Any
    since: int | None
    through: int | None

    def covers(self, day: int) -> bool:
        """Whether it holds on a day."""
        return (self.since is None or self.since <= day) and (self.through is None or day <= self.through)


@remembers_hash
@dataclass(frozen=True)
class Param:
    """A figure that changes by date and that a site may tighten; no versions: the site must set it."""

    name: str
    pack: str
    versions: tuple[Version, ...]
    type: ValueType = field(compare=False)
    title: str = field(default="", compare=False)
    span: Span | None = field(default=None, compare=False, repr=False)


@remembers_hash
@dataclass(frozen=True)
class WordList:
    """Phrases, the exceptions that cancel them, and what the matching overlooks."""

    name: str
    pack: str
    title: str = field(compare=False)
    phrases: tuple[str, ...]
    exceptions: tuple[str, ...]
    tolerances: frozenset[str]
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class CalendarDays:
    """Days of a calendar's overlay; dates are (year or None for every year, month, day)."""

    closed: bool
    start: tuple[int | None, int, int]
    end: tuple[int | None, int, int]
    title: str


@remembers_hash
@dataclass(frozen=True)
class Calendar:
    """Public holidays and working days of a place: a library's calendar plus a pack's overlay.

    library: country and, where it has one, subdivision; empty for an overlay alone.
    years: the years (first, last) for which the calendar is vouched for.
    weekend: ISO weekday numbers (Monday is 1).
    """

    name: str
    pack: str
    library: tuple[str, ...]
    years: tuple[int, int] | None
    weekend: tuple[int, ...]
    days: tuple[CalendarDays, ...]
    title: str = field(default="", compare=False)
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Clock:
    """A span of local time in microseconds since midnight; past midnight where the end is not after the start.

    through: the end's first instant belongs to it; else the end is excluded.
    """

    start: int
    end: int
    through: bool

    @property
    def wraps(self) -> bool:
        """Whether it runs past midnight."""
        return self.end < self.start or (self.end == self.start and not self.through)


@dataclass(frozen=True)
class HoursLine:
    """Day classes ("every-day", weekday numbers as "1".."7", "workday", "weekend", ...) and the allowed spans."""

    classes: tuple[str, ...]
    clocks: tuple[Clock, ...]


@remembers_hash
@dataclass(frozen=True)
class Hours:
    """Allowed local times by class of day."""

    lines: tuple[HoursLine, ...]
    calendar: Calendar | None = None
    name: str = field(default="", compare=False)
    title: str = field(default="", compare=False)
    span: Span | None = field(default=None, compare=False, repr=False)
