"""What rules look for in texts, worked out once for every text before the rules are run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.language import core as c
from auditor.language.declarations import WordList


@dataclass(frozen=True)
class Probes:
    """The word lists and patterns that rules look for, by text field."""

    words: dict[str, tuple[WordList, ...]]
    patterns: dict[str, tuple[str, ...]]

    @property
    def fields(self) -> tuple[str, ...]:
        """The text fields that have to be read."""
        return tuple(dict.fromkeys([*self.words, *self.patterns]))


def probes(rules: Iterable[c.Rule]) -> Probes:
    """The probes of rules."""
    words: dict[str, dict[WordList, None]] = {}
    patterns: dict[str, dict[str, None]] = {}
    for node in c.walk(tuple(rules)):
        if isinstance(node, c.Mentions):
            words.setdefault(node.field.name, {})[node.words] = None
        elif isinstance(node, c.Matches):
            patterns.setdefault(node.field.name, {})[node.pattern] = None
    return Probes(
        {field: tuple(lists) for field, lists in words.items()},
        {field: tuple(found) for field, found in patterns.items()},
    )
