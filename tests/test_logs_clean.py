"""From the columns of a log to the fields of its events."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd

from tests.log_events import read, read_column
from tests.log_runs import write


def test_texts_are_trimmed_and_empty_words_are_empty(tmp_path: Path) -> None:
    """Blanks of every kind around a cell are none of it, and what says that it is empty is unknown."""
    cells = {
        "D1": "D1", " D1 ": "D1", "D1\t": "D1", "\u3000D1\u00a0": "D1", "\ufeffD1\u200b": "D1", "D 1": "D 1",
        "": None, "   ": None, "-": None, "—": None, "NULL": None, "N/A": None, "\\N": None, "0": "0", "无": "无",
    }  # fmt: skip
    log = read_column(tmp_path, "agency", *cells)

    assert log.column("agency") == list(cells.values())


def test_a_profile_adds_words_that_say_empty(tmp_path: Path) -> None:
    """What a system writes into a cell that it has nothing for is the profile's to say."""
    profile = 'empty = ["无", "未知"]\n[columns]\nat = "t"\nagency = "c"\n'
    path = write(tmp_path / "a.csv", "t,c", "2026-07-01 10:00,无", "2026-07-01 10:00,未知", "2026-07-01 10:00,甲")

    assert read(path, profile=profile).column("agency") == [None, None, "甲"]


def test_filled_and_blank(tmp_path: Path) -> None:
    """A column may say yes by being filled: a file's name means that there is a recording."""
    log = read_column(tmp_path, "recorded", "a.wav", "", mapping='{column = "c", filled = true, blank = false}')

    assert log.column("recorded") == [True, False]


def test_dates_of_a_data_frame_and_numbers_of_any_type() -> None:
    """A frame's own types are taken as they are: no number passes through text, and no missing one becomes `nan`."""
    frame = pd.DataFrame(
        {
            "at": pd.to_datetime(["2026-07-01 10:00", "2026-07-01 22:30", None]),
            "consumer": [1001, 1002, 1003],
            "number": pd.array(["138", None, "139"], dtype="string"),
            "channel": pd.Categorical(["call", "sms", "sms"]),
            "amount": [0.1 + 0.2, float("nan"), 1.0],
            "recorded": pd.array([True, None, False], dtype="boolean"),
            "duration": pd.to_timedelta([95, None, 1], unit="s"),
            "debt": [["a", "b"], None, ["c"]],
        }
    )
    log = read(frame)

    assert log.reasons == [(3, "at", "", "no time")]
    assert log.column("local") == ["2026-07-01 10:00:00", "2026-07-01 22:30:00"]
    assert log.column("consumer") == ["1001", "1002"]
    assert log.column("number") == ["138", None]
    assert log.column("channel") == ["call", "sms"]
    assert log.column("amount") == [Decimal("0.3"), None]
    assert log.column("recorded") == [True, None]
    assert log.column("duration") == [95_000_000, None]
    assert log.column("debt") == [["a", "b"], None]


def test_a_frame_of_times_with_a_zone() -> None:
    """Times of a frame that are in a zone are instants; local time is that of the person contacted."""
    at = pd.to_datetime(["2026-07-01 02:00"], utc=True)
    log = read(pd.DataFrame({"at": at, "consumer": ["D1"]}))

    assert (log.column("at"), log.column("local")) == (["2026-07-01 02:00:00"], ["2026-07-01 10:00:00"])


def test_phone_numbers_that_a_frame_made_floats_of_are_refused() -> None:
    """One missing number makes a frame hold all of them as floats: they are damaged, not guessed."""
    frame = pd.DataFrame(
        {"at": pd.to_datetime(["2026-07-01 10:00"] * 2), "consumer": ["a", "b"], "number": [13800138000, None]}
    )
    log = read(frame)

    assert [(row, column, value) for row, column, value, _ in log.reasons] == [(1, "number", "13800138000.0")]
    assert log.column("consumer") == ["b"]
