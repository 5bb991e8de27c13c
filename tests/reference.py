"""A second opinion: rules evaluated naively, straight from the definitions of docs/language.md, in plain Python.

Every event is held against every other; nothing is shared with the compiler but the checked rule and the
day tables of calendars. Slow, and meant to be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from auditor.language import core as c
from auditor.language import forms as f
from auditor.language.calendars import day_table
from auditor.language.checked import CheckedRule
from auditor.language.declarations import Clock, Const, Field, Hours
from auditor.logs.zones import local
from auditor.value_types import Kind

Kleene = bool | None
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Event:
    """An event: its place in the source, instant, local date and time in each candidate zone, and its values."""

    seq: int
    us: int
    locals: tuple[tuple[int, int], ...]
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def date(self) -> int:
        return self.locals[0][0]

    @property
    def order(self) -> tuple[int, int]:
        return self.us, self.seq

    @property
    def is_contact(self) -> bool:
        return bool(self.values["kind"] == "contact")


@dataclass(frozen=True)
class Known:
    """The known span, as instants and local dates."""

    from_us: int
    from_date: int
    through_us: int
    through_date: int


class Absent:
    """There is no value at all."""


class Unknown:
    """There is a value, and it is not known."""


ABSENT, UNKNOWN = Absent(), Unknown()


@dataclass(frozen=True)
class Between:
    """A number between two others, both possible; high None: no upper bound. maybe_absent: or no number at all."""

    low: Any
    high: Any
    maybe_absent: bool = False


def k_not(a: Kleene) -> Kleene:
    return None if a is None else not a


def k_and(parts: Sequence[Kleene]) -> Kleene:
    if any(part is False for part in parts):
        return False
    return None if any(part is None for part in parts) else True


def k_or(parts: Sequence[Kleene]) -> Kleene:
    return k_not(k_and([k_not(part) for part in parts]))


class Reference:
    """Judges rules over a log."""

    def __init__(self, events: Sequence[Event], known: Known | None = None, strict_history: bool = False) -> None:
        self.events = sorted(events, key=lambda e: e.order)
        self.known = known
        self.strict = strict_history

    # --- verdicts -------------------------------------------------------------------------------------------

    def verdict(self, rule: CheckedRule, e: Event) -> str | None:
        """violation, compliant, inconclusive, or None where the event is not the rule's subject."""
        verdicts = [self._verdict(rule, e, element) for element in self._elements(rule, e)]
        for verdict in ("violation", "inconclusive", "compliant"):
            if verdict in verdicts:
                return verdict
        return None

    def _elements(self, rule: CheckedRule, e: Event) -> list[dict[str, Any]]:
        several = self._several_key(rule)
        if several is None:
            return [{}]
        values = list(dict.fromkeys(e.values.get(several) or ()))
        return [{several: value} for value in values] or [{several: None}]

    @staticmethod
    def _several_key(rule: CheckedRule) -> str | None:
        keys = [key for node in c.walk(rule) if isinstance(node, c.Window) for key in node.keys]
        if isinstance(rule.form, (f.AtLeastBetween, f.AtLeastEach)):
            keys += rule.form.keys
        return next((key.name for key in keys if key.type.several), None)

    def _verdict(self, rule: CheckedRule, e: Event, element: dict[str, Any]) -> str | None:
        facts = rule.facts
        in_force = (facts.since is None or facts.since <= e.date) and (facts.through is None or e.date <= facts.through)
        applies = True if rule.applies is None else self.truth(rule.applies, e, element)
        subject, broken = self._form(rule, e, element)
        about = k_and([in_force, applies, subject])
        if about is False:
            return None
        excused = False if rule.unless is None else self.truth(rule.unless, e, element)
        verdict = k_and([about, broken, k_not(excused)])
        return {True: "violation", False: "compliant", None: "inconclusive"}[verdict]

    def _form(self, rule: CheckedRule, e: Event, el: dict[str, Any]) -> tuple[Kleene, Kleene]:
        """Is the event the subject, and does it break the limit: the table of language.md, section 4."""
        form = rule.form
        match form:
            case f.Forbid():
                return self.truth(form.selection, e, el), True if form.when is None else self.truth(form.when, e, el)
            case f.Require():
                return self.truth(form.selection, e, el), k_not(self.truth(form.condition, e, el))
            case f.AtMost():
                broken = [
                    self.compare(
                        self.count(form.selection, cap.window, e, el, counting_e=True),
                        ">",
                        self.value(cap.limit, e, el),
                    )
                    for cap in form.caps
                ]
                return self.truth(form.selection, e, el), k_or(broken)
            case f.AtMostDistinct():
                window = self._including(form.window)
                term = c.History("distinct", form.selection, window, form.field)
                over = self.compare(self.value(term, e, el), ">", self.value(form.limit, e, el))
                seen = c.Window((*form.window.keys, form.field.field), form.window.extent)
                new = k_not(self.exists(form.selection, seen, e, el))
                return self.truth(form.selection, e, el), k_and([new, over])
            case f.AtMostTotal():
                term = c.History("total", form.selection, self._including(form.window), form.field)
                return self.truth(form.selection, e, el), self.compare(
                    self.value(term, e, el), ">", self.value(form.limit, e, el)
                )
            case f.AtLeastBetween():
                return self.truth(form.selection, e, el), self._too_close(form, e, el)
            case f.AfterForbid():
                return self.truth(form.selection, e, el), self.exists(form.trigger, form.window, e, el)
            case f.AfterRequire():
                return self.truth(form.trigger, e, el), k_not(self.exists(form.selection, form.window, e, el))
            case f.BeforeRequire():
                return self.truth(form.selection, e, el), k_not(self.exists(form.required, form.window, e, el))
            case _:
                raise TypeError(type(form).__name__)

    @staticmethod
    def _including(window: c.Window) -> c.Window:
        return c.Window(window.keys, window.extent, window.at_least, window.ahead, including=True)

    def _too_close(self, form: Any, e: Event, el: dict[str, Any]) -> Kleene:
        """Some S is before e by less than D."""
        amount = self.figure(form.distance.amount, e)
        if amount is None:
            return None
        if form.distance.kind == "instant":
            return self.exists(form.selection, c.Window(form.keys, c.Rolling(amount)), e, el)
        if form.distance.kind == "days":
            return self.exists(form.selection, c.Window(form.keys, c.ConsecutiveDays(amount)), e, el)
        return self.exists(form.selection, c.Window(form.keys, c.WorkingDays(amount, form.distance.calendar)), e, el)

    def floor_verdicts(self, rule: CheckedRule, period: tuple[int, int]) -> dict[tuple[tuple[Any, ...], int], str]:
        """Verdicts of `at least N S per K in each U` by key and first day of the unit."""
        form = rule.form
        assert isinstance(form, f.AtLeastEach)
        each = c.Each(form.unit, form.week_from_sunday)
        among = c.Always() if form.among is None else form.among
        firsts: dict[tuple[Any, ...], int] = {}
        sure: set[tuple[Any, ...]] = set()
        for e in self.events:
            for el in self._elements(rule, e):
                key = self._key(form.keys, e, el)
                if key is None:
                    continue
                conditions = [self.truth(among, e, el)]
                if rule.unless is not None:
                    conditions.append(k_not(self.truth(rule.unless, e, el)))
                if rule.applies is not None:
                    conditions.append(self.truth(rule.applies, e, el))
                facts = rule.facts
                conditions.append(
                    (facts.since is None or facts.since <= e.date)
                    and (facts.through is None or e.date <= facts.through)
                )
                belongs = k_and(conditions)
                if belongs is False:
                    continue
                start = unit_start(each, e.date)
                firsts[key] = min(firsts.get(key, start), start)
                if belongs is True:
                    sure.add(key)
        found = {}
        for key, first in firsts.items():
            start = first
            while start <= period[1]:
                end = unit_end(each, start)
                if end >= period[0]:
                    found[key, start] = self._floor_verdict(rule, form, each, key, start, end, key in sure)
                start = end + 1
        return found

    def _floor_verdict(
        self, rule: CheckedRule, form: Any, each: c.Each, key: tuple[Any, ...], start: int, end: int, sure: bool
    ) -> str:
        low = high = 0
        for e in self.events:
            if unit_start(each, e.date) != start:
                continue
            for el in self._elements(rule, e):
                if self._key(form.keys, e, el) == key:
                    chosen = self.truth(form.selection, e, el)
                    low += chosen is True
                    high += chosen is not False
                    break
        limit = form.limit.value
        if low >= limit:
            return "compliant"
        partial = self.known is not None and (start < self.known.from_date or end > self.known.through_date)
        return "violation" if sure and high < limit and not partial else "inconclusive"

    # --- conditions -----------------------------------------------------------------------------------------

    def truth(self, node: c.Condition, e: Event, el: dict[str, Any]) -> Kleene:
        """A condition on an event, in Kleene's logic."""
        match node:
            case c.Named():
                return self.truth(node.condition, e, el)
            case c.Always():
                return node.value
            case c.Not():
                return k_not(self.truth(node.condition, e, el))
            case c.And():
                return k_and([self.truth(part, e, el) for part in node.conditions])
            case c.Or():
                return k_or([self.truth(part, e, el) for part in node.conditions])
            case c.InHours() if node.zone is not None and node.zone != "any":
                at = local(node.zone, e.us)
                return self._atom(node, Event(e.seq, e.us, (at,), e.values), el, at)
            case _:
                by_zone = [self._atom(node, e, el, at) for at in e.locals]
                if isinstance(node, c.InHours) and node.zone == "any":
                    return k_or(by_zone)
                if all(truth is True for truth in by_zone):
                    return True
                return False if all(truth is False for truth in by_zone) else None

    def _atom(self, node: c.Condition, e: Event, el: dict[str, Any], at: tuple[int, int]) -> Kleene:
        match node:
            case c.Truth(c.History("exists") as term):
                return self.exists(term.selection, term.window, e, el)
            case c.Truth():
                value = self.value(node.value, e, el, at)
                return False if value is ABSENT else None if value is UNKNOWN else bool(value)
            case c.Compare():
                return self.compare(self.value(node.left, e, el, at), node.operator, self.value(node.right, e, el, at))
            case c.OneOf():
                value = self.value(node.value, e, el, at)
                if value is ABSENT:
                    return False
                found = k_or([self.compare(value, "=", option.value) for option in node.options])
                return k_not(found) if node.negated else found
            case c.Known():
                return self._is_known(node, e, el, at)
            case c.InHours():
                value = self.value(node.value, e, el, at)
                if not isinstance(value, int):
                    return False if value is ABSENT else None
                inside = self._inside(node.hours, at[0], value)
                return k_not(inside) if node.outside else inside
            case c.InDates():
                value = self.value(node.value, e, el, at)
                if not isinstance(value, int):
                    return False if value is ABSENT else None
                return (node.start <= value <= node.end) is not node.outside
            case c.DayIs():
                value = self.value(node.value, e, el, at)
                if not isinstance(value, int):
                    return False if value is ABSENT else None
                is_class = day_table(node.calendar).is_class(value, node.day_class)
                return k_not(is_class) if node.negated else is_class
            case c.Mentions():
                value = self.value(c.FieldValue(node.field), e, el, at)
                if not isinstance(value, str):
                    return False if value is ABSENT else None
                hits = sum(phrase in value for phrase in node.words.phrases)
                return hits == 0 if node.lacks else hits >= node.at_least
            case c.Includes():
                holder, item = self.value(node.field, e, el, at), self.value(node.item, e, el, at)
                if holder is ABSENT or item is ABSENT:
                    return False
                return None if UNKNOWN in (holder, item) else item in holder
            case _:
                raise TypeError(type(node).__name__)

    def _is_known(self, node: c.Known, e: Event, el: dict[str, Any], at: tuple[int, int]) -> bool:
        value = self.value(node.value, e, el, at)
        if value is ABSENT:
            return False
        known = value is not UNKNOWN
        if isinstance(value, Between):
            known = value.low == value.high and not value.maybe_absent
        return known is not node.negated

    def _inside(self, hours: Hours, day: int, time: int) -> Kleene:
        if len(hours.lines) == 1 and hours.lines[0].classes == ("every-day",):
            return any(in_clock(clock, time) for clock in hours.lines[0].clocks)
        today, yesterday = self._line(hours, day), self._line(hours, day - 1)
        inside: list[Kleene] = [None if today is None else any(late_part(clock, time) for clock in today)]
        if any(clock.wraps for line in hours.lines for clock in line.clocks):
            spans = None if yesterday is None else any(early_part(clock, time) for clock in yesterday if clock.wraps)
            inside.append(spans)
        return k_or(inside)

    def _line(self, hours: Hours, day: int) -> Sequence[Clock] | None:
        """The spans of a day; None where the calendar does not have it."""
        spans = {name: line.clocks for line in hours.lines for name in line.classes}
        weekday = str((EPOCH + timedelta(days=day)).isoweekday())
        if hours.calendar is not None:
            table = day_table(hours.calendar)
            if table.code(day) is None:
                return None
            for name in ("holiday", "makeup-workday"):
                if name in spans and table.is_class(day, name):
                    return spans[name]
        if weekday in spans:
            return spans[weekday]
        if hours.calendar is not None:
            for name in ("workday", "weekend"):
                if name in spans and day_table(hours.calendar).is_class(day, name):
                    return spans[name]
        return spans.get("every-day")

    def compare(self, left: Any, operator: str, right: Any) -> Kleene:
        """A comparison: of values, of what lies between two values, of what is absent or unknown."""
        if left is ABSENT or right is ABSENT:
            return False
        if left is UNKNOWN or right is UNKNOWN:
            return None
        a = left if isinstance(left, Between) else Between(left, left)
        b = right if isinstance(right, Between) else Between(right, right)
        answer = self._compare(a, operator, b)
        return None if answer is True and (a.maybe_absent or b.maybe_absent) else answer

    def _compare(self, a: Between, operator: str, b: Between) -> Kleene:
        if operator in (">", ">="):
            return self._compare(b, {">": "<", ">=": "<="}[operator], a)
        if operator == "!=":
            return k_not(self._compare(a, "=", b))
        if operator == "=":
            if (a.high is not None and a.high < b.low) or (b.high is not None and b.high < a.low):
                return False
            return True if a.low == a.high == b.low == b.high else None
        strict = operator == "<"
        if a.high is not None and (a.high < b.low if strict else a.high <= b.low):
            return True
        if b.high is not None and (a.low >= b.high if strict else a.low > b.high):
            return False
        return None

    # --- values ---------------------------------------------------------------------------------------------

    def value(self, node: c.Value, e: Event, el: dict[str, Any], at: tuple[int, int] | None = None) -> Any:
        """A value of an event, or of its history."""
        day, time = at or e.locals[0]
        match node:
            case Const():
                return node.value
            case c.LocalValue():
                weekday = (EPOCH + timedelta(days=day)).isoweekday()
                return {"date": day, "time": time, "weekday": weekday}[node.name]
            case c.FieldValue():
                return self._field(node.field, e)
            case c.ParamValue():
                versions = [version for version in node.param.versions if version.covers(e.date)]
                return versions[0].value if versions else UNKNOWN
            case c.Shift():
                return self._shift(node, e, el, at)
            case c.History("exists"):
                truth = self.exists(node.selection, node.window, e, el)
                return UNKNOWN if truth is None else truth
            case c.History("count"):
                return self.count(node.selection, node.window, e, el, counting_e=node.window.including)
            case c.History("total"):
                return self._total(node, e, el)
            case c.History("distinct"):
                return self._distinct(node, e, el)
            case c.History("time-since"):
                return self._time_since(node, e, el)
            case c.History("last"):
                return self._last(node, e, el)
            case _:
                raise TypeError(type(node).__name__)

    @staticmethod
    def _field(declared: Field, e: Event) -> Any:
        if declared.of_contacts and not e.is_contact:
            return ABSENT
        if declared.name == "at":
            return e.us
        value = e.values.get(declared.name)
        return UNKNOWN if value is None else value

    def _shift(self, node: c.Shift, e: Event, el: dict[str, Any], at: tuple[int, int] | None) -> Any:
        value = self.value(node.value, e, el, at)
        amount = self.figure(node.distance.amount, e)
        if value in (ABSENT, UNKNOWN) or amount is None:
            return UNKNOWN if amount is None and value is not ABSENT else value
        if node.distance.calendar is not None:
            moved = nth_working_day(node.distance.calendar, value, node.sign * amount)
            return UNKNOWN if moved is None else moved
        return value + node.sign * amount

    def figure(self, figure: c.Figure, e: Event) -> int | None:
        """A length, with a parameter the one in force on the date of e."""
        if isinstance(figure, int):
            return figure
        versions = [version for version in figure.param.versions if version.covers(e.date)]
        return int(versions[0].value * figure.scale) if versions else None

    # --- history --------------------------------------------------------------------------------------------

    def _key(self, keys: Sequence[Field], e: Event, el: dict[str, Any]) -> tuple[Any, ...] | None:
        """The key of an event; None where a part of it is not known."""
        parts = [el[key.name] if key.name in el else self._plain(key, e) for key in keys]
        return None if any(part is None for part in parts) else tuple(parts)

    @staticmethod
    def _plain(key: Field, e: Event) -> Any:
        value: Any = e.us if key.name == "at" else e.values.get(key.name)
        if key.type.several:
            return value[0] if value else None
        return value

    def members(
        self, selection: c.Condition, window: c.Window, e: Event, el: dict[str, Any], counting_e: bool = False
    ) -> list[tuple[Event, Kleene]] | None:
        """Every event of the same keys in the window with whether the selection holds; None where e has no key."""
        key = self._key(window.keys, e, el)
        if key is None:
            return None
        found = []
        for other in self.events:
            same = self._same_key(window.keys, other, key, el)
            if same is not None and self._in_window(window, e, other, el, counting_e):
                found.append((other, self._whole(selection, other, same, window)))
        return found

    def _same_key(
        self, keys: Sequence[Field], other: Event, key: tuple[Any, ...], el: dict[str, Any]
    ) -> list[dict[str, Any]] | None:
        """The elements under which an event has the key; all of them where the key does not name the field of several."""
        name = next(iter(el), None)
        if name is None:
            return [{}] if self._key(keys, other, {}) == key else None
        values = list(dict.fromkeys(other.values.get(name) or ())) or [None]
        elements = [{name: value} for value in values]
        if any(k.name == name for k in keys):
            elements = [element for element in elements if self._key(keys, other, element) == key]
            return elements or None
        return elements if self._key(keys, other, elements[0]) == key else None

    def _whole(self, selection: c.Condition, other: Event, elements: list[dict[str, Any]], window: c.Window) -> Kleene:
        return k_or([self.truth(selection, other, element) for element in elements])

    def _in_window(self, w: c.Window, e: Event, other: Event, el: dict[str, Any], counting_e: bool) -> bool:
        if w.ahead:
            if other.order <= e.order:
                return False
        elif other.order > e.order or (other.order == e.order and not (counting_e or w.including)):
            return False
        if w.at_least is not None and not self._far_enough(w.at_least, e, other):
            return False
        match w.extent:
            case c.Ever() | c.Since():
                return True
            case c.Rolling(length):
                return other.us > e.us - self._length(length, e)
            case c.ConsecutiveDays(days):
                return other.date >= e.date - (self._length(days, e) - 1)
            case c.Each():
                return unit_start(w.extent, other.date) == unit_start(w.extent, e.date)
            case c.WorkingDays(days, calendar):
                start = window_start(calendar, e.date, self._length(days, e))
                return start is not None and other.date >= start
            case c.Reach(distance):
                return self._within(distance, other, e) if not w.ahead else self._within(distance, e, other)
            case _:
                raise TypeError(type(w.extent).__name__)

    def _length(self, figure: c.Figure, e: Event) -> int:
        length = self.figure(figure, e)
        assert length is not None
        return length

    def _far_enough(self, distance: c.Distance, e: Event, other: Event) -> bool:
        amount = self._length(distance.amount, e)
        if distance.kind == "instant":
            return other.us <= e.us - amount
        if distance.calendar is not None:
            number, before = working_number(distance.calendar, e.date), working_number(distance.calendar, other.date)
            return number is not None and before is not None and number - before >= amount
        return other.date <= e.date - amount

    def _within(self, distance: c.Distance, first: Event, second: Event) -> bool:
        """The second event is no further after the first than the distance."""
        amount = self._length(distance.amount, first)
        if distance.kind == "instant":
            return second.us <= first.us + amount
        if distance.calendar is not None:
            deadline = nth_working_day(distance.calendar, first.date, amount)
            return deadline is not None and second.date <= deadline
        return second.date <= first.date + amount

    def _after_reset(
        self, window: c.Window, e: Event, el: dict[str, Any], members: list[tuple[Event, Kleene]]
    ) -> tuple[list[tuple[Event, Kleene]], list[tuple[Event, Kleene]]]:
        """What came after the last event that may be a reset, and after the last that surely is one."""
        if not isinstance(window.extent, c.Since):
            return members, members
        before = c.Window(window.keys, c.Ever())
        resets = self.members(window.extent.reset, before, e, el) or []
        maybe = max((r.order for r, is_reset in resets if is_reset is not False), default=None)
        sure = max((r.order for r, is_reset in resets if is_reset is True), default=None)
        narrow = [m for m in members if maybe is None or m[0].order > maybe]
        wide = [m for m in members if sure is None or m[0].order > sure]
        return narrow, wide

    def _open(self, window: c.Window, e: Event, el: dict[str, Any]) -> bool:
        """Whether the window reaches beyond what is known."""
        known = self.known
        if known is None:
            return False
        match window.extent:
            case c.Reach(distance) if window.ahead:
                amount = self._length(distance.amount, e)
                if distance.kind == "instant":
                    return e.us + amount > known.through_us
                end = e.date + amount
                if distance.calendar is not None:
                    deadline = nth_working_day(distance.calendar, e.date, amount)
                    if deadline is None:
                        return True
                    end = deadline
                return end > known.through_date
            case c.Ever():
                return self.strict
            case c.Since(reset):
                if not self.strict:
                    return False
                resets = self.members(reset, c.Window(window.keys, c.Ever()), e, el) or []
                return not any(is_reset is True for _, is_reset in resets)
            case c.Rolling(length):
                return e.us - self._length(length, e) < known.from_us
            case c.Reach(distance) if distance.kind == "instant":
                return e.us - self._length(distance.amount, e) < known.from_us
            case c.Each():
                return unit_start(window.extent, e.date) < known.from_date
            case c.ConsecutiveDays(days):
                return e.date - (self._length(days, e) - 1) < known.from_date
            case c.WorkingDays(days, calendar):
                start = window_start(calendar, e.date, self._length(days, e))
                return start is None or start < known.from_date
            case c.Reach(distance) if distance.calendar is not None:
                start = nth_working_day(distance.calendar, e.date, -self._length(distance.amount, e))
                return start is None or start < known.from_date
            case c.Reach(distance):
                return e.date - self._length(distance.amount, e) < known.from_date
            case _:
                raise TypeError(type(window.extent).__name__)

    def exists(self, selection: c.Condition, window: c.Window, e: Event, el: dict[str, Any]) -> Kleene:
        """Is there one."""
        if self._unset(window, e):
            return None
        members = self.members(selection, window, e, el)
        if members is None:
            return None
        narrow, wide = self._after_reset(window, e, el, members)
        if any(chosen is True for _, chosen in narrow):
            return True
        if any(chosen is not False for _, chosen in wide) or self._open(window, e, el):
            return None
        return False

    def _unset(self, window: c.Window, e: Event) -> bool:
        """A parameter that has no value on the date of e."""
        return any(
            self.figure(node, e) is None
            for node in c.walk((window.at_least, window.extent))
            if isinstance(node, c.ParamFigure)
        )

    def count(
        self, selection: c.Condition, window: c.Window, e: Event, el: dict[str, Any], counting_e: bool = False
    ) -> Any:
        """How many: between those that surely match and those that may."""
        if self._unset(window, e):
            return UNKNOWN
        members = self.members(selection, window, e, el, counting_e)
        if members is None:
            return UNKNOWN
        narrow, wide = self._after_reset(window, e, el, members)
        low = sum(chosen is True for _, chosen in narrow)
        high = sum(chosen is not False for _, chosen in wide)
        return Between(low, None if self._open(window, e, el) else high)

    def _total(self, term: c.History, e: Event, el: dict[str, Any]) -> Any:
        assert term.of is not None
        members = self.members(term.selection, term.window, e, el)
        if members is None:
            return UNKNOWN
        never_negative = term.of.type.kind is Kind.DURATION
        narrow, wide = self._after_reset(term.window, e, el, members)
        low, high = Decimal(0), Decimal(0)
        holes = False
        for other, chosen in narrow:
            value = self.value(term.of, other, {})
            if chosen is False or value is ABSENT or value is UNKNOWN:
                continue
            if chosen is True:
                low += value
            elif not never_negative:
                low += min(value, 0)
        for other, chosen in wide:
            value = self.value(term.of, other, {})
            if chosen is False or value is ABSENT:
                continue
            if value is UNKNOWN:
                holes = True
            elif chosen is True or never_negative:
                high += value
            else:
                high += max(value, 0)
        if holes and not never_negative:
            return UNKNOWN
        return Between(low, None if holes or self._open(term.window, e, el) else high)

    def _distinct(self, term: c.History, e: Event, el: dict[str, Any]) -> Any:
        assert term.of is not None
        members = self.members(term.selection, term.window, e, el)
        if members is None:
            return UNKNOWN
        narrow, wide = self._after_reset(term.window, e, el, members)
        sure = {self.value(term.of, other, {}) for other, chosen in narrow if chosen is True}
        possible = [self.value(term.of, other, {}) for other, chosen in wide if chosen is not False]
        low = len(sure - {ABSENT, UNKNOWN})
        high = len(set(possible) - {ABSENT, UNKNOWN}) + sum(value is UNKNOWN for value in possible)
        return Between(low, None if self._open(term.window, e, el) else high)

    def _time_since(self, term: c.History, e: Event, el: dict[str, Any]) -> Any:
        members = self.members(term.selection, term.window, e, el)
        if members is None:
            return UNKNOWN
        sure = max((other.us for other, chosen in members if chosen is True), default=None)
        latest = max((other.us for other, chosen in members if chosen is not False), default=None)
        if latest is None:
            return UNKNOWN if self._open(term.window, e, el) else ABSENT
        return Between(e.us - latest, None if sure is None else e.us - sure, maybe_absent=sure is None)

    def _last(self, term: c.History, e: Event, el: dict[str, Any]) -> Any:
        """The value of the last one; not known where it is not sure which one that is."""
        assert term.of is not None
        if self._unset(term.window, e):
            return UNKNOWN
        members = self.members(term.selection, term.window, e, el)
        if members is None:
            return UNKNOWN
        narrow, wide = self._after_reset(term.window, e, el, members)
        sure = max((other.order for other, chosen in narrow if chosen is True), default=None)
        latest = max((other.order for other, chosen in wide if chosen is not False), default=None)
        if latest is None:
            return UNKNOWN if self._open(term.window, e, el) else ABSENT
        if sure != latest:
            return UNKNOWN
        return self.value(term.of, next(other for other, _ in members if other.order == sure), {})


