"""From judged slices to results: counts, violations with their numbers and evidence, and what was inconclusive.

Violations are gathered in memory. Inconclusive verdicts can be as many as events: they stay in a table of the
database, in the order in which reports print them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pyarrow as pa
from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.program import (
    COMPLIANT,
    SLICE,
    VIOLATION,
    CompiledFloor,
    CompiledRule,
    Measure,
    Program,
    compile_rules,
)
from auditor.compile.sql import (
    Sql,
    and_,
    case,
    col,
    compare,
    count_where,
    is_null,
    lit,
    not_,
    select,
    text,
)  # fmt: skip
from auditor.engine.floors import judge_floor
from auditor.engine.judge import JUDGED, WHOLE, cause_text, judge_slices
from auditor.engine.slices import slices
from auditor.engine.timeline import Connection, Timeline
from auditor.language import core as c
from auditor.timings import Progress
from auditor.value_types import SECOND

INCONCLUSIVE_TABLE, INCONCLUSIVE_UNITS = "inconclusive_verdicts", "inconclusive_units"
"""Inconclusive verdicts of events (rule, seq, cause), and of keys and units (rule, unit, key, cause).

Rules and causes are numbers, from 1, as `Verdicts` lists them.
"""


@dataclass(frozen=True, slots=True)
class Violation:
    """A violation as the engine found it: events by their place in the timeline (`seq`).

    event None: the rule judges keys and units; `unit` is then the first day of the unit.
    """

    rule: str
    event: int | None
    key: Mapping[str, Any]
    numbers: Mapping[str, Any]
    evidence: tuple[int, ...]
    unit: int | None = None


@dataclass
class Tally:
    """What became of a rule's subject events."""

    violations: int = 0
    compliant: int = 0
    inconclusive: int = 0
    causes: dict[str, int] = field(default_factory=dict)


@dataclass
class Verdicts:
    """The verdicts of a run; inconclusive ones stand in tables. causes: what their numbers mean, each with its own."""

    tallies: dict[str, Tally]
    violations: list[Violation]
    causes: dict[str, int] = field(default_factory=dict)

    @property
    def rules(self) -> dict[str, int]:
        """The numbers of the rules."""
        return {rule: number for number, rule in enumerate(self.tallies, start=1)}

    def inconclusive(self, rule: str, cause: str, count: int) -> int:
        """Count inconclusive verdicts of a rule; gives the number of their cause."""
        tally = self.tallies[rule]
        tally.inconclusive += count
        tally.causes[cause] = tally.causes.get(cause, 0) + count
        return self.causes.setdefault(cause, len(self.causes) + 1)


def run(timeline: Timeline, rules: Sequence[c.Rule], progress: Progress = lambda _what, _done, _all: None) -> Verdicts:
    """Judge every event by every rule."""
    connection = timeline.connection
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {INCONCLUSIVE_TABLE} (rule USMALLINT, seq BIGINT, cause USMALLINT)"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {INCONCLUSIVE_UNITS} (rule USMALLINT, unit INTEGER, key VARCHAR, cause USMALLINT)"
    )
    programs = compile_rules(rules, timeline.shape)
    counts = {id(program): slices(timeline, program) for program in programs}
    total, done = timeline.rows * len(programs), 0.0
    verdicts = Verdicts({rule.facts.id: Tally() for rule in rules}, [])
    for program in sorted(
        programs, key=lambda one: one.slice_key == ""
    ):  # these take any slices, so the last there are
        for _ in judge_slices(timeline, program):
            _count(connection, program, verdicts)
            broken = [rule for rule in program.rules if verdicts.tallies[rule.rule.facts.id].violations]
            found = [violation for rule in broken for violation in _violations(connection, rule)]
            verdicts.violations += _with_own_keys(connection, broken, found)
            for floor in program.floors:
                _judge_floor(timeline, floor, verdicts)
            done += timeline.rows / counts[id(program)]
            progress("rules", round(done), total)
    return verdicts


def _count(connection: Connection, program: Program, verdicts: Verdicts) -> None:
    """Add up the verdicts of the slice, and keep the inconclusive ones."""
    for rule in program.rules:
        verdict, id = col(rule.verdict), rule.rule.facts.id
        by_code = select([verdict, count_where(None)], WHOLE).where(not_(is_null(verdict)), copy=False)
        counts = dict(connection.execute(text(by_code.group_by(verdict, copy=False))).fetchall())
        tally = verdicts.tallies[id]
        tally.violations += counts.pop(VIOLATION, 0)
        tally.compliant += counts.pop(COMPLIANT, 0)
        causes = [
            (code, verdicts.inconclusive(id, cause_text(program, code), number))
            for code, number in sorted(counts.items())
        ]
        if causes:
            _keep_inconclusive(connection, verdict, verdicts.rules[id], causes)


def _keep_inconclusive(connection: Connection, verdict: Sql, rule: int, causes: Sequence[tuple[int, int]]) -> None:
    cause = case(*((compare(verdict, "=", lit(code)), lit(number)) for code, number in causes))
    between = and_([compare(verdict, "!=", lit(COMPLIANT)), compare(verdict, "!=", lit(VIOLATION))])
    rows = select([lit(rule), col(s.SEQ), cause], WHOLE).where(between, copy=False)
    connection.execute(text(exp.insert(rows, INCONCLUSIVE_TABLE, columns=["rule", "seq", "cause"])))


