"""Many patterns in many texts: what is found does not depend on what was found before."""

from __future__ import annotations

from collections.abc import Sequence
from unittest.mock import patch

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.wording import Patterns, matches, patterns, plain

SOME = ("a+b", "^c", "d$", "(?i)E", "a|b", "法院.{0,2}传票", "[0-9]{3}", "(?:^|,)f(?:,|$)", "")
TEXTS = st.lists(st.text("abcdeEf,12345法院传票 \n", max_size=12), max_size=12)


@given(
    st.lists(st.sampled_from(SOME), max_size=5, unique=True), st.lists(TEXTS, min_size=1, max_size=4), st.integers(1, 4)
)
@settings(max_examples=150, deadline=None)
def test_all_at_once_or_one_by_one(some: Sequence[str], batches: list[list[str]], share: int) -> None:
    """In batch after batch every pattern is found just where it is found alone."""
    with patch.multiple(patterns, _ENOUGH=1, _SHARE=share):
        together = Patterns(some)
        for texts in batches:
            found = together.matches(plain(texts))
            assert [one.to_pylist() for one in found] == [matches(texts, pattern) for pattern in some]


def test_rare_patterns_are_asked_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the first batch, what was in none of its texts is looked for once in each text of the next."""
    asked: list[tuple[int, str]] = []
    real = pc.match_substring_regex

    def counted(texts: pa.Array, pattern: str) -> pa.Array:
        asked.append((len(texts), pattern))
        return real(texts, pattern)

    monkeypatch.setattr(pc, "match_substring_regex", counted)
    together = Patterns(["a", "b", "c"])
    together.matches(plain(["a"] * 3_000))
    asked.clear()
    found = together.matches(plain(["a"] * 3_000 + ["c"]))

    assert asked == [(3_001, "(?:b)|(?:c)"), (3_001, "a"), (1, "b"), (1, "c")]
    assert [sum(one.to_pylist()) for one in found] == [3_000, 0, 1]


def test_too_many_for_one_are_asked_alone() -> None:
    """Patterns that RE2 takes one by one, and not all together, are still found."""
    large = [f"<{number}>[一-龥]{{0,900}}x" for number in range(150)]
    together = Patterns(large)
    together.matches(plain(["y"] * 3_000))
    texts = ["y", "<7>一x", "<99>一一x"]
    found = together.matches(plain(texts))

    assert together._rare == frozenset()
    assert [one.to_pylist() for one in found] == [matches(texts, pattern) for pattern in large]
