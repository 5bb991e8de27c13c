"""A timeline cut into slices that are judged one after the other: by the values of a key, so that no history is cut.

A long timeline is laid out on disk, by slice. Kept in memory, it would leave little to sort a slice in, and each slice
would have to be picked out of the whole.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.program import SLICE, Program
from auditor.compile.sql import Sql, and_, binary, cast, coalesce, col, compare, fn, lit, named, or_, select, text
from auditor.engine.timeline import TABLE, Timeline

SLICE_ROWS = 1_000_000
_GROUP_ROWS = 1_000_000
_NUMBER = "slice"


def slices(timeline: Timeline, program: Program) -> int:
    """Into how many slices a timeline is cut for a program."""
    return 1 if program.slice_key is None else max(1, -(-timeline.rows // SLICE_ROWS))


def make_room(timeline: Timeline, program: Program) -> None:
    """Lay a timeline out on disk by the slices of a program, if it is too long to be kept in memory."""
    key, folder = program.slice_key, timeline.folder
    if not key or folder is None or slices(timeline, program) == 1 or timeline.laid_out_by == key:
        return
    if timeline.laid_out_by is not None or _is_crowded(timeline):
        _lay_out(timeline, key, slices(timeline, program), folder)


def _is_crowded(timeline: Timeline) -> bool:
    """Whether memory does not hold what was read: more than a tenth of it had to be put on disk."""
    sums = "sum(memory_usage_bytes), sum(temporary_storage_bytes)"
    query = f"SELECT {sums} FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'"
    ((held, spilled),) = timeline.connection.execute(query).fetchall()
    return bool(spilled > (held + spilled) / 10)


def _lay_out(timeline: Timeline, key: str, count: int, parent: Path) -> None:
    """Write the timeline, by slice; where it lay before is free then."""
    connection, folder = timeline.connection, parent / f"by-{key}"
    kinds = {name: kind for name, kind in _columns(timeline, TABLE) if name != _NUMBER}
    number = named(cast(_bucket(key, count), "INTEGER"), _NUMBER)
    rows = select([*(col(name) for name in kinds), number], TABLE)
    to = text(lit(folder.as_posix()))
    # few rows at once: those of each slice wait in memory until they are written
    group = max(_GROUP_ROWS // 50, _GROUP_ROWS // count)
    connection.execute(f"SET partitioned_write_flush_threshold = {_GROUP_ROWS // 20}")
    options = f"FORMAT parquet, COMPRESSION lz4, PARTITION_BY ({_NUMBER}), ROW_GROUP_SIZE {group}"
    connection.execute(f"COPY ({text(rows)}) TO {to} ({options})")
    files = f"read_parquet({text(lit(f'{folder.as_posix()}/*/*.parquet'))}, hive_types = {{'{_NUMBER}': INTEGER}})"
    # a file holds no kinds of the database's own making
    unlike = [name for name, kind in _columns(timeline, files) if kinds.get(name, kind) != kind]
    casts = ", ".join(f'"{name}"::{kinds[name]} AS "{name}"' for name in unlike)
    again = f" REPLACE ({casts})" if casts else ""
    connection.execute(f"CREATE OR REPLACE VIEW {TABLE} AS SELECT *{again} FROM {files}")
    if timeline.laid_out_by is None:
        connection.execute(f"DROP TABLE {timeline.held_in}")
    else:
        shutil.rmtree(parent / f"by-{timeline.laid_out_by}")
    timeline.laid_out_by = key


def _columns(timeline: Timeline, source: str) -> list[tuple[str, str]]:
    described = timeline.connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    return [(name, kind) for name, kind, *_ in described]


def view_of_slice(timeline: Timeline, program: Program, number: int, later: bool = False) -> None:
    """Let `timeline_slice` hold a slice. later: with the later reading of ambiguous times."""
    count = slices(timeline, program)
    query = select([], TABLE, star=True)
    if later:
        replaced = {s.US: s.US_LATER, s.DATE: s.DATE_LATER, s.TIME: s.TIME_LATER}
        star = exp.Star(replace=[named(coalesce(col(new), col(old)), old) for old, new in replaced.items()])
        query = exp.Select(expressions=[star]).from_(exp.to_table(TABLE), copy=False)
    if count > 1:
        query = query.where(_within(timeline, program.slice_key or "", number, count), copy=False)
    _show(timeline, query)


def _within(timeline: Timeline, key: str, number: int, count: int) -> Sql:
    """Whether an event is in a slice. Without a key it does not matter how a timeline is cut."""
    if timeline.laid_out_by is not None and key in ("", timeline.laid_out_by):
        return compare(col(_NUMBER), "=", lit(number))
    if key:
        return compare(_bucket(key, count), "=", lit(number))
    last = select([fn("max", col(s.SEQ))], TABLE).subquery()
    lower, upper = (binary(exp.IntDiv, binary(exp.Mul, last, lit(n)), lit(count)) for n in (number, number + 1))
    return and_([compare(col(s.SEQ), ">", lower), compare(col(s.SEQ), "<=", upper)])


def _bucket(key: str, count: int) -> Sql:
    return binary(exp.Mod, fn("hash", col(s.column(key))), lit(count))


def view_of_events(timeline: Timeline, key: str | None, seq: int) -> None:
    """Let `timeline_slice` hold only the events that share a key's value with one event: its whole history."""
    query = select([], TABLE, star=True)
    if key is not None:
        column = col(s.column(key))
        own = select([column], TABLE).where(compare(col(s.SEQ), "=", lit(seq)), copy=False)
        query = query.where(or_([compare(column, "=", own.subquery()), compare(col(s.SEQ), "=", lit(seq))]), copy=False)
    _show(timeline, query)


def _show(timeline: Timeline, query: exp.Select) -> None:
    timeline.connection.execute(f"CREATE OR REPLACE TEMP VIEW {SLICE} AS {text(query)}")
