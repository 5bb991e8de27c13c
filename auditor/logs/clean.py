"""From raw cells to typed values of the timeline's fields, or the reason why a cell cannot be one.

Everything here is an expression over the columns of a raw table: the database works it out for all rows at once.
A value that cannot be read is never replaced: its row is rejected, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from auditor.language.declarations import Field
from auditor.language.vocabulary import WEEKDAYS
from auditor.logs.cells import cell, cells_view
from auditor.logs.plain import DAMAGED
from auditor.logs.profile import UNITS, ColumnMapping
from auditor.logs.raw import RawTable
from auditor.value_types import DAY, DECIMAL_PLACES, Kind, ValueType

DAMAGED_REASON = "a number damaged by a spreadsheet: export the column as text"
_NUMBER = rf"^[+-]?[0-9]{{1,14}}(\.[0-9]{{1,{DECIMAL_PLACES}}}0*)?$"
YES = ("yes", "y", "true", "t", "1", "1.0", "是", "有", "√")
NO = ("no", "n", "false", "f", "0", "0.0", "否", "无", "×")

_DAY = r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}( 0?0:00(:00)?)?$|^[0-9]{8}$"
_LONGEST = 100 * 365 * 86_400  # seconds: what is longer is no duration

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")
_NUMBERS = (*_WHOLE, "FLOAT", "DOUBLE", "DECIMAL(18,4)")
_NATIVE: dict[Kind, tuple[str, ...]] = {
    Kind.NUMBER: _NUMBERS,
    Kind.MONEY: _NUMBERS,
    Kind.YES_NO: ("BOOLEAN",),
    Kind.DATE: ("DATE",),
}


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


class Cleaner:
    """Expressions over one raw table. plain: its columns that are plain; trimmed: those of which the view has texts."""

    def __init__(
        self, raw: RawTable, empty: Sequence[str], plain: frozenset[str] = frozenset(), trimmed: Sequence[str] = ()
    ) -> None:
        self.raw = raw
        self.plain = plain
        self.trimmed = tuple(trimmed)
        self.empty = tuple(dict.fromkeys(empty))

    @property
    def table(self) -> str:
        """The view that these expressions are to be asked of: `cells.make_view` makes it."""
        return cells_view(self.raw)

    def cell(self, column: str, empty: Sequence[str] = ()) -> Sql:
        """A column's cell as trimmed text; null where it is empty or says that it is. empty: further such words."""
        return cell(self.raw, column, empty, self.plain)

    def text(self, mapping: ColumnMapping, empty: Sequence[str] = ()) -> Sql:
        """The first column of a mapping that is not empty. empty: further words that say that a cell is empty."""
        found = self._first(mapping.columns, empty)
        if found is None:
            return lit(mapping.value) if mapping.value is not None else NULL
        other = mapping.instead
        if other is not None and other.when in self.raw.column_names:
            picked = in_list(self.cell(other.when), [lit(code) for code in other.codes])
            found = case((coalesce(picked, FALSE), self._first(other.columns, empty) or NULL), default=found)
        if mapping.filled is None and mapping.blank is None:
            return found
        blank, filled = (NULL if end is None else lit(end) for end in (mapping.blank, mapping.filled))
        return case((is_null(found), blank), default=filled)

    def _first(self, columns: Sequence[str], empty: Sequence[str]) -> Sql | None:
        """The first of some columns that is not empty; None where the table has none of them."""
        cells = [self.cell(column, empty) for column in columns if column in self.raw.column_names]
        if not cells:
            return None
        return cells[0] if len(cells) == 1 else coalesce(*cells)

    def native(self, mapping: ColumnMapping, kinds: Sequence[str]) -> Sql | None:
        """The column itself where the file already has it as one of these types."""
        plain = not mapping.values and mapping.instead is None and mapping.filled is None and mapping.blank is None
        if len(mapping.columns) == 1 and plain:
            kind = self.raw.types.get(mapping.columns[0])
            if kind in kinds:
                return col(self.raw.column_names[mapping.columns[0]])
        return None

    def field(self, field: Field, mapping: ColumnMapping, codes: Mapping[str, str] | None = None) -> Cleaned:
        """A field by its type. codes: what each code of a `one of` field means, lower case."""
        column = ", ".join(mapping.columns) or field.name
        text = self.text(mapping)
        native = self.native(mapping, _NATIVE.get(field.type.kind, ()))
        if native is not None and not field.type.several:
            value = self._held(native, field.type.kind)
            bad = and_([not_(is_null(native)), is_null(value)])
            return Cleaned(text, value, bad, "a number too large", column)
        if self._is_plain(field, mapping):
            several = case((is_null(text), NULL), default=exp.Array(expressions=[text]))
            return Cleaned(text, several if field.type.several else text, None, "", column, plain=True)
        if field.type.several:
            return self._several(field, text, column)
        match field.type.kind:
            case Kind.TEXT:
                return self._text(text, column, mapping.values)
            case Kind.NUMBER | Kind.MONEY:
                return self._number(text, column)
            case Kind.YES_NO:
                return self._yes_no(text, column, mapping.values)
            case Kind.CHOICE:
                return self._choice(text, column, codes)
            case Kind.DURATION:
                return self._duration(text, self.native(mapping, _WHOLE), column, mapping.unit)
            case Kind.DATE:
                return _checked(text, _day(text), "not a date", column)
            case Kind.TIME:
                return self._time(text, column)
            case Kind.WEEKDAY:
                return _checked(text, _weekday(text), "not a day of the week", column)
            case Kind.MOMENT:
                raise TypeError("moments are placed in time elsewhere")

    def _is_plain(self, field: Field, mapping: ColumnMapping) -> bool:
        """Whether a text is what stands in its cell."""
        altered = (
            mapping.values or mapping.instead is not None or mapping.filled is not None or mapping.blank is not None
        )
        return (
            field.type.kind is Kind.TEXT
            and bool(mapping.columns)
            and not altered
            and self.plain.issuperset(mapping.columns)
        )

    @staticmethod
    def _held(native: Sql, kind: Kind) -> Sql:
        if kind is Kind.DATE:
            return _days(native)
        if kind is Kind.YES_NO:
            return native
        return _try(fn("round", native, lit(DECIMAL_PLACES)), f"DECIMAL(18,{DECIMAL_PLACES})")

    @staticmethod
    def _text(text: Sql, column: str, values: Mapping[str, str]) -> Cleaned:
        if values:
            branches = [(compare(text, "=", lit(code)), lit(meaning)) for code, meaning in values.items()]
            return _checked(text, case(*branches), "a code that is not mapped", column)
        plain = _unmarked(text)
        damaged = _damaged(plain)
        return Cleaned(text, plain, coalesce(damaged, FALSE), DAMAGED_REASON, column)

    @staticmethod
    def _number(text: Sql, column: str) -> Cleaned:
        plain = fn("regexp_replace", text, lit(r"^[¥￥$€£]\s*|\s*元$|,"), lit(""), lit("g"))
        sound = fn("regexp_matches", plain, lit(_NUMBER))
        value = case((sound, _try(plain, f"DECIMAL(18,{DECIMAL_PLACES})")))
        return _checked(text, value, f"not a number with at most {DECIMAL_PLACES} decimals", column)

    @staticmethod
    def _yes_no(text: Sql, column: str, values: Mapping[str, str]) -> Cleaned:
        if values:
            yes = [lit(code) for code, meaning in values.items() if meaning == "yes"]
            no = [lit(code) for code, meaning in values.items() if meaning == "no"]
            word = text
        else:
            yes, no = [lit(word) for word in YES], [lit(word) for word in NO]
            word = fn("lower", text)
        branches = [(in_list(word, words), lit(answer)) for words, answer in ((yes, True), (no, False)) if words]
        return _checked(text, case(*branches), "neither yes nor no", column)

    @staticmethod
    def _choice(text: Sql, column: str, codes: Mapping[str, str] | None) -> Cleaned:
        """Codes None: every value already is the name of a choice."""
        if codes is None:
            return Cleaned(text, text, None, "", column)
        branches = [(compare(fn("lower", text), "=", lit(code)), lit(name)) for code, name in codes.items()]
        value = case(*branches) if branches else cast(NULL, "VARCHAR")
        return _checked(text, value, "a code that is not mapped", column)

    @staticmethod
    def _duration(text: Sql, native: Sql | None, column: str, unit: str) -> Cleaned:
        """A number of the unit, `h:mm:ss`, or `m:ss`."""
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

    @staticmethod
    def _time(text: Sql, column: str) -> Cleaned:
        clock = r"^([01]?[0-9]|2[0-4])[:：]([0-5][0-9])(?:[:：]([0-5][0-9]))?$"
        parts = [coalesce(_try(fn("regexp_extract", text, lit(clock), lit(i)), "BIGINT"), lit(0)) for i in (1, 2, 3)]
        value = _sum((parts[0], 3_600_000_000), (parts[1], 60_000_000), (parts[2], 1_000_000))
        sound = and_([fn("regexp_matches", text, lit(clock)), compare(value, "<=", lit(DAY))])
        return _checked(text, case((sound, value)), "not a time of day", column)

    def _several(self, field: Field, text: Sql, column: str) -> Cleaned:
        """Values separated by `;`, each once, in their order."""
        parts = fn("string_split_regex", text, lit(r"\s*[;；]\s*"))
        filled = fn(
            "list_filter",
            parts,
            exp.Lambda(this=compare(col("x"), "!=", lit("")), expressions=[exp.to_identifier("x")]),
        )
        if field.type.kind is Kind.TEXT:
            each = exp.Lambda(this=_unmarked(col("x")), expressions=[exp.to_identifier("x")])
            plain = fn("list_transform", filled, each)
            test = exp.Lambda(this=fn("regexp_matches", col("y"), lit(DAMAGED)), expressions=[exp.to_identifier("y")])
            damaged = compare(fn("len", fn("list_filter", plain, test)), ">", lit(0))
            alone = not_(or_([fn("contains", text, lit(mark)) for mark in (";", "；")]))
            one = _unmarked(text)
            value = case((is_null(text), NULL), (alone, exp.Array(expressions=[one])), default=_in_order(plain))
            bad = case((alone, _damaged(one)), default=damaged)
            return Cleaned(text, value, coalesce(bad, FALSE), DAMAGED_REASON, column)
        single = ValueType(field.type.kind, field.type.choices)
        each = exp.Lambda(this=_one(single, col("x")), expressions=[exp.to_identifier("x")])
        value = fn("list_transform", filled, each)
        bad = and_(
            [not_(is_null(text)), fn("list_contains", fn("list_transform", value, _is_null_lambda()), lit(True))]
        )
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


def _day(text: Sql) -> Sql:
    """`2026-07-01`, `2026/7/1`, `2026年7月1日` or `20260701` as days since 1970."""
    plain = fn("replace", fn("translate", text, lit("年月/."), lit("----")), lit("日"), lit(""))
    dashes = _try(fn("split_part", plain, lit(" "), lit(1)), "DATE")
    compact = cast(fn("try_strptime", plain, lit("%Y%m%d")), "DATE")
    found = case((fn("contains", plain, lit("-")), dashes), default=compact)
    return case((fn("regexp_matches", plain, lit(_DAY)), _days(found)))


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
    names = {name.lower(): choice.name for choice in kind.choices for name in (choice.name, choice.zh) if name}
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
