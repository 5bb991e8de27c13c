"""The catalogue of diagnostics: a page for each code, read from the folder in which they are written.

A page begins with the code as its heading and a paragraph that says what it means; then come `## Wrong`, `## Right`
and `## Why`. The pages are the only place where this is said: documentation and `auditor explain CODE` show them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from auditor.shipped import diagnostics_path

_SECTION = re.compile(r"^## (Wrong|Right|Why)[^\S\n]*$", re.MULTILINE)
_FENCE = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A piece of a page between fences: what it is (`rules`, `console`, ...) and its text."""

    kind: str
    text: str


@dataclass(frozen=True)
class Page:
    """The page of a code. text: the whole page, in Markdown; the sections are parts of it."""

    code: str
    text: str
    means: str
    wrong: str
    right: str
    why: str

    @property
    def summary(self) -> str:
        """The first sentence of what it means, on one line."""
        return " ".join(self.means.split()).split(". ")[0].rstrip(".")

    @staticmethod
    def blocks(section: str) -> list[Block]:
        """The fenced pieces of a section."""
        return [Block(found["kind"].strip(), found["text"]) for found in _FENCE.finditer(section)]


@cache
def codes() -> tuple[str, ...]:
    """Every code that has a page, in order."""
    return tuple(sorted(path.stem for path in diagnostics_path().glob("*.md") if path.stem != "index"))


@cache
def page(code: str) -> Page:
    """The page of a code. Raises KeyError where it has none, ValueError where the page is not built like a page."""
    if code not in codes():
        raise KeyError(code)
    return read_page(diagnostics_path() / f"{code}.md")


def read_page(path: Path) -> Page:
    """A page from its file. Raises ValueError where a part of it is missing."""
    text = path.read_text(encoding="utf-8")
    heading, _, rest = text.partition("\n")
    if heading != f"# {path.stem}":
        raise ValueError(f"{path.name} does not begin with `# {path.stem}`")
    parts = _SECTION.split(rest)
    sections = {name: body.strip() for name, body in zip(parts[1::2], parts[2::2], strict=True)}
    if list(sections) != ["Wrong", "Right", "Why"]:
        raise ValueError(f"{path.name} has the sections {', '.join(sections)}, not Wrong, Right, Why")
    means = parts[0].strip()
    if not means or not all(sections.values()):
        raise ValueError(f"{path.name} has an empty part")
    return Page(path.stem, text, means, sections["Wrong"], sections["Right"], sections["Why"])
