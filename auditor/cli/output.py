"""What commands print: problems with carets, colour only on a terminal, progress on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from auditor.diagnostics import Diagnostic, Level, render

if TYPE_CHECKING:
    from auditor.timings import Timings

EXIT_FINDINGS, EXIT_USAGE, EXIT_RULES, EXIT_LOG, EXIT_INTERNAL, EXIT_INTERRUPTED = 1, 2, 3, 4, 70, 130

_STYLES: dict[str, dict[str, Any]] = {
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
    return click.style(text, **_STYLES.get(style, {}))


def say_problems(problems: Iterable[Diagnostic], err: bool = True) -> int:
    """Print problems in order of place; gives how many of them are errors."""
    ordered = sorted(problems, key=lambda problem: problem.sort_key)
    for problem in ordered:
        click.echo(render(problem, paint), err=err)
        click.echo("", err=err)
    return sum(problem.level is Level.ERROR for problem in ordered)


class Progress:
    """A line on standard error that says what is being done, how fast, and how long it may still take.

    Silent where that is no terminal.
    """

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._began = time.monotonic()
        self._ended = self._began
        self._what = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Note that so many rows are done."""
        if not self._shown:
            return
        now = time.monotonic()
        if what != self._what:
            if self._what:
                self._began = self._ended
            self._what = what
        self._ended = now
        click.echo(f"\r\033[K{progress_line(what, done, total, now - self._began)}", nl=False, err=True)

    def close(self) -> None:
        """Remove the line."""
        if self._shown and self._what:
            click.echo("\r\033[K", nl=False, err=True)


def progress_line(what: str, done: int, total: int, seconds: float) -> str:
    """What is being done, and from two steps on how fast and how long it may still take."""
    if not total:
        return what
    line = f"{what}: {done:,} of {total:,} rows"
    if done and seconds > 0:
        line += f", {done / seconds:,.0f} rows/s"
        left = seconds / done * (total - done)
        if left >= 1:
            line += f", about {left:.0f} s left"
    return line


def timing_lines(timings: Timings) -> Iterator[str]:
    """How long each stage took, and what each rule takes alone, the slowest first."""
    yield f"{'stage':<44} {'seconds':>9} {'rows':>12} {'rows/s':>12}"
    for name, stage in timings.stages.items():
        yield f"{name:<44} {stage.seconds:>9.2f} {stage.rows:>12,} {stage.rate:>12,.0f}"
    if timings.rules:
        yield ""
        yield f"{'rule, judged alone':<44} {'seconds':>9} {'rows':>12} {'rows/s':>12}"
    for name, stage in sorted(timings.rules.items(), key=lambda item: -item[1].seconds):
        yield f"{name:<44} {stage.seconds:>9.3f} {stage.rows:>12,} {stage.rate:>12,.0f}"
