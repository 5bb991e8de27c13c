"""Why a verdict is inconclusive: the first thing in the rule's condition that is not known, by name."""

from __future__ import annotations

from auditor.compile import shape as s
from auditor.compile.history import HistoryCompiler
from auditor.compile.keys import Keys
from auditor.compile.sql import Sql, and_, case, col, is_null, lit, not_
from auditor.language import core as c
from auditor.language.declarations import Calendar, Field, WordList

BEFORE_THE_LOG = "window reaches before the log's period"
AFTER_THE_LOG = "deadline lies after the log's period (pending)"
NO_EARLIER_RECORD = "nothing earlier is in the log, and earlier history is not known"
UNSURE_HISTORY = "an event of its history has a missing value"
ZONES_DISAGREE = "the candidate time zones disagree"
AMBIGUOUS_TIME = "the local time is ambiguous at a clock change"
NOT_DECIDED = "it could not be decided"


class Causes:
    """Causes as numbers from 1; `texts` says what each means."""

    def __init__(self, compiler: HistoryCompiler) -> None:
        self._compiler = compiler
        self.texts: list[str] = []
        self._named: dict[c.Named, Sql] = {}

    def _code(self, text: str) -> Sql:
        if text not in self.texts:
            self.texts.append(text)
        return lit(self.texts.index(text) + 1)

    def of(self, condition: c.Condition) -> Sql:
        """The number of the cause, where the condition is unknown."""
        match condition:
            case c.Named():
                if condition not in self._named:
                    level = self._compiler.truth(condition).level
                    self._named[condition] = self._compiler.layers.scalar(level, self.of(condition.condition))
                return self._named[condition]
            case c.Not():
                return self.of(condition.condition)
            case c.And() | c.Or():
                branches = []
                for part in condition.conditions:
                    truth = self._compiler.truth(part)
                    if truth.maybe:
                        branches.append((is_null(truth.sql), self.of(part)))
                return _first(branches, self._code(NOT_DECIDED))
            case _:
                return _first(self._of_atom(condition), self._code(NOT_DECIDED))

    def _of_atom(self, node: c.Condition) -> list[tuple[Sql, Sql]]:
        branches: list[tuple[Sql, Sql]] = []
        zones = False
        for part in _parts(node):
            match part:
                case c.FieldValue():
                    branches += self._of_field(part.field)
                case c.History():
                    branches += self._of_history(part)
                case c.LocalValue():
                    zones = True
                case Calendar():
                    branches.append(self._of_calendar(part))
                case c.ParamValue():
                    text = f"the parameter `{part.param.name}` has no value on the date"
                    branches.append((is_null(self._compiler.value(part).low), self._code(text)))
        if isinstance(node, (c.Mentions, c.Matches)):
            branches += self._of_field(node.field)
        if zones and self._compiler.shape.zones_differ:
            branches.append((not_(is_null(col(s.LOCALS))), self._code(ZONES_DISAGREE)))
        return branches

    def _of_calendar(self, calendar: Calendar) -> tuple[Sql, Sql]:
        code = self._compiler.calendars.code(calendar, col(s.DATE))
        return is_null(code), self._code(f"calendar `{calendar.name}` has no data for the date")

    def _of_field(self, field: Field) -> list[tuple[Sql, Sql]]:
        if field.name not in self._compiler.shape.unknown:
            return []
        column = col(s.column(field.name))
        branches = []
        if field.name in self._compiler.shape.masked:
            masked = col(s.masked_column(field.name))
            branches.append((masked, self._code(f"`{field.name}` is masked")))
        branches.append((is_null(column), self._code(f"`{field.name}` is missing")))
        return branches

    def _of_history(self, term: c.History) -> list[tuple[Sql, Sql]]:
        branches: list[tuple[Sql, Sql]] = []
        for field in term.window.keys:
            if field.type.several or field.name in self._compiler.shape.empty:
                key = self._compiler.key_column(field)
                if field.name in self._compiler.shape.masked:
                    masked = and_([is_null(key), col(s.masked_column(field.name))])
                    branches.append((masked, self._code(f"key `{field.name}` is masked")))
                branches.append((is_null(key), self._code(f"key `{field.name}` is missing")))
        branches += [self._of_calendar(calendar) for calendar in _calendars(term.window)]
        keys: Keys = self._compiler.keys(term.window.keys)
        opened = self._compiler.opened(term.window, keys)
        if opened is not None:
            if term.window.ahead:
                text = AFTER_THE_LOG
            elif isinstance(term.window.extent, (c.Ever, c.Since)):
                text = NO_EARLIER_RECORD
            else:
                text = BEFORE_THE_LOG
            branches.append((opened.sql, self._code(text)))
        branches.append((lit(True), self._code(UNSURE_HISTORY)))
        return branches


def _calendars(window: c.Window) -> list[Calendar]:
    """The calendars by whose working days a window is measured."""
    extent = window.extent
    measured = [extent.calendar] if isinstance(extent, c.WorkingDays) else []
    distances = [extent.distance if isinstance(extent, c.Reach) else None, window.at_least]
    return [*measured, *(distance.calendar for distance in distances if distance and distance.calendar)]


def _parts(node: object) -> list[object]:
    """The values of an atom, without what lies within its history terms."""
    found: list[object] = []
    stack: list[object] = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, (c.FieldValue, c.LocalValue, c.History, Calendar, c.ParamValue)):
            found.append(current)
        elif isinstance(current, tuple):
            stack += reversed(current)
        elif hasattr(current, "__dataclass_fields__") and not isinstance(current, (Field, WordList)):
            stack += reversed([getattr(current, name) for name in current.__dataclass_fields__])
    return sorted(found, key=lambda part: isinstance(part, c.History))


def _first(branches: list[tuple[Sql, Sql]], default: Sql) -> Sql:
    return case(*branches, default=default) if branches else default
