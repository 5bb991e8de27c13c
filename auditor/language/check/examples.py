"""Examples: tables read into typed events, by the fields that their columns name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from auditor.diagnostics import Diagnostic
from auditor.language import core as c
from auditor.language import expressions as x
from auditor.language import syntax as s
from auditor.language.cells import read_cell, wall_time
from auditor.language.check.conditions import Conditions
from auditor.language.checked import Example, ExampleEvent
from auditor.language.declarations import Field, Param
from auditor.language.vocabulary import EXAMPLE_COLUMNS, KEYWORDS, VERDICTS, look_up
from auditor.spelling import did_you_mean
from auditor.value_types import DAY, HOUR, MINUTE, SECOND, Kind

MAX_REPEAT = 1000
UNKNOWN = "?"

_RELATIVE = re.compile(r"\+(\d+)\s+(\d{1,2}:\d{2}(?::\d{2})?)")
_REPEAT = re.compile(r"(\d+)\s*(?:times|次)?\s*(?:every|每)\s*(\d+)\s*(\S+)")
_UNITS = {"SECONDS": SECOND, "MINUTES": MINUTE, "HOURS_UNIT": HOUR, "DAYS": DAY}


class Examples:
    """Checks the examples of one pack.

    rules: the facts of every rule of the pack, by id.
    """

    def __init__(self, conditions: Conditions, rules: dict[str, c.Facts], report: Callable[[Diagnostic], None]) -> None:
        self._conditions = conditions
        self._rules = rules
        self._report = report

    def _problem(self, code: str, message: str, node: x.Node, hint: str | None = None) -> None:
        self._report(Diagnostic(code, message, node.span, hint))

    def example(self, node: s.Example) -> Example | None:
        """A typed example, or None where a cell has a problem."""
        facts = self._rules.get(node.rule.text)
        if facts is None:
            hint = did_you_mean(node.rule.text, self._rules)
            self._problem("unknown-name", f"there is no rule `{node.rule.text}` in this pack", node.rule, hint)
            return None
        params: dict[str, Any] = {}
        given, sound = self._given(node, params)
        columns = self._columns(node)
        sound = sound and None not in columns
        if "verdict" not in columns or not node.rows:
            hint = "give it rows, and a column `verdict`"
            self._problem("empty-example", "the example tests nothing", node.title, hint)
            return None
        events: list[ExampleEvent] = []
        for row in node.rows:
            found = self._row(row, columns, given, facts)
            if found is None:
                sound = False
            else:
                events += found
        if not sound:
            return None
        if all(event.verdict is None for event in events):
            self._problem("empty-example", "no row of the example says what is expected", node.title)
            return None
        known_from = node.known_from.days if node.known_from else None
        known_through = node.known_through.days if node.known_through else None
        return Example(
            node.title.value, facts.id, tuple(events), known_from, known_through, node.title.span,
            tuple(params.items()),
        )  # fmt: skip

    def _given(self, node: s.Example, params: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        """The values that rows have by default, and whether all could be read; those of parameters go into `params`."""
        values: dict[str, Any] = {}
        sound = True
        for name, cell in node.given:
            param = self._conditions.scope.find(name.text)
            if isinstance(param, Param):
                read, params[param.name] = self._value(param, cell)
                sound = sound and read
                continue
            field = self._conditions.field(name)
            if field is None:
                sound = False
                continue
            read, value = self._value(field, cell)
            sound = sound and read
            values[field.name] = value
        return values, sound

    def _columns(self, node: s.Example) -> list[Field | str | None]:
        """The fields of the columns; None where there is a problem with one."""
        columns: list[Field | str | None] = []
        for cell in node.header:
            special = look_up(EXAMPLE_COLUMNS, cell.text)
            columns.append(special or self._conditions.field(x.Name(cell.text, span=cell.span)))
        for index, column in enumerate(columns):
            if column is not None and column in columns[:index]:
                self._problem("duplicate-name", "the column stands here twice", node.header[index])
                columns[index] = None
        return columns

    def _value(self, field: Field | Param, cell: s.Cell, since: int | None = None) -> tuple[bool, Any]:
        """Whether the cell could be read, and its value (None for unknown)."""
        text = cell.text
        if text == UNKNOWN:
            return True, None
        try:
            if field.type.kind is Kind.MOMENT and (relative := _RELATIVE.fullmatch(text)):
                if since is None:
                    raise ValueError("a date: the rule has no `from` to count days from")
                start = since * DAY + int(relative[1]) * DAY
                return True, start + wall_time(f"1970-01-01 {relative[2]:0>5}")
            return True, read_cell(text, field.type)
        except ValueError as error:
            names = [name for choice in field.type.choices for name in (choice.name, choice.zh) if name]
            hint = did_you_mean(text, names) or f"expected {error}"
            self._problem("bad-cell", f"`{text}` is no value of `{field.name}`", cell, hint)
            return False, None

    def _row(
        self, row: tuple[s.Cell, ...], columns: list[Field | str | None], given: dict[str, Any], facts: c.Facts
    ) -> list[ExampleEvent] | None:
        if len(row) != len(columns):
            message = f"the row has {len(row)} cells, the table {len(columns)} columns"
            self._problem("bad-row", message, row[0])
            return None
        values = dict(given)
        verdict: str | None = None
        copies, step = 1, 0
        sound = True
        for cell, column in zip(row, columns, strict=True):
            if not cell.text:
                continue
            if column == "verdict":
                verdict = look_up(VERDICTS, cell.text)
                if verdict is None:
                    spellings = [spelling for word in VERDICTS.values() for spelling in word.spellings]
                    hint = did_you_mean(cell.text, spellings) or "one of " + ", ".join(
                        word.en[0] for word in VERDICTS.values()
                    )
                    self._problem("unknown-value", f"`{cell.text}` is not a verdict", cell, hint)
                    sound = False
            elif column == "repeat":
                repeat = self._repeat(cell)
                sound = sound and repeat is not None
                copies, step = repeat or (1, 0)
            elif isinstance(column, Field):
                read, values[column.name] = self._value(column, cell, facts.since)
                sound = sound and read
        if sound and values.get("at") is None:
            self._problem("bad-row", "the row does not say when: `at`", row[0])
            return None
        if not sound:
            return None
        span = row[0].span.to(row[-1].span)
        return [
            ExampleEvent(tuple({**values, "at": values["at"] + copy * step}.items()), verdict, span)
            for copy in range(copies)
        ]

    def _repeat(self, cell: s.Cell) -> tuple[int, int] | None:
        match = _REPEAT.fullmatch(cell.text)
        if match is not None and 1 <= int(match[1]) <= MAX_REPEAT:
            for key, microseconds in _UNITS.items():
                if match[3] in KEYWORDS[key].spellings:
                    return int(match[1]), int(match[2]) * microseconds
        self._problem("bad-cell", f"`{cell.text}` does not say how to repeat", cell, "expected `7 every 2 hours`")
        return None
