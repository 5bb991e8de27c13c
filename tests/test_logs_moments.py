"""What a cell says about when: shapes, formats, offsets, and what is no time."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.engine.timeline import database
from auditor.logs.profile import SPECIFIERS
from tests.log_events import Log, read
from tests.log_runs import write


def times(folder: Path, *cells: str, at: str = '"t"', zone: str | None = "Asia/Shanghai") -> Log:
    """A log of times, one a row, each with its number as consumer."""
    rows = [f'"{cell}",{number}' for number, cell in enumerate(cells)]
    profile = f'[columns]\nat = {at}\nconsumer = "n"\n'
    return read(write(folder / "a.csv", "t,n", *rows), profile=profile, zone=zone)


NINE = "2026-07-01 09:05:00"
WALLS = {
    "2026-07-01 09:05:00": NINE,
    "2026-07-01T09:05:00": NINE,
    "2026-07-01 09:05": NINE,
    "2026-7-1 9:05": NINE,
    "2026/07/01 09:05:00": NINE,
    "2026/7/1 9:05": NINE,
    "2026.7.1 9:05": NINE,
    "2026-07-01  09:05": NINE,
    " 2026-07-01 09:05\t": NINE,
    "2026年7月1日 9时5分": NINE,
    "2026年07月01日09:05:00": NINE,
    "2026年7月1日 9时05分00秒": NINE,
    "2026／07／01 09：05：00": NINE,
    "20260701 09:05:00": NINE,
    "20260701090500": NINE,
    "20260701 0905": NINE,
    "20260701T090500": NINE,
    "2026-07-01 09:05:00.25": "2026-07-01 09:05:00.250000",
    "2026-07-01 09:05:00.123456789": "2026-07-01 09:05:00.123456",
    "2026-07-01 23:59:59.999999": "2026-07-01 23:59:59.999999",
    "2026-07-01 24:00:00": "2026-07-02 00:00:00",
    "2026-07-01 00:00:00": "2026-07-01 00:00:00",
    "2028-02-29 12:00": "2028-02-29 12:00:00",
}


def test_shapes_of_local_times(tmp_path: Path) -> None:
    """The usual ways to write a local time are read, Chinese ones too, fractions kept to the microsecond."""
    log = times(tmp_path, *WALLS)

    assert log.rejected == []
    assert dict(zip(WALLS, log.column("local"), strict=True)) == WALLS


INSTANTS = {
    "2026-07-01T02:00:00Z": "2026-07-01 02:00:00",
    "2026-07-01 10:00:00+08:00": "2026-07-01 02:00:00",
    "2026-07-01 10:00:00 +0800": "2026-07-01 02:00:00",
    "2026-07-01T10:00+08": "2026-07-01 02:00:00",
    "2026-06-30 22:00:00-04:00": "2026-07-01 02:00:00",
    "2026-07-01 07:30:00.5+05:30": "2026-07-01 02:00:00.500000",
    "2026-06-30T22:30:00-03:30": "2026-07-01 02:00:00",
}


def test_offsets_are_honoured(tmp_path: Path) -> None:
    """A time with an offset is an instant, whatever the zone; local time is that of the person contacted."""
    log = times(tmp_path, *INSTANTS)

    assert dict(zip(INSTANTS, log.column("at"), strict=True)) == INSTANTS
    assert log.column("local")[0] == "2026-07-01 10:00:00"


def test_an_offset_says_where_if_nothing_else_does(tmp_path: Path) -> None:
    """Without a zone the offset gives local time; UTC alone does not say where the person is."""
    log = times(tmp_path, "2026-07-01 10:00:00+08:00", "2026-06-30 22:00:00-04:00", "2026-07-01T02:00:00Z", zone=None)

    assert log.column("local") == ["2026-07-01 10:00:00", "2026-06-30 22:00:00"]
    assert log.reasons == [
        (4, "t", "2026-07-01T02:00:00Z", "a time in UTC, and no zone says where the person contacted is")
    ]


def test_what_is_no_time_says_why(tmp_path: Path) -> None:
    """Nothing is guessed: each is rejected with the value as it stood."""
    wrong = {
        "2026-07-01 24:00:01": "not a time",
        "2026-07-01 23:59:60": "not a time",
        "2026-13-01 10:00": "not a time",
        "2025-02-29 10:00": "not a time",
        "2026-07-01 10": "not a time",
        "10:00": "not a time",
        "1/7/26 10:00": "year or order",
        "2026-07-01 10:00 EST": "zone abbreviations",
        "2026-07-01 10:00 上午": "not a time",
        "2026-07-01 10:00+25:00": "not a time",
        "2026-07-01 10:00+08:75": "not a time",
        "infinity": "not a time",
        "0001-01-01 00:00": "before 1990",
        "2050-06-01 00:00": "after 2050",
        "0000-00-00 00:00:00": "no time",
        "NULL": "no time",
    }
    log = times(tmp_path, NINE, *wrong)

    assert [value for _, _, value, _ in log.reasons] == [
        text if why != "no time" else "" for text, why in wrong.items()
    ]
    for (*_, reason), why in zip(log.reasons, wrong.values(), strict=True):
        assert why in reason


@pytest.mark.parametrize(
    ("format", "cell", "at"),
    [
        ("epoch-s", "1782900000", "2026-07-01 10:00:00"),
        ("epoch-s", "1782900000.25", "2026-07-01 10:00:00.250000"),
        ("epoch-ms", "1782900000123", "2026-07-01 10:00:00.123000"),
        ("epoch-us", "1782900000123456", "2026-07-01 10:00:00.123456"),
    ],
)
def test_epochs(tmp_path: Path, format: str, cell: str, at: str) -> None:
    """Time since 1970 is an instant, in the unit that the profile names."""
    assert times(tmp_path, cell, at=f'{{column = "t", format = "{format}"}}').column("at") == [at]


def test_epochs_in_another_unit_are_refused(tmp_path: Path) -> None:
    """Milliseconds under seconds are centuries away: the unit is wrong, and that is said; 0 is no time."""
    log = times(
        tmp_path, "1782900000", "1782900000123", "0", "178290000O", "1e9", at='{column = "t", format = "epoch-s"}'
    )

    assert [reason for *_, reason in log.reasons] == [
        "not seconds since 1970 between 1990 and 2050", "no time", "not seconds since 1970 between 1990 and 2050",
        "not seconds since 1970 between 1990 and 2050",
    ]  # fmt: skip


def test_preferred_columns(tmp_path: Path) -> None:
    """The first column that is filled gives the field; 0 is how telephone systems leave an epoch empty."""
    profile = '[columns]\nat = {column = ["begin", "offered"], format = "epoch-s"}\nnumber = ["tel", "phone"]\n'
    rows = ["1782900000,1782890000,1,2", "0,1782890000,,2", ",1782890000,-,2"]
    log = read(write(tmp_path / "a.csv", "begin,offered,tel,phone", *rows), profile=profile)

    assert log.column("at") == ["2026-07-01 10:00:00", "2026-07-01 07:13:20", "2026-07-01 07:13:20"]
    assert log.column("number") == ["1", "2", "2"]


def test_excel_date_numbers(tmp_path: Path) -> None:
    """Excel's day numbers are local times to the second; beside them, times as text are read too."""
    at = '{column = "t", format = "excel"}'
    log = times(
        tmp_path, "46204.916666666664", "46204.9166667", "46204", "2026-07-01 22:00", "1.5", "1e300", "nan", at=at
    )

    assert log.column("local") == ["2026-07-01 22:00:00"] * 2 + ["2026-07-01 00:00:00", "2026-07-01 22:00:00"]
    assert [(value, reason) for *_, value, reason in log.reasons] == [
        (value, "neither an Excel date number nor a time") for value in ("1.5", "1e300", "nan")
    ]


