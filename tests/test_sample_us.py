"""The American sample logs: the same bytes every time, and what was planted in them is found, no more and no less."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from auditor.auditing import Settings, audit
from auditor.diagnostics import DiagnosticError
from auditor.findings import Report
from auditor.logs.profile_file import load_profile
from sample_logs.us_make.book import write_book

FOLDER = Path(__file__).parent.parent / "sample_logs" / "us"
LOGS = ("calls.csv", "messages.jsonl", "status.csv")
RULES = ("us.regf", str(FOLDER / "house.rules"))
PERIOD = (date(2026, 3, 16), date(2026, 5, 9))


def planted() -> list[dict[str, str]]:
    """What was planted: rule, event, verdict (`violation` or `clean`), file, cause."""
    with (FOLDER / "planted.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def report() -> Report:
    """The audit of the sample logs, as the command line makes it."""
    logs = tuple(FOLDER / name for name in LOGS)
    settings = Settings(logs, RULES, profiles=("five9",), period=PERIOD, zone="America/New_York")
    return audit(settings).report


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    """The generator writes the files that are kept, byte for byte."""
    for written in write_book(tmp_path):
        assert written.read_bytes() == (FOLDER / written.name).read_bytes(), written.name


def test_what_was_planted_is_found_exactly(report: Report) -> None:
    """Every planted violation is found, and nothing else is."""
    found = {(finding.rule, finding.event) for finding in report.findings}
    wanted = {(row["rule"], row["event"]) for row in planted() if row["verdict"] == "violation"}
    assert found == wanted


def test_what_only_looks_like_a_violation_is_cleared(report: Report) -> None:
    """Each near miss stands beside a violation of its rule, and is neither found nor left undecided."""
    near = {(row["rule"], row["event"]) for row in planted() if row["verdict"] == "clean"}
    found = {(finding.rule, finding.event) for finding in report.findings}
    undecided = {(verdict.rule, verdict.event) for verdict in report.inconclusive}
    assert len(near) > 60
    assert not near & (found | undecided)
    assert {rule for rule, _ in near} <= {rule for rule, _ in found}


def test_every_rule_finds_something(report: Report) -> None:
    """Every rule of the pack finds something, save the one that is switched off."""
    silent = {rule.id for rule in report.rules if not rule.violations}
    assert silent == {"us.regf.hours-exact"}
    (off,) = [rule for rule in report.rules if rule.id in silent]
    assert (off.not_run or "").startswith("disabled")


def test_hardly_anything_is_left_undecided(report: Report) -> None:
    """Fewer than ten verdicts are inconclusive, each with its cause; every row is used."""
    assert 0 < len(list(report.inconclusive)) < 10
    assert report.rows.read == report.rows.used > 1800


def test_assumptions_are_told_as_an_author_would_write_them(report: Report) -> None:
    """Where a consent has no days or hours, the report says which were taken: dates and times of day, not numbers."""
    told = {assumption for rule in report.rules for assumption in rule.assumptions}
    assert "`ends_on` taken as `9999-12-31` where the cell is empty" in told
    assert "`consent_until` taken as `24:00` where the cell is empty" in told


def test_every_cause_is_told() -> None:
    """Each planted row says in which file it stands and what had gone wrong, or right."""
    kept = {name: (FOLDER / name).read_text(encoding="utf-8") for name in LOGS}
    for row in planted():
        assert row["cause"], row
        assert row["event"] in kept[row["file"]], row


def test_findings_name_their_rows(report: Report) -> None:
    """A finding leads back to the row of the file in which its event stands."""
    with (FOLDER / "calls.csv").open(encoding="utf-8", newline="") as file:
        calls = list(csv.reader(file))
    found = [finding for finding in report.findings if finding.source and finding.source.file == "calls.csv"]
    assert len(found) > 50
    for finding in found:
        assert finding.source is not None
        assert calls[finding.source.row - 1][0] == finding.event


# --- the profile ------------------------------------------------------------------------------------------------------


LIMITS = """pack limits "two limits"
  jurisdiction "anywhere"

rule limits.hours "late"
  cite "a"
  forbid contacts when time outside 08:00 through 21:00
rule limits.count "often"
  cite "b"
  at most 2 (contacts and outcome is not one of busy, not-in-service) per consumer, number in 7 consecutive days
