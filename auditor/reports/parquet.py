"""Findings as Parquet: one row a finding, typed, nothing changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from auditor.findings import Finding, Report, RuleResult
from auditor.reports.figures import instruments

_BATCH = 50_000

_HIT = pa.struct(
    [
        ("words", pa.string()),
        ("phrase", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("text", pa.string()),
    ]
)
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("rule", pa.string()),
        ("title", pa.string()),
        ("severity", pa.string()),
        ("instrument", pa.string()),
        ("cite", pa.list_(pa.string())),
        ("force", pa.string()),
        ("basis", pa.string()),
        ("since", pa.date32()),
        ("through", pa.date32()),
        ("read_on", pa.date32()),
        ("verdict", pa.string()),
        ("event", pa.string()),
        ("at", pa.timestamp("us", tz="UTC")),
        ("local", pa.string()),
        ("consumer", pa.string()),
        ("key", pa.string()),
        ("message", pa.string()),
        ("numbers", pa.string()),
        ("evidence", pa.list_(pa.string())),
        ("hits", pa.list_(_HIT)),
        ("file", pa.string()),
        ("sheet", pa.string()),
        ("row", pa.int64()),
    ]
)
"""The columns; `key` and `numbers` are JSON objects, for each rule has its own."""


def write(report: Report, out: BinaryIO) -> None:
    """Write the findings, in their order."""
    rules = {rule.id: rule for rule in report.rules}
    instrument = instruments(report)
    with pq.ParquetWriter(out, SCHEMA, compression="zstd") as writer:
        for batch in _batches(report.findings):
            rows = [_row(finding, rules[finding.rule], instrument[finding.rule]) for finding in batch]
            writer.write_table(pa.Table.from_pylist(rows, SCHEMA))


def _batches(findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    remaining = iter(findings)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


def _row(finding: Finding, rule: RuleResult, instrument: str) -> dict[str, Any]:
    row = {
        "id": finding.id,
        "rule": finding.rule,
        "title": rule.title,
        "severity": rule.severity,
        "instrument": instrument,
        "cite": list(rule.cite),
        "force": rule.force,
        "basis": rule.basis,
        "since": _day(rule.since),
        "through": _day(rule.through),
        "read_on": _day(rule.read_on),
        "verdict": finding.verdict,
        "event": finding.event,
        "at": _moment(finding.at),
        "local": finding.local,
        "consumer": finding.consumer,
        "key": json.dumps(finding.key, ensure_ascii=False),
        "message": finding.message,
        "numbers": json.dumps(finding.numbers, ensure_ascii=False),
        "evidence": list(finding.evidence),
        "hits": [hit.__dict__ for hit in finding.hits],
        "file": finding.source.file,
        "sheet": finding.source.sheet,
        "row": finding.source.row,
    }
    return {name: _storable(value) for name, value in row.items()}


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return None


def _storable(value: Any) -> Any:
    r"""Parquet's text is UTF-8: a lone half of a surrogate pair is written out as `\udXXX`."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {name: _storable(item) for name, item in value.items()}
    return [_storable(item) for item in value] if isinstance(value, list) else value
