"""Word lists and patterns in texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from auditor.findings import Hit
from auditor.language.declarations import WordList


class Matcher:
    """Finds the phrases of word lists in texts."""

    def __init__(self, lists: Sequence[WordList]) -> None:
        self.lists = tuple(lists)

    def counts(self, texts: Sequence[str | None]) -> list[list[int]]:
        """For each list and each text how many different phrases of the list it has; 0 where there is no text."""
        found = []
        for words in self.lists:
            found.append(
                [len({hit.phrase for hit in self.hits(t) if hit.words == words.name}) if t else 0 for t in texts]
            )
        return found

    def hits(self, text: str) -> list[Hit]:
        """Every phrase found in a text, with the original text's span."""
        plain = unicodedata.normalize("NFKC", text).casefold()
        hits = []
        for words in self.lists:
            for phrase in words.phrases:
                start = plain.find(unicodedata.normalize("NFKC", phrase).casefold())
                if start >= 0:
                    hits.append(Hit(words.name, phrase, start, start + len(phrase), text[start : start + len(phrase)]))
        return hits


def matches(texts: Sequence[str | None], pattern: str) -> list[bool | None]:
    """For each text whether a pattern is found in it; None where there is no text."""
    compiled = re.compile(pattern)
    return [None if t is None else bool(compiled.search(unicodedata.normalize("NFKC", t))) for t in texts]
