"""Texts as a stream of letters, for the sieve; what the search must know of their units is worked out where it asks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from auditor.wording.batches import Batch, Ranks
from auditor.wording.characters import LETTER, OTHER, Flags, Ints, Points
from auditor.wording.sieve import NO, UNREAD, WORD, Letters, Sieve
from auditor.wording.units import BREAK, Bits, bits_of, words_of


@dataclass(frozen=True)
class Stream:
    """The units of texts as letters.

    standing: which characters of the batch are, or begin, a unit; in_words: which are in words. unread: the rows that the stream has not read
    right: they have characters that are read as several, join with others or are nothing, or letters set apart.
    words: the units that are words, with their codes and their last characters.
    """

    sieve: Sieve
    batch: Batch
    letters: Letters
    standing: Flags
    in_words: Flags
    unread: Flags
    words: tuple[Ints, Ints, Ints]

    @cached_property
    def _ranks(self) -> Ranks:
        return Ranks(self.standing)

    def __len__(self) -> int:
        return len(self.letters)

    def firsts(self, units: Ints) -> Ints:
        """The first characters of units, in the batch."""
        return self._ranks.nth(units)

    @cached_property
    def _begins(self) -> Bits:
        """BREAK for characters that are the first of a text, and for what is behind the last."""
        begins = np.zeros(len(self.standing) + 1, np.uint8)
        begins[self.batch.starts] = BREAK
        return begins

    def lasts(self, units: Ints) -> Ints:
        """The last characters of units, in the batch."""
        lasts = self.firsts(units)
        places, _, ends = self.words
        if len(places):
            word = np.flatnonzero(self.in_words.take(lasts))
            lasts = lasts.copy()
            lasts[word] = ends[np.searchsorted(places, units[word])]
        return lasts

    def codes_of(self, units: Ints) -> Ints:
        """The codes of units."""
        codes = self._raw(self.firsts(units))
        places, known, _ = self.words
        if len(places):
            word = np.flatnonzero(codes == LETTER)
            codes[word] = known[np.searchsorted(places, units[word])]
        return codes

    def gaps_of(self, units: Ints) -> Bits:
        """What kinds of separators stand between units and the next, as bits."""
        gaps = np.full(len(units), BREAK, np.uint8)
        inside = np.flatnonzero(units + 1 < len(self))
        lasts, following = self.lasts(units[inside]), self.firsts(units[inside] + 1)
        gaps[inside] = self._begins.take(following)
        wide = np.flatnonzero(following > lasts + 1)
        if len(wide):
            which, places = spans(lasts[wide] + 1, following[wide])
            heads = np.flatnonzero(np.diff(which, prepend=-1))
            between = bits_of(self._raw(places)) | self._begins.take(places)
            gaps[inside[wide]] |= np.bitwise_or.reduceat(between, heads)
        return gaps

    def rows_of(self, units: Ints) -> Ints:
        """The rows in the batch of the texts in which units stand."""
        return np.searchsorted(self.batch.starts, self.firsts(units), "right") - 1

    def span(self, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        """The spans in the batch, in characters, that reach from some units to others."""
        return self.firsts(first), self.lasts(last) + 1

    def _raw(self, places: Ints) -> Ints:
        return self.sieve.alphabet.codes.raw.take(self.batch.points.take(places)).astype(np.int64)


def stream(sieve: Sieve, batch: Batch) -> Stream:
    """Read a batch as letters."""
    letters = sieve.table.take(batch.points)
    standing = letters != NO
    in_words = letters == WORD
    unread = np.zeros(batch.rows, np.bool_)
    special = letters == UNREAD
    if special.any():
        unread[np.searchsorted(batch.starts, np.flatnonzero(special), "right") - 1] = True
    none = batch.starts[:0]
    if not in_words.any():
        return Stream(sieve, batch, letters[standing], standing, in_words, unread, (none, none, none))
    heads, lasts = _ends(in_words, standing, batch.starts)
    compact = letters[standing]
    places = np.flatnonzero(compact == WORD)
    fold = sieve.alphabet.codes.folding.table
    codes = _word_codes(sieve, fold, batch.points, heads, lasts)
    compact[places] = sieve.by_code.take(codes)
    if len(sieve.apart):
        single = (lasts == heads) & np.isin(fold.take(batch.points.take(heads)), sieve.apart)
        beside = np.flatnonzero(single[:-1] & single[1:] & (np.diff(places) == 1))
        unread[np.searchsorted(batch.starts, heads[beside], "right") - 1] = True
    return Stream(sieve, batch, compact, standing, in_words, unread, (places, codes, lasts))


def _ends(in_words: Flags, standing: Flags, starts: Ints) -> tuple[Ints, Ints]:
    """The characters that begin words, and those that end them; of all in words only the first are left standing."""
    inside = in_words[1:] & in_words[:-1]
    first = starts[(starts > 0) & (starts < len(in_words))]
    inside[first - 1] = False
    standing[1:] &= ~inside
    lasts = in_words.copy()
    lasts[:-1] &= ~inside
    return np.flatnonzero(in_words & standing), np.flatnonzero(lasts)


def _word_codes(sieve: Sieve, fold: Points, points: Points, heads: Ints, lasts: Ints) -> Ints:
    """The codes of words; of those that can be in no phrase it is not looked up."""
    codes = np.full(len(heads), OTHER, np.int64)
    first, last = fold.take(points.take(heads)), fold.take(points.take(lasts))
    maybe = np.flatnonzero(sieve.may_be(first, last, lasts - heads))
    if len(maybe):
        which, inside = spans(heads[maybe], lasts[maybe] + 1)
        starts = np.flatnonzero(np.diff(which, prepend=-1))
        codes[maybe] = sieve.alphabet.word_codes(words_of(fold.take(points.take(inside)), starts))
    return codes


def spans(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Which of some spans, and a place in it: a pair for each place."""
    counts = ends - starts
    which = np.repeat(np.arange(len(counts)), counts)
    return which, np.arange(len(which)) + np.repeat(starts - np.cumsum(counts) + counts, counts)
