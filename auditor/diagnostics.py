"""A problem in a rule file or a log: what it is, where it stands, and what to do next.

Prose: lower case, no full stop, names in backticks; the hint stands on a line of its own; never the name of
a Python class or of a terminal of the grammar.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wcwidth import wcswidth

from auditor.source import Span


class Level(enum.Enum):
    """How much a problem matters: an error stops the audit, a warning does not, a note only asks."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Diagnostic:
    """One problem.

    code: stable, the name of its page in docs/diagnostics. span: where in a rule file, if in one.
    notes: further places that matter, each with a label ("first defined here"). details: lines that show more of it.
    """

    code: str
    message: str
    span: Span | None = None
    hint: str | None = None
    notes: tuple[tuple[Span, str], ...] = ()
    level: Level = Level.ERROR
    file: str | None = None
    details: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """`file:line:column`, or the file, or nothing."""
        if self.span is not None:
            return str(self.span)
        return self.file or ""

    @property
    def sort_key(self) -> tuple[str, int, str, str]:
        """Orders problems by file, then place."""
        if self.span is None:
            return (self.file or "", 0, self.code, self.message)
        return (self.span.source.name, self.span.start, self.code, self.message)


class DiagnosticError(Exception):
    """Carries the problems that made it impossible to go on."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics, key=lambda d: d.sort_key))
        super().__init__("\n".join(f"{d.place}: {d.message}" for d in self.diagnostics))


Paint = Callable[[str, str], str]
# Controls but for the tab and the line break, and overrides of the direction of writing.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _plain(text: str, _style: str) -> str:
    return text


def width(text: str) -> int:
    """How many columns a terminal gives to a text: a Chinese character takes two."""
    return sum(max(wcswidth(char), 0) for char in text)


def shown(text: str) -> str:
    """The text with a sign for every character that a terminal would obey instead of showing it."""
    return _OBEYED.sub(lambda match: chr(0x2400 + ord(match[0])) if match[0] < " " else "\ufffd", text)


def underline(span: Span) -> tuple[str, str]:
    """The line on which a span begins and, to print below it, carets under exactly its columns.

    Columns count as a terminal shows them: a Chinese character takes two.
    """
    line_number, column = span.source.position(span.start)
    line = shown(span.source.line(line_number))
    before = line[: column - 1]
    covered = line[column - 1 : column - 1 + max(span.end - span.start, 1)]
    padding = "".join("\t" if char == "\t" else " " * width(char) for char in before)
    return line, padding + "^" * max(width(covered), 1)


def render(diagnostic: Diagnostic, paint: Paint = _plain) -> str:
    """The problem as text: place, code, message, the line with carets, the other places, the hint."""
    head = f"{diagnostic.level.value}[{diagnostic.code}]"
    lines = [f"{paint(head, diagnostic.level.value)}: {shown(diagnostic.message)}"]
    places = [(diagnostic.span, "")] if diagnostic.span else []
    places += diagnostic.notes
    gutter = max((len(str(span.line)) for span, _ in places), default=0)
    for span, label in places:
        text, carets = underline(span)
        arrow = "-->" if not label else ":::"
        lines.append(f"{' ' * gutter}{paint(arrow, 'place')} {shown(str(span))}")
        lines.append(f"{span.line:>{gutter}} | {text}")
        lines.append(f"{' ' * gutter} | {paint(carets, diagnostic.level.value)}{' ' + label if label else ''}")
    if not places and diagnostic.file:
        lines.append(f"{paint('-->', 'place')} {shown(diagnostic.file)}")
    lines += [f"{' ' * gutter} | {shown(line)}" for line in diagnostic.details]
    if diagnostic.hint:
        lines.append(f"{' ' * gutter} = {paint('help', 'help')}: {shown(diagnostic.hint)}")
    return "\n".join(lines)
