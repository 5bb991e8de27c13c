"""The account of the rows of a raw table: which are in scope and sound, and why the others are left out.

One pass over the file counts them; only where rows are rejected is it read again, for these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from auditor.compile.sql import (
    FALSE,
    Sql,
    and_,
    cast,
    coalesce,
    col,
    count_where,
    fn,
    lit,
    named,
    not_,
    or_,
    select,
    text,
    where,
)
from auditor.findings import RejectedRow, SourceRow
from auditor.language.declarations import Field
from auditor.logs.mapping import Mapped, out_of_scope
from auditor.logs.moments import Moment
from auditor.logs.plain import MASKED
from auditor.logs.raw import ROW
from auditor.logs.values import Cleaned
from auditor.value_types import Kind

_VALUE_SHOWN = 200


@dataclass
class Problem:
    """What rejects a row: the column and its text, the test that such a row passes, and the reason that is given."""

    column: str
    text: Sql
    bad: Sql
    reason: Sql


@dataclass(frozen=True)
class Account:
    """What became of the rows of a raw table.

    rows: how many are in scope and sound. out_of_scope: how many are not, by reason. masked: fields some of whose
    values are masked. span: the least and the greatest of all times, in microseconds. tests: what a row has to pass
    to be in scope and sound, without the tests that no row fails.
    """

    rows: int
    rejected: list[RejectedRow]
    out_of_scope: dict[str, int]
    masked: frozenset[str]
    span: tuple[int, int] | None
    tests: list[Sql]


def masked(cleaned: Cleaned) -> Sql:
    """Whether a text is masked: it stands for many values and is none of them."""
    return coalesce(fn("regexp_matches", cleaned.text, lit(MASKED)), FALSE)


def take_account(
    connection: duckdb.DuckDBPyConnection,
    mapped: Mapped,
    problems: Sequence[Problem],
    times: Sequence[Moment],
    values: Sequence[tuple[Field, Cleaned]],
) -> Account:
    """Count the rows that are left out, by reason, and read those that were rejected; note masks and times."""
    out = out_of_scope(mapped)
    outside = or_([coalesce(test, FALSE) for test, _ in out]) if out else FALSE
    counts: list[Sql] = [count_where(None)]
    counts += [count_where(coalesce(test, FALSE)) for test, _ in out]
    counts += [count_where(and_([not_(outside), problem.bad])) for problem in problems]
    texts = [
        (declared, cleaned)
        for declared, cleaned in values
        if declared.type.kind is Kind.TEXT and declared.name != "id" and not cleaned.plain
    ]
    masks = [count_where(masked(cleaned)) for _, cleaned in texts]
    ends = [
        where(fn(which, cast(value, "BIGINT")), not_(coalesce(time.bad, FALSE)))
        for time in times
        for value in (time.wall, time.instant)
        for which in ("min", "max")
    ]
    query = select((named(sql, f"n{i}") for i, sql in enumerate([*counts, *masks, *ends])), mapped.cleaner.table)
    (row,) = connection.execute(text(query)).fetchall()
    total, *left_out = row[: len(counts)]
    hidden = row[len(counts) :][: len(masks)]
    spans = [us for us in row[len(counts) + len(masks) :] if us is not None]
    reasons: dict[str, int] = {}
    for (_, reason), n in zip(out, left_out[: len(out)], strict=True):
        if n:
            reasons[reason] = reasons.get(reason, 0) + n
    bad: dict[int, RejectedRow] = {}
    kept_out = [coalesce(test, FALSE) for test, reason in out if reason in reasons]
    for problem, n in zip(problems, left_out[len(out) :], strict=True):
        if n:
            kept_out.append(problem.bad)
            for rejected in _rejected(connection, mapped, problem, outside):
                bad.setdefault(rejected.source.row, rejected)
    return Account(
        rows=total - sum(reasons.values()) - len(bad),
        rejected=[bad[row] for row in sorted(bad)],
        out_of_scope=reasons,
        masked=frozenset(declared.name for (declared, _), n in zip(texts, hidden, strict=True) if n),
        span=(min(spans), max(spans)) if spans else None,
        tests=[not_(test) for test in kept_out],
    )


def _rejected(
    connection: duckdb.DuckDBPyConnection, mapped: Mapped, problem: Problem, outside: Sql
) -> Iterator[RejectedRow]:
    raw = mapped.opened.raw
    columns = [col(ROW), named(cast(problem.text, "VARCHAR"), "value"), named(problem.reason, "reason")]
    query = select(columns, mapped.cleaner.table).where(and_([not_(outside), problem.bad]), copy=False)
    for row, value, reason in connection.execute(text(query)).fetchall():
        place = SourceRow(raw.file, raw.sheet, row)
        yield RejectedRow(place, problem.column, (value or "")[:_VALUE_SHOWN], reason)
