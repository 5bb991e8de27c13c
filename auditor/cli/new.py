"""`auditor new`: a pack or a rule that already passes `check`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from auditor.cli.output import EXIT_USAGE

_PACK = """\
# A pack of {id}. Check it with `auditor check {path}`.

pack {id} "{title}"
  jurisdiction "{jurisdiction}"
  version "1"

# use cn.gbt45251                       another pack's definitions, words, hours and parameters
# adjust cn.gbt45251.RULE at most 2 because "house policy"

define calls: channel is one of call, voicebot and direction is outbound and placed

"""
_RULE = """\
rule {id} "{title}"
  cite "name the law, contract or policy, and the place in it"
  basis unverified  force policy  severity review
  at most {limit} calls per consumer in each {unit}

example "one call too many" for {id}
  given consumer C1, zone Asia/Shanghai, channel call, direction outbound
"""
_CALLS = re.compile(r"^\s*(?:define|定义)\s+calls\b", re.MULTILINE)


@click.group(name="new")
def command() -> None:
    """Begin a pack or a rule that already passes `check`."""


@command.command()
@click.argument("id")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="Where to put it.")
@click.option("--title", default="Rules of our own", show_default=True)
@click.option("--jurisdiction", default="house policy", show_default=True)
def pack(id: str, folder: Path, title: str, jurisdiction: str) -> int:
    """Make a pack ID, such as acme.house, in a folder of its own, with one rule and its example."""
    if not _is_name(id):
        return EXIT_USAGE
    place = folder / id.rsplit(".", 1)[-1]
    path = place / f"{id.rsplit('.', 1)[-1]}.rules"
    if path.exists():
        raise click.UsageError(f"`{path}` is there already")
    place.mkdir(parents=True, exist_ok=True)
    text = _PACK.format(id=id, title=_escaped(title), jurisdiction=_escaped(jurisdiction), path=path)
    path.write_text(
        text + _rule(f"{id}.calls-a-day", "More than three calls a day", 3, "day", "2026-07-02"),
        encoding="utf-8",
    )
    click.echo(f"wrote {path}\nnext: auditor check {path}")
    return 0


@command.command()
@click.argument("id")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--title", default="Too many calls a week", show_default=True)
@click.option("--limit", type=click.IntRange(min=1, max=50), default=10, show_default=True, help="Calls a week.")
def rule(id: str, file: Path, title: str, limit: int) -> int:
    """Add a rule ID, such as acme.house.calls-a-week, with its example, to the rule file FILE."""
    if not _is_name(id):
        return EXIT_USAGE
    if not file.is_file():
        raise click.UsageError(f"there is no file `{file}`; `auditor new pack` makes one")
    text = file.read_text(encoding="utf-8")
    if not _CALLS.search(text):
        text = (
            text.rstrip("\n")
            + "\n\ndefine calls: channel is one of call, voicebot and direction is outbound and placed\n"
        )
    file.write_text(
        text.rstrip("\n") + "\n\n" + _rule(id, title, limit, "week", "2026-07-06"),
        encoding="utf-8",
    )
    click.echo(f"added {id} to {file}\nnext: auditor check {file}")
    return 0


def _rule(id: str, title: str, limit: int, unit: str, after: str) -> str:
    """A rule and its example: so many calls, one more, and one in the next unit; laid out as `auditor fmt` does."""
    repeat = f"{limit} every 10 minutes"
    rows = [
        ("at", "verdict", "repeat"),
        ("2026-07-01 09:00", "ok", repeat),
        ("2026-07-01 18:00", "violation", ""),
        (f"{after} 00:00", "ok", ""),
    ]
    table = "".join(f"  | {at:<16} | {verdict:<9} | {times:<{len(repeat)}} |\n" for at, verdict, times in rows)
    return _RULE.format(id=id, title=_escaped(title), limit=limit, unit=unit) + table


def _escaped(text: str) -> str:
    """A text as it stands between quotation marks."""
    return re.sub(r'(["\\])', r"\\\1", text)


def _is_name(id: str) -> bool:
    if re.fullmatch(r"[^\W\d_]\w*(?:[.\-]\w+)*", id):
        return True
    click.echo(
        f"error: `{id}` is no name; names are letters, digits, dots and dashes, and begin with a letter", err=True
    )
    return False
