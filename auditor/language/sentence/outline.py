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


def outlined(speech: Speech, condition: c.Condition, told: set[c.Named] | None = None) -> Outline:
    """The tree of a condition. told: definitions that were taken apart above; each is once."""
    told = set() if told is None else told
    match condition:
        case c.And(parts) if h.first_of(condition) is None:
            return Outline(speech.all_of, tuple(outlined(speech, part, told) for part in parts))
        case c.Or(parts):
            return Outline(speech.any_of, tuple(outlined(speech, part, told) for part in parts))
        case c.Not(c.And() | c.Or() as inner):
            return Outline(speech.none_of, (outlined(speech, inner, told),))
        case c.Named() | c.Not(c.Named()):
            named = condition.condition if isinstance(condition, c.Not) else condition
            if named in told or not isinstance(named, c.Named):
                return Outline(speech.clause(condition))
            told.add(named)
            return Outline(speech.clause(condition), (outlined(speech, named.condition, told),))
        case _:
            return Outline(speech.clause(condition))
