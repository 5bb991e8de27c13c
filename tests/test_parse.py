"""Reading rule files: both languages give one tree, each statement is read for itself, and nothing makes the reader fail."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.language import expressions as x
from auditor.language import forms as f
from auditor.language import syntax as s
from auditor.language.format import format_file
from auditor.language.parse import MAX_FILE_CHARACTERS, parse
from auditor.language.parse.building import MAX_DEPTH
from auditor.language.vocabulary import KEYWORDS
from auditor.source import Source

ENGLISH = """\
pack sample.reg "A regulation"
  jurisdiction "somewhere"

define calls: channel is one of call, voicemail-drop and direction is outbound
    and outcome is not one of busy, not-in-service
define talks: channel is call and outcome is conversation
define consented: consent per consumer in 7 consecutive days and not talks since last consent per consumer

rule sample.reg.calls-7-in-7 "More than seven calls within seven days about one debt"
  cite "section 14(b)"  basis verified
  force regulation   severity high   from 2021-11-30
  at most 7 (calls except consented) per consumer, debt, agency in 7 consecutive days

rule sample.reg.calls-after-talk "Call within seven days after a conversation about that debt"
  cite "section 14(b)"
  after talks forbid (calls except consented) per consumer, debt, agency for 7 consecutive days

rule sample.reg.hours "Contact before 8:00 or after 21:00"
  cite "section 6(b)"  force regulation  severity high
  forbid contacts when time outside 08:00 through 21:00 unless consented

rule sample.reg.validation-notice "No notice within five days of the first communication"
  cite "section 34(a)"  force regulation  severity high
  after (first talks per consumer, debt) require validation-notice per consumer, debt within 5 days

example "the eighth call in seven days" for sample.reg.calls-7-in-7
  given consumer C1, debt D1, agency A, zone America/New_York, channel call, direction outbound
  | at               | outcome   | verdict   |
  | 2026-04-01 10:00 | no-answer | ok        |
  | 2026-04-07 18:00 | no-answer | violation |
"""

CHINESE = """\
规则包 sample.std "某标准"
  法域 "某地"

定义 催收活动: 方向 为 呼出 且 渠道 属于 电话, 语音机器人, 短信, 邮件, 即时通讯, 上门
定义 有效通话: 渠道 为 电话 且 方向 为 呼出 且 结果 为 接通对话

规则 sample.std.夜间 "22:00 至次日 8:00 不得催收"
  依据 "某标准 5.3"  核实 转述
  效力 推荐性国家标准   级别 高   自 2025-02-28
  禁止 催收活动 当 时间 不在 08:00 起 22:00 前 除非 已约定时段

规则 sample.std.通话频次 "对同一债务人每日有效通话不超过三次"
  依据 "某标准 5.3"
  同一 债务人 每日 有效通话 至多 3 次

规则 sample.std.第三人 "联系人明确拒绝后不得再联系"
  依据 "某标准 5.4"
  同一 债务人, 号码 第三人拒绝 之后 禁止 联系第三人

规则 sample.std.上门 "上门不得少于两人"
  依据 "某标准 5.5"
  上门 必须 人数 >= 2

规则 sample.std.七日七次 "七日内就同一债务呼叫超过七次"
  依据 "某标准 5.6"
  同一 债务人, 债务 连续 7 日内 呼叫 至多 7 次

规则 sample.std.谈话后 "谈话后七日内再次呼叫"
  依据 "某标准 5.6"
  同一 债务人, 债务 谈话 之后 连续 7 日内 禁止 呼叫

词表 威胁 "暴力或恐吓"
  "弄死你", "打断你的腿", "带人上门"
  例外 "不会上门"

规则 sample.std.威胁 "以暴力、恐吓等方式催收"
  依据 "某标准 5.7"
  禁止 催收活动 当 内容 提及 威胁
