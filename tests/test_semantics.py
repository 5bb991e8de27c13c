"""The engine and the naive reference agree on every verdict."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.checking.examples import InTexts
from auditor.compile import layers
from auditor.compile.program import COMPLIANT, VIOLATION, Program, compile_rules
from auditor.compile.shape import KnownSpan, Shape
from auditor.engine.floors import judge_floor
from auditor.engine.judge import judge_slices, rule_verdicts
from auditor.engine.timeline import Row, hold
from auditor.language import core as c
from auditor.language.check import Checked
from auditor.language.declarations import Field
from auditor.language.folding import fields_of, without_kinds
from auditor.language.lower import lower
from auditor.logs.zones import offsets
from auditor.wording.probes import probes
from tests.reference import Event, Known, Reference
from tests.strategies import floors, known_span, rules, timelines
from tests.written_packs import numbered

RULES_A_TIMELINE = 4
CASES = int(os.environ.get("AUDITOR_SEMANTIC_CASES", "3000"))


def engine_verdicts(
    rules: Sequence[c.Rule],
    fields: Sequence[Field],
    events: list[Event],
    known: KnownSpan | None,
    strict: bool,
    many: bool,
) -> dict[tuple[str, int], str | None]:
    """What the engine says of each event. many: by the query that it writes for logs of many events."""
    with duckdb.connect() as connection:
        rows = [Row(e.us, e.locals, e.values) for e in events]
        timeline = hold(
            connection, rows, fields, known=known, strict_history=strict,
            offsets={"America/New_York": offsets("America/New_York")},
            columns=InTexts(probes(rules), rows).columns(probes(rules), rows),
        )  # fmt: skip
        programs = programs_of(rules, timeline.shape, many)
        names = {None: None, VIOLATION: "violation", COMPLIANT: "compliant"}
        return {
            (rule, seq): names.get(verdict, "inconclusive")
            for program in programs
            for _ in judge_slices(timeline, program)
            for rule, seq, verdict in rule_verdicts(timeline, program)
        }


def programs_of(rules: Sequence[c.Rule], shape: Shape, many: bool) -> list[Program]:
    """The programs for rules; many: as for many events and columns."""
    with patch.object(layers, "FEW", 0):
        return compile_rules(rules, replace(shape, many=many))


@settings(max_examples=CASES // RULES_A_TIMELINE, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(rules(), min_size=RULES_A_TIMELINE, max_size=RULES_A_TIMELINE),
    timelines(),
    st.booleans(),
    st.booleans(),
    st.integers(0, 3),
    st.sampled_from(("", "", "applies when channel is one of call, sms\n")),
    st.booleans(),
)
def test_engine_agrees_with_reference(
    texts: list[str], events: list[Event], bounded: bool, strict: bool, extra_days: int, applies: str, many: bool
) -> None:
    """Random rules over a random timeline get the same three verdicts from both."""
    pack = numbered(texts, applies)
    known = known_span(events, extra_days) if bounded else None
    expected = reference_verdicts(pack, events, known, strict)

    lowered = [lower(rule) for rule in pack.pack.rules]
    assert engine_verdicts(lowered, pack.pack.fields, events, known, strict, many) == expected


@settings(max_examples=CASES // 4 // RULES_A_TIMELINE, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(rules(), min_size=RULES_A_TIMELINE, max_size=RULES_A_TIMELINE),
    timelines(),
    st.sampled_from(("amount", "staff", "recorded", "number", "duration")),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_absent_kinds_need_no_columns(
    texts: list[str], events: list[Event], missing: str, bounded: bool, strict: bool, many: bool
) -> None:
    """A rule that asks for a column only of kinds of event that never occur says the same without the column."""
    pack = numbered(texts)
    kinds = {e.values["kind"] for e in events}
    events = [replace(e, values={**e.values, missing: None}) for e in events]
    spared = [without_kinds(lower(rule), kinds, {missing}) for rule in pack.pack.rules]
    runnable = [rule for rule in spared if missing not in fields_of(rule)]
    known = known_span(events, 0) if bounded else None
    expected = reference_verdicts(pack, events, known, strict)
    fields = [field for field in pack.pack.fields if field.name != missing]
    found = engine_verdicts(runnable, fields, events, known, strict, many)

    assert found == {key: expected[key] for key in found}
    assert len(found) == len(runnable) * len(events)


@settings(max_examples=CASES // 4 // RULES_A_TIMELINE, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(floors(), min_size=RULES_A_TIMELINE, max_size=RULES_A_TIMELINE),
    timelines(),
    st.booleans(),
    st.integers(0, 40),
    st.integers(0, 40),
    st.booleans(),
)
def test_keys_and_units_agree(
    texts: list[str], events: list[Event], bounded: bool, before: int, after: int, many: bool
) -> None:
    """Limits on the least number in a calendar unit: every key and unit of the period, with all three verdicts."""
    pack = numbered(texts)
    dates = [e.date for e in events]
    period = min(dates) - before, max(dates) + after
    known = replace(known_span(events, 0), through_date=period[1]) if bounded else None
    within = Known(known.from_us, known.from_date, known.through_us, known.through_date) if known else None
    reference = Reference(events, within)
    expected = {rule.facts.id: reference.floor_verdicts(rule, period) for rule in pack.pack.rules}
    names = {VIOLATION: "violation", COMPLIANT: "compliant"}
    found: dict[str, dict[Any, str]] = {id: {} for id in expected}
    with duckdb.connect() as connection:
        rows = [Row(e.us, e.locals, e.values) for e in events]
        lowered = [lower(rule) for rule in pack.pack.rules]
        found_in_texts = InTexts(probes(lowered), rows).columns(probes(lowered), rows)
        new_york = {"America/New_York": offsets("America/New_York")}
        timeline = hold(
            connection, rows, pack.pack.fields, known=known, period=period, offsets=new_york, columns=found_in_texts
        )
        for program in programs_of(lowered, timeline.shape, many):
            for _ in judge_slices(timeline, program):
                for floor in program.floors:
                    for one in judge_floor(timeline, floor):
                        verdict = names.get(one.verdict, "inconclusive")
                        found[floor.rule.facts.id][tuple(one.key), one.first_day] = verdict

    assert found == expected


def reference_verdicts(
    pack: Checked, events: list[Event], known: KnownSpan | None, strict: bool
) -> dict[tuple[str, int], str | None]:
    """What the reference says of each event."""
    within = Known(known.from_us, known.from_date, known.through_us, known.through_date) if known else None
    reference = Reference(events, within, strict)
    return {(rule.facts.id, e.seq): reference.verdict(rule, e) for rule in pack.pack.rules for e in events}
