"""Conditions and terms of history, in the order of English words."""

from __future__ import annotations

from auditor.language import expressions as x
from auditor.language.format.layout import Break, Doc, Fill, Group, Nest, Word, joined, listed
from auditor.language.format.names import BEGIN_AN_OPERAND
from auditor.language.format.words import Words, quoted
from auditor.language.vocabulary import DAY_CLASSES, KEYWORDS
from auditor.value_types import ValueType

_SPELLINGS = frozenset(spelling for word in KEYWORDS.values() for spelling in word.spellings)
_NOT_AFTER_KEYS = _SPELLINGS - BEGIN_AN_OPERAND
_OR, _AND, _NOT, _TEST, _SHIFT, _ATOM = range(6)
_BY_SIGN = (x.Number, x.Quantity, x.Count, x.Total, x.Distinct, x.TimeSince, x.Shift)
_SIGN_WORDS = {"=": "IS", "!=": "IS_NOT"}
_UNITS = {
    "day": "EACH_DAY", "week": "EACH_WEEK", "month": "EACH_MONTH", "quarter": "EACH_QUARTER", "year": "EACH_YEAR",
}  # fmt: skip


def _binding(node: x.Expression) -> int:
    """How tightly its parts hold together."""
    match node:
        case x.Or():
            return _OR
        case x.And():
            return _AND
        case x.Not():
            return _NOT
        case x.Compare() | x.OneOf() | x.Known() | x.InHours() | x.DayIs() | x.Mentions() | x.Matches() | x.Includes():
            return _TEST
        case x.Shift():
            return _SHIFT
        case _:
            return _ATOM


def parenthesised(doc: Doc) -> Doc:
    """Between parentheses, which stand on lines of their own where it does not fit."""
    return Group(("(", Nest((Break(""), doc)), Break(""), ")"))


