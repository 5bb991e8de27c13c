"""Why an event is a finding: the rule's condition with the values found, the rows that count, the nearest lawful thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from auditor.auditing import Settings, runnable, timeline_of
from auditor.compile.explanation import Part
from auditor.diagnostics import Diagnostic, DiagnosticError
from auditor.engine.explain import Values, counted_events, parts_of, places_in_time
from auditor.engine.verdicts import run
from auditor.explaining.lawful import Moment, nearest_lawful
from auditor.findings import Event, Finding
from auditor.language import core as c
from auditor.logs.ingest import Ingested
from auditor.packs.loading import load
from auditor.packs.rulebook import RuleBook, rule_book
from auditor.results.events import NamedEvents
from auditor.results.making import make_findings
from auditor.results.report import chinese_names


@dataclass(frozen=True)
class Explained:
    """A finding taken apart.

    parts: the parts of the condition with what each says (None: unknown) and its values, by value node.
    counted: for each term that speaks for the finding the events that count for it, in order of time.
    names: Chinese names of fields and values.
    """

    finding: Finding
    rule: c.Rule
    parts: tuple[tuple[Part, bool | None, Values], ...]
    counted: tuple[tuple[c.History, tuple[Event, ...]], ...]
    lawful: tuple[str, ...]
    lawful_zh: tuple[str, ...]
    names: Mapping[str, str]


def explain_finding(settings: Settings, id: str, rule: str | None = None) -> Explained:
    """Judge the logs again, and take a finding apart. Raises DiagnosticError where it is not there.

    rule: the only one that is judged, where it is known that the finding is its.
    """
    book = rule_book(load(settings.rules))
    if rule is not None:
        only = tuple(lowered for lowered in book.rules if lowered.facts.id == rule)
        if not only and not book.errors:
            raise DiagnosticError([Diagnostic("unknown-name", f"there is no rule `{rule}` in these packs")])
        book = replace(book, rules=only)
    with timeline_of(settings, book, lambda _what, _done, _all: None) as ingested:
        rules, not_run = runnable(book, ingested)
        if rule is not None and not_run:
            raise DiagnosticError([Diagnostic("unknown-finding", f"`{rule}` is not run: {not_run[rule]}")])
        return _explained(ingested, book, rules, id)


def _explained(ingested: Ingested, book: RuleBook, rules: Sequence[c.Rule], id: str) -> Explained:
    timeline = ingested.timeline
    violations = run(timeline, rules).violations
    events = NamedEvents(violations, book.rules, ingested)
    portions = make_findings(violations, events, book)
    found = next((pair for portion in portions for pair in portion if pair[1].id == id), None)
    if found is None:
        hint = "are these the logs, rules and options of the report?"
        raise DiagnosticError([Diagnostic("unknown-finding", f"these logs have no finding `{id}`", hint=hint)])
    violation, finding = found
    names = chinese_names(book.fields)
    rule = next(rule for rule in rules if rule.facts.id == finding.rule)
    if violation.event is None or rule.floor is not None:
        floor = rule.floor
        assert floor is not None
        term = c.History("count", floor.selection, c.Window(floor.keys, floor.unit, including=True))
        return Explained(finding, rule, (), tuple(_shown([(term, violation.evidence)], events)), (), (), names)
    parts = parts_of(timeline, rule, violation.event)
    counted = counted_events(timeline, rule, violation.event)
    seqs = [violation.event, *(seq for _, found_ in counted for seq in found_)]
    moments = {seq: Moment(*place) for seq, place in places_in_time(timeline, seqs).items()}
    evidence = [(term, [moments[seq] for seq in seqs if seq != violation.event]) for term, seqs in counted]
    here = moments[violation.event]
    return Explained(
        finding, rule, tuple(parts), tuple(_shown(counted, events)),
        tuple(nearest_lawful(rule, here, evidence)), tuple(nearest_lawful(rule, here, evidence, "zh")),
        names,
    )  # fmt: skip


def _shown(
    counted: Sequence[tuple[c.History, Sequence[int]]], events: NamedEvents
) -> Iterator[tuple[c.History, tuple[Event, ...]]]:
    for term, seqs in counted:
        shown = events.read(set(seqs), events.texts(set(seqs)))
        yield term, tuple(shown[seq][0] for seq in seqs if seq in shown)
