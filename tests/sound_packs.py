"""What has to hold of every pack, whatever its law: it is sound, and its examples show both sides of each rule."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.checking.check import CheckResult
from auditor.diagnostics import render
from auditor.language.checked import Pack


def assert_sound(result: CheckResult) -> None:
    """The checker finds nothing wrong, not so much as a warning, and every example holds."""
    assert not result.problems, "\n\n".join(render(problem) for problem in result.problems)
    assert result.examples
    assert all(example.passed for example in result.examples)


def one_sided(packs: Sequence[Pack]) -> list[str]:
    """The rules of which no example shows a violation, or none shows what is lawful."""
    return [
        rule.facts.id
        for pack in packs
        for rule in pack.rules
        if not {"violation", "compliant"}
        <= {e.verdict for x in pack.examples if x.rule == rule.facts.id for e in x.events}
    ]
