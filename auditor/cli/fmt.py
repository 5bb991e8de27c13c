"""`auditor fmt`: rule files in their one canonical layout."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from auditor.cli.output import EXIT_RULES, paint, say_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from auditor.diagnostics import Diagnostic
    from auditor.language.format import Names

_STDIN = "-"


@dataclass(frozen=True)
class _Formatted:
    """A rule file as it stands and as it should; path None: it came from standard input."""

    name: str
    path: Path | None
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether anything is to be changed; a byte-order mark and CRLF are."""
        return self.before != self.after


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--check", is_flag=True, help="Change nothing; exit status 3 where a file would be changed.")
@click.option("--diff", is_flag=True, help="Change nothing; print what would be changed.")
@click.option(
    "--lang",
    "--language",
    type=click.Choice(["en", "zh"]),
    help="Translate into this language; by default each statement stays in its own.",
)
def command(paths: tuple[str, ...], check: bool, diff: bool, lang: Literal["en", "zh"] | None) -> int:
    """Give rule files their one canonical layout.

    Files and folders; without arguments the rule files below this folder. `-` reads standard input and writes to
    standard output. What a file says is never changed, and comments are kept.

    Exit status 0: done, or with --check nothing to do; 3: a file cannot be read as rules and was left as it is, or with
    --check a file would be changed.
    """
    formatted, problems = _format(paths or (".",), lang)
    changed = [each for each in formatted if each.differs]
    for each in formatted:
        if diff:
            _say_difference(each)
        elif each.path is None and not check:
            click.echo(each.after, nl=False)
        elif each.differs:
            if not check and each.path is not None:
                _write(each.path, each.after)
            click.echo(f"{'would change' if check else 'changed'} {each.name}", err=True)
    errors = say_problems(problems)
    _say_summary(len(formatted), len(changed), only_looked=check or diff)
    return EXIT_RULES if errors or (check and changed) else 0


def _say_summary(files: int, changed: int, only_looked: bool) -> None:
    would = "would be changed" if only_looked else "changed"
    click.echo(f"{files} file{'' if files == 1 else 's'}, {changed} {would}", err=True)


def _write(path: Path, text: str) -> None:
    """Replace the file as a whole; where it is a link, what it leads to, and its permissions stay."""
    from auditor.reports.whole_file import whole_file

    target = path.resolve()
    mode = target.stat().st_mode
    with whole_file(target) as out:
        out.write(text.encode())
    target.chmod(mode)


def _say_difference(each: _Formatted) -> None:
    import difflib

    lines = difflib.unified_diff(
        each.before.splitlines(keepends=True),
        each.after.splitlines(keepends=True),
        each.name,
        f"{each.name} (formatted)",
    )
    styles = {"+": "help", "-": "error", "@": "place"}
    for line in lines:
        shown = line.rstrip("\n").replace("\r", "\\r").replace("\ufeff", "\\ufeff")
        click.echo(paint(shown, styles[line[0]]) if line[0] in styles else shown)


def _format(paths: Sequence[str], lang: Literal["en", "zh"] | None) -> tuple[list[_Formatted], list[Diagnostic]]:
    """Every file that could be read, formatted, and the problems with the others."""
    from auditor.diagnostics import Diagnostic
    from auditor.packs.files import SUFFIX, find_rule_files

    problems: list[Diagnostic] = []
    files: dict[Path, None] = {}
    for given in dict.fromkeys(paths):
        if given == _STDIN:
            continue
        found = list(find_rule_files(Path(given))) if Path(given).exists() else []
        files.update(dict.fromkeys(found))
        if not found:
            missing = not Path(given).exists()
            message = "there is no such file or folder" if missing else "no rule file is there"
            problems.append(Diagnostic("no-rule-files", message, file=given, hint=f"rule files end in `{SUFFIX}`"))
    names, found_problems = _names(files, lang)
    problems += found_problems
    formatted = []
    for path in files:
        one, found_problems = _one_file(path, names.get(path.resolve()), lang)
        problems += found_problems
        formatted += [one] if one else []
    if _STDIN in paths:
        one, found_problems = _standard_input(lang)
        problems += found_problems
        formatted += [one] if one else []
    return formatted, list(dict.fromkeys(problems))


def _names(files: Iterable[Path], lang: str | None) -> tuple[dict[Path, Names], list[Diagnostic]]:
    """What names stand for in each file: a translation needs their packs, with all that these use."""
    folders = list(dict.fromkeys(str(path.parent) for path in files))
    if lang is None or not folders:
        return {}, []
    from auditor.language.format import names_of
    from auditor.packs.loading import load

    library = load(folders)
    found = {
        file.resolve(): names_of(pack.checked.scope) for pack in library.packs.values() for file in pack.files.files
    }
    return found, library.errors


def _one_file(
    path: Path, names: Names | None, lang: Literal["en", "zh"] | None
) -> tuple[_Formatted | None, list[Diagnostic]]:
    from auditor.packs.files import read_source

    source, problems = read_source(path)
    if source is None:
        return None, problems
    before = path.read_bytes().decode("utf-8")
    return _formatted(str(path), path, before, source.text, names, lang)


def _standard_input(lang: Literal["en", "zh"] | None) -> tuple[_Formatted | None, list[Diagnostic]]:
    from auditor.packs.files import decode_source

    data = sys.stdin.buffer.read()
    source, problems = decode_source(data, "<stdin>")
    if source is None:
        return None, problems
    names, found = _names_of_text(source.text) if lang is not None else (None, [])
    if found:
        return None, found
    return _formatted("<stdin>", None, data.decode("utf-8"), source.text, names, lang)


def _formatted(
    name: str, path: Path | None, before: str, text: str, names: Names | None, lang: Literal["en", "zh"] | None
) -> tuple[_Formatted | None, list[Diagnostic]]:
    from auditor.language.format import format_file
    from auditor.language.parse import parse
    from auditor.source import Source

    file, problems = parse(Source(name, text))
    if problems:
        return None, problems
    return _Formatted(name, path, before, format_file(text, file, names, lang)), []


def _names_of_text(text: str) -> tuple[Names, list[Diagnostic]]:
    """What names stand for in a text that is no file: a pack of its own, or else a piece that speaks of core fields."""
    import tempfile

    from auditor.language.format import names_of
    from auditor.packs.loading import CORE, load

    with tempfile.TemporaryDirectory(prefix="auditor-") as folder:
        path = Path(folder) / "stdin.rules"
        path.write_text(text, encoding="utf-8")
        library = load([str(path)])
    chosen = [library.packs[id] for id in library.chosen if id in library.packs]
    if chosen:
        return names_of(chosen[0].checked.scope), []
    core = load([CORE]).packs[CORE]
    return names_of(core.checked.scope), []
