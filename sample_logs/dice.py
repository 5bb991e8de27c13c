"""Chance that falls the same way on every machine and every Python."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws from one seeded stream. Only `random()` is used: its sequence is promised for all time.

    seed: first the name of the book, so that no two books fall alike.
    """

    def __init__(self, *seed: object) -> None:
        self._random = random.Random(" / ".join(str(part) for part in seed))

    def below(self, n: int) -> int:
        """A whole number from 0, less than n."""
        return int(self._random.random() * n)

    def between(self, first: int, last: int) -> int:
        """A whole number, both ends included."""
        return first + self.below(last - first + 1)

    def chance(self, share: float) -> bool:
        """True in this share of draws."""
        return self._random.random() < share

    def pick(self, choices: Sequence[T]) -> T:
        """One of some choices."""
        return choices[self.below(len(choices))]

    def weighted(self, choices: Sequence[tuple[T, int]]) -> T:
        """One of some choices, each as likely as its weight."""
        left = self.below(sum(weight for _, weight in choices))
        for choice, weight in choices:
            left -= weight
            if left < 0:
                return choice
        raise AssertionError("weights are positive")
