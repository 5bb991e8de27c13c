"""Transcripts are taken apart in bulk as `speech.sides` does it one by one."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.logs.speakers import sides as sides_in_bulk
from auditor.logs.speech import OUR_LABELS, THEIR_LABELS, sides

LINES = st.sampled_from(
    ["催收员：您好", "客户: 喂", "  【客服12】 ：在吗", "Agent: hello", "customer3:hi", "说到客户：没有", "", "接着说", "借款人（：", "对方：", "\t机器人:",
     "a:b", "客户", "催收", "REP)： \t", "[bot\t:x", "客服客户：是", "坐席 01：数", "客户7】：😀", "ab：c", "ab9:", "甲:", "甲：:", "É1:e", "é:f"]
) | st.text("客户催收：: 1]【[\tabot\u212a\u017fſé\r", max_size=6)  # fmt: skip
TEXTS = st.none() | st.tuples(st.lists(LINES, max_size=7), st.sampled_from(["\n", "\r\n"])).map(
    lambda text: text[1].join(text[0])
)
LABELS = st.just((OUR_LABELS, THEIR_LABELS)) | st.sampled_from(
    [(("甲", "ab"), ("a", "乙")), (("É",), ("客户",)), (("[客户",), (" 催收",)), (("book", "s"), ("ab9", "客户1"))]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.booleans() | st.none()), max_size=6), LABELS, st.booleans())
def test_both_ways_agree(
    texts: list[tuple[str | None, bool | None]], labels: tuple[tuple[str, ...], tuple[str, ...]], cut: bool
) -> None:
    """Whatever the lines and labels, and also for a part of an array, both give the same two sides."""
    written = pa.array([text for text, _ in texts], pa.string()).slice(int(cut))
    inbound = pa.array([other for _, other in texts], pa.bool_()).slice(int(cut))

    said, heard = sides_in_bulk(written, inbound, *labels)

    expected = [sides(text, bool(other), *labels) for text, other in texts[int(cut) :]]
    assert [*zip(said.to_pylist(), heard.to_pylist(), strict=True)] == expected
    said.validate(full=True)
    heard.validate(full=True)


@pytest.mark.parametrize("inbound", [False, True])
def test_no_text(inbound: bool) -> None:
    """Where there is no text nobody said anything."""
    said, heard = sides_in_bulk(pa.array([None], pa.string()), pa.array([inbound]), OUR_LABELS, THEIR_LABELS)
    assert (said.to_pylist(), heard.to_pylist()) == ([None], [None])
