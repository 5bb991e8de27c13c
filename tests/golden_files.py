"""Reports held against the files in which they are kept."""

from __future__ import annotations

import os
from pathlib import Path

from tests.report_fixture import LONG_TEXT

GOLDEN = Path(__file__).parent / "golden" / "reports"
UPDATE = "AUDITOR_UPDATE_GOLDEN"


def assert_golden(name: str, actual: str) -> None:
    """The text equals the golden file; with AUDITOR_UPDATE_GOLDEN=1 it becomes the golden file."""
    path = GOLDEN / name
    actual = actual.replace(LONG_TEXT, "<40,000 characters>")
    if os.environ.get(UPDATE) == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(actual, encoding="utf-8", newline="")
    assert path.exists(), f"no golden file; make it with {UPDATE}=1"
    with path.open(encoding="utf-8", newline="") as file:
        assert file.read() == actual
