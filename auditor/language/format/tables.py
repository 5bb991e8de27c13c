"""The table of an example: cells in the language, columns aligned as a terminal shows them."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from auditor.language import expressions as x
from auditor.language import syntax as s
from auditor.language.cells import SEVERAL
from auditor.language.format.layout import Doc, Word, width
from auditor.language.format.terms import Terms
from auditor.language.format.words import quoted, unit_of, unit_word
from auditor.language.vocabulary import EXAMPLE_COLUMNS, KEYWORDS, REPEAT, VERDICTS, look_up
from auditor.value_types import Kind, ValueType

Row = tuple[s.Cell, ...]

_RAW = re.compile(r'[^\s,，、|"“#]+')
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*([^\W\d]+)")
_EVERY = "|".join(REPEAT["every"].spellings)
_TIMES = "|".join(REPEAT["times"].spellings)
_REPEAT = re.compile(rf"(\d+)\s*(?:{_TIMES})?\s*(?:{_EVERY})\s*(\d+\s*\S+)")
_YES_NO = {"YES": KEYWORDS["YES"], "NO": KEYWORDS["NO"]}


def table(terms: Terms, node: s.Example) -> list[Doc]:
    """The lines of the table."""
    if not node.header:
        return []
    rows = [node.header, *node.rows]
    readers = [_column(terms, cell.text) for cell in node.header]
    texts = [[_header(terms, cell.text) for cell in node.header]]
    texts += [[_read(readers, index, cell.text) for index, cell in enumerate(row)] for row in node.rows]
    return [Word(line, _place(row)) for line, row in zip(_aligned(texts), rows, strict=True)]


def given_cell(terms: Terms, name: x.Name, cell: s.Cell) -> Doc:
    """A value that is given for every row, in quotes where it needs them."""
    text = cell_text(terms, cell.text, terms.namer.type_of_column(name.text))
    return Word(text if _RAW.fullmatch(text) else quoted(text), cell.span.start)


def cell_text(terms: Terms, text: str, kind: ValueType | None) -> str:
    """A cell in the language, by the type of its field."""
    if kind is None or terms.namer.keeps_names:
        return text
    if kind.several:
        single = ValueType(kind.kind, kind.choices)
        return SEVERAL.join(
            _between_spaces(part, lambda one: cell_text(terms, one, single)) for part in text.split(SEVERAL)
        )
    match kind.kind:
        case Kind.CHOICE | Kind.WEEKDAY:
            return terms.namer.allowed(text, kind)
        case Kind.YES_NO:
            return terms.namer.word(text, _YES_NO)
        case Kind.DURATION:
            return _length(terms, text)
        case _:
            return text


def _between_spaces(text: str, change: Callable[[str], str]) -> str:
    inner = text.strip()
    return text.replace(inner, change(inner)) if inner else text


def _length(terms: Terms, text: str) -> str:
    """A length of time: `5 minutes`, `5 分钟`."""
    match = _LENGTH.fullmatch(text)
    unit = unit_of(match[2]) if match else None
    if match is None or unit is None:
        return text
    return f"{match[1]} {unit_word(unit, terms.language, Decimal(match[1]))}"


def _repeat(terms: Terms, text: str) -> str:
    """How often a row is repeated: `7 every 2 hours`, `7 次 每 2 小时`."""
    match = _REPEAT.fullmatch(text)
    if match is None or terms.namer.keeps_names:
        return text
    times = f" {REPEAT['times'].zh[0]}" if terms.language == "zh" else ""
    return f"{match[1]}{times} {REPEAT['every'].spell(terms.language)} {_length(terms, match[2])}"


def _column(terms: Terms, header: str) -> Callable[[str], str]:
    """What becomes of the cells below a header."""
    special = look_up(EXAMPLE_COLUMNS, header)
    if special == "verdict":
        return lambda text: terms.namer.word(text, VERDICTS)
    if special == "repeat":
        return lambda text: _repeat(terms, text)
    kind = terms.namer.type_of_column(header)
    return lambda text: cell_text(terms, text, kind)


def _header(terms: Terms, text: str) -> str:
    if look_up(EXAMPLE_COLUMNS, text) is not None:
        return terms.namer.word(text, EXAMPLE_COLUMNS)
    return terms.namer.column(text)


def _read(readers: list[Callable[[str], str]], index: int, text: str) -> str:
    return readers[index](text) if index < len(readers) else text


def _aligned(rows: list[list[str]]) -> list[str]:
    """The rows with their cells padded to the width of their columns."""
    escaped = [[re.sub(r"([|\\])", r"\\\1", text) for text in row] for row in rows]
    columns = max(map(len, escaped))
    widths = [max(width(row[i]) for row in escaped if i < len(row)) for i in range(columns)]
    return [
        "| " + " | ".join(text + " " * (wide - width(text)) for text, wide in zip(row, widths, strict=False)) + " |"
        for row in escaped
    ]


def _place(row: Row) -> int:
    return row[0].span.start
