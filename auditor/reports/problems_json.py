"""Problems in rule files as JSON, version 1."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from auditor.diagnostics import Diagnostic
from auditor.source import Span

VERSION = 1


def write_diagnostics(problems: Iterable[Diagnostic], out: BinaryIO) -> None:
    """Write problems, each with its place; lines and columns count from 1, the end column is not included."""
    listed = ",\n ".join(json.dumps(_problem(problem), ensure_ascii=False) for problem in problems)
    text = (
        f'{{"version": {VERSION},\n"problems": [\n {listed}]}}\n'
        if listed
        else f'{{"version": {VERSION}, "problems": []}}\n'
    )
    out.write(text.encode("utf-8", "backslashreplace"))


def _problem(problem: Diagnostic) -> dict[str, Any]:
    place = extent(problem.span) if problem.span else {"file": problem.file}
    notes = [{"message": label, **extent(span)} for span, label in problem.notes]
    head = {"code": problem.code, "level": problem.level.value, "message": problem.message}
    return head | place | {"hint": problem.hint, "notes": notes}


def extent(span: Span) -> dict[str, Any]:
    """Where a span begins and ends."""
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(span.end)
    return {"file": span.source.name, "line": line, "column": column, "end_line": end_line, "end_column": end_column}
