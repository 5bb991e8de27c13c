"""Keys, windows, hours and dates in Chinese."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.language import core as c
from auditor.language.declarations import Calendar, Clock, Field, Hours, HoursLine
from auditor.language.sentence import figures
from auditor.language.sentence.speech import DAYS_IN_A_WEEK, Speech, is_by_day
from auditor.language.vocabulary import DAY_CLASSES
from auditor.value_types import HOUR

_UNITS = {"seconds": "秒", "minutes": "分钟", "hours": "小时", "days": "天", "weeks": "周"}
_SAME_UNIT = {"day": "同一日", "week": "同一周", "month": "同一月", "quarter": "同一季度", "year": "同一年"}


class ChineseWindows(Speech):
    """Says which events a term looks at, and when."""

    language = "zh"

    # --- keys and windows -----------------------------------------------------------------------------------

    def for_same(self, keys: Sequence[Field]) -> str:
        """`同一债务人、同一债务`."""
        return "、".join(f"同一{self.field_name(key)}" for key in keys)

    def back(self, window: c.Window) -> str:
        """A window of a term of history, seen from the event."""
        least = ""
        if window.at_least is not None:
            least = f"至少 {self.distance(window.at_least)}{'之后' if window.ahead else '之前'}、"
        return f"{least}{self._reach(window)}{'（含本次）' if window.including else ''}"

    def _reach(self, window: c.Window) -> str:
        match window.extent:
            case c.Rolling(length):
                return f"此前 {self.rolling(length)}内"
            case c.ConsecutiveDays(1):
                return "当日此前"
            case c.ConsecutiveDays(days):
                return f"截至当日连续 {self.amount(days)} 日内"
            case c.WorkingDays(days, calendar):
                return f"截至当日连续 {self.amount(days)} 个{self.in_calendar(calendar)}工作日内"
            case c.Each(unit, sunday):
                return f"{self.unit(unit, sunday)}内此前"
            case c.Ever():
                return "此前"
            case c.Since(reset):
                return f"自上次{self.events(reset)}以来"
            case c.Reach(distance):
                return self.deadline(distance) if window.ahead else f"此前 {self.distance(distance)}之内"

    def within(self, window: c.Window) -> str:
        """A window of a limit, the event itself counted."""
        match window.extent:
            case c.Rolling(length):
                return f"任意 {self.rolling(length)}内"
            case c.ConsecutiveDays(1):
                return "同一日内"
            case c.ConsecutiveDays(days):
                return f"连续 {self.amount(days)} 日内（当日为最后一日）"
            case c.WorkingDays(days, calendar):
                return f"连续 {self.amount(days)} 个{self.in_calendar(calendar)}工作日内（当日为最后一日）"
            case c.Each(unit, sunday):
                return f"{self.unit(unit, sunday)}内"
            case c.Ever():
                return "累计"
            case c.Since(reset):
                return f"自上次{self.events(reset)}以来"
            case c.Reach(distance):
                return f"{self.distance(distance)}之内"

    def unit(self, unit: str, week_from_sunday: bool) -> str:
        """A calendar unit."""
        return f"{_SAME_UNIT[unit]}{'（自周日起算）' if week_from_sunday else ''}"

    def rolling(self, figure: c.Figure) -> str:
        """A length of hours; of days, also in hours, for they are not dates."""
        text = self.measured(figure)
        return f"{text}（{figure // HOUR} 小时）" if isinstance(figure, int) and text.endswith("天") else text

    def distance(self, distance: c.Distance) -> str:
        """A distance in time."""
        if distance.calendar is not None:
            return f"{self.amount(distance.amount)} 个{self.in_calendar(distance.calendar)}工作日"
        if distance.kind == "days":
            weeks = not isinstance(distance.amount, int) and distance.amount.scale == DAYS_IN_A_WEEK
            return f"{self.amount(distance.amount)} {'周' if weeks else '个自然日'}"
        return self.measured(distance.amount)

    def deadline(self, distance: c.Distance) -> str:
        """Until when something must follow."""
        count = self.amount(distance.amount)
        if distance.calendar is not None:
            return f"其后第 {count} 个{self.in_calendar(distance.calendar)}工作日结束前"
        if distance.kind == "days":
            return "当日结束前" if count == "0" else f"其后第 {count} 日结束前"
        return f"其后 {self.distance(distance)}内"

    def in_calendar(self, calendar: Calendar) -> str:
        """A calendar by its title."""
        return f"“{calendar.title or calendar.name}”日历的"

    # --- hours and dates ------------------------------------------------------------------------------------

    def at_hours(self, hours: Hours) -> str:
        """The hours, or where they differ by day, their name."""
        if is_by_day(hours):
            return f"时段“{hours.title or hours.name}”之内"
        return "、".join(self.clock(clock) for clock in hours.lines[0].clocks) or "任何时间之外"

    def clock(self, clock: Clock) -> str:
        """A span of local time."""
        start, end = figures.time_of_day(clock.start), figures.time_of_day(clock.end)
        included = f"（{'含' if clock.through else '不含'} {end}）"
        return f" {start} 至{'次日 ' if clock.wraps else ' '}{end}{included}"

    def hours_line(self, line: HoursLine) -> str:
        """A line of hours that differ by day."""
        days = "、".join(self._day_class(name) for name in line.classes)
        return f"{days}{'、'.join(self.clock(clock) for clock in line.clocks) if line.clocks else '全日不可'}"

    def _day_class(self, name: str) -> str:
        if name.isdigit():
            return self.day_of_week(int(name))
        return "其他各日" if name == "every-day" else DAY_CLASSES[name].spell("zh")

    def _zone(self, zone: str | None) -> str:
        if zone == "any":
            return "至少在一个可能的时区，"
        return f"按 {zone} 时区，" if zone else ""

    def dates(self, since: int | None, through: int | None) -> str:
        """`2026年1月1日至2026年3月31日`."""
        if since is None:
            return "任何日期" if through is None else f"{self.date(through)}及以前"
        return f"{self.date(since)}起" if through is None else f"{self.date(since)}至{self.date(through)}"

    def date(self, days: int) -> str:
        found = figures.day(days)
        return f"{found.year}年{found.month}月{found.day}日"

    def length(self, microseconds: int) -> str:
        number, unit = figures.length(microseconds)
        return f"{number} {_UNITS[unit]}"

    def unit_word(self, unit: str) -> str:
        return f" {_UNITS[unit]}"

    def yes_no(self, value: bool) -> str:
        return "是" if value else "否"
