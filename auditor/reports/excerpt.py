"""The part of a text that matters: what stands around the phrases found in it."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.findings import Hit
from auditor.reports.visible import one_line

AROUND = 30
LONGEST = 160
OPEN, CLOSE = "«", "»"


def excerpt(text: str, hits: Sequence[Hit] = ()) -> str:
    """The text around each hit, the hits between « and »; the beginning where there is none."""
    return one_line("".join(f"{OPEN}{piece}{CLOSE}" if hit else piece for piece, hit in pieces(text, hits)))


def pieces(text: str, hits: Sequence[Hit] = ()) -> list[tuple[str, bool]]:
    """The same in pieces, each with whether it is a hit."""
    spans = _merged([(hit.start, hit.end) for hit in hits if 0 <= hit.start < hit.end <= len(text)])
    if not spans:
        return [(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…", False)]
    found: list[tuple[str, bool]] = []
    shown = 0
    for index, (start, end) in enumerate(spans):
        before = max(start - AROUND, shown)
        following = spans[index + 1][0] if index + 1 < len(spans) else len(text)
        after = min(end + AROUND, following)
        left_out = "…" if before > shown else ""
        found += [(left_out + text[before:start], False), (text[start:end], True), (text[end:after], False)]
        shown = after
    return [*found, ("…", False)] if shown < len(text) else found


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def phrases(hits: Sequence[Hit]) -> str:
    """The phrases found, each with its list: `threats: 带人上门`."""
    return "; ".join(dict.fromkeys(f"{hit.words}: {hit.phrase}" for hit in hits))
