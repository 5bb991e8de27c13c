"""The units of all phrases in one row, with how each sounds and what may follow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from auditor.wording.alphabet import Alphabet
from auditor.wording.characters import Ints
from auditor.wording.phrases import Phrase
from auditor.wording.units import Bits


@dataclass(frozen=True)
class Flat:
    """The units of phrases in one row: of phrase p there are sizes[p] from firsts[p].

    own: number in the alphabet. sounds: the sound, or 0 where only the unit itself will do. allowed: what may follow,
    as bits. needed: by phrase, how many units of a hit have to be the phrase's own.
    """

    own: Ints
    sounds: Ints
    allowed: Bits
    firsts: Ints
    sizes: Ints
    needed: Ints


def flatten(phrases: Sequence[Phrase], by_sound: Sequence[bool], alphabet: Alphabet) -> Flat:
    """The units of phrases in one row. by_sound: for each phrase whether units that sound alike will do."""
    own = [alphabet.numbers[unit] for phrase in phrases for unit in phrase.units]
    sounds = [
        sound
        for phrase, heard in zip(phrases, by_sound, strict=True)
        for sound in (_sounds(phrase, alphabet) if heard else [0] * len(phrase.units))
    ]
    sizes = np.array([len(phrase.units) for phrase in phrases], np.int64)
    return Flat(
        np.array(own, np.int64),
        np.array(sounds, np.int64),
        np.array([bits for phrase in phrases for bits in phrase.allowed], np.uint8),
        np.cumsum(sizes) - sizes,
        sizes,
        np.where(np.array(by_sound, np.bool_), (sizes + 1) // 2, sizes),
    )


def _sounds(phrase: Phrase, alphabet: Alphabet) -> list[int]:
    """The sounds of a phrase's units: of characters next to each other as they are read together; none of words."""
    heard = alphabet.heard
    found: list[int] = []
    for known, run in groupby(phrase.units, lambda unit: not unit.word and alphabet.sounds(unit)):
        texts = [unit.text for unit in run]
        found += heard.of_phrase("".join(texts)) if heard and known else [0] * len(texts)
    return found
