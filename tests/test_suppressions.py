"""No check of a tool is switched off without its reason beside it."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_OFF = re.compile(r"#\s*(type:\s*ignore|noqa|pragma:\s*no|mypy:\s*ignore|pylint:)")
_REASON = re.compile(r"#\s*(type:\s*ignore\[[\w, -]+\]\s+#|noqa:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*\s+[-#])\s*\w+ \w+")


def _bare(text: str) -> list[str]:
    """The comments that switch a check off and do not say which, and why."""
    comments = [t.string for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type == tokenize.COMMENT]
    return [comment for comment in comments if _OFF.search(comment) and not _REASON.match(comment)]


def test_every_suppression_has_its_reason() -> None:
    """`type: ignore` and `noqa` name one check, and say why it does not hold there."""
    files = [path for top in ("auditor", "tests", "benchmarks", "sample_logs") for path in (ROOT / top).rglob("*.py")]
    found = [f"{path.relative_to(ROOT)}: {comment}" for path in files for comment in _bare(path.read_text("utf-8"))]
    assert len(files) > 200
    assert found == []


def test_a_bare_suppression_is_seen() -> None:
    """One without a code, one without a reason; a string that looks like one is none."""
    bare = _written("type: ignore", "type: ignore[arg-type]", "noqa", "noqa: F401")
    told = _written("type: ignore[arg-type]  # it has no types", "noqa: N807 - it becomes the method")
    quoted = [f"x = {line!r}" for line in bare]
    assert [len(_bare(line)) for line in bare] == [1, 1, 1, 1]
    assert [len(_bare(line)) for line in [*told, *quoted]] == [0] * 6


def _written(*comments: str) -> list[str]:
    """Lines that end in a comment: put together here, for written out they would be comments of this file to other tools."""
    return [f"x = 1  # {comment}" for comment in comments]
