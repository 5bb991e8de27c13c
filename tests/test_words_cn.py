"""The Chinese word lists hear a phrase in disguise, and leave ordinary lawful collection texts alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import opencc
import pytest

from auditor.language import core as c
from auditor.language.declarations import WordList
from auditor.packs.loading import load
from auditor.shipped import rules_path
from auditor.wording import Matcher, matches
from tests.cn_abusive import ABUSIVE
from tests.cn_lawful import LAWFUL
from tests.cn_patterns import CASE_NUMBERS, NO_CASE_NUMBERS, PATTERNS
from tests.cn_texts import KINDS, NARROWED, STRONG, TRIALS

FILES = rules_path() / "cn" / "common" / "words"


_CONVERTER = opencc.OpenCC("s2t")


def _traditional(text: str) -> str:
    return str(_CONVERTER.convert(text))


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


# How every phrase of every list is disguised by rule.
DISGUISES: dict[str, Callable[[str], str]] = {
    "as written": str,
    "symbols": "*".join,
    "middle dots": "·".join,
    "slashes": "/".join,
    "spaces": " ".join,
    "wide spaces": "\u3000".join,
    "zero-width": "\u200b".join,
    "word joiners": "\u2060".join,
    "emoji": "😀".join,
    "full width": _wide,
    "traditional": _traditional,
    "traditional, spaced": lambda phrase: " ".join(_traditional(phrase)),
}


def _lists() -> dict[str, WordList]:
    common = load(["cn.common"]).packs["cn.common"].checked.pack
    return {words.name: words for words in common.words}


LISTS = _lists()
NUMBERS = sorted(TRIALS, key=lambda number: int(number[1:]))


@pytest.fixture(scope="module")
def matchers() -> dict[str, Matcher]:
    """A matcher for the word lists of each number."""
    return {number: Matcher([LISTS[name] for name in trial.lists]) for number, trial in TRIALS.items()}


def _phrases(path: str) -> list[str]:
    lines = (FILES / path).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


# --- the trials are whole --------------------------------------------------------------------------------------------


def test_eleven_lists() -> None:
    """The source table numbers eleven lists, and every word list of such a number is tried."""
    assert len(TRIALS) == 11
    for name, words in LISTS.items():
        number = words.title.split(" ")[0]
        if re.fullmatch(r"L\d+", number):
            assert name in TRIALS[number].lists


@pytest.mark.parametrize("number", NUMBERS)
def test_enough_of_every_kind(number: str) -> None:
    """Each list is tried with ten disguises and more, of every kind, and ten lawful texts."""
    trial = TRIALS[number]
    assert set(KINDS) <= trial.disguised.keys()
    assert sum(map(len, trial.disguised.values())) >= 20
    assert len(set(trial.lawful)) >= 10


# --- words in disguise -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", NUMBERS)
def test_disguises_are_found(number: str, matchers: dict[str, Matcher]) -> None:
    """A phrase in disguise is found, and the span is in the original text."""
    texts = [text for some in TRIALS[number].disguised.values() for text in some]
    found = matchers[number].hits_of(texts)
    assert [text for text, hits in zip(texts, found, strict=True) if not hits] == []
    assert all(text[hit.start : hit.end] == hit.text for text, hits in zip(texts, found, strict=True) for hit in hits)


@pytest.mark.parametrize("number", ABUSIVE)
def test_abusive_sentences_are_found(number: str, matchers: dict[str, Matcher]) -> None:
    """A sentence as an abusive collector says it has a hit in the lists of its number."""
    found = matchers[number].hits_of(ABUSIVE[number])
    assert [text for text, hits in zip(ABUSIVE[number], found, strict=True) if not hits] == []


@pytest.mark.parametrize("name", LISTS)
def test_every_phrase_is_found_in_every_disguise(name: str) -> None:
    """Each phrase of each list is found as it is written, and under each disguise made by rule."""
    words = LISTS[name]
    matcher = Matcher([words])
    for disguise in DISGUISES.values():
        texts = [f"，{disguise(phrase)}。" for phrase in words.phrases]
        found = matcher.hits_of(texts)
        assert [text for text, hits in zip(texts, found, strict=True) if not hits] == []


def test_narrowed_phrases_are_found_in_their_sentences() -> None:
    """Words of the source table that are common by themselves are looked for with what makes them a breach."""
    everything = Matcher([words for words in LISTS.values() if words.title.startswith("L")])
    assert all(phrase in sentence for phrase, sentence in NARROWED.items())
    found = everything.hits_of(list(NARROWED.values()))
    assert all(found)
    assert all(phrase not in words.phrases for phrase in NARROWED if phrase != "哀乐" for words in LISTS.values())


# --- ordinary words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", NUMBERS)
def test_lawful_texts_are_left_alone(number: str, matchers: dict[str, Matcher]) -> None:
    """A sentence that only looks or sounds like a phrase, denies it or warns of it is no hit."""
    texts = TRIALS[number].lawful
    found = matchers[number].hits_of(texts)
    assert [(text, hits) for text, hits in zip(texts, found, strict=True) if hits] == []


def test_lawful_messages_break_no_list() -> None:
    """Whole lawful messages and calls have no hit in any list of what must not be said to a debtor."""
    matcher = Matcher([LISTS[name] for name in STRONG])
    found = matcher.hits_of(LAWFUL)
    assert [(text, hits) for text, hits in zip(LAWFUL, found, strict=True) if hits] == []


# --- patterns ---------------------------------------------------------------------------------------------------------


def _patterns(node: object) -> set[str]:
    return {found.pattern for found in c.walk(node) if isinstance(found, c.Matches)}


@pytest.mark.parametrize("name", PATTERNS)
def test_patterns_find_what_they_are_for(name: str) -> None:
    """A definition's pattern finds what it is made for, and not what only looks like it."""
    pack, found, others = PATTERNS[name]
    definition = next(one for one in load([pack]).packs[pack].checked.pack.definitions if name in (one.name, one.other))
    (pattern,) = _patterns(definition)
    assert [text for text, hit in zip(found, matches(found, pattern), strict=True) if not hit] == []
    assert [text for text, hit in zip(others, matches(others, pattern), strict=True) if hit] == []


