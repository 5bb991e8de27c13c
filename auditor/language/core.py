"""What a rule means: names resolved, every value typed, one shape of rule.

    rule  =  subject selection  +  one condition  +  facts about the rule

A term about history is always (aggregate, selection, keys, window). Equal trees mean the same, so that an
engine may work out a term once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from auditor.language.declarations import Calendar, Const, Field, Hours, Param, WordList
from auditor.language.remembered import remembers_hash
from auditor.language.trees import depth as depth
from auditor.language.trees import rewrite as rewrite
from auditor.language.trees import walk as walk
from auditor.source import Span
from auditor.value_types import DATE, DURATION, NUMBER, TIME, YES_NO, Kind, ValueType

MAX_DEPTH_OF_CONDITIONS = 200
"""How deep conditions, values and lists of them may lie within each other, definitions looked through."""

# --- values and conditions ------------------------------------------------------------------------------


@remembers_hash
@dataclass(frozen=True)
class FieldValue:
    """The event's value of a field."""

    field: Field

    @property
    def type(self) -> ValueType:
        """The field's type."""
        return self.field.type


@remembers_hash
@dataclass(frozen=True)
class LocalValue:
    """`time`, `date` or `weekday` of the event where the person contacted is."""

    name: str

    @property
    def type(self) -> ValueType:
        """Time of day, date, or weekday."""
        return {"time": TIME, "date": DATE, "weekday": ValueType(Kind.WEEKDAY)}[self.name]


@remembers_hash
@dataclass(frozen=True)
class ParamValue:
    """The figure of a parameter on the event's local date."""

    param: Param

    @property
    def type(self) -> ValueType:
        """The parameter's type."""
        return self.param.type


@remembers_hash
@dataclass(frozen=True)
class ParamFigure:
    """A parameter as the length of a window; `scale` turns its value into microseconds or days."""

    param: Param
    scale: int


Figure: TypeAlias = int | ParamFigure
"""A length of a window; with a parameter, the one in force on the date of the event that is judged."""


@remembers_hash
@dataclass(frozen=True)
class Distance:
    """How far apart in time. kind: "instant" (microseconds), "days" (local dates), "working-days"."""

    kind: str
    amount: Figure
    calendar: Calendar | None = None


@remembers_hash
@dataclass(frozen=True)
class Shift:
    """A moment or date so far after (sign 1) or before (sign -1) another."""

    value: Value
    distance: Distance
    sign: int

    @property
    def type(self) -> ValueType:
        """A date where days are counted, else what the value is."""
        return DATE if self.distance.kind != "instant" else self.value.type


# --- windows and history --------------------------------------------------------------------------------


@remembers_hash
@dataclass(frozen=True)
class Rolling:
    """`in any 7 days`: t(f) > t(e) - length."""

    length: Figure


@remembers_hash
@dataclass(frozen=True)
class ConsecutiveDays:
    """`in 7 consecutive days`: d(f) >= d(e) - (days - 1)."""

    days: Figure


@remembers_hash
@dataclass(frozen=True)
class WorkingDays:
    """`in 3 working days of CAL`: the working-day number of d(f) is at most days - 1 below that of d(e)."""

    days: Figure
    calendar: Calendar


@remembers_hash
@dataclass(frozen=True)
class Each:
    """`in each week`: d(f) lies in the calendar unit of d(e)."""

    unit: str
    week_from_sunday: bool = False


@remembers_hash
@dataclass(frozen=True)
class Ever:
    """`ever`."""


@remembers_hash
@dataclass(frozen=True)
class Since:
    """`since last R`: after the last R before e; all that came before where there was none."""

    reset: Condition


@remembers_hash
@dataclass(frozen=True)
class Reach:
    """`within D`: no further from e than D."""

    distance: Distance


Extent: TypeAlias = Rolling | ConsecutiveDays | WorkingDays | Each | Ever | Since | Reach


@remembers_hash
@dataclass(frozen=True)
class Window:
    """Which events of the same keys are looked at, from the event e that is judged.

    ahead: those after e, else those before. at_least: only those at least so far away.
    including: e itself too.
    """

    keys: tuple[Field, ...]
    extent: Extent
    at_least: Distance | None = None
    ahead: bool = False
    including: bool = False


@remembers_hash
@dataclass(frozen=True)
class History:
    """A term about history.

    aggregate: exists, count, total, distinct, time-since or last; `of` goes with total, distinct and last.
    """

    aggregate: str
    selection: Condition
    window: Window
    of: FieldValue | LocalValue | None = None

    @property
    def type(self) -> ValueType:
        """What the aggregate gives."""
        if self.of is not None and self.aggregate != "distinct":
            return self.of.type
        return {"exists": YES_NO, "count": NUMBER, "distinct": NUMBER, "time-since": DURATION}[self.aggregate]


