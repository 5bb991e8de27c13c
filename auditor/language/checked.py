"""A checked rule pack: everything a pack's files say, with names and types right.

Rules are here still in the form in which they were written; `lower` gives each its core shape.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from auditor.language.core import Condition, Distance, Facts, FieldValue, LocalValue, Named, Value, Window
from auditor.language.declarations import Calendar, Field, Hours, Param, Version, WordList
from auditor.language.forms import (
    AfterForbid,
    AfterRequire,
    AtLeastBetween,
    AtLeastEach,
    AtMost,
    AtMostDistinct,
    AtMostTotal,
    BeforeRequire,
    Forbid,
    Require,
)  # fmt: skip
from auditor.source import Span

Form: TypeAlias = (
    Forbid[Condition]
    | Require[Condition]
    | AtMost[Condition, Value, Window, Field]
    | AtMostDistinct[Condition, Value, Window, FieldValue]
    | AtMostTotal[Condition, Value, Window, FieldValue | LocalValue]
    | AtLeastBetween[Condition, Distance, Field]
    | AfterForbid[Condition, Window]
    | AfterRequire[Condition, Window]
    | BeforeRequire[Condition, Window]
    | AtLeastEach[Condition, Value, Field]
)


@dataclass(frozen=True)
class CheckedRule:
    """A rule whose names and types are right, still in the form in which it was written."""

    facts: Facts
    form: Form
    unless: Condition | None
    applies: Condition | None


@dataclass(frozen=True)
class Clause:
    """A provision that is no rule here, and why: not-checkable, not-covered, or disputed."""

    cite: str
    kind: str
    why: str
    pack: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class ExampleEvent:
    """A row of an example: typed values by field, and the verdict expected of it (None: none is)."""

    values: tuple[tuple[str, Any], ...]
    verdict: str | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True)
class Example:
    """A small timeline and what a rule should say of each row.

    params: by name the values that the example gives to parameters.
    """

    title: str
    rule: str
    events: tuple[ExampleEvent, ...]
    known_from: int | None = None
    known_through: int | None = None
    span: Span | None = field(default=None, compare=False, repr=False)
    params: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Adjustment:
    """What a site makes of a rule or of a pack's parameters. enabled: None where it stays as it is."""

    target: str
    because: str
    pack: str
    severity: str | None = None
    enabled: bool | None = None
    at_most: Value | None = None
    params: tuple[tuple[str, tuple[Version, ...]], ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Pack:
    """A checked rule pack. files: the names of its rule files; places: where its definitions stand."""

    id: str
    title: str
    jurisdiction: str = ""
    source: str = ""
    version: str = ""
    read_on: int | None = None
    uses: tuple[str, ...] = ()
    applies: Condition | None = None
    fields: tuple[Field, ...] = ()
    params: tuple[Param, ...] = ()
    definitions: tuple[Named, ...] = ()
    words: tuple[WordList, ...] = ()
    hours: tuple[Hours, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    rules: tuple[CheckedRule, ...] = ()
    clauses: tuple[Clause, ...] = ()
    examples: tuple[Example, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    files: frozenset[str] = frozenset()
    places: tuple[tuple[str, Span], ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)
