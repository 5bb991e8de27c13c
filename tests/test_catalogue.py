"""Every code has a page, and every page is true: its wrong example is told the code, and its right one is not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor import catalogue
from tests.pages import told

PACKAGE = Path(catalogue.__file__).resolve().parent
# The functions and classes that take a code as one of their arguments.
_REPORTING = re.compile(r"diagnostic$|problem$|warn$|_report$|_error$", re.IGNORECASE)
_CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)+|syntax|contradiction")


def codes_in_use() -> Iterator[tuple[str, str]]:
    """Every code in the source, with the place where it stands."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if not (_REPORTING.search(name) and isinstance(first, ast.Constant) and isinstance(first.value, str)):
                continue
            if _CODE.fullmatch(first.value):
                yield first.value, f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}"


def test_the_source_is_searched() -> None:
    """The search finds codes in every corner: parser, checker, lints, packs, examples, logs."""
    places = {place.split(":")[0] for _, place in codes_in_use()}
    corners = {"language/parse/mistakes.py", "language/check/terms.py", "language/lint/firing.py", "packs/files.py"}
    assert corners | {"checking/check.py", "checking/mutation.py", "logs/ingest.py"} <= places


def test_every_code_has_a_page() -> None:
    """A code that is told anywhere has a page."""
    without = {code: place for code, place in codes_in_use() if code not in catalogue.codes()}
    assert not without


def test_every_page_has_a_code() -> None:
    """A page whose code nothing tells any more is gone."""
    assert set(catalogue.codes()) == {code for code, _ in codes_in_use()}


@pytest.mark.parametrize("code", catalogue.codes())
def test_page(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The wrong example of a page is told its code, the right one is neither told it nor any error."""
    page = catalogue.page(code)
    wrong, right = tmp_path / "wrong", tmp_path / "right"
    wrong.mkdir()
    right.mkdir()

    monkeypatch.chdir(wrong)
    told_wrong = told(page.wrong, wrong, capsys)
    monkeypatch.chdir(right)
    told_right = told(page.right, right, capsys)

    assert code in {found for _, found in told_wrong}
    assert code not in {found for _, found in told_right}
    allowed = {"unknown-finding"} if code == "unreadable-findings" else set()
    assert {found for level, found in told_right if level == "error"} <= allowed