@pytest.mark.parametrize(
    ("format", "cell", "local"),
    [
        ('"%d/%m/%Y %H:%M"', "03/07/2026 10:00", "2026-07-03 10:00:00"),
        ('"%m/%d/%Y %I:%M %p"', "07/03/2026 09:05 PM", "2026-07-03 21:05:00"),
        ('"%-d.%-m.%y %H:%M:%S"', "3.7.26 10:00:00", "2026-07-03 10:00:00"),
        ('["%Y%m%d%H%M%S", "%d/%m/%Y %H:%M"]', "03/07/2026 10:00", "2026-07-03 10:00:00"),
        ('"%Y-%m-%dT%H:%M:%S.%g"', "2026-07-03T10:00:00.125", "2026-07-03 10:00:00.125000"),
        ('"%d %b %Y %H:%M:%S %z"', "03 Jul 2026 02:00:00 +0000", "2026-07-03 10:00:00"),
    ],
)
def test_formats_of_a_profile(tmp_path: Path, format: str, cell: str, local: str) -> None:
    """A format says what order the parts have; one with an offset gives an instant."""
    assert times(tmp_path, cell, at=f'{{column = "t", format = {format}}}').column("local") == [local]


def test_a_format_with_an_offset_says_where(tmp_path: Path) -> None:
    """The offset of a formatted time gives its local time where no zone does."""
    at = '{column = "t", format = "%d.%m.%Y %H:%M %z"}'
    log = times(tmp_path, "03.07.2026 10:00 +08:00", at=at, zone=None)

    assert (log.column("at"), log.column("local")) == (["2026-07-03 02:00:00"], ["2026-07-03 10:00:00"])


def test_a_formatted_time_far_away_is_refused(tmp_path: Path) -> None:
    """A wrong format that reads a wrong century is found out."""
    log = times(
        tmp_path, "03/07/2026 10:00", "03/07/0026 10:00", "7/2026", at='{column = "t", format = "%d/%m/%Y %H:%M"}'
    )

    assert [reason for *_, reason in log.reasons] == [
        "a time before 1990 or after 2050",
        "not a time of the format `%d/%m/%Y %H:%M`",
    ]


@pytest.mark.parametrize("part", SPECIFIERS)
def test_every_part_of_a_format_is_one_the_database_knows(part: str) -> None:
    """What a profile may write in a format is never an error when the log is read."""
    with database() as connection:
        assert connection.execute(f"SELECT try_strptime('x', ['{part}'])").fetchall() == [(None,)]


def test_moments_beside_the_time(tmp_path: Path) -> None:
    """An end gives the duration where none is given; a wrong end rejects the row, an absent one does not."""
    rows = [
        "2026-07-01 23:59:30,2026-07-02 00:00:30,",
        "2026-07-01 10:00,2026-07-01 10:02,30",
        "2026-07-01 10:00,,",
        "2026-07-01 10:00,x,",
    ]
    log = read(write(tmp_path / "a.csv", "at,ended,duration,consumer", *(f"{row},D1" for row in rows)))

    assert log.column("duration") == [60_000_000, 30_000_000, None]
    assert log.reasons == [(5, "ended", "x", "not a time that can be read: name its format in the profile")]


def test_an_end_before_the_beginning_gives_no_duration(tmp_path: Path) -> None:
    """No duration is negative: it stays unknown."""
    log = read(write(tmp_path / "a.csv", "at,ended,consumer", "2026-07-01 10:00,2026-07-01 09:00,D1"))

    assert log.column("duration") == [None]
