"""Rules in English."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.language import core as c
from auditor.language.declarations import Const, Hours, Param
from auditor.language.sentence import shapes as h
from auditor.language.sentence.english_terms import EnglishTerms
from auditor.language.sentence.english_windows import a, in_a_row


class English(EnglishTerms):
    """Says rules."""

    all_of, any_of, none_of = "all of these hold", "at least one of these holds", "this does not hold"

    def paragraph(self, sentences: Sequence[str]) -> str:
        return " ".join(sentences)

    def limit(self, subject: c.Condition, shape: h.Shape) -> str:
        events = self.events(subject)
        match shape:
            case h.AtMost(caps):
                return self._at_most(events, subject, caps)
            case h.AtMostTotal(of, window, limit):
                whole = f"The total {self.field_name(of)} of {events}"
                return f"{whole} {self._counted_in(window)} may not exceed {self.value(limit)}."
            case h.AtMostDistinct(of, window, limit):
                one = isinstance(limit, Const) and limit.value == 1
                values = (
                    f"no more than {self.value(limit)} different value{'' if one else 's'} of {self.field_name(of)}"
                )
                head = f"{self._sentence(self._counted_in(window))}, {values} may occur among {events}"
                return f"{head}; the event that brings a further value breaks the rule."
            case h.Apart(window):
                return self._apart(events, window)
            case h.NotAfter(trigger, window):
                return self._not_after(events, trigger, window)
            case h.OnlyAfter(required, window):
                return f"{self._sentence(events)} may take place only if {self._earlier(required, window)}."
            case h.FollowedBy(required, window):
                needed = f"{a(self.event(required))} must follow {self.for_same(window.keys)}"
                return f"After {a(self.event(subject))}, {needed} {self.back(window)}."
            case h.During(hours, allowed):
                verb = "may take place only" if allowed else "may not take place"
                return f"{self._sentence(events)} {verb} {self._local_time(hours)}."
            case h.Wording(mentions, required):
                verb = "must have" if required else "may not have"
                where = f"in “{self.field_name(mentions.field)}”"
                return f"{self._sentence(events)} {verb} {self.wording(mentions, none=False)} {where}."
            case h.Only(condition):
                return f"{self._sentence(events)} may take place only if {self.clause(condition)}."
            case h.Never(condition):
                when = "" if condition is None else f" if {self.clause(condition)}"
                return f"{self._sentence(events)} may not take place{when}."
            case h.ByDate():
                raise TypeError("a limit for each of its dates is told by itself")

    @staticmethod
    def _sentence(text: str) -> str:
        return text[0].upper() + text[1:]

    def _counted_in(self, window: c.Window) -> str:
        return f"{self.for_same(window.keys)} {self.within(window)}"

    def _at_most(self, events: str, subject: c.Condition, caps: Sequence[tuple[c.Window, c.Value]]) -> str:
        (window, limit), *more = caps
        first = f"{self._no_more_than(limit, events, subject)} may take place {self._counted_in(window)}"
        further = [f"no more than {self.value(limit)} {self.within(window)}" for window, limit in more]
        return in_a_row([first, *further]) + "."

    def _no_more_than(self, limit: c.Value, events: str, subject: c.Condition) -> str:
        if isinstance(limit, Const) and limit.value == 1:
            return f"No more than one {self.event(subject)}"
        if isinstance(limit, Const):
            return f"No {events}" if limit.value == 0 else f"No more than {self.value(limit)} {events}"
        return f"No more {events} than {self.value(limit)}"

    def _apart(self, events: str, window: c.Window) -> str:
        two = f"two {events} {self.for_same(window.keys)}"
        match window.extent:
            case c.ConsecutiveDays(1):
                return f"No {two} may take place on one date."
            case c.ConsecutiveDays(days):
                return f"The dates of {two} must lie at least {self.amount(days)} calendar days apart."
            case c.WorkingDays(days, calendar):
                apart = self.distance(c.Distance("working-days", days, calendar))
                return f"The dates of {two} must lie at least {apart} apart."
            case c.Rolling(length):
                return f"Between {two}, at least {self.rolling(length)} must pass."
            case _:
                raise TypeError(type(window.extent).__name__)

    def _not_after(self, events: str, trigger: c.Condition, window: c.Window) -> str:
        head = f"After {a(self.event(trigger))}, no {events} may take place {self.for_same(window.keys)}"
        return f"{head} {self._span_after(window.extent)}".rstrip() + "."

    def _span_after(self, extent: c.Extent) -> str:
        match extent:
            case c.Rolling(length):
                return f"for {self.rolling(length)}"
            case c.ConsecutiveDays(1):
                return "on the same date"
            case c.ConsecutiveDays(days):
                return f"for {self.amount(days)} consecutive days (the day of that event is the first)"
            case c.WorkingDays(days, calendar):
                count = self.distance(c.Distance("working-days", days, calendar))
                return f"for {count} (the day of that event is the first)"
            case c.Each(unit, sunday):
                return f"in the same {self.unit(unit, sunday)}"
            case c.Since(reset):
                return f"until there is {a(self.event(reset))}"
            case c.Reach(distance):
                return self.deadline(distance)
            case c.Ever():
                return ""

    def _earlier(self, required: c.Condition, window: c.Window) -> str:
        return f"there was {a(self.event(required))} {self.for_same(window.keys)} {self.back(window)}"

    def _local_time(self, hours: c.InHours) -> str:
        where = {None: "local time", "any": "local time in at least one of the places in question"}
        zone = where.get(hours.zone, f"in the time zone {hours.zone}")
        return f"{self.at_hours(hours.hours)}, {zone}"

    def floor(self, floor: c.Floor) -> str:
        key = in_a_row([f"each {self.field_name(key)}" for key in floor.keys])
        whose = "" if isinstance(floor.among, c.Always) else f" that has {self.events(floor.among)}"
        unit = self.unit(floor.unit.unit, floor.unit.week_from_sunday)
        events = self.events(floor.selection)
        return f"For {key}{whose}, at least {self.value(floor.limit)} {events} must take place in each whole {unit}."

    def left_out(self, kept: c.Condition, exception: c.Condition, counted: bool) -> str:
        which = f"{self.events(kept) if isinstance(kept, c.Named) else 'Those'} {self.that((exception,))}"
        return f"{self._sentence(which)} are {'not counted' if counted else 'left out'}."

    def excused(self, condition: c.Condition) -> str:
        return f"This does not apply if {self.clause(condition)}."

    def only_about(self, condition: c.Condition) -> str:
        return f"The rule is only about events for which {self.clause(condition)}."

    def between_dates(self, dates: c.InForce, sentence: str) -> str:
        return f"{self._sentence(self.dates(dates.since, dates.through))}: {sentence[0].lower()}{sentence[1:]}"

    def means(self, node: c.Named) -> str:
        return f"{self._sentence(self.label(node))} means: {self.clause(node.condition)}."

    def param(self, param: Param) -> str:
        title = self.title_of(param)
        name = f"“{self.of_language(param.name)}”" + (f" ({title})" if title else "")
        if not param.versions:
            return f"{name} is set by the site."
        values = [f"{text} {self.dates(version.since, version.through)}" for text, version in self.versions(param)]
        return f"{name} is {in_a_row(values)}."

    def hours_are(self, hours: Hours) -> str:
        lines = "; ".join(self.hours_line(line) for line in hours.lines)
        days = f" Days are those {self.in_calendar(hours.calendar)}." if hours.calendar else ""
        return f"The hours “{hours.title or hours.name}” are: {lines}.{days}"
