"""`auditor diff`: what a change of rules does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli import options
from auditor.cli.output import EXIT_FINDINGS, paint

if TYPE_CHECKING:
    from typing import Literal

    from auditor.compare import FindingChange, RuleChange

_MARKS = {"added": "+", "removed": "-", "changed": "~", "appears": "+", "vanishes": "-", "changes": "~"}
_STYLES = {"+": "help", "-": "error", "~": "warning"}


@click.command()
@click.argument("old")
@click.argument("new")
@options.log("Audit this log by both, and show which findings differ; may be repeated.")
@options.profile(options.ONE_PROFILE)
@options.zone("Time zone of times without an offset.")
@options.language("Language of the sentences.")
@click.option(
    "--most",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    metavar="N",
    help="Findings shown for each rule.",
)
def command(
    old: str, new: str, logs: tuple[Path, ...], profiles: tuple[str, ...], zone: str | None,
    language: Literal["en", "zh"], most: int,
) -> int:  # fmt: skip
    """Compare two versions of packs: paths, names, or REVISION:PATH in a git repository.

    Exit status 1 where rules (or, with --log, findings) differ.
    """
    from auditor.auditing import Settings
    from auditor.compare import compare

    settings = Settings(logs=logs, rules=(), profiles=profiles, zone=zone) if logs else None
    comparison = compare(old, new, settings)
    for change in comparison.rules:
        _say_rule(change, language)
    if comparison.findings is not None:
        _say_findings(comparison.findings, most)
    if not comparison.rules:
        click.echo("no rule is different")
    return EXIT_FINDINGS if comparison.rules or comparison.findings else 0


def _marked(kind: str, text: str) -> str:
    mark = _MARKS[kind]
    return paint(f"{mark} {text}", _STYLES[mark])


def _say_rule(change: RuleChange, language: Literal["en", "zh"]) -> None:
    from auditor.language.sentence import sentence

    click.echo(_marked(change.kind, f"{change.id} {change.kind}"))
    shown = [(mark, rule) for mark, rule in (("-", change.old), ("+", change.new)) if rule is not None]
    sentences = [(mark, sentence(rule, language)) for mark, rule in shown]
    if len(sentences) == 2 and sentences[0][1] == sentences[1][1] and change.old and change.new:
        before, after = change.old.facts, change.new.facts
        for name in before.__dataclass_fields__:
            values = getattr(before, name), getattr(after, name)
            if name != "span" and values[0] != values[1]:
                click.echo(f"    {name}: {values[0]} -> {values[1]}")
        return
    for mark, text in sentences:
        click.echo(f"    {mark} {text}")


def _say_findings(changes: tuple[FindingChange, ...], most: int) -> None:
    by_rule: dict[str, list[FindingChange]] = {}
    for change in changes:
        by_rule.setdefault(change.rule, []).append(change)
    for rule, found in by_rule.items():
        counts = ", ".join(
            f"{sum(c.kind == kind for c in found)} {word}"
            for kind, word in _WORDS
            if any(c.kind == kind for c in found)
        )
        click.echo(paint(f"{rule}: {counts}", "heading"))
        for change in found[:most]:
            finding = change.new or change.old
            assert finding is not None
            click.echo("  " + _marked(change.kind, f"{finding.id}  {finding.local}  {finding.message}"))
        if len(found) > most:
            click.echo(f"    and {len(found) - most} more")
    if not changes:
        click.echo("no finding is different")


_WORDS = (("appears", "appear"), ("vanishes", "vanish"), ("changes", "change"))
