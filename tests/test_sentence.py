"""Rules in plain sentences: what each says in English and in Chinese, and nothing of how it is made."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from auditor.language import core as c
from auditor.language.lower import lower
from auditor.language.sentence import describe, outline, sentence
from auditor.language.vocabulary import LANGUAGES, Language
from auditor.packs import files, loading
from tests.strategies import PREAMBLE, rules
from tests.written_packs import checked

TESTS = Path(__file__).resolve().parent
KINDS = TESTS / "good" / "kinds"
GOLDEN = TESTS / "golden" / "sentences.txt"
LIBRARY = loading.load([*(pack.id for pack in files.shipped_packs()), str(KINDS)])
RULES = [lower(rule) for loaded in LIBRARY.packs.values() for rule in loaded.checked.pack.rules]
# What a sentence takes over as it stands: quoted names and texts, patterns, names of time zones.
QUOTED = re.compile(r"“[^”]*”|/(?:[^/“”\\]|\\.)+/|\b[A-Z]\w+(?:/\w+)+")
PYTHON = re.compile(
    r"\b(?:s|c|x|f|core|self|None|True|False|Named|Const|History|Compare)\b[.(]|=<|<[A-Z]\w+|\bKind\.|__"
)


def only_rule(limit: str, preamble: str = "") -> c.Rule:
    """The rule of a limit."""
    pack = checked(f'pack t "t"\n{preamble}\nrule t.r "r"\n  cite "x"\n  {limit}\n').pack
    return lower(pack.rules[0])


def assert_plain(text: str, language: Language) -> None:
    """A text is one that a reader of the language can read."""
    outside = QUOTED.sub("", text)
    assert text.strip() == text != ""
    assert text.endswith("." if language == "en" else "。")
    assert not re.search(r"  | \.|。。|，，", text), text
    assert text.count("“") == text.count("”"), text
    for opening, closing in ("()", "（）"):
        assert outside.count(opening) == outside.count(closing), text
    assert not PYTHON.search(outside), text
    assert "_" not in outside, text
    if language == "en":
        assert outside.isascii(), text
    else:
        assert not re.search(r"[A-Za-z]", outside), text
        assert not re.search(r"[,;!?]|(?<![0-9])\.|\.(?![0-9])", outside), text


def test_every_rule_is_told_in_both_languages() -> None:
    """Every shipped rule, and every kind of limit, has a sentence that mixes nothing and shows nothing of the program."""
    assert len(RULES) > 200
    for rule in RULES:
        for language in LANGUAGES:
            assert_plain(sentence(rule, language), language)


def test_the_limit_comes_first() -> None:
    """The first sentence says what may not be, must be or must follow; what names mean comes after it."""
    for rule in RULES:
        english, chinese = (sentence(rule, language) for language in LANGUAGES)
        first = english.split(". ")[0]
        assert re.search(r"\b(?:may|must)\b", first), english
        assert " means: " not in first, english
        assert re.search(r"不得|只能|必须|须|至少", chinese.split("。")[0]), chinese


def golden() -> str:
    """The sentences of the kinds of limit, one below the other."""
    kinds = [rule for rule in RULES if rule.facts.id.startswith("kinds.")]
    return "".join(f"{rule.facts.id}\n  {sentence(rule, 'en')}\n  {sentence(rule, 'zh')}\n" for rule in kinds)


def test_sentences_of_the_kinds_are_those_that_were_read() -> None:
    """The sentences of all kinds of limit are word for word those that were read and found good."""
    if os.environ.get("AUDITOR_WRITE_GOLDEN"):
        GOLDEN.write_text(golden(), encoding="utf-8")
    assert golden() == GOLDEN.read_text(encoding="utf-8")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(rules())
def test_any_rule_can_be_told(rule: str) -> None:
    """A random rule of any form is told in both languages, and so is its condition, as a clause and as a tree."""
    lowered = lower(checked(f"{PREAMBLE}{rule}\n").pack.rules[0])

    for language in LANGUAGES:
        assert_plain(sentence(lowered, language), language)
        assert describe(lowered.condition, language)
        assert outline(lowered.condition, language).text


@pytest.mark.parametrize(
    ("limit", "english", "chinese"),
    [
        (
            "at most 7 contacts per consumer in 7 consecutive days",
            "No more than 7 “contacts” may take place for the same consumer within 7 consecutive days"
            " (the day of the event is the last of them).",
            "对同一债务人，连续 7 日内（当日为最后一日）“主动联系”不得超过 7 次。",
        ),
        (
            "at most 1 contacts per consumer in any 48 hours",
            "No more than one “contacts” event may take place for the same consumer within any 48 hours.",
            "对同一债务人，任意 48 小时内“主动联系”不得超过 1 次。",
        ),
        (
            "at most 2 distinct channel of contacts per consumer in each week",
            "For the same consumer in one week, no more than 2 different values of channel may occur among “contacts”;"
            " the event that brings a further value breaks the rule.",
            "对同一债务人，同一周内，“主动联系”的不同渠道不得超过 2 个；使数目超出的那一次即为违反。",
        ),
        (
            "forbid contacts outside 08:00 until 21:00",
            "“contacts” may take place only between 08:00 and 21:00 (21:00 itself excluded), local time.",
            "“主动联系”只能在当地时间 08:00 至 21:00（不含 21:00）进行。",
        ),
        (
            "forbid contacts when channel is postcard",
            "“contacts” may not take place if the channel is postcard.",
            "“主动联系”不得有下列情形：渠道为明信片。",
        ),
        (
            "require recorded for contacts unless channel is letter",
            "“contacts” may take place only if “recorded” is yes. This does not apply if the channel is letter.",
            "“主动联系”须满足：“录音录像”为是。渠道为信函的，不在此限。",
        ),
        (
            "after dispute forbid contacts per consumer, debt until verification-sent",
            "After a “dispute”, no “contacts” may take place for the same consumer and debt until there is a"
            " “verification-sent”.",
            "对同一债务人、同一债务，“异议”之后直至有“核实答复”，不得有“主动联系”。",
        ),
        (
            "after dispute require verification-sent per debt within 5 days",
            "After a “dispute”, a “verification-sent” must follow for the same debt by the end of the 5th day after it.",
            "“异议”之后，须在其后第 5 日结束前对同一债务有“核实答复”。",
        ),
        (
            "before contacts require notice per consumer at least 6 calendar days earlier",
            "“contacts” may take place only if there was a “notice” for the same consumer at any time before,"
            " at least 6 calendar days earlier.",
            "“主动联系”之前，须至少提前 6 个自然日，对同一债务人已有“通知”。",
        ),
        (
            "at least 2 calendar days between contacts per consumer",
            "The dates of two “contacts” for the same consumer must lie at least 2 calendar days apart.",
            "对同一债务人，两次“主动联系”的日期至少相隔 2 个自然日。",
        ),
        (
            "at least 1 notice per debt in each year",
            "For each debt, at least 1 “notice” events must take place in each whole year.",
            "对每一债务，每个完整的年内“通知”不得少于 1 次。",
        ),
    ],
)
def test_form_of_limit(limit: str, english: str, chinese: str) -> None:
    """Each form of limit opens with its own sentence."""
    rule = only_rule(limit)

    assert sentence(rule, "en").startswith(english)
    assert sentence(rule, "zh").startswith(chinese)


def test_however_a_limit_is_written_it_is_told_alike() -> None:
    """The sentence is made from what a rule means: two ways to write one limit are told in the same words."""
    ways = [
        ("forbid contacts when time outside 08:00 until 20:00", "forbid contacts outside 08:00 until 20:00"),
        ("require not channel is postcard for contacts", "require not channel is postcard for contacts"),
        ("at most 3 contacts per consumer in each day", "同一 债务人 每日 主动联系 至多 3 次"),
        ("forbid contacts when number of contacts per consumer in each day including this > 3", "at most 3 contacts per consumer in each day"),
    ]  # fmt: skip
    for one, other in ways:
        for language in LANGUAGES:
            assert sentence(only_rule(one), language) == sentence(only_rule(other), language)


def test_figures_that_change_and_are_set_by_the_site() -> None:
    """A parameter is told with its dates, or as one that the site sets."""
    changing = only_rule(
        "at most limit contacts per consumer in each day",
        "param limit = 3 from 2024-01-01 through 2025-06-30, 2 from 2025-07-01",
    )
    unset = only_rule("at most limit contacts per consumer in each day", "param limit: number set by the site")

    assert "“limit” is 3 from 1 January 2024 through 30 June 2025 and 2 from 1 July 2025." in sentence(changing, "en")
    assert "“limit”：2024年1月1日至2025年6月30日为 3，2025年7月1日起为 2。" in sentence(changing, "zh")
    assert "“limit” is set by the site." in sentence(unset, "en")
    assert "“limit”由机构设定。" in sentence(unset, "zh")


def test_outline_shows_the_parts() -> None:
    """A condition as a tree: what must hold together, what is enough, and what a definition means below its name."""
    rule = only_rule("forbid contacts when recorded or late and not placed", "define late: days_past_due > 90")
    tree = outline(rule.condition, "en")

    assert tree.text == "at least one of these holds"
    assert [part.text for part in tree.parts] == ["“recorded” is yes", "all of these hold"]
    assert tree.parts[1].parts[0].text == "it counts as “late”"
    assert tree.parts[1].parts[0].parts[0].text == "“days past due” is more than 90"
    assert outline(rule.condition, "zh").text == "以下至少一项成立"


def test_outline_is_printed_like_a_sentence() -> None:
    """In the tree, too, a figure that has a name stands next to the word before it."""
    rule = only_rule("at most limit contacts per consumer in each day", "param limit: number set by the site")

    assert outline(rule.condition, "zh").text == "同一债务人同一日内此前（含本次）“主动联系”的次数超过“limit”"


def test_what_one_field_must_hold_is_told_in_one() -> None:
    """Several values asked of one field stand in one list."""
    rule = only_rule(
        "require topics includes sum and topics includes reason and recorded for contacts",
        'field topics "话题": several one of sum "金额数", reason "事由"',
    )

    assert "only if sum and reason are among the topics and “recorded” is yes." in sentence(rule, "en")
    assert "话题包含金额数和事由，且“录音录像”为是。" in sentence(rule, "zh")


def test_long_conditions_on_a_noun_stand_in_parentheses() -> None:
    """Where what narrows a noun has parts of its own, it is set off, so that the verb is found again."""
    rule = only_rule("forbid (contacts and channel is call and place is work and recorded)")

    assert sentence(rule, "en").startswith(
        "“contacts” (those for which the channel is call; the place is work; and “recorded” is yes) may not take place."
    )
