"""The names that a pack may use, and what each stands for.

All declarations share one space of names: a definition may not have the name of a field, in either language.
Names of used packs come in with `use`; the pack's own are added to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias, TypeVar

from auditor.diagnostics import Diagnostic
from auditor.language.core import LocalValue, Named
from auditor.language.declarations import Calendar, Field, Hours, Param, WordList
from auditor.language.vocabulary import DERIVED
from auditor.source import Span
from auditor.spelling import did_you_mean
from auditor.value_types import Choice

Declared: TypeAlias = Field | Param | Named | WordList | Hours | Calendar | LocalValue
D = TypeVar("D", Field, Param, Named, WordList, Hours, Calendar)

_NUMERALS = (
    "zero 零", "one 一", "two 二 两", "three 三", "four 四", "five 五", "six 六", "seven 七", "eight 八", "nine 九", "ten 十",
)  # fmt: skip
_PEOPLE = {"consumer": "customer client borrower debtor cardholder", "债务人": "客户 用户 借款人 欠款人 持卡人"}
UNDECLARED = "declare it, or `use` the pack that does"
_WHAT: dict[type, str] = {
    Field: "a field", Param: "a parameter", Named: "a definition", WordList: "a word list", Hours: "hours",
    Calendar: "a calendar", LocalValue: "a value of the event",
}  # fmt: skip


def what(declared: Declared) -> str:
    """The kind of a thing in words: `a field`, `a word list`."""
    return _WHAT[type(declared)]


def _in_digits(name: str) -> str | None:
    """What to write for a number in words."""
    number = next((n for n, words in enumerate(_NUMERALS) if name.lower() in words.split()), None)
    return None if number is None else f"figures are written in digits: `{number}`"


def _who(name: str, candidates: Iterable[str]) -> str | None:
    """The field that holds the person, for a word that other trades have for them."""
    fields = (field for field, words in _PEOPLE.items() if name.lower() in words.split())
    return next((f"the language says `{field}`" for field in fields if field in candidates), None)


def with_choices(declared: Field, choices: Iterable[Choice]) -> Field:
    """The field with further allowed values."""
    merged = {choice.name: choice for choice in declared.type.choices}
    for choice in choices:
        merged.setdefault(choice.name, choice)
    if len(merged) == len(declared.type.choices):
        return declared
    return replace(declared, type=replace(declared.type, choices=tuple(merged.values())))


@dataclass
class Scope:
    """Names to what they stand for; `places` remembers where each was declared.

    unread: names of statements that could not be read; whoever speaks of one is told nothing more.
    """

    names: dict[str, Declared] = field(default_factory=dict)
    places: dict[str, Span | None] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    @classmethod
    def with_local_values(cls) -> Scope:
        """A scope that knows `time`, `date` and `weekday`."""
        scope = cls()
        for derived in DERIVED.values():
            for name in (derived.name, derived.zh):
                scope.names[name] = LocalValue(derived.name)
        return scope

    def find(self, name: str) -> Declared | None:
        """What a name stands for."""
        return self.names.get(name)

    def of_type(self, kind: type[D]) -> Iterator[D]:
        """Every declaration of a kind, each once, in order of declaration."""
        seen = set()
        for declared in self.names.values():
            if isinstance(declared, kind) and id(declared) not in seen:
                seen.add(id(declared))
                yield declared

    def names_of(self, *kinds: type) -> list[str]:
        """The names that stand for things of these kinds."""
        return [name for name, declared in self.names.items() if isinstance(declared, kinds)]

    def declare(self, names: Iterable[str], declared: Declared, place: Span | None) -> list[Diagnostic]:
        """Add names; a name that is taken by something else is a problem that shows both places.

        Where a name of a field is that of a local value (`时间`), the local value keeps it.
        """
        problems = []
        for name in dict.fromkeys(names):
            present = self.names.get(name)
            if isinstance(present, LocalValue) and isinstance(declared, Field):
                continue
            earlier = self.places.get(name)
            again = isinstance(present, Field) and earlier != place
            if present is not None and (present != declared or again):
                notes = ((earlier, "first declared here"),) if earlier else ()
                message = f"`{name}` is already {what(present)}"
                problems.append(Diagnostic("duplicate-name", message, place, "give one of them another name", notes))
                continue
            self.names[name] = declared
            self.places.setdefault(name, place)
        return problems

    def replace(self, old: Declared, new: Declared) -> None:
        """Let every name of a declaration stand for its successor."""
        if new is old:
            return
        for name, declared in self.names.items():
            if declared is old:
                self.names[name] = new

    def include(self, other: Scope, place: Span | None) -> list[Diagnostic]:
        """Take over another pack's names; the same name for different things is a problem."""
        problems = []
        self.unread |= other.unread
        for name, declared in other.names.items():
            present = self.names.get(name)
            if present is None:
                self.names[name] = declared
                self.places[name] = other.places.get(name)
            elif present != declared:
                message = f"`{name}` comes from two packs and means different things"
                notes = tuple(
                    (span, label)
                    for span, label in ((self.places.get(name), "one"), (other.places.get(name), "the other"))
                    if span is not None
                )
                problems.append(Diagnostic("duplicate-name", message, place, "use only one of the packs", notes))
            elif isinstance(present, Field) and isinstance(declared, Field):
                self.replace(present, with_choices(present, declared.type.choices))
        return problems

    def unknown(self, name: str, span: Span, *kinds: type) -> Diagnostic:
        """The problem of a name that stands for nothing, with the nearest one that does."""
        candidates = self.names_of(*kinds) if kinds else list(self.names)
        hint = _in_digits(name) or _who(name, candidates) or did_you_mean(name, candidates) or UNDECLARED
        return Diagnostic("unknown-name", f"`{name}` is not declared", span, hint)

    def wrong_kind(self, name: str, found: Declared, wanted: str, span: Span) -> Diagnostic:
        """The problem of a name that stands for the wrong kind of thing."""
        place = self.places.get(name)
        notes = ((place, "declared here"),) if place else ()
        return Diagnostic("wrong-kind-of-name", f"`{name}` is {what(found)}, not {wanted}", span, None, notes)
