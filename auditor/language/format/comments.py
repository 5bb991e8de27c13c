"""Comments put back into the lines: none is lost, and each stays beside what it stood beside.

A comment alone on its line goes before the line of what followed it. A comment at the end of a line stays at the
end of the line that what stood before it has come to, or goes alone before it where more follows there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from auditor.language.format.layout import Break, Doc, Line, Word, marks_and_breaks
from auditor.language.syntax import Comment


@dataclass
class _Dressed:
    """A line with its comments."""

    line: Line
    above: list[str] = field(default_factory=list)
    beside: str | None = None

    @property
    def texts(self) -> list[str]:
        indent = " " * self.line.indent
        text = str(self.line)
        return [
            *(indent + comment for comment in self.above),
            text if self.beside is None else f"{text}  {self.beside}",
        ]


def forced_breaks(doc: Doc, comments: Iterable[Comment], end: int) -> set[Break]:
    """The breaks that must end a line, so that the comments inside a statement keep their places.

    end: where the statement ends in the source; what stands after it forces nothing.
    """
    order = list(marks_and_breaks(doc))
    forced: set[Break] = set()
    for comment in comments:
        if comment.start < end:
            forced.update(_break_beside(order, comment))
    return forced


def _break_beside(order: Sequence[Word | Break], comment: Comment) -> Iterable[Break]:
    """The break between what stood before the comment and what followed it, if they are neighbours still."""
    words = [(index, word.at) for index, word in enumerate(order) if isinstance(word, Word) and word.at is not None]
    if comment.alone:
        following = [(at, index) for index, at in words if at > comment.start]
        end = min(following)[1] if following else len(order)
        start = max((index for index, _ in words if index < end), default=0)
    else:
        before = [(at, index) for index, at in words if at < comment.start]
        start = max(before)[1] if before else 0
        end, at = next(((index, at) for index, at in words if index > start), (len(order), comment.start))
        line = max((i for i in range(start) if _is_hard(order[i])), default=0)
        if at < comment.start or any(at > comment.start for index, at in words if line < index < start):
            return []
    breaks = [found for found in order[start:end] if isinstance(found, Break)]
    return breaks[-1:]


def _is_hard(part: Word | Break) -> bool:
    return isinstance(part, Break) and part.hard


def with_comments(lines: Sequence[Line], comments: Iterable[Comment], source: str) -> list[str]:
    """The lines as text, with the comments of their statement."""
    dressed = [_Dressed(line) for line in lines]
    for comment in comments:
        if comment.alone:
            _line_of_next(dressed, comment.start).above.append(comment.text)
            continue
        target = _line_of_last(dressed, comment.start, source)
        if target.beside is None and all(mark < comment.start for mark in target.line.marks):
            target.beside = comment.text
        else:
            target.above.append(comment.text)
    return [text for line in dressed for text in line.texts]


def _line_of_next(lines: Sequence[_Dressed], place: int) -> _Dressed:
    """The line of the first word that stood after the place."""
    following = [(mark, index) for index, each in enumerate(lines) for mark in each.line.marks if mark > place]
    return lines[min(following)[1]] if following else lines[-1]


def _line_of_last(lines: Sequence[_Dressed], place: int, source: str) -> _Dressed:
    """The line that ends with the last word before the place, else the last one with words of the comment's line."""
    order = [(mark, each) for each in lines for mark in each.line.marks]
    before = [(mark, index) for index, (mark, _) in enumerate(order) if mark < place]
    if not before:
        return lines[0]
    last = max(before)[1]
    if last + 1 == len(order) or order[last + 1][0] > place:
        return order[last][1]
    start = source.rfind("\n", 0, place) + 1
    beside = [order[index][1] for mark, index in before if mark >= start]
    open_ended = [each for each in beside if all(mark < place for mark in each.line.marks)]
    return open_ended[-1] if open_ended else order[last][1]
