"""What kind of limit a rule is, seen from its core shape alone: however it was written, the same kind.

A condition that is none of the kinds is `Never` when it holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from auditor.language import core as c

Of: TypeAlias = c.FieldValue | c.LocalValue


@dataclass(frozen=True)
class AtMost:
    """No more events of the subject in each window than its limit."""

    caps: tuple[tuple[c.Window, c.Value], ...]


@dataclass(frozen=True)
class AtMostTotal:
    """What the events of the subject add up to has a limit."""

    of: Of
    window: c.Window
    limit: c.Value


@dataclass(frozen=True)
class AtMostDistinct:
    """How many different values the events of the subject have is limited."""

    of: Of
    window: c.Window
    limit: c.Value


@dataclass(frozen=True)
class Apart:
    """Two events of the subject keep their distance."""

    window: c.Window


@dataclass(frozen=True)
class NotAfter:
    """No event of the subject for some time after a trigger."""

    trigger: c.Condition
    window: c.Window


@dataclass(frozen=True)
class OnlyAfter:
    """No event of the subject without an earlier one of another kind."""

    required: c.Condition
    window: c.Window


@dataclass(frozen=True)
class FollowedBy:
    """After an event of the subject another one must come."""

    required: c.Condition
    window: c.Window


@dataclass(frozen=True)
class During:
    """Events of the subject are allowed only at these hours, or not at them."""

    hours: c.InHours
    allowed: bool


@dataclass(frozen=True)
class Wording:
    """Events of the subject must have wording of a list, or must not."""

    mentions: c.Mentions
    required: bool


@dataclass(frozen=True)
class Only:
    """Events of the subject are allowed only where a condition holds."""

    condition: c.Condition


@dataclass(frozen=True)
class Never:
    """Events of the subject are not allowed where a condition holds; None: not at all."""

    condition: c.Condition | None


@dataclass(frozen=True)
class ByDate:
    """One limit after another, each between its dates."""

    cases: tuple[tuple[c.InForce, Shape], ...]


Shape: TypeAlias = (
    AtMost | AtMostTotal | AtMostDistinct | Apart | NotAfter | OnlyAfter | FollowedBy | During | Wording | Only | Never | ByDate
)  # fmt: skip


def split(condition: c.Condition) -> tuple[c.Condition, c.Condition | None]:
    """A condition `a and not b` as a and b; any other, also `first a`, as itself and None."""
    if first_of(condition):
        return condition, None
    match condition:
        case c.And((one, c.Not(other))):
            return one, other
        case _:
            return condition, None


def cases(condition: c.Condition) -> tuple[tuple[c.InForce, c.Condition], ...]:
    """The cases of a condition that differs by date; none if it does not."""
    if not isinstance(condition, c.Or):
        return ()
    found = []
    for part in condition.conditions[:-1]:
        match part:
            case c.And((c.InForce(outside=False) as dates, inner)):
                found.append((dates, inner))
            case _:
                return ()
    never = tuple(replace(dates, outside=True) for dates, _ in found)
    rest = c.And((*never, c.Always(None)))
    return tuple(found) if condition.conditions[-1] == rest else ()


def first_of(condition: c.Condition) -> tuple[c.Condition, c.Window] | None:
    """Of `S and no earlier S`, the S and the keys."""
    match condition:
        case c.And((selection, c.Not(c.Truth(c.History("exists", earlier, c.Window(extent=c.Ever()) as window))))):
            plain = window.at_least is None and not window.including
            return (selection, window) if plain and earlier == selection else None
        case _:
            return None


def together(parts: Sequence[c.Condition], word: str) -> list[c.Condition | tuple[c.Includes, ...]]:
    """The parts of a condition, with those that ask one field for several values taken together (with `and`)."""
    found: list[c.Condition | tuple[c.Includes, ...]] = []
    groups: dict[c.Value, tuple[c.Includes, ...]] = {}
    if word == "and":
        for part in parts:
            if isinstance(part, c.Includes):
                groups[part.field] = (*groups.get(part.field, ()), part)
    for part in parts:
        group = groups.get(part.field, ()) if isinstance(part, c.Includes) else ()
        if len(group) < 2:
            found.append(part)
        elif group[0] is part:
            found.append(group)
    return found


def shape_of(subject: c.Condition, condition: c.Condition) -> Shape:
    """The kind of limit that a condition puts on a subject."""
    match condition:
        case c.Always(True):
            return Never(None)
        case c.Compare(c.History() as term, ">", limit):
            return _limit(subject, term, limit) or Never(condition)
        case c.Truth(c.History("exists") as term):
            return _after(subject, term) or Never(condition)
        case c.Or():
            return _by_date(subject, condition) or _caps(subject, condition.conditions) or Never(condition)
        case c.And((c.Not(c.Truth(c.History("exists") as seen)), c.Compare(c.History("distinct") as term, ">", limit))):
            return _distinct(subject, seen, term, limit) or Never(condition)
        case c.InHours(value=c.LocalValue()):
            return During(condition, allowed=condition.outside)
        case c.Mentions():
            return Wording(condition, required=condition.lacks)
        case c.Not(inner):
            return _required(subject, inner)
        case _:
            return Never(condition)


def _limit(subject: c.Condition, term: c.History, limit: c.Value) -> Shape | None:
    if term.selection != subject or not _counts_itself(term.window):
        return None
    if term.aggregate == "count":
        return AtMost(((term.window, limit),))
    if term.aggregate == "total" and term.of is not None:
        return AtMostTotal(term.of, term.window, limit)
    return None


def _counts_itself(window: c.Window) -> bool:
    return window.including and not window.ahead and window.at_least is None


def _caps(subject: c.Condition, parts: tuple[c.Condition, ...]) -> Shape | None:
    caps: list[tuple[c.Window, c.Value]] = []
    for part in parts:
        match part:
            case c.Compare(c.History("count", selection, window), ">", limit):
                if selection != subject or not _counts_itself(window):
                    return None
                caps.append((window, limit))
            case _:
                return None
    return AtMost(tuple(caps)) if len({window.keys for window, _ in caps}) == 1 else None


def _distinct(subject: c.Condition, seen: c.History, term: c.History, limit: c.Value) -> Shape | None:
    of = term.of
    if not isinstance(of, c.FieldValue) or not _counts_itself(term.window):
        return None
    same = replace(term.window, keys=(*term.window.keys, of.field), including=False)
    if not subject == seen.selection == term.selection or seen.window != same:
        return None
    return AtMostDistinct(of, term.window, limit)


def _after(subject: c.Condition, term: c.History) -> Shape | None:
    window = term.window
    if window.ahead or window.including or window.at_least is not None:
        return None
    if term.selection == subject and isinstance(window.extent, (c.Rolling, c.ConsecutiveDays, c.WorkingDays)):
        return Apart(window)
    return NotAfter(term.selection, window)


def _required(subject: c.Condition, condition: c.Condition) -> Shape:
    if found := cases(condition):
        return ByDate(tuple((dates, _required(subject, inner)) for dates, inner in found))
    match condition:
        case c.Truth(c.History("exists", required, window)) if not window.including:
            if window.ahead:
                return Only(condition) if window.at_least is not None else FollowedBy(required, window)
            return OnlyAfter(required, window)
        case c.InHours(value=c.LocalValue()):
            return During(condition, allowed=not condition.outside)
        case c.Mentions():
            return Wording(condition, required=not condition.lacks)
        case _:
            return Only(condition)


def _by_date(subject: c.Condition, condition: c.Condition) -> Shape | None:
    found = cases(condition)
    return ByDate(tuple((dates, shape_of(subject, inner)) for dates, inner in found)) if found else None
