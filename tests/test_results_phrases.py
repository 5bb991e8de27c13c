"""Phrases of findings: looked for in what was said, shown where they stand in the logged text, by matchers made once."""

from __future__ import annotations

from unittest.mock import patch

from auditor.engine.violations import Violation
from auditor.findings import Hit
from auditor.language.lower import lower
from auditor.logs.texts import Wording
from auditor.results import phrases
from auditor.results.phrases import Phrases
from auditor.wording import Matcher
from tests.written_packs import checked

PACK = """pack t "a test"
  jurisdiction "nowhere"

words threats "threats"
  "break your legs"

words shame "shame"
  "tell everyone"

rule t.threats "a threat"
  cite "1" basis verified force statute
  forbid contacts when said mentions threats

rule t.shame "shame"
  cite "2" basis verified force statute
  forbid contacts when said mentions shame

rule t.hours "at night"
  cite "3" basis verified force statute
  forbid contacts when time outside 08:00 until 21:00
"""
TEXT = "Agent: we break your legs and tell everyone\nCustomer: you tell everyone?"


def violation(rule: str, event: int | None) -> Violation:
    """A violation of a rule by an event."""
    return Violation(rule, event, (), {}, {}, ())


def spoken() -> Wording:
    """A call whose transcript names both sides."""
    wording = Wording()
    said, heard = (line.split(": ", 1)[1] for line in TEXT.split("\n"))
    wording.add({"text": TEXT, "said": said, "heard": heard}, (("Agent",), ("Customer",)))
    return wording


def test_each_rule_shows_its_own_phrases() -> None:
    """A violation shows what its rule forbids, on the side that the rule is about, with the span in the logged text."""
    rules = {rule.facts.id: rule for rule in map(lower, checked(PACK).pack.rules)}
    wanted = Phrases(rules)
    violations = [
        violation("t.threats", 7),
        violation("t.shame", 7),
        violation("t.hours", 8),
        violation("t.shame", None),
    ]

    assert wanted.events(violations) == [7]
    assert wanted.found(violations, {7: spoken()}) == {
        ("t.threats", 7): (Hit("threats", "break your legs", 10, 25, "break your legs"),),
        ("t.shame", 7): (Hit("shame", "tell everyone", 30, 43, "tell everyone"),),
    }


def test_matchers_are_made_once() -> None:
    """However many portions there are; and none where no violation is about wording."""
    rules = {rule.facts.id: rule for rule in map(lower, checked(PACK).pack.rules)}
    with patch.object(phrases, "Matcher", wraps=Matcher) as made:
        wanted = Phrases(rules)
        assert wanted.found([violation("t.hours", 8)], {}) == {}
        assert not made.called
        found = [wanted.found([violation("t.threats", 7)], {7: spoken()}) for _ in range(3)]

    assert made.call_count == 1
    assert found[0] == found[1] == found[2] != {}
