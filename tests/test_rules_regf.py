"""The pack of Regulation F: its word lists hear every phrase, its exceptions hold, and no figure is invented."""

from __future__ import annotations

from decimal import Decimal

import pytest

from auditor.checking.coverage import unreached
from auditor.checking.mutation import surviving
from auditor.language import core as c
from auditor.language.checked import Pack
from auditor.language.declarations import Clock, Const, Param, WordList
from auditor.packs.loading import Library, load
from auditor.value_types import DAY, HOUR, MINUTE
from auditor.wording import Matcher

LIBRARY: Library = load(["us.regf"])
REGF: Pack = LIBRARY.packs["us.regf"].checked.pack
COMMON: Pack = LIBRARY.packs["us.common"].checked.pack
LISTS: dict[str, WordList] = {words.name: words for words in COMMON.words}
LINES = [(words.name, phrase) for words in COMMON.words for phrase in words.phrases]

# Ordinary sentences of a collector that is in order, and of consumers who ask for nothing.
LAWFUL_SAID = (
    "This is Dana Cole from Harbor Point, Inc., a debt collector. When would it suit you to speak?",
    "You can pay in three instalments, or write to us if you disagree with the amount.",
    "I am sorry to hear that. Take your time and call us when you are ready.",
    "The bank has told us that the balance is four hundred dollars.",
    "You have the right to ask for the name of the bank that lent the money first.",
    "We sent the agreement by mail last week. Did it arrive?",
)
LAWFUL_HEARD = (
    "Yes, I can pay forty dollars a month.", "Please call me tomorrow after work.", "Who am I speaking with?",
    "I get paid on the fifteenth.", "Could you send that by email?", "Thanks for calling, I appreciate the reminder.",
    "My phone number has not changed.", "I moved to Ohio in May.",
)  # fmt: skip
SAID = (
    "arrest-threats", "seizure-threats", "suit-threats", "impersonation", "simulated-documents", "violence-threats",
    "profanity", "publication-threats", "credit-falsity", "overshadowing", "lost-defences", "extra-charges",
    "servicemember-threats", "visit-threats",
)  # fmt: skip
HEARD = (
    "said-cease", "said-stop-calls", "said-stop-texts", "said-stop-emails", "said-stop-letters", "said-inconvenient",
    "said-employer-forbids", "said-represented", "said-dispute", "said-original-creditor",
)  # fmt: skip

# Requests and refusals as consumers word them, by the list that must hear them, and those that must not.
HEARD_AS = {
    "said-cease": (
        "Do not contact me ever again!",
        "I REFUSE TO PAY.",
        "please cease all communication",
        "I won’t pay this.",
    ),
    "said-stop-calls": (
        "Stop calling.",
        "Don’t call me any more",
        "No more phone calls please",
        "Contact me in writing only",
    ),
    "said-stop-texts": ("stop texting me", "No more text messages", "Don't text this number"),
    "said-stop-emails": ("stop emailing me", "Please do not e-mail me", "no more emails"),
    "said-employer-forbids": ("My boss doesn't let me take calls", "I'm not allowed to take personal calls at work"),
    "said-represented": ("Talk to my attorney.", "I am represented by counsel", "I filed for bankruptcy"),
    "said-dispute": ("I dispute the amount", "This isn't my debt", "I already paid that", "Prove it."),
    "said-original-creditor": ("Who is the original creditor?",),
    "said-inconvenient": ("I work nights", "Don't call before noon", "That is inconvenient for me"),
}
NOT_HEARD_AS = {
    "said-cease": ("Stop contacting me by phone", "I refuse to pay more than half", "I cannot pay this month"),
    "said-stop-calls": ("Don't call me at work", "Please do not call before nine", "You can call me"),
    "said-stop-emails": ("You can contact me by email", "Send me an email"),
    "said-represented": ("I do not have a lawyer",),
    "said-dispute": ("I do not dispute it",),
    "said-inconvenient": ("I'm busy, can't talk right now",),
}


def hears(name: str, text: str) -> bool:
    """Whether a list finds something in a text."""
    return bool(Matcher([LISTS[name]]).hits(text))


# --- word lists -----------------------------------------------------------------------------------------------------


def test_every_phrase_is_heard() -> None:
    """Each phrase of each list is found in a sentence, also in capitals and with other apostrophes."""
    deaf = []
    for words in COMMON.words:
        matcher = Matcher([words])
        for phrase in words.phrases:
            for text in (f"So: {phrase}.", f"So: {phrase.upper()}!", f"so {phrase.replace(chr(39), chr(8217))} then"):
                if not matcher.hits(text):
                    deaf.append((words.name, phrase, text))
    assert not deaf
    assert len(LINES) > 1200


