"""Measures both sides of every comparison in turn, several times in one run: medians, ratios and peak memory.

`python -m benchmarks` runs what takes minutes; `--events 10_000_000` and `--only packs` say how much and what.
`--write` puts the tables into RESULTS.md, with the date and the machine.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.events import write as write_log

RESULTS = Path(__file__).with_name("RESULTS.md")
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Comparison:
    """Sides of `benchmarks.sides`, the first of them ours, with their arguments. equal: whether answers must be.

    limit: how many times as long as each rival we may take.
    """

    what: str
    sides: tuple[str, ...]
    arguments: tuple[str, ...]
    equal: bool = False
    limits: tuple[float, ...] = ()


@dataclass
class Measured:
    """What one side took: seconds of each run, and of all cores together, the greatest memory in MB, and the answer."""

    side: str
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    peak: int = 0
    answer: Any = None

    @property
    def median(self) -> float:
        """The middle one of the runs."""
        return statistics.median(self.seconds)


def measure(comparison: Comparison, repeat: int) -> list[Measured]:
    """Run every side once, then again, and so on; raises SystemExit where answers differ that must not."""
    found = [Measured(side) for side in comparison.sides]
    for _ in range(repeat):
        for one in found:
            ran = run_side(one.side, comparison.arguments)
            one.seconds.append(ran["seconds"])
            one.processor.append(ran["processor"])
            one.peak = max(one.peak, ran["peak"])
            one.answer = ran["answer"]
    if comparison.equal and any(one.answer != found[0].answer for one in found):
        raise SystemExit(f"{comparison.what}: the answers differ\n" + "\n".join(f"{m.side}: {m.answer}" for m in found))
    return found


def run_side(side: str, arguments: Sequence[str]) -> dict[str, Any]:
    """One side in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.sides", side, *arguments]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(f"{' '.join(command)}\n{ran.stderr}")
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


def table(comparison: Comparison, found: Sequence[Measured]) -> Iterator[str]:
    """The lines of a Markdown table."""
    yield f"| {comparison.what} | median s | runs s | processor s | peak MB | ours / theirs | to reach |"
    yield "|---|---|---|---|---|---|---|"
    ours = found[0].median
    for one, limit in zip(found, (None, *comparison.limits, *[None] * len(found)), strict=False):
        runs = " ".join(f"{seconds:.2f}" for seconds in one.seconds)
        ratio = "" if one is found[0] else f"{ours / one.median:.2f}"
        cells = [one.side, f"{one.median:.2f}", runs, f"{statistics.median(one.processor):.2f}", f"{one.peak:,}", ratio]
        yield f"| {' | '.join(cells)} | {'' if limit is None else limit} |"
    answer = found[0].answer
    if not comparison.equal and all(isinstance(one.answer, dict) for one in found):
        yield ""
        yield "Answers: " + "; ".join(f"{one.side} {json.dumps(one.answer)}" for one in found)
    elif isinstance(answer, dict):
        yield ""
        yield "The answers are equal."
    yield ""


# --- what there is to compare ---------------------------------------------------------------------------


def log_of(folder: Path, events: int) -> Path:
    """The generated log of so many events; made once."""
    path = folder / f"{events}.parquet"
    if not path.exists():
        part = path.with_suffix(".part")
        write_log(part, events)
        part.replace(path)
    return path


def csv_of(folder: Path, events: int) -> Path:
    """The log as a CSV file in GB18030."""
    import polars as pl

    path = folder / f"{events}.csv"
    if not path.exists():
        plain = folder / "utf8.csv"
        pl.read_parquet(log_of(folder, events)).write_csv(plain, datetime_format="%Y-%m-%d %H:%M:%S")
        part = path.with_suffix(".part")
        with plain.open(encoding="utf-8", newline="") as source, part.open("w", encoding="gb18030", newline="") as out:
            while block := source.read(1 << 22):
                out.write(block)
        plain.unlink()
        part.replace(path)
    return path


def excel_of(folder: Path, events: int) -> Path:
    """The log as a workbook."""
    import pyarrow.parquet as pq
    from openpyxl import Workbook

    path = folder / f"{events}.xlsx"
    if not path.exists():
        log = pq.read_table(log_of(folder, events))
        book = Workbook(write_only=True)
        sheet = book.create_sheet("log")
        sheet.append(log.column_names)
        for batch in log.to_batches():
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                sheet.append(row)
        book.save(path)
    return path


