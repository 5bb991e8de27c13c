"""The clause map of a pack: each provision of its instrument, and the rules that check it, or why none does.

Nothing audited silently stands for the whole law.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.findings import Provision
from auditor.language import core as c
from auditor.language.checked import CheckedRule, Pack
from auditor.language.lower import lower, unset_params

CHECKED = "checked"
DISABLED = "disabled"
NEEDS_PARAMETER = "needs-parameter"
NOT_RUN = "not-run"

_LEAST_FIRST = (NEEDS_PARAMETER, NOT_RUN, DISABLED)
"""Where the rules of a provision are idle for different reasons, the one that takes the least to mend names it."""


def idle(rule: c.Rule) -> tuple[str, str] | None:
    """Why a rule is not run, whatever the log: the status, and the reason in words; None where it can be run."""
    if rule.facts.disabled is not None:
        return DISABLED, rule.facts.disabled
    unset = unset_params(rule)
    if not unset:
        return None
    listed = ", ".join(f"`{name}`" for name in unset)
    return NEEDS_PARAMETER, f"the site has not set {listed}: `adjust {rule.facts.pack} {unset[0]} = ...`"


def clause_map(
    pack: Pack, adjusted: Mapping[str, CheckedRule] | None = None, not_run: Mapping[str, str] | None = None
) -> list[Provision]:
    """Every provision that a rule or a clause of the pack cites, in the order in which the pack first does.

    adjusted: by id the rules as a site made them. not_run: by id why a run could not ask the log.
    """
    by_cite: dict[str, list[str]] = {}
    reasons: dict[str, tuple[str, str]] = {}
    for stated in pack.rules:
        rule = (adjusted or {}).get(stated.facts.id, stated)
        id = rule.facts.id
        reason = idle(lower(rule))
        if reason is None and id in (not_run or {}):
            reason = NOT_RUN, (not_run or {})[id]
        if reason is not None:
            reasons[id] = reason
        for cite in rule.facts.cites:
            by_cite.setdefault(cite, []).append(id)
    provisions = [_provision(pack.id, cite, rules, reasons) for cite, rules in by_cite.items()]
    return provisions + [Provision(pack.id, clause.cite, clause.kind, (), clause.why) for clause in pack.clauses]


def _provision(pack: str, cite: str, rules: Sequence[str], reasons: Mapping[str, tuple[str, str]]) -> Provision:
    """A provision is checked where one of its rules is; those that are not are still told."""
    found = {id: reasons[id] for id in rules if id in reasons}
    every = len(found) == len(set(rules))
    statuses = {status for status, _ in found.values()}
    status = next(status for status in _LEAST_FIRST if status in statuses) if every else CHECKED
    if every and len(set(found.values())) == 1:
        why = found[rules[0]][1]
    else:
        why = "; ".join(f"{id} ({status}): {why}" for id, (status, why) in found.items())
    return Provision(pack, cite, status, tuple(rules), why)
