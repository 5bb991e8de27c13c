"""Local time, from one pinned time-zone database: the tzdata package, never the machine's.

An instant is microseconds since 1970 in UTC; a wall time is microseconds of local time since 1970.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from operator import itemgetter
from zoneinfo import ZoneInfo

from auditor.value_types import DAY, SECOND

Offsets = tuple[tuple[int, int], ...]
"""Instants from which an offset holds, and the offset, both in microseconds; the first holds from ever."""

_since = itemgetter(0)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STEP = 3 * 24 * 3600
"""Seconds: no zone changes its offset twice in so few."""
FIRST_YEAR, LAST_YEAR = 1990, 2050


def database_version() -> str:
    """The version of the pinned database, such as `2026f`."""
    import tzdata

    return str(tzdata.IANA_VERSION)


@cache
def zone_names() -> frozenset[str]:
    """Every zone that may be named. Abbreviations are not among them: `CST` is Chicago to one and Beijing to another."""
    listed = (files("tzdata") / "zones").read_text(encoding="ascii").split()
    return frozenset(name for name in listed if "/" in name or name == "UTC")


@cache
def _zone(name: str) -> ZoneInfo:
    if name not in zone_names():
        raise ValueError(f"no time zone `{name}`")
    *folders, file = name.split("/")
    with files(".".join(["tzdata.zoneinfo", *folders])).joinpath(file).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def _offset_at(zone: ZoneInfo, seconds: int) -> int:
    offset = (_EPOCH + timedelta(seconds=seconds)).astimezone(zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())


@cache
def offsets(name: str) -> Offsets:
    """The offsets of a zone from 1990 to 2050."""
    zone = _zone(name)
    start = int(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).timestamp())
    end = int(datetime(LAST_YEAR, 1, 1, tzinfo=UTC).timestamp())
    current = _offset_at(zone, start)
    found = [(start * SECOND, current * SECOND)]
    before = start
    for moment in range(start + STEP, end + STEP, STEP):
        offset = _offset_at(zone, moment)
        if offset != current:
            low, high = before, moment
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _offset_at(zone, middle) == current else (low, middle)
            found.append((high * SECOND, offset * SECOND))
            current = offset
        before = moment
    return tuple(found)


def offset_of(name: str, instant: int) -> int:
    """The offset of a zone at an instant."""
    table = offsets(name)
    return table[max(0, bisect_right(table, instant, key=_since) - 1)][1]


def local(name: str, instant: int) -> tuple[int, int]:
    """The local date (days since 1970) and time of day (microseconds) of an instant."""
    return divmod(instant + offset_of(name, instant), DAY)


def readings(name: str, wall: int) -> tuple[int, ...]:
    """The instants that a wall time may be: one; two where clocks were turned back over it, or forward past it.

    A time that the clocks skipped is read with the offset before and with the one after the change.
    """
    near = {offset_of(name, wall - DAY), offset_of(name, wall + DAY)}
    found = {wall - offset for offset in near if offset_of(name, wall - offset) == offset}
    return tuple(sorted(found or {wall - offset for offset in near}))
