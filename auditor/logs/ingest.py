"""From the files of a log to the timeline, with every row accounted for.

read (raw cells that know their place) -> stage (typed, or rejected with a reason) -> place (instants and local times)
-> merge legs and drop duplicates -> look for wording -> the table `timeline`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from auditor.compile import shape as s
from auditor.diagnostics import Diagnostic, DiagnosticError, Level
from auditor.engine.timeline import TABLE, Timeline
from auditor.findings import InputFile, RejectedRow, RowAccount
from auditor.language.declarations import Field
from auditor.logs.codes import find_codes
from auditor.logs.legs import drop_duplicates, drop_repeated_legs, merge_legs
from auditor.logs.mapping import Mapped, look_at_cells, map_columns
from auditor.logs.place import place
from auditor.logs.profile import Profile
from auditor.logs.shape import Options as Options
from auditor.logs.shape import offsets_held, shape_of
from auditor.logs.sources import HISTORY, LOG, Opened, Sources, shown_names
from auditor.logs.spellings import several_spellings
from auditor.logs.stage import FILE, Staged, Stager
from auditor.logs.table_files import is_damaged
from auditor.logs.texts import Texts, find_in_columns, find_wording
from auditor.logs.whereabouts import find_whereabouts
from auditor.timings import Progress
from auditor.value_types import DAY
from auditor.wording.probes import Probes

EVENTS = "events"


@dataclass
class Ingested:
    """The timeline of a log, and the account of its rows.

    known: the known span; period: what is judged. defaults: assumptions that fields' defaults made.
    """

    timeline: Timeline
    account: RowAccount
    rejected: list[RejectedRow]
    inputs: tuple[InputFile, ...]
    problems: list[Diagnostic]
    notes: list[str]
    files: list[tuple[str, str | None]]
    known: s.KnownSpan
    period: tuple[int, int]
    defaults: dict[str, str]
    texts: Texts
    kinds: frozenset[str] = frozenset()


@dataclass
class _Reading:
    """What is gathered on the way."""

    mapped: list[Mapped] = field(default_factory=list)
    staged: list[Staged] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def ingest(
    connection: duckdb.DuckDBPyConnection,
    logs: Sequence[Any],
    history: Sequence[Any],
    profiles: Sequence[Profile],
    fields: Sequence[Field],
    needed: frozenset[str],
    probes: Probes,
    options: Options,
    scratch: Path,
    progress: Progress = lambda _what, _done, _all: None,
) -> Ingested:
    """Read logs (paths or data frames) into the timeline. Raises DiagnosticError where none of them can be used.

    fields: every field known; needed: the names of those that are read at all.
    """
    sources = Sources(connection, profiles, fields, scratch)
    given = [(log, LOG) for log in logs] + [(log, HISTORY) for log in history]
    names = iter(shown_names([Path(log) for log, _ in given if isinstance(log, (str, Path))]))
    for log, role in given:
        if isinstance(log, (str, Path)):
            sources.open(Path(log), next(names), role)
        else:
            sources.open_frame(log, role)
    reading = _Reading(problems=list(sources.problems), notes=list(sources.notes))
    if not sources.opened:
        raise DiagnosticError(reading.problems or [_nothing()])
    try:
        return _read(connection, sources, reading, fields, needed, probes, options, scratch, progress)
    except duckdb.Error:
        paths = [Path(log) for log, _ in given if isinstance(log, (str, Path))]
        damaged = [path for path in paths if path.suffix.lower() == ".parquet" and is_damaged(connection, path)]
        if not damaged:
            raise
        message = "the file is damaged: it cannot be read to its end"
        raise DiagnosticError(
            Diagnostic("wrong-suffix", message, file=path.name, hint="export it again") for path in damaged
        ) from None


def _read(
    connection: duckdb.DuckDBPyConnection, sources: Sources, reading: _Reading, fields: Sequence[Field],
    needed: frozenset[str], probes: Probes, options: Options, scratch: Path, progress: Progress,
) -> Ingested:  # fmt: skip
    """From opened files to the timeline."""
    read = sum(opened.raw.rows for opened in sources.opened)
    progress("files", read, read)
    _map(connection, sources.opened, fields, needed, reading)
    _stage(connection, {f.name: f for f in fields}, needed, options, reading)
    progress("cells", read, read)
    return _timeline(connection, sources, reading, fields, needed, probes, options, scratch, progress)


def _nothing() -> Diagnostic:
    return Diagnostic("empty-log", "there is no log to audit", hint="name at least one file")


def _map(
    connection: duckdb.DuckDBPyConnection, opened: Sequence[Opened], fields: Sequence[Field], needed: frozenset[str],
    reading: _Reading,
) -> None:  # fmt: skip
    wanted = [f for f in fields if f.name in needed]
    for one in opened:
        mapped = map_columns(one, fields, reading.problems, reading.notes)
        look_at_cells(connection, mapped, wanted)
        if "at" not in mapped.fields:
            hint = 'map one: `[columns]` `at = "start_time"`'
            reading.problems.append(
                Diagnostic(
                    "unknown-column", "no column is the time of the event (`at`, 时间)", file=one.raw.file, hint=hint
                )
            )
            continue
        find_codes(connection, mapped, wanted, reading.problems)
        reading.mapped.append(mapped)
    errors = [problem for problem in reading.problems if problem.level is Level.ERROR]
    if errors and (not reading.mapped or any(p.code in _FATAL for p in errors)):
        raise DiagnosticError(reading.problems)


_FATAL = frozenset({"unknown-column", "unknown-field", "bad-profile", "repeated-column"})


def _stage(
    connection: duckdb.DuckDBPyConnection, fields: Mapping[str, Field], needed: frozenset[str], options: Options,
    reading: _Reading,
) -> None:  # fmt: skip
    first = 1
    for number, mapped in enumerate(reading.mapped):
        profile = mapped.opened.profile
        zone = profile.zone or options.zone
        if zone is None and profile.clock == "source":
            message = "its times are by the clock of its source, and no zone says where that is"
            hint = 'say where: `--zone America/New_York`, or `zone = "..."` in a profile'
            raise DiagnosticError([Diagnostic("no-zone", message, file=mapped.opened.raw.file, hint=hint)])
        where = find_whereabouts(connection, mapped, fields, number, reading.problems)
        if any(problem.level is Level.ERROR and problem.code == "bad-profile" for problem in reading.problems):
            raise DiagnosticError(reading.problems)
        staged = Stager(connection, mapped, fields, needed, where).stage(number, first, zone)
        reading.notes += staged.notes
        staged.rejected = [*mapped.opened.raw.rejected, *staged.rejected]
        reading.staged.append(staged)
        raw = mapped.opened.raw
        ((last,),) = connection.execute(f"SELECT coalesce(max(__row), 0) FROM {raw.table}").fetchall()
        first += last + 1


def _timeline(
    connection: duckdb.DuckDBPyConnection, sources: Sources, reading: _Reading, fields: Sequence[Field],
    needed: frozenset[str], probes: Probes, options: Options, scratch: Path, progress: Progress,
) -> Ingested:  # fmt: skip
    by_name = {f.name: f for f in fields}
    threads = options.threads or os.cpu_count() or 1
    texts, found = find_wording(connection, reading.staged, probes, threads, progress)
    placed = place(connection, reading.staged, by_name, needed, EVENTS, found)
    reading.problems += placed.problems
    reading.notes += placed.notes
    rejected = [row for staged in reading.staged for row in staged.rejected] + placed.rejected
    again, rejected_legs = drop_repeated_legs(connection, reading.staged, EVENTS)
    merged = merge_legs(connection, reading.staged, EVENTS)
    duplicates, repeated = drop_duplicates(connection, reading.staged, EVENTS)
    duplicates, repeated = duplicates + again, rejected_legs + repeated
    rejected += repeated
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {EVENTS}").fetchall()
    if rows == 0:
        hint = "look at the rejected rows" if rejected else "does the profile put every row out of scope?"
        first = (
            f"; the first: {rejected[0].source.file} row {rejected[0].source.row}: {rejected[0].reason}"
            if rejected
            else ""
        )
        raise DiagnosticError(
            [*reading.problems, Diagnostic("empty-log", f"no row of the log can be used{first}", hint=hint)]
        )
    find_in_columns(connection, reading.staged, probes, EVENTS)
    known, period, late = _periods(connection, reading.staged, options)
    judged = _judged(reading.staged)
    derived = "".join(f", {column}" for column in placed.derived)
    connection.execute(
        f"CREATE OR REPLACE VIEW {TABLE} AS SELECT *{derived}, date >= {period[0]} AND {judged} AS {s.JUDGED} FROM {EVENTS}"
    )
    ((used,),) = connection.execute(f"SELECT count(*) FROM {EVENTS}").fetchall()
    shape, kinds = shape_of(connection, by_name, needed, placed, known, options)
    if "number" in options.keys & shape.fields:
        spelt = several_spellings(connection, EVENTS)
        reading.problems += spelt
        reading.notes += [problem.message for problem in spelt]
    timeline = Timeline(connection, shape, used, period, placed.ambiguous, scratch, EVENTS)
    progress("timeline", used, used)
    account = _account(reading.staged, used, merged, duplicates, rejected, late)
    return Ingested(
        timeline, account, rejected, tuple(sources.inputs), reading.problems, reading.notes,
        [(m.opened.raw.file, m.opened.raw.sheet) for m in reading.mapped], known, period,
        placed.defaults, texts, kinds,
    )  # fmt: skip


def _judged(staged: Sequence[Staged]) -> str:
    history = [str(one.file_no) for one in staged if one.mapped.opened.role == HISTORY]
    return f"{FILE} NOT IN ({', '.join(history)})" if history else "true"


def _periods(
    connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], options: Options
) -> tuple[s.KnownSpan, tuple[int, int], int]:
    """The known span, the period that is judged, and how many events came after it (they are dropped)."""
    judged = _judged(staged)
    ((first, last),) = connection.execute(f"SELECT min(date), max(date) FROM {EVENTS} WHERE {judged}").fetchall()
    if first is None:
        ((first, last),) = connection.execute(f"SELECT min(date), max(date) FROM {EVENTS}").fetchall()
    period = options.period or (first, last)
    ((late,),) = connection.execute(f"SELECT count(*) FROM {EVENTS} WHERE date > {period[1]}").fetchall()
    if late:
        connection.execute(f"DELETE FROM {EVENTS} WHERE date > {period[1]}")
    ((from_us, from_date, inside),) = connection.execute(
        f"SELECT min(us), min(date), count(*) FILTER (date >= {period[0]} AND {judged}) FROM {EVENTS}"
    ).fetchall()
    if not inside:
        hint = f"the log runs from {shown_day(first)} to {shown_day(last)}"
        message = f"no event of the log lies in the period from {shown_day(period[0])} to {shown_day(period[1])}"
        raise DiagnosticError([Diagnostic("empty-period", message, hint=hint)])
    through_us = (period[1] + 1) * DAY - 1 - offsets_held(connection, EVENTS)[1]
    return s.KnownSpan(from_us, from_date, max(through_us, from_us), period[1]), period, late


def shown_day(day: int) -> str:
    """A day (since 1970) in ISO form."""
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()


def _account(
    staged: Sequence[Staged], used: int, merged: int, duplicates: int, rejected: Sequence[RejectedRow], late: int
) -> RowAccount:
    read = sum(one.mapped.opened.raw.rows for one in staged)
    reasons: dict[tuple[str, str], int] = {}
    for row in rejected:
        key = ("rejected", row.reason)
        reasons[key] = reasons.get(key, 0) + 1
    outside = 0
    for one in staged:
        for reason, n in one.out_of_scope.items():
            reasons["out of scope", reason] = reasons.get(("out of scope", reason), 0) + n
            outside += n
    if late:
        reasons["out of scope", "after the period"] = late
    if merged:
        reasons["merged", "a further leg of the same event"] = merged
    if duplicates:
        reasons["duplicate", "the same row again"] = duplicates
    listed = tuple((what, reason, n) for (what, reason), n in sorted(reasons.items()))
    return RowAccount(read, used, merged, duplicates, len(rejected), outside + late, listed)
