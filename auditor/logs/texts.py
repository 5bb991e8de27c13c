"""What was found in the texts of a log: streamed in batches, every text scanned once for all lists.

The timeline holds counts and flags; the texts themselves stay where they are, and are read again only for findings.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import reduce
from typing import TypeVar

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from auditor.compile import shape as s
from auditor.compile.sql import NULL, Sql, coalesce, col, compare, lit, named, select, text
from auditor.language.declarations import TEXTS, WordList
from auditor.logs.again import rows_again, set_aside
from auditor.logs.legs import MERGED
from auditor.logs.speakers import sides
from auditor.logs.speech import OUR_LABELS, THEIR_LABELS, places
from auditor.logs.stage import Staged, raw_text
from auditor.timings import Progress
from auditor.wording import Matcher, Patterns, plain
from auditor.wording.probes import Probes

RESULTS = "probe_results"
"""For each row with a text: which sides it has, and what was found in them."""

BATCH = 20_000
_INSERTED = 10
"""Batches that are put into the table at once: to insert costs the more, the less it is."""
_INBOUND = "inbound"
Result = TypeVar("Result")
Labels = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass
class Wording:
    """What was said in an event: by field (text, said, heard), and where each side's characters stand in the text."""

    values: dict[str, str] = field(default_factory=dict)
    places: dict[str, Sequence[int]] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        """The text that was logged, or what the sides said where that is all there is."""
        return self.values.get("text") or "\n".join(self.values[name] for name in TEXTS if name in self.values)

    def add(self, values: Mapping[str, str | None], labels: Labels) -> None:
        """Add what one row of the log says."""
        whole = values.get("text")
        begin = len(self.values["text"]) + 1 if "text" in self.values else 0
        if whole is not None:
            for name, stands in zip(TEXTS[1:], places(whole, *labels), strict=True):
                said = values.get(name)
                if said is None:
                    continue
                taken = len(said) == len(stands)
                known = self.places.get(name, ())
                if known or begin:
                    between = [begin - 1] if known else []
                    stands = [*known, *between, *(begin + place for place in stands)]
                self.places[name] = stands if taken else ()
        for name, value in values.items():
            if value is not None:
                self.values[name] = f"{self.values[name]}\n{value}" if name in self.values else value

    def span(self, name: str, start: int, end: int) -> tuple[int, int]:
        """Where a span of what one side said stands in the whole text."""
        stands = self.places.get(name)
        if name == "text" or not stands or len(stands) != len(self.values[name]):
            begin = max(self.whole.find(self.values[name]), 0)
            return begin + start, begin + end
        return stands[start], stands[end - 1] + 1


@dataclass(frozen=True)
class Texts:
    """How the texts of a log are read again. labels: what stands before the lines of each side, by file."""

    staged: tuple[Staged, ...]
    labels: Mapping[int, Labels]
    lists: Mapping[str, tuple[WordList, ...]]

    def set_aside(self, connection: duckdb.DuckDBPyConnection, seqs: pa.Array) -> None:
        """Keep the rows of the events whose texts will be read, by their places in the timeline."""
        with _wanted(connection, seqs) as places:
            for one in self.staged:
                set_aside(connection, one, places)

    def read(self, connection: duckdb.DuckDBPyConnection, seqs: Sequence[int]) -> dict[int, Wording]:
        """The texts of some events, of those set aside; those of several legs one below the other."""
        found: dict[int, Wording] = {}
        if seqs:
            with _wanted(connection, pa.array(sorted(seqs), pa.int64())) as places:
                for one in self.staged:
                    self._read(connection, one, places, found)
        return found

    def _read(self, connection: duckdb.DuckDBPyConnection, one: Staged, places: str, found: dict[int, Wording]) -> None:
        query = _text_query(one, rows_again(connection, one, places))
        if query is None:
            return
        labels = self.labels[one.file_no]
        rows = connection.sql(
            f"SELECT coalesce(event, {s.SEQ}) AS of, q.* FROM ({query}) q LEFT JOIN {MERGED} USING ({s.SEQ}) "
            f"ORDER BY {s.SEQ}"
        )
        for batch in rows.to_arrow_reader(BATCH):
            taken = _taken_apart(batch, labels)
            columns = [batch.column("of").to_pylist(), *(taken.column(name).to_pylist() for name in TEXTS)]
            for seq, *values in zip(*columns, strict=True):
                if any(value is not None for value in values):
                    found.setdefault(seq, Wording()).add(dict(zip(TEXTS, values, strict=True)), labels)


