"""What no example reaches: parts of a rule's conditions that were never true or never false, versions never in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from auditor.diagnostics import Diagnostic, Level
from auditor.examples import judge_rows
from auditor.language import core as c
from auditor.language import forms as f
from auditor.language.checked import CheckedRule, Example
from auditor.language.declarations import Field, Param
from auditor.language.lower import settle, unset_params, with_params
from auditor.language.sentence import describe
from auditor.mutation import blurred_windows
from auditor.value_types import DAY

_BATCH = 40


def uncovered(rules: Sequence[CheckedRule], examples: Sequence[Example], fields: Sequence[Field]) -> list[Diagnostic]:
    """A note for every part of a rule that no row of its examples makes true, or none makes false.

    Also for versions of parameters that no row meets, and for windows at whose edge no row lies.
    """
    by_rule: dict[str, list[Example]] = {}
    for example in examples:
        by_rule.setdefault(example.rule, []).append(example)
    covered = [rule for rule in rules if rule.facts.id in by_rule and rule.facts.disabled is None]
    problems: list[Diagnostic] = []
    for start in range(0, len(covered), _BATCH):
        problems += _parts_uncovered(covered[start : start + _BATCH], by_rule, fields)
    for rule in covered:
        problems += _versions_uncovered(rule, by_rule[rule.facts.id])
    for rule, mutant in blurred_windows(covered, examples, fields):
        message = (
            f"no example of `{rule.facts.id}` reaches the edge of its window: nothing would change if {mutant.change}"
        )
        problems.append(Diagnostic("uncovered-part", message, rule.facts.span, None, (), Level.NOTE))
    return sorted(problems, key=lambda problem: problem.sort_key)


def parts(rule: CheckedRule) -> list[c.Condition]:
    """The parts of a rule's own conditions: what stands between its `and`s and `or`s."""
    form: Any = rule.form
    roots = [getattr(form, name, None) for name in ("when", "condition")]
    roots += [rule.unless]
    if isinstance(form, (f.Forbid, f.Require)):
        roots.append(form.selection)
    found: dict[c.Condition, None] = {}
    for root in roots:
        if root is not None:
            found.update(dict.fromkeys(_leaves(root)))
    return list(found)


def _leaves(condition: c.Condition) -> Iterator[c.Condition]:
    match condition:
        case c.And() | c.Or():
            for part in condition.conditions:
                yield from _leaves(part)
        case c.Not():
            yield from _leaves(condition.condition)
        case _:
            yield condition


def _parts_uncovered(
    rules: Sequence[CheckedRule], by_rule: dict[str, list[Example]], fields: Sequence[Field]
) -> Iterator[Diagnostic]:
    examples = [example for rule in rules for example in by_rule[rule.facts.id]]
    probes: dict[tuple[str, int, Any], c.Rule] = {}
    for rule in rules:
        for params in dict.fromkeys(example.params for example in by_rule[rule.facts.id]):
            for number, part in enumerate(parts(rule)):
                probe = c.Rule(replace(rule.facts, since=None, through=None), settle(part), c.Always())
                probe = with_params(probe, dict(params))
                if not unset_params(probe):
                    id = f"part {number} of {rule.facts.id} with {params}"
                    probes[rule.facts.id, number, params] = replace(probe, facts=replace(probe.facts, id=id))
    verdicts = judge_rows(list(probes.values()), examples, fields)
    for rule in rules:
        for number, part in enumerate(parts(rule)):
            seen = set()
            seq = 0
            for example in examples:
                probe_rule = probes.get((rule.facts.id, number, example.params))
                for _ in example.events:
                    seq += 1
                    if example.rule == rule.facts.id and probe_rule is not None:
                        seen.add(verdicts.get((probe_rule.facts.id, seq), ("not-applicable", None))[0])
            for verdict, word in (("violation", "true"), ("not-applicable", "false")):
                if verdict not in seen:
                    message = f"in no example of `{rule.facts.id}` is this {word}: {describe(part, 'en')}"
                    yield Diagnostic("uncovered-part", message, rule.facts.span, None, (), Level.NOTE)


def _versions_uncovered(rule: CheckedRule, examples: Sequence[Example]) -> Iterator[Diagnostic]:
    """Versions of parameters that hold on no date of the rule's examples."""
    dates = {dict(event.values)["at"] // DAY for example in examples for event in example.events}
    for param in dict.fromkeys(node for node in c.walk((rule.form, rule.unless)) if isinstance(node, Param)):
        for version in param.versions:
            if len(param.versions) > 1 and not any(version.covers(date) for date in dates):
                message = f"no example of `{rule.facts.id}` has a date on which `{param.name}` is {version.value}"
                yield Diagnostic("uncovered-version", message, rule.facts.span, None, (), Level.NOTE)
