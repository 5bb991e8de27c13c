"""Excel workbooks: every sheet with a known header, cells as the text that a person reads.

Excel keeps numbers as floating point: a phone number survives that, an 18-digit identity number does not. What
has more than 15 digits is written in scientific notation here, which the cleaning refuses as damaged.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import duckdb
import pyarrow as pa
from python_calamine import CalamineWorkbook

from auditor.logs.csv_files import HEAD_ROWS
from auditor.logs.encodings import BLOCK
from auditor.logs.raw import ROW, Head, RawTable, unique_names

_WITHOUT_VALUE = re.compile(rb'<c [^>]*t="e"|</f>(?:<v ?/>|<v></v>)?</c>')
_EXACT = 10**15
_BATCH = 50_000


def open_workbook(path: Path) -> CalamineWorkbook:
    """The workbook, by what it holds, whatever its suffix. Raises python_calamine.CalamineError where it is none."""
    with path.open("rb") as file:
        return CalamineWorkbook.from_filelike(BytesIO(file.read()))


def sheet_rows(workbook: CalamineWorkbook, sheet: str) -> list[list[Any]]:
    """Rows from the first on, empty ones too, so that numbers are those that Excel shows.

    A cell that is merged over several rows has its value in each of them. Midnight is a time in a column that has
    other times: Excel does not tell it from a date. Raises python_calamine.CalamineError.
    """
    found = workbook.get_sheet_by_name(sheet)
    rows = found.to_python(skip_empty_area=False)
    for (first, column), (last, _) in found.merged_cell_ranges or []:
        for row in rows[first + 1 : last + 1]:
            row[column] = rows[first][column]
    timed = {index for row in rows for index, cell in enumerate(row) if isinstance(cell, datetime)}
    for row in rows:
        for index in timed:
            cell = row[index]
            if isinstance(cell, date) and not isinstance(cell, datetime):
                row[index] = datetime(cell.year, cell.month, cell.day)
    return rows


def cells_without_value(path: Path) -> int:
    """How many cells hold an error (`#N/A`), or a formula that no program ever worked out: they are read as empty."""
    if not zipfile.is_zipfile(path):
        return 0
    found = 0
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as sheet:
                    found += sum(len(_WITHOUT_VALUE.findall(cells)) for cells in _whole_cells(sheet))
    return found


def _whole_cells(sheet: IO[bytes]) -> Iterator[bytes]:
    """A sheet's XML in parts, none of which ends inside a cell."""
    rest = b""
    while block := sheet.read(BLOCK):
        text, end, rest = (rest + block).rpartition(b"</c>")
        yield text + end


def sheet_head(rows: Sequence[Sequence[Any]]) -> Head:
    """The first rows of a sheet, as text."""
    return Head([[cell_text(cell) or "" for cell in row] for row in rows[:HEAD_ROWS]])


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
    rows: Sequence[Sequence[Any]],
    shown: str,
    sheet: str,
    table: str,
    header: list[str],
    first_row: int,
) -> RawTable:
    """Read the rows of a sheet from `first_row` (from 1) on; rows without any cell are none."""
    columns, names = unique_names(header)
    width = len(columns)
    schema = pa.schema([(ROW, pa.int64()), *((name, pa.string()) for name in names.values())])
    listed = ", ".join(f"{name} VARCHAR" for name in names.values())
    connection.execute(f"CREATE OR REPLACE TABLE {table} ({ROW} BIGINT, {listed})")
    batch: list[list[Any]] = []
    read = 0
    for number, row in enumerate(rows[first_row - 1 :], start=first_row):
        cells = [cell_text(cell) for cell in row[:width]]
        if not any(cells):
            continue
        read += 1
        batch.append([number, *cells, *[None] * (width - len(cells))])
        if len(batch) >= _BATCH:
            _append(connection, table, schema, batch)
            batch = []
    _append(connection, table, schema, batch)
    return RawTable(table, shown, sheet, columns, names, {}, read)


def _append(connection: duckdb.DuckDBPyConnection, table: str, schema: pa.Schema, batch: list[list[Any]]) -> None:
    if not batch:
        return
    columns = list(zip(*batch, strict=True))
    arrays = [pa.array(column, kind.type) for column, kind in zip(columns, schema, strict=True)]
    connection.register("sheet_batch", pa.Table.from_arrays(arrays, schema=schema))
    connection.execute(f"INSERT INTO {table} SELECT * FROM sheet_batch")
    connection.unregister("sheet_batch")
