"""Conditions, values and windows in Chinese."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.language import core as c
from auditor.language.declarations import Const
from auditor.language.sentence import shapes as h
from auditor.language.sentence.chinese_windows import ChineseWindows
from auditor.language.vocabulary import DAY_CLASSES
from auditor.value_types import Kind, ValueType

_OPERATORS = {"=": "为", "!=": "不为", "<": "少于", "<=": "不超过", ">": "超过", ">=": "不少于"}
_IN_TIME = {"<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于"}
_POINTS = frozenset({Kind.DATE, Kind.MOMENT, Kind.TIME})


class ChineseTerms(ChineseWindows):
    """Says conditions; the event that is judged is 该事件, or goes without saying."""

    # --- conditions -----------------------------------------------------------------------------------------

    def clause(self, condition: c.Condition) -> str:
        match condition:
            case c.Named():
                return f"属于{self.label(condition)}"
            case c.And():
                return self._first(condition) or self._joined(condition.conditions, "且")
            case c.Or():
                return self._cases(condition) or self._joined(condition.conditions, "或")
            case c.Not(inner):
                return self._negated(inner)
            case c.Always(value):
                return {True: "任何情形", False: "绝无此情形", None: "无从判断"}[value]
            case c.Truth(c.History("exists") as term):
                return self._exists(term, "有")
            case c.Truth(value):
                return f"{self._quoted(value)}为是"
            case c.InForce(since, through, outside):
                return f"日期{'不在' if outside else '在'}{self.dates(since, through)}"
            case _:
                return self._test(condition)

    def _joined(self, parts: Sequence[c.Condition], word: str) -> str:
        """The parts; with 或, what it belongs to is said in one."""
        named = [self.label(part) for part in parts if isinstance(part, c.Named)] if word == "或" else []
        texts = [f"属于{'、'.join(named[:-1])}{'或' if named[1:] else ''}{named[-1]}"] if named else []
        for part in h.together(parts, "and" if word == "且" else "or"):
            if isinstance(part, tuple):
                items = [self.value(one.item) for one in part]
                texts.append(f"{self.value(part[0].field)}包含{'、'.join(items[:-1])}和{items[-1]}")
            elif not (named and isinstance(part, c.Named)):
                texts.append(self._part(part))
        return f"，{word}".join(texts)

    def _part(self, part: c.Condition) -> str:
        text = self.clause(part)
        simple = not isinstance(part, (c.And, c.Or)) or h.first_of(part) is not None
        return text if simple else f"（{text}）"

    def _first(self, condition: c.And) -> str | None:
        found = h.first_of(condition)
        return None if found is None else f"是{self.for_same(found[1].keys)}的首次{self.events(found[0])}"

    def _cases(self, condition: c.Or) -> str | None:
        found = h.cases(condition)
        if not found:
            return None
        return "；".join(f"{self.dates(dates.since, dates.through)}：{self.clause(inner)}" for dates, inner in found)

    def _negated(self, inner: c.Condition) -> str:
        match inner:
            case c.Named():
                return f"不属于{self.label(inner)}"
            case c.Truth(c.History("exists") as term):
                return self._exists(term, "没有")
            case c.Truth(value):
                return f"{self._quoted(value)}为否"
            case c.Mentions():
                return self._mentions(inner, not inner.lacks)
            case c.Not(again):
                return self.clause(again)
            case _:
                return f"并非（{self.clause(inner)}）"

    def _test(self, condition: c.Condition) -> str:
        match condition:
            case c.Compare(left, operator, right):
                return f"{self.value(left)}{self._operator(operator, left.type)}{self._beside(right)}"
            case c.OneOf(value, options, negated):
                texts = [self.constant(option) for option in options]
                listed = "、".join(texts[:-1]) + (f"或{texts[-1]}" if len(texts) > 1 else texts[-1])
                return f"{self.value(value)}{'不为' if negated else '为'}{listed}"
            case c.Known(value, negated):
                return f"{self.value(value)}{'未知' if negated else '已知'}"
            case c.InHours(value, hours, outside, zone):
                return f"{self._zone(zone)}{self.value(value)}{'不在' if outside else '在'}{self.at_hours(hours)}"
            case c.InDates(value, start, end, outside):
                return f"{self.value(value)}{'不在' if outside else '在'}{self.dates(start, end)}之间"
            case c.DayIs(value, day_class, calendar, negated):
                kind = DAY_CLASSES[day_class].spell("zh")
                return f"{self.value(value)}{'不是' if negated else '是'}{self.in_calendar(calendar)}{kind}"
            case c.Mentions():
                return self._mentions(condition, condition.lacks)
            case c.Matches(field, pattern):
                return f"{self.field_name(field)}符合模式 /{pattern}/"
            case c.Includes(field, item):
                return f"{self.value(field)}包含{self._beside(item)}"
            case _:
                raise TypeError(type(condition).__name__)

    @staticmethod
    def _operator(operator: str, kind: ValueType) -> str:
        return _IN_TIME[operator] if kind.kind in _POINTS and operator in _IN_TIME else _OPERATORS[operator]

    def _beside(self, value: c.Value) -> str:
        """A value after a verb; a figure stands off from the Chinese before it."""
        text = self.value(value)
        return f" {text}" if text[0].isascii() and not text.startswith("“") else text

    def _mentions(self, condition: c.Mentions, lacks: bool) -> str:
        return f"{self.field_name(condition.field)}{self.wording(condition, none=lacks)}"

    def wording(self, condition: c.Mentions, none: bool) -> str:
        """Wording of a list, or none."""
        title = f"词表“{condition.words.title or condition.words.name}”"
        if condition.at_least > 1:
            return f"{'未' if none else ''}提及{title}中的至少 {condition.at_least} 种用语"
        return f"{'未' if none else ''}提及{title}中的用语"

    def _quoted(self, value: c.Value) -> str:
        return f"“{self.field_name(value)}”" if isinstance(value, c.FieldValue) else self.value(value)

    # --- values ---------------------------------------------------------------------------------------------

    def value(self, value: c.Value) -> str:
        """A value as a noun."""
        match value:
            case Const():
                return self.constant(value)
            case c.LocalValue():
                return f"{'当日' if value.name == 'weekday' else '当地'}{self.field_name(value)}"
            case c.FieldValue():
                return self.field_name(value)
            case c.ParamValue(param):
                return self.fixed_or_label(param)
            case c.Shift(inner, distance, sign):
                return f"{self.value(inner)}{'之后' if sign > 0 else '之前'} {self.distance(distance)}"
            case c.History():
                return self._term(value)

    def _term(self, term: c.History) -> str:
        events, same = self.events(term.selection), self.for_same(term.window.keys)
        where = f"{same}{self.back(term.window)}"
        of = "" if term.of is None else self.value(term.of)
        match term.aggregate:
            case "count":
                return f"{where}{events}的次数"
            case "total":
                return f"{where}{events}的{of}合计"
            case "distinct":
                return f"{where}{events}的不同{of}个数"
            case "time-since":
                return f"距{same}上次{events}的时间"
            case "last":
                if isinstance(term.window.extent, c.Ever) and not term.window.including:
                    where = same
                return f"{where}上次{events}的{of}"
            case _:
                return self._exists(term, "有无")

    def _exists(self, term: c.History, verb: str) -> str:
        return f"{self.for_same(term.window.keys)}{self.back(term.window)}{verb}{self.events(term.selection)}"

    def events(self, selection: c.Condition) -> str:
        """The events of a selection."""
        if found := h.first_of(selection):
            return f"{self.for_same(found[1].keys)}的首次{self.events(found[0])}"
        match selection:
            case c.Named():
                return self.label(selection)
            case c.Or(parts) if all(isinstance(part, c.Named) for part in parts):
                return "或".join(self.events(part) for part in parts)
            case c.And((c.Named() as named, one)):
                return f"{self.label(named)}（{self.clause(one)}）"
            case c.And((c.Named() as named, *rest)):
                return f"{self.label(named)}（{self._joined(rest, '且')}）"
            case c.And() | c.Or():
                return f"符合下列条件的事件（{self.clause(selection)}）"
            case _:
                return f"{self.clause(selection)}的事件"

    def event(self, selection: c.Condition) -> str:
        """One event reads like several."""
        return self.events(selection)