def test_every_pattern_is_tried() -> None:
    """Each definition with a pattern is in the table, and every other pattern in a rule is that of a case number."""
    packs = [loaded.checked.pack for loaded in load(["cn"]).packs.values() if loaded.id.startswith("cn.")]
    named = {one.name for pack in packs for one in pack.definitions if isinstance(one.condition, c.Matches)}
    assert named == PATTERNS.keys()
    defined = {pattern for pack in packs for one in pack.definitions for pattern in _patterns(one)}
    (case_number,) = {p for pack in packs for rule in pack.rules for p in _patterns((rule.form, rule.unless))} - defined
    assert all(matches(CASE_NUMBERS, case_number))
    assert not any(matches(NO_CASE_NUMBERS, case_number))


# --- the files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(path.name for path in FILES.glob("*.txt")))
def test_word_files_are_lists(path: str) -> None:
    """A word file is UTF-8, one phrase a line, none twice; only an exception may end in dots."""
    phrases = _phrases(path)
    assert phrases
    assert len(phrases) == len(set(phrases))
    shape = r"[一-龥A-Z0-9]+…?" if path.endswith(("-except.txt", "denials.txt", "warnings.txt")) else r"[一-龥A-Z0-9]+"
    assert [phrase for phrase in phrases if not re.fullmatch(shape, phrase)] == []


def test_every_word_file_is_used() -> None:
    """No word file lies idle beside the lists."""
    rules = (FILES.parent / "common.rules").read_text(encoding="utf-8")
    assert {path.name for path in FILES.glob("*.txt")} == set(re.findall(r'"words/([\w-]+\.txt)"', rules))


@pytest.mark.parametrize("name", LISTS)
def test_every_exception_excuses_something(name: str) -> None:
    """An exception that overlaps nothing that its list would find is idle; one that reaches over what follows may."""
    words = LISTS[name]
    own = [text for text in words.exceptions if not text.endswith("…")]
    found = Matcher([replace(words, exceptions=())]).hits_of(own)
    assert [text for text, hits in zip(own, found, strict=True) if not hits] == []


@pytest.mark.parametrize(
    "name", [name for name, words in LISTS.items() if any(e.endswith("…") for e in words.exceptions)]
)
def test_a_denial_excuses_and_ends(name: str) -> None:
    """What is denied is excused a few words on; behind a comma the phrase counts again."""
    words = LISTS[name]
    matcher = Matcher([words])
    denial = "严禁" if "严禁…" in words.exceptions else words.exceptions[-1].removesuffix("…")
    for phrase in words.phrases:
        assert matcher.hits(f"{denial}再{phrase}") == [], phrase
        assert matcher.hits(f"{denial}的，{phrase}"), phrase
