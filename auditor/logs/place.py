"""Staged rows placed in time: instants, local dates and times, both readings where a clock change makes two.

Offsets are joined from the pinned database's tables. Where every zone of the log keeps one offset throughout, they
are constants and nothing is joined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.sql import NULL, Sql, case, cast, col, compare, lit, named, select, text
from auditor.diagnostics import Diagnostic, Level
from auditor.findings import RejectedRow, SourceRow
from auditor.language.declarations import TEXTS, Field
from auditor.logs.defaults import fill
from auditor.logs.places import INSTANTS, WALLS, Span, constant_offset, register_offsets
from auditor.logs.raw import ROW
from auditor.logs.stage import FILE, INSTANT, LEG, OFFSET, WALL, ZONES, Staged, sql_type
from auditor.logs.texts import RESULTS
from auditor.logs.zones import zone_names
from auditor.spelling import did_you_mean
from auditor.value_types import DAY

NO_ZONE = "a time without an offset, and no zone says where"
NO_PLACE = "a time in UTC, and no zone says where the person contacted is"
_ZONE = "zone1"
_CANDIDATES = "STRUCT(date INTEGER, time BIGINT)[]"


@dataclass
class Placed:
    """What placing found: rows that cannot be placed, and what the log's times rest on.

    defaults: by field, what was assumed. derived: columns of the timeline that follow from others of the table or are
    the same throughout, as SQL.
    """

    rejected: list[RejectedRow] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    defaults: dict[str, str] = field(default_factory=dict)
    derived: list[str] = field(default_factory=list)
    several_zones: bool = False
    ambiguous: bool = False


def place(
    connection: duckdb.DuckDBPyConnection,
    staged: Sequence[Staged],
    fields: Mapping[str, Field],
    needed: frozenset[str],
    events: str,
    found: Sequence[str],
) -> Placed:
    """Make the table of events from the staged views. found: columns of what was found in texts, to be joined to it.

    Columns that would be empty throughout (candidate zones, later readings) are left out.
    """
    placed = Placed()
    zones, bad_zones = _zones(connection, staged)
    union = _union(staged, fields, needed)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW staged_all AS {text(union)}")
    _reject(connection, staged, bad_zones, placed)
    moments = sorted({name for one in staged for name in one.moments})
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE bad_zone_names AS SELECT unnest(?::VARCHAR[]) AS zone", [sorted(bad_zones)]
    )
    kept = "FROM staged_all"
    if bad_zones or not all(one.placed for one in staged):
        kept += (
            f" WHERE NOT coalesce(list_has_any({ZONES}, (SELECT coalesce(list(zone), []) FROM bad_zone_names)), false) "
            f"AND (({WALL} IS NOT NULL AND len({ZONES}) > 0) OR ({INSTANT} IS NOT NULL AND (len({ZONES}) > 0 OR {OFFSET} <> 0)))"
        )
    span = _span(staged)
    filled = fill(staged, fields, needed)
    placed.defaults, placed.derived = filled.assumed, [*filled.derived]
    columns = filled.columns
    several = any(one.zone_given for one in staged)
    constants = constant_offset(zones, span)
    if constants is not None:
        query = _constant(kept, constants, columns, moments, several)
        placed.derived += _no_later_reading()
    else:
        register_offsets(connection, zones, span)
        query = _joined(kept, columns, moments, several)
    connection.execute(f"CREATE OR REPLACE TABLE {events} AS {_with_found(query, found)}")
    connection.execute(f"DROP TABLE IF EXISTS {RESULTS}")
    if several:
        _candidate_zones(connection, events, placed, zones, span)
    else:
        placed.derived.append(_no_candidates())
    if constants is None:
        _note_ambiguous(connection, events, placed)
    return placed


def _with_found(query: str, found: Sequence[str]) -> str:
    """The query with what was found in texts."""
    if not found:
        return query
    sides = [s.column(name) for name in TEXTS]
    columns = [f'"{name}"' if name not in sides else f'CAST("{name}" AS ENUM(\'\')) AS "{name}"' for name in found]
    return (
        f"SELECT q.*, p.* EXCLUDE ({s.SEQ}) FROM ({query}) q LEFT JOIN (SELECT {s.SEQ}, {', '.join(columns)} FROM {RESULTS}) p "
        f"USING ({s.SEQ})"
    )


def _no_later_reading() -> list[str]:
    kinds = {s.US_LATER: "BIGINT", s.DATE_LATER: "INTEGER", s.TIME_LATER: "BIGINT"}
    return [f"NULL::{kind} AS {name}" for name, kind in kinds.items()]


def _no_candidates() -> str:
    return f"NULL::{_CANDIDATES} AS {s.LOCALS}"


def _note_ambiguous(connection: duckdb.DuckDBPyConnection, events: str, placed: Placed) -> None:
    ((ambiguous,),) = connection.execute(f"SELECT count(*) FROM {events} WHERE {s.US_LATER} IS NOT NULL").fetchall()
    placed.ambiguous = ambiguous > 0
    if ambiguous:
        placed.notes.append(
            f"{ambiguous} events at a local time that a clock change makes ambiguous: judged under the earlier and the later reading"
        )


def _zones(connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged]) -> tuple[list[str], set[str]]:
    """The zones that rows name: those that exist, and those that do not."""
    named_: set[str] = set()
    for one in staged:
        if not one.zone_given:
            if one.zone is not None and one.rows:
                named_.add(one.zone)
            continue
        query = f"SELECT DISTINCT unnest({ZONES}) FROM (SELECT DISTINCT {ZONES} FROM {one.view})"
        named_ |= {zone for (zone,) in connection.execute(query).fetchall() if zone is not None}
    known = zone_names()
    return sorted(named_ & known), named_ - known


def _union(staged: Sequence[Staged], fields: Mapping[str, Field], needed: frozenset[str]) -> exp.Expr:
    """The staged views, one below the other, with the same columns."""
    given = [name for name in fields if name in needed - {*TEXTS} and any(name in one.fields for one in staged)]
    moments = sorted({name for one in staged for name in one.moments})
    masked = sorted({name for one in staged for name in one.masked})
    legs = any(one.mapped.opened.profile.legs is not None for one in staged)
    parts: list[exp.Select] = []
    for one in staged:
        columns: list[Sql] = [col(name) for name in (s.SEQ, FILE, s.column("row"), WALL, INSTANT, OFFSET, ZONES)]
        for name in given:
            column, kind = s.column(name), sql_type(fields[name].type)
            columns.append(named(col(column) if name in one.fields else cast(NULL, kind), column))
        for name in moments:
            for prefix in ("wall", "instant"):
                column = f"{prefix}_{name}"
                columns.append(named(col(column) if name in one.moments else cast(NULL, "BIGINT"), column))
        for name in masked:
            column = s.masked_column(name)
            columns.append(named(col(column) if name in one.masked else lit(False), column))
        if legs:
            has = one.mapped.opened.profile.legs is not None
            columns.append(named(col(LEG) if has else cast(NULL, "VARCHAR"), LEG))
        parts.append(select(columns, one.view))
    union: exp.Expr = parts[0]
    for part in parts[1:]:
        union = exp.Union(this=union, expression=part, distinct=False)
    return union


def _reject(
    connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], bad_zones: set[str], placed: Placed
) -> None:
    """Rows whose place is not known; a file without any zone is one problem, and all its rows are rejected."""
    for one in staged:
        if one.placed and not bad_zones:
            continue
        raw = one.mapped.opened.raw
        at = one.mapped.fields["at"]
        times = text(select([col(ROW), named(one.mapped.cleaner.text(at), "value")], one.mapped.cleaner.table))
        query = (
            f"SELECT {s.column('row')}, CASE WHEN {WALL} IS NOT NULL THEN ? ELSE ? END, value FROM {one.view} "
            f"JOIN ({times}) ON {s.column('row')} = {ROW} "
            f"WHERE coalesce(len({ZONES}), 0) = 0 AND ({WALL} IS NOT NULL OR coalesce({OFFSET}, 0) = 0) ORDER BY 1"
        )
        rows = connection.execute(query, [NO_ZONE, NO_PLACE]).fetchall()
        placed.rejected += [
            RejectedRow(SourceRow(raw.file, raw.sheet, row), ", ".join(at.columns), value, reason)
            for row, reason, value in rows
        ]
        if rows and len(rows) == one.rows:
            hint = 'say where: `--zone Asia/Shanghai`, `zone = "..."` in a profile, or a column `zone`'
            placed.problems.append(Diagnostic("no-zone", rows[0][1], file=raw.place, hint=hint))
        if not bad_zones:
            continue
        query = f"SELECT {s.column('row')}, array_to_string({ZONES}, ';') FROM {one.view} WHERE list_has_any({ZONES}, ?) ORDER BY 1"
        for row, value in connection.execute(query, [sorted(bad_zones)]).fetchall():
            placed.rejected.append(RejectedRow(SourceRow(raw.file, raw.sheet, row), "zone", value, "not a time zone"))
    for zone in sorted(bad_zones):
        abbreviation = zone.isupper() and len(zone) <= 5
        hint = did_you_mean(zone, zone_names()) or "zones are written as `Asia/Shanghai`"
        message = (
            f"`{zone}` is an abbreviation, and stands for several zones"
            if abbreviation
            else f"`{zone}` is not a time zone"
        )
        placed.problems.append(Diagnostic("unknown-zone", message, hint=hint, level=Level.WARNING))


def _span(staged: Sequence[Staged]) -> Span:
    spans = [one.span for one in staged if one.span is not None]
    return Span(min((first for first, _ in spans), default=0), max((last for _, last in spans), default=0))


def _constant(
    kept: str, offsets: Mapping[str, int], columns: Sequence[str], moments: Sequence[str], several: bool
) -> str:
    """Every zone keeps one offset: instants and local times are sums."""
    zone = "list_extract(zones, 1)"
    if len(set(offsets.values())) == 1 and offsets:
        known = str(next(iter(offsets.values())))
        offset = f"CASE WHEN len({ZONES}) > 0 THEN {known} ELSE {OFFSET} END" if " WHERE " in kept or several else known
    else:
        cases = (
            case(*((compare(col(_ZONE), "=", lit(name)), lit(value)) for name, value in offsets.items()))
            if offsets
            else NULL
        )
        offset = f"coalesce({text(cases)}, {OFFSET})"
    return (
        f"SELECT {_place_columns(several)}, us AS {s.US}, {_local_columns('us + offset_us')}"
        f"{_more(columns, moments, 'offset_us')} "
        f"FROM (SELECT *, coalesce({INSTANT}, {WALL} - offset_us) AS us FROM "
        f"(SELECT *, {offset} AS offset_us FROM (SELECT *, {zone} AS {_ZONE} {kept})))"
    )


def _local_columns(local: str, date: str = s.DATE, time: str = s.TIME) -> str:
    return f"(({local}) // {DAY})::INTEGER AS {date}, (({local}) % {DAY})::BIGINT AS {time}"


def _more(columns: Sequence[str], moments: Sequence[str], offset: str) -> str:
    """The further columns: fields, and moments placed with the offset of the event."""
    parts = list(columns)
    for name in moments:
        placed = f'coalesce("instant_{name}", "wall_{name}" - {offset})'
        parts.append(f'({placed})::BIGINT AS "{s.column(name)}"')
        if name == "ended":
            has = any(column.endswith('"f_duration"') for column in columns)
            own = '"f_duration"' if has else "NULL"
            parts = [part for part in parts if not part.endswith('"f_duration"')]
            parts.append(f'coalesce({own}, CASE WHEN {placed} >= us THEN {placed} - us END)::BIGINT AS "f_duration"')
    return (", " + ", ".join(parts)) if parts else ""


def _place_columns(several: bool) -> str:
    return ", ".join([s.SEQ, FILE, s.column("row"), *([ZONES] if several else [])])


def _joined(kept: str, columns: Sequence[str], moments: Sequence[str], several: bool) -> str:
    """Offsets change: each row is joined to the stretch of its zone's offset that it lies in."""
    walls = (
        f"SELECT r.*, w.offset_us AS w_offset, w.previous, w.following, {WALL} < w.previous_ends AS turned_back, "
        f"{WALL} >= w.ends AS skipped FROM (SELECT *, list_extract({ZONES}, 1) AS {_ZONE} {kept}) r "
        f"ASOF LEFT JOIN {WALLS} w ON r.{_ZONE} = w.zone AND r.{WALL} >= w.begins"
    )
    readings = (
        f"SELECT *, coalesce({INSTANT}, {WALL} - CASE WHEN turned_back THEN previous WHEN skipped THEN following ELSE w_offset END) AS us, "
        f"CASE WHEN {INSTANT} IS NULL AND (turned_back OR skipped) THEN {WALL} - w_offset END AS later FROM ({walls})"
    )
    instants = (
        f"SELECT p.*, coalesce(i.offset_us, {OFFSET}) AS i_offset FROM ({readings}) p "
        f"ASOF LEFT JOIN {INSTANTS} i ON p.{_ZONE} = i.zone AND p.us >= i.since"
    )
    later = f"CASE WHEN turned_back THEN {WALL} WHEN skipped THEN {WALL} - w_offset + following END"
    return (
        f"SELECT {_place_columns(several)}, us AS {s.US}, {_local_columns('us + i_offset')}, "
        f"later AS {s.US_LATER}, {_local_columns(f'CASE WHEN later IS NOT NULL THEN {later} END', s.DATE_LATER, s.TIME_LATER)}"
        f"{_more(columns, moments, 'i_offset')} FROM ({instants})"
    )


