"""Where the header of a log stands, and which profile fits it."""

from __future__ import annotations

from pathlib import Path

from auditor.logs.headers import Headers
from auditor.logs.profile import CANONICAL, ColumnMapping, Profile
from tests.log_events import fields, read
from tests.log_runs import write

HEADER = "id,at,consumer,channel,direction"
ROW = "a,2026-07-01 10:00,D1,sms,outbound"


def test_each_log_takes_the_profile_that_fits(tmp_path: Path) -> None:
    """Several exports with several profiles, and one without need of any, are one log."""
    calls = write(tmp_path / "calls.csv", "t,who", "2026-07-01 10:00,D1")
    sms = write(tmp_path / "sms.csv", "sent,to", "2026-07-02 10:00,D2")
    plain = write(tmp_path / "plain.csv", HEADER, ROW)
    profiles = [
        '[columns]\nat = "t"\nconsumer = "who"\nchannel = {value = "call"}',
        '[columns]\nat = "sent"\nconsumer = "to"\nchannel = {value = "短信"}',
    ]
    log = read(calls, sms, plain, profile=profiles)

    assert [(event["consumer"], event["channel"]) for event in log.events] == [
        ("D1", "call"),
        ("D2", "sms"),
        ("D1", "sms"),
    ]


def test_a_log_without_a_header(tmp_path: Path) -> None:
    """A profile names the columns of a file without a header by their numbers."""
    profile = 'has_header = false\n[columns]\nat = "2"\nconsumer = "1"\n'
    log = read(write(tmp_path / "a.csv", "D1,2026-07-01 10:00", "D2,2026-07-01 11:00"), profile=profile)

    assert log.column("consumer") == ["D1", "D2"]
    assert log.column("row") == [1, 2]


def test_a_header_in_a_given_row(tmp_path: Path) -> None:
    """`header_row` says where the header stands, where it could not be found."""
    profile = 'header_row = 3\n[columns]\nat = "t"\n'
    log = read(write(tmp_path / "a.csv", "t,u", "x,y", "t,u", "2026-07-01 10:00,1"), profile=profile)

    assert log.column("row") == [4]


def test_what_a_header_lacks_is_told_of_the_profile_that_nearly_fits() -> None:
    """Of several profiles only that is spoken of which the file nearly fits; without any, the time is asked for."""
    near = Profile("near", {"at": ColumnMapping(("start",)), "consumer": ColumnMapping(("who",))})
    other = Profile("other", {"at": ColumnMapping(("begin",))})
    found = Headers([other, near], fields()).profile_of(["start", "whom"], "a.csv")
    assert isinstance(found, list)
    assert [problem.message for problem in found] == ["the profile `near` does not fit: the file has no column `who`"]
    assert found[0].hint == "the file has `whom`"

    found = Headers([], fields()).profile_of(["start", "whom"], "a.csv")
    assert isinstance(found, list)
    assert [problem.message for problem in found] == ["no column is the time of the event (`at`, 时间)"]
    assert Headers([], fields()).profile_of(["时间", "whom"], "a.csv") == CANONICAL
