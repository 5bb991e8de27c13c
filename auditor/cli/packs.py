"""`auditor packs`: what is shipped, what a pack's rules cite, and what of its instrument no rule checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from auditor.cli.output import EXIT_RULES, paint, say_problems

if TYPE_CHECKING:
    from auditor.language.checked import Pack


@click.command()
@click.argument("names", nargs=-1, metavar="[PACK]...")
@click.option("--rules", is_flag=True, help="List the rules with their citations.")
@click.option("--clauses", is_flag=True, help="List every provision: its rules, or why no rule checks it.")
def command(names: tuple[str, ...], rules: bool, clauses: bool) -> int:
    """List the shipped packs, or PACK... with their rules and provisions."""
    if not names and not rules and not clauses:
        list_packs()
        return 0
    from auditor.packs.files import shipped_packs
    from auditor.packs.loading import CORE, load

    library = load(list(names) or [pack.id for pack in shipped_packs() if pack.id != CORE])
    if say_problems(library.errors):
        return EXIT_RULES
    for id in library.chosen:
        pack = library.packs[id].checked.pack
        click.echo(paint(f"{pack.id}  {pack.title}", "heading"))
        facts = [pack.jurisdiction, pack.source, f"version {pack.version}" if pack.version else ""]
        click.echo("  " + ", ".join(fact for fact in facts if fact))
        if clauses:
            _list_clauses(pack)
        else:
            _list_rules(pack)
        click.echo("")
    return 0


def list_packs(err: bool = False) -> None:
    """The shipped packs, a line each."""
    from auditor.packs.files import shipped_packs
    from auditor.packs.loading import CORE, load
    from auditor.reports.visible import pad
    from auditor.reports.visible import width as columns

    ids = sorted(pack.id for pack in shipped_packs() if pack.id != CORE)
    library = load(ids)
    width = max((len(id) for id in ids), default=0)
    places = [library.packs[id].checked.pack.jurisdiction for id in ids if id in library.packs]
    breadth = max(map(columns, places), default=0)
    for id in ids:
        if id not in library.packs:
            click.echo(f"{id:<{width}}  (has problems: `auditor check {id}`)", err=err)
            continue
        pack = library.packs[id].checked.pack
        if not pack.rules and not pack.clauses:
            continue
        number = f"{len(pack.rules):>2} rule{'' if len(pack.rules) == 1 else 's'}"
        click.echo(f"{id:<{width}}  {pad(number, 8)}  {pad(pack.jurisdiction, breadth)}  {pack.title}", err=err)
    click.echo("\na pack is named by its id, by the beginning of ids (`cn`), or by a path", err=err)


def _list_rules(pack: Pack) -> None:
    for rule in pack.rules:
        facts = rule.facts
        mark = " (disabled)" if facts.disabled else ""
        click.echo(f"  {facts.id}  {facts.title}{mark}")
        about = [facts.severity, facts.force or "", facts.basis or ""]
        click.echo(f"      {'; '.join(facts.cites)}  [{', '.join(part for part in about if part)}]")


def _list_clauses(pack: Pack) -> None:
    from auditor.packs.clauses import CHECKED, clause_map

    for provision in clause_map(pack):
        click.echo(f"  {provision.cite}")
        if provision.rules:
            click.echo(f"      {provision.status}: {', '.join(provision.rules)}")
        if provision.why:
            reason = "except" if provision.status == CHECKED else "because"
            click.echo(f"      {reason if provision.rules else provision.status}: {provision.why}")
