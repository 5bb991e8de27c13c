"""The numbers of a finding as a reader expects them: durations in days, hours and minutes, names in two languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from auditor.value_types import DAY, HOUR, MINUTE, SECOND

NAMES_ZH: Mapping[str, str] = {
    "count": "次数", "limit": "限值", "total": "合计", "distinct": "不同值个数", "elapsed": "间隔", "unit": "单位",
}  # fmt: skip
_UNITS = ((DAY, "day", "天"), (HOUR, "hour", "小时"), (MINUTE, "minute", "分钟"), (SECOND, "second", "秒"))
_HAN = re.compile("[㐀-鿿]")
_NUMBERED = re.compile(r"_[0-9]+$")


def is_chinese(text: str) -> bool:
    """Whether a title or a message is written in Chinese."""
    return _HAN.search(text) is not None


def measured(numbers: Mapping[str, Any], chinese: bool) -> Iterator[tuple[str, Any]]:
    """Each number by its English name. What elapsed, and what it is held against, are seconds, and said in words."""
    for name, value in numbers.items():
        suffix = found[0] if (found := _NUMBERED.search(name)) else ""
        timed = name.startswith("elapsed") or (name.startswith("limit") and f"elapsed{suffix}" in numbers)
        timed = timed and isinstance(value, (int, float)) and not isinstance(value, bool)
        yield name, duration(value, chinese) if timed else value


def in_words(numbers: Mapping[str, Any], chinese: bool) -> list[str]:
    """Each number behind its name: `count 4`, `elapsed 3 days`; in Chinese `次数 4`, `间隔 3 天`."""
    return [f"{_name(name, chinese)} {value}" for name, value in measured(numbers, chinese)]


def duration(seconds: float, chinese: bool) -> str:
    """A length of time: `2 days 2 hours`, `2 天 2 小时`; days are of 24 hours."""
    sign, rest = "-" if seconds < 0 else "", round(abs(seconds) * SECOND)
    parts: list[str] = []
    for size, english, zh in _UNITS:
        number, rest = divmod(rest, size)
        shown = f"{number + rest / SECOND:g}" if size == SECOND and rest else str(number)
        if shown != "0" or (size == SECOND and not parts):
            parts.append(f"{shown} {zh}" if chinese else f"{shown} {english}" + ("" if shown == "1" else "s"))
    return sign + " ".join(parts)


def _name(name: str, chinese: bool) -> str:
    bare = _NUMBERED.sub("", name)
    return NAMES_ZH.get(bare, bare) + name.removeprefix(bare) if chinese else name