@contextmanager
def _wanted(connection: duckdb.DuckDBPyConnection, seqs: pa.Array) -> Iterator[str]:
    """A query for the places of events and of the legs that went into them."""
    connection.register("wanted_texts", pa.table({"seq": seqs}))
    legs = f"SELECT {s.SEQ} FROM {MERGED} WHERE event IN (SELECT seq FROM wanted_texts)"
    yield f"SELECT seq FROM wanted_texts UNION ALL {legs}"
    connection.unregister("wanted_texts")


def _text_query(one: Staged, source: str) -> str | None:
    """Row, the texts that the log has, and whether the contact is inbound; not all rows have any text.

    source: the staged view, or some of it. Rows are not picked out here: the database would trim every text again to test
    it, a dozen times.
    """
    if not one.fields.intersection(TEXTS):
        return None
    inbound: Sql = lit(False)
    if "direction" in one.fields:
        inbound = coalesce(compare(col(s.column("direction")), "=", lit("inbound")), lit(False))
    given = [named(col(raw_text(name)) if name in one.fields else NULL, name) for name in TEXTS]
    return text(select([col(s.SEQ), *given, named(inbound, _INBOUND)], source))


def _taken_apart(batch: pa.RecordBatch, labels: Labels) -> pa.RecordBatch:
    """Row, text, and what each side said: as the log has it, or else taken from the text."""
    texts = {name: batch.column(name).cast(pa.large_string()) for name in TEXTS}
    taken = sides(texts["text"], batch.column(_INBOUND), *labels)
    for name, side in zip(TEXTS[1:], taken, strict=True):
        texts[name] = pc.coalesce(texts[name], side) if texts[name].null_count < len(side) else side
    return pa.record_batch({s.SEQ: batch.column(s.SEQ), **texts})


def labels_of(staged: Sequence[Staged]) -> dict[int, Labels]:
    """The speaker labels of each file: its profile's, or the usual ones."""
    return {
        one.file_no: (one.mapped.opened.profile.ours or OUR_LABELS, one.mapped.opened.profile.theirs or THEIR_LABELS)
        for one in staged
    }


# --- texts ----------------------------------------------------------------------------------------------


def find_wording(
    connection: duckdb.DuckDBPyConnection,
    staged: Sequence[Staged],
    probes: Probes,
    threads: int,
    progress: Progress = lambda _what, _done, _all: None,
) -> tuple[Texts, tuple[str, ...]]:
    """Scan the texts for every word list and pattern, into the table `probe_results`.

    Gives the columns of that table; none where the log has no texts.
    """
    texts = Texts(tuple(staged), labels_of(staged), probes.words)
    queries = [(query, one) for one in staged if (query := _text_query(one, one.view)) is not None]
    if not queries:
        return texts, ()
    search = _Search(probes)
    empty = search.probe(_NO_TEXTS)
    connection.register("probe_batch", empty)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {RESULTS} AS SELECT * FROM probe_batch")
    done, rows = 0, sum(one.rows for _, one in queries)
    for query, one in queries:
        reader = connection.cursor()
        batches = reader.sql(query).to_arrow_reader(BATCH)

        def probed(batch: pa.RecordBatch, labels: Labels = texts.labels[one.file_no]) -> tuple[pa.Table, int]:
            return search.probe(_taken_apart(batch, labels)), len(batch)

        waiting: list[pa.Table] = []
        for table, looked_at in in_parallel(probed, batches, threads):
            waiting.append(table)
            if len(waiting) == _INSERTED:
                _insert(connection, waiting)
            done += looked_at
            progress("texts", done, rows)
        _insert(connection, waiting)
        reader.close()
    connection.unregister("probe_batch")
    return texts, tuple(name for name in empty.column_names if name != s.SEQ)


