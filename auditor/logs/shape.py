"""What the compiler has to know of a timeline, asked of the table itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from auditor.compile import shape as s
from auditor.engine.timeline import TABLE
from auditor.language.declarations import Field
from auditor.logs.place import Placed
from auditor.logs.zones import offsets
from auditor.value_types import DAY, Kind

MANY = 50_000


@dataclass(frozen=True)
class Options:
    """How a log is read. zone: of times without offset. period: local dates (days), inclusive. keys: of histories."""

    zone: str | None = None
    period: tuple[int, int] | None = None
    strict_history: bool = False
    offsets_of: tuple[str, ...] = ()
    threads: int | None = None
    keys: frozenset[str] = frozenset()


def shape_of(
    connection: duckdb.DuckDBPyConnection, fields: Mapping[str, Field], needed: frozenset[str], placed: Placed,
    known: s.KnownSpan, options: Options,
) -> tuple[s.Shape, frozenset[str]]:  # fmt: skip
    """What the compiler has to know, asked of the table itself."""
    present = {name for (name,) in connection.execute(f"SELECT column_name FROM (DESCRIBE {TABLE})").fetchall()}
    names = sorted(name for name in needed if s.column(name) in present)
    columns = ["count(*)", "bool_and(f_kind = 'contact')"]
    for name in names:
        column = s.column(name)
        columns.append(f'count(*) FILTER ("{column}" IS NULL)')
        columns.append(f"count(*) FILTER (\"{column}\" IS NULL AND f_kind = 'contact')")
        columns.append(f'count(*) FILTER (len("{column}") > 1)' if fields[name].type.several else "0")
        masked = s.masked_column(name)
        columns.append(f'count(*) FILTER ("{masked}")' if masked in present else "0")
    ((rows, only_contacts, *counts),) = connection.execute(f"SELECT {', '.join(columns)} FROM {TABLE}").fetchall()
    unknown, empty, several, masked_fields = set(), set(), set(), set()
    for index, name in enumerate(names):
        nulls, among_contacts, many, hidden = counts[4 * index : 4 * index + 4]
        if nulls:
            empty.add(name)
        if among_contacts if fields[name].of_contacts else nulls:
            unknown.add(name)
        if many:
            several.add(name)
        if hidden:
            masked_fields.add(name)
    kinds = connection.execute(f"SELECT DISTINCT f_kind FROM {TABLE}").fetchall()
    return (
        s.Shape(
            fields=frozenset(names),
            unknown=frozenset(unknown),
            empty=frozenset(empty),
            only_contacts=bool(only_contacts),
            several=frozenset(several),
            masked=frozenset(masked_fields),
            zones_differ=placed.several_zones,
            hashed=_hashed(connection, [fields[name] for name in names if name in options.keys]),
            one_offset=not placed.several_zones
            and not placed.ambiguous
            and len(set(offsets_held(connection, TABLE))) == 1,
            known=known,
            many=rows > MANY,
            strict_history=options.strict_history,
            offsets={zone: offsets(zone) for zone in options.offsets_of},
        ),
        frozenset(kind for (kind,) in kinds),
    )


def offsets_held(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int]:
    """The least and the greatest offset of the log's places: by the clock of the latter the period ends first."""
    offset = f"date::BIGINT * {DAY} + time - us"
    ((least, greatest),) = connection.execute(f"SELECT min({offset}), max({offset}) FROM {table}").fetchall()
    return least, greatest


def _hashed(connection: duckdb.DuckDBPyConnection, keys: Sequence[Field]) -> frozenset[str]:
    """Those of some fields no two of whose values have the same hash."""
    found = []
    for key in keys:
        if key.type.kind is not Kind.TEXT or key.type.several:
            continue
        values = f'SELECT "{s.column(key.name)}" AS value FROM {TABLE} GROUP BY 1'
        twice = f"SELECT 1 FROM ({values}) GROUP BY hash(value) HAVING count(*) > 1 LIMIT 1"
        if not connection.execute(twice).fetchall():
            found.append(key.name)
    return frozenset(found)
