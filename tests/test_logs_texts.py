"""What is found in the texts of a log, on either side, and quoted from where it stood."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.auditing import Settings
from auditor.auditing import audit as run_audit
from tests.log_runs import audit, write

RULES = """
pack test.said "What either side says"
  jurisdiction "nowhere"

words insults "insults"
  "滚出去", "go to hell"

rule test.said.ours "The collector's side insults"
  cite "1"  basis verified  force policy  severity high
  forbid contact when said mentions insults

rule test.said.theirs "The other side insults"
  cite "2"  basis verified  force policy  severity low
  forbid contact when heard mentions insults

rule test.said.account "An account whose name is an insult"
  cite "3"  basis verified  force policy  severity low
  forbid contact when agency mentions insults
"""
HEADER = "id,at,consumer,channel,direction,agency,text"


def said(folder: Path, *rows: str, header: str = HEADER, profile: str | None = None) -> set[tuple[str, str]]:
    """Rule and event of every finding."""
    rules = write(folder / "said.rules", RULES)
    log = write(folder / "a.csv", header, *rows)
    options: tuple[str | Path, ...] = ()
    if profile is not None:
        options = ("--profile", write(folder / "p.toml", profile))
    ran = audit(folder, log, *options, rules=rules)
    return {(rule.removeprefix("test.said."), event) for rule, event in ran.violations}


def row(id: str, text: str, direction: str = "outbound", agency: str = "甲") -> str:
    """A call or message."""
    return f'{id},2026-07-01 10:00,D1,call,{direction},{agency},"{text}"'


def test_who_said_it_decides(tmp_path: Path) -> None:
    """In a transcript each side has its own lines; a message is its sender's."""
    found = said(
        tmp_path,
        row("a", "催收员：您好\n客户：滚 出 去"),
        row("b", "催收员：滚出去！\n客户：您好"),
        row("c", "滚出去"),
        row("d", "滚出去", direction="inbound"),
        row("e", ""),
        row("f", "您好", agency="滚出去公司"),
        row("g", "Agent: GO TO\nHELL"),
    )

    assert found == {
        ("theirs", "a"), ("ours", "b"), ("ours", "c"), ("theirs", "d"), ("account", "f"), ("ours", "g"),
    }  # fmt: skip


def test_a_column_of_its_own_goes_before_the_transcript(tmp_path: Path) -> None:
    """An export that has both sides apart is not taken apart again."""
    header = "id,at,consumer,channel,direction,agency,text,said"
    found = said(tmp_path, row("a", "催收员：滚出去") + ",您好", row("b", "催收员：您好") + ",滚出去", header=header)

    assert found == {("ours", "b")}


def test_labels_of_the_profile(tmp_path: Path) -> None:
    """A profile names who speaks in its transcripts."""
    profile = 'canonical = true\n[columns]\nat = "at"\n[speakers]\nours = "左"\ntheirs = ["右"]\n'
    found = said(tmp_path, row("a", "左：您好\n右：滚出去"), row("b", "客户：滚出去"), profile=profile)

    assert found == {("theirs", "a"), ("ours", "b")}


@pytest.mark.parametrize("direction", ["outbound", "inbound"])
def test_an_event_without_a_text_is_inconclusive(tmp_path: Path, direction: str) -> None:
    """Nothing can be said of what was said where no text is; a rule about texts is not run where no log has any."""
    rules = write(tmp_path / "said.rules", RULES)
    log = write(tmp_path / "a.csv", HEADER, row("a", "", direction), row("b", "您好", direction))
    ran = audit(tmp_path, log, rules=rules)
    assert {(one["rule"], one["event"]) for one in ran.report["inconclusive"]} >= {("test.said.ours", "a")}

    ran = audit(tmp_path, write(tmp_path / "b.csv", "id,at,consumer", "a,2026-07-01 10:00,D1"), rules=rules)
    assert all("the log has no" in rule["not_run"] for rule in ran.report["rules"])


def test_the_hit_is_quoted_as_it_stood(tmp_path: Path) -> None:
    """The span is that of the original text, separators and all."""
    rules = write(tmp_path / "said.rules", RULES)
    text = "催收员：请您\n还款，滚·出·去，谢谢"
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, row("a", text)), rules=rules)

    (finding,) = ran.report["findings"]
    assert "滚·出·去" in finding["message"]


def test_hits_are_quoted_from_the_logged_text(tmp_path: Path) -> None:
    """A hit's span is that of the text as it was logged, labels and the other side's lines included."""
    rules = write(tmp_path / "said.rules", RULES)
    text = "催收员：您好\n客户：滚出去\n催收员：你\n滚 出 去！"
    log = write(tmp_path / "a.csv", HEADER, row("a", text), row("b", "请滚出去"))
    report = audit(tmp_path, log, rules=rules).report
    ours = [f for f in report["findings"] if f["rule"] == "test.said.ours"]
    hits = {f["event"]: [(h["start"], h["end"], h["text"]) for h in f["hits"]] for f in ours}
    start = text.index("滚 出 去")

    assert hits == {"a": [(start, start + 5, "滚 出 去")], "b": [(1, 4, "滚出去")]}
    assert text in [event["details"]["text"] for event in report["evidence"] if event["id"] == "a"]


def test_progress_is_that_of_rows(tmp_path: Path) -> None:
    """Rows without a text are looked at too: at the end all of them are done."""
    rules = write(tmp_path / "said.rules", RULES)
    log = write(tmp_path / "a.csv", HEADER, row("a", "滚出去"), row("b", ""), row("c", ""))
    told: list[tuple[int, int]] = []

    def progress(what: str, done: int, total: int) -> None:
        if what == "texts":
            told.append((done, total))

    run_audit(Settings(logs=(str(log),), rules=(str(rules),), zone="Asia/Shanghai"), progress)
    assert told[-1] == (3, 3)
