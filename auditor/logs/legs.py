"""Rows that are one event: legs of a call, and the same row exported twice."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from auditor.compile import shape as s
from auditor.findings import RejectedRow, SourceRow
from auditor.logs.stage import FILE, LEG, Staged

_OWN = (s.SEQ, FILE, s.column("row"))


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [name for (name,) in connection.execute(f"SELECT column_name FROM (DESCRIBE {table})").fetchall()]


def merge_legs(connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], events: str) -> int:
    """Join the legs of each event into the one that tells most of it; gives how many rows went into another.

    The event begins with its first leg and lasts to the end of its last; what the telling leg leaves empty is taken
    from another.
    """
    columns = _columns(connection, events)
    if LEG not in columns:
        return 0
    prefer = next((one.mapped.opened.profile.legs.prefer for one in staged if one.mapped.opened.profile.legs), ())
    ((before,),) = connection.execute(f"SELECT count(*) FROM {events}").fetchall()
    outcome = "f_outcome" if "f_outcome" in columns else "NULL"
    rank = f"coalesce(list_position(?::VARCHAR[], {outcome}), 1000000)"
    first = ("us", "date", "time", s.US_LATER, s.DATE_LATER, s.TIME_LATER)
    taken = []
    for name in columns:
        if name in (LEG, "rank"):
            continue
        if name in first:
            taken.append(f'arg_min_null("{name}", (us, seq)) AS "{name}"')
        elif name == "f_ended":
            taken.append('max("f_ended") AS "f_ended"')
        elif name == "f_duration" and "f_ended" in columns:
            own = 'arg_min("f_duration", (rank, us, seq))'
            whole = 'CASE WHEN count(*) > 1 THEN max("f_ended") - min(us) END'
            taken.append(f'coalesce({whole}, {own}) AS "f_duration"')
        elif name in (*_OWN, s.LOCALS):
            taken.append(f'arg_min_null("{name}", (rank, us, seq)) AS "{name}"')
        else:
            taken.append(f'arg_min("{name}", (rank, us, seq)) AS "{name}"')
    group = f"CASE WHEN {LEG} IS NULL THEN 'row ' || seq ELSE 'leg ' || {FILE} || ' ' || {LEG} END"
    connection.execute(
        f"CREATE OR REPLACE TABLE {events} AS SELECT {', '.join(taken)} FROM "
        f"(SELECT *, {rank} AS rank, {group} AS leg_of FROM {events}) GROUP BY leg_of",
        [list(prefer)],
    )
    ((after,),) = connection.execute(f"SELECT count(*) FROM {events}").fetchall()
    return int(before - after)


def drop_duplicates(
    connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], events: str
) -> tuple[int, list[RejectedRow]]:
    """Rows with the id of an earlier row: dropped where they say the same, rejected where they say something else."""
    columns = _columns(connection, events)
    if "f_id" not in columns:
        return 0, []
    content = ", ".join(f'"{name}"' for name in columns if name not in _OWN)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE repeated AS SELECT seq, {FILE}, f_row, f_id, content, "
        f"first_value(content) OVER w AS first_content, first_value(f_row) OVER w AS first_row, row_number() OVER w AS n "
        f"FROM (SELECT seq, {FILE}, f_row, f_id, hash({content}) AS content FROM {events} WHERE f_id IN "
        f"(SELECT f_id FROM {events} GROUP BY f_id HAVING count(*) > 1)) "
        f"WINDOW w AS (PARTITION BY f_id ORDER BY seq)"
    )
    ((same,),) = connection.execute("SELECT count(*) FROM repeated WHERE n > 1 AND content = first_content").fetchall()
    other = connection.execute(
        f"SELECT {FILE}, f_row, f_id, first_row FROM repeated WHERE n > 1 AND content <> first_content ORDER BY seq"
    ).fetchall()
    if same or other:
        connection.execute(f"DELETE FROM {events} WHERE seq IN (SELECT seq FROM repeated WHERE n > 1)")
    connection.execute("DROP TABLE repeated")
    places = {one.file_no: one.mapped.opened.raw for one in staged}
    return int(same), [
        RejectedRow(
            SourceRow(places[file].file, places[file].sheet, row),
            "id",
            str(id),
            f"the id of row {first}, with other content",
        )
        for file, row, id, first in other
    ]
