"""What a condition or a value becomes in the query."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.compile.sql import FALSE, NULL, TRUE, Sql, and_, case, coalesce, compare, or_


@dataclass(frozen=True)
class Truth:
    """A condition: SQL that is true, false, or (unknown) null; `maybe`: it can be null at all.

    level: the layer of the query from which its columns are there.
    """

    sql: Sql
    level: int
    maybe: bool


@dataclass(frozen=True)
class Val:
    """A value: SQL for its lower bound, and for the upper where the two differ (null there: no bound).

    absent: when there is no value at all, so that a comparison is false. maybe_absent: when that is not sure.
    """

    low: Sql
    level: int
    high: Sql | None = None
    maybe: bool = False
    absent: Sql | None = None
    maybe_absent: Sql | None = None


def level_of(*pieces: Truth | Val) -> int:
    """The layer from which all of these are there."""
    return max((piece.level for piece in pieces), default=0)


def compare_values(left: Val, operator: str, right: Val) -> Truth:
    """A comparison of two values that may be intervals: true or false where that holds whatever the values are."""
    maybe = left.maybe or right.maybe or left.high is not None or right.high is not None
    if left.high is None and right.high is None:
        sql = compare(left.low, operator, right.low)
    else:
        sql = _interval(left, operator, right)
    branches: list[tuple[Sql, Sql]] = []
    for value in (left, right):
        if value.absent is not None:
            branches.append((value.absent, FALSE))
    for value in (left, right):
        if value.maybe_absent is not None:
            branches.append((and_([value.maybe_absent, coalesce(sql, FALSE)]), NULL))
            maybe = True
    return Truth(case(*branches, default=sql) if branches else sql, level_of(left, right), maybe)


_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def _interval(left: Val, operator: str, right: Val) -> Sql:
    left_high = left.low if left.high is None else left.high
    right_high = right.low if right.high is None else right.high
    true = coalesce(_surely(left, left_high, operator, right, right_high), FALSE)
    false = coalesce(_surely_not(left, left_high, operator, right, right_high), FALSE)
    return case((true, TRUE), (false, FALSE), default=NULL)


def _surely(left: Val, left_high: Sql, operator: str, right: Val, right_high: Sql) -> Sql:
    if operator in ("<", "<="):
        return compare(left_high, operator, right.low)
    if operator in (">", ">="):
        return compare(left.low, operator, right_high)
    apart = or_([compare(left_high, "<", right.low), compare(right_high, "<", left.low)])
    if operator == "!=":
        return coalesce(apart, FALSE)
    return and_(
        [compare(left.low, "=", left_high), compare(right.low, "=", right_high), compare(left.low, "=", right.low)]
    )


def _surely_not(left: Val, left_high: Sql, operator: str, right: Val, right_high: Sql) -> Sql:
    if operator in _OPPOSITE:
        return _surely(left, left_high, _OPPOSITE[operator], right, right_high)
    return _surely(left, left_high, "!=" if operator == "=" else "=", right, right_high)
