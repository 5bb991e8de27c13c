"""The way out of a finding is one: at the moment that is offered the contact is lawful, and a minute before it is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache

import duckdb
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from auditor.engine.explain import counted_events, places_in_time
from auditor.engine.timeline import Row, hold
from auditor.explaining.lawful import Moment, nearest_lawful
from auditor.language.checked import Pack
from auditor.language.lower import lower
from auditor.logs.zones import local, offsets
from auditor.value_types import DAY, HOUR, MINUTE, SECOND
from tests.reference import EPOCH, Event, Reference
from tests.strategies import PREAMBLE
from tests.written_packs import checked

ZONE = "Asia/Shanghai"
OFFSET = 8 * HOUR
BASES = (date(2026, 3, 30), date(2026, 12, 30), date(2026, 6, 24), date(2026, 2, 27), date(2026, 1, 16))
"""Next to the ends of weeks, months, quarters, a year and a February, and before a holiday."""

COUNTS = (
    "at most 1 contact per consumer in any 36 hours",
    "at most 2 contact per consumer in any 7 days",
    "at most 1 contact per consumer in 1 consecutive days",
    "at most 2 contact per consumer in 7 consecutive days",
    "at most 2 contact per consumer in each day",
    "at most 2 contact per consumer in each week",
    "at most 1 contact per consumer in each week week from sunday",
    "at most 2 contact per consumer in each month",
    "at most 1 contact per consumer in each quarter",
    "at most 2 contact per consumer in each year",
    "at most 1 contact per consumer in 3 working days of hol",
    "at most 1 contact per consumer in each day, 3 in 7 consecutive days",
    "at most 2 contact per consumer in each day, 3 in each month",
    "forbid contact when number of contact per consumer in any 3 days > 1",
    "forbid contact when number of contact per consumer in any 3 days >= 2",
    "forbid contact when number of contact per consumer in 2 consecutive days including this >= 2",
    "forbid contact when distinct date of contact per consumer in each month >= 1",
)
CHANNELS = "at most 1 distinct channel of contact per consumer in each week"
GAPS = (
    "at least 90 minutes between contact per consumer",
    "at least 2 days between contact per consumer",
    "at least 2 calendar days between contact per consumer",
    "at least 2 working days of hol between contact per consumer",
    "forbid contact when time since last contact per consumer < 90 minutes",
    "forbid contact when time since last contact per consumer <= 2 hours",
)
SPANS = (
    "after (channel is sms) forbid contact per consumer for 7 consecutive days",
    "after (channel is sms) forbid contact per consumer for any 2 days",
    "after (channel is sms) forbid contact per consumer within 48 hours",
    "after (channel is sms) forbid contact per consumer within 2 days",
    "after (channel is sms) forbid contact per consumer for 2 working days of hol",
)
HOURS = (
    "forbid contact outside 08:00 until 21:00",
    "forbid contact outside 08:00 through 21:00",
    "forbid contact outside by-day",
    "forbid contact outside night",
    "forbid contact when time in 12:00 until 14:00",
    "forbid contact when time in 12:00 through 14:00",
    "forbid contact when time in 22:00 through 02:00",
    "forbid contact when time in night",
    "forbid contact when time outside by-day in any zone",
    "require time in 08:00 until 21:00 for contact",
    "require time outside night for contact",
    "forbid contact unless time in 09:00 until 17:30",
)
HOPELESS = (
    "at most 0 contact per consumer in each day",
    "after (channel is sms) forbid contact per consumer",
    "at most 2 contact per consumer ever",
)


@cache
def pack_of(statement: str) -> Pack:
    """The pack of one rule."""
    return checked(f'{PREAMBLE}\nrule t.r "r" cite "c" {statement}\n').pack


def event(seq: int, us: int, channel: str) -> Event:
    """A contact with one consumer."""
    values = {"kind": "contact", "consumer": "C1", "channel": channel, "direction": "outbound", "placed": True}
    return Event(seq, us, (local(ZONE, us),), values)


@st.composite
def logs(draw: st.DrawFn, near: tuple[int, ...] = (MINUTE, 20 * MINUTE, HOUR, 5 * HOUR, 11 * HOUR, DAY)) -> list[Event]:
    """Contacts in close order, to the minute or to the second; the last one is judged."""
    start = draw(st.sampled_from(BASES)).toordinal() - EPOCH.toordinal()
    us = start * DAY + draw(st.integers(0, 24 * 60 - 1)) * MINUTE - OFFSET
    seconds = draw(st.sampled_from((0, 1, 30)))
    events = []
    for seq in range(1, draw(st.integers(2, 7)) + 1):
        us += draw(st.sampled_from(near)) + seconds * SECOND
        events.append(event(seq, us, draw(st.sampled_from(("sms", "call")))))
    return events


def is_violation(statement: str, events: Sequence[Event], us: int) -> bool:
    """Whether the last event breaks the rule, were it at an instant."""
    moved = replace(events[-1], us=us, locals=(local(ZONE, us),))
    return Reference([*events[:-1], moved]).verdict(pack_of(statement).rules[0], moved) == "violation"


def offered(statement: str, events: Sequence[Event], language: str = "en") -> list[str]:
    """What is said of the last event, after the engine has told which events count."""
    pack = pack_of(statement)
    rule, last = lower(pack.rules[0]), events[-1].seq
    with duckdb.connect(config={"threads": 1}) as connection:
        rows = [Row(e.us, e.locals, e.values) for e in events]
        timeline = hold(connection, rows, pack.fields, offsets={"America/New_York": offsets("America/New_York")})
        counted = counted_events(timeline, rule, last)
        seqs = [last, *(seq for _, found in counted for seq in found)]
        moments = {seq: Moment(*place) for seq, place in places_in_time(timeline, seqs).items()}
    evidence = [(term, [moments[seq] for seq in found if seq != last]) for term, found in counted]
    return nearest_lawful(rule, moments[last], evidence, language)


def instant(said: str) -> int:
    """The instant that a sentence offers."""
    found = re.fullmatch(r"lawful from (\d{4}-\d{2}-\d{2}) (\d{2}):(\d{2}) local time(?: \(UTC\+08:00\))?", said)
    assert found is not None, said
    day = date.fromisoformat(found[1]).toordinal() - EPOCH.toordinal()
    return day * DAY + int(found[2]) * HOUR + int(found[3]) * MINUTE - OFFSET


def check_offer(statement: str, events: Sequence[Event]) -> None:
    """The last of what is offered is lawful, later than the event, and the minute before is not."""
    us = events[-1].us
    said = offered(statement, events)
    assert said, "nothing is offered"
    best = max(map(instant, said))

    assert best > us
    assert not is_violation(statement, events, best), said
    assert is_violation(statement, events, max(us, best - MINUTE)), said


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from((*COUNTS, *GAPS, *SPANS, CHANNELS)), logs())
def test_counts_gaps_and_spans(statement: str, events: list[Event]) -> None:
    """Moved to the moment that is offered, the contact is no longer one too many, too soon or too near."""
    assume(is_violation(statement, events, events[-1].us))
    check_offer(statement, events)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(HOURS), logs())
def test_hours(statement: str, events: list[Event]) -> None:
    """Moved to the moment that is offered, the contact is at a time that is allowed."""
    assume(is_violation(statement, events, events[-1].us))
    check_offer(statement, events)


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> int:
    """An instant in July 2026."""
    start = date(2026, 7, day).toordinal() - EPOCH.toordinal()
    return start * DAY + hour * HOUR + minute * MINUTE + second * SECOND - OFFSET


@pytest.mark.parametrize("statement", [*COUNTS, *GAPS, *SPANS])
def test_every_limit_has_a_way_out(statement: str) -> None:
    """Four messages within the hour break each of the limits, and for each a way out is offered that is one."""
    events = [event(seq, at(10, 10, 10 * seq, 7), "sms") for seq in range(1, 5)]

    assert is_violation(statement, events, events[-1].us)
    check_offer(statement, events)


@pytest.mark.parametrize("statement", HOURS)
def test_every_hours_have_a_way_out(statement: str) -> None:
    """Of the times of a Sunday at least one breaks each of the hours, and a way out is offered that is one."""
    broken = [at(12, hour, 30) for hour in range(24) if is_violation(statement, [event(1, 0, "sms")], at(12, hour, 30))]

    assert broken
    for us in (broken[0], broken[-1]):
        check_offer(statement, [event(1, us, "sms")])


@pytest.mark.parametrize("statement", HOPELESS)
def test_no_later_time(statement: str) -> None:
    """Where no later time would do, that is said, and it is true a year later too."""
    events = [event(seq, at(10, 10, 10 * seq), "sms") for seq in range(1, 5)]

    assert is_violation(statement, events, events[-1].us + 400 * DAY)
    assert offered(statement, events) == ["no later time would have been lawful"]
    assert is_violation(statement, events[-1:], events[-1].us) is (statement == HOPELESS[0])


def test_one_is_too_many() -> None:
    """Where not even one is allowed, no later time would do for the first."""
    assert offered(HOPELESS[0], [event(1, at(10, 10), "sms")]) == ["no later time would have been lawful"]


def test_a_figure_that_is_kept_offers_nothing() -> None:
    """Of two figures only the one that is broken has a way out: the week is not used up, so tomorrow is soon enough."""
    events = [event(seq, at(7, 10 + seq), "sms") for seq in range(1, 3)]

    assert offered("at most 1 contact per consumer in each day, 5 in each week", events) == [
        "lawful from 2026-07-08 00:00 local time"
    ]


def test_seconds_are_rounded_up_once() -> None:
    """A span that ends within a minute is over with the next one, not the one after."""
    events = [event(1, at(7, 10, 0, 30), "sms"), event(2, at(8, 10), "call")]

    assert offered("after (channel is sms) forbid contact per consumer within 48 hours", events) == [
        "lawful from 2026-07-09 10:01 local time (UTC+08:00)"
    ]


def test_an_instant_beyond_a_clock_change() -> None:
    """What ends after a number of hours is offered as an instant, with its offset: the clocks may change before it."""
    zone, before = "America/New_York", 1772953200 * SECOND - HOUR  # an hour before clocks went forward on 2026-03-08
    events = [replace(event(seq, before, "sms"), locals=(local(zone, before),)) for seq in (1, 2)]
    statement = "at least 3 days between contact per consumer"
    (said,) = offered(statement, events)
    (in_chinese,) = offered(statement, events, "zh")

    found = re.fullmatch(r"lawful from (\S+ \S+) local time \(UTC(.\d\d:\d\d)\)", said)
    assert found is not None, said
    assert datetime.fromisoformat(f"{found[1]}{found[2]}").timestamp() * SECOND == before + 3 * DAY
    assert in_chinese == f"当地时间 {found[1]}（UTC{found[2]}）起合规"
