"""Which column of a raw table gives which field, and which of its rows are in scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import duckdb

from auditor.compile.sql import FALSE, Sql, and_, coalesce, in_list, is_null, lit, not_, or_
from auditor.diagnostics import Diagnostic, Level
from auditor.language.declarations import TEXTS, Field
from auditor.logs.cells import make_view
from auditor.logs.clean import Cleaner
from auditor.logs.plain import plain_columns
from auditor.logs.profile import ColumnMapping
from auditor.logs.raw import RawTable
from auditor.logs.sources import Opened
from auditor.spelling import did_you_mean, nearest
from auditor.value_types import Kind

SET_BY_READER = ("file", "sheet", "row")


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
    seen: dict[str, str] = {}
    for name, mapping in (*profile.columns.items(), *profile.pack_columns.items()):
        found = by_name.get(name)
        if found is None and name in profile.pack_columns:
            continue
        if found is None or found.name in SET_BY_READER:
            hint = did_you_mean(name, by_name)
            message = f"the profile `{profile.name}` maps to `{name}`, which is no field"
            problems.append(Diagnostic("unknown-field", message, file=raw.file, hint=hint))
            continue
        if found.name in seen:
            message = f"the profile `{profile.name}` maps to `{found.name}` twice"
            hint = f"it is called `{seen[found.name]}` and `{name}` there: keep one"
            problems.append(Diagnostic("bad-profile", message, file=profile.name, hint=hint))
        seen[found.name] = name
        _check_values(found, mapping, profile.name, problems)
        present = tuple(column for column in mapping.columns if column in raw.column_names)
        if present or mapping.value is not None:
            chosen[found.name] = replace(mapping, columns=present)
    if not profile.columns or profile.canonical:
        by_header = _by_header(opened, by_name, chosen, problems)
        chosen |= {name: mapping for name, mapping in by_header.items() if name not in chosen}
    _report_repeated(raw, chosen, problems)
    _report_unused(opened, chosen, by_name, problems, notes)
    return Mapped(opened, Cleaner(raw, profile.empty), chosen)


def _by_header(
    opened: Opened, by_name: Mapping[str, Field], taken: Iterable[str], problems: list[Diagnostic]
) -> dict[str, ColumnMapping]:
    """Columns that are named as a field; two of them for one field are not clear."""
    chosen: dict[str, ColumnMapping] = {}
    for column in opened.raw.columns:
        found = by_name.get(column)
        if found is None or found.name in SET_BY_READER or column in opened.profile.known_columns:
            continue
        other = chosen.get(found.name)
        if other is not None and found.name not in taken:
            message = f"the columns `{other.columns[0]}` and `{column}` both give the field `{found.name}`"
            hint = "keep one of them, or name it in a profile"
            problems.append(Diagnostic("repeated-column", message, file=opened.raw.place, hint=hint))
        chosen[found.name] = ColumnMapping((column,))
    return chosen


def _report_repeated(raw: RawTable, chosen: Mapping[str, ColumnMapping], problems: list[Diagnostic]) -> None:
    """A column that is needed and stands in the header more than once."""
    used = {column for mapping in chosen.values() for column in mapping.columns}
    for name, numbers in raw.repeated.items():
        if name in used:
            listed = " and ".join(str(number) for number in numbers)
            message = f"the header has `{name}` more than once: columns {listed}"
            hint = "it is not clear which is meant: rename one of them"
            problems.append(Diagnostic("repeated-column", message, file=raw.place, hint=hint))


def _check_values(declared: Field, mapping: ColumnMapping, profile: str, problems: list[Diagnostic]) -> None:
    """What a profile says that codes mean, and its constants, must be values of the field."""
    kind = declared.type.kind
    if mapping.values and (declared.type.several or kind not in (Kind.CHOICE, Kind.YES_NO, Kind.TEXT)):
        message = f"the profile gives values for `{declared.name}`, which takes none"
        hint = "`values` is for fields that are text, yes or no, or one of some names"
        problems.append(Diagnostic("bad-profile", message, file=profile, hint=hint))
        return
    constants = (mapping.value, mapping.filled, mapping.blank)
    given = [*mapping.values.items(), *((None, value) for value in constants if value is not None)]
    if kind is Kind.YES_NO:
        names: Sequence[str] = ("yes", "no")
    elif kind is Kind.CHOICE:
        names = [name for choice in declared.type.choices for name in (choice.name, choice.zh) if name]
    else:
        return
    known = {name.lower() for name in names}
    for code, meaning in given:
        if meaning.lower() not in known:
            hint = did_you_mean(meaning, names) or "one of " + ", ".join(names)
            subject = f"`{code}` means" if code is not None else f"`{declared.name}` is"
            message = f"the profile says that {subject} `{meaning}`, which is no value of `{declared.name}`"
            if not meaning and code is not None:
                message = f"the profile does not say yet what `{code}` means as `{declared.name}`"
            problems.append(Diagnostic("bad-profile", message, file=profile, hint=hint))


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
    if not profile.columns:
        for column in unused:
            close = nearest(column, by_name)
            if close is not None and by_name[close].name not in chosen:
                message = f"the column `{column}` is no field, and nothing is taken from it"
                level = Level.WARNING if _short(column) else Level.ERROR
                hint = f"did you mean `{close}`?"
                problems.append(Diagnostic("unknown-column", message, file=raw.place, hint=hint, level=level))
    rest = [column for column in unused if not column.startswith("column ")]
    if rest:
        notes.append(f"{raw.place}: columns from which nothing is taken: " + ", ".join(rest))


def _short(column: str) -> bool:
    """Whether a name is so short that one like it may well be another: `工号` is not `编号`."""
    return len(column) <= 3


def look_at_cells(connection: duckdb.DuckDBPyConnection, mapped: Mapped, fields: Sequence[Field]) -> None:
    """Find the columns whose cells are plain, and make the view of the others' trimmed cells. fields: those needed."""
    raw, profile, empty = mapped.opened.raw, mapped.opened.profile, mapped.cleaner.empty
    read = [rule.column for rule in profile.out_of_scope]
    read += profile.legs.key if profile.legs is not None else ()
    short: list[str] = []
    for name, mapping in mapped.fields.items():
        found = next((f for f in fields if f.name == name), None)
        if found is not None or name in _PLACING:
            read += columns_of(mapping)
        if found is not None and found.type.kind in (Kind.TEXT, Kind.CHOICE) and name not in TEXTS:
            short += mapping.columns
    plain = plain_columns(connection, raw, present(raw, short), empty)
    mapped.cleaner = Cleaner(raw, empty, plain, [name for name in present(raw, read) if name not in plain])
    make_view(connection, raw, mapped.cleaner.trimmed, empty)


_PLACING = ("at", "zone", "consumer", "number")


def columns_of(mapping: ColumnMapping) -> list[str]:
    """The columns of which a mapping reads something."""
    other = mapping.instead
    return [*mapping.columns, *((other.when, *other.columns) if other is not None else ())]


def present(raw: RawTable, columns: Iterable[str]) -> list[str]:
    """Those of some columns that the table has, each once."""
    return [name for name in dict.fromkeys(columns) if name in raw.column_names]


def out_of_scope(mapped: Mapped) -> list[tuple[Sql, str]]:
    """Which rows are out of scope, each for the first reason that fits; never unknown."""
    rules: list[tuple[Sql, str]] = []
    for rule in mapped.opened.profile.out_of_scope:
        cell = mapped.cleaner.cell(rule.column)
        test = coalesce(in_list(cell, [lit(value) for value in rule.values]), FALSE)
        if "" in rule.values:
            test = or_([is_null(cell), test])
        rules.append((and_([test, *(not_(other) for other, _ in rules)]), rule.reason))
    return rules
