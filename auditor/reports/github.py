"""Problems in rule files as annotations of a GitHub workflow, and all of them in the job's summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from auditor.diagnostics import Diagnostic, Level
from auditor.reports.problems_json import extent
from auditor.reports.visible import one_line, visible

MOST_ANNOTATIONS = 10
"""GitHub shows so many of a level for one step, and drops the others without a word."""

_SUMMARY_BYTES = 900_000  # GitHub refuses a step's summary above 1 MiB
_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def write_diagnostics(problems: Sequence[Diagnostic], out: TextIO, summary: Path | None = None) -> None:
    """Write annotations, at most ten of a level.

    summary: the file that `$GITHUB_STEP_SUMMARY` names; every problem is appended to it as a table.
    """
    written: Counter[Level] = Counter()
    for problem in problems:
        written[problem.level] += 1
        if written[problem.level] <= MOST_ANNOTATIONS:
            out.write(annotation(problem) + "\n")
    for level, number in sorted(written.items(), key=lambda item: item[0].value):
        if number > MOST_ANNOTATIONS:
            where = "the job's summary lists them all" if summary else "`auditor check` lists them all"
            out.write(f"{number - MOST_ANNOTATIONS} more of level `{level.value}` are not annotated: {where}\n")
    if summary is not None:
        with summary.open("a", encoding="utf-8", newline="\n") as file:
            file.write(summary_table(problems))


def annotation(problem: Diagnostic) -> str:
    """One problem as a workflow command."""
    place: dict[str, object] = {"file": problem.file} if problem.file else {}
    if problem.span is not None:
        found = extent(problem.span)
        place = {"file": found["file"], "line": found["line"], "endLine": found["end_line"]}
        # GitHub takes columns only where the annotation stays on one line.
        if found["line"] == found["end_line"]:
            place |= {"col": found["column"], "endColumn": found["end_column"]}
    place["title"] = problem.code
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items())
    text = problem.message + (f"\nhelp: {problem.hint}" if problem.hint else "")
    return f"::{_COMMANDS[problem.level]} {properties}::{_data(text)}"


def summary_table(problems: Sequence[Diagnostic]) -> str:
    """All problems as a Markdown table; it says so where not all of them fit into a summary."""
    if not problems:
        return "### auditor check\n\nNo problem was found.\n"
    lines = [
        f"### auditor check: problems: {len(problems)}\n",
        "| level | place | problem | help |",
        "| --- | --- | --- | --- |",
    ]
    size = 0
    for number, problem in enumerate(problems):
        cells = (problem.level.value, problem.place, f"{problem.code}: {problem.message}", problem.hint or "")
        line = "| " + " | ".join(map(_cell, cells)) + " |"
        size += len(line.encode()) + 1
        if size > _SUMMARY_BYTES:
            lines.append(f"\n{len(problems) - number} more do not fit here: `auditor check` lists them all.")
            break
        lines.append(line)
    return "\n".join(lines) + "\n"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _cell(text: str) -> str:
    """A cell of a Markdown table; what stands in backticks stays as it is."""
    parts = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split("`")
    if len(parts) % 2 == 0:
        return _escaped("`".join(parts))
    return "`".join(part.replace("|", "\\|") if index % 2 else _escaped(part) for index, part in enumerate(parts))


def _escaped(text: str) -> str:
    for char in "\\|*_[]`":
        text = text.replace(char, "\\" + char)
    return text
