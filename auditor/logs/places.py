"""Where the person contacted is: the zones of a log, and instants and local times by them, worked out in one place.

Tables of offsets come from the pinned time-zone database and are joined to the rows; the database's own idea of
time zones is never used.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from auditor.logs.zones import Offsets, offsets

WALLS = "zone_walls"
INSTANTS = "zone_instants"
_MARGIN = 3 * 86_400_000_000


@dataclass(frozen=True)
class Span:
    """The wall times or instants (microseconds) that the log's times lie between."""

    first: int
    last: int


def needed_offsets(zone: str, span: Span) -> Offsets:
    """The offsets of a zone that hold somewhere in a span, a few days wider."""
    table = offsets(zone)
    starts = [since for since, _ in table]
    first = max(bisect.bisect_right(starts, span.first - _MARGIN) - 1, 0)
    last = bisect.bisect_right(starts, span.last + _MARGIN)
    return table[first:last]


def constant_offset(zones: Iterable[str], span: Span) -> dict[str, int] | None:
    """The one offset of each zone over a span; None where one of them changes."""
    found = {}
    for zone in zones:
        table = needed_offsets(zone, span)
        if len(table) != 1:
            return None
        found[zone] = table[0][1]
    return found


def register_offsets(connection: duckdb.DuckDBPyConnection, zones: Sequence[str], span: Span) -> None:
    """Make the tables `zone_walls` and `zone_instants`.

    zone_walls: for every stretch of an offset the wall times that it covers, with its neighbours': a wall time
    belongs to the last stretch that has begun; it is ambiguous where the one before has not ended, and skipped where
    its own has.
    """
    walls, instants = [], []
    for zone in zones:
        table = needed_offsets(zone, span)
        for index, (since, offset) in enumerate(table):
            first = index == 0
            until = table[index + 1][0] if index + 1 < len(table) else 2**62
            following = table[index + 1][1] if index + 1 < len(table) else offset
            before = table[index - 1][1] if not first else offset
            begins = -(2**62) if first else since + offset
            previous_ends = -(2**62) if first else since + before
            ends = until + offset if until < 2**62 else 2**62
            walls.append((zone, begins, ends, offset, previous_ends, before, following))
            instants.append((zone, -(2**62) if first else since, offset))
    _table(connection, WALLS, ("zone", "begins", "ends", "offset_us", "previous_ends", "previous", "following"), walls)
    _table(connection, INSTANTS, ("zone", "since", "offset_us"), instants)


def _table(
    connection: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str], rows: Sequence[tuple[str | int, ...]]
) -> None:
    kinds = [pa.string(), *[pa.int64()] * (len(columns) - 1)]
    data = {c: pa.array([row[i] for row in rows], kinds[i]) for i, c in enumerate(columns)}
    connection.register("offset_rows", pa.table(data))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM offset_rows")
    connection.unregister("offset_rows")