class Terms(Words):
    """Prints conditions; what Chinese says in another order is overridden in `ChineseTerms`."""

    # --- conditions -----------------------------------------------------------------------------------------

    def condition(self, node: x.Expression) -> Doc:
        """A condition."""
        return self._at_least(_OR, node)

    def operand(self, node: x.Expression, expected: ValueType | None = None, closed: bool = False) -> Doc:
        """A value in a test.

        expected: the type of what it is held against. closed: a comma or `in` follows, which would be taken for
        a part of a term that ends in its keys.
        """
        if isinstance(node, x.Name):
            return Word(self.namer.value(node.text, expected), node.span.start)
        if closed and self.ends_in_keys(node):
            return parenthesised(self.condition(node))
        return self._at_least(_SHIFT, node)

    def selection(self, node: x.Expression) -> Doc:
        """The events that a term is about: a name, or a condition between parentheses."""
        if isinstance(node, x.Except):
            return self._except(node)
        if isinstance(node, x.Name):
            name = self.operand(node)
            return ("(", name, ")") if isinstance(name, Word) and name.text in _NOT_AFTER_KEYS else name
        return parenthesised(self.condition(node))

    def _at_least(self, binding: int, node: x.Expression) -> Doc:
        """With parentheses where its parts hold together less tightly."""
        return self._bare(node) if _binding(node) >= binding else parenthesised(self._bare(node))

    def _bare(self, node: x.Expression) -> Doc:
        match node:
            case x.Or():  # parentheses around `and` are not needed, but spare the reader the question
                return self._chain("OR", [self._at_least(_NOT, part) for part in node.conditions])
            case x.And():
                return self._chain("AND", [self._at_least(_NOT, part) for part in node.conditions])
            case x.Not():
                return self.keyword("NOT"), " ", self._at_least(_NOT, node.condition)
            case x.Shift():
                return self.shift(node)
            case x.Name():
                return self.operand(node)
            case x.Except():
                return self._except(node)
            case x.Exists() | x.Count() | x.Total() | x.Distinct() | x.Last() | x.TimeSince() | x.First():
                return self.history(node)
            case x.Number() | x.Quantity() | x.Text() | x.Date() | x.TimeOfDay() | x.YesNo():
                return self.literal(node)
            case _:
                return self._test(node)

    def _chain(self, key: str, parts: list[Doc]) -> Doc:
        first, *rest = parts
        return Group((first, *((Break(), f"{self.keyword(key)} ", part) for part in rest)))

    def _except(self, node: x.Except) -> Doc:
        exception = f"{self.keyword('EXCEPT')} ", Nest(self.condition(node.exception))
        inside = self.condition(node.selection), Break(), exception
        return Group(("(", Nest((Break(""), inside)), Break(""), ")"))

    def _test(self, node: x.Expression) -> Doc:
        match node:
            case x.Compare():
                return self._compare(node)
            case x.OneOf():
                expected = self.namer.type_of(node.value)
                options = Nest(listed([self.operand(option, expected, closed=True) for option in node.options]))
                verb = self.keyword("IS_NOT_ONE_OF" if node.negated else "IS_ONE_OF")
                return self.operand(node.value), f" {verb} ", options
            case x.Known():
                return self.operand(node.value), " ", self.keyword("IS_UNKNOWN" if node.negated else "IS_KNOWN")
            case x.InHours():
                value = self.operand(node.value, closed=True)
                return value, " ", self.keyword("OUTSIDE" if node.outside else "IN"), " ", self.hours(node)
            case x.DayIs():
                return self.operand(node.value), " ", self.day_is(node)
            case x.Mentions():
                return self.operand(node.value), " ", self.mentions(node)
            case x.Matches():
                pattern = node.pattern.pattern.replace("/", "\\/")
                return (
                    self.operand(node.value),
                    f" {self.keyword('MATCHES')} ",
                    Word(f"/{pattern}/", node.pattern.span.start),
                )
            case x.Includes():
                item = self.operand(node.item, self.namer.type_of(node.value))
                return self.operand(node.value), f" {self.keyword('INCLUDES')} ", item
            case _:
                raise TypeError(type(node).__name__)

    def _compare(self, node: x.Compare) -> Doc:
        if isinstance(node.left, x.Name):
            left: Doc = Word(self.namer.left(node.left, node.right), node.left.span.start)
        else:
            left = self.operand(node.left)
        right = self.operand(node.right, self.namer.type_of(node.left))
        sign = node.operator
        if sign in _SIGN_WORDS and not isinstance(node.left, _BY_SIGN) and not isinstance(node.right, _BY_SIGN):
            sign = self.keyword(_SIGN_WORDS[node.operator])
            if isinstance(right, Word) and f"{sign} {right.text}" in _SPELLINGS:
                sign = node.operator  # `is known` would be another test
        return left, f" {sign} ", right

    def day_is(self, node: x.DayIs) -> Doc:
        """`is holiday of cn`."""
        day_class = Word(self.namer.word(node.day_class.text, DAY_CLASSES), node.day_class.span.start)
        verb = self.keyword("IS_NOT" if node.negated else "IS")
        return verb, " ", day_class, f" {self.keyword('OF')} ", self.as_written(node.calendar)

    def mentions(self, node: x.Mentions) -> Doc:
        """`mentions at least 2 of L`."""
        if node.lacks:
            return self.keyword("LACKS"), " ", self.as_written(node.words)
        least = "" if node.at_least is None else f"{self.keyword('AT_LEAST')} {node.at_least} {self.keyword('OF')} "
        return self.keyword("MENTIONS"), " ", least, self.as_written(node.words)

    def hours(self, node: x.InHours) -> Doc:
        """Hours or a range of dates, and the zone."""
        zone: Doc | None = None
        if node.zone is not None:
            any_zone = node.zone == "any"
            zone = self.keyword("IN_ANY_ZONE") if any_zone else (self.keyword("IN_ZONE"), " ", quoted(node.zone))
        match node.hours:
            case x.Name():
                hours: Doc = self.as_written(node.hours)
            case x.DateRange(start, end):
                hours = joined([self.literal(start), self.keyword("THROUGH"), self.literal(end)])
            case _:
                hours = self.clocks(node.hours)
        return joined([hours, zone])

    def clocks(self, clocks: tuple[x.Clock, ...]) -> Fill:
        """Spans of local time."""
        return listed([self.clock(clock) for clock in clocks])

    def clock(self, node: x.Clock) -> Doc:
        """`08:00 until 22:00`."""
        between = self.keyword("THROUGH" if node.through else "UNTIL")
        return joined([self.literal(node.start), between, self.literal(node.end)])

    def shift(self, node: x.Shift) -> Doc:
        """`5 days after x`."""
        direction = self.keyword("BEFORE" if node.before else "AFTER")
        return self.quantity(node.distance), f" {direction} ", self._at_least(_SHIFT, node.value)

    # --- history --------------------------------------------------------------------------------------------

    def history(self, node: x.Exists | x.Count | x.Total | x.Distinct | x.Last | x.TimeSince | x.First) -> Doc:
        """A term about history."""
        scope = self.per(node.keys) if isinstance(node, (x.TimeSince, x.First)) else self.scope(node.window, node)
        of = self.value_of(node.field) if isinstance(node, (x.Total, x.Distinct, x.Last)) else ""
        match node:
            case x.Exists():
                head: Doc = ()
            case x.Count():
                head = self.keyword("NUMBER_OF"), " "
            case x.Total():
                head = self.keyword("TOTAL"), " ", of, " ", self.keyword("OF"), " "
            case x.Distinct():
                head = self.keyword("DISTINCT"), " ", of, " ", self.keyword("OF"), " "
            case x.Last():
                head = of, " ", self.keyword("OF_LAST"), " "
            case x.TimeSince():
                head = self.keyword("TIME_SINCE_LAST"), " "
            case x.First():
                head = self.keyword("FIRST"), " "
        return head, self.selection(node.selection), " ", scope

    def value_of(self, name: x.Name) -> Doc:
        """The field or local value that is counted, added up, or looked at."""
        return Word(self.namer.value(name.text), name.span.start)

    def keys(self, keys: tuple[x.Name, ...]) -> Doc:
        """Key fields."""
        words = [self.column(key) for key in keys]
        return tuple(part for word in words for part in (", ", word))[1:]

    def per(self, keys: tuple[x.Name, ...]) -> Doc:
        """`per consumer, debt`."""
        return self.keyword("PER"), " ", self.keys(keys)

    def scope(self, window: x.Window, term: x.Expression | None = None) -> Doc:
        """Keys and window; the last of all events needs no window."""
        including = self.keyword("INCLUDING_THIS") if window.including else None
        least = None if window.at_least is None else self.at_least_earlier(window.at_least)
        match window.extent:
            case x.SinceLast():
                return joined([self.extent(window.extent), self.per(window.keys), least, including])
            case None:
                extent = None
            case x.Ever() if isinstance(term, x.Last):
                extent = None
            case _:
                extent = self.extent(window.extent)
        return joined([self.per(window.keys), least, extent, including])

    def at_least_earlier(self, distance: x.Quantity | x.Name) -> Doc:
        """`at least 24 hours earlier`."""
        return joined([self.keyword("AT_LEAST"), self.quantity(distance), self.keyword("EARLIER")])

    def extent(self, node: x.Extent) -> Doc:
        """The kind and length of a window."""
        match node:
            case x.InAny():
                return self.at("IN_ANY", node), " ", self.quantity(node.span_of)
            case x.InConsecutiveDays():
                return self.at("IN", node), " ", self.consecutive_days(node.days)
            case x.InWorkingDays():
                return self.at("IN", node), " ", self.working_days(node)
            case x.InEach():
                return self.each(node.unit, node.week_from_sunday, node.span.start)
            case x.Ever():
                return self.at("EVER", node)
            case x.SinceLast():
                return self.at("SINCE_LAST", node), " ", self.selection(node.reset)
            case x.Within():
                after = self.keyword("AFTER") if node.ahead else None
                return joined([self.at("WITHIN", node), self.quantity(node.distance), after])

    def consecutive_days(self, days: x.Number | x.Name) -> Doc:
        """`7 consecutive days`."""
        word = KEYWORDS["CONSECUTIVE_DAYS"]
        one = isinstance(days, x.Number) and days.value == 1
        return self.figure(days), f" {word.en[1] if one else word.en[0]}"

    def working_days(self, node: x.InWorkingDays) -> Doc:
        """`3 working days of us`."""
        return self.quantity(x.Quantity(node.days, "working-days", node.calendar, span=node.days.span))

    def each(self, unit: str, week_from_sunday: bool, at: int | None = None) -> Doc:
        """`in each week`."""
        sunday = self.keyword("WEEK_FROM_SUNDAY") if week_from_sunday else None
        return joined([Word(self.keyword(_UNITS[unit]), at), sunday])

    def ends_in_keys(self, node: x.Expression) -> bool:
        """Whether it is printed with its keys last."""
        match node:
            case x.First() | x.TimeSince():
                return True
            case x.Exists(window=window) | x.Count(window=window) | x.Total(window=window) | x.Distinct(window=window):
                return not window.including and (window.extent is None or isinstance(window.extent, x.SinceLast))
            case x.Last(window=window):
                return not window.including and isinstance(window.extent, (x.SinceLast, x.Ever, type(None)))
            case x.Shift():
                return self.ends_in_keys(node.value)
            case _:
                return False
