"""The characters of a batch, each by the code of what it is read as; what reads as nothing is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from auditor.wording.batches import Batch
from auditor.wording.characters import NOTHING, OTHER, SPECIAL, Codes, Ints, Kinds, Points


@dataclass(frozen=True)
class Read:
    """Characters as read.

    codes: what each is. low: the places of all that are no unit by themselves. points: by code point, as they stand, or (where `table` is None) as they are read. starts: where each text
    begins, and where the last ends. begins, ends: the span of each character in the batch; None: character by character.
    """

    codes: Kinds
    low: Ints
    points: Points
    table: Points | None
    starts: Ints
    begins: Ints | None = None
    ends: Ints | None = None

    def folded(self, places: Ints | slice) -> Points:
        """What the characters at some places are read as."""
        points = self.points[places]
        return points if self.table is None else self.table.take(points)

    def span(self, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        """The spans in the batch that reach from some characters to others."""
        if self.begins is None or self.ends is None:
            return first, last + 1
        return self.begins[first], self.ends[last]


def read(batch: Batch, codes: Codes) -> Read:
    """Read the characters of a batch."""
    raw = codes.raw.take(batch.points)
    low = np.flatnonzero(raw < OTHER)
    found = Read(raw, low, batch.points, codes.folding.table, batch.starts)
    if (raw.take(low) == SPECIAL).any():
        found = _spelled_out(found, codes)
    if (found.codes.take(found.low) == NOTHING).any():
        found = _without_nothing(found)
    return found


def _spelled_out(found: Read, codes: Codes) -> Read:
    """With every character that is read as several, or joins with others, replaced by what they are read as."""
    counts = np.ones(len(found.codes), np.int64)
    spelled: list[str] = []
    firsts, ends = [], []
    for first, end in _clusters(found, codes):
        text = found.points[first:end].tobytes().decode("utf-32-le", "surrogatepass")
        spelled.append(codes.folding.fold(text))
        counts[first:end] = 0
        counts[first] = len(spelled[-1])
        firsts.append(first)
        ends.append(end)
    before = np.concatenate([[0], np.cumsum(counts)])
    begins = np.repeat(np.arange(len(counts)), counts)
    folded = codes.folding.table.take(found.points)[begins]
    new_codes, new_ends = found.codes[begins], begins + 1
    lengths = counts[firsts]
    places = np.repeat(before[firsts] - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())
    points = np.frombuffer("".join(spelled).encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
    folded[places] = points
    new_codes[places] = codes.plain.take(points)
    new_ends[places] = np.repeat(ends, lengths)
    return Read(new_codes, np.flatnonzero(new_codes < OTHER), folded, None, before[found.starts], begins, new_ends)


def _clusters(found: Read, codes: Codes) -> Iterator[tuple[int, int]]:
    """The spans to be spelled out: a character and all that may join with it."""
    special = np.flatnonzero(found.codes == SPECIAL)
    joins = codes.folding.joins.take(found.points.take(special)) & ~np.isin(special, found.starts)
    first = end = -1
    for place, joined in zip(special.tolist(), joins.tolist(), strict=True):
        if joined and place == end:
            end += 1
            continue
        if end >= 0:
            yield first, end
        first, end = (place - 1 if joined else place), place + 1
    if end >= 0:
        yield first, end


def _without_nothing(found: Read) -> Read:
    kept = np.flatnonzero(found.codes != NOTHING)
    codes = found.codes[kept]
    return replace(
        found,
        codes=codes,
        low=np.flatnonzero(codes < OTHER),
        points=found.points[kept],
        starts=np.searchsorted(kept, found.starts),
        begins=kept if found.begins is None else found.begins[kept],
        ends=kept + 1 if found.ends is None else found.ends[kept],
    )
