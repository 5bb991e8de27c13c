"""The guide to packs is true: its commands are run in order, its blocks are what they print or what `check` accepts."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import openpyxl
import pytest

from auditor.cli.output import EXIT_FINDINGS, EXIT_LOG, EXIT_RULES
from auditor.packs.files import shipped_packs
from auditor.packs.loading import CORE, load
from tests.log_runs import run, write

TEXT = (Path(__file__).resolve().parent.parent / "docs" / "packs.md").read_text(encoding="utf-8")
BLOCKS: list[str] = re.findall(r"^```\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
PLAIN = [block for block in BLOCKS if not block.startswith("$")]
SITE = next(block for block in PLAIN if block.startswith("use "))
TALKS = (
    "id,at,consumer,creditor,party,channel,direction,outcome,zone,purpose",
    *(
        f"e{hour},2026-07-01 {hour}:00,C1,B1,debtor,call,outbound,conversation,Asia/Shanghai,collection"
        for hour in (10, 13, 16)
    ),
)


def block(start: str) -> str:
    """The one block that begins so."""
    found: list[str] = [text for text in BLOCKS if text.startswith(start)]
    assert len(found) == 1
    return found[0]


def commands(shown: str) -> list[list[str]]:
    """The commands of a block, without the program's name and the remark behind them."""
    lines = [line.removeprefix("$ auditor ") for line in shown.splitlines() if line.startswith("$ auditor ")]
    assert lines
    return [shlex.split(line, comments=True) for line in lines]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the first step was taken."""
    monkeypatch.chdir(tmp_path)
    (command,) = commands(block("$ auditor new pack"))
    assert run(*command) == (0, block("$ auditor new pack").split("\n", 1)[1], "")
    return tmp_path / "house"


def test_the_pack_is_the_one_that_is_written(house: Path) -> None:
    """The guide shows the file of `new pack` but for its remarks and for the source, which the reader fills in."""
    written = (house / "house.rules").read_text(encoding="utf-8")
    own = re.sub(r"^#.*\n+", "", written, flags=re.MULTILINE)
    shown = block("pack acme.house")

    def without_source(text: str) -> list[str]:
        return [line for line in text.splitlines() if line.split()[:1] not in (["cite"], ["basis"])]

    assert without_source(shown) == without_source(own)
    (house / "house.rules").write_text(shown, encoding="utf-8")
    assert run("check", "house", "--mutate")[0] == 0
    assert run("fmt", "--check", "house")[0] == 0
    command = re.search(r"`auditor (new rule [^`]+)`", TEXT)
    assert command is not None
    assert run(*command[1].split())[0] == 0
    assert run("check", "house")[0] == 0


def test_what_else_a_pack_may_say(house: Path) -> None:
    """A provision that no log shows, and a figure that a site sets, are accepted; the listed commands all pass.

    A log that breaks no other rule leaves 4 while nobody has set the figure.
    """
    rules = house / "house.rules"
    more = [block("clause "), block("param ")]
    rules.write_text(rules.read_text(encoding="utf-8") + "\n" + "\n".join(more), encoding="utf-8")
    assert run("check", "house")[0] == 0
    pack = load(["house"]).packs["acme.house"].checked.pack
    assert [clause.kind for clause in pack.clauses] == ["not-checkable"]
    assert [param.name for param in pack.params] == ["gap"]
    ran = commands(block("$ auditor check house  "))
    assert [command[2:] for command in ran] == [[], ["--mutate"], ["--coverage"], []]
    for command in ran:
        status, out, err = run(*command)
        assert status == 0, (command, out, err)
    log = write(house.parent / "calls.csv", *TALKS)
    status, _, err = run("audit", log, "--rules", "house")
    assert status == EXIT_LOG
    assert "`acme.house.gap` was not run" in err


def test_words_of_the_facts_are_those_of_the_language(house: Path) -> None:
    """Every basis, force and severity that the table names is one that a rule can have."""
    rows = dict(re.findall(r"^\| `(basis|force|severity)` \| (.*) \|$", TEXT, re.MULTILINE))
    text = (house / "house.rules").read_text(encoding="utf-8")
    given = {"basis": "unverified", "force": "policy", "severity": "review"}
    assert set(rows) == set(given)
    for fact, told in rows.items():
        words = re.findall(r"`([a-z-]+)`", told)
        assert given[fact] in words
        for word in words:
            changed = text.replace(f"{fact} {given[fact]}", f"{fact} {word}")
            (house / "house.rules").write_text(changed, encoding="utf-8")
            assert run("check", "house")[0] == 0, (fact, word)


def test_a_site_s_adjustments(house: Path) -> None:
    """The lines pass `check`; with a looser figure the message is the one that is shown, with its place."""
    site = house / "site.rules"
    site.write_text(SITE, encoding="utf-8")
    assert run("check", "house")[0] == 0
    assert SITE.count("at most 2") == 1
    site.write_text(SITE.replace("at most 2", "at most 9"), encoding="utf-8")
    shown = block("$ auditor check house\n")
    (command,) = commands(shown)
    status, out, err = run(*command)
    assert status == EXIT_RULES
    assert (out + err).startswith(shown.split("\n", 1)[1])


def test_an_audit_and_a_comparison(house: Path, tmp_path: Path) -> None:
    """The audit writes its workbook with what the site adjusted, and the comparison shows what a change does to it."""

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)

    write(tmp_path / "q3.csv", *TALKS)
    git("init", "-q")
    for text in (SITE.replace("at most 2", "at most 3"), SITE):
        (house / "site.rules").write_text(text, encoding="utf-8")
        git("add", "house")
        git("commit", "-q", "-m", "rules")
    (audit,) = commands(block("$ auditor audit"))
    status, out, err = run(*audit)
    assert status == EXIT_FINDINGS, err
    assert "cn.gbt45251.每日拨通" in out
    book = openpyxl.load_workbook(tmp_path / "q3.xlsx", read_only=True)
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert any("house policy 2026-4: two talks a day" in cell for cell in cells)

    (diff,) = commands(block("$ auditor diff"))
    status, out, err = run(*diff)
    assert (status, err) == (EXIT_FINDINGS, "")
    assert "cn.gbt45251.每日拨通: 1 appear" in out


def test_every_command_that_is_named_runs() -> None:
    """The commands in the running text are there, and the pack that they name is shipped."""
    (clauses,) = re.findall(r"`auditor (packs [^`]+)`", TEXT)
    status, out, _ = run(*clauses.split())
    assert status == 0
    assert "not-checkable" in out
    ids = {pack.id for pack in shipped_packs() if pack.id != CORE}
    assert set(re.findall(r"^use (\S+)", SITE, re.MULTILINE)) <= ids
