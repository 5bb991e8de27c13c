"""CSV files: the database reads them where they are sound; a file with a malformed line is read line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from auditor.findings import RejectedRow, SourceRow
from auditor.logs.encodings import undecodable_lines
from auditor.logs.raw import ROW, Head, RawTable, unique_names

HEAD_ROWS = 40
MAX_CELL = 10_000_000
_DELIMITERS = ",\t;|"
_BATCH = 50_000


def delimiter_of(sample: str) -> str:
    """The delimiter that cuts the lines of a sample into the most cells, alike in most lines."""
    lines = [line for line in sample.splitlines()[:HEAD_ROWS] if line.strip()]

    def score(delimiter: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        common = max(counts, key=counts.count, default=1)
        return (counts.count(common) * (common - 1), common)

    return max(_DELIMITERS, key=score) if lines else ","


def read_head(path: Path, encoding: str, delimiter: str | None) -> tuple[Head, str]:
    """The first rows, and the delimiter."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(200_000)
    found = delimiter or delimiter_of(sample)
    csv.field_size_limit(MAX_CELL)
    try:
        rows = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=found), HEAD_ROWS))
    except csv.Error:
        rows = [line.split(found) for line in sample.splitlines()[:HEAD_ROWS]]
    return Head(rows), found


def read_csv(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    shown: str,
    table: str,
    header: list[str],
    first_row: int,
    delimiter: str,
    whole: Path | None,
    encoding: str,
) -> RawTable:
    """Read the rows from `first_row` (from 1) on.

    whole: the file as sound UTF-8; None where some bytes are not in the encoding, so that lines are rejected.
    """
    columns, names = unique_names(header)
    if whole is not None:
        try:
            _read_sound(connection, whole, table, list(names.values()), first_row, delimiter)
        except duckdb.Error:
            pass
        else:
            ((rows,),) = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
            return RawTable(table, shown, None, columns, names, {}, rows)
    rejected = _read_lines(
        connection,
        path if whole is None else whole,
        shown,
        table,
        list(names.values()),
        first_row,
        delimiter,
        encoding if whole is None else "utf-8-sig",
    )
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
    return RawTable(table, shown, None, columns, names, {}, rows + len(rejected), tuple(rejected))


def _read_sound(
    connection: duckdb.DuckDBPyConnection, path: Path, table: str, columns: list[str], first_row: int, delimiter: str
) -> None:
    """Let the database read the file; any malformed line raises. A row that is all empty is none."""
    kinds = dict.fromkeys(columns, "VARCHAR")
    relation = connection.read_csv(
        str(path), header=False, skiprows=first_row - 1, columns=kinds, delimiter=delimiter, quotechar='"',
        escapechar='"', auto_detect=False, null_padding=False, strict_mode=True,
    )  # fmt: skip
    relation.create_view("csv_rows")
    some = " OR ".join(f'"{name}" IS NOT NULL' for name in columns)
    connection.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM "
        f"(SELECT row_number() OVER () + {first_row - 1} AS {ROW}, * FROM csv_rows) WHERE {some}"
    )
    connection.execute("DROP VIEW csv_rows")


def _read_lines(
    connection: duckdb.DuckDBPyConnection, path: Path, shown: str, table: str, columns: list[str], first_row: int,
    delimiter: str, encoding: str,
) -> list[RejectedRow]:  # fmt: skip
    """Read record by record; a record with another number of cells, or undecodable bytes, is rejected."""
    rejected: list[RejectedRow] = []
    connection.execute(f"CREATE OR REPLACE TABLE {table} ({ROW} BIGINT, {', '.join(f'{c} VARCHAR' for c in columns)})")
    batch: list[tuple[Any, ...]] = []
    for row, cells, raw in _records(path, encoding, delimiter):
        if row < first_row:
            continue
        if cells is None:
            reason = f"bytes that are not {encoding}"
            rejected.append(RejectedRow(SourceRow(shown, None, row), "", raw[:200], reason))
        elif not any(cells):
            continue
        elif len(cells) != len(columns):
            reason = f"{len(cells)} cells, where the header has {len(columns)}"
            rejected.append(RejectedRow(SourceRow(shown, None, row), "", delimiter.join(cells)[:200], reason))
        else:
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


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str] | None, str]]:
    """Records with their number from 1; None where a line cannot be decoded."""
    csv.field_size_limit(MAX_CELL)
    bad: list[tuple[int, str]] = []

    def lines() -> Iterator[str]:
        for number, raw, text in undecodable_lines(path, encoding):
            if text is None:
                bad.append((number, raw.decode("ascii", errors="backslashreplace").rstrip()))
                yield "\n"
            else:
                yield text.replace("\0", "")

    record = 0
    reader = csv.reader(lines(), delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            record += 1
            yield record, None, str(error)
            continue
        record += 1
        if bad:
            _, raw = bad.pop(0)
            yield record, None, raw
            continue
        yield record, cells, ""
