"""A raw table as typed rows: a view with the fields that a run needs, of the rows that are in scope and sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
from sqlglot import exp

from auditor.compile import shape as s
from auditor.compile.sql import (
    FALSE,
    NULL,
    Sql,
    and_,
    case,
    cast,
    coalesce,
    col,
    is_null,
    lit,
    named,
    not_,
    select,
    text,
)  # fmt: skip
from auditor.findings import RejectedRow
from auditor.language.declarations import TEXTS, Field
from auditor.logs.account import Problem, masked, take_account
from auditor.logs.mapping import Mapped
from auditor.logs.moments import Moment, by_clock, moment
from auditor.logs.profile import ColumnMapping
from auditor.logs.raw import ROW
from auditor.logs.values import Cleaned
from auditor.logs.whereabouts import Whereabouts, looked_up
from auditor.logs.zones import offsets
from auditor.value_types import DECIMAL_PLACES, Kind, ValueType

FILE, WALL, INSTANT, OFFSET, ZONES, LEG = "file_no", "wall", "instant", "given_offset", "zones", "leg"


def raw_text(name: str) -> str:
    """The staged view's column with a text field's text."""
    return f"x_{name}"


def sql_type(kind: ValueType) -> str:
    """The database's type for values of a type; of a choice one that holds a byte a value, and compares as a text."""
    if kind.kind is Kind.CHOICE and not kind.several:
        return f"ENUM({', '.join(text(lit(choice.name)) for choice in kind.choices)})"
    base = {
        Kind.TEXT: "VARCHAR", Kind.CHOICE: "VARCHAR", Kind.NUMBER: f"DECIMAL(18,{DECIMAL_PLACES})",
        Kind.MONEY: f"DECIMAL(18,{DECIMAL_PLACES})", Kind.YES_NO: "BOOLEAN", Kind.DATE: "INTEGER", Kind.WEEKDAY: "INTEGER",
        Kind.MOMENT: "BIGINT", Kind.DURATION: "BIGINT", Kind.TIME: "BIGINT",
    }[kind.kind]  # fmt: skip
    return f"{base}[]" if kind.several else base


@dataclass
class Staged:
    """A staged raw table: the view's name and query, the fields it gives, how many rows are in scope and sound.

    masked: fields some of whose values are masked. zone: that of all its rows, where no column says otherwise;
    zone_given: whether a column may. span: the least and the greatest of its times, walls and instants alike.
    """

    mapped: Mapped
    view: str
    file_no: int
    first_seq: int
    fields: frozenset[str]
    moments: frozenset[str]
    masked: frozenset[str]
    rows: int
    zone: str | None
    zone_given: bool
    span: tuple[int, int] | None
    query: exp.Select
    rejected: list[RejectedRow]
    out_of_scope: dict[str, int]
    notes: list[str]

    @property
    def placed(self) -> bool:
        """Whether every row surely has a zone."""
        return self.zone is not None and not self.zone_given


