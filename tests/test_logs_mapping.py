"""Which column gives which field, and what its codes mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.diagnostics import DiagnosticError, Level
from tests.log_events import read
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


def test_columns_of_packs_are_taken_where_a_pack_has_the_field(tmp_path: Path) -> None:
    """A profile may map fields that only some packs declare: without them it works all the same."""
    profile = '[columns]\nat = "t"\n[pack_columns]\ncase_no = "c"\nagency = "g"\n'
    log = read(write(tmp_path / "a.csv", "t,c,g", "2026-07-01 10:00,1,甲"), profile=profile)

    assert (log.column("agency"), log.column("case_no"), log.problems) == (["甲"], [None], [])


def test_a_profile_beside_fields_names(tmp_path: Path) -> None:
    """With `canonical` columns named as fields count too, but never over what the profile says."""
    profile = 'canonical = true\n[columns]\nat = "t"\nconsumer = "who"\n'
    log = read(write(tmp_path / "a.csv", "t,who,债务人,agency", "2026-07-01 10:00,D1,D9,甲"), profile=profile)

    assert (log.column("consumer"), log.column("agency")) == (["D1"], ["甲"])


def test_other_columns_for_some_rows(tmp_path: Path) -> None:
    """The debtor's number is the callee's, or the caller's where the call came in."""
    profile = """
[columns]
at = "t"
number = { column = "to", instead = { column = "from", when = "way", codes = ["in"] } }
"""
    rows = ["2026-07-01 10:00,95588,138,out", "2026-07-01 10:00,139,95588,in", "2026-07-01 10:00,95588,137,"]
    log = read(write(tmp_path / "a.csv", "t,from,to,way", *rows), profile=profile)

    assert log.column("number") == ["138", "139", "137"]


@pytest.mark.parametrize("field", ["row", "file", "sheet", "nothing"])
def test_what_no_profile_can_give(tmp_path: Path, field: str) -> None:
    """File, sheet and row are the reader's own; what is no field is told."""
    profile = f'[columns]\nat = "t"\n{field} = "x"\n'
    with pytest.raises(DiagnosticError, match=f"maps to `{field}`, which is no field"):
        read(write(tmp_path / "a.csv", "t,x", "2026-07-01 10:00,1"), profile=profile)


def test_two_columns_for_a_field_in_two_languages(tmp_path: Path) -> None:
    """A profile that names a field in Chinese maps the same field."""
    profile = '[columns]\n"时间" = "t"\n"债务人" = "who"\n'
    log = read(write(tmp_path / "a.csv", "t,who", "2026-07-01 10:00,D1"), profile=profile)

    assert log.column("consumer") == ["D1"]


def test_constants_without_regard_to_case(tmp_path: Path) -> None:
    """A constant is a value's name in either language and any case."""
    profile = '[columns]\nat = "t"\nchannel = {value = "CALL"}\ndirection = {value = "呼出"}\nplaced = {value = true}\n'
    log = read(write(tmp_path / "a.csv", "t,x", "2026-07-01 10:00,1"), profile=profile)

    assert (log.column("channel"), log.column("direction"), log.column("placed")) == (["call"], ["outbound"], [True])


def test_a_field_named_twice_in_a_profile(tmp_path: Path) -> None:
    """The same field under both its names is a contradiction, not a choice."""
    profile = '[columns]\nat = "t"\nconsumer = "a"\n"债务人" = "b"\n'
    with pytest.raises(DiagnosticError, match="maps to `consumer` twice"):
        read(write(tmp_path / "a.csv", "t,a,b", "2026-07-01 10:00,1,2"), profile=profile)
