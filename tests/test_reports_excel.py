"""The workbook: what each cell is, what does not fit, and the reviewer's way back."""

from __future__ import annotations

import csv
import hashlib
import io
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.diagnostics import DiagnosticError
from auditor.findings import Finding, Inconclusive, RejectedRow, Report, SourceRow
from auditor.reports import excel
from auditor.reports.bilingual import Say
from auditor.reports.excel.book import HEAD_ROW, ROWS
from auditor.reports.excel.cells import LONGEST, moment, safe
from auditor.reports.excel.findings import COLUMNS, headings
from auditor.reports.excel.review import Review, read_review
from auditor.reports.figures import rank
from tests.golden_files import assert_golden
from tests.report_fixture import EMPTY, FINDINGS, FORMULA, LONG_TEXT, NIGHT, REPORT

FIRST = HEAD_ROW + 1
GRADES = {rule.id: rank(rule.severity) for rule in REPORT.rules}
SHOWN = sorted(FINDINGS, key=lambda finding: GRADES[finding.rule])
"""The findings in the order of the sheet, the gravest first."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The workbook of the shared report, in English."""
    path = tmp_path_factory.mktemp("excel") / "r.xlsx"
    excel.write(REPORT, path)
    return openpyxl.load_workbook(path)


def _write(report: Report, folder: Path, **options: Any) -> Any:
    path = folder / "r.xlsx"
    excel.write(report, path, **options)
    return openpyxl.load_workbook(path)


def _dump(book: Any) -> str:
    """Every cell with its type, and what hangs on a sheet."""
    lines = []
    for sheet in book.worksheets:
        lines.append(f"=== {sheet.title} | freeze {sheet.freeze_panes} | filter {sheet.auto_filter.ref}")
        lines += [f"drop-down {v.sqref}: {v.type} {v.formula1}" for v in sheet.data_validations.dataValidation]
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    link = f" -> {cell.hyperlink.location}" if cell.hyperlink else ""
                    lines.append(f"{cell.coordinate} {cell.data_type} {_short(cell.value)!r}{link}")
    return "\n".join(lines) + "\n"


def _short(value: object) -> object:
    text = str(value)
    return f"{text[:60]}… {len(text)} characters, the last {text[-90:]}" if len(text) > 2_000 else value


def _column(sheet: Any, heading: str) -> list[Any]:
    names = [cell.value for cell in sheet[HEAD_ROW]]
    return [row[names.index(heading)] for row in sheet.iter_rows(min_row=FIRST, values_only=True)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_golden(language: str, tmp_path: Path) -> None:
    """Each cell of the workbook, with its type, is as in the golden file."""
    assert_golden(f"report-{language}.xlsx.txt", _dump(_write(REPORT, tmp_path, language=language)))


def test_no_cell_is_a_formula_or_an_error(book: Any) -> None:
    """Text from a log is text, also where it looks like a formula."""
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d"}
    assert FORMULA in _column(book["Findings"], "Agent")


_ANY_TEXTS = st.lists(st.text(alphabet=st.characters(exclude_categories=())), min_size=1, max_size=30)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=_ANY_TEXTS)
def test_any_text_stays_text(texts: list[str], tmp_path: Path) -> None:
    """Any text at all makes a workbook that can be read, and the cell holds it as text."""
    findings = tuple(replace(FINDINGS[0], message="=" + text, consumer=text) for text in texts)
    sheet = _write(replace(EMPTY, rules=REPORT.rules, findings=findings), tmp_path)["Findings"]
    column = [column.heading for column in COLUMNS].index("What happened") + 1
    cells = [sheet.cell(row, column) for row in range(FIRST, FIRST + len(texts))]
    assert [(cell.data_type, cell.value) for cell in cells] == [("s", safe("=" + text)) for text in texts]


def test_text_that_excel_would_read_as_an_escape() -> None:
    """`_x0041_` stays what it is, and unseen characters are written out."""
    assert safe("_x0041_ _x41_ a\x07\u202e") == "_x005F_x0041_ _x41_ a\\u0007\\u202e"