def _insert(connection: duckdb.DuckDBPyConnection, tables: list[pa.Table]) -> None:
    """Put tables into `probe_results`, and forget them."""
    if tables:
        connection.register("probe_batch", pa.concat_tables(tables))
        connection.execute(f"INSERT INTO {RESULTS} SELECT * FROM probe_batch")
        tables.clear()


_NO_TEXTS = pa.record_batch(
    {s.SEQ: pa.array([], pa.int64()), **{name: pa.array([], pa.large_string()) for name in TEXTS}}
)


def in_parallel(
    work: Callable[[pa.RecordBatch], Result], batches: Iterable[pa.RecordBatch], threads: int
) -> Iterator[Result]:
    """Batch after batch worked on, some at a time; results in the order of the batches."""
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Result]] = deque()
        for batch in batches:
            waiting.append(pool.submit(work, batch))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class _Search:
    """What is looked for in texts."""

    def __init__(self, probes: Probes) -> None:
        self._probes = probes
        self._matchers = {name: Matcher(lists) for name, lists in probes.words.items()}
        self._patterns = {name: Patterns(patterns) for name, patterns in probes.patterns.items()}

    def probe(self, batch: pa.RecordBatch) -> pa.Table:
        """What is found in a batch of rows: of those with a text, whether there is one of each side, and the counts."""
        batch = batch.filter(reduce(pc.or_, (batch.column(name).is_valid() for name in TEXTS)))
        data = {s.SEQ: batch.column(s.SEQ)}
        for name in TEXTS:
            values = batch.column(name)
            data[s.column(name)] = pc.if_else(values.is_valid(), "", pa.scalar(None, pa.string()))
            data |= self.found(name, values)
        return pa.table(data)

    def found(self, name: str, values: pa.Array) -> dict[str, pa.Array]:
        """Counts of phrases by word list, and matches by pattern, in the values of one field.

        The same text again (a message sent to many) is looked at once in a batch.
        """
        found: dict[str, pa.Array] = {}
        lists, patterns = self._probes.words.get(name, ()), self._probes.patterns.get(name, ())
        if not lists and not patterns:
            return found
        once = values.dictionary_encode()
        if lists:
            for words, counts in zip(lists, self._matchers[name].counts(once.dictionary), strict=True):
                found[s.words_column(name, words)] = pa.array(counts, _counter(words)).take(once.indices).fill_null(0)
        if patterns:
            matches = self._patterns[name].matches(plain(once.dictionary))
            for pattern, texts in zip(patterns, matches, strict=True):
                found[s.pattern_column(name, pattern)] = texts.take(once.indices)
        return found


def _counter(words: WordList) -> pa.DataType:
    """The smallest type that can count the phrases of a list."""
    return pa.from_numpy_dtype(np.min_scalar_type(len(words.phrases)))


# --- short fields ---------------------------------------------------------------------------------------


def find_in_columns(
    connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], probes: Probes, events: str
) -> None:
    """Look for wording in short fields (an account, a case number), in each different value once."""
    search = _Search(probes)
    for name in probes.fields:
        if name in TEXTS or not any(name in one.fields for one in staged):
            continue
        column = s.column(name)
        query = f'SELECT DISTINCT "{column}" FROM {events} WHERE "{column}" IS NOT NULL'
        values = pa.array([value for (value,) in connection.execute(query).fetchall()], pa.string())
        connection.register("column_results", pa.table({"value": values, **search.found(name, values)}))
        connection.execute(
            f"CREATE OR REPLACE TABLE {events} AS SELECT e.*, p.* EXCLUDE (value) FROM {events} e "
            f'LEFT JOIN column_results p ON e."{column}" = p.value'
        )
        connection.unregister("column_results")
