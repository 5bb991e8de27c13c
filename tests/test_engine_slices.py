"""A long log is judged in slices: what is found does not depend on them."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import duckdb
import pytest

from auditor.auditing import Settings, audit
from auditor.engine import slices
from auditor.reports import write
from benchmarks import events

RULES = (str(Path(events.__file__).with_name("eight.rules")), "cn.gbt45251", "cn.nifa2018", "cn.bipc")


@pytest.mark.parametrize("column", ["consumer", "debtor_name"])
def test_slices_change_nothing(tmp_path: Path, column: str) -> None:
    """The report is the same to the byte, in one slice or in many, laid out on disk or not, and where a log has no consumers."""
    log = tmp_path / "log.parquet"
    events.write(log, 4_000)
    if column != "consumer":
        with duckdb.connect() as connection:
            renamed = f"SELECT * RENAME (consumer AS {column}) FROM '{tmp_path / 'log.parquet'}'"
            connection.execute(f"COPY ({renamed}) TO '{tmp_path / 'other.parquet'}' (FORMAT parquet)")
        log = tmp_path / "other.parquet"
    seen = set()
    for rows, crowded in ((1_000_000, False), (700, False), (700, True)):
        with patch.object(slices, "SLICE_ROWS", rows), patch.object(slices, "_is_crowded", return_value=crowded):
            report = audit(Settings(logs=(str(log),), rules=RULES, zone="Asia/Shanghai")).report
        assert report.findings
        write(report, tmp_path / "report.json")
        seen.add((tmp_path / "report.json").read_bytes())

    assert len(seen) == 1
