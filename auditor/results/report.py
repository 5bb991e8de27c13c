"""From verdicts to the report: events with both times, messages, evidence, tallies, and what the verdicts rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from auditor.compile.sql import lit, text
from auditor.engine.timeline import TABLE, engine_version
from auditor.engine.verdicts import INCONCLUSIVE_TABLE, INCONCLUSIVE_UNITS, Verdicts
from auditor.engine.violations import Violations
from auditor.findings import ClauseNote, PackUsed, Report, Run, Tally
from auditor.language.declarations import Field
from auditor.logs.ingest import Ingested, shown_day
from auditor.logs.zones import database_version
from auditor.packs.clauses import clause_map
from auditor.packs.loading import Library
from auditor.packs.rulebook import RuleBook
from auditor.results.events import NAMED, NamedEvents, event_id_sql
from auditor.results.gathered import Gathered
from auditor.results.making import make_findings
from auditor.results.rules import day_or_none, rule_results
from auditor.results.spool import spool
from auditor.value_types import Kind

_TALLIED = ("agent", "agency", "day")


def make_report(
    library: Library,
    book: RuleBook,
    ingested: Ingested,
    verdicts: Verdicts,
    not_run: Mapping[str, str],
    options: Mapping[str, Any],
    version: str,
    temp: str | None = None,
) -> Report:
    """The report of a run, while its database is still open. temp: the folder for what is too much for the memory."""
    connection = ingested.timeline.connection
    gathered = Gathered(temp)
    events = NamedEvents(verdicts.violations, book.rules, ingested)
    for portion in make_findings(verdicts.violations, events, book):
        gathered.add(finding for _, finding in portion)
    for named in events.all():
        gathered.add_events(named)
    found, evidence = gathered.done()
    used = [library.packs[id].checked.pack for id in library.chosen if id in library.packs]
    return Report(
        run=_run(library, ingested, options, version),
        rows=ingested.account,
        rules=tuple(rule_results(book, ingested, verdicts, not_run)),
        findings=found,
        inconclusive=spool(connection, _inconclusive_query(verdicts, ingested), temp),
        evidence=evidence,
        clauses=tuple(ClauseNote(clause.pack, clause.cite, clause.kind, clause.why) for clause in book.clauses),
        rejected=tuple(ingested.rejected),
        tallies=tuple(_tallies(verdicts.violations, ingested)),
        names=chinese_names(book.fields),
        provisions=tuple(p for pack in used for p in clause_map(pack, book.checked, not_run)),
    )


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


def _tallies(violations: Violations, ingested: Ingested) -> Iterable[Tally]:
    """Contacts, violations and inconclusive verdicts by agent, by agency and by day."""
    connection = ingested.timeline.connection
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE undecided_events AS SELECT seq, count(*) AS n FROM {INCONCLUSIVE_TABLE} GROUP BY seq"
    )
    for by in _TALLIED:
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
        broken = violations.by(column, NAMED)
        for value, number in contacts.items():
            name, rules = shown_day(value) if by == "day" else str(value), broken.get(value, {})
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
