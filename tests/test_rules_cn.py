"""The Chinese packs cover the source table row by row, and say of each rule what the table says of its row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from auditor.checking import CheckResult, check
from auditor.diagnostics import render
from auditor.language import core as c
from auditor.language.checked import CheckedRule, Pack
from auditor.language.declarations import Const
from auditor.shipped import rules_path
from auditor.value_types import NUMBER

FOLDER = rules_path() / "cn"

# The rows of the source table (part A: each a rule or a clause) with the table's confidence:
# A the text was read, B and C reported, M from memory.
PART_A = """
CN-GBT-01 B  CN-GBT-02 B  CN-GBT-03 B  CN-GBT-04 B  CN-GBT-05 B  CN-GBT-06 B  CN-GBT-07 B  CN-GBT-08 B  CN-GBT-09 C
CN-GBT-10 C  CN-GBT-11 C  CN-GBT-12 B  CN-GBT-16 C
CN-CBA-01 B  CN-CBA-02 B  CN-CBA-03 B  CN-CBA-05 B  CN-CBA-06 B  CN-CBA-07 B  CN-CBA-08 B  CN-CBA-09 B  CN-CBA-10 C
CN-CBA-11 B  CN-CBA-12 C  CN-CBA-13 C  CN-CBA-14 B  CN-CBA-15 B  CN-CBA-16 B  CN-CBA-17 B  CN-CBA-18 B  CN-CBA-19 B
CN-CBA-20 C  CN-CBA-22 B
CN-N18-01 B  CN-N18-02 B  CN-N18-03 B  CN-N18-04 B  CN-N18-05 B  CN-N18-06 B
CN-CC-02 A  CN-CC-03 A  CN-CC-04 A  CN-CC-05 A  CN-CC-06 A  CN-CC-07 A  CN-CC-08 A  CN-CC22-01 B
CN-CFC-01 C  CN-CFC-02 C  CN-CFC-03 C  CN-MLC-01 C  CN-MLC-02 C  CN-MLC-03 C  CN-BIPC-01 B  CN-BIPC-02 B  CN-BIPC-03 B
CN-CIV-01 A  CN-CIV-02 A  CN-CIV-03 A  CN-CIV-04 A
CN-PIPL-01 A  CN-PIPL-02 A  CN-PIPL-03 A  CN-PIPL-04 A  CN-PIPL-05 A  CN-PIPL-06 A  CN-PIPL-07 A  CN-PIPL-09 A
CN-CRIM-01 A  CN-CRIM-02 A  CN-CRIM-03 A  CN-CRIM-04 A  CN-CRIM-05 A  CN-CRIM-06 A
CN-PSA-01 B  CN-SV-01 B  CN-CCF-01 A  CN-CRD-01 A  CN-LAW-01 A  CN-ATF-01 A  CN-LOC-GD-01 C  CN-LOC-GD-02 C
"""
# Part B: weak or organisational rows; a rule made of one is disabled.
PART_B = """
CN-GBT-13 C  CN-GBT-14 C  CN-GBT-15 B  CN-GBT-17 C  CN-GBT-18 B  CN-CBA-04 B  CN-CBA-21 B  CN-CBA-23 C  CN-CBA-24 C
CN-N18-07 M  CN-CC-01 A  CN-CC22-02 M  CN-CBA0-01 M  CN-CFC-04 C  CN-IBL-01 M  CN-AST-01 B  CN-STU-01 M  CN-PL-01 M
CN-COST-01 C  CN-CASH-01 M  CN-CIV-05 A  CN-PIPL-08 A  CN-PSA-02 A  CN-AOC-01 A  CN-CPL-01 A  CN-SMS-01 M  CN-AIL-01 C
CN-LOC-GD-03 C  CN-LOC-QD-01 C  CN-LOC-SZ-01 M
"""
PACK_OF = {
    "GBT": "gbt45251", "CBA": "cba2026", "CBA0": "cba2026", "N18": "nifa2018", "CC": "creditcard", "CC22": "creditcard2022",
    "CFC": "cfc", "MLC": "mlc", "BIPC": "bipc", "CIV": "civil", "PIPL": "pipl", "CRIM": "criminal", "PSA": "psa",
    "SV": "softviolence", "CCF": "cardfraud", "CRD": "creditreporting", "LAW": "lawyers", "ATF": "antifraud",
    "LOC-GD": "guangdong2020", "IBL": "internetloan", "AST": "loanassist", "STU": "student", "PL": "personalloan",
    "COST": "cost", "CASH": "cashloan", "AOC": "organisedcrime", "CPL": "consumer", "SMS": "sms", "AIL": "ailabel",
    "LOC-QD": "qingdao2023", "LOC-SZ": "shenzhen",
}  # fmt: skip
# Rules of a row that say less of their basis than the row does, because they go beyond its text.
BEYOND_THE_ROW = {"cn.pipl.录音告知"}
# Lists of words that need their context: a hit is for review.
CONTEXT_LISTS = {
    "威胁暗示", "疑似机关", "诈骗指控", "律师用语", "贬损用语", "走访用语", "筹款暗示", "最后期限用语", "拒绝联系迹象",
}  # fmt: skip
# Every figure that a Chinese rule may hold: those of the source table, and years as days (730 and 1826 are the shortest
# two and five years, 1096 the longest three years, 89 the shortest three months; N - 1 where N and more is meant).
FIGURES = {0, 1, 2, 3, 5, 6, 60, 49, 499, 4999, 50000}
LENGTHS = {1, 3, 7, 30, 89, 365, 730, 1096, 1826}


def rows(table: str) -> dict[str, str]:
    """Row ids and their confidence."""
    parts = table.split()
    return dict(zip(parts[::2], parts[1::2], strict=True))


A, B = rows(PART_A), rows(PART_B)


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
    """Every `# CN-...` line with what the next line begins: row id, pack folder, `规则` or `条款`, name or citation."""
    for path in sorted(FOLDER.rglob("*.rules")):
        lines = path.read_text(encoding="utf-8").split("\n")
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            if re.fullmatch(r"# CN-[A-Z0-9-]+", line):
                kind, _, rest = following.partition(" ")
                yield line[2:], path.parent.name, kind, rest.split(" ")[0]


# --- coverage ---------------------------------------------------------------------------------------------------


def test_packs_are_sound(result: CheckResult) -> None:
    """The checker finds nothing wrong, and every example holds."""
    assert not result.problems, "\n".join(render(problem) for problem in result.problems)
    assert result.examples
    assert all(example.passed for example in result.examples)


def test_the_table_is_whole() -> None:
    """The source table has 82 rows in part A and 30 in part B."""
    assert (len(A), len(B)) == (82, 30)
    assert not A.keys() & B.keys()


@pytest.mark.parametrize("row", [*A, *B])
def test_every_row_is_a_rule_or_a_clause_of_its_pack(row: str) -> None:
    """Every row of the source table stands before a rule or a clause, in the pack of its instrument and nowhere else."""
    found = [(folder, kind) for id, folder, kind, _ in marked() if id == row]
    assert found
    family = row.removeprefix("CN-").rpartition("-")[0]
    assert {folder for folder, _ in found} == {PACK_OF[family]}
    assert {kind for _, kind in found} <= {"规则", "条款"}


def test_every_rule_names_its_row(packs: list[Pack]) -> None:
    """Every rule has a row of the source table on the line before it, and no row is invented."""
    named = {name: row for row, _, kind, name in marked() if kind == "规则"}
    assert named.keys() == rules_of(packs).keys()
    assert {row for row, *_ in marked()} <= A.keys() | B.keys()


def test_rules_of_part_b_are_disabled(packs: list[Pack]) -> None:
    """A rule made of a weak row is off until someone turns it on, and says why."""
    rules = rules_of(packs)
    weak = [name for row, _, kind, name in marked() if kind == "规则" and row in B]
    assert weak
    assert all(rules[name].facts.disabled for name in weak)


def test_conflicts_are_recorded_and_not_coded(packs: list[Pack]) -> None:
    """Each of the ten disagreements between sources stands in a disputed clause."""
    disputed = " ".join(clause.why for pack in packs for clause in pack.clauses if clause.kind == "disputed")
    assert all(f"（分歧X{number}）" in disputed for number in range(1, 11))


def test_the_main_packs_are_full(packs: list[Pack]) -> None:
    """The three packs for which the project was begun hold what their instruments say that a log can show."""
    sizes = {pack.id: len(pack.rules) for pack in packs}
    assert sizes["cn.gbt45251"] >= 20
    assert sizes["cn.cba2026"] >= 20
    assert sizes["cn.creditcard"] >= 10


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


def test_basis_is_that_of_the_row(packs: list[Pack]) -> None:
    """Verified only where the text was read, reported where others say so, else unverified."""
    basis = {"A": "verified", "B": "reported", "C": "reported", "M": "unverified"}
    rules = rules_of(packs)
    for row, _, kind, name in marked():
        if kind == "规则" and name not in BEYOND_THE_ROW:
            assert rules[name].facts.basis == basis[{**A, **B}[row]], name


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
    for pack in packs:
        for rule in pack.rules:
            verdicts = {e.verdict for x in pack.examples if x.rule == rule.facts.id for e in x.events}
            assert {"violation", "compliant"} <= verdicts, rule.facts.id


def test_no_figure_of_our_own(packs: list[Pack]) -> None:
    """Every number in a rule is one of the source table, or a year in days; other figures are set by the site."""
    for rule in rules_of(packs).values():
        for node in c.walk((rule.form, rule.unless, rule.applies)):
            if isinstance(node, Const) and node.type == NUMBER and isinstance(node.value, Decimal):
                assert node.value in FIGURES, (rule.facts.id, node.value)
            if isinstance(node, c.Distance) and node.kind == "days":
                assert node.amount in LENGTHS, (rule.facts.id, node.amount)
            if isinstance(node, c.ConsecutiveDays):
                assert node.days in LENGTHS, (rule.facts.id, node.days)