"""

# One limit, said in the one language and in the other: names aside, one tree.
ALIKE = {
    "at most 3 S per consumer in each day": "同一 consumer 每日 S 至多 3 次",
    "at most 3 S per consumer, debt in any 7 days": "同一 consumer, debt 任意 7 日内 S 至多 3 次",
    "at most 1 S per consumer in each day, 2 in each week": "同一 consumer S 每日 至多 1 次, 每周 至多 2 次",
    "at most 2 distinct channel of S per consumer in each week": "同一 consumer 每周 S 的 channel 至多 2 种",
    "at most 30 minutes total duration of S per consumer in each day": "同一 consumer 每日 S 的 duration 合计 至多 30 分钟",
    "at least 4 hours between S per consumer": "同一 consumer 两次 S 至少间隔 4 小时",
    "after T forbid S per consumer for 7 consecutive days": "同一 consumer T 之后 连续 7 日内 禁止 S",
    "after T forbid S per consumer until R": "同一 consumer T 之后 直至 R 禁止 S",
    "after T forbid S per consumer": "同一 consumer T 之后 禁止 S",
    "after T require S per consumer within 5 days": "同一 consumer T 之后 5 日内 必须有 S",
    "after T require S per consumer within 5 working days of cal": "同一 consumer T 之后 5 个工作日内 按 cal 必须有 S",
    "before S require T per consumer at least 6 calendar days earlier": "同一 consumer S 之前 至少 6 个自然日 必须有 T",
    "before S require T per consumer since last R": "同一 consumer S 之前 自 上次 R 以来 必须有 T",
    "at least 1 S per debt in each year for T": "同一 debt 每年 S 至少 1 次 针对 T",
    "require P for S": "S 必须 P",
    "forbid S when not P and (Q or R) unless T": "禁止 S 当 非 P 且 (Q 或 R) 除非 T",
    "forbid S when number of T per consumer in each day > 3": "禁止 S 当 同一 consumer 每日 T 次数 > 3",
    "forbid S when time since last T per consumer < 2 hours": "禁止 S 当 同一 consumer 距上次 T < 2 小时",
    "forbid S when expires of last T per consumer > at": "禁止 S 当 同一 consumer 上次 T 的 expires > at",
    "forbid (first S per consumer) when T per consumer ever": "禁止 (同一 consumer 首次 S) 当 同一 consumer 始终 有 T",
    "forbid S when distinct agent of T per consumer in each week including this >= 3":
        "禁止 S 当 同一 consumer 每周 含本次 T 的 agent 种数 >= 3",
    "forbid S when text mentions at least 2 of L": "禁止 S 当 text 提及 L 至少 2 种",
    "forbid S when date is holiday of cal": "禁止 S 当 date 为 cal 的 holiday",
    "forbid S outside 22:00 until 06:00 in any zone": "禁止 S 不在 22:00 起 次日 06:00 前 任一时区",
}  # fmt: skip


def read(text: str) -> s.File:
    """A file that can be read."""
    file, problems = parse(Source("read.rules", text))
    assert not problems, (problems[0].message, problems[0].hint, str(problems[0].span))
    return file


def limit(text: str) -> s.Limit:
    """The limit of a rule."""
    [rule] = read(f'rule r "r" cite "c"\n  {text}\n').statements
    assert isinstance(rule, s.Rule)
    return rule.limit


def bare(node: object) -> str:
    """A tree without `time`, which each language writes in its own word."""
    return re.sub(r"Name\(text='(?:time|时间)'\)", "TIME", repr(node))


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_sample_reads_as_it_is_written(text: str) -> None:
    """A whole file in one language is read without a problem, statement by statement."""
    file = read(text)

    assert len(file.statements) == len(re.findall(r"^\S", text, re.MULTILINE))
    assert read(format_file(text, file)).statements == file.statements


def test_files_may_mix_languages() -> None:
    """English and Chinese statements stand in one file, and English words in a Chinese statement."""
    mixed = read(
        ENGLISH + "\n" + CHINESE.split("\n\n", 1)[1] + '\n规则 r "r" cite "x" 依据 "y"\n  forbid calls 当 placed\n'
    )

    assert {type(node) for node in mixed.statements} == {s.Pack, s.Define, s.Rule, s.Words, s.Example}


@pytest.mark.parametrize("english", ALIKE)
def test_both_languages_give_one_tree(english: str) -> None:
    """A limit in Chinese word order is the same tree as in English."""
    assert bare(limit(ALIKE[english])) == bare(limit(english))


def test_every_form_is_said_in_chinese() -> None:
    """The pairs hold every form of limit."""
    forms = {type(limit(text).form) for text in ALIKE}

    assert forms == {form.__origin__ for form in s.Form.__args__}


def test_keywords_end_at_a_word_boundary() -> None:
    """A keyword glued to what follows is a name, and a wrong one."""
    for text in ("atmost7calls per consumer in each day", "forbidcalls", "同一债务人每日呼叫至多3次", "禁止呼叫"):
        _, problems = parse(Source("glued.rules", f'rule r "r" cite "c"\n  {text}\n'))
        assert [problem.code for problem in problems] == ["syntax"], text


def test_every_keyword_is_known_to_the_grammar() -> None:
    """No keyword of the vocabulary is a word that no rule can be written with."""
    from auditor.shipped import grammar_path

    grammar = grammar_path().read_text(encoding="utf-8")
    unused = [key for key in KEYWORDS if not re.search(rf"(?<![A-Z])_?{key}(?![A-Z_])", grammar)]

    assert unused == []


def test_punctuation_of_both_languages() -> None:
    """Commas, colons, parentheses and quotation marks of a Chinese keyboard mean the same."""
    narrow = 'define x "y": (channel is one of call, sms) and agency is "A"\n'
    wide = "define x “y”：（channel is one of call，sms） and agency is “A”\n"
    middle = "define x “y”：（channel is one of call、sms） and agency is “A”\n"

    assert read(narrow).statements == read(wide).statements == read(middle).statements


def test_whitespace_and_comments_between_words() -> None:
    """Tabs, full-width spaces, line breaks and comments separate words; a `#` in a text does not begin a comment."""
    one = read('rule r "a # b" cite "c"\n  forbid contacts when agency is "#1"\n')
    other = read(
        'rule r "a # b"\t cite "c" # why\n\u3000forbid\n    # a line of its own\n  contacts when agency is "#1" # end\n'
    )

    assert other.statements == one.statements
    assert [comment.text for comment in other.comments] == ["# why", "# a line of its own", "# end"]
    assert [comment.alone for comment in other.comments] == [False, True, False]


def test_spans_cover_what_was_written() -> None:
    """A node knows where it stands, also behind Chinese."""
    [rule] = read('规则 r "甲" 依据 "乙"\n  同一 债务人 每日 主动联系 至多 3 次\n').statements

    assert isinstance(rule, s.Rule)
    assert isinstance(rule.limit.form, f.AtMost)
    assert rule.name.span.text == "r"
    assert rule.limit.form.selection.span.text == "主动联系"
    assert (rule.limit.span.line, rule.limit.span.column) == (2, 3)
    assert [key.span.text for key in rule.limit.form.caps[0].window.keys] == ["债务人"]


def test_trees_compare_without_their_places() -> None:
    """The same statement elsewhere in a file is an equal tree."""
    first, second = read("define a: placed\n\n\ndefine a:   placed\n").statements

    assert first == second
    assert isinstance(first, s.Define)
    assert isinstance(second, s.Define)
    assert first.span != second.span
    assert isinstance(first.condition, x.Name)


def test_a_mistake_hides_no_other() -> None:
    """Each statement is read for itself, and within one each line."""
    text = 'define a placed\nrule r "r"\n  site "c"\n  forbit contacts\ndefine b: placed\ndefine c: (placed\n'
    file, problems = parse(Source("bad.rules", text))

    assert [problem.span.line for problem in problems if problem.span] == [1, 3, 4, 6]
    assert [type(node) for node in file.statements] == [s.Define]
    assert file.unread == ("a", "r", "c")


def test_nesting_up_to_the_limit_is_read() -> None:
    """Parentheses and negations as deep as allowed are read, one more is told."""
    deep = "(" * (MAX_DEPTH - 2) + "placed" + ")" * (MAX_DEPTH - 2)
    assert read(f"define a: {deep}\n").statements == read("define a: placed\n").statements

    _, problems = parse(Source("deep.rules", f"define a: {'not ' * (MAX_DEPTH + 1)}placed\n"))
    assert [problem.code for problem in problems] == ["too-deep"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_told(text: str) -> None:
    """Whatever a file holds, it is read or its problems are told, each with its place."""
    file, problems = parse(Source("any.rules", text.replace("\r", "\n")))

    assert all(problem.span is not None or problem.file for problem in problems)
    assert file.statements or problems or not re.sub(r"#[^\n]*", "", text).strip()


WORDS = st.sampled_from([spelling for word in KEYWORDS.values() for spelling in word.spellings] + [
    "contacts", "consumer", "甲", '"text"', "3", "7 days", "08:00", "2026-01-01", "(", ")", ",", ":", "=", ">", "|", "\n  ", "\n", "/x/", "#",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=25))
def test_any_words_are_read_or_told(words: list[str]) -> None:
    """Words of the language in any order end in statements or in problems, never in a failure."""
    file, problems = parse(Source("words.rules", "rule r " + " ".join(words)))

    assert file.statements or problems
    for problem in problems:
        assert problem.message
        assert "_ZH" not in f"{problem.message} {problem.hint}"


def test_a_file_at_the_limit_is_read() -> None:
    """A file of the largest size is read in one go, one character more is refused."""
    line = "define a: placed\n"
    text = line + "#" * (MAX_FILE_CHARACTERS - len(line))

    assert len(read(text).statements) == 1
    assert [problem.code for problem in parse(Source("large.rules", text + "#"))[1]] == ["file-too-large"]
