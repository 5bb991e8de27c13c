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
SITE = """pack acme.site "what we do beyond the law"

use cn.gbt45251
use cn.cba2026

adjust cn.gbt45251.每日拨通 at most 2 because "house policy"
adjust cn.cba2026 通话间隔 = 2 hours because "house policy"
adjust cn.cba2026.通话间隔 enabled because "our figure is set above"
"""
TALKS = """id,at,consumer,creditor,party,person,channel,direction,outcome,zone,purpose
e1,2026-07-01 10:00,C1,B1,debtor,C1,call,outbound,conversation,Asia/Shanghai,collection
e2,2026-07-01 14:00,C1,B1,debtor,C1,call,outbound,conversation,Asia/Shanghai,collection
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


def committed(name: str, *texts: str) -> None:
    """A repository in which a rule file had each of these texts, one a revision."""

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)

    git("init", "-q")
    path = Path(name)
    path.parent.mkdir()
    for text in texts:
        path.write_text(text, encoding="utf-8")
        git("add", name)
        git("commit", "-q", "-m", "rules")


def test_revisions_of_a_repository(folder: Path) -> None:
    """Old and new may be revisions; a revision that there is not is told."""
    committed("acme/demo.rules", OLD, NEW)

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


def test_a_site_s_pack_is_compared_with_the_packs_that_it_adjusts(folder: Path) -> None:
    """A pack of nothing but adjustments changes findings of the packs that it is about, at a revision too."""
    committed("house/site.rules", SITE, SITE.replace("at most 2", "at most 1"))
    Path("calls.csv").write_text(TALKS)

    status, out, err = run("diff", "HEAD~1:house", "house", "--log", "calls.csv")
    assert (status, err) == (EXIT_FINDINGS, "")
    assert "~ cn.gbt45251.每日拨通 changed" in out
    assert "cn.gbt45251.每日拨通: 1 appear" in out
    assert "2026-07-01T14:00" in out
    assert "cn.cba2026" not in out
    status, out, _ = run("diff", "HEAD:house", "house", "--log", "calls.csv")
    assert (status, out) == (0, "no finding is different\nno rule is different\n")


def test_what_a_site_changes_of_what_is_shipped(folder: Path) -> None:
    """Against the shipped pack, or a version that adjusted less, only what is adjusted is different."""
    less = SITE.replace("use cn.cba2026\n", "").split("adjust cn.cba2026")[0]
    committed("house/site.rules", less, SITE)

    status, out, err = run("diff", "cn.gbt45251", "HEAD~1:house")
    assert (status, err) == (EXIT_FINDINGS, "")
    assert [line for line in out.splitlines() if line[0] in "+-~"] == ["~ cn.gbt45251.每日拨通 changed"]
    status, out, err = run("diff", "HEAD~1:house", "house")
    assert (status, err) == (EXIT_FINDINGS, "")
    assert [line for line in out.splitlines() if line[0] in "+-~"] == ["~ cn.cba2026.通话间隔 changed"]


def test_a_problem_at_a_revision_is_told_of_the_revision(folder: Path) -> None:
    """What is wrong with an earlier version stands where the repository has it, not in a temporary folder."""
    committed("house/site.rules", SITE.replace("at most 2", "at most 9"), SITE)
    status, _, err = run("diff", "HEAD~1:house", "house")

    assert status == EXIT_RULES
    assert "--> HEAD~1:house/site.rules:6:8" in err
    assert "auditor-" not in err


def test_an_audit_by_a_site_s_pack_alone_says_which_to_name_too(folder: Path) -> None:
    """An audit names every pack that it is by: the hint is the option that is missing."""
    Path("house").mkdir()
    Path("house/site.rules").write_text(SITE, encoding="utf-8")
    status, _, err = run("audit", "calls.csv", "--rules", "house")

    assert status == EXIT_RULES
    for pack in ("cn.gbt45251", "cn.cba2026"):
        assert f"help: add `--rules {pack}`" in err


def test_a_rule_is_explained_as_a_site_adjusts_it(folder: Path) -> None:
    """A site's pack is enough to explain a rule that it adjusts, with what it changed."""
    Path("house").mkdir()
    Path("house/site.rules").write_text(SITE, encoding="utf-8")
    status, out, _ = run("explain", "cn.gbt45251.每日拨通", "--rules", "house")

    assert status == 0
    assert "No more than 2" in out
    assert "at most 2 instead of 3" in out
