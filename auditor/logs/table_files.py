"""JSON lines, JSON arrays, Parquet files and data frames as raw tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from auditor.findings import RejectedRow, SourceRow
from auditor.logs.encodings import lines
from auditor.logs.encodings import shown as shown_bytes
from auditor.logs.raw import ROW, RawTable, unique_names

_LINES = 50_000
_MAX_ARRAY_BYTES = 500_000_000
_SHOWN = 200


def read_parquet(connection: duckdb.DuckDBPyConnection, path: Path, shown: str, table: str) -> RawTable:
    """A Parquet file: a view on it, with the file's own types. Raises duckdb.Error where it is none."""
    relation = connection.read_parquet(str(path), file_row_number=True)
    return _view(connection, relation, shown, table, "file_row_number + 1", drop="file_row_number")


def is_damaged(connection: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Whether a Parquet file, whose beginning and end are sound, cannot be read in between."""
    try:
        connection.execute("SELECT bit_xor(hash(t)) FROM read_parquet(?) t", [str(path)]).fetchall()
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        return True
    return False


def read_frame(connection: duckdb.DuckDBPyConnection, frame: Any, shown: str, table: str) -> RawTable:
    """A pandas data frame (or anything that the database can scan); rows are numbered from 1."""
    held = f"{table}_frame"
    connection.register(held, frame)
    connection.execute(f"CREATE OR REPLACE TABLE {held}_copy AS SELECT * FROM {held}")
    connection.unregister(held)
    return _view(connection, connection.table(f"{held}_copy"), shown, table, "row_number() OVER ()", drop=None)


def _view(
    connection: duckdb.DuckDBPyConnection, relation: Any, shown: str, table: str, row: str, drop: str | None
) -> RawTable:
    names_in = [name for name in relation.columns if name != drop]
    columns, names = unique_names(names_in)
    kinds = dict(zip(relation.columns, (str(kind) for kind in relation.types), strict=True))
    types = {name: kinds[raw] for name, raw in zip(columns, names_in, strict=True)}
    for name, kind in types.items():
        if kind.endswith("[]"):
            types[name] = "VARCHAR"
    cells = ", ".join(f"{_cell(raw, kinds[raw])} AS {names[name]}" for name, raw in zip(columns, names_in, strict=True))
    relation.project(f"({row})::BIGINT AS {ROW}, {cells}").create_view(table)
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
    return RawTable(table, shown, None, columns, names, types, rows)


def _cell(name: str, kind: str) -> str:
    """A column as it is taken over: several values as text, no number as none."""
    quoted = '"' + name.replace('"', '""') + '"'
    if kind.endswith("[]"):
        return f"array_to_string({quoted}::VARCHAR[], ';')"
    if kind in ("FLOAT", "DOUBLE"):
        return f"CASE WHEN isfinite({quoted}) THEN {quoted} END"
    return quoted


def read_json_lines(
    connection: duckdb.DuckDBPyConnection, path: Path, shown: str, table: str, encoding: str = "utf-8"
) -> RawTable:
    """A file with a JSON object a line; a line that is none is rejected."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table}_lines ({ROW} BIGINT, line VARCHAR)")
    rejected: list[RejectedRow] = []
    numbered: Iterator[tuple[int, tuple[str, str | None]]] = enumerate(lines(path, encoding), start=1)
    while batch := list(islice(numbered, _LINES)):
        kept = []
        for number, (line, flaw) in batch:
            if flaw is not None:
                value = shown_bytes(line.strip())[:_SHOWN]
                rejected.append(RejectedRow(SourceRow(shown, None, number), "", value, flaw))
            elif text := line.strip():
                kept.append((number, text))
        _insert(connection, f"{table}_lines", kept)
    return _from_objects(connection, shown, table, rejected)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, numbered: Sequence[tuple[int, str]]) -> None:
    rows, texts = zip(*numbered, strict=True) if numbered else ((), ())
    held = pa.table({ROW: pa.array(rows, pa.int64()), "line": pa.array(texts, pa.string())})
    connection.register("json_items", held)
    connection.execute(f"INSERT INTO {table} SELECT * FROM json_items")
    connection.unregister("json_items")


def read_json(
    connection: duckdb.DuckDBPyConnection, path: Path, shown: str, table: str, encoding: str = "utf-8"
) -> RawTable:
    """A file that is one JSON array of objects. Raises ValueError where it is none."""
    if path.stat().st_size > _MAX_ARRAY_BYTES:
        raise ValueError("a JSON array this large cannot be read; write one object a line (.jsonl)")
    try:
        data = json.loads(path.read_text(encoding=encoding).removeprefix("\ufeff"), parse_float=str)
    except RecursionError:
        raise ValueError("its values are nested too deeply") from None
    if not isinstance(data, list):
        raise ValueError("it is not an array of objects")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table}_lines ({ROW} BIGINT, line VARCHAR)")
    items = [(number, json.dumps(item, ensure_ascii=False)) for number, item in enumerate(data, start=1)]
    _insert(connection, f"{table}_lines", items)
    return _from_objects(connection, shown, table, [])


def _from_objects(
    connection: duckdb.DuckDBPyConnection, shown: str, table: str, undecodable: Sequence[RejectedRow]
) -> RawTable:
    source = f"{table}_lines"
    is_object = "json_valid(line) AND json_type(CASE WHEN json_valid(line) THEN line END) = 'OBJECT'"
    bad = connection.execute(
        f"SELECT {ROW}, line FROM {source} WHERE NOT coalesce({is_object}, false) ORDER BY {ROW}"
    ).fetchall()
    none = [RejectedRow(SourceRow(shown, None, row), "", line[:_SHOWN], "not a JSON object") for row, line in bad]
    rejected = tuple(sorted([*undecodable, *none], key=lambda found: found.source.row))
    keys = [
        key
        for (key,) in connection.execute(
            f"SELECT key FROM (SELECT unnest(json_keys(line)) AS key FROM {source} WHERE {is_object}) "
            "GROUP BY key ORDER BY min(key)"
        ).fetchall()
    ]
    columns, names = unique_names(keys)
    cells = []
    parameters = []
    for name in columns:
        cells.append(
            "CASE WHEN json_type(json_extract(line, ?)) = 'ARRAY' "
            "THEN array_to_string(json_extract_string(line, ?)::VARCHAR[], ';') ELSE json_extract_string(line, ?) END "
            f"AS {names[name]}"
        )
        pointer = "/" + name.replace("~", "~0").replace("/", "~1")
        parameters += [pointer] * 3
    listed = (", " + ", ".join(cells)) if cells else ""
    connection.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT {ROW}{listed} FROM {source} WHERE coalesce({is_object}, false)",
        parameters,
    )
    connection.execute(f"DROP TABLE {source}")
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
    return RawTable(table, shown, None, columns, names, {}, rows + len(rejected), rejected)
