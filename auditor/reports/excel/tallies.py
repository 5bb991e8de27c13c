"""The sheet of contacts and violations by agent, agency and day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl.formatting.rule import DataBarRule

from auditor.findings import Tally
from auditor.reports.bilingual import Say
from auditor.reports.excel.book import HEAD_ROW, Book, Column, Table
from auditor.reports.excel.cells import Value

COLUMNS = (
    Column("By", 12),
    Column("Name", 30, "strong"),
    Column("Contacts", 12, "number"),
    Column("Violations", 12, "strong-number"),
    Column("Violations per 100 contacts", 18, "decimal"),
    Column("Inconclusive", 13, "number"),
    Column("Violations by rule", 90, "wrap"),
)
MOST_RULES = 10
"""How many rules a row names, the most often broken first; the sheet of findings has them all."""

_ORDER = ("agency", "agent", "day")


def add_tallies(book: Book) -> Any:
    """Add the sheet: agencies, then agents, the worst first, then days in their order."""
    tallies = sorted(book.report.tallies, key=_weight)
    table = Table(
        "By agent and day",
        "by-agent-continued",
        "How many contacts each agency and agent made, and on each day, and how many violations came of them: where to look and whom to train.",
        COLUMNS,
        lambda: _rows(tallies, book.say),
        len(tallies),
        empty="The log names neither agents nor agencies.",
        frozen=2,
    )
    sheet = book.table(table)
    if tallies:
        rates = f"E{HEAD_ROW + 1}:E{HEAD_ROW + book.shown(len(tallies))}"
        sheet.conditional_formatting.add(rates, DataBarRule("num", 0, "max", None, color="E7A5A0"))
    return sheet


def _weight(tally: Tally) -> tuple[int, int, str]:
    by = _ORDER.index(tally.by) if tally.by in _ORDER else len(_ORDER)
    return by, 0 if tally.by == "day" else -tally.violations, tally.name


def _rows(tallies: Sequence[Tally], say: Say) -> Iterator[list[Value]]:
    for tally in tallies:
        rate = 100 * tally.violations / tally.contacts if tally.contacts else None
        most = sorted(tally.rules, key=lambda item: -item[1])
        rules = "; ".join(f"{rule} × {number:,}" for rule, number in most[:MOST_RULES])
        if len(most) > MOST_RULES:
            rules += say(" and {more} more", more=len(most) - MOST_RULES)
        yield [say.word(tally.by), tally.name, tally.contacts, tally.violations, rate, tally.inconclusive, rules]
