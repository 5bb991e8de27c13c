"""Keys compared by their hash or a number, and windows that share one sort, give the verdicts of plain keys and every sort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.compile.program import COMPLIANT, VIOLATION, compile_rules
from auditor.compile.shape import NUMBERS
from auditor.engine.judge import judge_slices, rule_verdicts
from auditor.engine.timeline import Row, Timeline, hold
from auditor.language import core as c
from auditor.language.lower import lower
from auditor.logs.zones import local, offsets
from tests.reference import Event
from tests.strategies import known_span, rules, timelines
from tests.written_packs import numbered

KEYS = frozenset({"consumer", "number", "agent"})


def verdicts(timeline: Timeline, judged: Sequence[c.Rule], **changes: Any) -> Mapping[tuple[str, int], int | None]:
    """The verdict codes of every event under a changed shape."""
    shape = replace(timeline.shape, **changes)
    return {
        (rule, seq): verdict
        for program in compile_rules(judged, shape)
        for _ in judge_slices(timeline, program)
        for rule, seq, verdict in rule_verdicts(timeline, program)
    }


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(rules(), min_size=3, max_size=3), timelines(), st.booleans(), st.integers(0, 3))
def test_quick_ways_change_no_verdict(texts: list[str], events: list[Event], bounded: bool, extra_days: int) -> None:
    """Random rules over a random log of one offset: hashed keys and shared sorts say what the plain query says."""
    pack = numbered(texts)
    events = [replace(e, locals=(local("Asia/Shanghai", e.us),)) for e in events]
    lowered = [lower(rule) for rule in pack.pack.rules]
    with duckdb.connect(config={"threads": 1}) as connection:
        timeline = hold(
            connection, [Row(e.us, e.locals, e.values) for e in events], pack.pack.fields,
            known=known_span(events, extra_days) if bounded else None, offsets={"America/New_York": offsets("America/New_York")},
        )  # fmt: skip
        assert timeline.shape.one_offset
        plain = verdicts(timeline, lowered, one_offset=False)

        assert verdicts(timeline, lowered, hashed=KEYS) == plain


def _named(code: int | None) -> str:
    return {None: "not-applicable", COMPLIANT: "compliant", VIOLATION: "violation"}.get(code, "inconclusive")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(rules(), min_size=3, max_size=3), st.lists(timelines(), min_size=3, max_size=3), st.integers(0, 3))
def test_worlds_do_not_touch(texts: list[str], worlds: list[list[Event]], numbers: int) -> None:
    """Events of several worlds get the verdicts that each world gets alone, and so where numbers for keys run out."""
    pack = numbered(texts)
    lowered = [lower(rule) for rule in pack.pack.rules]

    def held(connection: duckdb.DuckDBPyConnection, some: Sequence[Sequence[Event]], together: bool) -> Timeline:
        rows = [Row(e.us, e.locals, e.values, world=number) for number, events in enumerate(some) for e in events]
        zones = {"America/New_York": offsets("America/New_York")}
        return hold(connection, rows, pack.pack.fields, worlds=together, offsets=zones)

    def said(timeline: Timeline) -> dict[tuple[str, int], str]:
        return {place: _named(code) for place, code in verdicts(timeline, lowered).items()}

    with duckdb.connect(config={"threads": 1}) as connection:
        alone: dict[tuple[str, int], str] = {}
        before = 0
        for events in worlds:
            own = said(held(connection, [events], together=False))
            alone.update({(rule, before + seq): verdict for (rule, seq), verdict in own.items()})
            before += len(events)
        together = held(connection, worlds, together=True)

        assert said(together) == alone
        connection.execute(f"SET VARIABLE {NUMBERS} = getvariable('{NUMBERS}')[:{numbers}]")
        assert said(together) == alone


def test_numbers_for_keys_make_one_group() -> None:
    """What the database is asked for are hundreds of numbers, each once, none negative."""
    with duckdb.connect() as connection:
        hold(connection, [], [], worlds=True)
        ((numbers,),) = connection.execute(f"SELECT getvariable('{NUMBERS}')").fetchall()

    assert len(set(numbers)) == len(numbers) > 500
    assert min(numbers) >= 0


@pytest.mark.parametrize("kind", ["hashed", "plain"])
def test_hashes_that_collide_are_not_used(kind: str) -> None:
    """Two values with one hash are found out, and the key is then compared as it is."""
    from auditor.language.declarations import Field
    from auditor.logs.shape import _hashed
    from auditor.value_types import Kind, ValueType

    with duckdb.connect() as connection:
        if kind == "plain":
            connection.execute("CREATE OR REPLACE MACRO hash(x) AS length(x)")
        connection.execute("CREATE TABLE timeline AS SELECT unnest(['C1', 'C2', NULL, 'C2']) AS f_consumer")
        found = _hashed(connection, [Field("consumer", type=ValueType(Kind.TEXT))])

    assert found == (frozenset({"consumer"}) if kind == "hashed" else frozenset())


def test_events_without_a_key_take_little(tmp_path: Path) -> None:
    """They are one partition, and are not held against each other: neither memory nor time grows as their square."""
    pack = numbered(['rule t.r "r" cite "c"  at most 1 distinct number of contacts per consumer in any 7 days'])
    values = {"kind": "contact", "channel": "call", "direction": "outbound", "number": "138"}
    rows = [Row(at * 1_000_000, (local("UTC", at * 1_000_000),), values) for at in range(20_000)]
    with duckdb.connect(config={"threads": 1}) as connection:
        timeline = hold(connection, rows, pack.pack.fields)
        connection.execute("SET memory_limit = '300MB'")
        connection.execute("SET temp_directory = ?", [str(tmp_path)])
        found = verdicts(timeline, [lower(rule) for rule in pack.pack.rules])

    assert {_named(code) for code in found.values()} == {"inconclusive"}
