"""What is legal but wrong or risky in a pack: a table of checks, each a function from a checked pack to problems."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import Any, TypeVar

from auditor.diagnostics import Diagnostic, Level
from auditor.language import core as c
from auditor.language import forms as f
from auditor.language.checked import CheckedRule, Pack
from auditor.language.declarations import Calendar, Clock, Const, Field, Hours, Param, WordList
from auditor.language.folding import always, never
from auditor.source import Span
from auditor.value_types import DAY

PLACEHOLDERS = frozenset(
    {
        "count", "limit", "total", "distinct", "elapsed", "local", "time", "date", "consumer", "phrase", "unit",
        "agent", "agency", "channel", "direction", "outcome", "number", "party", "duration", "debt", "person",
    }
)  # fmt: skip
"""What a rule's message may speak of, in braces; numbered figures (`count_2`) too."""

Check = Callable[[Pack], Iterator[Diagnostic]]


def lint(pack: Pack) -> list[Diagnostic]:
    """Every problem that the checks find in a pack's own declarations and rules."""
    return [problem for check in CHECKS for problem in check(pack)]


def _warn(code: str, message: str, span: Span | None, hint: str | None = None, *notes: tuple[Span, str]) -> Diagnostic:
    return Diagnostic(code, message, span, hint, notes, Level.WARNING)


# --- examples -------------------------------------------------------------------------------------------


def missing_example(pack: Pack) -> Iterator[Diagnostic]:
    """A rule needs a row that it catches and a row that it lets pass."""
    for rule in pack.rules:
        expected = {
            event.verdict for example in pack.examples if example.rule == rule.facts.id for event in example.events
        }
        missing = [verdict for verdict in ("violation", "compliant") if verdict not in expected]
        if missing:
            words = {"violation": "a violation", "compliant": "an event that is no violation"}
            shown = " and ".join(words[verdict] for verdict in missing)
            message = f"no example of `{rule.facts.id}` shows {shown}"
            yield _warn("missing-example", message, rule.facts.span, f'add `example "..." for {rule.facts.id}`')


# --- facts ----------------------------------------------------------------------------------------------


def missing_fact(pack: Pack) -> Iterator[Diagnostic]:
    """A rule says how sure its basis is and what its force of law is."""
    for rule in pack.rules:
        missing = [name for name in ("basis", "force") if getattr(rule.facts, name) is None]
        if missing:
            message = f"`{rule.facts.id}` does not say its {' and '.join(missing)}"
            hint = "basis verified, reported or unverified; force statute, regulation, standard, ..."
            yield _warn("missing-fact", message, rule.facts.span, hint)


def rule_outside_pack(pack: Pack) -> Iterator[Diagnostic]:
    """The name of a rule begins with that of its pack."""
    for rule in pack.rules:
        if not rule.facts.id.startswith(f"{pack.id}."):
            hint = f"call it `{pack.id}.{rule.facts.id.rsplit('.', 1)[-1]}`"
            yield _warn(
                "rule-outside-pack", f"`{rule.facts.id}` is a rule of the pack `{pack.id}`", rule.facts.span, hint
            )


def unknown_placeholder(pack: Pack) -> Iterator[Diagnostic]:
    """A message speaks of what a finding has."""
    for rule in pack.rules:
        if rule.facts.message is None:
            continue
        keys = {node.name for node in c.walk(rule.form) if isinstance(node, Field)}
        try:
            names = [name for _, name, _, _ in string.Formatter().parse(rule.facts.message) if name is not None]
        except ValueError:
            yield _warn(
                "unknown-placeholder", "a brace in the message is not closed", rule.facts.span, "write `{count}`"
            )
            continue
        for name in names:
            if name.rstrip("0123456789").rstrip("_") not in PLACEHOLDERS | keys:
                hint = "known are " + ", ".join(f"`{{{known}}}`" for known in sorted(PLACEHOLDERS))
                yield _warn("unknown-placeholder", f"a finding has no `{name}`", rule.facts.span, hint)


def date_gap(pack: Pack) -> Iterator[Diagnostic]:
    """Versions of a limit follow each other without a gap and without an overlap."""
    for one, other in _alike(pack):
        first, second = sorted(
            (one, other), key=lambda rule: rule.facts.since if rule.facts.since is not None else -(10**9)
        )
        end, start = first.facts.through, second.facts.since
        if start is None or first.facts.disabled or second.facts.disabled:
            continue
        note = (first.facts.span, "the earlier version") if first.facts.span else None
        notes = (note,) if note else ()
        if end is not None and start > end + 1:
            message = (
                f"between `{first.facts.id}` and `{second.facts.id}` there are {start - end - 1} days without the limit"
            )
            yield _warn("date-gap", message, second.facts.span, "let one begin where the other ends", *notes)
        elif (end is None or start <= end) and _limits(one) != _limits(other):
            message = f"`{first.facts.id}` still holds when `{second.facts.id}` begins"
            yield _warn("date-overlap", message, second.facts.span, "end the earlier version with `through`", *notes)


