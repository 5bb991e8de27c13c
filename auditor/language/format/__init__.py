"""A rule file in its one canonical layout, in English or Chinese.

Formatting never changes what a file says: read again it gives the same tree (but for the order of a rule's facts,
which is fixed), and in the other language the same checked pack. Comments are kept. Where Chinese has no words of
its own for something, it stands there in English words; a file may mix them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from auditor.language import syntax as s
from auditor.language.format.chinese import ChineseTerms
from auditor.language.format.comments import forced_breaks, with_comments
from auditor.language.format.layout import render
from auditor.language.format.names import Namer, Names, names_of
from auditor.language.format.statements import statement
from auditor.language.format.terms import Terms
from auditor.language.vocabulary import KEYWORDS, STATEMENTS, Language

__all__ = ["Names", "format_file", "names_of"]

_MAY_STAY_TOGETHER = (s.Define, s.Field, s.FieldAdds, s.Param, s.Clause)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_CHINESE = "|".join(re.escape(spelling) for key in STATEMENTS for spelling in KEYWORDS[key].zh)
_BEGINS_IN_CHINESE = re.compile(rf"(?:{_CHINESE})(?![\w.\-])")


@dataclass(frozen=True)
class _Piece:
    """A statement, or a comment between statements, with its lines and its place in the source."""

    start: int
    end: int
    lines: list[str]
    node: s.Statement | None = None


def format_file(text: str, file: s.File, names: Names | None = None, language: Language | None = None) -> str:
    """The canonical text of a rule file.

    text: what the file was read from; it must have been read without a problem. names: what the names of its pack
    stand for; without them, names stay as they are. language: that of the result; without one, each statement
    stays in the language of its first word, and names stay as written.
    """
    printer = _Printer(text, names or Names(), language)
    return "".join(f"{line}\n" for line in _spaced(text, printer.pieces(file)))


class _Printer:
    """Prints the pieces of one file."""

    def __init__(self, text: str, names: Names, language: Language | None) -> None:
        self._text = text
        self._language = language
        namer = Namer(names, language)
        self._terms: dict[Language, Terms] = {"en": Terms("en", namer), "zh": ChineseTerms("zh", namer)}

    def pieces(self, file: s.File) -> list[_Piece]:
        """Statements and the comments between them, in the order of the source."""
        comments = list(file.comments)
        found: list[_Piece] = []
        for node in file.statements:
            own = [comment for comment in comments if self._belongs(comment, node)]
            comments = [comment for comment in comments if comment not in own]
            found.append(self._statement(node, own))
        found += [_Piece(each.start, each.start + len(each.text), [each.text]) for each in comments]
        return sorted(found, key=lambda piece: piece.start)

    def _belongs(self, comment: s.Comment, node: s.Statement) -> bool:
        if node.span.start < comment.start < node.span.end:
            return True
        return comment.start >= node.span.end and not self._text[node.span.end : comment.start].strip(" \t\u3000\f")

    def _statement(self, node: s.Statement, comments: list[s.Comment]) -> _Piece:
        doc = statement(self._terms[self._language or self._language_of(node)], node)
        lines = render(doc, forced_breaks(doc, comments, node.span.end))
        end = max([node.span.end, *(comment.start + len(comment.text) for comment in comments)])
        return _Piece(node.span.start, end, with_comments(lines, comments, self._text), node)

    def _language_of(self, node: s.Statement) -> Language:
        return "zh" if _BEGINS_IN_CHINESE.match(self._text, node.span.start) else "en"


def _spaced(text: str, pieces: list[_Piece]) -> list[str]:
    """The lines of all pieces; a blank line where the source has one, and where statements do not stay together."""
    blank_before = [
        index > 0 and _BLANK_LINE.search(text, pieces[index - 1].end, piece.start) is not None
        for index, piece in enumerate(pieces)
    ]
    statements = [index for index, piece in enumerate(pieces) if piece.node is not None]
    for one, other in pairwise(statements):
        together = all(isinstance(pieces[index].node, _MAY_STAY_TOGETHER) for index in (one, other))
        if not together and not any(blank_before[one + 1 : other + 1]):
            blank_before[one + 1] = True
    return [
        line
        for piece, blank in zip(pieces, blank_before, strict=True)
        for line in ([""] if blank else []) + piece.lines
    ]
