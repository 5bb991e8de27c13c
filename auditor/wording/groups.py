"""Phrases that are looked for under the same tolerances, and so in one pass over each text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from auditor.language.declarations import WordList
from auditor.wording.alphabet import alphabet
from auditor.wording.apart import joined
from auditor.wording.batches import Batch
from auditor.wording.characters import CLAUSE, LINE, STOP, Flags, Ints
from auditor.wording.flat import flatten
from auditor.wording.index import Index, index
from auditor.wording.phrases import REACH, as_written, reaches, read_phrases
from auditor.wording.search import Readable, confirmed, search
from auditor.wording.sieve import Sieve, sieve
from auditor.wording.stream import stream
from auditor.wording.units import BREAK, bits, units

_ENDS_REACH = bits(CLAUSE, STOP, LINE) | BREAK


@dataclass(frozen=True)
class Wanted:
    """A phrase or an exception of a list.

    tolerances: those under which texts are read; by_sound: homophones will do; reaching: what follows counts too.
    """

    list_no: int
    text: str
    exception: bool
    tolerances: frozenset[str]
    by_sound: bool
    reaching: bool


@dataclass(frozen=True)
class Found:
    """What was found in a batch: by number (that of the first phrase of a list that reads alike), row, and span.

    Spans are in the characters of the batch.
    """

    numbers: Ints
    rows: Ints
    begins: Ints
    ends: Ints

    def only(self, which: Ints) -> Found:
        """Some of it."""
        return Found(self.numbers[which], self.rows[which], self.begins[which], self.ends[which])


def all_of(parts: Iterable[Found]) -> Found:
    """What was found in several ways."""
    columns = [(np.zeros(0, np.int64),) * len(Found.__annotations__)]
    columns += [(part.numbers, part.rows, part.begins, part.ends) for part in parts]
    return Found(*(np.concatenate(column) for column in zip(*columns, strict=True)))


@dataclass(frozen=True)
class Group:
    """What is looked for in one pass.

    numbers: of its phrases among all that is looked for, or of the first of the same list that reads alike.
    reaching: which of its phrases are exceptions that reach over what follows them.
    words: the codes of the words in its phrases, where letters that are set apart are joined.
    """

    index: Index
    words: dict[str, int]
    numbers: Ints
    reaching: Flags

    @cached_property
    def sieve(self) -> Sieve:
        """What tells where in texts its phrases may stand."""
        return sieve(self.index.flat, self.index.alphabet, self.words)

    def skim(self, batch: Batch) -> tuple[Found, Flags]:
        """What is found in a batch by way of the sieve; and the rows of which that is not to be relied on."""
        read = stream(self.sieve, batch)
        return self._found(read, *confirmed(self.index, read, *self.sieve.candidates(read.letters))), read.unread

    def find(self, batch: Batch) -> Iterator[Found]:
        """What is found in a batch; the same may come more than once."""
        letters = self.index.alphabet
        read = units(batch, letters.codes, letters.word_codes)
        again = joined(read, self.words) if self.words else None
        for some in (read,) if again is None else (read, again):
            yield self._found(some, *search(self.index, some))

    def _found(self, read: Readable, phrases: Ints, starts: Ints) -> Found:
        lasts = _reached(read, starts + self.index.flat.sizes[phrases] - 1, self.reaching[phrases])
        begins, ends = read.span(starts, lasts)
        return Found(self.numbers[phrases], read.rows_of(starts), begins, ends)


def wanted(lists: Iterable[WordList]) -> Iterator[Wanted]:
    """All that is looked for, list by list."""
    for list_no, words in enumerate(lists):
        for exception, texts in ((False, words.phrases), (True, words.exceptions)):
            by_sound = not exception and "homophones" in words.tolerances
            for text in texts:
                aside = {"homophones", "separators"} if as_written(text) else {"homophones"}
                yield Wanted(list_no, text, exception, words.tolerances - aside, by_sound, exception and reaches(text))


def _reached(read: Readable, lasts: Ints, reaching: Flags) -> Ints:
    """The last units of what was found, further on where it reaches over what follows."""
    which = np.flatnonzero(reaching)
    some = lasts[which]
    for _ in range(REACH if len(which) else 0):
        some = some + (read.gaps_of(some) & _ENDS_REACH == 0)
    reached = lasts.copy()
    reached[which] = some
    return reached


def groups(everything: Sequence[Wanted]) -> list[Group]:
    """What is looked for, by the tolerances under which texts are read."""
    members: dict[frozenset[str], list[int]] = {}
    for number, one in enumerate(everything):
        members.setdefault(one.tolerances, []).append(number)
    return [_group(everything, numbers, tolerances) for tolerances, numbers in members.items()]


def _group(everything: Sequence[Wanted], numbers: Sequence[int], tolerances: frozenset[str]) -> Group:
    some = [everything[number] for number in numbers]
    phrases = list(read_phrases([one.text for one in some], tolerances))
    by_sound = [one.by_sound for one in some]
    letters = alphabet(phrases, tolerances, any(by_sound))
    first: dict[tuple[object, ...], int] = {}
    alike = [
        first.setdefault((one.list_no, one.exception, one.reaching, phrase.units), number)
        for one, phrase, number in zip(some, phrases, numbers, strict=True)
    ]
    words = {unit.text: letters.code(unit) for unit in letters.numbers if unit.word and len(unit.text) > 1}
    return Group(
        index(flatten(phrases, by_sound, letters), letters),
        words if "separators" in tolerances else {},
        np.array(alike, np.int64),
        np.array([one.reaching for one in some], np.bool_),
    )
