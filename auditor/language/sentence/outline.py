"""A condition as a tree of lines."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.language import core as c
from auditor.language.sentence import shapes as h
from auditor.language.sentence.speech import Speech


@dataclass(frozen=True)
class Outline:
    """A line and what stands below it."""

    text: str
    parts: tuple[Outline, ...] = ()


def outlined(speech: Speech, condition: c.Condition) -> Outline:
    """The tree of a condition."""
    match condition:
        case c.And(parts) if h.first_of(condition) is None:
            return Outline(speech.all_of, tuple(outlined(speech, part) for part in parts))
        case c.Or(parts):
            return Outline(speech.any_of, tuple(outlined(speech, part) for part in parts))
        case c.Not(c.And() | c.Or() as inner):
            return Outline(speech.none_of, (outlined(speech, inner),))
        case c.Named():
            return Outline(speech.tidy(speech.clause(condition)), (outlined(speech, condition.condition),))
        case c.Not(c.Named() as inner):
            return Outline(speech.tidy(speech.clause(condition)), (outlined(speech, inner.condition),))
        case _:
            return Outline(speech.tidy(speech.clause(condition)))
