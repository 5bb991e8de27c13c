"""The rules of a run: lowered, a site's adjustments applied, with the fields that they read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from auditor.diagnostics import Diagnostic, Level
from auditor.language import core as c
from auditor.language import forms as f
from auditor.language.checked import Adjustment, CheckedRule, Clause
from auditor.language.declarations import TEXTS, Const, Field, Param, Version
from auditor.language.lower import lower
from auditor.language.sentence.figures import length, plain
from auditor.packs.clauses import DISABLED, idle
from auditor.packs.loading import Library
from auditor.spelling import did_you_mean
from auditor.value_types import Kind

DISPLAYED = (
    "id", "kind", "consumer", "person", "debt", "agent", "agency", "channel", "direction", "outcome", "number", "party",
    "duration", "placed",
)  # fmt: skip
"""Fields that reports show, whether or not a rule reads them."""


@dataclass
class RuleBook:
    """The rules of a run. reasons: why a rule is not run, whatever the log. fields: every field that a pack declares."""

    rules: tuple[c.Rule, ...] = ()
    checked: Mapping[str, CheckedRule] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()
    clauses: tuple[Clause, ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    @property
    def errors(self) -> list[Diagnostic]:
        """Problems that make it impossible to go on."""
        return [problem for problem in self.problems if problem.level is Level.ERROR]

    @property
    def warnings(self) -> list[Diagnostic]:
        """The other problems."""
        return [problem for problem in self.problems if problem.level is Level.WARNING]

    @property
    def needed_fields(self) -> frozenset[str]:
        """The names of the fields that have to be read: those of rules, their defaults, and those that reports show."""
        by_name = {declared.name: declared for declared in self.fields}
        needed = {node.name for node in c.walk(self.rules) if isinstance(node, Field)} | set(DISPLAYED)
        if needed & set(TEXTS):
            needed |= {*TEXTS}
        if "duration" in needed:
            needed.add("ended")
        for name in list(needed):
            default = by_name[name].default if name in by_name else None
            if isinstance(default, str):
                needed.add(default)
        return frozenset(name for name in needed if name in by_name)


def rule_book(library: Library) -> RuleBook:
    """The rules of the chosen packs."""
    book = RuleBook(problems=list(library.problems))
    chosen = [library.packs[id].checked.pack for id in library.chosen if id in library.packs]
    book.fields = merged_fields([pack.checked.pack.fields for pack in library.packs.values()])
    book.clauses = tuple(clause for pack in chosen for clause in pack.clauses)
    rules = {rule.facts.id: rule for pack in chosen for rule in pack.rules}
    adjustments = [adjustment for pack in chosen for adjustment in pack.adjustments]
    read_on = {pack.id: pack.read_on for pack in chosen}
    others = {id: pack for id, pack in _targets(library).items() if pack not in library.chosen}
    for adjustment in adjustments:
        _adjust(adjustment, rules, set(library.packs), others, book)
    for id, rule in rules.items():
        if rule.facts.read_on is None:
            rules[id] = replace(rule, facts=replace(rule.facts, read_on=read_on.get(rule.facts.pack)))
    book.checked = rules
    if not book.errors:
        book.rules = tuple(lower(rule) for rule in rules.values())
        for lowered in book.rules:
            _note_unrunnable(lowered, book)
    return book


def merged_fields(groups: list[tuple[Field, ...]]) -> tuple[Field, ...]:
    """Every field once, with the allowed values that any pack gives it."""
    merged: dict[str, Field] = {}
    for group in groups:
        for declared in group:
            known = merged.get(declared.name)
            if known is None:
                merged[declared.name] = declared
                continue
            choices = {choice.name: choice for choice in (*known.type.choices, *declared.type.choices)}
            merged[declared.name] = replace(known, type=replace(known.type, choices=tuple(choices.values())))
    return tuple(merged.values())


def _note_unrunnable(rule: c.Rule, book: RuleBook) -> None:
    reason = idle(rule)
    if reason is not None:
        status, why = reason
        book.reasons[rule.facts.id] = f"disabled: {why}" if status == DISABLED else why


def adjustment_problems(library: Library) -> list[Diagnostic]:
    """What is wrong with the adjustments of the chosen packs, each held against the packs that it uses."""
    if not any(library.packs[id].checked.pack.adjustments for id in library.chosen if id in library.packs):
        return []
    book = rule_book(replace(library, chosen=tuple(library.packs), problems=[]))
    return [problem for problem in book.problems if problem.code == "bad-adjustment"]


def with_adjusted(library: Library) -> Library:
    """The library with those packs chosen too that the chosen ones adjust: what a site's pack alone is about."""
    packs = _targets(library)
    about = [
        packs[adjustment.target]
        for id in library.chosen if id in library.packs
        for adjustment in library.packs[id].checked.pack.adjustments if adjustment.target in packs
    ]  # fmt: skip
    return replace(library, chosen=tuple(dict.fromkeys([*library.chosen, *about])))


