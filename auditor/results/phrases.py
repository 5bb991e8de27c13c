"""The phrases that were found in the texts of findings, for rules about wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from auditor.engine.violations import Violation
from auditor.findings import Hit
from auditor.language import core as c
from auditor.language.declarations import WordList
from auditor.language.folding import single_parts
from auditor.logs.texts import Wording
from auditor.wording import Matcher

_Lists = Mapping[str, WordList]


class Phrases:
    """What rules forbid in texts; looked for in those of violations, portion by portion."""

    def __init__(self, rules: Mapping[str, c.Rule]) -> None:
        self._about = about_wording(rules.values())
        self._forbidden = {id: forbidden for id, rule in rules.items() if (forbidden := _forbidden_lists(rule))}

    def events(self, violations: Iterable[Violation]) -> list[int]:
        """The events that break a rule about wording: those whose texts findings show."""
        return sorted({v.event for v in violations if v.rule in self._about and v.event is not None})

    def found(
        self, violations: Iterable[Violation], texts: Mapping[int, Wording]
    ) -> dict[tuple[str, int], tuple[Hit, ...]]:
        """By rule and event the phrases found; their spans are those of the logged text."""
        wanted = [(v.rule, v.event) for v in violations if v.rule in self._forbidden and v.event is not None]
        found: dict[tuple[str, int], tuple[Hit, ...]] = {}
        for field, matchers in self._matchers.items() if wanted else ():
            asking = [(rule, event) for rule, event in wanted if field in self._forbidden[rule]]
            said = {event: texts[event].values[field] for _, event in asking if field in texts[event].values}
            for lists, matcher in matchers:
                hits = dict(zip(said, matcher.hits_of(list(said.values())), strict=True))
                for rule, event in asking:
                    names = {words.name for words in self._forbidden[rule][field] if lists.get(words.name) == words}
                    own = tuple(_placed(hit, texts[event], field) for hit in hits.get(event, ()) if hit.words in names)
                    if own:
                        found[rule, event] = (*found.get((rule, event), ()), *own)
        return found

    @cached_property
    def _matchers(self) -> dict[str, list[tuple[_Lists, Matcher]]]:
        """By text field: made when the first text is there, and once for all portions."""
        by_field: dict[str, list[WordList]] = {}
        for lists in self._forbidden.values():
            for field, words in lists.items():
                by_field.setdefault(field, []).extend(words)
        return {
            field: [(group, Matcher(tuple(group.values()))) for group in _apart(words)]
            for field, words in by_field.items()
        }


def about_wording(rules: Iterable[c.Rule]) -> set[str]:
    """The rules that ask what was said."""
    return {rule.facts.id for rule in rules if any(isinstance(n, (c.Mentions, c.Matches)) for n in c.walk(rule))}


def _placed(hit: Hit, wording: Wording, field: str) -> Hit:
    start, end = wording.span(field, hit.start, hit.end)
    return Hit(hit.words, hit.phrase, start, end, hit.text)


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
