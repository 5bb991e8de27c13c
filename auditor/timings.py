"""How long each part of a run took, and over how many rows: told to whoever asks, never written into a report."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[str, int, int], None]
"""What was being done, how many rows are done, and of how many."""


@dataclass
class Stage:
    """A part of the run: seconds, and rows."""

    seconds: float = 0.0
    rows: int = 0

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds if self.seconds else 0.0


@dataclass
class Timings:
    """Takes the time between the steps of a run, and passes them on.

    stages: by name, in their order. rules: what each rule takes when it is judged alone, over the same rows.
    """

    onward: Progress = lambda _what, _done, _all: None
    stages: dict[str, Stage] = field(default_factory=dict)
    rules: dict[str, Stage] = field(default_factory=dict)
    _last: float = field(default_factory=time.perf_counter)

    def leave_out(self) -> None:
        """What was done since the last step is no part of the run."""
        self._last = time.perf_counter()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Note that so many rows are done."""
        now = time.perf_counter()
        stage = self.stages.setdefault(what, Stage())
        stage.seconds += now - self._last
        stage.rows = max(stage.rows, done)
        self._last = now
        self.onward(what, done, total)
