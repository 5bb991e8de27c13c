"""Every form of limit becomes one shape, a subject and a condition; figures that change by date become conditions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from auditor.language import core as c
from auditor.language.checked import Pack
from auditor.language.declarations import Const, Param
from auditor.language.lower import lower, unset_params, with_params
from auditor.value_types import HOUR, NUMBER
from tests.strategies import PREAMBLE, rules
from tests.written_packs import CORE, checked

NAMES = "define S: channel is call\ndefine T: channel is sms\ndefine R: channel is letter\n"


def pack_of(text: str) -> Pack:
    """The checked pack of declarations and rules."""
    return checked(f'pack t "t"\n{text}').pack


def lowered(limit: str, declarations: str = "") -> c.Rule:
    """The rule of a limit over S, T and R, in its core shape."""
    return lower(pack_of(f'{NAMES}{declarations}rule t.r "r"\n  cite "x"\n  {limit}\n').rules[0])


def selection(name: str) -> c.Condition:
    """S, T or R."""
    return next(named for named in pack_of(NAMES).definitions if named.name == name)


def key(name: str) -> Any:
    """A field of the timeline."""
    return next(field for field in CORE.pack.fields if field.name == name)


S, T, R = selection("S"), selection("T"), selection("R")
BY_CONSUMER = (key("consumer"),)
DAY = c.Each("day")


def exists(condition: c.Condition, window: c.Window) -> c.Condition:
    """Is there one."""
    return c.Truth(c.History("exists", condition, window))


def more_than(number: int, window: c.Window) -> c.Condition:
    """More than so many of S, the event itself counted."""
    return c.Compare(c.History("count", S, replace(window, including=True)), ">", Const(Decimal(number), NUMBER))


@pytest.mark.parametrize(
    ("limit", "subject", "condition"),
    [
        ("forbid S", S, c.Always()),
        ("forbid S when T", S, T),
        ("forbid S when T unless R", S, c.And((T, c.Not(R)))),
        ("require T for S", S, c.Not(T)),
        ("require T for S unless R", S, c.And((c.Not(T), c.Not(R)))),
        ("at most 3 S per consumer in each day", S, more_than(3, c.Window(BY_CONSUMER, DAY))),
        (
            "at most 3 S per consumer in each day, 5 in each week",
            S,
            c.Or((more_than(3, c.Window(BY_CONSUMER, DAY)), more_than(5, c.Window(BY_CONSUMER, c.Each("week"))))),
        ),
        ("at least 4 hours between S per consumer", S, exists(S, c.Window(BY_CONSUMER, c.Rolling(4 * HOUR)))),
        ("at least 2 calendar days between S per consumer", S, exists(S, c.Window(BY_CONSUMER, c.ConsecutiveDays(2)))),
        (
            "after T forbid S per consumer for 7 consecutive days",
            S,
            exists(T, c.Window(BY_CONSUMER, c.ConsecutiveDays(7))),
        ),
        ("after T forbid S per consumer until R", S, exists(T, c.Window(BY_CONSUMER, c.Since(R)))),
        ("after T forbid S per consumer", S, exists(T, c.Window(BY_CONSUMER, c.Ever()))),
        (
            "after T require S per consumer within 5 days",
            T,
            c.Not(exists(S, c.Window(BY_CONSUMER, c.Reach(c.Distance("days", 5)), ahead=True))),
        ),
        (
            "before S require T per consumer at least 6 calendar days earlier",
            S,
            c.Not(exists(T, c.Window(BY_CONSUMER, c.Ever(), c.Distance("days", 6)))),
        ),
        ("forbid (S except T) when R", c.And((S, c.Not(T))), R),
        (
            "forbid (first S per consumer) when R",
            c.And((S, c.Not(exists(S, c.Window(BY_CONSUMER, c.Ever()))))),
            R,
        ),
    ],
)
def test_form_becomes_subject_and_condition(limit: str, subject: c.Condition, condition: c.Condition) -> None:
    """What is judged, and what makes it a violation."""
    rule = lowered(limit)

    assert rule.subject == subject
    assert rule.condition == condition
    assert rule.floor is None


def test_distinct_finds_the_event_that_brings_a_value_too_many() -> None:
    """The value is new in the window, and with it there are more than the limit."""
    rule = lowered("at most 2 distinct channel of S per consumer in each day")
    window = c.Window(BY_CONSUMER, DAY)
    channel = key("channel")
    same = replace(window, keys=(*BY_CONSUMER, channel))
    many = c.History("distinct", S, replace(window, including=True), c.FieldValue(channel))

    assert rule.condition == c.And((c.Not(exists(S, same)), c.Compare(many, ">", Const(Decimal(2), NUMBER))))


def test_total_is_compared_with_a_value_of_its_type() -> None:
    """The sum of durations, the event itself counted, against a duration."""
    rule = lowered("at most 30 minutes total duration of S per consumer in each day")

    assert isinstance(rule.condition, c.Compare)
    assert isinstance(rule.condition.left, c.History)
    assert rule.condition.left.window.including
    assert rule.condition.left.type == rule.condition.right.type


def test_floor_judges_keys_and_units() -> None:
    """A floor has keys and a calendar unit in place of a subject; `unless` and `applies when` take keys out."""
    rule = lowered("at least 2 S per debt in each year for T unless R", 'applies when jurisdiction is "MA"\n')

    assert rule.floor is not None
    assert [field.name for field in rule.floor.keys] == ["debt"]
    assert rule.floor.unit == c.Each("year")
    assert rule.floor.selection == S
    assert isinstance(rule.floor.among, c.And)
    assert c.Not(R) in next(part for part in rule.floor.among.conditions if isinstance(part, c.And)).conditions


def test_pack_of_other_contacts() -> None:
    """Whose contacts a pack is about goes with each of its rules."""
    rule = lowered("forbid S", 'applies when jurisdiction is "MA"\n')

    assert isinstance(rule.applies, c.Compare)
    assert lowered("forbid S").applies is None


# --- figures that are parameters ------------------------------------------------------------------------

WINDOW = "param days = 3 from 2024-01-01 through 2024-06-30, 2 from 2024-07-01\n"


def test_length_of_a_window_that_changes_by_date() -> None:
    """Each length holds on its dates; on a day without one the condition is unknown, never false."""
    rule = lowered("at most 1 S per consumer in days consecutive days", WINDOW)

    assert isinstance(rule.condition, c.Or)
    *cases, never = rule.condition.conditions
    assert isinstance(never, c.And)
    lengths = []
    for case in cases:
        assert isinstance(case, c.And)
        dates, condition = case.conditions
        assert isinstance(dates, c.InForce)
        assert isinstance(condition, c.Compare)
        assert isinstance(condition.left, c.History)
        lengths.append((dates.since, dates.through, condition.left.window.extent))
    first, second = 19723, 19905  # 2024-01-01 and 2024-07-01 as days since 1970
    assert lengths == [
        (first, second - 1, c.ConsecutiveDays(3)),
        (second, None, c.ConsecutiveDays(2)),
    ]
    assert never.conditions == (
        c.InForce(first, second - 1, outside=True), c.InForce(second, None, outside=True), c.Always(None),
    )  # fmt: skip


def test_length_that_never_changes_needs_no_cases() -> None:
    """A parameter with one value for all dates is that value."""
    rule = lowered("at most 1 S per consumer in days consecutive days", "param days = 5\n")

    assert rule.condition == more_than(1, c.Window(BY_CONSUMER, c.ConsecutiveDays(5)))


def test_nothing_of_a_settled_rule_depends_on_a_length() -> None:
    """No window of a lowered rule has a length that is still a parameter with values, however deep it stands."""
    window = "per consumer in days consecutive days"
    rule = lowered(f"forbid S when number of (T and S {window}) {window} > 2", WINDOW)

    assert not [node for node in c.walk(rule) if isinstance(node, c.ParamFigure)]


def test_unset_parameters_are_named() -> None:
    """A rule with a figure that the site has not set says which; with a value, it is a rule like any other."""
    rule = lowered("at most figure S per consumer in each day", "param figure: number set by the site\n")

    assert unset_params(rule) == ("figure",)
    given_one = with_params(rule, {"figure": Decimal(3)})
    assert unset_params(given_one) == ()
    assert [node.versions[0].value for node in c.walk(given_one) if isinstance(node, Param)] == [Decimal(3)]


def test_a_site_sets_the_length_of_a_window() -> None:
    """A length that the site must set is settled once it is given."""
    rule = lowered("at most 1 S per consumer in days consecutive days", "param days: number set by the site\n")

    assert unset_params(rule) == ("days",)
    settled = with_params(rule, {"days": Decimal(4)})
    assert settled.condition == more_than(1, c.Window(BY_CONSUMER, c.ConsecutiveDays(4)))


def sees(node: Any, kinds: tuple[type, ...]) -> bool:
    """Whether a tree holds a node of one of these kinds."""
    return any(isinstance(part, kinds) for part in c.walk(node))


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(rules())
def test_a_random_rule_has_one_shape(text: str) -> None:
    """Whatever its form, a rule is made of conditions and values of the core, and lowering it again gives the same."""
    [rule] = checked(f"{PREAMBLE}{text}\n").pack.rules
    one = lower(rule)

    assert one == lower(rule)
    assert {type(node).__module__ for node in c.walk((one.subject, one.condition, one.floor))} <= {
        "auditor.language.core", "auditor.language.declarations", "auditor.value_types",
    }  # fmt: skip
    assert not sees(one, (c.ParamFigure,))
