"""Rules as the report shows them: facts, sentences, counts of verdicts, and what the verdicts rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from auditor.engine.verdicts import Verdicts
from auditor.findings import RuleResult
from auditor.language import core as c
from auditor.language.declarations import Field
from auditor.language.sentence import sentence
from auditor.logs.ingest import Ingested, shown_day
from auditor.packs.rulebook import RuleBook
from auditor.value_types import DAY

_UNBOUNDED = "a look back without a bound is decided on what the log holds"
_SHORTEST = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}


def rule_results(
    book: RuleBook, ingested: Ingested, verdicts: Verdicts, not_run: Mapping[str, str]
) -> Iterable[RuleResult]:
    for rule in book.rules:
        facts = rule.facts
        tally = verdicts.tallies.get(facts.id)
        counts = (tally.violations, tally.compliant, tally.inconclusive) if tally else (0, 0, 0)
        yield RuleResult(
            id=facts.id,
            title=facts.title,
            pack=facts.pack,
            cite=facts.cites,
            severity=facts.severity,
            basis=facts.basis,
            force=facts.force,
            since=day_or_none(facts.since),
            through=day_or_none(facts.through),
            read_on=day_or_none(facts.read_on),
            remedy=facts.remedy,
            sentence=sentence(rule, "en"),
            sentence_zh=sentence(rule, "zh"),
            applicable=sum(counts),
            violations=counts[0],
            compliant=counts[1],
            inconclusive=counts[2],
            causes=dict(sorted(tally.causes.items())) if tally else {},
            not_run=not_run.get(facts.id),
            assumptions=() if facts.id in not_run else tuple(_assumptions(rule, ingested)),
            adjusted=facts.adjusted,
        )


def day_or_none(day: int | None) -> str | None:
    return None if day is None else shown_day(day)


def _assumptions(rule: c.Rule, ingested: Ingested) -> Iterable[str]:
    """What a rule's verdicts rest on."""
    nodes = list(c.walk(rule))
    windows = [node for node in nodes if isinstance(node, c.Window)]
    if any(isinstance(w.extent, (c.Ever, c.Since)) for w in windows) and not ingested.timeline.shape.strict_history:
        yield _UNBOUNDED
    held = ingested.known.through_date - ingested.known.from_date + 1
    longest = _longest_window(rule, windows)
    if longest > held:
        yield f"a window of `{longest:g}` days is longer than the `{held}` days that the log holds"
    fields = {node.name for node in nodes if isinstance(node, Field)}
    for name in sorted(fields & ingested.defaults.keys()):
        yield f"`{name}` {ingested.defaults[name]}"
    kinds = _kinds_asked(nodes) - ingested.kinds
    for kind in sorted(kinds):
        yield f"the log holds no event of kind `{kind}`: judged as if there was none"


def _longest_window(rule: c.Rule, windows: Sequence[c.Window]) -> float:
    """The days of a rule's longest window; a calendar unit has as many as its shortest."""
    extents: list[c.Extent] = [window.extent for window in windows]
    if rule.floor is not None:
        extents.append(rule.floor.unit)
    return max((_days(extent) for extent in extents), default=0)


def _days(extent: c.Extent) -> float:
    """How many days a window takes at least; none where it has no length."""
    match extent:
        case c.Rolling(int() as length) | c.Reach(c.Distance("instant", int() as length)):
            return length / DAY
        case c.ConsecutiveDays(int() as days) | c.WorkingDays(int() as days):
            return days
        case c.Reach(c.Distance(_, int() as days)):
            return days
        case c.Each():
            return _SHORTEST[extent.unit]
        case _:
            return 0


def _kinds_asked(nodes: Sequence[Any]) -> set[str]:
    found = set()
    for node in nodes:
        if isinstance(node, c.Compare) and isinstance(node.left, c.FieldValue) and node.left.field.name == "kind":
            found.add(getattr(node.right, "value", None))
        elif isinstance(node, c.OneOf) and isinstance(node.value, c.FieldValue) and node.value.field.name == "kind":
            found |= {option.value for option in node.options}
    return {kind for kind in found if isinstance(kind, str) and kind != "contact"}