T = TypeVar("T")
_MOST_ALIKE = 50


def _alike(pack: Pack) -> Iterator[tuple[CheckedRule, CheckedRule]]:
    """Pairs of rules that are the same but for their figures."""
    alike: dict[Any, list[CheckedRule]] = {}
    for rule in pack.rules:
        alike.setdefault(_shape(rule), []).append(rule)
    for rules in alike.values():
        yield from _pairs(rules)


def _pairs(items: Sequence[T]) -> Iterator[tuple[T, T]]:
    """Every pair; of very many only those that stand next to each other, so that the time stays bounded."""
    return combinations(items, 2) if len(items) <= _MOST_ALIKE else pairwise(items)


def _shape(rule: CheckedRule) -> Any:
    """A rule without its figures: what two versions of one limit share; unique where it has no figure."""
    form: Any = rule.form
    if isinstance(form, f.AtMost):
        return ("at most", form.selection, tuple(cap.window for cap in form.caps), rule.unless, rule.facts.severity)
    return rule.facts.id


def _limits(rule: CheckedRule) -> Any:
    form: Any = rule.form
    return tuple(cap.limit for cap in form.caps) if isinstance(form, f.AtMost) else None


# --- what can never or always be ------------------------------------------------------------------------


def never_fires(pack: Pack) -> Iterator[Diagnostic]:
    """A rule that can never find a violation, or finds one in every subject event."""
    for rule in pack.rules:
        form: Any = rule.form
        selection = form.trigger if isinstance(form, f.AfterRequire) else form.selection
        conditions = [selection]
        if isinstance(form, f.Forbid) and form.when is not None:
            conditions.append(form.when)
        if isinstance(form, f.Require):
            conditions.append(c.Not(form.condition))
        if rule.unless is not None:
            conditions.append(c.Not(rule.unless))
        if never(c.And(tuple(conditions))):
            message = f"`{rule.facts.id}` can never find a violation"
            yield _warn("never-fires", message, rule.facts.span, "its conditions exclude each other")
        elif isinstance(form, f.Forbid) and form.when is not None and always(form.when):
            message = f"`{rule.facts.id}` finds a violation in every event of its subject"
            yield _warn("always-fires", message, rule.facts.span, "what stands behind `when` always holds")


def shadowed(pack: Pack) -> Iterator[Diagnostic]:
    """A limit that a stricter one with the same subject, keys and window makes idle."""
    for one, other in _alike(pack):
        if not _same_time(one, other):
            continue
        pairs = list(zip(_limits(one), _limits(other), strict=True))
        if not all(isinstance(a, Const) and isinstance(b, Const) for a, b in pairs):
            continue
        for looser, stricter, holds in (
            (other, one, all(a.value <= b.value for a, b in pairs)),
            (one, other, all(b.value < a.value for a, b in pairs)),
        ):
            if holds:
                notes = ((stricter.facts.span, "the stricter one"),) if stricter.facts.span else ()
                message = (
                    f"`{looser.facts.id}` adds nothing: `{stricter.facts.id}` has the same subject, keys and window"
                )
                yield _warn("shadowed-limit", message, looser.facts.span, None, *notes)
                break


def _same_time(one: CheckedRule, other: CheckedRule) -> bool:
    return (one.facts.since, one.facts.through) == (other.facts.since, other.facts.through)


# --- hours ----------------------------------------------------------------------------------------------


def contradicting_hours(pack: Pack) -> Iterator[Diagnostic]:
    """Spans of one line that overlap, and rules that together leave no lawful time."""
    own = [hours for hours in pack.hours if hours.span is not None and _in_pack(hours.span, pack)]
    for hours in own:
        for line in hours.lines:
            for one, other in _pairs(line.clocks):
                if _minutes(one) & _minutes(other):
                    yield _warn(
                        "contradiction", f"two spans of `{hours.name}` overlap on the same day", hours.span, "join them"
                    )
    forbidding = [(rule, node) for rule in pack.rules for node in _forbidden_outside(rule)]
    for (one_rule, first), (other_rule, second) in _pairs(forbidding):
        if one_rule.form.selection == other_rule.form.selection and not _common(first.hours, second.hours):
            notes = ((one_rule.facts.span, "the other rule"),) if one_rule.facts.span else ()
            message = f"`{one_rule.facts.id}` and `{other_rule.facts.id}` together leave no lawful time"
            yield _warn("contradiction", message, other_rule.facts.span, None, *notes)


