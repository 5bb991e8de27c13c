"""What the compiler has to know of a timeline before it writes the query, and the names of its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor.language.declarations import WordList

SEQ = "seq"
US = "us"
DATE = "date"
TIME = "time"
US_LATER, DATE_LATER, TIME_LATER = "us_later", "date_later", "time_later"
LOCALS = "locals"
WORLD = "world"
JUDGED = "judged"
KNOWN_FROM_US, KNOWN_FROM_DATE = "known_from_us", "known_from_date"
KNOWN_THROUGH_US, KNOWN_THROUGH_DATE = "known_through_us", "known_through_date"
"""Columns of every timeline: place in the order, instant (microseconds), local date (days) and time of day of the
first candidate zone; the later reading of a local time that a clock change makes ambiguous, or null; all candidate
zones as a list of (date, time) where there are several, or null; the world to which the event
belongs (examples); whether it is judged or only history; and, with worlds, what each world knows."""

NUMBERS = "partition_numbers"
"""With worlds, a session variable: numbers, none of them negative, that stand for values of keys in partitions."""

SUB = "sub"
ELEMENT = "element"
"""Where events are spread over the values of a field of several: which of them, and the value."""


def column(field_name: str) -> str:
    """The timeline's column of a field."""
    return f"f_{field_name}"


def words_column(field_name: str, words: WordList) -> str:
    """The timeline's column that counts the phrases of a word list in a text field."""
    return f"w_{field_name}_{words.pack}_{words.name}"


def pattern_column(field_name: str, pattern: str) -> str:
    """The timeline's column that says whether a pattern is found in a text field."""
    return f"p_{field_name}_{pattern}"


def masked_column(field_name: str) -> str:
    """The timeline's column that says that a field's value is masked (and therefore unknown)."""
    return f"m_{field_name}"


@dataclass(frozen=True)
class KnownSpan:
    """From when and until when the log is known, each as an instant and a local date."""

    from_us: int
    from_date: int
    through_us: int
    through_date: int


@dataclass(frozen=True)
class Shape:
    """The shape of a timeline.

    fields: those with a column (from the log or by default). unknown: those of them with an empty cell somewhere
    where they apply; empty: ... anywhere; masked: those of them with a masked value somewhere. only_contacts: no event is of another kind. several: fields that hold more than one value
    somewhere. zones_differ: some event has several candidate zones. one_offset: every event's local time is its
    instant and the same offset, so that dates go with instants.
    hashed: text fields no two of whose values have the same hash, so that keys can be compared and sorted by it.
    known: the known span; None where nothing is missing (and, with worlds, where each world says for itself).
    many: so many events that what a sort carries along costs more than to join it afterwards.
    strict_history: a look back without a bound is inconclusive where it finds nothing.
    offsets: for a zone's name the instants (microseconds) from which its offsets (microseconds) hold.
    """

    fields: frozenset[str]
    unknown: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()
    only_contacts: bool = False
    several: frozenset[str] = frozenset()
    masked: frozenset[str] = frozenset()
    zones_differ: bool = False
    one_offset: bool = False
    hashed: frozenset[str] = frozenset()
    known: KnownSpan | None = None
    worlds: bool = False
    many: bool = False
    strict_history: bool = False
    offsets: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
