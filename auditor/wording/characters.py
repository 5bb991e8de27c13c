"""What every character is to matching, and what it is read as: tables over all code points, made once when needed.

The kinds of separators are numbered by how strongly they part what stands left and right of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Kinds: TypeAlias = NDArray[np.int32]
Points: TypeAlias = NDArray[np.uint32]
Flags: TypeAlias = NDArray[np.bool_]

# Codes of characters. Those from FIRST on stand for a unit: the character by itself, found by what it is read as.
NOTHING, SPACE, SYMBOL, DOT, QUOTE, CLAUSE, LINE, STOP, LETTER, SPECIAL, OTHER, FIRST = range(12)
SEPARATORS = range(SPACE, LETTER)
SIZE = 0x110000

_NAMED = {
    **dict.fromkeys("。｡!！?？‼⁇⁈⁉؟۔।॥", STOP),
    **dict.fromkeys("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", LINE),
    **dict.fromkeys("…⋯—―", CLAUSE),
    **dict.fromkeys("’‘ʼ", QUOTE),
    **dict.fromkeys(".．﹒", DOT),
    **dict.fromkeys("*＊#＃%％&＆@＠/／\\＼'＇·•‧・･※†‡′″‰‱§¶⁂⁎⁑‣", SYMBOL),
    **dict.fromkeys("\t", SPACE),
    **dict.fromkeys("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0", NOTHING),
}
_BY_CATEGORY = {
    "Zs": SPACE, "Zl": LINE, "Zp": LINE, "Cc": SYMBOL, "Cn": SYMBOL, "Co": SYMBOL, "Cs": SYMBOL, "Cf": NOTHING,
    "Pc": SYMBOL, "Pd": SYMBOL, "Ps": CLAUSE, "Pe": CLAUSE, "Pi": CLAUSE, "Pf": CLAUSE, "Po": CLAUSE,
    "Sm": SYMBOL, "Sc": SYMBOL, "Sk": SYMBOL, "So": SYMBOL, "Nd": LETTER,
}  # fmt: skip
# Variation selectors, and accents for any script, which are left over where they join with nothing.
_WEIGHTLESS = (
    (0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0x300, 0x36F), (0x483, 0x489), (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0x3099, 0x309A), (0xFE20, 0xFE2F),
)  # fmt: skip
# Scripts that are written without spaces, or that join endings to words.
_CLOSE_SCRIPTS = (
    (0xE00, 0xFFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007), (0x3021, 0x3029), (0x3031, 0x312F),
    (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA000, 0xA4CF), (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF), (0xFF66, 0xFF9F), (0x1B000, 0x1B16F), (0x20000, 0x3FFFD),
)  # fmt: skip
_IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2F7FF), (0x2FA20, 0x3FFFD))
# The code points with properties of their own; the ranges between them are all alike.
_LISTED = ((0, 0x33FF), (0xA000, 0xABFF), (0xF900, 0x1FFFF), (0x2F800, 0x2FA1F), (0xE0000, 0xE01FF))
# A private character, not among those: it joins with nothing, and nothing is read as it.
_APART = "\ue000"
_JAMO = ((0x1161, 0x1175), (0x11A8, 0x11C2))
# Forms of simplified characters that the table of traditional ones does not have.
_VARIANTS = {"畱": "留", "説": "说", "戸": "户", "囬": "回", "怱": "匆"}


def _within(point: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= point <= high for low, high in ranges)


@cache
def kind(character: str) -> int:
    """What a character is: NOTHING, one of SEPARATORS, LETTER (a part of a word), or FIRST for a unit of its own."""
    point = ord(character)
    if character in _NAMED:
        return _NAMED[character]
    if _within(point, _WEIGHTLESS):
        return NOTHING
    category = unicodedata.category(character)
    if _within(point, _IDEOGRAPHS) or (_within(point, _CLOSE_SCRIPTS) and category not in _BY_CATEGORY):
        return FIRST
    return _BY_CATEGORY.get(category, LETTER)


@cache
def kinds() -> NDArray[np.uint8]:
    """The kind of every code point: what `kind` says of each, worked out range by range."""
    other = 255  # a letter of some script
    table = np.full(SIZE, SYMBOL, np.uint8)
    for low, high in _LISTED:
        categories = [unicodedata.category(chr(point)) for point in range(low, high + 1)]
        table[low : high + 1] = [_BY_CATEGORY.get(category, other) for category in categories]
    for low, high in _CLOSE_SCRIPTS:
        part = table[low : high + 1]
        part[part == other] = FIRST
    table[table == other] = LETTER
    for low, high in (*_IDEOGRAPHS, (0xAC00, 0xD7A3)):
        table[low : high + 1] = FIRST
    for low, high in _WEIGHTLESS:
        table[low : high + 1] = NOTHING
    named = {ord(character): number for character, number in _NAMED.items()}
    table[list(named)] = list(named.values())
    return table


@cache
def simplified() -> dict[int, str]:
    """Simplified characters by the code points of their traditional forms."""
    import opencc

    traditional = [chr(point) for low, high in _IDEOGRAPHS for point in range(low, min(high, 0x323AF) + 1)]
    read = opencc.OpenCC("t2s").convert("\n".join(traditional)).split("\n")
    pairs = {ord(a): b for a, b in zip(traditional, read, strict=True) if a != b and len(b) == 1}
    return pairs | {ord(a): b for a, b in _VARIANTS.items()}


@dataclass(frozen=True)
class Folding:
    """What characters are read as.

    table: by code point the one that it is read as, where it is one; sources: for each that others are read as, all that
    are. joins: whether a character may join with the
    one before it (accents, halves of syllables). several: characters that are read as several, with what they are read as.
    """

    width: bool
    case: bool
    traditional: bool
    table: Points
    sources: Mapping[int, Sequence[int]]
    joins: Flags
    several: dict[int, str]

    def fold(self, text: str) -> str:
        """What a character, with the accents that follow it, is read as."""
        return _fold(text, self.width, self.case, self.traditional)


def _listed_points() -> list[int]:
    return [point for low, high in _LISTED for point in range(low, high + 1)]


def _fold(text: str, width: bool, case: bool, traditional: bool) -> str:
    if width:
        text = unicodedata.normalize("NFKC", text)
    if case:
        text = text.casefold()
        text = unicodedata.normalize("NFKC", text) if width else text
    return text.translate(simplified()) if traditional else text


@cache
def folding(width: bool, case: bool, traditional: bool) -> Folding:
    """The folding for a choice of tolerances."""
    table = np.arange(SIZE, dtype=np.uint32)
    several = {}
    if traditional:
        pairs = simplified()
        table[list(pairs)] = [ord(character) for character in pairs.values()]
    points = _listed_points()
    together = _fold(_APART.join(map(chr, points)), width, case, traditional)
    for point, read in zip(points, together.split(_APART), strict=True):
        if len(read) == 1:
            table[point] = ord(read)
        else:
            several[point] = read
    joins = _joins() if width else np.zeros(SIZE, np.bool_)
    return Folding(width, case, traditional, table, _sources(table), joins, several)


def _sources(table: Points) -> dict[int, list[int]]:
    changed = np.flatnonzero(table != np.arange(SIZE))
    sources: dict[int, list[int]] = {}
    for point, read in zip(changed.tolist(), table[changed].tolist(), strict=True):
        sources.setdefault(read, [read] if table[read] == read else []).append(point)
    return sources


@cache
def _joins() -> Flags:
    """The characters that Unicode's normal form may join with the one before them."""
    points = _listed_points()
    second = set()
    for point in points:
        parts = unicodedata.decomposition(chr(point)).split()
        if len(parts) == 2 and "<" not in parts[0]:
            second.add(int(parts[1], 16))
    second.update(point for low, high in _JAMO for point in range(low, high + 1))
    found = np.zeros(SIZE, np.bool_)
    for point in points:
        first = unicodedata.normalize("NFKD", chr(point))[0]
        found[point] = unicodedata.combining(first) != 0 or ord(first) in second
    return found


