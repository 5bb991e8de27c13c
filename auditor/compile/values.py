"""Values of one event as SQL, null being unknown; what its history gives is left to those who compile that."""

from __future__ import annotations

from abc import ABC, abstractmethod

from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.calendar import Calendars
from auditor.compile.layers import Layers
from auditor.compile.pieces import Truth, Val
from auditor.compile.sql import Sql, add, and_, binary, case, col, compare, lit
from auditor.language import core as c
from auditor.language.declarations import Const, Field, Param

CONTACT = "contact"


class ValueCompiler(ABC):
    """Compiles values over the columns of a timeline of a given shape."""

    def __init__(self, shape: s.Shape, layers: Layers, calendars: Calendars) -> None:
        self.shape = shape
        self.layers = layers
        self.calendars = calendars
        self._date: Sql = col(s.DATE)
        self._time: Sql = col(s.TIME)

    @abstractmethod
    def history(self, term: c.History) -> Val | Truth:
        """A term about history: a condition for `exists`, else a value."""

    def value(self, node: c.Value) -> Val:
        """A value of the event, or of its history."""
        match node:
            case Const():
                return Val(self._literal(node), 0)
            case c.FieldValue():
                return self._field(node.field)
            case c.LocalValue():
                return Val(self._local(node.name), 0)
            case c.ParamValue():
                return self._param(node.param)
            case c.Shift():
                return self._shift(node)
            case c.History():
                term = self.history(node)
                if isinstance(term, Truth):
                    return Val(term.sql, term.level, None, term.maybe)
                return term

    def _literal(self, node: Const) -> Sql:
        return lit(node.value)

    def _local(self, name: str) -> Sql:
        if name == "time":
            return self._time
        if name == "date":
            return self._date
        return add(binary(exp.Mod, add(self._date, 3), lit(7)), 1)

    def _field(self, field: Field) -> Val:
        absent = None
        if field.of_contacts and not self.shape.only_contacts:
            absent = compare(col(s.column("kind")), "!=", lit(CONTACT))
        name = s.US if field.name == "at" else s.column(field.name)
        return Val(col(name), 0, None, field.name in self.shape.unknown, absent)

    def _param(self, param: Param) -> Val:
        if len(param.versions) == 1 and param.versions[0].since is None and param.versions[0].through is None:
            return Val(lit(param.versions[0].value), 0)
        branches = []
        for version in param.versions:
            bounds = []
            if version.since is not None:
                bounds.append(compare(col(s.DATE), ">=", lit(version.since)))
            if version.through is not None:
                bounds.append(compare(col(s.DATE), "<=", lit(version.through)))
            branches.append((and_(bounds), lit(version.value)))
        return Val(case(*branches), 0, None, True)

    def _shift(self, node: c.Shift) -> Val:
        value = self.value(node.value)
        distance = node.distance
        if not isinstance(distance.amount, int):
            raise TypeError("a parameter that was not settled")
        if distance.kind == "working-days" and distance.calendar is not None:
            moved = self.calendars.shifted(distance.calendar, value.low, node.sign * distance.amount)
            return Val(moved, value.level, None, True, value.absent, value.maybe_absent)
        moved = add(value.low, lit(node.sign * distance.amount))
        high = None if value.high is None else add(value.high, lit(node.sign * distance.amount))
        return Val(moved, value.level, high, value.maybe, value.absent, value.maybe_absent)
