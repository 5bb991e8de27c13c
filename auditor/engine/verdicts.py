"""From judged slices to results: counts, violations, and what was inconclusive.

Inconclusive verdicts can be as many as events: they stay in a table of the database, as violations do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa
from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.program import COMPLIANT, VIOLATION, CompiledFloor, CompiledRule, Program, compile_rules
from auditor.compile.sql import Sql, and_, case, col, compare, count_where, is_null, lit, not_, select, text
from auditor.engine.floors import judge_floor
from auditor.engine.judge import WHOLE, cause_text, judge_slices
from auditor.engine.slices import slices
from auditor.engine.timeline import Connection, Timeline
from auditor.engine.violations import Violations
from auditor.language import core as c
from auditor.timings import Progress

INCONCLUSIVE_TABLE, INCONCLUSIVE_UNITS = "inconclusive_verdicts", "inconclusive_units"
"""Inconclusive verdicts of events (rule, seq, cause), and of keys and units (rule, unit, key, cause).

Rules and causes are numbers, from 1, as `Verdicts` lists them.
"""


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
    violations: Violations
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
    verdicts = Verdicts({rule.facts.id: Tally() for rule in rules}, Violations(connection))
    for program in sorted(
        programs, key=lambda one: one.slice_key == ""
    ):  # these take any slices, so the last there are
        for _ in judge_slices(timeline, program):
            for rule in program.rules:
                if _count(connection, program, rule, verdicts):
                    verdicts.violations.add(verdicts.rules[rule.rule.facts.id], rule, program.spread_over is not None)
            for floor in program.floors:
                _judge_floor(timeline, floor, verdicts)
            done += timeline.rows / counts[id(program)]
            progress("rules", round(done), total)
    return verdicts


def _count(connection: Connection, program: Program, rule: CompiledRule, verdicts: Verdicts) -> int:
    """Add up the verdicts of a rule in the slice, and keep the inconclusive ones; gives the number of violations."""
    verdict, id = col(rule.verdict), rule.rule.facts.id
    by_code = select([verdict, count_where(None)], WHOLE).where(not_(is_null(verdict)), copy=False)
    counts = dict(connection.execute(text(by_code.group_by(verdict, copy=False))).fetchall())
    tally, violations = verdicts.tallies[id], int(counts.pop(VIOLATION, 0))
    tally.violations += violations
    tally.compliant += counts.pop(COMPLIANT, 0)
    causes = [
        (code, verdicts.inconclusive(id, cause_text(program, code), number)) for code, number in sorted(counts.items())
    ]
    if causes:
        _keep_inconclusive(connection, verdict, verdicts.rules[id], causes)
    return violations


def _keep_inconclusive(connection: Connection, verdict: Sql, rule: int, causes: Sequence[tuple[int, int]]) -> None:
    cause = case(*((compare(verdict, "=", lit(code)), lit(number)) for code, number in causes))
    between = and_([compare(verdict, "!=", lit(COMPLIANT)), compare(verdict, "!=", lit(VIOLATION))])
    rows = select([lit(rule), col(s.SEQ), cause], WHOLE).where(between, copy=False)
    connection.execute(text(exp.insert(rows, INCONCLUSIVE_TABLE, columns=["rule", "seq", "cause"])))


def _judge_floor(timeline: Timeline, floor: CompiledFloor, verdicts: Verdicts) -> None:
    """Count and keep what a rule says of keys and units."""
    id = floor.rule.facts.id
    tally, number = verdicts.tallies[id], verdicts.rules[id]
    undecided, broken = [], []
    for found in judge_floor(timeline, floor):
        if found.verdict == COMPLIANT:
            tally.compliant += 1
        elif found.verdict == VIOLATION:
            broken.append(found)
        else:
            cause = verdicts.inconclusive(id, str(found.cause), 1)
            undecided.append((number, found.first_day, ", ".join(found.key), cause))
    tally.violations += len(broken)
    if broken:
        verdicts.violations.add_units(number, floor.rule, broken)
    if undecided:
        data = {name: [row[i] for row in undecided] for i, name in enumerate(("rule", "unit", "key", "cause"))}
        timeline.connection.register("undecided_units", pa.table(data))
        timeline.connection.execute(f"INSERT INTO {INCONCLUSIVE_UNITS} SELECT * FROM undecided_units")
        timeline.connection.unregister("undecided_units")