@dataclass(frozen=True)
class Codes:
    """Codes by code point. raw: of characters as they stand; plain: of what they are read as, which is read once only.

    A raw code is SPECIAL where a character is read as several, or may join with the one before it.
    """

    folding: Folding
    raw: Kinds
    plain: Kinds

    def renumbered(self, numbers: Kinds) -> Codes:
        """The same with other codes for units, by what they are read as."""
        table = np.concatenate([np.arange(FIRST, dtype=np.int32), numbers])
        return Codes(self.folding, table[self.raw], table[self.plain])

    def changed(self, some: Mapping[int, int]) -> Codes:
        """The same with other codes for some units, by what they are read as."""
        raw, plain = self.raw.copy(), self.plain.copy()
        for point, code in some.items():
            plain[point] = code
            sources = self.folding.sources.get(point, [point])
            raw[[source for source in sources if raw[source] != SPECIAL]] = code
        return Codes(self.folding, raw, plain)


@cache
def codes(tolerances: frozenset[str]) -> Codes:
    """The codes for a choice of tolerances; a unit has the code point that it is read as, plus FIRST."""
    how = folding("width" in tolerances, "case" in tolerances, "traditional" in tolerances)
    kind_of = kinds()
    own = np.arange(FIRST, FIRST + SIZE, dtype=np.int32)
    plain = np.where(kind_of == FIRST, own, kind_of.astype(np.int32))
    separators = "separators" in tolerances
    if "zero-width" not in tolerances:
        plain = np.where(kind_of == NOTHING, own, plain)
    if not separators:
        plain = np.where((kind_of >= SPACE) & (kind_of < LETTER), own, plain)
    raw = plain[how.table]
    raw[how.joins] = SPECIAL
    for point, read in how.several.items():
        found: Any = plain[[ord(character) for character in read]]
        raw[point] = max(found) if separators and max(found) < LETTER else SPECIAL
    if separators:
        named = {ord(character): number for character, number in _NAMED.items() if number in SEPARATORS}
        raw[list(named)] = list(named.values())
    return Codes(how, raw, plain)
