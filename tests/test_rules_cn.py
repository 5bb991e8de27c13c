"""The Chinese packs cover the source table row by row, and say of each rule what the table says of its row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from auditor.checking.check import CheckResult, check
from auditor.checking.coverage import unreached
from auditor.checking.mutation import surviving
from auditor.diagnostics import Diagnostic
from auditor.language import core as c
from auditor.language.checked import CheckedRule, Example, Pack
from auditor.language.declarations import Clock, Const, Field
from auditor.shipped import rules_path
from auditor.value_types import HOUR, MINUTE, Kind
from tests.cn_rows import BEYOND_THE_ROW, CONTEXT_LISTS, FIGURES, INSTRUMENTS, PART_A, PART_B, SINCE, THROUGH
from tests.sound_packs import assert_sound, one_sided

FOLDER = rules_path() / "cn"
EPOCH = date(1970, 1, 1).toordinal()
# What the tests of the word lists answer for.
PHRASES = "phrase dropped", "the lists have tests of their own"


def table(text: str) -> dict[str, list[str]]:
    """Lines of words by their first word."""
    return {words[0]: words[1:] for words in map(str.split, text.strip().split("\n"))}


A, B = table(PART_A), table(PART_B)
ROWS = {**A, **B}
SOURCES = table(INSTRUMENTS)
CLAUSES = {"无法核查", "尚未覆盖", "说法不一"}


def source_of(row: str) -> list[str]:
    """The pack, force and date of a row's instrument."""
    return SOURCES[row.removeprefix("CN-").rpartition("-")[0]]


def day(number: int | None) -> str | None:
    """A date, given as days since 1970."""
    return None if number is None else str(date.fromordinal(EPOCH + number))


def figures(rule: CheckedRule) -> set[str]:
    """The figures of a rule and of the definitions that it uses; zero (`more than nothing`) is none."""
    found = set()
    for node in c.walk((rule.form, rule.unless, rule.applies)):
        match node:
            case Const(value=Decimal() as value) if value != 0:
                found.add(f"{value:f}")
            case Const(value=int() as value) if node.type.kind is Kind.MONEY:
                found.add(str(value))
            case Const(value=int() as value) if node.type.kind is Kind.DURATION:
                found.add(f"{value // MINUTE}min")
            case c.Distance(kind="days", amount=int() as amount):
                found.add(f"{amount}d")
            case c.ConsecutiveDays(days=int() as days):
                found.add(f"{days}consecutive")
            case c.Each():
                found.add(node.unit)
            case Clock():
                found.add("-".join(f"{m // HOUR:02}:{m % HOUR // MINUTE:02}" for m in (node.start, node.end)))
    return found


@pytest.fixture(scope="module")
def result() -> CheckResult:
    """The Chinese packs, checked, with their examples run."""
    return check(["cn"])


@pytest.fixture(scope="module")
def packs(result: CheckResult) -> list[Pack]:
    """The Chinese packs."""
    return [result.library.packs[id].checked.pack for id in result.library.chosen]


def rules_of(packs: list[Pack]) -> dict[str, CheckedRule]:
    """Every rule by its id."""
    return {rule.facts.id: rule for pack in packs for rule in pack.rules}


def marked() -> Iterator[tuple[str, str, str, str]]:
    """Every `# CN-...` line with what the next line begins: row id, pack, `规则` or `条款`, the rule's id or clause's kind."""
    for path in sorted(FOLDER.rglob("*.rules")):
        lines = path.read_text(encoding="utf-8").split("\n")
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            if re.fullmatch(r"# CN-[A-Z0-9-]+", line):
                kind, _, rest = following.partition(" ")
                words = re.findall(r'"[^"]*"|[^ "]+', rest)
                yield line[2:], path.parent.name, kind, words[0] if kind == "规则" else words[1]


# --- coverage ---------------------------------------------------------------------------------------------------


def test_packs_are_sound(result: CheckResult) -> None:
    """The checker finds nothing wrong, and every example holds."""
    assert_sound(result)


def test_the_table_is_whole() -> None:
    """The source table has 82 rows in part A and 30 in part B."""
    assert (len(A), len(B)) == (82, 30)
    assert not A.keys() & B.keys()


@pytest.mark.parametrize("row", ROWS)
def test_every_row_stands_exactly_where_it_should(row: str) -> None:
    """A row names its rules and clauses, all of them, in their order, in the pack of its instrument and nowhere else."""
    pack = source_of(row)[0]
    found = [(folder, kind, name) for id, folder, kind, name in marked() if id == row]
    expected = [
        (pack, "条款", name) if name in CLAUSES else (pack, "规则", f"cn.{pack}.{name}") for name in ROWS[row][1:]
    ]
    assert found == expected


@pytest.mark.parametrize("row", A)
def test_part_a_is_a_rule_or_says_why_not(row: str) -> None:
    """A row of part A is a rule, or a clause that no log can show, with the reason."""
    assert ROWS[row][1:]
    assert {name for name in ROWS[row][1:] if name in CLAUSES} <= {"无法核查"}


def test_every_rule_names_its_row(packs: list[Pack]) -> None:
    """Every rule has a row of the source table on the line before it, and no row is invented."""
    named = [name for _, _, kind, name in marked() if kind == "规则"]
    assert len(named) == len(set(named))
    assert set(named) == rules_of(packs).keys()
    assert {row for row, *_ in marked()} == ROWS.keys()


def test_clauses_give_their_reason(packs: list[Pack]) -> None:
    """A clause cites the provision, and says in a sentence why it is not a rule."""
    clauses = [clause for pack in packs for clause in pack.clauses]
    assert clauses
    assert all(clause.cite and len(clause.why) >= 10 for clause in clauses)


