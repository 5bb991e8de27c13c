"""A pack that a test writes, checked on top of the core pack without a file."""

from __future__ import annotations

from auditor.diagnostics import render
from auditor.language import syntax as s
from auditor.language.check import Checked, check
from auditor.language.parse import parse
from auditor.packs.loading import load
from auditor.source import Source
from tests.strategies import PREAMBLE

CORE = load(["core"]).packs["core"].checked


def checked(text: str) -> Checked:
    """The checked pack of a text, which has nothing wrong; its word lists name no file."""
    file, problems = parse(Source("written.rules", text))
    head = next(node for node in file.statements if isinstance(node, s.Pack))
    found = check(head, file.statements, {"core": CORE}, lambda _name, _span: ([], []))
    problems += found.problems
    assert not problems, "\n".join(render(problem) for problem in problems)
    return found


def numbered(texts: list[str], applies: str = "") -> Checked:
    """A pack of random rules, each with an id of its own. applies: whose contacts it is about."""
    return checked(
        PREAMBLE + applies + "".join(text.replace("t.r", f"t.r{n}", 1) + "\n" for n, text in enumerate(texts))
    )
