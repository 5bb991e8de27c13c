"""Violations as programs find them: kept in a table of the database, given rule by rule in the order of the events.

A long log has millions. A slice puts its own into the table, a report takes one portion after the other out of it:
they are never all in memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.evidence import EvidenceTerm
from auditor.compile.program import VIOLATION, CompiledRule, Measure
from auditor.compile.sql import Sql, case, cast, coalesce, col, compare, fn, lit, named, select, text
from auditor.engine.floors import FloorVerdict
from auditor.engine.judge import JUDGED
from auditor.engine.timeline import Connection
from auditor.language import core as c
from auditor.value_types import DECIMAL_PLACES, SECOND

_TABLE = "violations"
_KEYS, _NUMBERS = "VARCHAR[]", f"DECIMAL(38, {DECIMAL_PLACES})[]"
_COLUMNS = f"rule USMALLINT, event BIGINT, unit INTEGER, keys {_KEYS}, numbers {_NUMBERS}, evidence BIGINT[]"
_LOWEST = -(10**30)
_OTHER = "other"
_OF_UNITS = (Measure("count", "", "number"), Measure("limit", "", "number"))


@dataclass(frozen=True, slots=True)
class Violation:
    """A violation as the engine found it: events by their place in the timeline (`seq`).

    event None: the rule judges keys and units; `unit` is then the first day of the unit. counted_by: the fields by which
    the rule counts. key: the values of those that are not simply the event's own. evidence: the events that make the
    violation, in order of time.
    """

    rule: str
    event: int | None
    counted_by: tuple[str, ...]
    key: Mapping[str, str | None]
    numbers: Mapping[str, Any]
    evidence: tuple[int, ...]
    unit: int | None = None


@dataclass(frozen=True)
class _Meaning:
    """What the values in a rule's rows are."""

    rule: str
    counted_by: tuple[str, ...]
    keys: tuple[str, ...]
    measures: tuple[Measure, ...]


class Violations:
    """The violations of a run; rules by their number."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._meanings: dict[int, _Meaning] = {}
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {_TABLE} ({_COLUMNS})")

    def add(self, number: int, rule: CompiledRule, spread: bool) -> None:
        """Take those of a rule from the slice in hand. spread: an event may have several rows there."""
        keys = {name: column for name, column in rule.keys if column is not None}
        counted_by = tuple(name for name, _ in rule.keys)
        self._meanings[number] = _Meaning(rule.rule.facts.id, counted_by, tuple(keys), rule.measures)
        source, evidence = f"({text(_broken(rule, list(keys.values()), spread))})", "[]"
        if rule.evidence:
            source = f"{source} LEFT JOIN ({text(_evidence(rule, spread))}) USING ({s.SEQ})"
            evidence = "coalesce(evidence, [])"
        columns = f"{number}, {s.SEQ}, NULL, keys, numbers, {evidence}"
        self._connection.execute(f"INSERT INTO {_TABLE} SELECT {columns} FROM {source}")

    def add_units(self, number: int, rule: c.Rule, found: Sequence[FloorVerdict]) -> None:
        """Take keys and units that break a rule."""
        assert rule.floor is not None
        names = tuple(field.name for field in rule.floor.keys)
        self._meanings[number] = _Meaning(rule.facts.id, names, names, _OF_UNITS)
        data = {
            "unit": pa.array([one.first_day for one in found], pa.int32()),
            "keys": pa.array([one.key for one in found], pa.list_(pa.string())),
            "numbers": pa.array([(one.count, one.limit) for one in found], pa.list_(pa.decimal128(38, DECIMAL_PLACES))),
            "evidence": pa.array([one.evidence for one in found], pa.list_(pa.int64())),
        }
        self._connection.register("broken_units", pa.table(data))
        self._connection.execute(
            f"INSERT INTO {_TABLE} SELECT {number}, NULL, unit, keys, numbers, evidence FROM broken_units"
        )
        self._connection.unregister("broken_units")

    @property
    def own_keys(self) -> list[str]:
        """The fields by which rules count whose value is simply the event's own."""
        counted_by = ((name, one) for one in self._meanings.values() for name in one.counted_by)
        return list(dict.fromkeys(name for name, one in counted_by if name not in one.keys))

    def events(self, rules: Collection[str]) -> NDArray[np.int64]:
        """The events that break some of these rules, in order, each once."""
        numbers = [number for number, meaning in self._meanings.items() if meaning.rule in rules]
        query = f"SELECT DISTINCT event FROM {_TABLE} WHERE event IS NOT NULL AND list_contains(?, rule) ORDER BY event"
        found: NDArray[np.int64] = self._connection.execute(query, [numbers]).fetchnumpy()["event"]
        return found

    def by(self, column: str, events: str) -> dict[Any, dict[str, int]]:
        """How many there are of each rule, by the values of a column. events: a table of those that break rules."""
        query = f"SELECT {column}, rule, count(*) FROM {_TABLE} JOIN {events} ON event = seq GROUP BY ALL"
        found: dict[Any, dict[str, int]] = {}
        for value, number, count in self._connection.execute(query).fetchall():
            found.setdefault(value, {})[self._meanings[number].rule] = count
        return found

    def named(self) -> str:
        """A query that gives `seq` of the events that violations are about, and of those of their evidence."""
        return f"SELECT event AS seq FROM {_TABLE} WHERE event IS NOT NULL UNION SELECT unnest(evidence) FROM {_TABLE}"

    def portions(self, size: int) -> Iterator[list[Violation]]:
        """All of them in the order of the rules, then of the events, or of units and keys. Each portion is a query."""
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {_TABLE} AS SELECT * FROM {_TABLE} ORDER BY rule, event, unit, keys"
        )
        ((total,),) = self._connection.execute(f"SELECT count(*) FROM {_TABLE}").fetchall()
        for start in range(0, total, size):
            query = f"SELECT * FROM {_TABLE} WHERE rowid >= {start} AND rowid < {start + size} ORDER BY rowid"
            yield [self._violation(*row) for row in self._connection.execute(query).fetchall()]

    def _violation(
        self,
        number: int,
        event: int | None,
        unit: int | None,
        keys: list[str | None],
        numbers: list[Decimal | None],
        evidence: list[int],
    ) -> Violation:
        meaning = self._meanings[number]
        return Violation(
            meaning.rule,
            event,
            meaning.counted_by,
            dict(zip(meaning.keys, keys, strict=True)),
            {m.name: _shown(v, m) for m, v in zip(meaning.measures, numbers, strict=True) if v is not None},
            tuple(evidence),
            unit,
        )


