"""Lengths of time, dates and clocks taken apart, for any language to say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from auditor.value_types import DAY, HOUR, MINUTE, SECOND

_EPOCH = date(1970, 1, 1).toordinal()
_UNITS = ((HOUR, "hours"), (MINUTE, "minutes"), (SECOND, "seconds"))


def plain(number: Decimal | int) -> str:
    """A number in digits, without needless zeros."""
    text = format(Decimal(number), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def length(microseconds: int) -> tuple[str, str]:
    """A length of time as a number and its unit; days from three on, as laws say 48 hours."""
    if microseconds % DAY == 0 and microseconds > 2 * DAY:
        return plain(microseconds // DAY), "days"
    for size, unit in _UNITS:
        if microseconds and microseconds % size == 0:
            return plain(microseconds // size), unit
    return plain(Decimal(microseconds) / SECOND), "seconds"


def day(days: int) -> date:
    """A date by its days since 1970."""
    return date.fromordinal(_EPOCH + days)


def time_of_day(microseconds: int) -> str:
    """A time of day, with its seconds where it has any."""
    hours, rest = divmod(microseconds, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds = rest // SECOND
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")
