"""Texts as they come, in batches of bounded size: the code points of many texts in one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from auditor.wording.characters import Flags, Ints, Points

# Small enough for the working arrays of a batch to stay near the processor, so large that its calls are few: each of them keeps
# other threads waiting.
BATCH_CHARACTERS = 1 << 19
_ROWS = 1 << 12
# Where more than one flag in so many is asked for, all are found at once.
_FEW = 64


@dataclass(frozen=True)
class Batch:
    """Texts one after the other.

    numbers: the places of the texts among all; starts: where each begins, and where the last ends.
    """

    numbers: Ints
    points: Points
    starts: Ints

    @property
    def rows(self) -> int:
        """How many texts there are."""
        return len(self.numbers)

    def only(self, rows: Ints) -> Batch:
        """Some of the texts, by row in the batch."""
        if len(rows) == self.rows:
            return self
        lengths = np.diff(self.starts)[rows]
        ends = np.cumsum(lengths)
        places = np.arange(ends[-1] if len(rows) else 0) + np.repeat(self.starts[rows] - (ends - lengths), lengths)
        return Batch(self.numbers[rows], self.points.take(places), np.concatenate([[0], ends]))


def together(some: Sequence[Batch]) -> Batch:
    """The texts of one batch or more in one."""
    if len(some) == 1:
        return some[0]
    lengths = np.concatenate([np.diff(batch.starts) for batch in some])
    numbers = np.concatenate([batch.numbers for batch in some])
    return Batch(numbers, np.concatenate([batch.points for batch in some]), np.append(0, np.cumsum(lengths)))


def batches(texts: Any, characters: int = BATCH_CHARACTERS) -> Iterator[Batch]:
    """Texts in batches of at most so many characters (or of one longer text); a missing text is read as an empty one.

    texts: a sequence of strings and None, or an Arrow array of strings, whole or in chunks.
    Raises TypeError for an Arrow array of anything else.
    """
    if isinstance(texts, pa.ChunkedArray):
        first = 0
        for chunk in texts.chunks:
            yield from _of_array(chunk, first, characters)
            first += len(chunk)
    elif isinstance(texts, pa.Array):
        yield from _of_array(texts, 0, characters)
    else:
        for first in range(0, len(texts), _ROWS):
            yield from _of_strings(texts[first : first + _ROWS], first, characters)


def _of_strings(texts: Sequence[str | None], first: int, characters: int) -> Iterator[Batch]:
    lengths = np.fromiter((0 if text is None else len(text) for text in texts), np.int64, len(texts))
    starts = np.concatenate([[0], np.cumsum(lengths)])
    for start, stop in _stretches(starts, characters):
        points = _points("".join(filter(None, texts[start:stop])))
        yield Batch(np.arange(first + start, first + stop), points, starts[start : stop + 1] - starts[start])


def _of_array(texts: pa.Array, first: int, characters: int) -> Iterator[Batch]:
    if isinstance(texts, pa.DictionaryArray):
        texts = texts.dictionary_decode()
    if not any(test(texts.type) for test in _TEXT_TYPES):
        raise TypeError(f"texts are strings, not `{texts.type}`")
    texts = texts.cast(pa.large_string())
    if texts.null_count:
        # What lies under a missing text is nothing to be read.
        texts = texts.fill_null("")
    if not len(texts):
        return
    _, places, content = texts.buffers()
    offsets = np.frombuffer(places, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    written = np.frombuffer(content or b"", np.uint8)
    # In UTF-8 a character takes one byte to four.
    for start, stop in _stretches(offsets, 3 * characters):
        some = written[offsets[start] : offsets[stop]]
        # The bytes that begin a character are those that are no 0b10xxxxxx.
        starts = Ranks(some.view(np.int8) >= -64).before(offsets[start : stop + 1] - offsets[start])
        yield Batch(np.arange(first + start, first + stop), _points(str(some.data, "utf-8")), starts)


_TEXT_TYPES = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_null)


def _stretches(starts: Ints, size: int) -> Iterator[tuple[int, int]]:
    """Rows from one to before another, at most so large together, or one that is larger."""
    start, rows = 0, len(starts) - 1
    while start < rows:
        stop = max(start + 1, int(np.searchsorted(starts, starts[start] + size, "right")) - 1)
        yield start, stop
        start = stop


def _points(text: str) -> Points:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))


class Ranks:
    """Flags, in which places are found by how many are set before them, and the other way round."""

    def __init__(self, flags: Flags) -> None:
        self._flags = flags
        packed = np.packbits(flags, bitorder="little")
        self._words = np.zeros(len(packed) // 8 + 1, np.dtype("<u8"))
        self._words.view(np.uint8)[: len(packed)] = packed
        counts = np.bitwise_count(self._words)
        self._before: Ints = np.cumsum(counts, dtype=np.int64) - counts
        self._all: Ints | None = None

    def before(self, places: Ints) -> Ints:
        """How many flags are set before each place."""
        which = places >> 6
        inside = self._words[which] & ((np.uint64(1) << (places & 63).astype(np.uint64)) - np.uint64(1))
        found: Ints = self._before[which] + np.bitwise_count(inside)
        return found

    def nth(self, numbers: Ints) -> Ints:
        """The places of the flags that are set, by number from 0."""
        if self._all is None and len(numbers) * _FEW > len(self._flags):
            self._all = np.flatnonzero(self._flags)
        if self._all is not None:
            return self._all[numbers]
        which = np.searchsorted(self._before, numbers, "right") - 1
        inside = np.unpackbits(self._words[which].view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
        passed = np.cumsum(inside, axis=1, dtype=np.uint8) > (numbers - self._before[which])[:, None]
        found: Ints = which * 64 + passed.argmax(axis=1)
        return found
