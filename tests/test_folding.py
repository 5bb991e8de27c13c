"""What is known of a condition without any event."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.language import core as c
from auditor.language.folding import always, fields_of, never, without_kinds
from auditor.language.lower import lower
from tests.reference import Event, Known, Reference
from tests.strategies import timelines
from tests.written_packs import checked

HEAD = """\
pack t "test"
hours never-open
  every day: none
hours always-open
  every day: 00:00 until 24:00
define talks: channel is call and outcome is conversation
define agreed: consent per consumer ever and from_time of last consent per consumer ever <= time
define agreed-lately: consent per consumer in any 7 days and from_time of last consent per consumer in any 7 days <= time
"""


def rule(statement: str) -> c.Rule:
    """A rule, lowered."""
    return lower(checked(f'{HEAD}rule t.r "r" cite "c" {statement}\n').pack.rules[0])


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("channel is call and channel is sms", "never"),
        ("number of contacts per consumer ever < 0", "never"),
        ("time in never-open", "never"),
        ("time in always-open", "always"),
        ("number of contacts per consumer ever >= 0", "always"),
        ("not (channel is call and channel is sms)", "always"),
        ("not (channel is call) and channel is call", "never"),
        ("channel is one of call, sms and not (channel is call or channel is sms)", "never"),
        ("channel is not call and channel is call", "never"),
        ("channel is call or not (channel is call)", "always"),
        ("(channel is call or channel is sms) and channel is letter", "never"),
        ("(channel is call or channel is sms) and (channel is letter or outcome is busy)", "sometimes"),
        ("duration > 60 seconds and duration < 30 seconds", "never"),
        ("duration > 60 seconds and duration < 61 seconds", "sometimes"),
        ("duration >= 60 seconds and duration <= 60 seconds", "sometimes"),
        ("duration >= 60 seconds and duration < 60 seconds", "never"),
        ("duration = 60 seconds and not (duration >= 60 seconds)", "never"),
        ("duration > 60 seconds and not (duration > 30 seconds)", "never"),
        ("number of contacts per consumer ever > 5 and number of contacts per consumer ever < 3", "never"),
        ("number of contacts per consumer ever > 5 and number of contacts per debt ever < 3", "sometimes"),
        ("time < 08:00 and time > 20:00", "never"),
        ("time < 08:00 or time > 20:00", "sometimes"),
        ("time >= 08:00 or time < 08:00", "always"),
        ("(channel is call and channel is sms) per consumer ever", "never"),
        ("contacts per consumer ever", "sometimes"),
        # what does not apply to an event makes both comparisons false: it satisfies neither, and both denials
        ("duration >= 60 seconds or duration < 60 seconds", "sometimes"),
        ("not (duration >= 60 seconds) and not (duration < 60 seconds)", "sometimes"),
        ("channel is not call and not (channel is not call)", "never"),
        ("channel is call or channel is not call", "sometimes"),
        # texts may match though they are not the same letters, and a pack may add values to a field
        ('consumer is "a" and consumer is "A"', "sometimes"),
        ("channel is not one of call, sms", "sometimes"),
        ("channel is call", "sometimes"),
        ("time in 08:00 until 22:00", "sometimes"),
    ],
)
def test_what_holds_without_any_event(condition: str, holds: str) -> None:
    """A contradiction never holds, its negation always does, and nothing else is claimed."""
    found = rule(f"forbid contact when {condition}").condition

    assert (never(found), always(found)) == (holds == "never", holds == "always")


ATOMS = (
    "channel is call", "channel is not call", "channel is one of call, sms", "channel is not one of sms, visit",
    "outcome is conversation", "duration > 60 seconds", "duration >= 60 seconds", "duration < 61 seconds",
    "duration <= 60 seconds", "duration = 60 seconds", "duration != 60 seconds", "amount > 10", "amount <= 10",
    "recorded", "time >= 08:00", "time < 08:00", "time in never-open", "time in always-open", "number is \"138\"",
    "number of contacts per consumer ever > 1", "number of contacts per consumer ever <= 1", "weekday is monday",
    "(channel is call and channel is sms) per consumer ever", "talks per consumer ever", "kind is payment",
)  # fmt: skip


def combined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Conditions of conditions."""
    joined = st.builds(lambda one, word, other: f"({one} {word} {other})", parts, st.sampled_from(("and", "or")), parts)
    return joined | st.builds(lambda part: f"(not {part})", parts)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.recursive(st.sampled_from(ATOMS), combined, max_leaves=5), timelines(), st.booleans())
def test_only_what_is_sure_is_claimed(text: str, events: list[Event], bounded: bool) -> None:
    """No event of a random log satisfies a condition that never holds, or fails one that always does."""
    condition = rule(f"forbid contact when {text}").condition
    first, last = min(events, key=lambda e: e.us), max(events, key=lambda e: e.us)
    known = Known(first.us, first.date, last.us, last.date) if bounded else None
    reference = Reference(events, known)
    truths = {reference.truth(condition, event, {}) for event in events}

    assert not (never(condition) and True in truths)
    assert not (always(condition) and False in truths)


def test_fields_of_absent_kinds_are_not_asked() -> None:
    """Where no consent was ever recorded, the hours of a consent need no column."""
    limit = rule("forbid contacts when time outside 08:00 until 22:00 unless agreed")
    spared = without_kinds(limit, {"contact"}, {"from_time"})

    assert "from_time" in fields_of(limit)
    assert fields_of(spared) == fields_of(limit) - {"from_time"}


def test_fields_of_kinds_that_occur_are_asked() -> None:
    """Where there are consents, their hours are needed."""
    limit = rule("forbid contacts when time outside 08:00 until 22:00 unless agreed")

    assert fields_of(without_kinds(limit, {"contact", "consent"}, {"from_time"})) == fields_of(limit)


def test_an_open_window_stays_open() -> None:
    """Before the log began there may have been one: the term stays, without the column."""
    limit = rule("forbid contacts unless agreed-lately")
    spared = without_kinds(limit, {"contact"}, {"from_time"})

    assert "from_time" not in fields_of(spared)
    assert any(isinstance(node, c.History) for node in c.walk(spared))


def test_fields_of_contacts_are_always_asked() -> None:
    """A column that contacts would have is never done without."""
    limit = rule("forbid contacts when outcome is conversation unless agreed")

    assert "outcome" in fields_of(without_kinds(limit, {"contact"}, {"outcome", "from_time"}))
