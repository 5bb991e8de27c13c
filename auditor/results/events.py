"""The events that findings name, as reports show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from auditor.compile import shape as s
from auditor.compile.sql import lit, text
from auditor.engine.timeline import TABLE
from auditor.engine.violations import Violations
from auditor.findings import Event, SourceRow
from auditor.language import core as c
from auditor.logs.ingest import Ingested
from auditor.logs.stage import FILE
from auditor.logs.texts import Wording
from auditor.packs.rulebook import DISPLAYED
from auditor.results.phrases import about_wording
from auditor.value_types import DAY, SECOND

PORTION = 20_000
"""So many events are read at once."""

NAMED = "named_events"
"""The table of the database in which they stand."""

_WALL = f"date::BIGINT * {DAY} + time"
_DECIMALS = f"CASE WHEN us % {SECOND} = 0 THEN '' ELSE printf('.%06d', us % {SECOND}) END"
_AT = f"strftime(make_timestamp(us), '%Y-%m-%dT%H:%M:%S') || {_DECIMALS}"
_LOCAL = f"strftime(make_timestamp({_WALL}), '%Y-%m-%dT%H:%M:%S') || {_DECIMALS}"
_OFFSET = f"{_WALL} - us"
_JOINED = "array_to_string({}, ';')"
_SHOWN_IN_DETAILS = tuple(name for name in DISPLAYED if name not in ("id", "kind", "consumer"))

Values = Mapping[str, Any]
"""What an event's fields hold, by name."""
Place = tuple[str, int]
"""An event's id, and its instant."""


class NamedEvents:
    """The events that findings name, kept aside: a long log is gone through once, and not for each portion.

    Of those that break a rule about wording the texts are kept too.
    """

    def __init__(self, violations: Violations, rules: Iterable[c.Rule], ingested: Ingested) -> None:
        self._ingested = ingested
        self._connection = ingested.timeline.connection
        self._spoken = violations.events(about_wording(rules))
        ingested.texts.set_aside(self._connection, pa.array(self._spoken, pa.int64()))
        asked = dict.fromkeys([*_SHOWN_IN_DETAILS, "consumer", *violations.own_keys])
        self._fields = [name for name in asked if name in ingested.timeline.shape.fields]
        self._shown = [name for name in _SHOWN_IN_DETAILS if name in self._fields]
        columns = [s.column(name) for name in self._fields]
        held = ", ".join([f"{event_id_sql(ingested)} AS id", "seq, us, date, time, f_kind, f_row", FILE, *columns])
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {NAMED} AS SELECT {held} FROM {TABLE} WHERE seq IN ({violations.named()}) ORDER BY seq"
        )
        shown = [_JOINED.format(column) if column == s.column("debt") else column for column in columns]
        self._columns = ", ".join(["seq, id, f_kind", _AT, _LOCAL, _OFFSET, FILE, "f_row", *shown])

    @property
    def whole_log(self) -> SourceRow:
        """Where it stands that something is missing."""
        return SourceRow(self._ingested.files[0][0], None, 0)

    def texts(self, seqs: Collection[int]) -> dict[int, Wording]:
        """What was said in those events that break a rule about wording."""
        spoken = np.intersect1d(np.fromiter(seqs, np.int64), self._spoken, assume_unique=True)
        return self._ingested.texts.read(self._connection, spoken.tolist())

    def places(self, seqs: Collection[int]) -> dict[int, Place]:
        """Ids and instants of events."""
        return {seq: (id, us) for seq, id, us in self._rows("seq, id, us", seqs)}

    def read(self, seqs: Collection[int], texts: Mapping[int, Wording]) -> dict[int, tuple[Event, Values]]:
        """Events by their place in the timeline, with what was said where that matters."""
        return {row[0]: self._event(row, texts) for row in self._rows(self._columns, seqs)}

    def all(self) -> Iterator[list[Event]]:
        """All of them in the order of the timeline, in portions."""
        ((total,),) = self._connection.execute(f"SELECT count(*) FROM {NAMED}").fetchall()
        for start in range(0, total, PORTION):
            query = f"SELECT {self._columns} FROM {NAMED} WHERE rowid >= {start} AND rowid < {start + PORTION} ORDER BY rowid"
            rows = self._connection.execute(query).fetchall()
            texts = self.texts([row[0] for row in rows])
            yield [self._event(row, texts)[0] for row in rows]

    def _rows(self, columns: str, seqs: Collection[int]) -> list[tuple[Any, ...]]:
        self._connection.register("wanted_events", pa.table({"seq": pa.array(sorted(seqs), pa.int64())}))
        query = f"SELECT {columns} FROM {NAMED} WHERE seq IN (SELECT seq FROM wanted_events)"
        rows = self._connection.execute(query).fetchall()
        self._connection.unregister("wanted_events")
        return rows

    def _event(self, row: tuple[Any, ...], texts: Mapping[int, Wording]) -> tuple[Event, Values]:
        seq, id, kind, at, local, offset, file, number, *held = row
        values = dict(zip(self._fields, held, strict=True))
        details = {name: values[name] for name in self._shown if values[name] is not None}
        if "duration" in details:
            details["duration"] = as_reported(details["duration"], "duration")
        if seq in texts:
            details["text"] = texts[seq].whole
        name, sheet = self._ingested.files[file]
        source = SourceRow(name, sheet, number)
        return Event(id, kind, f"{at}Z", local + _offset_shown(offset), values.get("consumer"), source, details), values


def event_id_sql(ingested: Ingested) -> str:
    """An event's own id, or one made from its file and row."""
    cases = []
    for number, (file, sheet) in enumerate(ingested.files):
        place = file if sheet is None else f"{file}!{sheet}"
        cases.append(f"WHEN {number} THEN {text(lit(f'{place}#'))}")
    made = f"CASE {FILE} {' '.join(cases)} END || f_row"
    columns = ingested.timeline.shape.fields
    return f"coalesce(f_id, {made})" if "id" in columns else made


def as_reported(value: Any, name: str) -> Any:
    """A value of a field as reports hold it: durations in seconds."""
    if name == "duration" and value is not None:
        return value // SECOND if value % SECOND == 0 else value / SECOND
    return value


@cache
def _offset_shown(offset: int) -> str:
    return datetime(1970, 1, 1, tzinfo=timezone(timedelta(microseconds=offset))).isoformat()[19:]
