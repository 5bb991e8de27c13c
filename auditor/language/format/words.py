"""Keywords, figures and literals as they are printed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from auditor.language import expressions as x
from auditor.language.format.layout import Doc, Word
from auditor.language.format.names import Namer
from auditor.language.vocabulary import KEYWORDS, Language
from auditor.value_types import HOUR, MINUTE, SECOND

_UNIT_KEYS = {
    "seconds": "SECONDS", "minutes": "MINUTES", "hours": "HOURS_UNIT", "days": "DAYS", "weeks": "WEEKS",
    "calendar-days": "CALENDAR_DAYS", "working-days": "WORKING_DAYS",
}  # fmt: skip
_EPOCH = date(1970, 1, 1).toordinal()


def quoted(text: str) -> str:
    """A text between quotes."""
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def plain(number: Decimal) -> str:
    """A number in digits."""
    return format(number, "f")


def day(days: int | None) -> str:
    """A date by its days since 1970."""
    return date.fromordinal(_EPOCH + (days or 0)).isoformat()


def time_of_day(microseconds: int | None) -> str:
    """A time of day, with its seconds where it has any."""
    hours, rest = divmod(microseconds or 0, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds = rest // SECOND
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def unit_word(unit: str, language: Language, amount: Decimal | None = None, within: bool = False) -> str:
    """A unit beside a number: `day`, `days`; in Chinese `日`, or `日内` for what lies within so many."""
    word = KEYWORDS[_UNIT_KEYS[unit]]
    if language == "en":
        return word.en[1] if amount == 1 else word.en[0]
    return word.zh[1] if within else word.zh[0]


def unit_of(spelling: str) -> str | None:
    """The unit that a word stands for."""
    return next((unit for unit, key in _UNIT_KEYS.items() if spelling in KEYWORDS[key].spellings), None)


class Words:
    """Prints what needs no grammar: keywords, names, numbers, literals."""

    def __init__(self, language: Language, namer: Namer) -> None:
        self.language = language
        self.namer = namer

    def keyword(self, key: str) -> str:
        """A keyword; in the other language where this one has none."""
        return KEYWORDS[key].spell(self.language)

    def at(self, key: str, node: x.Node) -> Word:
        """A keyword with which a node begins."""
        return Word(self.keyword(key), node.span.start)

    def as_written(self, name: x.Name) -> Word:
        """A name that has no other language."""
        return Word(name.text, name.span.start)

    def column(self, name: x.Name) -> Word:
        """A key, or a field that is given."""
        return Word(self.namer.column(name.text), name.span.start)

    def text(self, node: x.Text) -> Word:
        """A quoted text."""
        return Word(quoted(node.value), node.span.start)

    def figure(self, node: x.Number | x.Name) -> Word:
        """A number, or a parameter in place of one."""
        return Word(plain(node.value) if isinstance(node, x.Number) else node.text, node.span.start)

    def quantity(self, node: x.Quantity | x.Name, within: bool = False) -> Doc:
        """A number with its unit, or a parameter in place of both."""
        if isinstance(node, x.Name):
            return self.as_written(node)
        amount = node.amount.value if isinstance(node.amount, x.Number) else None
        of = () if node.calendar is None else (f" {self.keyword('OF')} ", self.as_written(node.calendar))
        return self.figure(node.amount), f" {unit_word(node.unit, self.language, amount, within)}", of

    def amount(self, node: x.Amount) -> Doc:
        """The figure of a limit."""
        return self.quantity(node) if isinstance(node, x.Quantity) else self.figure(node)

    def literal(self, node: x.Literal) -> Doc:
        """A number, quantity, text, date, time of day, or yes or no."""
        at = node.span.start
        match node:
            case x.Quantity():
                return self.quantity(node)
            case x.Number(value):
                return Word(plain(value), at)
            case x.Text(text):
                return Word(quoted(text), at)
            case x.Date(days):
                return Word(day(days), at)
            case x.TimeOfDay(microseconds):
                return Word(time_of_day(microseconds), at)
            case x.YesNo(value):
                return Word(self.keyword("YES" if value else "NO"), at)
