"""The keys of history terms, and the events that they count: once each, whatever the keys tell apart."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.conditions import ConditionCompiler
from auditor.compile.pieces import Truth
from auditor.compile.sql import (
    FALSE,
    NULL,
    TRUE,
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
    not_,
    not_false,
    or_,
    variable,
)
from auditor.language import core as c
from auditor.language.declarations import Field


@dataclass(frozen=True)
class Keys:
    """The keys of a term: columns to partition by, and where one of them is not known."""

    columns: tuple[Sql, ...]
    unknown: Sql | None
    spread: bool


class KeyCompiler(ConditionCompiler):
    """Keys and selections; `spread_over` is the field over whose values events are spread, if one."""

    spread_over: str | None = None

    def keys(self, fields: tuple[Field, ...]) -> Keys:
        """Columns of the keys; with worlds, the world is a key of every term."""
        columns: list[Sql] = []
        unknown: list[Sql] = []
        for field in fields:
            key = self.key_column(field)
            columns.append(key)
            if field.name in self.shape.empty or field.type.several:
                unknown.append(is_null(key))
        spread = self.spread_over is None or any(field.name == self.spread_over for field in fields)
        if self.shape.worlds:
            columns = [self._number_of([col(s.WORLD), *columns])]
        return Keys(tuple(columns), or_(unknown) if unknown else None, spread)

    def _number_of(self, values: list[Sql]) -> Sql:
        """One number for several values, one of those that make cheap partitions; where these run out, any other."""
        rank = exp.Window(this=fn("dense_rank"), order=exp.Order(expressions=[exp.Ordered(this=v) for v in values]))
        other = cast(exp.Neg(this=rank.copy()), "INTEGER")
        return self.layers.scalar(0, coalesce(fn("list_extract", variable(s.NUMBERS), rank), other))

    def key_column(self, field: Field) -> Sql:
        """The column of a key field: of a field of several values, the one that the row stands for."""
        if field.name == self.spread_over:
            return col(s.ELEMENT)
        if field.name == "at":
            return col(s.US)
        column = col(s.column(field.name))
        if field.type.several:
            return self.layers.scalar(0, fn("list_extract", column, lit(1)))
        if field.name in self.shape.hashed:
            return self.layers.scalar(0, case((is_null(column), NULL), default=fn("hash", column)))
        return column

    def selection_for(self, selection: c.Condition, keys: Keys) -> Truth:
        """The selection as a column, for the event as a whole where the keys do not tell its rows apart."""
        chosen = self.selection(selection)
        if keys.spread or chosen.level == 0:
            return chosen
        whole = [col(s.SEQ)]
        yes = self._window(chosen.level, fn("bool_or", is_true(chosen.sql)), whole)
        maybe = self._window(chosen.level, fn("bool_or", not_false(chosen.sql)), whole)
        sql = case((yes, TRUE), (not_(maybe), FALSE), default=NULL)
        return self.layers.keep(Truth(sql, chosen.level + 1, chosen.maybe))

    def _window(self, level: int, aggregate: Sql, partition: list[Sql]) -> Sql:
        return self.layers.window(level, exp.Window(this=aggregate, partition_by=partition))

    def sure(self, chosen: Truth, keys: Keys) -> Sql:
        """Events that surely match, each once."""
        return self.once(chosen.sql, keys)

    def possible(self, chosen: Truth, keys: Keys) -> Sql:
        """Events that may match, each once."""
        return self.once(not_false(chosen.sql), keys)

    def once(self, matches: Sql, keys: Keys) -> Sql:
        return matches if keys.spread else and_([matches, compare(col(s.SUB), "=", lit(1))])
