"""`auditor fmt`: one layout, in place, as a difference or from standard input; nothing else is ever changed."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from auditor.cli.output import EXIT_RULES
from tests.log_runs import run

LOOSE = """pack demo "a demonstration"
define   calls:   channel is call   # what counts
rule demo.two "More than two"
  at most 2 calls per consumer in each day
  cite "article 1"
example "three" for demo.two
  given consumer C1,channel call
  |at|结果|verdict|
  |2026-04-01 10:00|接通对话|ok|
"""
TIDY = """pack demo "a demonstration"

define calls: channel is call  # what counts

rule demo.two "More than two"
  cite "article 1"
  at most 2 calls per consumer in each day

example "three" for demo.two
  given consumer C1, channel call
  | at               | 结果     | verdict |
  | 2026-04-01 10:00 | 接通对话 | ok      |
"""


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with a loose layout, in the folder in hand."""
    monkeypatch.chdir(tmp_path)
    path = Path("demo.rules")
    path.write_text(LOOSE, encoding="utf-8")
    return path


def test_a_file_is_put_in_its_layout(demo: Path) -> None:
    """In place, told, and a second time there is nothing to do; the comment stays."""
    assert run("fmt", demo) == (0, "", "changed demo.rules\n1 file, 1 changed\n")
    assert demo.read_text(encoding="utf-8") == TIDY
    assert run("fmt", demo) == (0, "", "1 file, 0 changed\n")


def test_check_changes_nothing(demo: Path) -> None:
    """With --check a file that would be changed fails, and one in its layout does not."""
    assert run("fmt", "--check") == (EXIT_RULES, "", "would change demo.rules\n1 file, 1 would be changed\n")
    assert demo.read_text(encoding="utf-8") == LOOSE
    demo.write_text(TIDY, encoding="utf-8")
    assert run("fmt", "--check", demo)[0] == 0


def test_diff_prints_and_changes_nothing(demo: Path) -> None:
    """With --diff the difference is printed; with --check too it fails."""
    status, out, _ = run("fmt", "--diff", demo)

    assert status == 0
    assert "-define   calls:   channel is call   # what counts" in out.splitlines()
    assert "+define calls: channel is call  # what counts" in out.splitlines()
    assert demo.read_text(encoding="utf-8") == LOOSE
    assert run("fmt", "--diff", "--check", demo)[0] == EXIT_RULES


def test_standard_input(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads standard input and writes to standard output."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LOOSE.encode())))

    status, out, _ = run("fmt", "-")

    assert (status, out) == (0, TIDY)


def test_into_the_other_language_and_back(demo: Path) -> None:
    """A file is translated, names too where they have both, and comes back as it was."""
    run("fmt", demo)
    assert run("fmt", "--lang", "zh", demo)[0] == 0
    chinese = demo.read_text(encoding="utf-8")
    assert chinese.startswith('规则包 demo "a demonstration"\n')
    assert "  同一 债务人 每日 calls 至多 2 次\n" in chinese
    run("fmt", "--lang", "en", demo)
    english = TIDY.replace("结果    ", "outcome     ").replace("接通对话", "conversation")
    assert demo.read_text(encoding="utf-8") == english


def test_a_wrong_file_is_left_as_it_is(demo: Path) -> None:
    """What cannot be read is told and not touched; the others are put in their layout."""
    other = Path("other.rules")
    other.write_text('pack other "x"\nrul other.a "a"\n')
    status, out, err = run("fmt", ".")

    assert status == EXIT_RULES
    assert out == ""
    assert "[unknown-statement]" in err
    assert other.read_text() == 'pack other "x"\nrul other.a "a"\n'
    assert demo.read_text(encoding="utf-8") == TIDY


def test_nothing_to_format_is_told(tmp_path: Path) -> None:
    """A path that is not there, or a folder without rule files, fails."""
    for path in (tmp_path, tmp_path / "nowhere"):
        status, _, err = run("fmt", path)
        assert status == EXIT_RULES
        assert "[no-rule-files]" in err


@pytest.mark.parametrize(
    "before", [b"\xef\xbb\xbf" + TIDY.encode(), TIDY.replace("\n", "\r\n").encode()], ids=["bom", "crlf"]
)
def test_marks_and_line_breaks_are_one_way(demo: Path, before: bytes) -> None:
    """A byte-order mark and CRLF go; only then is the file in its layout."""
    demo.write_bytes(before)

    assert run("fmt", "--check", demo)[0] == EXIT_RULES
    assert run("fmt", demo)[0] == 0
    assert demo.read_bytes() == TIDY.encode()


def test_permissions_and_links_stay(demo: Path) -> None:
    """A link is followed, not replaced, and the file keeps its permissions."""
    demo.chmod(0o640)
    link = Path("link.rules")
    link.symlink_to(demo)

    assert run("fmt", link)[0] == 0
    assert link.is_symlink()
    assert demo.read_text(encoding="utf-8") == TIDY
    assert demo.stat().st_mode & 0o777 == 0o640
