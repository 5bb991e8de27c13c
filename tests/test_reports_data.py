"""Formats for programs: JSON and the way back, CSV, Parquet, SARIF."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, overload

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.diagnostics import DiagnosticError
from auditor.findings import Inconclusive, Report
from auditor.reports import csv_, json_, parquet, rejected, sarif
from tests.report_fixture import FINDINGS, FORMULA, HALF, REPORT, WEEKLY


def _json(report: Report) -> Any:
    out = io.BytesIO()
    json_.write(report, out)
    return json.loads(out.getvalue())


def _read_back(report: Report, path: Path) -> Report:
    with path.open("wb") as out:
        json_.write(report, out)
    return json_.read(path)


def test_json_round_trip(tmp_path: Path) -> None:
    """What is written is read back as the same report."""
    assert _read_back(REPORT, tmp_path / "r.json") == REPORT


def test_json_keys_are_the_documented_ones_in_their_order() -> None:
    """The documented keys come first, in the documented order."""
    data = _json(REPORT)
    documented = {
        ("version", "run", "rows", "rules", "findings", "inconclusive"): data,
        ("period", "packs", "inputs", "engine", "tzdata"): data["run"],
        ("id", "sha256"): data["run"]["packs"][0],
        ("file", "sha256", "rows"): data["run"]["inputs"][0],
        ("read", "used", "merged", "duplicate", "rejected", "out_of_scope"): data["rows"],
    }
    for keys, value in documented.items():
        assert tuple(value)[: len(keys)] == keys
    rule = ["id", "title", "cite", "severity", "applicable", "violations", "compliant", "inconclusive", "not_run"]
    finding = [
        "id",
        "rule",
        "verdict",
        "event",
        "at",
        "local",
        "consumer",
        "key",
        "message",
        "numbers",
        "evidence",
        "source",
    ]
    assert list(data["rules"][0])[: len(rule)] == rule
    assert list(data["findings"][0])[: len(finding)] == finding
    assert list(data["findings"][0]["source"]) == ["file", "sheet", "row"]
    assert list(data["inconclusive"][0]) == ["rule", "event", "cause"]


DOCUMENTED = """
{"version": 1,
 "run": {"period": ["2026-07-01", "2026-09-30"], "packs": [{"id": "cn.gbt45251", "sha256": "ab"}],
         "inputs": [{"file": "q3.csv", "sha256": "cd", "rows": 12000}], "engine": "duckdb", "tzdata": "2026f"},
 "rows": {"read": 12000, "used": 11980, "merged": 0, "duplicate": 12, "rejected": 8, "out_of_scope": 0},
 "rules": [{"id": "cn.gbt45251.夜间", "title": "夜间", "cite": ["5.3"], "severity": "high", "applicable": 9000,
            "violations": 12, "compliant": 8900, "inconclusive": 88, "not_run": null}],
 "findings": [{"id": "f-3b9c", "rule": "cn.gbt45251.夜间", "verdict": "violation", "event": "C-1007",
               "at": "2026-07-03T14:05:00Z", "local": "2026-07-03T22:05:00+08:00", "consumer": "D000017",
               "key": {"consumer": "D000017"}, "message": "m", "numbers": {"count": 4, "limit": 3},
               "evidence": ["C-1001", "C-1007"], "source": {"file": "q3.csv", "sheet": null, "row": 1008}}],
 "inconclusive": [{"rule": "r", "event": "e", "cause": "window reaches before the log's period"}]}
