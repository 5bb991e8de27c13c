"""From the text of a rule file to its syntax; the only user of Lark.

A statement begins at the start of a line, so the file is cut there and each statement is parsed for itself: a
mistake in one does not hide the next. Within a statement a line that cannot be read is noted and left out,
and the rest is read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from lark import Lark
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.utils import TextSlice

from auditor.diagnostics import Diagnostic
from auditor.language.parse.mistakes import syntax_problem
from auditor.language.parse.statements import StatementBuilder
from auditor.language.syntax import Comment, File, Statement
from auditor.language.vocabulary import KEYWORDS
from auditor.shipped import grammar_path
from auditor.source import Source

MAX_FILE_CHARACTERS = 1_000_000
_MAX_PROBLEMS_IN_A_STATEMENT = 20
_STATEMENT_START = re.compile(r"^(?=[^\s#|\"“(（,，、])", re.MULTILINE)
_OTHER_NAMES = "|".join(spelling for key in ("DEFINE", "FIELD") for spelling in KEYWORDS[key].spellings)
_NAMED = re.compile(r"\S+\s+([^\W\d_][\w.\-]*)")
_ALSO_NAMED = re.compile(rf"(?:{_OTHER_NAMES})\s+[\w.\-]+\s+[\"“]([^\"”\n]+)[\"”]")
_COMMENT = re.compile(
    r"\"(?:\\.|[^\"\\\n])*\"|“[^”\n]*”"
    rf"|(?<![\w.\-])(?:{'|'.join(KEYWORDS['MATCHES'].spellings)})\s*/(?:\\.|[^/\\\n])+/"
    r"|(?P<row>^[ \t]*\|[^\n]*\|)(?=[ \t]*(?:\n|#|\Z))|(?P<comment>#[^\n]*)",
    re.MULTILINE,
)


def _keyword_terminals(grammar: str) -> str:
    """Terminal definitions for every keyword that the grammar names, longest spelling first."""
    lines = []
    for key, word in KEYWORDS.items():
        spellings = sorted(word.spellings, key=len, reverse=True)
        pattern = "|".join(r"\s+".join(map(re.escape, s.split())) for s in spellings).replace("/", r"\/")
        priority = 10 + len(spellings[0])
        for terminal in (key, f"_{key}"):
            if re.search(rf"(?<![A-Z_]){terminal}(?![A-Z_])", grammar):
                lines.append(rf"{terminal}.{priority}: /(?:{pattern})(?![\w.\-])/")
    return "\n".join(lines)


@cache
def _parser() -> Lark:
    grammar = grammar_path().read_text(encoding="utf-8")
    return Lark(
        f"{grammar}\n{_keyword_terminals(grammar)}\n", parser="lalr", propagate_positions=True, maybe_placeholders=True
    )


def parse(source: Source) -> tuple[File, list[Diagnostic]]:
    r"""The statements that could be read, and every problem with the others.

    source: a text with `\\n` line breaks and no byte-order mark.
    """
    if len(source.text) > MAX_FILE_CHARACTERS:
        message = f"the file has {len(source.text):,} characters; a rule file may have {MAX_FILE_CHARACTERS:,}"
        return File(()), [Diagnostic("file-too-large", message, file=source.name, hint="split it into several files")]
    statements: list[Statement] = []
    problems: list[Diagnostic] = []
    unread: list[str] = []
    for start, end in _chunks(source.text):
        statement, found = _parse_statement(source, start, end)
        problems += found
        if statement is not None:
            statements.append(statement)
        else:
            matches = [pattern.match(source.text, start, end) for pattern in (_NAMED, _ALSO_NAMED)]
            unread += [match[1] for match in matches if match]
    return File(tuple(statements), tuple(_comments(source.text)), tuple(unread)), problems


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    starts = [match.start() for match in _STATEMENT_START.finditer(text)]
    first = starts[0] if starts else len(text)
    if text[:first].strip() and any(
        line.strip() and not line.lstrip().startswith("#") for line in text[:first].split("\n")
    ):
        yield 0, first
    yield from pairwise([*starts, len(text)])


def _comments(text: str) -> Iterator[Comment]:
    for match in _COMMENT.finditer(text):
        if match["comment"] is not None:
            start = match.start("comment")
            line_start = text.rfind("\n", 0, start) + 1
            yield Comment(match["comment"].rstrip(), start, alone=not text[line_start:start].strip())


def _parse_statement(source: Source, start: int, end: int) -> tuple[Statement | None, list[Diagnostic]]:
    """Parse one statement; after a mistake blank its line out and look for further ones."""
    text = source.text
    problems: list[Diagnostic] = []
    while True:
        builder = StatementBuilder(source)
        try:
            tree = _parser().parse(TextSlice(text, start, end))
        except UnexpectedInput as error:
            place = _error_place(error, text, start, end)
            if problems and problems[-1].span and place <= problems[-1].span.start:
                return None, problems  # what follows from leaving a line out is not a further mistake
            problems.append(syntax_problem(error, source, place, start))
            line_start, line_end = _line_at(text, place, start, end)
            if len(problems) >= _MAX_PROBLEMS_IN_A_STATEMENT or line_start <= start or not text[line_end:end].strip():
                return None, problems
            text = text[:line_start] + re.sub(r"[^\n]", " ", text[line_start:line_end]) + text[line_end:]
            continue
        if problems:
            return None, problems
        statement = builder.build(tree)
        return statement, builder.problems


def _error_place(error: UnexpectedInput, text: str, start: int, end: int) -> int:
    position = error.pos_in_stream
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return error.token.end_pos or start + len(text[start:end].rstrip())  # the end of the last word
    return position if position is not None else start


def _line_at(text: str, place: int, start: int, end: int) -> tuple[int, int]:
    place = min(place, end - 1)
    line_start = max(text.rfind("\n", 0, place) + 1, start)
    line_end = text.find("\n", place, end)
    return line_start, (line_end if line_end >= 0 else end)
