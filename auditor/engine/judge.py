"""Runs programs over a timeline, slice by slice: verdict codes of every rule for every event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.causes import AMBIGUOUS_TIME
from auditor.compile.program import SLICE, Program
from auditor.compile.sql import and_, case, col, compare, fn, is_null, lit, named, not_, or_, select, text
from auditor.engine.slices import make_room, slices, view_of_slice
from auditor.engine.timeline import Connection, Timeline

JUDGED = "judged_rows"
WHOLE = "judged_events"
"""Tables of the slice in hand: a row for each event and value over which it is spread; a row for each event."""

_LATER, _GROUPED = "judged_rows_later", "judged_rows_grouped"


def set_variables(connection: Connection, program: Program) -> None:
    """Make the day tables of calendars known to the query."""
    set_values(connection, program.variables)


def set_values(connection: Connection, variables: Mapping[str, Sequence[int | None]]) -> None:
    """Set session variables."""
    for name, values in variables.items():
        connection.execute(f"SET VARIABLE {name} = ?::INTEGER[]", [list(values)])


def judge_slices(timeline: Timeline, program: Program) -> Iterator[int]:
    """Judge slice after slice; while one is in hand its verdicts stand in `judged_rows` and `judged_events`."""
    connection = timeline.connection
    set_variables(connection, program)
    make_room(timeline, program)
    for number in range(slices(timeline, program)):
        view_of_slice(timeline, program, number)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {JUDGED} AS {text(program.query)}")
        if timeline.readings_differ and _has_ambiguous(connection):
            _judge_later_reading(timeline, program, number)
        _whole_events(connection, program)
        yield number


def ambiguous_code(program: Program) -> int:
    """The verdict code for an event whose verdict depends on the reading of an ambiguous local time."""
    return len(program.causes) + 1


def cause_text(program: Program, code: int) -> str:
    """What a verdict code between compliant and violation means."""
    return program.causes[code - 1] if code <= len(program.causes) else AMBIGUOUS_TIME


def _has_ambiguous(connection: Connection) -> bool:
    query = select([lit(1)], SLICE).where(not_(is_null(col(s.US_LATER))), copy=False).limit(1, copy=False)
    return bool(connection.execute(text(query)).fetchall())


def _judge_later_reading(timeline: Timeline, program: Program, number: int) -> None:
    """Judge the slice with the later reading of ambiguous times too; what then differs is inconclusive."""
    connection = timeline.connection
    view_of_slice(timeline, program, number, later=True)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_LATER} AS {text(program.query)}")
    replaced = []
    for rule in program.rules:
        first, second = col(rule.verdict, "a"), col(rule.verdict, "b")
        same = or_([compare(first, "=", second), and_([is_null(first), is_null(second)])])
        decided = case((fn("coalesce", same, lit(False)), first), default=lit(ambiguous_code(program)))
        replaced.append(named(exp.cast(decided, "UTINYINT", dialect="duckdb"), rule.verdict))
    element = [compare(col(s.ELEMENT, "a"), "=", col(s.ELEMENT, "b"))] if program.spread_over else []
    on = [compare(col(s.SEQ, "a"), "=", col(s.SEQ, "b"))]
    if element:
        nothing = and_([is_null(col(s.ELEMENT, "a")), is_null(col(s.ELEMENT, "b"))])
        on.append(or_([element[0], nothing]))
    star = exp.Column(this=exp.Star(replace=replaced), table=exp.to_identifier("a"))
    query = exp.Select(expressions=[star]).from_(exp.to_table(JUDGED).as_("a"), copy=False)
    joined = query.join(exp.to_table(_LATER).as_("b"), on=and_(on), copy=False)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {JUDGED} AS {text(joined)}")
    connection.execute(f"DROP TABLE {_LATER}")


def _whole_events(connection: Connection, program: Program) -> None:
    """One row an event: of the verdicts for its several values, the gravest."""
    if program.spread_over is None:
        query = select([col(s.SEQ), *(col(rule.verdict) for rule in program.rules)], JUDGED)
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {WHOLE} AS {text(query)}")
        return
    columns = [named(fn("max", col(rule.verdict)), rule.verdict) for rule in program.rules]
    query = select([col(s.SEQ), *columns], JUDGED).group_by(col(s.SEQ), copy=False)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_GROUPED} AS {text(query)}")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {WHOLE} AS {text(select([], _GROUPED, star=True))}")


def rule_verdicts(timeline: Timeline, program: Program) -> Iterator[tuple[str, int, int | None]]:
    """Rule, event and verdict code of every event of the slice in hand, applicable or not."""
    if not program.rules:
        return
    query = select([col(s.SEQ), *(col(rule.verdict) for rule in program.rules)], WHOLE)
    rows = timeline.connection.execute(text(query)).fetchall()
    for place, rule in enumerate(program.rules, 1):
        id = rule.rule.facts.id
        for row in rows:
            yield id, row[0], row[place]
