"""A failing example as a table: each row with what was expected of it, what the rule says, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from auditor.checking.examples import ExampleResult, RowResult
from auditor.diagnostics import width
from auditor.language.declarations import Field
from auditor.language.sentence import said
from auditor.language.vocabulary import VERDICTS

_MOST_ROWS = 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def table_of(result: ExampleResult, fields: Mapping[str, Field]) -> tuple[str, ...]:
    """The lines of the table: the time, what differs between the rows, and both verdicts; wrong rows are marked `>`."""
    columns = ["at", *_differing(result)]
    header = [*columns, "expected", "actual", "why"]
    shown = _near_the_wrong(result.rows)
    cells = [
        [*(_cell(dict(row.event.values).get(name), fields.get(name)) for name in columns), *_verdicts(row)]
        for row in shown
    ]
    widths = [max(map(width, column)) for column in zip(header, *cells, strict=True)]
    lines = [_line(" ", header, widths)]
    lines += [_line(" " if row.as_expected else ">", line, widths) for row, line in zip(shown, cells, strict=True)]
    if len(shown) < len(result.rows):
        lines.append(f"  ({len(result.rows) - len(shown)} rows further off are not shown)")
    return tuple(lines)


def _differing(result: ExampleResult) -> list[str]:
    """The fields that do not have one value in all rows."""
    values: dict[str, list[Any]] = {}
    for index, row in enumerate(result.rows):
        for name, value in row.event.values:
            values.setdefault(name, [None] * len(result.rows))[index] = value
    return [name for name, found in values.items() if name != "at" and any(value != found[0] for value in found)]


def _near_the_wrong(rows: Sequence[RowResult]) -> list[RowResult]:
    """All rows, or of a long example those around the first wrong one."""
    if len(rows) <= _MOST_ROWS:
        return list(rows)
    first = next((index for index, row in enumerate(rows) if not row.as_expected), 0)
    start = max(0, min(first - _MOST_ROWS // 2, len(rows) - _MOST_ROWS))
    return list(rows[start : start + _MOST_ROWS])


def _verdicts(row: RowResult) -> list[str]:
    expected = "" if row.expected is None else VERDICTS[row.expected].en[0]
    return [expected, VERDICTS[row.actual].en[0], row.cause or ""]


def _cell(value: Any, field: Field | None) -> str:
    if value is None:
        return ""
    if field is None or field.name == "at" or field.type.kind.value == "moment":
        moment = (_EPOCH + timedelta(microseconds=value)).replace(tzinfo=None)
        return moment.isoformat(" ", "seconds" if moment.second else "minutes")
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return value if isinstance(value, str) else said(value, field.type, "en")


def _line(mark: str, cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True))
    return f"{mark} {' | '.join(padded)}".rstrip()
