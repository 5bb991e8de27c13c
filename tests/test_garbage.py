"""Python's search for garbage is as it was, after a block in which it was held less often."""

from __future__ import annotations

import gc

import pytest

from auditor.garbage import seldom_collected


def test_thresholds_come_back() -> None:
    """Within the block it is held seldom, afterwards as often as before, whatever happens."""
    before = gc.get_threshold()
    within = []

    def stopped() -> None:
        with seldom_collected():
            within.append(gc.get_threshold())
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        stopped()

    assert within[0] > before
    assert gc.get_threshold() == before
