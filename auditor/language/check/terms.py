"""Values and terms of history: names resolved and types checked, all problems reported.

A method gives None where it has reported a problem, and its callers go on with their other parts.
"""

from __future__ import annotations

from decimal import Decimal

from auditor.diagnostics import Diagnostic
from auditor.language import core as c
from auditor.language import expressions as x
from auditor.language.check.scope import UNDECLARED, what
from auditor.language.check.windows import Windows
from auditor.language.declarations import Const, Field, Param
from auditor.language.vocabulary import UNIT_MICROSECONDS, WEEKDAYS, look_up
from auditor.spelling import did_you_mean
from auditor.value_types import DATE, DURATION, MOMENT, NUMBER, TEXT, TIME, YES_NO, Kind, ValueType

_NOTHING = ("null", "none", "nothing", "empty", "blank", "missing", "空", "无", "缺失")
"""What other languages call a value that is not there."""
_WEEKDAY_NUMBERS = {name: number for number, name in enumerate(WEEKDAYS, start=1)}


class Terms(Windows):
    """Checks the values of one pack."""

    # --- values ---------------------------------------------------------------------------------------------

    def value(self, node: x.Expression, expected: ValueType | None = None) -> c.Value | None:
        """A value; `expected` is the type of what it is held against, whose allowed values may be named."""
        match node:
            case x.Name():
                return self._named_value(node, expected)
            case x.Number():
                return Const(node.value, NUMBER)
            case x.Quantity():
                return self._duration(node)
            case x.Text():
                return Const(node.value, TEXT)
            case x.Date():
                return None if node.days is None else Const(node.days, DATE)
            case x.TimeOfDay():
                return None if node.microseconds is None else Const(node.microseconds, TIME)
            case x.YesNo():
                return Const(node.value, YES_NO)
            case x.Shift():
                return self._shift(node)
            case x.Count():
                return self._history("count", node.selection, node.window)
            case x.Total():
                return self._aggregate_of("total", node)
            case x.Distinct():
                return self._aggregate_of("distinct", node)
            case x.Last():
                return self._aggregate_of("last", node)
            case x.TimeSince():
                window = x.Window(node.keys, x.Ever(span=node.span), span=node.span)
                return self._history("time-since", node.selection, window)
            case _:
                condition = self.condition(node)
                if condition is not None:
                    self.problem("not-a-value", "this is a condition, where a value is meant", node.span)
                return None

    def _named_value(self, node: x.Name, expected: ValueType | None) -> c.Value | None:
        if expected is not None and (chosen := self._choice(node.text, expected)) is not None:
            return chosen
        found = self.scope.find(node.text)
        match found:
            case Field():
                return c.FieldValue(found)
            case c.LocalValue():
                return found
            case Param():
                return c.ParamValue(found)
            case None:
                self._unknown_value(node, expected)
                return None
            case _:
                if expected is not None and expected.kind is Kind.CHOICE:
                    self._unknown_value(node, expected)
                else:
                    count = "number of ... per ..." if node.text.isascii() else "同一 ... 次数"
                    hint = f"a selection is not a value; count it: `{count}`"
                    message = f"`{node.text}` is {what(found)}, where a value is meant"
                    self.problem("not-a-value", message, node.span, hint if isinstance(found, c.Named) else None)
                return None

    def _choice(self, name: str, expected: ValueType) -> Const | None:
        single = ValueType(expected.kind, expected.choices)
        if expected.kind is Kind.WEEKDAY:
            key = look_up(WEEKDAYS, name)
            return None if key is None else Const(_WEEKDAY_NUMBERS[key], single)
        for choice in expected.choices:
            if name in (choice.name, choice.zh):
                return Const(choice.name, single)
        return None

    def _unknown_value(self, node: x.Name, expected: ValueType | None) -> None:
        if expected is None or expected.kind not in (Kind.CHOICE, Kind.WEEKDAY):
            problem = self.scope.unknown(node.text, node.span, Field, Param)
            if expected == TEXT and problem.hint == UNDECLARED:
                hint = (
                    "`is known` and `is unknown` ask for that"
                    if node.text.lower() in _NOTHING
                    else f'a text is quoted: `"{node.text}"`'
                )
                problem = Diagnostic(problem.code, problem.message, problem.span, hint)
            self.report(problem)
            return
        if expected.kind is Kind.WEEKDAY:
            names = [spelling for word in WEEKDAYS.values() for spelling in word.spellings]
        else:
            names = [name for choice in expected.choices for name in (choice.name, choice.zh) if name]
        hint = did_you_mean(node.text, names) or "one of " + ", ".join(f"`{name}`" for name in names[:12])
        self.problem("unknown-value", f"`{node.text}` is not a value of this field", node.span, hint)

    def _duration(self, node: x.Quantity) -> c.Value | None:
        if node.unit not in UNIT_MICROSECONDS:
            shown = node.unit.replace("-", " ")
            self.problem("not-a-value", f"{shown} are no length of time by themselves", node.span, "use days or hours")
            return None
        if isinstance(node.amount, x.Name):
            self.problem("not-a-value", "a duration is written with a number", node.span)
            return None
        microseconds = node.amount.value * UNIT_MICROSECONDS[node.unit]
        return Const(int(microseconds), DURATION)

    def _shift(self, node: x.Shift) -> c.Value | None:
        value = self.value(node.value)
        distance = self.distance(node.distance, days_are_dates=value is not None and value.type == DATE)
        if value is None or distance is None:
            return None
        if value.type not in (MOMENT, DATE) or (value.type == DATE and distance.kind == "instant"):
            message = f"{value.type.noun} cannot be moved by this distance"
            self.problem("type-mismatch", message, node.span, "dates move by days, moments by hours or days")
            return None
        if value.type == MOMENT and distance.kind != "instant":
            message = "a moment is moved by hours or days of 24 hours"
            self.problem("type-mismatch", message, node.span, "use `date` for calendar days and working days")
            return None
        return c.Shift(value, distance, -1 if node.before else 1)

    # --- history --------------------------------------------------------------------------------------------

    def _aggregate_of(self, aggregate: str, node: x.Total | x.Distinct | x.Last) -> c.History | None:
        of = self.of_total(node.field) if aggregate == "total" else self.of(node.field)
        if of is not None and aggregate != "last" and of.type.several:
            self.problem("type-mismatch", f"`{node.field.text}` may hold several values", node.field.span)
            of = None
        term = self._history(aggregate, node.selection, node.window, of)
        return None if of is None else term

    def of(self, name: x.Name) -> c.FieldValue | c.LocalValue | None:
        """The field or local value that an aggregate is taken of."""
        found = self.scope.find(name.text)
        if isinstance(found, c.LocalValue):
            return found
        field = self.field(name)
        return None if field is None else c.FieldValue(field)

    def of_total(self, name: x.Name) -> c.FieldValue | c.LocalValue | None:
        """What a total is taken of: a number, an amount or a duration."""
        of = self.of(name)
        if of is None or of.type.is_numeric or of.type == DURATION:
            return of
        self.problem("type-mismatch", f"{of.type.noun} cannot be added up", name.span)
        return None

    def _history(
        self,
        aggregate: str,
        selection: x.Expression,
        window: x.Window,
        of: c.FieldValue | c.LocalValue | None = None,
    ) -> c.History | None:
        checked_selection = self.condition(selection)
        checked_window = self.window(window, aggregate)
        if checked_selection is None or checked_window is None:
            return None
        return c.History(aggregate, checked_selection, checked_window, of)

    def amount(self, node: x.Amount) -> c.Value | None:
        """The figure of a limit: a number, a duration or a parameter."""
        value = self.value(node)
        if isinstance(value, Const) and isinstance(value.value, (Decimal, int)) and value.value < 0:
            self.problem("bad-amount", "a limit is not negative", node.span)
            return None
        return value
