"""How Chinese characters sound: their usual readings without tones, as classes of characters that sound alike."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from auditor.wording.characters import SIZE, Flags, Kinds

# A reading other than the first is usual where this many words of the dictionary have it.
USUAL = 2
# So many characters tell a word in which a character has not its first reading.
UNEVEN = 2
_TONES = "\u0304\u0301\u030c\u0300"
_VOWELS = "aeiouv"


@dataclass(frozen=True)
class Sounds:
    """Sounds and characters.

    number: of each syllable, from 1. of_point: the class of each code point's readings, 0 where it has none.
    has: for each class and sound whether the class has it. of_spelling: the class of each written syllable.
    first: the sound of each code point's first reading. uneven: how words begin in which a character is read otherwise.
    """

    number: dict[str, int]
    of_point: Kinds
    has: Flags
    of_spelling: dict[str, int]
    first: Kinds
    uneven: frozenset[str]

    def of_unit(self, text: str, word: bool) -> int:
        """The class of the sounds of a character or a written syllable; 0 where it has none."""
        return self.of_spelling.get(text, 0) if word else int(self.of_point[ord(text)])

    def of_phrase(self, phrase: str) -> list[int]:
        """The sounds of Chinese characters as read in a phrase; 0 for a character without a known reading."""
        if not any(phrase[place : place + UNEVEN] in self.uneven for place in range(len(phrase))):
            return [int(self.first[ord(character)]) for character in phrase]
        from pypinyin import lazy_pinyin

        def unknown(characters: str) -> Any:
            return [""] * len(characters)

        read = lazy_pinyin(phrase, errors=unknown)
        return [self.number.get(syllable, 0) for syllable in read] if len(read) == len(phrase) else [0] * len(phrase)


@cache
def toneless(syllable: str) -> str:
    """A syllable without its tone; `v` for the letter u with two dots."""
    letters = [c for c in unicodedata.normalize("NFD", syllable) if c not in _TONES]
    return unicodedata.normalize("NFC", "".join(letters)).replace("ü", "v").replace("ê", "e")


def spellings(syllable: str) -> set[str]:
    """How a syllable is written in texts: with or without a mark for the tone, with `v` or the letter it stands for."""
    bare = {syllable, syllable.replace("v", "ü")}
    marked = {
        unicodedata.normalize("NFC", f"{form[: place + 1]}{tone}{form[place + 1 :]}")
        for form in bare
        for place, letter in enumerate(form)
        if letter in "aeiouü"
        for tone in _TONES
    }
    return bare | marked


def _readings() -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """The usual readings of every character, the first one first, and how words begin that have others than the first."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    listed = {chr(point): [toneless(one) for one in written.split(",")] for point, written in PINYIN_DICT.items()}
    firsts = {character: read[0] for character, read in listed.items()}
    used: Counter[tuple[str, str]] = Counter()
    uneven = set()
    for phrase, read in PHRASES_DICT.items():
        said = [toneless(syllables[0]) for syllables in read]
        if said != [firsts.get(character) for character in phrase]:
            uneven.add(phrase[:UNEVEN])
            if len(said) == len(phrase):
                used.update(pair for pair in zip(phrase, said, strict=True) if pair[1] != firsts.get(pair[0]))
    usual = {}
    for character, (first, *others) in listed.items():
        more = (one for one in others if one != first and used[character, one] >= USUAL)
        usual[character] = (first, *dict.fromkeys(more))
    return usual, frozenset(uneven)


@cache
def sounds() -> Sounds:
    """The sounds of all characters."""
    readings, uneven = _readings()
    number = {s: n for n, s in enumerate(sorted({s for read in readings.values() for s in read}), 1)}
    classes: dict[frozenset[str], int] = {frozenset(): 0}
    of_point, first = np.zeros(SIZE, np.int32), np.zeros(SIZE, np.int32)
    for character, read in readings.items():
        first[ord(character)] = number[read[0]]
        of_point[ord(character)] = classes.setdefault(frozenset(read), len(classes))
    of_spelling = {}
    for syllable in number:
        if any(vowel in syllable for vowel in _VOWELS):
            alone = classes.setdefault(frozenset({syllable}), len(classes))
            of_spelling.update(dict.fromkeys(spellings(syllable), alone))
    has = np.zeros((len(classes), len(number) + 1), np.bool_)
    for group, row in classes.items():
        has[row, [number[syllable] for syllable in group]] = True
    return Sounds(number, of_point, has, of_spelling, first, uneven)
