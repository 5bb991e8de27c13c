"""The figures of a rule have one name each, and a figure and what it is held against have one number."""

from __future__ import annotations

import pytest

from auditor.language.lower import lower
from auditor.language.measures import figures_of, measures_of
from tests.written_packs import numbered

DAILY = "of contacts per consumer in each day"


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        (f"number {DAILY} >= 1", ["count", "limit"]),
        (f"number {DAILY} >= 1 or number of payment per consumer in each day > 2", ["count", "limit", "count_2", "limit_2"]),
        (f"number {DAILY} >= 1 and total duration {DAILY} > 1 minute", ["count", "limit", "total_2", "limit_2"]),
        (f"number {DAILY} > number of payment per consumer in each day and total duration {DAILY} > 1 minute", ["count", "total", "limit"]),
        (f"number {DAILY} >= 1 and time since last contact per consumer < 2 hours", ["count", "limit", "elapsed_2", "limit_2"]),
        ("contact per consumer in each day", []),
        ("recorded", []),
    ],
)  # fmt: skip
def test_figures_have_names(condition: str, names: list[str]) -> None:
    """Numbered from the second on, by the order in which the rule names them."""
    rule = lower(numbered([f'rule t.r "r" cite "c" forbid contacts when {condition}']).pack.rules[0])

    assert [name for name, _, _ in measures_of(rule.condition)] == names
    # a rule that another event sets off says how long ago that was
    assert figures_of(rule) == frozenset(names or (["elapsed"] if "in each day" in condition else []))


def test_a_floor_has_two() -> None:
    """What there was of a key in a unit, and the least that is asked."""
    rule = lower(numbered(['rule t.r "r" cite "c" at least 2 contacts per consumer in each day']).pack.rules[0])
    assert figures_of(rule) == {"count", "limit"}
