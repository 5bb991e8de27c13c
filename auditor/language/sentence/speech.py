"""How a rule is told, whatever the language: its limit, what is left out, when it does not apply, what its words mean.

`English` and `Chinese` say the parts.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

from auditor.language import core as c
from auditor.language.declarations import Const, Field, Hours, Param, Version
from auditor.language.sentence import shapes as h
from auditor.language.sentence.figures import plain, time_of_day
from auditor.language.vocabulary import DERIVED, UNIT_MICROSECONDS, WEEKDAYS, Language
from auditor.value_types import Kind, ValueType

_DEPTH = 2
_EVERY_DAY = ("every-day",)
DAYS_IN_A_WEEK = 7
_DERIVED_ZH = frozenset(derived.zh for derived in DERIVED.values())


class Speech(ABC):
    """One language."""

    language: Language
    all_of: str
    any_of: str
    none_of: str

    # --- a rule ---------------------------------------------------------------------------------------------

    def rule(self, rule: c.Rule) -> list[str]:
        """The sentences of a rule."""
        told = self._limit(rule) if rule.floor is None else [self.floor(rule.floor)]
        if rule.floor is None and rule.applies is not None:
            told.append(self.only_about(rule.applies))
        return [*told, *self._explanations(rule)]

    def _limit(self, rule: c.Rule) -> list[str]:
        kept, left_out = h.split(rule.subject)
        condition, excused = h.split(rule.condition)
        shape = h.shape_of(rule.subject, condition)
        told = self._told(kept, shape)
        if left_out is not None:
            counted = isinstance(shape, (h.AtMost, h.AtMostTotal, h.AtMostDistinct))
            told.append(self.left_out(kept, left_out, counted))
        if excused is not None:
            told.append(self.excused(excused))
        return told

    def _told(self, subject: c.Condition, shape: h.Shape) -> list[str]:
        if not isinstance(shape, h.ByDate):
            return [self.limit(subject, shape)]
        return [
            self.between_dates(dates, sentence)
            for dates, inner in shape.cases
            for sentence in self._told(subject, inner)
        ]

    def _explanations(self, rule: c.Rule) -> list[str]:
        """What the names in a rule mean, those of its own first, down to some depth."""
        seen: dict[str, str] = {}
        parts: list[object] = [rule.floor or (rule.subject, rule.condition, rule.applies)]
        for _ in range(_DEPTH):
            found = [node for part in parts for node in _named_things(part)]
            parts = []
            for node in found:
                key = f"{type(node).__name__} {node.name}"
                if key in seen:
                    continue
                seen[key] = self._explained(node)
                if isinstance(node, c.Named):
                    parts.append(node.condition)
        return [text for text in seen.values() if text]

    def _explained(self, node: c.Named | Param | Hours) -> str:
        match node:
            case c.Named():
                return "" if self._speaks_for_itself(node) else self.means(node)
            case Param():
                return "" if is_fixed(node) else self.param(node)
            case Hours():
                return self.hours_are(node) if is_by_day(node) else ""

    def _speaks_for_itself(self, node: c.Named) -> bool:
        """Whether a definition only gives an allowed value its own name."""
        match node.condition:
            case c.Compare(c.FieldValue(), "=", Const() as const):
                return self.constant(const) in (self.label(node), self.label(node).strip("“”"))
            case _:
                return False

    def tidy(self, text: str) -> str:
        """The text as it is printed."""
        return text

    # --- names and values -----------------------------------------------------------------------------------

    def label(self, node: c.Named) -> str:
        """A definition by its name."""
        return f"“{self.of_language(node.name, node.other)}”"

    def of_language(self, *names: str | None) -> str:
        """The first of the names that is of the language, else the first."""
        found = [name for name in names if name]
        chosen = next((name for name in found if name.isascii() is (self.language == "en")), found[0])
        return chosen.replace("_", " ")

    def title_of(self, param: Param) -> str:
        """The title of a parameter, where it is of the language."""
        return param.title if param.title.isascii() is (self.language == "en") else ""

    def field_name(self, field: Field | c.FieldValue | c.LocalValue) -> str:
        """A field or local value by its name."""
        match field:
            case c.LocalValue(name):
                return self.of_language(DERIVED[name].name, DERIVED[name].zh)
            case c.FieldValue(inner):
                return self.field_name(inner)
            case _:
                return self.of_language(field.name, *(zh for zh in field.zh if zh not in _DERIVED_ZH))

    def constant(self, const: Const) -> str:
        """A fixed value."""
        value, kind = const.value, const.type.kind
        match kind:
            case Kind.TEXT:
                return f"“{value}”"
            case Kind.CHOICE:
                choice = next((choice for choice in const.type.choices if choice.name == value), None)
                return self.of_language(value, choice.zh if choice else None)
            case Kind.WEEKDAY:
                return self.day_of_week(value)
            case Kind.YES_NO:
                return self.yes_no(value)
            case Kind.DATE:
                return self.date(value)
            case Kind.TIME:
                return time_of_day(value)
            case Kind.DURATION:
                return self.length(value)
            case _:
                return plain(value)

    def day_of_week(self, number: int) -> str:
        """A day of the week by its number, Monday being 1."""
        return list(WEEKDAYS.values())[number - 1].spell(self.language)

    def versions(self, param: Param) -> list[tuple[str, Version]]:
        """The values of a parameter, each said."""
        return [(self.constant(Const(version.value, param.type)), version) for version in param.versions]

    def fixed_or_label(self, param: Param) -> str:
        """A parameter that never changes as its value, any other by its name."""
        return self.versions(param)[0][0] if is_fixed(param) else f"“{self.of_language(param.name)}”"

    def amount(self, figure: c.Figure) -> str:
        """A whole number, or the parameter that gives one."""
        return plain(figure) if isinstance(figure, int) else self.fixed_or_label(figure.param)

    def measured(self, figure: c.Figure) -> str:
        """A length of time, or the parameter that gives it, with the unit in which it does."""
        if isinstance(figure, int):
            return self.length(figure)
        unit = next((unit for unit, size in UNIT_MICROSECONDS.items() if size == figure.scale), None)
        return f"{self.amount(figure)}{self.unit_word(unit)}" if unit else self.amount(figure)

    # --- what each language says ----------------------------------------------------------------------------

    @abstractmethod
    def paragraph(self, sentences: Sequence[str]) -> str:
        """Sentences one after another."""

    @abstractmethod
    def limit(self, subject: c.Condition, shape: h.Shape) -> str:
        """The sentence of a limit."""

    @abstractmethod
    def floor(self, floor: c.Floor) -> str:
        """The sentence of a least number per key and calendar unit."""

    @abstractmethod
    def left_out(self, kept: c.Condition, exception: c.Condition, counted: bool) -> str:
        """The sentence of an exception to the subject."""

    @abstractmethod
    def excused(self, condition: c.Condition) -> str:
        """The sentence of what excuses the subject."""

    @abstractmethod
    def only_about(self, condition: c.Condition) -> str:
        """The sentence of whose contacts a pack is about."""

    @abstractmethod
    def between_dates(self, dates: c.InForce, sentence: str) -> str:
        """A sentence that holds between two dates."""

    @abstractmethod
    def means(self, node: c.Named) -> str:
        """The sentence of a definition."""

    @abstractmethod
    def param(self, param: Param) -> str:
        """The sentence of a parameter's values."""

    @abstractmethod
    def hours_are(self, hours: Hours) -> str:
        """The sentence of hours that differ by day."""

    @abstractmethod
    def clause(self, condition: c.Condition) -> str:
        """A condition as part of a sentence."""

    @abstractmethod
    def value(self, value: c.Value) -> str:
        """A value by its name, or what it is."""

    @abstractmethod
    def events(self, selection: c.Condition) -> str:
        """The events of a selection, as a noun."""

    @abstractmethod
    def event(self, selection: c.Condition) -> str:
        """One event of a selection, as a noun."""

    @abstractmethod
    def date(self, days: int) -> str:
        """A date."""

    @abstractmethod
    def length(self, microseconds: int) -> str:
        """A length of time."""

    @abstractmethod
    def unit_word(self, unit: str) -> str:
        """A unit of time after a parameter that counts in it."""

    @abstractmethod
    def yes_no(self, value: bool) -> str:
        """Yes or no."""


def is_fixed(param: Param) -> bool:
    """Whether a parameter has one value for all dates."""
    return len(param.versions) == 1 and param.versions[0].since is None and param.versions[0].through is None


def is_by_day(hours: Hours) -> bool:
    """Whether hours differ by the day."""
    return any(line.classes != _EVERY_DAY for line in hours.lines)


def _named_things(part: object) -> Iterator[c.Named | Param | Hours]:
    """The definitions, parameters and hours that a part speaks of, without those inside definitions."""
    todo = [part]
    while todo:
        node = todo.pop()
        if isinstance(node, (c.Named, Param, Hours)):
            yield node
        elif isinstance(node, tuple):
            todo += reversed(node)
        elif is_dataclass(node) and not isinstance(node, (ValueType, type)):
            todo += [getattr(node, f.name) for f in reversed(fields(node))]
