"""The sheet of findings: one row each, with columns for the reviewer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from auditor.findings import Finding, RuleResult
from auditor.reports.bilingual import Say
from auditor.reports.excel.book import HEAD_ROW, LINKS, Book, Column, Table
from auditor.reports.excel.cells import Styled, Value, moment
from auditor.reports.excel.styles import severity_style
from auditor.reports.figures import pairs, place, plain

DECISIONS = ("confirmed", "rejected", "waived", "open")
"""What a reviewer may decide of a finding."""

ID, DECISION, COMMENT, OWNER, DUE = "Finding", "Decision", "Comment", "Owner", "Due"

COLUMNS = (
    Column(ID, 17.5, "code"),
    Column("Severity", 9.5),
    Column("Rule", 23, "wrap"),
    Column("Citation", 19, "wrap"),
    Column("What happened", 40, "wrap"),
    Column("Consumer", 12),
    Column("Agent", 22),
    Column("Local time", 16.5, "moment"),
    Column("UTC time", 16.5, "moment"),
    Column("Evidence", 12, "link"),
    Column(DECISION, 11.5, "input", "head-input"),
    Column(COMMENT, 25, "input", "head-input"),
    Column(OWNER, 11, "input", "head-input"),
    Column(DUE, 11, "input-date", "head-input"),
    Column("Numbers", 24, "wrap"),
    Column("Counted per", 26, "quiet-wrap"),
    Column("Event", 16, "quiet"),
    Column("Agency", 14, "quiet"),
    Column("Source", 30, "quiet"),
    Column("Rule id", 26, "quiet"),
)
_PRINTED = 14
_REVIEW = slice(10, 14)


def add_findings(book: Book) -> Any:
    """Add the sheet; the links lead to the sheet of evidence, which must stand in the order of the findings."""
    table = Table(
        "Findings",
        "findings-continued",
        "Each row is one event that broke one rule. The gravest come first. Decide in the yellow columns; the link leads to the rows that prove it.",
        COLUMNS,
        lambda: _rows(book),
        len(book.findings),
        empty="No violation was found. What could not be concluded, and which rules were not run, stands in their own sheets.",
        frozen=2,
        printed=_PRINTED,
    )
    sheet = book.table(table)
    shown = book.shown(table.count)
    if shown:
        _validate(sheet, book.say, shown)
        _link(book, sheet, shown)
    return sheet


def _rows(book: Book) -> Iterator[list[Value]]:
    say, report = book.say, book.report
    rules = {rule.id: rule for rule in report.rules}
    first = HEAD_ROW + 1
    for finding in book.findings:
        number = len(finding.evidence)
        yield _row(book, finding, rules[finding.rule], _evidence(say, first, number, book.most_rows))
        first += number


def _row(book: Book, finding: Finding, rule: RuleResult, evidence: Value) -> list[Value]:
    say = book.say
    event = book.report.evidence.get(finding.event)
    details = event.details if event else {}
    return [
        finding.id,
        Styled(say.word(rule.severity), severity_style(rule.severity)),
        rule.title,
        "; ".join(rule.cite),
        finding.message,
        finding.consumer,
        plain(details.get("agent"), say),
        moment(finding.local),
        moment(finding.at),
        evidence,
        None,
        None,
        None,
        None,
        pairs(finding.numbers, say),
        pairs(finding.key, say),
        finding.event,
        plain(details.get("agency"), say),
        place(finding.source, say),
        finding.rule,
    ]


def _evidence(say: Say, first: int, number: int, most_rows: int) -> Value:
    """Which rows of the sheet of evidence belong to a finding, in words."""
    last = first + number - 1
    if number == 0:
        return Styled(None, "text")
    if last > most_rows:
        return Styled(say("file beside"), "text")
    return say("row {first}", first=first) if number == 1 else say("rows {first}–{last}", first=first, last=last)


def _link(book: Book, sheet: Any, shown: int) -> None:
    """Lead each finding to its first row of evidence; Excel takes only so many links in a sheet."""
    say = book.say
    letter = get_column_letter([column.heading for column in COLUMNS].index("Evidence") + 1)
    first = HEAD_ROW + 1
    for row, finding in enumerate(islice(book.findings, min(shown, LINKS)), HEAD_ROW + 1):
        number = len(finding.evidence)
        if number and first + number - 1 <= book.most_rows:
            book.link(
                sheet,
                f"{letter}{row}",
                say("Evidence"),
                f"A{first}:T{first + number - 1}",
                say("to the rows that prove it"),
            )
        first += number


def _validate(sheet: Any, say: Say, shown: int) -> None:
    """Drop-downs and checks in the reviewer's columns, and a colour for what is decided."""
    decision, _, _, due = (_range(sheet, index, shown) for index in range(_REVIEW.start, _REVIEW.stop))
    words = [say(word) for word in DECISIONS]
    choice = DataValidation("list", formula1='"' + ",".join(words) + '"', allow_blank=True, showErrorMessage=True)
    choice.promptTitle, choice.prompt = (
        say("Decision"),
        say("Is this finding right? Choose one; leave blank what is not reviewed."),
    )
    choice.errorTitle, choice.error = say("Decision"), say("Choose one of: {words}", words=", ".join(words))
    choice.showInputMessage = True
    choice.add(decision)
    date = DataValidation("date", operator="greaterThan", formula1="36526", allow_blank=True, showErrorMessage=True)
    date.errorTitle, date.error = say("Due"), say("Enter a date, such as 2026-12-31.")
    date.add(due)
    for validation in (choice, date):
        sheet.data_validations.append(validation)
    for word, ink in zip(words[:3], ("9B1C1C", "2F6B3A", "55409A"), strict=True):
        look = {"font": Font(color=ink, bold=True), "fill": PatternFill(bgColor="FFF9E5")}
        sheet.conditional_formatting.add(decision, CellIsRule("equal", formula=[f'"{word}"'], **look))


def _range(sheet: Any, index: int, shown: int) -> str:
    letter = get_column_letter(index + 1)
    return f"{letter}{HEAD_ROW + 1}:{letter}{HEAD_ROW + shown}"


def headings(say: Say) -> Sequence[str]:
    """The headings in one language."""
    return [say(column.heading) for column in COLUMNS]
