"""An index of phrases by pairs of neighbouring units, which texts are held against in a few passes.

At least half of a hit's units are the phrase's own (all of them, where sounds do not count), so in one of the phrase's
first pairs there is one: the phrase is filed under each of those pairs, by the own unit and by how the other sounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.wording.alphabet import Alphabet
from auditor.wording.characters import Flags, Ints
from auditor.wording.flat import Flat

# Pairs are filed in a table of at most so many cells; rare units share a row or a column, which costs time only.
_CELLS = 1 << 22
_COLUMNS = 1 << 12


@dataclass(frozen=True)
class Layout:
    """Where units lie in the table of pairs, by code: rows (times the width) for own units, columns for sounds.

    An own unit without a sound has a column of its own; row 0 and column 0 are those of all other units, and empty.
    """

    rows: Ints
    columns: Ints
    size: int


@dataclass(frozen=True)
class Anchors:
    """The pairs under which phrases are filed.

    units: the first of the pair, in the row of all phrases; offsets: its place in the phrase; beside: how far from it
    a unit beside the pair is (0 where there is none).
    """

    phrases: Ints
    offsets: Ints
    units: Ints
    beside: Ints


@dataclass(frozen=True)
class Filed:
    """What is filed under numbered slots: entries[starts[slot] : starts[slot + 1]]; slots: of each cell, or -1."""

    slots: NDArray[np.int32]
    starts: Ints
    entries: Ints

    def under(self, cells: Ints) -> tuple[Ints, Ints]:
        """Which of some cells that have a slot, and what is filed under it: a pair for each entry."""
        slots = self.slots.take(cells)
        return spread(self.starts[slots], self.starts[slots + 1], self.entries)


@dataclass(frozen=True)
class Index:
    """Phrases, ready to be searched for.

    has: which class of characters has which sound. marked: by cell of the table, 1 where something is filed by_first
    (own unit, then sound), plus 2 where by_second (sound, then own unit). alone: by own number, phrases of one unit.
    """

    flat: Flat
    alphabet: Alphabet
    has: Flags
    layout: Layout
    anchors: Anchors
    marked: NDArray[np.uint8]
    by_first: Filed
    by_second: Filed
    alone: Filed


def index(flat: Flat, alphabet: Alphabet) -> Index:
    """File phrases under their pairs."""
    has = np.zeros((1, 1), np.bool_) if alphabet.heard is None else alphabet.heard.has
    layout = _layout(alphabet, len(has))
    anchors = _anchors(flat)
    row, column = (codes[-len(alphabet.numbers) - 1 :] for codes in (layout.rows, layout.columns))
    first, second = flat.own[anchors.units], flat.own[anchors.units + 1]
    every = np.arange(len(anchors.units))
    which, alike = _sounding(flat.sounds[anchors.units + 1], has)
    by_first = _file(
        np.concatenate([row[first] + column[second], row[first[which]] + alike]),
        np.concatenate([every, which]),
        layout.size,
    )
    which, alike = _sounding(flat.sounds[anchors.units], has)
    by_second = _file(row[second[which]] + alike, which, layout.size)
    marked = (by_first.slots >= 0) * np.uint8(1) + (by_second.slots >= 0) * np.uint8(2)
    single = np.flatnonzero(flat.sizes == 1)
    alone = _file(flat.own[flat.firsts[single]], single, len(alphabet.numbers) + 1)
    return Index(flat, alphabet, has, layout, anchors, marked, by_first, by_second, alone)


def _layout(alphabet: Alphabet, classes: int) -> Layout:
    own, sound = alphabet.own, alphabet.sound
    soundless = (own > 0) & (sound == 0)
    width = min(classes + int(soundless.sum()), _COLUMNS)
    height = min(len(alphabet.numbers) + 1, _CELLS // width)
    rows = np.where(own > 0, 1 + (own - 1) % max(height - 1, 1), 0) * width
    columns = classes + (np.cumsum(soundless) - 1) % max(width - classes, 1)
    return Layout(rows, np.where(soundless, columns, sound), height * width)


def _anchors(flat: Flat) -> Anchors:
    """As many of a phrase's first pairs as leave fewer units than a hit needs of the phrase's own."""
    sized = np.flatnonzero(flat.sizes > 1)
    pairs = np.where(flat.needed == flat.sizes, 1, flat.sizes // 4 + 1)[sized]
    phrases = np.repeat(sized, pairs)
    offsets = 2 * (np.arange(len(phrases)) - np.repeat(np.cumsum(pairs) - pairs, pairs))
    beside = np.where(offsets + 2 < flat.sizes[phrases], 2, np.where(offsets > 0, -1, 0))
    return Anchors(phrases, offsets, flat.firsts[phrases] + offsets, beside)


def _sounding(sounds: Ints, has: Flags) -> tuple[Ints, Ints]:
    """Which of some sounds, and a class of characters that has it: a pair for each class."""
    sound, group = np.nonzero(has.T)
    return spread(np.searchsorted(sound, sounds), np.searchsorted(sound, sounds, "right"), group)


def spread(starts: Ints, ends: Ints, items: Ints) -> tuple[Ints, Ints]:
    """Which of some spans, and an item in it: a pair for each item."""
    counts = ends - starts
    which = np.repeat(np.arange(len(counts)), counts)
    return which, items[np.arange(len(which)) + np.repeat(starts - np.cumsum(counts) + counts, counts)]


def _file(cells: Ints, entries: Ints, size: int) -> Filed:
    """File entries under cells, each once."""
    order = np.lexsort((entries, cells))
    cells, entries = cells[order], entries[order]
    new = np.ones(len(cells), np.bool_)
    new[1:] = (np.diff(cells) != 0) | (np.diff(entries) != 0)
    cells, entries = cells[new], entries[new]
    heads = np.flatnonzero(np.diff(cells, prepend=-1))
    slots = np.full(size, -1, np.int32)
    slots[cells[heads]] = np.arange(len(heads))
    return Filed(slots, np.append(heads, len(cells)), entries)
