"""What happens, written down: calls for the dialer's export, messages, and what else happened; and what was planted."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

START = datetime(2026, 3, 16)
"""Day 0: the first day that is audited. Accounts were opened before it."""

DOMAIN = ZoneInfo("America/New_York")
CALL_COLUMNS = (
    "CALL ID", "TIMESTAMP", "CAMPAIGN", "CALL TYPE", "AGENT", "DISPOSITION", "ANI", "DNIS", "SESSION ID", "CALL TIME",
    "consumer", "person", "debt", "debt_group", "zone", "agency", "creditor", "party", "place", "person_at", "purpose",
    "permitted_as", "text", "limitation_ends",
)  # fmt: skip
STATUS_COLUMNS = (
    "id", "kind", "at", "zone", "consumer", "person", "debt", "agency", "in_writing", "consent_to", "given_directly",
    "starts_on", "ends_on", "consent_from", "consent_until", "weekdays", "from_time", "until_time", "place", "person_at",
    "medium", "only_number", "number", "paid_in_full", "amount", "validation_ends", "check", "deposit_on", "limitation_ends",
)  # fmt: skip
FILES = {"C": "calls.csv", "M": "messages.jsonl", "S": "status.csv"}


def moment(day: int, clock: str) -> datetime:
    """A local time (`14:05` or `14:05:30`) so many days after the first audited day."""
    hours, minutes, *seconds = (int(part) for part in clock.split(":"))
    return START + timedelta(days=day, hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0)


@dataclass(frozen=True)
class Row:
    """A row of one of the files: when it happened, and its cells."""

    at: datetime
    cells: dict[str, str]


@dataclass
class Journal:
    """The rows of the three files, and what was planted: (rule, event, verdict, cause)."""

    calls: list[Row] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    statuses: list[Row] = field(default_factory=list)
    planted: list[tuple[str, str, str, str]] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def next_id(self, kind: str) -> str:
        """The next id of a kind of row: C for calls, M for messages, S for what else happened."""
        self._numbers[kind] = self._numbers.get(kind, 0) + 1
        return f"{kind}{self._numbers[kind]:05}"

    def plant(self, rule: str, event: str, cause: str, verdict: str = "violation") -> str:
        """Note that a rule must find an event (or, as `clean`, must not). Gives the event."""
        self.planted.append((f"us.regf.{rule}", event, verdict, cause))
        return event

    def write(self, folder: Path) -> list[Path]:
        """Write the files; each in order of time."""
        folder.mkdir(parents=True, exist_ok=True)
        calls = [row.cells for row in sorted(self.calls, key=lambda row: (row.at, row.cells["CALL ID"]))]
        statuses = [row.cells for row in sorted(self.statuses, key=lambda row: (row.at, row.cells["id"]))]
        messages = [row.cells for row in sorted(self.messages, key=lambda row: (row.at, row.cells["id"]))]
        planted = [
            dict(
                zip(
                    ("rule", "event", "verdict", "file", "cause"),
                    (rule, event, verdict, FILES[event[0]], cause),
                    strict=True,
                )
            )
            for rule, event, verdict, cause in sorted(self.planted)
        ]
        texts = {
            "calls.csv": _csv(CALL_COLUMNS, calls),
            "status.csv": _csv(STATUS_COLUMNS, statuses),
            "messages.jsonl": "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in messages),
            "planted.csv": _csv(("rule", "event", "verdict", "file", "cause"), planted),
        }
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
        return [folder / name for name in texts]


def _csv(columns: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
