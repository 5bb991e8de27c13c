"""The rules in plain words, the provisions that they check, and the duties that no rule of the audit checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.findings import Provision, RuleResult
from auditor.reports.bilingual import Say
from auditor.reports.excel.book import Book, Column, Table
from auditor.reports.excel.cells import Styled, Value
from auditor.reports.excel.styles import severity_style

RULE_COLUMNS = (
    Column("Rule", 24, "strong-wrap"),
    Column("In English", 60, "wrap"),
    Column("In Chinese", 56, "wrap"),
    Column("Citation", 20, "wrap"),
    Column("Basis", 10),
    Column("Force", 15),
    Column("Severity", 9.5),
    Column("From", 11),
    Column("Through", 11),
    Column("Text read on", 11.5),
    Column("Changed by the site", 24, "wrap"),
    Column("Assumed", 26, "wrap"),
    Column("Remedy", 32, "wrap"),
    Column("Pack", 18, "quiet"),
    Column("Rule id", 28, "quiet"),
)
_PRINTED = 12

PROVISION_COLUMNS = (
    Column("Citation", 36, "strong-wrap"),
    Column("Status", 15),
    Column("Rules that check it", 44, "wrap"),
    Column("Violations", 11, "number"),
    Column("Inconclusive", 12, "number"),
    Column("Why it is not checked", 60, "wrap"),
    Column("Pack", 18, "quiet"),
    Column("Rule id", 34, "quiet-wrap"),
)

CLAUSE_COLUMNS = (
    Column("Citation", 36, "strong-wrap"),
    Column("Why it is not audited", 80, "wrap"),
    Column("Kind", 18),
    Column("Pack", 24, "quiet"),
)


def add_rules(book: Book) -> Any:
    """Add the sheet of rules, in the order of their packs."""
    rules = book.report.rules
    return book.table(
        Table(
            "Rules",
            "rules-continued",
            "What each rule asks, in words made from the rule itself, and on which text it rests. “Verified” was checked in that text; “reported” comes from a secondary source.",
            RULE_COLUMNS,
            lambda: (_rule(rule, book.say) for rule in rules),
            len(rules),
            frozen=1,
            printed=_PRINTED,
        )
    )


def _rule(rule: RuleResult, say: Say) -> list[Value]:
    return [
        rule.title,
        rule.sentence,
        rule.sentence_zh,
        "; ".join(rule.cite),
        say.word(rule.basis or ""),
        say.word(rule.force or ""),
        Styled(say.word(rule.severity), severity_style(rule.severity)),
        rule.since,
        rule.through,
        rule.read_on,
        "\n".join(rule.adjusted),
        "\n".join(map(say.cause, rule.assumptions)),
        rule.remedy,
        rule.pack,
        rule.id,
    ]


def add_provisions(book: Book) -> Any:
    """Add the sheet of provisions: by which rules each is checked, or why it is not."""
    provisions = book.report.provisions
    rules = {rule.id: rule for rule in book.report.rules}
    return book.table(
        Table(
            "Provisions",
            "provisions-continued",
            "Every provision that the packs name: which rules check it and what they found, or why it is not checked.",
            PROVISION_COLUMNS,
            lambda: (_provision(provision, rules, book.say) for provision in provisions),
            len(provisions),
            empty="The packs name no provision.",
            frozen=1,
        )
    )


def _provision(provision: Provision, rules: Mapping[str, RuleResult], say: Say) -> list[Value]:
    """A row. The counts of a provision of which no rule was run are empty: nothing was counted."""
    citing = [rules[id] for id in provision.rules if id in rules]
    run = [rule for rule in citing if rule.not_run is None]
    idle = [rule for rule in citing if rule.not_run is not None]
    told = [say.cause(rule.not_run or "") for rule in idle]
    if len(citing) > 1:
        told = [say("{rule}: {why}", rule=rule.title, why=why) for rule, why in zip(idle, told, strict=True)]
    return [
        provision.cite,
        say.word(provision.status),
        "\n".join(rule.title for rule in citing),
        sum(rule.violations for rule in run) if run else None,
        sum(rule.inconclusive for rule in run) if run else None,
        "\n".join(told) or provision.why,
        provision.pack,
        "\n".join(provision.rules),
    ]


def add_clauses(book: Book) -> Any:
    """Add the sheet of duties not audited."""
    clauses = book.report.clauses

    def rows() -> Iterator[list[Value]]:
        for clause in clauses:
            yield [clause.cite, clause.why, book.say.word(clause.kind), clause.pack]

    return book.table(
        Table(
            "Not audited",
            "not-audited-continued",
            "Duties of the same instruments that this audit does not check: no finding here does not mean that they are met.",
            CLAUSE_COLUMNS,
            rows,
            len(clauses),
            empty="The packs name no duty that is left out.",
            frozen=1,
        )
    )
