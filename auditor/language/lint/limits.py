"""Limits that are alike but for their figures: versions with gaps or overlaps, and limits that stricter ones make idle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.diagnostics import Diagnostic
from auditor.language import core as c
from auditor.language import forms as f
from auditor.language.checked import CheckedRule, Pack
from auditor.language.declarations import Clock, Const, Hours
from auditor.language.lint.telling import note, pairs, warn
from auditor.value_types import DAY


def date_gap(pack: Pack) -> Iterator[Diagnostic]:
    """Versions of a limit follow each other without a gap and without an overlap."""
    for one, other in _alike(pack):
        first, second = sorted(
            (one, other), key=lambda rule: rule.facts.since if rule.facts.since is not None else -(10**9)
        )
        end, start = first.facts.through, second.facts.since
        if start is None or first.facts.disabled or second.facts.disabled:
            continue
        notes = note(first.facts.span, "the earlier version")
        if end is not None and start > end + 1:
            message = (
                f"between `{first.facts.id}` and `{second.facts.id}` there are {start - end - 1} days without the limit"
            )
            yield warn("date-gap", message, second.facts.span, "let one begin where the other ends", *notes)
        elif (end is None or start <= end) and _figures(one) != _figures(other):
            message = f"`{first.facts.id}` still holds when `{second.facts.id}` begins"
            yield warn("date-overlap", message, second.facts.span, "end the earlier version with `through`", *notes)


def shadowed(pack: Pack) -> Iterator[Diagnostic]:
    """A limit that a stricter one with the same subject, keys and window makes idle."""
    for one, other in _alike(pack):
        if not _same_time(one, other):
            continue
        for looser, stricter in ((other, one), (one, other)):
            if _at_least_as_strict(stricter.form, looser.form):
                message = (
                    f"`{looser.facts.id}` adds nothing: `{stricter.facts.id}` has the same subject, keys and window"
                )
                notes = note(stricter.facts.span, "the stricter one")
                yield warn("shadowed-limit", message, looser.facts.span, None, *notes)
                break


def _same_time(one: CheckedRule, other: CheckedRule) -> bool:
    return (one.facts.since, one.facts.through) == (other.facts.since, other.facts.through)


def _alike(pack: Pack) -> Iterator[tuple[CheckedRule, CheckedRule]]:
    """Pairs of rules that are the same but for their figures."""
    alike: dict[Any, list[CheckedRule]] = {}
    for rule in pack.rules:
        alike.setdefault(_shape(rule), []).append(rule)
    for rules in alike.values():
        yield from pairs(rules)


def _shape(rule: CheckedRule) -> Any:
    """A rule without its figures: what two versions of one limit share; unique where it has no figure."""
    about = (rule.unless, rule.applies, rule.facts.severity)
    form: Any = rule.form
    match form:
        case f.AtMost():
            return "at most", form.selection, tuple(cap.window for cap in form.caps), about
        case f.AtMostTotal() | f.AtMostDistinct():
            return type(form), form.field, form.selection, form.window, about
        case f.AtLeastBetween():
            return "between", form.selection, form.keys, form.distance.kind, form.distance.calendar, about
        case f.Forbid(selection, c.InHours() as when) if when.outside:
            days = tuple(line.classes for line in when.hours.lines)
            return "hours", selection, when.value, when.zone, when.hours.calendar, days, about
        case _:
            return rule.facts.id


def _figures(rule: CheckedRule) -> Any:
    """What tells a rule from those that are alike."""
    form: Any = rule.form
    match form:
        case f.AtMost():
            return tuple(cap.limit for cap in form.caps)
        case f.AtMostTotal() | f.AtMostDistinct():
            return form.limit
        case f.AtLeastBetween():
            return form.distance.amount
        case f.Forbid(_, c.InHours() as when):
            return when.hours
        case _:
            return None


def _at_least_as_strict(one: Any, other: Any) -> bool:
    """Whether whatever breaks the other limit, which is alike, surely breaks this one; unknown figures are not sure."""
    match one, other:
        case f.AtMost(), f.AtMost():
            return all(_no_more(a.limit, b.limit) for a, b in zip(one.caps, other.caps, strict=True))
        case (f.AtMostTotal(), f.AtMostTotal()) | (f.AtMostDistinct(), f.AtMostDistinct()):
            return _no_more(one.limit, other.limit)
        case f.AtLeastBetween(), f.AtLeastBetween():
            far, near = one.distance.amount, other.distance.amount
            return isinstance(far, int) and isinstance(near, int) and far >= near
        case f.Forbid(_, c.InHours() as few), f.Forbid(_, c.InHours() as many):
            return _within(few.hours, many.hours)
        case _:
            return False


def _no_more(one: c.Value, other: c.Value) -> bool:
    return isinstance(one, Const) and isinstance(other, Const) and bool(one.value <= other.value)


def _within(few: Hours, many: Hours) -> bool:
    """Whether hours with the same lines of days allow nothing that the others do not."""
    return all(
        any(_inside(clock, wide) for wide in outer.clocks)
        for inner, outer in zip(few.lines, many.lines, strict=True)
        for clock in inner.clocks
    )


def _inside(clock: Clock, wide: Clock) -> bool:
    return wide.start <= clock.start and _end(clock) <= _end(wide)


def _end(clock: Clock) -> tuple[int, bool]:
    """The end, in the day after where it lies past midnight, and whether it belongs to the span."""
    return clock.end + (DAY if clock.wraps else 0), clock.through
