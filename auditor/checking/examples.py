"""The examples of rule files, run: every example is a small world of its own, and all are judged in one go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from queue import SimpleQueue
from typing import Any, TypeAlias

import pyarrow as pa

from auditor.compile import shape as s
from auditor.compile.program import COMPLIANT, VIOLATION, compile_rules
from auditor.engine.floors import judge_floor
from auditor.engine.judge import cause_text, judge_slices, rule_verdicts
from auditor.engine.timeline import Connection, Row, Timeline, database, hold
from auditor.language import core as c
from auditor.language.checked import Example, ExampleEvent
from auditor.language.declarations import Field
from auditor.language.folding import fields_of
from auditor.language.lower import unset_params, with_params
from auditor.logs.speech import sides
from auditor.logs.zones import local, offsets, readings, zone_names
from auditor.value_types import DAY, Kind
from auditor.wording import Matcher, matches
from auditor.wording.probes import Probes, probes

_Verdicts: TypeAlias = dict[tuple[str, int], tuple[str, str | None]]
"""By rule and row (counted from 1) what the rule says of it, and why it could not say."""

DEFAULT_ZONE = "UTC"
_RULES_TOGETHER = 25
_AT_ONCE = 2
"""Queries: while the database works on one, the next is written."""
_BETTER_FOR_MANY_ROWS = "join_order,projection_placement,projection_pullup,common_subexpressions"


@dataclass(frozen=True)
class RowResult:
    """A row of an example: what was expected (None: nothing), what the rule says, and why it could not say."""

    event: ExampleEvent
    expected: str | None
    actual: str
    cause: str | None

    @property
    def as_expected(self) -> bool:
        """Whether the rule says what it should."""
        return self.expected is None or self.expected == self.actual


@dataclass(frozen=True)
class ExampleResult:
    """An example and what the rule says of its rows."""

    example: Example
    rows: tuple[RowResult, ...]

    @property
    def passed(self) -> bool:
        """Whether every row is as expected."""
        return all(row.as_expected for row in self.rows)


@dataclass(frozen=True)
class _Read:
    """Examples with their rows and what was found in texts, and the rules that look at them."""

    examples: Sequence[Example]
    rules: Sequence[c.Rule]
    rows: Sequence[Row]
    fields: Sequence[Field]
    found: InTexts


def run_examples(rules: Sequence[c.Rule], examples: Sequence[Example], fields: Sequence[Field]) -> list[ExampleResult]:
    """Judge examples by their rules.

    rules: every rule that an example is for. fields: every field that a rule or an example names.
    """
    if not examples:
        return []
    by_id = {rule.facts.id: rule for rule in rules}
    wanted = {key: _variant(by_id[key[0]], key[1]) for key in dict.fromkeys(map(_rule_of, examples))}
    unset = {key: unset_params(rule) for key, rule in wanted.items()}
    rows = _rows(examples, fields)
    found = InTexts(probes(wanted.values()), rows)
    reads = []
    start = 0
    for some in _together(examples):
        asked = [wanted[key] for key in dict.fromkeys(map(_rule_of, some)) if not unset[key]]
        own = rows[start : (start := start + sum(len(example.events) for example in some))]
        reads.append(_Read(some, asked, own, fields, found))
    with ExitStack() as opened, ThreadPoolExecutor(_AT_ONCE) as pool:
        idle: SimpleQueue[Connection] = SimpleQueue()
        for _ in range(min(_AT_ONCE, len(reads))):
            idle.put(opened.enter_context(_small_database()))
        verdicts = pool.map(partial(_judged_by_one, idle), reads)
        return [
            result
            for read, actual in zip(reads, verdicts, strict=True)
            for result in _results(read.examples, wanted, unset, actual)
        ]


def _rule_of(example: Example) -> tuple[str, tuple[tuple[str, Any], ...]]:
    """What tells the rule of an example from others: its id, and the parameters that the example sets."""
    return example.rule, example.params


def _together(examples: Sequence[Example]) -> Iterator[Sequence[Example]]:
    """Examples of so many rules as are judged in one query.

    Each rule of a query looks at the examples of all, so that its cost grows with the square of the rules; a query of
    one rule costs more to write than to run.
    """
    begin, of = 0, ""
    rules: set[str] = set()
    for index, example in enumerate(examples):
        jurisdiction = example.rule.split(".")[0]
        if rules and example.rule not in rules and (len(rules) >= _RULES_TOGETHER or jurisdiction != of):
            yield examples[begin:index]
            begin, rules = index, set()
        rules.add(example.rule)
        of = jurisdiction
    yield examples[begin:]


def _results(
    examples: Sequence[Example], wanted: Mapping[Any, c.Rule], unset: Mapping[Any, Sequence[str]], verdicts: _Verdicts
) -> Iterator[ExampleResult]:
    """Examples that were judged together, each with what its rule says; unset: parameters that have no value."""
    seq = 0
    for example in examples:
        key = _rule_of(example)
        rows = []
        for event in example.events:
            seq += 1
            verdict, cause = verdicts.get((wanted[key].facts.id, seq), ("not-applicable", None))
            if unset[key]:
                verdict, cause = "inconclusive", f"the example does not set `{unset[key][0]}`"
            rows.append(RowResult(event, event.verdict, verdict, cause))
        yield ExampleResult(example, tuple(rows))


def judge_rows(rules: Sequence[c.Rule], examples: Sequence[Example], fields: Sequence[Field]) -> _Verdicts:
    """What every rule says of every row of the examples: by rule and row (counted from 1) verdict and cause."""
    rows = _rows(examples, fields)
    with _small_database() as connection:
        return _judged(connection, _Read(examples, rules, rows, fields, InTexts(probes(rules), rows)))


@contextmanager
def _small_database() -> Iterator[Connection]:
    """A database for a few rows: to hand them around between threads, or to better a query, costs more than it saves."""
    with database(threads=1) as connection:
        connection.execute("SET disabled_optimizers = ?", [_BETTER_FOR_MANY_ROWS])
        yield connection


def _judged_by_one(idle: SimpleQueue[Connection], read: _Read) -> _Verdicts:
    """Judge in one of several databases: to open one takes as long as to judge the examples of a rule or two."""
    connection = idle.get()
    try:
        return _judged(connection, read)
    finally:
        idle.put(connection)


def _judged(connection: Connection, read: _Read) -> _Verdicts:
    return _verdicts(_hold(connection, read), read.rules) if read.rules and read.rows else {}


def _rows(examples: Sequence[Example], fields: Sequence[Field]) -> list[Row]:
    """The events of examples, each example a world of its own."""
    moments = [field.name for field in fields if field.type.kind is Kind.MOMENT and field.name != "at"]
    return [
        _row(event, world, _known(example), moments)
        for world, example in enumerate(examples)
        for event in example.events
    ]


def _hold(connection: Connection, read: _Read) -> Timeline:
    zones = {node.zone for node in c.walk(tuple(read.rules)) if isinstance(node, c.InHours)} - {None, "any"}
    return hold(
        connection,
        read.rows,
        _fields_read(read.rules, read.fields),
        worlds=True,
        offsets={zone: offsets(zone) for zone in zones if zone in zone_names()},
        columns=read.found.columns(probes(read.rules), read.rows),
    )


def _fields_read(rules: Sequence[c.Rule], fields: Sequence[Field]) -> list[Field]:
    """The fields that the rules read, and those from which their defaults are taken."""
    by_name = {field.name: field for field in fields}
    found: dict[str, None] = {}
    waiting = sorted({"kind", *fields_of(tuple(rules))} & by_name.keys())
    while waiting:
        name = waiting.pop()
        found[name] = None
        source = by_name[name].default
        if isinstance(source, str) and source not in found and source in by_name:
            waiting.append(source)
    return [field for field in fields if field.name in found]


def _known(example: Example) -> s.KnownSpan | None:
    """What the example's world knows: everything, unless it says from or through when."""
    if example.known_from is None and example.known_through is None:
        return None
    far = 10**6
    start = -far if example.known_from is None else example.known_from
    end = far if example.known_through is None else example.known_through
    return s.KnownSpan(start * DAY, start, (end + 1) * DAY - 1, end)


