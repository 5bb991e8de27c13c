"""Findings as CSV: one row a finding, safe to open in a spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from auditor.findings import Report
from auditor.reports.bilingual import Say
from auditor.reports.excerpt import phrases
from auditor.reports.figures import instruments, pairs
from auditor.reports.visible import visible

COLUMNS = (
    "id",
    "rule",
    "title",
    "severity",
    "instrument",
    "cite",
    "force",
    "basis",
    "since",
    "through",
    "read_on",
    "verdict",
    "event",
    "at",
    "local",
    "consumer",
    "key",
    "message",
    "numbers",
    "evidence",
    "phrases",
    "file",
    "sheet",
    "row",
)
CHANGED = "changed"

# CWE-1236: a spreadsheet program takes a cell that begins so for a formula; full-width forms count too.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def write(report: Report, out: BinaryIO) -> None:
    """Write the findings, UTF-8 with a byte-order mark, by which spreadsheet programs know the encoding."""
    write_rows(COLUMNS, _rows(report), out)


def write_rows(headings: Sequence[str], rows: Iterable[Sequence[object]], out: BinaryIO) -> None:
    """Write any table so. The last column names the cells that were changed to make them safe."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    text.write("\ufeff")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow([*headings, CHANGED])
    for row in rows:
        cells = ["" if value is None else str(value) for value in row]
        safe = [cell if isinstance(value, int) else guarded(cell) for cell, value in zip(cells, row, strict=True)]
        changed = [name for name, cell, kept in zip(headings, cells, safe, strict=True) if cell != kept]
        lines.writerow([*safe, ";".join(changed)])
    text.detach()


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet program takes for a formula: `'` before one that looks like it."""
    text = visible(text)
    return "'" + text if text.lstrip(" ").startswith(_FORMULA) else text


def _rows(report: Report) -> Iterator[list[object]]:
    say = Say()
    rules = {rule.id: rule for rule in report.rules}
    instrument = instruments(report)
    for finding in report.findings:
        rule = rules[finding.rule]
        yield [
            finding.id,
            finding.rule,
            rule.title,
            rule.severity,
            instrument[rule.id],
            "; ".join(rule.cite),
            rule.force,
            rule.basis,
            rule.since,
            rule.through,
            rule.read_on,
            finding.verdict,
            finding.event,
            finding.at,
            finding.local,
            finding.consumer,
            pairs(finding.key, say),
            finding.message,
            pairs(finding.numbers, say),
            ";".join(finding.evidence),
            phrases(finding.hits),
            finding.source.file,
            finding.source.sheet,
            finding.source.row,
        ]
