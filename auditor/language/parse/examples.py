"""From Lark's tree to examples and the cells of their tables; a method per rule of the grammar."""

from __future__ import annotations

import re
from typing import Any

from lark import Token, v_args
from lark.tree import Meta

from auditor.language import expressions as x
from auditor.language import syntax as s
from auditor.language.parse.building import Builder, Parts
from auditor.source import Span

_ESCAPED = re.compile(r"\\(.)")
_CELL = re.compile(r"((?:\\.|[^|\\])*)\|")


@v_args(meta=True)
class ExampleBuilder(Builder):
    """Builds examples."""

    def pair(self, _meta: Meta, parts: Parts) -> tuple[x.Name, s.Cell]:
        name, value = parts
        text = value.value if isinstance(value, x.Text) else str(value)
        place = value.span if isinstance(value, x.Text) else self.span_of(value)
        return self.name_of(name), s.Cell(text, span=place)

    def given(self, _meta: Meta, parts: Parts) -> tuple[str, Any]:
        return "given", parts

    def known_from(self, _meta: Meta, parts: Parts) -> tuple[str, Any]:
        return "from", parts[0]

    def known_through(self, _meta: Meta, parts: Parts) -> tuple[str, Any]:
        return "through", parts[0]

    def _cells(self, row: Token) -> tuple[s.Cell, ...]:
        start = self.span_of(row).start + 1
        cells = []
        for match in _CELL.finditer(str(row), 1):
            raw = match[1]
            text = raw.strip()
            place = start + match.start() - 1 + (len(raw) - len(raw.lstrip()) if text else 0)
            span = Span(self.source, place, place + max(len(text), 1))
            cells.append(s.Cell(_ESCAPED.sub(r"\1", text), span=span))
        return tuple(cells)

    def example(self, meta: Meta, parts: Parts) -> s.Example:
        title, rule, *rest = parts
        given = [pair for part in rest if isinstance(part, tuple) and part[0] == "given" for pair in part[1]]
        known = {part[0]: part[1] for part in rest if isinstance(part, tuple) and part[0] != "given"}
        table = [self._cells(part) for part in rest if isinstance(part, Token)]
        return self.node(
            s.Example, meta, title, rule, tuple(given), known.get("from"), known.get("through"),
            table[0] if table else (), tuple(table[1:]),
        )  # fmt: skip
