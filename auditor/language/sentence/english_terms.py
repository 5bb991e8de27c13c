"""Conditions, values and windows in English."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.language import core as c
from auditor.language.declarations import Const
from auditor.language.sentence import shapes as h
from auditor.language.sentence.english_windows import EnglishWindows, a, in_a_row
from auditor.value_types import Kind, ValueType

_OPERATORS = {
    "=": "is", "!=": "is not", "<": "is less than", "<=": "is at most", ">": "is more than", ">=": "is at least",
}  # fmt: skip
_IN_TIME = {"<": "is before", "<=": "is no later than", ">": "is after", ">=": "is no earlier than"}
_NOUNS = frozenset({Kind.CHOICE, Kind.TEXT, Kind.MONEY, Kind.DURATION, Kind.WEEKDAY})
_NO_NOUNS = frozenset({"said", "heard"})
_POINTS = frozenset({Kind.DATE, Kind.MOMENT, Kind.TIME})
_DAY_CLASSES = {
    "workday": "a working day", "weekend": "a weekend day", "holiday": "a holiday", "makeup-workday": "a make-up workday",
}  # fmt: skip


def _none_of(items: Sequence[str]) -> str:
    if len(items) == 2:
        return f"is neither {items[0]} nor {items[1]}"
    return f"is none of {in_a_row(items)}" if len(items) > 1 else f"is not {items[0]}"


class EnglishTerms(EnglishWindows):
    """Says conditions; the event that is judged is `it`."""

    # --- conditions -----------------------------------------------------------------------------------------

    def clause(self, condition: c.Condition) -> str:
        match condition:
            case c.Named():
                return f"it counts as {self.label(condition)}"
            case c.And():
                return self._first(condition) or self._joined(condition.conditions, "and")
            case c.Or():
                return self._cases(condition) or self._joined(condition.conditions, "or")
            case c.Not(inner):
                return self._negated(inner)
            case c.Always(value):
                return {True: "it happens at all", False: "never", None: "this cannot be known"}[value]
            case c.Truth(c.History("exists") as term):
                return self._exists(term, a(self.event(term.selection)))
            case c.Truth(value):
                return f"{self.value(value)} is yes"
            case c.InForce(since, through, outside):
                return f"its date is {'not ' if outside else ''}{self.dates(since, through)}"
            case _:
                return self._test(condition)

    def _joined(self, parts: Sequence[c.Condition], word: str) -> str:
        """The parts; semicolons where a part has commas of its own; what it counts as is said in one."""
        named = [part for part in parts if isinstance(part, c.Named)]
        others = [part for part in h.together(parts, word) if not isinstance(part, c.Named)]
        texts = [f"it counts as {in_a_row([self.label(part) for part in named], word)}"] if named else []
        texts += [self._among(part) if isinstance(part, tuple) else self._part(part) for part in others]
        if len(texts) == 1:
            return texts[0]
        if len(texts) == 2 and not any("," in text or ";" in text for text in texts):
            return f" {word} ".join(texts)
        return f"; {word} ".join(["; ".join(texts[:-1]), texts[-1]]) if word == "and" else f"; {word} ".join(texts)

    def _among(self, parts: tuple[c.Includes, ...]) -> str:
        """`reason, balance and seal are among “letter elements”`."""
        return f"{in_a_row([self.value(part.item) for part in parts])} are among {self.value(parts[0].field)}"

    def _part(self, part: c.Condition) -> str:
        text = self.clause(part)
        return f"({text})" if isinstance(part, (c.And, c.Or)) and not self._is_simple(part) else text

    def _is_simple(self, part: c.And | c.Or) -> bool:
        return isinstance(part, c.And) and h.first_of(part) is not None

    def _first(self, condition: c.And) -> str | None:
        found = h.first_of(condition)
        return None if found is None else f"it is the first {self.event(found[0])} {self.for_same(found[1].keys)}"

    def _cases(self, condition: c.Or) -> str | None:
        found = h.cases(condition)
        if not found:
            return None
        return "; ".join(f"{self.dates(dates.since, dates.through)}: {self.clause(inner)}" for dates, inner in found)

    def _negated(self, inner: c.Condition) -> str:
        match inner:
            case c.Named():
                return f"it does not count as {self.label(inner)}"
            case c.Truth(c.History("exists") as term):
                return self._exists(term, f"no {self.event(term.selection)}")
            case c.Truth(value):
                return f"{self.value(value)} is no"
            case c.Mentions():
                return self._mentions(inner, not inner.lacks)
            case c.Not(again):
                return self.clause(again)
            case _:
                return f"it is not so that ({self.clause(inner)})"

    def _test(self, condition: c.Condition) -> str:
        match condition:
            case c.Compare(left, operator, right):
                return f"{self.value(left)} {self._operator(operator, left.type, right)} {self.value(right)}"
            case c.OneOf(value, options, negated):
                texts = [self.constant(option) for option in options]
                return f"{self.value(value)} {_none_of(texts) if negated else 'is ' + in_a_row(texts, 'or')}"
            case c.Known(value, negated):
                return f"{self.value(value)} is {'not ' if negated else ''}known"
            case c.InHours(value, hours, outside, zone):
                where = self.at_hours(hours)
                return f"{self.value(value)} is {'not ' if outside else ''}{where}{self._zone(zone)}"
            case c.InDates(value, start, end, outside):
                return f"{self.value(value)} is {'not ' if outside else ''}{self.dates(start, end)}"
            case c.DayIs(value, day_class, calendar, negated):
                kind = f"{_DAY_CLASSES[day_class]} {self.in_calendar(calendar)}"
                return f"{self.value(value)} is {'not ' if negated else ''}{kind}"
            case c.Mentions():
                return self._mentions(condition, condition.lacks)
            case c.Matches(field, pattern):
                return f"“{self.field_name(field)}” matches the pattern /{pattern}/"
            case c.Includes(field, item):
                return f"{self.value(item)} is among {self.value(field)}"
            case _:
                raise TypeError(type(condition).__name__)

    @staticmethod
    def _operator(operator: str, kind: ValueType, right: c.Value) -> str:
        if kind.kind in _POINTS and operator in _IN_TIME:
            return _IN_TIME[operator]
        return _OPERATORS[operator]

    def _mentions(self, condition: c.Mentions, lacks: bool) -> str:
        return f"“{self.field_name(condition.field)}” has {self.wording(condition, none=lacks)}"

    def wording(self, condition: c.Mentions, none: bool) -> str:
        """Wording of a list, or none."""
        title = f"the list “{condition.words.title or condition.words.name}”"
        if condition.at_least > 1:
            return f"{'fewer than' if none else 'at least'} {condition.at_least} phrases of {title}"
        return f"{'no ' if none else ''}wording of {title}"

    # --- values ---------------------------------------------------------------------------------------------

    def value(self, value: c.Value) -> str:
        """A value as a noun."""
        match value:
            case Const():
                return self.constant(value)
            case c.FieldValue() | c.LocalValue():
                return self._noun(value)
            case c.ParamValue(param):
                return self.fixed_or_label(param)
            case c.Shift(inner, distance, sign):
                return f"{self.distance(distance)} {'after' if sign > 0 else 'before'} {self.value(inner)}"
            case c.History():
                return self._term(value)

    def _noun(self, value: c.FieldValue | c.LocalValue) -> str:
        """`the channel`; in quotes where the name may be no noun: `“recorded”`."""
        if isinstance(value, c.LocalValue):
            return f"the {'' if value.name == 'weekday' else 'local '}{self.field_name(value)}"
        is_noun = value.type.kind in _NOUNS and "_" not in value.field.name and value.field.name not in _NO_NOUNS
        return f"the {self.field_name(value)}" if is_noun else f"“{self.field_name(value)}”"

    def _term(self, term: c.History) -> str:
        events, where = self.events(term.selection), f"{self.for_same(term.window.keys)} {self.back(term.window)}"
        of = "" if term.of is None else self._noun(term.of)
        match term.aggregate:
            case "count":
                return f"the number of {events} {where}"
            case "total":
                return f"the total of {of} over {events} {where}"
            case "distinct":
                return f"the number of different values of {of} among {events} {where}"
            case "time-since":
                return f"the time since the last {self.event(term.selection)} {self.for_same(term.window.keys)}"
            case "last":
                if isinstance(term.window.extent, c.Ever) and not term.window.including:
                    where = self.for_same(term.window.keys)
                return f"{of} of the last {self.event(term.selection)} {where}"
            case _:
                return f"whether {self._exists(term, a(self.event(term.selection)))}"

    def _exists(self, term: c.History, event: str) -> str:
        return f"there was {event} {self.for_same(term.window.keys)} {self.back(term.window)}"

    def events(self, selection: c.Condition) -> str:
        """The events of a selection; a definition's name is used as a noun where it looks like one."""
        if found := h.first_of(selection):
            return f"the first {self.event(found[0])} {self.for_same(found[1].keys)}"
        match selection:
            case c.Named():
                label = self.label(selection)
                return label if label.endswith("s”") else f"{label} events"
            case c.Or(parts) if all(isinstance(part, c.Named) for part in parts):
                return in_a_row([self.events(part) for part in parts], "or")
            case c.And((c.Named() as named, *rest)):
                return _narrowed(self.events(named), "those", self.that(tuple(rest)))
            case _:
                return f"events {self._of_kind(selection)}"

    def event(self, selection: c.Condition) -> str:
        """One event of a selection, without an article; a kind of event (`consent`) goes by its name alone."""
        if found := h.first_of(selection):
            return f"first {self.event(found[0])} {self.for_same(found[1].keys)}"
        match selection:
            case c.Named():
                label = self.label(selection)
                return label if self._speaks_for_itself(selection) else f"{label} event"
            case c.Or(parts) if all(isinstance(part, c.Named) for part in parts):
                return in_a_row([self.event(part) for part in parts], "or")
            case c.And((c.Named() as named, *rest)):
                return _narrowed(self.event(named), "one", self.that(tuple(rest), one=True))
            case _:
                return f"event {self._of_kind(selection)}"

    def _of_kind(self, selection: c.Condition) -> str:
        """`of kind payment`, or for which something holds."""
        match selection:
            case c.Compare(c.FieldValue(field), "=", Const() as kind) if field.name == "kind":
                return f"of kind {self.constant(kind)}"
            case c.OneOf(c.FieldValue(field), kinds, False) if field.name == "kind":
                return f"of kind {in_a_row([self.constant(kind) for kind in kinds], 'or')}"
            case _:
                return f"for which {self.clause(selection)}"

    def that(self, conditions: tuple[c.Condition, ...], one: bool = False) -> str:
        """Conditions on events, or on one event, named before."""
        count, do_not = ("counts", "does not") if one else ("count", "do not")
        match conditions:
            case (c.Or(parts),) if all(isinstance(part, c.Named) for part in parts):
                return f"that {count} as {in_a_row([self.label(part) for part in parts if isinstance(part, c.Named)], 'or')}"
        named = [self.label(part) for part in conditions if isinstance(part, c.Named)]
        not_named = [
            self.label(p.condition) for p in conditions if isinstance(p, c.Not) and isinstance(p.condition, c.Named)
        ]
        rest = tuple(part for part in conditions if not _is_named(part))
        told = [f"that {count} as {in_a_row(named)}"] if named else []
        told += [f"that {do_not} count as {in_a_row(not_named, 'or')}"] if not_named else []
        told += [f"for which {self.clause(rest[0]) if len(rest) == 1 else self._joined(rest, 'and')}"] if rest else []
        return " and ".join(told)


def _narrowed(noun: str, pronoun: str, told: str) -> str:
    """A noun and what narrows it; in parentheses where that has parts of its own."""
    return f"{noun} ({pronoun} {told})" if ";" in told else f"{noun} {told}"


def _is_named(condition: c.Condition) -> bool:
    return isinstance(condition.condition if isinstance(condition, c.Not) else condition, c.Named)
