"""Calendars in rules: moved working days, state and provincial holidays, hours by class of day, and days nobody vouches for."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.checking.check import CheckResult, check
from auditor.diagnostics import render
from auditor.language.calendars import day_table
from auditor.language.declarations import Calendar, CalendarDays

TABLE = "  | at               | kind   | verdict      |\n"


def judged(folder: Path, text: str) -> CheckResult:
    """A pack, checked, with its examples run."""
    (folder / "t.rules").write_text(f'pack t "t"\n{text}', encoding="utf-8")
    return check([str(folder)])


def assert_holds(folder: Path, text: str) -> CheckResult:
    """The examples of a pack hold, and nothing else is wrong."""
    result = judged(folder, text)
    wrong = [problem for problem in result.problems if problem.code not in ("missing-fact", "missing-example")]
    assert not wrong, "\n".join(render(problem) for problem in wrong)
    assert result.examples
    return result


def rule_of(calendar: str, limit: str, rows: str, zone: str = "UTC") -> str:
    """A pack with one calendar, one rule and one example."""
    return (
        f'{calendar}\nrule t.r "r"\n  cite "x"\n  {limit}\n'
        f'example "e" for t.r\n  given consumer C1, zone {zone}, channel call, direction outbound\n{TABLE}{rows}'
    )


def rows(*events: tuple[str, str, str]) -> str:
    """Rows of an example: time, kind, verdict."""
    return "".join(f"  | {at} | {kind} | {verdict} |\n" for at, kind, verdict in events)


CALENDARS = {
    "us": 'calendar cal "federal"\n  library "US"\n  years 2020 through 2027',
    "ma": 'calendar cal "Massachusetts"\n  library "US" "MA"\n  years 2020 through 2027',
    "qc": 'calendar cal "Quebec"\n  library "CA" "QC"\n  years 2020 through 2027',
    "on": 'calendar cal "Ontario"\n  library "CA" "ON"\n  years 2020 through 2027',
    "cn": 'calendar cal "mainland China"\n  library "CN"\n  years 2024 through 2026',
    "none": 'calendar cal "Monday to Friday"\n  years 2020 through 2027',
}
# A day, and of which calendars it is a working day.
WORKED = [
    ("2026-04-20", {"us", "qc", "on", "cn", "none"}),  # Patriots' Day
    ("2026-06-24", {"us", "ma", "on", "cn", "none"}),  # Saint-Jean-Baptiste
    ("2026-07-01", {"us", "ma", "cn", "none"}),  # Canada Day
    ("2026-05-18", {"us", "ma", "cn", "none"}),  # Victoria Day, National Patriots' Day
    ("2026-02-16", {"qc", "none"}),  # Presidents' Day, Family Day, Spring Festival; in Quebec a day like any other
    ("2026-02-14", {"cn"}),  # a Saturday worked for Spring Festival
    ("2026-02-17", {"us", "ma", "qc", "on", "none"}),
    (
        "2026-07-03",
        {"ma", "qc", "on", "cn", "none"},
    ),  # Independence Day, a Saturday, kept on Friday by the federal government
    ("2026-12-25", {"cn", "none"}),
]


@pytest.mark.parametrize("name", CALENDARS)
def test_which_days_are_worked(tmp_path: Path, name: str) -> None:
    """Federal, state and provincial holidays, and China's make-up workdays, decide what is a working day."""
    events = [(f"{day} 10:00", "contact", "ok" if name in worked else "violation") for day, worked in WORKED]

    assert_holds(tmp_path, rule_of(CALENDARS[name], "forbid contacts when date is not workday of cal", rows(*events)))


def test_deadline_skips_a_provincial_holiday(tmp_path: Path) -> None:
    """Two working days from a Tuesday end on Thursday, and on Friday where Wednesday is a holiday."""
    limit = "after dispute require notice per consumer within 2 working days of cal"
    friday = rows(("2026-06-23 10:00", "dispute", "{}"), ("2026-06-26 23:59", "notice", ""))

    for name, verdict in (("qc", "ok"), ("on", "violation")):
        assert_holds(tmp_path, rule_of(CALENDARS[name], limit, friday.format(verdict)))


def test_window_and_gap_of_working_days_over_a_makeup_saturday(tmp_path: Path) -> None:
    """The working days before Spring Festival: Friday and the Saturday that is worked for it are neighbours."""
    window = "at most 1 contacts per consumer in 2 working days of cal"
    gap = "at least 2 working days of cal between contacts per consumer"
    events = (("2026-02-13 10:00", "contact", "ok"), ("2026-02-14 10:00", "contact", "violation"))

    for limit in (window, gap):
        assert_holds(tmp_path, rule_of(CALENDARS["cn"], limit, rows(*events), "Asia/Shanghai"))
        later = (events[0], ("2026-02-24 10:00", "contact", "ok"))
        assert_holds(tmp_path, rule_of(CALENDARS["cn"], limit, rows(*later), "Asia/Shanghai"))


