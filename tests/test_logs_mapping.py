"""Which column gives which field."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.diagnostics import DiagnosticError
from tests.log_events import read
from tests.log_runs import write


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
