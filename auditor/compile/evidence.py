"""Which events make a finding: the terms of the condition that speak for it, as joins over keys and window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.history import HistoryCompiler
from auditor.compile.sql import Sql, and_, col, columns_in, compare, or_
from auditor.compile.windows import unit_of
from auditor.language import core as c

Kept = Callable[[Sql], Sql]
Both = Callable[[Sql], Sql]


@dataclass(frozen=True)
class EvidenceTerm:
    """A join from a finding to the events that count for it; the finding is `e`, the events are `f`.

    term: the history term. columns: those of the judged table that the join needs.
    """

    term: c.History
    join: Sql
    columns: tuple[str, ...]


def supporting(
    condition: c.Condition,
    excused: c.Condition | None = None,
    positive: bool = True,
    seen: set[tuple[int, bool]] | None = None,
) -> Iterator[c.History]:
    """The history terms that speak for a condition that holds: those that are not negated, of a definition once.

    excused: the part that only says that nothing excuses the event; no event speaks for that.
    """
    seen = set() if seen is None else seen
    match condition:
        case _ if condition == excused:
            return
        case c.Named():
            if (id(condition), positive) not in seen:
                seen.add((id(condition), positive))
                yield from supporting(condition.condition, excused, positive, seen)
        case c.Not():
            yield from supporting(condition.condition, excused, not positive, seen)
        case c.And() | c.Or():
            for part in condition.conditions:
                yield from supporting(part, excused, positive, seen)
        case c.Truth(c.History() as term) if positive:
            yield term
        case c.Compare() | c.OneOf():
            values = (condition.left, condition.right) if isinstance(condition, c.Compare) else (condition.value,)
            for value in values:
                inner = value.value if isinstance(value, c.Shift) else value
                if isinstance(inner, c.History) and (positive or inner.aggregate in ("last", "time-since")):
                    yield inner


def evidence_term(compiler: HistoryCompiler, term: c.History) -> EvidenceTerm:
    """The join for one term, straight from the definition of its window."""
    layers = compiler.layers
    columns: list[str] = []

    def kept(sql: Sql) -> Sql:
        """What follows from the row itself is worked out in the join: windows need not carry it along."""
        columns.extend(columns_in(sql))
        return sql

    def kept_at(sql: Sql, level: int) -> Sql:
        column = layers.scalar(level, sql)
        if isinstance(column, exp.Column):
            columns.append(column.name)
        return column

    def both(sql: Sql) -> Sql:
        column = kept(sql)
        return compare(_of("e", column), "=", _of("f", column))

    keys = compiler.keys(term.window.keys)
    chosen = compiler.selection_for(term.selection, keys)
    parts = [both(key) for key in keys.columns]
    parts.append(_of("f", kept_at(chosen.sql, chosen.level)))
    kept(col(s.US))
    kept(col(s.SEQ))
    kept(col(s.DATE))
    parts.append(_order(term.window))
    parts += _extent(compiler, term.window, kept, both, kept_at)
    if term.window.at_least is not None:
        parts.append(_at_least(compiler, term.window.at_least, kept))
    return EvidenceTerm(term, and_(parts), tuple(dict.fromkeys(columns)))


def _of(table: str, sql: Sql) -> Sql:
    """The expression over the columns of one side."""

    def own(node: exp.Expr) -> exp.Expr:
        return col(node.name, table) if isinstance(node, exp.Column) else node

    return sql.transform(own)


def _order(window: c.Window) -> Sql:
    us, seq = (col(s.US, "e"), col(s.US, "f")), (col(s.SEQ, "e"), col(s.SEQ, "f"))
    if window.ahead:
        tie = and_([compare(us[1], "=", us[0]), compare(seq[1], ">", seq[0])])
        return or_([compare(us[1], ">", us[0]), tie])
    tie = and_([compare(us[1], "=", us[0]), compare(seq[1], "<=" if window.including else "<", seq[0])])
    return or_([compare(us[1], "<", us[0]), tie])


def _extent(
    compiler: HistoryCompiler, window: c.Window, kept: Kept, both: Both, kept_at: Callable[[Sql, int], Sql]
) -> list[Sql]:
    extent = window.extent
    us, date = col(s.US, "f"), col(s.DATE, "f")
    if window.ahead and isinstance(extent, c.Reach):
        bound = _of("e", kept(compiler.ahead(extent.distance)))
        return [compare(us if extent.distance.kind == "instant" else date, "<=", bound)]
    match extent:
        case c.Ever():
            return []
        case c.Each():
            return [both(unit_of(extent, col(s.DATE)))]
        case c.Rolling(length):
            return [compare(us, ">", _of("e", kept(compiler.earlier(c.Distance("instant", length)))))]
        case c.Reach(distance) if distance.kind == "instant":
            return [compare(us, ">=", _of("e", kept(compiler.earlier(distance))))]
        case c.Since(reset):
            keys = compiler.keys(window.keys)
            last = compiler.last_reset(compiler.selection_for(reset, keys), keys, sure=False)
            order = _of("f", kept(compiler.order_of_event()))
            mark = _of("e", kept_at(last.sql, last.level))
            return [or_([exp.Is(this=mark, expression=exp.Null()), compare(order, ">", mark)])]
        case _:
            return [compare(date, ">=", _of("e", kept(compiler.first_date(extent))))]


def _at_least(compiler: HistoryCompiler, distance: c.Distance, kept: Kept) -> Sql:
    if distance.kind == "instant":
        return compare(col(s.US, "f"), "<=", _of("e", kept(compiler.earlier(distance))))
    return compare(col(s.DATE, "f"), "<=", _of("e", kept(compiler.earlier(distance))))
