"""What a finding says: the rule's message with its numbers, and the phrases that were found in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from auditor.engine.verdicts import Violation
from auditor.findings import Event, Hit
from auditor.language import core as c
from auditor.language.declarations import WordList
from auditor.language.folding import single_parts
from auditor.logs.texts import Wording
from auditor.measured import in_words, is_chinese, measured
from auditor.wording import Matcher

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def message_of(
    rule: c.Rule, numbers: Mapping[str, Any], key: Mapping[str, Any], event: Event | None, hits: tuple[Hit, ...]
) -> str:
    """The rule's own message with its placeholders filled, or its title with the numbers."""
    if rule.facts.message is None:
        return rule.facts.title + _behind(numbers, hits, is_chinese(rule.facts.title))
    values: dict[str, Any] = {**key, **dict(measured(numbers, is_chinese(rule.facts.message)))}
    if event is not None:
        values.update(
            {"consumer": event.consumer, "local": event.local, "time": event.local[11:16], "date": event.local[:10]}
        )
        values.update(event.details)
    values["phrase"] = ", ".join(dict.fromkeys(hit.text for hit in hits))
    return _PLACEHOLDER.sub(lambda m: str(values.get(m[1], m[0])), rule.facts.message)


def _behind(numbers: Mapping[str, Any], hits: tuple[Hit, ...], chinese: bool) -> str:
    """What follows a title, in its language: the numbers and the phrases."""
    comma, semicolon, open_, close = ("，", "；", "（", "）") if chinese else (", ", "; ", " (", ")")
    shown = comma.join(in_words(numbers, chinese))
    phrases = ("、" if chinese else ", ").join(dict.fromkeys(hit.text for hit in hits))
    behind = semicolon.join(part for part in (shown, phrases) if part)
    return f"{open_}{behind}{close}" if behind else ""


def about_wording(violations: Sequence[Violation], rules: Mapping[str, c.Rule]) -> list[int]:
    """The events that break a rule about wording: those whose texts findings show."""
    about = {id for id, rule in rules.items() if any(isinstance(n, (c.Mentions, c.Matches)) for n in c.walk(rule))}
    return sorted({v.event for v in violations if v.rule in about and v.event is not None})


def hits_of(
    violations: Sequence[Violation], rules: Mapping[str, c.Rule], texts: Mapping[int, Wording]
) -> dict[tuple[str, int], tuple[Hit, ...]]:
    """The phrases found, for violations of rules that forbid wording; their spans are those of the logged text."""
    wording = {id: forbidden for id, rule in rules.items() if (forbidden := _forbidden_lists(rule))}
    wanted = [v for v in violations if v.rule in wording and v.event is not None]
    found: dict[tuple[str, int], tuple[Hit, ...]] = {}
    for field in {field: None for lists in wording.values() for field in lists}:
        asking = [(v.rule, v.event or 0) for v in wanted if field in wording[v.rule]]
        said = {event: texts[event].values[field] for _, event in asking if field in texts[event].values}
        for lists in _apart(words for forbidden in wording.values() for words in forbidden.get(field, ())):
            hits = dict(zip(said, Matcher(tuple(lists.values())).hits_of(list(said.values())), strict=True))
            for rule, event in asking:
                names = {words.name for words in wording[rule][field] if lists.get(words.name) == words}
                own = tuple(_placed(hit, texts[event], field) for hit in hits.get(event, ()) if hit.words in names)
                if own:
                    found[rule, event] = (*found.get((rule, event), ()), *own)
    return found


def _placed(hit: Hit, wording: Wording, field: str) -> Hit:
    start, end = wording.span(field, hit.start, hit.end)
    return replace(hit, start=start, end=end)


def _apart(lists: Iterable[WordList]) -> list[dict[str, WordList]]:
    """Word lists by name, in as many groups as it takes to have no name twice: each group is looked for at once."""
    groups: list[dict[str, WordList]] = []
    for words in dict.fromkeys(lists):
        free = next((group for group in groups if words.name not in group), None)
        if free is None:
            free = {}
            groups.append(free)
        free[words.name] = words
    return groups


def _forbidden_lists(rule: c.Rule) -> dict[str, tuple[WordList, ...]]:
    """The word lists whose mention makes the violation, by text field."""
    found: dict[str, dict[WordList, None]] = {}
    for part, positive in (*single_parts(rule.subject), *single_parts(rule.condition)):
        if isinstance(part, c.Mentions) and positive is not part.lacks:
            found.setdefault(part.field.name, {})[part.words] = None
    return {field: tuple(lists) for field, lists in found.items()}
