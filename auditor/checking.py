"""Checks rule files: names, types, lints, and the examples inside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.diagnostics import Diagnostic
from auditor.examples import ExampleResult, run_examples
from auditor.language.declarations import Field
from auditor.language.lint import lint
from auditor.language.lower import lower
from auditor.packs import Library, load
from auditor.rulebook import adjustment_problems


@dataclass(frozen=True)
class CheckResult:
    """What a check found: every problem, in order of place, and what the examples said."""

    library: Library
    problems: tuple[Diagnostic, ...]
    examples: tuple[ExampleResult, ...]


def check(names: Sequence[str]) -> CheckResult:
    """Check packs by id, beginning of id, or path, and run their examples."""
    library = load(names)
    problems = list(library.problems)
    results: list[ExampleResult] = []
    if not library.errors:
        packs = [library.packs[id].checked.pack for id in library.chosen if id in library.packs]
        problems += [problem for pack in packs for problem in lint(pack)]
        problems += adjustment_problems(library)
        rules = [lower(rule) for pack in packs for rule in pack.rules]
        examples = [example for pack in packs for example in pack.examples]
        fields: dict[str, Field] = {}
        for pack in packs:
            for field in pack.fields:
                known = fields.get(field.name)
                if known is None or len(field.type.choices) > len(known.type.choices):
                    fields[field.name] = field
        results = run_examples(rules, examples, list(fields.values()))
        problems += [_failed(result) for result in results if not result.passed]
    return CheckResult(library, tuple(sorted(problems, key=lambda d: d.sort_key)), tuple(results))


def _failed(result: ExampleResult) -> Diagnostic:
    wrong = [row for row in result.rows if not row.as_expected]
    notes = tuple(
        (row.event.span, f"expected {row.expected}, got {row.actual}" + (f": {row.cause}" if row.cause else ""))
        for row in wrong
    )
    message = f"the example does not hold: {len(wrong)} of {len(result.rows)} rows"
    return Diagnostic("example-fails", message, result.example.span, notes=notes)
