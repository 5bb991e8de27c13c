"""The layers of the query: each adds window terms over the columns of the layer below, and what follows from them."""

from __future__ import annotations

from sqlglot import exp

from auditor.compile.pieces import Truth, Val
from auditor.compile.sql import Sql, named, select


class Layers:
    """Columns by layer; the same expression is one column."""

    def __init__(self) -> None:
        self._windows: list[dict[str, tuple[str, Sql]]] = []
        self._scalars: list[dict[str, tuple[str, Sql]]] = [{}]
        self._count = 0

    def window(self, level: int, sql: Sql) -> Sql:
        """A window term over columns of a layer: a column of the next one."""
        while len(self._windows) <= level:
            self._windows.append({})
            self._scalars.append({})
        return self._column(self._windows[level], sql, "t")

    def scalar(self, level: int, sql: Sql) -> Sql:
        """An expression over columns of a layer, as a column of that layer."""
        if isinstance(sql, (exp.Column, exp.Literal, exp.Boolean, exp.Null)):
            return sql
        return self._column(self._scalars[level], sql, "s")

    def column(self, level: int, sql: Sql) -> exp.Column:
        """An expression as a column that has a name, be it only a literal."""
        found = self.scalar(level, sql)
        if not isinstance(found, exp.Column):
            found = self._column(self._scalars[level], sql, "s")
        return found

    def _column(self, columns: dict[str, tuple[str, Sql]], sql: Sql, prefix: str) -> exp.Column:
        key = sql.sql(dialect="duckdb")
        if key not in columns:
            self._count += 1
            columns[key] = (f"{prefix}{self._count}", sql)
        return exp.column(exp.to_identifier(columns[key][0], quoted=True))

    def keep(self, truth: Truth) -> Truth:
        """The condition as a column."""
        return Truth(self.scalar(truth.level, truth.sql), truth.level, truth.maybe)

    def keep_value(self, value: Val) -> Val:
        """The bounds of a value as columns."""
        high = None if value.high is None else self.scalar(value.level, value.high)
        low = self.scalar(value.level, value.low)
        return Val(low, value.level, high, value.maybe, value.absent, value.maybe_absent)

    def query(self, source: exp.Select) -> exp.Select:
        """The layers over a query that gives the base columns."""
        built = self._with(source, self._scalars[0])
        for windows, scalars in zip(self._windows, self._scalars[1:], strict=True):
            built = self._with(self._with(built, windows), scalars)
        return built

    @staticmethod
    def _with(source: exp.Select, columns: dict[str, tuple[str, Sql]]) -> exp.Select:
        if not columns:
            return source
        return select((named(sql, name) for name, sql in columns.values()), source, star=True)