def _broken(rule: CompiledRule, keys: Sequence[str], spread: bool) -> exp.Select:
    """The events that break a rule, with keys and numbers: of one about several debts all debts, and the highest numbers."""
    measures = [col(measure.column) for measure in rule.measures]
    values, numbers = [col(key) for key in keys], _list(measures, _NUMBERS)
    if spread:
        values = [_together(key) for key in values]
        numbers = fn("arg_max", numbers, _list([coalesce(measure, lit(_LOWEST)) for measure in measures], _NUMBERS))
    columns = [col(s.SEQ), named(_list(values, _KEYS), "keys"), named(numbers, "numbers")]
    query = select(columns, JUDGED).where(compare(col(rule.verdict), "=", lit(VIOLATION)), copy=False)
    return query.group_by(col(s.SEQ), copy=False) if spread else query


def _together(key: Sql) -> Sql:
    """The different values that a key has in the rows of an event."""
    least, most = fn("min", key), fn("max", key)
    several = fn("array_to_string", _in_order(key, [col(s.SUB)]), lit(";"))
    return case((compare(least, "=", most), least), default=several)


def _evidence(rule: CompiledRule, spread: bool) -> exp.Select:
    """For each event that breaks a rule those that make the violation, in order of time, itself last."""
    parts = [_counted(rule, term, distinct=spread) for term in rule.evidence]
    union = parts[0] if len(parts) == 1 else exp.union(*parts, distinct=True, copy=False)
    evidence = named(_in_order(col(_OTHER), [col(s.US), col(_OTHER)]), "evidence")
    query = exp.Select(expressions=[col(s.SEQ), evidence]).from_(union.subquery("l", copy=False), copy=False)
    return query.group_by(col(s.SEQ), copy=False)


def _counted(rule: CompiledRule, term: EvidenceTerm, distinct: bool) -> exp.Select:
    query = exp.Select(expressions=[col(s.SEQ, "e"), named(col(s.SEQ, "f"), _OTHER), col(s.US, "f")])
    query = query.from_(exp.to_table(JUDGED).as_("e"), copy=False)
    query = query.join(exp.to_table(JUDGED).as_("f"), on=term.join, copy=False)
    query = query.where(compare(col(rule.verdict, "e"), "=", lit(VIOLATION)), copy=False)
    return query.distinct(copy=False) if distinct else query


def _in_order(value: Sql, order: Sequence[Sql]) -> Sql:
    """The values of a group as a list, in an order."""
    return fn("list", exp.Order(this=value, expressions=[exp.Ordered(this=key) for key in order]))


def _list(values: Sequence[Sql], kind: str) -> Sql:
    return cast(exp.Array(expressions=list(values)), kind)


def _shown(value: Decimal, measure: Measure) -> int | float:
    """A number as reports print it: durations in seconds, whole numbers without decimals."""
    if measure.unit == "duration":
        value /= SECOND
    return int(value) if value == value.to_integral_value() else float(value)
