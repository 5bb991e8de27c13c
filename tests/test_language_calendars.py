"""Public holidays and working days, within the years for which they are vouched."""

from __future__ import annotations

from datetime import date

import pytest

from auditor.language.calendars import CLASSES, DayTable, day_table
from auditor.language.declarations import Calendar, CalendarDays


def calendar(
    *library: str, years: tuple[int, int] | None = (2026, 2026), days: tuple[CalendarDays, ...] = (), weekend: tuple[int, ...] = (6, 7)
) -> Calendar:  # fmt: skip
    """A calendar."""
    return Calendar("c", "p", library, years, weekend, days)


def day(year: int, month: int, number: int) -> int:
    """A day, since 1970."""
    return (date(year, month, number) - date(1970, 1, 1)).days


def classes(table: DayTable, number: int) -> set[str]:
    """The classes of a day."""
    return {name for name in CLASSES if table.is_class(number, name)}


def test_mainland_china_with_its_makeup_workdays() -> None:
    """National Day 2026: holidays from 1 to 7 October, and the Saturdays worked for it are working days."""
    table = day_table(calendar("CN"))

    assert classes(table, day(2026, 10, 1)) == {"holiday"}
    assert classes(table, day(2026, 10, 10)) == {"workday", "makeup-workday"}
    assert classes(table, day(2026, 10, 8)) == {"workday"}
    assert classes(table, day(2026, 10, 17)) == {"weekend"}


def test_the_united_states() -> None:
    """Independence Day 2026 is a Saturday, and the Friday before it is the day off."""
    table = day_table(calendar("US"))

    assert classes(table, day(2026, 7, 4)) == {"holiday", "weekend"}
    assert classes(table, day(2026, 7, 3)) == {"holiday"}
    assert classes(table, day(2026, 7, 2)) == {"workday"}


def test_a_place_without_a_library_has_weekends_alone() -> None:
    """A calendar of one's own has the weekend that it names, and the days laid over it."""
    overlay = (
        CalendarDays(True, (None, 12, 31), (None, 1, 1), "new year"),
        CalendarDays(False, (2026, 1, 9), (2026, 1, 9), "worked"),
    )
    table = day_table(calendar(days=overlay, weekend=(5, 6)))

    assert classes(table, day(2026, 1, 1)) == {"holiday"}
    assert classes(table, day(2026, 12, 31)) == {"holiday"}
    assert classes(table, day(2026, 1, 2)) == {"weekend"}
    assert classes(table, day(2026, 1, 4)) == {"workday"}
    assert classes(table, day(2026, 1, 9)) == {"workday", "makeup-workday"}


def test_days_outside_the_vouched_years_have_no_class() -> None:
    """Nothing is guessed of a year that nobody vouches for."""
    table = day_table(calendar("CN"))

    assert table.code(day(2027, 1, 1)) is None
    assert table.is_class(day(2025, 12, 31), "workday") is None
    assert table.after(day(2027, 1, 1), 1) is None
    assert table.after(day(2026, 12, 31), 1) is None


@pytest.mark.parametrize(
    ("library", "years", "message"),
    [
        (("CN",), (2026, 2090), "known for 2004 to"),
        (("US",), None, "does not say for which years"),
        (("Atlantis",), (2026, 2026), "no holidays are known for `Atlantis`"),
        (("US", "Nowhere"), (2026, 2026), "no holidays are known for `US Nowhere`"),
    ],
)
def test_what_no_library_knows_is_an_error(
    library: tuple[str, ...], years: tuple[int, int] | None, message: str
) -> None:
    """A place or year that a library does not cover is an error by name."""
    with pytest.raises(ValueError, match=message):
        day_table(calendar(*library, years=years))


def test_working_days_are_counted() -> None:
    """Over a weekend the next working day is Monday, and a window of working days ends with the day itself."""
    table = day_table(calendar())
    friday, saturday, monday = day(2026, 7, 3), day(2026, 7, 4), day(2026, 7, 6)

    assert table.after(friday, 1) == monday
    assert table.after(saturday, 1) == monday
    assert table.before(monday, 1) == friday
    assert table.before(saturday, 1) == friday
    assert table.window_start(monday, 2) == friday
    assert table.window_start(saturday, 1) == friday
    assert table.gap_end(monday, 1) == monday - 1
    assert table.gap_end(monday, 2) == friday - 1


@pytest.mark.parametrize("language", ["id_ID.UTF-8", "th_TH.UTF-8", "C", None])
def test_holidays_are_named_alike_on_every_machine(monkeypatch: pytest.MonkeyPatch, language: str | None) -> None:
    """A message that names a holiday does not depend on the language of the machine."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    if language is not None:
        monkeypatch.setenv("LANG", language)
    day_table.cache_clear()

    with pytest.raises(ValueError, match="`Eid al-Fitr` of `ID` in 2027, 2027-03-10, is an estimate only"):
        day_table(calendar("ID", years=(2027, 2027)))
