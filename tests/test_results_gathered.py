"""Findings and their events: the same held in memory or in a file."""

from __future__ import annotations

import gc
from pathlib import Path
from unittest.mock import patch

import pytest

from auditor.auditing import Settings, audit
from auditor.findings import Event, Finding, SourceRow
from auditor.reports import write
from auditor.results import events, gathered, making
from auditor.results.gathered import Gathered, StoredEvents, StoredFindings
from tests.log_runs import write as write_log


def event(number: int, **details: str) -> Event:
    """An event with an id by its number."""
    source = SourceRow("log.csv", None, number)
    return Event(f"E{number}", "contact", "2026-07-01T00:00:00Z", "2026-07-01T08:00:00+08:00", "D1", source, details)


def finding(number: int) -> Finding:
    """A finding about the event of that number."""
    about = event(number)
    return Finding(
        f"f-{number}", "t.r", "violation", about.id, about.at, about.local, "D1", {"consumer": "D1"}, "too often",
        {"count": 8, "limit": 7}, (about.id,), about.source,
    )  # fmt: skip


@pytest.mark.parametrize("held", [0, 3, 100])
def test_many_findings_are_those_that_were_put_in(held: int) -> None:
    """Whether they are held or filed: in the order in which they came, each as often as it is asked for."""
    with patch.object(gathered, "HELD", held):
        taken = Gathered()
        for start in range(0, 10, 2):
            taken.add([finding(n) for n in range(start, start + 2)])
        for start in range(9, 0, -2):
            taken.add_events([event(start), event(start - 1)])
        findings, events = taken.done()

    assert isinstance(findings, StoredFindings) == isinstance(events, StoredEvents) == (held < 10)
    for _ in range(2):
        assert list(findings) == [finding(n) for n in range(10)]
    assert (len(findings), findings[3], findings[-1]) == (10, finding(3), finding(9))
    assert list(findings[2:8:3]) == [finding(2), finding(5)]
    assert list(events) == [f"E{n}" for n in range(9, -1, -1)]
    assert (len(events), events["E4"], events.get("E10")) == (10, event(4), None)
    with pytest.raises(IndexError):
        findings[10]


@pytest.mark.parametrize("held", [0, 100])
def test_two_events_of_one_id_are_one(held: int) -> None:
    """An id that is given can look like one that is made for a row without: the last stands for both."""
    with patch.object(gathered, "HELD", held):
        taken = Gathered()
        taken.add([finding(1)])
        taken.add_events([event(1), event(2), event(1, agent="甲")])
        events = taken.done()[1]

    assert dict(events) == {"E1": event(1, agent="甲"), "E2": event(2)}
    assert len(events) == 2


def test_the_file_goes_with_what_is_in_it() -> None:
    """Nothing is left behind, and nothing is lost while either part is still in use."""
    with patch.object(gathered, "HELD", 0):
        taken = Gathered()
        taken.add([finding(1)])
        taken.add_events([event(1)])
        findings, events = taken.done()
    assert isinstance(findings, StoredFindings)
    path = Path(findings._file.connection.execute("PRAGMA database_list").fetchone()[2])
    del findings, taken
    gc.collect()

    assert path.exists()
    assert events["E1"] == event(1)
    del events
    gc.collect()
    assert not path.exists()


def test_nothing_is_written_elsewhere(tmp_path: Path) -> None:
    """What sorting the events takes on disk goes to the folder that was named, whatever its name."""
    folder = tmp_path / "it's here"
    folder.mkdir()
    with patch.object(gathered, "HELD", 0):
        taken = Gathered(str(folder))
        taken.add([finding(1)])
        assert taken._file is not None
        ((sorted_in,),) = taken._file.connection.execute("PRAGMA temp_store_directory").fetchall()

    assert Path(sorted_in) == folder


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    """Where the file cannot grow, the message names the folder and the next step."""
    with patch.object(gathered, "HELD", 0):
        taken = Gathered(str(tmp_path))
        taken.add([finding(1)])
        (path,) = tmp_path.iterdir()
        assert taken._file is not None
        taken._file.connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(OSError, match=r"cannot be written to .*full.*--temp"):
            taken.add([finding(n) for n in range(2, 1_000)])
        del taken
        gc.collect()
    assert not path.exists()


def test_a_report_does_not_depend_on_portions(tmp_path: Path) -> None:
    """A report is the same to the byte, in however many portions its findings are made, and wherever they are kept."""
    rows = [f"2026-07-0{1 + n % 9} 0{n % 10}:30,D{n % 3},call,outbound" for n in range(60)]
    log = write_log(tmp_path / "log.csv", "at,consumer,channel,direction", *rows)
    settings = Settings(logs=(str(log),), rules=("us.regf",), zone="America/New_York")
    seen = set()
    for portion, held in ((20_000, 100_000), (7, 100_000), (7, 0)):
        with (
            patch.object(making, "PORTION", portion),
            patch.object(events, "PORTION", portion),
            patch.object(gathered, "HELD", held),
        ):
            report = audit(settings).report
        assert len(report.findings) > 20
        write(report, tmp_path / "report.json")
        seen.add((tmp_path / "report.json").read_bytes())

    assert len(seen) == 1
