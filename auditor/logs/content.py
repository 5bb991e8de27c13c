"""What a file is: by its suffix, and by its first bytes, which must not say something else."""

from __future__ import annotations

import zipfile
from pathlib import Path

from auditor.diagnostics import Diagnostic

KINDS = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "excel", ".xlsm": "excel", ".xls": "excel",
    ".parquet": "parquet", ".jsonl": "json lines", ".ndjson": "json lines", ".json": "json",
}  # fmt: skip
START = 512
_MARKS = (
    (b"PAR1", "parquet"), (b"\xd0\xcf\x11\xe0", "excel"), (b"%PDF", "pdf"), (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"),
    (b"7z\xbc\xaf", "7z"), (b"Rar!", "rar"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"SQLite format 3", "sqlite"),
)  # fmt: skip
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<style", b"<div")
_SAID = {
    "excel": ("an Excel workbook", "rename it so that it ends in `.xlsx` or `.xls`"),
    "parquet": ("a Parquet file", "rename it so that it ends in `.parquet`"),
    "json": ("JSON", "rename it so that it ends in `.jsonl` (an object a line) or `.json` (one array)"),
    "html": ("an HTML page", "open it in Excel and save it as `.xlsx`, or export it again as CSV"),
    "xml": ("XML", "open it in Excel and save it as `.xlsx`, or export it again as CSV"),
    "zip": ("a zip archive", "unpack it, or export it again: a workbook that lost its end looks like one"),
    "gzip": ("packed with gzip", "unpack it first"),
    "bzip2": ("packed with bzip2", "unpack it first"),
    "7z": ("a 7z archive", "unpack it first"),
    "rar": ("a rar archive", "unpack it first"),
    "zstd": ("packed with zstd", "unpack it first"),
    "pdf": ("a PDF", "export it again as CSV or Excel"),
    "sqlite": ("a SQLite database", "export its table as CSV"),
    "text": ("text", "rename it so that it ends in `.csv`, if its cells are separated by a delimiter"),
}


def kind_of(path: Path, shown: str) -> str | Diagnostic:
    """`csv`, `excel`, `parquet`, `json lines` or `json`; or why the file cannot be read as what its suffix says."""
    try:
        with path.open("rb") as file:
            start = file.read(START)
    except IsADirectoryError:
        return Diagnostic("unreadable-log", "it is a folder", file=str(path), hint="name the files in it")
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        message = f"the file cannot be read: {reason}"
        return Diagnostic("unreadable-log", message, file=str(path), hint=_next_step(error))
    if not start:
        return Diagnostic("empty-log", "the file is empty", file=shown, hint="export it again")
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        message = f"`{path.suffix or path.name}` is not a type of log that can be read"
        hint = "read are " + " ".join(sorted(KINDS))
        return Diagnostic("unknown-log-type", message, file=shown, hint=hint)
    found = content_of(path, start)
    if _fits(kind, found):
        return kind
    said, hint = _SAID[found]
    message = f"the name says `{path.suffix}`, and the file is {said}"
    return Diagnostic("wrong-suffix", message, file=shown, hint=hint)


def _next_step(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "ask for the right to read it, or copy it to where you may"
    return "look at the path"


def content_of(path: Path, start: bytes) -> str:
    """What the first bytes of a file say that it is; `text` where they say nothing."""
    for mark, found in _MARKS:
        if start.startswith(mark):
            return found
    if start.startswith(b"PK\x03\x04"):
        return "excel" if _is_workbook(path) else "zip"
    words = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if words.startswith(_MARKUP):
        return "html"
    if words.startswith(b"<?xml"):
        return "html" if b"<html" in words else "xml"
    return "json" if words.startswith((b'{"', b"[{")) else "text"


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False


def _fits(kind: str, found: str) -> bool:
    if kind in ("json", "json lines"):
        return found in ("json", "text")
    return found == {"csv": "text"}.get(kind, kind)
