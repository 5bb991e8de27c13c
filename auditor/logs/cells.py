"""The cells of a raw table as trimmed texts: a view beside it, in which each is worked out once however often it is asked.

What is quick to work out for millions of rows takes the database long to plan, and it plans a view anew for every
query. So the cells of a small table are a table, made by the plainest expression.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb
from sqlglot import exp

from auditor.compile.sql import (
    NULL,
    Sql,
    and_,
    case,
    cast,
    col,
    compare,
    fn,
    in_list,
    lit,
    named,
    not_,
    or_,
    select,
    text,
)
from auditor.logs.raw import RawTable

_SMALL = 100_000  # rows
_LONG = 64  # bytes
_BLANKS = " \t\r\n\u00a0\u3000\ufeff\u200b"


def cells_view(raw: RawTable) -> str:
    """The name of the view, or of the table. It has the columns of the raw table too."""
    return f"{raw.table}_cells"


def make_view(
    connection: duckdb.DuckDBPyConnection, raw: RawTable, columns: Iterable[str], empty: Sequence[str]
) -> None:
    """Make the view. columns: those whose cells are to be trimmed. empty: words that say that a cell is empty."""
    query = with_texts(raw, columns, raw.table, empty)
    kind = "TABLE" if raw.rows <= _SMALL else "VIEW"
    connection.execute(f"CREATE OR REPLACE {kind} {cells_view(raw)} AS {text(query)}")


def with_texts(raw: RawTable, columns: Iterable[str], source: exp.Select | str, empty: Sequence[str]) -> exp.Select:
    """The columns of a source, and the cells of some columns of the raw table that it has, as trimmed texts."""
    clean = _plainly if raw.rows <= _SMALL else _quickly
    texts = [
        named(clean(as_text(raw, column), empty), _column(raw, column)) for column in columns if is_text(raw, column)
    ]
    return select(texts, source, star=True)


def cell(raw: RawTable, column: str, further: Sequence[str] = (), plain: frozenset[str] = frozenset()) -> Sql:
    """A column's cell as trimmed text; null where it is empty or says that it is.

    further: words that say so here. plain: columns whose cells are to be taken as they stand.
    """
    trimmed = is_text(raw, column) and column not in plain
    found = col(_column(raw, column)) if trimmed else as_text(raw, column)
    return _emptied(found, further) if further else found


def _column(raw: RawTable, column: str) -> str:
    return f"{raw.column_names[column]}_text"


def is_text(raw: RawTable, column: str) -> bool:
    """Whether the file has the column as text."""
    return raw.types.get(column, "VARCHAR").startswith(("VARCHAR", "ENUM"))


def as_text(raw: RawTable, column: str) -> Sql:
    """A column's cell as the text that stands in it."""
    found = col(raw.column_names[column])
    return found if raw.types.get(column, "VARCHAR") == "VARCHAR" else cast(found, "VARCHAR")


def _plainly(cell: Sql, empty: Sequence[str]) -> Sql:
    trimmed = fn("trim", cell, lit(_BLANKS))
    return case((in_list(trimmed, [lit(word) for word in empty]), NULL), default=trimmed)


def _quickly(cell: Sql, empty: Sequence[str]) -> Sql:
    return _emptied(_trimmed(cell), empty)


def _trimmed(cell: Sql) -> Sql:
    """Without the blanks around it. Most cells have none, and that is seen without counting their characters."""
    wide = [blank for blank in _BLANKS if blank > "!"]
    first = [compare(cell, "<", lit("!")), *(fn("starts_with", cell, lit(blank)) for blank in wide)]
    long = compare(fn("strlen", cell), ">", lit(_LONG))
    bare = not_(or_([*first, *(fn("ends_with", cell, lit(blank)) for blank in _BLANKS)]))
    other = compare(fn("strlen", cell), "!=", fn("length", cell))
    edges = or_([*first[1:], *(fn("ends_with", cell, lit(blank)) for blank in wide)])
    narrow = [first[0], compare(fn("array_extract", cell, lit(-1)), "<", lit("!"))]
    return case(
        (and_([long, bare]), cell),
        (or_([*narrow, and_([other, edges])]), fn("trim", cell, lit(_BLANKS))),
        default=cell,
    )


def _emptied(cell: Sql, words: Sequence[str]) -> Sql:
    """Null where a cell is one of some words. Only cells as long as one of them are compared."""
    lengths = sorted({len(word.encode()) for word in words})
    as_long = or_([compare(fn("strlen", cell), "=", lit(length)) for length in lengths])
    is_word = or_([compare(cell, "=", lit(word)) for word in words])
    return case((and_([as_long, is_word]), NULL), default=cell)
