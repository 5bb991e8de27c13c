"""`auditor explain`: a rule, a finding from a report or a log, a code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from auditor.cli.output import EXIT_RULES, EXIT_USAGE
from auditor.findings import finding_id
from tests.log_runs import run

RULES = """pack demo "a demonstration"

define calls "呼叫": channel is call and direction is outbound
define agreed: consent per consumer ever

rule demo.two "More than two calls a day"
  cite "article 1"  basis verified  force statute  severity high
  remedy "call tomorrow"
  at most 2 calls per consumer in each day unless agreed

rule demo.late "Calls after 21:00"
  cite "article 2"  basis verified  force statute
  forbid calls outside 08:00 through 21:00

example "the third call" for demo.two
  given consumer C1, channel call, direction outbound
  | at               | verdict   |
  | 2026-04-01 10:00 | ok        |
  | 2026-04-01 11:00 | ok        |
  | 2026-04-01 12:00 | violation |
"""
LOG = """id,at,consumer,channel,direction,outcome,zone
e1,2026-04-01 10:00,C1,call,outbound,busy,America/New_York
e2,2026-04-01 11:00,C1,call,outbound,busy,America/New_York
e3,2026-04-01 12:00,C1,call,outbound,no-answer,America/New_York
e4,2026-04-02 22:15,C1,call,outbound,no-answer,America/New_York
"""
THIRD = finding_id("demo.two", {"consumer": "C1"}, "e3")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Rules, a log, and the report of it, in the folder in hand."""
    monkeypatch.chdir(tmp_path)
    Path("demo.rules").write_text(RULES, encoding="utf-8")
    Path("calls.csv").write_text(LOG)
    assert run("audit", "calls.csv", "--rules", "demo.rules", "-o", "report.json", "-q")[0] == 1
    return tmp_path


def reported() -> list[dict[str, Any]]:
    """The findings of the report."""
    found: list[dict[str, Any]] = json.loads(Path("report.json").read_text(encoding="utf-8"))["findings"]
    return found


def test_a_rule_of_a_file(folder: Path) -> None:
    """Facts, citation, sentence, condition as a tree, remedy, and the examples with their places."""
    status, out, _ = run("explain", "demo.two", "--rules", "demo.rules")

    assert status == 0
    for line in (
        "demo.two  More than two calls a day", "  cited: article 1", "  severity: high", "  written at: demo.rules:6:6",
        "  call tomorrow", "    - all of these hold", "      - the channel is call",
        "  the third call: 3 rows  (demo.rules:15:9)",
    ):  # fmt: skip
        assert line in out.splitlines(), out
    assert "No more than 2" in out


def test_a_shipped_rule_in_chinese() -> None:
    """A shipped rule is found by its id alone, and told in Chinese."""
    status, out, _ = run("explain", "us.regf.calls-7-in-7", "--lang", "zh")

    assert status == 0
    assert "  依据：12 CFR 1006.14(b)(2)(i)(A)" in out.splitlines()
    assert "构成违规的条件" in out


def test_a_finding_of_a_report(folder: Path) -> None:
    """Rule and citation, every part with its values, the rows that count with their places, and the way out."""
    status, out, _ = run("explain", THIRD, "--report", "report.json")
    lines = out.splitlines()

    assert status == 0
    assert lines[0] == f"{THIRD}  demo.two  More than two calls a day"
    assert "  cited: article 1" in lines
    assert "  e3  2026-04-01T12:00:00-04:00  calls.csv row 4" in lines
    assert "      [yes] the channel is call  (the channel = call)" in lines
    assert any(
        line.startswith("  [yes] the number of “calls”") and line.endswith("is more than 2  (3)") for line in lines
    ), out
    assert any(line.startswith("  [yes] it does not count as “agreed”") for line in lines), out
    assert [line.split()[2:3] for line in lines if line.lstrip()[:2] in ("1 ", "2 ", "3 ")] == [["e1"], ["e2"], ["e3"]]
    assert "  lawful from 2026-04-02 00:00 local time" in lines


