"""A sieve before the search: tells quickly which texts cannot have any phrase, whatever stands between its units.

It reads less than the search does, and never lets a text with a phrase go. Every character is a letter of a small
alphabet: its class of sounds, or what it is itself where it has none; separators are left out, words are one letter.
The first letters of all phrases, in every way that sounds alike, are marked in tables: two, three, four letters long.
What passes these is held against the phrases themselves, letter by letter. A text is kept unread that holds what only
the search reads: characters that are read as several, that join with others, or that are nothing, and letters set apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from auditor.wording.alphabet import Alphabet
from auditor.wording.batches import Batch, ranks
from auditor.wording.characters import FIRST, LETTER, NOTHING, OTHER, SPECIAL, Flags, Ints, Points
from auditor.wording.flat import Flat
from auditor.wording.index import spread
from auditor.wording.units import words_of

Letters: TypeAlias = NDArray[np.uint16]
Marks: TypeAlias = NDArray[np.uint8]

_NO, _WORD, _UNREAD, _OTHER, _OWN = range(5)
# So many letters fill ten bits; where phrases have more, some share one, which costs time only.
_BITS = 10
_SIZE = 1 << _BITS
# Phrases are marked by so many of their first letters.
_DEPTH = 4
_WHOLE, _BEGUN = 1, 2
_MIX = np.uint64(0x9E3779B97F4A7C15)
_LONGEST = 255
_KIND_BITS = 20


@dataclass(frozen=True)
class _Marked:
    """Marks by a mixture of several letters, for what ends there and for what goes on. Others may have the same place."""

    marks: Marks
    shift: np.uint64

    @classmethod
    def of(cls, keys: Ints, marks: Marks) -> _Marked:
        bits = min(max(int(8 * len(keys)).bit_length(), 12), 23)
        made = cls(np.zeros(1 << bits, np.uint8), np.uint64(64 - bits))
        for mark in (_WHOLE, _BEGUN):
            made.marks[made._places(keys[marks == mark])] |= np.uint8(mark)
        return made

    def at(self, keys: Ints) -> Marks:
        return self.marks.take(self._places(keys))

    def _places(self, keys: Ints) -> Ints:
        return (keys.astype(np.uint64) * _MIX >> self.shift).astype(np.int64)


@dataclass(frozen=True)
class Sieve:
    """The first letters of phrases.

    table: the letter of each code point; by_code: of each code of a unit. single: which letters are phrases.
    pairs, threes, fours: what is marked under two letters and more. keys: four letters, sorted; entries: the phrase
    that begins so. own, has: of each unit of a phrase its letter, and which letters have which sound.
    words: which kinds of words may be letters of phrases. apart: the letters (code points) of words in phrases.
    """

    alphabet: Alphabet
    flat: Flat
    table: Letters
    by_code: Letters
    single: Flags
    pairs: Marks
    threes: _Marked
    fours: _Marked
    keys: Ints
    entries: Ints
    own: Ints
    has: Flags
    words: Flags
    apart: Points

    def keeps(self, batch: Batch) -> Flags:
        """Which texts of a batch may have a phrase."""
        kept = np.zeros(batch.rows, np.bool_)
        if not len(batch.points):
            return kept
        letters = self.table.take(batch.points)
        standing = letters != _NO
        in_words = letters == _WORD
        heads, lasts = _word_ends(in_words, standing, batch.starts)
        unread = letters == _UNREAD
        if unread.any():
            kept[np.searchsorted(batch.starts, np.flatnonzero(unread), "right") - 1] = True
        stream = letters[standing]
        found = [self._read_words(stream, batch.points, heads, lasts)] if len(heads) else []
        found.append(self._begun(stream))
        if self.single.any():
            found.append(np.flatnonzero(self.single.take(stream)))
        places = np.concatenate(found)
        if len(places):
            kept[np.searchsorted(ranks(standing, batch.starts), places, "right") - 1] = True
        return kept

    def _read_words(self, stream: Letters, points: Points, heads: Ints, lasts: Ints) -> Ints:
        """Put the letters of words in their places; gives the places of letters that are set apart."""
        places = np.flatnonzero(stream == _WORD)
        stream[places] = _OTHER
        fold = self.alphabet.codes.folding.table
        first, last = fold.take(points.take(heads)), fold.take(points.take(lasts))
        maybe = np.flatnonzero(self.words.take(_kinds_of(first, last, lasts - heads)))
        if len(maybe):
            which, inside = _spans(heads[maybe], lasts[maybe] + 1)
            starts = np.flatnonzero(np.diff(which, prepend=-1))
            codes = self.alphabet.word_codes(words_of(fold.take(points.take(inside)), starts))
            stream[places[maybe]] = self.by_code.take(codes)
        if not len(self.apart):
            return heads[:0]
        single = places[(lasts == heads) & np.isin(first, self.apart)]
        beside: Ints = single[:-1][np.diff(single) == 1]
        return beside

    def _begun(self, stream: Letters) -> Ints:
        """Where phrases of two letters and more may begin."""
        keys = np.zeros(len(stream), np.uint32)
        keys[:-1] = stream[:-1]
        keys <<= np.uint32(_BITS)
        keys[:-1] |= stream[1:]
        keys[-1:] = 0
        # What is read behind the end is no letter of any phrase.
        padded = np.append(stream, np.zeros(_DEPTH, np.uint16))
        marks = self.pairs.take(keys)
        places = np.flatnonzero(marks.view(np.bool_))
        marks = marks.take(places)
        found = [places[marks & _WHOLE != 0]]
        places = places[marks & _BEGUN != 0]
        key = keys.take(places).astype(np.int64)
        for depth, table in ((2, self.threes), (3, self.fours)):
            key = key << _BITS | padded.take(places + depth)
            marks = table.at(key)
            found.append(places[marks & _WHOLE != 0])
            begun = marks & _BEGUN != 0
            places, key = places[begun], key[begun]
        return np.concatenate([*found, self._confirmed(stream, places, key)])

    def _confirmed(self, stream: Letters, places: Ints, keys: Ints) -> Ints:
        """The places where a phrase of more than four letters stands to its end."""
        which, phrases = spread(
            np.searchsorted(self.keys, keys), np.searchsorted(self.keys, keys, "right"), self.entries
        )
        places = places[which]
        fits = places + self.flat.sizes[phrases] <= len(stream)
        places, phrases = places[fits], phrases[fits]
        found = []
        depth = _DEPTH
        while len(places):
            units = self.flat.firsts[phrases] + depth
            letters = stream.take(places + depth)
            fits = (letters == self.own[units]) | self.has[letters, self.flat.sounds[units]]
            depth += 1
            whole = self.flat.sizes[phrases] == depth
            found.append(places[fits & whole])
            going = fits & ~whole
            places, phrases = places[going], phrases[going]
        return np.concatenate(found) if found else places


def sieve(flat: Flat, alphabet: Alphabet, wanted: Ints, words: Iterable[str]) -> Sieve:
    """The sieve for some of an index's phrases. words: those in phrases whose letters may be set apart."""
    by_code, has = _letters(flat, alphabet, wanted)
    table = by_code.take(alphabet.codes.raw)
    own = by_code[len(alphabet.own) - len(alphabet.numbers) - 1 + flat.own].astype(np.int64)
    single = np.zeros(_SIZE, np.bool_)
    single[own[flat.firsts[wanted[flat.sizes[wanted] == 1]]]] = True
    tables, last, entries = _marked(flat, own, has, wanted[flat.sizes[wanted] > 1])
    order = np.argsort(last, kind="stable")
    pairs = np.zeros(_SIZE * _SIZE, np.uint8)
    for mark in (_WHOLE, _BEGUN):
        pairs[tables[0][0][tables[0][1] == mark]] |= np.uint8(mark)
    return Sieve(
        alphabet,
        flat,
        table,
        by_code,
        single,
        pairs,
        _Marked.of(*tables[1]),
        _Marked.of(*tables[2]),
        last[order],
        entries[order],
        own,
        has,
        _word_kinds(alphabet),
        np.array(sorted({ord(letter) for word in words for letter in word}), np.uint32),
    )


