"""What to tell an author whose statement cannot be read: the word, what could stand there, the nearest keyword."""

from __future__ import annotations

import re

from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from auditor.diagnostics import Diagnostic
from auditor.language.vocabulary import KEYWORDS, STATEMENTS, Language
from auditor.source import Source, Span
from auditor.spelling import did_you_mean, nearest

_WORD = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|“[^”\n]*”|[\w.\-/]+|\S")
_ENGLISH_WINDOW = re.compile(
    r"in\s+(?:any\s+\w+|each\s+\w+|\w+\s+(?:consecutive|working))|ever(?![\w.\-])|within(?![\w.\-])"
)
_KEYS = re.compile(r"(?<![\w.\-])per\s+[\w.\-]+(?:\s*,\s*[\w.\-]+)*\s*$")
_CHINESE_WINDOWS = frozenset(
    spelling
    for key in ("EACH_DAY", "EACH_WEEK", "EACH_MONTH", "EACH_QUARTER", "EACH_YEAR", "EVER", "ZH_ANY", "ZH_CONSECUTIVE")
    for spelling in KEYWORDS[key].zh
)

_LIMITS = ("FORBID", "REQUIRE", "AT_MOST", "AT_LEAST", "AFTER", "BEFORE", "ZH_SAME")
_RULE_PARTS = (
    *_LIMITS, "CITE", "BASIS", "FORCE", "SEVERITY", "FROM", "THROUGH", "READ_ON", "MESSAGE", "REMEDY", "DISABLED", "ACCEPT",
)  # fmt: skip
_SHOWN: dict[str, str] = {
    "NAME": "a name", "STRING": "a quoted text", "DATE": "a date", "TIME": "a time of day", "NUMBER": "a number",
    "SIGNED_NUMBER": "a number", "REGEX": "a pattern between slashes", "RAW": "a value", "ROW": "a table row",
    "MONTH_DAY": "a month and day", "COMPARATOR": "a comparison", "_COMMA": "`,`", "_COLON": "`:`", "_EQUALS": "`=`",
    "_LPAR": "`(`", "_RPAR": "`)`",
}  # fmt: skip
_CHINESE_AGGREGATES = frozenset(
    spelling for key in ("ZH_NUMBER", "ZH_TOTAL", "ZH_DISTINCT") for spelling in KEYWORDS[key].zh
)
# What an author may write for a keyword, whose word the language does not know.
_FAMILIAR = {
    "WHEN": ("if", "where", "如果", "若", "如"),
    "UNLESS": ("except", "unless that", "除", "除了"),
    "FORBID": ("prohibit", "ban", "disallow", "不得", "不准", "不可", "严禁", "不能"),
    "REQUIRE": ("must", "demand", "ensure"),
    "AT_MOST": ("maximum", "max", "upto", "no", "不超过", "不得超过", "最多", "不多于"),
    "AT_LEAST": ("minimum", "min", "不少于", "最少", "不低于"),
    "EACH_DAY": ("daily", "每天", "每日内", "当日", "一日内"),
    "EACH_WEEK": ("weekly", "每星期", "每周内", "一周内"),
    "EACH_MONTH": ("monthly", "每个月", "每月内", "一个月内"),
    "EACH_YEAR": ("yearly", "annually", "每一年", "一年内"),
    "OUTSIDE": ("before", "after", "between", "早于", "晚于"),
    "IS": ("equals", "be", "==", "是", "等于"),
    "MENTIONS": ("contains", "includes", "contain", "包含", "含有", "出现"),
    "IS_NOT": ("isnt", "not", "不是", "不等于"),
    "IS_ONE_OF": ("in", "属", "是其中之一"),
    "AND": ("&", "&&", "和", "与", "并且", "而且", "同时"),
    "OR": ("|", "||", "或者"),
    "NOT": ("!", "不", "没有"),
    "ZH_AFTER": ("后", "以后"),
    "ZH_EARLIER": ("前", "以前"),
    "ZH_UNTIL": ("直到", "至"),
    "ZH_APART": ("间隔", "相隔"),
    "ZH_MUST": ("应当", "应", "须", "需"),
    "ZH_MUST_HAVE": ("应有", "须有", "要有"),
}
# What is put for its own words where a sentence in Chinese was written without a space.
_SPACED = {
    spelling: KEYWORDS[key].zh[0] if spelling in _FAMILIAR.get(key, ()) else spelling
    for key, word in KEYWORDS.items()
    for spelling in (
        *word.zh,
        *(_FAMILIAR[key] if key in ("AT_MOST", "AT_LEAST", "EACH_DAY", "EACH_WEEK", "EACH_MONTH", "EACH_YEAR") else ()),
    )
    if len(spelling) > 1 and not spelling.isascii()
}
_SPACES = re.compile("|".join([*map(re.escape, sorted(_SPACED, key=len, reverse=True)), r"[0-9]+"]))
_CLOCK = re.compile(r"(\d{1,2})(?:am|pm|点|时|h)", re.IGNORECASE)


