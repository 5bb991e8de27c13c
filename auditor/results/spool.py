"""Inconclusive verdicts that are too many to hold: in a file of their own, read again as often as wanted."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

import pyarrow.parquet as pq

from auditor.engine.timeline import Connection
from auditor.findings import Inconclusive

HELD = 200_000
_BATCH = 50_000


class Spooled(Sequence[Inconclusive]):
    """Rows of a Parquet file, which is removed with this object."""

    def __init__(self, path: Path, length: int) -> None:
        self._path = path
        self._length = length
        self._finalizer = weakref.finalize(self, path.unlink, missing_ok=True)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Inconclusive]:
        with pq.ParquetFile(self._path) as file:
            for batch in file.iter_batches(_BATCH):
                for rule, event, cause in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    yield Inconclusive(rule, event, cause)

    @overload
    def __getitem__(self, index: int) -> Inconclusive: ...
    @overload
    def __getitem__(self, index: slice) -> list[Inconclusive]: ...
    def __getitem__(self, index: int | slice) -> Inconclusive | list[Inconclusive]:
        if isinstance(index, slice):
            wanted = range(*index.indices(self._length))
            kept = {i: row for i, row in enumerate(self) if i in wanted}
            return [kept[i] for i in wanted]
        place = index + self._length if index < 0 else index
        for i, row in enumerate(self):
            if i == place:
                return row
        raise IndexError(index)


def spool(connection: Connection, query: str, temp: str | None = None) -> Sequence[Inconclusive]:
    """The rows of a query (rule, event, cause) in its order: held where they are few, else in a file in a folder."""
    ((length,),) = connection.execute(f"SELECT count(*) FROM ({query})").fetchall()
    if length <= HELD:
        return tuple(Inconclusive(*row) for row in connection.execute(query).fetchall())
    with tempfile.NamedTemporaryFile(prefix="auditor-", suffix=".parquet", dir=temp, delete=False) as file:
        path = Path(file.name)
    connection.execute(f"COPY ({query}) TO '{path.as_posix()}' (FORMAT parquet)")
    return Spooled(path, length)
