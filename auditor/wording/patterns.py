"""Patterns in texts, on an engine that takes time in proportion to the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from auditor.wording.batches import Ranks, batches
from auditor.wording.characters import codes
from auditor.wording.reading import read

_TOLERANCES = frozenset({"width", "zero-width"})
_ENOUGH, _SHARE = 2_000, 100


@overload
def matches(texts: Sequence[str | None], pattern: str) -> list[bool | None]: ...


@overload
def matches(texts: pa.Array | pa.ChunkedArray, pattern: str) -> pa.BooleanArray: ...


def matches(texts: Any, pattern: str) -> Any:
    """For each text whether a pattern is found in it; None (null) where there is no text.

    texts: strings and None, or an Arrow array of strings, whole or in chunks, for which an Arrow array is given back.
    The text is searched as `width` and `zero-width` read it: in Unicode's form NFKC, so `（` is `(`, and without
    format characters; case is kept. pattern: for RE2.
    Raises ValueError for a pattern that RE2 does not take, TypeError for an Arrow array of anything but strings.
    """
    whole = pc.match_substring_regex(plain(texts), pattern)
    return whole.to_pylist() if isinstance(texts, Sequence) else whole


def plain(texts: Any) -> pa.LargeStringArray:
    """Texts as patterns see them, for several patterns in turn; null where there is no text.

    texts: strings and None, or an Arrow array of strings, whole or in chunks.
    """
    found = [pa.array([], pa.large_string())]
    for batch in batches(texts):
        characters = read(batch, codes(_TOLERANCES))
        whole = characters.folded(slice(None)).tobytes().decode("utf-32-le", "replace").encode()
        # The bytes that begin a character are those that are no 0b10xxxxxx.
        begins = np.append(np.frombuffer(whole, np.int8) >= -64, True)
        offsets = Ranks(begins).nth(characters.starts)
        found.append(pa.LargeStringArray.from_buffers(batch.rows, pa.py_buffer(offsets), pa.py_buffer(whole)))
    rows = pa.concat_arrays(found)
    if isinstance(texts, Sequence):
        missing = pa.array([text is None for text in texts], pa.bool_())
    else:
        missing = texts.is_null()
        missing = missing.combine_chunks() if isinstance(missing, pa.ChunkedArray) else missing
    return pc.if_else(missing, pa.scalar(None, pa.large_string()), rows)


class Patterns:
    """Patterns for RE2, looked for in batch after batch of texts that `plain` has made.

    Each pattern has to read a text to its end to say that it is not there. So the first batch of some size tells
    which are found in less than one text in a hundred, and from then on one pattern of all of these is asked first.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = tuple(patterns)
        self._rare: frozenset[str] | None = None

    def matches(self, texts: pa.Array) -> list[pa.Array]:
        """For each pattern the texts in which it is found. texts: none of them null."""
        rare = self._rare
        if not rare:
            found = [pc.match_substring_regex(texts, pattern) for pattern in self._patterns]
            if rare is None and len(texts) >= _ENOUGH:
                self._rare = self._found_rarely(found, len(texts))
            return found
        some = np.flatnonzero(pc.match_substring_regex(texts, _any_of(rare)).to_numpy(zero_copy_only=False))
        few = texts.take(pa.array(some))
        return [
            _spread(pc.match_substring_regex(few, pattern), some, len(texts))
            if pattern in rare
            else pc.match_substring_regex(texts, pattern)
            for pattern in self._patterns
        ]

    def _found_rarely(self, found: Sequence[pa.Array], texts: int) -> frozenset[str]:
        rare = frozenset(
            pattern
            for pattern, matches in zip(self._patterns, found, strict=True)
            if (pc.sum(matches).as_py() or 0) * _SHARE < texts
        )
        try:
            pc.match_substring_regex(pa.array([""]), _any_of(rare))
        except pa.ArrowInvalid:  # each is small enough for RE2, and all together are not
            return frozenset()
        return rare if len(rare) > 1 else frozenset()


def _any_of(patterns: frozenset[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in sorted(patterns))


def _spread(matches: pa.Array, places: NDArray[np.int64], length: int) -> pa.Array:
    whole = np.zeros(length, bool)
    whole[places] = matches.to_numpy(zero_copy_only=False)
    return pa.array(whole)
