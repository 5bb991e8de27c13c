"""What the codes of a log mean, and that those which mean nothing are told."""

from __future__ import annotations

from pathlib import Path

from auditor.diagnostics import Level
from tests.log_events import read, read_column
from tests.log_runs import write


def test_codes_are_counted_in_rows_in_scope_only(tmp_path: Path) -> None:
    """A code that stands in rows out of scope alone is no gap of the profile."""
    profile = """
[columns]
at = "t"
outcome = { column = "state", values = { ok = "conversation" } }
[[out_of_scope]]
column = "type"
values = ["9"]
reason = "internal"
"""
    rows = ["2026-07-01 10:00,ok,1", "2026-07-01 10:00,x,9", "2026-07-01 10:00,y,1"]
    log = read(write(tmp_path / "a.csv", "t,state,type", *rows), profile=profile)

    assert [problem.message for problem in log.problems] == [
        "`y` in `state` means nothing yet as `outcome`: row 4 is rejected"
    ]


def test_many_unmapped_codes_are_summed_up(tmp_path: Path) -> None:
    """A column that holds no codes at all is not told value by value."""
    rows = [f"2026-07-01 10:00,free text {number:02}" for number in range(30)]
    path = write(tmp_path / "a.csv", "at,outcome", *rows, "2026-07-01 10:00,busy")
    log = read(path)

    assert log.codes == ["unmapped-code"] * 21
    assert log.problems[-1].message == "10 further codes in `outcome` mean nothing yet (10 rows)"
    assert {problem.level for problem in log.problems} == {Level.WARNING}
    assert (log.account.rejected, log.account.used) == (30, 1)


def test_codes_of_a_text_field(tmp_path: Path) -> None:
    """A text field may have codes too; one that is not mapped is told and rejected."""
    log = read_column(
        tmp_path, "agency", "1", "2", "9", "9", mapping='{column = "c", values = {"1" = "甲公司", "2" = "乙公司"}}'
    )

    assert log.column("agency") == ["甲公司", "乙公司"]
    assert log.reasons == [(4, "c", "9", "a code that is not mapped"), (5, "c", "9", "a code that is not mapped")]
    (problem,) = log.problems
    assert problem.code == "unmapped-code"
    assert "2 rows, first row 4" in problem.message


def test_codes_compare_without_case(tmp_path: Path) -> None:
    """Systems write `Busy` and `BUSY`: codes and names compare without case."""
    log = read_column(tmp_path, "outcome", "BUSY", "Busy", "忙线", mapping='{column = "c"}')
    assert log.column("outcome") == ["busy"] * 3

    log = read_column(tmp_path, "outcome", "na", "NA", mapping='{column = "c", values = {Na = "no-answer"}}')
    assert log.column("outcome") == ["no-answer"] * 2
