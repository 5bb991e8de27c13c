"""Declarations that nothing uses, and parameters that have no value on some day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.diagnostics import Diagnostic
from auditor.language import core as c
from auditor.language.checked import Pack
from auditor.language.declarations import Calendar, Hours, Param, WordList
from auditor.language.lint.telling import in_pack, warn


def unused(pack: Pack) -> Iterator[Diagnostic]:
    """Declarations of a pack with rules that nothing in it uses; a pack of declarations is for others to use."""
    if not pack.rules:
        return
    used = {(type(node), node.name) for node in _used(pack) if isinstance(node, _DECLARED)}
    declared: list[c.Named | WordList | Hours | Calendar | Param] = [
        *pack.definitions, *pack.words, *pack.hours, *pack.calendars, *pack.params,
    ]  # fmt: skip
    for node in declared:
        place = dict(pack.places).get(node.name) if isinstance(node, c.Named) else node.span
        if place is None or not in_pack(place, pack) or (type(node), node.name) in used:
            continue
        yield warn("unused-declaration", f"nothing uses `{node.name}`", place, "remove it, or use it")


_DECLARED = (c.Named, WordList, Hours, Calendar, Param)


def _used(pack: Pack) -> Iterator[Any]:
    for rule in pack.rules:
        yield from c.walk((rule.form, rule.unless))
    yield from c.walk(pack.applies)


def parameter_without_value(pack: Pack) -> Iterator[Diagnostic]:
    """A parameter that has no value on some day on which a rule that uses it holds."""
    for rule in pack.rules:
        for param in dict.fromkeys(node for node in c.walk((rule.form, rule.unless)) if isinstance(node, Param)):
            if not param.versions:
                continue
            since, through = param.versions[0].since, param.versions[-1].through
            starts = rule.facts.since
            if since is not None and (starts is None or starts < since):
                message = f"`{param.name}` has no value before its first date, and `{rule.facts.id}` holds then"
                yield warn(
                    "parameter-without-value",
                    message,
                    rule.facts.span,
                    "give the rule a `from`, or the value no `from`",
                )
            ends = rule.facts.through
            if through is not None and (ends is None or ends > through):
                message = f"`{param.name}` has no value after its last date, and `{rule.facts.id}` holds then"
                yield warn("parameter-without-value", message, rule.facts.span, "give the last value no `through`")
