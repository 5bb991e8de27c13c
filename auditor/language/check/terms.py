"""Values, history terms and windows: names resolved and types checked, all problems reported.

A method gives None where it has reported a problem, and its callers go on with their other parts.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from auditor.diagnostics import Diagnostic
from auditor.language import core as c
from auditor.language import expressions as x
from auditor.language.check.scope import UNDECLARED, Scope, what
from auditor.language.declarations import Calendar, Const, Field, Param
from auditor.language.vocabulary import UNIT_MICROSECONDS, WEEKDAYS, look_up
from auditor.source import Span
from auditor.spelling import did_you_mean
from auditor.value_types import DATE, DURATION, MOMENT, NUMBER, TEXT, TIME, YES_NO, Kind, ValueType

T = TypeVar("T")

_COUNTING = frozenset({"count", "total", "distinct"})
_WINDOWS_EN = "`in any 7 days`, `in 7 consecutive days`, `in each week`, `since last ...` or `ever`"
_WINDOWS_ZH = "`任意 7 日内`, `连续 7 日内`, `每周`, `自 上次 ... 以来` or `始终`"
_WEEKDAY_NUMBERS = {name: number for number, name in enumerate(WEEKDAYS, start=1)}


class Terms(ABC):
    """Checks the values of one pack; problems go to `report`."""

    def __init__(self, scope: Scope, report: Callable[[Diagnostic], None]) -> None:
        self.scope = scope
        self.report = report

    @abstractmethod
    def condition(self, node: x.Expression) -> c.Condition | None:
        """A condition: the selection of a history term."""

    def problem(self, code: str, message: str, span: Span, hint: str | None = None) -> None:
        """Report a problem."""
        self.report(Diagnostic(code, message, span, hint))

    # --- names ----------------------------------------------------------------------------------------------

    def declared(self, name: x.Name, kind: type[T], wanted: str) -> T | None:
        """What a name stands for, if it is of this kind."""
        found = self.scope.find(name.text)
        if isinstance(found, kind):
            return found
        if found is None:
            self.report(self.scope.unknown(name.text, name.span, kind))
        else:
            self.report(self.scope.wrong_kind(name.text, found, wanted, name.span))
        return None

    def field(self, name: x.Name) -> Field | None:
        """A field by its name in either language; where the name is that of a local value, the field behind it."""
        found = self.scope.find(name.text)
        if isinstance(found, c.LocalValue):
            behind = next((f for f in self.scope.of_type(Field) if name.text in (f.name, *f.zh)), None)
            if behind is not None:
                return behind
        return self.declared(name, Field, "a field")

    def calendar(self, name: x.Name) -> Calendar | None:
        """A calendar by its name."""
        return self.declared(name, Calendar, "a calendar")

    def keys(self, names: tuple[x.Name, ...]) -> tuple[Field, ...] | None:
        """Key fields, in their order, each once."""
        found = [self.field(name) for name in names]
        if any(key is None for key in found):
            return None
        keys = tuple(dict.fromkeys(key for key in found if key is not None))
        several = [key for key in keys if key.type.several]
        if len(several) > 1:
            message = "only one key may be a field of several values: " + ", ".join(f"`{key.name}`" for key in several)
            self.problem("bad-key", message, names[0].span.to(names[-1].span))
            return None
        return keys

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
                problem = Diagnostic(problem.code, problem.message, problem.span, f'a text is quoted: `"{node.text}"`')
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

    def window(self, node: x.Window, aggregate: str = "exists") -> c.Window | None:
        """Keys and window of a term; leaving the window out is a problem."""
        keys = self.keys(node.keys)
        if node.extent is None:
            place = Span(node.span.source, node.span.start, node.keys[-1].span.end)
            hint = _WINDOWS_EN if place.text.startswith("per") else _WINDOWS_ZH
            self.problem("missing-window", "this does not say over which window", place, hint)
            return None
        if aggregate in _COUNTING and self._is_bare(node.extent):
            return None
        extent = self.extent(node.extent)
        at_least = None
        if node.at_least is not None:
            at_least = self.distance(node.at_least, days_are_dates=False)
            if at_least is None:
                return None
        if keys is None or extent is None:
            return None
        ahead = isinstance(node.extent, x.Within) and node.extent.ahead
        if aggregate != "exists" and (ahead or at_least is not None):
            message = "a look ahead or a least distance is for asking whether there is one, not for counting"
            self.problem("bad-window", message, node.span)
            return None
        if at_least is not None and isinstance(extent, c.Reach) and extent.distance.kind != at_least.kind:
            message = "the least and the greatest distance are counted in different ways"
            self.problem("bad-window", message, node.span, "give both in hours, in calendar days or in working days")
            return None
        return c.Window(keys, extent, at_least, ahead, node.including)

    def _is_bare(self, extent: x.Extent) -> bool:
        """`within 7 days` in a count: of hours, or of dates, and is this date one of them? A problem, then."""
        if not isinstance(extent, x.Within) or isinstance(extent.distance, x.Name):
            return False
        if extent.distance.unit not in ("days", "weeks"):
            return False
        amount = extent.distance.amount
        number = amount.text if isinstance(amount, x.Name) else f"{amount.value:f}"
        rolling, dates = f"in any {number} days", f"in {number} consecutive days"
        if not (shown := extent.span.text).startswith("within"):
            rolling, dates = f"任意 {number} 日内", f"连续 {number} 日内"
        hint = f"write `{rolling}` for a rolling span of hours, or `{dates}` for local dates"
        self.problem("missing-window-kind", f"`{shown}` does not say which kind of window it is", extent.span, hint)
        return True

    def extent(self, node: x.Extent) -> c.Extent | None:
        """The kind and length of a window."""
        match node:
            case x.InAny():
                distance = self.distance(node.span_of, days_are_dates=False)
                if distance is None or distance.kind != "instant":
                    return None
                return c.Rolling(distance.amount)
            case x.InConsecutiveDays():
                days = self.figure(node.days, 1)
                return None if days is None else c.ConsecutiveDays(days)
            case x.InWorkingDays():
                days = self.figure(node.days, 1)
                calendar = self.calendar(node.calendar)
                return None if days is None or calendar is None else c.WorkingDays(days, calendar)
            case x.InEach():
                return c.Each(node.unit, node.week_from_sunday)
            case x.Ever():
                return c.Ever()
            case x.SinceLast():
                reset = self.condition(node.reset)
                return None if reset is None else c.Since(reset)
            case x.Within():
                distance = self.distance(node.distance, days_are_dates=True)
                return None if distance is None else c.Reach(distance)

    def distance(self, node: x.Quantity | x.Name, days_are_dates: bool) -> c.Distance | None:
        """A distance in time; plain days are local dates after `within`, else days of 24 hours."""
        if isinstance(node, x.Name):
            return self._param_distance(node)
        if node.unit == "working-days":
            amount = self.figure(node.amount, 1)
            calendar = None if node.calendar is None else self.calendar(node.calendar)
            return None if amount is None or calendar is None else c.Distance("working-days", amount, calendar)
        if node.unit == "calendar-days" or (days_are_dates and node.unit in ("days", "weeks")):
            amount = self.figure(node.amount, 7 if node.unit == "weeks" else 1, least=0)
            return None if amount is None else c.Distance("days", amount)
        amount = self.figure(node.amount, UNIT_MICROSECONDS[node.unit], whole=False)
        return None if amount is None else c.Distance("instant", amount)

    def _param_distance(self, node: x.Name) -> c.Distance | None:
        param = self.declared(node, Param, "a parameter")
        if param is None:
            return None
        if param.type != DURATION:
            message = f"`{node.text}` is {param.type.noun}, where a duration is meant"
            self.problem("type-mismatch", message, node.span)
            return None
        return c.Distance("instant", c.ParamFigure(param, 1))

    def figure(self, node: x.Number | x.Name, scale: int, least: int = 1, whole: bool = True) -> c.Figure | None:
        """The length of a window in its unit: a positive number, or a parameter."""
        if isinstance(node, x.Name):
            param = self.declared(node, Param, "a parameter")
            if param is None:
                return None
            if param.type != NUMBER:
                self.problem("type-mismatch", f"`{node.text}` is {param.type.noun}, where a number is meant", node.span)
                return None
            return c.ParamFigure(param, scale)
        if node.value < least or (whole and node.value != node.value.to_integral_value()):
            hint = "a window is a whole number of days" if whole else None
            self.problem("bad-amount", f"a window of {node.value} cannot be", node.span, hint)
            return None
        return int(node.value * scale)

    def amount(self, node: x.Amount) -> c.Value | None:
        """The figure of a limit: a number, a duration or a parameter."""
        value = self.value(node)
        if isinstance(value, Const) and isinstance(value.value, (Decimal, int)) and value.value < 0:
            self.problem("bad-amount", "a limit is not negative", node.span)
            return None
        return value
