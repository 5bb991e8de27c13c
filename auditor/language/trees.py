"""Trees of frozen dataclasses: go through one, measure how deep it is, or make it anew with some nodes changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from auditor.source import Span
from auditor.value_types import ValueType


def walk(node: Any) -> Iterator[Any]:
    """Every node of a tree of conditions, values and windows, parents first; what several parents share, once."""
    stack = [node]
    seen: set[int] = set()
    while stack:
        current = stack.pop()
        if isinstance(current, tuple):
            stack.extend(reversed(current))
        elif is_dataclass(current) and not isinstance(current, (Span, ValueType)) and id(current) not in seen:
            seen.add(id(current))
            yield current
            stack.extend(reversed([getattr(current, f.name) for f in fields(current)]))


def depth(node: Any, known: dict[int, int]) -> int:
    """How many levels of conditions and values lie within each other, definitions looked through.

    known: the depths of nodes by their ids, of nodes that stay alive; it takes up what is found.
    """
    stack = [node]
    while stack:
        current = stack[-1]
        below = [] if id(current) in known else list(_children(current))
        waiting = [child for child in below if id(child) not in known]
        if waiting:
            stack += waiting
            continue
        stack.pop()
        known.setdefault(id(current), 1 + max((known[id(child)] for child in below), default=0))
    return known[id(node)]


def _children(node: Any) -> Iterator[Any]:
    if isinstance(node, tuple):
        yield from (part for part in node if is_dataclass(part) or isinstance(part, tuple))
    elif is_dataclass(node) and not isinstance(node, (Span, ValueType)):
        parts = (getattr(node, f.name) for f in fields(node))
        yield from (part for part in parts if is_dataclass(part) or isinstance(part, tuple))


def rewrite(node: Any, change: Callable[[Any], Any]) -> Any:
    """The tree with every node, children first, put through `change`; what several parents share stays shared."""
    done: dict[int, tuple[Any, Any]] = {}

    def changed(part: Any) -> Any:
        if not isinstance(part, tuple) and (not is_dataclass(part) or isinstance(part, (Span, ValueType, type))):
            return part
        if id(part) not in done:
            done[id(part)] = part, remade(part)
        return done[id(part)][1]

    def remade(part: Any) -> Any:
        if isinstance(part, tuple):
            found = tuple(changed(child) for child in part)
            return part if all(new is old for new, old in zip(found, part, strict=True)) else found
        new = {}
        for f in fields(part):
            old = getattr(part, f.name)
            if (value := changed(old)) is not old:
                new[f.name] = value
        return change(replace(part, **new) if new else part)

    return changed(node)
