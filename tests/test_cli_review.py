"""`auditor review`: a signed workbook from `auditor audit`, read back as JSON."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from auditor.cli.output import EXIT_LOG
from auditor.reports.bilingual import Say
from auditor.reports.excel.findings import COMMENT, DECISION, DUE, ID, OWNER
from tests.log_runs import HEADER, LATE, NIGHT, run, write


def signed(folder: Path, language: str, decision: str, due: object) -> Path:
    """The workbook of an audit with one finding, and a reviewer's word on it."""
    log = write(folder / "calls.csv", HEADER, LATE)
    path = folder / "report.xlsx"
    status, _, err = run(
        "audit", log, "--rules", NIGHT, "--zone", "Asia/Shanghai", "-q", "--language", language, "-o", path
    )
    assert status == 1, err
    book = openpyxl.load_workbook(path)
    headings = [Say(language)(name) for name in (ID, DECISION, COMMENT, OWNER, DUE)]
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=10):
            at = {cell.value: cell.column for cell in row}
            if set(headings) <= set(at):
                for name, value in zip(headings[1:], (decision, "已核实", "李", due), strict=True):
                    sheet.cell(row[0].row + 1, at[name]).value = value
                book.save(path)
                return path
    raise AssertionError("the workbook has no columns for the reviewer")


@pytest.mark.parametrize(("language", "decision"), [("en", "Confirmed"), ("zh", "确认")])
def test_a_review_is_json_by_finding(tmp_path: Path, language: str, decision: str) -> None:
    """Decision, comment, owner and due date, under the id that the report has too; the same in a file."""
    path = signed(tmp_path, language, decision, datetime(2026, 12, 31))
    run("audit", tmp_path / "calls.csv", "--rules", NIGHT, "--zone", "Asia/Shanghai", "-o", tmp_path / "report.json")
    found = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["findings"][0]["id"]

    status, out, err = run("review", path)
    assert (status, err) == (0, "")
    expected = {found: {"decision": "confirmed", "comment": "已核实", "owner": "李", "due": "2026-12-31"}}
    assert json.loads(out) == expected
    target = tmp_path / "review.json"
    assert run("review", path, "-o", target) == (0, "", f"wrote {target}\n")
    assert target.read_text(encoding="utf-8") == out


def test_a_cell_that_cannot_be_read(tmp_path: Path) -> None:
    """What the reviewer entered wrongly is named with its sheet and row, and nothing is written."""
    path = signed(tmp_path, "en", "maybe", "soon")
    target = tmp_path / "review.json"
    status, out, err = run("review", path, "-o", target)

    assert (status, out) == (EXIT_LOG, "")
    for words in ("[unreadable-review]", "`maybe` is no decision", "one of ", "`soon` is no date", "row 5"):
        assert words in err
    assert not target.exists()


def test_a_workbook_that_there_is_not(tmp_path: Path) -> None:
    """A file that is not there, or is no workbook, is told by name."""
    assert run("review", tmp_path / "none.xlsx")[0] == EXIT_LOG
    status, _, err = run("review", write(tmp_path / "a.xlsx", "no"))
    assert status == EXIT_LOG
    assert "cannot be read as a workbook" in err
