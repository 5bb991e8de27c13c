"""Rows that are one event: legs of a call, and the same row exported twice."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.sql import case, coalesce, col, compare, fn, lit, text
from auditor.findings import RejectedRow, SourceRow
from auditor.language.declarations import TEXTS
from auditor.logs.stage import FILE, LEG, Staged, raw_text

MERGED = "merged_legs"
_OWN = (s.SEQ, FILE, s.column("row"))
_BEGIN = ("us", "date", "time", s.US_LATER, s.DATE_LATER, s.TIME_LATER)
_LAST = 1_000_000


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [name for (name,) in connection.execute(f"SELECT column_name FROM (DESCRIBE {table})").fetchall()]


def merge_legs(connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], events: str) -> int:
    """Join the legs of each event into the one that tells most of it; gives how many rows went into another.

    The event begins with its first leg and lasts to the end of its last; what the telling leg leaves empty is taken
    from another, and what was found in the text of any leg was found in the event. The table `merged_legs` says which
    rows went into which.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {MERGED} ({s.SEQ} BIGINT, event BIGINT)")
    columns = _columns(connection, events)
    if LEG not in columns:
        return 0
    group = f"CASE WHEN {LEG} IS NULL THEN 'row ' || seq ELSE 'leg ' || {FILE} || ' ' || {LEG} END"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE legs AS SELECT *, {_rank(staged, columns)} AS rank, {group} AS leg_of FROM {events}"
    )
    taken = ", ".join(f'{_merged(name, columns)} AS "{name}"' for name in columns if name != LEG)
    connection.execute(f"CREATE OR REPLACE TABLE {events} AS SELECT {taken} FROM legs GROUP BY leg_of")
    connection.execute(
        f"INSERT INTO {MERGED} SELECT seq, first_value(seq) OVER (PARTITION BY leg_of ORDER BY rank, us, seq) AS event FROM legs"
    )
    connection.execute(f"DELETE FROM {MERGED} WHERE seq = event")
    connection.execute("DROP TABLE legs")
    ((merged,),) = connection.execute(f"SELECT count(*) FROM {MERGED}").fetchall()
    return int(merged)


def _rank(staged: Sequence[Staged], columns: Sequence[str]) -> str:
    """How much a leg tells: the place of its outcome in the list of its file's profile."""
    if "f_outcome" not in columns:
        return str(_LAST)
    branches = []
    for one in staged:
        legs = one.mapped.opened.profile.legs
        if legs is not None and legs.prefer:
            listed = exp.Array(expressions=[lit(outcome) for outcome in legs.prefer])
            place = fn("list_position", listed, col("f_outcome"))
            branches.append((compare(col(FILE), "=", lit(one.file_no)), place))
    return text(coalesce(case(*branches), lit(_LAST))) if branches else str(_LAST)


def _merged(name: str, columns: Sequence[str]) -> str:
    """The value of a column for the event of several legs."""
    telling = "(rank, us, seq)"
    if name in _BEGIN:
        return f'arg_min_null("{name}", (us, seq))'
    if name == "f_ended":
        return 'max("f_ended")'
    if name == "f_duration" and "f_ended" in columns:
        whole = 'CASE WHEN count(*) > 1 THEN max("f_ended") - min(us) END'
        return f'coalesce({whole}, arg_min("f_duration", {telling}))'
    if name in (*_OWN, s.LOCALS):
        return f'arg_min_null("{name}", {telling})'
    quoted = '"' + name.replace('"', '""') + '"'
    if name.startswith("w_"):
        return f"max({quoted})"
    if name.startswith("p_"):
        return f"bool_or({quoted})"
    if name.startswith("m_"):
        return f'CASE WHEN count("f_{name[2:]}") = 0 THEN bool_or({quoted}) ELSE false END'
    return f"arg_min({quoted}, {telling})"


def drop_repeated_legs(
    connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], events: str
) -> tuple[int, list[RejectedRow]]:
    """Duplicates among rows of files in which every leg has an id of its own: later legs name the first one's.

    There a row with the id of another is no leg of it. To be called before legs are merged.
    """
    legs = {one.file_no: one.mapped.opened.profile.legs for one in staged}
    files = [file for file, found in legs.items() if found is not None and len(found.key) > 1]
    return drop_duplicates(connection, staged, events, files) if files else (0, [])


def drop_duplicates(
    connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], events: str, files: Sequence[int] | None = None
) -> tuple[int, list[RejectedRow]]:
    """Rows with the id of an earlier row: dropped where they say the same, rejected where they say something else.

    files: the numbers of the files to look at; by default all of them are one log.
    """
    columns = _columns(connection, events)
    if "f_id" not in columns:
        return 0, []
    within = "true" if files is None else f"{FILE} IN ({', '.join(map(str, files))})"
    content = ", ".join(f'"{name}"' for name in columns if name not in _OWN)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE repeated AS SELECT seq, {FILE}, f_row, f_id, content, "
        f"first_value(content) OVER w AS first_content, first_value(f_row) OVER w AS first_row, row_number() OVER w AS n "
        f"FROM (SELECT seq, {FILE}, f_row, f_id, hash({content}) AS content FROM {events} WHERE {within} AND f_id IN "
        f"(SELECT f_id FROM {events} WHERE {within} GROUP BY f_id HAVING count(*) > 1)) "
        f"WINDOW w AS (PARTITION BY f_id ORDER BY seq)"
    )
    _compare_texts(connection, staged)
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


def _compare_texts(connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged]) -> None:
    """Rows that say the same but for their texts do not say the same."""
    parts = []
    for one in staged:
        given = [raw_text(name) for name in TEXTS if name in one.fields]
        if given:
            parts.append(f"SELECT seq, hash({', '.join(given)}) AS texts FROM {one.view}")
    ((some,),) = connection.execute("SELECT count(*) FROM repeated").fetchall()
    if not parts or not some:
        return
    connection.execute(
        f"UPDATE repeated SET content = hash(repeated.content, t.texts) FROM ({' UNION ALL '.join(parts)}) t WHERE t.seq = repeated.seq"
    )
    connection.execute(
        "UPDATE repeated SET first_content = f.content FROM (SELECT f_id, content FROM repeated WHERE n = 1) f "
        "WHERE f.f_id = repeated.f_id"
    )
