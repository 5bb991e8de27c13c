"""What every builder of the syntax stands on: nodes with their place and their depth.

Bottom-up and without recursion, so that depth costs nothing; nesting beyond `MAX_DEPTH` becomes a problem
instead of a tree that later passes could not walk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from lark import Token
from lark.tree import Meta
from lark.visitors import Transformer_NonRecursive

from auditor.diagnostics import Diagnostic
from auditor.language import expressions as x
from auditor.source import Source, Span

MAX_DEPTH = 80

N = TypeVar("N", bound=x.Node)
Parts = list[Any]


class Builder(Transformer_NonRecursive[Token, Any]):
    """Builds nodes; `problems` holds what the grammar lets through but the tree cannot hold."""

    def __init__(self, source: Source) -> None:
        super().__init__(visit_tokens=False)
        self.problems: list[Diagnostic] = []
        self.source = source
        self._depths: dict[int, int] = {}
        self._kept: list[x.Node] = []
        self.too_deep = False

    def span_of(self, place: Meta | Token) -> Span:
        if isinstance(place, Meta) and place.empty:
            return Span(self.source, 0, 0)
        start, end = place.start_pos, place.end_pos
        return Span(self.source, start or 0, end or 0)

    def node(self, make: Callable[..., N], meta: Meta | Token, *parts: Any, **named: Any) -> N:
        node = make(*parts, **named, span=self.span_of(meta))
        depth = 1 + max((self._depths.get(id(child), 0) for child in _flat(parts)), default=0)
        if depth > MAX_DEPTH:
            if not self.too_deep:
                message = f"the condition is nested more than {MAX_DEPTH} levels deep"
                hint = "give parts of it a name with `define`"
                self.problems.append(Diagnostic("too-deep", message, node.span, hint=hint))
            self.too_deep = True
            depth = 0
        self._depths[id(node)] = depth
        self._kept.append(node)  # keeps the id from being used again
        return node

    def name_of(self, token: Token) -> x.Name:
        return self.node(x.Name, token, str(token))

    def problem(self, code: str, place: Meta | Token | Span, message: str, hint: str) -> None:
        span = place if isinstance(place, Span) else self.span_of(place)
        self.problems.append(Diagnostic(code, message, span, hint=hint))


def nodes(parts: Parts) -> Parts:
    """The parts that are nodes, without keyword tokens and what was left out."""
    return [part for part in parts if isinstance(part, x.Node)]


def _flat(parts: Iterable[Any]) -> Iterable[Any]:
    for part in parts:
        if isinstance(part, tuple):
            yield from _flat(part)
        else:
            yield part
