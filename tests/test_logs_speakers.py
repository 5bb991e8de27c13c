"""The database takes transcripts apart as `speech.sides` does."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.compile.sql import col, named, select, text
from auditor.logs.speakers import sides as sides_in_database
from auditor.logs.speech import OUR_LABELS, THEIR_LABELS, sides

LINES = st.sampled_from(
    ["催收员：您好", "客户: 喂", "  【客服12】 ：在吗", "Agent: hello", "customer3:hi", "说到客户：没有", "", "接着说", "借款人（：", "对方：", "\t机器人:", "a:b"]
)  # fmt: skip


CONNECTION = duckdb.connect()
CONNECTION.execute("CREATE TABLE texts (text VARCHAR, inbound BOOLEAN)")


def in_database(value: str | None, inbound: bool) -> tuple[str | None, str | None]:
    """Both sides of one text, by the query."""
    said, heard = sides_in_database(col("text"), col("inbound"), OUR_LABELS, THEIR_LABELS)
    query = text(select([named(said, "said"), named(heard, "heard")], "texts"))
    CONNECTION.execute("DELETE FROM texts")
    CONNECTION.execute("INSERT INTO texts VALUES (?, ?)", [value, inbound])
    (row,) = CONNECTION.execute(query).fetchall()
    return row[0], row[1]


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=7), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_both_ways_agree(lines: list[str], end: str, inbound: bool) -> None:
    """Whatever the lines, the query and the plain definition give the same two sides."""
    whole = end.join(lines)

    assert in_database(whole, inbound) == sides(whole, inbound)


@pytest.mark.parametrize("inbound", [False, True])
def test_no_text(inbound: bool) -> None:
    """Where there is no text nobody said anything."""
    assert in_database(None, inbound) == (None, None)
