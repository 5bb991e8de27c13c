"""Who said what in a transcript."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.logs.speech import places, sides


@pytest.mark.parametrize(
    ("text", "inbound", "said", "heard"),
    [
        ("催收员：您好\n客户：喂\n催收员：请还款", False, "您好\n请还款", "喂"),
        ("[坐席12]: 您好\n（债务人）：喂", False, "您好", "喂"),
        ("Agent: hello\nstill me\nDebtor: hi", True, "hello\nstill me", "hi"),
        ("录音开始\n客服：您好", False, "您好", ""),
        ("请尽快还款", False, "请尽快还款", None),
        ("请不要再打了", True, None, "请不要再打了"),
        ("他说客户：没钱", False, "他说客户：没钱", None),
        ("", False, "", None),
        (None, False, None, None),
    ],
)
def test_sides(text: str | None, inbound: bool, said: str | None, heard: str | None) -> None:
    """Labelled lines and those after them belong to their speaker; a text without labels is one side's message."""
    assert sides(text, inbound) == (said, heard)


def test_labels_of_a_profile() -> None:
    """A profile may name its own labels; they are words, not patterns."""
    assert sides("A.：x\nB：y\nAx：z", False, ("A.",), ("B",)) == ("x", "y\nAx：z")


@given(
    st.lists(
        st.sampled_from(["催收员：", "客户：", "agent: ", "debtor:", "\n", "您好", " ", "还钱", "："]), max_size=14
    )
)
def test_places(parts: list[str]) -> None:
    """Every character that a side said is found again where it stood in the text."""
    text = "".join(parts)
    for inbound in (False, True):
        for said, stands in zip(sides(text, inbound), places(text), strict=True):
            if said is not None:
                assert len(stands) == len(said)
                assert all(text[place] == c for place, c in zip(stands, said, strict=True) if c != "\n")
