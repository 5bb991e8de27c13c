"""What a file is, by its suffix and its first bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from auditor.diagnostics import Diagnostic
from auditor.logs.content import KINDS, content_of, kind_of


@pytest.mark.parametrize(
    ("start", "found"),
    [
        (b"id,at\n", "text"),
        (b"\xef\xbb\xbf<!DOCTYPE HTML>", "html"),
        (b"  \n<TABLE border=1>", "html"),
        (b'<?xml version="1.0"?><html>', "html"),
        (b'<?xml version="1.0"?><ss:Workbook>', "xml"),
        (b'[{"id": 1}]', "json"),
        (b"[id],[at]\n", "text"),
        (b"<id>,at\n", "text"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"7z\xbc\xaf\x27", "7z"),
        (b"SQLite format 3\0", "sqlite"),
    ],
)
def test_content(tmp_path: Path, start: bytes, found: str) -> None:
    """First bytes that say what a file is, and those that are only text."""
    assert content_of(tmp_path / "a", start) == found


def test_a_zip_archive_is_no_workbook(tmp_path: Path) -> None:
    """Workbooks are zip archives; other zip archives are none."""
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "id\n")

    found = kind_of(path, "a.xlsx")
    assert isinstance(found, Diagnostic)
    assert (found.code, found.hint) == (
        "wrong-suffix",
        "unpack it, or export it again: a workbook that lost its end looks like one",
    )


@pytest.mark.parametrize("suffix", [suffix for suffix, kind in KINDS.items() if kind == "csv"])
def test_text_is_a_log_under_every_suffix_of_text(tmp_path: Path, suffix: str) -> None:
    """`.csv`, `.tsv` and `.txt`, in any case."""
    path = tmp_path / f"a{suffix.upper()}"
    path.write_bytes(b"id,at\n")

    assert kind_of(path, path.name) == "csv"
