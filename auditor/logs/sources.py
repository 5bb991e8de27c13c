"""Files of a log: what each is, which profile fits it, where its header stands."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from auditor.diagnostics import Diagnostic, Level
from auditor.findings import InputFile
from auditor.language.declarations import Field
from auditor.logs.csv_files import read_csv, read_head
from auditor.logs.encodings import decodes, detect, known_encoding, to_utf8
from auditor.logs.excel_files import open_workbook, read_sheet, sheet_head
from auditor.logs.profile import CANONICAL, Profile
from auditor.logs.raw import Head, RawTable
from auditor.logs.table_files import read_frame, read_json, read_json_lines, read_parquet
from auditor.spelling import nearest

LOG, HISTORY = "log", "history"
_KINDS = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "excel", ".xlsm": "excel", ".xls": "excel",
    ".parquet": "parquet", ".jsonl": "json lines", ".ndjson": "json lines", ".json": "json",
}  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """A raw table, the profile that fits it, and the role of its rows."""

    raw: RawTable
    profile: Profile
    role: str


class Sources:
    """Opens the files of a log into raw tables; problems are collected, and other files still read."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, profiles: Sequence[Profile], fields: Iterable[Field], scratch: Path
    ) -> None:
        self._connection = connection
        self._profiles = tuple(profiles)
        self._names = frozenset(name for field in fields for name in (field.name, *field.zh))
        self._scratch = scratch
        self.opened: list[Opened] = []
        self.inputs: list[InputFile] = []
        self.problems: list[Diagnostic] = []
        self.notes: list[str] = []

    def _problem(self, code: str, message: str, file: str, hint: str | None = None, level: Level = Level.ERROR) -> None:
        self.problems.append(Diagnostic(code, message, file=file, hint=hint, level=level))

    def _table(self) -> str:
        return f"raw_{len(self.opened) + 1}"

    # --- opening --------------------------------------------------------------------------------------------

    def open(self, path: Path, role: str = LOG) -> None:
        """Open a file by what it is."""
        shown = path.name
        try:
            with path.open("rb") as file:
                start = file.read(8)
            size = path.stat().st_size
        except OSError as error:
            reason = (error.strerror or "it cannot be opened").lower()
            self._problem("unreadable-log", f"the file cannot be read: {reason}", str(path), "look at the path")
            return
        if size == 0:
            self._problem("empty-log", "the file is empty", shown, "export it again")
            return
        kind = _KINDS.get(path.suffix.lower())
        found = _content(start)
        if kind is None:
            hint = "read are .csv .tsv .xlsx .xls .parquet .jsonl .json"
            self._problem(
                "unknown-log-type", f"`{path.suffix or path.name}` is not a type of log that can be read", shown, hint
            )
            return
        if found is not None and found != kind and not (found == "zip" and kind == "excel"):
            what = {
                "excel": "an Excel workbook",
                "parquet": "a Parquet file",
                "zip": "a zip archive or workbook",
                "pdf": "a PDF",
            }[found]
            self._problem(
                "wrong-suffix",
                f"the name says {path.suffix}, and the file is {what}",
                shown,
                "rename it, or export it again",
            )
            return
        before = len(self.opened)
        encoding = self._read(path, shown, kind, role)
        rows = sum(opened.raw.rows for opened in self.opened[before:])
        if len(self.opened) > before:
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            self.inputs.append(InputFile(shown, sha256, rows, role, encoding))
            if rows == 0:
                self._problem("empty-log", "the file holds no row below its header", shown, "export it again")

    def open_frame(self, frame: Any, role: str = LOG) -> None:
        """Open a pandas data frame."""
        raw = read_frame(self._connection, frame, "data frame", self._table())
        profile = self._fitting(raw.columns, raw.file)
        if profile is not None:
            self.opened.append(Opened(raw, profile, role))
            self.inputs.append(InputFile("data frame", "", raw.rows, role))

    def _read(self, path: Path, shown: str, kind: str, role: str) -> str | None:
        try:
            if kind == "csv":
                return self._read_csv(path, shown, role)
            if kind == "excel":
                return self._read_excel(path, shown, role)
            read = {"parquet": read_parquet, "json lines": read_json_lines, "json": read_json}[kind]
            raw = read(self._connection, path, shown, self._table())
        except (duckdb.Error, ValueError) as error:
            first = str(error).split("\n")[0].lower()[:200]
            self._problem("wrong-suffix", f"the file is not what its suffix says: {first}", shown, "export it again")
            return None
        profile = self._fitting(raw.columns, shown)
        if profile is not None:
            self.opened.append(Opened(raw, profile, role))
        return None

    # --- profiles and headers -------------------------------------------------------------------------------

    def _fitting(self, columns: Sequence[str], shown: str) -> Profile | None:
        """The profile whose columns are all there; none where the headers already are field names."""
        present = set(columns)
        for profile in self._profiles:
            if set(profile.needed_columns) <= present:
                return profile
        canonical = present & self._names
        if "at" in canonical or "时间" in canonical:
            return CANONICAL
        self._say_what_is_missing(present, shown)
        return None

    def _say_what_is_missing(self, present: set[str], shown: str) -> None:
        for profile in self._profiles:
            missing = [column for column in profile.needed_columns if column not in present]
            if missing:
                listed = ", ".join(f"`{column}`" for column in missing)
                close = [found for column in missing if (found := nearest(column, present))]
                hint = f"the file has `{close[0]}`" if close else "its columns are " + ", ".join(sorted(present)[:20])
                message = f"the profile `{profile.name}` does not fit: the file has no column {listed}"
                self._problem("unknown-column", message, shown, hint)
        if not self._profiles:
            message = "no column is the time of the event (`at`, 时间)"
            hint = "map the columns with a profile: `auditor profile suggest` drafts one"
            self._problem("unknown-column", message, shown, hint)

    def _known(self) -> frozenset[str]:
        return self._names.union(*(profile.known_columns for profile in self._profiles))

    def _encoding(self, path: Path, shown: str) -> tuple[str, bool] | None:
        """The encoding of a text file, and whether all of it is in that encoding."""
        named = {profile.encoding for profile in self._profiles if profile.encoding}
        found = detect(path)
        if len(named) == 1 and (name := next(iter(named))):
            if not known_encoding(name):
                self._problem(
                    "unknown-encoding", f"there is no encoding `{name}`", shown, "try utf-8, gb18030, big5 or cp1252"
                )
                return None
            if decodes(path, name):
                return name, True
            return (found, True) if found else (name, False)
        if found is None:
            hint = 'name it in a profile: `encoding = "gb18030"`; rows that cannot be decoded are then rejected'
            self._problem("unknown-encoding", "the file is neither UTF-8 nor GB18030", shown, hint)
            return None
        return found, True

    # --- kinds of file --------------------------------------------------------------------------------------

    def _read_csv(self, path: Path, shown: str, role: str) -> str | None:
        encoding = self._encoding(path, shown)
        if encoding is None:
            return None
        name, sound = encoding
        delimiter = next((profile.delimiter for profile in self._profiles if profile.delimiter), None)
        head, delimiter = read_head(path, name, delimiter)
        header_row = self._header_row(head)
        if header_row is None:
            self._no_header(head, shown)
            return None
        header, first = header_row
        profile = self._fitting([cell.strip().lstrip("\ufeff") for cell in header], shown)
        if profile is None:
            return None
        whole: Path | None = path
        if not sound:
            whole = None
        elif name not in ("utf-8", "utf-8-sig", "ascii"):
            whole = self._scratch / f"{self._table()}.csv"
            to_utf8(path, name, whole)
        raw = read_csv(self._connection, path, shown, self._table(), header, first, delimiter, whole, name)
        if whole is not None and whole != path:
            whole.unlink()
        self.opened.append(Opened(raw, profile, role))
        return name

    def _header_row(self, head: Head) -> tuple[list[str], int] | None:
        """The header's cells and the row (from 1) at which the data begin."""
        for profile in self._profiles:
            if not profile.has_header and head.rows:
                return [str(number) for number in range(1, len(head.rows[0]) + 1)], 1
            if profile.header_row is not None and len(head.rows) >= profile.header_row:
                return head.rows[profile.header_row - 1], profile.header_row + 1
        index = head.find_header(self._known())
        return None if index is None else (head.rows[index], index + 2)

    def _no_header(self, head: Head, shown: str) -> None:
        first = next((row for row in head.rows if any(cell.strip() for cell in row)), [])
        cells = ", ".join(f"`{cell.strip()}`" for cell in first[:12] if cell.strip())
        known = sorted(self._known())
        close = [f"`{cell.strip()}` may be `{found}`" for cell in first if (found := nearest(cell.strip(), known))]
        hint = "; ".join(close[:4]) or "map the columns with a profile: `auditor profile suggest` drafts one"
        self._problem(
            "unknown-column", f"no header was found whose names are known; the first row has {cells}", shown, hint
        )

    def _read_excel(self, path: Path, shown: str, role: str) -> str | None:
        from python_calamine import CalamineError

        try:
            workbook = open_workbook(path)
        except (CalamineError, OSError) as error:
            hint = "is it protected by a password? open it in Excel and save it again"
            self._problem("wrong-suffix", f"not an Excel workbook: {str(error).lower()[:120]}", shown, hint)
            return None
        wanted = [sheet for profile in self._profiles for sheet in profile.sheets]
        for sheet in wanted:
            if sheet not in workbook.sheet_names:
                hint = "the workbook has " + ", ".join(f"`{name}`" for name in workbook.sheet_names)
                self._problem("unknown-sheet", f"there is no sheet `{sheet}`", shown, hint)
        before, heads = len(self.opened), []
        for sheet in wanted or workbook.sheet_names:
            if sheet not in workbook.sheet_names:
                continue
            head = sheet_head(workbook, sheet)
            heads.append(head)
            header_row = self._header_row(head)
            if header_row is None:
                if any(any(row) for row in head.rows):
                    self.notes.append(f"{shown}: sheet `{sheet}` has no header whose names are known; it was not read")
                continue
            header, first = header_row
            profile = self._fitting([cell.strip() for cell in header], f"{shown}, sheet {sheet}")
            if profile is not None:
                raw = read_sheet(self._connection, workbook, shown, sheet, self._table(), header, first)
                self.opened.append(Opened(raw, profile, role))
        if len(self.opened) == before and not self.problems:
            self._no_header(heads[0] if heads else Head(), shown)
        return None


def _content(start: bytes) -> str | None:
    """What the first bytes of a file say that it is, where they say so."""
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"PK\x03\x04"):
        return "zip"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return "excel"
    return "pdf" if start.startswith(b"%PDF") else None


def scratch_folder(parent: str | None) -> tempfile.TemporaryDirectory[str]:
    """A folder for what does not fit in memory; gone with the run."""
    return tempfile.TemporaryDirectory(prefix="auditor-", dir=parent, ignore_cleanup_errors=True)
