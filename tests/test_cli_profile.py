"""`auditor profile`: the shipped profiles, listed and printed; drafts are in test_logs_suggest.py."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from auditor.cli.output import EXIT_LOG
from auditor.logs.profile_file import SHIPPED, load_profile, shipped_profiles
from tests.log_runs import run


def test_the_shipped_profiles_are_listed() -> None:
    """A line each: the name by which `--profile` takes it, and what it is for."""
    status, out, err = run("profile", "list")
    lines = [line.split(maxsplit=1) for line in out.splitlines()]

    assert (status, err) == (0, "")
    assert lines == [[name, load_profile(name).description] for name in shipped_profiles()]
    assert {"tianrun", "ronglian", "five9"} <= {name for name, _ in lines}


@pytest.mark.parametrize("name", shipped_profiles())
def test_a_profile_that_is_printed_is_one(name: str, tmp_path: Path) -> None:
    """What `show` prints is the shipped file, and is read as the same profile where it is saved."""
    status, out, _ = run("profile", "show", name)
    saved = tmp_path / f"{name}.toml"
    saved.write_text(out, encoding="utf-8")

    assert status == 0
    assert out == (SHIPPED / f"{name}.toml").read_text(encoding="utf-8")
    assert load_profile(str(saved)) == replace(load_profile(name), folder=tmp_path)


def test_a_file_comes_before_a_shipped_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`show` prints the one that `--profile` would take."""
    monkeypatch.chdir(tmp_path)
    text = (SHIPPED / "ronglian.toml").read_text(encoding="utf-8")
    (tmp_path / "tianrun").write_text(text, encoding="utf-8")

    assert load_profile("tianrun").name == "ronglian"
    assert run("profile", "show", "tianrun") == (0, text, "")


def test_a_profile_that_there_is_not() -> None:
    """The nearest name is offered."""
    status, out, err = run("profile", "show", "tianrn")

    assert (status, out) == (EXIT_LOG, "")
    assert "[unknown-profile]" in err
    assert "did you mean `tianrun`?" in err
