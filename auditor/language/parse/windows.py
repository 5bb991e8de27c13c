"""From Lark's tree to the windows that a rule looks back or ahead in; a method per rule of the grammar."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from lark import v_args
from lark.tree import Meta

from auditor.language import expressions as x
from auditor.language.parse.building import Builder, Parts, nodes


@v_args(meta=True)
class WindowBuilder(Builder):
    """Builds windows, and tells of days that do not say which kind of window they are."""

    def keys(self, _meta: Meta, parts: Parts) -> tuple[x.Name, ...]:
        return tuple(parts)

    def in_any(self, meta: Meta, parts: Parts) -> x.InAny:
        return self.node(x.InAny, meta, parts[0])

    def in_consecutive_days(self, meta: Meta, parts: Parts) -> x.InConsecutiveDays:
        return self.node(x.InConsecutiveDays, meta, parts[0])

    def in_working_days(self, meta: Meta, parts: Parts) -> x.InWorkingDays:
        return self.node(x.InWorkingDays, meta, *parts)

    def bare_days(self, meta: Meta, parts: Parts) -> x.InAny:
        quantity: x.Quantity = parts[0]
        if isinstance(quantity.amount, x.Name) and quantity.amount.text in ("a", "one", "the"):
            unit = quantity.unit.removesuffix("s")
            hint = f"write `in each {unit}` for the calendar unit, or `in any 1 {unit}` for a rolling span of hours"
            self.problem("missing-window-kind", meta, f"`a {unit}` does not say which kind of window it is", hint)
            one = self.node(x.Number, meta, Decimal(1))
            return self.node(x.InAny, meta, self.node(x.Quantity, meta, one, quantity.unit))
        amount = quantity.amount.value if isinstance(quantity.amount, x.Number) else quantity.amount.text
        shown = f"{amount} {quantity.unit}"
        hint = f"write `any {shown}` for a rolling span of hours"
        if quantity.unit == "days":
            hint += f", or `{amount} consecutive days` for local dates"
        self.problem("missing-window-kind", meta, f"`{shown}` does not say which kind of window it is", hint)
        return self.node(x.InAny, meta, quantity)

    def each(self, meta: Meta, parts: Parts) -> x.InEach:
        unit = parts[0].type.removeprefix("EACH_").lower()
        return self.node(x.InEach, meta, unit, parts[1] is not None)

    def ever(self, meta: Meta, _parts: Parts) -> x.Ever:
        return self.node(x.Ever, meta)

    def since_last(self, meta: Meta, parts: Parts) -> x.SinceLast:
        return self.node(x.SinceLast, meta, *nodes(parts))

    def within(self, meta: Meta, parts: Parts) -> x.Within:
        return self.node(x.Within, meta, parts[0])

    def within_ahead(self, meta: Meta, parts: Parts) -> x.Within:
        return self.node(x.Within, meta, parts[0], True)

    def at_least_earlier(self, _meta: Meta, parts: Parts) -> Any:
        return parts[0]

    zh_at_least = at_least_earlier
    zh_at_least_earlier = at_least_earlier

    def scope(self, meta: Meta, parts: Parts) -> x.Window:
        keys, at_least, extent, including = parts
        return self.node(x.Window, meta, keys, extent, at_least, including is not None)

    def scope_since(self, meta: Meta, parts: Parts) -> x.Window:
        extent, keys, at_least, including = parts
        return self.node(x.Window, meta, keys, extent, at_least, including is not None)

    def zh_window(self, meta: Meta, keys: Any, extent: Any) -> x.Window:
        return self.node(x.Window, meta, keys, extent, None, False)