"""


def calls_only(tmp_path: Path, rows: list[str], zone: str | None = "America/New_York") -> Report:
    """The audit of a call log of a few rows, joined with consumer, debt, party, agency and zone."""
    header = (
        "CALL ID,TIMESTAMP,CAMPAIGN,CALL TYPE,AGENT,DISPOSITION,ANI,DNIS,SESSION ID,consumer,debt,party,agency,zone"
    )
    file = tmp_path / "calls.csv"
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    rules = tmp_path / "limits.rules"
    rules.write_text(LIMITS, encoding="utf-8")
    return audit(Settings((file,), (str(rules),), profiles=("five9",), zone=zone)).report


def row(
    id: str, stamp: str, disposition: str = "No Answer", kind: str = "Outbound", zone: str = "America/Denver"
) -> str:
    """A row of a Five9 call log."""
    return f'"{id}","{stamp}",Early,{kind},[None],{disposition},8005550142,3035550101,S,P1,D1,debtor,HP,{zone}'


def test_times_are_by_the_dialers_clock(tmp_path: Path) -> None:
    """Eastern times of calls to Denver are judged by Denver's clock, also on the day the clocks change."""
    stamps = {
        "Mon, 16 Mar 2026 23:00:00": False, "Mon, 16 Mar 2026 23:00:01": True, "03/17/2026 11:00:01 PM": True,
        "2026-03-18 22:59:59": False, "Sun, 08 Mar 2026 22:59:59": False, "Sun, 08 Mar 2026 23:00:01": True,
        "Sun, 08 Mar 2026 00:30:00": True, "Sun, 01 Nov 2026 23:00:00": False, "Sun, 01 Nov 2026 23:00:01": True,
    }  # fmt: skip
    report = calls_only(tmp_path, [row(stamp, stamp) for stamp in stamps])
    found = {finding.event for finding in report.findings if finding.rule == "limits.hours"}
    assert found == {stamp for stamp, late in stamps.items() if late}


def test_without_a_zone_the_dialers_clock_is_asked_for(tmp_path: Path) -> None:
    """Nobody said by whose clock the report was written: an error with a hint, never a guess."""
    with pytest.raises(DiagnosticError) as error:
        calls_only(tmp_path, [row("A", "Mon, 16 Mar 2026 10:00:00")], zone=None)
    (problem,) = [found for found in error.value.diagnostics if found.code == "no-zone"]
    assert "clock" in problem.message
    assert "--zone" in str(problem.hint)


def test_a_record_that_was_never_dialled_is_no_call(tmp_path: Path) -> None:
    """Skipped, barred and failed records are rows, and are not counted; a busy line neither."""
    silent = ["Agent Skipped", "On DNC List", "Dial Error", "System Shutdown", "Busy", "Operator Intercept"]
    rows = [row("A1", "Mon, 16 Mar 2026 11:00:00"), row("A2", "Mon, 16 Mar 2026 12:00:00")]
    rows += [row(f"B{n}", f"Tue, 17 Mar 2026 1{n}:00:00", disposition) for n, disposition in enumerate(silent)]
    rows.append(row("C", "Tue, 17 Mar 2026 18:00:00", "Answering Machine"))
    report = calls_only(tmp_path, rows)
    assert [f.event for f in report.findings] == ["C"]
    assert report.rows.used == len(rows)


def test_the_others_number_depends_on_who_called(tmp_path: Path) -> None:
    """DNIS is the debtor's number in calls that go out, ANI in those that come in."""
    rows = [row(f"A{n}", f"Mon, 16 Mar 2026 1{n}:00:00") for n in range(3)]
    (found,) = calls_only(tmp_path, rows).findings
    assert found.key["number"] == "3035550101"
    instead = load_profile("five9").columns["number"].instead
    assert instead is not None
    assert instead.columns == ("ANI",)


def test_a_disposition_of_the_domains_own_is_reported(tmp_path: Path) -> None:
    """A custom disposition that the profile does not map is named, with its count, and its rows are rejected."""
    rows = [row("A", "Mon, 16 Mar 2026 10:00:00"), row("B", "Mon, 16 Mar 2026 12:00:00", "Skip Trace 7")]
    report = calls_only(tmp_path, rows)
    assert report.rows.rejected == 1
    assert any("Skip Trace 7" in str(rejected.value) for rejected in report.rejected)


def test_calls_inside_the_centre_are_out_of_scope(tmp_path: Path) -> None:
    """A call between agents reaches no debtor."""
    rows = [row("A", "Mon, 16 Mar 2026 10:00:00"), row("B", "Mon, 16 Mar 2026 12:00:00", kind="Internal")]
    assert calls_only(tmp_path, rows).rows.out_of_scope == 1


def test_no_agent_is_no_agent(tmp_path: Path) -> None:
    """What Five9 writes where no agent took part is an empty cell, not the name of the busiest agent."""
    rows = [row(f"A{n}", f"Mon, 16 Mar 2026 1{n}:00:00") for n in range(3)]
    assert all("agent" not in event.details for event in calls_only(tmp_path, rows).evidence.values())
