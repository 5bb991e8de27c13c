"""The clause map of a pack: each provision of its instrument, and the rules that check it, or why none does.

Nothing audited silently stands for the whole law.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.language.checked import Pack

CHECKED = "checked"


@dataclass(frozen=True)
class Provision:
    """A citation. status: checked, disabled, needs-parameter, not-checkable, not-covered or disputed.

    rules: those that cite it. why: for a clause, the reason.
    """

    cite: str
    status: str
    rules: tuple[str, ...] = ()
    why: str = ""


def clause_map(pack: Pack) -> list[Provision]:
    """Every provision that a rule or a clause of the pack cites, in the order in which the pack first does."""
    by_cite: dict[str, list[str]] = {}
    disabled: dict[str, str] = {}
    for rule in pack.rules:
        if rule.facts.disabled is not None:
            disabled[rule.facts.id] = rule.facts.disabled
        for cite in rule.facts.cites:
            by_cite.setdefault(cite, []).append(rule.facts.id)
    provisions = []
    for cite, rules in by_cite.items():
        off = [rule for rule in rules if rule in disabled]
        status = "disabled" if len(off) == len(rules) else CHECKED
        provisions.append(Provision(cite, status, tuple(rules), disabled[off[0]] if status == "disabled" else ""))
    provisions += [Provision(clause.cite, clause.kind, (), clause.why) for clause in pack.clauses]
    return provisions
