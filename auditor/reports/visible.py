"""Text from a log made safe to show: nothing in it can act on the reader's screen, and nothing in it stays hidden."""

from __future__ import annotations

import re

from wcwidth import wcswidth, wcwidth

# Controls, overrides of the direction of writing, halves of surrogate pairs and non-characters: a terminal obeys
# some of them, XML refuses others, and none can be seen.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    r"""The text with every unseen character written out (`\u202e`); line breaks, of whichever kind, become `\n`."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _UNSEEN.search(text) is None:
        return text
    return _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def one_line(text: str) -> str:
    """The visible text on one line: each run of white space becomes a single space."""
    return " ".join(visible(text).split())


def width(text: str) -> int:
    """How many columns a terminal gives to a text: a Chinese character takes two."""
    return max(wcswidth(text), 0)


def pad(text: str, columns: int) -> str:
    """The text, filled with spaces to so many columns."""
    return text + " " * max(columns - width(text), 0)


def cut(text: str, columns: int) -> str:
    """The text, cut to so many columns with `…` at its end where it is longer."""
    if width(text) <= columns:
        return text
    kept, used = "", 0
    for char in text:
        used += max(wcwidth(char), 0)
        if used > columns - 1:
            break
        kept += char
    return kept.rstrip() + "…"
