"""Where the person contacted is, where the row does not say: by the debtor's record, or by the number.

Both are tables beside the log's: a debtor or number, and its candidate zones. A number says no more than where it was
given out, so a profile has to ask for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from auditor.compile.sql import Sql, col, compare, is_null, named, not_, select, text
from auditor.diagnostics import Diagnostic, Level
from auditor.language.declarations import Field
from auditor.logs.content import kind_of
from auditor.logs.csv_files import read_csv, read_head
from auditor.logs.encodings import detect, is_utf8
from auditor.logs.mapping import Mapped
from auditor.logs.raw import ROW
from auditor.logs.zones import zone_names

MOST_ZONES = 9
"""A number with more candidate zones than any area has is one of a country, and does not say where."""


@dataclass(frozen=True)
class Whereabouts:
    """The tables by which zones are looked up; None where there is none. places: debtors' records have jurisdictions."""

    debtors: str | None = None
    places: bool = False
    numbers: str | None = None


def find_whereabouts(
    connection: duckdb.DuckDBPyConnection,
    mapped: Mapped,
    fields: Mapping[str, Field],
    number: int,
    problems: list[Diagnostic],
) -> Whereabouts:
    """Make the tables that a profile asks for. number: of the raw table."""
    profile = mapped.opened.profile
    debtors, places, numbers = None, False, None
    if profile.debtors is not None and "consumer" in mapped.fields:
        debtors = f"debtors_{number}"
        places = _debtors(connection, mapped, fields, debtors, problems)
    if "number" in profile.zone_order and "number" in mapped.fields:
        numbers = f"numbers_{number}"
        _numbers(connection, mapped, fields, numbers)
    return Whereabouts(debtors, places, numbers)


def looked_up(table: str, key: Sql, column: str) -> Sql:
    """A column of a table of whereabouts for a debtor or number."""
    return select([col(column)], table).where(compare(col("key", table), "=", key), copy=False).subquery(copy=False)


# --- debtors' records ---------------------------------------------------------------------------------------


def _debtors(
    connection: duckdb.DuckDBPyConnection,
    mapped: Mapped,
    fields: Mapping[str, Field],
    table: str,
    problems: list[Diagnostic],
) -> bool:
    """A table of debtors with their zones, and the jurisdictions where the file has them; gives whether it has.

    A debtor may stand there more than once: every zone is a candidate, and of two jurisdictions none is known.
    """
    profile = mapped.opened.profile
    path = (profile.folder / (profile.debtors or "")) if profile.folder else None
    assert path is not None
    kind = kind_of(path, path.name)
    if isinstance(kind, Diagnostic):
        message = f"the table of debtors cannot be used: {kind.message}"
        problems.append(Diagnostic("bad-profile", message, file=str(path), hint=kind.hint))
        return False
    encoding = detect(path) if kind == "csv" else None
    if encoding is None or not is_utf8(encoding):
        message = "the table of debtors is no CSV file in UTF-8"
        problems.append(Diagnostic("bad-profile", message, file=str(path), hint="save it as CSV in UTF-8"))
        return False
    head, delimiter = read_head(path, encoding, None)
    header = [cell.strip() for cell in head.rows[0]]
    raw = read_csv(connection, path, path.name, f"{table}_raw", header, 2, delimiter, path, encoding)
    found = {name: _column(raw.columns, fields[name]) for name in ("consumer", "zone", "jurisdiction")}
    for name in ("consumer", "zone"):
        if found[name] is None:
            hint = f"name the column `{name}` or {fields[name].zh[0]}"
            problems.append(
                Diagnostic("bad-profile", f"the table of debtors has no `{name}`", file=str(path), hint=hint)
            )
            return False
    cells = {name: f"trim({raw.column_names[column]})" for name, column in found.items() if column is not None}
    place = cells.get("jurisdiction", "NULL::VARCHAR")
    rows = (
        f"SELECT {cells['consumer']} AS key, string_split_regex({cells['zone']}, '\\s*[;；]\\s*') AS zones, {place} AS place, {ROW} AS n "
        f"FROM {table}_raw WHERE key <> '' AND {cells['zone']} <> ''"
    )
    parts = f"SELECT key, unnest(zones) AS zone, place, (n, generate_subscripts(zones, 1)) AS n FROM ({rows})"
    once = f"SELECT key, zone, min(n) AS n, min(place) AS low, max(place) AS high FROM ({parts}) GROUP BY key, zone"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT key, list(zone ORDER BY n) AS zones, "
        f"CASE WHEN min(low) = max(high) THEN min(low) END AS jurisdiction FROM ({once}) GROUP BY key"
    )
    connection.execute(f"DROP TABLE {table}_raw")
    if raw.rejected:
        message = f"{len(raw.rejected)} rows of the table of debtors cannot be read, the first is row {raw.rejected[0].source.row}"
        problems.append(Diagnostic("bad-profile", message, file=str(path), level=Level.WARNING))
    return "jurisdiction" in cells


def _column(columns: Sequence[str], field: Field) -> str | None:
    return next((name for name in (field.name, *field.zh) if name in columns), None)


# --- numbers ------------------------------------------------------------------------------------------------


def _numbers(connection: duckdb.DuckDBPyConnection, mapped: Mapped, fields: Mapping[str, Field], table: str) -> None:
    """A table of the log's different numbers with the zones in which they may be."""
    value = mapped.cleaner.field(fields["number"], mapped.fields["number"]).value
    query = (
        select([named(value, "key")], mapped.cleaner.table).where(not_(is_null(value)), copy=False).distinct(copy=False)
    )
    numbers = [number for (number,) in connection.execute(text(query)).fetchall()]
    zones = [zones_of_number(number, mapped.opened.profile.country) for number in numbers]
    held = pa.table({"key": pa.array(numbers, pa.string()), "zones": pa.array(zones, pa.list_(pa.string()))})
    connection.register("number_zones", held)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM number_zones WHERE len(zones) > 0")
    connection.unregister("number_zones")


def zones_of_number(number: str, country: str | None) -> list[str]:
    """The zones in which a telephone number may be; none where it is no number, or does not say.

    country: of numbers without a country's code, such as `US`; None where there are none such.
    """
    import phonenumbers
    from phonenumbers import timezone

    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return []
    found = _known(timezone.time_zones_for_number(parsed))
    return found if phonenumbers.is_possible_number(parsed) and len(found) <= MOST_ZONES else []


def _known(zones: Iterable[str]) -> list[str]:
    known = zone_names()
    return [zone for zone in zones if zone in known]
