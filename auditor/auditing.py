"""The whole run: packs -> rules -> logs -> verdicts -> report. The only place where both journeys are visible."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from auditor import __version__
from auditor.diagnostics import Diagnostic, DiagnosticError
from auditor.engine.costs import rule_costs
from auditor.engine.timeline import open_database
from auditor.engine.verdicts import run
from auditor.findings import Report
from auditor.garbage import seldom_collected
from auditor.language import core as c
from auditor.language.declarations import TEXTS
from auditor.language.folding import fields_of, without_kinds
from auditor.logs.ingest import Ingested, Options, ingest
from auditor.logs.profile import Profile
from auditor.logs.profile_file import load_profile
from auditor.logs.zones import zone_names
from auditor.packs.loading import load
from auditor.packs.rulebook import RuleBook, rule_book
from auditor.results.report import make_report
from auditor.spelling import did_you_mean
from auditor.timings import Progress, Stage, Timings
from auditor.wording.probes import probes


@dataclass(frozen=True)
class Settings:
    """What an audit is asked to do.

    logs, history: paths, or pandas data frames. rules: packs by id, beginning of id, or path. period: local dates,
    inclusive. zone: of times that have no offset. memory: the database's limit, such as `2GB`; temp: where it puts
    what does not fit.
    """

    logs: tuple[Any, ...]
    rules: tuple[str, ...]
    history: tuple[Any, ...] = ()
    profiles: tuple[str, ...] = ()
    period: tuple[date, date] | None = None
    zone: str | None = None
    strict_history: bool = False
    memory: str = "2GB"
    temp: str | None = None
    threads: int | None = None


@dataclass
class Audited:
    """A report, and the problems that did not stop it."""

    report: Report
    problems: list[Diagnostic] = field(default_factory=list)


@seldom_collected()
def audit(settings: Settings, progress: Progress = lambda _what, _done, _all: None) -> Audited:
    """Audit logs by rules. Raises DiagnosticError where the rules or the logs cannot be used.

    progress: told how far the run is; `Timings` is also told what each rule takes alone.
    """
    library = load(settings.rules)
    book = rule_book(library)
    progress("rule files", 0, 0)
    with timeline_of(settings, book, progress) as ingested:
        rules, not_run = runnable(book, ingested)
        verdicts = run(ingested.timeline, rules, progress)
        shown = _shown_options(settings)
        report = make_report(library, book, ingested, verdicts, not_run, shown, __version__, settings.temp)
        progress("findings", len(report.findings), len(report.findings))
        if isinstance(progress, Timings):
            for id, seconds, rows in rule_costs(ingested.timeline, rules):
                progress.rules[id] = Stage(seconds, rows)
            progress.leave_out()
        return Audited(report, [*book.warnings, *ingested.problems])


@contextmanager
def timeline_of(settings: Settings, book: RuleBook, progress: Progress) -> Iterator[Ingested]:
    """The timeline of the logs, with what the rules of a book read; gone with the block."""
    if book.errors:
        raise DiagnosticError(book.errors)
    profiles = _profiles(settings)
    if settings.temp is not None and not Path(settings.temp).is_dir():
        raise NotADirectoryError(errno.ENOTDIR, f"`{settings.temp}` is no folder; name one that is there with `--temp`")
    with (
        tempfile.TemporaryDirectory(prefix="auditor-", dir=settings.temp, ignore_cleanup_errors=True) as scratch,
        open_database(Path(scratch), settings.memory, settings.threads) as connection,
    ):
        yield ingest(
            connection, settings.logs, settings.history, profiles, book.fields, book.needed_fields, probes(book.rules),
            _options(settings, book), Path(scratch), progress,
        )  # fmt: skip


def _profiles(settings: Settings) -> list[Profile]:
    problems: list[Diagnostic] = []
    profiles = []
    for name in settings.profiles:
        try:
            profiles.append(load_profile(name))
        except DiagnosticError as error:
            problems += error.diagnostics
    if settings.zone is not None and settings.zone not in zone_names():
        hint = (
            did_you_mean(settings.zone, zone_names())
            or "zones are written as `Asia/Shanghai`; abbreviations are refused"
        )
        problems.append(Diagnostic("unknown-zone", f"`{settings.zone}` is not a time zone", hint=hint))
    if problems:
        raise DiagnosticError(problems)
    return profiles


def _options(settings: Settings, book: RuleBook) -> Options:
    period = None
    if settings.period is not None:
        epoch = date(1970, 1, 1).toordinal()
        period = (settings.period[0].toordinal() - epoch, settings.period[1].toordinal() - epoch)
    zones = {node.zone for node in c.walk(book.rules) if isinstance(node, c.InHours) and node.zone not in (None, "any")}
    keys = {field.name for node in c.walk(book.rules) if isinstance(node, c.Window) for field in node.keys}
    return Options(
        settings.zone, period, settings.strict_history, tuple(sorted(zone for zone in zones if zone)), settings.threads,
        frozenset(keys),
    )  # fmt: skip


def _shown_options(settings: Settings) -> dict[str, str | bool | None]:
    """The options that a reader of the report needs to run the audit again."""
    return {
        "rules": " ".join(settings.rules),
        "profiles": " ".join(settings.profiles) or None,
        "zone": settings.zone,
        "strict_history": settings.strict_history,
        "history": " ".join(Path(h).name for h in settings.history if isinstance(h, (str, Path))) or None,
    }


def runnable(book: RuleBook, ingested: Ingested) -> tuple[list[c.Rule], Mapping[str, str]]:
    """The rules that the log lets run, and why the others are not run."""
    present = ingested.timeline.shape.fields | {"at", "row"}
    rules, not_run = [], {}
    for rule in book.rules:
        missing = fields_of(rule) - present
        if missing:
            rule = without_kinds(rule, ingested.kinds, missing)
            missing = fields_of(rule) - present
        reason = book.reasons.get(rule.facts.id) or _lacking(missing)
        if reason is None:
            rules.append(rule)
        else:
            not_run[rule.facts.id] = reason
    return rules, not_run


def _lacking(missing: frozenset[str]) -> str | None:
    """The fields that a rule needs and the log lacks altogether; what each side said is taken from `text`."""
    names = sorted({"text" if name in TEXTS else name for name in missing})
    return "the log has no " + ", ".join(f"`{name}`" for name in names) if names else None
