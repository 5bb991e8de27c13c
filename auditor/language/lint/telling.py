"""What every check of a pack needs: a warning, whether a thing is the pack's own, and pairs of things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import TypeVar

from auditor.diagnostics import Diagnostic, Level
from auditor.language.checked import Pack
from auditor.source import Span

T = TypeVar("T")
_MOST_PAIRED = 50


def warn(code: str, message: str, span: Span | None, hint: str | None = None, *notes: tuple[Span, str]) -> Diagnostic:
    """A warning."""
    return Diagnostic(code, message, span, hint, notes, Level.WARNING)


def note(span: Span | None, text: str) -> tuple[tuple[Span, str], ...]:
    """A note at a place, or none where the place is not known."""
    return ((span, text),) if span is not None else ()


def in_pack(span: Span, pack: Pack) -> bool:
    """Whether a place lies in one of the pack's own files."""
    return span.source.name in pack.files


def pairs(items: Sequence[T]) -> Iterator[tuple[T, T]]:
    """Every pair; of very many only those that stand next to each other, so that the time stays bounded."""
    return combinations(items, 2) if len(items) <= _MOST_PAIRED else pairwise(items)
