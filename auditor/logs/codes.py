"""What the codes in a column mean: as the profile says, or the very names of a field's values; others are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb
from sqlglot import exp

from auditor.compile.sql import and_, col, count_where, fn, is_null, named, not_, select, text
from auditor.diagnostics import Diagnostic, Level
from auditor.language.declarations import Field
from auditor.logs.cells import with_texts
from auditor.logs.mapping import Codes, Mapped, columns_of, out_of_scope, present
from auditor.logs.profile import ColumnMapping
from auditor.logs.raw import ROW
from auditor.spelling import did_you_mean
from auditor.value_types import Kind

_CODES_SHOWN, _SHOWN = 20, 60


def find_codes(
    connection: duckdb.DuckDBPyConnection,
    mapped: Mapped,
    fields: Iterable[Field],
    problems: list[Diagnostic],
) -> None:
    """Read the codes of every `one of` field, and report those that mean nothing."""
    for field_ in fields:
        mapping = mapped.fields.get(field_.name)
        if mapping is None or field_.type.several or not mapping.columns:
            continue
        if field_.type.kind is Kind.TEXT and mapping.values:
            _report_codes(connection, mapped, field_, mapping, mapping.values, problems)
        if field_.type.kind is not Kind.CHOICE:
            continue
        names = field_.type.spellings_in_any_case
        mapped.codes[field_.name] = _codes(connection, mapped, field_, mapping, names, problems)


def _codes(
    connection: duckdb.DuckDBPyConnection,
    mapped: Mapped,
    field_: Field,
    mapping: ColumnMapping,
    names: Mapping[str, str],
    problems: list[Diagnostic],
) -> Codes:
    given = {code.lower(): meaning for code, meaning in mapping.values.items()}
    known = (
        {code: names[meaning.lower()] for code, meaning in given.items() if meaning.lower() in names}
        if given
        else names
    )
    found = _report_codes(connection, mapped, field_, mapping, known, problems)
    if not given and all(code in names.values() for code, _, _ in found):
        return Codes(None)
    mapped_codes = {code.lower(): known[code.lower()] for code, _, _ in found if code.lower() in known}
    return Codes(mapped_codes, tuple(one for one in found if one[0].lower() not in known))


def _report_codes(
    connection: duckdb.DuckDBPyConnection, mapped: Mapped, field_: Field, mapping: ColumnMapping,
    known: Mapping[str, str], problems: list[Diagnostic],
) -> list[tuple[str, int, int]]:  # fmt: skip
    """The codes in a column's rows in scope, with how often and where first; those not known are reported."""
    cell = mapped.cleaner.text(mapping)
    columns = [named(cell, "code"), named(fn("sum", col("n")), "n"), named(fn("min", col("first")), "first")]
    scope = [not_(is_null(cell)), *(not_(test) for test, _ in out_of_scope(mapped))]
    query = select(columns, _different(mapped, mapping)).where(and_(scope), copy=False).group_by("1", copy=False)
    found = sorted(connection.execute(text(query)).fetchall())
    exact = field_.type.kind is Kind.TEXT
    unmapped = [one for one in found if (one[0] if exact else one[0].lower()) not in known]
    for code, n, row in unmapped[:_CODES_SHOWN]:
        _report_unmapped(mapped, field_, mapping, code, n, row, known, problems)
    if len(unmapped) > _CODES_SHOWN:
        rest = unmapped[_CODES_SHOWN:]
        rows = sum(n for _, n, _ in rest)
        message = f"{len(rest)} further codes in `{', '.join(mapping.columns)}` mean nothing yet ({rows} rows)"
        hint = "the file of rejected rows holds them all; is it the right column?"
        place = mapped.opened.raw.place
        problems.append(Diagnostic("unmapped-code", message, file=place, hint=hint, level=Level.WARNING))
    return found


def _different(mapped: Mapped, mapping: ColumnMapping) -> exp.Select:
    """The different cells of the columns that say a code, or whether a row is in scope: how often, and where first."""
    raw = mapped.opened.raw
    names = present(raw, [*columns_of(mapping), *(rule.column for rule in mapped.opened.profile.out_of_scope)])
    cells = [col(raw.column_names[name]) for name in names]
    counted = select([*cells, named(count_where(None), "n"), named(fn("min", col(ROW)), "first")], raw.table)
    trimmed = [name for name in names if name not in mapped.cleaner.plain]
    return with_texts(raw, trimmed, counted.group_by(*cells, copy=False), mapped.cleaner.empty)


def _report_unmapped(
    mapped: Mapped, field_: Field, mapping: ColumnMapping, code: str, n: int, row: int, names: Mapping[str, str],
    problems: list[Diagnostic],
) -> None:  # fmt: skip
    place = mapped.opened.raw.place
    column = ", ".join(mapping.columns)
    message = f"`{code[:_SHOWN]}` in `{column}` means nothing yet as `{field_.name}`: {_rows(n, row)} rejected"
    close = None if mapping.values else did_you_mean(code, names)
    hint = close or f'map it in a profile: `[columns.{field_.name}.values]` `"{code[:_SHOWN]}" = "..."`'
    problems.append(Diagnostic("unmapped-code", message, file=place, hint=hint, level=Level.WARNING))


def _rows(n: int, first: int) -> str:
    return f"row {first} is" if n == 1 else f"{n} rows, first row {first}, are"
