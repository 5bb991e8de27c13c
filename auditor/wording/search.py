"""The search for an index's phrases among the units of texts."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from auditor.wording.characters import Flags, Ints
from auditor.wording.index import Index
from auditor.wording.units import Bits, Units

_NONE = np.zeros(0, np.int64)


class Readable(Protocol):
    """Units of texts, of which some are asked for; the methods are those of `Units`."""

    def __len__(self) -> int: ...

    def codes_of(self, units: Ints, /) -> Ints: ...

    def gaps_of(self, units: Ints, /) -> Bits: ...

    def rows_of(self, units: Ints, /) -> Ints: ...

    def span(self, first: Ints, last: Ints, /) -> tuple[Ints, Ints]: ...


def search(index: Index, units: Units) -> tuple[Ints, Ints]:
    """Every place where a phrase stands: the phrase, and the first of its units. The same may come more than once."""
    parts = [_alone(index, units), *_paired(index, units)]
    phrases, starts = (np.concatenate(column) for column in zip(*parts, strict=True))
    return confirmed(index, units, phrases, starts)


def _alone(index: Index, units: Units) -> tuple[Ints, Ints]:
    """Where phrases of one unit stand."""
    if not len(index.alone.entries):
        return _NONE, _NONE
    own = index.alphabet.own.take(units.codes)
    places = np.flatnonzero(index.alone.slots.take(own) >= 0)
    which, phrases = index.alone.under(own[places])
    return phrases, places[which]


def _paired(index: Index, units: Units) -> list[tuple[Ints, Ints]]:
    """Where a pair stands under which phrases are filed, and the unit beside it is as they have it."""
    rows, columns = index.layout.rows.take(units.codes), index.layout.columns.take(units.codes)
    found = []
    for mark, filed, left, right in ((1, index.by_first, rows, columns), (2, index.by_second, columns, rows)):
        if len(filed.entries):
            cells = left[:-1] + right[1:]
            places = np.flatnonzero((index.marked.take(cells) & mark) != 0)
            which, anchors = filed.under(cells.take(places))
            places = places.take(which)
            fits = _fits_beside(index, units, places, anchors)
            anchors, places = anchors[fits], places[fits]
            found.append((index.anchors.phrases[anchors], places - index.anchors.offsets[anchors]))
    return found


def _fits_beside(index: Index, units: Units, places: Ints, anchors: Ints) -> Flags:
    """Whether the unit beside a pair may be the phrase's; most pairs are ruled out by it."""
    beside = index.anchors.beside[anchors]
    codes = units.codes.take(places + beside, mode="clip")
    _, fits = _fit(index, codes, index.anchors.units[anchors] + beside)
    return fits


def _fit(index: Index, codes: Ints, wanted: Ints) -> tuple[Flags, Flags]:
    """Whether units, by code, are those of phrases, and whether they are or sound like it."""
    alphabet, flat = index.alphabet, index.flat
    own: Flags = alphabet.own.take(codes) == flat.own.take(wanted)
    fits: Flags = own | index.has[alphabet.sound.take(codes), flat.sounds.take(wanted)]
    return own, fits


def confirmed(index: Index, units: Readable, phrases: Ints, starts: Ints) -> tuple[Ints, Ints]:
    """The candidates of which every unit and gap is as the phrase has it."""
    flat = index.flat
    inside = (starts >= 0) & (starts + flat.sizes[phrases] <= len(units))
    phrases, starts = phrases[inside], starts[inside]
    own = np.zeros(len(phrases), np.int64)
    found = [(_NONE, _NONE)]
    place = 0
    while len(phrases):
        wanted = flat.firsts[phrases] + place
        same, fits = _fit(index, units.codes_of(starts + place), wanted)
        own += same
        place += 1
        whole = flat.sizes[phrases] == place
        full = fits & whole & (own >= flat.needed[phrases])
        found.append((phrases[full], starts[full]))
        # Behind the last unit anything may stand.
        going = np.flatnonzero(fits & ~whole)
        allowed = flat.allowed[wanted[going]]
        going = going[units.gaps_of(starts[going] + place - 1) & ~allowed == 0]
        phrases, starts, own = phrases[going], starts[going], own[going]
    confirmed_phrases, confirmed_starts = (np.concatenate(column) for column in zip(*found, strict=True))
    return confirmed_phrases, confirmed_starts
