"""From violations to findings: the values by which rules count, the numbers, the messages, the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.engine.violations import Violation, Violations
from auditor.findings import Event, Finding, Hit, SourceRow, finding_id
from auditor.language import core as c
from auditor.language.measures import is_set_off
from auditor.logs.ingest import shown_day
from auditor.packs.rulebook import RuleBook
from auditor.results.events import NamedEvents, Place, as_reported
from auditor.results.messages import message_of
from auditor.results.phrases import Phrases
from auditor.value_types import SECOND

PORTION = 20_000
"""So many violations are made findings at once; what they are about is in memory then."""


def make_findings(
    violations: Violations, events: NamedEvents, book: RuleBook
) -> Iterator[list[tuple[Violation, Finding]]]:
    """Findings in the order of the rules, then of the events, in portions; each with its violation."""
    rules = {rule.facts.id: rule for rule in book.rules}
    phrases = Phrases(rules)
    for portion in violations.portions(PORTION):
        texts = events.texts(phrases.events(portion))
        hits = phrases.found(portion, texts)
        rows = events.read({seq for one in portion for seq in _about(one)}, texts)
        places = events.places({seq for one in portion for seq in (*_about(one), *one.evidence)})
        findings = []
        for one in portion:
            event, own = next((rows[seq] for seq in _about(one)), (None, {}))
            held = {**own, **one.key}
            key = {name: as_reported(held[name], name) for name in one.counted_by}
            if one.event is None or event is None:
                source = events.whole_log if event is None else event.source
                finding = _of_unit(one, rules[one.rule], key, source, places)
            else:
                found = hits.get((one.rule, one.event), ())
                finding = _of_event(one, rules[one.rule], key or {"consumer": event.consumer}, event, places, found)
            findings.append((one, finding))
        yield findings


def _about(violation: Violation) -> tuple[int, ...]:
    """The event whose row a finding names: of a key and unit the first that counts, if any does."""
    return violation.evidence[:1] if violation.event is None else (violation.event,)


def _of_event(
    violation: Violation,
    rule: c.Rule,
    key: Mapping[str, Any],
    event: Event,
    places: Mapping[int, Place],
    hits: tuple[Hit, ...],
) -> Finding:
    numbers = violation.numbers
    if not numbers and is_set_off(rule.condition):
        numbers = _elapsed(violation, places)
    evidence = tuple(places[seq][0] for seq in violation.evidence)
    return Finding(
        id=finding_id(rule.facts.id, key, event.id),
        rule=rule.facts.id,
        verdict="violation",
        event=event.id,
        at=event.at,
        local=event.local,
        consumer=event.consumer if event.consumer is None else str(event.consumer),
        key=key,
        message=message_of(rule, numbers, key, event, hits),
        numbers=numbers,
        evidence=evidence if event.id in evidence else (*evidence, event.id),
        source=event.source,
        hits=hits,
    )


def _of_unit(
    violation: Violation, rule: c.Rule, key: Mapping[str, Any], source: SourceRow, places: Mapping[int, Place]
) -> Finding:
    """The finding of a rule that judges keys and calendar units."""
    unit = shown_day(violation.unit or 0)
    key, subject = {**key, "unit": unit}, f"{rule.facts.id} {unit}"
    consumer = key.get("consumer")
    return Finding(
        id=finding_id(rule.facts.id, key, subject),
        rule=rule.facts.id,
        verdict="violation",
        event=subject,
        at=f"{unit}T00:00:00Z",
        local=unit,
        consumer=consumer if consumer is None else str(consumer),
        key=key,
        message=message_of(rule, violation.numbers, key, None, ()),
        numbers=violation.numbers,
        evidence=tuple(places[seq][0] for seq in violation.evidence),
        source=source,
    )


def _elapsed(violation: Violation, places: Mapping[int, Place]) -> dict[str, int | float]:
    """For a limit that an earlier event sets off: how long after the last of them, in seconds."""
    earlier = [seq for seq in violation.evidence if seq != violation.event]
    if not earlier or violation.event is None:
        return {}
    between = places[violation.event][1] - places[earlier[-1]][1]
    return {"elapsed": between // SECOND if between % SECOND == 0 else between / SECOND}
