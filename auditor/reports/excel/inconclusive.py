"""What could not be concluded: summed up by rule and cause, then row by row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.reports.excel.book import Book, Column, Table
from auditor.reports.excel.cells import Value
from auditor.reports.figures import by_weight

CAUSE_COLUMNS = (
    Column("Rule", 46, "wrap"),
    Column("Cause", 58, "wrap"),
    Column("Verdicts", 12, "strong-number"),
    Column("Share of applicable", 13, "share"),
    Column("Rule id", 34, "quiet"),
)
ROW_COLUMNS = (Column("Event", 38), Column("Rule", 46), Column("Cause", 62), Column("Rule id", 34, "quiet"))


def add_inconclusive(book: Book) -> Any:
    """Add the sheet by rule and cause."""
    rules = [rule for rule in by_weight(book.report.rules) if rule.causes]
    count = sum(len(rule.causes) for rule in rules)

    def rows() -> Iterator[list[Value]]:
        for rule in rules:
            for cause, number in sorted(rule.causes.items(), key=lambda item: (-item[1], item[0])):
                share = number / rule.applicable if rule.applicable else None
                yield [rule.title, book.say.cause(cause), number, share, rule.id]

    return book.table(
        Table(
            "Inconclusive",
            "inconclusive-causes-continued",
            "What the log does not hold: verdicts that are neither compliant nor violations, and why. They count for no one.",
            CAUSE_COLUMNS,
            rows,
            count,
            empty="Every verdict is conclusive.",
            frozen=1,
        )
    )


def add_inconclusive_rows(book: Book) -> Any:
    """Add the sheet with a row for each inconclusive verdict."""
    titles = {rule.id: rule.title for rule in book.report.rules}

    def rows() -> Iterator[list[Value]]:
        for item in book.report.inconclusive:
            yield [item.event, titles.get(item.rule), book.say.cause(item.cause), item.rule]

    return book.table(
        Table(
            "Inconclusive rows",
            "inconclusive-continued",
            "Each row is one event of which one rule could say neither yes nor no, and why.",
            ROW_COLUMNS,
            rows,
            len(book.report.inconclusive),
            empty="Every verdict is conclusive.",
            frozen=1,
        )
    )
