"""The kinds of value that a field, a parameter or a term of a rule can have.

Durations and instants are whole microseconds, dates are days since 1970-01-01, times of day are
microseconds since midnight, numbers and amounts of money are decimals with four places: every
comparison in an audit is exact.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

DECIMAL_PLACES = 4


class Kind(enum.Enum):
    """What a value is, before one asks which values are allowed."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    YES_NO = "yes/no"
    MOMENT = "moment"
    DATE = "date"
    TIME = "time of day"
    DURATION = "duration"
    CHOICE = "one of"
    WEEKDAY = "weekday"


_NOUNS = {
    Kind.TEXT: ("a text", "texts"),
    Kind.NUMBER: ("a number", "numbers"),
    Kind.MONEY: ("an amount of money", "amounts of money"),
    Kind.YES_NO: ("a yes or no", "of yes or no"),
    Kind.MOMENT: ("a moment", "moments"),
    Kind.DATE: ("a date", "dates"),
    Kind.TIME: ("a time of day", "times of day"),
    Kind.DURATION: ("a duration", "durations"),
    Kind.CHOICE: ("a listed value", "listed values"),
    Kind.WEEKDAY: ("a day of the week", "days of the week"),
}


@dataclass(frozen=True)
class Choice:
    """One allowed value of a field: its English name and, where it has one, its Chinese name."""

    name: str
    zh: str | None = None


@dataclass(frozen=True)
class ValueType:
    """The type of a value: its kind, for `one of` the allowed choices, and whether a cell may hold several."""

    kind: Kind
    choices: tuple[Choice, ...] = ()
    several: bool = False

    def __str__(self) -> str:
        return ("several " if self.several else "") + self.kind.value

    @property
    def noun(self) -> str:
        """A value of the type, in a sentence: `an amount of money`, `several texts`."""
        one, many = _NOUNS[self.kind]
        return f"several {many}" if self.several else one

    @property
    def spellings(self) -> dict[str, str]:
        """Which choice each name stands for, English and Chinese; empty unless it is a `one of`."""
        return {name: choice.name for choice in self.choices for name in (choice.name, choice.zh) if name}

    @property
    def spellings_in_any_case(self) -> dict[str, str]:
        """As `spellings`, every name in lower case."""
        return {name.lower(): choice for name, choice in self.spellings.items()}

    @property
    def is_numeric(self) -> bool:
        """Numbers and amounts of money may be compared with each other."""
        return self.kind in (Kind.NUMBER, Kind.MONEY)

    @property
    def is_ordered(self) -> bool:
        """May stand beside `<` and `>`."""
        return self.kind in (
            Kind.NUMBER, Kind.MONEY, Kind.MOMENT, Kind.DATE, Kind.TIME, Kind.DURATION,
        )  # fmt: skip

    def comparable_with(self, other: ValueType) -> bool:
        """Whether a value of this type can be held against one of the other."""
        if self.several or other.several:
            return False
        return self.kind is other.kind or (self.is_numeric and other.is_numeric)


TEXT = ValueType(Kind.TEXT)
NUMBER = ValueType(Kind.NUMBER)
MONEY = ValueType(Kind.MONEY)
YES_NO = ValueType(Kind.YES_NO)
MOMENT = ValueType(Kind.MOMENT)
DATE = ValueType(Kind.DATE)
TIME = ValueType(Kind.TIME)
DURATION = ValueType(Kind.DURATION)
