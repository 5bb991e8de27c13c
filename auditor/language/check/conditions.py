"""Conditions: names resolved and types checked, all problems reported."""

from __future__ import annotations

from collections.abc import Callable

from auditor.diagnostics import Diagnostic
from auditor.language import core as c
from auditor.language import expressions as x
from auditor.language.check.patterns import pattern_problem
from auditor.language.check.scope import Scope, what
from auditor.language.check.terms import Terms
from auditor.language.declarations import Clock, Const, Field, Hours, HoursLine, Param, WordList
from auditor.language.vocabulary import DAY_CLASSES, look_up
from auditor.spelling import did_you_mean
from auditor.value_types import DATE, MOMENT, TEXT, TIME, YES_NO, Kind, ValueType

_ORDERING = frozenset({"<", "<=", ">", ">="})


class Conditions(Terms):
    """Checks the expressions of one pack; `define` gives the definition that a name stands for, if one."""

    def __init__(
        self,
        scope: Scope,
        report: Callable[[Diagnostic], None],
        define: Callable[[x.Name], c.Named | None] = lambda _name: None,
    ) -> None:
        super().__init__(scope, report)
        self._define = define

    # --- conditions -----------------------------------------------------------------------------------------

    def condition(self, node: x.Expression) -> c.Condition | None:
        """A condition; a value or number where one is meant is a problem."""
        match node:
            case x.Name():
                return self._named_condition(node)
            case x.And():
                parts = self._all(node.conditions)
                return None if parts is None else c.And(parts)
            case x.Or():
                parts = self._all(node.conditions)
                return None if parts is None else c.Or(parts)
            case x.Not():
                inner = self.condition(node.condition)
                return None if inner is None else c.Not(inner)
            case x.Except():
                parts = self._all((node.selection, node.exception))
                return None if parts is None else c.And((parts[0], c.Not(parts[1])))
            case x.Compare():
                return self._compare(node)
            case x.OneOf():
                return self._one_of(node)
            case x.Known():
                value = self.value(node.value)
                return None if value is None else c.Known(value, node.negated)
            case x.InHours():
                return self._in_hours(node)
            case x.DayIs():
                return self._day_is(node)
            case x.Mentions():
                return self._mentions(node)
            case x.Matches():
                return self._matches(node)
            case x.Includes():
                return self._includes(node)
            case x.Exists():
                term = self._history("exists", node.selection, node.window)
                return None if term is None else c.Truth(term)
            case x.First():
                return self._first(node)
            case _:
                return self._value_as_condition(node)

    def _all(self, nodes: tuple[x.Expression, ...]) -> tuple[c.Condition, ...] | None:
        found = [self.condition(node) for node in nodes]
        return None if any(part is None for part in found) else tuple(part for part in found if part is not None)

    def _named_condition(self, node: x.Name) -> c.Condition | None:
        if (defined := self._define(node)) is not None:
            return defined
        found = self.scope.find(node.text)
        if isinstance(found, c.Named):
            return found
        if found is None:
            self.report(self._unknown_condition(node))
            return None
        if isinstance(found, Field) and found.type == YES_NO:
            return c.Truth(c.FieldValue(found))
        if isinstance(found, Param) and found.type == YES_NO:
            return c.Truth(c.ParamValue(found))
        hint = None
        if isinstance(found, (Field, c.LocalValue)):
            hint = f"compare it: `{node.text} is ...`"
        elif isinstance(found, WordList):
            hint = f"write `text mentions {node.text}`"
        elif isinstance(found, Hours):
            hint = f"write `time in {node.text}` or `time outside {node.text}`"
        self.problem("not-a-condition", f"`{node.text}` is {what(found)}, where a condition is meant", node.span, hint)
        return None

    def _unknown_condition(self, node: x.Name) -> Diagnostic:
        """`channel is call or sms`: a value that stands by itself belongs into a list of its field."""
        problem = self.scope.unknown(node.text, node.span, c.Named, Field)
        fields = self.scope.of_type(Field)
        owner = next((f for f in fields if any(node.text in (one.name, one.zh) for one in f.type.choices)), None)
        if owner is None:
            return problem
        chinese = not node.text.isascii() and owner.zh
        example = f"{owner.zh[0]} 属于 ..., {node.text}" if chinese else f"{owner.name} is one of ..., {node.text}"
        hint = f"it is a value of `{owner.zh[0] if chinese else owner.name}`: write `{example}`"
        return Diagnostic(problem.code, problem.message, problem.span, hint)

    def _value_as_condition(self, node: x.Expression) -> c.Condition | None:
        value = self.value(node)
        if value is None:
            return None
        if value.type == YES_NO:
            return c.Truth(value)
        message = f"this is {value.type.noun}, where a condition is meant"
        self.problem("not-a-condition", message, node.span, "compare it with something: `... > 3`")
        return None

    def _first(self, node: x.First) -> c.Condition | None:
        selection = self.condition(node.selection)
        keys = self.keys(node.keys)
        if selection is None or keys is None:
            return None
        earlier = c.History("exists", selection, c.Window(keys, c.Ever()))
        return c.And((selection, c.Not(c.Truth(earlier))))

    def _compare(self, node: x.Compare) -> c.Condition | None:
        left = self.value(node.left, self._expected_beside(node.left, node.right))
        if left is None and isinstance(node.right, x.Name) and self.scope.find(node.right.text) is None:
            return None  # perhaps a value of what is not known on the left
        right = self.value(node.right, None if left is None else left.type)
        if left is None or right is None:
            return None
        if not left.type.comparable_with(right.type):
            message = f"{left.type.noun} cannot be compared with {right.type.noun}"
            self.problem("type-mismatch", message, node.span, _mismatch_hint(left.type, right.type))
            return None
        if node.operator in _ORDERING and not left.type.is_ordered:
            message = f"{left.type.noun} has no order, so `{node.operator}` says nothing about it"
            self.problem("type-mismatch", message, node.span, "write `is` or `is not`")
            return None
        return c.Compare(left, node.operator, right)

    def _expected_beside(self, left: x.Expression, right: x.Expression) -> ValueType | None:
        """`call is channel`: the type that a name on the left takes from a field on the right."""
        if isinstance(left, x.Name) and self.scope.find(left.text) is None and isinstance(right, x.Name):
            found = self.scope.find(right.text)
            if isinstance(found, Field):
                return found.type
        return None

    def _one_of(self, node: x.OneOf) -> c.Condition | None:
        value = self.value(node.value)
        if value is None:
            return None
        options = [self._constant(option, value.type) for option in node.options]
        if any(option is None for option in options):
            return None
        return c.OneOf(value, tuple(option for option in options if option is not None), node.negated)

    def _constant(self, node: x.Expression, expected: ValueType) -> Const | None:
        found = self.value(node, expected)
        if found is None:
            return None
        if not isinstance(found, Const):
            self.problem("not-a-value", "a list holds fixed values only", node.span)
            return None
        if not found.type.comparable_with(expected):
            self.problem("type-mismatch", f"{found.type.noun} is never {expected.noun}", node.span)
            return None
        return found

    def _in_hours(self, node: x.InHours) -> c.Condition | None:
        value = self.value(node.value)
        if value is None:
            return None
        if isinstance(node.hours, x.DateRange):
            return self._in_dates(node, node.hours, value)
        if value.type != TIME:
            hint = "write `time`, the local time of day" if value.type == MOMENT else None
            self.problem(
                "type-mismatch", f"hours are for a time of day, and this is {value.type.noun}", node.span, hint
            )
            return None
        hours = self._hours(node.hours)
        if hours is None:
            return None
        by_day = any(line.classes != ("every-day",) for line in hours.lines)
        if by_day and not isinstance(value, c.LocalValue):
            message = "hours that depend on the day are for the event's own `time`"
            self.problem("type-mismatch", message, node.span)
            return None
        return c.InHours(value, hours, node.outside, node.zone)

    def _in_dates(self, node: x.InHours, dates: x.DateRange, value: c.Value) -> c.Condition | None:
        if value.type != DATE:
            self.problem("type-mismatch", f"a range of dates is for a date, and this is {value.type.noun}", node.span)
            return None
        start, end = dates.start.days, dates.end.days
        if start is None or end is None:
            return None
        if end < start:
            self.problem("contradiction", "the range ends before it begins", dates.span)
            return None
        return c.InDates(value, start, end, node.outside)

    def _hours(self, node: tuple[x.Clock, ...] | x.Name) -> Hours | None:
        if isinstance(node, x.Name):
            return self.declared(node, Hours, "hours")
        clocks = self.clocks(node)
        return None if clocks is None else Hours((HoursLine(("every-day",), clocks),))

    def clocks(self, nodes: tuple[x.Clock, ...]) -> tuple[Clock, ...] | None:
        """Spans of local time; a time that does not exist was reported by the parser."""
        found = []
        for node in nodes:
            start, end = node.start.microseconds, node.end.microseconds
            if start is None or end is None:
                return None
            found.append(Clock(start, end, node.through))
        return tuple(found)

    def _day_is(self, node: x.DayIs) -> c.Condition | None:
        value = self.value(node.value)
        calendar = self.calendar(node.calendar)
        day_class = look_up(DAY_CLASSES, node.day_class.text)
        if day_class is None:
            hint = did_you_mean(node.day_class.text, DAY_CLASSES) or "one of " + ", ".join(DAY_CLASSES)
            self.problem("unknown-value", f"`{node.day_class.text}` is not a class of days", node.day_class.span, hint)
        if value is not None and value.type != DATE:
            self.problem("type-mismatch", f"a class of days is for a date, and this is {value.type.noun}", node.span)
            return None
        if value is None or calendar is None or day_class is None:
            return None
        return c.DayIs(value, day_class, calendar, node.negated)

    def _text_field(self, node: x.Expression) -> Field | None:
        value = self.value(node)
        if value is None:
            return None
        if not isinstance(value, c.FieldValue) or value.type != TEXT:
            self.problem("type-mismatch", "wording is looked for in a field of type text", node.span)
            return None
        return value.field

    def _mentions(self, node: x.Mentions) -> c.Condition | None:
        field = self._text_field(node.value)
        words = self.declared(node.words, WordList, "a word list")
        if field is None or words is None:
            return None
        at_least = 1 if node.at_least is None else node.at_least
        if not 1 <= at_least <= len(words.phrases):
            message = (
                f"`{words.name}` has {len(words.phrases)} phrases; at least {at_least} of them can never be decided"
            )
            self.problem("bad-amount", message, node.span)
            return None
        return c.Mentions(field, words, at_least, node.lacks)

    def _matches(self, node: x.Matches) -> c.Condition | None:
        field = self._text_field(node.value)
        if wrong := pattern_problem(node.pattern.pattern):
            self.problem("bad-pattern", wrong, node.pattern.span, "patterns run on a linear-time engine (RE2)")
            return None
        return None if field is None else c.Matches(field, node.pattern.pattern)

    def _includes(self, node: x.Includes) -> c.Condition | None:
        holder = self.value(node.value)
        if holder is None:
            return None
        if not holder.type.several:
            message = f"`includes` is for a field of several values, and this is {holder.type.noun}"
            self.problem("type-mismatch", message, node.value.span, "write `is`")
            return None
        single = ValueType(holder.type.kind, holder.type.choices)
        item = self.value(node.item, single)
        if item is None:
            return None
        if not item.type.comparable_with(single):
            self.problem("type-mismatch", f"{item.type.noun} is never one of {holder.type.noun}", node.span)
            return None
        return c.Includes(holder, item)


def _mismatch_hint(left: ValueType, right: ValueType) -> str | None:
    kinds = {left.kind, right.kind}
    if kinds == {Kind.DURATION, Kind.NUMBER}:
        return "give the number a unit: `3 days`, `48 hours`"
    if kinds == {Kind.TEXT, Kind.CHOICE}:
        return "the allowed values of a field are written without quotes"
    if kinds == {Kind.MOMENT, Kind.DATE}:
        return "compare `date`, the local date of the event"
    return None
