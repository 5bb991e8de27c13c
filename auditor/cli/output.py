"""What commands print: problems with carets, colour only on a terminal, progress on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable

import click

from auditor.diagnostics import Diagnostic, Level, render

EXIT_FINDINGS, EXIT_USAGE, EXIT_RULES, EXIT_LOG, EXIT_INTERNAL, EXIT_INTERRUPTED = 1, 2, 3, 4, 70, 130

_STYLES: dict[str, dict[str, object]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "blue", "bold": True},
    "place": {"fg": "cyan"},
    "help": {"fg": "green"},
    "heading": {"bold": True},
    "high": {"fg": "red"},
    "medium": {"fg": "yellow"},
    "low": {"fg": "blue"},
    "review": {"fg": "magenta"},
}


def paint(text: str, style: str) -> str:
    """A text in the colours of a style; click takes them out again where the output is no terminal."""
    return click.style(text, **_STYLES.get(style, {}))  # type: ignore[arg-type]


def say_problems(problems: Iterable[Diagnostic], err: bool = True) -> int:
    """Print problems in order of place; gives how many of them are errors."""
    ordered = sorted(problems, key=lambda problem: problem.sort_key)
    for problem in ordered:
        click.echo(render(problem, paint), err=err)
        click.echo("", err=err)
    return sum(problem.level is Level.ERROR for problem in ordered)


class Progress:
    """A line on standard error that says what is being done; silent where that is no terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._began = time.monotonic()
        self._what = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Note a step."""
        if not self._shown:
            return
        now = time.monotonic()
        if what != self._what:
            self._what, self._began = what, now
        elapsed = now - self._began
        left = elapsed / done * (total - done) if done else 0
        estimate = f", about {left:.0f} s left" if done and left >= 1 else ""
        click.echo(f"\r\033[K{what}: {done:,} of {total:,}{estimate}", nl=False, err=True)

    def close(self) -> None:
        """Remove the line."""
        if self._shown and self._what:
            click.echo("\r\033[K", nl=False, err=True)
