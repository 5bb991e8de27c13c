"""Plain columns: what is taken as it stands is what the cell-by-cell reading would have made of it."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.compile.sql import coalesce, fn, lit, named, select, text
from auditor.language.declarations import Field
from auditor.logs.cells import make_view
from auditor.logs.clean import Cleaner
from auditor.logs.plain import MASKED, plain_columns
from auditor.logs.profile import DEFAULT_EMPTY, ColumnMapping
from auditor.logs.raw import RawTable
from auditor.value_types import Kind, ValueType

PIECES = (
    "", " ", "\t", "\u3000", "\u200b", "\n", ".", "+", "-", "—", "=", '"', "'", ";", "；", "*", "**", "•", "x", "X", "xxx", "e", "E", "E+",
    "0", "1", "138", "13800138000", "00", "A", "null", "NULL", "N/A", "甲", "催收", "·", "é", "(", "（", "#", "\\N", ",",
)  # fmt: skip


def _table(connection: duckdb.DuckDBPyConnection, values: Sequence[str | None]) -> RawTable:
    table = pa.table({"__row": list(range(1, len(values) + 1)), "c1": pa.array(values, pa.string())})
    connection.register("held", table)
    connection.execute("CREATE OR REPLACE TABLE raw_1 AS SELECT * FROM held")
    return RawTable("raw_1", "log.csv", None, ("number",), {"number": "c1"}, {"number": "VARCHAR"}, len(values))


def _field(several: bool) -> Field:
    return Field("number", type=ValueType(Kind.TEXT, several=several))


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=5).map("".join), min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_a_plain_cell_is_read_as_it_stands(values: list[str]) -> None:
    """Whatever passes for plain has no blank to trim, no mark, no mask, no damage, and is no word for empty."""
    with duckdb.connect() as connection:
        found = [
            value
            for value in values
            if plain_columns(connection, _table(connection, [value]), ["number"], DEFAULT_EMPTY)
        ]
        raw = _table(connection, found)
        make_view(connection, raw, ["number"], DEFAULT_EMPTY)
        cleaner, mapping = Cleaner(raw, DEFAULT_EMPTY), ColumnMapping(("number",))
        one, more = cleaner.field(_field(False), mapping), cleaner.field(_field(True), mapping)
        masked = coalesce(fn("regexp_matches", one.text, lit(MASKED)), lit(False))
        columns = [one.text, one.value, one.bad, masked, more.value, more.bad]
        query = select([named(sql, f"n{i}") for i, sql in enumerate(columns) if sql is not None], cleaner.table)
        read = connection.execute(text(query)).fetchall()
    assert read == [(value, value, False, False, [value], False) for value in found]


@pytest.mark.parametrize(
    "value", ["138****0000", " A1", "A1 ", "N/A", "1.38E+10", '="0138"', "A1;A2", "", "李\u3000四"]
)
def test_one_odd_cell_makes_a_column_that_is_read_closely(value: str) -> None:
    """A column is plain only where every cell is; empty cells do not matter."""
    with duckdb.connect() as connection:
        assert not plain_columns(connection, _table(connection, ["A1", None, value]), ["number"], DEFAULT_EMPTY)
        assert plain_columns(
            connection, _table(connection, ["A1", None, "李 四", "+86 138"]), ["number"], DEFAULT_EMPTY
        )


@pytest.mark.parametrize("many", [False, True], ids=["few values", "many values"])
def test_a_long_column_is_looked_at_to_its_end(many: bool) -> None:
    """Whether its first rows have few values, which are then looked at once each, or many: the last cell counts."""
    values = [f"A{row if many else row % 3}" if row % 7 else None for row in range(25_000)]
    with duckdb.connect() as connection:
        assert plain_columns(connection, _table(connection, values), ["number"], DEFAULT_EMPTY)
        assert not plain_columns(connection, _table(connection, [*values, "A1 "]), ["number"], DEFAULT_EMPTY)
        assert plain_columns(connection, _table(connection, [None] * 25_000), ["number"], DEFAULT_EMPTY)