def test_no_phrase_stands_twice() -> None:
    """No list says the same phrase twice, in whatever case."""
    for words in COMMON.words:
        folded = [phrase.lower() for phrase in words.phrases]
        assert len(set(folded)) == len(folded), words.name


@pytest.mark.parametrize("name", SAID)
def test_lawful_sentences_are_left_alone(name: str) -> None:
    """What a collector that is in order says is in no list of threats."""
    assert not [text for text in LAWFUL_SAID if hears(name, text)]


@pytest.mark.parametrize("name", HEARD)
def test_consumers_who_ask_for_nothing_are_left_alone(name: str) -> None:
    """What consumers say in passing is no request."""
    assert not [text for text in LAWFUL_HEARD if hears(name, text)]


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in HEARD_AS.items() for text in texts])
def test_requests_are_heard(name: str, text: str) -> None:
    """A request is heard as consumers word it."""
    assert hears(name, text)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in NOT_HEARD_AS.items() for text in texts])
def test_narrower_or_other_wishes_are_not_taken_for_it(name: str, text: str) -> None:
    """A wish about one medium, time or place, or the opposite, is not taken for the whole request."""
    assert not hears(name, text)


# --- the rules ------------------------------------------------------------------------------------------------------

# Whole numbers that a rule may compare with, and lengths of its windows: each stands in the regulation or its comments.
# 7 calls, 1 inquiry; 6 calls to one number, the seventh being named; 0 before the first.
FIGURES = {Decimal(n) for n in (0, 1, 6, 7)}
# 5 minutes; 3, 5, 7, 10, 14, 30, 35, 60 days; 0 and 6 are one day and seven days counted from the first.
LENGTHS = {0, 3, 5, 6, 7, 10, 14, 30, 35, 60, 5 * MINUTE}
CLOCKS = {8 * HOUR, 21 * HOUR, DAY}


def test_no_figure_is_invented() -> None:
    """Every limit, length and hour of the pack's rules is one of the law's; what it leaves open is set by a house."""
    for rule in REGF.rules:
        shapes = (rule.form, rule.unless)
        for node in c.walk(shapes):
            if isinstance(node, Clock):
                assert {node.start, node.end} <= CLOCKS, rule.facts.id
            elif isinstance(node, c.Distance) and isinstance(node.amount, int):
                assert node.amount in LENGTHS, rule.facts.id
            elif isinstance(node, c.ConsecutiveDays) and isinstance(node.days, int):
                assert node.days in LENGTHS, rule.facts.id
        limits = [cap.limit for cap in getattr(rule.form, "caps", ())]
        assert all(isinstance(limit, c.ParamValue) or limit.value in FIGURES for limit in limits), rule.facts.id
    house = {node.name for rule in REGF.rules for node in c.walk(rule.form) if isinstance(node, Param)}
    assert house == {"messages_in_a_day", "contacts_in_a_week", "voicemails_in_a_day"}


def test_what_rests_on_memory_or_words_is_for_review() -> None:
    """A rule without a verified or reported basis is for review, and so is one that only hears words of consumers."""
    for rule in REGF.rules:
        if rule.facts.basis == "unverified":
            assert rule.facts.severity == "review", rule.facts.id
        heard = any(isinstance(n, c.Mentions) and n.field.name == "heard" for n in c.walk(rule.form))
        assert not heard or rule.facts.severity == "review", rule.facts.id


def test_the_constants_of_the_pack_are_typed() -> None:
    """Every rule begins with the regulation, cites it by number, and was read on a day."""
    for rule in REGF.rules:
        assert rule.facts.since is not None, rule.facts.id
        assert rule.facts.read_on is not None, rule.facts.id
        assert any(cite.startswith(("12 CFR 1006.", "15 USC 1692", "comment ", "10 USC")) for cite in rule.facts.cites)
    assert not [
        node for rule in REGF.rules for node in c.walk(rule.form) if isinstance(node, Const) and node.value is None
    ]


def test_examples_notice_every_small_change() -> None:
    """A figure off by one, a key or a condition left out: some example of the rule notices, or the rule says why not."""
    assert [problem.message for problem in surviving(REGF.rules, REGF.examples, REGF.fields)] == []


def test_examples_reach_every_part_and_date() -> None:
    """Every part of a condition is true in some row and false in another, and the regulation's first day is shown."""
    assert [problem.message for problem in unreached(REGF.rules, REGF.examples, REGF.fields)] == []
