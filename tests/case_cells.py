"""What the cells of a worked case say, and the sheet of rows that a case becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from auditor.language.cells import read_cell
from auditor.language.declarations import Field
from auditor.value_types import Kind
from tests.case_words import key

THE_COLLECTOR = "the collector"
DEFAULT_ZONE = "America/New_York"
DATE_LENGTH = len("2026-04-01")

# Calls in which nothing was said of any debt.
SILENT = (
    "no-answer", "voicemail-lcm", "voicemail-reached-no-message", "voicemail-box-full", "answered-dropped",
    "recorded-message-reached",
)  # fmt: skip

Cells = dict[str, Any]
Fields = Mapping[str, Field]


@dataclass(frozen=True)
class CaseRow:
    """A row of the case's timeline: cells by field, and the event (by its number in the case) that it comes from."""

    event: Any
    cells: Cells

    def with_cells(self, **cells: Any) -> CaseRow:
        """The row with other cells."""
        return replace(self, cells={**self.cells, **cells})


@dataclass
class Sheet:
    """The rows of a case, in order of its events, and what was not understood. fields: by name, those of the pack."""

    fields: Fields
    rows: list[CaseRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, event: Any, **cells: Any) -> None:
        """Put down a row; cells without a value are left out."""
        self.rows.append(CaseRow(event, {name: value for name, value in cells.items() if value is not None}))

    def note(self, what: str) -> None:
        """Say once what was not understood."""
        if what not in self.notes:
            self.notes.append(what)

    def known(self, name: str, value: str | None, shown: Any) -> str | None:
        """A value of a `one of` field, or None with a note."""
        choices = {choice.name for choice in self.fields[name].type.choices}
        if value is not None and value not in choices:
            self.note(f"{name} {shown!r}")
            return None
        return value


def typed(row: CaseRow, sheet: Sheet) -> tuple[tuple[str, Any], ...]:
    """The cells of a row as values of their fields' types; a cell that is none is left out and noted.

    Raises ValueError where the row does not say when.
    """
    values = []
    for name, cell in row.cells.items():
        kind = sheet.fields[name].type
        if isinstance(cell, tuple) or (kind.kind is Kind.TEXT and not kind.several):
            values.append((name, cell if isinstance(cell, tuple) else str(cell)))
            continue
        try:
            values.append((name, read_cell(str(cell), kind)))
        except ValueError as error:
            if name == "at":
                raise ValueError(f"{cell!r} is not {error}") from None
            sheet.note(f"{name} {cell!r}")
    return tuple(values)


def local(event: Mapping[str, Any], zone: str) -> datetime:
    """When an event was, by the clock of a zone (without an offset)."""
    given = datetime.fromisoformat(str(event.get("at")))
    own = ZoneInfo(str(event.get("tz") or zone))
    moment = given if given.tzinfo is not None else given.replace(tzinfo=own)
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def one_debt_each(events: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A call that told of no debt counts for one of those that it may have been about: one that is free, least called."""
    spent: list[tuple[date, str, str, bool]] = []
    chosen: dict[int, dict[str, Any]] = {}
    for place, event in sorted(enumerate(events), key=lambda item: instant_of(item[1])):
        on, who = (
            local(event, str(event.get("tz") or DEFAULT_ZONE)).date(),
            f"{collector_of(event)} {event.get('consumer')}",
        )
        debts = debts_of(event)
        if len(debts) > 1 and key(event.get("direction", "out")) == "out" and key(event.get("outcome") or "") in SILENT:
            week = [s for s in spent if s[1] == who and s[0] > on - timedelta(days=7)]

            def load(debt: str, week: list[tuple[date, str, str, bool]] = week) -> tuple[bool, int]:
                about = [talk for _, _, other, talk in week if other == debt]
                return any(about), len(about)

            event = {**event, "debt": [min(debts, key=load)]}
        chosen[place] = event
        spent += [(on, who, debt, key(event.get("outcome") or "") == "conversation") for debt in debts_of(event)]
    return (chosen[place] for place in range(len(events)))


def instant_of(event: Mapping[str, Any]) -> datetime:
    """When an event was, in UTC."""
    zone = str(event.get("tz") or DEFAULT_ZONE)
    return local(event, zone).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def is_talk(event: Mapping[str, Any]) -> bool:
    """Whether the consumer could say or write something in it."""
    return key(event.get("outcome") or "") == "conversation" or key(event.get("direction", "out")) in ("in", "inbound")


def collector_of(event: Mapping[str, Any]) -> str:
    """Who collects."""
    return str(event.get("collector") or event.get("collector_id") or THE_COLLECTOR)


def number_of(event: Mapping[str, Any]) -> str | None:
    """The number or address contacted."""
    given = event.get("address") or event.get("number")
    return None if given is None else str(given)


def debts_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The debts that something is about, those discussed where that is said."""
    given = first(entry, "debts_discussed", "debt", "debts", "debt_ids")
    return tuple(str(debt) for debt in as_list(given))


def groups_of(event: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The groups of debts that the law counts as one: loans for study under one account number, and no others."""
    given = event.get("debt_group")
    if (
        event.get("debt_type")
        and "student" not in key(event["debt_type"])
        and "education" not in key(event["debt_type"])
    ):
        return None
    return None if given is None else tuple(str(group) for group in as_list(given))


def as_list(value: Any) -> list[Any]:
    """A list as it is, nothing as an empty one, anything else as a list of one."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def as_dict(value: Any) -> dict[str, Any]:
    """A table as it is, anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def first(entry: Mapping[str, Any], *names: str) -> Any:
    """The first of these that the entry says."""
    return next((entry[name] for name in names if entry.get(name) is not None), None)


def yes_no(value: Any) -> str | None:
    """Yes or no, as a cell."""
    return None if value is None else "yes" if value in (True, "yes", "true", 1) else "no"


def day_of(value: Any) -> str | None:
    """A date, of a date or a moment."""
    return None if value is None else str(value)[:DATE_LENGTH]


def is_date(value: Any) -> bool:
    """Whether something begins with a date."""
    try:
        date.fromisoformat(str(value)[:DATE_LENGTH])
    except ValueError:
        return False
    return True


def days_later(day: Any, days: Any) -> str | None:
    """The date so many days after another, or None where either is none."""
    try:
        return (date.fromisoformat(str(day)) + timedelta(days=int(days))).isoformat()
    except (TypeError, ValueError, OverflowError):
        return None


def moment_of(value: Any) -> str:
    """A moment, of a moment or a date (its beginning)."""
    text = str(value)
    return f"{text}T00:00:00" if len(text) <= DATE_LENGTH else text


def clock_of(value: Any) -> str | None:
    """A time of day."""
    text = str(value or "").strip()
    return text[: len("00:00")] if text else None


def weekday_of(day: Any) -> str:
    """The name of a weekday, from 0 (Monday) or a name."""
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    if isinstance(day, int):
        return names[day % 7]
    return next((name for name in names if name.startswith(str(day).lower()[:3])), str(day))
