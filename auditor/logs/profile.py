"""A profile: which columns of an export give which fields, how values map, and what the times mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

CLOCKS = ("row", "source")
ZONE_SOURCES = ("row", "debtor", "number", "source")
EPOCH_FORMATS = {"epoch-s": 1_000_000, "epoch-ms": 1_000, "epoch-us": 1}
EXCEL_FORMAT = "excel"
SPECIFIERS = (
    "%Y", "%y", "%m", "%-m", "%B", "%b", "%d", "%-d", "%A", "%a", "%H", "%-H", "%I", "%-I", "%p", "%M", "%-M", "%S", "%-S",
    "%f", "%g", "%n", "%z", "%%",
)  # fmt: skip
"""What a format of a time may hold: parts of a date and a time of day, and the offset."""
UNITS = {"us": 1, "ms": 1_000, "s": 1_000_000, "min": 60_000_000, "h": 3_600_000_000}
DEFAULT_EMPTY = ("", "NULL", "null", "None", "N/A", "n/a", "\\N", "-", "—", "0000-00-00 00:00:00", "0000-00-00")


@dataclass(frozen=True)
class ColumnMapping:
    """How a field is filled.

    columns: the columns that give it, in order of preference. values: what the codes of the column mean.
    value: a constant instead of columns. format: of a time, a strptime pattern, `epoch-s`, `epoch-ms` or `excel`.
    unit: of a duration that is a plain number. filled, blank: what a cell with anything in it, and one with nothing
    in it mean. instead: other columns for rows that a code of another column picks out.
    """

    columns: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    value: str | None = None
    formats: tuple[str, ...] = ()
    unit: str = "s"
    filled: str | None = None
    blank: str | None = None
    instead: Instead | None = None


@dataclass(frozen=True)
class Instead:
    """Other columns that give a field in some rows: those with these codes in the column `when`.

    An export with caller and callee has the debtor's number in one of them, by the direction of the call.
    """

    columns: tuple[str, ...]
    when: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class OutOfScope:
    """Rows that are no contact with a debtor: those with these values in a column."""

    column: str
    values: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Legs:
    """Rows that are legs of one event: those with the same value in a column.

    key: that column, or several: the first that is filled, for exports whose later legs name the first one's id.
    prefer: outcomes, the most telling first; the leg with the first of them speaks for the event.
    """

    key: tuple[str, ...]
    prefer: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """A profile. header_row: its row number from 1; None to find it. zone: of times without an offset.

    clock: whose clock wrote times without an offset where a row names a zone: `row`, that of the person contacted, or
    `source`, that of the log (a dialer's own zone).

    pack_columns: fields that packs declare, taken where a pack of the run does. canonical: columns that are named as a
    field, and that the profile says nothing about, give that field; for exports that have been joined with a case file.
    zone_order: whence zones come. debtors: a CSV file beside the profile with the zone of each. country: that of numbers
    without a country's code, where zones come from numbers.
    """

    name: str
    columns: Mapping[str, ColumnMapping]
    pack_columns: Mapping[str, ColumnMapping] = field(default_factory=dict)
    canonical: bool = False
    description: str = ""
    encoding: str | None = None
    sheets: tuple[str, ...] = ()
    header_row: int | None = None
    has_header: bool = True
    delimiter: str | None = None
    empty: tuple[str, ...] = DEFAULT_EMPTY
    zone: str | None = None
    clock: str = "row"
    zone_order: tuple[str, ...] = ("row", "debtor", "source")
    debtors: str | None = None
    country: str | None = None
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    out_of_scope: tuple[OutOfScope, ...] = ()
    legs: Legs | None = None
    folder: Path | None = None

    @property
    def needed_columns(self) -> tuple[str, ...]:
        """The columns without which the profile does not fit a file: those that have no alternative."""
        single = [mapping.columns[0] for mapping in self.columns.values() if len(mapping.columns) == 1]
        rows = [rule.column for rule in self.out_of_scope]
        legs = [self.legs.key[0]] if self.legs and len(self.legs.key) == 1 else []
        return tuple(dict.fromkeys([*single, *rows, *legs]))

    @property
    def known_columns(self) -> frozenset[str]:
        """Every column that the profile speaks of."""
        mapped = {column for mapping in self._mappings for column in mapping.columns}
        other = {column for mapping in self._mappings if mapping.instead for column in mapping.instead.columns}
        legs = self.legs.key if self.legs else ()
        return frozenset({*mapped, *other, *legs, *self.ignore, *self.needed_columns})

    @property
    def _mappings(self) -> tuple[ColumnMapping, ...]:
        return (*self.columns.values(), *self.pack_columns.values())


CANONICAL = Profile("canonical", {})
"""Headers that already are the names of fields need no profile."""
