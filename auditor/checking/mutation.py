"""Would the examples notice? Every small change of a rule is run over the rule's examples; survivors are questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from auditor.checking.examples import judge_rows
from auditor.diagnostics import Diagnostic, Level
from auditor.language import core as c
from auditor.language.checked import CheckedRule, Example
from auditor.language.declarations import Field, Param, WordList
from auditor.language.lower import lower, unset_params, with_params
from auditor.language.mutants import Mutant, mutants
from auditor.language.shared import SharedMutant, shared_mutants
from auditor.wording import Matcher

_BATCH = 60
WINDOW_KINDS = ("window +1", "window -1")

Params = tuple[tuple[str, Any], ...]


def surviving(
    rules: Sequence[CheckedRule],
    examples: Sequence[Example],
    fields: Sequence[Field],
    shared: Sequence[c.Named | Param] = (),
) -> list[Diagnostic]:
    """A question for every change of a rule that no example notices, unless the rule accepts it.

    shared: the definitions and parameters of the packs that are checked; an example of any rule may notice theirs.
    Those of other packs are asked about where those packs are checked.
    """
    by_rule: dict[str, list[Example]] = {}
    for example in examples:
        by_rule.setdefault(example.rule, []).append(example)
    problems: list[Diagnostic] = []
    waiting: list[tuple[CheckedRule, Mutant]] = []
    for rule in rules:
        if not _is_tried(rule, by_rule):
            continue
        accepted = [kind for kind, _ in rule.facts.accepted]
        waiting += [(rule, mutant) for mutant in mutants(rule) if mutant.kind not in accepted]
        if "phrase dropped" not in accepted:
            problems += _unheard_phrases(rule, by_rule[rule.facts.id])
    for batch in _batches(waiting):
        for (rule, mutant), noticed in zip(batch, _noticed(batch, by_rule, fields), strict=True):
            if not noticed:
                problems.append(_question(rule, mutant.kind, f"no example would notice if {mutant.change}"))
    problems += surviving_shared(rules, examples, fields, shared)
    return sorted(problems, key=lambda problem: problem.sort_key)


def blurred_windows(
    rules: Sequence[CheckedRule], examples: Sequence[Example], fields: Sequence[Field]
) -> Iterator[tuple[CheckedRule, Mutant]]:
    """The windows that could be longer or shorter by a unit without any example of their rule noticing."""
    by_rule: dict[str, list[Example]] = {}
    for example in examples:
        by_rule.setdefault(example.rule, []).append(example)
    waiting = [
        (rule, mutant)
        for rule in rules
        if _is_tried(rule, by_rule)
        for mutant in mutants(rule)
        if mutant.kind in WINDOW_KINDS and mutant.kind not in [kind for kind, _ in rule.facts.accepted]
    ]
    for batch in _batches(waiting):
        for one, noticed in zip(batch, _noticed(batch, by_rule, fields), strict=True):
            if not noticed:
                yield one


def surviving_shared(
    rules: Sequence[CheckedRule],
    examples: Sequence[Example],
    fields: Sequence[Field],
    shared: Sequence[c.Named | Param],
) -> list[Diagnostic]:
    """A question for every figure of these definitions and parameters that no example of any rule notices."""
    by_rule: dict[str, list[Example]] = {}
    for example in examples:
        by_rule.setdefault(example.rule, []).append(example)
    tried = [rule for rule in rules if _is_tried(rule, by_rule)]
    return list(_shared_survivors(shared_mutants(tried, shared), tried, by_rule, fields))


def _is_tried(rule: CheckedRule, by_rule: Mapping[str, list[Example]]) -> bool:
    return rule.facts.id in by_rule and rule.facts.disabled is None


def _shared_survivors(
    found: Sequence[SharedMutant],
    rules: Sequence[CheckedRule],
    by_rule: Mapping[str, list[Example]],
    fields: Sequence[Field],
) -> Iterator[Diagnostic]:
    """Questions for figures of definitions and parameters that no example of any rule that uses them notices.

    The rules are asked in turn, and only until one notices: most figures cost no more than a figure of one rule.
    """
    accepted = [{kind for kind, _ in rule.facts.accepted} for rule in rules]
    left = {m: list(m.users) for m in found if not any(m.kind in accepted[user] for user in m.users)}
    first = {mutant: rules[mutant.users[0]] for mutant in left}
    while left:
        round_ = [(mutant, rules[users.pop(0)]) for mutant, users in left.items()]
        tried = [(rule, Mutant(mutant.kind, mutant.change, mutant.changed(rule))) for mutant, rule in round_]
        noticed = [seen for batch in _batches(tried) for seen in _noticed(batch, by_rule, fields)]
        for (mutant, _), seen in zip(round_, noticed, strict=True):
            if seen:
                del left[mutant]
            elif not left[mutant]:
                del left[mutant]
                yield _question(first[mutant], mutant.kind, f"no example would notice if {mutant.change}")


def _batches(waiting: Sequence[tuple[CheckedRule, Mutant]]) -> Iterator[Sequence[tuple[CheckedRule, Mutant]]]:
    for start in range(0, len(waiting), _BATCH):
        yield waiting[start : start + _BATCH]


def _noticed(
    batch: Sequence[tuple[CheckedRule, Mutant]], by_rule: Mapping[str, list[Example]], fields: Sequence[Field]
) -> list[bool]:
    """Whether some example of its rule notices, for every mutant."""
    examples = [example for id in dict.fromkeys(rule.facts.id for rule, _ in batch) for example in by_rule[id]]
    lowered: dict[tuple[int, Params], c.Rule] = {}
    for number, (rule, mutant) in enumerate(batch):
        for params in dict.fromkeys(example.params for example in by_rule[rule.facts.id]):
            changed = with_params(lower(mutant.rule), dict(params))
            if not unset_params(changed):
                id = f"mutant {number} with {params}"
                lowered[number, params] = replace(changed, facts=replace(changed.facts, id=id))
    verdicts = judge_rows(list(lowered.values()), examples, fields)
    found = []
    for number, (rule, _) in enumerate(batch):
        seq, noticed = 0, False
        for example in examples:
            judged = lowered.get((number, example.params))
            for event in example.events:
                seq += 1
                if example.rule == rule.facts.id and event.verdict is not None and judged is not None:
                    actual, _ = verdicts.get((judged.facts.id, seq), ("not-applicable", None))
                    noticed = noticed or actual != event.verdict
        found.append(noticed)
    return found


def _question(rule: CheckedRule, kind: str, message: str) -> Diagnostic:
    hint = f'add an example at that edge, or `accept "{kind}" because "..."`'
    return Diagnostic("surviving-mutant", message, rule.facts.span, hint, (), Level.NOTE)


def _unheard_phrases(rule: CheckedRule, examples: Sequence[Example]) -> Iterator[Diagnostic]:
    """Phrases of the rule's own lists that no text of its examples has."""
    texts = [
        value for example in examples for event in example.events for _, value in event.values if isinstance(value, str)
    ]
    for words in dict.fromkeys(node for node in c.walk((rule.form, rule.unless)) if isinstance(node, WordList)):
        matcher = Matcher([words])
        heard = {hit.phrase for text in texts for hit in matcher.hits(text)}
        silent = [phrase for phrase in words.phrases if phrase not in heard]
        if silent:
            message = f"no example would notice if `{silent[0]}` were dropped from `{words.name}`"
            if len(silent) > 1:
                message += f", nor {len(silent) - 1} other phrases of its {len(words.phrases)}"
            yield _question(rule, "phrase dropped", message)
