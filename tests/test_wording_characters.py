"""The table of kinds that matching reads is what `kind` says of each character."""

from __future__ import annotations

import numpy as np

from auditor.wording.characters import _LISTED, SIZE, SYMBOL, kind, kinds


def test_the_table_says_what_the_function_says() -> None:
    """Of every code point with properties of its own, and of some in each range between."""
    table = kinds()
    points = {point for low, high in _LISTED for point in range(low, high + 1)}
    points |= {0x3400, 0x4DBF, 0x4E00, 0x9FFF, 0xAC00, 0xD7A3, 0x20000, 0x2A6DF, 0x323AF}

    assert table.shape == (SIZE,)
    assert [hex(point) for point in sorted(points) if table[point] != kind(chr(point))] == []
    assert np.all(table[0xF0000:0xFFFFE] == SYMBOL)
