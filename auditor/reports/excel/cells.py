"""What a value becomes in a cell. Text is always an inline string: there is no way to a formula from here."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from auditor.reports.visible import visible

LONGEST = 32_767
"""Excel's limit for a cell, in UTF-16 code units."""


@dataclass(frozen=True, slots=True)
class Styled:
    """A value in a style of its own."""

    value: str | int | float | datetime | None
    style: str


Value: TypeAlias = str | int | float | datetime | Styled | None
KeepLong: TypeAlias = Callable[[str, str], str]

# Excel reads `_x0041_` in a string as the character of that number; the underscore written so keeps it as it is.
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LINE_POINTS, _PADDING = 13.0, 4.5
_MOST_LINES = 24
_LETTER = 0.92  # of the unit in which Excel gives the width of columns


class CellWriter:
    """Writes the rows of one sheet as XML.

    styles: the number of each style. keep_long: is given the place and the whole of a text that is too long for a cell, and
    returns the mark to put after what is left of it.
    """

    def __init__(self, styles: Mapping[str, int], keep_long: KeepLong) -> None:
        self._styles = styles
        self._keep_long = keep_long
        self._letters: list[str] = []

    def row(self, number: int, values: Sequence[Value], styles: Sequence[str], height: float | None = None) -> str:
        """One row. styles: for each column the style of values that have none."""
        while len(self._letters) < len(values):
            self._letters.append(get_column_letter(len(self._letters) + 1))
        tall = f' ht="{height:g}" customHeight="1"' if height else ""
        cells = [
            self._cell(f"{letter}{number}", value, style)
            for letter, value, style in zip(self._letters, values, styles, strict=False)
        ]
        return f'<row r="{number}"{tall}>{"".join(cells)}</row>'

    def _cell(self, place: str, value: Value, style: str) -> str:
        if isinstance(value, Styled):
            style, value = value.style, value.value
        head = f'<c r="{place}" s="{self._styles[style]}"'
        if value is None or value == "":
            return head + "/>"
        if isinstance(value, datetime):
            return f"{head}><v>{to_excel(value)!r}</v></c>"
        if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            return f"{head}><v>{value!r}</v></c>"
        text = safe(str(value))
        if len(text) > LONGEST // 2 and _units(text) > LONGEST:
            text = self._cut(place, text)
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f'{head} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    def _cut(self, place: str, text: str) -> str:
        mark = self._keep_long(place, text)
        kept = text.encode("utf-16-le")[: 2 * (LONGEST - _units(mark))].decode("utf-16-le", "ignore")
        # A cut through an escaped underscore would leave half of it.
        return re.sub(r"_x[0-9A-Fa-f]{0,4}$", "", kept) + mark


def safe(text: str) -> str:
    """The text as XML and Excel show it: unseen characters written out, nothing read as an escape."""
    text = visible(text)
    return _ESCAPED.sub("_x005F_", text) if "_x" in text else text


def moment(text: str) -> datetime | str:
    """An ISO 8601 moment as Excel's date and time, its own clock kept.

    The text itself where it is no moment (a day, of a rule that judges days), or where Excel knows no such date.
    """
    try:
        found = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text
    return found if len(text) > len("2026-07-01") and found.year > 1900 else text


def height(texts: Iterable[tuple[str, float]]) -> float:
    """The height of a row with wrapped texts, each given with its column's width."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return _PADDING + min(lines, _MOST_LINES) * _LINE_POINTS


def _lines(text: str, width: float) -> int:
    # A Chinese character has three bytes and is two columns wide: close enough, and a hundred times as fast as asking.
    return sum(
        max(1, math.ceil((len(line) + len(line.encode("utf-8", "replace"))) / 2 * _LETTER / width))
        for line in text.split("\n")
    )


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
