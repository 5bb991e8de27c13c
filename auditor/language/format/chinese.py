"""Conditions and terms of history, in the order of Chinese words."""

from __future__ import annotations

from auditor.language import expressions as x
from auditor.language.format.layout import Doc, Word, joined
from auditor.language.format.terms import Terms
from auditor.language.vocabulary import DAY_CLASSES


class ChineseTerms(Terms):
    """Prints conditions in Chinese."""

    def clock(self, node: x.Clock) -> Doc:
        """`08:00 起 22:00 前`, `22:00 起 次日 08:00 前`, `08:00 至 22:00`."""
        start, end = node.start.microseconds or 0, node.end.microseconds or 0
        next_day = self.keyword("NEXT_DAY") if end < start or (end == start and not node.through) else None
        between = self.keyword("THROUGH" if node.through else "ZH_FROM")
        before = None if node.through else self.keyword("ZH_BEFORE")
        return joined([self.literal(node.start), between, next_day, self.literal(node.end), before])

    def day_is(self, node: x.DayIs) -> Doc:
        """`为 全国 的 节假日`."""
        day_class = Word(self.namer.word(node.day_class.text, DAY_CLASSES), node.day_class.span.start)
        verb = self.keyword("IS_NOT" if node.negated else "IS")
        return joined([verb, self.as_written(node.calendar), self.keyword("ZH_OF"), day_class])

    def mentions(self, node: x.Mentions) -> Doc:
        """`提及 威胁 至少 2 种`."""
        if node.lacks or node.at_least is None:
            return super().mentions(node)
        least = f"{self.keyword('AT_LEAST')} {node.at_least} {self.keyword('ZH_KINDS')}"
        return joined([self.keyword("MENTIONS"), self.as_written(node.words), least])

    def shift(self, node: x.Shift) -> Doc:
        """`到期 之后 5 日`."""
        direction = self.keyword("ZH_EARLIER" if node.before else "ZH_AFTER")
        return joined([self.shifted(node.value), direction, self.quantity(node.distance)])

    def shifted(self, node: x.Expression) -> Doc:
        """What is moved."""
        return self.operand(node)

    # --- history --------------------------------------------------------------------------------------------

    def history(self, node: x.Exists | x.Count | x.Total | x.Distinct | x.Last | x.TimeSince | x.First) -> Doc:
        """A term about history."""
        selection = self.selection(node.selection)
        same = self.same(node.keys) if isinstance(node, (x.TimeSince, x.First)) else self.same_in(node.window, node)
        of: Doc = ()
        if isinstance(node, (x.Total, x.Distinct, x.Last)):
            of = self.keyword("ZH_OF"), " ", self.value_of(node.field)
        match node:
            case x.Exists():
                return joined([same, self.keyword("ZH_HAVE"), selection])
            case x.Count():
                return joined([same, selection, self.keyword("ZH_NUMBER")])
            case x.Total():
                return joined([same, selection, of, self.keyword("ZH_TOTAL")])
            case x.Distinct():
                return joined([same, selection, of, self.keyword("ZH_DISTINCT")])
            case x.Last():
                return joined([same, self.keyword("ZH_LAST"), selection, of])
            case x.TimeSince():
                return joined([same, self.keyword("ZH_TIME_SINCE"), selection])
            case x.First():
                return joined([same, self.keyword("ZH_FIRST"), selection])

    def same(self, keys: tuple[x.Name, ...]) -> Doc:
        """`同一 债务人, 债务`."""
        return self.keyword("ZH_SAME"), " ", self.keys(keys)

    def same_in(self, window: x.Window, term: x.Expression) -> Doc:
        """Keys and window; the last of all events needs no window."""
        least = None
        if window.at_least is not None:
            least = joined([self.keyword("AT_LEAST"), self.quantity(window.at_least), self.keyword("ZH_EARLIER")])
        unsaid = window.extent is None or (isinstance(term, x.Last) and isinstance(window.extent, x.Ever))
        extent = None if window.extent is None or unsaid else self.past(window.extent)
        including = self.keyword("INCLUDING_THIS") if window.including else None
        return joined([self.same(window.keys), least, extent, including])

    def past(self, node: x.Extent) -> Doc:
        """The kind and length of a window."""
        match node:
            case x.InAny():
                return self.at("ZH_ANY", node), " ", self.quantity(node.span_of, within=True)
            case x.InConsecutiveDays():
                days = x.Quantity(node.days, "days", span=node.days.span)
                return self.at("ZH_CONSECUTIVE", node), " ", self.quantity(days, within=True)
            case x.InWorkingDays():
                days = x.Quantity(node.days, "working-days", node.calendar, span=node.days.span)
                return self.at("ZH_CONSECUTIVE", node), " ", self.quantity(days, within=True)
            case x.InEach() | x.Ever():
                return self.extent(node)
            case x.SinceLast():
                return joined(
                    [
                        self.at("FROM", node),
                        self.keyword("ZH_LAST"),
                        self.selection(node.reset),
                        self.keyword("ZH_SINCE"),
                    ]
                )
            case x.Within():
                named = self.keyword("ZH_WITHIN") if isinstance(node.distance, x.Name) else None
                after = self.keyword("ZH_AFTER") if node.ahead else None
                return joined([after, self.quantity(node.distance, within=True), named])

    def ends_in_keys(self, node: x.Expression) -> bool:
        """Never: Chinese begins with the keys."""
        return False
