"""The words of the language, as tables.

One entry here is the single home of a word: the parser makes its keyword terminals from `KEYWORDS`,
the checker looks names up in the choice tables, the formatter and the sentences spell from them, and the
documentation and shell completion list them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from auditor.value_types import (
    DATE,
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    TIME,
    Kind,
    ValueType,
)  # fmt: skip

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, Language] = ("en", "zh")


@dataclass(frozen=True)
class Word:
    """A word in both languages; the first spelling of each is the one that is printed."""

    en: tuple[str, ...]
    zh: tuple[str, ...]

    def spell(self, language: Language) -> str:
        """The printed spelling."""
        spellings = self.en if language == "en" else self.zh
        return (spellings or self.en or self.zh)[0]

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every accepted spelling."""
        return self.en + self.zh


def _word(en: str = "", zh: str = "") -> Word:
    return Word(tuple(filter(None, en.split("|"))), tuple(filter(None, zh.split("|"))))


def _table(**entries: Word) -> Mapping[str, Word]:
    return MappingProxyType(entries)


# Keywords: the key is the terminal of the grammar (there with a leading underscore where the token carries nothing).
KEYWORDS: Mapping[str, Word] = _table(
    # statements
    PACK=_word("pack", "规则包"),
    USE=_word("use", "引用"),
    APPLIES_WHEN=_word("applies when", "适用于"),
    FIELD=_word("field", "字段"),
    PARAM=_word("param", "参数"),
    DEFINE=_word("define", "定义"),
    WORDS=_word("words", "词表"),
    HOURS=_word("hours", "时段"),
    CALENDAR=_word("calendar", "日历"),
    RULE=_word("rule", "规则"),
    CLAUSE=_word("clause", "条款"),
    EXAMPLE=_word("example", "示例"),
    ADJUST=_word("adjust", "调整"),
    # facts of a pack
    JURISDICTION=_word("jurisdiction", "法域"),
    SOURCE=_word("source", "来源"),
    VERSION=_word("version", "版本"),
    READ_ON=_word("read on", "查阅于"),
    # fields and parameters
    ADDS=_word("adds", "增加"),
    DEFAULT=_word("default", "默认"),
    OF_CONTACTS=_word("of contacts", "限联系"),
    MEANS=_word("means", "指"),
    SEVERAL=_word("several", "多个"),
    TYPE_TEXT=_word("text", "文本"),
    TYPE_NUMBER=_word("number", "数值"),
    TYPE_YES_NO=_word("yes/no", "是否"),
    TYPE_MOMENT=_word("moment", "时刻"),
    TYPE_DATE=_word("date", "日期"),
    TYPE_TIME=_word("time of day", "时间"),
    TYPE_DURATION=_word("duration", "时长"),
    TYPE_MONEY=_word("money", "金额"),
    TYPE_WEEKDAY=_word("weekday", "星期"),
    ONE_OF=_word("one of", "取值"),
    YES=_word("yes", "是"),
    NO=_word("no", "否"),
    SET_BY_SITE=_word("set by the site", "由机构设定"),
    # word lists, hours, calendars
    FILE=_word("file", "文件"),
    WITHOUT=_word("without", "不容忍"),
    EVERY_DAY=_word("every day", "每天"),
    NONE=_word("none", "无"),
    TO=_word("to", "到"),
    UNTIL=_word("until", ""),
    THROUGH=_word("through", "至"),
    ZH_FROM=_word("", "起"),
    ZH_BEFORE=_word("", "前"),
    NEXT_DAY=_word("", "次日"),
    LIBRARY=_word("library", "节假日库"),
    YEARS=_word("years", "年份"),
    WEEKEND=_word("weekend", "周末"),
    CLOSED=_word("closed", "放假"),
    OPEN=_word("open", "上班"),
    EVERY=_word("every", "每逢"),
    # facts of a rule
    CITE=_word("cite", "依据"),
    BASIS=_word("basis", "核实"),
    FORCE=_word("force", "效力"),
    SEVERITY=_word("severity", "级别"),
    FROM=_word("from", "自"),
    MESSAGE=_word("message", "消息"),
    REMEDY=_word("remedy", "补救"),
    DISABLED=_word("disabled", "停用"),
    ENABLED=_word("enabled", "启用"),
    ACCEPT=_word("accept", "接受"),
    BECAUSE=_word("because", "理由"),
    # limits
    FORBID=_word("forbid", "禁止"),
    WHEN=_word("when", "当"),
    UNLESS=_word("unless", "除非"),
    REQUIRE=_word("require", ""),
    FOR=_word("for", "针对"),
    FOR_ANY=_word("for any", ""),
    AT_MOST=_word("at most", "至多"),
    AT_LEAST=_word("at least", "至少"),
    BETWEEN=_word("between", ""),
    PER=_word("per", ""),
    DISTINCT=_word("distinct", ""),
    TOTAL=_word("total", ""),
    OF=_word("of", "按"),
    AFTER=_word("after", ""),
    BEFORE=_word("before", ""),
    EARLIER=_word("earlier", ""),
    WITHIN=_word("within", ""),
    ZH_SAME=_word("", "同一"),
    ZH_TIMES=_word("", "次"),
    ZH_KINDS=_word("", "种"),
    ZH_OF=_word("", "的"),
    ZH_TOTAL=_word("", "合计"),
    ZH_AFTER=_word("", "之后"),
    ZH_EARLIER=_word("", "之前"),
    ZH_TWO=_word("", "两次"),
    ZH_APART=_word("", "至少间隔"),
    ZH_MUST=_word("", "必须"),
    ZH_MUST_HAVE=_word("", "必须有"),
    ZH_UNTIL=_word("", "直至"),
    # windows
    IN_ANY=_word("in any", ""),
    IN=_word("in", "在"),
    CONSECUTIVE_DAYS=_word("consecutive days|consecutive day", ""),
    EACH_DAY=_word("in each day", "每日"),
    EACH_WEEK=_word("in each week", "每周"),
    EACH_MONTH=_word("in each month", "每月"),
    EACH_QUARTER=_word("in each quarter", "每季度|每季"),
    EACH_YEAR=_word("in each year", "每年"),
    WEEK_FROM_SUNDAY=_word("week from sunday", "自周日起"),
    EVER=_word("ever", "始终|历来"),
    SINCE_LAST=_word("since last", ""),
    INCLUDING_THIS=_word("including this", "含本次"),
    ZH_ANY=_word("", "任意"),
    ZH_CONSECUTIVE=_word("", "连续"),
    ZH_SINCE=_word("", "以来"),
    ZH_WITHIN=_word("", "以内|之内"),
    # units
    SECONDS=_word("seconds|second", "秒|秒内|秒钟"),
    MINUTES=_word("minutes|minute", "分钟|分钟内"),
    HOURS_UNIT=_word("hours|hour", "小时|小时内"),
    DAYS=_word("days|day", "日|日内|天|天内"),
    WEEKS=_word("weeks|week", "周|周内"),
    CALENDAR_DAYS=_word("calendar days|calendar day", "个自然日|个自然日内|自然日"),
    WORKING_DAYS=_word("working days|working day", "个工作日|个工作日内|工作日"),
    # conditions
    AND=_word("and", "且"),
    OR=_word("or", "或"),
    NOT=_word("not", "非|并非"),
    IS=_word("is", "为"),
    IS_NOT=_word("is not", "不为"),
    IS_ONE_OF=_word("is one of", "属于"),
    IS_NOT_ONE_OF=_word("is not one of", "不属于"),
    IS_KNOWN=_word("is known", "已知"),
    IS_UNKNOWN=_word("is unknown", "未知"),
    OUTSIDE=_word("outside", "不在"),
    IN_ANY_ZONE=_word("in any zone", "任一时区"),
    IN_ZONE=_word("in zone", "按时区"),
    MENTIONS=_word("mentions", "提及"),
    LACKS=_word("lacks", "未提及"),
    MATCHES=_word("matches", "匹配"),
    INCLUDES=_word("includes", "包含"),
    EXCEPT=_word("except", "不计|例外"),
    # history terms
    NUMBER_OF=_word("number of", ""),
    TIME_SINCE_LAST=_word("time since last", ""),
    OF_LAST=_word("of last", ""),
    FIRST=_word("first", ""),
    ZH_HAVE=_word("", "有"),
    ZH_NUMBER=_word("", "次数"),
    ZH_DISTINCT=_word("", "种数"),
    ZH_TIME_SINCE=_word("", "距上次"),
    ZH_LAST=_word("", "上次"),
    ZH_FIRST=_word("", "首次"),
    # examples
    GIVEN=_word("given", "设"),
    KNOWN_FROM=_word("known from", "记录自"),
    KNOWN_THROUGH=_word("known through", "记录至"),
)

