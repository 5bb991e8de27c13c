"""The command line."""

from __future__ import annotations

import sys

import click


@click.group()
def main() -> None:
    """Audit debt-collection logs against limits written in a language that lawyers can read."""


@main.command()
@click.argument("paths", nargs=-1)
def check(paths: tuple[str, ...]) -> None:
    """Check rule files and run the examples inside them."""
    from auditor.checking import check as run_check
    from auditor.diagnostics import render

    result = run_check(paths)
    for problem in result.problems:
        click.echo(render(problem))
    passed = sum(example.passed for example in result.examples)
    click.echo(f"{len(result.problems)} problems; {passed} of {len(result.examples)} examples hold")
    sys.exit(3 if result.problems else 0)
