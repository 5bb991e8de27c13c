"""From violations to findings: the events with both times, the messages, the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from auditor.compile import shape as s
from auditor.compile.sql import lit, text
from auditor.engine.timeline import TABLE, Connection
from auditor.engine.verdicts import Violation
from auditor.findings import Event, Finding, Hit, SourceRow, finding_id
from auditor.language import core as c
from auditor.language.measures import is_set_off
from auditor.logs.ingest import Ingested, shown_day
from auditor.logs.stage import FILE
from auditor.logs.texts import Wording
from auditor.packs.rulebook import DISPLAYED, RuleBook
from auditor.results.messages import message_of
from auditor.results.phrases import Phrases
from auditor.value_types import SECOND

PORTION = 20_000
"""So many violations are made findings at once; their events and texts are in memory then."""

_DAY_US = 86_400 * SECOND
_ASIDE = "finding_events"
_UNLIKE = ("duration", "debt")
"""Fields whose values reports show otherwise than the timeline holds them."""
_SHOWN_IN_DETAILS = tuple(name for name in DISPLAYED if name not in ("id", "kind", "consumer"))

Portion = tuple[list[tuple[Violation, Finding]], dict[int, Event]]
"""Findings, each with its violation, and the events that they name, by their place in the timeline."""


def make_findings(violations: Sequence[Violation], book: RuleBook, ingested: Ingested) -> Iterator[Portion]:
    """Findings in the order of the rules, then of the events, in portions."""
    rules = {rule.facts.id: rule for rule in book.rules}
    by_rule: dict[str, list[Violation]] = {id: [] for id in rules}
    for violation in violations:
        by_rule[violation.rule].append(violation)
    ordered = [violation for of_rule in by_rule.values() for violation in sorted(of_rule, key=_place)]
    connection = ingested.timeline.connection
    phrases = Phrases(rules)
    ingested.texts.set_aside(connection, pa.array(phrases.events(ordered), pa.int64()))
    _set_events_aside(connection, ordered, ingested)
    for start in range(0, len(ordered), PORTION):
        yield _portion(ordered[start : start + PORTION], rules, phrases, ingested)


def _place(violation: Violation) -> tuple[int, int, str]:
    """Where a violation stands among those of its rule. A rule says one thing of an event, several of a unit."""
    if violation.event is not None:
        return violation.event, 0, ""
    return -1, violation.unit or 0, str(violation.key)


def _portion(
    violations: Sequence[Violation], rules: Mapping[str, c.Rule], phrases: Phrases, ingested: Ingested
) -> Portion:
    connection = ingested.timeline.connection
    texts = ingested.texts.read(connection, phrases.events(violations))
    events = _read_events(connection, sorted(set(_named(violations))), ingested, texts)
    hits = phrases.found(violations, texts)
    findings = []
    for violation in violations:
        found = hits.get((violation.rule, violation.event or -1), ())
        findings.append((violation, _finding(violation, rules[violation.rule], events, found, ingested)))
    return findings, events


# --- events ---------------------------------------------------------------------------------------------


def event_id_sql(ingested: Ingested) -> str:
    """An event's own id, or one made from its file and row."""
    cases = []
    for number, (file, sheet) in enumerate(ingested.files):
        place = file if sheet is None else f"{file}!{sheet}"
        cases.append(f"WHEN {number} THEN {text(lit(f'{place}#'))}")
    made = f"CASE {FILE} {' '.join(cases)} END || f_row"
    columns = ingested.timeline.shape.fields
    return f"coalesce(f_id, {made})" if "id" in columns else made


def _named(violations: Iterable[Violation]) -> Iterator[int]:
    """The events that violations are about, and those of their evidence."""
    for violation in violations:
        if violation.event is not None:
            yield violation.event
        yield from violation.evidence


def _set_events_aside(connection: Connection, violations: Iterable[Violation], ingested: Ingested) -> None:
    """Keep what reports show of events that findings name: a long log is gone through once, and not for each portion."""
    consumer = "f_consumer" if "consumer" in ingested.timeline.shape.fields else "NULL"
    columns = "".join(f', "{s.column(name)}"' for name in _shown(ingested))
    wanted = np.unique(np.fromiter(_named(violations), np.int64))
    connection.register("wanted_events", pa.table({"seq": wanted}))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_ASIDE} AS SELECT seq, {event_id_sql(ingested)}, f_kind, us, date, time, {consumer}, "
        f"{FILE}, f_row{columns} FROM {TABLE} WHERE seq IN (SELECT seq FROM wanted_events)"
    )
    connection.unregister("wanted_events")


