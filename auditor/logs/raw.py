"""A file of a log as it stands: rows of raw cells that know their place, in a table of the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from auditor.findings import RejectedRow

ROW = "__row"
"""The column of every raw table that holds the row's number, from 1, in its file or sheet."""


@dataclass(frozen=True)
class RawTable:
    """A table of raw rows. columns: as the header names them, in order; types: DuckDB's, for columns that have one.

    column_names: how each header name is called in the table (headers may repeat or be empty).
    rows: how many rows there were, rejected ones included.
    """

    table: str
    file: str
    sheet: str | None
    columns: tuple[str, ...]
    column_names: Mapping[str, str]
    types: Mapping[str, str]
    rows: int
    rejected: tuple[RejectedRow, ...] = ()

    @property
    def place(self) -> str:
        """The file, and the sheet of a workbook."""
        return self.file if self.sheet is None else f"{self.file}, sheet {self.sheet}"

    @property
    def repeated(self) -> dict[str, tuple[int, ...]]:
        """Header names that stand above several columns, with the numbers of these from 1."""
        found: dict[str, list[int]] = {}
        for number, name in enumerate(self.columns, start=1):
            own = name.removesuffix(f" ({number})")
            if own in self.column_names:
                found.setdefault(own, []).append(number)
        return {name: tuple(numbers) for name, numbers in found.items() if len(numbers) > 1}


@dataclass
class Head:
    """The first rows of a file or sheet, as text, to find the header in."""

    rows: list[list[str]] = field(default_factory=list)

    def find_header(self, known: Iterable[str]) -> int | None:
        """The row (from 0) that names most known columns; None where no row names two (or all there are)."""
        names = {name.strip() for name in known}
        best, most = None, 0
        for index, row in enumerate(self.rows):
            found = len({cell.strip() for cell in row} & names)
            if found > most:
                best, most = index, found
        if best is None:
            return None
        cells = [cell for cell in self.rows[best] if cell.strip()]
        return best if most >= 2 or most == len(cells) else None


def unique_names(header: Sequence[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Header names as columns of a table: trimmed, empty ones numbered, repeated ones told apart.

    Gives the names in order, and for each the column that it is called in the table (`c1`, `c2`, ...).
    """
    names: list[str] = []
    for index, raw in enumerate(header, start=1):
        name = raw.strip().lstrip("\ufeff") or f"column {index}"
        if name in names:
            name = f"{name} ({index})"
        names.append(name)
    return tuple(names), {name: f"c{index}" for index, name in enumerate(names, start=1)}
