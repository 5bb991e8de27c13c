"""What is measured still runs, and both sides of it give the same answers."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from benchmarks import by_hand, events, sides, words
from benchmarks.reports import report_of

EVENTS = 20_000


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A generated log of 20,000 events."""
    path = tmp_path_factory.mktemp("benchmarks") / "log.parquet"
    events.write(path, EVENTS)
    return str(path)


def test_the_same_seed_gives_the_same_log(tmp_path: Path) -> None:
    """Two logs of one seed are equal, and another seed gives another log."""
    one, again, other = (pq.read_table(_written(tmp_path, n, seed)) for n, seed in enumerate((7, 7, 8)))

    assert one.equals(again)
    assert not one.equals(other)


def _written(folder: Path, number: int, seed: int) -> Path:
    path = folder / f"{number}.parquet"
    events.write(path, 500, seed)
    return path


def test_the_mix_is_what_it_says(log: str) -> None:
    """Thirty events a debtor, six calls in ten, texts of 50 to 800 characters, ties, and missing cells."""
    with duckdb.connect() as connection:
        (row,) = connection.execute(
            "SELECT count(*) / count(DISTINCT consumer), avg((channel IN ('call', 'voicebot'))::INT) FILTER (kind = 'contact'), "
            "min(length(text)), max(length(text)), count(*) FILTER (outcome IS NULL AND kind = 'contact'), "
            f'max("at")::DATE - min("at")::DATE FROM read_parquet(\'{log}\')'
        ).fetchall()
        ((ties,),) = connection.execute(
            f"SELECT count(*) FROM (SELECT consumer, \"at\" FROM read_parquet('{log}') GROUP BY ALL HAVING count(*) > 1)"
        ).fetchall()
    a_debtor, calls, shortest, longest, missing, days = row

    assert 27 < a_debtor < 33
    assert 0.57 < calls < 0.63
    assert shortest >= 50
    assert longest <= 800
    assert missing > 0
    assert days in (89, 90)
    assert ties > 0


def test_eight_rules_have_one_answer(log: str) -> None:
    """The audit, SQL, polars and pandas give the same verdict of every event, and every rule finds something."""
    ours = sides.eight_auditor(sides.Clock(), log, "1GB")

    assert sides.eight_judged(sides.Clock(), log, "1GB") == ours
    assert sides.eight_duckdb(sides.Clock(), log, "1GB") == ours
    assert sides.eight_polars(sides.Clock(), log, "1GB") == ours
    assert sides.eight_pandas(sides.Clock(), log, "1GB") == ours
    assert set(ours) == set(by_hand.RULES)
    assert sum(len(answer.violations) > 0 for answer in by_hand.in_duckdb(log).values()) >= 7


def test_phrases_are_found_where_they_stand(log: str) -> None:
    """The matcher finds every text in which a phrase stands as it is."""
    ours, theirs = (side(sides.Clock(), log, "300") for side in (sides.wording_auditor, sides.wording_polars))

    assert ours["texts"] == theirs["texts"] > 0
    assert ours["hit"] >= theirs["hit"] > 0
    assert len(set(words.phrases(2_000))) == 2_000


def test_made_reports_are_whole() -> None:
    """A made report has as many findings as asked for, and all of their evidence."""
    report = report_of(100)

    assert len(report.findings) == 100
    assert {id for finding in report.findings for id in finding.evidence} <= report.evidence.keys()
