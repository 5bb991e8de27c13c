"""Rules in plain sentences, for a reader who never saw the language.

Made from the core shape of a rule, never from the words in which it was written: the sentence says what the engine
will do.
"""

from __future__ import annotations

from typing import Any

from auditor.language import core as c
from auditor.language.declarations import Const
from auditor.language.sentence.chinese import Chinese
from auditor.language.sentence.english import English
from auditor.language.sentence.outline import Outline, outlined
from auditor.language.sentence.speech import Speech
from auditor.language.vocabulary import Language
from auditor.value_types import ValueType

__all__ = ["Outline", "describe", "outline", "said", "sentence", "value_name"]


def sentence(rule: c.Rule, language: Language) -> str:
    """What a rule demands, then what the names in it mean."""
    speech = _speech(language)
    return speech.tidy(speech.paragraph(speech.rule(rule)))


def describe(condition: c.Condition, language: Language) -> str:
    """A condition as part of a sentence, about an event called `it`."""
    speech = _speech(language)
    return speech.tidy(speech.clause(condition))


def outline(condition: c.Condition, language: Language) -> Outline:
    """A condition as a tree: what must hold together, what is enough, and each definition with what it means."""
    speech = _speech(language)
    return _tidied(speech, outlined(speech, condition))


def _tidied(speech: Speech, tree: Outline) -> Outline:
    return Outline(speech.tidy(tree.text), tuple(_tidied(speech, part) for part in tree.parts))


def value_name(value: c.Value, language: Language) -> str:
    """What a value is called in a sentence: a field, a figure, a count of events."""
    return _speech(language).value(value)


def said(value: Any, type: ValueType, language: Language) -> str:
    """A value found, as the language writes it: `48 hours`, `22:00`, `接通对话`."""
    return _speech(language).constant(Const(value, type))


def _speech(language: Language) -> Speech:
    return English() if language == "en" else Chinese()
