"""What can be said of a condition without any event: that it never holds, or that it always does.

Only what is sure: a condition of which nothing is known here may hold and may not.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from auditor.language import core as c
from auditor.language.declarations import Clock, Const, Field
from auditor.value_types import DAY, Kind

_MOST_CASES = 64
Signed = tuple[c.Condition, bool]
"""A part of a condition, and whether it must hold (True) or must not (False)."""


@lru_cache(maxsize=4096)
def never(condition: c.Condition) -> bool:
    """Whether a condition holds for no event: for each it is false, or not known."""
    return _impossible([(condition, True)], _MOST_CASES)


def always(condition: c.Condition) -> bool:
    """Whether there is no event for which a condition is false."""
    return _impossible([(condition, False)], _MOST_CASES)


def _impossible(wanted: list[Signed], cases: int) -> bool:
    """Whether no event has all of these at once. cases: among how many alternatives it may be looked for."""
    atoms, choices = _taken_apart(wanted)
    if any(_excluded(atom, holds) for atom, holds in atoms) or _clash(atoms):
        return True
    if any(not choice for choice in choices):
        return True
    for number, choice in enumerate(choices):
        if len(choice) <= cases:
            others = [(_or(other), True) for other in choices[:number] + choices[number + 1 :]]
            return all(_impossible([*atoms, *others, part], cases // len(choice)) for part in choice)
    return False


def _or(choice: list[Signed]) -> c.Condition:
    return c.Or(tuple(part if holds else c.Not(part) for part, holds in choice))


def single_parts(condition: c.Condition) -> Iterator[Signed]:
    """The single parts of a condition, each with whether it is asked for or denied; the last one first."""
    stack = [(condition, True)]
    while stack:
        node, holds = stack.pop()
        match node:
            case c.Named():
                stack.append((node.condition, holds))
            case c.Not():
                stack.append((node.condition, not holds))
            case c.And() | c.Or():
                stack += [(part, holds) for part in node.conditions]
            case _:
                yield node, holds


def _taken_apart(wanted: list[Signed]) -> tuple[list[Signed], list[list[Signed]]]:
    """What must be so of each single part, and the alternatives of which one must be so."""
    atoms: list[Signed] = []
    choices: list[list[Signed]] = []
    stack = list(reversed(wanted))
    while stack:
        node, holds = stack.pop()
        match node:
            case c.Named():
                stack.append((node.condition, holds))
            case c.Not():
                stack.append((node.condition, not holds))
            case c.And() | c.Or() if isinstance(node, c.And) is holds:
                stack += [(part, holds) for part in reversed(node.conditions)]
            case c.And() | c.Or():
                choices.append([(part, holds) for part in node.conditions])
            case _:
                atoms.append((node, holds))
    return atoms, choices


def _excluded(atom: c.Condition, holds: bool) -> bool:
    """Whether a single part can never be so."""
    match atom:
        case c.Always(value):
            return value is (not holds)
        case c.InHours():
            covered = _covered(atom)
            # a time that does not apply makes it false: only the local time always applies
            sure = holds or isinstance(atom.value, c.LocalValue)
            return sure and covered is not None and (covered is atom.outside) is holds
        case c.Truth(c.History("exists", selection)):
            return holds and never(selection)
        case _:
            return False


def _covered(condition: c.InHours) -> bool | None:
    """True where the hours cover every time of every day, False where they cover none, else None."""
    lines = condition.hours.lines
    if all(not line.clocks for line in lines):
        return False
    if all(_whole_day(line.clocks) for line in lines):
        return True
    return None


def _whole_day(clocks: tuple[Clock, ...]) -> bool:
    reached = 0
    for clock in sorted(clocks, key=lambda c_: c_.start):
        if clock.start > reached:
            return False
        reached = max(reached, DAY if clock.wraps and clock.end == clock.start else clock.end)
    return reached >= DAY


# --- parts that exclude each other ----------------------------------------------------------------------


@dataclass
class _Room:
    """What is left for one value: among these, not these, and between bounds (each with whether it belongs to it).

    applies: whether the value must apply to the event; what does not apply makes every comparison false, and so
    satisfies all that must not hold.
    """

    applies: bool
    among: frozenset[Any] | None = None
    without: frozenset[Any] = frozenset()
    low: tuple[Any, bool] | None = None
    high: tuple[Any, bool] | None = None

    def narrow(self, operator: str, value: Any) -> None:
        """Leave what compares so with a value."""
        match operator:
            case "=":
                self.choose(frozenset({value}))
            case "!=":
                self.without |= {value}
            case "<" | "<=":
                bound = (value, operator == "<=")
                self.high = bound if self.high is None else min(self.high, bound)
            case _:
                bound = (value, operator == ">=")
                if self.low is None or (value, not bound[1]) > (self.low[0], not self.low[1]):
                    self.low = bound

    def choose(self, values: frozenset[Any]) -> None:
        """Leave only what is among these."""
        self.among = values if self.among is None else self.among & values

    def _inside(self, value: Any) -> bool:
        if value in self.without:
            return False
        above = self.low is None or value > self.low[0] or (value == self.low[0] and self.low[1])
        return above and (self.high is None or value < self.high[0] or (value == self.high[0] and self.high[1]))

    @property
    def empty(self) -> bool:
        """Whether nothing is left."""
        if not self.applies:
            return False
        if self.among is not None:
            return not any(self._inside(value) for value in self.among)
        if self.low is None or self.high is None or self.low[0] < self.high[0]:
            return False
        return self.low[0] > self.high[0] or not self._inside(self.low[0])


def _clash(atoms: list[Signed]) -> bool:
    """Whether parts deny each other, or leave nothing for a value."""
    every = set(atoms)
    if any((atom, not holds) in every for atom, holds in atoms):
        return True
    rooms: dict[c.Value, _Room] = {}
    for atom, holds in atoms:
        found = _comparison(atom)
        if found is None:
            continue
        value, operator, constants = found
        room = rooms.setdefault(value, _new_room(value))
        room.applies |= holds
        operator = operator if holds else _OPPOSITE[operator]
        if operator == "among":
            room.choose(constants)
        elif operator == "not among":
            room.without |= constants
        else:
            (constant,) = constants
            room.narrow(operator, constant)
    return any(room.empty for room in rooms.values())


_OPPOSITE = {
    "=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "among": "not among", "not among": "among",
}  # fmt: skip
_MIRRORED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _new_room(value: c.Value) -> _Room:
    """A number of events always applies, and is not below nothing; the local time applies too."""
    if isinstance(value, c.History) and value.aggregate in ("count", "distinct"):
        return _Room(applies=True, low=(0, True))
    return _Room(applies=isinstance(value, c.LocalValue))


def _comparison(atom: c.Condition) -> tuple[c.Value, str, frozenset[Any]] | None:
    """A value, how it is compared, and with which constants; None where it is not of a kind of which one can be sure.

    Texts are left out: what is equal there is for the matching to say.
    """
    match atom:
        case c.Compare(Const(), operator, Const()):
            return None
        case c.Compare(value, operator, Const(constant)) if operator in _MIRRORED and _is_sure(value):
            return value, operator, frozenset({constant})
        case c.Compare(Const(constant), operator, value) if operator in _MIRRORED and _is_sure(value):
            return value, _MIRRORED[operator], frozenset({constant})
        case c.OneOf(value, options, negated) if _is_sure(value):
            return value, "not among" if negated else "among", frozenset(option.value for option in options)
        case _:
            return None


def _is_sure(value: c.Value) -> bool:
    return value.type.kind is not Kind.TEXT and not value.type.several


# --- a rule over a log that lacks kinds of event ---------------------------------------------------------


def fields_of(node: Any) -> frozenset[str]:
    """The fields that a rule, or a part of one, reads."""
    return frozenset(found.name for found in c.walk(node) if isinstance(found, Field))


def without_kinds(rule: c.Rule, kinds: Set[str], missing: Set[str]) -> c.Rule:
    """The rule over a log of these kinds of event alone, asking no more of fields that only other kinds would have.

    Where no consent was ever recorded, how long one lasts is not asked: the log needs no column for it. missing: the
    fields that the log lacks; nothing else of the rule is changed but what reads them.
    """

    def change(node: Any) -> Any:
        match node:
            case c.Compare(c.FieldValue(field), "=", Const(value)) if field.name == "kind" and value not in kinds:
                return c.Always(False)
            case c.OneOf(c.FieldValue(field), options, negated) if field.name == "kind":
                return node if any(option.value in kinds for option in options) else c.Always(negated)
            case c.Named(condition=c.Always()):
                return node.condition
            case c.Not(c.Always(value)):
                return c.Always(None if value is None else not value)
            case c.And():
                return _and(node, missing)
            case c.Or() if any(part == c.Always(False) for part in node.conditions):
                left = tuple(part for part in node.conditions if part != c.Always(False))
                return c.Or(left) if len(left) > 1 else left[0] if left else c.Always(False)
            case c.Compare() | c.OneOf() | c.Known() | c.InHours() | c.InDates() | c.DayIs() | c.Includes() | c.Truth():
                empty = _of_nothing(node)
                return node if empty is None or not fields_of(node) & missing else _none(empty)
            case _:
                return node

    changed: c.Rule = c.rewrite(rule, change)
    return changed


def _and(node: c.And, missing: Set[str]) -> c.Condition:
    """A conjunction in which one part can never be true: what the others would need is not asked."""
    if c.Always(False) in node.conditions:
        return c.Always(False)
    if not any(_is_none(part) for part in node.conditions):
        return node
    left = tuple(part for part in node.conditions if not fields_of(part) & missing)
    return c.And(left) if len(left) > 1 else left[0] if left else node


def _none(window: c.Window) -> c.Condition:
    """Is there one, of events of which there are none: never true; unknown where the keys are, or the window is open."""
    return c.Truth(c.History("exists", c.Always(False), window))


def _is_none(part: c.Condition) -> bool:
    inner = part.condition if isinstance(part, c.Named) else part
    return isinstance(inner, c.Truth) and isinstance(inner.value, c.History) and _nothing(inner.value) is not None


def _of_nothing(condition: c.Condition) -> c.Window | None:
    """The window of a term in a comparison that looks at the last of events of which there are none."""
    for name in ("left", "right", "value", "field", "item"):
        value = getattr(condition, name, None)
        while isinstance(value, c.Shift):
            value = value.value
        if isinstance(value, c.History) and (found := _nothing(value)) is not None:
            return found
    return None


def _nothing(term: c.History) -> c.Window | None:
    of_one = term.aggregate in ("exists", "last", "time-since")
    return term.window if of_one and term.selection == c.Always(False) else None
