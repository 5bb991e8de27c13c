"""JSON lines, JSON arrays, Parquet files and data frames as raw tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from auditor.findings import RejectedRow, SourceRow
from auditor.logs.raw import ROW, RawTable, unique_names

_SAMPLE = 10_000
_MAX_ARRAY_BYTES = 500_000_000
_SHOWN = 200


def read_parquet(connection: duckdb.DuckDBPyConnection, path: Path, shown: str, table: str) -> RawTable:
    """A Parquet file: a view on it, with the file's own types. Raises duckdb.Error where it is none."""
    relation = connection.read_parquet(str(path), file_row_number=True)
    return _view(connection, relation, shown, table, "file_row_number + 1", drop="file_row_number")


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
    cells = ", ".join(
        f'"{raw.replace(chr(34), chr(34) * 2)}" AS {names[name]}' for name, raw in zip(columns, names_in, strict=True)
    )
    relation.project(f"({row})::BIGINT AS {ROW}, {cells}").create_view(table)
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
    return RawTable(table, shown, None, columns, names, types, rows)


def read_json_lines(connection: duckdb.DuckDBPyConnection, path: Path, shown: str, table: str) -> RawTable:
    """A file with a JSON object a line; a line that is none is rejected."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table}_lines AS SELECT row_number() OVER () AS {ROW}, line FROM "
        "read_csv(?, header=false, columns={'line': 'VARCHAR'}, delim=chr(1), quote='', escape='', auto_detect=false, "
        "max_line_size=20000000)",
        [str(path)],
    )
    connection.execute(f"DELETE FROM {table}_lines WHERE line IS NULL OR trim(line) = ''")
    return _from_objects(connection, shown, table)


def read_json(connection: duckdb.DuckDBPyConnection, path: Path, shown: str, table: str) -> RawTable:
    """A file that is one JSON array of objects. Raises ValueError where it is none."""
    if path.stat().st_size > _MAX_ARRAY_BYTES:
        raise ValueError("a JSON array this large cannot be read; write one object a line (.jsonl)")
    data = json.loads(path.read_text(encoding="utf-8-sig"))
    if not isinstance(data, list):
        raise ValueError("not an array of objects")
    lines = pa.table(
        {
            ROW: pa.array(range(1, len(data) + 1), pa.int64()),
            "line": pa.array([json.dumps(item, ensure_ascii=False) for item in data], pa.string()),
        }
    )
    connection.register("json_items", lines)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table}_lines AS SELECT * FROM json_items")
    connection.unregister("json_items")
    return _from_objects(connection, shown, table)


def _from_objects(connection: duckdb.DuckDBPyConnection, shown: str, table: str) -> RawTable:
    lines = f"{table}_lines"
    is_object = "json_valid(line) AND json_type(CASE WHEN json_valid(line) THEN line END) = 'OBJECT'"
    bad = connection.execute(
        f"SELECT {ROW}, line FROM {lines} WHERE NOT coalesce({is_object}, false) ORDER BY {ROW}"
    ).fetchall()
    rejected = tuple(
        RejectedRow(SourceRow(shown, None, row), "", line[:_SHOWN], "not a JSON object") for row, line in bad
    )
    keys = [
        key
        for (key,) in connection.execute(
            f"SELECT key FROM (SELECT unnest(json_keys(line)) AS key FROM {lines} WHERE {is_object}) "
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
        parameters += [pointer, f"{pointer}", pointer]
    listed = (", " + ", ".join(cells)) if cells else ""
    connection.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT {ROW}{listed} FROM {lines} WHERE coalesce({is_object}, false)",
        parameters,
    )
    connection.execute(f"DROP TABLE {lines}")
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
    return RawTable(table, shown, None, columns, names, {}, rows + len(rejected), rejected, json=True)
