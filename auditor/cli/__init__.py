"""The command line: commands, help, exit status; nothing else.

Exit status: 0 clean; 1 findings at or above `--fail-on`; 2 usage; 3 rule files are wrong or an example fails; 4 the
log could not be used, or less was checked or conclusive than asked for; 70 internal error; 130 interrupted.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from auditor import __version__
from auditor.cli.output import EXIT_INTERNAL, EXIT_INTERRUPTED, EXIT_LOG, EXIT_RULES, say_problems
from auditor.diagnostics import DiagnosticError
from auditor.garbage import seldom_collected

_COMMANDS = {
    "audit": "check every event of logs against rules, and report",
    "check": "check rule files, and run the examples inside them",
    "fmt": "give rule files their one canonical layout",
    "explain": "a rule, a diagnostic code, or why an event is a finding",
    "packs": "the rule packs that are shipped, and what they cover",
    "profile": "draft a profile for a log, or list the shipped ones",
    "new": "begin a pack or a rule that already passes `check`",
    "diff": "what a change of rules does to them and to a log's findings",
    "review": "read the reviewer's columns back from a workbook",
}
_LOG_CODES = frozenset(
    {
        "unreadable-log", "empty-log", "unknown-log-type", "wrong-suffix", "unknown-column", "unknown-encoding",
        "unknown-sheet", "no-zone", "unknown-zone", "unmapped-code", "empty-period", "unknown-profile", "bad-profile",
        "unknown-field", "repeated-column", "repeated-log", "out-of-memory",
        "unreadable-review", "unreadable-findings",
    }
)  # fmt: skip


class _Commands(click.Group):
    """The commands, each loaded when it is run: `auditor --help` reads none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"auditor.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from auditor.spelling import did_you_mean

            hint = did_you_mean(args[0], _COMMANDS)
            raise click.UsageError(f"{error.message} {hint or ''}".strip(), ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="auditor")
def group() -> None:
    """Audit debt-collection logs against limits written in a language that lawyers can read.

    \b
    auditor packs                                       which rules are shipped
    auditor audit q3.csv --rules cn -o report.xlsx      audit a log, leave a workbook
    auditor check rules/                                check rule files and their examples
    """


@seldom_collected()
def main(args: Sequence[str] | None = None) -> None:
    """Run a command, and leave with its exit status."""
    try:
        status: Any = group.main(args=args, standalone_mode=False, prog_name="auditor")
        sys.exit(status if isinstance(status, int) else 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        click.echo("interrupted; nothing was written half", err=True)
        sys.exit(EXIT_INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except DiagnosticError as error:
        say_problems(error.diagnostics)
        log_only = all(problem.code in _LOG_CODES for problem in error.diagnostics)
        sys.exit(EXIT_LOG if log_only else EXIT_RULES)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        click.echo(f"error: {place}{(error.strerror or str(error)).lower()}", err=True)
        sys.exit(EXIT_LOG)
    except Exception:
        click.echo(traceback.format_exc(), err=True)
        click.echo(
            f"internal error: this is a defect of auditor {__version__}, not of your files; please report the lines above",
            err=True,
        )
        sys.exit(EXIT_INTERNAL)
