"""The clause map: for each provision the rules that check it, or why none does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from auditor.auditing import Settings, audit
from auditor.cli import main
from auditor.findings import Provision, Report, RuleResult
from auditor.packs.clauses import clause_map
from auditor.packs.loading import load
from auditor.reports import excel, json_
from tests.report_fixture import EMPTY

LAW = """\
pack law.a "A law"
  jurisdiction "somewhere"
  read on 2026-11-23
use core
define calls: channel is call and direction is outbound
param gap "the least time between two calls": duration set by the site
rule law.a.calls "Too many calls"
  cite "article 1" cite "article 2"  basis verified  force statute  severity medium
  at most 1 calls per consumer in each day
rule law.a.gap "Calls too close to each other"
  cite "article 2" cite "article 3"  basis verified  force statute  severity low
  at least gap between calls per consumer
rule law.a.off "No calls at all"
  cite "article 4"  basis verified  force statute  severity low
  disabled "no figure in the law"
  forbid calls
rule law.a.words "Calls about nothing"
  cite "article 5"  basis verified  force statute  severity low
  forbid calls when staff > 2
clause "article 6" not-checkable "what is in an office is in no log"
clause "article 7" disputed "two texts say two things"
clause "article 8" not-covered "no rule is written yet"
"""
SITE = """\
pack site.b "Our own"
  jurisdiction "house policy"
use law.a
"""
LOG = "at,consumer,channel,direction\n" + "".join(
    f"2026-07-0{day}T{hour:02}:00:00Z,D1,call,outbound\n" for day in (1, 2) for hour in (9, 10)
)
UNSET = "the site has not set `gap`: `adjust law.a gap = ...`"


def audited(folder: Path, adjustment: str = "") -> Report:
    """The report of a small log by the law and the site's adjustments."""
    (folder / "law.rules").write_text(LAW, encoding="utf-8")
    (folder / "site.rules").write_text(SITE + adjustment, encoding="utf-8")
    (folder / "log.csv").write_text(LOG, encoding="utf-8")
    rules = (str(folder / "law.rules"), str(folder / "site.rules"))
    day = date(2026, 7, 1), date(2026, 7, 2)
    return audit(Settings((folder / "log.csv",), rules, period=day, zone="UTC")).report


def statuses(report: Report) -> dict[str, str]:
    """The status of each provision."""
    return {provision.cite: provision.status for provision in report.provisions}


def test_a_pack_says_what_it_checks(tmp_path: Path) -> None:
    """Without a run: checked, waiting for the site's figure, disabled, or no rule at all, each with its reason."""
    path = tmp_path / "law.rules"
    path.write_text(LAW, encoding="utf-8")
    library = load([str(path)])
    assert not library.problems
    assert clause_map(library.packs["law.a"].checked.pack) == [
        Provision("law.a", "article 1", "checked", ("law.a.calls",)),
        Provision("law.a", "article 2", "checked", ("law.a.calls", "law.a.gap"), f"law.a.gap (needs-parameter): {UNSET}"),
        Provision("law.a", "article 3", "needs-parameter", ("law.a.gap",), UNSET),
        Provision("law.a", "article 4", "disabled", ("law.a.off",), "no figure in the law"),
        Provision("law.a", "article 5", "checked", ("law.a.words",)),
        Provision("law.a", "article 6", "not-checkable", (), "what is in an office is in no log"),
        Provision("law.a", "article 7", "disputed", (), "two texts say two things"),
        Provision("law.a", "article 8", "not-covered", (), "no rule is written yet"),
    ]  # fmt: skip


def test_a_run_says_what_the_log_did_not_let_it_check(tmp_path: Path) -> None:
    """A provision whose only rule lacks its column is not called checked."""
    found = statuses(audited(tmp_path))
    assert found["article 5"] == "not-run"
    assert (found["article 1"], found["article 3"], found["article 4"]) == ("checked", "needs-parameter", "disabled")