def _violations(connection: Connection, rule: CompiledRule) -> Iterator[Violation]:
    """The violations of a rule in the slice, in order of the events."""
    broken = compare(col(rule.verdict), "=", lit(VIOLATION))
    keys = [column for _, column in rule.keys if column is not None]
    columns = [col(name) for name in (s.SEQ, *keys, *(measure.column for measure in rule.measures))]
    query = select(columns, JUDGED).where(broken, copy=False).order_by(col(s.SEQ), copy=False)
    found: dict[int, list[tuple[Any, ...]]] = {}
    for seq, *values in connection.execute(text(query)).fetchall():
        found.setdefault(seq, []).append(tuple(values))
    if not found:
        return
    evidence = _evidence(connection, rule)
    for seq, rows in found.items():
        key, numbers = _merged(rule, rows)
        yield Violation(rule.rule.facts.id, seq, key, numbers, tuple(evidence.get(seq, ())))


def _merged(rule: CompiledRule, rows: list[tuple[Any, ...]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Key and numbers of a violation; of one about several debts the debts together, and the highest numbers.

    The event's own keys are added for all violations at once.
    """
    names = [name for name, column in rule.keys if column is not None]
    width = len(names)
    keys: dict[str, Any] = {}
    for index, name in enumerate(names):
        values = list(dict.fromkeys(row[index] for row in rows))
        keys[name] = values[0] if len(values) == 1 else ";".join(str(value) for value in values)
    worst = rows[0] if len(rows) == 1 else max(rows, key=lambda row: [_sortable(value) for value in row[width:]])
    numbers = {m.name: shown(value, m) for m, value in zip(rule.measures, worst[width:], strict=True)}
    return keys, {name: value for name, value in numbers.items() if value is not None}


def _with_own_keys(
    connection: Connection, rules: Sequence[CompiledRule], violations: Sequence[Violation]
) -> Iterator[Violation]:
    """Violations of the slice in hand, with the keys that are simply the event's own."""
    names = {rule.rule.facts.id: [name for name, _ in rule.keys] for rule in rules}
    own = list(dict.fromkeys(name for rule in rules for name, column in rule.keys if column is None))
    values = _own_values(connection, own, sorted({v.event for v in violations if v.event is not None}))
    for violation in violations:
        known = {**values.get(violation.event, {}), **violation.key}
        yield replace(violation, key={name: known[name] for name in names[violation.rule]})


def _own_values(connection: Connection, own: Sequence[str], events: Sequence[int]) -> dict[int | None, dict[str, Any]]:
    if not own or not events:
        return {}
    connection.register("keyed_events", pa.table({"seq": pa.array(events, pa.int64())}))
    query = select([col(s.SEQ), *(col(s.column(name)) for name in own)], SLICE)
    rows = connection.execute(f"{text(query)} WHERE seq IN (SELECT seq FROM keyed_events)").fetchall()
    connection.unregister("keyed_events")
    return {seq: dict(zip(own, found, strict=True)) for seq, *found in rows}


def _sortable(value: Any) -> float:
    return float("-inf") if value is None else float(value)


def shown(value: Any, measure: Measure) -> Any:
    """A number as reports print it: durations in seconds, whole numbers without decimals."""
    if value is None:
        return None
    if measure.unit == "duration":
        value = Decimal(value) / SECOND
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _evidence(connection: Connection, rule: CompiledRule) -> dict[int, list[int]]:
    """For each violating event the events that make the violation, in their order, itself last."""
    found: dict[int, set[tuple[int, int]]] = {}
    broken = compare(col(rule.verdict, "e"), "=", lit(VIOLATION))
    for term in rule.evidence:
        query = exp.Select(expressions=[col(s.SEQ, "e"), col(s.SEQ, "f"), col(s.US, "f")])
        query = query.from_(exp.to_table(JUDGED).as_("e"), copy=False)
        query = query.join(exp.to_table(JUDGED).as_("f"), on=term.join, copy=False).where(broken, copy=False)
        for event, other, us in connection.execute(text(query)).fetchall():
            found.setdefault(event, set()).add((us, other))
    return {event: [seq for _, seq in sorted(others)] for event, others in found.items()}


def _judge_floor(timeline: Timeline, floor: CompiledFloor, verdicts: Verdicts) -> None:
    """Keys and units that a rule judges: violations in memory, the inconclusive into their table."""
    rule = floor.rule
    assert rule.floor is not None
    names = [field.name for field in rule.floor.keys]
    tally, number = verdicts.tallies[rule.facts.id], verdicts.rules[rule.facts.id]
    undecided = []
    for found in judge_floor(timeline, floor):
        key = dict(zip(names, found.key, strict=True))
        if found.verdict == COMPLIANT:
            tally.compliant += 1
        elif found.verdict == VIOLATION:
            tally.violations += 1
            numbers = {"count": found.count, "limit": shown(found.limit, Measure("limit", "", "number"))}
            verdicts.violations.append(Violation(rule.facts.id, None, key, numbers, found.evidence, found.first_day))
        else:
            cause = verdicts.inconclusive(rule.facts.id, str(found.cause), 1)
            undecided.append((number, found.first_day, ", ".join(found.key), cause))
    if undecided:
        data = {name: [row[i] for row in undecided] for i, name in enumerate(("rule", "unit", "key", "cause"))}
        timeline.connection.register("undecided_units", pa.table(data))
        timeline.connection.execute(f"INSERT INTO {INCONCLUSIVE_UNITS} SELECT * FROM undecided_units")
        timeline.connection.unregister("undecided_units")
