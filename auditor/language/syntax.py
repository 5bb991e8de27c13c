"""The statements of a rule file as an author wrote them: a frozen dataclass per rule of the grammar.

Names are kept as written; nothing is resolved here. Conditions and terms are in `expressions`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from auditor.language.expressions import (
    Amount,
    Clock,
    Date,
    Expression,
    Literal,
    Name,
    Node,
    Quantity,
    Text,
    Window,
)  # fmt: skip
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
from auditor.value_types import Kind

Form: TypeAlias = (
    Forbid[Expression]
    | Require[Expression]
    | AtMost[Expression, Amount, Window, Name]
    | AtMostDistinct[Expression, Amount, Window, Name]
    | AtMostTotal[Expression, Amount, Window, Name]
    | AtLeastBetween[Expression, Quantity | Name, Name]
    | AfterForbid[Expression, Window]
    | AfterRequire[Expression, Window]
    | BeforeRequire[Expression, Window]
    | AtLeastEach[Expression, Amount, Name]
)


@dataclass(frozen=True)
class Fact(Node):
    """A fact of a pack or rule: `severity high`. The key is the keyword's name in lower case."""

    key: str
    values: tuple[Name | Text | Date, ...]


@dataclass(frozen=True)
class Pack(Node):
    """`pack NAME "title"` and its facts."""

    name: Name
    title: Text
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class AppliesWhen(Node):
    """`applies when CONDITION`: whose contacts the pack is about."""

    condition: Expression


@dataclass(frozen=True)
class Use(Node):
    """`use PACK, PACK`."""

    packs: tuple[Name, ...]


@dataclass(frozen=True)
class ChoiceDecl(Node):
    """An allowed value and its Chinese name."""

    name: Name
    zh: Text | None


@dataclass(frozen=True)
class Type(Node):
    """A type as written."""

    kind: Kind
    several: bool
    choices: tuple[ChoiceDecl, ...]


@dataclass(frozen=True)
class Field(Node):
    """`field NAME "中文名": TYPE default VALUE of contacts means "..."`."""

    name: Name
    zh: tuple[Text, ...]
    type: Type
    default: Literal | Name | None
    of_contacts: bool
    means: Text | None


@dataclass(frozen=True)
class FieldAdds(Node):
    """`field kind adds missed-meeting "失约"`: further values of a field of another pack."""

    name: Name
    choices: tuple[ChoiceDecl, ...]


@dataclass(frozen=True)
class Dated(Node):
    """A value with the dates between which it holds, both inclusive."""

    value: Literal
    since: Date | None
    through: Date | None


@dataclass(frozen=True)
class Param(Node):
    """`param NAME = VALUE from DATE, ...` or `param NAME: TYPE set by the site`."""

    name: Name
    title: Text | None
    values: tuple[Dated, ...]
    type: Type | None


@dataclass(frozen=True)
class Define(Node):
    """`define NAME "other name": CONDITION`."""

    name: Name
    other: Text | None
    condition: Expression


@dataclass(frozen=True)
class Words(Node):
    """`words NAME "title" "phrase", ... except "phrase" without homophones`."""

    name: Name
    title: Text
    phrases: tuple[Text, ...]
    files: tuple[Text, ...]
    exceptions: tuple[Text, ...]
    exception_files: tuple[Text, ...]
    without: tuple[Name, ...]


@dataclass(frozen=True)
class HoursLine(Node):
    """One line of an `hours`: day classes and their spans; no span closes the day.

    days: pairs (first, last); last None for a single class; ("every-day", None) for every day.
    """

    days: tuple[tuple[Name, Name | None], ...]
    clocks: tuple[Clock, ...]


@dataclass(frozen=True)
class Hours(Node):
    """`hours NAME of CALENDAR` and a line per day class."""

    name: Name
    title: Text | None
    calendar: Name | None
    lines: tuple[HoursLine, ...]


OverlayDay: TypeAlias = tuple[int | None, int, int]
"""A day of a calendar's overlay: year (None for every year), month, day."""


@dataclass(frozen=True)
class CalendarDay(Node):
    """`closed 2026-12-31 "..."`, `open ...`, `closed every 12-29 through 01-03`."""

    closed: bool
    start: OverlayDay
    end: OverlayDay
    title: Text | None


@dataclass(frozen=True)
class Calendar(Node):
    """`calendar NAME library "US" "CA" years 2015 through 2030` and its own days."""

    name: Name
    title: Text | None
    library: tuple[Text, ...]
    years: tuple[int, int] | None
    weekend: tuple[Name, ...]
    days: tuple[CalendarDay, ...]


@dataclass(frozen=True)
class Limit(Node):
    """The statement of a rule and what excuses its subject."""

    form: Form
    unless: Expression | None


@dataclass(frozen=True)
class Rule(Node):
    """`rule NAME "title"`, facts, and one limit.

    limits: as many as the author wrote; the checker wants exactly one.
    """

    name: Name
    title: Text
    facts: tuple[Fact, ...]
    limit: Limit


@dataclass(frozen=True)
class Clause(Node):
    """`clause "citation" not-checkable "why"`."""

    cite: Text
    kind: Name
    why: Text


@dataclass(frozen=True)
class Cell(Node):
    """A cell of an example's table, trimmed."""

    text: str


@dataclass(frozen=True)
class Example(Node):
    """`example "title" for RULE`, what is given for every row, and a table."""

    title: Text
    rule: Name
    given: tuple[tuple[Name, Cell], ...]
    known_from: Date | None
    known_through: Date | None
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Adjust(Node):
    """`adjust RULE severity low because "..."`: what a site makes stricter, or switches off or on."""

    target: Name
    severity: Name | None
    enabled: bool | None
    at_most: Amount | None
    params: tuple[tuple[Name, tuple[Dated, ...]], ...]
    because: Text | None


Statement: TypeAlias = (
    Pack | AppliesWhen | Use | Field | FieldAdds | Param | Define | Words | Hours | Calendar | Rule | Clause
    | Example | Adjust
)  # fmt: skip


@dataclass(frozen=True)
class Comment:
    """A comment, from `#` to the end of its line; `alone` where nothing else stands on the line."""

    text: str
    start: int
    alone: bool


@dataclass(frozen=True)
class File:
    """A whole rule file: its statements in order, and its comments with their places.

    unread: the names of statements that could not be read.
    """

    statements: tuple[Statement, ...]
    comments: tuple[Comment, ...] = field(default=(), compare=False)
    unread: tuple[str, ...] = field(default=(), compare=False)
