"""What to tell an author whose statement cannot be read: the word, what could stand there, the nearest keyword."""

from __future__ import annotations

import re

from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from auditor.diagnostics import Diagnostic
from auditor.language.vocabulary import KEYWORDS, STATEMENTS
from auditor.source import Source, Span
from auditor.spelling import did_you_mean, nearest

_WORD = re.compile(r"[\w.\-/]+|\S")

_RULE_PARTS = (
    "FORBID", "REQUIRE", "AT_MOST", "AT_LEAST", "AFTER", "BEFORE", "CITE", "BASIS", "FORCE", "SEVERITY", "FROM", "THROUGH",
    "READ_ON", "MESSAGE", "REMEDY", "DISABLED", "ACCEPT",
)  # fmt: skip
_SHOWN: dict[str, str] = {
    "NAME": "a name", "STRING": "a quoted text", "DATE": "a date", "TIME": "a time of day", "NUMBER": "a number",
    "SIGNED_NUMBER": "a number", "REGEX": "a pattern between slashes", "RAW": "a value", "ROW": "a table row",
    "MONTH_DAY": "a month and day", "COMPARATOR": "a comparison", "_COMMA": "`,`", "_COLON": "`:`", "_EQUALS": "`=`",
    "_LPAR": "`(`", "_RPAR": "`)`",
}  # fmt: skip


def syntax_problem(error: UnexpectedInput, source: Source, place: int, start: int) -> Diagnostic:
    expected = _accepted(error)
    at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    if at_end:
        before = _WORD.findall(source.text[start:place])
        span = Span(source, max(place - 1, start), place)
        message = f"the statement ends after `{before[-1] if before else ''}`, and something is missing"
        return Diagnostic("syntax", message, span, hint=_expectation(expected))
    if expected == ["_ZH_MUST"] and (earlier := _word_before(source.text, start, place)):
        place = earlier.start()  # a line that opens with an unknown word was taken for the subject of `必须`
        expected = [*_RULE_PARTS]
    match = _WORD.match(source.text, place)
    word = match.group() if match else source.text[place : place + 1]
    span = Span(source, place, place + max(len(word), 1))
    if place == start and not _starts_statement(source.text, place):
        return Diagnostic("unknown-statement", f"`{word}` does not begin a statement", span, hint=_statement_hint(word))
    if glued := _glued(word):
        return Diagnostic("syntax", f"unexpected `{word}`", span, hint=f"keywords are words of their own: `{glued}`")
    if word.startswith(('"', "“")) and isinstance(error, UnexpectedCharacters):
        return Diagnostic("syntax", "a quoted text is not closed on its line", span, hint='close it with `"`')
    return Diagnostic(
        "syntax", f"unexpected `{word}`", span, hint=_suggestion(word, expected) or _expectation(expected)
    )


def _word_before(text: str, start: int, place: int) -> re.Match[str] | None:
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


def _expectation(terminals: list[str]) -> str | None:
    shown = []
    for terminal in terminals:
        spellings = _spellings(terminal)
        text = f"`{spellings[0]}`" if spellings else _SHOWN.get(terminal)
        if text and text not in shown:
            shown.append(text)
    if not shown:
        return None
    if len(shown) > 9:
        shown = [*[*[s for s in shown if not s.startswith("`")], *[s for s in shown if s.startswith("`")]][:8], "..."]
    return "expected " + (" or ".join(shown) if len(shown) <= 2 else ", ".join(shown))


def _suggestion(word: str, terminals: list[str]) -> str | None:
    return did_you_mean(word, (spelling for terminal in terminals for spelling in _spellings(terminal)))


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
