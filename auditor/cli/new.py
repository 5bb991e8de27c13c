"""`auditor new`: a pack or a rule that already passes `check`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli.output import EXIT_USAGE

if TYPE_CHECKING:
    from auditor.language.syntax import Statement

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
_CALLS = "\n\ndefine calls: channel is one of call, voicebot and direction is outbound and placed\n"


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
    from auditor.packs.files import shipped_packs

    if any(id == shipped.id for shipped in shipped_packs()):
        raise click.UsageError(f"`{id}` is a shipped pack; take a name of your own, and `adjust` the shipped one in it")
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
    defines_calls = _defines_calls(id, file)
    text = file.read_text(encoding="utf-8")
    if not defines_calls:
        text = text.rstrip("\n") + _CALLS
    file.write_text(
        text.rstrip("\n") + "\n\n" + _rule(id, title, limit, "week", "2026-07-06"),
        encoding="utf-8",
    )
    click.echo(f"added {id} to {file}\nnext: auditor check {file}")
    return 0


def _defines_calls(id: str, file: Path) -> bool:
    """Whether the pack of a file says what calls are. UsageError where the pack cannot have a rule of this name."""
    from auditor.language import syntax as s

    pack, statements = _pack_of(file)
    if not id.startswith(f"{pack}."):
        own = f"{pack}.{id.rsplit('.', 1)[-1]}"
        raise click.UsageError(f"`{file}` belongs to the pack `{pack}`, and its rules begin with that: call it `{own}`")
    twin = next((node for node in statements if isinstance(node, s.Rule) and node.name.text == id), None)
    if twin is not None:
        raise click.UsageError(f"there is a rule `{id}` already, at {twin.name.span}: take another name")
    return any(isinstance(node, s.Define) and node.name.text == "calls" for node in statements)


def _pack_of(file: Path) -> tuple[str, list[Statement]]:
    """The id of the pack to which a rule file belongs, and the statements of all its files."""
    from auditor.language.parse import parse
    from auditor.packs.files import find_packs, read_source

    packs = [*find_packs(file.parent)[0], *find_packs(file)[0]]
    pack = next((pack for pack in packs if any(path.samefile(file) for path in pack.files)), None)
    if pack is None:
        raise click.UsageError(f'which pack `{file}` belongs to is not clear: begin it with `pack NAME "title"`')
    sources = [read_source(path)[0] for path in pack.files]
    return pack.id, [node for source in sources if source is not None for node in parse(source)[0].statements]


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
