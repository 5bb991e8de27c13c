"""Figures that rules share: those of a definition or of a parameter, each one off.

Such a figure stands in one place for all the rules that use it, so that one example of any of them pins it down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from auditor.language import core as c
from auditor.language.checked import CheckedRule
from auditor.language.declarations import Param, Version
from auditor.language.mutants import unit_of, variants
from auditor.language.sentence import said
from auditor.value_types import DATE, DAY, MINUTE, Kind

_STEPS = ("+1", "-1")


@dataclass(frozen=True)
class SharedMutant:
    """A figure of a definition or of a parameter, changed.

    kind: what `accept` names (`window +1 of reply`); change: what became what, and where.
    users: the rules that use it, by their index. changed: what such a rule becomes.
    """

    kind: str
    change: str
    users: tuple[int, ...]
    changed: Callable[[CheckedRule], CheckedRule]


def shared_mutants(rules: Sequence[CheckedRule], shared: Iterable[c.Named | Param]) -> list[SharedMutant]:
    """Every figure of those definitions and parameters that rules use, one more and one less, each alone."""
    wanted = {(node.name, node) for node in shared}
    users: dict[tuple[str, Any], list[int]] = {}
    for index, rule in enumerate(rules):
        nodes = c.walk((rule.form, rule.unless, rule.applies))
        for used in dict.fromkeys((node.name, node) for node in nodes if isinstance(node, (c.Named, Param))):
            if used in wanted:
                users.setdefault(used, []).append(index)
    found: list[SharedMutant] = []
    for (name, node), indices in users.items():
        changes = _of_param(node) if isinstance(node, Param) else _of_definition(node)
        for kind, change, new in changes:
            found.append(
                SharedMutant(f"{kind} of {name}", f"{change} in `{name}`", tuple(indices), _exchange(name, node, new))
            )
    return found


def _of_definition(node: c.Named) -> Iterator[tuple[str, str, c.Named]]:
    for found in variants(node.condition):
        if found.kind.endswith(_STEPS):
            yield found.kind, found.change, replace(node, condition=found.node)


def _of_param(param: Param) -> Iterator[tuple[str, str, Param]]:
    for index, version in enumerate(param.versions):
        for mark, value in _neighbours(param, version.value):
            changed = (*param.versions[:index], replace(version, value=value), *param.versions[index + 1 :])
            words = f"{said(version.value, param.type, 'en')} became {said(value, param.type, 'en')}"
            yield f"figure {mark}", words + _when(param, version), replace(param, versions=changed)


def _neighbours(param: Param, value: Any) -> Iterator[tuple[str, Any]]:
    """A value of a parameter one more and one less: a unit of it where it is a duration, a minute of a time of day."""
    kind = param.type.kind
    if kind in (Kind.NUMBER, Kind.MONEY):
        step: Any = Decimal(1)
    elif kind is Kind.DURATION:
        step = unit_of(value)[0]
    elif kind in (Kind.TIME, Kind.DATE):
        step = MINUTE if kind is Kind.TIME else 1
    else:
        return
    most = DAY if kind is Kind.TIME else None
    for mark, changed in (("+1", value + step), ("-1", value - step)):
        if changed >= 0 and (most is None or changed <= most):
            yield mark, changed


def _when(param: Param, version: Version) -> str:
    """Which of several values of a parameter it is."""
    if len(param.versions) == 1:
        return ""
    if version.since is not None:
        return f" from {said(version.since, DATE, 'en')}"
    return "" if version.through is None else f" through {said(version.through, DATE, 'en')}"


def _exchange(name: str, old: Any, new: Any) -> Callable[[CheckedRule], CheckedRule]:
    def change(node: Any) -> Any:
        return new if type(node) is type(old) and node.name == name and node == old else node

    def changed(rule: CheckedRule) -> CheckedRule:
        parts = {part: c.rewrite(getattr(rule, part), change) for part in ("form", "unless", "applies")}
        return replace(rule, **parts)

    return changed
