"""What becomes of every row: in scope and sound, out of scope, or rejected for a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.diagnostics import DiagnosticError
from tests.log_events import read, read_column
from tests.log_runs import write


def test_out_of_scope_rows_have_their_reason(tmp_path: Path) -> None:
    """Rows that are no contact with a debtor are counted by reason, and what else they hold does not matter."""
    profile = """
[columns]
at = "t"
consumer = "who"
[columns.outcome]
column = "state"
values = { "1" = "busy" }
[[out_of_scope]]
column = "type"
values = ["9", "7"]
reason = "internal call"
[[out_of_scope]]
column = "who"
values = ["", "test"]
reason = "no debtor"
"""
    rows = ["2026-07-01 10:00,D1,1,4", "x,D1,999,9", "x,,1,7", "x,test,1,4", "x,,1,4"]
    log = read(write(tmp_path / "a.csv", "t,who,state,type", *rows), profile=profile)

    assert log.account.reasons == (("out of scope", "internal call", 2), ("out of scope", "no debtor", 2))
    assert (log.account.used, log.account.out_of_scope, log.codes) == (1, 4, [])


def test_every_row_out_of_scope_is_an_empty_log(tmp_path: Path) -> None:
    """A profile that puts every row out of scope leaves nothing to audit, and that is told."""
    profile = '[columns]\nat = "t"\n[[out_of_scope]]\ncolumn = "x"\nvalues = ["1"]\nreason = "none"\n'
    with pytest.raises(DiagnosticError, match="no row of the log can be used"):
        read(write(tmp_path / "a.csv", "t,x", "2026-07-01 10:00,1"), profile=profile)


def test_a_row_is_rejected_once(tmp_path: Path) -> None:
    """Of all that is wrong with a row the first is told; rows stand in their order, and a long value is cut."""
    profile = '[columns]\nat = "t"\namount = "a"\nrecorded = "r"\n'
    rows = ["2026-07-01 10:00,1,maybe", f"2026-07-01 10:00,{'x' * 300},maybe", ",x,maybe", "2026-07-01 10:00,1,yes"]
    log = read(write(tmp_path / "a.csv", "t,a,r", *rows), profile=profile)

    assert [(row, column) for row, column, _, _ in log.reasons] == [(2, "r"), (3, "a"), (4, "t")]
    assert log.reasons[1][2] == "x" * 200
    assert (log.account.used, log.account.rejected) == (1, 3)


def test_masked_numbers_are_unknown(tmp_path: Path) -> None:
    """Two people must never be counted as one: a masked number is no key, and is known to be masked."""
    log = read_column(tmp_path, "number", "138****5678", "1381xxxx678", "13812345678")

    assert log.column("number") == [None, None, "13812345678"]
    assert log.column("m_number") == [True, True, False]
