"""A rule's condition taken apart for one event: what each part says, and the values that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.calendar import Calendars
from auditor.compile.history import HistoryCompiler
from auditor.compile.layers import Layers
from auditor.compile.program import base_query, histories_keys, slice_key, spread_field, subject_of
from auditor.compile.sql import col, lit, named, select
from auditor.language import core as c
from auditor.language.declarations import Const


@dataclass(frozen=True)
class Part:
    """A part of a condition. depth: how far in; truth: the column that says what it is; values: theirs, by value node."""

    depth: int
    condition: c.Condition
    truth: str
    values: tuple[tuple[c.Value, str, str | None], ...] = ()


@dataclass(frozen=True)
class Explanation:
    """What to run for one event, and what its columns mean. slice_key: the field that cuts out its history."""

    query: exp.Select
    parts: tuple[Part, ...]
    variables: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)
    slice_key: str | None = None


def explain(rule: c.Rule, shape: s.Shape, seq: int) -> Explanation:
    """The explanation of a rule for the event with this place in the timeline."""
    layers, calendars = Layers(), Calendars()
    compiler = HistoryCompiler(shape, layers, calendars)
    histories = histories_keys(rule)
    compiler.spread_over = spread_field(histories, shape)
    parts = []
    for depth, condition in _walk(c.And((subject_of(rule), rule.condition)), 0, set()):
        truth = compiler.truth(condition)
        column = layers.column(truth.level, truth.sql)
        values = []
        for value in _values(condition):
            piece = compiler.value(value)
            low = layers.column(piece.level, piece.low)
            high = None if piece.high is None else layers.column(piece.level, piece.high).name
            values.append((value, low.name, high))
        parts.append(Part(depth, condition, column.name, tuple(values)))
    names = dict.fromkeys(
        [
            s.SEQ,
            *(part.truth for part in parts),
            *(n for p in parts for _, low, high in p.values for n in (low, high) if n),
        ]
    )
    key = slice_key(histories)
    spread = compiler.spread_over
    built = layers.query(base_query(spread), names, spread is not None, apart=False)
    query = select([named(col(name), name) for name in names], built)
    query = query.where(exp.EQ(this=col(s.SEQ), expression=lit(seq)), copy=False)
    return Explanation(query, tuple(parts), dict(calendars.variables), key or None)


def _walk(condition: c.Condition, depth: int, told: set[c.Named]) -> Iterator[tuple[int, c.Condition]]:
    """The parts of a condition, each before those within it; an `and` of all is not a part of its own.

    told: definitions that were taken apart before; each is once.
    """
    match condition:
        case c.And() if depth == 0:
            for part in condition.conditions:
                yield from _walk(part, depth, told)
        case c.And() | c.Or():
            yield depth, condition
            for part in condition.conditions:
                yield from _walk(part, depth + 1, told)
        case c.Not():
            yield depth, condition
            yield from _walk(condition.condition, depth + 1, told)
        case c.Named():
            yield depth, condition
            if condition not in told:
                told.add(condition)
                yield from _walk(condition.condition, depth + 1, told)
        case _:
            yield depth, condition


def _values(condition: c.Condition) -> list[c.Value]:
    """The values that an atom holds against each other, constants left out."""
    match condition:
        case c.Compare():
            found: list[c.Value] = [condition.left, condition.right]
        case c.Truth() | c.OneOf() | c.Known() | c.InHours() | c.InDates() | c.DayIs():
            found = [condition.value]
        case c.Includes():
            found = [condition.field, condition.item]
        case c.Mentions() | c.Matches():
            return []
        case _:
            return []
    return [v for v in found if not isinstance(v, Const) and not (isinstance(v, c.History) and v.aggregate == "exists")]
