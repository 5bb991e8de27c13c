"""Word lists in texts: how many phrases each text has, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from auditor.findings import Hit
from auditor.language.declarations import WordList
from auditor.wording.batches import BATCH_CHARACTERS, Batch, batches, together
from auditor.wording.characters import Flags
from auditor.wording.groups import Found, all_of, groups, wanted

if TYPE_CHECKING:
    import pyarrow as pa

Counts: TypeAlias = NDArray[np.int32]

# A sieve is made for batches of so many characters and more; fewer are searched sooner than it is made.
SIEVED = 1 << 14


class Matcher:
    """Finds the phrases of word lists in texts.

    lists: word lists. Those with the same tolerances (homophones aside) are looked for in one pass over each text.
    Making a matcher takes time in proportion to the phrases; the first also makes the tables of characters and sounds.
    """

    def __init__(self, lists: Sequence[WordList]) -> None:
        self.lists = tuple(lists)
        self._wanted = list(wanted(self.lists))
        self._groups = groups(self._wanted)
        self._list_of = np.array([one.list_no for one in self._wanted], np.int64)
        self._exceptions = np.array([one.exception for one in self._wanted], np.bool_)

    @overload
    def counts(self, texts: Sequence[str | None]) -> list[list[int]]: ...

    @overload
    def counts(self, texts: pa.Array | pa.ChunkedArray) -> list[Counts]: ...

    def counts(self, texts: Any) -> list[list[int]] | list[Counts]:
        """For each list and each text how many different phrases of the list it has; 0 where there is no text.

        texts: strings and None, or an Arrow array of strings, whole or in chunks, for which arrays are given back.
        Phrases of a list that read alike (`Sue`, `sue`) count as one.
        Raises TypeError for an Arrow array of anything but strings.
        """
        counts = np.zeros((len(self.lists), len(texts)), np.int32)
        for batch, found in self._found(texts):
            pairs = np.unique(found.rows * len(self._wanted) + found.numbers)
            rows, numbers = np.divmod(pairs, max(len(self._wanted), 1))
            cells = np.bincount(self._list_of[numbers] * batch.rows + rows, minlength=len(self.lists) * batch.rows)
            counts[:, batch.numbers] = cells.reshape(len(self.lists), batch.rows)
        return [row.tolist() for row in counts] if isinstance(texts, Sequence) else list(counts)

    def hits(self, text: str) -> list[Hit]:
        """Every phrase found in a text, in order of place, with the text's span (offsets in characters)."""
        return self.hits_of([text])[0]

    def hits_of(self, texts: Sequence[str | None]) -> list[list[Hit]]:
        """The hits of each of many texts; none where there is no text."""
        hits: list[list[Hit]] = [[] for _ in texts]
        for batch, found in self._found(texts):
            places = np.stack([found.rows, found.begins, found.ends, found.numbers])
            for row, begin, end, number in np.unique(places, axis=1).T.tolist():
                place = int(batch.numbers[row])
                text, one = texts[place] or "", self._wanted[number]
                start = int(batch.starts[row])
                span = begin - start, end - start
                hits[place].append(Hit(self.lists[one.list_no].name, one.text, *span, text[slice(*span)]))
        return hits

    def _found(self, texts: Any) -> Iterator[tuple[Batch, Found]]:
        """What is found in texts, batch by batch, less what exceptions cancel; the same may come more than once."""
        waiting: list[Batch] = []
        size = 0
        for batch in batches(texts):
            some = batch
            if len(batch.points) >= SIEVED:
                found, unread = self._skimmed(batch)
                yield batch, found
                some = batch.only(np.flatnonzero(unread))
            waiting.append(some)
            size += len(some.points)
            if size >= BATCH_CHARACTERS:
                yield self._searched(waiting)
                waiting, size = [], 0
        if size:
            yield self._searched(waiting)

    def _skimmed(self, batch: Batch) -> tuple[Found, Flags]:
        """What is found by way of sieves, and the rows that are to be searched."""
        parts = [group.skim(batch) for group in self._groups]
        unread = np.logical_or.reduce([rows for _, rows in parts] or [np.zeros(batch.rows, np.bool_)])
        found = all_of(found for found, _ in parts)
        return self._uncancelled(found.only(np.flatnonzero(~unread[found.rows]))), unread

    def _searched(self, some: Sequence[Batch]) -> tuple[Batch, Found]:
        """What is found by the search."""
        batch = together(some)
        return batch, self._uncancelled(all_of(part for group in self._groups for part in group.find(batch)))

    def _uncancelled(self, found: Found) -> Found:
        """Less what is cancelled by exceptions, and less these."""
        exception = self._exceptions[found.numbers]
        if not exception.any():
            return found
        lists = self._list_of[found.numbers]
        kept = ~exception
        for list_no in np.unique(lists[exception]).tolist():
            here = lists == list_no
            phrases = np.flatnonzero(here & ~exception)
            cancelled = _overlapping(found.only(phrases), found.only(np.flatnonzero(here & exception)))
            kept[phrases[cancelled]] = False
        return found.only(np.flatnonzero(kept))


def _overlapping(some: Found, others: Found) -> Flags:
    """Which of some spans share a character with any of the others."""
    order = np.argsort(others.begins)
    begins, reach = others.begins[order], np.maximum.accumulate(others.ends[order])
    before = np.searchsorted(begins, some.ends) - 1
    overlap: Flags = (before >= 0) & (reach[before] > some.begins)
    return overlap
