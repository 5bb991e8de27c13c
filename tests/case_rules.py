"""The rules that judge worked cases, and which of them answer for a provision: those that cite it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from auditor.language import core as c
from auditor.language import forms as f
from auditor.language.checked import CheckedRule
from auditor.language.declarations import Field
from auditor.language.lower import lower, with_params
from auditor.packs.loading import load
from auditor.packs.rulebook import rule_book

PACK = "us.regf"
# Figures that the law leaves to a house.
HOUSE = {"messages_in_a_day": Decimal(5), "contacts_in_a_week": Decimal(10), "voicemails_in_a_day": Decimal(3)}
AWAITED = " (awaited)"


@dataclass(frozen=True)
class Rules:
    """The rules of the pack as they are judged: by id, with the fields that the pack knows.

    awaited: of each rule that waits for something to follow, a rule that tells which events are that something.
    """

    checked: Mapping[str, CheckedRule]
    judged: tuple[c.Rule, ...]
    awaited: tuple[c.Rule, ...]
    fields: Mapping[str, Field]

    def answering(self, provision: str) -> list[CheckedRule]:
        """The rules that cite a provision, a part of it, or what it is part of."""
        return [rule for rule in self.checked.values() if any(related(provision, cite) for cite in rule.facts.cites)]


def pack_rules(house: Mapping[str, Decimal] | None = None) -> Rules:
    """The pack's rules that are not switched off, with the figures of a house."""
    book = rule_book(load([PACK]))
    if book.errors:
        raise ValueError(f"the pack {PACK} cannot be read: {book.errors[0].message}")
    checked = {id: rule for id, rule in book.checked.items() if rule.facts.disabled is None}
    figures = {**HOUSE, **(house or {})}
    awaited = [
        replace(
            rule,
            facts=replace(rule.facts, id=id + AWAITED),
            form=f.Forbid(rule.form.selection, None),
            unless=None,
        )
        for id, rule in checked.items()
        if isinstance(rule.form, f.AfterRequire)
    ]
    fields = {declared.name: declared for declared in book.fields}
    judged = tuple(with_params(lower(rule), figures) for rule in checked.values())
    return Rules(checked, judged, tuple(lower(rule) for rule in awaited), fields)


def related(provision: str, cite: str) -> bool:
    """Whether a citation is of a provision, of a part of it, or of what it is a part of."""
    wanted = _plain(provision)
    return any(
        one == wanted or one.startswith((f"{wanted}(", f"{wanted}-", f"{wanted}.")) or wanted.startswith(f"{one}(")
        for one in _each(_plain(cite))
    )


def _plain(cite: str) -> str:
    return re.sub(r"^12 CFR |( to)? 12 CFR part 1006$", "", cite.strip()).removesuffix(" to").strip()


def _each(cite: str) -> Iterator[str]:
    """The provisions of a citation such as `1006.18(b)(1)(i)-(iii)`."""
    match = re.fullmatch(r"(.*)\(([a-z]+)\)-\(([a-z]+)\)", cite)
    orders = (
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"],
        list("abcdefghijklmnopqrstuvwxyz"),
    )
    for order in orders if match else ():
        if match and match[2] in order and match[3] in order:
            yield from (f"{match[1]}({part})" for part in order[order.index(match[2]) : order.index(match[3]) + 1])
            return
    yield cite
