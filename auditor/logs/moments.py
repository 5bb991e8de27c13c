"""Times of a log: what a cell says, as an instant where it has an offset, else as a wall time to be placed by a zone.

A wall time is microseconds of local time since 1970. The shape of a time is checked before the database reads it,
for it would drop an offset, a zone abbreviation or `PM` without a word.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from auditor.compile.sql import (
    FALSE,
    NULL,
    Sql,
    and_,
    binary,
    case,
    coalesce,
    compare,
    fn,
    is_null,
    lit,
    not_,
)  # fmt: skip
from auditor.logs.clean import Cleaner
from auditor.logs.profile import EPOCH_FORMATS, EXCEL_FORMAT, ColumnMapping
from auditor.logs.zones import Offsets

EARLIEST, LATEST = 631_152_000_000_000, 2_524_608_000_000_000
"""1990 and 2050: an instant outside is a wrong unit or a wrong column."""
FAR = "a time before 1990 or after 2050"

_DATE = r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
_CLOCK = r"[0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}(\.[0-9]{1,9})?)?"
_WALL = rf"^{_DATE}[ T]+{_CLOCK}$"
_COMPACT = r"^[0-9]{8}[ T]?[0-9]{2}:?[0-9]{2}(:?[0-9]{2})?$"
_OFFSET = r"(Z|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)"
_WITH_OFFSET = rf"^({_DATE}[ T]+{_CLOCK}) ?{_OFFSET}$"
_OFFSET_AT_END = rf"{_OFFSET}$"
_DATE_ONLY = rf"^{_DATE}$"
_ABBREVIATION = r"[0-9] ?\(?[A-Za-z]{1,5}\)?$"
_SHORT_YEAR = r"^[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{1,4}( |$)"
_NUMBER_ONLY = r"^[0-9]+(\.[0-9]+)?$"
_COMPACT_FORMATS = tuple(
    f"%Y%m%d{mark}%H{colon}%M{seconds}"
    for mark in (" ", "T", "")
    for colon in (":", "")
    for seconds in (f"{colon}%S", "")
)
_EXCEL_EPOCH_DAYS = 25_569


@dataclass(frozen=True)
class Moment:
    """A time: wall (null where it has an offset) or instant (null where it has none), and why it may be neither.

    offset: the offset that it gave, in microseconds, where it gave one.
    """

    text: Sql
    wall: Sql
    instant: Sql
    offset: Sql
    bad: Sql
    reason: Sql
    column: str


def moment(cleaner: Cleaner, mapping: ColumnMapping) -> Moment:
    """A moment field by its format, its column's type, or the shape of its text."""
    column = ", ".join(mapping.columns)
    native = cleaner.native(mapping, ("TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S"))
    if native is not None:
        return _native(cleaner.text(mapping), native, column, zoned=False)
    zoned = cleaner.native(mapping, ("TIMESTAMP WITH TIME ZONE",))
    if zoned is not None:
        return _native(cleaner.text(mapping), zoned, column, zoned=True)
    for name in mapping.formats:
        if name in EPOCH_FORMATS:
            return _epoch(cleaner.text(mapping, ("0", "0.0")), EPOCH_FORMATS[name], column)
        if name == EXCEL_FORMAT:
            return _excel(cleaner.text(mapping), column)
    if mapping.formats:
        return _by_formats(cleaner.text(mapping), mapping.formats, column)
    return _by_shape(cleaner.text(mapping), column)


def by_clock(found: Moment, table: Offsets) -> Moment:
    """Times without an offset as read on the clock of one place. table: that place's offsets.

    A time that the clock showed twice is taken as the earlier one, and one that it skipped as if it had not been set.
    """
    changes = [(since + before, offset) for (_, before), (since, offset) in itertools.pairwise(table)]
    offset = case(
        *((compare(found.wall, ">=", lit(wall)), lit(offset)) for wall, offset in reversed(changes)),
        default=lit(table[0][1]),
    )
    instant = coalesce(found.instant, binary(exp.Sub, found.wall, offset))
    return replace(found, wall=NULL, instant=instant)


def _native(text: Sql, native: Sql, column: str, zoned: bool) -> Moment:
    """A column that holds times: instants where they are in a zone, else wall times."""
    found = fn("epoch_us", native)
    bad = and_([not_(is_null(native)), not_(_sane(found))])
    sound = case((_sane(found), found))
    wall, instant = (NULL, sound) if zoned else (sound, NULL)
    return Moment(text, wall, instant, NULL, bad, lit(FAR), column)


def _sane(us: Sql) -> Sql:
    """Whether a time lies between 1990 and 2050; never unknown."""
    return coalesce(and_([compare(us, ">=", lit(EARLIEST)), compare(us, "<=", lit(LATEST))]), FALSE)


def _epoch(text: Sql, scale: int, column: str) -> Moment:
    """Time since 1970 in a unit, with a fraction perhaps; 0 is how telephone systems say that there is none."""
    number = _try(text, "DECIMAL(24,6)")
    us = _try(fn("round", binary(exp.Mul, number, lit(scale))), "BIGINT")
    plain = fn("regexp_matches", text, lit(_NUMBER_ONLY))
    sane = and_([plain, _sane(us)])
    bad = and_([not_(is_null(text)), not_(sane)])
    unit = {1_000_000: "seconds", 1_000: "milliseconds", 1: "microseconds"}[scale]
    reason = lit(f"not {unit} since 1970 between 1990 and 2050")
    return Moment(text, NULL, case((sane, us)), NULL, bad, reason, column)


