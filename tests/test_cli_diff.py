"""`auditor diff`: what a change of rules does to the rules, and to the findings of a log."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from auditor.cli.output import EXIT_FINDINGS, EXIT_RULES
from tests.log_runs import run

OLD = """pack demo "a demonstration"

rule demo.two "More than two calls a day"
  cite "article 1"  basis verified  force statute  severity high
  at most 2 contacts per consumer in each day

rule demo.late "Calls after 21:00"
  cite "article 2"  basis verified  force statute
  forbid contacts outside 08:00 through 21:00
"""
NEW = """pack demo "a demonstration"

rule demo.two "More than two calls a day"
  cite "article 1"  basis verified  force statute  severity high
  at most 3 contacts per consumer in each day

rule demo.letters "Letters"
  cite "article 3"  basis verified  force statute
  forbid contacts when channel is letter
"""
LOG = """id,at,consumer,channel,direction,outcome,zone
e1,2026-04-01 10:00,C1,call,outbound,busy,America/New_York
e2,2026-04-01 11:00,C1,call,outbound,busy,America/New_York
e3,2026-04-01 12:00,C1,letter,outbound,delivered,America/New_York
e4,2026-04-01 22:15,C1,call,outbound,no-answer,America/New_York
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Both versions in folders of their own, and a log."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("old", OLD), ("new", NEW)):
        Path(name).mkdir()
        (Path(name) / "demo.rules").write_text(text)
    Path("calls.csv").write_text(LOG)
    return tmp_path


def test_rules_added_removed_and_changed(folder: Path) -> None:
    """Each rule that differs, as sentences."""
    status, out, _ = run("diff", "old", "new")
    lines = out.splitlines()

    assert status == EXIT_FINDINGS
    assert [line for line in lines if line[0] in "+-~"] == [
        "~ demo.two changed", "+ demo.letters added", "- demo.late removed",
    ]  # fmt: skip
    assert any(line.startswith("    - ") and "2" in line for line in lines)
    assert any(line.startswith("    + ") and "3" in line for line in lines)


def test_sentences_in_chinese(folder: Path) -> None:
    """The sentences are told in the language that is asked for."""
    assert "同一债务人" in run("diff", "old", "new", "--language", "zh")[1]


def test_no_difference(folder: Path) -> None:
    """The same rules, wherever they stand and however they are laid out, are no difference."""
    loose = OLD.replace("\n  at most", "\n       at   most") + "# a remark\n"
    (folder / "new" / "demo.rules").write_text(loose)

    assert run("diff", "old", "new") == (0, "no rule is different\n", "")


def test_facts_that_changed(folder: Path) -> None:
    """A rule that says the same with another weight shows the fact."""
    (folder / "new" / "demo.rules").write_text(OLD.replace("severity high", "severity low"))
    status, out, _ = run("diff", "old", "new")

    assert status == EXIT_FINDINGS
    assert "    severity: high -> low" in out.splitlines()


def test_findings_that_appear_vanish_and_change(folder: Path) -> None:
    """On a log the findings that differ are shown by rule."""
    status, out, _ = run("diff", "old", "new", "--log", "calls.csv")

    assert status == EXIT_FINDINGS
    assert "demo.letters: 1 appears" in out or "demo.letters: 1 appear" in out, out
    assert "demo.late: 1 vanish" in out, out
    assert "demo.two: " in out, out


def test_revisions_of_a_repository(folder: Path) -> None:
    """Old and new may be revisions; a revision that there is not is told."""

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)

    git("init", "-q")
    Path("acme").mkdir()
    for text in (OLD, NEW):
        Path("acme/demo.rules").write_text(text)
        git("add", "acme")
        git("commit", "-q", "-m", "rules")

    status, out, _ = run("diff", "HEAD~1:acme", "HEAD:acme")
    assert status == EXIT_FINDINGS
    assert out == run("diff", "old", "new")[1]
    assert run("diff", "HEAD:acme", "acme") == (0, "no rule is different\n", "")
    status, _, err = run("diff", "HEAD~7:acme", "acme")
    assert status == EXIT_RULES
    assert "git:" in err
    assert "REVISION:PATH" in err


def test_rules_that_are_wrong(folder: Path) -> None:
    """Where one of the two cannot be read there is nothing to compare."""
    (folder / "new" / "demo.rules").write_text(NEW.replace("forbid contacts", "forbid contats"))
    status, _, err = run("diff", "old", "new")

    assert status == EXIT_RULES
    assert "[unknown-name]" in err
