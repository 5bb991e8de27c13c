"""Trees of frozen dataclasses: go through one, measure how deep it is, or make it anew with some nodes changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from auditor.source import Span
from auditor.value_types import ValueType

_PLAIN = frozenset(
    {
        "str", "int", "bool", "str | None", "int | None", "bool | None", "tuple[str, ...]", "tuple[int, ...]",
        "frozenset[str]", "Span", "Span | None", "ValueType",
    }
)  # fmt: skip
"""The annotations of fields in which no node can stand: a word list has thousands of phrases."""


_PARTS: dict[type[Any], tuple[str, ...] | None] = {}
_FIELDS: dict[type[Any], tuple[str, ...] | None] = {}


def _parts(kind: type[Any]) -> tuple[str, ...] | None:
    """The fields of a kind of node in which nodes may stand; None where it is none."""
    if kind not in _PARTS:
        node = is_dataclass(kind) and not issubclass(kind, (Span, ValueType))
        _PARTS[kind] = tuple(f.name for f in fields(kind) if f.type not in _PLAIN) if node else None
    return _PARTS[kind]


def _fields(kind: type[Any]) -> tuple[str, ...] | None:
    """Every field of a dataclass; None where it is none."""
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(f.name for f in fields(kind)) if is_dataclass(kind) else None
    return _FIELDS[kind]


def walk(node: Any) -> Iterator[Any]:
    """Every node of a tree of conditions, values and windows, parents first; what several parents share, once."""
    stack = [node]
    seen: set[int] = set()
    while stack:
        current = stack.pop()
        if isinstance(current, tuple):
            stack.extend(current[::-1])
            continue
        names = _parts(type(current))
        if names is not None and id(current) not in seen:
            seen.add(id(current))
            yield current
            stack.extend([getattr(current, name) for name in reversed(names)])


def depth(node: Any, known: dict[int, int]) -> int:
    """How many levels of conditions and values lie within each other, definitions looked through.

    known: the depths of nodes by their ids, of nodes that stay alive; it takes up what is found.
    """
    stack = [node]
    while stack:
        current = stack[-1]
        below = [] if id(current) in known else _children(current)
        waiting = [child for child in below if id(child) not in known]
        if waiting:
            stack += waiting
            continue
        stack.pop()
        known.setdefault(id(current), 1 + max((known[id(child)] for child in below), default=0))
    return known[id(node)]


def _children(node: Any) -> list[Any]:
    if isinstance(node, tuple):
        parts = node
    elif (names := _fields(type(node))) is None or isinstance(node, (Span, ValueType)):
        return []
    else:
        parts = tuple(getattr(node, name) for name in names)
    return [part for part in parts if isinstance(part, tuple) or _fields(type(part)) is not None]


def rewrite(node: Any, change: Callable[[Any], Any]) -> Any:
    """The tree with every node, children first, put through `change`; what several parents share stays shared."""
    done: dict[int, tuple[Any, Any]] = {}

    def changed(part: Any) -> Any:
        if not isinstance(part, tuple) and _parts(type(part)) is None:
            return part
        if id(part) not in done:
            done[id(part)] = part, remade(part)
        return done[id(part)][1]

    def remade(part: Any) -> Any:
        if isinstance(part, tuple):
            found = tuple([changed(child) for child in part])
            return part if all(new is old for new, old in zip(found, part, strict=True)) else found
        new = {}
        for name in _parts(type(part)) or ():
            old = getattr(part, name)
            if (value := changed(old)) is not old:
                new[name] = value
        return change(replace(part, **new) if new else part)

    return changed(node)
