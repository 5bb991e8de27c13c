"""Text laid out in lines of limited width: words, the places where a line may end, and groups of them.

A group stands on one line where it fits, else all of its breaks end a line; a fill ends a line only where the
next item does not fit. Columns count as a terminal shows them: a Chinese character takes two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from wcwidth import wcwidth

WIDTH = 110
INDENT = 2


@dataclass(frozen=True, eq=False)
class Word:
    """A text that is not broken; `at` is where in the source it stood."""

    text: str
    at: int | None = None


@dataclass(frozen=True, eq=False)
class Break:
    """A place where a line may end, or (hard) does; `flat` stands there where it does not."""

    flat: str = " "
    hard: bool = False


@dataclass(frozen=True)
class Group:
    """Breaks that are taken together or not at all."""

    doc: Doc


@dataclass(frozen=True)
class Nest:
    """Lines that begin inside are indented further."""

    doc: Doc
    by: int = INDENT


@dataclass(frozen=True)
class Fill:
    """Items of a list, as many on a line as fit; each gap stands after the item of its index."""

    items: tuple[Doc, ...]
    gaps: tuple[Break, ...]


@dataclass(frozen=True)
class _Next:
    """An item of a fill with the gap before it."""

    gap: Break
    item: Doc
    is_last: bool


Doc: TypeAlias = "str | Word | Break | Group | Nest | Fill | _Next | tuple[Doc, ...]"
_Todo: TypeAlias = list[tuple[int, bool, Doc]]


@dataclass
class Line:
    """A line without its indentation; `marks` are the places in the source of its words."""

    indent: int
    text: str = ""
    marks: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        return " " * self.indent + self.text if self.text else ""


def width(text: str) -> int:
    """The columns that a text takes."""
    return sum(max(wcwidth(character), 0) for character in text)


def fill(items: Iterable[Doc], flat: str = " ") -> Fill:
    """A fill whose items are parted by this text, or by the end of a line."""
    found = tuple(items)
    return Fill(found, tuple(Break(flat) for _ in found[1:]))


def listed(items: Iterable[Doc]) -> Fill:
    """A fill of items with commas."""
    found = list(items)
    return fill([(item, ",") for item in found[:-1]] + found[-1:])


def on_lines(items: Iterable[Doc]) -> Doc:
    """Each item on a line of its own, below what stands before."""
    return tuple((Break(hard=True), item) for item in items)


def joined(items: Iterable[Doc | None]) -> Doc:
    """The items that are there, with a space between."""
    found = [item for item in items if item is not None]
    return tuple(part for item in found for part in (" ", item))[1:]


def marks_and_breaks(doc: Doc) -> Iterator[Word | Break]:
    """The words that know their place, and the breaks, in the order of the text."""
    todo: list[Doc] = [doc]
    while todo:
        part = todo.pop()
        match part:
            case Word(at=at):
                if at is not None:
                    yield part
            case Break():
                yield part
            case _:
                todo.extend(reversed(_children(part)))


def _children(part: Doc) -> tuple[Doc, ...]:
    match part:
        case tuple():
            return part
        case Group() | Nest():
            return (part.doc,)
        case Fill(items, gaps):
            return tuple(child for item, gap in zip(items, gaps, strict=False) for child in (item, gap)) + items[-1:]
        case _Next():
            return part.gap, part.item
        case _:
            return ()


def render(doc: Doc, forced: Collection[Break] = frozenset()) -> list[Line]:
    """The lines of a document; `forced` breaks end a line wherever they stand."""
    lines = [Line(0)]
    todo: _Todo = [(0, False, doc)]
    while todo:
        indent, flat, part = todo.pop()
        match part:
            case str():
                lines[-1].text += part
            case Word(text, at):
                lines[-1].text += text
                if at is not None:
                    lines[-1].marks.append(at)
            case Break():
                _break(part, indent, flat, forced, lines)
            case Nest():
                todo.append((indent + part.by, flat, part.doc))
            case Group():
                todo.append((indent, flat or _fits(part.doc, lines[-1], todo, forced), part.doc))
            case Fill():
                todo.extend(_unfilled(part, indent, flat))
            case _Next():
                rest = todo if part.is_last else []
                same_line = flat or _fits((part.gap, part.item), lines[-1], rest, forced)
                todo.append((indent, same_line, part.item))
                todo.append((indent, same_line, part.gap))
            case _:
                todo.extend((indent, flat, child) for child in reversed(part))
    return lines


def _break(part: Break, indent: int, flat: bool, forced: Collection[Break], lines: list[Line]) -> None:
    if flat and not part.hard and part not in forced:
        lines[-1].text += part.flat
    else:
        lines.append(Line(indent))


def _unfilled(part: Fill, indent: int, flat: bool) -> _Todo:
    last = len(part.gaps)
    parts: list[Doc] = [Group(part.items[0])]
    for index, gap in enumerate(part.gaps, start=1):
        parts.append(_Next(gap, Group(part.items[index]), index == last))
    return [(indent, flat, item) for item in reversed(parts)]


def _fits(doc: Doc, line: Line, rest: _Todo, forced: Collection[Break]) -> bool:
    """Whether it fits on the line together with what must follow there."""
    left = WIDTH - line.indent - width(line.text)
    todo: list[tuple[bool, Doc]] = [(True, doc)]
    following = reversed(rest)
    while left >= 0:
        if not todo:
            after = next(following, None)
            if after is None:
                return True
            todo.append((after[1], after[2]))
        flat, part = todo.pop()
        match part:
            case str():
                left -= width(part)
            case Word():
                left -= width(part.text)
            case Break() if not flat:
                return True
            case Break():
                if part.hard or part in forced:
                    return False
                left -= width(part.flat)
            case _Next() if not flat:
                return True
            case _:
                todo.extend((flat, child) for child in reversed(_children(part)))
    return False
