"""Figures that several reports show: orders, rates, sums, and how a key or a place is written."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping

from auditor.findings import Finding, JsonValue, Report, RowAccount, RuleResult, SourceRow
from auditor.measured import measured
from auditor.reports.bilingual import Say

SEVERITIES = ("high", "medium", "low", "review")


def rank(severity: str) -> int:
    """The place of a severity, the gravest first."""
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)


def by_weight(rules: Iterable[RuleResult]) -> list[RuleResult]:
    """Rules with violations first, graver and more frequent ones before others; rules that were not run last."""

    def weight(rule: RuleResult) -> tuple[bool, bool, int, int, int]:
        return (
            rule.not_run is not None,
            rule.violations == 0,
            rank(rule.severity),
            -rule.violations,
            -rule.inconclusive,
        )

    return sorted(rules, key=weight)


def instruments(report: Report) -> dict[str, str]:
    """The title of the instrument that each rule is taken from, by the rule's id: its pack's, else the pack's id."""
    titles = {pack.id: pack.title for pack in report.run.packs}
    return {rule.id: titles.get(rule.pack) or rule.pack for rule in report.rules}


def gravest(report: Report, most: int) -> list[Finding]:
    """The first so many findings, the gravest and then the earliest first."""
    severity = severities(report)
    return heapq.nsmallest(most, report.findings, key=lambda f: (rank(severity.get(f.rule, "")), f.at, f.id))


def severities(report: Report) -> dict[str, str]:
    """The severity of each rule by its id."""
    return {rule.id: rule.severity for rule in report.rules}


def violations_by_severity(report: Report) -> list[tuple[str, int]]:
    """How many violations of each severity there are, the gravest first; severities without any left out."""
    counts: Counter[str] = Counter()
    for rule in report.rules:
        counts[rule.severity] += rule.violations
    return [(severity, counts[severity]) for severity in sorted(counts, key=rank) if counts[severity]]


def causes(report: Report) -> list[tuple[str, int]]:
    """Why verdicts are inconclusive, and how often, the most frequent cause first."""
    counts: Counter[str] = Counter()
    for rule in report.rules:
        counts.update(rule.causes)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def violation_rate(rule: RuleResult) -> float | None:
    """Violations among the conclusive verdicts; None where there is none."""
    conclusive = rule.violations + rule.compliant
    return rule.violations / conclusive if conclusive else None


def account(rows: RowAccount) -> list[tuple[str, int]]:
    """What became of the rows that were read: the parts of the sum, in English."""
    return [
        ("used", rows.used),
        ("merged", rows.merged),
        ("duplicate", rows.duplicate),
        ("rejected", rows.rejected),
        ("out of scope", rows.out_of_scope),
    ]


def account_line(rows: RowAccount, say: Say) -> str:
    """The row account as one sum."""
    parts = " + ".join(f"{number:,} {say(name)}" for name, number in account(rows))
    sign = "=" if rows.read == sum(number for _, number in account(rows)) else "≠"
    return f"{rows.read:,} {say('read')} {sign} {parts}"


def percent(share: float | None) -> str:
    """A share as a reader expects it: never rounded to all or nothing when it is not."""
    if share is None:
        return "–"
    text = f"{share:.1%}"
    if text == "100.0%" and share < 1:
        return "> 99.9%"
    if text == "0.0%" and share > 0:
        return "< 0.1%"
    return "100%" if share == 1 else text


def conclusive(report: Report) -> str:
    """The share of verdicts that are conclusive, as it is shown: a dash where nothing was judged."""
    return percent(report.conclusive_share if report.judged else None)


def pairs(values: Mapping[str, JsonValue], say: Say) -> str:
    """A key or numbers in one line: `count 4 · limit 3`."""
    shown = measured(values, say.chinese)
    return " · ".join(f"{say.name(name)} {plain(value, say)}" for name, value in shown)


def plain(value: JsonValue, say: Say) -> str:
    """One value as text."""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return "" if value is None else str(value)


def choice(value: JsonValue, say: Say) -> str:
    """One of the values that a field allows, by its name in the language of the report."""
    return say.name(plain(value, say))


def place(source: SourceRow, say: Say) -> str:
    """Where a row stood, in one line."""
    sheet = f" › {source.sheet}" if source.sheet else ""
    return f"{source.file}{sheet} {say('row {first}', first=source.row)}"


def clock(moment: str) -> str:
    """An ISO 8601 moment as people read it: `2026-07-03 22:05:00 +08:00`."""
    if len(moment) < 20 or moment[10] != "T":
        return moment
    day, time = moment[:10], moment[11:]
    for sign in "+-Z":
        if sign in time:
            hours, _, offset = time.partition(sign)
            return f"{day} {hours} {sign if sign != 'Z' else 'UTC'}{offset}"
    return f"{day} {time}"
