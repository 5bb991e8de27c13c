"""The front door in Python."""

from __future__ import annotations

import importlib
from datetime import date
from operator import attrgetter
from pathlib import Path

import pandas as pd
import pytest

import auditor

PACK = """\
pack house.calls "House rules"
  jurisdiction "house policy"
define calls: channel is call and direction is outbound and placed
rule house.calls.a-day "More than two calls a day"
  cite "house policy 1"  basis verified  force policy  severity high
  at most 2 calls per consumer in each day
"""
FRAME = pd.DataFrame(
    {
        "id": ["a", "b", "c", "d"],
        "at": [f"2026-07-01T0{hour}:00:00+08:00" for hour in (8, 9, 9)] + ["not a time"],
        "zone": "Asia/Shanghai",
        "consumer": "C1",
        "channel": "call",
        "direction": "outbound",
        "placed": "yes",
    }
)


@pytest.fixture
def pack(tmp_path: Path) -> str:
    """A small pack in a file."""
    path = tmp_path / "calls.rules"
    path.write_text(PACK, encoding="utf-8")
    return str(path)


def test_window_shows_what_is_there() -> None:
    """Every name in `__all__` can be had, and nothing else is offered."""
    fresh = importlib.reload(auditor)

    assert all(getattr(fresh, name) for name in fresh.__all__)
    with pytest.raises(AttributeError, match="nothing_such"):
        attrgetter("nothing_such")(fresh)


def test_a_frame_is_audited(pack: str) -> None:
    """A data frame goes in, data frames come out: findings, summary, rejected rows."""
    report = auditor.audit(FRAME, rules=[pack])

    assert list(report.findings["event"]) == ["c"]
    assert report.findings.loc[0, "at"] == pd.Timestamp("2026-07-01T01:00:00Z")
    assert report.findings.loc[0, "numbers"] == {"count": 3, "limit": 2}
    assert report.findings.loc[0, "evidence"] == ["a", "b", "c"]
    assert list(report.summary["violations"]) == [1]
    assert list(report.rejected["value"]) == ["not a time"]
    assert "1 findings" in repr(report)


def test_no_findings_is_an_empty_frame(pack: str) -> None:
    """A clean log gives frames with their columns and no rows."""
    report = auditor.audit(FRAME.iloc[:1], rules=pack, period=(date(2026, 7, 1), date(2026, 7, 1)))

    assert report.findings.empty
    assert "rule" in report.findings
    assert list(report.summary["compliant"]) == [1]
    assert list(report.inconclusive.columns) == ["rule", "event", "cause"]


def test_report_is_written_by_suffix(pack: str, tmp_path: Path) -> None:
    """The suffix says the format; another one is refused by name."""
    report = auditor.audit([FRAME], rules=pack)

    assert report.write(tmp_path / "r.json") == (tmp_path / "r.json",)
    assert (tmp_path / "r.json").stat().st_size > 0
    with pytest.raises(ValueError, match=r"\.xlsx"):
        report.write(tmp_path / "r.pdf")


def test_problems_are_raised_together(tmp_path: Path) -> None:
    """What cannot be used is said with every problem, as data."""
    with pytest.raises(auditor.DiagnosticError) as raised:
        auditor.audit(str(tmp_path / "nothing.csv"), rules=["no.such.pack", "cn"])

    assert [problem.code for problem in raised.value.diagnostics] == ["unknown-pack"]
