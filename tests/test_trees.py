"""Trees of nodes: every field that is passed over holds no node."""

from __future__ import annotations

import inspect
from dataclasses import fields, is_dataclass
from typing import Any

from auditor.language import core, declarations, forms
from auditor.language import core as c
from auditor.language.declarations import Const, WordList
from auditor.packs.loading import load
from auditor.source import Span
from auditor.value_types import NUMBER, ValueType


def _all_nodes(node: Any, found: list[Any]) -> None:
    if isinstance(node, (tuple, frozenset)):
        for part in node:
            _all_nodes(part, found)
    elif is_dataclass(node) and all(node is not known for known in found):
        found.append(node)
        for f in fields(node):
            _all_nodes(getattr(node, f.name), found)


def test_what_is_passed_over_holds_no_node() -> None:
    """Going through a pack's rules field by field finds no node that `walk` does not."""
    library = load(["us.nyc"])
    rules = [rule for id in library.chosen for rule in library.packs[id].checked.pack.rules]
    assert rules
    for rule in rules:
        every: list[Any] = []
        _all_nodes((rule.form, rule.unless, rule.applies), every)
        kinds = (core, declarations, forms)
        known = {
            kind for module in kinds for _, kind in inspect.getmembers(module, inspect.isclass) if is_dataclass(kind)
        }
        known -= {Span, ValueType}
        expected = {id(node) for node in every if type(node) in known}
        walked = {id(node) for node in c.walk((rule.form, rule.unless, rule.applies))}
        assert walked == expected


def test_parents_come_first_and_what_is_shared_once() -> None:
    """A condition that stands in two places is met once, after what it stands in; phrases are no nodes."""
    words = WordList("w", "p", "t", ("a", "b"), (), frozenset())
    part = c.Mentions(declarations.Field("text"), words, 1, False)
    whole = c.And((part, c.Not(part)))
    assert list(c.walk(whole)) == [whole, part, part.field, words, whole.conditions[1]]


def test_rewriting_keeps_what_is_unchanged() -> None:
    """A tree in which nothing changes is the same object; a change remakes only what it stands in."""
    same, other = c.Always(True), c.Compare(Const(1, NUMBER), "<", Const(2, NUMBER))
    whole = c.Or((same, other))
    assert c.rewrite(whole, lambda node: node) is whole
    changed = c.rewrite(whole, lambda node: c.Always(False) if node is same else node)
    assert changed == c.Or((c.Always(False), other))
    assert changed.conditions[1] is other
