"""The Chinese of what the reading of logs says: why a row was not used, and how columns were read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

ROWS: Mapping[str, str] = {
    "the same row again": "与前面的行完全相同",
    "a further leg of the same event": "同一事件的另一段",
    "after the period": "晚于审计期间",
    "a code that is not mapped": "没有对应关系的代码：请在对照表中写明含义",
    "a value that is not known": "不认识的值",
    "a number damaged by a spreadsheet: export the column as text": "数字已被电子表格改坏：请将该列按文本导出",
    "a number too large": "数字过大",
    "neither yes nor no": "既不是“是”也不是“否”",
    "not a date": "不是日期",
    "not a day of the week": "不是星期几",
    "not a duration": "不是时长",
    "not a time of day": "不是钟点时间",
    "not a time zone": "不是时区",
    "not a number with at most {} decimals": "不是小数至多 {} 位的数字",
    "not {} since 1970 between 1990 and 2050": "不是 1990 年至 2050 年之间、自 1970 年起算的时间戳（{}）",
    "not a time of the format {}": "不是格式 {} 的时间",
    "not a time that can be read: name its format in the profile": "时间无法读取：请在对照表中写明格式",
    "a time before 1990 or after 2050": "时间早于 1990 年或晚于 2050 年",
    "a date without a time of day": "只有日期，没有钟点",
    "a date whose year or order is not clear: name its format in the profile": "日期的年份或年月日顺序不明：请在对照表中写明格式",
    "a number: name its format in the profile (`epoch-s`, `epoch-ms`, `excel`)": "时间是一个数字：请在对照表中写明格式（`epoch-s`、`epoch-ms`、`excel`）",
    "a time with letters behind it: zone abbreviations and AM/PM are not read; name a zone or a format": "时间后面带字母：不读取时区缩写和 AM/PM，请写明时区或格式",
    "a time without an offset, and no zone says where": "时间没有偏移量，也没有写明时区",
    "a time in UTC, and no zone says where the person contacted is": "时间是 UTC，没有写明被联系人所在时区",
    "the id of row {}, with other content": "编号与第 {} 行相同而内容不同",
    "{} cells, where the header has {}": "有 {} 格，而表头有 {} 格",
    "a line that cannot be read as CSV": "该行不是 CSV",
    "a quotation mark that is not closed": "引号没有闭合",
    "bytes that are not {}": "字节不是 {} 编码",
    "a NUL byte": "含有空字节",
    "not a JSON object": "不是 JSON 对象",
    "sheet `{}` has no header whose names are known; it was not read": "工作表“{}”没有认得的表头，没有读取",
    "columns from which nothing is taken: {}": "没有用到的列：{}",
    "read as {}, not as {} as its profile says": "按 {} 读取，而不是对照表所说的 {}",
    "{} cells hold an error or a formula without a result; they count as empty": "{} 格是错误值或没有结果的公式，按空格处理",
    "telephone numbers are written in several ways: {} of them, such as {} and {}; rules count each way as a number of its own": "{} 个电话号码有几种写法，如 {} 与 {}：规则把每种写法当作不同的号码",
    "the zones of rows: {}": "各行时区的来源：{}",
    "{} events at a local time that a clock change makes ambiguous: judged under the earlier and the later reading": "{} 个事件的当地时间正值时钟调整而有歧义：按较早、较晚两种读法分别判断",
    "{} events have several candidate zones: a condition on local time must hold in all of them": "{} 个事件有几个可能的时区：当地时间的条件须在每个时区都成立",
}
"""Chinese of each sentence; `{}` stands for what differs from row to row, in the same order."""

_PATTERNS = [
    (re.compile("(.+?)".join(map(re.escape, english.split("{}")))), chinese) for english, chinese in ROWS.items()
]


@lru_cache(4096)
def of_row(sentence: str) -> str | None:
    """The Chinese of a sentence about a row or a column; None where it has none, as the reasons of profiles."""
    for pattern, chinese in _PATTERNS:
        if found := pattern.fullmatch(sentence):
            return chinese.format(*found.groups())
    return None
