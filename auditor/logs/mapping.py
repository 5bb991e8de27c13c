"""Which column of a raw table gives which field, and what the codes of a `one of` field mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import duckdb

from auditor.compile.sql import col, count_where, fn, is_null, named, not_, select, text
from auditor.diagnostics import Diagnostic, Level
from auditor.language.declarations import Field
from auditor.logs.clean import Cleaner
from auditor.logs.profile import ColumnMapping
from auditor.logs.raw import ROW
from auditor.logs.sources import Opened
from auditor.spelling import did_you_mean, nearest
from auditor.value_types import Kind

SET_BY_READER = ("file", "sheet", "row")
_CODES_SHOWN = 20


@dataclass(frozen=True)
class Codes:
    """The codes found in a column: what each means (None: every one already is a name); unmapped: how often, and where."""

    meanings: Mapping[str, str] | None
    unmapped: tuple[tuple[str, int, int], ...] = ()


@dataclass
class Mapped:
    """A raw table with the mapping of every field that it gives."""

    opened: Opened
    cleaner: Cleaner
    fields: dict[str, ColumnMapping]
    codes: dict[str, Codes] = field(default_factory=dict)


def map_columns(opened: Opened, fields: Sequence[Field], problems: list[Diagnostic], notes: list[str]) -> Mapped:
    """The mapping of a raw table, by its profile or by its header's names."""
    raw, profile = opened.raw, opened.profile
    by_name = {name: f for f in fields for name in (f.name, *f.zh)}
    chosen: dict[str, ColumnMapping] = {}
    for name, mapping in (*profile.columns.items(), *profile.pack_columns.items()):
        found = by_name.get(name)
        if found is None and name in profile.pack_columns:
            continue
        if found is None or found.name in SET_BY_READER:
            hint = did_you_mean(name, by_name)
            message = f"the profile `{profile.name}` maps to `{name}`, which is no field"
            problems.append(Diagnostic("unknown-field", message, file=raw.file, hint=hint))
            continue
        present = tuple(column for column in mapping.columns if column in raw.column_names)
        if present or mapping.value is not None:
            chosen[found.name] = replace(mapping, columns=present)
    if not profile.columns or profile.canonical:
        for column in raw.columns:
            found = by_name.get(column)
            if found is None or found.name in SET_BY_READER or column in profile.known_columns:
                continue
            if not profile.columns or found.name not in chosen:
                chosen[found.name] = ColumnMapping((column,))
    _report_unused(opened, chosen, by_name, problems, notes)
    return Mapped(opened, Cleaner(raw, profile.empty), chosen)


def _report_unused(
    opened: Opened,
    chosen: Mapping[str, ColumnMapping],
    by_name: Mapping[str, Field],
    problems: list[Diagnostic],
    notes: list[str],
) -> None:
    """Columns that nothing is taken from: a name close to a field's is a mistake, others are said."""
    raw, profile = opened.raw, opened.profile
    used = {column for mapping in chosen.values() for column in mapping.columns}
    unused = [column for column in raw.columns if column not in used and column not in profile.known_columns]
    unused = [column for column in unused if column not in SET_BY_READER and column not in by_name]
    place = raw.file if raw.sheet is None else f"{raw.file}, sheet {raw.sheet}"
    if not profile.columns:
        for column in unused:
            close = nearest(column, by_name)
            if close is not None and by_name[close].name not in chosen:
                message = f"the column `{column}` is no field"
                problems.append(Diagnostic("unknown-column", message, file=place, hint=f"did you mean `{close}`?"))
    rest = [column for column in unused if not column.startswith("column ")]
    if rest:
        notes.append(f"{place}: columns from which nothing is taken: " + ", ".join(rest))


def find_codes(
    connection: duckdb.DuckDBPyConnection,
    mapped: Mapped,
    fields: Iterable[Field],
    problems: list[Diagnostic],
) -> None:
    """Read the codes of every `one of` field, and report those that mean nothing."""
    for field_ in fields:
        mapping = mapped.fields.get(field_.name)
        if mapping is None or field_.type.kind is not Kind.CHOICE or field_.type.several:
            continue
        names = {
            name.lower(): choice.name for choice in field_.type.choices for name in (choice.name, choice.zh) if name
        }
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
    for code, meaning in given.items():
        if meaning.lower() not in names:
            hint = did_you_mean(meaning, names) or "one of " + ", ".join(choice.name for choice in field_.type.choices)
            message = f"the profile says that `{code}` means `{meaning}`, which is no value of `{field_.name}`"
            problems.append(Diagnostic("bad-profile", message, file=mapped.opened.profile.name, hint=hint))
    known = (
        {code: names[meaning.lower()] for code, meaning in given.items() if meaning.lower() in names}
        if given
        else names
    )
    cell = mapped.cleaner.text(mapping)
    query = select(
        [named(cell, "code"), named(count_where(None), "n"), named(fn("min", col(ROW)), "first")],
        mapped.opened.raw.table,
    )
    grouped = query.where(not_(is_null(cell)), copy=False).group_by("1", copy=False)
    found = connection.execute(text(grouped)).fetchall()
    unmapped = tuple(sorted((code, n, row) for code, n, row in found if code.lower() not in known))
    for code, n, row in unmapped[:_CODES_SHOWN]:
        _report_unmapped(mapped, field_, mapping, code, n, row, names, problems)
    if not given and all(code in names.values() for code, _, _ in found):
        return Codes(None)
    return Codes({code.lower(): known[code.lower()] for code, _, _ in found if code.lower() in known}, unmapped)


def _report_unmapped(
    mapped: Mapped, field_: Field, mapping: ColumnMapping, code: str, n: int, row: int, names: Mapping[str, str],
    problems: list[Diagnostic],
) -> None:  # fmt: skip
    raw = mapped.opened.raw
    place = raw.file if raw.sheet is None else f"{raw.file}, sheet {raw.sheet}"
    column = ", ".join(mapping.columns)
    message = (
        f"`{code}` in `{column}` means nothing yet as `{field_.name}` ({n} rows, first row {row}); they are rejected"
    )
    hint = did_you_mean(code, names) or f'map it in a profile: `[columns.{field_.name}.values]` `"{code}" = "..."`'
    problems.append(Diagnostic("unmapped-code", message, file=place, hint=hint, level=Level.WARNING))
