"""Random rules, as text, over all forms, keys and windows; and random timelines with all that makes counting hard."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from auditor.compile.shape import KnownSpan
from auditor.logs.zones import local
from auditor.value_types import DAY, HOUR, MINUTE, SECOND
from tests.reference import Event

ZONES = (
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Shanghai",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)
# Instants next to clock changes: New York 2026-03-08 and 11-01, Lord Howe 2026-04-05, Casablanca 2026-02-15; midnights.
BASES = (
    1772953200 * SECOND, 1793512800 * SECOND, 1775314800 * SECOND, 1771120800 * SECOND, 1782835200 * SECOND,
    1775016000 * SECOND, 1767225600 * SECOND,
)  # fmt: skip
STEPS = (
    0,
    0,
    0,
    1,
    MINUTE,
    5 * MINUTE,
    HOUR,
    6 * HOUR,
    23 * HOUR,
    DAY - 1,
    DAY,
    DAY + 1,
    2 * DAY,
    47 * HOUR,
    3 * DAY,
    7 * DAY - 1,
    7 * DAY,
)

PREAMBLE = """\
pack t "test"
calendar hol "holidays" library "US" years 2025 through 2027
calendar cn "China" library "CN" years 2025 through 2026
hours by-day of hol
  monday to friday: 08:00 until 12:00, 13:00 through 20:00
  saturday: 09:00 until 14:00
  sunday: none
  holiday: 10:00 until 11:00
hours night "night shift"
  every day: 22:00 until 06:00
param figure = 1 from 2025-01-01 through 2026-03-08, 2 from 2026-03-09
param span = 2 days from 2025-01-01 through 2026-04-04, 3 days from 2026-04-05
words rude "rude words"
  "滚", "还钱"
