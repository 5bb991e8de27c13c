"""The zip file of a workbook: its bytes depend on its content alone, and rows are streamed into it.

openpyxl draws the frame of every sheet (columns, panes, filters, validations, charts) and knows no cell; the rows
are put into the frame on the way into the archive. That is seven times as fast as openpyxl's own cells, and
leaves one place alone, `cells`, to decide what a value becomes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_AFTER_LINKS = "<pageMargins"  # what the schema lets follow the links of a sheet, and every frame has
_SHEET_DATA = ("<sheetData />", "<sheetData/>", "<sheetData></sheetData>")
_ROWS_AT_ONCE = 2_000
_MANY_ROWS = 300_000  # a sheet of so many may pass the 2 GiB above which a zip member needs its longer header

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


@dataclass(frozen=True)
class SheetRows:
    """The rows of a sheet as XML, about how many they are, and what hangs on its cells: joined cells, links."""

    rows: Iterable[str]
    count: int
    joined: Sequence[str] = ()
    links: Sequence[str] = ()


class Archive(ZipFile):
    """A zip file without times of its own. sheets: rows by the name of the member they belong to."""

    def __init__(self, out: BinaryIO, sheets: Mapping[str, SheetRows]) -> None:
        super().__init__(out, "w", ZIP_DEFLATED, allowZip64=True)
        self._sheets = sheets

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_args: Any, **_kwargs: Any) -> None:
        """Write a member whole."""
        super().writestr(_member(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *_args: Any, **_kwargs: Any) -> None:
        """Write the frame of a sheet, its rows inside it."""
        sheet = self._sheets[arcname]
        head, tail = _halves(Path(os.fspath(filename)).read_text(encoding="utf-8"))
        hanging = _element("mergeCells", sheet.joined) + _element("hyperlinks", sheet.links)
        tail = tail.replace(_AFTER_LINKS, hanging + _AFTER_LINKS, 1)
        with self.open(_member(arcname), "w", force_zip64=sheet.count > _MANY_ROWS) as member:
            member.write(f"{head}<sheetData>".encode())
            for rows in _chunks(sheet.rows):
                member.write("".join(rows).encode())
            member.write(f"</sheetData>{tail}".encode())


def _element(name: str, content: Sequence[str]) -> str:
    return f"<{name}>{''.join(content)}</{name}>" if content else ""


def _member(name: str) -> ZipInfo:
    info = ZipInfo(name, _EPOCH)
    info.compress_type = ZIP_DEFLATED
    info.create_system = _UNIX
    info.external_attr = 0o600 << 16
    return info


def _halves(frame: str) -> tuple[str, str]:
    for mark in _SHEET_DATA:
        head, found, tail = frame.partition(mark)
        if found:
            return head, tail
    raise ValueError("the frame of a sheet has no empty sheetData")


def _chunks(rows: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, _ROWS_AT_ONCE)):
        yield chunk
