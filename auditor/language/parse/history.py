"""From Lark's tree to the terms that look at other contacts; a method per rule of the grammar."""

from __future__ import annotations

from lark import v_args
from lark.tree import Meta

from auditor.language import expressions as x
from auditor.language.parse.building import Builder, Parts


@v_args(meta=True)
class HistoryBuilder(Builder):
    """Builds the terms of history, from either order of words."""

    def exists(self, meta: Meta, parts: Parts) -> x.Exists:
        return self.node(x.Exists, meta, *parts)

    def count(self, meta: Meta, parts: Parts) -> x.Count:
        return self.node(x.Count, meta, *parts)

    def total(self, meta: Meta, parts: Parts) -> x.Total:
        return self.node(x.Total, meta, *parts)

    def distinct(self, meta: Meta, parts: Parts) -> x.Distinct:
        return self.node(x.Distinct, meta, *parts)

    def time_since(self, meta: Meta, parts: Parts) -> x.TimeSince:
        return self.node(x.TimeSince, meta, *parts)

    def last(self, meta: Meta, parts: Parts) -> x.Last:
        return self.node(x.Last, meta, self.name_of(parts[0]), parts[1], self._or_ever(parts[2]))

    def first(self, meta: Meta, parts: Parts) -> x.First:
        return self.node(x.First, meta, *parts)

    def _zh_scope(self, meta: Meta, scope: Parts) -> x.Window:
        keys, at_least, extent, including = scope
        return self.node(x.Window, meta, keys, extent, at_least, including is not None)

    def _or_ever(self, window: x.Window) -> x.Window:
        """`F of last S per K` needs no window: the last one is the last one."""
        if window.extent is not None:
            return window
        ever = x.Ever(span=window.span)
        return x.Window(window.keys, ever, window.at_least, window.including, span=window.span)

    def zh_exists(self, meta: Meta, parts: Parts) -> x.Exists:
        *scope, selection = parts
        return self.node(x.Exists, meta, selection, self._zh_scope(meta, scope))

    def zh_count(self, meta: Meta, parts: Parts) -> x.Count:
        *scope, selection = parts
        return self.node(x.Count, meta, selection, self._zh_scope(meta, scope))

    def zh_total(self, meta: Meta, parts: Parts) -> x.Total:
        *scope, selection, field = parts
        return self.node(x.Total, meta, field, selection, self._zh_scope(meta, scope))

    def zh_distinct(self, meta: Meta, parts: Parts) -> x.Distinct:
        *scope, selection, field = parts
        return self.node(x.Distinct, meta, field, selection, self._zh_scope(meta, scope))

    def zh_time_since(self, meta: Meta, parts: Parts) -> x.TimeSince:
        return self.node(x.TimeSince, meta, parts[1], parts[0])

    def zh_last(self, meta: Meta, parts: Parts) -> x.Last:
        *scope, selection, field = parts
        return self.node(x.Last, meta, field, selection, self._or_ever(self._zh_scope(meta, scope)))

    def zh_first(self, meta: Meta, parts: Parts) -> x.First:
        return self.node(x.First, meta, parts[1], parts[0])
