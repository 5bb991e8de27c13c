"""The small words for building SQL mean what they say, however they are put together."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import duckdb
import pytest
from sqlglot import exp

from auditor.compile.program import Program, compile_rules
from auditor.compile.shape import Shape
from auditor.compile.sql import (
    FALSE,
    NULL,
    TRUE,
    Sql,
    and_,
    case,
    coalesce,
    compare,
    is_null,
    is_true,
    lit,
    not_,
    not_false,
    or_,
    text,
)
from auditor.packs.loading import load
from auditor.packs.rulebook import rule_book

Word = tuple[Callable[[Sql], Sql], Callable[[bool | None], bool | None]]
WORDS: dict[str, Word] = {
    "not_": (not_, lambda a: None if a is None else not a),
    "is_null": (is_null, lambda a: a is None),
    "is_true": (is_true, lambda a: a is True),
    "not_false": (not_false, lambda a: a is not False),
    "and_true": (lambda a: and_([a, TRUE]), lambda a: a),
    "or_false": (lambda a: or_([FALSE, a]), lambda a: a),
    "equals_true": (lambda a: compare(a, "=", TRUE), lambda a: a),
    "coalesced": (lambda a: coalesce(a, FALSE), lambda a: bool(a)),
}


@pytest.mark.parametrize("value", [True, False, None])
def test_words_in_words(value: bool | None) -> None:
    """Every word around every other, around every truth value, gives Kleene's answer."""
    start = NULL if value is None else lit(value)
    with duckdb.connect() as connection:
        for outer, middle, inner in itertools.product(WORDS, repeat=3):
            sql: Sql = start
            expected = value
            for name in (inner, middle, outer):
                build, mean = WORDS[name]
                sql, expected = build(sql.copy()), mean(expected)
            ((found,),) = connection.execute(f"SELECT {text(sql)}").fetchall()
            assert found is expected, f"{outer}({middle}({inner}({value}))): {text(sql)}"


def programs(many: bool) -> list[Program]:
    """Programs for a part of the shipped rules."""
    book = rule_book(load(("cn", "us")))
    shape = Shape(frozenset(field.name for field in book.fields), many=many, worlds=not many)
    return compile_rules([rule for rule in book.rules if rule.facts.id not in book.reasons][::7], shape)


def test_a_choice_without_branches() -> None:
    """Where there is nothing to choose from, the default is what is left."""
    assert text(case(default=lit(1))) == "1"
    assert text(case()) == "NULL"


def test_counting_grows_with_the_rows() -> None:
    """No window counts with a FILTER: that takes time as the square of a partition's rows; other aggregates do not."""
    windows = [window for program in programs(many=True) for window in program.query.find_all(exp.Window)]
    counting = [window for window in windows if isinstance(window.this, exp.Count)]
    filtered = [window for window in windows if isinstance(window.this, exp.Filter)]

    assert len(counting) > 10
    assert len(filtered) > 10
    assert not [window for window in filtered if isinstance(window.this.this, exp.Count)]


def test_to_write_a_query_does_not_change_it() -> None:
    """A query is written once for every slice of a log: the same each time, and as a copy of it would be."""
    for many in (False, True):
        for program in programs(many):
            first = text(program.query.copy())
            assert [text(program.query) for _ in range(3)] == [first] * 3