def test_the_same_bytes_whatever_the_clock_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No time of writing stands in the file, and its members stand in one order."""
    excel.write(REPORT, tmp_path / "r.xlsx")
    first = (tmp_path / "r.xlsx").read_bytes()
    now = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: now)
    excel.write(REPORT, tmp_path / "r.xlsx")
    assert (tmp_path / "r.xlsx").read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_sheets_explain_themselves(book: Any) -> None:
    """A title, a sentence, a count or a table, on every sheet; headers stay in sight and can be filtered."""
    assert len(book.sheetnames) == 13
    for sheet in book.worksheets[1:]:
        assert sheet["A1"].value == sheet.title
        assert len(sheet["A2"].value) > 40
        assert not sheet.sheet_view.showGridLines
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    findings = book["Findings"]
    assert (findings.freeze_panes, findings.auto_filter.ref) == ("C5", "A4:T10")
    assert findings.print_title_rows == "$4:$4"


def test_cover_leads_to_every_sheet(book: Any) -> None:
    """The cover names each sheet, with a link to it."""
    links = [cell.hyperlink.location for row in book["Cover"].iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_a_row_account_that_does_not_add_up_is_said(tmp_path: Path) -> None:
    """Nobody signs an account that does not add up without being told."""
    book = _write(replace(REPORT, rows=replace(REPORT.rows, used=1)), tmp_path)
    for title in ("Cover", "Data quality"):
        said = [cell.value for row in book[title].iter_rows() for cell in row]
        assert "The row account does not add up: do not sign." in said


def test_both_times_are_dates(book: Any) -> None:
    """Local and UTC time stand side by side as dates that sort and filter."""
    sheet = book["Findings"]
    assert _column(sheet, "Local time")[0] == datetime(2026, 7, 3, 22, 5)
    assert _column(sheet, "UTC time")[0] == datetime(2026, 7, 3, 14, 5)


def test_a_day_is_no_moment() -> None:
    """What a rule says of a day has no time of day, and what Excel cannot say stays text."""
    assert moment("2026-07-01") == "2026-07-01"
    assert moment("1899-01-01T00:00:00") == "1899-01-01T00:00:00"
    assert moment("soon") == "soon"


def test_links_lead_to_the_evidence(book: Any) -> None:
    """The link of a finding covers exactly its rows of evidence."""
    evidence = book["Evidence"]
    ids = _column(evidence, "Finding")
    events = _column(evidence, "Event")
    letter = openpyxl.utils.get_column_letter(headings(Say()).index("Evidence") + 1)
    for row, finding in enumerate(SHOWN, FIRST):
        sheet, _, place = book["Findings"][f"{letter}{row}"].hyperlink.location.partition("!")
        first, last = (int(part[1:]) for part in place.split(":"))
        assert sheet == "'Evidence'"
        assert set(ids[first - FIRST : last - FIRST + 1]) == {finding.id}
        assert tuple(events[first - FIRST : last - FIRST + 1]) == finding.evidence


def test_a_finding_without_rows_has_no_link(tmp_path: Path) -> None:
    """A rule that misses an event has nothing to point at."""
    finding = replace(FINDINGS[0], evidence=(), event="C-1 2026-07-01", local="2026-07-01")
    book = _write(replace(REPORT, findings=(finding, FINDINGS[1])), tmp_path)
    assert _column(book["Findings"], "Evidence") == [None, "rows 5–8"]


def test_a_text_too_long_for_a_cell_goes_beside(tmp_path: Path) -> None:
    """The cell says where the whole of it stands, and the manifest has the digest of that file."""
    written = excel.write(REPORT, tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(written[0])
    value = _column(book["Rejected rows"], "Value")[2]
    assert len(value.encode("utf-16-le")) // 2 == LONGEST
    assert value.endswith(f" […cut: {len(LONG_TEXT):,} characters, all of them in r.long-texts.txt, no. 2]")
    beside = tmp_path / "r.long-texts.txt"
    assert written[1:] == (beside,)
    assert beside.read_text(encoding="utf-8").count(LONG_TEXT) == 2
    digest = hashlib.sha256(beside.read_bytes()).hexdigest()
    assert digest in [cell.value for row in book["Manifest"].iter_rows() for cell in row]


def test_rows_that_do_not_fit_go_beside(tmp_path: Path) -> None:
    """The sheet says how many rows it lacks and where they are; together they are all."""
    inconclusive = tuple(Inconclusive(NIGHT, f"=C-{number}", "it could not be decided") for number in range(20))
    path = tmp_path / "r.xlsx"
    written = excel.write(replace(REPORT, inconclusive=inconclusive), path, most_rows=HEAD_ROW + 8)
    sheet = openpyxl.load_workbook(path)["Inconclusive rows"]
    assert sheet["A3"].value == (
        "Rows: 20. This sheet holds the first 8; the other 12 are in the file r.inconclusive-continued.csv, beside this workbook."
    )
    assert sheet.max_row == HEAD_ROW + 8
    with (tmp_path / "r.inconclusive-continued.csv").open(encoding="utf-8-sig", newline="") as file:
        rest = list(csv.DictReader(file))
    assert [*_column(sheet, "Event"), *(row["Event"].removeprefix("'") for row in rest)] == [
        i.event for i in inconclusive
    ]
    assert {file.name for file in written} == {file.name for file in tmp_path.iterdir()}


def test_findings_and_evidence_that_do_not_fit(tmp_path: Path) -> None:
    """Past the limit a finding points to the file beside, not into nothing."""
    book = _write(REPORT, tmp_path, most_rows=HEAD_ROW + 5)
    assert _column(book["Findings"], "Evidence") == ["row 5", "row 6", "row 7", "row 8", "file beside"]
    with (tmp_path / "r.evidence-continued.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == sum(len(finding.evidence) for finding in FINDINGS) - 5


def test_a_sheet_needs_room_for_its_headings(tmp_path: Path) -> None:
    """A limit that leaves no row, or is above Excel's own, is refused."""
    for limit in (HEAD_ROW, ROWS + 1):
        with pytest.raises(ValueError, match="a sheet has from 5 to 1,048,576 rows"):
            excel.write(REPORT, tmp_path / "r.xlsx", most_rows=limit)