def syntax_problem(error: UnexpectedInput, source: Source, place: int, start: int) -> Diagnostic:
    expected = _accepted(error)
    if keyless := _missing_key(source, place, start, expected):
        return keyless
    at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    if at_end and expected == ["_ZH_MUST"]:
        last = _word_before(source.text, start, place)
        at_end = _begun(last.group(), [*_RULE_PARTS]) is None
    language = _language(source.text, start)
    if at_end:
        before = _WORD.findall(source.text[start:place])
        span = Span(source, max(place - 1, start), place)
        message = f"the statement ends after `{before[-1] if before else ''}`, and something is missing"
        hint = "a rule has a limit: `forbid`, `require`, `at most`, `after`, ... or `禁止`, `同一`, ..."
        hint_needed = "_FORBID" in expected and "CITE" in expected
        return Diagnostic("syntax", message, span, hint if hint_needed else _expectation(expected, language))
    if expected == ["_ZH_MUST"]:
        place = _word_before(
            source.text, start, place
        ).start()  # a line that opens with an unknown word was taken for the subject of `必须`
        expected = [*_RULE_PARTS]
    match = _WORD.match(source.text, place)
    word = match.group() if match else source.text[place : place + 1]
    span = Span(source, place, place + max(len(word), 1))
    if place == start and not _starts_statement(source.text, place):
        return Diagnostic("unknown-statement", f"`{word}` does not begin a statement", span, hint=_statement_hint(word))
    if compared := _comparison(word, expected, source.text[start:place]):
        return Diagnostic("syntax", f"unexpected `{word}`", span, hint=compared)
    if glued := _glued(word):
        return Diagnostic("syntax", f"unexpected `{word}`", span, hint=f"keywords are words of their own: `{glued}`")
    if word.startswith(('"', "“")) and isinstance(error, UnexpectedCharacters):
        return Diagnostic("syntax", "a quoted text is not closed on its line", span, hint='close it with `"`')
    return Diagnostic(
        "syntax", f"unexpected `{word}`", span, hint=_suggestion(word, expected) or _expectation(expected, language)
    )


def _comparison(word: str, expected: list[str], before: str) -> str | None:
    """Two ways to say when: `time is after 21:00`, `time not within 08:00`."""
    words = _WORD.findall(before)
    if words and words[-1] in _FAMILIAR["OUTSIDE"] and word[:1].isdigit() and "CITE" in expected:
        return "the language says `outside 08:00 until 21:00`, or `> 21:00`"
    return None


def _word_before(text: str, start: int, place: int) -> re.Match[str]:
    return list(_WORD.finditer(text, start, place))[-1]


def _accepted(error: UnexpectedInput) -> list[str]:
    interactive = getattr(error, "interactive_parser", None)
    if interactive is not None:
        return sorted(interactive.accepts())
    allowed: set[str] | None = getattr(error, "allowed", None)
    return sorted(allowed or ())


def _spellings(terminal: str) -> tuple[str, ...]:
    word = KEYWORDS.get(terminal.removeprefix("_"))
    return word.spellings if word else ()


def _language(text: str, start: int) -> Language:
    """The language in which a statement begins."""
    first = _WORD.search(text, start)
    return "en" if first is None or first.group().isascii() else "zh"


def _expectation(terminals: list[str], language: Language) -> str | None:
    shown = []
    keywords = [terminal for terminal in terminals if KEYWORDS.get(terminal.removeprefix("_"))]
    fitting = {name for name in keywords if _has_word_in(name, language)}
    for terminal in terminals:
        if terminal in keywords and fitting and terminal not in fitting:
            continue
        word = KEYWORDS.get(terminal.removeprefix("_"))
        text = f"`{word.spell(language)}`" if word else _SHOWN.get(terminal)
        if text and text not in shown:
            shown.append(text)
    if not shown:
        return None
    if len(shown) > 9:
        shown = [*[*[s for s in shown if not s.startswith("`")], *[s for s in shown if s.startswith("`")]][:8], "..."]
    return "expected " + (" or ".join(shown) if len(shown) <= 2 else ", ".join(shown))