def _row(event: ExampleEvent, world: int, known: s.KnownSpan | None, moments: Sequence[str]) -> Row:
    values: dict[str, Any] = dict(event.values)
    zones = values.get("zone") or (DEFAULT_ZONE,)
    wall = values.pop("at")
    instants = readings(zones[0], wall)
    for name in moments:
        if values.get(name) is not None:
            values[name] = readings(zones[0], values[name])[0]
    if values.get("said") is None and values.get("heard") is None:
        values["said"], values["heard"] = sides(values.get("text"), values.get("direction") == "inbound")
    later = (instants[1], *local(zones[0], instants[1])) if len(instants) > 1 else None
    places = tuple(local(zone, instants[0]) for zone in zones)
    return Row(instants[0], places, values, world=world, known=known, later=later)


class InTexts:
    """What is found in the texts of rows; each text is searched once, however many rows and fields have it."""

    def __init__(self, wanted: Probes, rows: Sequence[Row]) -> None:
        texts = dict.fromkeys(row.values.get(field) for field in wanted.fields for row in rows)
        different = pa.array(list(texts), pa.string())
        lists = tuple(dict.fromkeys(chain.from_iterable(wanted.words.values())))
        self._number = {text: number for number, text in enumerate(texts)}
        self._counts = dict(zip(lists, Matcher(lists).counts(different), strict=True))
        self._matching = {one: matches(different, one) for one in set(chain.from_iterable(wanted.patterns.values()))}

    def columns(self, wanted: Probes, rows: Sequence[Row]) -> dict[str, Any]:
        """The columns that say what was found in some of the rows, as arrays."""
        columns = {}
        for field in wanted.fields:
            numbers = pa.array([self._number[row.values.get(field)] for row in rows], pa.int64())
            for words in wanted.words.get(field, ()):
                columns[s.words_column(field, words)] = self._counts[words].take(numbers)
            for pattern in wanted.patterns.get(field, ()):
                columns[s.pattern_column(field, pattern)] = self._matching[pattern].take(numbers)
        return columns


