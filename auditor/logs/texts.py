"""What was found in the texts of a log: streamed in batches, every text scanned once for all lists.

The timeline holds counts and flags; the texts themselves stay where they are, and are read again only for findings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from auditor.compile import shape as s
from auditor.language.declarations import Field, WordList
from auditor.logs.speech import OUR_LABELS, THEIR_LABELS, sides
from auditor.logs.stage import TEXTS, Staged, raw_text
from auditor.probes import Probes
from auditor.wording import Matcher, matches

BATCH = 50_000


@dataclass(frozen=True)
class Texts:
    """How the texts of a log are read again. labels: what stands before the lines of each side, by file."""

    staged: tuple[Staged, ...]
    labels: Mapping[int, tuple[tuple[str, ...], tuple[str, ...]]]
    lists: Mapping[str, tuple[WordList, ...]]

    def read(self, connection: duckdb.DuckDBPyConnection, seqs: Sequence[int]) -> dict[int, dict[str, str]]:
        """The texts of some events: by event and field (text, said, heard)."""
        found: dict[int, dict[str, str]] = {}
        if not seqs:
            return found
        connection.register("wanted_texts", pa.table({"seq": pa.array(sorted(seqs), pa.int64())}))
        for one in self.staged:
            query = _text_query(one, f"WHERE {s.SEQ} IN (SELECT seq FROM wanted_texts)")
            if query is None:
                continue
            for seq, inbound, text, said, heard in connection.execute(query).fetchall():
                our, their = self._sides(one, text, inbound, said, heard)
                values = {"text": text, "said": our, "heard": their}
                found[seq] = {name: value for name, value in values.items() if value is not None}
        connection.unregister("wanted_texts")
        return found

    def _sides(
        self, one: Staged, text: str | None, inbound: bool, said: str | None, heard: str | None
    ) -> tuple[str | None, str | None]:
        our, their = sides(text, inbound, *self.labels[one.file_no])
        return (said if said is not None else our), (heard if heard is not None else their)


def _text_query(one: Staged, where: str) -> str | None:
    """Event, whether it is inbound, text, said and heard of the rows of a staged view."""
    given = [name for name in TEXTS if name in one.fields]
    if not given:
        return None
    columns = [raw_text(name) if name in given else "NULL::VARCHAR" for name in TEXTS]
    inbound = "coalesce(f_direction = 'inbound', false)" if "direction" in one.fields else "false"
    return f"SELECT {s.SEQ}, {inbound}, {', '.join(columns)} FROM {one.view} {where}"


def labels_of(staged: Sequence[Staged]) -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The speaker labels of each file: its profile's, or the usual ones."""
    return {
        one.file_no: (one.mapped.opened.profile.ours or OUR_LABELS, one.mapped.opened.profile.theirs or THEIR_LABELS)
        for one in staged
    }


def find_wording(
    connection: duckdb.DuckDBPyConnection,
    staged: Sequence[Staged],
    probes: Probes,
    events: str,
    fields: Mapping[str, Field],
) -> Texts:
    """Scan the texts for every word list and pattern, and put what was found into the table of events."""
    texts = Texts(tuple(staged), labels_of(staged), probes.words)
    matchers = {name: Matcher(lists) for name, lists in probes.words.items()}
    for name in probes.fields:
        if name not in TEXTS and any(name in one.fields for one in staged):
            _find_in_column(connection, name, probes, matchers, events)
    if not any(name in TEXTS for name in probes.fields) or not any(
        name in one.fields for one in staged for name in TEXTS
    ):
        return texts
    created = False
    for one in staged:
        given = [raw_text(name) for name in TEXTS if name in one.fields]
        if not given:
            continue
        some = " OR ".join(f"{name} IS NOT NULL" for name in given)
        reader = connection.cursor()
        result = reader.sql(_text_query(one, f"WHERE {some}") or "").to_arrow_reader(BATCH)
        for batch in result:
            table = _probe(texts, one, batch, probes, matchers)
            connection.register("probe_batch", table)
            verb = "INSERT INTO probe_results" if created else "CREATE OR REPLACE TEMP TABLE probe_results AS"
            connection.execute(f"{verb} SELECT * FROM probe_batch")
            connection.unregister("probe_batch")
            created = True
        reader.close()
    if not created:
        _no_texts(connection, probes)
    _join(connection, events)
    return texts