# --- a site's adjustments -------------------------------------------------------------------------------


def _targets(library: Library) -> dict[str, str]:
    """The pack of everything that an adjustment can name: rules, and packs themselves."""
    rules = {rule.facts.id: id for id, pack in library.packs.items() for rule in pack.checked.pack.rules}
    return {**rules, **{id: id for id in library.packs}}


def _adjust(
    adjustment: Adjustment, rules: dict[str, CheckedRule], packs: set[str], others: Mapping[str, str], book: RuleBook
) -> None:
    """Apply one adjustment to a rule, or to a pack's parameters. others: the packs of what was read but not chosen."""
    targets = [id for id in rules if id == adjustment.target]
    if not targets and adjustment.target in packs:
        targets = [id for id, rule in rules.items() if rule.facts.pack == adjustment.target]
        if adjustment.severity or adjustment.enabled is not None or adjustment.at_most:
            _problem(book, adjustment, "only parameters can be adjusted for a whole pack", "name a rule")
            return
    if not targets:
        hint = did_you_mean(adjustment.target, [*rules, *packs, *others]) or "is its pack named with `--rules`?"
        if adjustment.target in others:
            hint = f"add `--rules {others[adjustment.target]}`"
        _problem(book, adjustment, f"`{adjustment.target}` is neither a rule nor a pack of this run", hint)
        return
    used = set()
    for id in targets:
        rule = rules[id]
        for name, versions in adjustment.params:
            params = {
                node for node in c.walk((rule.form, rule.unless)) if isinstance(node, Param) and node.name == name
            }
            for param in params:
                used.add(name)
                rule = _with_param(rule, param, versions, adjustment, book)
        rules[id] = _adjusted(rule, adjustment, book)
    for name, _ in adjustment.params:
        if name not in used:
            known = sorted({n.name for r in rules.values() for n in c.walk((r.form, r.unless)) if isinstance(n, Param)})
            _problem(
                book,
                adjustment,
                f"no rule of `{adjustment.target}` has a parameter `{name}`",
                did_you_mean(name, known),
            )


def _problem(book: RuleBook, adjustment: Adjustment, message: str, hint: str | None) -> None:
    book.problems.append(Diagnostic("bad-adjustment", message, adjustment.span, hint))


def _noted(rule: CheckedRule, adjustment: Adjustment, change: str) -> CheckedRule:
    note = f"{change} ({adjustment.pack}: {adjustment.because})"
    return replace(rule, facts=replace(rule.facts, adjusted=(*rule.facts.adjusted, note)))


def _adjusted(rule: CheckedRule, adjustment: Adjustment, book: RuleBook) -> CheckedRule:
    facts = rule.facts
    if adjustment.severity is not None:
        change = f"severity {adjustment.severity} instead of {facts.severity}"
        rule = _noted(replace(rule, facts=replace(facts, severity=adjustment.severity)), adjustment, change)
    if adjustment.at_most is not None:
        rule = _with_limit(rule, adjustment.at_most, adjustment, book)
    if adjustment.enabled is not None:
        if adjustment.enabled and facts.disabled is None:
            _problem(book, adjustment, f"`{facts.id}` is not disabled", "remove `enabled`")
        rule = replace(rule, facts=replace(rule.facts, disabled=None if adjustment.enabled else adjustment.because))
        rule = _noted(rule, adjustment, "enabled" if adjustment.enabled else "disabled")
    return rule


