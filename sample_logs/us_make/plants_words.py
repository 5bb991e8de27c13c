"""Planted words: 12 CFR 1006.14(c)-(f), 1006.18(b)-(d), 1006.22(b). Most from one agent with a short temper."""

from __future__ import annotations

from sample_logs.us_make import texts
from sample_logs.us_make.people import People

SAID = (
    ("words-arrest", "The sheriff will come for you, you could go to jail.", "an agent with a short temper"),
    ("words-seizure", "We will garnish your wages next week.", "an agent with a short temper"),
    ("words-violence", "You will regret this, we know where you live.", "an agent with a short temper"),
    ("words-profanity", "You are a deadbeat and a liar.", "an agent with a short temper"),
    ("words-publication", "Maybe we should tell your boss.", "an agent with a short temper"),
    ("words-impersonation", "I am calling for the Department of Justice.", "an agent with a short temper"),
    (
        "words-simulated-documents",
        "This is your final legal notice, there is a court order.",
        "an agent with a short temper",
    ),
    ("words-credit-falsity", "This will ruin your credit for good.", "learned from an older script"),
    ("words-lost-defences", "Once it is sold you lose your rights.", "learned from an older script"),
    (
        "words-extra-charges",
        "There is a processing fee of nine dollars.",
        "a fee that the bank's agreement does not have",
    ),
    ("words-servicemember", "We will have to talk to your commanding officer.", "the consumer was known to serve"),
)
INNOCENT = (
    ("words-arrest", "Nobody is going to jail over a bill; you will not be arrested.", "said to calm the consumer"),
    ("words-seizure", "No, we cannot garnish your wages.", "an answer to a question"),
    ("words-extra-charges", "There is no processing fee.", "an answer to a question"),
    ("words-publication", "We will not tell your boss.", "an answer to a question"),
)


def plant_words(people: People) -> None:
    """Words that a person should read, and words that only look like them."""
    for number, (rule, ours, cause) in enumerate(SAID):
        account = people.opened(("America/New_York", "America/Chicago", "America/Denver")[number % 3])
        cells = {"agent": "bkane@harborpoint.example", "text": texts.talk(ours, "You cannot talk like that.")}
        people.journal.plant(rule, account.call(5 + 3 * number, "13:30", "Talked - Debtor", **cells), cause)
    for number, (rule, ours, cause) in enumerate(INNOCENT):
        account = people.opened("America/Chicago")
        call = account.call(6 + 3 * number, "13:30", "Talked - Debtor", text=texts.talk(ours, "Good."))
        people.journal.plant(rule, call, cause, "clean")
    account = people.opened()
    call = account.call(
        9, "13:30", "Talked - Debtor", text=texts.talk("May we agree on a plan?", "Will the sheriff arrest me?")
    )
    people.journal.plant("words-arrest", call, "the consumer's words, not the agent's", "clean")