def test_a_finding_in_chinese(folder: Path) -> None:
    """The same in Chinese."""
    out = run("explain", THIRD, "--report", "report.json", "--lang", "zh")[1]

    assert "最近的合规做法" in out
    assert "  当地时间 2026-04-02 00:00 起合规" in out.splitlines()
    assert "[是] 渠道为电话  (渠道 = 电话)" in out


def test_a_finding_of_a_log_without_a_report(folder: Path) -> None:
    """Log and rules are enough; hours say when the next lawful time begins."""
    late = next(finding["id"] for finding in reported() if finding["rule"] == "demo.late")
    status, out, _ = run("explain", late, "--log", "calls.csv", "--rules", "demo.rules")

    assert status == 0
    assert "(the local time = 22:15)" in out
    assert "  lawful from 2026-04-03 08:00 local time" in out.splitlines()


def test_a_finding_whose_log_is_gone(folder: Path) -> None:
    """What the report holds is told, and what is missing for the rest."""
    Path("calls.csv").unlink()
    status, out, err = run("explain", THIRD, "--report", "report.json")

    assert status == 0
    assert "    3  2026-04-01T12:00:00-04:00  e3  call no-answer  calls.csv row 4" in out.splitlines()
    assert "--log" in err


def test_a_changed_log_is_not_taken_for_the_report_s(folder: Path) -> None:
    """A log that is no longer what was audited does not explain its findings."""
    Path("calls.csv").write_text(LOG.replace("busy", "conversation"))

    assert "not where they stood, or have changed" in run("explain", THIRD, "--report", "report.json")[2]


def test_findings_that_there_are_not(folder: Path) -> None:
    """A number of no finding names the nearest; one that no log explains says what to give."""
    wrong = THIRD[:-1] + ("0" if THIRD[-1] != "0" else "1")
    status, _, err = run("explain", wrong, "--report", "report.json")
    assert status == EXIT_RULES
    assert f"did you mean `{THIRD}`?" in err
    status, _, err = run("explain", wrong, "--log", "calls.csv", "--rules", "demo.rules")
    assert "[unknown-finding]" in err
    status, _, err = run("explain", THIRD)
    assert status == EXIT_USAGE
    assert "--report findings.json" in err


def test_a_code() -> None:
    """A code shows its page."""
    status, out, _ = run("explain", "missing-key")

    assert status == 0
    assert out.startswith("# missing-key\n")
    assert "## Right" in out


def test_what_there_is_not() -> None:
    """An unknown rule or code names the nearest, and a pack says how to see its rules."""
    status, _, err = run("explain", "us.regf.calls-7-in-8")
    assert status == EXIT_USAGE
    assert "did you mean `us.regf.calls-7-in-7`?" in err
    assert "did you mean `missing-key`?" in run("explain", "mising-key")[2]
    assert "`auditor packs us` lists its rules" in run("explain", "us")[2]


def test_too_few_in_a_month(folder: Path) -> None:
    """A finding of a key and a month shows the rows of that month."""
    Path("floor.rules").write_text(
        'pack few "few"\nrule few.r "two a month"\n  cite "x"  basis verified  force policy\n'
        "  at least 2 contacts per consumer in each month\n"
    )
    rows = "".join(
        f"e{month},2026-0{month}-0{day} 10:00,C1,call,outbound,Asia/Shanghai\n"
        for month, day in ((3, 1), (4, 2), (6, 3))
    )
    Path("few.csv").write_text("id,at,consumer,channel,direction,zone\n" + rows)
    run("audit", "few.csv", "--rules", "floor.rules", "-o", "few.json", "-q")
    april = next(f for f in json.loads(Path("few.json").read_text())["findings"] if f["key"]["unit"] == "2026-04-01")
    status, out, _ = run("explain", april["id"], "--report", "few.json")

    assert status == 0
    assert [line.split()[2] for line in out.splitlines() if line.strip().startswith("1 ")] == ["e4"], out
