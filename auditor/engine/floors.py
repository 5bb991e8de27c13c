"""Rules that judge keys and calendar units instead of events: `at least N S per K in each U`.

A key is judged from the unit of its first event on, to the end of the period; a unit that is not wholly known is
inconclusive unless it holds enough already.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.causes import UNSURE_HISTORY
from auditor.compile.program import COMPLIANT, VIOLATION, CompiledFloor
from auditor.compile.sql import and_, cast, col, is_null, lit, named, not_, select, text
from auditor.engine.judge import JUDGED
from auditor.engine.timeline import Connection, Timeline
from auditor.language import core as c

PARTIAL_UNIT = "the calendar unit is not wholly within the log's period"
_CAUSES = (PARTIAL_UNIT, UNSURE_HISTORY)
_ROWS = "floor_rows"
_UNITS = "floor_units"
_EPOCH = date(1970, 1, 1)

_COUNTED = f"""
WITH keyed AS (
    SELECT world, key, min(date) AS first_date, bool_or(coalesce(among, false)) AS surely, max(known_from_date) AS known_from,
           max(known_through_date) AS known_through
    FROM {_ROWS} WHERE coalesce(among, true) GROUP BY world, key
), ends AS (
    SELECT world, coalesce(max(known_through_date), max(date)) AS last_date FROM {_ROWS} GROUP BY world
), counted AS (
    SELECT world, key, unit, count(*) FILTER (WHERE selected) AS low, count(*) FILTER (WHERE coalesce(selected, true)) AS high,
           list(seq ORDER BY us, seq) FILTER (WHERE selected) AS evidence
    FROM {_ROWS} GROUP BY world, key, unit
), limits AS (
    SELECT max(lim) AS lim FROM {_ROWS}
)
SELECT k.world, k.key, u.unit, u.first_day, coalesce(n.low, 0) AS low, lim, coalesce(n.evidence, []) AS evidence,
       CASE WHEN coalesce(n.low, 0) >= lim THEN {COMPLIANT}
            WHEN NOT (u.whole AND coalesce(k.known_from <= u.first_day, true) AND coalesce(u.last_day <= k.known_through, true)) THEN 1
            WHEN NOT k.surely OR coalesce(n.high, 0) >= lim THEN 2
            ELSE {VIOLATION} END AS verdict
FROM keyed k JOIN ends e USING (world) CROSS JOIN limits
JOIN {_UNITS} u ON u.last_day >= k.first_date AND (NOT u.by_world OR u.first_day <= e.last_date)
LEFT JOIN counted n ON n.world = k.world AND n.key = k.key AND n.unit = u.unit
ORDER BY k.world, k.key, u.unit
"""


@dataclass(frozen=True)
class FloorVerdict:
    """A key and unit, and what the rule says of it. cause: why it is inconclusive."""

    world: int
    key: tuple[str, ...]
    unit: int
    first_day: int
    count: int
    limit: Any
    verdict: int
    cause: str | None
    evidence: tuple[int, ...]


def judge_floor(timeline: Timeline, floor: CompiledFloor) -> Iterator[FloorVerdict]:
    """Judge every key and unit of a rule in the slice in hand."""
    connection = timeline.connection
    _make_rows(connection, floor, timeline)
    _make_units(timeline, floor)
    for world, key, unit, first_day, low, limit, evidence, verdict in connection.execute(_COUNTED).fetchall():
        cause = None if verdict in (COMPLIANT, VIOLATION) else _CAUSES[verdict - 1]
        yield FloorVerdict(world, tuple(key), unit, first_day, low, limit, verdict, cause, tuple(evidence))


def _make_rows(connection: Connection, floor: CompiledFloor, timeline: Timeline) -> None:
    """The judged rows with the columns that the count reads, under fixed names."""
    keys = [col(key) for key in floor.keys]
    worlds = timeline.shape.worlds
    nothing = cast(lit(None), "INTEGER")
    columns = [
        named(col(s.WORLD) if worlds else lit(0), "world"),
        named(exp.Array(expressions=[cast(key, "VARCHAR") for key in keys]), "key"),
        named(col(floor.unit), "unit"),
        named(col(floor.among), "among"),
        named(col(floor.selected), "selected"),
        named(col(floor.limit), "lim"),
        named(col(s.DATE), "date"),
        named(col(s.KNOWN_FROM_DATE) if worlds else nothing, "known_from_date"),
        named(col(s.KNOWN_THROUGH_DATE) if worlds else nothing, "known_through_date"),
        col(s.US),
        col(s.SEQ),
    ]
    query = select(columns, JUDGED).where(and_([not_(is_null(key)) for key in keys]), copy=False)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {_ROWS} AS {text(query)}")


def _make_units(timeline: Timeline, floor: CompiledFloor) -> None:
    """The calendar units that lie in the period (or, with worlds, in the span of the events)."""
    assert floor.rule.floor is not None
    unit, connection = floor.rule.floor.unit, timeline.connection
    if timeline.period is not None:
        first, last = timeline.period
    else:
        span = f"SELECT min(date), max(coalesce(known_through_date, date)) FROM {_ROWS}"
        ((first, last),) = connection.execute(span).fetchall()
        first, last = (0, -1) if first is None else (first, last)
    known = timeline.shape.known
    rows = []
    for number, start, end in units(unit, first, last):
        whole = known is None or (known.from_date <= start and end <= known.through_date)
        rows.append((number, start, end, whole, timeline.period is None))
    names = ("unit", "first_day", "last_day", "whole", "by_world")
    kinds = (pa.int32(), pa.int32(), pa.int32(), pa.bool_(), pa.bool_())
    data = {name: pa.array([row[i] for row in rows], kinds[i]) for i, name in enumerate(names)}
    connection.register("floor_units_data", pa.table(data))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_UNITS} AS SELECT * FROM floor_units_data")
    connection.unregister("floor_units_data")


def units(each: c.Each, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Number, first and last day of every calendar unit that overlaps a span of days."""
    if last < first:
        return
    start = first
    while _number(each, start - 1) == _number(each, start):
        start -= 1
    while start <= last:
        end = start
        while _number(each, end + 1) == _number(each, start):
            end += 1
        yield _number(each, start), start, end
        start = end + 1


def _number(each: c.Each, day: int) -> int:
    when = _EPOCH + timedelta(days=day)
    match each.unit:
        case "day":
            return day
        case "week":
            return (day + (4 if each.week_from_sunday else 3)) // 7
        case "month":
            return (when.year - 1970) * 12 + when.month - 1
        case "quarter":
            return (when.year - 1970) * 4 + (when.month - 1) // 3
        case _:
            return when.year - 1970
