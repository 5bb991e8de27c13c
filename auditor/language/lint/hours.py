"""Hours that contradict: spans of one line that overlap, and rules that together leave no lawful time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.diagnostics import Diagnostic
from auditor.language import core as c
from auditor.language import forms as f
from auditor.language.checked import CheckedRule, Pack
from auditor.language.declarations import Clock, Hours
from auditor.language.lint.telling import in_pack, note, pairs, warn
from auditor.value_types import DAY


def contradicting_hours(pack: Pack) -> Iterator[Diagnostic]:
    """Spans of one line that overlap, and rules that together leave no lawful time."""
    own = [hours for hours in pack.hours if hours.span is not None and in_pack(hours.span, pack)]
    for hours in own:
        for line in hours.lines:
            for one, other in pairs(line.clocks):
                if _minutes(one) & _minutes(other):
                    yield warn(
                        "contradiction", f"two spans of `{hours.name}` overlap on the same day", hours.span, "join them"
                    )
    forbidding = [(rule, node) for rule in pack.rules for node in _forbidden_outside(rule)]
    for (one_rule, first), (other_rule, second) in pairs(forbidding):
        if one_rule.form.selection == other_rule.form.selection and not _common(first.hours, second.hours):
            message = f"`{one_rule.facts.id}` and `{other_rule.facts.id}` together leave no lawful time"
            yield warn(
                "contradiction", message, other_rule.facts.span, None, *note(one_rule.facts.span, "the other rule")
            )


def _forbidden_outside(rule: CheckedRule) -> Iterator[c.InHours]:
    form: Any = rule.form
    if isinstance(form, f.Forbid) and isinstance(form.when, c.InHours) and form.when.outside:
        yield form.when


def _minutes(clock: Clock) -> frozenset[int]:
    minute = 60_000_000
    end = clock.end + (DAY if clock.wraps else 0)
    return frozenset(range(clock.start // minute, max(-(-end // minute), clock.start // minute + 1)))


def _common(one: Hours, other: Hours) -> bool:
    """Whether two hours share a minute on some day; hours by day are taken together."""
    first = frozenset().union(*(_minutes(clock) for line in one.lines for clock in line.clocks))
    second = frozenset().union(*(_minutes(clock) for line in other.lines for clock in line.clocks))
    day = 24 * 60
    return bool({m % day for m in first} & {m % day for m in second})
