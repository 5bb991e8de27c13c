"""Rules that can never find a violation, or find one in every event of their subject."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.diagnostics import Diagnostic
from auditor.language import core as c
from auditor.language import forms as f
from auditor.language.checked import CheckedRule, Pack
from auditor.language.folding import never
from auditor.language.lint.telling import warn
from auditor.language.lower import lower


def never_fires(pack: Pack) -> Iterator[Diagnostic]:
    """A rule that can never find a violation, or finds one in every subject event."""
    for checked in pack.rules:
        rule = lower(checked)
        if _never(rule):
            message = f"`{rule.facts.id}` can never find a violation"
            yield warn("never-fires", message, rule.facts.span, "its conditions exclude each other")
        elif _always(checked, rule):
            excused = "" if checked.unless is None else " that is not excused"
            message = f"`{rule.facts.id}` finds a violation in every event of its subject{excused}"
            yield warn("always-fires", message, rule.facts.span, _HINTS.get(type(checked.form), _NOTHING_MEETS_IT))


_NOTHING_MEETS_IT = "what it requires can never be there"
_HINTS: dict[type[Any], str] = {f.Forbid: "what stands behind `when` always holds"}


def _never(rule: c.Rule) -> bool:
    if rule.floor is not None:
        return never(rule.floor.among)
    about = () if rule.applies is None else (rule.applies,)
    return never(c.And((*about, rule.subject, rule.condition)))


def _always(checked: CheckedRule, rule: c.Rule) -> bool:
    """Whether nothing of the subject can be free of violation; a prohibition without `when` is meant to be so."""
    if rule.floor is not None:
        return never(rule.floor.selection)
    if isinstance(checked.form, f.Forbid) and checked.form.when is None:
        return False
    broken = rule.condition
    if rule.excused is not None:
        assert isinstance(broken, c.And)
        broken = broken.conditions[0]
    return never(c.And((rule.subject, c.Not(broken))))
