"""The way back: what a reviewer entered in the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from auditor.diagnostics import Diagnostic, DiagnosticError
from auditor.reports.bilingual import LANGUAGES, Say
from auditor.reports.excel.findings import COMMENT, DECISION, DECISIONS, DUE, ID, OWNER

_TOP = 20  # the headings stand in row 4, or a little lower where somebody put lines above them


@dataclass(frozen=True)
class Review:
    """A reviewer's word on one finding. decision: one of DECISIONS, or None while there is none."""

    finding: str
    decision: str | None
    comment: str | None
    owner: str | None
    due: date | None


def read_review(path: Path) -> dict[str, Review]:
    """The reviews in a workbook, by the id of the finding; findings without an entry are left out.

    Columns are found by their headings, in either language, wherever they were moved. DiagnosticError says every cell that cannot be read.
    """
    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
    except FileNotFoundError as error:
        raise DiagnosticError([_problem(path, f"there is no file `{path}`")]) from error
    except (OSError, KeyError, ValueError, BadZipFile, InvalidFileException) as error:
        raise DiagnosticError([_problem(path, f"`{path}` cannot be read as a workbook")]) from error
    try:
        return _read(path, workbook)
    finally:
        workbook.close()


def _read(path: Path, workbook: Any) -> dict[str, Review]:
    for sheet in workbook.worksheets:
        rows = enumerate(sheet.iter_rows(values_only=True), 1)
        columns = _columns(rows)
        if columns:
            problems: list[Diagnostic] = []
            reviews = dict(_reviews(path, sheet.title, rows, columns, problems))
            if problems:
                raise DiagnosticError(problems)
            return reviews
    hint = "it is the workbook that `auditor audit -o report.xlsx` writes"
    raise DiagnosticError([_problem(path, f"`{path}` has no sheet with the reviewer's columns", hint)])


def _columns(rows: Iterator[tuple[int, Sequence[Any]]]) -> dict[str, int]:
    """Where the columns stand, by their English headings; reads on to the row of headings."""
    for number, values in rows:
        for say in map(Say, LANGUAGES):
            named = {say(name): name for name in (ID, DECISION, COMMENT, OWNER, DUE)}
            found = {named[value]: index for index, value in enumerate(values) if value in named}
            if len(found) == len(named):
                return found
        if number >= _TOP:
            break
    return {}


def _reviews(
    path: Path,
    sheet: str,
    rows: Iterator[tuple[int, Sequence[Any]]],
    columns: Mapping[str, int],
    problems: list[Diagnostic],
) -> Iterator[tuple[str, Review]]:
    for number, values in rows:
        cells = {name: values[index] if index < len(values) else None for name, index in columns.items()}
        id = _text(cells[ID])
        entered = [_text(cells[name]) for name in (DECISION, COMMENT, OWNER, DUE)]
        if id is None or not any(entered):
            continue
        place = f"`{sheet}`, row {number}"
        decision, due = _decision(entered[0]), _date(cells[DUE])
        if entered[0] and decision is None:
            say = Say("en" if entered[0].isascii() else "zh")
            hint = "one of " + ", ".join(map(say, DECISIONS))
            problems.append(_problem(path, f"{place}: `{entered[0]}` is no decision", hint))
        if entered[3] and due is None:
            problems.append(_problem(path, f"{place}: `{entered[3]}` is no date", "write it as 2026-12-31"))
        yield id, Review(id, decision, entered[1], entered[2], due)


def _text(value: object) -> str | None:
    text = str(value).strip() if value is not None else ""
    return text or None


def _decision(word: str | None) -> str | None:
    for say in map(Say, LANGUAGES):
        for decision in DECISIONS:
            if word is not None and word.casefold() == say(decision):
                return decision
    return None


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip().replace("/", "-"))
    except ValueError:
        return None


def _problem(path: Path, message: str, hint: str | None = None) -> Diagnostic:
    return Diagnostic("unreadable-review", message, hint=hint, file=str(path))
