"""Each side of every comparison: a function that does the work, timed alone in a process of its own.

`python -m benchmarks.sides NAME ARGUMENT...` prints one line of JSON: seconds, peak memory in MB, and the answer.
What is not the work (making input, turning the answer into something to compare) is outside the clock.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

EIGHT = Path(__file__).with_name("eight.rules")
ZONE = "Asia/Shanghai"


class Clock:
    """Measures what happens inside `with clock:`."""

    seconds = 0.0
    processor = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time of the block, and that of all cores together."""
        began, used = time.perf_counter(), time.process_time()
        yield
        self.seconds += time.perf_counter() - began
        self.processor += time.process_time() - used


def digest(values: Any) -> str:
    """A short hash of a list of numbers or texts."""
    return hashlib.sha256(json.dumps([str(v) for v in values]).encode()).hexdigest()[:16]


# --- eight rules ----------------------------------------------------------------------------------------


def eight_auditor(clock: Clock, path: str, memory: str) -> Any:
    """The audit: log to report, in memory."""
    from benchmarks.by_hand import RULES

    with clock.running():
        from auditor.auditing import Settings, audit

        report = audit(Settings(logs=(path,), rules=(str(EIGHT),), zone=ZONE, memory=memory)).report
    rows: dict[str, tuple[list[int], list[int]]] = {rule: ([], []) for rule in RULES}
    for finding in report.findings:
        rows[finding.rule.removeprefix("bench.eight.")][0].append(finding.source.row)
    for verdict in report.inconclusive:
        rows[verdict.rule.removeprefix("bench.eight.")][1].append(int(verdict.event[1:]) + 1)
    compliant = {rule.id.removeprefix("bench.eight."): rule.compliant for rule in report.rules}
    return {
        rule: (digest(sorted(found)), digest(sorted(unsure)), compliant[rule]) for rule, (found, unsure) in rows.items()
    }


def eight_judged(clock: Clock, path: str, memory: str) -> Any:
    """The audit up to the verdicts of every row, which is what is written by hand: no messages, no report."""
    import duckdb

    from benchmarks.by_hand import RULES, Answer

    found: dict[str, Answer] = {}
    with clock.running():
        from auditor.auditing import Settings, runnable, timeline_of
        from auditor.engine.verdicts import INCONCLUSIVE_TABLE, run
        from auditor.packs.loading import load
        from auditor.packs.rulebook import rule_book

        settings = Settings(logs=(path,), rules=(str(EIGHT),), zone=ZONE, memory=memory)
        book = rule_book(load(settings.rules))
        with timeline_of(settings, book, lambda _what, _done, _all: None) as ingested:
            connection: duckdb.DuckDBPyConnection = ingested.timeline.connection
            verdicts = run(ingested.timeline, runnable(book, ingested)[0])
            for rule in RULES:
                id = f"bench.eight.{rule}"
                query = f"SELECT seq FROM {INCONCLUSIVE_TABLE} WHERE rule = {verdicts.rules[id]} ORDER BY seq"
                unsure = connection.execute(query).fetchnumpy()["seq"]
                found[rule] = Answer(verdicts.violations.events([id]), unsure, verdicts.tallies[id].compliant)
    return {rule: (digest(a.violations), digest(a.inconclusive), a.compliant) for rule, a in found.items()}


def _by_hand(clock: Clock, judge: Callable[..., Any], *arguments: Any) -> Any:
    with clock.running():
        found = judge(*arguments)
    return {rule: (digest(a.violations), digest(a.inconclusive), a.compliant) for rule, a in found.items()}


def eight_duckdb(clock: Clock, path: str, memory: str) -> Any:
    """By hand in SQL."""
    from benchmarks.by_hand import in_duckdb

    with tempfile.TemporaryDirectory() as temp:
        return _by_hand(clock, in_duckdb, path, memory, temp)


def eight_polars(clock: Clock, path: str, _memory: str) -> Any:
    """By hand in polars."""
    from benchmarks.by_hand import in_polars

    return _by_hand(clock, in_polars, path)


def eight_pandas(clock: Clock, path: str, _memory: str) -> Any:
    """By hand in pandas."""
    from benchmarks.by_hand import in_pandas

    return _by_hand(clock, in_pandas, path)


# --- all packs ------------------------------------------------------------------------------------------


def packs_auditor(clock: Clock, path: str, memory: str) -> Any:
    """All Chinese packs, the findings written as data."""
    with tempfile.TemporaryDirectory() as folder, clock.running():
        from auditor.auditing import Settings, audit
        from auditor.reports import write

        report = audit(Settings(logs=(path,), rules=("cn",), zone=ZONE, memory=memory)).report
        write(report, Path(folder) / "report.parquet")
    return {"findings": len(report.findings), "inconclusive": len(report.inconclusive), "rules": len(report.rules)}


def packs_duckdb(clock: Clock, path: str, memory: str) -> Any:
    """Reading every column of the file, and the eight rules by hand."""
    import duckdb

    from benchmarks.by_hand import in_duckdb

    with tempfile.TemporaryDirectory() as temp, clock.running():
        with duckdb.connect() as connection:
            connection.execute("SET memory_limit = ?", [memory])
            columns = [
                row[0] for row in connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [path]).fetchall()
            ]
            hashed = ", ".join(f'bit_xor(hash("{column}"))' for column in columns)
            connection.execute(f"SELECT {hashed} FROM read_parquet(?)", [path]).fetchall()
        found = in_duckdb(path, memory, temp)
    return {"findings": sum(len(a.violations) for a in found.values())}