def _with_limit(rule: CheckedRule, limit: c.Value, adjustment: Adjustment, book: RuleBook) -> CheckedRule:
    """A stricter figure for `at most`; a looser one than the law's is refused."""
    form: Any = rule.form
    old = form.caps[0].limit if isinstance(form, f.AtMost) and len(form.caps) == 1 else getattr(form, "limit", None)
    if old is None or isinstance(form, f.AtLeastEach):
        _problem(book, adjustment, f"`{rule.facts.id}` has no single figure that `at most` could replace", None)
        return rule
    if not isinstance(old, Const) or not isinstance(limit, Const):
        _problem(book, adjustment, "the figure is a parameter", "adjust the parameter by its name")
        return rule
    if limit.value > old.value:
        message = f"at most {limit.value} is looser than the rule's {old.value}"
        _problem(book, adjustment, message, "a site may only be stricter")
        return rule
    if isinstance(form, f.AtMost):
        changed: Any = replace(form, caps=(replace(form.caps[0], limit=limit),))
    else:
        changed = replace(form, limit=limit)
    return _noted(replace(rule, form=changed), adjustment, f"at most {limit.value} instead of {old.value}")


def _with_param(
    rule: CheckedRule, param: Param, versions: tuple[Version, ...], adjustment: Adjustment, book: RuleBook
) -> CheckedRule:
    """The rule with a site's value of a parameter; where the law has one, the site's must not be looser."""
    lower_is_stricter = _lower_is_stricter(rule, param)
    for version in versions:
        for old in param.versions:
            if lower_is_stricter is None:
                _problem(book, adjustment, f"it is not clear which way `{param.name}` would be stricter", None)
                return rule
            if _overlap(version, old) and not _as_strict(old.value, version.value, lower_is_stricter):
                message = (
                    f"{_shown(version.value, param)} is looser than the {_shown(old.value, param)} of `{param.name}`"
                )
                _problem(book, adjustment, message, "a site may only be stricter")
                return rule
    changed = replace(param, versions=versions)

    def change(node: Any) -> Any:
        return changed if isinstance(node, Param) and node == param else node

    form, unless = c.rewrite(rule.form, change), c.rewrite(rule.unless, change)
    shown = ", ".join(_shown(version.value, param) for version in versions)
    return _noted(replace(rule, form=form, unless=unless), adjustment, f"`{param.name}` = {shown}")


def _shown(value: Decimal | int, param: Param) -> str:
    return " ".join(length(int(value))) if param.type.kind is Kind.DURATION else plain(value)


def _overlap(one: Version, other: Version) -> bool:
    starts = max(v.since if v.since is not None else -(10**9) for v in (one, other))
    ends = min(v.through if v.through is not None else 10**9 for v in (one, other))
    return starts <= ends


def _as_strict(old: Decimal | int, new: Decimal | int, lower_is_stricter: bool) -> bool:
    return new <= old if lower_is_stricter else new >= old


def _lower_is_stricter(rule: CheckedRule, param: Param) -> bool | None:
    """Whether a lower value of a parameter finds more violations; None where that is not clear."""
    form: Any = rule.form
    limits = [cap.limit for cap in form.caps] if isinstance(form, f.AtMost) else [getattr(form, "limit", None)]
    if any(isinstance(limit, c.ParamValue) and limit.param == param for limit in limits):
        return not isinstance(form, f.AtLeastEach)
    if isinstance(form, f.AtLeastBetween) and isinstance(form.distance.amount, c.ParamFigure):
        return False
    window = getattr(form, "window", None)
    if isinstance(window, c.Window) and any(isinstance(n, c.ParamFigure) and n.param == param for n in c.walk(window)):
        return isinstance(form, (f.AfterRequire, f.BeforeRequire)) and window.at_least is None
    return None
