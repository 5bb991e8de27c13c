"""What the verdicts of a rule rest on is told with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.reports.bilingual import Say
from tests.log_runs import audit, write

HEADER = "id,at,consumer,channel,direction,outcome"
DAYS = tuple(f"e{day},2026-08-{day:02} 10:00,D1,call,outbound,busy" for day in range(1, 11))
PACK = """
pack test.window "Windows"
  jurisdiction "nowhere"
define asked: consent per consumer in any 400 days
rule test.window.one "One"
  cite "1"  basis verified  force policy  severity low
"""


@pytest.mark.parametrize(
    ("statement", "days"),
    [
        ("at most 50 contacts per consumer in any 11 days", "11"),
        ("at most 50 contacts per consumer in any 241 hours", "10.0417"),
        ("at most 50 contacts per consumer in any 10 days", None),
        ("at most 50 contacts per consumer in 11 consecutive days", "11"),
        ("at most 50 contacts per consumer in 10 consecutive days", None),
        ("at most 50 contacts per consumer in each week", None),
        ("at most 50 contacts per consumer in each month", "28"),
        ("at most 3 contacts per consumer in each day, 50 in each year", "365"),
        ("at least 1 contacts per consumer in each quarter", "90"),
        ("after contacts require payment per consumer within 12 days", "12"),
        ("at least 20 days between contacts per consumer", "20"),
        ("forbid contacts unless asked", "400"),
        ("at most 50 contacts per consumer ever", None),
    ],
)
def test_a_window_longer_than_the_log_is_told(tmp_path: Path, statement: str, days: str | None) -> None:
    """The longest window is held against the ten days of the log: only one that is longer is told, definitions too."""
    rules = write(tmp_path / "w.rules", f"{PACK}  {statement}")
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, *DAYS), rules=rules)
    (judged,) = ran.report["rules"]
    told = [text for text in judged["assumptions"] if "is longer than" in text]

    assert told == ([f"a window of `{days}` days is longer than the `10` days that the log holds"] if days else [])
    assert all(text in ran.out for text in told)


def test_history_makes_the_log_longer(tmp_path: Path) -> None:
    """Earlier history is held too: with it the window is not longer than what is known."""
    rules = write(tmp_path / "w.rules", f"{PACK}  at most 50 contacts per consumer in any 11 days")
    earlier = write(tmp_path / "h.csv", HEADER, "h,2026-07-31 10:00,D1,call,outbound,busy")
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, *DAYS), "--history", earlier, rules=rules)

    assert "is longer than" not in str(ran.report["rules"])


def test_it_is_told_in_chinese() -> None:
    """A Chinese report tells it in Chinese, with the same figures."""
    text = "a window of `28` days is longer than the `10` days that the log holds"

    assert Say("zh").cause(text) == "时间窗“28”日，长于日志所涵盖的“10”日"
