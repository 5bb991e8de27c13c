"""Runs the examples of the diagnostic pages: files are written, commands are run, and the codes told are read.

A block of rules without a name is checked as it stands, in a pack of its own. Other blocks name their file: `rules`,
`csv`, `toml`, `json` and `text` hold its text (`x60000` behind the name: that many times), `bytes` its text with
escapes for bytes, `xlsx` its cells. The lines of a `console` block that begin with `$ auditor` are run, in order.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from auditor.catalogue import Block, Page
from auditor.cli import main

PRELUDE = 'pack demo "a demonstration"\n\n'
_TOLD = re.compile(r"^(error|warning|note)\[([a-z0-9-]+)\]", re.MULTILINE)


def told(section: str, folder: Path, capture: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    """Level and code of everything that the blocks of a section are told, with `folder` as the working folder."""
    blocks = Page.blocks(section)
    for block in blocks:
        _write(block, folder)
    commands = [line[2:] for block in blocks if block.kind == "console" for line in block.text.splitlines()]
    said = "".join(_run(shlex.split(command)[1:], capture) for command in commands or ["auditor check demo.rules"])
    return [(found[1], found[2]) for found in _TOLD.finditer(said)]


def _write(block: Block, folder: Path) -> None:
    kind, _, rest = block.kind.partition(" ")
    if kind == "console":
        return
    name, _, times = (rest or "demo.rules").partition(" x")
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = block.text * int(times or 1)
    match kind:
        case "rules":
            path.write_text(text if rest else PRELUDE + text, encoding="utf-8")
        case "bytes":
            path.write_bytes(text.encode("latin-1").decode("unicode_escape").encode("latin-1"))
        case "xlsx":
            _workbook(text.splitlines(), path)
        case "csv" | "toml" | "json" | "text":
            path.write_text(text, encoding="utf-8")
        case _:
            raise ValueError(f"a page has a block of kind {kind}")


def _workbook(lines: Sequence[str], path: Path) -> None:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line.split(","))
    book.save(path)


def _run(arguments: Sequence[str], capture: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit):
        main(arguments)
    printed = capture.readouterr()
    return printed.out + printed.err
