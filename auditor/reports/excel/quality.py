"""The quality of the data: what became of every row, how columns were read, and the rows that were refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.reports.excel.book import Book, Column, Line, Table
from auditor.reports.excel.cells import Styled, Value, height
from auditor.reports.figures import account

_WIDTHS = (26, 80, 14)
_MEANINGS = {
    "used": "judged, or held as history",
    "merged": "a further leg of an event that stands in another row",
    "duplicate": "the same row once more",
    "rejected": "not usable as it stands: see Rejected rows",
    "out of scope": "outside the audited period and the history that it needs",
}

REJECTED_COLUMNS = (
    Column("File", 34),
    Column("Sheet", 14),
    Column("Row", 11, "plain-number"),
    Column("Column", 20),
    Column("Value", 50, "wrap"),
    Column("Reason", 56, "wrap"),
)


def add_quality(book: Book) -> Any:
    """Add the sheet with the row account, its reasons, and how columns were read."""
    return book.page("Data quality", _WIDTHS, lambda: _lines(book))


def _lines(book: Book) -> Iterator[Line]:
    rows, say = book.report.rows, book.say
    yield Line([say("Data quality")], 30, "title")
    yield Line(
        [say("Every row that was read is accounted for: it was used, or this sheet says why not.")], 18, "sentence"
    )
    yield Line()
    yield Line([say("What became of the rows")], 24, "section")
    yield Line([say("Rows"), say("Meaning"), Styled(say("Number"), "head-right")], 20, "head")
    yield Line(
        [Styled(say("read"), "strong"), say("all rows of all logs"), Styled(rows.read, "strong-number")], style="wrap"
    )
    for name, number in account(rows):
        yield Line([say(name), say(_MEANINGS[name]), Styled(number, "number")], style="wrap")
    if rows.read != sum(number for _, number in account(rows)):
        yield Line([say("The row account does not add up: do not sign.")], 20, "warning")
    yield from _reasons(book)
    yield Line()
    yield Line([say("How the columns were read")], 24, "section")
    for note in map(say.note, book.report.run.notes or (say("No note was made."),)):
        where, _, how = note.partition(": ")
        values: list[Value] = [where, how, None] if how else [None, note, None]
        yield Line(values, height(zip((str(value or "") for value in values), _WIDTHS, strict=True)), "wrap")


def _reasons(book: Book) -> Iterator[Line]:
    say = book.say
    if not book.report.rows.reasons:
        return
    yield Line()
    yield Line([say("Why rows were not used")], 24, "section")
    yield Line([say("Rows"), say("Reason"), Styled(say("Number"), "head-right")], 20, "head")
    for became, reason, number in book.report.rows.reasons:
        text = say.cause(reason)
        yield Line(
            [say.word(became.replace("_", " ")), text, Styled(number, "number")], height([(text, _WIDTHS[1])]), "wrap"
        )


def add_rejected(book: Book) -> Any:
    """Add the sheet of rejected rows."""
    rejected = book.report.rejected

    def rows() -> Iterator[list[Value]]:
        for row in rejected:
            source = row.source
            yield [source.file, source.sheet, source.row, row.column, row.value, book.say.cause(row.reason)]

    return book.table(
        Table(
            "Rejected rows",
            "rejected-continued",
            "Each row could not be used: a value is missing, damaged or unknown. Correct the export and run the audit again.",
            REJECTED_COLUMNS,
            rows,
            len(rejected),
            empty="No row was rejected.",
        )
    )
