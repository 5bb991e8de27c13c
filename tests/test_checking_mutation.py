"""Would the examples notice? Changes of every kind are tried, and those that no example notices are questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.checking.check import check, shared_by, sound_packs, widest_fields
from auditor.checking.mutation import surviving_shared
from auditor.packs.loading import load
from tests.demo_pack import FACTS, pack_of, table

RULES = Path(__file__).resolve().parent.parent / "rules"


def questions(folder: Path, rule: str, rows: str, before: str = "", given: str = "direction outbound") -> list[str]:
    """What is asked of a rule with one example of these rows."""
    (folder / "demo.rules").write_text(pack_of(rule, rows, before, given), encoding="utf-8")
    result = check([str(folder)], mutate=True)
    assert [problem.code for problem in result.problems if problem.code == "example-fails"] == []
    assert not result.library.errors, result.library.errors
    return [problem.message for problem in result.problems if problem.code == "surviving-mutant"]


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
            {"7 days became 8 (the first day left out)"},
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

    assert not [message for message in questions(tmp_path, rule, table(*EDGE)) if "7 days became 8" in message]


@pytest.mark.parametrize(
    ("rule", "far", "edge", "otherwise"),
    [
        (
            "after consent forbid contacts per consumer for 3 consecutive days", "2026-01-01 10:00 | | ok",
            ("2026-04-01 10:00 | consent | ", "2026-04-04 10:00 | | ok"), "3 days became 4 (the first day left out)",
        ),
        (
            "at most 1 contacts per consumer in 3 consecutive days", "2026-01-01 10:00 | | ok",
            ("2026-04-01 10:00 | | ok", "2026-04-04 10:00 | | ok"), "3 days became 4 (the first day left out)",
        ),
        (
            "after consent require contacts per consumer within 3 days", "2026-01-01 10:00 | consent | violation",
            ("2026-04-01 10:00 | consent | ok", "2026-04-04 10:00 | | "), "3 days became 2 (the first day counted too)",
        ),
        (
            "before contacts require consent per consumer at least 3 calendar days earlier", "2026-01-01 10:00 | | violation",
            ("2026-04-01 10:00 | consent | ", "2026-04-03 10:00 | | violation"),
            "3 days became 2 (the first day counted too)",
        ),
        (
            "at least 3 calendar days between contacts per consumer", "2026-01-01 10:00 | | ok",
            ("2026-04-01 10:00 | | ok", "2026-04-03 10:00 | | violation"), "3 days became 2 (the first day counted too)",
        ),
    ],
    ids=["consecutive-after", "consecutive-back", "within", "earlier", "between"],
)  # fmt: skip
def test_whether_the_first_day_counts(
    tmp_path: Path, rule: str, far: str, edge: tuple[str, str], otherwise: str
) -> None:
    """Counting from the next day, or from the day itself, is asked in those words until a row stands at that edge."""
    given = "direction outbound, channel call"
    loose = questions(tmp_path, rule, table(far, columns="at | kind"), given=given)
    tight = questions(tmp_path, rule, table(far, *edge, columns="at | kind"), given=given)

    assert [message for message in loose if "first day" in message] == [f"no example would notice if {otherwise}"]
    assert not [message for message in tight if "first day" in message]


COUNTED = """
define {name}: {condition}

"""


def test_a_figure_that_is_a_parameter(tmp_path: Path) -> None:
    """Each value of a parameter is tried one more and one less; rows at its edge notice."""
    param = "param most = 5 through 2025-12-31, 3 from 2026-01-01\n\n"
    rule = "at most most contacts per consumer in each day"
    far = table("2026-04-01 10:00 | call | ok")
    edge = table(
        *(f"2026-04-01 1{hour}:00 | call | ok" for hour in range(3)), "2026-04-01 13:00 | call | violation",
        *(f"2025-04-01 1{hour}:00 | call | ok" for hour in range(5)), "2025-04-01 15:00 | call | violation",
    )  # fmt: skip
    asked = questions(tmp_path, rule, far, before=param)

    assert {message for message in asked if "`most`" in message} == {
        "no example would notice if 5 became 6 through 31 December 2025 in `most`",
        "no example would notice if 5 became 4 through 31 December 2025 in `most`",
        "no example would notice if 3 became 4 from 1 January 2026 in `most`",
        "no example would notice if 3 became 2 from 1 January 2026 in `most`",
    }
    assert not [message for message in questions(tmp_path, rule, edge, before=param) if "`most`" in message]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("time outside 08:00 through 21:00", {"08:00 became 08:01", "08:00 became 07:59", "21:00 became 21:01", "21:00 became 20:59"}),
        ("number of contacts per consumer in 3 consecutive days >= 2", {"2 became 3", "3 days became 4 (the first day left out)", "3 days became 2"}),
    ],
    ids=["hours", "count"],
)  # fmt: skip
def test_figures_of_a_definition(tmp_path: Path, condition: str, expected: set[str]) -> None:
    """A figure that stands in a definition is tried in the rules that use it, and the question says where it stands."""
    before = COUNTED.format(name="often", condition=condition)
    asked = questions(tmp_path, "forbid contacts when often", table("2026-04-01 10:00 | call | ok"), before=before)

    assert {f"no example would notice if {change} in `often`" for change in expected} <= set(asked), asked


def test_an_example_of_any_rule_notices_what_rules_share(tmp_path: Path) -> None:
    """Where two rules use a definition, rows at its edge in the examples of one of them are enough."""
    before = COUNTED.format(name="late", condition="time outside 08:00 until 21:00")
    before += f'rule demo.other "another rule"\n{FACTS}  forbid contacts when late and channel is sms\n\n'
    before += 'example "one row" for demo.other\n  given consumer C1, direction outbound\n'
    before += table("2026-04-01 10:00 | sms | ok") + "\n"
    rows = table(
        "2026-04-01 07:59 | call | violation", "2026-04-01 08:00 | call | ok",
        "2026-04-01 20:59 | call | ok", "2026-04-01 21:00 | call | violation",
    )  # fmt: skip

    assert not [m for m in questions(tmp_path, "forbid contacts when late", rows, before=before) if "`late`" in m]


def test_an_accepted_figure_of_a_definition_is_not_asked(tmp_path: Path) -> None:
    """A rule that uses the definition may accept a change in it, by the kind and the name."""
    before = COUNTED.format(name="late", condition="time outside 08:00 until 21:00")
    rule = 'accept "hours +1 of late" because "the minute is not in dispute"\n  forbid contacts when late'
    asked = questions(tmp_path, rule, table("2026-04-01 10:00 | call | ok"), before=before)

    assert "no example would notice if 08:00 became 08:01 in `late`" not in asked
    assert "no example would notice if 08:00 became 07:59 in `late`" in asked


def test_figures_that_shipped_rules_share_are_pinned_down() -> None:
    """Of the definitions and parameters of all shipped packs, some example notices every figure that is one off."""
    packs = sound_packs(load([str(RULES)]))
    rules = [rule for pack in packs for rule in pack.rules]
    examples = [example for pack in packs for example in pack.examples]
    fields = list(widest_fields(packs).values())

    assert len(rules) > 300
    assert [q.message for q in surviving_shared(rules, examples, fields, shared_by(packs))] == []
