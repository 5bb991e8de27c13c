"""The nearest known name, and words whose meaning is nearer than their look."""

from __future__ import annotations

import pytest

from auditor.spelling import did_you_mean, nearest

CHANNELS = ("call", "电话", "sms", "短信", "im", "即时通讯", "letter", "信函", "visit", "上门")


@pytest.mark.parametrize(
    ("word", "known"),
    [("微信", "即时通讯"), ("WeChat", "im"), ("telephone", "call"), ("彩信", "短信"), ("外访", "上门"), ("leter", "letter"), ("xyz", None)],
)  # fmt: skip
def test_nearest(word: str, known: str | None) -> None:
    """WeChat is a messenger although its Chinese name looks like that of a letter; what is like nothing has no hint."""
    assert nearest(word, CHANNELS) == known
    assert did_you_mean(word, iter(CHANNELS)) == (f"did you mean `{known}`?" if known else None)


def test_meaning_needs_the_value() -> None:
    """A word is not taken for what the field does not have."""
    assert nearest("微信", ("电话", "上门")) is None


def test_a_customer_is_a_consumer() -> None:
    """A column of customers, where nothing gives the debtor, is not passed over in silence."""
    assert nearest("客户", ("债务", "债务人", "机构")) == "债务人"
    assert nearest("Customer", ("consumer", "creditor")) == "consumer"


@pytest.mark.parametrize(
    ("word", "known"), [("dya", "day"), ("Mi", "im"), ("tme", None), ("ady", "day"), ("d", None), ("", None)]
)
def test_two_letters_crossed(word: str, known: str | None) -> None:
    """The commonest slip of the fingers is seen in the shortest words too."""
    assert nearest(word, ("day", "im", "between")) == known
