"""Python's search for garbage, held less often while millions of objects are made that are none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_THRESHOLDS = (100_000, 50, 100)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """For as long as the block, look for objects that only refer to one another after many more than usual.

    Findings and trees hardly ever do, and to look through all of them again and again took a seventh of an audit.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
