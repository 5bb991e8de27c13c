"""`auditor new` begins what the other commands have nothing to say about."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.cli import main


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> int:
    """Run a command in an empty folder; its exit status."""
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(str(left.value.code))


def passes(folder: str) -> bool:
    """Whether check, its mutants and the layout find nothing to tell."""
    return not any(run(*command) for command in (("check", folder, "--mutate"), ("fmt", "--check", folder)))


@pytest.mark.parametrize("limit", ["1", "9", "50"])
def test_pack_and_rule_pass(limit: str) -> None:
    """A new pack, and a rule added to it, hold their examples, leave no mutant and have the canonical layout."""
    assert run("new", "pack", "acme.house") == 0
    assert passes("house")
    assert run("new", "rule", "acme.house.weekly", "house/house.rules", "--limit", limit) == 0
    assert passes("house")


def test_title_is_quoted() -> None:
    """A quotation mark or a backslash in a title does not end it."""
    assert run("new", "pack", "acme.house", "--title", 'our "own" \\ rules') == 0
    assert passes("house")


def test_rule_in_a_chinese_file() -> None:
    """What a file defines in Chinese is not defined again."""
    run("new", "pack", "acme.house")
    assert run("fmt", "--lang", "zh", "house") == 0
    assert run("new", "rule", "acme.house.weekly", "house/house.rules") == 0
    assert passes("house")


@pytest.mark.parametrize("command", [("pack", "Acme House"), ("pack", "house"), ("rule", "acme.house.x", "none.rules")])
def test_refused(command: tuple[str, ...]) -> None:
    """A name that is none, a pack that is there already, a file that is not: usage errors, and nothing is written."""
    run("new", "pack", "house")
    before = Path("house/house.rules").read_bytes()
    assert run("new", *command) == 2
    assert Path("house/house.rules").read_bytes() == before
    assert [path.name for path in Path().iterdir()] == ["house"]
