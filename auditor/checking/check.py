"""Checks rule files: names, types, lints, and the examples inside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.checking.coverage import uncovered
from auditor.checking.examples import ExampleResult, run_examples
from auditor.checking.mutation import surviving
from auditor.checking.tables import table_of
from auditor.diagnostics import Diagnostic, Level
from auditor.language.checked import Pack
from auditor.language.core import Named
from auditor.language.declarations import Field, Param
from auditor.language.lint import lint
from auditor.language.lower import lower
from auditor.language.vocabulary import VERDICTS
from auditor.packs.loading import Library, load
from auditor.packs.rulebook import adjustment_problems


@dataclass(frozen=True)
class CheckResult:
    """What a check found: every problem, in order of place, and what the examples said."""

    library: Library
    problems: tuple[Diagnostic, ...]
    examples: tuple[ExampleResult, ...]


def check(names: Sequence[str], *, mutate: bool = False, coverage: bool = False) -> CheckResult:
    """Check packs by id, beginning of id, or path, and run their examples.

    Packs that have an error, or use one that has, are not run: what their examples would say means nothing.
    mutate: ask too which small change of a rule no example would notice; coverage: which part no example reaches.
    """
    library = load(names)
    problems = list(library.problems)
    packs = sound_packs(library)
    problems += [problem for pack in packs for problem in lint(pack)]
    if not library.errors:
        problems += adjustment_problems(library)
    checked = [rule for pack in packs for rule in pack.rules]
    examples = [example for pack in packs for example in pack.examples]
    fields = widest_fields(packs)
    results = run_examples([lower(rule) for rule in checked], examples, list(fields.values()))
    problems += [_failed(result, fields) for result in results if not result.passed]
    sound = [rule for rule in checked if all(r.passed for r in results if r.example.rule == rule.facts.id)]
    if mutate:
        problems += surviving(sound, examples, list(fields.values()), shared_by(packs))
    if coverage:
        problems += uncovered(sound, examples, list(fields.values()))
    return CheckResult(library, tuple(sorted(problems, key=lambda d: d.sort_key)), tuple(results))


def sound_packs(library: Library) -> list[Pack]:
    """The chosen packs that have no error, and use none that has one."""
    files = {problem.span.source.name if problem.span else problem.file for problem in library.errors}
    sound: dict[str, bool] = {}
    for id, loaded in library.packs.items():
        pack = loaded.checked.pack
        own = {source.name for source, _ in loaded.sources} | {str(path) for path in loaded.files.files}
        sound[id] = not own & files and all(sound.get(used, False) for used in pack.uses)
    return [library.packs[id].checked.pack for id in library.chosen if sound.get(id, False)]


def shared_by(packs: Sequence[Pack]) -> list[Named | Param]:
    """The definitions and parameters of packs: what their rules may share."""
    return [*(node for pack in packs for node in pack.definitions), *(node for pack in packs for node in pack.params)]


def widest_fields(packs: Iterable[Pack]) -> dict[str, Field]:
    """The fields of packs by name, each with the most values that a pack gives it."""
    fields: dict[str, Field] = {}
    for pack in packs:
        for field in pack.fields:
            known = fields.get(field.name)
            if known is None or len(field.type.choices) > len(known.type.choices):
                fields[field.name] = field
    return fields


def _failed(result: ExampleResult, fields: dict[str, Field]) -> Diagnostic:
    wrong = [row for row in result.rows if not row.as_expected]
    message = f"the example does not hold: {len(wrong)} of {len(result.rows)} rows"
    first = wrong[0]
    said = f"expected {VERDICTS[first.expected or first.actual].en[0]}, got {VERDICTS[first.actual].en[0]}"
    notes = ((first.event.span, said + (f": {first.cause}" if first.cause else "")),)
    hint = "either the rule or the example is not what the law says"
    return Diagnostic(
        "example-fails", message, result.example.span, hint, notes, Level.ERROR, details=table_of(result, fields)
    )
