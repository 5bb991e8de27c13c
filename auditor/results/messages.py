"""What a finding says: the rule's message with its numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from auditor.findings import Event, Hit
from auditor.language import core as c
from auditor.measured import in_words, is_chinese, measured

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def message_of(
    rule: c.Rule, numbers: Mapping[str, Any], key: Mapping[str, Any], event: Event | None, hits: tuple[Hit, ...]
) -> str:
    """The rule's own message with its placeholders filled, or its title with the numbers."""
    if rule.facts.message is None:
        return rule.facts.title + _behind(numbers, hits, is_chinese(rule.facts.title))
    values: dict[str, Any] = {**key, **dict(measured(numbers, is_chinese(rule.facts.message)))}
    if event is not None:
        values.update(
            {"consumer": event.consumer, "local": event.local, "time": event.local[11:16], "date": event.local[:10]}
        )
        values.update(event.details)
    values["phrase"] = ", ".join(dict.fromkeys(hit.text for hit in hits))
    return _PLACEHOLDER.sub(lambda m: str(values.get(m[1], m[0])), rule.facts.message)


def _behind(numbers: Mapping[str, Any], hits: tuple[Hit, ...], chinese: bool) -> str:
    """What follows a title, in its language: the numbers and the phrases."""
    comma, semicolon, open_, close = ("，", "；", "（", "）") if chinese else (", ", "; ", " (", ")")
    shown = comma.join(_in_words(tuple(numbers.items()), chinese))
    phrases = ("、" if chinese else ", ").join(dict.fromkeys(hit.text for hit in hits))
    behind = semicolon.join(part for part in (shown, phrases) if part)
    return f"{open_}{behind}{close}" if behind else ""


@lru_cache(50_000)
def _in_words(numbers: tuple[tuple[str, Any], ...], chinese: bool) -> list[str]:
    """Many findings have the same numbers."""
    return in_words(dict(numbers), chinese)
