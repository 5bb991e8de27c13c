"""The steps of a query: each adds columns to those of the step before.

Side by side, as a `WITH`: nested, they would be too deep to write where there are many.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.sql import Sql, col, columns_in, named, select

Added = tuple[Sql, str]
"""An expression over the columns of the step before, and the name of the column that it becomes."""


@dataclass
class Steps:
    """Steps over a query that gives the base columns. spread: an event may have several rows, told apart by `sub`."""

    source: exp.Select
    spread: bool = False
    _steps: list[tuple[Sequence[Added], ...]] = field(default_factory=list)

    def add(self, columns: Sequence[Added]) -> None:
        """Add columns, all worked out in one go: window terms among them carry every other column through their sorts."""
        if columns:
            self._steps.append((columns,))

    def add_apart(self, groups: Sequence[Sequence[Added]]) -> None:
        """Add columns in groups that are worked out each for itself, over what it needs, and joined by the event."""
        self._steps.append(tuple(groups))

    def query(self, keep: Iterable[str]) -> exp.Select:
        """The query. keep: the columns that will be asked of it; others may be missing."""
        needed = (
            self._needed(keep) if any(len(groups) > 1 for groups in self._steps) else [set[str]()] * len(self._steps)
        )
        built: dict[str, tuple[exp.Select, bool]] = {"step_0": (self.source, False)}
        for groups, before in zip(self._steps, needed, strict=True):
            last = next(reversed(built))
            if len(groups) == 1:
                columns = [named(sql, name) for sql, name in groups[0]]
                built[f"step_{len(built)}"] = select(columns, last, star=True), False
                continue
            base = f"step_{len(built)}"
            built[base] = select([col(name) for name in sorted({*before, *self._keys})], last), True
            joined = select([], base, star=True)
            for group in groups:
                apart = f"step_{len(built)}"
                own = [*(col(name) for name in self._keys), *(named(sql, name) for sql, name in group)]
                built[apart] = select(own, self._narrow(base, group)), False
                joined = joined.join(exp.to_table(apart), using=list(self._keys), copy=False)
            built[f"step_{len(built)}"] = joined, False
        query = select([], next(reversed(built)), star=True)
        for name, (step, materialized) in built.items():
            alias = exp.TableAlias(this=exp.to_identifier(name))  # as text it would be parsed each time
            query = query.with_(alias, as_=step, materialized=materialized, copy=False)
        return query

    def _narrow(self, base: str, group: Sequence[Added]) -> exp.Select:
        """Only what a group needs: a sort carries along whatever its source holds."""
        return select([col(name) for name in sorted({*self._keys}.union(*(columns_of(sql) for sql, _ in group)))], base)

    @property
    def _keys(self) -> tuple[str, ...]:
        return (s.SEQ, s.SUB) if self.spread else (s.SEQ,)

    def _needed(self, keep: Iterable[str]) -> list[set[str]]:
        """For each step the columns of the step before that it, or any after it, needs."""
        found: list[set[str]] = []
        needed = set(keep)
        for groups in reversed(self._steps):
            needed = needed.difference(name for group in groups for _, name in group)
            needed = needed.union(*(columns_of(sql) for group in groups for sql, _ in group))
            found.append(needed)
        return found[::-1]


def columns_of(sql: Sql) -> set[str]:
    """The names of the columns that an expression reads."""
    bound = {name.name for function in sql.find_all(exp.Lambda) for name in function.expressions}
    return {*columns_in(sql)} - bound
