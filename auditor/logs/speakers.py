"""Who said what, worked out by the database for all texts at once; `speech.sides` says the same of one text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.compile.sql import NULL, Sql, and_, case, fn, lit, not_, or_

_OURS, _THEIRS = "\x01", "\x02"


def sides(text: Sql, inbound: Sql, ours: Sequence[str], theirs: Sequence[str]) -> tuple[Sql, Sql]:
    """What the collector's side and what the other side said, null where the text says nothing of a side.

    text: a column. Lines after a labelled one belong to the same speaker; a text without labels is a message.
    """
    colon = or_([fn("contains", text, lit(":")), fn("contains", text, lit("："))])
    labelled = case(
        (and_([colon, fn("regexp_matches", text, lit(_label([*ours, *theirs])))]), lit(True)), default=lit(False)
    )
    own_marks = or_([fn("contains", text, lit(mark)) for mark in (_OURS, _THEIRS)])
    marked = case((own_marks, fn("translate", text, lit(_OURS + _THEIRS), lit(""))), default=text)
    for labels, mark in ((ours, _OURS), (theirs, _THEIRS)):
        marked = fn("regexp_replace", marked, lit(_label(labels) + r"[ \t]*"), lit(mark), lit("g"))
    said = fn("regexp_replace", marked, lit(_all_but(_OURS, _THEIRS)), lit(""), lit("g"))
    heard = fn("regexp_replace", marked, lit(_all_but(_THEIRS, _OURS)), lit(""), lit("g"))
    outbound = not_(inbound)
    return (
        case((labelled, said), (outbound, text), default=NULL),
        case((labelled, heard), (inbound, text), default=NULL),
    )


def _label(labels: Sequence[str]) -> str:
    """The label of a speaker at the beginning of a line."""
    alternatives = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    return rf"(?im)^[ \t]*[\[【(（]?(?:{alternatives})[0-9]*[\]】)）]?[ \t]*[:：]"


def _all_but(mark: str, other: str) -> str:
    """What does not stand behind a mark, and the mark: what comes before any mark, and what stands behind the other."""
    inside = f"[^{_OURS}{_THEIRS}]"
    return rf"\n?(?:{other}{inside}*)+\z|{other}{inside}*|\A{inside}+|{mark}"
