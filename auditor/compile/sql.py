"""Small words for building SQL as a tree: no text is ever pasted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from sqlglot import exp

Sql = exp.Expr


def col(name: str, table: str | None = None) -> Sql:
    """A column, quoted."""
    of = None if table is None else exp.Identifier(this=table, quoted=False)
    return exp.Column(this=exp.Identifier(this=name, quoted=True), table=of)


def lit(value: Any) -> Sql:
    """A literal: None, bool, int, Decimal or str."""
    if value is None:
        return exp.Null()
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, (int, Decimal)):
        number = exp.Literal.number(abs(value))
        return exp.Neg(this=number) if value < 0 else number
    return exp.Literal.string(str(value))


TRUE = exp.Boolean(this=True)
FALSE = exp.Boolean(this=False)
NULL = exp.Null()


def fn(name: str, *arguments: Sql) -> Sql:
    """A function call, under the engine's own name for it."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def binary(operator: type[exp.Binary], left: Sql, right: Sql) -> Sql:
    """`left operator right`, in parentheses."""
    return exp.Paren(this=operator(this=left, expression=right))


def add(left: Sql, right: Sql | int) -> Sql:
    """`left + right`."""
    return binary(exp.Add, left, lit(right) if isinstance(right, int) else right)


def sub(left: Sql, right: Sql | int) -> Sql:
    """`left - right`."""
    return binary(exp.Sub, left, lit(right) if isinstance(right, int) else right)


_COMPARISONS: dict[str, type[exp.Binary]] = {
    "=": exp.EQ, "!=": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE,
}  # fmt: skip


def compare(left: Sql, operator: str, right: Sql) -> Sql:
    """A comparison."""
    return binary(_COMPARISONS[operator], left, right)


def and_(parts: Iterable[Sql]) -> Sql:
    """SQL's `AND` is Kleene's."""
    parts = list(parts)
    return exp.Paren(this=exp.and_(*parts, copy=False)) if len(parts) > 1 else parts[0]


def or_(parts: Iterable[Sql]) -> Sql:
    """SQL's `OR` is Kleene's."""
    parts = list(parts)
    return exp.Paren(this=exp.or_(*parts, copy=False)) if len(parts) > 1 else parts[0]


def not_(part: Sql) -> Sql:
    """SQL's `NOT` is Kleene's. In parentheses: `NOT x IS NULL` would ask whether x is known."""
    return exp.Paren(this=exp.Not(this=exp.Paren(this=part)))


def is_null(part: Sql) -> Sql:
    """Is it unknown."""
    return exp.Paren(this=exp.Is(this=part, expression=exp.Null()))


def is_true(part: Sql) -> Sql:
    """Is it surely so; never unknown itself."""
    return coalesce(part, FALSE)


def not_false(part: Sql) -> Sql:
    """May it be so; never unknown itself."""
    return coalesce(part, TRUE)


def coalesce(*parts: Sql) -> Sql:
    """The first that is not null."""
    return exp.Coalesce(this=parts[0], expressions=list(parts[1:]))


def case(*branches: tuple[Sql, Sql], default: Sql | None = None) -> Sql:
    """`CASE WHEN ... THEN ... ELSE default END`; without branches (a parameter that nobody set), the default."""
    otherwise = exp.Null() if default is None else default
    if not branches:
        return otherwise
    built = exp.Case()
    for condition, result in branches:
        built = built.when(condition, result, copy=False)
    return built.else_(otherwise, copy=False)


def in_list(value: Sql, options: Iterable[Sql]) -> Sql:
    """`value IN (...)`."""
    return exp.Paren(this=exp.In(this=value, expressions=list(options)))


def cast(value: Sql, kind: str) -> Sql:
    """A cast to a DuckDB type."""
    return exp.cast(value, _type(kind).copy(), copy=False)


@cache
def _type(kind: str) -> exp.DataType:
    return exp.DataType.build(kind, dialect="duckdb")


def struct(**values: Sql) -> Sql:
    """A struct."""
    return exp.Struct(
        expressions=[exp.PropertyEQ(this=exp.to_identifier(key), expression=value) for key, value in values.items()]
    )


def part_of(value: Sql, name: str) -> Sql:
    """A field of a struct."""
    return fn("struct_extract", value, lit(name))


def each_of(values: Sql, variable: str, body: Sql) -> Sql:
    """A list with the body worked out for every element."""
    return fn("list_transform", values, exp.Lambda(this=body, expressions=[exp.to_identifier(variable)]))


def variable(name: str) -> Sql:
    """A session variable: constants too long to write into every expression."""
    return fn("getvariable", lit(name))


def count_where(condition: Sql | None) -> Sql:
    """How many rows there are for which the condition is true.

    Without a FILTER: in a window, a count with one takes time as the square of the partition's rows.
    """
    return exp.Count(this=exp.Star() if condition is None else case((condition, lit(1))))


def where(aggregate: Sql, condition: Sql) -> Sql:
    """An aggregate over the rows for which the condition is true; to count them, `count_where`."""
    return exp.Filter(this=aggregate, expression=exp.Where(this=condition))


def over(
    aggregate: Sql,
    partition: Sequence[Sql],
    order: Sequence[Sql],
    kind: str,
    start: tuple[str | Sql, str],
    end: tuple[str | Sql, str],
) -> Sql:
    """A window function. start and end: an offset (or UNBOUNDED, CURRENT ROW) and its side."""
    spec = exp.WindowSpec(kind=kind, start=start[0], start_side=start[1], end=end[0], end_side=end[1])
    return exp.Window(
        this=aggregate,
        partition_by=list(partition),
        order=exp.Order(expressions=[exp.Ordered(this=key) for key in order]),
        spec=spec,
    )


def named(value: Sql, name: str) -> Sql:
    """`value AS name`."""
    return exp.Alias(this=value, alias=exp.to_identifier(name, quoted=True))


def select(columns: Iterable[Sql], source: exp.Select | str, star: bool = False) -> exp.Select:
    """`SELECT [*,] columns FROM source`."""
    chosen: list[Any] = [*([exp.Star()] if star else []), *columns]
    query = exp.Select(expressions=chosen)
    if isinstance(source, str):
        return query.from_(exp.Table(this=exp.to_identifier(source)), copy=False)
    return query.from_(source.subquery("l", copy=False), copy=False)


def columns_in(sql: Sql) -> Iterator[str]:
    """The names of the columns that an expression names, each as often as it does."""
    waiting: list[Any] = [sql]  # the library's own search looks at all parts in the order of their depth
    while waiting:
        node = waiting.pop()
        if isinstance(node, exp.Column):
            yield node.name
        elif isinstance(node, exp.Expr):
            waiting += node.args.values()
        elif isinstance(node, list):
            waiting += node


def text(query: exp.Expr) -> str:
    """The query as DuckDB reads it; what DuckDB could not say is refused."""
    from sqlglot import ErrorLevel

    return query.sql(dialect="duckdb", unsupported_level=ErrorLevel.RAISE, copy=False)
