"""Phrases as units, with what may stand between them; they are read by the code that reads texts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from auditor.wording.batches import batches
from auditor.wording.characters import (
    CLAUSE,
    DOT,
    FIRST,
    LETTER,
    LINE,
    NOTHING,
    QUOTE,
    SIZE,
    SPACE,
    SYMBOL,
    Ints,
    codes,
    kind,
)
from auditor.wording.units import BREAK, bits, units

_BETWEEN_WORDS = bits(SPACE, SYMBOL, QUOTE, LINE)
_IN_SHORT = bits(SPACE, SYMBOL, DOT)
_IN_LONG = bits(SPACE, SYMBOL, DOT, QUOTE, CLAUSE)
# Phrases of so many units and more may be cut by commas and the like.
_LONG = 4
_ANYTHING = 255
# An exception that ends so reaches over what follows it.
_REACHES = "…"
REACH = 4


class Unit(NamedTuple):
    """A unit of a phrase, as it is read: a character or a word."""

    text: str
    word: bool


@dataclass(frozen=True)
class Phrase:
    """A phrase as units; allowed: by unit what may follow it, as bits."""

    units: tuple[Unit, ...]
    allowed: tuple[int, ...]


def as_written(phrase: str) -> bool:
    """Whether a phrase is looked for with its marks: it begins or ends with a symbol or bracket, or is nothing else."""
    seen = [c for c in phrase if kind(c) not in (NOTHING, SPACE)]
    return bool(seen) and (_is_mark(seen[0]) or _is_mark(seen[-1]) or all(kind(c) < LETTER for c in seen))


def reaches(exception: str) -> bool:
    """Whether an exception also cancels hits that begin within the next REACH units."""
    return exception.rstrip().endswith(_REACHES)


def _is_mark(character: str) -> bool:
    return (kind(character) == SYMBOL and character != "'") or unicodedata.category(character) in ("Ps", "Pe")


def read_phrases(phrases: Sequence[str], tolerances: frozenset[str]) -> Iterator[Phrase]:
    """Each phrase as units, under a choice of tolerances; one with nothing in it has none."""
    words: dict[str, int] = {}

    def word_codes(found: Any) -> Ints:
        texts = [word.decode("utf-32-le", "surrogatepass") for word in found.to_pylist()]
        return np.array([FIRST + SIZE + words.setdefault(text, len(words)) for text in texts], np.int64)

    for batch in batches(phrases):
        found = units(batch, codes(tolerances), word_codes)
        spelled = list(words)
        bounds = found.bounds.tolist()
        contents, gaps = (found.codes - FIRST).tolist(), found.gaps.tolist()
        for start, end in pairwise(bounds):
            some = [
                Unit(chr(code), False) if code < SIZE else Unit(spelled[code - SIZE], True)
                for code in contents[start:end]
            ]
            yield Phrase(tuple(some), _allowed(some, gaps[start:end]))


def _allowed(some: Sequence[Unit], gaps: Sequence[int]) -> tuple[int, ...]:
    """By unit what may follow it: what follows it in the phrase, and what the kind of phrase allows."""
    usual = _IN_LONG if len(some) >= _LONG else _IN_SHORT
    inside = [_BETWEEN_WORDS if unit.word and following.word else usual for unit, following in pairwise(some)]
    return tuple(bits | gap & ~BREAK for bits, gap in zip([*inside, _ANYTHING], gaps, strict=True)) if some else ()
