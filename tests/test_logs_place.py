"""Where and when: zones, clock changes, several candidate zones."""

from __future__ import annotations

from pathlib import Path

from auditor.value_types import DAY
from tests.log_events import read, utc, wall
from tests.log_runs import audit, write

NEW_YORK = "America/New_York"
HEADER = "id,at,zone,consumer,channel,direction"


def row(id: str, at: str, zone: str = "") -> str:
    """A message."""
    return f"{id},{at},{zone},D1,sms,outbound"


def test_the_zone_of_the_row_goes_before_that_of_the_source(tmp_path: Path) -> None:
    """A row's zone says where; where the cell is empty, the source's does."""
    rows = [
        row("a", "2026-07-01 10:00", "Asia/Urumqi"),
        row("b", "2026-07-01 10:00"),
        row("c", "2026-07-01T02:00:00Z", NEW_YORK),
    ]
    log = read(write(tmp_path / "a.csv", HEADER, *rows))

    assert log.column("at") == ["2026-07-01 04:00:00", "2026-07-01 02:00:00", "2026-07-01 02:00:00"]
    assert log.column("local") == ["2026-07-01 10:00:00", "2026-07-01 10:00:00", "2026-06-30 22:00:00"]


def test_the_zone_of_a_profile_goes_before_that_of_the_command(tmp_path: Path) -> None:
    """Each export has its own clock: what its profile says holds for it."""
    profile = f'zone = "{NEW_YORK}"\n[columns]\nat = "t"\n'
    log = read(write(tmp_path / "a.csv", "t,u", "2026-07-01 10:00,1"), profile=profile)

    assert log.column("at") == ["2026-07-01 14:00:00"]


def test_offsets_follow_the_seasons(tmp_path: Path) -> None:
    """The same clock time is another instant in winter, and just beside a change it is neither repeated nor skipped."""
    times = [
        "2026-01-01 10:00",
        "2026-07-01 10:00",
        "2026-03-08 01:59:59",
        "2026-03-08 03:00",
        "2026-11-01 00:59:59",
        "2026-11-01 02:00",
    ]
    log = read(write(tmp_path / "a.csv", HEADER, *(row(str(n), at, NEW_YORK) for n, at in enumerate(times))))

    assert log.column("at") == [
        "2026-01-01 15:00:00", "2026-07-01 14:00:00", "2026-03-08 06:59:59", "2026-03-08 07:00:00",
        "2026-11-01 04:59:59", "2026-11-01 07:00:00",
    ]  # fmt: skip
    assert log.column("us_later") == [None] * len(times)


def test_a_local_time_that_occurs_twice_keeps_both_readings(tmp_path: Path) -> None:
    """When clocks go back, the first reading is the event's, and the later one is kept beside it."""
    log = read(
        write(
            tmp_path / "a.csv",
            HEADER,
            row("a", "2026-11-01 01:30", NEW_YORK),
            row("b", "2026-11-01 01:30-05:00", NEW_YORK),
        )
    )

    first, second = log.events
    assert (first["at"], utc(first["us_later"])) == ("2026-11-01 05:30:00", "2026-11-01 06:30:00")
    assert (first["local"], wall(first["date_later"], first["time_later"])) == ("2026-11-01 01:30:00",) * 2
    assert (second["at"], second.get("us_later")) == ("2026-11-01 06:30:00", None)
    assert any("1 events at a local time that a clock change makes ambiguous" in note for note in log.notes)


def test_a_local_time_that_never_occurs_keeps_both_readings(tmp_path: Path) -> None:
    """When clocks go forward, the skipped time is read by the offset after and by the one before the change."""
    log = read(write(tmp_path / "a.csv", HEADER, row("a", "2026-03-08 02:30", NEW_YORK)))

    (event,) = log.events
    assert (event["at"], event["local"]) == ("2026-03-08 06:30:00", "2026-03-08 01:30:00")
    assert (utc(event["us_later"]), wall(event["date_later"], event["time_later"])) == (
        "2026-03-08 07:30:00", "2026-03-08 03:30:00",
    )  # fmt: skip