def test_a_site_changes_what_is_checked(tmp_path: Path) -> None:
    """A figure that the site gives makes its provision checked; a rule that it switches off does not check."""
    changes = 'adjust law.a gap = 90 minutes because "policy 4"\nadjust law.a.calls disabled because "policy 5"\n'
    report = audited(tmp_path, changes)
    assert (statuses(report)["article 3"], statuses(report)["article 1"]) == ("checked", "disabled")
    assert next(p.why for p in report.provisions if p.cite == "article 1") == "policy 5"


def test_the_report_and_the_map_name_the_same_rules(tmp_path: Path) -> None:
    """Every rule of the report stands under each of its citations, and every clause is a provision."""
    report = audited(tmp_path)
    assert {(id, p.cite) for p in report.provisions for id in p.rules} == {
        (rule.id, cite) for rule in report.rules for cite in rule.cite
    }
    assert {p.cite for p in report.provisions if not p.rules} == {clause.cite for clause in report.clauses}


def test_json_keeps_the_provisions_and_reads_files_without(tmp_path: Path) -> None:
    """What is written is read back; a file of an earlier version has none, and is read."""
    report = audited(tmp_path)
    path = tmp_path / "r.json"
    with path.open("wb") as out:
        json_.write(report, out)
    assert json_.read(path).provisions == report.provisions != ()
    head, _, _ = path.read_text(encoding="utf-8").partition(',\n"provisions"')
    path.write_text(head + "}\n", encoding="utf-8")
    assert json_.read(path).provisions == ()


def test_the_sheet_of_provisions(tmp_path: Path) -> None:
    """The workbook says of each provision which rules check it, what they found, and why not."""
    excel.write(audited(tmp_path), tmp_path / "r.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["Provisions"]
    rows = {row[0]: row[1:6] for row in sheet.iter_rows(min_row=5, values_only=True)}
    both = "Too many calls\nCalls too close to each other"
    assert rows["article 1"] == ("checked", "Too many calls", 2, 0, None)
    assert rows["article 2"] == ("checked", both, 2, 0, f"Calls too close to each other: {UNSET}")
    assert rows["article 3"] == ("needs-parameter", "Calls too close to each other", None, None, UNSET)
    assert rows["article 6"] == ("not-checkable", None, None, None, "what is in an office is in no log")


def test_the_sheet_of_provisions_in_chinese(tmp_path: Path) -> None:
    """The title, the statuses and the reasons are Chinese in a Chinese workbook."""
    rule = RuleResult("p.a", "甲", "p", ("第一条",), "low", not_run="the site has not set `gap`: `adjust p gap = ...`")
    other = RuleResult("p.b", "乙", "p", ("第二条",), "low", not_run="disabled: 没有数字")
    provisions = (
        Provision("p", "第一条", "needs-parameter", ("p.a",), UNSET),
        Provision("p", "第二条", "needs-parameter", ("p.a", "p.b"), UNSET),
    )
    report = replace(EMPTY, rules=(rule, other), provisions=provisions)
    excel.write(report, tmp_path / "r.xlsx", language="zh")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["条款"]
    row, both = sheet.iter_rows(min_row=5, values_only=True)
    assert both[5].startswith("甲：机构尚未设定“gap”")
    assert both[5].endswith("\n乙：停用：没有数字")
    assert row[:3] == ("第一条", "待机构设定", "甲")
    assert row[5].startswith("机构尚未设定“gap”")


def test_packs_prints_the_same_map(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`auditor packs --clauses` tells status, rules and reason of each provision."""
    (tmp_path / "law.rules").write_text(LAW, encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["packs", "--clauses", str(tmp_path / "law.rules")])
    shown = capsys.readouterr().out
    assert f"  article 3\n      needs-parameter: law.a.gap\n      because: {UNSET}\n" in shown
    assert "  article 1\n      checked: law.a.calls\n  article 2\n" in shown
    assert f"      checked: law.a.calls, law.a.gap\n      except: law.a.gap (needs-parameter): {UNSET}\n" in shown
    assert "  article 8\n      not-covered: no rule is written yet\n" in shown
