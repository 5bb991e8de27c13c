"""Chance that falls the same way on every machine and every Python."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TypeVar

T = TypeVar("T")

FIRST_SHIFT, LAST_SHIFT = time(8, 30), time(20, 45)
ROBOT_FROM, ROBOT_TO = time(9, 0), time(19, 50)


class Dice:
    """Draws from one seeded stream. Only `random()` is used: its sequence is promised for all time."""

    def __init__(self, *seed: object) -> None:
        self._random = random.Random("huabei-like book / " + " / ".join(str(part) for part in seed))

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

    def moment(self, day: datetime, first: time, last: time) -> datetime:
        """A second of a day between two times of day."""
        start, end = (t.hour * 3600 + t.minute * 60 for t in (first, last))
        return day + timedelta(seconds=self.between(start, end))

    def in_shift(self, day: datetime) -> datetime:
        """When a collector dials: most calls late morning and after work."""
        hours = [
            (8, 1),
            (9, 6),
            (10, 9),
            (11, 7),
            (12, 2),
            (13, 3),
            (14, 6),
            (15, 7),
            (16, 7),
            (17, 6),
            (18, 8),
            (19, 7),
            (20, 3),
        ]
        hour = self.weighted(hours)
        at = day + timedelta(hours=hour, seconds=self.below(3600))
        return min(max(at, datetime.combine(day, FIRST_SHIFT)), datetime.combine(day, LAST_SHIFT))

    def in_robot_hours(self, day: datetime) -> datetime:
        """When a robot dials."""
        return self.moment(day, ROBOT_FROM, ROBOT_TO)