def _by_formats(text: Sql, formats: Sequence[str], column: str) -> Moment:
    """A time in one of the formats that a profile names; one with `%z` gives its offset."""
    patterns = exp.Array(expressions=[lit(pattern) for pattern in formats])
    found = fn("epoch_us", fn("try_strptime", text, patterns))
    bad = and_([not_(is_null(text)), not_(_sane(found))])
    listed = " or ".join(f"`{pattern}`" for pattern in formats)
    reason = case((is_null(found), lit(f"not a time of the format {listed}")), default=lit(FAR))
    sound = case((_sane(found), found))
    zoned = any("%z" in pattern for pattern in formats)
    wall, instant = (NULL, sound) if zoned else (sound, NULL)
    offset = case((_sane(found), _offset(fn("regexp_extract", text, lit(_OFFSET_AT_END))))) if zoned else NULL
    return Moment(text, wall, instant, offset, bad, reason, column)


def _excel(text: Sql, column: str) -> Moment:
    """Days since 1899-12-30 with a fraction; to the second, for floating point holds no more."""
    number = _try(text, "DOUBLE")
    seconds = fn("round", binary(exp.Mul, binary(exp.Sub, number, lit(_EXCEL_EPOCH_DAYS)), lit(86_400)))
    wall = binary(exp.Mul, _try(seconds, "BIGINT"), lit(1_000_000))
    sane = and_([compare(seconds, ">=", lit(EARLIEST // 10**6)), compare(seconds, "<=", lit(LATEST // 10**6))])
    sane = coalesce(sane, FALSE)
    shaped = _by_shape(text, column)
    found = case((sane, wall), default=shaped.wall)
    bad = and_([not_(sane), coalesce(shaped.bad, FALSE)])
    return Moment(
        text, found, shaped.instant, shaped.offset, bad, lit("neither an Excel date number nor a time"), column
    )


def _by_shape(text: Sql, column: str) -> Moment:
    """A time in one of the usual shapes, Chinese ones too; with `Z` or an offset it is an instant."""
    plain = _plain(text)
    is_wall = fn("regexp_matches", plain, lit(_WALL))
    compact = fn("regexp_matches", plain, lit(_COMPACT))
    formats = exp.Array(expressions=[lit(pattern) for pattern in _COMPACT_FORMATS])
    wall = case(
        (is_wall, fn("epoch_us", _try(_dashes(plain), "TIMESTAMP"))),
        (compact, fn("epoch_us", fn("try_strptime", plain, formats))),
    )
    has_offset = fn("regexp_matches", plain, lit(_WITH_OFFSET))
    main = fn("regexp_extract", plain, lit(_WITH_OFFSET), lit(1))
    mark = fn("regexp_extract", plain, lit(_WITH_OFFSET), lit(4))
    offset = case((has_offset, _offset(mark)))
    local = fn("epoch_us", _try(_dashes(main), "TIMESTAMP"))
    instant = case((has_offset, binary(exp.Sub, local, offset)))
    found = coalesce(wall, instant)
    bad = and_([not_(is_null(text)), not_(_sane(found))])
    reason = case(
        (not_(is_null(found)), lit(FAR)),
        (fn("regexp_matches", plain, lit(_DATE_ONLY)), lit("a date without a time of day")),
        (
            fn("regexp_matches", plain, lit(_SHORT_YEAR)),
            lit("a date whose year or order is not clear: name its format in the profile"),
        ),
        (
            fn("regexp_matches", plain, lit(_NUMBER_ONLY)),
            lit("a number: name its format in the profile (`epoch-s`, `epoch-ms`, `excel`)"),
        ),
        (
            fn("regexp_matches", plain, lit(_ABBREVIATION)),
            lit("a time with letters behind it: zone abbreviations and AM/PM are not read; name a zone or a format"),
        ),
        default=lit("not a time that can be read: name its format in the profile"),
    )
    return Moment(text, wall, instant, offset, bad, reason, column)


def _plain(text: Sql) -> Sql:
    """Chinese and full-width forms as dashes and colons: `2026年7月1日 8时05分` as `2026-7-1 8:05`."""
    marks = fn("translate", text, lit("年月：／．"), lit("--:/."))
    dated = fn("regexp_replace", marks, lit("日 *"), lit(" "))
    hours = fn("regexp_replace", dated, lit("[时点]"), lit(":"))
    minutes = fn("regexp_replace", hours, lit("分([0-9])"), lit(r":\1"))
    return fn("trim", fn("regexp_replace", minutes, lit(":?[分秒]$|:$"), lit("")))


def _dashes(text: Sql) -> Sql:
    """Dates with dashes; `/` and `.` between their parts are read alike."""
    return fn("regexp_replace", text, lit(r"^([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})"), lit(r"\1-\2-\3"))


def _offset(mark: Sql) -> Sql:
    """`+08:00`, `+0800`, `+08` or `Z` in microseconds."""
    shape = r"^([+-])([0-9]{2}):?([0-9]{2})?$"
    sign = case((compare(fn("regexp_extract", mark, lit(shape), lit(1)), "=", lit("-")), lit(-1)), default=lit(1))
    hours = coalesce(_try(fn("regexp_extract", mark, lit(shape), lit(2)), "BIGINT"), lit(0))
    minutes = coalesce(_try(fn("regexp_extract", mark, lit(shape), lit(3)), "BIGINT"), lit(0))
    total = binary(exp.Add, binary(exp.Mul, hours, lit(60)), minutes)
    return binary(exp.Mul, sign, binary(exp.Mul, total, lit(60_000_000)))


def _try(value: Sql, kind: str) -> Sql:
    return exp.TryCast(this=value, to=exp.DataType.build(kind, dialect="duckdb"))
