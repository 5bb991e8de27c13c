"""A long log is judged in slices: what is found does not depend on them."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import duckdb
import pytest

from auditor.auditing import Settings, audit
from auditor.engine import judge
from auditor.engine.judge import SLICE_NUMBER, lay_in_slices
from auditor.reports import write
from benchmarks import events

RULES = (str(Path(events.__file__).with_name("eight.rules")), "cn.gbt45251", "cn.nifa2018", "cn.bipc")


@pytest.mark.parametrize("column", ["consumer", "debtor_name"])
def test_slices_change_nothing(tmp_path: Path, column: str) -> None:
    """The report is the same to the byte, in one slice or in many, and where a log has no consumers."""
    log = tmp_path / "log.parquet"
    events.write(log, 4_000)
    if column != "consumer":
        with duckdb.connect() as connection:
            renamed = f"SELECT * RENAME (consumer AS {column}) FROM '{tmp_path / 'log.parquet'}'"
            connection.execute(f"COPY ({renamed}) TO '{tmp_path / 'other.parquet'}' (FORMAT parquet)")
        log = tmp_path / "other.parquet"
    seen = set()
    for rows in (1_000_000, 700):
        with patch.object(judge, "SLICE_ROWS", rows):
            report = audit(Settings(logs=(str(log),), rules=RULES, zone="Asia/Shanghai")).report
        assert report.findings
        write(report, tmp_path / "report.json")
        seen.add((tmp_path / "report.json").read_bytes())

    assert len(seen) == 1


def test_rows_of_a_slice_lie_side_by_side() -> None:
    """Every consumer is in one slice, in the order of the log; rows without a consumer are in one too."""
    with duckdb.connect() as connection, patch.object(judge, "SLICE_ROWS", 10):
        connection.execute(
            "CREATE TABLE t AS SELECT range AS seq, CASE WHEN range % 5 > 0 THEN 'D' || range % 7 END AS f_consumer FROM range(50)"
        )
        assert lay_in_slices(connection, "t", 50) == "consumer"
        rows = connection.execute(f"SELECT {SLICE_NUMBER}, seq, f_consumer FROM t").fetchall()

    assert [row[:2] for row in rows] == sorted(row[:2] for row in rows)
    assert sorted(seq for _, seq, _ in rows) == list(range(50))
    assert len({number for number, _, _ in rows}) > 1
    assert len({(number, who) for number, _, who in rows}) == len({who for _, _, who in rows})
