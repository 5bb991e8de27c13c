"""Phrases that an exception always cancels, that cannot match, or that are prohibited and required at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from auditor.diagnostics import Diagnostic
from auditor.language import core as c
from auditor.language import forms as f
from auditor.language.checked import CheckedRule, Pack
from auditor.language.declarations import WordList
from auditor.language.folding import never
from auditor.language.lint.telling import in_pack, note, warn


def phrases(pack: Pack) -> Iterator[Diagnostic]:
    """Phrases that an exception always cancels, or that cannot match."""
    own = [words for words in pack.words if words.span is not None and in_pack(words.span, pack)]
    for words in own:
        for phrase in words.phrases:
            if not _letters(phrase):
                yield warn("phrase-never-matches", f"the phrase `{phrase}` has no letter to look for", words.span)
            for exception in words.exceptions:
                if exception.removesuffix("…") in phrase:
                    message = f"the exception `{exception}` cancels every hit of `{phrase}`"
                    yield warn(
                        "phrase-never-matches", message, words.span, "an exception is longer than what it excuses"
                    )


def _letters(phrase: str) -> bool:
    return any(unicodedata.category(char)[0] in "LN" for char in phrase)


def contradicting_lists(pack: Pack) -> Iterator[Diagnostic]:
    """A phrase that one rule prohibits and another requires, of contacts that both may be about."""
    prohibited, required = _used_lists(pack)
    told = set()
    for bad, rule in prohibited:
        for good, other in required:
            both = sorted(set(bad.phrases) & set(good.phrases))
            if not both or (bad, good) in told or never(c.And((_subject(rule), _subject(other)))):
                continue
            told.add((bad, good))
            message = f"`{both[0]}` is prohibited in `{bad.name}` and required in `{good.name}`"
            notes = note(other.facts.span, "required here")
            yield warn("contradiction", message, rule.facts.span, None, *notes)


def _subject(rule: CheckedRule) -> c.Condition:
    form: Any = rule.form
    selection: c.Condition = form.selection
    return selection


_Lists = list[tuple[WordList, CheckedRule]]


def _used_lists(pack: Pack) -> tuple[_Lists, _Lists]:
    """The word lists that rules prohibit, and those that they require."""
    prohibited: _Lists = []
    required: _Lists = []
    for rule in pack.rules:
        form: Any = rule.form
        mentions: Iterator[tuple[WordList, bool]] = iter(())
        if isinstance(form, f.Forbid) and form.when is not None:
            mentions = _decisive(form.when, True)
        elif isinstance(form, f.Require):
            mentions = _decisive(form.condition, False)
        for words, bad in mentions:
            (prohibited if bad else required).append((words, rule))
    return prohibited, required


def _decisive(condition: c.Condition, breaks: bool) -> Iterator[tuple[WordList, bool]]:
    """The word lists whose mention (True), or whose absence (False), is enough to break a rule.

    breaks: whether the rule is broken where the condition holds, else where it does not. Definitions are looked
    through; what breaks the rule only together with something else is left out.
    """
    match condition:
        case c.Named():
            yield from _decisive(condition.condition, breaks)
        case c.Not():
            yield from _decisive(condition.condition, not breaks)
        case c.Or() if breaks:
            for part in condition.conditions:
                yield from _decisive(part, breaks)
        case c.And() if not breaks:
            for part in condition.conditions:
                yield from _decisive(part, breaks)
        case c.Mentions():
            bad = breaks is not condition.lacks
            if not bad or condition.at_least == 1:
                yield condition.words, bad
        case _:
            pass
