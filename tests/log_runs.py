"""The command line run on logs that were made for one test, and what it printed, wrote and left as exit status."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.cli import main

NIGHT = Path(__file__).parent / "good" / "logs" / "night.rules"
HEADER = "id,at,consumer,channel,direction,outcome,number,text"
LATE = "late,2026-07-01 22:30:00,D1,call,outbound,conversation,13800138000,请尽快还款"
"""A contact at night: whatever is wrong elsewhere in a log, it has to be found."""


@dataclass(frozen=True)
class Ran:
    """A finished command. report: what it wrote as JSON, or nothing; rejected: the file of rejected rows."""

    status: int
    out: str
    err: str
    report: dict[str, Any]
    rejected: list[dict[str, str]]

    @property
    def rows(self) -> dict[str, int]:
        """The account of rows; it has to come out even."""
        rows: dict[str, int] = {name: n for name, n in self.report["rows"].items() if name != "reasons"}
        parts = ("used", "merged", "duplicate", "rejected", "out_of_scope")
        assert rows["read"] == sum(rows[part] for part in parts), rows
        return rows

    @property
    def violations(self) -> set[tuple[str, str]]:
        """Rule and event of every finding."""
        return {(finding["rule"].removeprefix("test.night."), finding["event"]) for finding in self.report["findings"]}

    @property
    def reasons(self) -> list[tuple[int, str, str, str]]:
        """Row, column, value and reason of every rejected row."""
        return [(int(row["row"]), row["column"], row["value"], row["reason"]) for row in self.rejected]


def run(*args: str | Path) -> tuple[int, str, str]:
    """A command's exit status, and what it printed to standard output and standard error. It never shows a traceback."""
    out, err = io.StringIO(), io.StringIO()
    status: Any = None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main([str(arg) for arg in args])
        except SystemExit as end:
            status = end.code
    assert "Traceback" not in err.getvalue(), err.getvalue()
    assert "internal error" not in err.getvalue(), err.getvalue()
    return status, out.getvalue(), err.getvalue()


def audit(folder: Path, *args: str | Path, rules: str | Path = NIGHT, zone: str | None = "Asia/Shanghai") -> Ran:
    """Audit logs, by default with the rules of `night.rules` and times in China."""
    target = folder / "out" / "report.json"
    target.parent.mkdir(exist_ok=True)
    for old in target.parent.iterdir():
        old.unlink()
    where = () if zone is None else ("--zone", zone)
    status, out, err = run("audit", *args, "--rules", rules, *where, "-o", target)
    report = json.loads(target.read_text(encoding="utf-8")) if target.is_file() else {}
    rejects = target.with_name("report-rejected.csv")
    rejected = []
    if rejects.is_file():
        with rejects.open(encoding="utf-8-sig", newline="") as file:
            rejected = list(csv.DictReader(file))
    return Ran(status, out, err, report, rejected)


def write(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """A text file of lines."""
    path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
    return path
