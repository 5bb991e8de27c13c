"""What a text file is encoded in: a byte-order mark, then strict UTF-8 over the whole file, then strict GB18030.

Nothing is guessed from frequencies, and nothing is replaced: what fits neither is asked for by name.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

BLOCK = 1 << 22
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LADDER = ("utf-8", "gb18030")


def detect(path: Path) -> str | None:
    """The encoding of a file, or None where neither UTF-8 nor GB18030 fits all of it."""
    with path.open("rb") as file:
        start = file.read(4)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding if decodes(path, encoding) else None
    return next((encoding for encoding in LADDER if decodes(path, encoding)), None)


def decodes(path: Path, encoding: str) -> bool:
    """Whether every byte of a file can be read in an encoding."""
    try:
        with path.open("rb") as file:
            for _ in _decoded(file, encoding):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _decoded(file: BinaryIO, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    while block := file.read(BLOCK):
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def to_utf8(path: Path, encoding: str, target: Path) -> None:
    """Write a file again as UTF-8, a block at a time."""
    with path.open("rb") as source, target.open("wb") as out:
        for text in _decoded(source, encoding):
            out.write(text.encode("utf-8"))


def known_encoding(name: str) -> bool:
    """Whether an encoding of this name exists."""
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def undecodable_lines(path: Path, encoding: str) -> Iterator[tuple[int, bytes, str | None]]:
    """Every line of a file with its number from 1, its bytes, and its text (None where it cannot be decoded).

    For files whose encoding was named and that hold bytes which are not in it: those lines are rejected rows.
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield number, line, line.decode("utf-8-sig" if number == 1 and encoding == "utf-8" else encoding)
            except UnicodeDecodeError:
                yield number, line, None
