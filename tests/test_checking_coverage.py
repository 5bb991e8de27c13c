"""What no example reaches: parts that are never true or never false, edges of windows, last and first days."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.checking.check import check
from tests.demo_pack import FACTS, pack_of, table


def notes(folder: Path, rule: str, rows: str, before: str = "") -> list[str]:
    """The notes about a rule with one example of these rows."""
    (folder / "demo.rules").write_text(pack_of(rule, rows, before), encoding="utf-8")
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


@pytest.mark.parametrize(
    ("rule", "verdict"),
    [
        ("at most 3 ({}) per consumer in each day", "ok"),
        ("at most 3 distinct channel of ({}) per consumer in each day", "ok"),
        ("at least 2 days between ({}) per consumer", "ok"),
        ("after consent forbid ({}) per consumer", "ok"),
        ("after ({}) forbid consent per consumer", "-"),
        ("after ({}) require consent per consumer within 2 days", "violation"),
        ("before ({}) require consent per consumer", "violation"),
        ("before consent require ({}) per consumer", "-"),
        ("at least 1 ({}) per consumer in each week", "ok"),
    ],
)
def test_selections_of_every_form(tmp_path: Path, rule: str, verdict: str) -> None:
    """What is counted, what triggers and what is required are conditions too: parts that no row meets are noted."""
    rule = rule.format("contacts except channel is letter")
    found = notes(tmp_path, rule, table(f"2026-04-01 10:00 | call | {verdict}"))

    assert "in no example of `demo.r` is this true: the channel is letter" in found
    assert "in no example of `demo.r` is this false: it counts as “contacts”" in found


@pytest.mark.parametrize("accepted", ["never true", "never false", "date"])
def test_what_a_rule_accepts_is_not_noted(tmp_path: Path, accepted: str) -> None:
    """A rule may say why a part is never true or never false, or a day not shown: the rest is noted still."""
    rule = "from 2026-01-01\n  {}forbid contacts when channel is letter"
    rows = table("2026-04-01 10:00 | call | ok")
    said = rule.format(f'accept "{accepted}" because "no other way"\n  ')
    before, after = (notes(tmp_path, text, rows) for text in (rule.format(""), said))
    words = {"never true": "this true", "never false": "this false", "date": "shows the"}[accepted]

    assert [message for message in before if words in message]
    assert after == [message for message in before if words not in message]


def test_edges_of_windows(tmp_path: Path) -> None:
    """A window that could be a day longer or shorter is noted; with rows on both sides of its edge it is not."""
    rule = "at most 1 contacts per consumer in 3 consecutive days"
    inbound = "2026-04-20 11:00 | inbound | -"
    loose = ("2026-04-01 10:00 | | ok", "2026-04-01 11:00 | | violation", "2026-04-09 11:00 | | ok")
    tight = ("2026-04-01 10:00 | | ok", "2026-04-03 11:00 | | violation", "2026-04-06 11:00 | | ok")
    start = "no example of `demo.r` reaches the edge of its window: nothing would change if 3 days became"

    found = notes(tmp_path, rule, table(*loose, inbound, columns="at | direction"))
    assert found == [f"{start} {days}" for days in ("2", "4 (the first day left out)")]
    assert notes(tmp_path, rule, table(*tight, inbound, columns="at | direction")) == []


# --- dates ------------------------------------------------------------------------------------------------------

DATED = "from 2025-03-01  through 2025-12-31\n  forbid contacts"
AROUND = (
    "2025-02-28 23:59 | call | -", "2025-03-01 00:00 | call | violation",
    "2025-12-31 23:59 | call | violation", "2026-01-01 00:00 | call | -",
)  # fmt: skip
UNSEEN = (
    "the last day before it holds, 28 February 2025", "the first day on which it holds, 1 March 2025",
    "the last day on which it holds, 31 December 2025", "the first day after that, 1 January 2026",
)  # fmt: skip


def days(found: list[str]) -> list[str]:
    """The notes about days, without their beginning."""
    start = "no example of `demo.r` shows "
    return [message.removeprefix(start) for message in found if message.startswith(start)]


@pytest.mark.parametrize("left_out", range(4))
def test_days_around_the_dates_of_a_rule(tmp_path: Path, left_out: int) -> None:
    """A row on the last day before a date and one on the first day from it, for the beginning and for the end."""
    rows = [row for number, row in enumerate(AROUND) if number != left_out]

    assert days(notes(tmp_path, DATED, table(*rows))) == [UNSEEN[left_out]]
    assert days(notes(tmp_path, DATED, table(*AROUND))) == []


def test_rows_that_the_rule_would_not_judge_show_no_day(tmp_path: Path) -> None:
    """On the day before a rule, a row that it would let aside anyway shows nothing; nor does one without a verdict."""
    aside = ("2025-02-28 23:59 | inbound | -", *(row.replace("call", "") for row in AROUND[1:]))
    unsaid = ("2025-02-28 23:59 | | ", *(row.replace("call", "") for row in AROUND[1:]))

    for rows in (aside, unsaid):
        assert days(notes(tmp_path, DATED, table(*rows, columns="at | direction"))) == [UNSEEN[0]]


def test_one_of_the_rules_that_share_a_date_is_enough(tmp_path: Path) -> None:
    """The rules of a pack that begin on one day are shown to do so by the rows of any; one that begins on another is not."""
    rule = 'rule demo.{0} "rule {0}"\n' + FACTS + '  from {1}\n  forbid contacts\n\nexample "{0}" for demo.{0}\n'
    rule += "  given consumer C1, channel call, direction outbound\n  | at | verdict |\n  | 2025-06-01 10:00 | violation |\n\n"
    same = notes(tmp_path, DATED, table(*AROUND), rule.format("same", "2025-03-01"))
    other = notes(tmp_path, DATED, table(*AROUND), rule.format("other", "2025-03-11"))

    assert not [message for message in same if "shows" in message]
    assert {message for message in other if "shows" in message} == {
        "no example of `demo.other` shows the last day before it holds, 10 March 2025",
        "no example of `demo.other` shows the first day on which it holds, 11 March 2025",
    }


def test_days_around_a_change_of_a_parameter(tmp_path: Path) -> None:
    """A value of a parameter is shown on the last day of the old one and on the first of the new."""
    before = "param most = 3 through 2025-12-31, 1 from 2026-01-01\n\n"
    rule = "at most most contacts per consumer in each day"
    late = ("2026-04-01 10:00 | call | ok", "2026-04-01 11:00 | call | violation")
    edge = ("2025-12-31 10:00 | call | ok", "2026-01-01 11:00 | call | ok")

    assert set(days(notes(tmp_path, rule, table(*late), before))) == {
        "the last day on which `most` is 3, 31 December 2025",
        "the first day on which `most` is 1, 1 January 2026",
    }
    assert days(notes(tmp_path, rule, table(*edge), before)) == []