define talks: channel is call and outcome is conversation
define calls: channel is one of call, sms and direction is outbound
define nested: payment per consumer in 2 consecutive days and not talks since last payment per consumer
define fresh: calls and not talks per consumer in any 24 hours
"""

SELECTIONS = (
    "contact", "payment", "talks", "calls", "(calls except nested)", "fresh", "(outcome is conversation)",
    "(kind is dispute)", "(recorded)", "(duration > 60 seconds)", "(amount >= 10)", "(staff is not 1)",
    "(first talks per consumer)", "(outcome is known)", "(channel is not call)", "(number is known and placed)",
    "(number of calls per consumer in each day >= 1)", "(not recorded)",
)  # fmt: skip
KEYS = ("consumer", "consumer, debt", "debt", "number", "consumer, channel", "agent")
DISTANCES = ("1 day", "2 days", "5 days", "48 hours", "3 working days of hol", "1 working day of cn", "0 days")
GAPS = ("24 hours", "1 calendar day", "2 calendar days", "4 calendar days", "2 working days of hol", "90 minutes")


def selections() -> st.SearchStrategy[str]:
    """A selection."""
    return st.sampled_from(SELECTIONS)


@st.composite
def scopes(draw: st.DrawFn, counting: bool = False) -> str:
    """Keys and window."""
    keys = draw(st.sampled_from(KEYS))
    if draw(st.integers(0, 5)) == 0:
        return f"since last {draw(selections())} per {keys}"
    window = draw(
        st.sampled_from(
            (
                "in any 24 hours", "in any 7 days", "in any 1 second", "in 1 consecutive days", "in 2 consecutive days",
                "in 3 consecutive days", "in 7 consecutive days", "in each day", "in each week", "in each month",
                "in each week week from sunday", "in each quarter", "in each year", "in 1 working days of hol",
                "in 2 working days of cn", "in 4 working days of hol", "ever",
                "within 1 calendar day", "within 4 calendar days", "within 36 hours", "within 2 working days of hol", "in any figure days", "in figure consecutive days",
            )
        )
    )  # fmt: skip
    if not counting and draw(st.integers(0, 4)) == 0:
        if draw(st.booleans()):
            return f"per {keys} within {draw(st.sampled_from(DISTANCES))} after"
        gap = draw(st.sampled_from(GAPS))
        extent = draw(st.sampled_from(("ever", "in each month", "in each week")))
        return f"per {keys} at least {gap} earlier {extent}"
    including = " including this" if draw(st.integers(0, 4)) == 0 else ""
    return f"per {keys} {window}{including}"


@st.composite
def conditions(draw: st.DrawFn, depth: int = 2) -> str:
    """A condition on an event, with history."""
    kind = draw(st.integers(0, 13 if depth else 7))
    operator = draw(st.sampled_from(("<", "<=", "=", "!=", ">", ">=")))
    match kind:
        case 0:
            return draw(
                st.sampled_from(("outcome is conversation", "channel is one of call, visit", "recorded", "placed"))
            )
        case 1:
            outside = draw(st.sampled_from(("in", "outside")))
            hours = draw(
                st.sampled_from(("08:00 until 21:00", "08:00 through 21:00", "by-day", "night", "22:00 until 02:00"))
            )
            zone = draw(st.sampled_from(("", "", " in any zone", ' in zone "America/New_York"')))
            return f"time {outside} {hours}{zone}"
        case 2:
            day = draw(st.sampled_from(("holiday", "workday", "weekend", "makeup-workday")))
            return f"date is{draw(st.sampled_from(('', ' not')))} {day} of {draw(st.sampled_from(('hol', 'cn')))}"
        case 3:
            return f"duration {operator} {draw(st.sampled_from(('0 seconds', '60 seconds', '5 minutes')))}"
        case 4:
            return f"amount {operator} {draw(st.sampled_from(('0', '10', '10.5', 'figure')))}"
        case 5:
            return draw(
                st.sampled_from(
                    ("weekday is one of monday, sunday", "weekday is not saturday", "weekdays includes weekday")
                )
            )
        case 6:
            return draw(
                st.sampled_from(("outcome is unknown", "number is known", 'debt includes "D1"', "date >= 2026-03-08"))
            )
        case 7:
            return draw(st.sampled_from(("contact", "payment", "nested", "fresh", "talks")))
        case 8:
            return f"{draw(selections())} {draw(scopes())}"
        case 9:
            limit = draw(st.sampled_from(("0", "1", "2", "figure")))
            return f"number of {draw(selections())} {draw(scopes(counting=True))} {operator} {limit}"
        case 10:
            field, limit = draw(st.sampled_from((("duration", "2 minutes"), ("amount", "15"), ("staff", "2"))))
            return f"total {field} of {draw(selections())} {draw(scopes(counting=True))} {operator} {limit}"
        case 11:
            field = draw(st.sampled_from(("channel", "number", "date", "staff", "outcome")))
            return f"distinct {field} of {draw(selections())} {draw(scopes(counting=True))} {operator} {draw(st.integers(0, 2))}"
        case 12:
            keys = draw(st.sampled_from(KEYS))
            if draw(st.booleans()):
                limit = draw(st.sampled_from(("1 day", "5 minutes", "47 hours")))
                return f"time since last {draw(selections())} per {keys} {operator} {limit}"
            test = draw(
                st.sampled_from(
                    (
                        "amount of last {s} {scope} >= 10", "outcome of last {s} {scope} is conversation",
                        "date of last {s} {scope} < date", "at of last {s} {scope} > 24 hours before at",
                        "2 working days of hol after date of last {s} {scope} >= date", "(staff of last {s} {scope}) is known",
                        "recorded of last {s} {scope}",
                    )
                )
            )  # fmt: skip
            return test.format(s=draw(selections()), scope=draw(scopes(counting=True)))
        case _:
            left, right = draw(conditions(depth=depth - 1)), draw(conditions(depth=depth - 1))
            joined = draw(st.sampled_from(("({} and {})", "({} or {})", "(not ({}) and {})")))
            return joined.format(left, right)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """The statement of a rule, in any form that judges events."""
    s, t = draw(selections()), draw(selections())
    keys = draw(st.sampled_from(KEYS))
    counted = draw(scopes(counting=True)).replace(" including this", "")
    limit = draw(st.sampled_from(("0", "1", "2", "figure")))
    form = draw(st.integers(0, 9))
    match form:
        case 0:
            text = f"forbid {s} when {draw(conditions())}"
        case 1:
            text = f"require {draw(conditions())} for {s}"
        case 2:
            text = f"at most {limit} {s} {counted}"
        case 3:
            text = f"at most {limit} {s} per {keys} in each day, {draw(st.integers(1, 3))} in 7 consecutive days"
        case 4:
            field = draw(st.sampled_from(("channel", "number", "outcome")))
            text = f"at most {limit} distinct {field} of {s} {counted}"
        case 5:
            total = draw(st.sampled_from(("2 minutes total duration", "15 total amount")))
            text = f"at most {total} of {s} {counted}"
        case 6:
            gap = draw(st.sampled_from(("30 minutes", "2 days", "2 calendar days", "2 working days of hol", "span")))
            text = f"at least {gap} between {s} per {keys}"
        case 7:
            reach = draw(
                st.sampled_from(
                    (
                        "for 7 consecutive days", "for 1 consecutive days", "for any 2 days", "within 2 days", "within 48 hours", "ever", "",
                        "for 2 working days of hol", "until (kind is dispute)", "until talks", "within 2 working days of cn",
                    )
                )
            )  # fmt: skip
            text = f"after {t} forbid {s} per {keys} {reach}"
        case 8:
            text = f"after {t} require {s} per {keys} within {draw(st.sampled_from(DISTANCES))}"
        case _:
            gap = draw(st.sampled_from(("", *(f"at least {gap} earlier" for gap in GAPS))))
            text = (
                f"before {s} require {t} per {keys} {gap} {draw(st.sampled_from(('', 'since last (kind is dispute)')))}"
            )
    if draw(st.integers(0, 3)) == 0:
        text += f" unless {draw(conditions(depth=1))}"
    facts = draw(st.sampled_from(("", "", "from 2026-03-08", "through 2026-04-04")))
    return f'rule t.r "r" cite "c" {facts} {text}'


@st.composite
def floors(draw: st.DrawFn) -> str:
    """A rule that judges keys and calendar units: `at least N S per K in each U`."""
    unit = draw(st.sampled_from(("day", "week", "week week from sunday", "month", "quarter", "year")))
    text = f"at least {draw(st.integers(1, 3))} {draw(selections())} per {draw(st.sampled_from(KEYS))} in each {unit}"
    if draw(st.integers(0, 1)) == 0:
        text += f" for {draw(selections())}"
    if draw(st.integers(0, 2)) == 0:
        text += f" unless {draw(conditions(depth=1))}"
    facts = draw(st.sampled_from(("", "", "from 2026-03-08", "through 2026-04-04")))
    return f'rule t.r "r" cite "c" {facts} {text}'


def _maybe(values: Sequence[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from([*values, *values, None])


@st.composite
def timelines(draw: st.DrawFn) -> list[Event]:
    """A log: ties, clock changes, several debts, candidate zones, missing cells."""
    base = draw(st.sampled_from(BASES))
    one_zone = draw(st.booleans())
    home = draw(st.sampled_from(ZONES))
    gaps = draw(st.booleans())
    only_contacts = draw(st.booleans())
    several_debts = draw(st.booleans())
    us = base
    events = []
    for seq in range(1, draw(st.integers(1, 9)) + 1):
        us += draw(st.sampled_from(STEPS)) * draw(st.sampled_from((1, 1, 1, -1)))
        zones = [home] if one_zone else draw(st.lists(st.sampled_from(ZONES), min_size=1, max_size=2, unique=True))
        kind = "contact" if only_contacts else draw(st.sampled_from(("contact", "contact", "payment", "dispute")))
        pick = _maybe if gaps else (lambda values: st.sampled_from(values))
        values: dict[str, Any] = {
            "kind": kind,
            "consumer": draw(pick(("C1", "C1", "C2"))),
            "debt": draw(pick((("D1",), ("D2",), ("D1", "D2"))) if several_debts else pick((("D1",), ("D2",)))),
            "number": draw(pick(("138", "139"))),
            "agent": draw(st.sampled_from(("A", "B"))),
            "channel": draw(pick(("call", "call", "sms", "visit"))),
            "direction": draw(st.sampled_from(("outbound", "outbound", "inbound"))),
            "outcome": draw(pick(("conversation", "no-answer"))),
            "duration": draw(pick((0, 60 * SECOND, 61 * SECOND, 5 * MINUTE))),
            "amount": draw(pick((Decimal("-5"), Decimal("10"), Decimal("10.5")))),
            "staff": draw(pick((Decimal(1), Decimal(2)))),
            "recorded": draw(pick((True, False))),
            "placed": draw(st.sampled_from((True, True, False))),
            "text": draw(pick(("您好", "滚", "滚，还钱"))),
            "weekdays": draw(pick(((1, 2), (7,)))),
        }
        events.append(Event(seq, us, tuple(local(zone, us) for zone in zones), values))
    return events


def known_span(events: list[Event], extra_days: int) -> KnownSpan:
    """What is known: from the first event to some days after the last."""
    first = min(event.us for event in events)
    last = max(event.us for event in events) + extra_days * DAY
    return KnownSpan(first, min(e.date for e in events), last, max(e.date for e in events) + extra_days)
