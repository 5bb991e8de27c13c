"""From the text of a cell to a typed value, by its kind, or the reason why it cannot be one.

Everything here is an expression over a text that the database works out for all rows at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from auditor.compile.sql import (
    FALSE,
    NULL,
    Sql,
    and_,
    binary,
    case,
    cast,
    coalesce,
    col,
    compare,
    fn,
    in_list,
    is_null,
    lit,
    not_,
    or_,
)  # fmt: skip
from auditor.language.vocabulary import WEEKDAYS
from auditor.logs.plain import DAMAGED
from auditor.logs.profile import UNITS
from auditor.value_types import DAY, DECIMAL_PLACES, Kind, ValueType

DAMAGED_REASON = "a number damaged by a spreadsheet: export the column as text"
_NUMBER = rf"^[+-]?[0-9]{{1,14}}(\.[0-9]{{1,{DECIMAL_PLACES}}}0*)?$"
YES = ("yes", "y", "true", "t", "1", "1.0", "是", "有", "√")
NO = ("no", "n", "false", "f", "0", "0.0", "否", "无", "×")

_DAY = r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}( 0?0:00(:00)?)?$|^[0-9]{8}$"
_LONGEST = 100 * 365 * 86_400  # seconds: what is longer is no duration


@dataclass(frozen=True)
class Cleaned:
    """A field of a raw table: its text, its typed value, where the text cannot be one, and why.

    bad is None where the value cannot be bad. plain: the text is never masked.
    """

    text: Sql
    value: Sql
    bad: Sql | None
    reason: str
    column: str
    plain: bool = False


def as_held(native: Sql, kind: Kind) -> Sql:
    """A date, number or yes/no that the file has as such; null where a number is too large."""
    if kind is Kind.DATE:
        return _days(native)
    if kind is Kind.YES_NO:
        return native
    return _try(fn("round", native, lit(DECIMAL_PLACES)), f"DECIMAL(18,{DECIMAL_PLACES})")


def as_text(text: Sql, column: str, values: Mapping[str, str]) -> Cleaned:
    """A text, or what its code means. values: by code; where there are some, a text has to be one of them."""
    if values:
        branches = [(compare(text, "=", lit(code)), lit(meaning)) for code, meaning in values.items()]
        return _checked(text, case(*branches), "a code that is not mapped", column)
    plain = _unmarked(text)
    damaged = _damaged(plain)
    return Cleaned(text, plain, coalesce(damaged, FALSE), DAMAGED_REASON, column)


def as_number(text: Sql, column: str) -> Cleaned:
    """A number or an amount of money, with or without separators of thousands."""
    plain = fn("regexp_replace", text, lit(r"^[¥￥$€£]\s*|\s*元$|,"), lit(""), lit("g"))
    sound = fn("regexp_matches", plain, lit(_NUMBER))
    value = case((sound, _try(plain, f"DECIMAL(18,{DECIMAL_PLACES})")))
    return _checked(text, value, f"not a number with at most {DECIMAL_PLACES} decimals", column)


def as_yes_no(text: Sql, column: str, values: Mapping[str, str]) -> Cleaned:
    """Yes or no. values: what each code means; without any, the usual words."""
    if values:
        yes = [lit(code) for code, meaning in values.items() if meaning == "yes"]
        no = [lit(code) for code, meaning in values.items() if meaning == "no"]
        word = text
    else:
        yes, no = [lit(word) for word in YES], [lit(word) for word in NO]
        word = fn("lower", text)
    branches = [(in_list(word, words), lit(answer)) for words, answer in ((yes, True), (no, False)) if words]
    return _checked(text, case(*branches), "neither yes nor no", column)


def as_choice(text: Sql, column: str, codes: Mapping[str, str] | None) -> Cleaned:
    """The name of a choice. codes: what each means, lower case; None where every value already is such a name."""
    if codes is None:
        return Cleaned(text, text, None, "", column)
    branches = [(compare(fn("lower", text), "=", lit(code)), lit(name)) for code, name in codes.items()]
    value = case(*branches) if branches else cast(NULL, "VARCHAR")
    return _checked(text, value, "a code that is not mapped", column)


def as_duration(text: Sql, native: Sql | None, column: str, unit: str) -> Cleaned:
    """A number of the unit, `h:mm:ss`, or `m:ss`. native: the column itself where the file has whole numbers."""
    longest = _LONGEST * 1_000_000 // UNITS[unit]
    if native is not None:
        inside = and_([compare(native, ">=", lit(0)), compare(native, "<=", lit(longest))])
        scaled = binary(exp.Mul, cast(native, "BIGINT"), lit(UNITS[unit]))
        return Cleaned(text, case((inside, scaled)), coalesce(not_(inside), FALSE), "not a duration", column)
    clock = r"^(?:([0-9]{1,5}):)?([0-5]?[0-9]):([0-5][0-9])(?:\.[0-9]+)?$"
    parts = [coalesce(_try(fn("regexp_extract", text, lit(clock), lit(i)), "BIGINT"), lit(0)) for i in (1, 2, 3)]
    by_clock = _sum((parts[0], 3_600_000_000), (parts[1], 60_000_000), (parts[2], 1_000_000))
    plain = _try(text, "DOUBLE")
    sane = and_([compare(plain, ">=", lit(0)), compare(plain, "<=", lit(longest))])
    number = cast(fn("round", binary(exp.Mul, plain, lit(UNITS[unit]))), "BIGINT")
    value = case((fn("regexp_matches", text, lit(clock)), by_clock), (coalesce(sane, FALSE), number))
    return _checked(text, value, "not a duration", column)


def as_day(text: Sql, column: str) -> Cleaned:
    """`2026-07-01`, `2026/7/1`, `2026年7月1日` or `20260701` as days since 1970."""
    plain = fn("replace", fn("translate", text, lit("年月/."), lit("----")), lit("日"), lit(""))
    dashes = _try(fn("split_part", plain, lit(" "), lit(1)), "DATE")
    compact = cast(fn("try_strptime", plain, lit("%Y%m%d")), "DATE")
    found = case((fn("contains", plain, lit("-")), dashes), default=compact)
    value = case((fn("regexp_matches", plain, lit(_DAY)), _days(found)))
    return _checked(text, value, "not a date", column)


def as_time(text: Sql, column: str) -> Cleaned:
    """A time of day from 0:00 to 24:00, in microseconds since midnight."""
    clock = r"^([01]?[0-9]|2[0-4])[:：]([0-5][0-9])(?:[:：]([0-5][0-9]))?$"
    parts = [coalesce(_try(fn("regexp_extract", text, lit(clock), lit(i)), "BIGINT"), lit(0)) for i in (1, 2, 3)]
    value = _sum((parts[0], 3_600_000_000), (parts[1], 60_000_000), (parts[2], 1_000_000))
    sound = and_([fn("regexp_matches", text, lit(clock)), compare(value, "<=", lit(DAY))])
    return _checked(text, case((sound, value)), "not a time of day", column)


def as_weekday(text: Sql, column: str) -> Cleaned:
    """A day of the week, from 1 for Monday to 7."""
    return _checked(text, _weekday(text), "not a day of the week", column)


def as_several(kind: ValueType, text: Sql, column: str) -> Cleaned:
    """Values separated by `;`, each once, in their order."""
    parts = fn("string_split_regex", text, lit(r"\s*[;；]\s*"))
    filled = fn(
        "list_filter",
        parts,
        exp.Lambda(this=compare(col("x"), "!=", lit("")), expressions=[exp.to_identifier("x")]),
    )
    if kind.kind is Kind.TEXT:
        each = exp.Lambda(this=_unmarked(col("x")), expressions=[exp.to_identifier("x")])
        plain = fn("list_transform", filled, each)
        test = exp.Lambda(this=fn("regexp_matches", col("y"), lit(DAMAGED)), expressions=[exp.to_identifier("y")])
        damaged = compare(fn("len", fn("list_filter", plain, test)), ">", lit(0))
        alone = not_(or_([fn("contains", text, lit(mark)) for mark in (";", "；")]))
        one = _unmarked(text)
        value = case((is_null(text), NULL), (alone, exp.Array(expressions=[one])), default=_in_order(plain))
        bad = case((alone, _damaged(one)), default=damaged)
        return Cleaned(text, value, coalesce(bad, FALSE), DAMAGED_REASON, column)
    single = ValueType(kind.kind, kind.choices)
    each = exp.Lambda(this=_one(single, col("x")), expressions=[exp.to_identifier("x")])
    value = fn("list_transform", filled, each)
    bad = and_([not_(is_null(text)), fn("list_contains", fn("list_transform", value, _is_null_lambda()), lit(True))])
    return Cleaned(
        text, case((is_null(text), NULL), default=_in_order(value)), bad, "a value that is not known", column
    )


def _unmarked(text: Sql) -> Sql:
    """Without the marks by which exports keep a spreadsheet from reading a number: `="138..."` and `'138...`."""
    bare = fn("regexp_replace", text, lit('^="(.*)"$|^\'([0-9]+)$'), lit(r"\1\2"))
    marked = or_(
        [and_([compare(text, ">=", lit(mark)), compare(text, "<", lit(after))]) for mark, after in ("=>", "'(")]
    )
    return case((marked, bare), default=text)


def _damaged(text: Sql) -> Sql:
    """Whether it is what is left of a number; only what has a point or a plus is looked at closely."""
    marked = or_([fn("contains", text, lit(mark)) for mark in (".", "+")])
    return and_([marked, fn("regexp_matches", text, lit(DAMAGED))])


def _days(native: Sql) -> Sql:
    return cast(fn("date_diff", lit("day"), cast(lit("1970-01-01"), "DATE"), native), "INTEGER")


def _in_order(values: Sql) -> Sql:
    """Each value once, where it first stood."""
    first = exp.Lambda(
        this=compare(fn("list_position", values, col("v")), "=", col("i")),
        expressions=[exp.to_identifier("v"), exp.to_identifier("i")],
    )
    return fn("list_filter", values, first)


def _is_null_lambda() -> Sql:
    return exp.Lambda(this=is_null(col("y")), expressions=[exp.to_identifier("y")])


def _one(kind: ValueType, text: Sql) -> Sql:
    if kind.kind is Kind.WEEKDAY:
        return _weekday(text)
    names = kind.spellings_in_any_case
    return case(*((compare(fn("lower", text), "=", lit(name)), lit(value)) for name, value in names.items()))


def _weekday(text: Sql) -> Sql:
    branches = [
        (in_list(fn("lower", text), [lit(spelling) for spelling in word.spellings]), lit(number))
        for number, word in enumerate(WEEKDAYS.values(), start=1)
    ]
    return case(*branches)


def _try(value: Sql, kind: str) -> Sql:
    return exp.TryCast(this=value, to=exp.DataType.build(kind, dialect="duckdb"))


def _sum(*terms: tuple[Sql, int]) -> Sql:
    total: Sql | None = None
    for value, scale in terms:
        product = binary(exp.Mul, value, lit(scale))
        total = product if total is None else binary(exp.Add, total, product)
    assert total is not None
    return total


def _checked(text: Sql, value: Sql, reason: str, column: str) -> Cleaned:
    """A value that is bad where there is a text and no value."""
    return Cleaned(text, value, and_([not_(is_null(text)), is_null(value)]), reason, column)
