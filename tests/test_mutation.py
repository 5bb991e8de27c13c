"""Would the examples notice? Changes of every kind are tried, and those that no example notices are questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.checking import check

HEAD = 'pack demo "a demonstration"\n\n'
FACTS = '  cite "article 1"  basis verified  force statute\n'


def questions(folder: Path, rule: str, rows: str, before: str = "", given: str = "direction outbound") -> list[str]:
    """What is asked of a rule with one example of these rows."""
    text = f'{HEAD}{before}rule demo.r "a rule"\n{FACTS}  {rule}\n\nexample "rows" for demo.r\n  given consumer C1, {given}\n{rows}'
    (folder / "demo.rules").write_text(text, encoding="utf-8")
    result = check([str(folder)], mutate=True)
    assert [problem.code for problem in result.problems if problem.code == "example-fails"] == []
    assert not result.library.errors, result.library.errors
    return [problem.message for problem in result.problems if problem.code == "surviving-mutant"]


def table(*rows: str, columns: str = "at | channel") -> str:
    """A table with a verdict as its last column."""
    return "".join(f"  | {row} |\n" for row in (f"{columns} | verdict", *rows))


EDGE = ("2026-04-01 10:00 | call | ok", "2026-04-07 10:00 | call | ok", "2026-04-07 11:00 | call | violation")


def test_examples_at_every_edge_leave_no_question(tmp_path: Path) -> None:
    """Rows on both sides of limit and window notice every change."""
    rows = table(*EDGE, "2026-04-20 10:00 | call | ok", "2026-04-27 09:00 | call | ok", "2026-04-27 10:00 | call | ok")
    assert questions(tmp_path, "at most 2 contacts per consumer in 7 consecutive days", rows) == []


@pytest.mark.parametrize(
    ("rule", "rows", "expected"),
    [
        (
            "at most 2 contacts per consumer in 7 consecutive days", table(*EDGE),
            {"7 days became 8"},
        ),
        (
            "at most 2 contacts per consumer, debt in each day",
            table("2026-04-01 10:00 | call | ok", "2026-04-01 11:00 | call | ok", "2026-04-01 12:00 | call | violation"),
            {"the key `consumer` was dropped", "the key `debt` was dropped"},
        ),
        (
            "forbid (contacts except channel is letter) when channel is not call",
            table("2026-04-01 10:00 | sms | violation", "2026-04-01 11:00 | call | ok"),
            {"an exception was dropped"},
        ),
        (
            "forbid contacts outside 08:00 through 21:00",
            table("2026-04-01 07:00 | call | violation", "2026-04-01 10:00 | call | ok"),
            {"08:00 became 08:01", "08:00 became 07:59", "21:00 became 21:01", "21:00 became 20:59", "21:00 became `until`"},
        ),
        (
            "forbid contacts when duration > 60 seconds unless channel is letter",
            table("2026-04-01 07:00 | call | 200 | violation", "2026-04-01 10:00 | call | 1 | ok", columns="at | channel | duration"),
            {"`>` became `>=`", "`unless` was dropped"},
        ),
    ],
    ids=["window", "keys", "exception", "hours", "comparison"],
)  # fmt: skip
def test_what_no_example_pins_down_is_asked(tmp_path: Path, rule: str, rows: str, expected: set[str]) -> None:
    """Each kind of change that no row notices is a question of its own."""
    given = "direction outbound, debt D1" if "debt" in rule else "direction outbound"
    asked = questions(tmp_path, rule, rows, given=given)

    assert {f"no example would notice if {change}" for change in expected} <= set(asked), asked


def test_phrases_that_no_text_has(tmp_path: Path) -> None:
    """A phrase that no example says could be dropped."""
    words = 'words bad "bad" "or else", "you will see"\n\n'
    rows = table(
        "2026-04-01 07:00 | sms | or else! | violation",
        "2026-04-01 10:00 | sms | hello | ok",
        columns="at | channel | text",
    )
    asked = questions(tmp_path, "forbid contacts when text mentions bad", rows, before=words)

    assert "no example would notice if `you will see` were dropped from `bad`" in asked


def test_an_accepted_change_is_not_asked(tmp_path: Path) -> None:
    """What the rule accepts, with a reason beside it, is no question."""
    rule = 'accept "window +1" because "the eighth day is not in dispute"\n  at most 2 contacts per consumer in 7 consecutive days'

    assert "no example would notice if 7 days became 8" not in questions(tmp_path, rule, table(*EDGE))
