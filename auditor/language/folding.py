"""What can be said of a condition without any event: that it never holds, or that it always does.

Only what is sure: a condition of which nothing is known here may hold and may not.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from auditor.language import core as c
from auditor.language.declarations import Clock, Const, Field
from auditor.value_types import DAY, Kind


def never(condition: c.Condition) -> bool:
    """Whether no event can satisfy a condition."""
    match condition:
        case c.Named():
            return never(condition.condition)
        case c.Always():
            return condition.value is False
        case c.Not():
            return always(condition.condition)
        case c.Or():
            return all(never(part) for part in condition.conditions)
        case c.And():
            return any(never(part) for part in condition.conditions) or _clash(condition)
        case c.InHours():
            covered = _covered(condition)
            return covered is (condition.outside) if covered is not None else False
        case c.Compare(c.History("count"), operator, Const(value)):
            return (operator == "<" and value <= 0) or (operator == "<=" and value < 0)
        case _:
            return False


def always(condition: c.Condition) -> bool:
    """Whether every event satisfies a condition (where it applies)."""
    match condition:
        case c.Named():
            return always(condition.condition)
        case c.Always():
            return condition.value is True
        case c.Not():
            return never(condition.condition)
        case c.And():
            return all(always(part) for part in condition.conditions)
        case c.Or():
            return any(always(part) for part in condition.conditions)
        case c.InHours():
            covered = _covered(condition)
            return covered is (not condition.outside) if covered is not None else False
        case c.Compare(c.History("count"), operator, Const(value)):
            return operator == ">=" and value <= 0
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


def _clash(condition: c.And) -> bool:
    """Whether the parts ask one `one of` field to be two things at once."""
    allowed: dict[str, frozenset[object]] = {}
    for part in _flat(condition):
        found = _choices(part)
        if found is not None:
            name, values = found
            allowed[name] = allowed.get(name, values) & values
    return any(not values for values in allowed.values())


def _flat(condition: c.Condition) -> list[c.Condition]:
    if isinstance(condition, c.Named):
        return _flat(condition.condition)
    if isinstance(condition, c.And):
        return [inner for part in condition.conditions for inner in _flat(part)]
    return [condition]


def _choices(part: c.Condition) -> tuple[str, frozenset[object]] | None:
    match part:
        case c.Compare(c.FieldValue(field), "=", Const(value)) if field.type.kind is Kind.CHOICE:
            return field.name, frozenset({value})
        case c.OneOf(c.FieldValue(field), options, False) if field.type.kind is Kind.CHOICE:
            return field.name, frozenset(option.value for option in options)
        case _:
            return None


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
