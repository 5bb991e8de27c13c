"""Names in the other language: what a name stands for where it is written, and how that is called elsewhere.

A name is replaced only where the other one, in the same place, stands for the same thing. `时间` is the field
`at` in the header of a table, and the time of day in a condition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, TypeAlias

from auditor.language import expressions as x
from auditor.language.core import LocalValue, Named
from auditor.language.declarations import Field, Param
from auditor.language.vocabulary import (
    BASES,
    DERIVED,
    FORCES,
    KEYWORDS,
    SEVERITIES,
    WEEKDAYS,
    Language,
    Word,
    look_up,
)  # fmt: skip
from auditor.value_types import Choice, Kind, ValueType

Meaning: TypeAlias = object
Resolve: TypeAlias = Callable[[str], Meaning]

_NAME = re.compile(r"[^\W\d_]\w*(?:[.\-]\w+)*")
BEGIN_AN_OPERAND = frozenset(
    spelling
    for key in ("NOT", "YES", "NO", "NUMBER_OF", "TOTAL", "DISTINCT", "TIME_SINCE_LAST", "FIRST", "ZH_SAME")
    for spelling in KEYWORDS[key].spellings
)

_FACTS = {"basis": BASES, "force": FORCES, "severity": SEVERITIES}


class HasNames(Protocol):
    """The checked names of a pack: each to what it stands for."""

    @property
    def names(self) -> Mapping[str, object]: ...


@dataclass(frozen=True)
class Names:
    """What the names of a pack stand for in a condition: fields, local values, parameters, definitions."""

    meanings: Mapping[str, Meaning] = field(default_factory=lambda: MappingProxyType({}))


def names_of(scope: HasNames) -> Names:
    """The names of a checked pack, as the formatter needs them."""
    return Names(MappingProxyType(dict(scope.names)))


def is_name(text: str) -> bool:
    """Whether it can be written without quotes."""
    return _NAME.fullmatch(text) is not None


def is_in(text: str, language: Language) -> bool:
    """Whether a name is of this language, by its script."""
    return text.isascii() is (language == "en")


class Namer:
    """Spells names in a language; without one, as they were written."""

    def __init__(self, names: Names, language: Language | None) -> None:
        self._meanings = names.meanings
        self._language = language

    @property
    def keeps_names(self) -> bool:
        """Whether names stay as they were written."""
        return self._language is None

    # --- what a name stands for -----------------------------------------------------------------------------

    def _in_place_of(self, expected: ValueType | None) -> Resolve:
        """How a name is understood that is held against a value of this type."""

        def resolve(text: str) -> Meaning:
            chosen = _choice(text, expected)
            return self._meanings.get(text) if chosen is None else chosen

        return resolve

    def _field(self, text: str) -> Meaning:
        """What a key or a column is named after; a local value gives way to the field behind it."""
        found = self._meanings.get(text)
        if not isinstance(found, LocalValue):
            return found
        fields = (known for known in self._meanings.values() if isinstance(known, Field))
        return next((known for known in fields if text in (known.name, *known.zh)), found)

    def type_of(self, node: x.Expression) -> ValueType | None:
        """The type of a value whose allowed values may be named beside it."""
        name = node.field if isinstance(node, x.Last) else node
        found = self._meanings.get(name.text) if isinstance(name, x.Name) else None
        return found.type if isinstance(found, (Field, LocalValue, Param)) else None

    def type_of_column(self, text: str) -> ValueType | None:
        """The type of the cells below a header, or of what is given for every row."""
        found = self._field(text)
        return found.type if isinstance(found, (Field, LocalValue, Param)) else None

    # --- how it is called -----------------------------------------------------------------------------------

    def value(self, text: str, expected: ValueType | None = None) -> str:
        """A name in a condition, held against a value of this type."""
        return self._spelled(text, self._in_place_of(expected))

    def left(self, node: x.Name, right: x.Expression) -> str:
        """A name on the left: an allowed value of the field on the right, where it stands for nothing else."""
        beside = self.type_of(right)

        def resolve(text: str) -> Meaning:
            return self._meanings.get(text) or _choice(text, beside)

        return self._spelled(node.text, resolve)

    def default(self, text: str, own: ValueType) -> str:
        """The default of a field: another field, else one of its own values."""

        def resolve(name: str) -> Meaning:
            found = self._meanings.get(name)
            return found if isinstance(found, Field) else _choice(name, own)

        return self._spelled(text, resolve)

    def column(self, text: str) -> str:
        """A key, a column, or a field that is given for every row."""
        return self._spelled(text, self._field)

    def allowed(self, text: str, kind: ValueType) -> str:
        """An allowed value in a cell."""
        return self._spelled(text, lambda name: _choice(name, kind), in_text=True)

    def word(self, text: str, table: Mapping[str, Word]) -> str:
        """A word of a table of the vocabulary."""
        key = look_up(table, text)
        return text if key is None or self._language is None else table[key].spell(self._language)

    def fact(self, key: str, text: str) -> str:
        """A basis, a force of law, a severity."""
        return self.word(text, _FACTS[key]) if key in _FACTS else text

    def both(self, name: str, other: str) -> tuple[str, str]:
        """The two names of a definition, that of the language first."""
        language = self._language
        if language is None or is_in(name, language) or not is_in(other, language) or not _may_be_said(other):
            return name, other
        return other, name

    def _spelled(self, text: str, resolve: Resolve, in_text: bool = False) -> str:
        if self._language is None:
            return text
        meaning = resolve(text)
        for candidate in _called(meaning):
            sayable = in_text or _may_be_said(candidate)
            if sayable and is_in(candidate, self._language) and _same(resolve(candidate), meaning):
                return candidate
        return text


def _may_be_said(name: str) -> bool:
    return is_name(name) and name not in BEGIN_AN_OPERAND


def _choice(text: str, kind: ValueType | None) -> Choice | None:
    if kind is None:
        return None
    if kind.kind is Kind.WEEKDAY:
        key = look_up(WEEKDAYS, text)
        return None if key is None else Choice(WEEKDAYS[key].en[0], WEEKDAYS[key].zh[0])
    return next((choice for choice in kind.choices if text in (choice.name, choice.zh)), None)


def _called(meaning: Meaning) -> Iterable[str]:
    """The names of a thing, those to be preferred first."""
    match meaning:
        case Choice(name, zh):
            return [name, *([zh] if zh else [])]
        case Field(name=name, zh=zh):
            return [name, *zh]
        case Named(name=name, other=other):
            return [name, *([other] if other else [])]
        case LocalValue(name):
            return [DERIVED[name].name, DERIVED[name].zh]
        case _:
            return []


def _same(one: Meaning, other: Meaning) -> bool:
    """Whether two names stand for the same thing; definitions that mean the same are not the same."""
    if isinstance(one, Named) and isinstance(other, Named):
        return (one.name, one.other) == (other.name, other.other)
    return one == other