def _variant(rule: c.Rule, params: tuple[tuple[str, Any], ...]) -> c.Rule:
    """The rule with the parameters of an example, under an id of its own."""
    if not params:
        return rule
    shown = ", ".join(f"{name} = {value}" for name, value in params)
    changed = with_params(rule, dict(params))
    return replace(changed, facts=replace(rule.facts, id=f"{rule.facts.id} with {shown}"))


def _verdicts(timeline: Timeline, rules: Sequence[c.Rule]) -> _Verdicts:
    found: _Verdicts = {}
    for program in compile_rules(rules, timeline.shape, only_verdicts=True):
        for _ in judge_slices(timeline, program):
            for rule, seq, code in rule_verdicts(timeline, program):
                if code is not None:
                    cause = None if code in (COMPLIANT, VIOLATION) else cause_text(program, code)
                    found[rule, seq] = _named(code), cause
            for floor in program.floors:
                found.update(_floor_rows(timeline, floor))
    return found


def _named(code: int) -> str:
    return {COMPLIANT: "compliant", VIOLATION: "violation"}.get(code, "inconclusive")


def _floor_rows(timeline: Timeline, floor: Any) -> dict[tuple[str, int], tuple[str, str | None]]:
    """A rule that judges keys and units says the same of every row of the key in the unit."""
    verdicts = {(v.world, v.key, v.unit): v for v in judge_floor(timeline, floor)}
    query = "SELECT world, key, unit, seq FROM floor_rows"
    found = {}
    for world, key, unit, seq in timeline.connection.execute(query).fetchall():
        verdict = verdicts.get((world, tuple(key), unit))
        if verdict is not None:
            found[floor.rule.facts.id, seq] = _named(verdict.verdict), verdict.cause
    return found
