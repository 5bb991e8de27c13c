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
_TONES = "\u0304\u0301\u030c\u0300"
_VOWELS = "aeiouv"


@dataclass(frozen=True)
class Sounds:
    """Sounds and characters.

    number: of each syllable, from 1. of_point: the class of each code point's readings, 0 where it has none.
    has: for each class and sound whether the class has it. of_spelling: the class of each written syllable.
    """

    number: dict[str, int]
    of_point: Kinds
    has: Flags
    of_spelling: dict[str, int]

    def of_unit(self, text: str, word: bool) -> int:
        """The class of the sounds of a character or a written syllable; 0 where it has none."""
        return self.of_spelling.get(text, 0) if word else int(self.of_point[ord(text)])

    def of_phrase(self, phrase: str) -> list[int]:
        """The sounds of Chinese characters as read in a phrase; 0 for a character without a known reading."""
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


def _readings() -> dict[str, tuple[str, ...]]:
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    used: Counter[tuple[str, str]] = Counter()
    for phrase, read in PHRASES_DICT.items():
        if len(phrase) == len(read):
            used.update((character, toneless(syllables[0])) for character, syllables in zip(phrase, read, strict=True))
    usual = {}
    for point, listed in PINYIN_DICT.items():
        first, *others = dict.fromkeys(toneless(syllable) for syllable in listed.split(","))
        usual[chr(point)] = (first, *(other for other in others if used[chr(point), other] >= USUAL))
    return usual


@cache
def sounds() -> Sounds:
    """The sounds of all characters."""
    readings = _readings()
    number = {s: n for n, s in enumerate(sorted({s for read in readings.values() for s in read}), 1)}
    classes: dict[frozenset[str], int] = {frozenset(): 0}
    of_point = np.zeros(SIZE, np.int32)
    for character, read in readings.items():
        of_point[ord(character)] = classes.setdefault(frozenset(read), len(classes))
    of_spelling = {}
    for syllable in number:
        if any(vowel in syllable for vowel in _VOWELS):
            alone = classes.setdefault(frozenset({syllable}), len(classes))
            of_spelling.update(dict.fromkeys(spellings(syllable), alone))
    has = np.zeros((len(classes), len(number) + 1), np.bool_)
    for group, row in classes.items():
        has[row, [number[syllable] for syllable in group]] = True
    return Sounds(number, of_point, has, of_spelling)
