"""`auditor profile`: drafts of profiles, and the shipped ones."""

from __future__ import annotations

from pathlib import Path

import click


@click.group(name="profile")
def command() -> None:
    """Profiles: which columns of an export give which fields."""


@command.command()
@click.argument("log", type=click.Path(path_type=Path))
def suggest(log: Path) -> int:
    """Draft a profile for LOG, with three sample values a column, on standard output."""
    from auditor.logs.suggest import suggest as draft
    from auditor.packs.loading import CORE, load

    fields = load([CORE]).packs[CORE].checked.pack.fields
    click.echo(draft(log, fields), nl=False)
    return 0


@command.command(name="list")
def list_() -> int:
    """List the shipped profiles."""
    from auditor.logs.profile_file import load_profile, shipped_profiles

    for name in shipped_profiles():
        click.echo(f"{name:<16}  {load_profile(name).description}")
    return 0


@command.command()
@click.argument("name")
def show(name: str) -> int:
    """Print a shipped profile, to start one's own from."""
    from auditor.logs.profile_file import load_profile, profile_path

    load_profile(name)
    click.echo(profile_path(name).read_text(encoding="utf-8-sig"), nl=False)
    return 0
