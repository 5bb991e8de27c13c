"""Numbers for what a set of phrases is made of, and for what sounds like it; all else is one and the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from auditor.wording.characters import FIRST, OTHER, SIZE, Codes, Ints, codes
from auditor.wording.phrases import Phrase, Unit
from auditor.wording.sounds import Sounds, sounds


@dataclass(frozen=True)
class Alphabet:
    """The units of a set of phrases.

    codes: of characters; word_codes: of words. own: by code, the number of the unit (from 1) if it is in some phrase,
    else 0. sound: by code, the class of its sounds, or 0. numbers: of units. heard: None where sounds do not count.
    """

    codes: Codes
    words: dict[bytes, int]
    own: Ints
    sound: Ints
    numbers: dict[Unit, int]
    heard: Sounds | None

    def code(self, unit: Unit) -> int:
        """The code of a unit of a phrase."""
        return len(self.own) - len(self.numbers) - 1 + self.numbers[unit]

    def sounds(self, unit: Unit) -> bool:
        """Whether it is known how a unit of a phrase sounds."""
        return bool(self.sound[self.code(unit)])

    def uneven(self) -> Ints:
        """How words begin in which a character has not its first reading: pairs of units, as first * (all + 1) + second."""
        if self.heard is None:
            return np.zeros(0, np.int64)
        found = []
        for beginning in self.heard.uneven:
            left, right = (self.numbers.get(Unit(character, False)) for character in beginning)
            if left and right:
                found.append(left * (len(self.numbers) + 1) + right)
        return np.array(found, np.int64)

    def word_codes(self, words: Any) -> Ints:
        """The codes of words (Arrow binary of their code points)."""
        encoded = words.dictionary_encode()
        different = [self.words.get(word, OTHER) for word in encoded.dictionary.to_pylist()]
        found: Ints = np.array(different, np.int64)[encoded.indices.to_numpy()]
        return found


def alphabet(phrases: Iterable[Phrase], tolerances: frozenset[str], by_sound: bool) -> Alphabet:
    """The alphabet of phrases. Every class of sounds has a code, and so has every unit of a phrase."""
    heard = sounds() if by_sound else None
    different = dict.fromkeys(unit for phrase in phrases for unit in phrase.units)
    numbers = {unit: number for number, unit in enumerate(different, 1)}
    classes = 1 if heard is None else len(heard.has)
    sound = np.concatenate([np.zeros(FIRST, np.int64), np.arange(classes), np.zeros(len(numbers), np.int64)])
    own = np.concatenate([np.zeros(FIRST + classes, np.int64), np.arange(1, len(numbers) + 1)])
    if heard is not None:
        sound[FIRST + classes :] = [heard.of_unit(unit.text, unit.word) for unit in numbers]
    unknown, unknown_words = _unknown(tolerances, by_sound)
    code = FIRST + classes - 1
    return Alphabet(
        unknown.changed({ord(unit.text): code + number for unit, number in numbers.items() if not unit.word}),
        unknown_words | {_bytes(unit.text): code + number for unit, number in numbers.items() if unit.word},
        own,
        sound,
        numbers,
        heard,
    )


@cache
def _unknown(tolerances: frozenset[str], by_sound: bool) -> tuple[Codes, dict[bytes, int]]:
    """The codes of characters and words that are in no phrase: of those that sound like something, by their class."""
    if not by_sound:
        return codes(tolerances).renumbered(np.full(SIZE, OTHER, np.int32)), {}
    heard = sounds()
    of_point = np.where(heard.of_point > 0, heard.of_point + FIRST, OTHER)
    of_word = {_bytes(spelling): FIRST + group for spelling, group in heard.of_spelling.items()}
    return codes(tolerances).renumbered(of_point), of_word


def _bytes(word: str) -> bytes:
    return word.encode("utf-32-le", "surrogatepass")
