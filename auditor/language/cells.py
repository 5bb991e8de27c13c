"""What a cell of an example's table says, by the type of its field."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from auditor.language.vocabulary import KEYWORDS, UNIT_MICROSECONDS, WEEKDAYS, look_up
from auditor.value_types import DAY, DECIMAL_PLACES, HOUR, MINUTE, SECOND, Kind, ValueType

EPOCH = date(1970, 1, 1).toordinal()
SEVERAL = ";"

_YES_NO = {"yes": True, "no": False, "true": True, "false": False, "是": True, "否": False, "1": True, "0": False}
_WEEKDAY_NUMBERS = {name: number for number, name in enumerate(WEEKDAYS, start=1)}
_UNIT_KEYS = {"SECONDS": "seconds", "MINUTES": "minutes", "HOURS_UNIT": "hours", "DAYS": "days", "WEEKS": "weeks"}
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(\D*)")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


def read_cell(text: str, kind: ValueType) -> Any:
    """The value, or a ValueError that says what would be one.

    Moments are microseconds of local wall time since 1970, to be placed by the row's zone.
    """
    if kind.several:
        single = ValueType(kind.kind, kind.choices)
        return tuple(read_cell(part.strip(), single) for part in text.split(SEVERAL) if part.strip())
    match kind.kind:
        case Kind.TEXT:
            return text
        case Kind.NUMBER | Kind.MONEY:
            return _decimal(text)
        case Kind.YES_NO:
            return _one_of(text.lower(), _YES_NO, "`yes` or `no`")
        case Kind.MOMENT:
            return wall_time(text)
        case Kind.DATE:
            return _date(text)
        case Kind.TIME:
            return _time(text)
        case Kind.DURATION:
            return _duration(text)
        case Kind.WEEKDAY:
            key = look_up(WEEKDAYS, text.lower())
            if key is None:
                raise ValueError("a day of the week")
            return _WEEKDAY_NUMBERS[key]
        case Kind.CHOICE:
            return _one_of(text, kind.spellings, "one of " + ", ".join(choice.name for choice in kind.choices))


def wall_time(text: str) -> int:
    """`2026-04-01 10:00` as microseconds of wall time; a ValueError says what would be one."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("a date and a time: `2026-04-01 10:00`") from None
    if moment.tzinfo is not None:
        raise ValueError("a local time without an offset; the zone stands in `zone`")
    seconds = (moment.toordinal() - EPOCH) * DAY
    return seconds + moment.hour * HOUR + moment.minute * MINUTE + moment.second * SECOND + moment.microsecond


def _one_of(text: str, names: dict[str, Any], wanted: str) -> Any:
    if text not in names:
        raise ValueError(wanted)
    return names[text]


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError("a number") from None
    if not value.is_finite() or value != round(value, DECIMAL_PLACES):
        raise ValueError(f"a number with at most {DECIMAL_PLACES} decimals")
    return value


def _date(text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal() - EPOCH
    except ValueError:
        raise ValueError("a date: `2026-04-01`") from None


def _time(text: str) -> int:
    match = _CLOCK.fullmatch(text)
    if match is None or int(match[1]) > 24 or int(match[2]) > 59 or int(match[3] or 0) > 59:
        raise ValueError("a time of day: `08:00`")
    return int(match[1]) * HOUR + int(match[2]) * MINUTE + int(match[3] or 0) * SECOND


def _duration(text: str) -> int:
    if clock := re.fullmatch(r"(\d+):(\d{2}):(\d{2})", text):
        return int(clock[1]) * HOUR + int(clock[2]) * MINUTE + int(clock[3]) * SECOND
    match = _AMOUNT.fullmatch(text)
    if match is not None:
        unit = "seconds" if not match[2] else _unit(match[2].strip())
        if unit is not None:
            return int(Decimal(match[1]) * UNIT_MICROSECONDS[unit])
    raise ValueError("a duration: `90`, `0:01:30` or `5 minutes`")


def _unit(spelling: str) -> str | None:
    return next((unit for key, unit in _UNIT_KEYS.items() if spelling in KEYWORDS[key].spellings), None)
