"""What is legal but wrong or risky in a pack: a table of checks, each a function from a checked pack to problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from auditor.diagnostics import Diagnostic
from auditor.language.checked import Pack
from auditor.language.lint.declared import parameter_without_value, unused
from auditor.language.lint.facts import missing_example, missing_fact, rule_outside_pack, unknown_placeholder
from auditor.language.lint.firing import never_fires
from auditor.language.lint.hours import contradicting_hours
from auditor.language.lint.limits import date_gap, shadowed
from auditor.language.lint.words import contradicting_lists, phrases

Check = Callable[[Pack], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    missing_example,
    missing_fact,
    rule_outside_pack,
    unknown_placeholder,
    date_gap,
    never_fires,
    shadowed,
    contradicting_hours,
    phrases,
    contradicting_lists,
    unused,
    parameter_without_value,
)


def lint(pack: Pack) -> list[Diagnostic]:
    """Every problem that the checks find in a pack's own declarations and rules."""
    return [problem for check in CHECKS for problem in check(pack)]
