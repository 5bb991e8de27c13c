"""A timeline in the database: one row an event, with the columns that programs read."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import pyarrow as pa

from auditor.compile import shape as s
from auditor.diagnostics import Diagnostic, DiagnosticError
from auditor.language.declarations import Const, Field
from auditor.value_types import DAY, DECIMAL_PLACES, Kind, ValueType

TABLE = "timeline"
Connection: TypeAlias = duckdb.DuckDBPyConnection

# The engine sorts partitions into sixteen groups by these bits of their hash, and makes the state of every window
# function once a group: over a few rows that is most of what a window costs, and one group is enough. Did it choose other
# bits, it would only take longer.
_OF_ONE_GROUP = "SELECT list(i) FROM (SELECT i::INTEGER AS i FROM range(16000) t(i)) WHERE (hash(i) >> 44) & 15 = 0"


def engine_version() -> str:
    """The engine and its version, for the manifest."""
    return f"duckdb {duckdb.__version__}"


@contextmanager
def database(threads: int | None = None) -> Iterator[Connection]:
    """A database in memory that lasts as long as the block. threads: all cores where nothing is said."""
    connection = duckdb.connect(config={} if threads is None else {"threads": threads})
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def open_database(folder: Path, memory: str, threads: int | None) -> Iterator[Connection]:
    """A database for logs of any size: what does not fit in memory goes to a folder.

    memory: its limit, such as `2GB`. It is no file: to write and compress one takes longer than the audit. Raises
    DiagnosticError where the block needs more memory than that, OSError where the folder cannot take the rest.
    """
    connection = duckdb.connect(config={} if threads is None else {"threads": threads})
    try:
        connection.execute("SET memory_limit = ?", [memory])
        connection.execute("SET temp_directory = ?", [str(folder / "spill")])
        connection.execute("SET autoinstall_known_extensions = false")
        yield connection
    except duckdb.IOException as error:
        if str(folder) not in str(error):
            raise
        raise _not_spilled(folder, str(error)) from None
    except duckdb.OutOfMemoryException as error:
        if "max_temp_directory_size" in str(error):
            raise _not_spilled(folder, "there is no room left on the disk") from None
        hint = "give more with `--memory`, or let fewer threads share it with `--threads 1`"
        message = f"the audit needs more memory than the limit of {memory}"
        raise DiagnosticError([Diagnostic("out-of-memory", message, hint=hint)]) from None
    finally:
        connection.close()


def _not_spilled(folder: Path, reason: str) -> OSError:
    known = ("no space left on device", "there is no room left"), ("file too large", "files may not be that large")
    told = next((words for mark, words in known if mark in reason.lower()), reason.split("\n", maxsplit=1)[0])
    message = f"what does not fit in memory cannot be written to `{folder.parent}` ({told}); name another folder with `--temp`"
    return OSError(errno.ENOSPC, message)


@dataclass
class Timeline:
    """A table `timeline` in a database, and its shape.

    period: the first and last local date that are judged; None where everything is. readings_differ: some local time is
    ambiguous, and the table holds its later reading too. folder: where a long timeline may be laid out on disk; held_in: the
    table that is then no longer needed; laid_out_by: by the slices of which key it is laid out.
    """

    connection: Connection
    shape: s.Shape
    rows: int
    period: tuple[int, int] | None = None
    readings_differ: bool = False
    folder: Path | None = None
    held_in: str = TABLE
    laid_out_by: str | None = None


def arrow_type(kind: ValueType) -> pa.DataType:
    """How values of a type are held."""
    if kind.several:
        return pa.list_(arrow_type(ValueType(kind.kind)))
    match kind.kind:
        case Kind.TEXT | Kind.CHOICE:
            return pa.string()
        case Kind.NUMBER | Kind.MONEY:
            return pa.decimal128(18, DECIMAL_PLACES)
        case Kind.YES_NO:
            return pa.bool_()
        case Kind.DATE | Kind.WEEKDAY:
            return pa.int32()
        case Kind.MOMENT | Kind.DURATION | Kind.TIME:
            return pa.int64()


@dataclass(frozen=True)
class Row:
    """An event that is to be put into a timeline.

    us: the instant. locals: local date and time in each candidate zone. later: instant, date and time of the later
    reading of an ambiguous local time. values: by field name; a missing one is
    unknown. world: the world it belongs to; known: what that world knows, as the four values of a known span.
    """

    us: int
    locals: Sequence[tuple[int, int]]
    values: Mapping[str, Any]
    judged: bool = True
    world: int = 0
    known: s.KnownSpan | None = None
    later: tuple[int, int, int] | None = None


def with_defaults(values: Mapping[str, Any], fields: Iterable[Field]) -> dict[str, Any]:
    """The values with those that fields take where a cell is empty."""
    filled = {name: value for name, value in values.items() if value is not None}
    waiting = list(fields)
    for _ in range(2):
        for field in waiting:
            if field.name in filled or field.default is None:
                continue
            if isinstance(field.default, Const):
                filled[field.name] = field.default.value
            elif filled.get(field.default) is not None:
                filled[field.name] = filled[field.default]
    return filled


def hold(
    connection: Connection,
    rows: Sequence[Row],
    fields: Sequence[Field],
    *,
    worlds: bool = False,
    known: s.KnownSpan | None = None,
    period: tuple[int, int] | None = None,
    strict_history: bool = False,
    offsets: Mapping[str, tuple[tuple[int, int], ...]] | None = None,
    columns: Mapping[str, Sequence[Any]] | None = None,
) -> Timeline:
    """Put rows, in the order of their source, into the table `timeline`.

    columns: further columns (counts of word-list phrases, say), as long as the rows.
    """
    filled = [with_defaults(row.values, fields) for row in rows]
    spans = [row.known for row in rows]
    data: dict[str, Any] = {
        s.SEQ: pa.array(range(1, len(rows) + 1), pa.int64()),
        s.US: pa.array([row.us for row in rows], pa.int64()),
        s.DATE: pa.array([row.locals[0][0] for row in rows], pa.int32()),
        s.TIME: pa.array([row.locals[0][1] for row in rows], pa.int64()),
        s.LOCALS: pa.array(
            [[{"date": d, "time": t} for d, t in row.locals] if len(row.locals) > 1 else None for row in rows],
            pa.list_(pa.struct([("date", pa.int32()), ("time", pa.int64())])),
        ),
        s.US_LATER: pa.array([row.later and row.later[0] for row in rows], pa.int64()),
        s.DATE_LATER: pa.array([row.later and row.later[1] for row in rows], pa.int32()),
        s.TIME_LATER: pa.array([row.later and row.later[2] for row in rows], pa.int64()),
        s.WORLD: pa.array([row.world for row in rows], pa.int32()),
        s.JUDGED: pa.array([row.judged for row in rows], pa.bool_()),
        s.KNOWN_FROM_US: pa.array([span and span.from_us for span in spans], pa.int64()),
        s.KNOWN_FROM_DATE: pa.array([span and span.from_date for span in spans], pa.int32()),
        s.KNOWN_THROUGH_US: pa.array([span and span.through_us for span in spans], pa.int64()),
        s.KNOWN_THROUGH_DATE: pa.array([span and span.through_date for span in spans], pa.int32()),
    }
    for field in fields:
        if field.name != "at":
            data[s.column(field.name)] = pa.array(
                [_held(v.get(field.name), field) for v in filled], arrow_type(field.type)
            )
    data.update({name: pa.array(column) for name, column in (columns or {}).items()})
    unknown, empty, several = set(), set(), set()
    for field in fields:
        for values in filled:
            value = values.get(field.name)
            if value is None:
                empty.add(field.name)
                if not field.of_contacts or values.get("kind") == "contact":
                    unknown.add(field.name)
            elif field.type.several and len(set(value)) > 1:
                several.add(field.name)
    connection.register("held_rows", pa.table(data))
    connection.execute(f"CREATE OR REPLACE TABLE {TABLE} AS SELECT * FROM held_rows")
    connection.unregister("held_rows")
    if worlds:
        connection.execute(f"SET VARIABLE {s.NUMBERS} = ({_OF_ONE_GROUP})")
    shape = s.Shape(
        fields=frozenset(field.name for field in fields),
        unknown=frozenset(unknown - {"at"}),
        empty=frozenset(empty - {"at"}),
        only_contacts=all(values.get("kind") == "contact" for values in filled),
        several=frozenset(several),
        zones_differ=any(len(row.locals) > 1 for row in rows),
        one_offset=len({_offset(row) for row in rows}) == 1
        and all(len(row.locals) == 1 and row.later is None for row in rows),
        known=known,
        worlds=worlds,
        strict_history=strict_history,
        offsets=offsets or {},
    )
    return Timeline(connection, shape, len(rows), period, any(row.later is not None for row in rows))


def _offset(row: Row) -> int:
    day, time = row.locals[0]
    return day * DAY + time - row.us


def _held(value: Any, field: Field) -> Any:
    if value is not None and field.type.several:
        return list(dict.fromkeys(value))
    return value
