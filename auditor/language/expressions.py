"""Values, windows, conditions and history terms as an author wrote them.

Every node has a span; spans do not count when trees are compared, so a tree is equal to itself after
reformatting and after a change of language. Names are kept as written; nothing is resolved here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from auditor.source import Span


@dataclass(frozen=True, kw_only=True)
class Node:
    """Anything that stands somewhere in a rule file."""

    span: Span = field(compare=False, repr=False)


# --- values ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Name(Node):
    """A name: of a field, a value, a definition, a list, a parameter, ..."""

    text: str


@dataclass(frozen=True)
class Number(Node):
    """A plain number."""

    value: Decimal


@dataclass(frozen=True)
class Quantity(Node):
    """A number with a unit of time: `48 hours`, `5 working days of us`.

    unit: seconds, minutes, hours, days, weeks, calendar-days or working-days; `calendar` goes with the last.
    """

    amount: Number | Name
    unit: str
    calendar: Name | None = None


@dataclass(frozen=True)
class Text(Node):
    """A quoted text."""

    value: str


@dataclass(frozen=True)
class Date(Node):
    """A calendar date, days since 1970-01-01; None where it is not a date that exists."""

    days: int | None


@dataclass(frozen=True)
class TimeOfDay(Node):
    """A time of day, microseconds since midnight; None beyond 24:00."""

    microseconds: int | None


@dataclass(frozen=True)
class YesNo(Node):
    """`yes` or `no`."""

    value: bool


@dataclass(frozen=True)
class Regex(Node):
    """A pattern between slashes."""

    pattern: str


Literal: TypeAlias = Number | Quantity | Text | Date | TimeOfDay | YesNo


# --- windows --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class InAny(Node):
    """`in any 7 days`: a rolling span of instants."""

    span_of: Quantity


@dataclass(frozen=True)
class InConsecutiveDays(Node):
    """`in 7 consecutive days`: local dates, this one included."""

    days: Number | Name


@dataclass(frozen=True)
class InWorkingDays(Node):
    """`in 3 working days of CAL`."""

    days: Number | Name
    calendar: Name


@dataclass(frozen=True)
class InEach(Node):
    """`in each week`: the same calendar unit."""

    unit: str
    week_from_sunday: bool = False


@dataclass(frozen=True)
class Ever(Node):
    """`ever`: all that came before."""


@dataclass(frozen=True)
class SinceLast(Node):
    """`since last R`."""

    reset: Expression


@dataclass(frozen=True)
class Within(Node):
    """`within 5 days`: a distance from the event, backwards or (ahead) forwards."""

    distance: Quantity | Name
    ahead: bool = False


Extent: TypeAlias = InAny | InConsecutiveDays | InWorkingDays | InEach | Ever | SinceLast | Within


@dataclass(frozen=True)
class Window(Node):
    """Keys and window of a history term.

    extent None: the author left it out. `at_least`: only events that are at least so much earlier.
    `including`: the event itself is looked at too.
    """

    keys: tuple[Name, ...]
    extent: Extent | None
    at_least: Quantity | Name | None = None
    including: bool = False


# --- conditions -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Compare(Node):
    """`a < b`; operator one of = != < <= > >=. `is` and `is not` are = and !=."""

    left: Expression
    operator: str
    right: Expression


@dataclass(frozen=True)
class OneOf(Node):
    """`a is one of x, y`."""

    value: Expression
    options: tuple[Expression, ...]
    negated: bool


@dataclass(frozen=True)
class Known(Node):
    """`a is known`, `a is unknown`."""

    value: Expression
    negated: bool


@dataclass(frozen=True)
class Clock(Node):
    """`08:00 until 22:00` (the end excluded) or `08:00 through 22:00` (that minute's first instant included)."""

    start: TimeOfDay
    end: TimeOfDay
    through: bool


@dataclass(frozen=True)
class InHours(Node):
    """`time in 08:00 until 22:00`, `time outside office-hours in any zone`; also `date in D through D`.

    zone: None the event's own zones, "any", or the name of a zone.
    """

    value: Expression
    outside: bool
    hours: tuple[Clock, ...] | Name | DateRange
    zone: str | None


@dataclass(frozen=True)
class DateRange(Node):
    """`2026-01-01 through 2026-01-07`, both ends included."""

    start: Date
    end: Date


@dataclass(frozen=True)
class DayIs(Node):
    """`date is holiday of cn`."""

    value: Expression
    negated: bool
    day_class: Name
    calendar: Name


@dataclass(frozen=True)
class Mentions(Node):
    """`text mentions L`, `text mentions at least 2 of L`, `text lacks L`."""

    value: Expression
    words: Name
    at_least: int | None
    lacks: bool


@dataclass(frozen=True)
class Matches(Node):
    """`text matches /.../`."""

    value: Expression
    pattern: Regex


@dataclass(frozen=True)
class Includes(Node):
    """`weekdays includes weekday`: a field of several values holds this one."""

    value: Expression
    item: Expression


@dataclass(frozen=True)
class Not(Node):
    """`not c`."""

    condition: Expression


@dataclass(frozen=True)
class And(Node):
    """`a and b and c`."""

    conditions: tuple[Expression, ...]


@dataclass(frozen=True)
class Or(Node):
    """`a or b or c`."""

    conditions: tuple[Expression, ...]


@dataclass(frozen=True)
class Except(Node):
    """`(S except C)`: the events of S without those of C."""

    selection: Expression
    exception: Expression


@dataclass(frozen=True)
class Shift(Node):
    """`5 days after x`, `2 working days of us before x`."""

    distance: Quantity | Name
    value: Expression
    before: bool


# --- history terms --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Exists(Node):
    """`S per K in W`: is there one."""

    selection: Expression
    window: Window


@dataclass(frozen=True)
class Count(Node):
    """`number of S per K in W`."""

    selection: Expression
    window: Window


@dataclass(frozen=True)
class Total(Node):
    """`total F of S per K in W`."""

    field: Name
    selection: Expression
    window: Window


@dataclass(frozen=True)
class Distinct(Node):
    """`distinct F of S per K in W`."""

    field: Name
    selection: Expression
    window: Window


@dataclass(frozen=True)
class TimeSince(Node):
    """`time since last S per K`."""

    selection: Expression
    keys: tuple[Name, ...]


@dataclass(frozen=True)
class Last(Node):
    """`F of last S per K`."""

    field: Name
    selection: Expression
    window: Window


@dataclass(frozen=True)
class First(Node):
    """`first S per K`: this event is one, and none came before."""

    selection: Expression
    keys: tuple[Name, ...]


Expression: TypeAlias = (
    Name | Literal | Compare | OneOf | Known | InHours | DayIs | Mentions | Matches | Includes | Not | And | Or
    | Except | Shift | Exists | Count | Total | Distinct | TimeSince | Last | First
)  # fmt: skip

Amount: TypeAlias = Number | Quantity | Name
