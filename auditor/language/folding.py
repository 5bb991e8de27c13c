"""What can be said of a condition without any event: that it never holds, or that it always does.

Only what is sure: a condition of which nothing is known here may hold and may not.
"""

from __future__ import annotations

from auditor.language import core as c
from auditor.language.declarations import Clock, Const
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
