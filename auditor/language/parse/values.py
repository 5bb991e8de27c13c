"""From Lark's tree to names, texts, numbers, dates and lengths of time; a method per rule of the grammar."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from lark import Token, v_args
from lark.tree import Meta

from auditor.language import expressions as x
from auditor.language.parse.building import Builder, Parts
from auditor.value_types import MINUTE, SECOND

_UNITS = {"SECONDS": "seconds", "MINUTES": "minutes", "HOURS_UNIT": "hours", "DAYS": "days", "WEEKS": "weeks"}
_EPOCH = date(1970, 1, 1).toordinal()


@v_args(meta=True)
class ValueBuilder(Builder):
    """Builds what stands for one value."""

    def name(self, _meta: Meta, parts: Parts) -> x.Name:
        return self.name_of(parts[0])

    def string(self, meta: Meta, parts: Parts) -> x.Text:
        raw = parts[0][1:-1]
        return self.node(x.Text, meta, re.sub(r"\\(.)", r"\1", raw) if parts[0][0] == '"' else raw)

    def date(self, meta: Meta, parts: Parts) -> x.Date:
        try:
            days: int | None = date.fromisoformat(parts[0]).toordinal() - _EPOCH
        except ValueError:
            days = None
            self.problem("no-such-date", meta, f"`{parts[0]}` is not a date of the calendar", "write year-month-day")
        return self.node(x.Date, meta, days)

    def time(self, meta: Meta, parts: Parts) -> x.TimeOfDay:
        hour, minute, *rest = (int(part) for part in re.split("[:：]", parts[0]))
        second = rest[0] if rest else 0
        valid = minute < 60 and second < 60 and (hour < 24 or (hour == 24 and minute == second == 0))
        if not valid:
            self.problem("no-such-time", meta, f"`{parts[0]}` is not a time of day", "times run from 00:00 to 24:00")
        return self.node(x.TimeOfDay, meta, (hour * 60 + minute) * MINUTE + second * SECOND if valid else None)

    def number(self, meta: Meta, parts: Parts) -> x.Number:
        return self.node(x.Number, meta, Decimal(parts[0]))

    def yes_no(self, meta: Meta, parts: Parts) -> x.YesNo:
        return self.node(x.YesNo, meta, parts[0].type == "YES")

    def unit(self, _meta: Meta, parts: Parts) -> str:
        return _UNITS[parts[0].type]

    def quantity(self, meta: Meta, parts: Parts) -> x.Quantity:
        return self.node(x.Quantity, meta, self._amount_of(parts[0]), parts[1])

    quantity_literal = quantity

    def calendar_days(self, meta: Meta, parts: Parts) -> x.Quantity:
        return self.node(x.Quantity, meta, self._amount_of(parts[0]), "calendar-days")

    def working_days(self, meta: Meta, parts: Parts) -> x.Quantity:
        return self.node(x.Quantity, meta, self._amount_of(parts[0]), "working-days", parts[1])

    def figure(self, _meta: Meta, parts: Parts) -> x.Number | x.Name:
        return self._amount_of(parts[0])

    def amount(self, meta: Meta, parts: Parts) -> x.Amount:
        value = self._amount_of(parts[0])
        return self.node(x.Quantity, meta, value, parts[1]) if len(parts) > 1 else value

    def _amount_of(self, token: Token) -> x.Number | x.Name:
        if token.type == "NUMBER":
            return self.node(x.Number, token, Decimal(token))
        return self.name_of(token)
