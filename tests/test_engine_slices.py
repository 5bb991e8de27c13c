"""A long log is judged in slices: what is found does not depend on them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest.mock import Mock, patch

import duckdb
import pytest

from auditor.auditing import Settings, audit
from auditor.engine import slices
from auditor.engine.timeline import Timeline, database
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


@pytest.mark.parametrize(("spilled", "crowded"), [(0, False), (10, False), (11, True)])
def test_a_timeline_is_crowded_where_memory_does_not_hold_it(spilled: int, crowded: bool) -> None:
    """A tenth of it may wait on disk; with more, it is laid out there for good."""
    timeline = Mock()
    timeline.connection.execute.return_value.fetchall.return_value = [(100 - spilled, spilled)]
    assert slices._is_crowded(timeline) is crowded


def test_what_is_laid_out_is_no_longer_held() -> None:
    """Laid out by one key, then by another: the same rows, in files of the last key only, and the table is gone."""
    with database() as connection, tempfile.TemporaryDirectory() as folder:
        connection.execute(
            "CREATE TABLE events AS SELECT i AS seq, 'C' || i % 7 AS f_consumer, 'N' || i % 3 AS f_number, "
            "(['call', 'sms'])[1 + i % 2]::ENUM('call', 'sms') AS f_channel FROM range(1000) t(i)"
        )
        connection.execute("CREATE VIEW timeline AS SELECT *, true AS judged FROM events")
        before = connection.execute("SELECT * FROM timeline ORDER BY seq").fetchall()
        kinds = connection.execute("DESCRIBE timeline").fetchall()
        timeline = Timeline(connection, Mock(), 1000, folder=Path(folder), held_in="events")
        for key in ("consumer", "number"):
            with patch.object(slices, "SLICE_ROWS", 300), patch.object(slices, "_is_crowded", return_value=True):
                slices.make_room(timeline, Mock(slice_key=key))
            columns = "seq, f_consumer, f_number, f_channel, judged"
            assert connection.execute(f"SELECT {columns} FROM timeline ORDER BY seq").fetchall() == before
            assert connection.execute("DESCRIBE timeline").fetchall()[: len(kinds)] == kinds
            split = f"SELECT count(*) FROM (SELECT f_{key} FROM timeline GROUP BY 1 HAVING count(DISTINCT slice) > 1)"
            assert connection.execute(split).fetchall() == [(0,)]

        assert [path.name for path in Path(folder).iterdir()] == ["by-number"]
        assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'events'").fetchall() == [
            (0,)
        ]
