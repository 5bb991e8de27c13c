"""The layers of the query: each adds window terms over the columns of the layer below, and what follows from them.

Within a layer, what follows from other columns of the layer is a step of its own behind them. Were they in one
`SELECT`, the engine would write every column out wherever it is named, and a query of some kilobytes would become
one of megabytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlglot import exp

from auditor.compile.pieces import Truth, Val
from auditor.compile.sql import Sql, columns_in
from auditor.compile.steps import Added, Steps

FEW = 120
"""Columns that a sort may carry along: about so many cost no more than to join what it gives."""


class Layers:
    """Columns by layer; the same expression is one column."""

    def __init__(self) -> None:
        self._windows: list[dict[Sql, str]] = []
        self._scalars: list[dict[Sql, str]] = [{}]
        self._depths: dict[str, tuple[int, int]] = {}

    def window(self, level: int, sql: Sql) -> Sql:
        """A window term over columns of a layer: a column of the next one."""
        while len(self._windows) <= level:
            self._windows.append({})
            self._scalars.append({})
        columns = self._windows[level]
        if sql not in columns:
            columns[sql] = f"t{self._new_place(level + 1, 0)}"
        return _column(columns[sql])

    def scalar(self, level: int, sql: Sql) -> Sql:
        """An expression over columns of a layer, as a column of that layer."""
        if isinstance(sql, (exp.Column, exp.Literal, exp.Boolean, exp.Null)):
            return sql
        return self.column(level, sql)

    def column(self, level: int, sql: Sql) -> exp.Column:
        """An expression as a column that has a name, be it only a literal."""
        if isinstance(sql, exp.Column):
            return sql
        columns = self._scalars[level]
        if sql not in columns:
            columns[sql] = f"s{self._new_place(level, self._depth(level, sql))}"
        return _column(columns[sql])

    def _new_place(self, level: int, depth: int) -> int:
        number = len(self._depths) + 1
        self._depths[str(number)] = level, depth
        return number

    def _depth(self, level: int, sql: Sql) -> int:
        """One more than the depth of the columns of the same layer that the expression names."""
        deepest = 0
        for name in columns_in(sql):
            at, depth = self._depths.get(name[1:], (-1, 0))
            if at == level:
                deepest = max(deepest, depth)
        return deepest + 1

    def keep(self, truth: Truth) -> Truth:
        """The condition as a column."""
        return Truth(self.scalar(truth.level, truth.sql), truth.level, truth.maybe)

    def keep_value(self, value: Val) -> Val:
        """The bounds of a value as columns."""
        high = None if value.high is None else self.scalar(value.level, value.high)
        low = self.scalar(value.level, value.low)
        return Val(low, value.level, high, value.maybe, value.absent, value.maybe_absent)

    def query(self, source: exp.Select, keep: Iterable[str], spread: bool, apart: bool) -> exp.Select:
        """The layers over a query that gives the base columns.

        keep: the columns that will be asked of it. spread: an event may have several rows. apart: where there are
        many columns, window terms of different keys are worked out each for themselves and joined; it pays where there
        are many rows.
        """
        steps = Steps(source, spread)
        for columns in self._by_depth(self._scalars[0].items()):
            steps.add(columns)
        for windows, scalars in zip(self._windows, self._scalars[1:], strict=True):
            groups = (_by_partition if apart else _lists_last)(windows) or [[]]
            if apart and len(groups) > 1 and len(self._depths) > FEW:
                steps.add_apart(groups)
                groups = [[]]
            for group, ready in zip(groups, self._stages(groups, scalars), strict=True):
                steps.add(group)
                for columns in self._by_depth(ready):
                    steps.add(columns)
        return steps.query(keep)

    def _by_depth(self, scalars: Iterable[Added]) -> list[list[Added]]:
        by_depth: dict[int, list[Added]] = {}
        for sql, name in scalars:
            by_depth.setdefault(self._depths[name[1:]][1], []).append((sql, name))
        return [columns for _, columns in sorted(by_depth.items())]

    @staticmethod
    def _stages(groups: Sequence[Sequence[Added]], scalars: Mapping[Sql, str]) -> list[list[Added]]:
        """What follows from columns of a layer, behind the first of its groups of windows with which all of it is there."""
        if len(groups) == 1:
            return [list(scalars.items())]
        stage_of = {name: place for place, group in enumerate(groups) for _, name in group}
        stages: list[list[Added]] = [[] for _ in groups]
        for sql, name in scalars.items():
            stage = max((stage_of.get(column, 0) for column in columns_in(sql)), default=0)
            stage_of[name] = stage
            stages[stage].append((sql, name))
        return stages


def _by_partition(windows: Mapping[Sql, str]) -> list[list[Added]]:
    """Window terms by the keys that they share: a sort each, which carries along whatever is still to be used.

    Were they one `SELECT`, what is made of one group's terms could not take their place before the sorts of the others.
    """
    groups: dict[tuple[bool, tuple[Sql, ...]], list[Added]] = {}
    for sql, name in windows.items():
        window = sql.find(exp.Window)
        group = _makes_lists(sql), tuple(window.args["partition_by"]) if window else ()
        groups.setdefault(group, []).append((sql, name))
    return [groups[group] for group in sorted(groups, key=lambda group: group[0])]


def _lists_last(windows: Mapping[Sql, str]) -> list[list[Added]]:
    """All window terms at once, but for lists: over few rows the fewest steps are the quickest."""
    plain = [(sql, name) for sql, name in windows.items() if not _makes_lists(sql)]
    lists = [(sql, name) for sql, name in windows.items() if _makes_lists(sql)]
    return [group for group in (plain, lists) if group]


def _makes_lists(window: Sql) -> bool:
    """Whether a window term makes lists on its way, which no other window should have to carry along."""
    return any(call.name == "list" for call in window.find_all(exp.Anonymous))


def _column(name: str) -> exp.Column:
    return exp.Column(this=exp.Identifier(this=name, quoted=True))
