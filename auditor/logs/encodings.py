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
_UTF8 = ("utf-8", "utf-8-sig", "ascii")


def detect(path: Path) -> str | None:
    """The encoding of a file, or None where neither UTF-8 nor GB18030 fits all of it."""
    marked = _marked(path)
    if marked is not None:
        return marked if decodes(path, marked) else None
    return next((encoding for encoding in LADDER if decodes(path, encoding)), None)


def _marked(path: Path) -> str | None:
    with path.open("rb") as file:
        start = file.read(4)
    return next((encoding for mark, encoding in _MARKS if start.startswith(mark)), None)


def choose(path: Path, named: str | None) -> tuple[str, bool] | None:
    """The encoding to read a file in, and whether all of it is in that encoding; None where one has to be named.

    A byte-order mark and UTF-8 are surer than what a profile names: GB18030 can read most UTF-8, and makes nonsense
    of it. Bytes that are in neither are those of the named encoding, and their lines are rejected.
    """
    if named is None:
        found = detect(path)
        return None if found is None else (found, True)
    if is_wide(named):  # UTF-16 of plain letters is UTF-8 too, with a NUL after each
        return named, decodes(path, named)
    surer = [_marked(path) or "utf-8", named]
    return next(
        ((encoding, True) for encoding in surer if decodes(path, encoding)),
        (surer[0] if _marked(path) else named, False),
    )


def is_wide(encoding: str) -> bool:
    """Whether a line end is more than one byte in an encoding, so that a file cannot be cut into lines first."""
    return codecs.lookup(encoding).name.startswith(("utf-16", "utf-32"))


def is_utf8(encoding: str) -> bool:
    """Whether the database can read the file as it stands."""
    return codecs.lookup(encoding).name in _UTF8


def decodes(path: Path, encoding: str) -> bool:
    """Whether every byte of a file can be read in an encoding."""
    try:
        with path.open("rb") as file:
            for _ in _decoded(file, encoding):
                pass
    except UnicodeError:
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
    """Whether an encoding of this name exists, for text."""
    try:
        "".encode(name)
    except LookupError:
        return False
    return True


def lines(path: Path, encoding: str) -> Iterator[tuple[str, str | None]]:
    """Every line of a file, and why it cannot be used, if so. Bytes that are not in the encoding stand as surrogates."""
    reason = f"bytes that are not {encoding}"
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            flaw = None
            try:
                line = raw.decode(encoding)
            except UnicodeDecodeError:
                line, flaw = raw.decode(encoding, errors="surrogateescape"), reason
            if number == 1:
                line = line.removeprefix("\ufeff")
            if "\0" in line:
                line, flaw = line.replace("\0", "\\x00"), flaw or "a NUL byte"
            yield line, flaw


def shown(text: str) -> str:
    """A text in which bytes stand that could not be decoded, with those bytes written out."""
    return text.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="backslashreplace")
