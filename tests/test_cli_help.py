"""The front door of the command line: help is quick, says what there is, and mistakes name the nearest word."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import click
import pytest

from auditor.cli import _COMMANDS
from auditor.cli.output import EXIT_USAGE
from tests.log_runs import run

HEAVY = ("duckdb", "polars", "pandas", "pyarrow", "lark", "sqlglot", "openpyxl", "holidays", "pypinyin")


def test_help_reads_nothing_heavy() -> None:
    """`auditor --help` loads neither the engine nor the parser: it takes little more than click itself."""
    script = (
        "import sys\nfrom auditor.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == "[]"
    assert all(name in done.stdout for name in _COMMANDS)


@pytest.mark.parametrize("name", _COMMANDS)
def test_every_command_and_option_is_explained(name: str) -> None:
    """Each command has a text, and each option says what it does."""
    status, out, _ = run(name, "--help")
    command: click.Command = import_module(f"auditor.cli.{name}").command

    assert status == 0
    assert command.help
    assert out.startswith(f"Usage: auditor {name}")
    for param in command.params:
        assert isinstance(param, click.Argument) or getattr(param, "help", None), f"{name} {param.name}"


def test_a_mistyped_command_or_option() -> None:
    """The nearest one is named, and the exit status is that of a usage error."""
    status, _, err = run("chek")
    assert status == EXIT_USAGE
    assert "did you mean `check`?" in err
    status, _, err = run("check", "--formt", "json")
    assert status == EXIT_USAGE
    assert "--format" in err


@pytest.mark.parametrize("name", ["audit", "diff", "explain", "fmt"])
def test_both_names_of_the_language(name: str) -> None:
    """Who has learned `--lang` of one command, or `--language` of another, is understood by all."""
    command: click.Command = import_module(f"auditor.cli.{name}").command
    (option,) = [param for param in command.params if param.name in ("lang", "language")]
    assert set(option.opts) == {"--lang", "--language"}