def _shown(ingested: Ingested) -> list[str]:
    return [name for name in _SHOWN_IN_DETAILS if name in ingested.timeline.shape.fields]


def _read_events(
    connection: Connection, seqs: Sequence[int], ingested: Ingested, texts: Mapping[int, Wording]
) -> dict[int, Event]:
    """Events as reports show them, by their place in the timeline; with what was said where that is what matters."""
    shown = _shown(ingested)
    connection.register("wanted_events", pa.table({"seq": pa.array(seqs, pa.int64())}))
    query = f"SELECT * FROM {_ASIDE} WHERE seq IN (SELECT seq FROM wanted_events) ORDER BY seq"
    rows = connection.execute(query).fetchall()
    connection.unregister("wanted_events")
    unlike = [name for name in shown if name in _UNLIKE]
    events = {}
    for seq, id, kind, us, day, time, who, file, row, *values in rows:
        name, sheet = ingested.files[file]
        details = {key: value for key, value in zip(shown, values, strict=True) if value is not None}
        for key in unlike:
            if key in details:
                details[key] = _plain(details[key], key)
        if seq in texts:
            details["text"] = texts[seq].whole
        at = iso(us // _DAY_US, us % _DAY_US, us) + "Z"
        here = iso(day, time, us) + _offset_shown(day * _DAY_US + time - us)
        events[seq] = Event(id, kind, at, here, who, SourceRow(name, sheet, row), details)
    return events


def iso(day: int, time: int, us: int) -> str:
    """A date and time of day in ISO form. us: the instant; where it is a whole second, no decimals are shown."""
    hour, rest = divmod(time, 3_600 * SECOND)
    minute, rest = divmod(rest, 60 * SECOND)
    shown = f"{_day_shown(day)}T{hour:02}:{minute:02}:{rest // SECOND:02}"
    return f"{shown}.{rest % SECOND:06}" if us % SECOND else shown


_day_shown = cache(shown_day)


@cache
def _offset_shown(offset: int) -> str:
    return datetime(1970, 1, 1, tzinfo=timezone(timedelta(microseconds=offset))).isoformat()[19:]


def _plain(value: Any, name: str) -> Any:
    if isinstance(value, list):
        return ";".join(str(item) for item in value)
    if name == "duration":
        return value // SECOND if value % SECOND == 0 else value / SECOND
    return value


# --- findings -------------------------------------------------------------------------------------------


def _finding(
    violation: Violation, rule: c.Rule, events: Mapping[int, Event], hits: tuple[Hit, ...], ingested: Ingested
) -> Finding:
    key = {name: _plain(value, name) for name, value in violation.key.items()}
    numbers = dict(violation.numbers)
    evidence = tuple(events[seq].id for seq in violation.evidence)
    if violation.event is None:
        unit = shown_day(violation.unit or 0)
        subject = f"{rule.facts.id} {unit}"
        key = {**key, "unit": unit}
        source = (
            events[violation.evidence[0]].source if violation.evidence else SourceRow(ingested.files[0][0], None, 0)
        )
        at, local_time, consumer = f"{unit}T00:00:00Z", unit, key.get("consumer")
    else:
        event = events[violation.event]
        subject, source, at, local_time, consumer = event.id, event.source, event.at, event.local, event.consumer
        if not key:
            key = {"consumer": event.consumer}
        if is_set_off(rule.condition):
            _add_elapsed(numbers, violation, events)
    evidence = evidence if subject in evidence or violation.event is None else (*evidence, subject)
    return Finding(
        id=finding_id(rule.facts.id, key, subject),
        rule=rule.facts.id,
        verdict="violation",
        event=subject,
        at=at,
        local=local_time,
        consumer=consumer if consumer is None else str(consumer),
        key=key,
        message=message_of(rule, numbers, key, events.get(violation.event or -1), hits),
        numbers=numbers,
        evidence=evidence,
        source=source,
        hits=hits,
    )


def _add_elapsed(numbers: dict[str, Any], violation: Violation, events: Mapping[int, Event]) -> None:
    """For a limit that an earlier event sets off: how long after the last of them."""
    earlier = [seq for seq in violation.evidence if seq != violation.event]
    if numbers or not earlier or violation.event is None:
        return
    moments = [datetime.fromisoformat(events[seq].at) for seq in (earlier[-1], violation.event)]
    seconds = (moments[1] - moments[0]).total_seconds()
    numbers["elapsed"] = int(seconds) if seconds == int(seconds) else seconds
