"""What a rule lacks, or says wrong, about itself: examples, facts, its name, its message."""

from __future__ import annotations

import string
from collections.abc import Iterator

from auditor.diagnostics import Diagnostic
from auditor.language import core as c
from auditor.language.checked import Pack
from auditor.language.declarations import Field
from auditor.language.lint.telling import warn
from auditor.language.lower import lower
from auditor.language.measures import figures_of

PLACEHOLDERS = frozenset(
    {
        "local", "time", "date", "consumer", "phrase", "unit", "agent", "agency", "channel", "direction", "outcome", "number", "party", "duration", "debt", "person",
    }
)  # fmt: skip
"""What any rule's message may speak of, in braces; besides the fields that it names, and its own figures."""


def missing_example(pack: Pack) -> Iterator[Diagnostic]:
    """A rule needs a row that it catches and a row that it lets pass."""
    for rule in pack.rules:
        expected = {
            event.verdict for example in pack.examples if example.rule == rule.facts.id for event in example.events
        }
        missing = [verdict for verdict in ("violation", "compliant") if verdict not in expected]
        if missing:
            words = {"violation": "a violation", "compliant": "an event that is no violation"}
            shown = " and ".join(words[verdict] for verdict in missing)
            message = f"no example of `{rule.facts.id}` shows {shown}"
            yield warn("missing-example", message, rule.facts.span, f'add `example "..." for {rule.facts.id}`')


def missing_fact(pack: Pack) -> Iterator[Diagnostic]:
    """A rule says how sure its basis is and what its force of law is."""
    for rule in pack.rules:
        missing = [name for name in ("basis", "force") if getattr(rule.facts, name) is None]
        if missing:
            message = f"`{rule.facts.id}` does not say its {' and '.join(missing)}"
            hint = "basis verified, reported or unverified; force statute, regulation, standard, ..."
            yield warn("missing-fact", message, rule.facts.span, hint)


def rule_outside_pack(pack: Pack) -> Iterator[Diagnostic]:
    """The name of a rule begins with that of its pack."""
    for rule in pack.rules:
        if not rule.facts.id.startswith(f"{pack.id}."):
            hint = f"call it `{pack.id}.{rule.facts.id.rsplit('.', 1)[-1]}`"
            yield warn(
                "rule-outside-pack", f"`{rule.facts.id}` is a rule of the pack `{pack.id}`", rule.facts.span, hint
            )


def unknown_placeholder(pack: Pack) -> Iterator[Diagnostic]:
    """A message speaks of what a finding has."""
    for rule in pack.rules:
        if rule.facts.message is None:
            continue
        keys = {node.name for node in c.walk(rule.form) if isinstance(node, Field)}
        try:
            names = [name for _, name, _, _ in string.Formatter().parse(rule.facts.message) if name is not None]
        except ValueError:
            yield warn(
                "unknown-placeholder", "a brace in the message is not closed", rule.facts.span, "write `{count}`"
            )
            continue
        figures = figures_of(lower(rule))
        for name in names:
            if name not in PLACEHOLDERS | keys | figures:
                known = [*sorted(figures), *sorted(PLACEHOLDERS)]
                hint = "known are " + ", ".join(f"`{{{one}}}`" for one in known)
                yield warn("unknown-placeholder", f"a finding has no `{name}`", rule.facts.span, hint)
