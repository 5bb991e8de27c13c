"""Times that a consumer of a worked case calls inconvenient in words: weekdays, before and after an hour, between two.

Only what is said of contact and limited by a day or an hour is heard; "not now" and "I am busy" name no time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

NOON, MIDNIGHT = 12 * 60, 24 * 60
EIGHT = 8 * 60
HOUR = r"(?:noon|midnight|[0-9]{1,2}(?::[0-9]{2})?(?: ?(?:am|pm))?(?: o'clock)?(?![0-9/%]))"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PARTS = {"morning": (0, NOON), "afternoon": (NOON, 17 * 60), "evening": (18 * 60, MIDNIGHT)}

_REFUSED = re.compile(r"\b(?:do not|don't|dont|never|no|not|stop|quit|inconvenient|bad|isn't|aren't)\b")
_CONTACT = re.compile(
    r"\b(?:call|calls|calling|phone|ring|contact|contacting|text|email|e-mail|reach|bother|disturb|write|message|time|times"
    r"|inconvenient|convenient|bad|good|works?)\b"
)
_ONLY = re.compile(r"\bonly\b")

Span = dict[str, object]


def designations(text: str) -> Iterator[Span]:
    """The times named in a text, as designations of a setup: `weekdays`, `start`, `end` (each only where it is said)."""
    plain = re.sub(r"\b([ap])\.m\b\.?", r"\1m", text.lower().replace("’", "'"))
    for sentence in re.split(r"[.;!?\n]|\bbut\b", plain):
        only = bool(_ONLY.search(sentence))
        if not _CONTACT.search(sentence) or not (only or _REFUSED.search(sentence)):
            continue
        weekdays = _weekdays(sentence)
        spans = list(_spans(sentence, only))
        if not spans and weekdays and not only:
            yield {"weekdays": weekdays}
        for start, end in spans:
            when: Span = {"start": _clock(start), "end": _clock(end)}
            yield {**when, "weekdays": weekdays} if weekdays else when


def _weekdays(sentence: str) -> list[int]:
    """The weekdays that a wish is about: every Sunday, not one of them."""
    found = [number for number, name in enumerate(DAYS) if re.search(rf"\b(?:{name}s|a {name})\b", sentence)]
    if re.search(r"\b(?:weekends|the weekend)\b", sentence):
        found += [5, 6]
    if re.search(r"\b(?:weekdays|workdays|work days)\b", sentence):
        found += [0, 1, 2, 3, 4]
    return sorted(set(found))


def _spans(sentence: str, only: bool) -> Iterator[tuple[int, int]]:
    """The barred minutes of a day; where only some are free, the others."""
    between = re.search(rf"\b(?:between|from) ({HOUR}) (?:and|to|until|till) ({HOUR})", sentence)
    if between:
        start = _minute(between[1], EIGHT)
        end = _minute(between[2], start + 1)
        yield from [(0, start), (end, MIDNIGHT)] if only else [(start, end)]
        return
    for word, hour in re.findall(rf"\b(before|until|till|earlier than|after|later than|past) ({HOUR})", sentence):
        late = word in ("after", "later than", "past")
        minute = _minute(hour, NOON if late else EIGHT)
        yield (minute, MIDNIGHT) if late != only else (0, minute)
    if not only:
        for part, span in PARTS.items():
            if re.search(rf"\b{part}s?\b", sentence) and not re.search(rf"\b(?:this|tomorrow) {part}\b", sentence):
                yield span


def _minute(hour: str, earliest: int) -> int:
    """The minute of a day. earliest: where neither `am` nor `pm` is said, the first such hour from here on."""
    if hour in ("noon", "midnight"):
        return NOON if hour == "noon" else MIDNIGHT
    match = re.match(r"([0-9]{1,2})(?::([0-9]{2}))?(?: ?([ap]m))?", hour)
    if match is None or int(match[1]) > 24:
        return earliest
    minute = int(match[1]) % 24 * 60 + int(match[2] or 0)
    if match[3]:
        return minute % NOON + (NOON if match[3] == "pm" else 0)
    return minute + NOON if minute < earliest and minute + NOON <= MIDNIGHT else minute


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
