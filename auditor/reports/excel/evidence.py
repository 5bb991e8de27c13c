"""The sheet of evidence: every row of the log on which a finding rests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.findings import Event, Finding
from auditor.reports.bilingual import Say
from auditor.reports.excel.book import Book, Column, Table
from auditor.reports.excel.cells import Styled, Value, moment
from auditor.reports.excerpt import excerpt, phrases
from auditor.reports.figures import choice, plain

COLUMNS = (
    Column("Finding", 17.5, "code"),
    Column("No.", 6, "plain-number"),
    Column("Part", 13),
    Column("Local time", 16.5, "moment"),
    Column("UTC time", 16.5, "moment"),
    Column("Kind", 10),
    Column("Channel", 14),
    Column("Direction", 10),
    Column("Outcome", 20),
    Column("Party", 16),
    Column("Agent", 22),
    Column("Text around the hit", 46, "wrap"),
    Column("Phrase found", 20, "wrap"),
    Column("File", 20),
    Column("Sheet", 10),
    Column("Row", 10, "plain-number"),
    Column("Event", 16, "quiet"),
    Column("Consumer", 13, "quiet"),
    Column("Agency", 14, "quiet"),
    Column("Full text", 40, "quiet"),
)
_PRINTED = 16
_CHOICES = ("channel", "direction", "outcome", "party")


def add_evidence(book: Book) -> Any:
    """Add the sheet, in the order of the findings."""
    table = Table(
        "Evidence",
        "evidence-continued",
        "Each row is one row of the log, once for each finding that it helps to prove; file, sheet and row say where it stands.",
        COLUMNS,
        lambda: _rows(book),
        sum(len(finding.evidence) for finding in book.findings),
        empty="There is no finding, so there is nothing to prove.",
        frozen=2,
        printed=_PRINTED,
    )
    return book.table(table)


def _rows(book: Book) -> Iterator[list[Value]]:
    for finding in book.findings:
        for number, id in enumerate(finding.evidence, 1):
            event = book.report.evidence.get(id)
            yield _row(finding, number, id, event, book.say)


def _row(finding: Finding, number: int, id: str, event: Event | None, say: Say) -> list[Value]:
    judged = id == finding.event
    part = Styled(say("judged event"), "strong") if judged else say("counts with it")
    if event is None:
        return [finding.id, number, part, *[None] * 13, id, None, None, None]
    text = event.details.get("text")
    hits = finding.hits if judged else ()
    said = str(text) if text is not None else ""
    shown = excerpt(said, hits)
    return [
        finding.id,
        number,
        part,
        moment(event.local),
        moment(event.at),
        say.name(event.kind),
        *(choice(event.details.get(name), say) for name in _CHOICES),
        plain(event.details.get("agent"), say),
        shown,
        phrases(hits),
        event.source.file,
        event.source.sheet,
        event.source.row,
        id,
        event.consumer,
        plain(event.details.get("agency"), say),
        said if hits else None,
    ]
