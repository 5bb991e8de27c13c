"""The kinds of limit that collection laws know: each is said in the language, with examples on both sides of its edge."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditor.checking.check import CheckResult, check
from auditor.checking.mutation import surviving
from auditor.diagnostics import render
from auditor.language.checked import Pack
from auditor.language.mutants import mutants
from tests.sound_packs import assert_sound

FOLDER = Path(__file__).resolve().parent / "good" / "kinds"
KINDS = {
    1: "one daily window for all days",
    2: "windows by class of day, closed days",
    3: "public-holiday calendars: national, provincial, movable feasts, moved working days",
    4: "whose clock",
    5: "hours that depend on channel or place",
    6: "the debtor's own preferences",
    7: "a cap per calendar day",
    8: "a cap in a span of days that ends at each event",
    9: "a cap per calendar week or month",
    10: "several nested caps at once",
    11: "a quota shared by a group of channels",
    12: "a count for each channel",
    13: "a cap on the number of different channels",
    14: "the scope of a count: debt, debtor and creditor, all agencies",
    15: "what counts: attempt, conversation, debtor informed",
    16: "exclusions from a count",
    17: "a cap that begins with an event",
    18: "a least gap between contacts",
    19: "an earlier notice with a waiting time",
    20: "a sequence that an event resets",
    21: "deemed receipt by delivery channel",
    22: "a block between two events",
    23: "cooling-off, once for each cause, or until a date",
    24: "what depends on the state that history shows",
    25: "party, purpose, lifetime caps",
    26: "a cap on the people of a visit",
    27: "a cap on summed duration",
    28: "required attributes, and approvals with an end",
    29: "deadlines for the collector, open while not yet due",
    30: "floors",
    31: "one agency at a time",
    32: "versions by date",
    33: "dates of the year, and the debtor's own",
    34: "rules without a figure",
    35: "caps on events that are no contacts",
}
# Changes of a rule that are no edge of a figure; its keys and conditions are other tests' business.
NO_EDGE = frozenset({"key dropped", "condition dropped"})


@pytest.fixture(scope="module")
def result() -> CheckResult:
    """All packs of the folder, checked, with their examples run."""
    return check([str(FOLDER)])


@pytest.fixture(scope="module")
def packs(result: CheckResult) -> list[Pack]:
    """The checked packs of the folder."""
    return [result.library.packs[id].checked.pack for id in result.library.chosen]


def test_nothing_is_wrong_with_them(result: CheckResult) -> None:
    """Every file is right, without a warning, and every example holds."""
    assert_sound(result)


def test_every_kind_has_a_rule(packs: list[Pack]) -> None:
    """A rule's name says which kind it is, and no kind is left out."""
    found = [re.fullmatch(r"kinds\.[a-z]+\.k(\d\d)-.+", rule.facts.id) for pack in packs for rule in pack.rules]

    assert all(found)
    assert {int(match[1]) for match in found if match} == set(KINDS)


def test_some_are_in_chinese() -> None:
    """Kinds are told in Chinese too, also in files that hold both languages."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.rules"))}
    rules = {name: len(re.findall(r"^规则 ", text, re.MULTILINE)) for name, text in texts.items()}
    mixed = [name for name, text in texts.items() if rules[name] and re.search(r"^rule ", text, re.MULTILINE)]

    assert sum(rules.values()) >= 10
    assert len(mixed) >= 3


def test_examples_stand_on_both_sides_of_every_edge(packs: list[Pack]) -> None:
    """A figure, window or time of day that is off by one is noticed by an example."""
    tried = {mutant.kind for pack in packs for rule in pack.rules for mutant in mutants(rule)} - NO_EDGE
    questions = [
        render(question)
        for pack in packs
        for question in surviving(pack.rules, pack.examples, pack.fields)
        if not any(kind in (question.hint or "") for kind in NO_EDGE)
    ]

    assert {"limit +1", "limit -1", "window +1", "window -1", "hours +1", "hours -1", "hours edge"} <= tried
    assert not questions, "\n".join(questions)
