"""Files beside the workbook, for what does not fit into it: further rows, and texts too long for a cell."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from auditor.reports.bilingual import Say
from auditor.reports.csv_ import write_rows
from auditor.reports.whole_file import whole_file


@dataclass(frozen=True)
class SideFile:
    """A file written beside the workbook."""

    path: Path
    holds: str
    sha256: str


class _Digesting(io.RawIOBase):
    """Passes on what is written, and knows its digest."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.digest.update(data)
        return self._out.write(data)


@dataclass
class Beside:
    """The side files of a workbook; they appear when `files` is closed, together or not at all."""

    workbook: Path
    say: Say
    files: ExitStack
    written: list[SideFile] = field(default_factory=list)
    _long: _Digesting | None = None
    _texts: int = 0

    def path(self, name: str) -> Path:
        """The path of a side file: the workbook's name, then what the file holds."""
        return self.workbook.with_name(f"{self.workbook.stem}.{name}")

    def rows(self, name: str, holds: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Write the rows that a sheet has no room for."""
        path = self.path(name)
        out = _Digesting(self.files.enter_context(whole_file(path)))
        write_rows(headings, rows, cast(BinaryIO, out))
        self.written.append(SideFile(path, holds, out.digest.hexdigest()))

    def long_text(self, sheet: str, place: str, text: str) -> str:
        """Keep the whole of a text that is too long for its cell; returns the mark for the cell."""
        path = self.path("long-texts.txt")
        if self._long is None:
            self._long = _Digesting(self.files.enter_context(whole_file(path)))
        self._texts += 1
        head = self.say(
            "No. {number}, cell {cell}, {count:,} characters:",
            number=self._texts,
            cell=f"{sheet}!{place}",
            count=len(text),
        )
        self._long.write(f"{head}\n{text}\n\n".encode())
        return self.say(
            " […cut: {count:,} characters, all of them in {file}, no. {number}]",
            count=len(text),
            file=path.name,
            number=self._texts,
        )

    def all(self) -> list[SideFile]:
        """Every side file so far."""
        if self._long is None:
            return self.written
        long = SideFile(
            self.path("long-texts.txt"), self.say("Texts too long for a cell"), self._long.digest.hexdigest()
        )
        return [*self.written, long]
