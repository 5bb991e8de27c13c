"""The numbers of a finding are written for a reader: durations in words, names in the language of the title."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.measured import duration, in_words
from tests.log_runs import audit, write

CALLS = (
    "id,at,consumer,channel,direction,outcome",
    "a,2026-08-01 10:00,D1,call,outbound,conversation",
    "b,2026-08-01 11:00,D1,call,outbound,conversation",
    "c,2026-08-01 12:30,D1,call,outbound,conversation",
)
PACK = """
pack test.told "Told"
  jurisdiction "nowhere"
rule test.told.one "{title}"
  cite "1"  basis verified  force policy  severity low{message}
  {statement}
"""


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0, "0 seconds", "0 秒"),
        (1, "1 second", "1 秒"),
        (0.5, "0.5 seconds", "0.5 秒"),
        (60, "1 minute", "1 分钟"),
        (259200, "3 days", "3 天"),
        (180000, "2 days 2 hours", "2 天 2 小时"),
        (90061.25, "1 day 1 hour 1 minute 1.25 seconds", "1 天 1 小时 1 分钟 1.25 秒"),
        (-3600, "-1 hour", "-1 小时"),
    ],
)
def test_duration(seconds: float, english: str, chinese: str) -> None:
    """A length of time is told in its largest units, and nothing of it is left out."""
    assert duration(seconds, chinese=False) == english
    assert duration(seconds, chinese=True) == chinese


def test_only_what_elapsed_is_a_time() -> None:
    """A limit is a time beside what elapsed, and a number beside a count."""
    numbers = {"count": 4, "limit": 3, "elapsed_2": 7200, "limit_2": 3600}
    assert in_words(numbers, chinese=False) == ["count 4", "limit 3", "elapsed_2 2 hours", "limit_2 1 hour"]
    assert in_words(numbers, chinese=True) == ["次数 4", "限值 3", "间隔_2 2 小时", "限值_2 1 小时"]


@pytest.mark.parametrize(
    ("title", "message", "statement", "told"),
    [
        ("Two a day", "", "at most 2 contacts per consumer in each day", "Two a day (count 3, limit 2)"),
        ("每日两次", "", "at most 2 contacts per consumer in each day", "每日两次（次数 3，限值 2）"),
        ("Apart", "", "at least 2 hours between contacts per consumer", "Apart (elapsed 1 hour 30 minutes)"),
        ("Apart", '\n  message "only {elapsed}"', "at least 2 hours between contacts per consumer", "only 1 hour 30 minutes"),
        ("间隔", '\n  message "只隔{elapsed}"', "at least 2 hours between contacts per consumer", "只隔1 小时 30 分钟"),
    ],
)  # fmt: skip
def test_message(tmp_path: Path, title: str, message: str, statement: str, told: str) -> None:
    """A message is in the language of its title, and never counts in seconds; the data beside it does."""
    text = PACK.format(title=title, message=message, statement=statement)
    ran = audit(tmp_path, write(tmp_path / "a.csv", *CALLS), rules=write(tmp_path / "told.rules", text))
    last = next(one for one in ran.report["findings"] if one["event"] == "c")

    assert last["message"] == told
    assert all(isinstance(value, int) for value in last["numbers"].values()), json.dumps(last["numbers"])