def _forbidden_outside(rule: CheckedRule) -> Iterator[c.InHours]:
    form: Any = rule.form
    if isinstance(form, f.Forbid) and isinstance(form.when, c.InHours) and form.when.outside:
        yield form.when


def _minutes(clock: Clock) -> frozenset[int]:
    minute = 60_000_000
    end = clock.end + (DAY if clock.wraps else 0)
    return frozenset(range(clock.start // minute, max(-(-end // minute), clock.start // minute + 1)))


def _common(one: Hours, other: Hours) -> bool:
    """Whether two hours share a minute on some day; hours by day are taken together."""
    first = frozenset().union(*(_minutes(clock) for line in one.lines for clock in line.clocks))
    second = frozenset().union(*(_minutes(clock) for line in other.lines for clock in line.clocks))
    day = 24 * 60
    return bool({m % day for m in first} & {m % day for m in second})


# --- words ----------------------------------------------------------------------------------------------


def phrases(pack: Pack) -> Iterator[Diagnostic]:
    """Phrases that an exception always cancels, that cannot match, or that are prohibited and required at once."""
    own = [words for words in pack.words if words.span is not None and _in_pack(words.span, pack)]
    for words in own:
        for phrase in words.phrases:
            if not _letters(phrase):
                yield _warn("phrase-never-matches", f"the phrase `{phrase}` has no letter to look for", words.span)
            for exception in words.exceptions:
                if exception.removesuffix("…") in phrase:
                    message = f"the exception `{exception}` cancels every hit of `{phrase}`"
                    yield _warn(
                        "phrase-never-matches", message, words.span, "an exception is longer than what it excuses"
                    )
    prohibited, required = _used_lists(pack)
    for bad, rule in prohibited.items():
        for good, other in required.items():
            both = sorted(set(bad.phrases) & set(good.phrases))
            if both:
                notes = ((other.facts.span, "required here"),) if other.facts.span else ()
                message = f"`{both[0]}` is prohibited in `{bad.name}` and required in `{good.name}`"
                yield _warn("contradiction", message, rule.facts.span, None, *notes)


def _letters(phrase: str) -> bool:
    return any(unicodedata.category(char)[0] in "LN" for char in phrase)


def _used_lists(pack: Pack) -> tuple[dict[WordList, CheckedRule], dict[WordList, CheckedRule]]:
    prohibited: dict[WordList, CheckedRule] = {}
    required: dict[WordList, CheckedRule] = {}
    for rule in pack.rules:
        form: Any = rule.form
        if isinstance(form, f.Forbid) and isinstance(form.when, c.Mentions):
            (required if form.when.lacks else prohibited)[form.when.words] = rule
        if isinstance(form, f.Require) and isinstance(form.condition, c.Mentions):
            (prohibited if form.condition.lacks else required)[form.condition.words] = rule
    return prohibited, required


# --- what nothing uses, and parameters ------------------------------------------------------------------


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
        if place is None or not _in_pack(place, pack) or (type(node), node.name) in used:
            continue
        yield _warn("unused-declaration", f"nothing uses `{node.name}`", place, "remove it, or use it")


_DECLARED = (c.Named, WordList, Hours, Calendar, Param)


def _used(pack: Pack) -> Iterator[Any]:
    for rule in pack.rules:
        yield from c.walk((rule.form, rule.unless))
    yield from c.walk(pack.applies)


def _in_pack(span: Span, pack: Pack) -> bool:
    return span.source.name in pack.files


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
                yield _warn(
                    "parameter-without-value",
                    message,
                    rule.facts.span,
                    "give the rule a `from`, or the value no `from`",
                )
            ends = rule.facts.through
            if through is not None and (ends is None or ends > through):
                message = f"`{param.name}` has no value after its last date, and `{rule.facts.id}` holds then"
                yield _warn("parameter-without-value", message, rule.facts.span, "give the last value no `through`")


CHECKS: tuple[Check, ...] = (
    missing_example,
    missing_fact,
    rule_outside_pack,
    unknown_placeholder,
    date_gap,
    never_fires,
    shadowed,
    contradicting_hours,
    phrases,
    unused,
    parameter_without_value,
)