def comparisons(folder: Path, events: int, memory: str, only: Sequence[str]) -> Iterator[Comparison]:
    """The comparisons that are asked for; their input is made when it is their turn."""
    if "eight" in only:
        log = str(log_of(folder, events))
        for ours in ("eight_judged", "eight_auditor"):
            what = f"eight rules, {events:,} events"
            yield Comparison(what, (ours, "eight_duckdb"), (log, memory), True, (1.3,))
    if "frames" in only:
        log = str(log_of(folder, min(events, 1_000_000)))
        for ours in ("eight_judged", "eight_auditor"):
            sides = (ours, "eight_polars", "eight_pandas")
            yield Comparison(f"eight rules, {min(events, 1_000_000):,} events", sides, (log, memory), True, (1.0, 0.05))
    if "wording" in only:
        log = str(log_of(folder, min(2 * events, 2_000_000)))
        for phrases in (300, 2_000, 20_000):
            what = f"wording: {phrases:,} phrases"
            yield Comparison(what, ("wording_auditor", "wording_polars"), (log, str(phrases)), False, (4.0,))
    if "packs" in only:
        log = str(log_of(folder, events))
        yield Comparison(
            f"all cn packs, {events:,} events", ("packs_auditor", "packs_duckdb"), (log, memory), False, (4.0,)
        )
    if "csv" in only:
        log = str(csv_of(folder, min(events, 1_000_000)))
        sides = ("csv_auditor", "csv_duckdb", "csv_pandas")
        yield Comparison("CSV in GB18030", sides, (log, memory), True, (3.0, 3.0))
    if "excel" in only:
        log = str(excel_of(folder, min(events, 200_000)))
        yield Comparison("Excel", ("excel_auditor", "excel_pandas"), (log, memory), True, (3.0,))
    if "workbook" in only:
        findings = str(min(events, 100_000))
        yield Comparison(
            f"workbook of {findings} findings", ("workbook_auditor", "workbook_openpyxl"), ("-", findings), True, (1.5,)
        )


COMMANDS = {
    "import click": [sys.executable, "-c", "import click"],
    "auditor --help": [sys.executable, "-m", "auditor", "--help"],
    "auditor check of all shipped packs": [sys.executable, "-m", "auditor", "check"],
}


def start(repeat: int) -> Iterator[str]:
    """How long commands take from start to end."""
    yield "| command | median s | runs s |"
    yield "|---|---|---|"
    runs: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(repeat):
        for name, command in COMMANDS.items():
            began = time.perf_counter()
            subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
            runs[name].append(time.perf_counter() - began)
    for name, seconds in runs.items():
        yield f"| {name} | {statistics.median(seconds):.2f} | {' '.join(f'{s:.2f}' for s in seconds)} |"
    yield ""


def machine() -> str:
    """Cores, memory and versions; no names."""
    import duckdb
    import pandas
    import polars

    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    versions = f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, polars {polars.__version__}, pandas {pandas.__version__}"
    return f"{os.cpu_count()} cores, {pages / 2**30:.0f} GiB of memory, {platform.machine()}; {versions}"


ALL = ("eight", "frames", "wording", "packs", "csv", "excel", "workbook", "start")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for, and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--events", type=lambda text: int(text.replace("_", "")), default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--memory", default="2GB", help="limit of the databases on both sides")
    parser.add_argument("--only", action="append", choices=ALL)
    parser.add_argument("--logs", type=Path, help="where the generated logs are kept; by default for the run only")
    parser.add_argument("--write", action="store_true", help="put the tables into RESULTS.md")
    options = parser.parse_args(arguments)
    only = options.only or ALL
    lines = [f"## {datetime.date.today().isoformat()}: {machine()}", ""]
    print(lines[0], flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.logs or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for comparison in comparisons(folder, options.events, options.memory, only):
            shown = list(table(comparison, measure(comparison, options.repeat)))
            print("\n".join(shown), flush=True)
            lines += shown
    if "start" in only:
        shown = list(start(options.repeat))
        print("\n".join(shown), flush=True)
        lines += shown
    if options.write:
        before = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else "# What was measured\n"
        RESULTS.write_text(before.rstrip("\n") + "\n\n" + "\n".join(lines).rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
