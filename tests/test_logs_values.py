"""From cells to typed values, by the type of the field; what cannot be one rejects its row."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.log_events import read_column

HOUR = 3_600_000_000


def test_marks_that_keep_a_spreadsheet_from_reading_a_number(tmp_path: Path) -> None:
    """An id that was written as a formula or after an apostrophe is that id."""
    log = read_column(tmp_path, "number", '="13800138000"', "'13800138000", "=1+1", "'x", "13800138000")

    assert log.column("number") == ["13800138000", "13800138000", "=1+1", "'x", "13800138000"]


def test_damaged_numbers_are_refused_and_ids_that_look_alike_are_not(tmp_path: Path) -> None:
    """Only what a spreadsheet or data frame does to numbers is damage."""
    damaged = ["1.38E+10", "1.2e+17", "1E+11", "13800138000.0", "17.0", "1.5E10"]
    sound = ["13800138000", "1E5", "12E45", "7e83", "1.2.3", "E10", "v1.0", "0017"]
    log = read_column(tmp_path, "consumer", *damaged, *sound)

    assert [value for _, _, value, _ in log.reasons] == damaged
    assert log.column("consumer") == sound


def test_damage_in_a_list_is_seen(tmp_path: Path) -> None:
    """One damaged debt among several makes it unknown which debts they were."""
    log = read_column(tmp_path, "debt", "D1;1.38E+10", "D1; D2 ；D1;", ";")

    assert [value for _, _, value, _ in log.reasons] == ["D1;1.38E+10"]
    assert log.column("debt")[0] == ["D1", "D2"]


def test_numbers_and_money(tmp_path: Path) -> None:
    """Thousands separators and currency marks are read; more than four decimals, fractions of words are not."""
    sound = {
        "1": "1",
        "-3": "-3",
        "1,234.50": "1234.5",
        "¥88": "88",
        "￥ 1,000": "1000",
        "12.5元": "12.5",
        "0.12340000": "0.1234",
    }
    wrong = ["1.23456", "12,5x", "1e5", "nan", "一百", "1" * 15, "$"]
    log = read_column(tmp_path, "amount", *sound, *wrong)

    assert log.column("amount") == [Decimal(value) for value in sound.values()]
    assert [value for _, _, value, _ in log.reasons] == wrong
    assert {reason for *_, reason in log.reasons} == {"not a number with at most 4 decimals"}


def test_yes_and_no(tmp_path: Path) -> None:
    """The usual words in both languages; others reject their row, unless the profile maps them."""
    log = read_column(tmp_path, "recorded", "yes", "No", "1", "0", "是", "否", "TRUE", "maybe")
    assert log.column("recorded") == [True, False, True, False, True, False, True]
    assert log.reasons == [(9, "c", "maybe", "neither yes nor no")]

    mapping = '{column = "c", values = {"A" = true, "B" = "no"}}'
    log = read_column(tmp_path, "recorded", "A", "B", "yes", mapping=mapping)
    assert log.column("recorded") == [True, False]
    assert [value for _, _, value, _ in log.reasons] == ["yes"]


def test_durations(tmp_path: Path) -> None:
    """Seconds by default, or a clock's hours, minutes and seconds; nothing negative, endless or out of a clock."""
    sound = {
        "95": 95,
        "0": 0,
        "1.5": 1.5,
        "0:01:35": 95,
        "01:35": 95,
        "30:00:00": 108_000,
        "00:00:00": 0,
        "0:01:35.250": 95,
    }
    wrong = ["-1", "1e300", "nan", "inf", "0:75:00", "0:00:99", "99999999999999999999:00:00", "1h", "x"]
    log = read_column(tmp_path, "duration", *sound, *wrong)

    assert log.column("duration") == [value * 1_000_000 for value in sound.values()]
    assert [value for _, _, value, _ in log.reasons] == wrong


def test_durations_in_another_unit(tmp_path: Path) -> None:
    """A profile says in what unit plain numbers are; a clock is a clock in any."""
    log = read_column(tmp_path, "duration", "1500", "0:01:35", "1e17", mapping='{column = "c", unit = "ms"}')
    assert log.column("duration") == [1_500_000, 95_000_000]

    log = read_column(tmp_path, "duration", "1.5", mapping='{column = "c", unit = "min"}')
    assert log.column("duration") == [90_000_000]


def test_times_of_day_and_weekdays(tmp_path: Path) -> None:
    """A time of day runs from 0:00 to 24:00; days of the week have names in both languages."""
    log = read_column(tmp_path, "from_time", "8:00", "08:30:15", "24:00", "23:59", "24:01", "25:00", "8:75", "8")
    assert log.column("from_time") == [8 * HOUR, 8 * HOUR + 1_815_000_000, 24 * HOUR, 24 * HOUR - 60_000_000]
    assert [value for _, _, value, _ in log.reasons] == ["24:01", "25:00", "8:75", "8"]

    log = read_column(tmp_path, "weekdays", "周一;周日", "friday", "someday")
    assert log.column("weekdays") == [[1, 7], [5]]
    assert [value for _, _, value, _ in log.reasons] == ["someday"]
