"""Rules, clauses, examples and a site's adjustments."""

from __future__ import annotations

from auditor.language import syntax as s
from auditor.language.format import declarations
from auditor.language.format.layout import Break, Doc, Group, Nest, Word, fill, joined, listed, on_lines
from auditor.language.format.limits import limit
from auditor.language.format.tables import given_cell, table
from auditor.language.format.terms import Terms
from auditor.language.vocabulary import CLAUSE_KINDS, SEVERITIES

_BEFORE_LIMIT = ("cite", "basis", "force", "severity", "from", "through", "read-on")
_AFTER_LIMIT = ("message", "remedy", "disabled", "accept")


def in_order(facts: tuple[s.Fact, ...], keys: tuple[str, ...] = _BEFORE_LIMIT + _AFTER_LIMIT) -> list[s.Fact]:
    """The facts of these keys in the order in which they are printed."""
    return sorted((fact for fact in facts if fact.key in keys), key=lambda fact: keys.index(fact.key))


def rule(terms: Terms, node: s.Rule) -> Doc:
    """`rule NAME "title"`: what is said about it, its limit, and what is said when it is broken."""
    head = joined([terms.at("RULE", node), terms.as_written(node.name), terms.text(node.title)])
    before = in_order(node.facts, _BEFORE_LIMIT)
    cites = [declarations.fact(terms, each) for each in before if each.key == "cite"]
    others = [declarations.fact(terms, each) for each in before if each.key != "cite"]
    parts = [*cites, *([fill(others, "  ")] if others else [])]
    parts.append((Word("", node.limit.span.start), limit(terms, node.limit.form)))
    if node.limit.unless is not None:
        parts.append((f"{terms.keyword('UNLESS')} ", Nest(terms.condition(node.limit.unless))))
    parts += [declarations.fact(terms, each) for each in in_order(node.facts, _AFTER_LIMIT)]
    return head, Nest(on_lines(parts))


def clause(terms: Terms, node: s.Clause) -> Doc:
    """`clause "citation" not-checkable "why"`."""
    kind = Word(terms.namer.word(node.kind.text, CLAUSE_KINDS), node.kind.span.start)
    head = joined([terms.at("CLAUSE", node), terms.text(node.cite), kind])
    return Group((head, Nest((Break(), terms.text(node.why)))))


def example(terms: Terms, node: s.Example) -> Doc:
    """`example "title" for RULE`, what is given, and the table."""
    head = joined(
        [terms.at("EXAMPLE", node), terms.text(node.title), terms.keyword("FOR"), terms.as_written(node.rule)]
    )
    parts: list[Doc] = []
    if node.given:
        pairs = [joined([terms.column(name), given_cell(terms, name, cell)]) for name, cell in node.given]
        parts.append((f"{terms.keyword('GIVEN')} ", Nest(listed(pairs))))
    known = []
    if node.known_from is not None:
        known.append(joined([terms.keyword("KNOWN_FROM"), terms.literal(node.known_from)]))
    if node.known_through is not None:
        known.append(joined([terms.keyword("KNOWN_THROUGH"), terms.literal(node.known_through)]))
    parts += [fill(known, "  ")] if known else []
    return head, Nest(on_lines([*parts, *table(terms, node)]))


def adjust(terms: Terms, node: s.Adjust) -> Doc:
    """`adjust RULE severity low because "..."`."""
    head = joined([terms.at("ADJUST", node), terms.as_written(node.target)])
    parts: list[Doc] = []
    if node.severity is not None:
        severity = Word(terms.namer.word(node.severity.text, SEVERITIES), node.severity.span.start)
        parts.append(joined([terms.keyword("SEVERITY"), severity]))
    if node.enabled is not None:
        parts.append(terms.keyword("ENABLED" if node.enabled else "DISABLED"))
    if node.at_most is not None:
        parts.append(joined([terms.keyword("AT_MOST"), terms.amount(node.at_most)]))
    for name, values in node.params:
        parts.append((terms.as_written(name), " = ", Nest(declarations.dated(terms, values))))
    if node.because is not None:
        parts.append(joined([terms.keyword("BECAUSE"), terms.text(node.because)]))
    return Group((head, Nest(tuple((Break(), part) for part in parts))))
