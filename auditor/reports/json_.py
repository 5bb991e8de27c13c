"""Findings as data: findings.json, version 1. What is written can be read back as the same report."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, BinaryIO

from auditor.diagnostics import Diagnostic, DiagnosticError
from auditor.findings import (
    ClauseNote,
    Event,
    Finding,
    Hit,
    Inconclusive,
    InputFile,
    PackUsed,
    Provision,
    RejectedRow,
    Report,
    RowAccount,
    RuleResult,
    Run,
    SourceRow,
    Tally,
)

VERSION = 1

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def write(report: Report, out: BinaryIO) -> None:
    """Write a report as JSON: one line a rule, finding, verdict and event, so that two files can be compared."""
    put = _Lines(out)
    put.text("{" + f'"version": {VERSION}')
    put.value("run", _run(report.run))
    put.value("rows", _flat(report.rows))
    put.each("rules", map(_rule, report.rules))
    put.each("findings", map(_finding, report.findings))
    put.each("inconclusive", map(_flat, report.inconclusive))
    put.each("evidence", map(_event, report.evidence.values()))
    put.each("clauses", map(_flat, report.clauses))
    put.each("rejected", map(_rejected, report.rejected))
    put.each("tallies", map(_flat, report.tallies))
    put.value("names", report.names)
    put.each("provisions", map(_flat, report.provisions))
    put.text("}\n")


class _Lines:
    """The members of the outermost object, each on its own lines, written as they come."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def text(self, text: str) -> None:
        # A lone half of a surrogate pair becomes `\\udXXX`, which JSON reads back as what it was.
        self._out.write(text.encode("utf-8", "backslashreplace"))

    def value(self, name: str, value: object) -> None:
        self.text(f',\n"{name}": {_json(value)}')

    def each(self, name: str, values: Iterable[Mapping[str, Any]]) -> None:
        self.text(f',\n"{name}": [')
        separator = "\n "
        for value in values:
            self.text(separator + _json(value))
            separator = ",\n "
        self.text("]")


def _json(value: object) -> str:
    try:
        return _encode(value)
    except ValueError:
        return _encode(_finite(value))


def _finite(value: object) -> object:
    """The value with every number that JSON cannot say as null."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {name: _finite(item) for name, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, (list, tuple)) else value


def _flat(value: Any) -> dict[str, Any]:
    """A dataclass as an object, its fields in their order."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _run(run: Run) -> dict[str, Any]:
    packs = [{"id": pack.id, "sha256": pack.sha256, **_flat(pack)} for pack in run.packs]
    inputs = [{"file": file.file, "sha256": file.sha256, "rows": file.rows, **_flat(file)} for file in run.inputs]
    first = {"period": run.period, "packs": packs, "inputs": inputs, "engine": run.engine, "tzdata": run.tzdata}
    return first | {"auditor": run.auditor, "known": run.known, "options": run.options, "notes": run.notes}


_RULE_FIRST = ("id", "title", "cite", "severity", "applicable", "violations", "compliant", "inconclusive", "not_run")


def _rule(rule: RuleResult) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in _RULE_FIRST} | _flat(rule)


def _finding(finding: Finding) -> dict[str, Any]:
    hits = [_flat(hit) for hit in finding.hits]
    return _flat(finding) | {"source": _flat(finding.source), "hits": hits}


def _event(event: Event) -> dict[str, Any]:
    return _flat(event) | {"source": _flat(event.source)}


def _rejected(row: RejectedRow) -> dict[str, Any]:
    return _flat(row) | {"source": _flat(row.source)}


def read(path: Path) -> Report:
    """The report that a findings file holds; DiagnosticError where it holds none."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            data = json.load(file)
    except FileNotFoundError as error:
        raise _unreadable(path, "there is no such file") from error
    except (OSError, ValueError) as error:
        raise _unreadable(path, "it is not a JSON file that can be read") from error
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise _unreadable(path, f"it does not say `version` {VERSION}")
    try:
        return _report(data)
    except KeyError as error:
        raise _unreadable(path, f"`{error.args[0]}` is missing") from error
    except (TypeError, AttributeError, ValueError) as error:
        raise _unreadable(path, "a value is not of the kind that belongs there") from error


def _unreadable(path: Path, why: str) -> DiagnosticError:
    hint = "a findings file is what `auditor audit -o findings.json` writes"
    message = f"`{path}` cannot be read as findings: {why}"
    return DiagnosticError([Diagnostic("unreadable-findings", message, hint=hint, file=str(path))])


def _report(data: Mapping[str, Any]) -> Report:
    return Report(
        run=_read_run(data["run"]),
        rows=_build(RowAccount, data["rows"], reasons=_pairs(data["rows"], "reasons")),
        rules=tuple(_read_rule(rule) for rule in data["rules"]),
        findings=tuple(_read_finding(finding) for finding in data["findings"]),
        inconclusive=tuple(_build(Inconclusive, item) for item in data["inconclusive"]),
        evidence={item["id"]: _placed(Event, item) for item in data.get("evidence", ())},
        clauses=tuple(_build(ClauseNote, item) for item in data.get("clauses", ())),
        rejected=tuple(_placed(RejectedRow, item) for item in data.get("rejected", ())),
        tallies=tuple(_build(Tally, item, rules=_pairs(item, "rules")) for item in data.get("tallies", ())),
        names=dict(data.get("names", {})),
        provisions=tuple(_build(Provision, item, rules=tuple(item["rules"])) for item in data.get("provisions", ())),
    )


def _build(kind: Any, item: Mapping[str, Any], **given: Any) -> Any:
    """An instance of a dataclass from an object; keys that it does not know are left, as a later version may add some."""
    known = {field.name: item[field.name] for field in fields(kind) if field.name in item}
    return kind(**(known | given))


def _placed(kind: Any, item: Mapping[str, Any], **given: Any) -> Any:
    return _build(kind, item, source=_build(SourceRow, item["source"]), **given)


def _pairs(item: Mapping[str, Any], name: str) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(pair) for pair in item.get(name, ()))


def _read_run(run: Mapping[str, Any]) -> Run:
    unsaid = {"title": "", "jurisdiction": "", "version": "", "source": "", "read_on": None}
    return Run(
        period=(run["period"][0], run["period"][1]),
        known=tuple(run.get("known", run["period"])),
        packs=tuple(_build(PackUsed, unsaid | pack) for pack in run["packs"]),
        inputs=tuple(_build(InputFile, file) for file in run["inputs"]),
        engine=run["engine"],
        tzdata=run["tzdata"],
        auditor=run.get("auditor", ""),
        options=dict(run.get("options", {})),
        notes=tuple(run.get("notes", ())),
    )


def _read_rule(rule: Mapping[str, Any]) -> RuleResult:
    given = {name: tuple(rule.get(name, ())) for name in ("cite", "assumptions", "adjusted")}
    result: RuleResult = _build(RuleResult, {"pack": rule["id"].rpartition(".")[0]} | dict(rule), **given)
    return result


def _read_finding(finding: Mapping[str, Any]) -> Finding:
    hits = tuple(_build(Hit, hit) for hit in finding.get("hits", ()))
    result: Finding = _placed(Finding, finding, evidence=tuple(finding["evidence"]), hits=hits)
    return result
