"""The units of all phrases in one row, with how each sounds and what may follow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from auditor.wording.alphabet import Alphabet
from auditor.wording.characters import Flags, Ints
from auditor.wording.phrases import Phrase, Unit
from auditor.wording.sounds import Sounds
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
    numbers = alphabet.numbers
    own = np.array([numbers[unit] for phrase in phrases for unit in phrase.units], np.int64)
    sizes = np.array([len(phrase.units) for phrase in phrases], np.int64)
    heard = np.array(by_sound, np.bool_)
    firsts = np.cumsum(sizes) - sizes
    return Flat(
        own,
        _sounds(phrases, heard, own, firsts, alphabet),
        np.array([bits for phrase in phrases for bits in phrase.allowed], np.uint8),
        firsts,
        sizes,
        np.where(heard, (sizes + 1) // 2, sizes),
    )


def _sounds(phrases: Sequence[Phrase], heard: Flags, own: Ints, firsts: Ints, alphabet: Alphabet) -> Ints:
    """The sounds of phrases' units: of characters next to each other as they are read together; none of words."""
    if alphabet.heard is None:
        return np.zeros(len(own), np.int64)
    phrase_of = np.repeat(np.arange(len(phrases)), [len(phrase.units) for phrase in phrases])
    first = np.zeros(len(alphabet.numbers) + 1, np.int64)
    for unit, number in alphabet.numbers.items():
        if not unit.word and alphabet.sounds(unit):
            first[number] = alphabet.heard.first[ord(unit.text)]
    sounds = np.where(heard[phrase_of], first[own], 0)
    uneven = alphabet.uneven()
    pairs = own[:-1] * len(first) + own[1:]
    odd = np.flatnonzero(np.isin(pairs, uneven) & (phrase_of[:-1] == phrase_of[1:]))
    for phrase in np.unique(phrase_of[odd]).tolist():
        if heard[phrase]:
            units = phrases[phrase].units
            sounds[firsts[phrase] : firsts[phrase] + len(units)] = _read_together(units, alphabet, alphabet.heard)
    return sounds


def _read_together(units: Sequence[Unit], alphabet: Alphabet, heard: Sounds) -> list[int]:
    found: list[int] = []
    for known, run in groupby(units, lambda unit: not unit.word and alphabet.sounds(unit)):
        texts = [unit.text for unit in run]
        found += heard.of_phrase("".join(texts)) if known else [0] * len(texts)
    return found
