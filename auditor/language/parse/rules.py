"""From Lark's tree to rules and the forms of their limits; a method per rule of the grammar."""

from __future__ import annotations

from typing import Any

from lark import v_args
from lark.tree import Meta

from auditor.language import expressions as x
from auditor.language import forms as f
from auditor.language import syntax as s
from auditor.language.parse.building import Parts
from auditor.language.parse.windows import WindowBuilder
from auditor.language.vocabulary import DERIVED, KEYWORDS


@v_args(meta=True)
class RuleBuilder(WindowBuilder):
    """Builds rules, from either order of words."""

    def rule(self, meta: Meta, parts: Parts) -> s.Rule:
        name, title, *rest = parts
        facts = tuple(part for part in rest if isinstance(part, s.Fact))
        limit = next(part for part in rest if isinstance(part, s.Limit))
        return self.node(s.Rule, meta, self.name_of(name), title, facts, limit)

    def limit(self, meta: Meta, parts: Parts) -> s.Limit:
        return self.node(s.Limit, meta, *parts)

    def forbid(self, _meta: Meta, parts: Parts) -> s.Form:
        return f.Forbid(*parts)

    def forbid_outside(self, meta: Meta, parts: Parts) -> s.Form:
        selection, outside, hours, zone = parts
        chinese = str(outside) in KEYWORDS["OUTSIDE"].zh
        time = self.node(x.Name, outside, DERIVED["time"].zh if chinese else DERIVED["time"].name)
        return f.Forbid(selection, self.node(x.InHours, meta, time, True, hours, zone))

    def require(self, _meta: Meta, parts: Parts) -> s.Form:
        return f.Require(*parts)

    def zh_require(self, _meta: Meta, parts: Parts) -> s.Form:
        return f.Require(parts[1], parts[0])

    def cap(self, _meta: Meta, parts: Parts) -> tuple[Any, Any]:
        return parts[0], parts[1]

    def zh_cap(self, _meta: Meta, parts: Parts) -> tuple[Any, Any]:
        return parts[1], parts[0]

    def at_most(self, _meta: Meta, parts: Parts) -> s.Form:
        limit, selection, window, *more = parts
        further = (f.Cap(amount, x.Window(window.keys, extent, span=extent.span)) for amount, extent in more)
        return f.AtMost(selection, (f.Cap(limit, window), *further))

    def zh_at_most(self, meta: Meta, parts: Parts) -> s.Form:
        keys, extent, selection, limit = parts
        return f.AtMost(selection, (f.Cap(limit, self.zh_window(meta, keys, extent)),))

    def zh_at_most_list(self, _meta: Meta, parts: Parts) -> s.Form:
        keys, selection, *caps = parts
        return f.AtMost(
            selection, tuple(f.Cap(amount, x.Window(keys, extent, span=extent.span)) for amount, extent in caps)
        )

    def at_most_distinct(self, _meta: Meta, parts: Parts) -> s.Form:
        return f.AtMostDistinct(*parts)

    def at_most_total(self, _meta: Meta, parts: Parts) -> s.Form:
        return f.AtMostTotal(*parts)

    def zh_at_most_distinct(self, meta: Meta, parts: Parts) -> s.Form:
        keys, extent, selection, field, limit = parts
        return f.AtMostDistinct(limit, field, selection, self.zh_window(meta, keys, extent))

    def zh_at_most_total(self, meta: Meta, parts: Parts) -> s.Form:
        keys, extent, selection, field, limit = parts
        return f.AtMostTotal(limit, field, selection, self.zh_window(meta, keys, extent))

    def at_least_between(self, _meta: Meta, parts: Parts) -> s.Form:
        return f.AtLeastBetween(*parts)

    def zh_at_least_between(self, _meta: Meta, parts: Parts) -> s.Form:
        return f.AtLeastBetween(parts[2], parts[1], parts[0])

    def at_least_each(self, _meta: Meta, parts: Parts) -> s.Form:
        limit, selection, keys, each, among = parts
        return f.AtLeastEach(limit, selection, keys, each.unit, each.week_from_sunday, among)

    def zh_at_least_each(self, meta: Meta, parts: Parts) -> s.Form:
        keys, each, selection, limit, among = parts
        if not isinstance(each, x.InEach):
            message = "a floor is for each calendar unit"
            place = self.span_of(meta) if each is None else each.span
            self.problem("floor-without-unit", place, message, "write `每日`, `每周`, `每月`, `每季度` or `每年`")
            each = x.InEach("day", span=place)
        return f.AtLeastEach(limit, selection, keys, each.unit, each.week_from_sunday, among)

    def after_forbid(self, meta: Meta, parts: Parts) -> s.Form:
        trigger, selection, keys, extent = parts
        return f.AfterForbid(trigger, selection, self._span_window(meta, keys, extent))

    def zh_after_forbid(self, meta: Meta, parts: Parts) -> s.Form:
        keys, trigger, extent, selection = parts
        return f.AfterForbid(trigger, selection, self._span_window(meta, keys, extent))

    def _span_window(self, meta: Meta, keys: Any, extent: Any) -> x.Window:
        """`after T forbid S per K` with no span holds for good."""
        return self.zh_window(meta, keys, extent or self.node(x.Ever, meta))

    def after_require(self, meta: Meta, parts: Parts) -> s.Form:
        return self._after_require(meta, *parts)

    def _after_require(self, meta: Meta, trigger: Any, selection: Any, keys: Any, distance: Any) -> s.Form:
        ahead = None if distance is None else x.Within(distance, True, span=distance.span)
        return f.AfterRequire(trigger, selection, self.zh_window(meta, keys, ahead))

    def zh_after_require(self, meta: Meta, parts: Parts) -> s.Form:
        keys, trigger, distance, selection = parts
        return self._after_require(meta, trigger, selection, keys, distance)

    def before_require(self, meta: Meta, parts: Parts) -> s.Form:
        selection, required, keys, at_least, extent = parts
        extent = extent or self.node(x.Ever, meta)
        return f.BeforeRequire(selection, required, self.node(x.Window, meta, keys, extent, at_least, False))

    def zh_before_require(self, meta: Meta, parts: Parts) -> s.Form:
        keys, selection, extent, at_least, required = parts
        extent = extent or self.node(x.Ever, meta)
        return f.BeforeRequire(selection, required, self.node(x.Window, meta, keys, extent, at_least, False))

    def zh_before_require_within(self, meta: Meta, parts: Parts) -> s.Form:
        keys, selection, at_least, extent, required = parts
        return f.BeforeRequire(selection, required, self.node(x.Window, meta, keys, extent, at_least, False))
