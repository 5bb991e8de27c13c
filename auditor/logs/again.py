"""Rows of a log that are read again: those that findings are about."""

from __future__ import annotations

import duckdb
from sqlglot import exp

from auditor.compile.sql import text
from auditor.logs.cells import with_texts
from auditor.logs.raw import ROW
from auditor.logs.stage import Staged


def set_aside(connection: duckdb.DuckDBPyConnection, staged: Staged, seqs: str) -> None:
    """Keep the rows at some places as they stand in the file, so that it is gone through once and not for each portion.

    seqs: a query for the places.
    """
    rows = f"SELECT seq - {staged.first_seq - 1} FROM ({seqs})"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_aside(staged)} AS SELECT * FROM {staged.mapped.opened.raw.table} WHERE {ROW} IN ({rows})"
    )


def rows_again(connection: duckdb.DuckDBPyConnection, staged: Staged, seqs: str) -> str:
    """A view of some rows of a staged table, of those set aside. They are picked out before anything is made of their cells.

    seqs: a query for their places.
    """
    cleaner = staged.mapped.cleaner
    rows = f"SELECT seq - {staged.first_seq - 1} FROM ({seqs})"
    picked, cells = f"{staged.view}_picked", f"{staged.view}_cells"
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {picked} AS SELECT * FROM {_aside(staged)} WHERE {ROW} IN ({rows})"
    )
    trimmed = with_texts(cleaner.raw, cleaner.trimmed, picked, cleaner.empty)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {cells} AS {text(trimmed)}")
    query = staged.query.copy()
    for table in query.find_all(exp.Table):
        if table.name == cleaner.table:
            table.set("this", exp.to_identifier(cells))
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {staged.view}_again AS {text(query)}")
    return f"{staged.view}_again"


def _aside(staged: Staged) -> str:
    return f"{staged.view}_aside"
