"""The dice of this book, which know when people and robots dial."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sample_logs import dice

FIRST_SHIFT, LAST_SHIFT = time(8, 30), time(20, 45)
ROBOT_FROM, ROBOT_TO = time(9, 0), time(19, 50)


class Dice(dice.Dice):
    """Draws from one seeded stream of this book."""

    def __init__(self, *seed: object) -> None:
        super().__init__("huabei-like book", *seed)

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