class Stager:
    """Stages one raw table."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        mapped: Mapped,
        fields: Mapping[str, Field],
        needed: frozenset[str],
        where: Whereabouts,
    ) -> None:
        self._where = where
        self._connection = connection
        self._mapped = mapped
        self._fields = fields
        self._needed = needed
        self._problems: list[Problem] = []
        self._times: list[Moment] = []
        self._zone: str | None = None

    def stage(self, file_no: int, first_seq: int, zone: str | None) -> Staged:
        """Make the view `staged_N`, and gather the rows that are not in it, each with its reason."""
        self._zone = zone
        columns = self._base_columns(file_no, first_seq)
        values: list[tuple[Field, Cleaned]] = []
        given = set()
        moments = set()
        for name, mapping in self._mapped.fields.items():
            declared = self._fields[name]
            if name == "at" or name not in self._needed:
                continue
            if declared.type.kind is Kind.MOMENT:
                columns += self._moment_columns(name, mapping)
                moments.add(name)
                continue
            if name in TEXTS:
                columns.append(named(self._mapped.cleaner.text(mapping), raw_text(name)))
            else:
                values.append((declared, self._cleaned(declared, mapping)))
            given.add(name)
        if self._where.places and "jurisdiction" in self._needed and "jurisdiction" not in given:
            columns.append(named(self._by_debtor("jurisdiction"), s.column("jurisdiction")))
            given.add("jurisdiction")
        columns.append(named(self._zones(zone), ZONES))
        notes = self._zone_notes(zone)
        account = take_account(self._connection, self._mapped, self._problems, self._times, values)
        for declared, cleaned in values:
            value = cleaned.value
            if declared.name in account.masked:
                hidden = masked(cleaned)
                columns.append(named(hidden, s.masked_column(declared.name)))
                value = case((hidden, NULL), default=value)
            columns.append(named(_held(value, declared.type), s.column(declared.name)))
        query = select(columns, self._mapped.cleaner.table)
        if account.tests:
            query = query.where(and_(account.tests), copy=False)
        view = f"staged_{file_no}"
        self._connection.execute(f"CREATE OR REPLACE VIEW {view} AS {text(query)}")
        return Staged(
            mapped=self._mapped,
            view=view,
            file_no=file_no,
            first_seq=first_seq,
            fields=frozenset(given),
            moments=frozenset(moments),
            masked=account.masked,
            rows=account.rows,
            zone=zone,
            zone_given=len(self._zone_sources(zone)) > (zone is not None),
            span=account.span,
            query=query,
            rejected=account.rejected,
            out_of_scope=account.out_of_scope,
            notes=notes,
        )

    def _base_columns(self, file_no: int, first_seq: int) -> list[Sql]:
        at = self._moment(self._mapped.fields["at"])
        self._problems.append(Problem(at.column, at.text, is_null(at.text), lit("no time")))
        self._bad_moment(at)
        row = col(ROW)
        columns = [
            named(exp.Paren(this=exp.Add(this=row, expression=lit(first_seq - 1))), s.SEQ),
            named(cast(lit(file_no), "INTEGER"), FILE),
            named(row, s.column("row")),
            named(cast(at.wall, "BIGINT"), WALL),
            named(cast(at.instant, "BIGINT"), INSTANT),
            named(cast(at.offset, "BIGINT"), OFFSET),
        ]
        legs = self._mapped.opened.profile.legs
        if legs is not None:
            columns.append(named(self._mapped.cleaner.text(ColumnMapping(legs.key)), LEG))
        return columns

    def _moment(self, mapping: ColumnMapping) -> Moment:
        found = moment(self._mapped.cleaner, mapping)
        if self._zone is None or self._mapped.opened.profile.clock != "source":
            return found
        return by_clock(found, offsets(self._zone))

    def _bad_moment(self, at: Moment) -> None:
        self._times.append(at)
        self._problems.append(Problem(at.column, at.text, coalesce(at.bad, FALSE), at.reason))

    def _moment_columns(self, name: str, mapping: ColumnMapping) -> list[Sql]:
        found = self._moment(mapping)
        self._bad_moment(found)
        return [
            named(cast(found.wall, "BIGINT"), f"wall_{name}"),
            named(cast(found.instant, "BIGINT"), f"instant_{name}"),
        ]

    def _cleaned(self, declared: Field, mapping: ColumnMapping) -> Cleaned:
        codes = self._mapped.codes.get(declared.name)
        meanings = codes.meanings if codes is not None else None
        if mapping.columns:
            cleaned = self._mapped.cleaner.field(declared, mapping, meanings)
        else:
            cleaned = self._constant(declared, mapping)
        if cleaned.bad is not None:
            self._problems.append(
                Problem(cleaned.column, cleaned.text, coalesce(cleaned.bad, FALSE), lit(cleaned.reason))
            )
        return cleaned

    def _constant(self, declared: Field, mapping: ColumnMapping) -> Cleaned:
        value = mapping.value or ""
        if declared.type.kind is Kind.CHOICE:
            value = declared.type.spellings_in_any_case.get(value.lower(), value)
            return Cleaned(lit(value), lit(value), None, "", declared.name)
        return self._mapped.cleaner.field(declared, mapping)

    def _zones(self, zone: str | None) -> Sql:
        """The row's candidate zones, or that of its source."""
        return cast(coalesce(*self._zone_sources(zone).values(), NULL), "VARCHAR[]")

    def _zone_sources(self, zone: str | None) -> dict[str, Sql]:
        """Whence the zones of rows may come, in the order of the profile."""
        mapped, where = self._mapped, self._where
        sources: dict[str, Sql] = {}
        if (mapping := mapped.fields.get("zone")) is not None:
            sources["row"] = mapped.cleaner.field(self._fields["zone"], mapping).value
        if where.debtors is not None:
            sources["debtor"] = self._by_debtor("zones")
        if where.numbers is not None:
            number = mapped.cleaner.field(self._fields["number"], mapped.fields["number"]).value
            sources["number"] = looked_up(where.numbers, number, "zones")
        if zone is not None:
            sources["source"] = exp.Array(expressions=[lit(zone)])
        return {name: sources[name] for name in mapped.opened.profile.zone_order if name in sources}

    def _by_debtor(self, column: str) -> Sql:
        consumer = self._mapped.cleaner.field(self._fields["consumer"], self._mapped.fields["consumer"]).value
        return looked_up(self._where.debtors or "", consumer, column)

    def _zone_notes(self, zone: str | None) -> list[str]:
        """How many rows have their zone from where, where it may come from several places."""
        sources = self._zone_sources(zone)
        if self._where.debtors is None and self._where.numbers is None:
            return []
        first = case(*((not_(is_null(value)), lit(name)) for name, value in sources.items()), default=lit("nowhere"))
        inner = select([named(first, "whence")], self._mapped.cleaner.table)
        query = f"SELECT whence, count(*) FROM ({text(inner)}) GROUP BY 1 ORDER BY 1"
        found = [f"{n} by `{whence}`" for whence, n in self._connection.execute(query).fetchall()]
        return [f"{self._mapped.opened.raw.place}: the zones of rows: " + ", ".join(found)]


def _held(value: Sql, kind: ValueType) -> Sql:
    """The value as the timeline holds it; where a profile's constant is no value of a field, there is none."""
    if kind.kind is Kind.CHOICE and not kind.several:
        return exp.TryCast(this=value, to=exp.DataType.build(sql_type(kind), dialect="duckdb"))
    return cast(value, sql_type(kind))
