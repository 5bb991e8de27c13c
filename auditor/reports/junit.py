"""Problems in rule files as JUnit XML: a case for each error, and for each thing that held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import BinaryIO
from xml.etree import ElementTree as ET

from auditor.diagnostics import Diagnostic, Level, render
from auditor.reports.visible import visible


def write_diagnostics(problems: Sequence[Diagnostic], out: BinaryIO, passed: Iterable[tuple[str, str]] = ()) -> None:
    """Write one suite. passed: what held, as file and name (a file without an error, an example).

    Warnings and notes do not fail: they stand in the suite's output.
    """
    errors = [problem for problem in problems if problem.level is Level.ERROR]
    others = [problem for problem in problems if problem.level is not Level.ERROR]
    held = list(passed)
    counts = {"tests": str(len(errors) + len(held)), "failures": str(len(errors)), "errors": "0", "skipped": "0"}
    root = ET.Element("testsuites", {"name": "auditor check", **counts})
    suite = ET.SubElement(root, "testsuite", {"name": "auditor check", **counts})
    for file, name in held:
        ET.SubElement(suite, "testcase", {"classname": visible(file), "name": visible(name)})
    for problem in errors:
        _failed(suite, problem)
    if others:
        ET.SubElement(suite, "system-out").text = visible("\n\n".join(render(problem) for problem in others))
    ET.indent(root)
    out.write(ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _failed(suite: ET.Element, problem: Diagnostic) -> None:
    file = problem.span.source.name if problem.span else problem.file or "auditor check"
    place = f"line {problem.span.line}, column {problem.span.column}: " if problem.span else ""
    case = ET.SubElement(suite, "testcase", {"classname": visible(file), "name": visible(f"{place}{problem.code}")})
    failure = ET.SubElement(case, "failure", {"type": problem.code, "message": visible(problem.message)})
    failure.text = visible(render(problem))
