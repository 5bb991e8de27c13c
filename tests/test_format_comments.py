"""No comment is lost, and each stays beside what it stood beside."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.language import syntax as s
from auditor.language.format import Names, format_file
from auditor.language.format.rules import in_order
from auditor.language.parse import parse
from auditor.language.vocabulary import KEYWORDS, Language
from auditor.packs import files
from auditor.source import Source

LANGUAGES: tuple[Language | None, ...] = (None, "en", "zh")
SAMPLE = """\
pack t.a "title"
  jurisdiction "US"
  version "1"
use core
field mood "情绪": one of calm "平静", upset "激动"
  default calm means "how it sounded"
param figure = 1 from 2025-01-01, 2 from 2026-01-01
define talks: channel is call and outcome is conversation
define other: (mood is upset or mood is calm and not talks) and channel is one of call, sms, email
words threats "t"
  "one", "two", "three"
  except "four"
hours night of cal
  every day: 22:00 until 06:00, 07:00 through 08:00
calendar cal library "US" years 2025 through 2027
  closed 2026-12-31 "eve"
rule t.a.one "title"
  cite "law", "other law"
  severity high  basis verified  from 2026-01-01
  at most 3 (talks except other) per consumer, debt in 7 consecutive days
  unless number of talks per consumer in each day < 2 or text mentions threats
  message "text"
rule t.a.two "title"
  cite "law"
  after talks require other per consumer within 5 days
clause "law" not-checkable "why"
example "shown" for t.a.one
  given consumer C1, channel call
  | at               | verdict |
  | 2026-01-01 10:00 | ok      |
  | 2026-01-02 10:00 | ok      |
adjust t.a.one severity high because "why"
"""
PHRASES = "|".join(re.escape(spelling) for word in KEYWORDS.values() for spelling in word.spellings if " " in spelling)
TOKEN = re.compile(rf'"[^"]*"|\|[^\n]*\||(?:{PHRASES})(?![\w.\-])|\S+')


def formatted(text: str, language: Language | None = None) -> str:
    """The file, formatted without names."""
    file, problems = parse(Source("sample.rules", text))
    assert not problems, (problems, text)
    return format_file(text, file, Names(), language)


def tree(text: str) -> list[s.Statement]:
    """The statements, the facts of each rule in their fixed order."""
    file, problems = parse(Source("sample.rules", text))
    assert not problems, (problems, text)
    return [
        s.Rule(node.name, node.title, tuple(in_order(node.facts)), node.limit, span=node.span)
        if isinstance(node, s.Rule) else node
        for node in file.statements
    ]  # fmt: skip


def comments(text: str) -> list[str]:
    """The texts of the comments."""
    return [comment.text for comment in parse(Source("sample.rules", text))[0].comments]


LINES = [(len(line) - len(line.lstrip()), TOKEN.findall(line)) for line in SAMPLE.splitlines()]
GAPS = [(row, index) for row, (_, words) in enumerate(LINES) for index in range(len(words) + 1)]


@st.composite
def commented(draw: st.DrawFn) -> str:
    """The sample with comments at any place where the grammar allows one, at the end of lines and alone."""
    chosen = draw(
        st.lists(st.tuples(st.sampled_from(GAPS), st.integers(0, 3)), max_size=9, unique_by=lambda one: one[0])
    )
    kinds = dict(chosen)
    lines: list[str] = []
    for row, (indent, words) in enumerate(LINES):
        text = " " * indent
        for index, word in enumerate([*words, ""]):
            kind = kinds.get((row, index))
            if kind is not None:
                mark = f'# {row}.{index}: a "b | c'
                lines += [f"{text} {mark}", *[f"      {mark}", ""][: kind if index else 0]]
                text = " " * (indent if index == 0 else 8)
            text += f"{word} "
        if text.strip():
            lines.append(text.rstrip())
    return "\n".join(lines) + "\n"


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(commented())
def test_no_comment_is_lost(text: str) -> None:
    """Wherever comments stand, formatting keeps each once, keeps the tree, and is done after one time."""
    for language in LANGUAGES:
        once = formatted(text, language)

        assert sorted(comments(once)) == sorted(comments(text))
        assert formatted(once, language) == once
        if language is None:
            assert tree(once) == tree(text)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("# above\ndefine a: b\n", "# above\ndefine a: b\n"),
        ("define a:  b # beside\n", "define a: b  # beside\n"),
        ("define a: b\n\n\n\n# apart\n\n\ndefine c: d\n", "define a: b\n\n# apart\n\ndefine c: d\n"),
        ("define a: b\n  # of the next\ndefine c: d\n", "define a: b\n# of the next\ndefine c: d\n"),
        ("define a: b\n  # last\n", "define a: b\n# last\n"),
        ("# only\n", "# only\n"),
        ("", ""),
        ("use a\ndefine b: c\n", "use a\n\ndefine b: c\n"),
        ("use a # x\n# y\ndefine b: c\n", "use a  # x\n\n# y\ndefine b: c\n"),
        (
            'rule a "t"\n cite "c" # one\n severity high # two\n # three\n forbid b # four\n',
            'rule a "t"\n  cite "c"  # one\n  severity high  # two\n  # three\n  forbid b  # four\n',
        ),
        (
            'rule a "t"\n severity high # weight\n basis verified # read\n cite "c"\n forbid b\n',
            'rule a "t"\n  cite "c"\n  # weight\n  basis verified  severity high  # read\n  forbid b\n',
        ),
        (
            "define a: b\n  # why\n  and c # so\n  and d\n",
            "define a: b\n  # why\n  and c  # so\n  and d\n",
        ),
        (
            "define a: b and # early\n c\n",
            "define a: b  # early\n  and c\n",
        ),
        (
            "define a: channel # inside\n is call and b\n",
            "# inside\ndefine a: channel is call and b\n",
        ),
        (
            'words w "t"\n "a", # first\n "b",\n # third\n "c"\n',
            'words w "t"\n  "a",  # first\n  "b",\n  # third\n  "c"\n',
        ),
        (
            'example "e" for r # x\n # y\n | at | b |  # a | b\n # z\n | 1 | 2 |\n',
            'example "e" for r  # x\n  # y\n  | at | b |  # a | b\n  # z\n  | 1  | 2 |\n',
        ),
        ("define a: text matches /a#b/ # real\n", "define a: text matches /a#b/  # real\n"),
    ],
)  # fmt: skip
def test_comment_stays_beside_what_it_stood_beside(written: str, expected: str) -> None:
    """A comment keeps its line, or goes alone before the line of what it was about."""
    assert formatted(written) == expected
    assert formatted(expected) == expected


def test_comments_survive_both_languages() -> None:
    """Comments at the places where people write them come back from the other language."""
    english = formatted(SAMPLE.replace("per consumer, debt in 7 consecutive days", "per consumer, debt in 7 consecutive days # W")
                        .replace("  cite", "  # F\n  cite").replace("  message", "  # M\n  message"), "en")  # fmt: skip

    assert formatted(formatted(english, "zh"), "en") == english


@pytest.mark.parametrize("pack", files.shipped_packs(), ids=lambda pack: pack.id)
def test_shipped_comments_keep_their_order(pack: files.PackFiles) -> None:
    """Every comment of a shipped file is there after formatting, in its order."""
    for path in pack.files:
        text = path.read_text(encoding="utf-8")
        for language in LANGUAGES:
            assert comments(formatted(text, language)) == comments(text)
