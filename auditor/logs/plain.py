"""Columns all of whose cells are plain: nothing is to be trimmed, unmarked, taken for empty, for damaged or for masked.

One quick look tells. Most columns of most logs are such, and their cells are then taken as they stand; only the others
are read with all that a cell may need.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import duckdb

from auditor.compile.sql import Sql, col, count_where, fn, lit, named, select, text
from auditor.logs.cells import as_text
from auditor.logs.raw import RawTable

DAMAGED = r"^[0-9](\.[0-9]+[eE]\+?|[eE]\+)[0-9]+$|^[0-9]+\.0+$"
"""What is left of a number or an id that a spreadsheet or data frame held as a number: `1.38E+10`, `13800138000.0`."""
MASKED = r"\*{2,}|[0-9][xX]{3,}|•{2,}"
_LONG, _FEW = 20_000, 2_500  # rows, values
_PLAIN = r"0-9A-Za-z_#:@/.+()\-\x{4E00}-\x{9FFF}"
"""Characters that mean nothing else wherever they stand. A blank does so only at either end."""


def odd(empty: Sequence[str]) -> str:
    """The pattern that is in every cell that is not plain. empty: words that say that a cell is empty."""
    words = "|".join(re.escape(word) for word in ("", *empty))
    return rf"[^{_PLAIN} ]|^ | $|{MASKED}|{DAMAGED}|^(?:{words})$"


def plain_columns(
    connection: duckdb.DuckDBPyConnection, raw: RawTable, columns: Iterable[str], empty: Sequence[str]
) -> frozenset[str]:
    """Those of some columns, by their header's names, all of whose cells are plain."""
    names = list(columns)
    if not names:
        return frozenset()
    pattern = lit(odd(empty))
    few = _of_few_values(connection, raw, names)
    counts = [
        named(_odd_values(raw, name, pattern) if name in few else _odd_cells(raw, name, pattern), f"n{place}")
        for place, name in enumerate(names)
    ]
    (found,) = connection.execute(text(select(counts, raw.table))).fetchall()
    return frozenset(name for name, count in zip(names, found, strict=True) if not count)


def _odd_cells(raw: RawTable, column: str, pattern: Sql) -> Sql:
    return count_where(fn("regexp_matches", as_text(raw, column), pattern))


def _odd_values(raw: RawTable, column: str, pattern: Sql) -> Sql:
    """To find out what values there are is quicker than to look at every cell, where they are few."""
    values = select([named(as_text(raw, column), "value")], raw.table).distinct(copy=False)
    odd_ones = select([count_where(fn("regexp_matches", col("value"), pattern))], values)
    return fn("any_value", odd_ones.subquery())


def _of_few_values(connection: duckdb.DuckDBPyConnection, raw: RawTable, columns: Sequence[str]) -> frozenset[str]:
    """Columns of a long table in whose first rows few values come again and again."""
    if raw.rows <= _LONG:
        return frozenset()
    first = select([col(raw.column_names[column]) for column in columns], raw.table).limit(_LONG, copy=False)
    counts = [
        named(fn("approx_count_distinct", col(raw.column_names[column])), f"n{place}")
        for place, column in enumerate(columns)
    ]
    (found,) = connection.execute(text(select(counts, first))).fetchall()
    return frozenset(column for column, count in zip(columns, found, strict=True) if count < _FEW)
