"""The events that findings name: each once, in the order of the timeline, with what was said only where that is the matter."""

from __future__ import annotations

import pytest

from auditor.auditing import Settings, audit
from auditor.findings import Report
from tests.log_runs import write

RULES = """pack t "a test"
  jurisdiction "nowhere"

words threats "threats"
  "break your legs"

field office "the office": text

rule t.daily "too often"
  cite "1" basis verified force statute
  at most 1 contacts per consumer, office in each day

rule t.threats "a threat"
  cite "2" basis verified force statute
  forbid contacts when text mentions threats
"""
ROWS = (
    "2026-07-01 10:00,D1,call,outbound,60,East,pay today",
    "2026-07-01 11:00,D1,call,outbound,1.5,East,or we break your legs",
    "2026-07-01 12:00,D1,call,outbound,,East,pay today",
    "2026-07-02 12:00:00.25,D1,call,outbound,60,,or we break your legs",
    "2026-07-03 12:00,D1,call,outbound,60,West,pay today",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Two calls too many and two threats."""
    folder = tmp_path_factory.mktemp("events")
    (folder / "t.rules").write_text(RULES, encoding="utf-8")
    log = write(folder / "log.csv", "at,consumer,channel,direction,duration,office,text", *ROWS)
    return audit(Settings(logs=(str(log),), rules=(str(folder / "t.rules"),), zone="America/New_York")).report


def test_only_what_is_named_is_there(report: Report) -> None:
    """Every event of a finding and of its evidence, in the order of the timeline, and no other."""
    named = {id for finding in report.findings for id in (finding.event, *finding.evidence)}

    assert list(report.evidence) == ["log.csv#2", "log.csv#3", "log.csv#4", "log.csv#5"]
    assert named == set(report.evidence)


def test_texts_are_shown_where_wording_is_the_matter(report: Report) -> None:
    """What was said in a call that is only one too many is nobody's business."""
    texts = {id: event.details.get("text") for id, event in report.evidence.items()}

    assert texts["log.csv#3"] == texts["log.csv#5"] == "or we break your legs"
    assert texts["log.csv#2"] is texts["log.csv#4"] is None


def test_keys_hold_what_the_event_holds(report: Report) -> None:
    """Fields that a pack declares too; where a rule counts by nothing, the consumer is named."""
    keys = {(finding.rule, finding.event): dict(finding.key) for finding in report.findings}

    assert keys == {
        ("t.daily", "log.csv#3"): {"consumer": "D1", "office": "East"},
        ("t.daily", "log.csv#4"): {"consumer": "D1", "office": "East"},
        ("t.threats", "log.csv#3"): {"consumer": "D1"},
        ("t.threats", "log.csv#5"): {"consumer": "D1"},
    }


def test_durations_are_seconds(report: Report) -> None:
    """Whole ones without decimals; what is missing is not shown."""
    assert [event.details.get("duration") for event in report.evidence.values()] == [60, 1.5, None, 60]


def test_times_are_local_and_universal(report: Report) -> None:
    """With the offset that the clock had there, and with decimals only where the time has some."""
    whole, quarter = report.evidence["log.csv#2"], report.evidence["log.csv#5"]
    assert (whole.at, whole.local) == ("2026-07-01T14:00:00Z", "2026-07-01T10:00:00-04:00")
    assert (quarter.at, quarter.local) == ("2026-07-02T16:00:00.250000Z", "2026-07-02T12:00:00.250000-04:00")
