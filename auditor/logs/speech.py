"""Who said what: a transcript in which both sides speak, taken apart by the labels before their lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

OUR_LABELS = ("催收员", "客服", "坐席", "座席", "机器人", "催收", "经办", "agent", "collector", "bot", "rep")
THEIR_LABELS = (
    "债务人", "客户", "用户", "借款人", "对方", "联系人", "家属", "customer", "debtor", "consumer", "borrower", "caller",
)  # fmt: skip


def label_pattern(labels: Sequence[str]) -> str:
    """A pattern for a line that begins with one of the labels; group 1 is what was said."""
    alternatives = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    return rf"(?i)^[ \t]*[\[【(（]?(?:{alternatives})[0-9]*[\]】)）]?[ \t]*[:：][ \t]*(.*)$"


def sides(
    text: str | None,
    inbound: bool,
    ours: Sequence[str] = OUR_LABELS,
    theirs: Sequence[str] = THEIR_LABELS,
) -> tuple[str | None, str | None]:
    """What the collector's side and what the other side said.

    Lines after a labelled one belong to the same speaker. A text without labels is a message: of the collector's
    side, or of the other where the contact is inbound.
    """
    if text is None:
        return None, None
    lines = _lines(text, ours, theirs)
    if lines is None:
        return (None, text) if inbound else (text, None)
    said, heard = ("\n".join(text[start:end] for start, end in side) for side in lines)
    return said, heard


def places(
    text: str, ours: Sequence[str] = OUR_LABELS, theirs: Sequence[str] = THEIR_LABELS
) -> tuple[Sequence[int], Sequence[int]]:
    """For every character of what each side said (as `sides` gives it), where it stands in the text."""
    lines = _lines(text, ours, theirs)
    if lines is None:
        return range(len(text)), range(len(text))
    said, heard = (_places(side) for side in lines)
    return said, heard


def _places(lines: Sequence[tuple[int, int]]) -> list[int]:
    found: list[int] = []
    for number, (start, end) in enumerate(lines):
        if number:
            found.append(max(start - 1, 0))
        found += range(start, end)
    return found


@cache
def _compiled(labels: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(label_pattern(labels))


def _lines(
    text: str, ours: Sequence[str], theirs: Sequence[str]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]] | None:
    """The spans of the lines of each side, without their labels; None where no line has a label."""
    our, their = _compiled(tuple(ours)), _compiled(tuple(theirs))
    said: list[tuple[int, int]] = []
    heard: list[tuple[int, int]] = []
    current: list[tuple[int, int]] | None = None
    begin = 0
    for line in text.split("\n"):
        start = begin
        if match := our.match(line):
            current = said
            start += match.start(1)
        elif match := their.match(line):
            current = heard
            start += match.start(1)
        if current is not None:
            current.append((start, begin + len(line)))
        begin += len(line) + 1
    return None if current is None else (said, heard)