def test_nothing_is_left_when_it_fails(tmp_path: Path) -> None:
    """Neither the workbook nor a file beside it appears when a row cannot be had."""

    class Broken(tuple[RejectedRow, ...]):
        def __iter__(self) -> Any:
            yield RejectedRow(SourceRow("a", None, 1), "c", LONG_TEXT, "r")
            raise ZeroDivisionError

        def __len__(self) -> int:
            return 9

    with pytest.raises(ZeroDivisionError):
        excel.write(replace(REPORT, rejected=Broken()), tmp_path / "r.xlsx", most_rows=6)
    assert list(tmp_path.iterdir()) == []


def _reviewed(path: Path, language: str, entries: dict[int, tuple[object, ...]], moved: bool = False) -> None:
    """Fill the reviewer's columns, as a reviewer would."""
    excel.write(REPORT, path, language=language)
    book = openpyxl.load_workbook(path)
    say = Say(language)
    sheet = book[say("Findings")]
    for row, values in entries.items():
        for offset, value in enumerate(values):
            sheet.cell(FIRST + row, headings(say).index(say("Decision")) + 1 + offset).value = value
    if moved:
        sheet.insert_cols(3)
        sheet.insert_rows(1)
    book.save(path)


@pytest.mark.parametrize(("language", "word"), [("en", "Confirmed"), ("zh", "确认")])
@pytest.mark.parametrize("moved", [False, True])
def test_review_is_read_back(language: str, word: str, moved: bool, tmp_path: Path) -> None:
    """Decision, comment, owner and due date come back under the finding's id, in either language, wherever the columns are."""
    path = tmp_path / "r.xlsx"
    entries: dict[int, tuple[object, ...]] = {
        0: (word, "已核实", "李", datetime(2026, 12, 31)),
        2: (None, " later ", None, "2027/01/15"),
    }
    _reviewed(path, language, entries, moved)
    first, third = SHOWN[0].id, SHOWN[2].id
    assert read_review(path) == {
        first: Review(first, "confirmed", "已核实", "李", date(2026, 12, 31)),
        third: Review(third, None, "later", None, date(2027, 1, 15)),
    }


def test_review_that_cannot_be_read(tmp_path: Path) -> None:
    """Every cell that cannot be read is named, all at once."""
    path = tmp_path / "r.xlsx"
    _reviewed(path, "en", {0: ("maybe", None, None, None), 1: ("open", None, None, "soon")})
    with pytest.raises(DiagnosticError) as caught:
        read_review(path)
    messages = sorted(problem.message for problem in caught.value.diagnostics)
    assert messages == ["`Findings`, row 5: `maybe` is no decision", "`Findings`, row 6: `soon` is no date"]


def test_review_speaks_the_language_of_the_entry(tmp_path: Path) -> None:
    """Who decides in Chinese is told the Chinese words; the exit status is that of an input that cannot be used."""
    path = tmp_path / "r.xlsx"
    _reviewed(path, "zh", {0: ("好的", None, None, None)})
    ran = subprocess.run([sys.executable, "-m", "auditor", "review", str(path)], capture_output=True, text=True)
    assert ran.returncode == 4
    assert "one of 确认, " in ran.stderr


def test_review_of_something_else(tmp_path: Path) -> None:
    """A file that is no workbook, and a workbook that is no report, are refused by name."""
    (tmp_path / "a.xlsx").write_text("no")
    other = openpyxl.Workbook()
    other.active.append(["Finding", "Decision"])
    other.save(tmp_path / "b.xlsx")
    for name, why in (
        ("a.xlsx", "cannot be read as a workbook"),
        ("b.xlsx", "no sheet with the reviewer's columns"),
        ("none.xlsx", "there is no file"),
    ):
        with pytest.raises(DiagnosticError, match=why):
            read_review(tmp_path / name)


def test_drop_downs(book: Any) -> None:
    """Every finding has its drop-down and its check of the date, no row beyond has one."""
    kinds = {v.type: (str(v.sqref), v.formula1) for v in book["Findings"].data_validations.dataValidation}
    assert kinds == {"list": ("K5:K10", '"confirmed,rejected,waived,open"'), "date": ("N5:N10", "36526")}


def test_many_findings_keep_no_row_in_memory(tmp_path: Path) -> None:
    """Findings are read from front to back: a sequence that cannot be held will do."""

    class Lazy(tuple[Finding, ...]):
        def __iter__(self) -> Any:
            return (replace(FINDINGS[1], id=f"f-{number}") for number in range(300))

        def __len__(self) -> int:
            return 300

    book = _write(replace(REPORT, findings=Lazy()), tmp_path)
    assert book["Findings"].max_row == HEAD_ROW + 300
    assert book["Evidence"].max_row == HEAD_ROW + 1_200
