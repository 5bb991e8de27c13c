"""The language reference: every example on the page is run, in both languages, and every word of the language is there."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auditor.checking.check import CheckResult, check
from auditor.diagnostics import Level, render
from auditor.language import core, expressions
from auditor.language import syntax as s
from auditor.language.checked import Pack
from auditor.language.declarations import Calendar, CalendarDays, Param, WordList
from auditor.language.lower import lower
from auditor.language.parse import MAX_FILE_CHARACTERS, parse
from auditor.language.parse.building import MAX_DEPTH
from auditor.language.vocabulary import KEYWORDS
from auditor.source import Source

PAGE = Path(__file__).resolve().parent.parent / "docs" / "language.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```rules\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
ENGLISH, CHINESE = BLOCKS[::2], BLOCKS[1::2]
PAIRS = list(zip(ENGLISH, CHINESE, strict=True))
KEYWORD_TABLE = re.compile(r"<!-- keywords -->\n(.*?)<!-- end of keywords -->", re.DOTALL)
HEAD = re.compile(r"^(?:pack|规则包)\s", re.MULTILINE)


def keyword_table() -> str:
    """Every keyword as a row of a table, in the order of the vocabulary."""
    rows = ["| English | 中文 |", "|---|---|"]
    for word in KEYWORDS.values():
        rows.append("| " + " | ".join(", ".join(f"`{s}`" for s in side) for side in (word.en, word.zh)) + " |")
    return "".join(f"{row}\n" for row in rows)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, CheckResult]:
    """All blocks of a language, each as a pack of its own, checked in one go with their examples run."""
    found = {}
    for language, blocks in (("en", ENGLISH), ("zh", CHINESE)):
        folder = tmp_path_factory.mktemp(language)
        for number, block in enumerate(blocks):
            text = block if HEAD.search(block) else f'pack block{number} "a block"\n{block}'
            (folder / f"{number:02}.rules").write_text(text, encoding="utf-8")
        found[language] = check([str(folder)])
    return found


def pack_of(result: CheckResult, number: int) -> Pack:
    """The pack of a block."""
    packs = [result.library.packs[id].checked.pack for id in result.library.chosen]
    return next(pack for pack in packs if any(Path(file).name == f"{number:02}.rules" for file in pack.files))


def said(pack: Pack) -> list[Any]:
    """What a block says, whatever its titles are, and whatever it gives a name of its own."""

    def nameless(node: Any) -> Any:
        match node:
            case core.Named():
                return node.condition
            case Param() | WordList() | Calendar():
                return replace(node, name="", pack="")
            case CalendarDays():
                return replace(node, title="")
            case _:
                return node

    rules = []
    for rule in pack.rules:
        disabled = None if rule.facts.disabled is None else ""
        facts = replace(rule.facts, title="", cites=(), pack="", message=None, remedy=None, disabled=disabled)
        rules.append(core.rewrite(lower(replace(rule, facts=facts)), nameless))
    examples = [
        (example.rule, example.known_from, example.known_through, [event.verdict for event in example.events])
        for example in pack.examples
    ]
    adjustments = [
        replace(adjustment, because="", params=tuple(("", versions) for _, versions in adjustment.params))
        for adjustment in pack.adjustments
    ]
    return [rules, examples, adjustments, [clause.kind for clause in pack.clauses]]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_examples_hold(results: dict[str, CheckResult], language: str) -> None:
    """The rules of every block are right, the examples hold, and each rule shows a violation and an event that is none."""
    result = results[language]
    problems = [p for p in result.problems if p.level is Level.ERROR or p.code == "missing-example"]
    written = sum(len(re.findall(r"^(?:example|示例) ", block, re.MULTILINE)) for block, _ in PAIRS)

    assert not problems, "\n".join(render(problem) for problem in problems)
    assert len(result.examples) == written > 30


@pytest.mark.parametrize("number", range(len(PAIRS)))
def test_both_languages_say_the_same(results: dict[str, CheckResult], number: int) -> None:
    """The Chinese block means what the English one before it means."""
    english, chinese = PAIRS[number]
    one, other = (pack_of(results[language], number) for language in ("en", "zh"))

    assert re.search(r"^(?:规则|示例|调整|条款) ", chinese, re.MULTILINE)
    assert not re.search(r"^(?:规则|示例|调整|条款) ", english, re.MULTILINE)
    assert [(field.name, field.type) for field in other.fields] == [(field.name, field.type) for field in one.fields]
    for found, wanted in zip(said(other), said(one), strict=True):
        same = found == wanted
        assert same, "the blocks differ"  # trees that share their parts are too long to be shown


def test_every_form_of_limit_stands_on_the_page() -> None:
    """The blocks of the page hold every statement, and every form of limit."""
    statements: set[type[expressions.Node]] = set()
    forms: set[type] = set()
    for block in ENGLISH:
        file, problems = parse(Source("block.rules", block))
        assert not problems
        statements |= {type(node) for node in file.statements}
        forms |= {type(node.limit.form) for node in file.statements if isinstance(node, s.Rule)}

    assert statements == set(s.Statement.__args__)
    assert {form.__name__ for form in forms} == {form.__origin__.__name__ for form in s.Form.__args__}


def test_every_kind_of_window_and_term_stands_on_the_page() -> None:
    """The blocks hold every window, every condition and every term of history."""
    texts = "".join(repr(parse(Source("block.rules", block))[0]) for block in ENGLISH)
    nodes = [
        name
        for name, value in vars(expressions).items()
        if isinstance(value, type) and issubclass(value, expressions.Node) and value is not expressions.Node
    ]

    assert [name for name in nodes if f"{name}(" not in texts] == []


def test_table_of_keywords_is_the_vocabulary() -> None:
    """The table of keywords is made from the vocabulary."""
    match = KEYWORD_TABLE.search(TEXT)

    assert match is not None
    assert match[1] == keyword_table()


def test_links_of_the_page_lead_somewhere() -> None:
    """Every link to a heading of the page has its heading."""
    headings = {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
    }

    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= headings


def test_limits_of_size_are_those_of_the_reader() -> None:
    """The page says how large a file and how deep a condition may be."""
    assert f"A file may have {MAX_FILE_CHARACTERS:,} characters" in TEXT
    assert f"nested {MAX_DEPTH} levels deep" in TEXT