def test_a_reading_that_matters_is_inconclusive(tmp_path: Path) -> None:
    """Where clocks are turned back over the permitted hour, the time of day says nothing; elsewhere it does."""
    rows = [row("twice", "1991-09-15 01:30"), row("late", "1991-09-15 22:30")]  # China's last summer time
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, *rows))

    assert ("hours", "late") in ran.violations
    assert ("hours", "twice") in ran.violations  # at night under either reading


def test_half_hour_and_odd_changes(tmp_path: Path) -> None:
    """Lord Howe turns its clocks by half an hour, and a zone may skip a whole day."""
    rows = [row("a", "2026-04-05 01:45", "Australia/Lord_Howe"), row("b", "2011-12-30 12:00", "Pacific/Apia")]
    log = read(write(tmp_path / "a.csv", HEADER, *rows))

    first, second = log.events
    assert first["us_later"] - first["us"] == 30 * 60 * 1_000_000
    assert abs(second["us_later"] - second["us"]) == DAY


def test_several_candidate_zones(tmp_path: Path) -> None:
    """An event with several zones has a local time in each of them; a naive time is that of the first."""
    rows = [row("a", "2026-07-01 20:30", f"{NEW_YORK};America/Denver"), row("b", "2026-07-01 20:30", NEW_YORK)]
    log = read(write(tmp_path / "a.csv", HEADER, *rows))

    first, second = log.events
    assert [wall(place["date"], place["time"]) for place in first["locals"]] == [
        "2026-07-01 20:30:00",
        "2026-07-01 18:30:00",
    ]
    assert "locals" not in second
    assert log.notes == ["1 events have several candidate zones: a condition on local time must hold in all of them"]


def test_a_condition_on_local_time_has_to_hold_in_every_candidate_zone(tmp_path: Path) -> None:
    """Late in both zones is late, in neither is fine, in one of them is inconclusive."""
    zones = f"{NEW_YORK};America/Denver"
    rows = [
        row("both", "2026-07-01 23:59", "America/Denver;America/Chicago"),
        row("one", "2026-07-02 22:30", zones),
        row("none", "2026-07-03 12:00", zones),
    ]
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, *rows))

    hours = {found["event"] for found in ran.report["inconclusive"] if found["rule"].endswith("hours")}
    assert ran.violations == {("hours", "both")}
    assert hours == {"one"}


def test_a_list_of_zones_with_a_wrong_one_is_rejected(tmp_path: Path) -> None:
    """One name among several that is no zone makes the place unknown."""
    log = read(
        write(tmp_path / "a.csv", HEADER, row("a", "2026-07-01 10:00", f"{NEW_YORK};EST"), row("b", "2026-07-01 10:00"))
    )

    assert log.reasons == [(2, "zone", f"{NEW_YORK};EST", "not a time zone")]
    assert log.codes == ["unknown-zone"]


def test_times_in_several_files_have_their_own_zones(tmp_path: Path) -> None:
    """Two exports by two clocks are one log in the order of instants' files."""
    profiles = [
        'zone = "Asia/Shanghai"\n[columns]\nat = "t"\nid = "id"\n',
        f'zone = "{NEW_YORK}"\n[columns]\nat = "time"\nid = "id"\n',
    ]
    one = write(tmp_path / "a.csv", "t,id", "2026-07-01 10:00,a")
    two = write(tmp_path / "b.csv", "time,id", "2026-07-01 10:00,b")
    log = read(one, two, profile=profiles, zone=None)

    assert log.column("at") == ["2026-07-01 02:00:00", "2026-07-01 14:00:00"]
    assert log.column("local") == ["2026-07-01 10:00:00"] * 2


def test_the_known_span_ends_with_the_period_by_the_earliest_clock(tmp_path: Path) -> None:
    """The log is known from its first event to the end of its last day."""
    log = read(write(tmp_path / "a.csv", HEADER, row("a", "2026-07-01 10:00"), row("b", "2026-07-03 10:00")))

    assert (wall(log.known[0], 0), wall(log.known[1], 0)) == ("2026-07-01 00:00:00", "2026-07-03 00:00:00")
    assert log.period == log.known
