"""What no example reaches: parts that are never true or never false, and versions never in force."""

from __future__ import annotations

from pathlib import Path

from auditor.checking import check
from tests.test_mutation import FACTS, HEAD, table


def notes(folder: Path, rule: str, rows: str, before: str = "") -> list[str]:
    """The notes about a rule with one example of these rows."""
    text = f'{HEAD}{before}rule demo.r "a rule"\n{FACTS}  {rule}\n\nexample "rows" for demo.r\n  given consumer C1, direction outbound\n{rows}'
    (folder / "demo.rules").write_text(text, encoding="utf-8")
    result = check([str(folder)], coverage=True)
    assert not [problem for problem in result.problems if problem.code == "example-fails"]
    return [problem.message for problem in result.problems if problem.code.startswith("uncovered")]


RULE = "forbid (channel is letter or channel is postcard) when outcome is returned"


def test_parts_that_are_never_true(tmp_path: Path) -> None:
    """A branch that no row takes is named in words."""
    rows = table(
        "2026-04-01 10:00 | letter | returned | violation",
        "2026-04-01 11:00 | letter | delivered | ok",
        columns="at | channel | outcome",
    )
    found = notes(tmp_path, RULE, rows)

    assert "in no example of `demo.r` is this true: the channel is postcard" in found
    assert "in no example of `demo.r` is this false: the channel is letter" in found


def test_all_parts_reached(tmp_path: Path) -> None:
    """With a row for every branch there is nothing to note."""
    rows = table(
        "2026-04-01 10:00 | letter | returned | violation", "2026-04-01 11:00 | postcard | delivered | ok",
        "2026-04-01 12:00 | call | busy | -", columns="at | channel | outcome",
    )  # fmt: skip

    assert notes(tmp_path, RULE, rows) == []


def test_versions_never_in_force(tmp_path: Path) -> None:
    """A value of a parameter that holds on no date of the examples is noted."""
    before = "param most = 3 through 2025-12-31, 1 from 2026-01-01\n\n"
    rows = table("2026-04-01 10:00 | call | ok", "2026-04-01 11:00 | call | violation")
    found = notes(tmp_path, "at most most contacts per consumer in each day", rows, before)

    assert found == ["no example of `demo.r` has a date on which `most` is 3"]


def test_edges_of_windows(tmp_path: Path) -> None:
    """A window that could be a day longer or shorter is noted; with rows on both sides of its edge it is not."""
    rule = "at most 1 contacts per consumer in 3 consecutive days"
    loose = table("2026-04-01 10:00 | call | ok", "2026-04-01 11:00 | call | violation", "2026-04-09 11:00 | call | ok")
    tight = table(
        "2026-04-01 10:00 | call | ok", "2026-04-03 11:00 | call | violation", "2026-04-06 11:00 | call | ok",
        "2026-04-09 11:00 | call | ok",
    )  # fmt: skip
    start = "no example of `demo.r` reaches the edge of its window: nothing would change if 3 days became"

    assert notes(tmp_path, rule, loose) == [f"{start} {days}" for days in (2, 4)]
    assert notes(tmp_path, rule, tight) == []
