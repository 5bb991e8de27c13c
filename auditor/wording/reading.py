"""The characters of a batch, each by the code of what it is read as; what reads as nothing is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from auditor.wording.batches import Batch
from auditor.wording.characters import NOTHING, OTHER, SPECIAL, Codes, Ints, Kinds, Points


@dataclass(frozen=True)
class Read:
    """Characters as read.

    codes: what each is. points: by code point, as they stand, or (where `table` is None) as they are read. starts: where
    each text begins, and where the last ends. begins, ends: the span of each character in the batch; None: character by
    character.
    """

    codes: Kinds
    points: Points
    table: Points | None
    starts: Ints
    begins: Ints | None = None
    ends: Ints | None = None

    @cached_property
    def low(self) -> Ints:
        """The places of all characters that are no unit by themselves."""
        return np.flatnonzero(self.codes < OTHER)

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
    found = Read(codes.raw.take(batch.points), batch.points, codes.folding.table, batch.starts)
    if (found.codes == SPECIAL).any():
        found = _spelled_out(found, codes)
    if (found.codes == NOTHING).any():
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
    return Read(new_codes, folded, None, before[found.starts], begins, new_ends)


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
    return replace(
        found,
        codes=found.codes[kept],
        points=found.points[kept],
        starts=np.searchsorted(kept, found.starts),
        begins=kept if found.begins is None else found.begins[kept],
        ends=kept + 1 if found.ends is None else found.ends[kept],
    )
