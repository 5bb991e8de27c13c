"""Keys and windows: which events a term or a limit looks at; names resolved, all problems reported.

A method gives None where it has reported a problem, and its callers go on with their other parts.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TypeVar

from auditor.diagnostics import Diagnostic
from auditor.language import core as c
from auditor.language import expressions as x
from auditor.language.check.scope import Scope
from auditor.language.declarations import Calendar, Field, Param
from auditor.language.vocabulary import UNIT_MICROSECONDS
from auditor.source import Span
from auditor.value_types import DURATION, NUMBER

T = TypeVar("T")

_COUNTING = frozenset({"count", "total", "distinct"})
_WINDOWS_EN = "`in any 7 days`, `in 7 consecutive days`, `in each week`, `since last ...` or `ever`"
_WINDOWS_ZH = "`任意 7 日内`, `连续 7 日内`, `每周`, `自 上次 ... 以来` or `始终`"


class Windows(ABC):
    """Checks the windows of one pack; problems go to `report`."""

    def __init__(self, scope: Scope, report: Callable[[Diagnostic], None]) -> None:
        self.scope = scope
        self.report = report

    @abstractmethod
    def condition(self, node: x.Expression) -> c.Condition | None:
        """A condition: the selection of a history term, or the event since which one counts."""

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

    # --- windows --------------------------------------------------------------------------------------------

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
