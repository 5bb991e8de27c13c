"""The workbook that a compliance officer signs; `review` reads the reviewer's columns back."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from auditor.findings import Report
from auditor.reports.bilingual import Say
from auditor.reports.excel.beside import Beside
from auditor.reports.excel.book import HEAD_ROW, ROWS, Book
from auditor.reports.excel.cover import add_cover
from auditor.reports.excel.evidence import add_evidence
from auditor.reports.excel.findings import add_findings
from auditor.reports.excel.inconclusive import add_inconclusive, add_inconclusive_rows
from auditor.reports.excel.manifest import add_manifest
from auditor.reports.excel.quality import add_quality, add_rejected
from auditor.reports.excel.rules import add_clauses, add_provisions, add_rules
from auditor.reports.excel.summary import add_summary
from auditor.reports.excel.tallies import add_tallies
from auditor.reports.whole_file import whole_file

SHEETS = (
    add_cover,
    add_summary,
    add_findings,
    add_evidence,
    add_tallies,
    add_inconclusive,
    add_inconclusive_rows,
    add_rules,
    add_provisions,
    add_clauses,
    add_quality,
    add_rejected,
    add_manifest,
)
"""The sheets in their order; each adds itself to a book."""


def write(report: Report, path: Path, *, language: str = "en", most_rows: int = ROWS) -> tuple[Path, ...]:
    """Write the workbook, and beside it what does not fit into it; returns every file written, the workbook first.

    most_rows: how many rows a sheet may have, its headings among them.
    """
    if not HEAD_ROW < most_rows <= ROWS:
        raise ValueError(f"a sheet has from {HEAD_ROW + 1} to {ROWS:,} rows")
    say = Say(language, report.names)
    with whole_file(path) as out, ExitStack() as files:
        book = Book(report, say, Beside(path, say, files), most_rows)
        for add in SHEETS:
            add(book)
        book.save(out)
        beside = tuple(file.path for file in book.beside.all())
    return (path, *beside)
