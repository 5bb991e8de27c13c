"""Where the person contacted is, by the debtor's record or by the number."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.logs.whereabouts import zones_of_number
from tests.log_events import read
from tests.log_runs import audit, write

PROFILE = """
zone = "America/New_York"
clock = "source"
{facts}
[columns]
at = "at"
id = "id"
consumer = "who"
number = "tel"
zone = ["tz"]
channel = {{ value = "sms" }}
direction = {{ value = "outbound" }}
"""


def profile(folder: Path, facts: str) -> Path:
    """A profile with further facts, beside a table of debtors."""
    write(
        folder / "debtors.csv",
        "债务人,时区,法域",
        "D1,America/Denver,CO",
        "D2,America/Chicago; America/New_York,TN",
        "D3,America/Los_Angeles,CA",
        "D3,America/Denver,CA",
        "D4,,TX",
    )
    return write(folder / "p.toml", PROFILE.format(facts=facts))


def zones(folder: Path, facts: str, *rows: str) -> tuple[dict[str, list[str]], list[str]]:
    """The candidate zones of every row by its id, and the notes."""
    text = profile(folder, facts).read_text(encoding="utf-8")
    text = text.replace('"debtors.csv"', f'"{(folder / "debtors.csv").as_posix()}"')
    log = read(write(folder / "a.csv", "id,at,who,tel,tz", *rows), profile=text, zone=None)
    return {event["id"]: event["zones"] for event in log.events}, log.notes


def test_zones_come_in_the_profile_s_order(tmp_path: Path) -> None:
    """The row's own zone, else the debtor's record, else the source; and the report says how many came whence."""
    found, notes = zones(
        tmp_path, 'debtors = "debtors.csv"',
        "a,2026-07-01 10:00,D1,,America/Phoenix", "b,2026-07-01 10:00,D1,,", "c,2026-07-01 10:00,D2,,",
        "d,2026-07-01 10:00,D3,,", "e,2026-07-01 10:00,D4,,", "f,2026-07-01 10:00,D9,,",
    )  # fmt: skip

    assert found["a"] == ["America/Phoenix"]
    assert found["b"] == ["America/Denver"]
    assert found["c"] == ["America/Chicago", "America/New_York"]
    assert found["d"] == ["America/Los_Angeles", "America/Denver"]
    assert found["e"] == found["f"] == ["America/New_York"]
    assert "a.csv: the zones of rows: 3 by `debtor`, 1 by `row`, 2 by `source`" in notes


def test_the_debtor_s_record_gives_the_jurisdiction(tmp_path: Path) -> None:
    """Where the log has no jurisdiction, the debtor's record does; two different ones are none."""
    text = PROFILE.format(facts='debtors = "debtors.csv"').replace("debtors.csv", (tmp_path / "debtors.csv").as_posix())
    write(
        tmp_path / "debtors.csv",
        "consumer,zone,jurisdiction",
        "D1,America/Denver,CO",
        "D2,America/Denver,CO",
        "D2,America/Denver,TX",
    )
    rows = [f"{who},2026-07-01 10:00,{who},," for who in ("D1", "D2", "D3")]
    log = read(write(tmp_path / "a.csv", "id,at,who,tel,tz", *rows), profile=text, zone=None)

    assert log.column("jurisdiction") == ["CO", None, None]
    assert log.column("zones") == [["America/Denver"], ["America/Denver"], ["America/New_York"]]


def test_another_order(tmp_path: Path) -> None:
    """A profile may trust the debtor's record more than the row."""
    facts = 'debtors = "debtors.csv"\nzone_order = ["debtor", "row"]'
    found, _ = zones(
        tmp_path, facts, "a,2026-07-01 10:00,D1,,America/Phoenix", "b,2026-07-01 10:00,D9,,America/Phoenix"
    )

    assert found == {"a": ["America/Denver"], "b": ["America/Phoenix"]}


def test_the_number_says_where_if_it_is_asked(tmp_path: Path) -> None:
    """An area code gives its zones; a number of a country's own that says nothing leaves the source's."""
    facts = 'zone_order = ["row", "number", "source"]\ncountry = "US"'
    found, _ = zones(
        tmp_path, facts, "a,2026-07-01 10:00,D1,303-555-0123,", "b,2026-07-01 10:00,D1,8005551212,",
        "c,2026-07-01 10:00,D1,+86 138 0013 8000,", "d,2026-07-01 10:00,D1,x,", "e,2026-07-01 10:00,D1,,",
    )  # fmt: skip

    assert found["a"] == ["America/Denver"]
    assert found["c"] == ["Asia/Shanghai"]
    assert found["b"] == found["d"] == found["e"] == ["America/New_York"]


def test_numbers_are_not_asked_unless_the_profile_says_so(tmp_path: Path) -> None:
    """A number is a hint only: it can be carried from one place to another."""
    found, _ = zones(tmp_path, "", "a,2026-07-01 10:00,D1,+1 303-555-0123,")

    assert found == {"a": ["America/New_York"]}


def test_zones_of_numbers() -> None:
    """Every zone of an area is a candidate; what is no number has none."""
    assert zones_of_number("+1 928-674-5500", None) == ["America/Denver", "America/Phoenix"]
    assert zones_of_number("928-674-5500", None) == []
    assert zones_of_number("928-674-5500", "US") == ["America/Denver", "America/Phoenix"]
    assert zones_of_number("95588", "CN") == zones_of_number("", "CN") == []


def test_the_debtor_s_clock_decides(tmp_path: Path) -> None:
    """22:30 by the dialer in New York is 20:30 in Denver, and late for nobody there."""
    log = write(tmp_path / "a.csv", "id,at,who,tel,tz", "a,2026-07-01 22:30,D1,,", "b,2026-07-01 22:30,D9,,")
    ran = audit(tmp_path, log, "--profile", profile(tmp_path, 'debtors = "debtors.csv"'), zone=None)

    assert ran.violations == {("hours", "b")}


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (None, ("cannot be used", "no such file")),
        (["who,where", "D1,x"], ("no `consumer`", "债务人")),
        (["consumer,zome", "D1,x"], ("no `zone`", "时区")),
    ],
)
def test_a_table_of_debtors_that_cannot_be_used(
    tmp_path: Path, lines: list[str] | None, words: tuple[str, ...]
) -> None:
    """A profile whose table of debtors is missing or has no such columns stops the audit, and says so."""
    given = profile(tmp_path, 'debtors = "other.csv"')
    if lines is not None:
        write(tmp_path / "other.csv", *lines)
    log = write(tmp_path / "a.csv", "id,at,who,tel,tz", "a,2026-07-01 22:30,D1,,")
    ran = audit(tmp_path, log, "--profile", given, zone=None)

    assert ran.status == 4
    assert "[bad-profile]" in ran.err
    for word in words:
        assert word in ran.err, ran.err


def test_a_wrong_zone_in_a_record_rejects_its_rows(tmp_path: Path) -> None:
    """An abbreviation in a debtor's record is no better than one in a row."""
    given = profile(tmp_path, 'debtors = "debtors.csv"')
    write(tmp_path / "debtors.csv", "consumer,zone", "D1,CST")
    log = write(tmp_path / "a.csv", "id,at,who,tel,tz", "a,2026-07-01 22:30,D1,,", "b,2026-07-01 22:30,D9,,")
    ran = audit(tmp_path, log, "--profile", given, zone=None)

    assert ran.reasons == [(2, "zone", "CST", "not a time zone")]
    assert ran.violations == {("hours", "b")}
