"""The nearest known name to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

_CUTOFF = 0.7
_CUTOFF_SHORT = 0.5  # one character of a two-character Chinese word wrong is still the same word mistyped


_MEANT = {
    "微信": ("即时通讯", "im"), "企业微信": ("即时通讯", "im"), "wechat": ("im",), "whatsapp": ("im",), "qq": ("im", "即时通讯"),
    "telephone": ("call",), "phone": ("call",), "text": ("sms",), "mail": ("letter",), "post": ("letter",),
    "客户": ("债务人",), "借款人": ("债务人",), "customer": ("consumer",), "borrower": ("consumer",),
    "彩信": ("短信", "sms"), "外访": ("上门", "visit"),
}  # fmt: skip
"""Words that stand for a known one, and look like another: WeChat (微信) is no letter (信函)."""


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like the word, or None where none is like it."""
    candidates = list(candidates)
    meant = next((known for known in _MEANT.get(word.lower(), ()) if known in candidates), None)
    if meant is not None:
        return meant
    swapped = {f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}".lower() for at in range(len(word) - 1)}
    if crossed := min((known for known in candidates if known.lower() in swapped), default=None):
        return crossed
    best, best_ratio = None, 0.0
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(word.lower())
    for candidate in sorted(candidates):
        matcher.set_seq1(candidate.lower())
        if matcher.real_quick_ratio() <= best_ratio or matcher.quick_ratio() <= best_ratio:
            continue
        ratio = matcher.ratio()
        if ratio > best_ratio:
            best, best_ratio = candidate, ratio
    short = len(word) <= 3 and not word.isascii()
    return best if best_ratio >= (_CUTOFF_SHORT if short else _CUTOFF) else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """A hint that offers the nearest candidate."""
    found = nearest(word, candidates)
    return f"did you mean `{found}`?" if found else None
