"""Rules in Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.language import core as c
from auditor.language.declarations import Const, Hours, Param
from auditor.language.sentence import shapes as h
from auditor.language.sentence.chinese_terms import ChineseTerms
from auditor.language.sentence.speech import is_by_day

_BESIDE_A_QUOTE = re.compile(r"(?<=[^\x00-\x7f]) +(?=“)|(?<=”) +(?=[^\x00-\x7f])")

_AFTER_A_FIGURE = re.compile(r"“[^”]*”|(?<=[0-9])(?=的)")


class Chinese(ChineseTerms):
    """Says rules."""

    all_of, any_of, none_of = "以下各项均成立", "以下至少一项成立", "以下不成立"

    def paragraph(self, sentences: Sequence[str]) -> str:
        return "".join(sentences)

    def tidy(self, text: str) -> str:
        """No space beside a quotation mark, which keeps its distance by itself; one between a figure and 的."""
        return _AFTER_A_FIGURE.sub(lambda match: match[0] or " ", _BESIDE_A_QUOTE.sub("", text))

    def limit(self, subject: c.Condition, shape: h.Shape) -> str:
        events = self.events(subject)
        match shape:
            case h.AtMost(caps):
                return self._at_most(events, caps)
            case h.AtMostTotal(of, window, limit):
                whole = f"{self._counted_in(window)}，{events}的{self.field_name(of)}合计"
                return f"{whole}不得超过{self._beside(limit)}。"
            case h.AtMostDistinct(of, window, limit):
                whole = f"{self._counted_in(window)}，{events}的不同{self.field_name(of)}"
                return f"{whole}不得超过{self._beside(limit)} 个；使数目超出的那一次即为违反。"
            case h.Apart(window):
                return self._apart(events, window)
            case h.NotAfter(trigger, window):
                return self._not_after(events, trigger, window)
            case h.OnlyAfter(required, window):
                earlier = f"{self._since_when(window)}对{self.for_same(window.keys)}已有{self.events(required)}"
                return f"{events}之前，须{earlier}。"
            case h.FollowedBy(required, window):
                needed = f"须在{self.back(window)}对{self.for_same(window.keys)}有{self.events(required)}"
                return f"{events}之后，{needed}。"
            case h.During(hours, allowed):
                return f"{events}{'只能' if allowed else '不得'}在{self._local_time(hours)}。"
            case h.Wording(mentions, required):
                verb = "必须" if required else "不得"
                return f"{events}的{self.field_name(mentions.field)}{verb}{self.wording(mentions, none=False)}。"
            case h.Only(condition):
                return f"{events}须满足：{self.clause(condition)}。"
            case h.Never(condition):
                return (
                    f"不得有{events}。" if condition is None else f"{events}不得有下列情形：{self.clause(condition)}。"
                )
            case h.ByDate():
                raise TypeError("a limit for each of its dates is told by itself")

    def _since_when(self, window: c.Window) -> str:
        """Within what, and how long before, something must have happened; nothing where any time will do."""
        least = "" if window.at_least is None else f"至少提前 {self.distance(window.at_least)}"
        within = "" if isinstance(window.extent, c.Ever) else f"{'' if least else '在'}{self._reach(window)}"
        within = self._reach(window) if isinstance(window.extent, c.Since) else within
        return "、".join(filter(None, [within, least])) + ("，" if within or least else "")

    def _counted_in(self, window: c.Window) -> str:
        return f"对{self.for_same(window.keys)}，{self.within(window)}"

    def _at_most(self, events: str, caps: Sequence[tuple[c.Window, c.Value]]) -> str:
        texts = [f"{self.within(window)}{self._no_more_than(limit)}" for window, limit in caps]
        same = self.for_same(caps[0][0].keys)
        if len(texts) > 1:
            return f"对{same}，{events}{'，'.join(texts)}。"
        window, limit = caps[0]
        return f"对{same}，{self.within(window)}{events}{self._no_more_than(limit)}。"

    def _no_more_than(self, limit: c.Value) -> str:
        if isinstance(limit, Const) and limit.value == 0:
            return "不得发生"
        return f"不得超过{self._beside(limit)} 次"

    def _apart(self, events: str, window: c.Window) -> str:
        same = f"对{self.for_same(window.keys)}，"
        match window.extent:
            case c.ConsecutiveDays(1):
                return f"{same}同一日内不得有两次{events}。"
            case c.ConsecutiveDays(days):
                return f"{same}两次{events}的日期至少相隔 {self.amount(days)} 个自然日。"
            case c.WorkingDays(days, calendar):
                apart = self.distance(c.Distance("working-days", days, calendar))
                return f"{same}两次{events}的日期至少相隔 {apart}。"
            case c.Rolling(length):
                return f"{same}两次{events}至少间隔 {self.rolling(length)}。"
            case _:
                raise TypeError(type(window.extent).__name__)

    def _not_after(self, events: str, trigger: c.Condition, window: c.Window) -> str:
        span = self._span_after(window.extent)
        return f"对{self.for_same(window.keys)}，{self.events(trigger)}之后{span}不得有{events}。"

    def _span_after(self, extent: c.Extent) -> str:
        match extent:
            case c.Rolling(length):
                return f" {self.rolling(length)}内"
            case c.ConsecutiveDays(1):
                return "当日内"
            case c.ConsecutiveDays(days):
                return f"连续 {self.amount(days)} 日内（该事件当日为第一日）"
            case c.WorkingDays(days, calendar):
                return f"连续 {self.amount(days)} 个{self.in_calendar(calendar)}工作日内（该事件当日为第一日）"
            case c.Each(unit, sunday):
                return f"{self.unit(unit, sunday)}内"
            case c.Since(reset):
                return f"直至有{self.events(reset)}，"
            case c.Reach(distance):
                return f"{self.deadline(distance).removeprefix('其后')}"
            case c.Ever():
                return ""

    def _local_time(self, hours: c.InHours) -> str:
        where = {None: "当地时间", "any": "至少一个可能地点的当地时间"}
        clock, spans = where.get(hours.zone, f" {hours.zone} 时区的"), self.at_hours(hours.hours)
        return f"{spans}进行，以{clock}计" if is_by_day(hours.hours) else f"{clock}{spans}进行"

    def floor(self, floor: c.Floor) -> str:
        key = "、".join(f"每一{self.field_name(key)}" for key in floor.keys)
        whose = "" if isinstance(floor.among, c.Always) else f"（有{self.events(floor.among)}的）"
        unit = self.unit(floor.unit.unit, floor.unit.week_from_sunday).replace("同一", "每个完整的", 1)
        return f"对{key}{whose}，{unit}内{self.events(floor.selection)}不得少于{self._beside(floor.limit)} 次。"

    def left_out(self, kept: c.Condition, exception: c.Condition, counted: bool) -> str:
        return f"其中{self.clause(exception)}的{'不计' if counted else '除外'}。"

    def excused(self, condition: c.Condition) -> str:
        return f"{self.clause(condition)}的，不在此限。"

    def only_about(self, condition: c.Condition) -> str:
        return f"本规则只适用于下列情形：{self.clause(condition)}。"

    def between_dates(self, dates: c.InForce, sentence: str) -> str:
        return f"{self.dates(dates.since, dates.through)}：{sentence}"

    def means(self, node: c.Named) -> str:
        return f"{self.label(node)}指：{self.clause(node.condition)}。"

    def param(self, param: Param) -> str:
        title = self.title_of(param)
        name = f"“{self.of_language(param.name)}”" + (f"（{title}）" if title else "")
        if not param.versions:
            return f"{name}由机构设定。"
        values = [f"{self.dates(version.since, version.through)}为 {text}" for text, version in self.versions(param)]
        return f"{name}：{'，'.join(values)}。"

    def hours_are(self, hours: Hours) -> str:
        lines = "；".join(self.hours_line(line) for line in hours.lines)
        days = f"日期类别依{self.in_calendar(hours.calendar)}规定。" if hours.calendar else ""
        return f"时段“{hours.title or hours.name}”为：{lines}。{days}"
