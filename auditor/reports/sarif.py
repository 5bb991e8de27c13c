"""SARIF 2.1.0: findings of an audit, or problems in rule files, for tools that show results of analyses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO
from urllib.parse import quote

from auditor.diagnostics import Diagnostic, Level
from auditor.findings import Finding, Report, RuleResult, SourceRow
from auditor.reports.bilingual import Say
from auditor.reports.figures import account_line, instruments
from auditor.reports.problems_json import extent
from auditor.reports.visible import visible

MOST_RESULTS = 5_000
"""GitHub shows so many results of a run."""

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"high": "error", "medium": "warning", "low": "note", "review": "note"}
_PROBLEM_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note"}

Object = dict[str, Any]


def write(report: Report, out: BinaryIO, *, most: int = MOST_RESULTS) -> None:
    """Write the findings; where there are more than `most`, a notification says how many are left out."""
    index = {rule.id: number for number, rule in enumerate(report.rules)}
    results = [_result(finding, report.rules, index) for finding in islice(report.findings, most)]
    instrument = instruments(report)
    rules = [_rule(rule, instrument[rule.id]) for rule in report.rules]
    run = _run(report.run.auditor, rules, results, list(_notifications(report, most)))
    run["artifacts"] = [
        {"location": {"uri": _uri(file.file)}, "hashes": {"sha-256": file.sha256}, "roles": ["analysisTarget"]}
        for file in report.run.inputs
    ]
    _put(run, out)


def write_diagnostics(problems: Sequence[Diagnostic], out: BinaryIO, *, version: str, most: int = MOST_RESULTS) -> None:
    """Write problems in rule files. version: of the program that found them."""
    codes = sorted({problem.code for problem in problems})
    index = {code: number for number, code in enumerate(codes)}
    results = [_problem(problem, index) for problem in problems[:most]]
    left_out = list(_left_out(len(problems), most))
    _put(_run(version, [{"id": code} for code in codes], results, left_out), out)


def _put(run: Object, out: BinaryIO) -> None:
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    out.write((json.dumps(log, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace"))


def _run(version: str, rules: list[Object], results: list[Object], notifications: list[Object]) -> Object:
    driver: Object = {"name": "auditor"} | ({"version": version} if version else {}) | {"rules": rules}
    invocation = {"executionSuccessful": True, "toolExecutionNotifications": notifications}
    run: Object = {"tool": {"driver": driver}, "invocations": [invocation]}
    return run | {"columnKind": "unicodeCodePoints", "results": results}


def _rule(rule: RuleResult, instrument: str) -> Object:
    described: Object = {"id": rule.id, "shortDescription": {"text": visible(rule.title) or rule.id}}
    text = " ".join(filter(None, (rule.sentence, rule.sentence_zh)))
    if text:
        described["fullDescription"] = {"text": visible(text)}
    if rule.remedy:
        described["help"] = {"text": visible(rule.remedy)}
    described["defaultConfiguration"] = {"level": _LEVELS.get(rule.severity, "warning")}
    cited = {"instrument": instrument, "cite": list(rule.cite), "severity": rule.severity}
    standing = {"force": rule.force, "basis": rule.basis, "since": rule.since, "through": rule.through}
    return described | {"properties": cited | standing | {"read_on": rule.read_on}}


def _result(finding: Finding, rules: Sequence[RuleResult], index: dict[str, int]) -> Object:
    rule = rules[index[finding.rule]]
    text = f"{finding.message or rule.title} [{'; '.join(rule.cite)}]"
    return {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVELS.get(rule.severity, "warning"),
        "message": {"text": visible(text)},
        "locations": [_row(finding.source)],
        "partialFingerprints": {"auditorFinding/v1": finding.id},
        "properties": {
            "event": finding.event,
            "at": finding.at,
            "local": finding.local,
            "consumer": finding.consumer,
            "key": dict(finding.key),
            "numbers": dict(finding.numbers),
            "evidence": list(finding.evidence),
        },
    }


def _row(source: SourceRow) -> Object:
    """A row of a log. Only a row of a text file is a line of it."""
    physical: Object = {"artifactLocation": {"uri": _uri(source.file)}}
    if source.sheet is None and source.row >= 1:
        physical["region"] = {"startLine": source.row}
    name = f"{source.sheet}!{source.row}" if source.sheet else f"row {source.row}"
    return {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": visible(name), "kind": "row"}]}


def _problem(problem: Diagnostic, index: dict[str, int]) -> Object:
    text = problem.message + (f"\nhelp: {problem.hint}" if problem.hint else "")
    result: Object = {
        "ruleId": problem.code,
        "ruleIndex": index[problem.code],
        "level": _PROBLEM_LEVELS[problem.level],
        "message": {"text": visible(text)},
    }
    if problem.span is not None:
        result["locations"] = [{"physicalLocation": _region(extent(problem.span))}]
    elif problem.file:
        result["locations"] = [{"physicalLocation": {"artifactLocation": {"uri": _uri(problem.file)}}}]
    if problem.notes:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _region(extent(span)), "message": {"text": visible(label)}}
            for number, (span, label) in enumerate(problem.notes, 1)
        ]
    return result


def _region(found: Object) -> Object:
    region = {
        "startLine": found["line"],
        "startColumn": found["column"],
        "endLine": found["end_line"],
        "endColumn": found["end_column"],
    }
    return {"artifactLocation": {"uri": _uri(found["file"])}, "region": region}


def _notifications(report: Report, most: int) -> Iterator[Object]:
    """What a reader of the results must know too: what was left out, not run or not concluded."""
    say = Say()
    yield from _left_out(len(report.findings), most)
    for rule in report.rules:
        if rule.not_run is not None:
            note = _notification("warning", f"rule {rule.id} was not run: {rule.not_run}")
            yield note | {"associatedRule": {"id": rule.id}}
        elif rule.inconclusive:
            counts = "; ".join(f"{cause}: {number:,}" for cause, number in rule.causes.items())
            text = f"rule {rule.id}: {rule.inconclusive} of {rule.applicable} verdicts are inconclusive ({counts})"
            yield _notification("note", text) | {"associatedRule": {"id": rule.id}}
    yield _notification("warning" if report.rows.rejected else "note", f"rows: {account_line(report.rows, say)}")


def _left_out(total: int, most: int) -> Iterator[Object]:
    if total > most:
        text = f"{total - most:,} of {total:,} results are left out: this file holds the first {most:,}"
        yield _notification("warning", text)


def _notification(level: str, text: str) -> Object:
    return {"level": level, "message": {"text": visible(text)}}


def _uri(path: str) -> str:
    """A relative reference, whatever the path holds."""
    return quote(visible(path).replace("\\", "/"), safe="/")