STATEMENTS = (
    "PACK", "USE", "APPLIES_WHEN", "FIELD", "PARAM", "DEFINE", "WORDS", "HOURS", "CALENDAR",
    "RULE", "CLAUSE", "EXAMPLE", "ADJUST",
)  # fmt: skip

# Choices that an author writes as plain names.
SEVERITIES = _table(
    high=_word("high", "高"),
    medium=_word("medium", "中"),
    low=_word("low", "低"),
    review=_word("review", "复核"),
)
BASES = _table(
    verified=_word("verified", "原文"),
    reported=_word("reported", "转述"),
    unverified=_word("unverified", "未核实"),
)
FORCES = MappingProxyType(
    {
        "statute": _word("statute", "法律"),
        "administrative-regulation": _word("administrative-regulation", "行政法规"),
        "regulation": _word("regulation", "部门规章"),
        "normative-document": _word("normative-document", "规范性文件"),
        "judicial-interpretation": _word("judicial-interpretation", "司法解释"),
        "standard": _word("standard", "推荐性国家标准"),
        "self-regulation": _word("self-regulation", "行业自律"),
        "guidance": _word("guidance", "指导意见"),
        "contract": _word("contract", "合同"),
        "policy": _word("policy", "内部制度"),
    }
)
CLAUSE_KINDS = MappingProxyType(
    {
        "not-checkable": _word("not-checkable", "无法核查"),
        "not-covered": _word("not-covered", "尚未覆盖"),
        "disputed": _word("disputed", "说法不一"),
    }
)
TOLERANCES = MappingProxyType(
    {
        "width": _word("width", "全半角"),
        "case": _word("case", "大小写"),
        "zero-width": _word("zero-width", "零宽字符"),
        "separators": _word("separators", "间隔符"),
        "traditional": _word("traditional", "繁体"),
        "homophones": _word("homophones", "谐音"),
    }
)
WEEKDAYS = _table(
    monday=_word("monday", "周一|星期一"),
    tuesday=_word("tuesday", "周二|星期二"),
    wednesday=_word("wednesday", "周三|星期三"),
    thursday=_word("thursday", "周四|星期四"),
    friday=_word("friday", "周五|星期五"),
    saturday=_word("saturday", "周六|星期六"),
    sunday=_word("sunday", "周日|星期日|星期天"),
)
DAY_CLASSES = MappingProxyType(
    {
        "workday": _word("workday", "工作日"),
        "weekend": _word("weekend", "周末"),
        "holiday": _word("holiday", "节假日"),
        "makeup-workday": _word("makeup-workday", "调休上班日"),
    }
)
VERDICTS = MappingProxyType(
    {
        "violation": _word("violation", "违规"),
        "compliant": _word("ok|compliant", "合规"),
        "inconclusive": _word("inconclusive|pending", "无法判断"),
        "not-applicable": _word("-|not-applicable", "不适用"),
    }
)
# Columns of an example's table that are not fields.
EXAMPLE_COLUMNS = _table(
    verdict=_word("verdict", "结论"),
    repeat=_word("repeat", "重复"),
)
# In a cell of the column `repeat`: `7 every 2 hours`.
REPEAT = _table(
    times=_word("times", "次"),
    every=_word("every", "每"),
)


@dataclass(frozen=True)
class Derived:
    """A value that the engine works out for every event from its local time; rules read it like a field."""

    name: str
    zh: str
    type: ValueType


DERIVED: Mapping[str, Derived] = MappingProxyType(
    {
        d.name: d
        for d in (
            Derived("time", "时间", TIME),
            Derived("date", "日期", DATE),
            Derived("weekday", "星期", ValueType(Kind.WEEKDAY)),
        )
    }
)

UNIT_MICROSECONDS: Mapping[str, int] = MappingProxyType(
    {"seconds": SECOND, "minutes": MINUTE, "hours": HOUR, "days": DAY, "weeks": 7 * DAY}
)


def look_up(table: Mapping[str, Word], spelling: str) -> str | None:
    """The key of a table that has this spelling, in either language."""
    return next((key for key, word in table.items() if spelling in word.spellings), None)
