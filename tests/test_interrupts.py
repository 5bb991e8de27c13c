"""A run that is stopped, or runs out of memory or disk, says so in a sentence and leaves nothing half-written."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.cli.output import progress_line, timing_lines
from auditor.reports.whole_file import whole_file
from auditor.timings import Timings
from benchmarks import events
from benchmarks.sides import EIGHT

EVENTS = 40_000


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log that takes a second or two to audit."""
    path = tmp_path_factory.mktemp("interrupts") / "log.parquet"
    events.write(path, EVENTS)
    return path


def audit(log: Path, *options: str) -> list[str]:
    """The command line of an audit."""
    command = [
        sys.executable,
        "-m",
        "auditor",
        "audit",
        str(log),
        "--rules",
        str(EIGHT),
        "--zone",
        "Asia/Shanghai",
        "-q",
    ]
    return [*command, *options]


def run(command: list[str], before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=before, timeout=240)


def files_of_at_most(size: int) -> Callable[[], None]:
    """Let a process write no file longer than so many bytes, as a disk that is full does not."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_interrupted(log: Path, tmp_path: Path) -> None:
    """Ctrl-C ends the run with status 130; there is no report, no part of one, and no scratch folder."""
    temp, out = tmp_path / "temp", tmp_path / "out"
    temp.mkdir()
    out.mkdir()
    command = audit(log, "--temp", str(temp), "-o", str(out / "report.json"), "-o", str(out / "report.xlsx"))
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    deadline = time.monotonic() + 120
    while not list(temp.iterdir()) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)

    assert process.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    assert list(temp.iterdir()) == []
    assert list(out.iterdir()) == []


def test_a_file_in_hand_is_not_left_behind(tmp_path: Path) -> None:
    """Stopped while a report is written, the earlier report still stands, and nothing else."""
    path = tmp_path / "report.json"
    path.write_text("earlier", encoding="utf-8")

    def stopped() -> None:
        with whole_file(path) as out:
            out.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()

    assert path.read_text(encoding="utf-8") == "earlier"
    assert list(tmp_path.iterdir()) == [path]


def test_too_little_memory(log: Path, tmp_path: Path) -> None:
    """An exceeded memory limit is named, with what to do; the status is not 0, and no report is written."""
    report = tmp_path / "report.json"
    ran = run(audit(log, "--memory", "12MB", "-o", str(report)))

    assert ran.returncode == 4
    assert "12MB" in ran.stderr
    assert "`--memory`" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_disk_full_of_what_does_not_fit_in_memory(log: Path, tmp_path: Path) -> None:
    """Where the folder cannot take what does not fit in memory, that folder is named."""
    report, temp = tmp_path / "report.json", tmp_path / "temp"
    temp.mkdir()
    ran = run(audit(log, "--memory", "40MB", "--temp", str(temp), "-o", str(report)), files_of_at_most(200_000))

    assert ran.returncode == 4
    assert "what does not fit in memory cannot be written" in ran.stderr
    assert str(temp) in ran.stderr
    assert "`--temp`" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not report.exists()
    assert list(temp.iterdir()) == []


def test_disk_full_of_the_report(log: Path, tmp_path: Path) -> None:
    """Where the report does not fit on the disk, the file is named, and no part of it is left."""
    report = tmp_path / "report.json"
    ran = run(audit(log, "-o", str(report)), files_of_at_most(50_000))

    assert ran.returncode == 4
    assert f"cannot write `{report}`" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_no_room_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is told in words, not by a number."""

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="there is no room left on the disk"), whole_file(tmp_path / "r.json") as out:
        out.write(b"x")

    assert list(tmp_path.iterdir()) == []


def test_temp_is_no_folder(log: Path, tmp_path: Path) -> None:
    """A scratch folder that is not there is named before anything is read."""
    ran = run(audit(log, "--temp", str(tmp_path / "none")))

    assert ran.returncode == 4
    assert f"`{tmp_path / 'none'}`" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_timings(log: Path) -> None:
    """Asked for timings, the run says what each stage and each rule took; rows are those of the log."""
    ran = run(audit(log, "--timings"))
    told = {line.split()[0]: line.split()[1:] for line in ran.stderr.splitlines() if line.strip()}

    assert ran.returncode == 1
    assert {"files", "cells", "timeline", "rules", "findings"} <= told.keys()
    assert sum(name.startswith("bench.eight.") for name in told) == 8
    assert told["timeline"][1] == f"{EVENTS:,}"


def test_timings_add_up() -> None:
    """The time between two steps belongs to the later one, and rows are those done last."""
    timings = Timings()
    timings("a", 0, 10)
    time.sleep(0.02)
    timings("a", 10, 10)
    timings("b", 10, 10)

    assert timings.stages["a"].seconds >= 0.02
    assert timings.stages["b"].seconds < 0.02
    assert [stage.rows for stage in timings.stages.values()] == [10, 10]
    assert len(list(timing_lines(timings))) == 3


@pytest.mark.parametrize(
    ("done", "seconds", "line"),
    [
        (0, 0.0, "rules: 0 of 1,000 rows"),
        (250, 1.0, "rules: 250 of 1,000 rows, 250 rows/s, about 3 s left"),
        (1_000, 4.0, "rules: 1,000 of 1,000 rows, 250 rows/s"),
    ],
)
def test_progress_tells_speed_and_what_is_left(done: int, seconds: float, line: str) -> None:
    """Rows a second, and an estimate as long as there is something left."""
    assert progress_line("rules", done, 1_000, seconds) == line
