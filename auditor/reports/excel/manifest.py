"""The manifest: inputs, packs, versions and options, and the files beside the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.reports.excel.book import Book, Line
from auditor.reports.excel.cells import Styled, Value, height
from auditor.reports.figures import plain

_WIDTHS = (30, 60, 10, 14, 70)


def add_manifest(book: Book) -> Any:
    """Add the sheet. It must be the last: its lines are made when all other sheets are written."""
    return book.page("Manifest", _WIDTHS, lambda: _lines(book))


def _lines(book: Book) -> Iterator[Line]:
    run, say = book.report.run, book.say
    yield Line([say("Manifest")], 30, "title")
    yield Line(
        [say("With these files, packs and versions the audit can be repeated; the same inputs give the same bytes.")],
        18,
        "sentence",
    )
    yield Line()
    yield Line([say("Logs")], 24, "section")
    yield _heads(book, "File", "Use", "Encoding", "Rows", "SHA-256")
    for file in run.inputs:
        count = Styled(file.rows, "number")
        yield Line([file.file, say.word(file.role), file.encoding, count, Styled(file.sha256, "code")], style="wrap")
    yield Line()
    yield Line([say("Rule packs")], 24, "section")
    yield _heads(book, "Pack", "Instrument", "Version", "Text read on", "SHA-256")
    for pack in run.packs:
        values: list[Value] = [pack.id, pack.title, pack.version, pack.read_on, Styled(pack.sha256, "code")]
        yield Line(values, height([(pack.id, _WIDTHS[0]), (pack.title, _WIDTHS[1])]), "wrap")
        if pack.source:
            yield Line([None, pack.source], style="quiet")
    yield Line()
    yield Line([say("Program")], 24, "section")
    for label, version in (("auditor", run.auditor), (say("engine"), run.engine), (say("time-zone data"), run.tzdata)):
        yield Line([label, version], style="text")
    if run.options:
        yield Line()
        yield Line([say("Options")], 24, "section")
    for name, value in run.options.items():
        yield Line([name, plain(value, say)], style="text")
    yield from _beside(book)
    yield Line()
    for note in (
        "The dates inside this file are fixed, so that the same audit gives the same bytes; they are not when it was made.",
        "Text from the log is stored as text, never as a formula; characters that cannot be seen are written out, such as \\u202e.",
    ):
        yield Line([say(note)], style="count")


def _heads(book: Book, *heads: str | None) -> Line:
    values: list[Value] = [book.say(head) if head else None for head in heads]
    if "Rows" in heads:
        values[heads.index("Rows")] = Styled(book.say("Rows"), "head-right")
    return Line(values, 20, "head")


def _beside(book: Book) -> Iterator[Line]:
    files = book.beside.all()
    if not files:
        return
    yield Line()
    yield Line([book.say("Files beside this workbook")], 24, "section")
    yield _heads(book, "File", "What it holds", None, None, "SHA-256")
    for file in files:
        yield Line([file.path.name, file.holds, None, None, Styled(file.sha256, "code")], style="wrap")
