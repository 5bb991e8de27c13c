"""Excel workbooks as raw rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from auditor.engine.timeline import database
from auditor.logs.excel_files import cell_text, cells_without_value, open_workbook, read_sheet, sheet_head, sheet_rows
from tests.log_events import read


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database."""
    with database() as opened:
        yield opened


def workbook(path: Path, **sheets: list[Any]) -> Path:
    """A workbook with sheets of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("", None), ("  ", None), (" x ", "x"), (None, None), (True, "yes"), (False, "no"),
        (13800138000.0, "13800138000"), (0.0, "0"), (1.5, "1.5"), (-3.0, "-3"),
        (999_999_999_999_999.0, "999999999999999"), (1e15, "1.00000000000000E+15"),
        (123456789012345678.0, "1.23456789012346E+17"),
        (datetime(2026, 7, 1, 22, 0), "2026-07-01 22:00:00"), (datetime(2026, 7, 1, 22, 0, 0, 5000), "2026-07-01 22:00:00.005000"),
        (date(2026, 7, 1), "2026-07-01"), (time(9, 5), "09:05:00"),
        (timedelta(seconds=95), "0:01:35"), (timedelta(hours=30), "30:00:00"),
    ],
)  # fmt: skip
def test_cells_as_a_person_reads_them(cell: Any, text: str | None) -> None:
    """A cell is the text that Excel shows, and a number of more than 15 digits is in scientific notation."""
    assert cell_text(cell) == text


def test_title_rows_and_empty_rows_keep_the_numbers(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """Rows have the numbers that Excel shows, below titles and empty rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B3"], sheet["C3"] = "编号", "时间"
    sheet["B5"], sheet["C5"] = "1", "2026-07-01 10:00"
    book.save(tmp_path / "a.xlsx")
    opened = open_workbook(tmp_path / "a.xlsx")
    rows = sheet_rows(opened, opened.sheet_names[0])
    raw = read_sheet(connection, rows, "a.xlsx", "Sheet", "t", sheet_head(rows).rows[2], 4)

    assert raw.columns == ("column 1", "编号", "时间")
    assert connection.execute("SELECT * FROM t").fetchall() == [(5, None, "1", "2026-07-01 10:00")]


def test_every_minute_of_a_day_survives(tmp_path: Path) -> None:
    """A time is a fraction of a day in Excel: every minute comes out as it went in, midnight too."""
    start = datetime(2026, 7, 1)
    moments = [start + timedelta(minutes=minute) for minute in range(1440)]
    path = workbook(tmp_path / "a.xlsx", s=[["at"], *([moment] for moment in moments)])
    opened = open_workbook(path)

    assert [row[0] for row in sheet_rows(opened, "s")[1:]] == moments


def test_a_column_of_dates_has_no_time_of_day(tmp_path: Path) -> None:
    """Where no cell of the column has a time, midnight is not made up."""
    path = workbook(tmp_path / "a.xlsx", s=[["at", "number"], [date(2026, 7, 1), "1"], [date(2026, 7, 2), "2"]])

    assert [row[0] for row in sheet_rows(open_workbook(path), "s")[1:]] == [date(2026, 7, 1), date(2026, 7, 2)]


def test_merged_cells_have_their_value_in_every_row(tmp_path: Path) -> None:
    """A cell merged over several rows counts for each of them, as a person reads it; across columns it does not."""
    book = openpyxl.Workbook()
    for row in (["三季度", None], ["consumer", "at"], ["D1", "x"], [None, "y"], ["D2", "z"]):
        book.active.append(row)
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("A3:A4")
    book.save(tmp_path / "a.xlsx")

    rows = sheet_rows(open_workbook(tmp_path / "a.xlsx"), "Sheet")
    assert [row[0] for row in rows] == ["三季度", "consumer", "D1", "D1", "D2"]
    assert rows[0][1] == ""


def test_several_sheets_are_one_log(tmp_path: Path) -> None:
    """Sheets with a known header are read, each row with its sheet; a sheet of notes is left, and that is said."""
    header = ["编号", "时间", "债务人", "渠道", "方向"]
    path = workbook(
        tmp_path / "a.xlsx",
        说明=[["本表由系统导出"]],
        七月=[["三季度外呼明细"], [], header, ["a", datetime(2026, 7, 1, 10), "D1", "电话", "呼出"]],
        八月=[header, ["b", datetime(2026, 8, 1, 10), "D2", "短信", "呼出"], ["合计", None, None, None, None]],
    )
    log = read(path)

    assert [(event["id"], event["local"], event["channel"]) for event in log.events] == [
        ("a", "2026-07-01 10:00:00", "call"),
        ("b", "2026-08-01 10:00:00", "sms"),
    ]
    assert [(row.source.sheet, row.source.row, row.reason) for row in log.rejected] == [("八月", 3, "no time")]
    assert any("`说明`" in note for note in log.notes)


def test_a_sheet_named_by_the_profile(tmp_path: Path) -> None:
    """A profile's `sheet` and `header_row` say where to look, and other sheets are not read."""
    sheets = {name: [["ignored", "row"], ["t", "who"], [datetime(2026, 7, 1, 10), name]] for name in ("one", "two")}
    profile = 'sheet = "two"\nheader_row = 2\n[columns]\nat = "t"\nconsumer = "who"\n'
    log = read(workbook(tmp_path / "a.xlsx", **sheets), profile=profile)

    assert log.column("consumer") == ["two"]


def test_a_workbook_with_the_older_suffix(tmp_path: Path) -> None:
    """A workbook is read by what it holds: `.xls` on a newer one is no error."""
    path = workbook(tmp_path / "a.xlsx", s=[["at", "consumer"], [datetime(2026, 7, 1, 10), "D1"]])
    log = read(path.rename(tmp_path / "a.xls"))

    assert log.column("local") == ["2026-07-01 10:00:00"]


def test_durations_and_yes_or_no(tmp_path: Path) -> None:
    """Excel's durations, times of day and logical values are read as what they are."""
    rows = [["at", "consumer", "duration", "recorded"], [datetime(2026, 7, 1, 10), "D1", timedelta(seconds=95), True]]
    rows.append([datetime(2026, 7, 1, 11), "D1", time(0, 1, 35), False])
    log = read(workbook(tmp_path / "a.xlsx", s=rows))

    assert log.column("duration") == [95_000_000, 95_000_000]
    assert log.column("recorded") == [True, False]


def test_errors_and_formulas_without_a_result_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell that shows an error, or a formula that was never worked out, is empty, and the report says how many."""
    rows = [
        ["at", "consumer", "agency"],
        [datetime(2026, 7, 1, 10), "D1", "#N/A"],
        [datetime(2026, 7, 1, 11), "D2", "=1+1"],
    ]
    path = workbook(tmp_path / "a.xlsx", s=rows)
    note = "a.xlsx: 2 cells hold an error or a formula without a result; they count as empty"
    for block in (1 << 22, 50):
        monkeypatch.setattr("auditor.logs.excel_files.BLOCK", block)
        log = read(path)

        assert log.column("agency") == [None, None]
        assert note in log.notes
    assert cells_without_value(workbook(tmp_path / "b.xlsx", s=rows[:1])) == 0
