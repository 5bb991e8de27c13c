"""Texts as they come, in batches of bounded size: the code points of many texts in one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from auditor.wording.characters import Ints, Points

# Small enough for the working arrays of a batch to stay in a processor's cache.
BATCH_CHARACTERS = 1 << 17
_ROWS = 1 << 12


@dataclass(frozen=True)
class Batch:
    """Texts one after the other. first: the row of the first; starts: where each begins, and where the last ends."""

    first: int
    points: Points
    starts: Ints

    @property
    def rows(self) -> int:
        """How many texts there are."""
        return len(self.starts) - 1


def batches(texts: Any, characters: int = BATCH_CHARACTERS) -> Iterator[Batch]:
    """Texts in batches of at most so many characters (or of one longer text); a missing text is read as an empty one.

    texts: a sequence of strings and None, or an Arrow array of strings, whole or in chunks.
    Raises TypeError for an Arrow array of anything else.
    """
    for first, some in _slices(texts):
        lengths = np.fromiter((0 if text is None else len(text) for text in some), np.int64, len(some))
        ends = np.cumsum(lengths)
        start = 0
        while start < len(some):
            done = ends[start - 1] if start else 0
            stop = max(start + 1, int(np.searchsorted(ends, done + characters, "right")))
            yield Batch(
                first + start,
                np.frombuffer(
                    "".join(filter(None, some[start:stop])).encode("utf-32-le", "surrogatepass"), np.dtype("<u4")
                ),
                np.concatenate([[0], ends[start:stop] - done]),
            )
            start = stop


def _slices(texts: Any) -> Iterator[tuple[int, Sequence[str | None]]]:
    if isinstance(texts, pa.ChunkedArray):
        chunks = texts.chunks
    elif isinstance(texts, pa.Array):
        chunks = [texts]
    else:
        yield 0, texts
        return
    first = 0
    for chunk in chunks:
        if isinstance(chunk, pa.DictionaryArray):
            chunk = chunk.dictionary_decode()
        if not any(test(chunk.type) for test in _TEXT_TYPES):
            raise TypeError(f"texts are strings, not `{chunk.type}`")
        for start in range(0, len(chunk), _ROWS):
            yield first + start, chunk.slice(start, _ROWS).to_pylist()
        first += len(chunk)


_TEXT_TYPES = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_null)
