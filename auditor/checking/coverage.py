"""What no example reaches: parts of a rule that were never true or never false, edges of windows, first and last days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from auditor.checking.examples import judge_rows, run_examples
from auditor.checking.mutation import blurred_windows
from auditor.diagnostics import Diagnostic, Level
from auditor.language import core as c
from auditor.language.checked import CheckedRule, Example, ExampleEvent
from auditor.language.declarations import Field, Param
from auditor.language.lower import lower, settle, unset_params, with_params
from auditor.language.sentence import describe, said
from auditor.value_types import DATE, DAY

_BATCH = 40
_CONDITIONS = ("when", "condition", "selection", "trigger", "required", "among")


def uncovered(rules: Sequence[CheckedRule], examples: Sequence[Example], fields: Sequence[Field]) -> list[Diagnostic]:
    """A note for all that no row of a rule's examples reaches: what `unreached` finds, and the edges of its windows."""
    problems = unreached(rules, examples, fields)
    for rule, mutant in blurred_windows(rules, examples, fields):
        message = (
            f"no example of `{rule.facts.id}` reaches the edge of its window: nothing would change if {mutant.change}"
        )
        hint = f'add rows on both sides of the edge, or `accept "{mutant.kind}" because "..."`'
        problems.append(Diagnostic("uncovered-part", message, rule.facts.span, hint, (), Level.NOTE))
    return sorted(problems, key=lambda problem: problem.sort_key)


def unreached(rules: Sequence[CheckedRule], examples: Sequence[Example], fields: Sequence[Field]) -> list[Diagnostic]:
    """A note for every part of a rule that no row of its examples makes true, or none makes false.

    Also for the days around a date of rules or parameters that no row shows.
    """
    by_rule: dict[str, list[Example]] = {}
    for example in examples:
        by_rule.setdefault(example.rule, []).append(example)
    covered = [rule for rule in rules if rule.facts.id in by_rule and rule.facts.disabled is None]
    problems: list[Diagnostic] = []
    for start in range(0, len(covered), _BATCH):
        problems += _parts_uncovered(covered[start : start + _BATCH], by_rule, fields)
    problems += _days_uncovered(covered, by_rule, fields)
    return sorted(problems, key=lambda problem: problem.sort_key)


def parts(rule: CheckedRule) -> list[c.Condition]:
    """The parts of a rule's own conditions and selections: what stands between their `and`s and `or`s."""
    roots = [getattr(rule.form, name, None) for name in _CONDITIONS]
    roots.append(rule.unless)
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
                if verdict not in seen and not _accepts(rule, f"never {word}"):
                    message = f"in no example of `{rule.facts.id}` is this {word}: {describe(part, 'en')}"
                    hint = f'add a row where it is, or `accept "never {word}" because "..."`'
                    yield Diagnostic("uncovered-part", message, rule.facts.span, hint, (), Level.NOTE)


def _accepts(rule: CheckedRule, kind: str) -> bool:
    return kind in [accepted for accepted, _ in rule.facts.accepted]


# --- dates ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Turn:
    """What changes between two days: a rule begins or ends to hold, or a parameter takes another value.

    last, first: the last day of what was and the first of what is, in words, each with its number since 1970.
    of: the rules' pack, or what defines the parameter. param: its name, if it is one.
    """

    last: tuple[str, int]
    first: tuple[str, int]
    of: str | Param
    param: str | None = None


def _days_uncovered(
    rules: Sequence[CheckedRule], by_rule: Mapping[str, list[Example]], fields: Sequence[Field]
) -> Iterator[Diagnostic]:
    """The last and first days around a date, where no example has a row that would be judged but for the date.

    What several rules of a pack share, the day on which all begin, any of them may show; a day that only one of them
    has, it must show itself. So for a parameter, which is one for all rules that use it.
    """
    users: dict[_Turn, list[CheckedRule]] = {}
    for rule in rules:
        for turn in dict.fromkeys(_turns(rule)):
            users.setdefault(turn, []).append(rule)
    days = {day for turn in users for _, day in (turn.last, turn.first)}
    near = [e for rule in rules for e in by_rule[rule.facts.id] if not days.isdisjoint(map(_day, e.events))]
    asked = {example.rule for example in near}
    timeless = [_timeless(rule) for rule in rules if rule.facts.id in asked]
    shown: dict[tuple[str, int], list[frozenset[str]]] = {}  # by rule and day the parameters that the example sets
    for result in run_examples(timeless, near, fields):
        given = frozenset(name for name, _ in result.example.params)
        for row in result.rows:
            if row.expected is not None and row.actual != "not-applicable":
                shown.setdefault((result.example.rule, _day(row.event)), []).append(given)
    for turn, of in users.items():
        if any(_accepts(rule, "date") for rule in of):
            continue
        for words, day in (turn.last, turn.first):
            if not any(turn.param not in given for rule in of for given in shown.get((rule.facts.id, day), ())):
                yield _unseen_day(of, words, day)


def _turns(rule: CheckedRule) -> Iterator[_Turn]:
    since, through, pack = rule.facts.since, rule.facts.through, rule.facts.pack
    if since is not None:
        yield _Turn(("the last day before it holds", since - 1), ("the first day on which it holds", since), pack)
    if through is not None:
        yield _Turn(("the last day on which it holds", through), ("the first day after that", through + 1), pack)
    for param in dict.fromkeys(
        node for node in c.walk((rule.form, rule.unless, rule.applies)) if isinstance(node, Param)
    ):
        versions = sorted(param.versions, key=lambda version: (version.since is not None, version.since or 0))
        for old, new in pairwise(versions):
            if new.since is not None:
                was, is_ = (f"day on which `{param.name}` is {said(v.value, param.type, 'en')}" for v in (old, new))
                yield _Turn((f"the last {was}", new.since - 1), (f"the first {is_}", new.since), param, param.name)


def _timeless(rule: CheckedRule) -> c.Rule:
    return lower(replace(rule, facts=replace(rule.facts, since=None, through=None)))


def _day(event: ExampleEvent) -> int:
    """The local date of a row, in days since 1970."""
    day: int = dict(event.values)["at"] // DAY
    return day


def _unseen_day(rules: Sequence[CheckedRule], words: str, day: int) -> Diagnostic:
    facts = rules[0].facts
    where = "to an example" if len(rules) == 1 else f"to an example of any of the {len(rules)} rules with that date"
    hint = f'add a row of that day {where}, or `accept "date" because "..."`'
    message = f"no example of `{facts.id}` shows {words}, {said(day, DATE, 'en')}"
    return Diagnostic("uncovered-version", message, facts.span, hint, (), Level.NOTE)
