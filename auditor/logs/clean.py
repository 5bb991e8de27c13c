"""From the columns of a raw table to the timeline's fields: which column a field is read from, and as what kind.

Everything here is an expression over the columns of a raw table: the database works it out for all rows at once.
A value that cannot be read is never replaced: its row is rejected, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from auditor.compile.sql import FALSE, NULL, Sql, and_, case, coalesce, col, in_list, is_null, lit, not_
from auditor.language.declarations import Field
from auditor.logs import values as v
from auditor.logs.cells import cell, cells_view
from auditor.logs.profile import ColumnMapping
from auditor.logs.raw import RawTable
from auditor.value_types import Kind

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")
_NUMBERS = (*_WHOLE, "FLOAT", "DOUBLE", "DECIMAL(18,4)")
_NATIVE: dict[Kind, tuple[str, ...]] = {
    Kind.NUMBER: _NUMBERS,
    Kind.MONEY: _NUMBERS,
    Kind.YES_NO: ("BOOLEAN",),
    Kind.DATE: ("DATE",),
}


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

    def field(self, field: Field, mapping: ColumnMapping, codes: Mapping[str, str] | None = None) -> v.Cleaned:
        """A field by its type. codes: what each code of a `one of` field means, lower case."""
        column = ", ".join(mapping.columns) or field.name
        text = self.text(mapping)
        native = self.native(mapping, _NATIVE.get(field.type.kind, ()))
        if native is not None and not field.type.several:
            value = v.as_held(native, field.type.kind)
            bad = and_([not_(is_null(native)), is_null(value)])
            return v.Cleaned(text, value, bad, "a number too large", column)
        if self._is_plain(field, mapping):
            several = case((is_null(text), NULL), default=exp.Array(expressions=[text]))
            return v.Cleaned(text, several if field.type.several else text, None, "", column, plain=True)
        if field.type.several:
            return v.as_several(field.type, text, column)
        match field.type.kind:
            case Kind.TEXT:
                return v.as_text(text, column, mapping.values)
            case Kind.NUMBER | Kind.MONEY:
                return v.as_number(text, column)
            case Kind.YES_NO:
                return v.as_yes_no(text, column, mapping.values)
            case Kind.CHOICE:
                return v.as_choice(text, column, codes)
            case Kind.DURATION:
                return v.as_duration(text, self.native(mapping, _WHOLE), column, mapping.unit)
            case Kind.DATE:
                return v.as_day(text, column)
            case Kind.TIME:
                return v.as_time(text, column)
            case Kind.WEEKDAY:
                return v.as_weekday(text, column)
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
