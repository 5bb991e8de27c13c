"""The engine and the naive reference agree on every verdict."""

from __future__ import annotations

import os

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor import packs
from auditor.compile.program import COMPLIANT, VIOLATION, compile_rules
from auditor.compile.shape import KnownSpan
from auditor.diagnostics import render
from auditor.engine.judge import judge_slices, rule_verdicts
from auditor.engine.timeline import Row, hold
from auditor.language import syntax as s
from auditor.language.check import Checked, check
from auditor.language.lower import lower
from auditor.language.parse import parse
from auditor.logs.zones import offsets
from auditor.source import Source
from auditor.value_types import DAY
from tests.reference import Event, Known, Reference
from tests.strategies import PREAMBLE, rules, timelines

CORE = packs.load(["core"]).packs["core"].checked
RULES_A_TIMELINE = 4
CASES = int(os.environ.get("AUDITOR_SEMANTIC_CASES", "3000"))


def checked(text: str) -> Checked:
    """The checked pack of a rule file."""
    file, problems = parse(Source("random.rules", text))
    head = next(node for node in file.statements if isinstance(node, s.Pack))
    found = check(head, file.statements, {"core": CORE}, lambda _name, _span: ([], []))
    problems += found.problems
    assert not problems, "\n".join(render(problem) for problem in problems)
    return found


def engine_verdicts(
    pack: Checked, events: list[Event], known: KnownSpan | None, strict: bool
) -> dict[tuple[str, int], str | None]:
    """What the engine says of each event."""
    with duckdb.connect() as connection:
        rows = [Row(e.us, e.locals, e.values) for e in events]
        timeline = hold(
            connection, rows, pack.pack.fields, known=known, strict_history=strict,
            offsets={"America/New_York": offsets("America/New_York")},
        )  # fmt: skip
        programs = compile_rules([lower(rule) for rule in pack.pack.rules], timeline.shape)
        names = {None: None, VIOLATION: "violation", COMPLIANT: "compliant"}
        return {
            (rule, seq): names.get(verdict, "inconclusive")
            for program in programs
            for _ in judge_slices(timeline, program)
            for rule, seq, verdict in rule_verdicts(timeline, program)
        }


@settings(max_examples=CASES // RULES_A_TIMELINE, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(rules(), min_size=RULES_A_TIMELINE, max_size=RULES_A_TIMELINE),
    timelines(),
    st.booleans(),
    st.booleans(),
    st.integers(0, 3),
)
def test_engine_agrees_with_reference(
    texts: list[str], events: list[Event], bounded: bool, strict: bool, extra_days: int
) -> None:
    """Random rules over a random timeline get the same three verdicts from both."""
    pack = checked(PREAMBLE + "".join(text.replace("t.r", f"t.r{n}", 1) + "\n" for n, text in enumerate(texts)))
    known = None
    if bounded:
        first = min(events, key=lambda e: e.us)
        last = max(e.us for e in events) + extra_days * DAY
        known = KnownSpan(first.us, min(e.date for e in events), last, max(e.date for e in events) + extra_days)
    reference = Reference(
        events, Known(known.from_us, known.from_date, known.through_us, known.through_date) if known else None, strict
    )
    expected = {(rule.facts.id, e.seq): reference.verdict(rule, e) for rule in pack.pack.rules for e in events}

    assert engine_verdicts(pack, events, known, strict) == expected
