"""`auditor check`: rule files and the examples inside them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli import options
from auditor.cli.output import EXIT_RULES, paint, say_problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditor.checking.check import CheckResult
    from auditor.diagnostics import Diagnostic

_LEVELS = ("note", "warning", "error")


@click.command()
@click.argument("paths", nargs=-1, metavar="[PACK or PATH]...")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "sarif", "junit", "github"]),
    default="text",
    show_default=True,
    help="How problems are printed.",
)
@options.output("Write to a file instead of standard output.")
@click.option("--select", multiple=True, metavar="CODE", help="Only problems of these codes; may be repeated.")
@click.option("--ignore", multiple=True, metavar="CODE", help="No problems of these codes; may be repeated.")
@click.option(
    "--mutate",
    is_flag=True,
    help="Ask too which small change of a rule (a figure one higher, an exception dropped) no example would notice.",
)
@click.option("--coverage", is_flag=True, help="Ask too which part of a rule no example reaches.")
@click.option(
    "--fail-on",
    type=click.Choice(_LEVELS),
    default="warning",
    show_default=True,
    help="Lowest level of a problem for exit status 3.",
)
def command(
    paths: tuple[str, ...],
    format_: str,
    output: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    mutate: bool,
    coverage: bool,
    fail_on: str,
) -> int:
    """Check rule files: names, types, what is risky, and the examples inside them.

    Files, folders, or packs by id; without arguments the rule files below this folder. Every problem has a code, and
    `auditor explain CODE` says what it means.

    Exit status 0: nothing at or above --fail-on; 3: something was. With --mutate or --coverage what they ask is a note,
    and fails with `--fail-on note`.
    """
    _check_codes([*select, *ignore])
    from auditor.checking.check import check

    result = check(paths or (".",), mutate=mutate, coverage=coverage)
    problems = [p for p in result.problems if (not select or p.code in select) and p.code not in ignore]
    if format_ == "text" and output is None:
        _say(result, problems)
    else:
        _write(result, problems, format_, output)
    failing = [problem for problem in problems if _LEVELS.index(problem.level.value) >= _LEVELS.index(fail_on)]
    return EXIT_RULES if failing else 0


def _check_codes(given: list[str]) -> None:
    """A code that there is not would select nothing, or go on being told."""
    from auditor.catalogue import codes
    from auditor.spelling import did_you_mean

    for code in given:
        if code not in codes():
            hint = did_you_mean(code, codes()) or "`auditor explain CODE` says what a code means"
            raise click.UsageError(f"there is no code `{code}`; {hint}")


def _say(result: CheckResult, problems: Sequence[Diagnostic]) -> None:
    say_problems(problems, err=False)
    packs = [result.library.packs[id] for id in result.library.chosen if id in result.library.packs]
    rules = sum(len(pack.checked.pack.rules) for pack in packs)
    passed = sum(example.passed for example in result.examples)
    counts = f"{_number(len(packs), 'pack')}, {_number(rules, 'rule')}, {passed} of {_number(len(result.examples), 'example')} hold"
    verdict = paint("no problems", "help") if not problems else paint(_number(len(problems), "problem"), "error")
    click.echo(f"{verdict}; {counts}")


def _number(n: int, what: str) -> str:
    return f"{n} {what}" + ("" if n == 1 else "s")


def _write(result: CheckResult, problems: Sequence[Diagnostic], format_: str, output: Path | None) -> None:
    import io

    out = io.BytesIO()
    if format_ == "json":
        from auditor.reports.problems_json import write_diagnostics as write_json

        write_json(problems, out)
    elif format_ == "sarif":
        from auditor import __version__
        from auditor.reports.sarif import write_diagnostics as write_sarif

        write_sarif(problems, out, version=__version__)
    elif format_ == "junit":
        from auditor.reports.junit import write_diagnostics as write_junit

        passed = [(example.example.rule, example.example.title) for example in result.examples if example.passed]
        write_junit(problems, out, passed)
    elif format_ == "github":
        from auditor.reports.github import write_diagnostics as write_github

        text = io.StringIO()
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        write_github(problems, text, Path(summary) if summary else None)
        out.write(text.getvalue().encode())
    else:
        from auditor.diagnostics import render

        out.write("".join(render(problem) + "\n\n" for problem in problems).encode())
    if output is None:
        click.echo(out.getvalue().decode(), nl=False)
    else:
        from auditor.reports.whole_file import whole_file

        with whole_file(output) as file:
            file.write(out.getvalue())
        click.echo(f"wrote {output}", err=True)
