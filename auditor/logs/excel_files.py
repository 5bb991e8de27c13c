"""Excel workbooks: every sheet with a known header, cells as the text that a person reads.

Excel keeps numbers as floating point: a phone number survives that, an 18-digit identity number does not. What
has more than 15 digits is written in scientific notation here, which the cleaning refuses as damaged.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from python_calamine import CalamineWorkbook

from auditor.logs.csv_files import HEAD_ROWS
from auditor.logs.raw import ROW, Head, RawTable, unique_names

_EXACT = 10**15
_BATCH = 50_000


def open_workbook(path: Path) -> CalamineWorkbook:
    """The workbook. Raises python_calamine.CalamineError where it is none."""
    return CalamineWorkbook.from_path(str(path))


def sheet_head(workbook: CalamineWorkbook, sheet: str) -> Head:
    """The first rows of a sheet."""
    return Head(
        [
            [cell_text(cell) or "" for cell in row]
            for _, row in zip(range(HEAD_ROWS), _rows(workbook, sheet), strict=False)
        ]
    )


def _rows(workbook: CalamineWorkbook, sheet: str) -> Iterator[list[Any]]:
    """Rows from the first row of the sheet on, empty ones too, so that numbers are those that Excel shows."""
    found = workbook.get_sheet_by_name(sheet)
    first = found.start[0] if found.start is not None else 0
    for _ in range(first):
        yield []
    yield from found.to_python(skip_empty_area=True)


def cell_text(cell: Any) -> str | None:
    """A cell as text; None where it is empty. Dates and times in ISO form, durations as h:mm:ss."""
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        if cell == int(cell) and abs(cell) < _EXACT:
            return str(int(cell))
        return f"{cell:.14E}" if abs(cell) >= _EXACT else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return None if cell is None else str(cell)


def read_sheet(
    connection: duckdb.DuckDBPyConnection,
    workbook: CalamineWorkbook,
    shown: str,
    sheet: str,
    table: str,
    header: list[str],
    first_row: int,
) -> RawTable:
    """Read the rows of a sheet from `first_row` (from 1) on; rows without any cell are none."""
    columns, names = unique_names(header)
    width = len(columns)
    fields = [(ROW, pa.int64()), *((name, pa.string()) for name in names.values())]
    schema = pa.schema(fields)
    listed = ", ".join(f"{name} VARCHAR" for name in names.values())
    connection.execute(f"CREATE OR REPLACE TABLE {table} ({ROW} BIGINT, {listed})")
    batch: list[list[Any]] = []
    rows = 0
    for number, row in enumerate(_rows(workbook, sheet), start=1):
        if number < first_row:
            continue
        cells = [cell_text(cell) for cell in row[:width]]
        if not any(cells):
            continue
        rows += 1
        batch.append([number, *cells, *[None] * (width - len(cells))])
        if len(batch) >= _BATCH:
            _append(connection, table, schema, batch)
            batch = []
    _append(connection, table, schema, batch)
    return RawTable(table, shown, sheet, columns, names, {}, rows)


def _append(connection: duckdb.DuckDBPyConnection, table: str, schema: pa.Schema, batch: list[list[Any]]) -> None:
    if not batch:
        return
    columns = list(zip(*batch, strict=True))
    arrays = [pa.array(column, kind.type) for column, kind in zip(columns, schema, strict=True)]
    connection.register("sheet_batch", pa.Table.from_arrays(arrays, schema=schema))
    connection.execute(f"INSERT INTO {table} SELECT * FROM sheet_batch")
    connection.unregister("sheet_batch")
