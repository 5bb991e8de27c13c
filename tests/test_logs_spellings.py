"""Telephone numbers that are written in several ways are told: a rule that counts by number would tell them apart."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from auditor.auditing import Settings, audit
from auditor.logs.spellings import several_spellings
from auditor.reports.bilingual import Say
from tests.log_runs import write


def told(*numbers: str | None) -> list[str]:
    """What is said of the numbers of a log."""
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE events AS SELECT unnest(?::VARCHAR[]) AS f_number", [list(numbers)])
        return [problem.message for problem in several_spellings(connection, "events")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("13800138000", "138-0013-8000"),
        ("13800138000", "+8613800138000"),
        ("13800138000", "8613800138000"),
        ("(202) 555-0101", "202.555.0101"),
        ("+1 202 555 0101", "2025550101"),
        ("021-88886666", "02188886666"),
    ],
)
def test_two_ways_to_write_one_number(one: str, other: str) -> None:
    """With and without marks between the digits, and with and without a country."""
    (message,) = told(one, other, one, "13900139000", None)
    first, second = sorted((one, other))

    assert message.startswith(
        f"telephone numbers are written in several ways: 1 of them, such as `{first}` and `{second}`;"
    )


@pytest.mark.parametrize(
    "numbers",
    [
        (),
        (None, None),
        ("13800138000", "13800138001", "13800138000"),
        ("138-0013-8000", "138-0013-8001"),
        ("95588", "9-5588"),
        ("a@example.com", "A.example.com", "13800138000"),
        ("13800138000转8", "13800138000转9"),
    ],
)
def test_different_numbers(numbers: tuple[str | None, ...]) -> None:
    """Nothing is said of numbers that differ, of addresses, of extensions, or of what is too short to be sure."""
    assert told(*numbers) == []


def test_all_are_counted() -> None:
    """How many numbers there are, and the first of them."""
    numbers = [f"138001380{n:02}" for n in range(12)]
    (message,) = told(*numbers, *(f"+86 {number}" for number in numbers[:7]))

    assert message.startswith(
        "telephone numbers are written in several ways: 7 of them, such as `+86 13800138000` and `13800138000`"
    )


def test_the_report_says_so(tmp_path: Path) -> None:
    """Where some rule counts by number, in both languages; where none does, it does not matter."""
    rows = ("2026-07-01 10:00,D1,call,outbound,13800138000", "2026-07-01 11:00,D1,call,outbound,138-0013-8000")
    log = write(tmp_path / "log.csv", "at,consumer,channel,direction,number", *rows)

    def run(rules: str) -> tuple[list[str], tuple[str, ...]]:
        audited = audit(Settings(logs=(str(log),), rules=(rules,), zone="Asia/Shanghai"))
        return [problem.code for problem in audited.problems], audited.report.run.notes

    codes, notes = run("cn.cba2026")
    (note,) = (note for note in notes if "several ways" in note)
    assert codes == ["several-spellings"]
    assert Say("zh").note(note).startswith("1 个电话号码有几种写法，如 `138-0013-8000` 与 `13800138000`：")
    assert not any("several ways" in note for note in run("cn.gbt45251")[1])
