"""A sieve before the search: tells quickly where in texts phrases may stand, whatever separators are between.

It reads less than the search does, and lets no phrase go. Every unit of a text is a letter of a small alphabet: its class
of sounds, or what it is itself where it has none. The first letters of all phrases, in every way that sounds alike, are
marked in tables: two, three, four letters long. What passes these is held against the phrases letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from auditor.wording.alphabet import Alphabet
from auditor.wording.characters import FIRST, LETTER, NOTHING, OTHER, SPECIAL, Flags, Ints, Points
from auditor.wording.flat import Flat
from auditor.wording.index import spread

Letters: TypeAlias = NDArray[np.uint16]
Marks: TypeAlias = NDArray[np.uint8]

NO, WORD, UNREAD, UNKNOWN, _OWN = range(5)
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
    pairs, threes, fours: what is marked under two letters and more. keys: up to four letters, sorted; entries: the phrase
    that is or begins so. own, has: of each unit of a phrase its letter, and which letters have which sound.
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

    def may_be(self, first: Points, last: Points, more: Ints) -> Flags:
        """Whether words may be letters of phrases; by their first and last characters as read, and how many more."""
        return self.words.take(_kinds_of(first, last, more))

    def candidates(self, stream: Letters) -> tuple[Ints, Ints]:
        """Where phrases may stand among letters: the phrase, and the place of its first."""
        found = []
        if self.single.any():
            places = np.flatnonzero(self.single.take(stream))
            found.append(self._under(stream.take(places).astype(np.int64), places))
        keys = np.zeros(len(stream), np.uint32)
        keys[:-1] = stream[:-1]
        keys <<= np.uint32(_BITS)
        keys[:-1] |= stream[1:]
        keys[-1:] = 0
        # What is read behind the end is no letter of any phrase.
        padded = np.append(stream, np.zeros(_DEPTH, np.uint16))
        marks = self.pairs.take(keys)
        places = np.flatnonzero(marks.view(np.bool_))
        key, marks = keys.take(places).astype(np.int64), marks.take(places)
        for depth, table in ((2, self.threes), (3, self.fours)):
            whole, begun = marks & _WHOLE != 0, marks & _BEGUN != 0
            found.append(self._under(key[whole], places[whole]))
            places = places[begun]
            key = key[begun] << _BITS | padded.take(places + depth)
            marks = table.at(key)
        here = marks != 0
        found.append(self._to_the_end(stream, *self._under(key[here], places[here])))
        phrases, starts = (np.concatenate(column) for column in zip(*found, strict=True))
        return phrases, starts

    def _under(self, keys: Ints, places: Ints) -> tuple[Ints, Ints]:
        """The phrases that are or begin with some letters, at each place where those stand."""
        if not len(keys):
            return places, places
        starts = np.searchsorted(self.keys, keys)
        which, phrases = spread(starts, np.searchsorted(self.keys, keys, "right"), self.entries)
        return phrases, places[which]

    def _to_the_end(self, stream: Letters, phrases: Ints, places: Ints) -> tuple[Ints, Ints]:
        """Those phrases, of four letters and more, whose other letters stand there too."""
        fits = places + self.flat.sizes[phrases] <= len(stream)
        phrases, places = phrases[fits], places[fits]
        found = []
        depth = _DEPTH
        while len(places):
            whole = self.flat.sizes[phrases] == depth
            found.append((phrases[whole], places[whole]))
            phrases, places = phrases[~whole], places[~whole]
            units = self.flat.firsts[phrases] + depth
            letters = stream.take(places + depth)
            fits = (letters == self.own[units]) | self.has[letters, self.flat.sounds[units]]
            phrases, places = phrases[fits], places[fits]
            depth += 1
        found.append((phrases, places))
        whole_phrases, starts = (np.concatenate(column) for column in zip(*found, strict=True))
        return whole_phrases, starts


def sieve(flat: Flat, alphabet: Alphabet, words: Iterable[str]) -> Sieve:
    """The sieve for phrases. words: those in phrases whose letters may be set apart."""
    by_code, has = _letters(flat, alphabet)
    own = by_code[len(alphabet.own) - len(alphabet.numbers) - 1 + flat.own].astype(np.int64)
    single = np.zeros(_SIZE, np.bool_)
    single[own[flat.firsts[flat.sizes == 1]]] = True
    tables, keys, entries = _marked(flat, own, has)
    order = np.argsort(keys, kind="stable")
    pairs = np.zeros(_SIZE * _SIZE, np.uint8)
    for mark in (_WHOLE, _BEGUN):
        pairs[tables[0][0][tables[0][1] == mark]] |= np.uint8(mark)
    return Sieve(
        alphabet,
        flat,
        by_code.take(alphabet.codes.raw),
        by_code,
        single,
        pairs,
        _Marked.of(*tables[1]),
        _Marked.of(*tables[2]),
        keys[order],
        entries[order],
        own,
        has,
        _word_kinds(alphabet),
        np.array(sorted({ord(letter) for word in words for letter in word}), np.uint32),
    )


def _letters(flat: Flat, alphabet: Alphabet) -> tuple[Letters, Flags]:
    """The letter of every code of a unit, and which letters have which sound.

    Classes of sounds are letters, and so is every unit without a sound; also units that are a phrase of their own.
    """
    sound = alphabet.sound
    classes = 1
    has = np.zeros((1, 1), np.bool_)
    if alphabet.heard is not None:
        has = alphabet.heard.has
        classes = len(has)
    single = flat.own[flat.firsts[flat.sizes == 1]]
    own = (alphabet.own > 0) & ((sound == 0) | np.isin(alphabet.own, single))
    number = np.where(own, classes + np.cumsum(own) - 1, sound - 1)
    letters = (_OWN + number % (_SIZE - _OWN)).astype(np.uint16)
    letters[(sound == 0) & ~own] = UNKNOWN
    by_letter = np.zeros((_SIZE, has.shape[1]), np.bool_)
    sounding = np.flatnonzero(sound)
    for letter, group in np.unique(np.stack([letters[sounding], sound[sounding]]), axis=1).T.tolist():
        by_letter[letter] |= has[group]
    letters[:FIRST] = NO
    letters[[NOTHING, SPECIAL]] = UNREAD
    letters[LETTER] = WORD
    letters[OTHER] = UNKNOWN
    return letters, by_letter


def _marked(flat: Flat, own: Ints, has: Flags) -> tuple[list[tuple[Ints, Marks]], Ints, Ints]:
    """What is marked under the first two, three and four letters; the keys of all phrases, and the phrase of each."""
    sound, letter = np.nonzero(has.T)
    phrases = np.flatnonzero(flat.sizes)
    keys = np.zeros(len(phrases), np.int64)
    tables, filed = [], []
    for depth in range(1, _DEPTH + 1):
        which, letters = _alike(flat.firsts[phrases] + depth - 1, flat, own, has, (sound, letter))
        phrases, keys = phrases[which], keys[which] << _BITS | letters
        longer = flat.sizes[phrases] > depth
        tables.append((keys, np.where(longer, _BEGUN, _WHOLE).astype(np.uint8)))
        ended = ~longer if depth < _DEPTH else np.ones(len(phrases), np.bool_)
        filed.append((keys[ended], phrases[ended]))
        phrases, keys = phrases[longer], keys[longer]
    all_keys, entries = (np.concatenate(column) for column in zip(*filed, strict=True))
    return tables[1:], all_keys, entries


def _alike(units: Ints, flat: Flat, own: Ints, has: Flags, by_sound: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Which of some units of phrases, and a letter that is it or sounds like it: a pair for each letter."""
    sounds = flat.sounds[units]
    known, letters = by_sound
    # Sound 0 is none, and no letter has it.
    which, heard = spread(np.searchsorted(known, sounds), np.searchsorted(known, sounds, "right"), letters)
    unheard = np.flatnonzero(~has[own[units], sounds])
    return np.concatenate([which, unheard]), np.concatenate([heard, own[units[unheard]]])


def _kinds_of(first: Points, last: Points, more: Ints) -> Ints:
    """A number for words that begin and end alike and are as long (one and so many more); others may have the same."""
    some = (first.astype(np.uint64) << np.uint64(32)) + (last.astype(np.uint64) << np.uint64(8))
    some += np.minimum(more, _LONGEST).astype(np.uint64)
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
