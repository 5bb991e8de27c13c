"""Rejected rows as CSV: where each stood, the column and value at fault, and why."""

from __future__ import annotations

from typing import BinaryIO

from auditor.findings import Report
from auditor.reports.csv_ import write_rows

COLUMNS = ("file", "sheet", "row", "column", "value", "reason")


def write(report: Report, out: BinaryIO) -> None:
    """Write every rejected row."""
    rows = (
        (row.source.file, row.source.sheet, row.source.row, row.column, row.value, row.reason)
        for row in report.rejected
    )
    write_rows(COLUMNS, rows, out)
