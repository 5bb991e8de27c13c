"""Every report names instrument, force, dates, basis and the day on which its text was read, of each rule it shows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

import openpyxl
import pyarrow.parquet as pq
import pytest

from auditor.findings import Report
from auditor.reports import csv_, excel, html, json_, parquet, sarif, text
from tests.report_fixture import DAILY, FINDINGS, NIGHT, REPORT
from tests.schemas import SARIF, assert_fits

INSTRUMENT = "GB/T 45251-2025 贷后催收风控指引"
STANDING = ("standard", "verified", "2025-02-28", "2027-12-31", "2026-11-20")
"""Force, basis, from, through and read on of the rule of daily calls."""
_ONE = replace(REPORT, findings=tuple(finding for finding in FINDINGS if finding.rule == DAILY))


def _written(write: Callable[[Report, BinaryIO], object], report: Report = _ONE) -> bytes:
    out = io.BytesIO()
    write(report, out)
    return out.getvalue()


def test_csv() -> None:
    """A row of the CSV file has them in columns of their own."""
    (row,) = csv.DictReader(io.StringIO(_written(csv_.write).decode("utf-8-sig"), newline=""))
    assert row["instrument"] == INSTRUMENT
    assert tuple(row[name] for name in ("force", "basis", "since", "through", "read_on")) == STANDING


def test_parquet() -> None:
    """A row of the Parquet file has them, the days as days; what a rule does not say is null."""
    (row,) = pq.read_table(io.BytesIO(_written(parquet.write))).to_pylist()
    days = tuple(map(date.fromisoformat, STANDING[2:]))
    assert tuple(row[name] for name in ("instrument", "force", "basis")) == (INSTRUMENT, *STANDING[:2])
    assert tuple(row[name] for name in ("since", "through", "read_on")) == days
    rules = tuple(replace(rule, since=None, through="no day", read_on=None) for rule in REPORT.rules)
    (row,) = pq.read_table(io.BytesIO(_written(parquet.write, replace(_ONE, rules=rules)))).to_pylist()
    assert (row["since"], row["through"], row["read_on"]) == (None, None, None)


def test_sarif() -> None:
    """Each rule of the SARIF file has them among its properties, also where it has no result; the file fits its schema."""
    data = json.loads(_written(sarif.write))
    assert_fits(data, SARIF)
    rules = data["runs"][0]["tool"]["driver"]["rules"]
    (daily,) = (rule["properties"] for rule in rules if rule["id"] == DAILY)
    assert daily["instrument"] == INSTRUMENT
    assert tuple(daily[name] for name in ("force", "basis", "since", "through", "read_on")) == STANDING
    assert all(rule["properties"]["instrument"] for rule in rules)


def test_a_pack_without_a_title_stands_by_its_id() -> None:
    """The instrument of a rule is never empty."""
    run = replace(REPORT.run, packs=tuple(replace(pack, title="") for pack in REPORT.run.packs))
    (row,) = csv.DictReader(io.StringIO(_written(csv_.write, replace(_ONE, run=run)).decode("utf-8-sig"), newline=""))
    assert row["instrument"] == "cn.gbt45251"


def test_json() -> None:
    """A rule of findings.json has them, and names its pack, whose title is the instrument's."""
    data = json.loads(_written(json_.write))
    (daily,) = (rule for rule in data["rules"] if rule["id"] == DAILY)
    assert tuple(daily[name] for name in ("force", "basis", "since", "through", "read_on")) == STANDING
    assert next(pack["title"] for pack in data["run"]["packs"] if pack["id"] == daily["pack"]) == INSTRUMENT


@pytest.mark.parametrize("write", [text.write, html.write])
def test_pages(write: Callable[[Report, BinaryIO], object]) -> None:
    """The page and the summary say them in words."""
    page = _written(write).decode()
    assert not [fact for fact in (INSTRUMENT, *STANDING) if fact not in page]


def test_workbook(tmp_path: Path) -> None:
    """The workbook says them on the sheet of rules, and the instrument on the cover."""
    excel.write(_ONE, tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    rows = [[str(cell) for cell in row] for row in book["Rules"].iter_rows(values_only=True)]
    (daily,) = (row for row in rows if DAILY in row)
    assert set(STANDING) <= set(daily)
    assert any(str(cell.value).startswith(INSTRUMENT) for row in book["Cover"].iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "standard, verified, from 2025-02-28, through 2027-12-31, as read on 2026-11-20"),
        ("zh", "推荐性国家标准，原文，自 2025-02-28，至 2027-12-31，文本核对于 2026-11-20"),
    ],
)
def test_summary_says_it_once_a_rule(language: str, line: str) -> None:
    """Under the first finding of a rule, and not again under its next."""
    report = replace(REPORT, findings=(*_ONE.findings, *_ONE.findings))
    assert [shown.strip() for shown in text.summary(report, language=language).splitlines()].count(line) == 1
    both = text.summary(REPORT, language=language)
    assert both.index(line) > both.index(next(f.id for f in FINDINGS if f.rule == NIGHT))


def test_summary_of_many_packs_names_the_instrument() -> None:
    """Packs that are too many to be listed are still named where one of their rules has a finding."""
    more = tuple(replace(pack, id=f"{pack.id}.{number}") for pack in REPORT.run.packs for number in range(3))
    report = replace(_ONE, run=replace(REPORT.run, packs=(*REPORT.run.packs, *more)))
    assert f"{INSTRUMENT}, standard, verified, from 2025-02-28" in text.summary(report)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("read_on", [None, "2026-11-20"])
def test_a_pack_without_a_version(language: str, read_on: str | None) -> None:
    """Where a pack has no version, none is shown: no word without its number."""
    packs = tuple(replace(pack, version="", read_on=read_on) for pack in REPORT.run.packs)
    report = replace(REPORT, run=replace(REPORT.run, packs=packs))
    summary = text.summary(report, language=language)
    assert not [shown for shown in ("version", "版本", "()", "（）", "(, ", "（，") if shown in summary]
    pages = _written(lambda report, out: html.write(report, out, language=language), report).decode()
    assert not [shown for shown in ("Version <", "版本 <", "版本<") if shown in pages]
