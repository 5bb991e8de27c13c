"""Statement forms to the one core shape; a function per form, with its name.

After this no engine, sentence or report knows in which form a rule was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import singledispatch
from typing import Any

from auditor.language import core as c
from auditor.language import forms as f
from auditor.language.checked import CheckedRule, Form
from auditor.language.declarations import Field, Param, Version


def lower(rule: CheckedRule) -> c.Rule:
    """The rule in its core shape."""
    if isinstance(rule.form, f.AtLeastEach):
        return _at_least_each(rule.form, rule)
    subject, broken = _shape(rule.form)
    condition = settle(broken)
    excused = None if rule.unless is None else settle(c.Not(rule.unless))
    if excused is not None:
        condition = c.And((condition, excused))
    return c.Rule(rule.facts, settle(subject), condition, _settled(rule.applies), excused=excused)


@singledispatch
def _shape(form: Form) -> tuple[c.Condition, c.Condition]:
    """Subject and condition of a form."""
    raise TypeError(type(form).__name__)


@_shape.register(f.Forbid)
def _forbid(form: f.Forbid[c.Condition]) -> tuple[c.Condition, c.Condition]:
    return form.selection, c.Always() if form.when is None else form.when


@_shape.register(f.Require)
def _require(form: f.Require[c.Condition]) -> tuple[c.Condition, c.Condition]:
    return form.selection, c.Not(form.condition)


@_shape.register(f.AtMost)
def _at_most(form: f.AtMost[c.Condition, c.Value, c.Window, Field]) -> tuple[c.Condition, c.Condition]:
    over = tuple(_over("count", form.selection, cap.window, cap.limit) for cap in form.caps)
    return form.selection, over[0] if len(over) == 1 else c.Or(over)


@_shape.register(f.AtMostDistinct)
def _at_most_distinct(
    form: f.AtMostDistinct[c.Condition, c.Value, c.Window, c.FieldValue],
) -> tuple[c.Condition, c.Condition]:
    of: c.FieldValue = form.field
    seen = c.History("exists", form.selection, replace(form.window, keys=(*form.window.keys, of.field)))
    new = c.Not(c.Truth(seen))
    return form.selection, c.And((new, _over("distinct", form.selection, form.window, form.limit, of)))


@_shape.register(f.AtMostTotal)
def _at_most_total(
    form: f.AtMostTotal[c.Condition, c.Value, c.Window, c.FieldValue | c.LocalValue],
) -> tuple[c.Condition, c.Condition]:
    return form.selection, _over("total", form.selection, form.window, form.limit, form.field)


@_shape.register(f.AtLeastBetween)
def _at_least_between(form: f.AtLeastBetween[c.Condition, c.Distance, Field]) -> tuple[c.Condition, c.Condition]:
    distance: c.Distance = form.distance
    extent: c.Extent
    if distance.kind == "instant":
        extent = c.Rolling(distance.amount)
    elif distance.calendar is not None:
        extent = c.WorkingDays(distance.amount, distance.calendar)
    else:
        extent = c.ConsecutiveDays(distance.amount)
    return form.selection, _exists(form.selection, c.Window(form.keys, extent))


@_shape.register(f.AfterForbid)
def _after_forbid(form: f.AfterForbid[c.Condition, c.Window]) -> tuple[c.Condition, c.Condition]:
    return form.selection, _exists(form.trigger, form.window)


@_shape.register(f.AfterRequire)
def _after_require(form: f.AfterRequire[c.Condition, c.Window]) -> tuple[c.Condition, c.Condition]:
    return form.trigger, c.Not(_exists(form.selection, form.window))


@_shape.register(f.BeforeRequire)
def _before_require(form: f.BeforeRequire[c.Condition, c.Window]) -> tuple[c.Condition, c.Condition]:
    return form.selection, c.Not(_exists(form.required, form.window))


def _at_least_each(form: Any, rule: CheckedRule) -> c.Rule:
    """`at least N S per K in each U`: judged for keys and units; `unless` takes keys out."""
    among = c.Always() if form.among is None else form.among
    if rule.unless is not None:
        among = c.And((among, c.Not(rule.unless)))
    if rule.applies is not None:
        among = c.And((among, rule.applies))
    unit = c.Each(form.unit, form.week_from_sunday)
    floor = c.Floor(form.keys, unit, settle(among), settle(form.selection), form.limit)
    return c.Rule(rule.facts, floor.selection, c.Always(), floor=floor)


def _over(aggregate: str, selection: c.Condition, window: c.Window, limit: c.Value, of: Any = None) -> c.Condition:
    """The aggregate, this event counted, exceeds the limit."""
    term = c.History(aggregate, selection, replace(window, including=True), of)
    return c.Compare(term, ">", limit)


def _exists(selection: c.Condition, window: c.Window) -> c.Condition:
    return c.Truth(c.History("exists", selection, window))


# --- figures that are parameters ------------------------------------------------------------------------


def _settled(condition: c.Condition | None) -> c.Condition | None:
    return None if condition is None else settle(condition)


def settle(condition: c.Condition) -> c.Condition:
    """Windows whose length is a parameter become windows of the lengths in force, each on its dates.

    A parameter that the site has not set stays; a rule with one is not run.
    """
    if not _own_figures(condition):
        return condition
    settled: c.Condition = c.rewrite(condition, _settle_atom)
    return settled


def _settle_atom(node: Any) -> Any:
    if not isinstance(node, (c.Truth, c.Compare, c.OneOf, c.Known, c.InHours, c.InDates, c.DayIs, c.Includes)):
        return node
    param = next((figure.param for figure in _own_figures(node) if figure.param.versions), None)
    if param is None:
        return node
    if len(param.versions) == 1 and param.versions[0].since is None and param.versions[0].through is None:
        return _settle_atom(_with_figure(node, param, param.versions[0].value))
    cases: list[c.Condition] = []
    for version in param.versions:
        holds = c.InForce(version.since, version.through)
        cases.append(c.And((holds, _settle_atom(_with_figure(node, param, version.value)))))
    never = tuple(c.InForce(version.since, version.through, outside=True) for version in param.versions)
    cases.append(c.And((*never, c.Always(None))))
    return c.Or(tuple(cases))


def _own_figures(node: Any) -> list[c.ParamFigure]:
    """The parameter figures of a condition; of an atom those within its selections were settled before."""
    return [found for found in c.walk(node) if isinstance(found, c.ParamFigure)]


def _with_figure(node: Any, param: Param, value: Any) -> Any:
    def change(part: Any) -> Any:
        if isinstance(part, c.ParamFigure) and part.param == param:
            return int(value * part.scale)
        return part

    return c.rewrite(node, change)


def with_params(rule: c.Rule, values: Mapping[str, Any]) -> c.Rule:
    """The rule with these values of parameters, whatever the date."""

    def change(part: Any) -> Any:
        if isinstance(part, Param) and part.name in values:
            return replace(part, versions=(Version(values[part.name], None, None),))
        return part

    changed: c.Rule = c.rewrite(rule, change)
    floor = changed.floor
    if floor is not None:
        floor = replace(floor, among=settle(floor.among), selection=settle(floor.selection))
    return c.Rule(changed.facts, settle(changed.subject), settle(changed.condition), _settled(changed.applies), floor)


def unset_params(rule: c.Rule) -> tuple[str, ...]:
    """The parameters of a rule that the site must set and has not."""
    return tuple(dict.fromkeys(node.name for node in c.walk(rule) if isinstance(node, Param) and not node.versions))
