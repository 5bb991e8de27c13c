"""Violations: kept where they are found, given rule by rule in the order of the events, however large the portions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest

from auditor.engine import slices
from auditor.engine.timeline import Row, database, hold
from auditor.engine.verdicts import Verdicts, run
from auditor.engine.violations import Violation
from auditor.language.lower import lower
from auditor.logs.zones import local
from auditor.value_types import HOUR, SECOND
from tests.written_packs import numbered

NOON = 1_784_260_800 * SECOND  # 2026-07-17 in Shanghai
CALL = {"kind": "contact", "channel": "call", "direction": "outbound", "consumer": "C1"}


def call(hours: int, later: tuple[int, int, int] | None = None, **values: Any) -> Row:
    """A call some hours after noon."""
    us = NOON + hours * HOUR
    return Row(us, (local("Asia/Shanghai", us),), {**CALL, **values}, later=later)


@contextmanager
def judged(rows: list[Row], *rules: str) -> Iterator[Verdicts]:
    """The verdicts of rules over rows."""
    pack = numbered([f'rule t.r "r" cite "c" {rule}' for rule in rules])
    with database(threads=1) as connection:
        yield run(hold(connection, rows, pack.pack.fields, period=(20_000, 21_000)), list(map(lower, pack.pack.rules)))


def found(verdicts: Verdicts, size: int = 100) -> list[Violation]:
    """All violations, put together from portions."""
    portions = list(verdicts.violations.portions(size))
    assert [len(portion) for portion in portions[:-1]] == [size] * (len(portions) - 1)
    return [violation for portion in portions for violation in portion]


DAILY = "at most 1 contact per consumer in each day"
AT_NIGHT = "forbid contacts when time outside 08:00 until 21:00"


@pytest.mark.parametrize("rows_a_slice", [1_000_000, 2])
def test_they_come_by_rule_and_event(rows_a_slice: int) -> None:
    """Whatever slices they were found in and however many are taken at once; with keys, numbers and evidence."""
    rows = [call(n % 3 + 8, consumer=f"C{n % 4}") for n in range(12)]
    seen = []
    with patch.object(slices, "SLICE_ROWS", rows_a_slice), judged(rows, DAILY, AT_NIGHT) as verdicts:
        for size in (100, 3):
            seen.append(found(verdicts, size))
        assert len(seen[0]) == sum(tally.violations for tally in verdicts.tallies.values())
        assert verdicts.violations.own_keys == ["consumer"]
        assert verdicts.violations.events(["t.r1"]).tolist() == [2, 3, 5, 6, 8, 9, 11, 12]
        assert verdicts.violations.events(["t.none"]).tolist() == []
    assert seen[0] == seen[1]
    assert [(v.rule, v.event) for v in seen[0]] == [
        *(("t.r0", event) for event in (2, 3, 5, 6, 8, 9, 11, 12)),
        *(("t.r1", event) for event in (2, 3, 5, 6, 8, 9, 11, 12)),
    ]
    # in order of time, which is not that of the rows
    assert seen[0][1] == Violation("t.r0", 3, ("consumer",), {}, {"count": 3, "limit": 1}, (7, 11, 3))
    assert seen[0][8] == Violation("t.r1", 2, (), {}, {}, ())


def test_several_debts_are_one_violation() -> None:
    """An event about several debts is one violation: of those debts that break the rule, with the highest numbers."""
    rows = [call(0, debt=["D1"]), call(1, debt=["D1"]), call(2, debt=["D2", "D1"]), call(3, debt=["D2", "D1"])]
    with judged(rows, "at most 1 contact per consumer, debt in each day") as verdicts:
        violations = found(verdicts)
        assert verdicts.violations.own_keys == ["consumer"]

    by = ("consumer", "debt")
    assert violations == [
        Violation("t.r0", 2, by, {"debt": "D1"}, {"count": 2, "limit": 1}, (1, 2)),
        Violation("t.r0", 3, by, {"debt": "D1"}, {"count": 3, "limit": 1}, (1, 2, 3)),
        Violation("t.r0", 4, by, {"debt": "D2;D1"}, {"count": 4, "limit": 1}, (1, 2, 3, 4)),
    ]


def test_an_event_counts_once_as_evidence() -> None:
    """However many terms of the condition speak for the finding."""
    twice = "forbid contacts when number of contacts per consumer in each day >= 1 and total duration of contacts per consumer in each day >= 0 seconds"
    with judged([call(0, duration=SECOND), call(1, duration=SECOND // 2)], twice) as verdicts:
        violations = found(verdicts)

    assert [v.evidence for v in violations] == [(1,)]
    assert violations[0].numbers == {"count": 1, "limit": 1, "total_2": 1, "limit_2": 0}


def test_keys_and_units_stand_among_them() -> None:
    """What a key and a calendar unit lack is a violation without an event, with the day on which the unit begins."""
    rows = [call(0), call(24), call(72), call(73)]
    with judged(rows, "at least 2 contacts per consumer in each day") as verdicts:
        violations = found(verdicts)
        assert verdicts.tallies["t.r0"].violations == len(violations)
        assert verdicts.violations.events(["t.r0"]).tolist() == []

    assert violations[0] == Violation(
        "t.r0", None, ("consumer",), {"consumer": "C1"}, {"count": 1, "limit": 2}, (1,), 20_651
    )


def test_they_are_counted_by_what_events_hold() -> None:
    """By agent and rule; those of events that no agent is named for by none."""
    rows = [call(n, agent=agent) for n, agent in enumerate(("A", "B", "B", None))]
    with judged(rows, DAILY, AT_NIGHT) as verdicts:
        assert verdicts.violations.by("f_agent", "timeline") == {"B": {"t.r0": 2}, None: {"t.r0": 1}}


def test_an_event_with_two_readings_and_several_debts() -> None:
    """A rule that keeps history by debt in its subject alone is judged under both readings of the event's time."""
    us = NOON + 9 * HOUR
    day, time = local("Asia/Shanghai", us)
    rows = [call(0, debt=["D1", "D2"]), Row(us, ((day, time),), {**CALL, "debt": ["D1"]}, later=(us, day, 8 * HOUR))]
    with judged(
        rows, "forbid (number of contacts per debt in each day >= 1) when time outside 08:00 until 21:00"
    ) as verdicts:
        assert (verdicts.tallies["t.r0"].violations, verdicts.tallies["t.r0"].inconclusive) == (0, 1)
