"""One event taken apart: what each part of a rule's condition says of it, and which events count for each term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.explanation import Part, explain
from auditor.compile.program import compile_rules
from auditor.compile.sql import col, compare, lit, select, text
from auditor.engine.judge import JUDGED, judge_slices, set_values
from auditor.engine.slices import view_of_events
from auditor.engine.timeline import TABLE, Connection, Timeline
from auditor.language import core as c

Values = tuple[tuple[c.Value, Any, Any], ...]
"""Values of a part: the value node, what it is (its lower bound), and its upper bound where that is another."""


def parts_of(timeline: Timeline, rule: c.Rule, seq: int) -> Iterator[tuple[Part, bool | None, Values]]:
    """What each part of the condition says of the event: of its several rows, the one that breaks the rule most."""
    explanation = explain(rule, timeline.shape, seq)
    set_values(timeline.connection, explanation.variables)
    view_of_events(timeline, explanation.slice_key, seq)
    cursor = timeline.connection.execute(text(explanation.query))
    names = [column[0] for column in cursor.description or []]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    row = max(rows, key=lambda r: sum(r[part.truth] is True for part in explanation.parts))
    for part in explanation.parts:
        found = tuple((value, row[low], None if high is None else row[high]) for value, low, high in part.values)
        yield part, row[part.truth], found


def counted_events(timeline: Timeline, rule: c.Rule, seq: int) -> list[tuple[c.History, list[int]]]:
    """The events that count for each term of the rule, for one event."""
    (program,) = compile_rules([rule], timeline.shape)
    found: list[tuple[c.History, list[int]]] = []
    for _ in judge_slices(timeline, program):
        for term in program.rules[0].evidence:
            query = exp.Select(expressions=[col(s.SEQ, "f")]).from_(exp.to_table(JUDGED).as_("e"), copy=False)
            query = query.join(exp.to_table(JUDGED).as_("f"), on=term.join, copy=False)
            query = query.where(compare(col(s.SEQ, "e"), "=", lit(seq)), copy=False).distinct(copy=False)
            seqs = sorted(other for (other,) in timeline.connection.execute(text(query)).fetchall())
            if seqs:
                found.append((term.term, _in_time(timeline.connection, seqs)))
    return found


def _in_time(connection: Connection, seqs: Sequence[int]) -> list[int]:
    listed = [lit(seq) for seq in seqs]
    query = select([col(s.SEQ)], TABLE).where(exp.In(this=col(s.SEQ), expressions=listed), copy=False)
    ordered = query.order_by(col(s.US), col(s.SEQ), copy=False)
    return [seq for (seq,) in connection.execute(text(ordered)).fetchall()]


def places_in_time(timeline: Timeline, seqs: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """Instant, local date and time of day of events."""
    listed = [lit(seq) for seq in dict.fromkeys(seqs)]
    query = select([col(name) for name in (s.SEQ, s.US, s.DATE, s.TIME)], TABLE)
    query = query.where(exp.In(this=col(s.SEQ), expressions=listed), copy=False)
    return {seq: (us, day, time) for seq, us, day, time in timeline.connection.execute(text(query)).fetchall()}
