"""Small changes of a rule that its examples should notice: a figure off by one, a comparison turned, an exception dropped.

Only what the rule itself says is changed; what it uses by name (definitions, parameters) it may share with others.

A window of days that does not count its first day as it did is one day longer or shorter, and no change of its own:
the day that begins `7 consecutive days` is the first of them, so that with it left out an eighth is reached; the day
from which `within 5 days` runs is none of them, so that with it counted the fifth is not. The change says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from auditor.language import core as c
from auditor.language import forms as f
from auditor.language.checked import CheckedRule
from auditor.language.declarations import Calendar, Clock, Const, Field, Param, WordList
from auditor.value_types import DAY, HOUR, MINUTE, SECOND, Kind

_FIRST_DAY_LEFT_OUT = " (the first day left out)"
_FIRST_DAY_COUNTED = " (the first day counted too)"
_TURNED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "!=", "!=": "="}


@dataclass(frozen=True)
class Mutant:
    """A changed rule. kind: what `accept` names (`limit +1`); change: what became what, in words."""

    kind: str
    change: str
    rule: CheckedRule


@dataclass(frozen=True)
class Change:
    """A changed part of a rule. kind, change: as of a `Mutant`; node: what the part becomes."""

    kind: str
    change: str
    node: Any


def mutants(rule: CheckedRule) -> list[Mutant]:
    """Every small change of a rule's statement, each alone."""
    found = [Mutant(v.kind, v.change, replace(rule, form=v.node)) for v in variants(rule.form)]
    if rule.unless is not None:
        found.append(Mutant("unless dropped", "`unless` was dropped", replace(rule, unless=None)))
        found += [Mutant(v.kind, v.change, replace(rule, unless=v.node)) for v in variants(rule.unless)]
    unique: dict[Any, Mutant] = {}
    for mutant in found:
        if (mutant.rule.form, mutant.rule.unless) != (rule.form, rule.unless):
            unique.setdefault((mutant.rule.form, mutant.rule.unless), mutant)
    return list(unique.values())


def variants(node: Any) -> Iterator[Change]:
    """The node with one change in it, for every change."""
    if isinstance(node, (c.Named, Field, Param, Calendar)) or not is_dataclass(node) or isinstance(node, type):
        return
    yield from _own(node)
    if isinstance(node, WordList):
        return
    for part in fields(node):
        value = getattr(node, part.name)
        if isinstance(value, tuple):
            for index, item in enumerate(value):
                for found in variants(item):
                    changed = (*value[:index], found.node, *value[index + 1 :])
                    yield Change(found.kind, found.change, replace(node, **{part.name: changed}))
        else:
            for found in variants(value):
                yield Change(found.kind, found.change, replace(node, **{part.name: found.node}))


def _own(node: Any) -> Iterator[Change]:
    match node:
        case f.Cap(limit=Const() as limit):
            yield from (Change(k, w, replace(node, limit=v)) for k, w, v in _off_by_one(limit, "limit"))
        case f.AtMostDistinct() | f.AtMostTotal() | f.AtLeastEach() if isinstance(node.limit, Const):
            yield from (Change(k, w, replace(node, limit=v)) for k, w, v in _off_by_one(node.limit, "limit"))
        case f.AtLeastBetween():
            yield from _distances(node, "distance")
            yield from _dropped_keys(node)
        case c.Window():
            yield from _dropped_keys(node)
            if node.at_least is not None:
                yield from _distances(node, "at_least")
        case c.Rolling(int() as length):
            unit, name = unit_of(length)
            yield from _stepped(node, "length", length, unit, "window", name)
        case c.ConsecutiveDays(int() as days) | c.WorkingDays(int() as days):
            yield from _stepped(node, "days", days, 1, "window", "days", {"+1": _FIRST_DAY_LEFT_OUT})
        case c.Reach() | c.Shift():
            yield from _distances(node, "distance")
        case c.Compare():
            yield from _comparison(node)
        case c.And():
            yield from _dropped_parts(node)
        case Clock():
            yield from _clock(node)
        case c.Mentions() if node.at_least > 1:
            yield Change(
                "limit -1",
                f"{node.at_least} phrases became {node.at_least - 1}",
                replace(node, at_least=node.at_least - 1),
            )
        case _:
            return


