"""Reports: one file a format, each a function of the report's data.

A format is loaded when it is written, so that a command that writes none starts fast.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from auditor.findings import Report
from auditor.reports.whole_file import whole_file


@dataclass(frozen=True)
class Format:
    """How a report is written. module: has `write`. bilingual: takes a language. files: names its own files."""

    module: str
    what: str
    bilingual: bool = False
    files: bool = False


FORMATS: Mapping[str, Format] = {
    ".xlsx": Format("auditor.reports.excel", "the workbook to sign", bilingual=True, files=True),
    ".html": Format("auditor.reports.html", "one page to read or print", bilingual=True),
    ".json": Format("auditor.reports.json_", "the whole report as data"),
    ".csv": Format("auditor.reports.csv_", "the findings as a table"),
    ".parquet": Format("auditor.reports.parquet", "the findings as a typed table"),
    ".sarif": Format("auditor.reports.sarif", "the findings for tools that show results of analyses"),
}
"""What can be written, by the suffix of the file."""


def format_of(path: Path) -> Format:
    """The format that a file's suffix asks for; ValueError where there is none."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise ValueError(f"`{path.name}`: a report's suffix is one of {', '.join(FORMATS)}")
    return found


def write(report: Report, path: Path, *, language: str = "en") -> tuple[Path, ...]:
    """Write a report in the format that the suffix asks for; returns every file written.

    A file appears whole or not at all. OSError says in one sentence why it could not be written, in its `strerror`.
    """
    kind = format_of(path)
    module: Any = import_module(kind.module)
    options = {"language": language} if kind.bilingual else {}
    if kind.files:
        written: tuple[Path, ...] = module.write(report, path, **options)
        return written
    with whole_file(path) as out:
        module.write(report, out, **options)
    return (path,)
