"""CSV files: the database reads them where they are sound; a file with a malformed line is read record by record."""

from __future__ import annotations

import csv
import io
import itertools
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from auditor.findings import RejectedRow, SourceRow
from auditor.logs.encodings import BLOCK, lines, shown
from auditor.logs.raw import ROW, Head, RawTable, unique_names

HEAD_ROWS = 40
MAX_CELL = 10_000_000
_SAMPLE = 200_000
_DELIMITERS = ",\t;|"
_BATCH = 50_000
_VALUE_SHOWN = 200
csv.field_size_limit(MAX_CELL)


def delimiter_of(sample: str) -> str:
    """The delimiter that cuts the lines of a sample into the most cells, alike in most lines."""
    whole = [line for line in sample.replace("\r", "").split("\n")[:HEAD_ROWS] if line.strip()]

    def score(delimiter: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(whole, delimiter=delimiter)]
        common = max(counts, key=counts.count, default=1)
        return (counts.count(common) * (common - 1), common)

    return max(_DELIMITERS, key=score) if whole else ","


def read_head(path: Path, encoding: str, delimiter: str | None) -> tuple[Head, str]:
    """The first rows, and the delimiter."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(_SAMPLE)
    sample = sample.removeprefix("\ufeff").replace("\r\n", "\n")
    if "\n" not in sample:
        sample = sample.replace("\r", "\n")
    found = delimiter or delimiter_of(sample)
    try:
        rows = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=found), HEAD_ROWS))
    except csv.Error:
        rows = [line.split(found) for line in sample.splitlines()[:HEAD_ROWS]]
    return Head(rows), found


def read_csv(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    shown_name: str,
    table: str,
    header: list[str],
    first_row: int,
    delimiter: str,
    whole: Path | None,
    encoding: str,
) -> RawTable:
    """Read the rows from `first_row` (from 1) on. Rows count as a spreadsheet counts them, empty ones too.

    whole: the file as sound UTF-8; None where some bytes are not in the encoding, so that rows are rejected.
    """
    columns, names = unique_names(header)
    listed = list(names.values())
    rejected: list[RejectedRow] = []
    if whole is None or not _read_sound(connection, whole, table, listed, first_row, delimiter):
        source, source_encoding = (path, encoding) if whole is None else (whole, "utf-8")
        records = _records(source, source_encoding, delimiter, len(columns), first_row)
        rejected = _read_records(connection, records, shown_name, table, listed, first_row, delimiter)
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
    return RawTable(table, shown_name, None, columns, names, {}, rows + len(rejected), tuple(rejected))


# --- by the database ----------------------------------------------------------------------------------------


def _read_sound(
    connection: duckdb.DuckDBPyConnection, path: Path, table: str, columns: list[str], first_row: int, delimiter: str
) -> bool:
    """Let the database read the file, where every line is well formed. A row that is all empty is none."""
    if not _plain(path):
        return False
    kinds = dict.fromkeys(columns, "VARCHAR")
    some = " OR ".join(f'"{name}" IS NOT NULL' for name in columns)
    try:
        relation = connection.read_csv(
            str(path), header=False, skiprows=first_row - 1, columns=kinds, delimiter=delimiter, quotechar='"',
            escapechar='"', auto_detect=False, null_padding=False, strict_mode=True, max_line_size=MAX_CELL,
        )  # fmt: skip
        relation.create_view("csv_rows")
        connection.execute(
            f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM "
            f"(SELECT row_number() OVER () + {first_row - 1} AS {ROW}, * FROM csv_rows) WHERE {some}"
        )
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        return False
    finally:
        connection.execute("DROP VIEW IF EXISTS csv_rows")
    return True


def _plain(path: Path) -> bool:
    """Whether a file has neither a NUL byte nor an empty line, but at its end: the database takes the one and does not
    count the other.
    """
    left = _size_without_last_line_ends(path)
    end = b"\n"  # so that an empty first line counts too
    with path.open("rb") as file:
        while left and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            text = end + block
            if b"\0" in text or b"\n\n" in text or b"\n\r" in text or b"\r\r" in text:
                return False
            end = text[-1:]
    return True


def _size_without_last_line_ends(path: Path) -> int:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(size - BLOCK, 0))
        last = file.read()
    return size - len(last) + len(last.rstrip(b"\r\n"))


# --- record by record ---------------------------------------------------------------------------------------


def _read_records(
    connection: duckdb.DuckDBPyConnection, records: Iterator[tuple[int, list[str], str | None]], shown_name: str,
    table: str, columns: list[str], first_row: int, delimiter: str,
) -> list[RejectedRow]:  # fmt: skip
    """Keep the sound records; reject one with another number of cells, or with bytes that are no text."""
    rejected: list[RejectedRow] = []
    connection.execute(f"CREATE OR REPLACE TABLE {table} ({ROW} BIGINT, {', '.join(f'{c} VARCHAR' for c in columns)})")
    width = len(columns)
    batch: list[tuple[Any, ...]] = []
    for row, cells, flaw in records:
        if row < first_row or not any(cells):
            continue
        if len(cells) > width and not any(cells[width:]):
            cells = cells[:width]  # a delimiter too many at the end holds nothing
        if flaw is None and len(cells) != width:
            flaw = f"{len(cells)} cells, where the header has {width}"
        if flaw is not None:
            value = shown(delimiter.join(cells))[:_VALUE_SHOWN]
            rejected.append(RejectedRow(SourceRow(shown_name, None, row), "", value, flaw))
            continue
        batch.append((row, *(cell or None for cell in cells)))
        if len(batch) >= _BATCH:
            _append(connection, table, columns, batch)
            batch = []
    _append(connection, table, columns, batch)
    return rejected


def _append(
    connection: duckdb.DuckDBPyConnection, table: str, columns: list[str], batch: list[tuple[Any, ...]]
) -> None:
    if not batch:
        return
    arrays = [pa.array([row[0] for row in batch], pa.int64())]
    arrays += [pa.array([row[i] for row in batch], pa.string()) for i in range(1, len(columns) + 1)]
    connection.register("csv_batch", pa.table(arrays, names=[ROW, *columns]))
    connection.execute(f"INSERT INTO {table} SELECT * FROM csv_batch")
    connection.unregister("csv_batch")


class _Lines:
    """Lines that remember those of the record in hand, and take back all but the first of them."""

    def __init__(self, source: Iterator[tuple[str, str | None]]) -> None:
        self._source = source
        self._again: deque[tuple[str, str | None]] = deque()
        self.taken: list[tuple[str, str | None]] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._source)
        self.taken.append(line)
        return line[0]

    def take_back(self) -> str:
        """Only the first line was used, which is given; the others come again."""
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]
        return self.taken[0][0]


def _records(
    path: Path, encoding: str, delimiter: str, width: int, first_row: int
) -> Iterator[tuple[int, list[str], str | None]]:
    """Records with their number from 1, and why one cannot be used, if so.

    A quotation mark that is never closed would take all rows up to the next one with it: a record of several lines
    that does not have the header's width is one line, and the others are read again.
    """
    source = _Lines(lines(path, encoding))
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    for row in itertools.count(1):
        source.taken.clear()
        cells: list[str] | None = None
        flaw = None
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            flaw = "a line that cannot be read as CSV"
        if len(source.taken) > 1 and (cells is None or (row >= first_row and len(cells) != width)):
            cells, flaw = None, "a quotation mark that is not closed"
        if cells is None:
            cells = source.take_back().rstrip("\r\n").split(delimiter)
        yield row, cells, next((found for _, found in source.taken if found is not None), flaw)
