"""Problems in rule files for continuous integration: SARIF, JUnit, GitHub, JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, Concatenate, ParamSpec
from xml.etree import ElementTree as ET

from auditor.diagnostics import Diagnostic, Level
from auditor.reports import github, junit, problems_json, sarif
from auditor.source import Source, Span
from tests.golden_files import assert_golden

P = ParamSpec("P")

SOURCE = Source("rules/cn, 1/夜间.rules", '规则 甲 "夜间"\n  依据 "x"\n  禁止 催收 当 时间 不在 08:00 起 22:00 前\n')


def _span(text: str) -> Span:
    start = SOURCE.text.index(text)
    return Span(SOURCE, start, start + len(text))


PROBLEMS = (
    Diagnostic(
        "unknown-name", "there is no `催收`", _span("催收"), "did you mean `催促`?", ((_span("甲"), "in this rule"),)
    ),
    Diagnostic("no-example", "100% of a, b: no example\nat all", _span('甲 "夜间"\n  依据'), level=Level.WARNING),
    Diagnostic("unreadable-file", "`a_b|c` cannot be <read> \x1b[31m", file="y:1.rules"),
    Diagnostic("unused", "`远` is not used", level=Level.NOTE),
)


def _bytes(
    write: Callable[Concatenate[Sequence[Diagnostic], BinaryIO, P], None], *arguments: P.args, **options: P.kwargs
) -> str:
    out = io.BytesIO()
    write(PROBLEMS, out, *arguments, **options)
    return out.getvalue().decode()


def test_goldens() -> None:
    """Each format shows the same problems as its golden file does."""
    assert_golden("problems.sarif", _bytes(sarif.write_diagnostics, version="0.1.0"))
    assert_golden("problems.junit.xml", _bytes(junit.write_diagnostics, [("夜间.rules", "深夜来电")]))
    assert_golden("problems.json", _bytes(problems_json.write_diagnostics))
    out = io.StringIO()
    github.write_diagnostics(PROBLEMS, out)
    assert_golden("problems.github.txt", out.getvalue() + "\n" + github.summary_table(PROBLEMS))


def test_json_of_no_problem() -> None:
    """No problem is an empty list."""
    out = io.BytesIO()
    problems_json.write_diagnostics([], out)
    assert json.loads(out.getvalue()) == {"version": 1, "problems": []}


def test_junit_counts_and_is_well_formed() -> None:
    """Errors fail, what held passes, warnings and notes are told but do not fail."""
    suite = ET.fromstring(_bytes(junit.write_diagnostics, [("a", "b")])).find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures"), len(suite.findall("testcase/failure"))) == ("3", "2", 2)
    assert "no-example" in (suite.findtext("system-out") or "")


def test_github_escapes() -> None:
    """Neither a place nor a message can end the command or begin another one."""
    error = github.annotation(PROBLEMS[0])
    assert error.startswith(
        "::error file=rules/cn%2C 1/夜间.rules,line=3,endLine=3,col=6,endColumn=8,title=unknown-name::"
    )
    assert error.endswith("there is no `催收`%0Ahelp: did you mean `催促`?")
    assert github.annotation(PROBLEMS[1]).endswith("::100%25 of a, b: no example%0Aat all")
    assert ",col=" not in github.annotation(PROBLEMS[1])
    assert "file=y%3A1.rules," in github.annotation(PROBLEMS[2])
    assert "\x1b" not in github.annotation(PROBLEMS[2])


def test_github_caps_and_says_so(tmp_path: Path) -> None:
    """Ten annotations of a level; the summary holds all, and what was there before stays."""
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    out = io.StringIO()
    github.write_diagnostics(PROBLEMS[:1] * 25 + PROBLEMS[1:2], out, summary)
    lines = out.getvalue().splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert lines[-1] == "15 more of level `error` are not annotated: the job's summary lists them all"
    assert summary.read_text(encoding="utf-8").startswith("before\n### auditor check: problems: 26\n")
    assert summary.read_text(encoding="utf-8").count("unknown-name") == 25


def test_github_summary_stays_below_its_limit() -> None:
    """A summary that would be refused for its size is cut, and says how many are left out."""
    text = github.summary_table(PROBLEMS[:1] * 20_000)
    assert len(text.encode()) < 1_000_000
    assert "more do not fit here" in text
