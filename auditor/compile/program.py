"""Rules to programs: layered queries that give every event its verdicts, and what a report needs of them.

Rules that can be worked out together are one program: those whose history terms share a key by which the log
can be cut into slices, and that spread events over the same field of several values. Rules that look at no history
are a program of their own: their columns would have to be carried through every window.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.calendar import Calendars
from auditor.compile.causes import Causes
from auditor.compile.evidence import EvidenceTerm, evidence_term, supporting
from auditor.compile.history import HistoryCompiler
from auditor.compile.layers import Layers
from auditor.compile.pieces import Truth
from auditor.compile.sql import (
    NULL,
    Sql,
    and_,
    case,
    cast,
    coalesce,
    col,
    compare,
    fn,
    is_null,
    is_true,
    lit,
    named,
    not_,
    select,
)  # fmt: skip
from auditor.compile.windows import unit_of
from auditor.language import core as c
from auditor.language.declarations import Field, WordList
from auditor.language.measures import measures_of

VIOLATION = 255
COMPLIANT = 0
"""Verdict codes; those between are numbers of causes for which a verdict is inconclusive, null is not applicable."""

SLICE = "timeline_slice"
SLICE_KEYS = ("consumer", "number", "agent", "agency")


@dataclass(frozen=True)
class Measure:
    """A number of a finding: `count`, `limit`, ... and the column that holds it."""

    name: str
    column: str
    unit: str


@dataclass(frozen=True)
class CompiledRule:
    """A rule and the columns of the judged table that speak of it.

    keys: the fields by which it counts, with the column that has the value; None where it is the event's own.
    """

    rule: c.Rule
    verdict: str
    keys: tuple[tuple[str, str | None], ...]
    measures: tuple[Measure, ...]
    evidence: tuple[EvidenceTerm, ...]


@dataclass(frozen=True)
class CompiledFloor:
    """A rule that judges keys and units: columns for the key, the unit, and what is counted."""

    rule: c.Rule
    keys: tuple[str, ...]
    unit: str
    among: str
    selected: str
    limit: str


@dataclass(frozen=True)
class Program:
    """What to run over a timeline, or over a slice of it.

    query: reads the view `timeline_slice`, one row an event (and value of `spread_over`). slice_key: the field by
    whose values the timeline can be cut without cutting a history; "" where it can be cut anywhere, None where it cannot.
    """

    query: exp.Select
    rules: tuple[CompiledRule, ...]
    floors: tuple[CompiledFloor, ...]
    causes: tuple[str, ...]
    variables: Mapping[str, tuple[int | None, ...]]
    spread_over: str | None
    slice_key: str | None


def compile_rules(rules: Sequence[c.Rule], shape: s.Shape, *, only_verdicts: bool = False) -> list[Program]:
    """Programs for rules over a timeline of a shape; together they hold every rule once.

    only_verdicts: in as few programs as can be, over a timeline that is not sliced, and without what reports show
    of a violation.
    """
    groups: dict[tuple[str | None, str | None], list[c.Rule]] = {}
    for rule in rules:
        histories = histories_keys(rule)
        groups.setdefault((spread_field(histories, shape), None if only_verdicts else slice_key(histories)), []).append(
            rule
        )
    return [_compile(rules_, shape, spread, key, only_verdicts) for (spread, key), rules_ in groups.items()]


def histories_keys(rule: c.Rule) -> list[tuple[Field, ...]]:
    """The keys of every window of a rule, nested ones too, and those by which it judges."""
    parts = (rule.subject, rule.condition, rule.applies, rule.floor)
    keys = [node.keys for node in c.walk(parts) if isinstance(node, c.Window)]
    return keys if rule.floor is None else [*keys, rule.floor.keys]


def spread_field(histories: Iterable[tuple[Field, ...]], shape: s.Shape) -> str | None:
    """The field of several values by which histories are kept, if some event holds several."""
    return next(
        (key.name for keys in histories for key in keys if key.type.several and key.name in shape.several), None
    )


def slice_key(histories: Iterable[tuple[Field, ...]]) -> str | None:
    """A key of every history; "" where there is none, None where they share none."""
    sets = [{field.name for field in keys if not field.type.several} for keys in histories]
    if not sets:
        return ""
    shared = set.intersection(*sets)
    return next((key for key in SLICE_KEYS if key in shared), None)


def _compile(
    rules: Iterable[c.Rule], shape: s.Shape, spread: str | None, key: str | None, only_verdicts: bool
) -> Program:
    layers, calendars = Layers(), Calendars()
    compiler = HistoryCompiler(shape, layers, calendars)
    compiler.spread_over = spread
    causes = Causes(compiler)
    keep: dict[str, None] = dict.fromkeys([s.SEQ, s.US, s.DATE])
    compiled, floors = [], []
    for rule in rules:
        if rule.floor is not None:
            floor = _floor(compiler, rule, rule.floor)
            floors.append(floor)
            keep.update(dict.fromkeys([*floor.keys, floor.unit, floor.among, floor.selected, floor.limit]))
            continue
        one = _rule(compiler, causes, rule, only_verdicts)
        compiled.append(one)
        keep[one.verdict] = None
        keep.update(dict.fromkeys(column for _, column in one.keys if column is not None))
        keep.update(dict.fromkeys(measure.column for measure in one.measures))
        keep.update(dict.fromkeys(column for term in one.evidence for column in term.columns))
    if spread is not None:
        keep.update(dict.fromkeys([s.ELEMENT, s.SUB]))
    if shape.worlds:
        keep.update(dict.fromkeys([s.WORLD, s.KNOWN_FROM_DATE, s.KNOWN_THROUGH_DATE]))
    built = layers.query(base_query(spread), keep, spread is not None, shape.many)
    query = select([col(name) for name in keep], built)
    return Program(query, tuple(compiled), tuple(floors), tuple(causes.texts), dict(calendars.variables), spread, key)


def base_query(spread: str | None) -> exp.Select:
    """The events, or one row for each event and value of the field over which they are spread."""
    events = select([], SLICE, star=True)
    if spread is None:
        return events
    column = col(s.column(spread))
    nothing = exp.Array(expressions=[NULL])
    some = compare(coalesce(fn("len", column), lit(0)), ">", lit(0))
    values = case((some, column), default=nothing)
    return select(
        [named(fn("unnest", values), s.ELEMENT), named(fn("generate_subscripts", values, lit(1)), s.SUB)],
        events,
        star=True,
    )


def subject_of(rule: c.Rule) -> c.Condition:
    """The subject, whose contacts the rule is about, and when it holds."""
    facts = rule.facts
    parts: list[c.Condition] = [] if rule.applies is None else [rule.applies]
    if facts.since is not None or facts.through is not None:
        parts.append(c.InForce(facts.since, facts.through))
    parts.append(rule.subject)
    return parts[0] if len(parts) == 1 else c.And(tuple(parts))


def _rule(compiler: HistoryCompiler, causes: Causes, rule: c.Rule, only_verdict: bool) -> CompiledRule:
    subject = subject_of(rule)
    whole = c.And((subject, rule.condition))
    about, breaks = compiler.truth(subject), compiler.truth(whole)
    layers = compiler.layers
    level = max(about.level, breaks.level)
    applicable = and_([col(s.JUDGED), coalesce(about.sql, lit(True))])
    branches = [(not_(applicable), NULL), (is_true(breaks.sql), lit(VIOLATION))]
    if breaks.maybe:
        branches.append((is_null(breaks.sql), causes.of(whole)))
    verdict = layers.scalar(level, _small(case(*branches, default=lit(COMPLIANT))))
    if only_verdict:
        return CompiledRule(rule, verdict.name, (), (), ())
    measures = []
    for name, value, unit in measures_of(rule.condition):
        piece = compiler.value(value)
        column = layers.column(max(level, piece.level), piece.low)
        measures.append(Measure(name, column.name, unit))
    terms = tuple(dict.fromkeys(supporting(rule.condition, rule.excused)))
    keys = tuple((field.name, _value_column(compiler, field)) for field in key_fields(rule, compiler.shape))
    evidence = tuple(evidence_term(compiler, term) for term in terms)
    return CompiledRule(rule, verdict.name, keys, tuple(measures), evidence)


def _value_column(compiler: HistoryCompiler, field: Field) -> str | None:
    """The column with the value of a key, where that is not simply the event's own."""
    if field.name != "at" and not field.type.several:
        return None
    return compiler.layers.column(0, compiler.key_column(field)).name