def _off_by_one(limit: Const, kind: str) -> Iterator[tuple[str, str, Const]]:
    step: Any = MINUTE if limit.type.kind is Kind.DURATION else Decimal(1)
    for sign, mark in ((1, "+1"), (-1, "-1")):
        value = limit.value + sign * step
        if value >= 0:
            shown = (_plain(limit.value, limit), _plain(value, limit))
            yield f"{kind} {mark}", f"{shown[0]} became {shown[1]}", replace(limit, value=value)


def _plain(value: Any, const: Const) -> str:
    if const.type.kind is Kind.DURATION:
        return f"{value // MINUTE} minutes"
    return f"{value:f}".rstrip("0").rstrip(".") if isinstance(value, Decimal) and "." in f"{value:f}" else str(value)


def unit_of(length: int) -> tuple[int, str]:
    """The largest unit of which a length of time is a whole number, and its name."""
    for unit, name in ((DAY, "days"), (HOUR, "hours"), (MINUTE, "minutes")):
        if length % unit == 0:
            return unit, name
    return SECOND, "seconds"


def _stepped(
    node: Any, name: str, value: int, step: int, kind: str, unit: str, same_as: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Change]:
    """One step more and one less; same_as: what else such a step would be, in words."""
    for sign, mark in ((1, "+1"), (-1, "-1")):
        changed = value + sign * step
        if changed > 0:
            words = f"{value // step} {unit} became {changed // step}{same_as.get(mark, '')}"
            yield Change(f"{kind} {mark}", words, replace(node, **{name: changed}))


def _distances(node: Any, name: str) -> Iterator[Change]:
    distance: c.Distance = getattr(node, name)
    if not isinstance(distance.amount, int):
        return
    exact = distance.kind == "instant"
    unit, shown = unit_of(distance.amount) if exact else (1, distance.kind.replace("-", " "))
    same_as = {} if exact else {"-1": _FIRST_DAY_COUNTED}
    for found in _stepped(distance, "amount", distance.amount, unit, "window", shown, same_as):
        yield Change(found.kind, found.change, replace(node, **{name: found.node}))


def _dropped_keys(node: Any) -> Iterator[Change]:
    if len(node.keys) > 1:
        for key in node.keys:
            kept = tuple(other for other in node.keys if other != key)
            yield Change("key dropped", f"the key `{key.name}` was dropped", replace(node, keys=kept))


def _comparison(node: c.Compare) -> Iterator[Change]:
    yield Change(
        "comparison turned",
        f"`{node.operator}` became `{_TURNED[node.operator]}`",
        replace(node, operator=_TURNED[node.operator]),
    )
    if (
        isinstance(node.right, Const)
        and isinstance(node.right.value, (int, Decimal))
        and not isinstance(node.right.value, bool)
    ) and node.right.type.kind in (Kind.NUMBER, Kind.MONEY, Kind.DURATION):
        for kind, change, value in _off_by_one(node.right, "figure"):
            yield Change(kind, change, replace(node, right=value))


def _dropped_parts(node: c.And) -> Iterator[Change]:
    for index, part in enumerate(node.conditions):
        kept = node.conditions[:index] + node.conditions[index + 1 :]
        changed: c.Condition = kept[0] if len(kept) == 1 else c.And(kept)
        if isinstance(part, c.Not):
            yield Change("exception dropped", "an exception was dropped", changed)
        else:
            yield Change("condition dropped", "a condition joined by `and` was dropped", changed)


def _clock(node: Clock) -> Iterator[Change]:
    for name in ("start", "end"):
        value = getattr(node, name)
        for sign, mark in ((1, "+1"), (-1, "-1")):
            changed = value + sign * MINUTE
            if 0 <= changed <= DAY:
                shown = f"{_time(value)} became {_time(changed)}"
                yield Change(f"hours {mark}", shown, replace(node, **{name: changed}))
    other = "until" if node.through else "through"
    yield Change("hours edge", f"{_time(node.end)} became `{other}`", replace(node, through=not node.through))


def _time(value: int) -> str:
    return f"{value // HOUR:02}:{value % HOUR // MINUTE:02}"
