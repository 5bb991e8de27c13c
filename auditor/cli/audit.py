"""`auditor audit`: logs, rules, a report."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor.cli import options
from auditor.cli.output import EXIT_FINDINGS, EXIT_LOG, EXIT_USAGE, Progress, paint, say_problems, timing_lines

if TYPE_CHECKING:
    from auditor.findings import Report

_SEVERITIES = ("review", "low", "medium", "high")


def _size(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)? ?[kKmMgGtT]i?[bB]", value.strip()):
        raise click.BadParameter(f"`{value}` is no amount of memory; write one like 500MB or 4GB")
    return value.strip()


@click.command()
@click.argument("logs", nargs=-1, type=click.Path(path_type=Path), metavar="LOG...")
@options.rules("A pack by id (cn.gbt45251), by the beginning of ids (cn), or by path; may be repeated.")
@options.profile(
    "How the columns of an export map to fields: a shipped profile or a TOML file; may be repeated, each log takes the one that fits."
)
@options.zone("Time zone of times without an offset, such as Asia/Shanghai.")
@options.period("Local dates that are judged, inclusive: 2026-07-01..2026-09-30.")
@options.history("An earlier log, which fills windows and is not judged; may be repeated.")
@options.strict_history("A look back without a bound is inconclusive, not decided on what the log holds.")
@click.option(
    "--output",
    "-o",
    "outputs",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the report; the suffix says the format: .xlsx .html .json .csv .parquet .sarif; may be repeated.",
)
@click.option(
    "--rejects",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write rejected rows here (.csv); by default beside the first output.",
)
@options.language("Language of workbook, page and summary.")
@click.option(
    "--fail-on",
    type=click.Choice(["never", *_SEVERITIES]),
    default="review",
    show_default=True,
    help="Lowest severity of a violation for exit status 1.",
)
@click.option(
    "--min-conclusive",
    type=click.FloatRange(0, 100),
    default=0.0,
    metavar="PERCENT",
    help="Exit status 4 where fewer verdicts are conclusive.",
)
@click.option(
    "--accept-rejected",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="So many rejected rows do not matter for the exit status.",
)
@click.option(
    "--accept-not-run",
    is_flag=True,
    help="Rules that are not run, for want of a field or of a site's figure, do not matter for the exit status; nor that nothing was judged.",
)
@click.option(
    "--memory",
    default="2GB",
    show_default=True,
    metavar="SIZE",
    callback=_size,
    help="Memory that the database may use; the rest goes to disk.",
)
@click.option(
    "--temp", type=click.Path(file_okay=False, path_type=Path), help="Folder for what does not fit in memory."
)
@click.option("--threads", type=click.IntRange(min=1), help="Threads of the database; by default all cores.")
@click.option(
    "--timings", is_flag=True, help="Say how long each stage took, and what each rule takes when it is judged alone."
)
@click.option("--quiet", "-q", is_flag=True, help="No summary.")
def command(
    outputs: tuple[Path, ...],
    rejects: Path | None,
    language: str,
    fail_on: str,
    min_conclusive: float,
    accept_rejected: int,
    accept_not_run: bool,
    memory: str,
    temp: Path | None,
    threads: int | None,
    timings: bool,
    quiet: bool,
    **audit_options: Any,
) -> int:
    """Check every event of LOG... against rules, and report.

    Several logs are one log. Headers that already are the names of fields (English or Chinese) need no profile.
    """
    asked = options.Asked(**audit_options)
    if not asked.rules:
        from auditor.cli.packs import list_packs

        click.echo("say which rules: `--rules PACK`; shipped are\n", err=True)
        list_packs(err=True)
        return EXIT_USAGE
    if not asked.logs:
        raise click.UsageError("say which logs: `auditor audit LOG... --rules PACK`")
    from auditor.auditing import audit
    from auditor.timings import Timings

    _check_outputs(outputs)
    settings = asked.settings(memory=memory, temp=None if temp is None else str(temp), threads=threads)
    progress = Progress()
    measured = Timings(progress) if timings else None
    try:
        audited = audit(settings, measured or progress)
    finally:
        progress.close()
    unread = say_problems(audited.problems)
    report = audited.report
    _write(report, outputs, rejects, language)
    if measured is not None:
        measured("reports", len(report.findings), len(report.findings))
        click.echo("\n".join(timing_lines(measured)), err=True)
    if not quiet:
        from auditor.reports.text import summary

        saved = next((str(path) for path in outputs if path.suffix.lower() == ".json"), None)
        click.echo(summary(report, language=language, paint=paint, saved=saved))
    return _status(report, unread, fail_on, min_conclusive, accept_rejected, accept_not_run)


def _check_outputs(outputs: tuple[Path, ...]) -> None:
    from auditor.reports import format_of

    for path in outputs:
        try:
            format_of(path)
        except ValueError as error:
            raise click.UsageError(str(error)) from None


def _write(report: Report, outputs: tuple[Path, ...], rejects: Path | None, language: str) -> None:
    from auditor.reports import rejected, write
    from auditor.reports.whole_file import whole_file

    for path in outputs:
        for written in write(report, path, language=language):
            click.echo(f"wrote {written}", err=True)
    if rejects is None and outputs and report.rejected:
        rejects = outputs[0].with_name(f"{outputs[0].stem}-rejected.csv")
    if rejects is not None:
        with whole_file(rejects) as out:
            rejected.write(report, out)
        click.echo(f"wrote {rejects}", err=True)


def _status(
    report: Report, unread: int, fail_on: str, min_conclusive: float, accept_rejected: int, accept_not_run: bool
) -> int:
    """1 for findings that matter; 4 where something was skipped or too little was conclusive; else 0.

    unread: how many files or sheets could not be used. A rule that its pack or the site disabled was not skipped:
    somebody decided that, and gave a reason.
    """
    from auditor.reports.bilingual import DISABLED

    if fail_on != "never":
        least = _SEVERITIES.index(fail_on)
        if any(rule.violations and _SEVERITIES.index(rule.severity) >= least for rule in report.rules):
            return EXIT_FINDINGS
    skipped = []
    if unread:
        skipped.append(f"{unread} problems above kept a part of the log from being read")
    if report.rows.rejected > accept_rejected:
        skipped.append(
            f"{report.rows.rejected} rows were rejected (accept them with `--accept-rejected {report.rows.rejected}`)"
        )
    lacking = [rule for rule in report.rules if rule.not_run and not rule.not_run.startswith(DISABLED)]
    if lacking and not accept_not_run:
        were = f"{len(lacking)} rules were" if lacking[1:] else f"`{lacking[0].id}` was"
        skipped.append(f"{were} not run (accept that with `--accept-not-run`)")
    elif not report.judged and not accept_not_run:
        skipped.append("no rule judged any event of the log (accept that with `--accept-not-run`)")
    if report.conclusive_share * 100 < min_conclusive:
        share = f"{report.conclusive_share * 100:.1f}"
        skipped.append(f"{share} % of the verdicts are conclusive, and {min_conclusive:g} % are asked for")
    for reason in skipped:
        click.echo(f"not clean: {reason}", err=True)
    return EXIT_LOG if skipped else 0