"""


def test_json_as_documented_is_read(tmp_path: Path) -> None:
    """A file with the documented keys alone is a whole report."""
    path = tmp_path / "r.json"
    path.write_text(DOCUMENTED, encoding="utf-8")
    report = json_.read(path)
    assert (report.findings[0].numbers["count"], report.rules[0].pack) == (4, "cn.gbt45251")
    assert report.run.known == report.run.period


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("no json", "not a JSON file"),
        ('{"version": 2}', "does not say `version` 1"),
        ("[]", "does not say `version` 1"),
        ('{"version": 1, "run": {"period": ["a", "b"]}}', "`packs` is missing"),
        (DOCUMENTED.replace('["C-1001", "C-1007"]', "5"), "a value is not of the kind"),
    ],
)
def test_json_that_is_no_report(content: str, why: str, tmp_path: Path) -> None:
    """What cannot be read is named with its reason, never a trace."""
    path = tmp_path / "r.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DiagnosticError, match=why):
        json_.read(path)


def test_json_that_is_not_there(tmp_path: Path) -> None:
    """A file that does not exist is not called a damaged one."""
    with pytest.raises(DiagnosticError, match="there is no such file"):
        json_.read(tmp_path / "none.json")


class _Lazy(Sequence[Inconclusive]):
    """Says that it is long, and cannot be held whole."""

    def __iter__(self) -> Iterator[Inconclusive]:
        return (Inconclusive(WEEKLY, f"C-{number}", "it could not be decided") for number in range(len(self)))

    def __len__(self) -> int:
        return 50_000

    @overload
    def __getitem__(self, index: int) -> Inconclusive: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Inconclusive]: ...
    def __getitem__(self, index: int | slice) -> Inconclusive | Sequence[Inconclusive]:
        raise AssertionError("a report reads it from front to back")


def test_json_streams_the_inconclusive() -> None:
    """The inconclusive are read from front to back, one by one."""
    assert len(_json(replace(REPORT, inconclusive=_Lazy()))["inconclusive"]) == 50_000


def test_json_numbers_that_json_cannot_say() -> None:
    """A number that is none becomes null; the file stays JSON."""
    finding = replace(FINDINGS[0], numbers={"share": float("nan"), "count": 2})
    (written,) = _json(replace(REPORT, findings=(finding,)))["findings"]
    assert written["numbers"] == {"share": None, "count": 2}


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_json_keeps_any_text(text: str) -> None:
    """Any text at all, half characters among them, comes back as it was."""
    finding = replace(FINDINGS[0], message=text)
    assert _json(replace(REPORT, findings=(finding,)))["findings"][0]["message"] == text


def _csv(report: Report, writer: Any = csv_.write) -> list[dict[str, str]]:
    out = io.BytesIO()
    writer(report, out)
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))


@given(st.text())
def test_csv_has_no_cell_that_is_a_formula(text: str) -> None:
    """No cell begins with a character that makes it a formula, whatever the log holds."""
    findings = (replace(FINDINGS[0], message=text, consumer=text, event=text, key={text: text}),)
    for row in _csv(replace(REPORT, findings=findings)):
        assert not [
            cell for cell in row.values() if cell.lstrip(" ")[:1] in tuple("=+-@\t\r\n＝＋－＠") and cell.strip(" ")
        ]


def test_csv_says_what_was_changed() -> None:
    """The last column names the cells that were made safe; others are as they were."""
    (row,) = _csv(replace(REPORT, findings=(replace(FINDINGS[0], message=FORMULA, consumer="-5"),)))
    assert (row["message"], row["consumer"], row["changed"]) == ("'" + FORMULA, "'-5", "consumer;message")
    assert _csv(REPORT)[0]["changed"] == ""


def test_csv_of_rejected_rows() -> None:
    """Rejected rows say where they stood, and half characters are written out."""
    row = _csv(REPORT, rejected.write)[1]
    assert (row["file"], row["sheet"], row["row"], row["column"]) == ("q3.xlsx", "七月", "12", "'" + FORMULA)
    assert HALF not in row["value"]
    assert "\\ud83d" in row["value"]


def test_parquet_is_typed() -> None:
    """Times are instants, evidence a list, and half characters do not stop it."""
    out = io.BytesIO()
    parquet.write(replace(REPORT, findings=(replace(FINDINGS[1], message=HALF),)), out)
    (row,) = pq.read_table(out).to_pylist()
    assert (row["at"].isoformat(), row["evidence"][0]) == ("2026-07-03T14:05:00+00:00", "C-1001")
    assert row["message"] == "半个\\ud83d"


def _sarif(**options: Any) -> Any:
    out = io.BytesIO()
    sarif.write(REPORT, out, **options)
    return json.loads(out.getvalue())["runs"][0]


def test_sarif_results_stand_for_findings() -> None:
    """Each finding is a result with its rule, level, place and an identity that lasts."""
    run = _sarif()
    rules = run["tool"]["driver"]["rules"]
    for result, finding in zip(run["results"], FINDINGS, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.rule
        assert result["partialFingerprints"] == {"auditorFinding/v1": finding.id}
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "q3%20%E7%94%B5%E8%AF%9D.csv"}, "region": {"startLine": 1008}}
    assert [result["level"] for result in run["results"]] == ["error", "warning", "error", "error", "error", "note"]


def test_sarif_says_what_it_leaves_out() -> None:
    """Results beyond the cap are counted in a notification; so are rules that were not run."""
    run = _sarif(most=2)
    texts = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert len(run["results"]) == 2
    assert texts[0] == "4 of 6 results are left out: this file holds the first 2"
    assert "rule us.regf.disclosure was not run: the log has no `outcome`, `text`" in texts
