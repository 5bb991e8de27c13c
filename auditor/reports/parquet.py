"""Findings as Parquet: one row a finding, typed, nothing changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    instrument = instruments(report)
    rules = [_of_rule(rule, instrument[rule.id]) for rule in report.rules]
    facts = {name: _array([rule[name] for rule in rules], name) for name in rules[0]} if rules else {}
    places = {rule.id: place for place, rule in enumerate(report.rules)}
    with pq.ParquetWriter(out, SCHEMA, compression="zstd") as writer:
        for batch in _batches(report.findings):
            broken = pa.array([places[finding.rule] for finding in batch], pa.int32())
            columns = {name: column.take(broken) for name, column in facts.items()}
            columns |= {name: _array([of(finding) for finding in batch], name) for name, of in _OF_FINDING.items()}
            writer.write_table(pa.table([columns[name] for name in SCHEMA.names], SCHEMA))


def _batches(findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    remaining = iter(findings)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


def _of_rule(rule: RuleResult, instrument: str) -> dict[str, Any]:
    return {
        "title": rule.title,
        "severity": rule.severity,
        "instrument": instrument,
        "cite": list(rule.cite),
        "force": rule.force,
        "basis": rule.basis,
        "since": _day(rule.since),
        "through": _day(rule.through),
        "read_on": _day(rule.read_on),
    }


_OF_FINDING: Mapping[str, Callable[[Finding], Any]] = {
    "id": lambda finding: finding.id,
    "rule": lambda finding: finding.rule,
    "verdict": lambda finding: finding.verdict,
    "event": lambda finding: finding.event,
    "at": lambda finding: _moment(finding.at),
    "local": lambda finding: finding.local,
    "consumer": lambda finding: finding.consumer,
    "key": lambda finding: json.dumps(finding.key, ensure_ascii=False),
    "message": lambda finding: finding.message,
    "numbers": lambda finding: json.dumps(finding.numbers, ensure_ascii=False),
    "evidence": lambda finding: list(finding.evidence),
    "hits": lambda finding: [hit.__dict__ for hit in finding.hits],
    "file": lambda finding: finding.source.file,
    "sheet": lambda finding: finding.source.sheet,
    "row": lambda finding: finding.source.row,
}


def _array(values: Sequence[Any], name: str) -> pa.Array:
    kind = SCHEMA.field(name).type
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([_storable(value) for value in values], kind)


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
