"""Who said what, worked out for many texts at once; `speech.sides` says the same of one text.

Texts are taken as the bytes of UTF-8, line by line: where a line begins with a label, and which bytes belong to a side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from auditor.logs import speech

_BLANKS = (b" ", b"\t")
_OPENING = (b"[", "【".encode(), b"(", "（".encode())
_CLOSING = (b"]", "】".encode(), b")", "）".encode())
_COLONS = (b":", "：".encode())
_DIGITS = tuple(b"%d" % digit for digit in range(10))
_LOWER = np.frombuffer(bytes(range(256)).lower(), np.uint8)
# The only characters beyond ASCII that match a letter of ASCII where case does not count.
_LIKE_ASCII = [character.encode() for character in "\u0130\u0131\u017f\u212a"]
# So many bytes may be looked at behind the end of the last text.
_BEHIND = 64
_NOBODY, _OURS, _THEIRS = -1, 0, 1

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Bytes = NDArray[np.uint8]


def sides(texts: pa.Array, inbound: pa.Array, ours: Sequence[str], theirs: Sequence[str]) -> tuple[pa.Array, pa.Array]:
    """What the collector's side and what the other side said, null where the text says nothing of a side.

    texts: strings; inbound: booleans, null for no. Lines after a labelled one belong to the same speaker; a text without
    labels is a message.
    """
    texts, inbound = texts.cast(pa.large_string()), inbound.fill_null(False)
    missing = texts.is_null().to_numpy(zero_copy_only=False)
    texts = texts.fill_null("")
    if not len(texts):
        return texts, texts
    _, places, content = texts.buffers()
    offsets = np.frombuffer(places, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    written = np.frombuffer(content or b"", np.uint8)[offsets[0] : offsets[-1]]
    offsets = offsets - offsets[0]
    if not all(map(_plain, (*ours, *theirs))) or _odd(written):
        return _one_by_one(texts, inbound, missing, ours, theirs)
    lines = _lines(written, offsets)
    padded = np.append(written, np.zeros(_BEHIND, np.uint8))
    begins, sides_of = _labelled(padded, lines, ours, theirs)
    speaking = np.maximum.accumulate(np.where(sides_of != _NOBODY, np.arange(len(sides_of)), -1))
    known = speaking >= lines.firsts[lines.texts]
    speaker = np.where(known, sides_of[speaking], _NOBODY)
    unlabelled = ~known[np.append(lines.firsts[1:], len(lines.texts)) - 1]
    theirs_alone = inbound.to_numpy(zero_copy_only=False)
    found = []
    for side, message in ((_OURS, unlabelled & ~theirs_alone), (_THEIRS, unlabelled & theirs_alone)):
        silent = missing | (unlabelled & ~message)
        found.append(_joined(written, offsets, lines, begins, np.flatnonzero(speaker == side), message, silent))
    return found[0], found[1]


def _plain(label: str) -> bool:
    """Whether a label is found by its bytes: no letter beyond ASCII has a case, nor does it begin like what precedes it."""
    beyond = "".join(c for c in label if not c.isascii())
    first = label[:1].encode()
    return beyond.swapcase() == beyond and "\n" not in label and first not in (b"", *_BLANKS, *_OPENING)


def _odd(written: Bytes) -> bool:
    """Whether there is a character beyond ASCII that matches a letter of ASCII: of two bytes or, one of them, of three."""
    maybe = ((written & 0xFE) == 0xC4).any() or ((written[:-2] == 0xE2) & (written[2:] == 0xAA)).any()
    return bool(maybe) and any(character in written.tobytes() for character in _LIKE_ASCII)


def _one_by_one(
    texts: pa.Array, inbound: pa.Array, missing: Flags, ours: Sequence[str], theirs: Sequence[str]
) -> tuple[pa.Array, pa.Array]:
    rows = zip(texts.to_pylist(), inbound.to_pylist(), missing.tolist(), strict=True)
    found = [speech.sides(None if none else text, other, ours, theirs) for text, other, none in rows]
    said, heard = zip(*found, strict=True)
    return pa.array(said, pa.large_string()), pa.array(heard, pa.large_string())


@dataclass(frozen=True)
class _Lines:
    """The lines of texts, in order: the text of each, where it begins and ends. firsts: the first line of each text."""

    texts: Ints
    starts: Ints
    ends: Ints
    firsts: Ints


def _lines(written: Bytes, offsets: Ints) -> _Lines:
    breaks = np.flatnonzero(written == ord("\n"))
    before = np.searchsorted(breaks, offsets)
    firsts = before[:-1] + np.arange(len(offsets) - 1)
    starts = np.empty(len(breaks) + len(firsts), np.int64)
    first = np.zeros(len(starts), np.bool_)
    first[firsts] = True
    starts[first], starts[~first] = offsets[:-1], breaks + 1
    ends = np.empty_like(starts)
    last = np.append(first[1:], True)
    ends[last], ends[~last] = offsets[1:], breaks
    return _Lines(np.cumsum(first) - 1, starts, ends, firsts)


def _labelled(written: Bytes, lines: _Lines, ours: Sequence[str], theirs: Sequence[str]) -> tuple[Ints, Ints]:
    """Where what was said begins in each line, and whose label stands before it."""
    places = _past(written, lines.starts, _BLANKS, many=True)
    places = _past(written, places, _OPENING)
    begins, sides_of = lines.starts.copy(), np.full(len(places), _NOBODY)
    beginning = _LOWER.take(written.take(places[:, None] + np.arange(3), mode="clip")).astype(np.int64)
    beginning = beginning @ np.array([1 << 16, 1 << 8, 1])
    for side, labels in ((_OURS, ours), (_THEIRS, theirs)):
        for label in sorted(labels, key=len, reverse=True):
            spelled = label.encode().lower()
            key, rest = int.from_bytes(spelled[:3], "big"), 8 * max(3 - len(spelled), 0)
            some = np.flatnonzero((beginning >> rest == key) & (sides_of == _NOBODY))
            here = places[some]
            for place, byte in enumerate(spelled[3:], 3):
                fits = _LOWER.take(written.take(here + place, mode="clip")) == byte
                some, here = some[fits], here[fits]
            here = _past(written, here + len(spelled), _DIGITS, many=True)
            here = _past(written, here, _CLOSING)
            here = _past(written, here, _BLANKS, many=True)
            behind = _past(written, here, _COLONS)
            fits = (behind > here) & (behind <= lines.ends[some])
            some = some[fits]
            begins[some] = np.minimum(_past(written, behind[fits], _BLANKS, many=True), lines.ends[some])
            sides_of[some] = side
    return begins, sides_of


def _past(written: Bytes, places: Ints, characters: Sequence[bytes], many: bool = False) -> Ints:
    """Places moved on over one of some characters where it stands there, or over all of them."""
    places = places.copy()
    some = np.arange(len(places))
    while len(some):
        here = places[some]
        long = np.zeros(len(some), np.int64)
        first = written.take(here, mode="clip")
        for character in characters:
            which = np.flatnonzero(first == character[0])
            for place, byte in enumerate(character[1:], 1):
                which = which[written.take(here[which] + place, mode="clip") == byte]
            long[which] = len(character)
        moved = long > 0
        places[some] += long
        some = some[moved] if many else some[:0]
    return places


def _joined(
    written: Bytes, offsets: Ints, lines: _Lines, begins: Ints, spoken: Ints, messages: Flags, silent: Flags
) -> pa.Array:
    """The texts of one side. spoken: its lines; messages: the texts that are its whole; silent: where it has none."""
    texts = lines.texts[spoken]
    # The line break behind a line comes with it where the side says more.
    goes_on = np.append(texts[1:] == texts[:-1], False)[: len(texts)]
    whole = np.flatnonzero(messages)
    order = np.argsort(np.concatenate([texts, whole]), kind="stable")
    texts = np.concatenate([texts, whole])[order]
    starts = np.concatenate([begins[spoken], offsets[whole]])[order]
    ends = np.concatenate([lines.ends[spoken] + goes_on, offsets[whole + 1]])[order]
    pieces = np.append(np.stack([starts, ends], axis=1).ravel(), len(written))
    buffers = [None, pa.py_buffer(pieces), pa.py_buffer(written)]
    array = pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(pieces) - 1, buffers)
    taken = pc.filter(array, pa.array(np.arange(len(pieces) - 1) % 2 == 0))
    lengths = np.append(0, np.cumsum(ends - starts))
    bounds = lengths[np.searchsorted(texts, np.arange(len(offsets)))]
    valid = pa.py_buffer(np.packbits(~silent, bitorder="little"))
    content = taken.buffers()[2]
    return pa.LargeStringArray.from_buffers(len(silent), pa.py_buffer(bounds), content, valid)