Value: TypeAlias = "Const | FieldValue | LocalValue | ParamValue | Shift | History"


@remembers_hash
@dataclass(frozen=True)
class Always:
    """True, false or (as None) unknown, whatever the event."""

    value: bool | None = True


@remembers_hash
@dataclass(frozen=True)
class Truth:
    """A yes/no value as a condition."""

    value: Value


@remembers_hash
@dataclass(frozen=True)
class Compare:
    """A comparison; false where a value does not apply, unknown where one is not known."""

    left: Value
    operator: str
    right: Value


@remembers_hash
@dataclass(frozen=True)
class OneOf:
    """Membership in a list of constants; like `Compare` where the value does not apply or is not known."""

    value: Value
    options: tuple[Const, ...]
    negated: bool


@remembers_hash
@dataclass(frozen=True)
class Known:
    """Whether a value is known; never unknown itself."""

    value: Value
    negated: bool


@remembers_hash
@dataclass(frozen=True)
class InHours:
    """A time of day against hours. zone: None the event's own zones (all must agree), "any", or a zone's name."""

    value: Value
    hours: Hours
    outside: bool
    zone: str | None


@remembers_hash
@dataclass(frozen=True)
class InDates:
    """A date between two dates, both inclusive."""

    value: Value
    start: int
    end: int
    outside: bool


@remembers_hash
@dataclass(frozen=True)
class InForce:
    """The event's own local date (in its first candidate zone) lies between two dates, both inclusive.

    since, through: None for an open end. outside: not between them.
    """

    since: int | None
    through: int | None
    outside: bool = False


@remembers_hash
@dataclass(frozen=True)
class DayIs:
    """The class of a date in a calendar: workday, weekend, holiday or makeup-workday."""

    value: Value
    day_class: str
    calendar: Calendar
    negated: bool


@remembers_hash
@dataclass(frozen=True)
class Mentions:
    """At least so many phrases of a word list in a text."""

    field: Field
    words: WordList
    at_least: int
    lacks: bool


@remembers_hash
@dataclass(frozen=True)
class Matches:
    """A pattern found in a text."""

    field: Field
    pattern: str


@remembers_hash
@dataclass(frozen=True)
class Includes:
    """A field of several values holds this one."""

    field: Value
    item: Value


@remembers_hash
@dataclass(frozen=True)
class Not:
    """Kleene's not."""

    condition: Condition


@remembers_hash
@dataclass(frozen=True)
class And:
    """Kleene's and."""

    conditions: tuple[Condition, ...]


@remembers_hash
@dataclass(frozen=True)
class Or:
    """Kleene's or."""

    conditions: tuple[Condition, ...]


@remembers_hash
@dataclass(frozen=True)
class Named:
    """A definition used by name; means what it defines."""

    condition: Condition
    name: str = field(compare=False)
    other: str = field(default="", compare=False)


Condition: TypeAlias = (
    Always | Truth | Compare | OneOf | Known | InHours | InDates | InForce | DayIs | Mentions | Matches | Includes | Not | And | Or
    | Named
)  # fmt: skip


# --- rules ----------------------------------------------------------------------------------------------


@remembers_hash
@dataclass(frozen=True)
class Facts:
    """What is said about a rule: who says so, how sure that is, how heavy it weighs, when it holds."""

    id: str
    title: str
    pack: str
    cites: tuple[str, ...]
    basis: str | None = None
    force: str | None = None
    severity: str = "medium"
    since: int | None = None
    through: int | None = None
    message: str | None = None
    remedy: str | None = None
    read_on: int | None = None
    disabled: str | None = None
    accepted: tuple[tuple[str, str], ...] = ()
    adjusted: tuple[str, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)


@remembers_hash
@dataclass(frozen=True)
class Floor:
    """What a rule judges that has no subject event: every key of `among`, in every whole calendar unit."""

    keys: tuple[Field, ...]
    unit: Each
    among: Condition
    selection: Condition
    limit: Value


@remembers_hash
@dataclass(frozen=True)
class Rule:
    """The one core shape: an event of the subject for which the condition holds is a violation.

    applies: whose contacts the rule is about; unknown there is inconclusive, never exempt.
    floor: instead of a subject event, keys and calendar units are judged.
    excused: the part of the condition that says what does not excuse the event (`unless`); it makes no violation.
    """

    facts: Facts
    subject: Condition
    condition: Condition
    applies: Condition | None = None
    floor: Floor | None = None
    excused: Condition | None = None
