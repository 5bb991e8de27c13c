"""Words whose letters are set apart (`l-a-w-s-u-i-t`), read as words once more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from auditor.wording.characters import DOT, SPACE, SYMBOL
from auditor.wording.units import Units, bits

_APART = bits(SPACE, SYMBOL, DOT)
# The one-letter words of English, which may stand before a word whose letters are set apart.
_WORDS = ("a", "i")


def joined(units: Units, words: Mapping[str, int]) -> Units | None:
    """The texts with words whose letters are set apart, read with those words whole; None where there are none.

    words: the codes of the words that are looked for.
    """
    joins = [join for run in _runs(units) for join in _joins(units, run, words)]
    return _rewritten(units, joins) if joins else None


def _runs(units: Units) -> Iterator[tuple[list[int], str]]:
    """Single letters with nothing but separators between them: their units, and the letters."""
    singles, letters = units.letters
    gaps = units.gaps[singles[:-1]]
    close = (np.diff(singles) == 1) & (gaps != 0) & (gaps & ~np.uint8(_APART) == 0)
    places = np.flatnonzero(close)
    for run in np.split(places, np.flatnonzero(np.diff(places) != 1) + 1) if len(places) else ():
        first, end = int(run[0]), int(run[-1]) + 2
        yield singles[first:end].tolist(), letters[first:end].tobytes().decode("utf-32-le", "surrogatepass")


def _joins(units: Units, run: tuple[list[int], str], words: Mapping[str, int]) -> Iterator[tuple[int, int, int]]:
    """The words in a run of single letters: first and last unit, and the code of the word.

    The letters of a word are all set apart by the same; an English one-letter word may stand before them.
    """
    members, letters = run
    between = [_between(units, unit) for unit in members[:-1]]
    start = 0
    while start < len(between):
        end = start + 1
        while end < len(between) and between[end] == between[start]:
            end += 1
        for first in (start, start + 1) if letters[start].lower() in _WORDS else (start,):
            code = words.get(letters[first : end + 1]) if end > first else None
            if code is not None:
                yield members[first], members[end], code
                end += 1
                break
        start = end


def _between(units: Units, unit: int) -> bytes:
    """What stands between a unit and the next."""
    last, following = units.lasts(np.array([unit]))[0], units.firsts[unit + 1]
    return units.characters.folded(np.arange(last + 1, following)).tobytes()


def _rewritten(units: Units, joins: list[tuple[int, int, int]]) -> Units:
    firsts, lasts, new = (np.array(column) for column in zip(*joins, strict=True))
    texts = np.unique(np.searchsorted(units.bounds, firsts, "right") - 1)
    codes, gaps = units.codes.copy(), units.gaps.copy()
    codes[firsts], gaps[firsts] = new, gaps[lasts]
    closing = np.arange(len(codes))
    closing[firsts] = lasts
    kept = np.zeros(len(codes), np.bool_)
    for text in texts.tolist():
        kept[units.bounds[text] : units.bounds[text + 1]] = True
    for first, last, _ in joins:
        kept[first + 1 : last + 1] = False
    members = np.flatnonzero(kept)
    ends = units.lasts(closing[members])
    sizes = [int(kept[units.bounds[text] : units.bounds[text + 1]].sum()) for text in texts.tolist()]
    none = np.zeros(0, np.int64)
    return Units(
        codes[members],
        gaps[members],
        units.characters,
        units.firsts[members],
        lambda some: ends[some],
        np.concatenate([[0], np.cumsum(sizes)]),
        units.rows[texts],
        (none, none.astype(np.uint32)),
    )