# --- calendars, naively -----------------------------------------------------------------------------------


def unit_start(each: c.Each, day: int) -> int:
    """The first day of the calendar unit of a day."""
    when = EPOCH + timedelta(days=day)
    match each.unit:
        case "day":
            return day
        case "week":
            return day - (when.isoweekday() % 7 if each.week_from_sunday else when.weekday())
        case "month":
            return (when.replace(day=1) - EPOCH).days
        case "quarter":
            return (when.replace(month=(when.month - 1) // 3 * 3 + 1, day=1) - EPOCH).days
        case _:
            return (when.replace(month=1, day=1) - EPOCH).days


def unit_end(each: c.Each, start: int) -> int:
    """The last day of a unit."""
    day = start
    while unit_start(each, day + 1) == start:
        day += 1
    return day


def _is_working(calendar: Any, day: int) -> bool | None:
    return day_table(calendar).is_class(day, "workday")


def nth_working_day(calendar: Any, day: int, count: int) -> int | None:
    """The working day so many working days after (before, where negative) a day."""
    if _is_working(calendar, day) is None:
        return None
    step = 1 if count > 0 else -1
    left = abs(count)
    while left:
        day += step
        working = _is_working(calendar, day)
        if working is None:
            return None
        left -= working
    return day


def window_start(calendar: Any, day: int, count: int) -> int | None:
    """The first of the `count` working days that end with a day or the working day before it."""
    while (working := _is_working(calendar, day)) is False:
        day -= 1
    if working is None:
        return None
    return day if count == 1 else nth_working_day(calendar, day, 1 - count)


def working_number(calendar: Any, day: int) -> int | None:
    """The number of working days through a day, counted within the calendar's years."""
    table = day_table(calendar)
    if table.code(day) is None:
        return None
    return sum(bool(_is_working(calendar, d)) for d in range(table.first, day + 1))


def in_clock(clock: Clock, time: int) -> bool:
    """Whether a time lies in a span, past midnight too."""
    return late_part(clock, time) or (clock.wraps and early_part(clock, time))


def late_part(clock: Clock, time: int) -> bool:
    """Whether a time lies in the part of a span on the day on which it begins."""
    if clock.wraps:
        return time >= clock.start
    return clock.start <= time and (time <= clock.end if clock.through else time < clock.end)


def early_part(clock: Clock, time: int) -> bool:
    """Whether a time lies in the part of a span after midnight."""
    return time <= clock.end if clock.through else time < clock.end
