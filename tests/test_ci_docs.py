"""What is said about continuous integration is true: hooks and workflow are what they should be, options exist."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from tests.schemas import HOOKS, WORKFLOW, assert_fits

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


def test_hooks_are_what_pre_commit_reads() -> None:
    """The hooks fit the published schema, and start the commands that there are."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

    assert_fits(hooks, HOOKS)
    assert [hook["entry"] for hook in hooks] == ["auditor check", "auditor fmt"]


def test_the_workflow_is_one() -> None:
    """The example of a workflow fits the published schema."""
    workflow: dict[Any, Any] = yaml.safe_load(BLOCKS[0])
    workflow["on"] = workflow.pop(True)  # YAML 1.1 reads `on` as a yes

    assert_fits(workflow, WORKFLOW)
    assert {hook["id"] for hook in yaml.safe_load(BLOCKS[1])["repos"][0]["hooks"]} == {"auditor-fmt", "auditor-check"}


def test_every_option_that_is_named_exists() -> None:
    """Each `auditor COMMAND --option` of the page is one that the command has."""
    for command, rest in re.findall(r"auditor (check|fmt|diff|explain) ([^\n`]*)", TEXT):
        found: click.Command = import_module(f"auditor.cli.{command}").command
        known = {option for param in found.params for option in param.opts}
        assert set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest.split("#")[0].split(">>")[0])) <= known, rest


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete(shell: str) -> None:
    """Each shell of the page gets a script, and a command completes."""
    assert f"_AUDITOR_COMPLETE={shell}_source auditor" in TEXT
    words = {"COMP_WORDS": "auditor ch", "COMP_CWORD": "ch" if shell == "fish" else "1"}
    if shell == "zsh":
        words = {"COMP_WORDS": "auditor ch", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-c", "from auditor.cli import main; main()"],
        env={"_AUDITOR_COMPLETE": f"{shell}_complete", **words}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "check" in done.stdout