def test_rules_of_part_b_are_disabled(packs: list[Pack]) -> None:
    """A rule made of a weak row is off until someone turns it on, and says what is in doubt."""
    rules = rules_of(packs)
    weak = [name for row, _, kind, name in marked() if kind == "规则" and row in B]
    assert weak
    assert all(len(rules[name].facts.disabled or "") >= 5 for name in weak)


def test_part_a_is_on_but_for_two_rules(packs: list[Pack]) -> None:
    """Of the rules of part A only a cap that one page has and a courtesy that no text orders are off."""
    rules = rules_of(packs)
    off = {name for row, _, kind, name in marked() if kind == "规则" and row in A and rules[name].facts.disabled}
    assert off == {"cn.gbt45251.上门人数上限", "cn.pipl.录音告知"}


def test_conflicts_are_recorded_and_not_coded(packs: list[Pack]) -> None:
    """Each of the ten disagreements between sources stands in a disputed clause."""
    disputed = " ".join(clause.why for pack in packs for clause in pack.clauses if clause.kind == "disputed")
    assert all(f"（分歧X{number}）" in disputed for number in range(1, 11))


def test_the_main_packs_are_full(packs: list[Pack]) -> None:
    """The three packs for which the project was begun hold what their instruments say that a log can show."""
    sizes = {pack.id: len(pack.rules) for pack in packs}
    assert sizes["cn.gbt45251"] >= 20
    assert sizes["cn.cba2026"] >= 20
    assert sizes["cn.creditcard"] >= 20


# --- what a rule says of itself ---------------------------------------------------------------------------------


def test_every_rule_says_where_it_comes_from(packs: list[Pack]) -> None:
    """Every rule cites, says how sure that is, what force it has, from when it holds, and when the source was read."""
    for pack in packs:
        for rule in pack.rules:
            facts = rule.facts
            assert facts.id.startswith(f"{pack.id}.")
            assert facts.cites
            assert facts.basis
            assert facts.force
            assert facts.since is not None, facts.id
            assert facts.read_on or pack.read_on, facts.id


def test_basis_force_and_dates_are_those_of_the_row(packs: list[Pack]) -> None:
    """Verified only where the text was read, reported where others say so, else unverified; force and dates likewise."""
    basis = {"A": "verified", "B": "reported", "C": "reported", "M": "unverified"}
    rules = rules_of(packs)
    for row, _, kind, name in marked():
        if kind == "规则":
            facts = rules[name].facts
            _, force, since = source_of(row)
            assert facts.basis == BEYOND_THE_ROW.get(name, basis[ROWS[row][0]]), name
            assert facts.force == ("policy" if name in BEYOND_THE_ROW else force), name
            assert (day(facts.since), day(facts.through)) == (SINCE.get(row, since), THROUGH.get(row)), name
            assert facts.disabled if name in BEYOND_THE_ROW else True, name


def test_advice_weighs_less_than_a_ban(packs: list[Pack]) -> None:
    """What an instrument only advises is low or for review."""
    rules = rules_of(packs)
    assert rules["cn.cba2026.未接通次数"].facts.severity == "low"
    assert rules["cn.gbt45251.上门人数上限"].facts.severity == "review"


def test_words_that_need_their_context_are_for_review(packs: list[Pack]) -> None:
    """A hit in a list of doubtful words never is more than a review, unless a pattern of dates makes it one."""
    for rule in rules_of(packs).values():
        lists = {node.words.name for node in c.walk((rule.form, rule.unless)) if isinstance(node, c.Mentions)}
        if lists & CONTEXT_LISTS and rule.facts.id != "cn.cba2026.反复的最后期限":
            assert rule.facts.severity == "review", rule.facts.id


def test_every_rule_has_both_sides(packs: list[Pack]) -> None:
    """Every rule has a row that it catches and a row that it lets pass."""
    assert one_sided(packs) == []


def test_figures_are_those_of_the_table(packs: list[Pack]) -> None:
    """Every number, span, unit and hour in a rule is one of the source table; a rule without a line here has none."""
    expected = {name: set(found) for name, found in table(FIGURES).items()}
    assert {name: found for name, rule in rules_of(packs).items() if (found := figures(rule))} == expected


# --- examples at the edge -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("looked_for", [surviving, unreached])
def test_no_small_change_goes_unnoticed(
    packs: list[Pack],
    looked_for: Callable[[Sequence[CheckedRule], Sequence[Example], Sequence[Field]], list[Diagnostic]],
) -> None:
    """Any figure one off or exception dropped fails an example; every part and date is reached; also in disabled rules."""
    rules = [
        replace(rule, facts=replace(rule.facts, disabled=None, accepted=(*rule.facts.accepted, PHRASES)))
        if rule.facts.disabled
        else rule
        for pack in packs
        for rule in pack.rules
    ]
    examples = [example for pack in packs for example in pack.examples]
    fields = {field.name: field for pack in packs for field in sorted(pack.fields, key=lambda f: len(f.type.choices))}
    assert [problem.message for problem in looked_for(rules, examples, list(fields.values()))] == []


def test_accepted_changes_are_few(packs: list[Pack]) -> None:
    """Beside phrases, which have tests of their own, one rule accepts one kind of change."""
    accepted = {(rule.facts.id, kind) for pack in packs for rule in pack.rules for kind, _ in rule.facts.accepted}
    assert {one for one in accepted if one[1] != PHRASES[0]} == {("cn.gbt45251.跨越22时", "hours -1")}
