"""From verdicts to the report: events with both times, messages, evidence, tallies, and what the verdicts rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pyarrow as pa

from auditor.clauses import clause_map
from auditor.compile import shape as s
from auditor.compile.sql import lit, text
from auditor.engine.timeline import TABLE, Connection, engine_version
from auditor.engine.verdicts import INCONCLUSIVE_TABLE, INCONCLUSIVE_UNITS, Verdicts, Violation
from auditor.findings import (
    ClauseNote,
    Event,
    Finding,
    Hit,
    PackUsed,
    Report,
    Run,
    SourceRow,
    Tally,
    finding_id,
)  # fmt: skip
from auditor.language import core as c
from auditor.language.declarations import Field
from auditor.logs.ingest import Ingested, shown_day
from auditor.logs.stage import FILE
from auditor.logs.texts import Wording
from auditor.logs.zones import database_version
from auditor.messages import hits_of, message_of, texts_of
from auditor.packs import Library
from auditor.rule_results import day_or_none, rule_results
from auditor.rulebook import DISPLAYED, RuleBook
from auditor.spool import spool
from auditor.value_types import SECOND, Kind

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHOWN_IN_DETAILS = tuple(name for name in DISPLAYED if name not in ("id", "kind", "consumer"))


def make_report(
    library: Library,
    book: RuleBook,
    ingested: Ingested,
    verdicts: Verdicts,
    not_run: Mapping[str, str],
    options: Mapping[str, Any],
    version: str,
) -> Report:
    """The report of a run, while its database is still open."""
    connection = ingested.timeline.connection
    wanted = {v.event for v in verdicts.violations if v.event is not None}
    wanted |= {seq for violation in verdicts.violations for seq in violation.evidence}
    texts = texts_of(verdicts.violations, {rule.facts.id: rule for rule in book.rules}, ingested)
    events = read_events(connection, wanted, ingested, texts)
    findings = [finding for _, finding in make_findings(verdicts.violations, book, ingested, events, texts)]
    used = [library.packs[id].checked.pack for id in library.chosen if id in library.packs]
    return Report(
        run=_run(library, ingested, options, version),
        rows=ingested.account,
        rules=tuple(rule_results(book, ingested, verdicts, not_run)),
        findings=tuple(findings),
        inconclusive=spool(connection, _inconclusive_query(verdicts, ingested)),
        evidence={event.id: event for event in (events[seq] for seq in sorted(events))},
        clauses=tuple(ClauseNote(clause.pack, clause.cite, clause.kind, clause.why) for clause in book.clauses),
        rejected=tuple(ingested.rejected),
        tallies=tuple(_tallies(connection, findings, events, ingested)),
        names=chinese_names(book.fields),
        provisions=tuple(p for pack in used for p in clause_map(pack, book.checked, not_run)),
    )


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


def read_events(
    connection: Connection, seqs: Iterable[int], ingested: Ingested, texts: Mapping[int, Wording]
) -> dict[int, Event]:
    """Events as reports show them, by their place in the timeline; with what was said where that is what matters."""
    shown = [name for name in _SHOWN_IN_DETAILS if name in ingested.timeline.shape.fields]
    consumer = "f_consumer" if "consumer" in ingested.timeline.shape.fields else "NULL"
    columns = ", ".join(f'"{s.column(name)}"' for name in shown)
    connection.register("wanted_events", pa.table({"seq": pa.array(sorted(seqs), pa.int64())}))
    query = (
        f"SELECT seq, {event_id_sql(ingested)}, f_kind, us, date, time, {consumer}, {FILE}, f_row"
        f"{', ' + columns if columns else ''} FROM {TABLE} WHERE seq IN (SELECT seq FROM wanted_events) ORDER BY seq"
    )
    rows = connection.execute(query).fetchall()
    connection.unregister("wanted_events")
    events = {}
    for seq, id, kind, us, day, time, who, file, row, *values in rows:
        name, sheet = ingested.files[file]
        details = {key: _plain(value, key) for key, value in zip(shown, values, strict=True) if value is not None}
        if seq in texts:
            details["text"] = texts[seq].whole
        events[seq] = Event(id, kind, utc(us), local(us, day, time), who, SourceRow(name, sheet, row), details)
    return events


def utc(us: int) -> str:
    """An instant in ISO form, with as many decimals as it needs."""
    moment = _EPOCH + timedelta(microseconds=us)
    return moment.isoformat(timespec="microseconds" if us % SECOND else "seconds").replace("+00:00", "Z")


def local(us: int, day: int, time: int) -> str:
    """A local time in ISO form with its offset."""
    offset = day * 86_400 * SECOND + time - us
    zone = timezone(timedelta(microseconds=offset))
    moment = (_EPOCH + timedelta(microseconds=us)).astimezone(zone)
    return moment.isoformat(timespec="microseconds" if us % SECOND else "seconds")


def _plain(value: Any, name: str) -> Any:
    if isinstance(value, list):
        return ";".join(str(item) for item in value)
    if name == "duration":
        return value // SECOND if value % SECOND == 0 else value / SECOND
    return value


# --- findings -------------------------------------------------------------------------------------------


def make_findings(
    violations: Sequence[Violation],
    book: RuleBook,
    ingested: Ingested,
    events: Mapping[int, Event],
    texts: Mapping[int, Wording],
) -> list[tuple[Violation, Finding]]:
    """Findings, each with its violation, in the order of the rules, then of the events."""
    rules = {rule.facts.id: rule for rule in book.rules}
    order = {id: place for place, id in enumerate(rules)}
    hits = hits_of(violations, rules, texts)
    findings = []
    ordered = sorted(
        violations, key=lambda v: (order[v.rule], v.event if v.event is not None else -1, v.unit or 0, str(v.key))
    )
    for violation in ordered:
        found = hits.get((violation.rule, violation.event or -1), ())
        findings.append((violation, _finding(violation, rules[violation.rule], events, found, ingested)))
    return findings


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
        if _is_set_off(rule.condition):
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


def _is_set_off(condition: c.Condition) -> bool:
    """Whether the limit is broken by coming too soon after an earlier event, and not by what the event is itself."""
    match condition:
        case c.And(parts):
            return _is_set_off(parts[0])
        case c.Truth(c.History("exists", _, window)):
            return not window.ahead
        case _:
            return False


def _add_elapsed(numbers: dict[str, Any], violation: Violation, events: Mapping[int, Event]) -> None:
    """For a limit that an earlier event sets off: how long after the last of them."""
    earlier = [seq for seq in violation.evidence if seq != violation.event]
    if numbers or not earlier or violation.event is None:
        return
    moments = [datetime.fromisoformat(events[seq].at) for seq in (earlier[-1], violation.event)]
    seconds = (moments[1] - moments[0]).total_seconds()
    numbers["elapsed"] = int(seconds) if seconds == int(seconds) else seconds


# --- the rest -------------------------------------------------------------------------------------------


def _run(library: Library, ingested: Ingested, options: Mapping[str, Any], version: str) -> Run:
    packs = []
    for id in library.chosen:
        loaded = library.packs.get(id)
        if loaded is not None:
            pack = loaded.checked.pack
            packs.append(
                PackUsed(
                    id,
                    pack.title,
                    pack.jurisdiction,
                    pack.version,
                    pack.source,
                    day_or_none(pack.read_on),
                    loaded.sha256,
                )
            )
    known = ingested.known
    return Run(
        period=(shown_day(ingested.period[0]), shown_day(ingested.period[1])),
        known=(shown_day(known.from_date), shown_day(known.through_date)),
        packs=tuple(packs),
        inputs=ingested.inputs,
        engine=engine_version(),
        tzdata=database_version(),
        auditor=version,
        options=options,
        notes=tuple(ingested.notes),
    )


def _inconclusive_query(verdicts: Verdicts, ingested: Ingested) -> str:
    """Rule, event and cause of every inconclusive verdict, in the order of rules and events."""
    unit = "strftime(DATE '1970-01-01' + unit, '%Y-%m-%d')"
    return (
        f"SELECT {_name_of('rule', verdicts.rules)}, event, {_name_of('cause', verdicts.causes)} FROM ("
        f"SELECT rule AS number, rule, seq, {event_id_sql(ingested)} AS event, cause, NULL AS key, NULL AS unit "
        f"FROM {INCONCLUSIVE_TABLE} JOIN {TABLE} USING (seq) UNION ALL "
        f"SELECT rule, rule, NULL, key || ' ' || {unit}, cause, key, unit FROM {INCONCLUSIVE_UNITS}"
        f") ORDER BY number, seq, key, unit"
    )


def _name_of(column: str, names: Iterable[str]) -> str:
    """What a number from 1 stands for, as a value of a byte or two: they are sorted with it, millions at a time."""
    listed = ", ".join(text(lit(name)) for name in names) or "''"
    return f"list_extract(CAST([{listed}] AS ENUM({listed})[]), {column}) AS {column}"


def _tallies(
    connection: Connection, findings: Sequence[Finding], events: Mapping[int, Event], ingested: Ingested
) -> Iterable[Tally]:
    """Contacts, violations and inconclusive verdicts by agent, by agency and by day."""
    details = {event.id: event for event in events.values()}
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE undecided_events AS SELECT seq, count(*) AS n FROM {INCONCLUSIVE_TABLE} GROUP BY seq"
    )
    for by in ("agent", "agency", "day"):
        column = "date" if by == "day" else f"f_{by}"
        if by != "day" and by not in ingested.timeline.shape.fields:
            continue
        contacts = dict(
            connection.execute(
                f"SELECT {column}, count(*) FROM {TABLE} WHERE judged AND f_kind = 'contact' AND {column} IS NOT NULL "
                f"GROUP BY 1 ORDER BY 1"
            ).fetchall()
        )
        undecided = dict(
            connection.execute(
                f"SELECT {column}, sum(n) FROM undecided_events JOIN {TABLE} USING (seq) "
                f"WHERE {column} IS NOT NULL GROUP BY 1"
            ).fetchall()
        )
        broken: dict[Any, dict[str, int]] = {}
        for finding in findings:
            event = details.get(finding.event)
            if event is None:
                continue
            name = event.local[:10] if by == "day" else event.details.get(by)
            if name is not None:
                rules = broken.setdefault(name, {})
                rules[finding.rule] = rules.get(finding.rule, 0) + 1
        for value, number in contacts.items():
            name = shown_day(value) if by == "day" else str(value)
            rules = broken.get(name, {})
            yield Tally(by, name, number, sum(rules.values()), undecided.get(value, 0), tuple(sorted(rules.items())))


def chinese_names(fields: Sequence[Field]) -> dict[str, str]:
    """Chinese names of fields and of their allowed values, for reports in Chinese."""
    names: dict[str, str] = {}
    for field in fields:
        if field.type.kind is Kind.CHOICE:
            names.update({choice.name: choice.zh for choice in field.type.choices if choice.zh})
    for field in fields:
        if field.zh:
            names[field.name] = field.zh[0]
    return names
