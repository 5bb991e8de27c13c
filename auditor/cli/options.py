"""The options that several commands have: a letter, a type and a meaning are the same in all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from auditor.auditing import Settings

Command = Callable[..., Any]
Option = Callable[[Command], Command]

SAME = "As for the audit."
ONE_PROFILE = "Profile of the log; may be repeated."


@dataclass(frozen=True)
class Asked:
    """What an audit is asked to do, as it was typed."""

    logs: tuple[Path, ...]
    rules: tuple[str, ...]
    profiles: tuple[str, ...]
    history: tuple[Path, ...]
    zone: str | None
    period: str | None
    strict_history: bool

    def settings(self, **more: Any) -> Settings:
        """The settings of the audit; UsageError where the period is none. more: those that are no part of this."""
        from auditor.auditing import Settings

        return Settings(
            logs=self.logs, rules=self.rules, history=self.history, profiles=self.profiles,
            period=_read_period(self.period), zone=self.zone, strict_history=self.strict_history, **more,
        )  # fmt: skip


def rules(help: str) -> Option:
    """`--rules`, by which packs are chosen."""
    return click.option("--rules", "-r", multiple=True, metavar="PACK", help=help)


def log(help: str) -> Option:
    """`--log`, where logs are no argument of the command."""
    return click.option("--log", "logs", multiple=True, type=click.Path(path_type=Path), help=help)


def profile(help: str) -> Option:
    """`--profile`, by which columns become fields."""
    return click.option("--profile", "-p", "profiles", multiple=True, metavar="NAME", help=help)


def history(help: str) -> Option:
    """`--history`, which fills windows."""
    return click.option("--history", multiple=True, type=click.Path(path_type=Path), metavar="LOG", help=help)


def zone(help: str) -> Option:
    """`--zone`, of times without an offset."""
    return click.option("--zone", metavar="ZONE", help=help)


def period(help: str) -> Option:
    """`--period`, the local dates that are judged."""
    return click.option("--period", metavar="FROM..TO", help=help)


def strict_history(help: str) -> Option:
    """`--strict-history`, of looks back without a bound."""
    return click.option("--strict-history", is_flag=True, help=help)


def language(help: str) -> Option:
    """`--language`, of what is written or printed."""
    return click.option(
        "--language", "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help=help
    )


def output(help: str) -> Option:
    """`--output`, where the command writes one file at most."""
    return click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help=help)


def _read_period(text: str | None) -> tuple[date, date] | None:
    """The two dates of `FROM..TO`; UsageError where it is no period."""
    if text is None:
        return None
    first, dots, last = text.partition("..")
    try:
        found = date.fromisoformat(first.strip()), date.fromisoformat(last.strip())
    except ValueError:
        found = None
    if found is None or not dots:
        raise click.BadParameter(
            f"`{text}` is no period; write FROM..TO: 2026-07-01..2026-09-30", param_hint="--period"
        )
    if found[1] < found[0]:
        raise click.BadParameter("the period ends before it begins", param_hint="--period")
    return found