# --- wording --------------------------------------------------------------------------------------------


def _texts(path: str) -> Any:
    import pyarrow.parquet as pq

    return pq.read_table(path, columns=["text"]).column("text").drop_null()


def wording_auditor(clock: Clock, path: str, phrases: str) -> Any:
    """The matcher, every normalisation on, on as many threads as the audit uses."""
    import numpy as np
    import pyarrow as pa

    from auditor.language.declarations import WordList
    from auditor.language.vocabulary import TOLERANCES
    from auditor.logs.texts import BATCH, in_parallel
    from auditor.wording import Matcher
    from benchmarks.words import phrases as make

    texts = _texts(path)
    words = WordList("w", "bench", "", make(int(phrases)), (), frozenset(TOLERANCES))
    Matcher((WordList("first", "bench", "", ("甲乙",), (), frozenset(TOLERANCES)),))
    with clock.running():
        matcher = Matcher((words,))
        batches = pa.table({"text": texts}).to_batches(BATCH)
        counts = in_parallel(lambda batch: matcher.counts(batch.column("text"))[0], batches, os.cpu_count() or 1)
        found = np.concatenate(list(counts))
    return {"texts": len(texts), "hit": int((found > 0).sum()), "rows": digest(np.flatnonzero(found))}


def wording_polars(clock: Clock, path: str, phrases: str) -> Any:
    """`contains_any` over the texts as they stand."""
    import numpy as np
    import polars as pl

    from benchmarks.words import phrases as make

    texts = pl.Series("text", _texts(path))
    words = list(make(int(phrases)))
    with clock.running():
        found = texts.to_frame().lazy().select(pl.col("text").str.contains_any(words)).collect()["text"]
    return {"texts": len(texts), "hit": int(found.sum()), "rows": digest(np.flatnonzero(found.to_numpy()))}


# --- reading --------------------------------------------------------------------------------------------


def csv_auditor(clock: Clock, path: str, memory: str) -> Any:
    """A CSV file in GB18030, to the timeline that the eight rules need."""
    return {"rows": _timeline(clock, path, memory)}


def _timeline(clock: Clock, path: str, memory: str) -> int:
    with clock.running():
        from auditor.auditing import Settings, timeline_of
        from auditor.packs.loading import load
        from auditor.packs.rulebook import rule_book

        book = rule_book(load((str(EIGHT),)))
        settings = Settings(logs=(path,), rules=(str(EIGHT),), zone=ZONE, memory=memory)
        with timeline_of(settings, book, lambda *_: None) as ingested:
            return ingested.timeline.rows


def csv_duckdb(clock: Clock, path: str, memory: str) -> Any:
    """The file made UTF-8 (DuckDB reads no GB18030), and read into a table."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder, clock.running():
        plain = Path(folder) / "utf8.csv"
        with (
            Path(path).open(encoding="gb18030", newline="") as source,
            plain.open("w", encoding="utf-8", newline="") as out,
        ):
            while block := source.read(1 << 22):
                out.write(block)
        with duckdb.connect() as connection:
            connection.execute("SET memory_limit = ?", [memory])
            connection.execute(
                f"CREATE TABLE t AS SELECT * FROM read_csv('{plain}', all_varchar = true, header = true)"
            )
            ((rows,),) = connection.execute("SELECT count(*) FROM t").fetchall()
    return {"rows": rows}


def csv_pandas(clock: Clock, path: str, _memory: str) -> Any:
    """pandas, which reads GB18030."""
    import pandas as pd

    with clock.running():
        frame = pd.read_csv(path, encoding="gb18030", dtype=str)
    return {"rows": len(frame)}


def excel_auditor(clock: Clock, path: str, memory: str) -> Any:
    """A workbook, to the timeline that the eight rules need."""
    return {"rows": _timeline(clock, path, memory)}


def excel_pandas(clock: Clock, path: str, _memory: str) -> Any:
    """Pandas with calamine."""
    import pandas as pd

    with clock.running():
        frame = pd.read_excel(path, engine="calamine", dtype=str)
    return {"rows": len(frame)}


# --- the workbook ---------------------------------------------------------------------------------------


def workbook_auditor(clock: Clock, _path: str, findings: str) -> Any:
    """The workbook of so many findings."""
    from auditor.reports.excel import write
    from benchmarks.reports import report_of

    report = report_of(int(findings))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        with clock.running():
            write(report, path)
        return {"cells": _cells(path)[0]}


def workbook_openpyxl(clock: Clock, _path: str, findings: str) -> Any:
    """The same cells by openpyxl in write-only mode, without style or link."""
    from openpyxl import Workbook

    from auditor.reports.excel import write
    from benchmarks.reports import report_of

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        write(report_of(int(findings)), path)
        count, sheets = _cells(path)
        with clock.running():
            book = Workbook(write_only=True)
            for name, rows in sheets.items():
                sheet = book.create_sheet(name)
                for row in rows:
                    sheet.append(row)
            book.save(Path(folder) / "again.xlsx")
    return {"cells": count}


def _cells(path: Path) -> tuple[int, dict[str, list[list[Any]]]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    return sum(cell != "" for rows in sheets.values() for row in rows for cell in row), sheets


def peak_memory() -> int:
    """The greatest memory that this process has had, in MB (what `getrusage` says includes the parent's)."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    found = Clock()
    answer = globals()[sys.argv[1]](found, *sys.argv[2:])
    measured = {"seconds": found.seconds, "processor": found.processor, "peak": peak_memory(), "answer": answer}
    print(json.dumps(measured, ensure_ascii=False))