def _letters(flat: Flat, alphabet: Alphabet, wanted: Ints) -> tuple[Letters, Flags]:
    """The letter of every code of a unit, and which letters have which sound.

    Classes of sounds are letters, and so is every unit without a sound; also units that are a phrase of their own.
    """
    sound = alphabet.sound
    classes = 1
    has = np.zeros((1, 1), np.bool_)
    if alphabet.heard is not None:
        has = alphabet.heard.has
        classes = len(has)
    single = flat.own[flat.firsts[wanted[flat.sizes[wanted] == 1]]]
    own = (alphabet.own > 0) & ((sound == 0) | np.isin(alphabet.own, single))
    number = np.where(own, classes + np.cumsum(own) - 1, sound - 1)
    letters = (_OWN + number % (_SIZE - _OWN)).astype(np.uint16)
    letters[(sound == 0) & ~own] = _OTHER
    by_letter = np.zeros((_SIZE, has.shape[1]), np.bool_)
    sounding = np.flatnonzero(sound)
    for letter, group in np.unique(np.stack([letters[sounding], sound[sounding]]), axis=1).T.tolist():
        by_letter[letter] |= has[group]
    letters[:FIRST] = _NO
    letters[[NOTHING, SPECIAL]] = _UNREAD
    letters[LETTER] = _WORD
    letters[OTHER] = _OTHER
    return letters, by_letter


