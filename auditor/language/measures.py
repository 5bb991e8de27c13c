"""The figures of a rule: what it counts and what that is held against, by the names that findings and messages use.

`count` and `limit`, say; numbered where there are more, a figure as what it is held against: `total_2`, `limit_2`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from auditor.language import core as c


def measures_of(condition: c.Condition) -> list[tuple[str, c.Value, str]]:
    """The figures of a condition and what they are held against, each with its name, its value and its unit."""
    found: list[tuple[str, c.Value, str]] = []
    for node in _comparisons(condition):
        term, limit = (node.left, node.right) if isinstance(node.left, c.History) else (node.right, node.left)
        if not isinstance(term, c.History) or term.aggregate in ("exists", "last"):
            continue
        name = "elapsed" if term.aggregate == "time-since" else term.aggregate
        pair = [(name, term)] if isinstance(limit, c.History) else [(name, term), ("limit", limit)]
        taken = {known for known, _, _ in found}
        suffix = next(s for s in _suffixes() if not any(f"{figure}{s}" in taken for figure, _ in pair))
        found += [(f"{figure}{suffix}", value, term.type.kind.value) for figure, value in pair]
    return found


def _suffixes() -> Iterator[str]:
    yield ""
    yield from (f"_{number}" for number in count(2))


def figures_of(rule: c.Rule) -> frozenset[str]:
    """The names of the figures that findings of a rule have."""
    if rule.floor is not None:
        return frozenset({"count", "limit"})
    found = frozenset(name for name, _, _ in measures_of(rule.condition))
    return found or frozenset({"elapsed"} if is_set_off(rule.condition) else ())


def is_set_off(condition: c.Condition) -> bool:
    """Whether the limit is broken by coming too soon after an earlier event, and not by what the event is itself."""
    match condition:
        case c.And(parts):
            return is_set_off(parts[0])
        case c.Truth(c.History("exists", _, window)):
            return not window.ahead
        case _:
            return False


def _comparisons(condition: c.Condition, seen: set[int] | None = None) -> Iterable[c.Compare]:
    """The comparisons of a condition, those of a definition once."""
    seen = set() if seen is None else seen
    match condition:
        case c.Compare():
            yield condition
        case c.Named():
            if id(condition) not in seen:
                seen.add(id(condition))
                yield from _comparisons(condition.condition, seen)
        case c.Not():
            yield from _comparisons(condition.condition, seen)
        case c.And() | c.Or():
            for part in condition.conditions:
                yield from _comparisons(part, seen)
