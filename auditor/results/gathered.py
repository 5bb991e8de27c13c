"""Findings and the events that they name, as they are made: in memory, or in a file of their own where they are many."""

from __future__ import annotations

import errno
import pickle
import sqlite3
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import overload

from auditor.findings import Event, Finding

HELD = 100_000
"""So many findings are held in memory, about half a gigabyte with their events."""
_BATCH = 5_000
_TABLES = """
CREATE TABLE findings (place INTEGER PRIMARY KEY, finding BLOB);
CREATE TABLE events (place INTEGER PRIMARY KEY, id TEXT, event BLOB);
"""


class Gathered:
    """Takes findings in the order in which reports show them, then their events. temp: the folder for the file."""

    def __init__(self, temp: str | None = None) -> None:
        self._temp = temp
        self._findings: list[Finding] = []
        self._events: dict[str, Event] = {}
        self._file: _File | None = None

    def add(self, findings: Iterable[Finding]) -> None:
        """Take a portion of findings."""
        self._findings += findings
        if self._file is None and len(self._findings) > HELD:
            self._file = _File(self._temp)
        self._put_away()

    def add_events(self, events: Iterable[Event]) -> None:
        """Take a portion of the events that the findings name, in the order of the timeline."""
        self._events.update((event.id, event) for event in events)
        self._put_away()

    def _put_away(self) -> None:
        if self._file is not None:
            with self._writing():
                self._file.add(self._findings, self._events.values())
            self._findings, self._events = [], {}

    def done(self) -> tuple[Sequence[Finding], Mapping[str, Event]]:
        """All findings, and all events by their id in the order of the timeline."""
        if self._file is None:
            return tuple(self._findings), self._events
        with self._writing():
            self._file.close()
        return StoredFindings(self._file), StoredEvents(self._file)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            folder = self._temp or tempfile.gettempdir()
            message = f"findings cannot be written to `{folder}` ({error}); name another folder with `--temp`"
            raise OSError(errno.ENOSPC, message) from None


class _File:
    """A database of findings and events, removed when nothing refers to it any more."""

    def __init__(self, temp: str | None) -> None:
        with tempfile.NamedTemporaryFile(prefix="auditor-", suffix=".findings", dir=temp, delete=False) as file:
            path = Path(file.name)
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._finalizer = weakref.finalize(self, _remove, self.connection, path)
        # the index of many events is sorted in a file, too: beside this one, where there is room
        beside = str(path.parent).replace("'", "''")
        settings = f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store_directory = '{beside}';"
        self.connection.executescript(f"{settings} {_TABLES} BEGIN;")
        self.length = 0

    def add(self, findings: Sequence[Finding], events: Iterable[Event]) -> None:
        rows = ((self.length + place, pickle.dumps(finding, -1)) for place, finding in enumerate(findings))
        self.connection.executemany("INSERT INTO findings VALUES (?, ?)", rows)
        self.length += len(findings)
        known = ((event.id, pickle.dumps(event, -1)) for event in events)
        self.connection.executemany("INSERT INTO events (id, event) VALUES (?, ?)", known)

    def close(self) -> None:
        """Nothing more comes."""
        index = "CREATE UNIQUE INDEX ids ON events (id)"  # of many rows quicker once than row by row
        try:
            self.connection.execute(index)
        except (
            sqlite3.IntegrityError
        ):  # a given id that looks like one made of file and row: the last stands, as in memory
            last = "SELECT max(place) FROM events GROUP BY id"
            self.connection.execute(f"DELETE FROM events WHERE place NOT IN ({last})")
            self.connection.execute(index)
        self.connection.execute("COMMIT")


def _remove(connection: sqlite3.Connection, path: Path) -> None:
    connection.close()
    path.unlink(missing_ok=True)


class StoredFindings(Sequence[Finding]):
    """Findings in a file, read again as often as wanted."""

    def __init__(self, file: _File) -> None:
        self._file = file

    def __len__(self) -> int:
        return self._file.length

    def __iter__(self) -> Iterator[Finding]:
        cursor = self._file.connection.execute("SELECT finding FROM findings ORDER BY place")
        cursor.arraysize = _BATCH
        while rows := cursor.fetchmany():
            for (data,) in rows:
                yield pickle.loads(data)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> list[Finding]: ...
    def __getitem__(self, index: int | slice) -> Finding | list[Finding]:
        places = range(len(self))[index]
        if isinstance(places, range):
            return [self[place] for place in places]
        query = "SELECT finding FROM findings WHERE place = ?"
        finding: Finding = pickle.loads(self._file.connection.execute(query, (places,)).fetchone()[0])
        return finding


class StoredEvents(Mapping[str, Event]):
    """Events in a file, by their id."""

    def __init__(self, file: _File) -> None:
        self._file = file

    def __len__(self) -> int:
        ((length,),) = self._file.connection.execute("SELECT count(*) FROM events").fetchall()
        return int(length)

    def __iter__(self) -> Iterator[str]:
        for (id,) in self._file.connection.execute("SELECT id FROM events ORDER BY place"):
            yield id

    def __getitem__(self, id: str) -> Event:
        row = self._file.connection.execute("SELECT event FROM events WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise KeyError(id)
        event: Event = pickle.loads(row[0])
        return event
