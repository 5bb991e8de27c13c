"""A raw table as typed rows: a view with the fields that a run needs, and every cell that could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
    count_where,
    fn,
    is_null,
    lit,
    named,
    not_,
    or_,
    select,
    text,
    where,
)  # fmt: skip
from auditor.findings import RejectedRow, SourceRow
from auditor.language.declarations import Field
from auditor.logs.mapping import TEXTS, Mapped, out_of_scope
from auditor.logs.moments import Moment, by_clock, moment
from auditor.logs.plain import MASKED
from auditor.logs.profile import ColumnMapping
from auditor.logs.raw import ROW
from auditor.logs.values import Cleaned
from auditor.logs.whereabouts import Whereabouts, looked_up
from auditor.logs.zones import offsets
from auditor.value_types import DECIMAL_PLACES, Kind, ValueType

FILE, WALL, INSTANT, OFFSET, ZONES, LEG = "file_no", "wall", "instant", "given_offset", "zones", "leg"

_VALUE_SHOWN = 200


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
    zone: str | None = None
    zone_given: bool = False
    span: tuple[int, int] | None = None
    query: exp.Select = field(default_factory=exp.Select)
    rejected: list[RejectedRow] = field(default_factory=list)
    out_of_scope: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def placed(self) -> bool:
        """Whether every row surely has a zone."""
        return self.zone is not None and not self.zone_given


@dataclass
class _Problem:
    column: str
    text: Sql
    bad: Sql
    reason: Sql


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
        self._problems: list[_Problem] = []
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
        staged = Staged(
            self._mapped, f"staged_{file_no}", file_no, first_seq, frozenset(given), frozenset(moments), frozenset(), 0,
            zone, len(self._zone_sources(zone)) > (zone is not None),
        )  # fmt: skip
        self._note_zones(staged, zone)
        scope = self._account(staged, values)
        for declared, cleaned in values:
            value = cleaned.value
            if declared.name in staged.masked:
                hidden = _masked_test(cleaned)
                columns.append(named(hidden, s.masked_column(declared.name)))
                value = case((hidden, NULL), default=value)
            columns.append(named(_held(value, declared.type), s.column(declared.name)))
        query = select(columns, self._mapped.cleaner.table)
        if scope:
            query = query.where(and_(scope), copy=False)
        self._connection.execute(f"CREATE OR REPLACE VIEW {staged.view} AS {text(query)}")
        staged.query = query
        return staged

    # --- columns --------------------------------------------------------------------------------------------

    def _base_columns(self, file_no: int, first_seq: int) -> list[Sql]:
        at = self._moment(self._mapped.fields["at"])
        self._problems.append(_Problem(at.column, at.text, is_null(at.text), lit("no time")))
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
        self._problems.append(_Problem(at.column, at.text, coalesce(at.bad, FALSE), at.reason))

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
                _Problem(cleaned.column, cleaned.text, coalesce(cleaned.bad, FALSE), lit(cleaned.reason))
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

    def _note_zones(self, staged: Staged, zone: str | None) -> None:
        """How many rows have their zone from where, where it may come from several places."""
        sources = self._zone_sources(zone)
        if self._where.debtors is None and self._where.numbers is None:
            return
        first = case(*((not_(is_null(value)), lit(name)) for name, value in sources.items()), default=lit("nowhere"))
        inner = select([named(first, "whence")], self._mapped.cleaner.table)
        query = f"SELECT whence, count(*) FROM ({text(inner)}) GROUP BY 1 ORDER BY 1"
        found = [f"{n} by `{whence}`" for whence, n in self._connection.execute(query).fetchall()]
        staged.notes.append(f"{self._mapped.opened.raw.place}: the zones of rows: " + ", ".join(found))

    # --- accounting -----------------------------------------------------------------------------------------

    def _account(self, staged: Staged, values: Sequence[tuple[Field, Cleaned]]) -> list[Sql]:
        """Count the rows that are not staged, by reason, and read those that were rejected; note masks and times.

        One pass over the file. Gives the tests that keep rows out: those that no row fails need not be asked again.
        """
        out = out_of_scope(self._mapped)
        outside = or_([coalesce(test, FALSE) for test, _ in out]) if out else FALSE
        counts: list[Sql] = [count_where(None)]
        counts += [count_where(coalesce(test, FALSE)) for test, _ in out]
        counts += [count_where(and_([not_(outside), problem.bad])) for problem in self._problems]
        texts = [
            (declared, cleaned)
            for declared, cleaned in values
            if declared.type.kind is Kind.TEXT and declared.name != "id" and not cleaned.plain
        ]
        masks = [count_where(_masked_test(cleaned)) for _, cleaned in texts]
        times = [
            where(fn(which, cast(value, "BIGINT")), not_(coalesce(time.bad, FALSE)))
            for time in self._times
            for value in (time.wall, time.instant)
            for which in ("min", "max")
        ]
        query = select(
            (named(sql, f"n{i}") for i, sql in enumerate([*counts, *masks, *times])), self._mapped.cleaner.table
        )
        (row,) = self._connection.execute(text(query)).fetchall()
        total, *rest = row[: len(counts)]
        hidden, spans = (
            row[len(counts) :][: len(masks)],
            [us for us in row[len(counts) + len(masks) :] if us is not None],
        )
        staged.masked = frozenset(declared.name for (declared, _), n in zip(texts, hidden, strict=True) if n)
        staged.span = (min(spans), max(spans)) if spans else None
        taken = 0
        for (_, reason), n in zip(out, rest[: len(out)], strict=True):
            if n:
                staged.out_of_scope[reason] = staged.out_of_scope.get(reason, 0) + n
                taken += n
        bad: dict[int, RejectedRow] = {}
        kept_out = [coalesce(test, FALSE) for test, reason in out if reason in staged.out_of_scope]
        for problem, n in zip(self._problems, rest[len(out) :], strict=True):
            if n:
                kept_out.append(problem.bad)
                for rejected in self._rejected(problem, outside):
                    bad.setdefault(rejected.source.row, rejected)
        staged.rejected += [bad[row] for row in sorted(bad)]
        staged.rows = total - taken - len(bad)
        return [not_(test) for test in kept_out]

    def _rejected(self, problem: _Problem, outside: Sql) -> Iterator[RejectedRow]:
        raw = self._mapped.opened.raw
        columns = [col(ROW), named(cast(problem.text, "VARCHAR"), "value"), named(problem.reason, "reason")]
        query = select(columns, self._mapped.cleaner.table).where(and_([not_(outside), problem.bad]), copy=False)
        for row, value, reason in self._connection.execute(text(query)).fetchall():
            place = SourceRow(raw.file, raw.sheet, row)
            yield RejectedRow(place, problem.column, (value or "")[:_VALUE_SHOWN], reason)


def _masked_test(cleaned: Cleaned) -> Sql:
    return coalesce(fn("regexp_matches", cleaned.text, lit(MASKED)), FALSE)


def _held(value: Sql, kind: ValueType) -> Sql:
    """The value as the timeline holds it; where a profile's constant is no value of a field, there is none."""
    if kind.kind is Kind.CHOICE and not kind.several:
        return exp.TryCast(this=value, to=exp.DataType.build(sql_type(kind), dialect="duckdb"))
    return cast(value, sql_type(kind))
