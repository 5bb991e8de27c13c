"""Who said what: a transcript in which both sides speak, taken apart by the labels before their lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    our, their = re.compile(label_pattern(ours)), re.compile(label_pattern(theirs))
    said: list[str] = []
    heard: list[str] = []
    current: list[str] | None = None
    for line in text.split("\n"):
        if match := our.match(line):
            current = said
            line = match[1]
        elif match := their.match(line):
            current = heard
            line = match[1]
        if current is not None:
            current.append(line)
    if current is None:
        return (None, text) if inbound else (text, None)
    return "\n".join(said), "\n".join(heard)