def _candidate_zones(
    connection: duckdb.DuckDBPyConnection, events: str, placed: Placed, zones: Sequence[str], span: Span
) -> None:
    """For events with several candidate zones the local date and time in each."""
    ((several,),) = connection.execute(f"SELECT count(*) FROM {events} WHERE len({ZONES}) > 1").fetchall()
    placed.several_zones = several > 0
    if not several:
        placed.derived.append(_no_candidates())
        return
    register_offsets(connection, zones, span)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE candidate_places AS "
        f"SELECT seq, list({{'date': ((us + offset_us) // {DAY})::INTEGER, 'time': ((us + offset_us) % {DAY})::BIGINT}} "
        f"ORDER BY place) AS {s.LOCALS} FROM (SELECT seq, us, unnest({ZONES}) AS zone, "
        f"generate_subscripts({ZONES}, 1) AS place FROM {events} WHERE len({ZONES}) > 1) e "
        f"ASOF JOIN {INSTANTS} i ON e.zone = i.zone AND e.us >= i.since GROUP BY seq"
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE {events} AS SELECT e.*, c.{s.LOCALS} FROM {events} e LEFT JOIN candidate_places c USING (seq)"
    )
    placed.notes.append(
        f"{several} events have several candidate zones: a condition on local time must hold in all of them"
    )
