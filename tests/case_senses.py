"""What a word of a worked case means that its tables do not hold: by the beginnings of its parts, first match first.

`line_busy` is busy, `attorney_for_the_consumer` an attorney. What matches nothing stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.case_words import CONSENT_TO, DOCUMENTS, GROUNDS, OUTCOMES, PURPOSES, ROLES, key

Senses = tuple[tuple[str, str], ...]

# Each line: beginnings that must all stand in the word (`a|b`: one of them), and what it then means.
OUTCOME_SENSES: Senses = (
    ("busy", "busy"), ("not|non lcm|limited", "voicemail-left"), ("lcm", "limited-content-message"), ("limited content", "limited-content-message"),
    ("drop", "dropped"), ("hung|hang", "dropped"), ("disconnect answer", "dropped"),
    ("service", "not-in-service"), ("disconnect", "not-in-service"), ("not connect", "failed"), ("fail", "failed"),
    ("voice|voicemail|mailbox|box full|greeting|recorded|no|reached|without", "voicemail"),
    ("mailbox|box full", "voicemail"), ("machine|greeting|recorded", "voicemail"),
    ("left message", "voicemail-left"), ("voicemail", "voicemail-left"),
    ("conversation|live|talk|talked|spoke", "conversation"), ("unanswer|rang|ring", "no-answer"), ("no answer", "no-answer"),
    ("return|undeliver|bounce", "returned"), ("deliver", "delivered"),
)  # fmt: skip
ROLE_SENSES: Senses = (
    ("attorney|lawyer|counsel creditor", "creditor-attorney"), ("attorney|lawyer|counsel collector", "collector-attorney"),
    ("attorney|lawyer|counsel", "attorney"), ("bureau|cra|reporting", "bureau"), ("spouse|wife|husband", "spouse"),
    ("parent|mother|father minor", "parent-of-minor"), ("guardian", "guardian"), ("executor|administrator|estate", "executor"),
    ("personal represent", "executor"), ("successor", "successor"), ("guarantor|cosigner", "guarantor"),
    ("creditor", "creditor"), ("boss|employer|manager|supervisor", "employer"), ("colleague|coworker", "colleague"),
    ("neighbor|neighbour", "neighbour"),
    ("parent|sibling|child|brother|sister|relative|mother|father|family|cousin|son|daughter|aunt|uncle", "relative"),
    ("third|stranger|unrelated|tenant|roommate|friend|acquaintance|landlord|bystander", "other"),
)  # fmt: skip
GROUND_SENSES: Senses = (
    ("remed inten", "intends-remedy"), ("remed may|might", "may-invoke-remedy"), ("remed specif", "intends-remedy"),
    ("terminat|ending|cessation", "ending-efforts"), ("end effort|collection", "ending-efforts"),
    ("required|requires law|legal", "legally-required"), ("legal requir", "legally-required"),
    ("applicable law", "legally-required"), ("mandat|statut", "legally-required"), ("litigat|lawsuit", "litigation"),
    ("information request", "requested-information"), ("time critical|sensitive", "time-critical"),
    ("court", "court-permission"), ("opt out", "opt-out-confirmation"), ("again", "asked-again"),
)  # fmt: skip
PURPOSE_SENSES: Senses = (
    ("locat|whereabouts", "location"), ("skip trac", "location"), ("friend|connect|contact request", "contact-request"),
    ("demand|pay|payment|offer|reminder|invite|collect|collection|settle|settlement", "collection"),
)  # fmt: skip
DOCUMENT_SENSES: Senses = (
    ("disput respon|reply|answer", "verification-sent"), ("verif|validation request", "dispute"), ("original creditor request|inquiry", "original-creditor-request"),
    ("original creditor", "original-creditor-sent"), ("validation", "validation-notice"), ("notice debt", "validation-notice"),
    ("verif", "verification-sent"), ("judgment|judgement", "verification-sent"), ("deposit notice", "deposit-notice"),
    ("deposit", "check-deposit"), ("furnish|tradeline", "credit-report"), ("credit|bureau|cra report", "credit-report"),
    ("lawsuit|suit|pleading", "suit-filed"), ("cease", "cease-request"), ("refus", "refusal"), ("disput", "dispute"),
)  # fmt: skip
# A purpose, or a channel, that is no contact at all.
DEED_SENSES: Senses = (("furnish|tradeline", "credit-report"), ("report credit|bureau|cra|reporting", "credit-report"))
CONSENT_SENSES: Senses = (
    ("call|phone|telephone", "calls"), ("time|hour|late|early|evening|night", "time"), ("work", "workplace"),
    ("place|location|home", "place"), ("attorney|direct", "attorney"), ("third|disclos", "third-party"),
    ("text|sms", "texts"), ("email|mail", "emails"),
)  # fmt: skip
SETUP_SENSES: Senses = (
    ("employer|work|workplace prohibit|forbid|polic|allow|ban", "employer-prohibits"), ("cease", "cease-request"),
    ("refus", "refusal"), ("inconvenient place", "place"), ("inconvenient time", "time"),
    ("attorney|represented|representation|lawyer", "attorney"), ("medium|media|opt|opted", "medium"), ("do not use", "medium"), ("disput", "dispute"),
    ("limitation|limitations|barred", "limitation"), ("location|locations|tz|zone|timezone", "zones"),
)  # fmt: skip


def meant(word: Any, table: Mapping[str, str], senses: Senses) -> str | None:
    """What a word means: as the table has it, else by its parts, else None."""
    wanted = key(word)
    if wanted in table:
        return table[wanted]
    parts = wanted.split("-")
    for stems, meaning in senses:
        if all(any(part.startswith(stem) for part in parts for stem in one.split("|")) for one in _all_of(stems)):
            return meaning
    return None


def _all_of(stems: str) -> list[str]:
    return stems.split(" ")


def outcome_of(word: Any) -> str | None:
    """An outcome as the timeline calls it."""
    return meant(word, OUTCOMES, OUTCOME_SENSES)


def role_of(word: Any) -> str | None:
    """Who was contacted, as the timeline calls it."""
    return meant(word, ROLES, ROLE_SENSES)


def ground_of(purpose: Any) -> str | None:
    """On what ground a contact is allowed that would otherwise be barred."""
    return meant(purpose, GROUNDS, GROUND_SENSES)


def purpose_of(purpose: Any) -> str | None:
    """What a contact was for."""
    return meant(purpose, PURPOSES, PURPOSE_SENSES)


def document_of(doc: Any) -> str | None:
    """What a document makes of a debt."""
    return meant(doc, DOCUMENTS, DOCUMENT_SENSES)


def deed_of(word: Any) -> str | None:
    """What a purpose or a channel makes of a debt, where it is no contact."""
    return meant(word, DOCUMENTS, DEED_SENSES)


def consent_of(scope: Any) -> str | None:
    """What a consent is about."""
    return meant(scope, CONSENT_TO, CONSENT_SENSES)


def setup_of(name: str) -> str | None:
    """What a name of the setup tells of: a status, or one of `place`, `time`, `attorney`, `medium`, `limitation`, `zones`."""
    return meant(name, {}, SETUP_SENSES)