def _has_word_in(terminal: str, language: Language) -> bool:
    word = KEYWORDS[terminal.removeprefix("_")]
    return bool(word.en if language == "en" else word.zh)


def _missing_key(source: Source, place: int, start: int, expected: list[str]) -> Diagnostic | None:
    """A window without the keys that it is for: by whom events are counted has no default."""
    line = source.text.rfind("\n", 0, place) + 1
    english = next((m for m in _ENGLISH_WINDOW.finditer(source.text, max(line, start)) if m.end() >= place), None)
    if english is not None and english.start() <= place and not _KEYS.search(source.text, start, english.start()):
        span, example = Span(source, english.start(), english.end()), "per consumer"
    elif "_PER" in expected and set(expected) <= {"_PER", "_SINCE_LAST"} and source.text[line:place].strip():
        word = _WORD.match(source.text, place) or _word_before(source.text, start, place)
        span, example = Span(source, *word.span()), "per consumer"
    elif (chinese := _chinese_window(source.text, start, place)) is not None:
        span, example = Span(source, *chinese.span()), "同一 债务人"
    else:
        return None
    hint = f"there is no default; say for whom: `{example}`"
    return Diagnostic("missing-key", "this does not say whose events are meant", span, hint)


def _chinese_window(text: str, start: int, place: int) -> re.Match[str] | None:
    """A Chinese word of a window or a count at the place or just before it, with no `同一` on its line before it."""
    line = max(text.rfind("\n", 0, place) + 1, start)
    here = _WORD.match(text, place)
    words = [*_WORD.finditer(text, line, place), *filter(None, [here])][-2:]
    found = next((word for word in words if word.group() in _CHINESE_WINDOWS), None)
    if found is None and here is not None and here.group() in _CHINESE_AGGREGATES:
        found = here
    same = KEYWORDS["ZH_SAME"].zh[0]
    return None if found is None or same in text[line : found.start()] else found


def _suggestion(word: str, terminals: list[str]) -> str | None:
    for key, words in _FAMILIAR.items():
        if word.lower() in words and {key, f"_{key}"} & set(terminals):
            language: Language = "en" if word.isascii() else "zh"
            return f"the language says `{KEYWORDS[key].spell(language)}`"
    if "CITE" in terminals and "_FORBID" not in terminals and any(word in _spellings(limit) for limit in _LIMITS):
        return "a rule has one limit; begin another `rule` for the next"
    if word in ("per", "each", "every") and "EACH_DAY" in terminals:
        return "calendar units are windows: `in each day`, `in each week`, `in each month`"
    if word.startswith(('"', "“")) and "_COMMA" in terminals:
        return "put a comma between texts"
    if "TIME" in terminals and (clock := _CLOCK.fullmatch(word)):
        return f"a time of day is written `{int(clock[1]):02}:00`"
    if not word.isascii() and (begun := _begun(word, terminals)):
        return f"keywords are words of their own: `{begun}`"
    return did_you_mean(word, (spelling for terminal in terminals for spelling in _spellings(terminal)))


def _begun(word: str, terminals: list[str]) -> str | None:
    """A Chinese keyword, written without a space before what follows it, with its spaces: `同一 债务人`."""
    spellings = [spelling for terminal in terminals for spelling in _spellings(terminal)]
    found = max((s for s in spellings if len(s) > 1 and word.startswith(s) and word != s), key=len, default=None)
    if found is None:
        return None
    rest = _SPACES.sub(lambda m: f" {_SPACED.get(m.group(), m.group())} ", word.removeprefix(found))
    return " ".join([found, *rest.split()])


def _glued(word: str) -> str | None:
    """The keyword that a word begins with, written without its space: `atmost7calls`."""
    for keyword in KEYWORDS.values():
        for spelling in keyword.spellings:
            joined = spelling.replace(" ", "")
            if " " in spelling and word.lower().startswith(joined):
                return f"{spelling} {word[len(joined) :]}".strip()
    return None


def _starts_statement(text: str, place: int) -> bool:
    return any(
        re.compile(r"\s+".join(map(re.escape, spelling.split())) + r"(?![\w.\-])").match(text, place)
        for key in STATEMENTS
        for spelling in KEYWORDS[key].spellings
    )


def _statement_hint(word: str) -> str:
    spellings = [spelling for key in STATEMENTS for spelling in KEYWORDS[key].spellings]
    if found := nearest(word, spellings):
        return f"did you mean `{found}`?"
    return (
        "a statement begins with "
        + ", ".join(f"`{KEYWORDS[key].en[0]}`" for key in STATEMENTS)
        + ("; indent a line that continues one")
    )
