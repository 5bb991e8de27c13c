"""`auditor explain`: a rule, a diagnostic code, or why an event is a finding."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from auditor.cli import options
from auditor.cli.output import EXIT_RULES, EXIT_USAGE, paint, say_problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditor.findings import Finding, Report
    from auditor.packs.loading import Library

_FINDING = re.compile(r"f-[0-9a-f]{16}")


@click.command()
@click.argument("what", metavar="RULE|FINDING|CODE")
@click.option(
    "--lang", "--language", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="English or Chinese."
)
@options.rules("Packs in which a rule is looked for, or by which a finding was made: ids, beginnings of ids, paths.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The findings.json that holds the finding; its logs, rules and options are taken from it.",
)
@options.log("The log in which the finding was made; may be repeated. With --report only where it has been moved.")
@options.profile(options.ONE_PROFILE)
@options.history(options.SAME)
@options.zone(options.SAME)
@options.period(options.SAME)
@options.strict_history(options.SAME)
@click.option(
    "--full", is_flag=True, help="Of a finding every part of every definition, also where nothing depends on it."
)
def command(what: str, lang: Literal["en", "zh"], report: Path | None, full: bool, **audit_options: Any) -> int:
    """Explain a rule in plain words, why an event is a finding, or what a message of `auditor check` means.

    \b
    auditor explain us.regf.calls-7-in-7                a rule
    auditor explain cn.gbt45251.夜间 --lang zh          a rule, in Chinese
    auditor explain f-3b9c... --report findings.json    a finding of a report, whose logs still stand where they stood
    auditor explain f-3b9c... --log q3.csv --rules cn   a finding, from the log itself
    auditor explain missing-key                         a message of `auditor check`

    Of a finding it shows the rule, every part of its condition with the values found, the rows that count with their
    places in the source, and the nearest thing that would have been lawful.
    """
    asked = options.Asked(**audit_options)
    if _FINDING.fullmatch(what):
        return _finding(what, lang, report, asked, full)
    from auditor.catalogue import codes

    if what in codes() and not asked.rules:
        return _code(what)
    return _rule(what, lang, asked.rules)


def _code(code: str) -> int:
    from auditor.catalogue import page

    for line in page(code).text.splitlines():
        click.echo(paint(line, "heading") if line.startswith("#") else line)
    return 0


# --- a rule ---------------------------------------------------------------------------------------------


def _rule(id: str, lang: Literal["en", "zh"], names: Sequence[str]) -> int:
    from auditor.explaining.telling import Teller
    from auditor.packs.loading import load
    from auditor.packs.rulebook import rule_book, with_adjusted

    library = with_adjusted(load(names or _packs_of(id)))
    book = rule_book(library)
    rule = next((rule for rule in book.rules if rule.facts.id == id), None)
    if rule is None:
        say_problems(book.errors)
        return EXIT_RULES if book.errors else _unknown(id, library)
    examples = tuple(
        example for pack in library.packs.values() for example in pack.checked.pack.examples if example.rule == id
    )
    for line in Teller(lang, paint).rule(rule, examples):
        click.echo(line)
    return 0


def _packs_of(id: str) -> list[str]:
    """The shipped pack with whose id a rule's begins, or else all of them."""
    from auditor.packs.files import shipped_packs
    from auditor.packs.loading import CORE

    ids = [pack.id for pack in shipped_packs() if pack.id != CORE]
    own = [pack for pack in ids if id.startswith(f"{pack}.")]
    return [max(own, key=len)] if own else ids


def _unknown(what: str, library: Library) -> int:
    """There is neither a rule nor a code of this name."""
    from auditor.catalogue import codes
    from auditor.spelling import did_you_mean

    if any(what == id or id.startswith(f"{what}.") for id in library.packs):
        hint = f"it is a pack: `auditor packs {what}` lists its rules"
    else:
        known = [rule.facts.id for pack in library.packs.values() for rule in pack.checked.pack.rules]
        hint = did_you_mean(what, [*known, *codes()]) or "`auditor packs --rules` lists the shipped rules"
    click.echo(f"error: there is no rule, finding or code `{what}`\n  {paint('help', 'help')}: {hint}", err=True)
    return EXIT_USAGE


# --- a finding ------------------------------------------------------------------------------------------


def _finding(id: str, lang: Literal["en", "zh"], report_path: Path | None, asked: options.Asked, full: bool) -> int:
    from auditor.explaining.explain import explain_finding
    from auditor.explaining.telling import Teller

    teller = Teller(lang, paint)
    rule = None
    if report_path is not None:
        report, finding = _reported(report_path, id)
        rule = finding.rule
        asked = _as_reported(asked, report, report_path)
        if not asked.logs or len(asked.history) < sum(used.role == "history" for used in report.run.inputs):
            for line in teller.reported(report, finding, next(r for r in report.rules if r.id == rule)):
                click.echo(line)
            click.echo(
                "\nthe logs of the report are not where they stood, or have changed since; for the condition", err=True
            )
            click.echo("with its values say where they are: `--log FILE`", err=True)
            return 0
    if not asked.logs or not asked.rules:
        raise click.UsageError(
            "say where the finding comes from: `--report findings.json`, or `--log LOG` and `--rules PACK`"
        )
    for line in teller.explained(explain_finding(asked.settings(), id, rule), full):
        click.echo(line)
    return 0


def _reported(path: Path, id: str) -> tuple[Report, Finding]:
    """The report, and the finding in it."""
    from auditor.diagnostics import Diagnostic, DiagnosticError
    from auditor.reports.json_ import read
    from auditor.spelling import did_you_mean

    report = read(path)
    finding = next((finding for finding in report.findings if finding.id == id), None)
    if finding is None:
        hint = did_you_mean(id, [finding.id for finding in report.findings])
        raise DiagnosticError(
            [Diagnostic("unknown-finding", f"the report has no finding `{id}`", hint=hint, file=str(path))]
        )
    return report, finding


def _as_reported(asked: options.Asked, report: Report, path: Path) -> options.Asked:
    """What was typed, and for what was not typed the logs, rules and options of the report."""
    used = report.run.options
    return options.Asked(
        logs=asked.logs or _inputs(report, path, "log"),
        rules=asked.rules or tuple(str(used.get("rules") or "").split()),
        profiles=asked.profiles or tuple(str(used.get("profiles") or "").split()),
        history=asked.history or _inputs(report, path, "history"),
        zone=asked.zone or (str(used["zone"]) if used.get("zone") else None),
        period=asked.period or "..".join(report.run.period),
        strict_history=asked.strict_history or bool(used.get("strict_history")),
    )


def _inputs(report: Report, path: Path, role: str) -> tuple[Path, ...]:
    """The logs of a report, unchanged, beside it or up to two folders below the one in hand; none where one is missing."""
    from glob import escape

    found = []
    for used in report.run.inputs:
        if used.role != role:
            continue
        places = [path.parent / used.file, Path(used.file)]
        name = escape(Path(used.file).name)
        places += [*sorted(Path().glob(f"*/{name}")), *sorted(Path().glob(f"*/*/{name}"))]
        place = next((place for place in places if place.is_file() and _sha256(place) == used.sha256), None)
        if place is None:
            return ()
        found.append(place)
    return tuple(found)


def _sha256(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