def test_class_of_day_that_goes_before(tmp_path: Path) -> None:
    """A holiday goes before a make-up workday, that before a day of the week, that before workday and weekend."""
    hours = """\
hours by-day of cal
  workday: 09:00 until 10:00
  weekend: 10:00 until 11:00
  wednesday: 11:00 until 12:00
  makeup-workday: 12:00 until 13:00
  holiday: 13:00 until 14:00
"""
    events = rows(
        ("2026-02-12 09:30", "contact", "ok"),
        ("2026-02-12 10:30", "contact", "violation"),
        ("2026-03-07 10:30", "contact", "ok"),
        ("2026-02-11 11:30", "contact", "ok"),
        ("2026-02-11 09:30", "contact", "violation"),
        ("2026-02-14 12:30", "contact", "ok"),
        ("2026-02-14 10:30", "contact", "violation"),
        ("2026-02-18 13:30", "contact", "ok"),
        ("2026-02-18 11:30", "contact", "violation"),
    )

    assert_holds(
        tmp_path, rule_of(f"{CALENDARS['cn']}\n{hours}", "forbid contacts outside by-day", events, "Asia/Shanghai")
    )


@pytest.mark.parametrize(
    ("limit", "before"),
    [
        ("forbid contacts when date is holiday of cal", ()),
        ("at most 5 contacts per consumer in 3 working days of cal", ()),
        ("forbid contacts when date < 2 working days of cal after date of last notice per consumer", (("2027-12-31 10:00", "notice", ""),)),
    ],
)  # fmt: skip
def test_a_year_that_nobody_vouches_for(tmp_path: Path, limit: str, before: tuple[tuple[str, str, str], ...]) -> None:
    """An event in such a year is inconclusive, and the cause says that the calendar has no data."""
    events = (*before, ("2028-01-03 10:00", "contact", "inconclusive"))
    result = assert_holds(tmp_path, rule_of(CALENDARS["us"], limit, rows(*events)))

    [cause] = {row.cause for example in result.examples for row in example.rows if row.expected}
    assert cause is not None
    assert "calendar" in cause


def test_a_library_is_asked_when_the_rules_are_checked(tmp_path: Path) -> None:
    """Years without data, estimated feasts and unknown places are told at the calendar, before any log is read."""
    problems = {}
    for library, years in (('"CN"', "2025 through 2090"), ('"ID"', "2027 through 2027"), ('"US" "XX"', "2026 through 2026"), ('"IN"', "2020 through 2060")):  # fmt: skip
        result = judged(tmp_path, f"calendar cal\n  library {library}\n  years {years}\n")
        [problem] = result.problems
        problems[library] = problem
        assert problem.code == "unknown-holidays"
        assert problem.span is not None
        assert problem.span.text == "cal"

    assert "2004 to" in problems['"CN"'].message
    assert "estimate" in problems['"ID"'].message
    assert "`US XX`" in problems['"US" "XX"'].message
    assert "not all known for 2020 to 2060" in problems['"IN"'].message


def test_an_estimated_feast_is_settled_by_the_pack() -> None:
    """Where the pack lays the announced days over the estimated ones, the calendar is whole."""
    estimated = Calendar("c", "p", ("ID",), (2027, 2027), (6, 7), ())
    with pytest.raises(ValueError, match="estimate"):
        day_table(estimated)

    announced = [CalendarDays(True, (2027, month, 1), (2027, month, 28), "announced") for month in range(1, 13)]
    rest = [CalendarDays(False, (2027, month, 29), (2027, month, 31), "worked") for month in (1, 3, 5, 7, 8, 10, 12)]
    rest += [CalendarDays(False, (2027, month, 29), (2027, month, 30), "worked") for month in (4, 6, 9, 11)]
    table = day_table(Calendar("c", "p", ("ID",), (2027, 2027), (6, 7), (*announced, *rest)))

    assert len(table.codes) == 365


def test_years_of_a_library_are_its_own() -> None:
    """A year before or after those that a library has data for is refused by its number."""
    for years, year in (((1500, 1501), 1500), ((2099, 2101), 2101)):
        with pytest.raises(ValueError, match=f"no holidays of `US` are known for {year}"):
            day_table(Calendar("c", "p", ("US",), years, (6, 7), ()))
