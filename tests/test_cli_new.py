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


@pytest.mark.parametrize(
    "command",
    [
        ("pack", "Acme House"),
        ("pack", "house"),
        ("pack", "cn.gbt45251"),
        ("rule", "acme.house.x", "none.rules"),
        ("rule", "acme.house.x", "house/house.rules"),
        ("rule", "house", "house/house.rules"),
        ("rule", "house.calls-a-day", "house/house.rules"),
    ],
)
def test_refused(command: tuple[str, ...]) -> None:
    """What `check` would not accept is a usage error, and nothing is written.

    A name that is none, a pack that is there already or shipped, a file that is not there; a rule of another pack,
    one that is called like the pack, one that is there already.
    """
    run("new", "pack", "house")
    before = Path("house/house.rules").read_bytes()
    assert run("new", *command) == 2
    assert Path("house/house.rules").read_bytes() == before
    assert [path.name for path in Path().iterdir()] == ["house"]


def test_what_to_call_it_instead(capsys: pytest.CaptureFixture[str]) -> None:
    """A rule that cannot be added is told with the name that would do, or the place of the one that has it."""
    run("new", "pack", "acme.house")
    assert run("new", "rule", "acme.weekly", "house/house.rules") == 2
    assert "call it `acme.house.weekly`" in capsys.readouterr().err
    assert run("new", "rule", "acme.house.calls-a-day", "house/house.rules") == 2
    assert "house/house.rules:12:6" in capsys.readouterr().err


def test_a_second_file_of_a_pack() -> None:
    """A file without a `pack` of its own belongs to its folder's, whose definitions and rules it shares."""
    run("new", "pack", "acme.house")
    more = Path("house/more.rules")
    more.write_text("# more\n", encoding="utf-8")
    assert run("new", "rule", "acme.house.calls-a-day", str(more)) == 2
    assert run("new", "rule", "acme.house.weekly", str(more)) == 0
    assert "define calls" not in more.read_text(encoding="utf-8")
    assert passes("house")


def test_a_file_of_no_pack(capsys: pytest.CaptureFixture[str]) -> None:
    """A rule is not written where no pack would have it."""
    Path("lost.rules").write_text("# nothing\n", encoding="utf-8")
    assert run("new", "rule", "acme.house.weekly", "lost.rules") == 2
    assert "begin it with `pack NAME" in capsys.readouterr().err
    assert Path("lost.rules").read_text(encoding="utf-8") == "# nothing\n"
