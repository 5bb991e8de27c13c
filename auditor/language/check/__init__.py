"""From syntax to a checked pack: names and types, all problems of all files in one go.

Order: the names of used packs, the pack's own fields and parameters, word lists, hours and calendars,
definitions (worked out when first used, so that their order in the file does not matter), rules, examples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from auditor.diagnostics import Diagnostic
from auditor.language import core as c
from auditor.language import expressions as x
from auditor.language import syntax as s
from auditor.language.check.conditions import Conditions
from auditor.language.check.declare import Declarations, ReadWords
from auditor.language.check.examples import Examples
from auditor.language.check.rules import Rules
from auditor.language.check.scope import Scope
from auditor.language.checked import Clause, Pack
from auditor.language.declarations import Calendar, Field, Hours, Param, WordList
from auditor.language.vocabulary import CLAUSE_KINDS, look_up
from auditor.spelling import did_you_mean

Report = Callable[[Diagnostic], None]


@dataclass(frozen=True)
class Checked:
    """A checked pack, the names that it offers to packs that use it, and every problem found."""

    pack: Pack
    scope: Scope
    problems: tuple[Diagnostic, ...]


def check(
    pack: s.Pack,
    statements: Iterable[s.Statement],
    used: Mapping[str, Checked],
    read_words: ReadWords,
    unread: Iterable[str] = (),
) -> Checked:
    """Check the statements of one pack.

    pack: its `pack` statement. used: the checked packs that it uses, by name.
    read_words: gives the phrases of a word file that stands in the pack's folder.
    unread: the names of statements that could not be read.
    """
    problems: list[Diagnostic] = []
    report = problems.append
    name = pack.name.text
    statements = list(statements)
    scope = Scope.with_local_values()
    scope.unread |= set(unread)
    for other in used.values():
        problems += scope.include(other.scope, pack.name.span)
    declarations = Declarations(name, scope, report, read_words)
    _declare(statements, declarations)
    definitions = declarations.definitions()
    conditions = declarations.conditions
    applies = _applies(statements, conditions, report)
    rules = Rules(name, conditions, declarations, report)
    facts: dict[str, c.Facts] = {}
    checked_rules = []
    for node in statements:
        if not isinstance(node, s.Rule):
            continue
        if node.name.text in facts:
            first = facts[node.name.text].span
            notes = ((first, "first rule of this name"),) if first else ()
            message = f"there are two rules `{node.name.text}`"
            report(Diagnostic("duplicate-rule", message, node.name.span, "give one of them another name", notes))
            continue
        facts[node.name.text], checked = rules.rule(node, applies)
        if checked is not None:
            checked_rules.append(checked)
    examples = Examples(conditions, facts, report)
    checked_examples = [examples.example(node) for node in statements if isinstance(node, s.Example)]
    adjustments = [rules.adjustment(node) for node in statements if isinstance(node, s.Adjust)]
    clauses = [_clause(node, name, report) for node in statements if isinstance(node, s.Clause)]
    given = {fact.key: fact.values[0] for fact in pack.facts}
    return Checked(
        Pack(
            id=name,
            title=pack.title.value,
            jurisdiction=_text(given.get("jurisdiction")),
            source=_text(given.get("source")),
            version=_text(given.get("version")),
            read_on=_days(given.get("read-on")),
            uses=tuple(used),
            applies=applies,
            fields=tuple(scope.of_type(Field)),
            params=tuple(scope.of_type(Param)),
            definitions=definitions,
            words=tuple(scope.of_type(WordList)),
            hours=tuple(scope.of_type(Hours)),
            calendars=tuple(scope.of_type(Calendar)),
            rules=tuple(checked_rules),
            clauses=tuple(clause for clause in clauses if clause is not None),
            examples=tuple(example for example in checked_examples if example is not None),
            adjustments=tuple(adjustment for adjustment in adjustments if adjustment is not None),
            files=frozenset(node.span.source.name for node in statements),
            places=tuple((node.name.text, node.name.span) for node in statements if isinstance(node, s.Define)),
            span=pack.name.span,
        ),
        scope,
        tuple(dict.fromkeys(problem for problem in problems if not _follows_from(problem, scope.unread))),
    )


def _follows_from(problem: Diagnostic, unread: set[str]) -> bool:
    """Whether a name is only unknown because its own statement could not be read."""
    return problem.code == "unknown-name" and problem.span is not None and problem.span.text in unread


def _declare(statements: list[s.Statement], declarations: Declarations) -> None:
    """Declarations in the order in which they may speak of each other."""
    for node in statements:
        if isinstance(node, s.Field):
            declarations.field(node)
    for node in statements:
        if isinstance(node, s.FieldAdds):
            declarations.field_adds(node)
    for node in statements:
        match node:
            case s.Param():
                declarations.param(node)
            case s.Words():
                declarations.words(node)
            case s.Calendar():
                declarations.days.calendar(node)
            case s.Define():
                declarations.await_definition(node)
    for node in statements:
        if isinstance(node, s.Hours):
            declarations.days.hours(node)


def _applies(statements: list[s.Statement], conditions: Conditions, report: Report) -> c.Condition | None:
    found: c.Condition | None = None
    first: s.AppliesWhen | None = None
    for node in statements:
        if isinstance(node, s.AppliesWhen):
            if first is not None:
                notes = ((first.span, "first said here"),)
                message = "the pack says twice whose contacts it is about"
                report(Diagnostic("duplicate-fact", message, node.span, "join them with `and`", notes))
                continue
            first = node
            found = conditions.condition(node.condition)
    return found


def _clause(node: s.Clause, pack: str, report: Report) -> Clause | None:
    kind = look_up(CLAUSE_KINDS, node.kind.text)
    if kind is None:
        hint = did_you_mean(node.kind.text, CLAUSE_KINDS) or "one of " + ", ".join(CLAUSE_KINDS)
        report(Diagnostic("unknown-value", f"`{node.kind.text}` says nothing of a clause", node.kind.span, hint))
        return None
    return Clause(node.cite.value, kind, node.why.value, pack, node.span)


def _text(value: object) -> str:
    return value.value if isinstance(value, x.Text) else ""


def _days(value: object) -> int | None:
    return value.days if isinstance(value, x.Date) else None