def _no_texts(connection: duckdb.DuckDBPyConnection, probes: Probes) -> None:
    """The log has columns for texts, and every cell of them is empty."""
    columns = [f'NULL::VARCHAR AS "{s.column(name)}"' for name in TEXTS]
    words = [s.words_column(name, one) for name in TEXTS for one in probes.words.get(name, ())]
    columns += [f'NULL::INTEGER AS "{name}"' for name in words]
    named = [s.pattern_column(name, pattern) for name in TEXTS for pattern in probes.patterns.get(name, ())]
    columns += ['NULL::BOOLEAN AS "' + name.replace('"', '""') + '"' for name in named]
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE probe_results AS SELECT NULL::BIGINT AS seq, {', '.join(columns)} WHERE false"
    )


def _probe(
    texts: Texts, one: Staged, batch: pa.RecordBatch, probes: Probes, matchers: Mapping[str, Matcher]
) -> pa.Table:
    """What is found in a batch of texts: per event whether there is a text of each side, and the counts."""
    seqs, inbound, whole, said, heard = (column.to_pylist() for column in batch.columns)
    split = [texts._sides(one, t, i, s_, h) for t, i, s_, h in zip(whole, inbound, said, heard, strict=True)]
    values: dict[str, list[str | None]] = {
        "text": whole, "said": [pair[0] for pair in split], "heard": [pair[1] for pair in split],
    }  # fmt: skip
    data: dict[str, pa.Array] = {s.SEQ: pa.array(seqs, pa.int64())}
    for name in TEXTS:
        data[s.column(name)] = pa.array([None if value is None else "" for value in values[name]], pa.string())
        data |= _found(name, values[name], probes, matchers)
    return pa.table(data)


def _found(
    name: str, values: Sequence[str | None], probes: Probes, matchers: Mapping[str, Matcher]
) -> dict[str, pa.Array]:
    """Counts of phrases by word list, and matches by pattern, in the values of one field."""
    found: dict[str, pa.Array] = {}
    lists = probes.words.get(name, ())
    if lists:
        for words, counts in zip(lists, matchers[name].counts(values), strict=True):
            found[s.words_column(name, words)] = pa.array(counts, pa.int32())
    for pattern in probes.patterns.get(name, ()):
        found[s.pattern_column(name, pattern)] = pa.array(matches(values, pattern), pa.bool_())
    return found


def _find_in_column(
    connection: duckdb.DuckDBPyConnection, name: str, probes: Probes, matchers: Mapping[str, Matcher], events: str
) -> None:
    """Look for wording in a short field (an account, a case number): in each different value once."""
    column = s.column(name)
    rows = connection.execute(f'SELECT DISTINCT "{column}" FROM {events} WHERE "{column}" IS NOT NULL').fetchall()
    values = [value for (value,) in rows]
    table = pa.table({"value": pa.array(values, pa.string()), **_found(name, values, probes, matchers)})
    connection.register("column_results", table)
    connection.execute(
        f"CREATE OR REPLACE TABLE {events} AS SELECT e.*, p.* EXCLUDE (value) FROM {events} e "
        f'LEFT JOIN column_results p ON e."{column}" = p.value'
    )
    connection.unregister("column_results")


def _join(connection: duckdb.DuckDBPyConnection, events: str) -> None:
    present = {name for (name,) in connection.execute(f"SELECT column_name FROM (DESCRIBE {events})").fetchall()}
    without = ", ".join(raw_text(name) for name in TEXTS if raw_text(name) in present)
    star = f"e.* EXCLUDE ({without})" if without else "e.*"
    connection.execute(
        f"CREATE OR REPLACE TABLE {events} AS SELECT {star}, p.* EXCLUDE (seq) FROM {events} e "
        f"LEFT JOIN probe_results p USING (seq)"
    )
    connection.execute("DROP TABLE probe_results")
