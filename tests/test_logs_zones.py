"""Local time from the one pinned time-zone database."""

from __future__ import annotations

import itertools
import struct
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.logs.zones import STEP, database_version, local, offset_of, offsets, readings, zone_names
from auditor.value_types import DAY, SECOND

ZONES = (
    "Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia",
    "America/Havana", "Africa/Casablanca", "UTC",
)  # fmt: skip


def pinned(name: str) -> ZoneInfo:
    """A zone by another road: the package's own file."""
    with (files("tzdata") / "zoneinfo" / name).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(ZONES), st.datetimes(datetime(1990, 1, 2), datetime(2049, 12, 30)))
def test_local_time_is_the_database_s(name: str, moment: datetime) -> None:
    """At any instant from 1990 to 2050 the local date and time are those of the pinned database."""
    instant = int((moment - datetime(1970, 1, 1)) / timedelta(microseconds=1))
    day, time = local(name, instant)

    expected = moment.replace(tzinfo=UTC).astimezone(pinned(name)).replace(tzinfo=None)
    assert datetime(1970, 1, 1) + timedelta(days=day, microseconds=time) == expected


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(ZONES), st.datetimes(datetime(1990, 1, 2), datetime(2049, 12, 30)))
def test_readings_are_those_of_both_folds(name: str, wall: datetime) -> None:
    """A wall time has one reading, or the two of the clocks before and after a change."""
    zone = pinned(name)
    folds = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC).replace(tzinfo=None) for fold in (0, 1)}
    found = readings(name, int((wall - datetime(1970, 1, 1)) / timedelta(microseconds=1)))

    assert {datetime(1970, 1, 1) + timedelta(microseconds=us) for us in found} == folds


def us(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int:
    """A wall time or instant in microseconds."""
    wall = datetime(year, month, day, hour, minute, second)
    return int((wall - datetime(1970, 1, 1)) / timedelta(microseconds=1))


def test_the_edges_of_a_change() -> None:
    """The hour that clocks repeat is half-open: its first instant occurs twice, its end once."""
    new_york = "America/New_York"
    assert len(readings(new_york, us(2026, 11, 1, 0, 59, 59))) == 1
    assert len(readings(new_york, us(2026, 11, 1, 1))) == 2
    assert len(readings(new_york, us(2026, 11, 1, 1, 59, 59))) == 2
    assert len(readings(new_york, us(2026, 11, 1, 2))) == 1
    assert len(readings(new_york, us(2026, 3, 8, 2))) == 2
    assert len(readings(new_york, us(2026, 3, 8, 3))) == 1


def test_offsets_change_at_their_instant() -> None:
    """The new offset holds from the very instant of the change on."""
    change = us(2026, 3, 8, 7)
    assert offset_of("America/New_York", change - 1) == -5 * 3600 * SECOND
    assert offset_of("America/New_York", change) == -4 * 3600 * SECOND
    assert (change, -4 * 3600 * SECOND) in offsets("America/New_York")


def test_every_zone_has_offsets_in_order() -> None:
    """A zone's table begins in 1990, and no offset stands beside itself."""
    for name in ("Asia/Shanghai", *ZONES):
        table = offsets(name)
        assert table[0][0] == us(1990, 1, 1)
        assert list(table) == sorted(table)
        assert all(before[1] != after[1] for before, after in itertools.pairwise(table))
        assert all(abs(offset) <= DAY for _, offset in table)


def changes(name: str) -> list[int]:
    """When a zone changes its offset from 1990 on, in seconds, as its file lists it."""
    data = (files("tzdata") / "zoneinfo" / name).read_bytes()
    second = data.index(b"TZif", 4)  # the first part of a file is for readers that know 32 bits only
    times, types = struct.unpack(">2l", data[second + 32 : second + 40])
    place = second + 44
    moments = struct.unpack(f">{times}q", data[place : place + 8 * times])
    kinds = data[place + 8 * times : place + 9 * times]
    offset = [
        struct.unpack(">l", data[at : at + 4])[0] for at in range(place + 9 * times, place + 9 * times + 6 * types, 6)
    ]
    pairs = itertools.pairwise(zip(moments, kinds, strict=True))
    return [at for (_, old), (at, new) in pairs if offset[old] != offset[new] and at * SECOND > us(1990, 1, 1)]


def test_no_zone_changes_twice_within_a_step() -> None:
    """What offsets are looked for by, a step of some days, misses no change of any zone."""
    listed = {name: changes(name) for name in zone_names()}
    assert sum(map(len, listed.values())) > 5000
    assert all(later - earlier > STEP for found in listed.values() for earlier, later in itertools.pairwise(found))
    for name in ZONES:
        assert {since for since, _ in offsets(name)} >= {at * SECOND for at in listed[name]}


@pytest.mark.parametrize("name", ["CST", "EST", "GMT+8", "PRC", "Asia/Shangai", "asia/shanghai", ""])
def test_abbreviations_and_other_spellings_are_no_zones(name: str) -> None:
    """A name that means several places, or none, is refused."""
    assert name not in zone_names()
    with pytest.raises(ValueError, match="no time zone"):
        offsets(name)


def test_the_database_has_a_version() -> None:
    """The report names the database that local times come from."""
    assert database_version()[:4].isdigit()
