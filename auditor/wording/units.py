"""Texts as units: characters of Chinese and its like one by one, other scripts by the word, and what stands between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from auditor.wording.batches import Batch
from auditor.wording.characters import FIRST, LETTER, NOTHING, OTHER, SEPARATORS, Codes, Ints, Kinds, Points
from auditor.wording.reading import Read, read

Bits: TypeAlias = NDArray[np.uint8]

# Takes words as Arrow binary of their code points, gives the codes of their units.
WordCodes: TypeAlias = Callable[[Any], Ints]

_BITS = np.zeros(FIRST, np.uint8)
_BITS[list(SEPARATORS)] = [1 << n for n in range(len(SEPARATORS))]
# The next unit is of another text.
BREAK = 1 << len(SEPARATORS)


def bits(*separators: int) -> int:
    """A set of kinds of separators."""
    return int(np.bitwise_or.reduce(_BITS[list(separators)]))


def bits_of(kinds: Ints) -> Bits:
    """Characters by kind as separators, as bits; 0 for what is none."""
    return _BITS.take(kinds)


@dataclass(frozen=True)
class Units:
    """The units of texts, in order.

    codes: what each is. gaps: what kinds of separators stand between it and the next, as bits.
    firsts, lasts: its first and last character as read. bounds: the first unit of each text, and the end of the last.
    rows: the rows of the texts in the batch. letters: the units that are a single letter or digit, with that letter.
    """

    codes: Ints
    gaps: Bits
    characters: Read
    firsts: Ints
    lasts: Callable[[Ints], Ints]
    bounds: Ints
    rows: Ints
    letters: tuple[Ints, Points]

    def __len__(self) -> int:
        return len(self.codes)

    def codes_of(self, units: Ints) -> Ints:
        """The codes of units."""
        return self.codes[units]

    def gaps_of(self, units: Ints) -> Bits:
        """What kinds of separators stand between units and the next, as bits."""
        return self.gaps[units]

    def rows_of(self, units: Ints) -> Ints:
        """The rows in the batch of the texts in which units stand."""
        return self.rows[np.searchsorted(self.bounds, units, "right") - 1]

    def span(self, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        """The spans in the batch, in characters, that reach from some units to others."""
        return self.characters.span(self.firsts[first], self.lasts(last))


def units(batch: Batch, codes: Codes, word_codes: WordCodes) -> Units:
    """Read a batch as units."""
    found = read(batch, codes)
    kinds, low = found.codes.copy(), found.low
    low_kinds = kinds.take(low)
    in_low = np.flatnonzero(low_kinds == LETTER)
    letters = low.take(in_low)
    heads = _heads(letters, found.starts)
    word_firsts, lengths = letters.take(heads), np.diff(heads, append=len(letters))
    if len(heads):
        kinds[letters] = NOTHING
        kinds[word_firsts] = word_codes(words_of(found.folded(letters), heads))
        rest = np.ones(len(low), np.bool_)
        rest[in_low.take(heads)] = False
        low, low_kinds = low[rest], low_kinds[rest]
    # Of the characters before the head of a word, those that begin no unit are as many as it has low ones before it.
    word_units = word_firsts - in_low.take(heads) + np.arange(len(heads))
    firsts = np.flatnonzero(kinds >= OTHER)
    bounds = np.searchsorted(firsts, found.starts)
    single = lengths == 1

    def lasts(some: Ints) -> Ints:
        if not len(word_units):
            return firsts[some]
        word = np.searchsorted(word_units, some, "right") - 1
        return firsts[some] + np.where(word_units[word] == some, lengths[word] - 1, 0)

    return Units(
        kinds.take(firsts).astype(np.int64),
        _gaps(len(firsts), low, low_kinds, bounds),
        found,
        firsts,
        lasts,
        bounds,
        np.arange(batch.rows),
        (word_units[single], found.folded(word_firsts[single])),
    )


def _heads(letters: Ints, starts: Ints) -> Ints:
    """Which letters begin a word: those that follow no other, or begin a text."""
    head = np.ones(len(letters), np.bool_)
    head[1:] = np.diff(letters) != 1
    at = np.searchsorted(letters, starts[:-1])
    at = at[at < len(letters)]
    head[at[np.isin(letters[at], starts)]] = True
    return np.flatnonzero(head)


def words_of(letters: Points, heads: Ints) -> Any:
    """Words as Arrow binary of their code points; heads: where in the letters each begins."""
    offsets = np.append(heads, len(letters)) * letters.itemsize
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(letters)]
    return pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(heads), buffers)


def _gaps(count: int, places: Ints, kinds: Kinds, bounds: Ints) -> Bits:
    """What stands between units. places, kinds: of all characters that begin no unit."""
    gaps = np.zeros(count, np.uint8)
    before = places - np.arange(len(places)) - 1
    found = _BITS.take(kinds)
    counted = (found != 0) & (before >= 0)
    before, found = before[counted], found[counted]
    if len(before):
        heads = np.flatnonzero(np.diff(before, prepend=-1))
        gaps[before[heads]] = np.bitwise_or.reduceat(found, heads)
    ends = bounds[1:] - 1
    gaps[ends[ends >= 0]] |= BREAK
    return gaps