def _marked(flat: Flat, own: Ints, has: Flags, phrases: Ints) -> tuple[list[tuple[Ints, Marks]], Ints, Ints]:
    """What is marked under the first two, three and four letters; the four, and the longer phrases that begin so."""
    sound, letter = np.nonzero(has.T)
    keys = np.zeros(len(phrases), np.int64)
    tables = []
    for depth in range(_DEPTH):
        which, letters = _alike(flat.firsts[phrases] + depth, flat, own, has, (sound, letter))
        phrases, keys = phrases[which], keys[which] << _BITS | letters
        if depth:
            longer = flat.sizes[phrases] > depth + 1
            tables.append((keys, np.where(longer, _BEGUN, _WHOLE).astype(np.uint8)))
            phrases, keys = phrases[longer], keys[longer]
    return tables, keys, phrases


def _alike(units: Ints, flat: Flat, own: Ints, has: Flags, by_sound: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Which of some units of phrases, and a letter that is it or sounds like it: a pair for each letter."""
    sounds = flat.sounds[units]
    known, letters = by_sound
    # Sound 0 is none, and no letter has it.
    which, heard = spread(np.searchsorted(known, sounds), np.searchsorted(known, sounds, "right"), letters)
    unheard = np.flatnonzero(~has[own[units], sounds])
    return np.concatenate([which, unheard]), np.concatenate([heard, own[units[unheard]]])


def _word_ends(in_words: Flags, standing: Flags, starts: Ints) -> tuple[Ints, Ints]:
    """The characters that begin words, and those that end them; of all in words only the first are left standing."""
    if not in_words.any():
        return starts[:0], starts[:0]
    inside = in_words[1:] & in_words[:-1]
    first = starts[(starts > 0) & (starts < len(in_words))]
    inside[first - 1] = False
    standing[1:] &= ~inside
    lasts = in_words.copy()
    lasts[:-1] &= ~inside
    return np.flatnonzero(in_words & standing), np.flatnonzero(lasts)


def _spans(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Which of some spans, and a place in it: a pair for each place."""
    counts = ends - starts
    which = np.repeat(np.arange(len(counts)), counts)
    return which, np.arange(len(which)) + np.repeat(starts - np.cumsum(counts) + counts, counts)


def _kinds_of(first: Points, last: Points, lengths: Ints) -> Ints:
    """A number for words that begin and end alike and are as long; others may have the same. lengths: less one."""
    some = (first.astype(np.uint64) << np.uint64(32)) + (last.astype(np.uint64) << np.uint64(8))
    some += np.minimum(lengths, _LONGEST).astype(np.uint64)
    return (some * _MIX >> np.uint64(64 - _KIND_BITS)).astype(np.int64)


def _word_kinds(alphabet: Alphabet) -> Flags:
    """Which kinds of words the alphabet knows."""
    kinds = np.zeros(1 << _KIND_BITS, np.bool_)
    if alphabet.words:
        lengths = np.array([len(word) // 4 for word in alphabet.words], np.int64)
        points = np.frombuffer(b"".join(alphabet.words), np.dtype("<u4"))
        lasts = np.cumsum(lengths) - 1
        kinds[_kinds_of(points[lasts - lengths + 1], points[lasts], lengths - 1)] = True
    return kinds
