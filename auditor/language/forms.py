"""The statement forms of a rule: one frozen dataclass per form, whatever stands in its slots.

The same classes hold what an author wrote (slots filled from `syntax`) and what the checker made of it
(slots filled from `core`). `lower` turns each into the one core shape; `tests/reference.py` evaluates them
as language.md, section 4, defines them.

Type parameters: `E` a condition or selection, `A` an amount, `W` a window with its keys, `D` a distance in
time, `F` a field.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

E = TypeVar("E")
A = TypeVar("A")
W = TypeVar("W")
D = TypeVar("D")
F = TypeVar("F")


@dataclass(frozen=True)
class Forbid(Generic[E]):
    """`forbid S when P`: a subject event at which P holds is a violation; without P, every one is."""

    selection: E
    when: E | None


@dataclass(frozen=True)
class Require(Generic[E]):
    """`require P for S`: a subject event at which P does not hold is a violation."""

    condition: E
    selection: E


@dataclass(frozen=True)
class Cap(Generic[A, W]):
    """One figure of an `at most` statement with its window."""

    limit: A
    window: W


@dataclass(frozen=True)
class AtMost(Generic[E, A, W, F]):
    """`at most N S per K in W`, possibly with several figures that must all hold."""

    selection: E
    caps: tuple[Cap[A, W], ...]


@dataclass(frozen=True)
class AtMostDistinct(Generic[E, A, W, F]):
    """`at most N distinct F of S per K in W`: the event that brings a value too many is the violation."""

    limit: A
    field: F
    selection: E
    window: W


@dataclass(frozen=True)
class AtMostTotal(Generic[E, A, W, F]):
    """`at most Q total F of S per K in W`."""

    limit: A
    field: F
    selection: E
    window: W


@dataclass(frozen=True)
class AtLeastBetween(Generic[E, D, F]):
    """`at least D between S per K`."""

    distance: D
    selection: E
    keys: tuple[F, ...]


@dataclass(frozen=True)
class AfterForbid(Generic[E, W]):
    """`after T forbid S per K for W`, `... until R`, or for good."""

    trigger: E
    selection: E
    window: W


@dataclass(frozen=True)
class AfterRequire(Generic[E, W]):
    """`after T require S per K within W`: judged at T; open until the span has passed inside the known span."""

    trigger: E
    selection: E
    window: W


@dataclass(frozen=True)
class BeforeRequire(Generic[E, W]):
    """`before S require T per K [at least D earlier] [within D]`."""

    selection: E
    required: E
    window: W


@dataclass(frozen=True)
class AtLeastEach(Generic[E, A, F]):
    """`at least N S per K in each U`: judged for every key and whole calendar unit, not for an event.

    The keys are those of the events of `among` (of all events where none is given).
    """

    limit: A
    selection: E
    keys: tuple[F, ...]
    unit: str
    week_from_sunday: bool
    among: E | None