def key_fields(rule: c.Rule, shape: s.Shape) -> list[Field]:
    """The fields by which a rule counts: the keys of the history terms in its own condition."""
    found: dict[Field, None] = {}
    for term in history_terms(rule.condition):
        found.update(dict.fromkeys(term.window.keys))
    return [field for field in found if field.name in shape.fields]


def history_terms(condition: c.Condition) -> list[c.History]:
    """The history terms of a condition itself, not those within their selections."""
    found: list[c.History] = []
    seen: set[int] = set()  # what several definitions name is looked at once
    stack: list[object] = [condition]
    while stack:
        current = stack.pop()
        if isinstance(current, c.History):
            found.append(current)
        elif isinstance(current, tuple):
            stack += reversed(current)
        elif id(current) in seen:
            continue
        elif hasattr(current, "__dataclass_fields__") and not isinstance(current, (Field, WordList, type)):
            seen.add(id(current))
            stack += reversed([getattr(current, name) for name in current.__dataclass_fields__])
    return found


def _small(sql: Sql) -> Sql:
    return cast(sql, "UTINYINT")


def _floor(compiler: HistoryCompiler, rule: c.Rule, floor: c.Floor) -> CompiledFloor:
    layers = compiler.layers

    def column(truth: Truth) -> str:
        return layers.column(truth.level, truth.sql).name

    keys = compiler.keys(floor.keys)
    facts = rule.facts
    among = floor.among
    if facts.since is not None or facts.through is not None:
        among = c.And((among, c.InForce(facts.since, facts.through)))
    limit = compiler.value(floor.limit)
    return CompiledFloor(
        rule,
        tuple(_value_column(compiler, field) or s.column(field.name) for field in floor.keys),
        layers.column(0, unit_of(floor.unit, col(s.DATE))).name,
        column(compiler.selection_for(among, keys)),
        column(compiler.selection_for(floor.selection, keys)),
        layers.column(limit.level, limit.low).name,
    )
