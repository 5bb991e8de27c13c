"""Telephone numbers that a log writes in several ways: a rule that counts by number takes each way for a number of its own.

They are told, not mended: which of two numbers without a country is meant, no log says.
"""

from __future__ import annotations

import duckdb

from auditor.compile import shape as s
from auditor.diagnostics import Diagnostic, Level

_TOLD = "telephone numbers are written in several ways: {} of them, such as {} and {}; rules count each way as a number of its own"

_NUMBER = r"[+(]?[0-9][0-9 ().+\-]*"
_NATIONAL = 10
"""So many digits at the end tell numbers apart; country codes and trunk zeros stand before them."""


def several_spellings(connection: duckdb.DuckDBPyConnection, events: str) -> list[Diagnostic]:
    """A warning, where the events have such numbers. Quick where all are written with the same number of digits alone."""
    number = s.column("number")
    quick = f"min(strlen({number})) < max(strlen({number})) OR bool_or(regexp_matches({number}, '[^0-9]'))"
    if connection.execute(f"SELECT {quick} FROM {events}").fetchall() != [(True,)]:
        return []
    digits = f"regexp_replace({number}, '[^0-9]', '', 'g')"
    spelt = f"SELECT DISTINCT {number} AS spelling, {digits} AS digits FROM {events} WHERE regexp_full_match({number}, '{_NUMBER}')"
    found = connection.execute(
        f"SELECT count(*) OVER (), min(spelling), max(spelling) FROM ({spelt}) WHERE strlen(digits) >= {_NATIONAL} "
        f"GROUP BY right(digits, {_NATIONAL}) HAVING count(*) > 1 ORDER BY 2 LIMIT 1"
    ).fetchall()
    hint = "write them in one way when you export the log: `13800138000` in every row, say"
    return [
        Diagnostic("several-spellings", _TOLD.format(count, f"`{one}`", f"`{other}`"), hint=hint, level=Level.WARNING)
        for count, one, other in found
    ]
