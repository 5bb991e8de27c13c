"""Logs read into a timeline without any rule: the events with their fields, and the account of the rows."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from auditor.diagnostics import Diagnostic
from auditor.engine.timeline import TABLE, open_database
from auditor.findings import InputFile, RejectedRow, RowAccount
from auditor.language.declarations import Field
from auditor.logs.ingest import Options, ingest
from auditor.logs.profile_file import load_profile
from auditor.packs.loading import CORE, load
from auditor.wording.probes import Probes
from tests.log_runs import write


@dataclass(frozen=True)
class Log:
    """A log that was read. events: by field name, in the order of their source; empty fields are left out."""

    events: list[dict[str, Any]]
    account: RowAccount
    rejected: list[RejectedRow]
    problems: list[Diagnostic]
    notes: list[str]
    defaults: dict[str, str]
    inputs: tuple[InputFile, ...]
    period: tuple[int, int]
    known: tuple[int, int]

    def column(self, name: str) -> list[Any]:
        """A field of every event."""
        return [event.get(name) for event in self.events]

    @property
    def reasons(self) -> list[tuple[int, str, str, str]]:
        """Row, column, value and reason of every rejected row."""
        return [(row.source.row, row.column, row.value, row.reason) for row in self.rejected]

    @property
    def codes(self) -> list[str]:
        """The codes of the problems."""
        return [problem.code for problem in self.problems]


@cache
def fields() -> tuple[Field, ...]:
    """The fields of the core pack."""
    return load([CORE]).packs[CORE].checked.pack.fields


def read(
    *logs: Any,
    profile: str | Sequence[str] = (),
    history: Sequence[Any] = (),
    zone: str | None = "Asia/Shanghai",
    needed: Sequence[str] | None = None,
    period: tuple[int, int] | None = None,
) -> Log:
    """Read logs (paths or data frames). profile: a TOML text, or several; needed: the fields to read, by default all."""
    texts = [profile] if isinstance(profile, str) else list(profile)
    wanted = frozenset(needed if needed is not None else (f.name for f in fields()))
    with tempfile.TemporaryDirectory() as folder, open_database(Path(folder), "1GB", None) as connection:
        profiles = []
        for number, text in enumerate(texts):
            path = Path(folder) / f"profile{number}.toml"
            path.write_text(text, encoding="utf-8")
            profiles.append(load_profile(str(path)))
        found = ingest(
            connection, logs, list(history), profiles, fields(), wanted, Probes({}, {}), Options(zone, period), Path(folder)
        )  # fmt: skip
        cursor = connection.execute(f"SELECT * FROM {TABLE} ORDER BY seq")
        names = [column[0] for column in cursor.description or []]
        events = [
            {name.removeprefix("f_"): value for name, value in zip(names, values, strict=True) if value is not None}
            for values in cursor.fetchall()
        ]
        for event in events:
            event["at"] = utc(event["us"])
            event["local"] = wall(event["date"], event["time"])
        known = (found.known.from_date, found.known.through_date)
        account = found.account
        parts = (account.used, account.merged, account.duplicate, account.rejected, account.out_of_scope)
        assert account.read == sum(parts), account
        assert account.used == len(events)
        assert account.rejected == len(found.rejected)
        return Log(
            events, account, found.rejected, found.problems, found.notes, found.defaults, found.inputs, found.period, known
        )  # fmt: skip


def read_column(folder: Path, name: str, *cells: str, mapping: str = '"c"') -> Log:
    """Read a log that gives one field by its cells. mapping: what a profile says of the column `c`, in TOML."""
    rows = [f'2026-07-01 10:00,"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells]
    profile = f'[columns]\nat = "t"\n{name} = {mapping}\n'
    return read(write(folder / "a.csv", "t,c", *rows), profile=profile)


def utc(us: int) -> str:
    """An instant, as `2026-07-01 02:00:00`."""
    return str(datetime.fromtimestamp(0, UTC).replace(tzinfo=None) + timedelta(microseconds=us))


def wall(day: int, time: int) -> str:
    """A local date and time of day."""
    return str(datetime(1970, 1, 1) + timedelta(days=day, microseconds=time))
