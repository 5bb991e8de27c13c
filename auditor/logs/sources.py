"""Files of a log: what each is, opened into a raw table, with the profile that fits it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from python_calamine import CalamineError

from auditor.diagnostics import Diagnostic, Level
from auditor.findings import InputFile
from auditor.language.declarations import Field
from auditor.logs.content import kind_of
from auditor.logs.csv_files import read_csv, read_head
from auditor.logs.encodings import choose, is_utf8, is_wide, known_encoding, to_utf8
from auditor.logs.excel_files import cells_without_value, open_workbook, read_sheet, sheet_head, sheet_rows
from auditor.logs.headers import Headers
from auditor.logs.profile import Profile
from auditor.logs.raw import RawTable
from auditor.logs.table_files import read_frame, read_json, read_json_lines, read_parquet

LOG, HISTORY = "log", "history"


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
        self._headers = Headers(profiles, fields)
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

    def open(self, path: Path, shown: str, role: str = LOG) -> None:
        """Open a file by what it is. shown: what it is called in reports."""
        kind = kind_of(path, shown)
        if isinstance(kind, Diagnostic):
            self.problems.append(kind)
            return
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        same = next((known.file for known in self.inputs if known.sha256 == sha256), None)
        if same is not None:
            message = f"the file holds the same as `{same}`, and was not read again"
            self._problem("repeated-log", message, shown, "name every export once", Level.WARNING)
            return
        before = len(self.opened)
        encoding = self._read(path, shown, kind, role)
        rows = sum(opened.raw.rows for opened in self.opened[before:])
        if len(self.opened) > before:
            self.inputs.append(InputFile(shown, sha256, rows, role, encoding))
            if rows == 0:
                self._problem("empty-log", "the file holds no row below its header", shown, "export it again")

    def open_frame(self, frame: Any, role: str = LOG) -> None:
        """Open a pandas data frame."""
        try:
            raw = read_frame(self._connection, frame, "data frame", self._table())
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error:
            message = f"a log is a path or a data frame, and this is of the type `{type(frame).__name__}`"
            self._problem("unknown-log-type", message, "data frame", "give a path, or a pandas DataFrame")
            return
        profile = self._fitting(raw.columns, raw.file)
        if profile is not None:
            self.opened.append(Opened(raw, profile, role))
            self.inputs.append(InputFile("data frame", "", raw.rows, role))

    def _read(self, path: Path, shown: str, kind: str, role: str) -> str | None:
        """Read a file of a kind; gives the encoding of a text file."""
        try:
            match kind:
                case "csv":
                    return self._read_csv(path, shown, role)
                case "excel":
                    self._read_excel(path, shown, role)
                    return None
                case "parquet":
                    raw, encoding = read_parquet(self._connection, path, shown, self._table()), None
                case _:
                    found = self._encoding(path, shown)
                    if found is None:
                        return None
                    encoding = found[0]
                    read = read_json if kind == "json" else read_json_lines
                    raw = read(self._connection, path, shown, self._table(), encoding)
        except duckdb.OutOfMemoryException:
            raise
        except (duckdb.Error, CalamineError, ValueError, RuntimeError) as error:  # RuntimeError: a name that is no text
            first = str(error).split("\n")[0][:200]
            hint = "export it again" + _HINTS.get(kind, "")
            message = f"it cannot be read as `{path.suffix}`: {first[:1].lower()}{first[1:]}"
            self._problem("wrong-suffix", message, shown, hint)
            return None
        if raw.rows and len(raw.rejected) == raw.rows:
            self._problem("wrong-suffix", "no line of it is a JSON object", shown, "export it again")
            return None
        profile = self._fitting(raw.columns, shown)
        if profile is not None:
            self.opened.append(Opened(raw, profile, role))
        return encoding

    def _fitting(self, columns: Sequence[str], shown: str) -> Profile | None:
        """The profile that fits a header; what is missing where none does is told."""
        found = self._headers.profile_of(columns, shown)
        if isinstance(found, Profile):
            return found
        self.problems += found
        return None

    def _encoding(self, path: Path, shown: str) -> tuple[str, bool] | None:
        """The encoding of a text file, and whether all of it is in that encoding."""
        listed = {profile.encoding for profile in self._profiles if profile.encoding}
        named = next(iter(listed)) if len(listed) == 1 else None
        if named is not None and not known_encoding(named):
            hint = "try utf-8, gb18030, big5 or cp1252"
            self._problem("unknown-encoding", f"there is no encoding `{named}`", shown, hint)
            return None
        found = choose(path, named)
        if found is None:
            hint = 'name it in a profile: `encoding = "gb18030"`; rows that cannot be decoded are then rejected'
            self._problem("unknown-encoding", "the file is neither UTF-8 nor GB18030", shown, hint)
            return None
        encoding, sound = found
        if not sound and is_wide(encoding):
            hint = "export it again as UTF-8"
            self._problem("unknown-encoding", f"the file has bytes that are not {encoding}", shown, hint)
            return None
        if named is not None and not is_wide(encoding) and encoding.removesuffix("-sig") != named.lower():
            self.notes.append(f"{shown}: read as {encoding}, not as {named} as its profile says")
        return found

    # --- kinds of file --------------------------------------------------------------------------------------

    def _read_csv(self, path: Path, shown: str, role: str) -> str | None:
        encoding = self._encoding(path, shown)
        if encoding is None:
            return None
        name, sound = encoding
        delimiter = next((profile.delimiter for profile in self._profiles if profile.delimiter), None)
        head, delimiter = read_head(path, name, delimiter)
        header_row = self._headers.row_of(head)
        if header_row is None:
            self.problems.append(self._headers.missing(head, shown))
            return None
        header, first = header_row
        profile = self._fitting([cell.strip().lstrip("\ufeff") for cell in header], shown)
        if profile is None:
            return None
        whole: Path | None = path if sound else None
        if sound and not is_utf8(name):
            whole = self._scratch / f"{self._table()}.csv"
            to_utf8(path, name, whole)
        raw = read_csv(self._connection, path, shown, self._table(), header, first, delimiter, whole, name)
        if whole is not None and whole != path:
            whole.unlink()
        self.opened.append(Opened(raw, profile, role))
        return name

    def _read_excel(self, path: Path, shown: str, role: str) -> None:
        workbook = open_workbook(path)
        wanted = list(dict.fromkeys(sheet for profile in self._profiles for sheet in profile.sheets))
        sheets = [sheet for sheet in wanted if sheet in workbook.sheet_names]
        if wanted and not sheets:
            hint = "the workbook has " + ", ".join(f"`{name}`" for name in workbook.sheet_names)
            listed = ", ".join(f"`{name}`" for name in wanted)
            self._problem("unknown-sheet", f"there is no sheet {listed}", shown, hint)
            return
        heads = []
        opened = False
        for sheet in sheets or workbook.sheet_names:
            rows = sheet_rows(workbook, sheet)
            head = sheet_head(rows)
            header_row = self._headers.row_of(head)
            if header_row is None:
                if any(any(row) for row in head.rows):
                    heads.append((sheet, head))
                continue
            opened = True
            header, first = header_row
            profile = self._fitting([cell.strip() for cell in header], f"{shown}, sheet {sheet}")
            if profile is not None:
                raw = read_sheet(self._connection, rows, shown, sheet, self._table(), header, first)
                self.opened.append(Opened(raw, profile, role))
        if opened and (empty := cells_without_value(path)):
            self.notes.append(
                f"{shown}: {empty} cells hold an error or a formula without a result; they count as empty"
            )
        if opened:
            self.notes += [
                f"{shown}: sheet `{sheet}` has no header whose names are known; it was not read" for sheet, _ in heads
            ]
        elif heads:
            self.problems.append(self._headers.missing(heads[0][1], shown))
        else:
            self._problem("empty-log", "the workbook has no cell", shown, "export it again")


_HINTS = {
    "excel": "; is it protected by a password? open it in Excel and save it again",
    "json": "; an object a line is `.jsonl`",
}


def scratch_folder(parent: str | None) -> tempfile.TemporaryDirectory[str]:
    """A folder for what does not fit in memory; gone with the run."""
    return tempfile.TemporaryDirectory(prefix="auditor-", dir=parent, ignore_cleanup_errors=True)


def shown_names(paths: Sequence[Path]) -> list[str]:
    """What files are called in reports: by their names, with as many of their folders as tell them apart."""
    names = [path.name for path in paths]
    for index, path in enumerate(paths):
        same = [other for other in paths if other.name == path.name and other != path]
        parts = path.absolute().parts
        length = 1
        while any(other.absolute().parts[-length:] == parts[-length:] for other in same) and length < len(parts):
            length += 1
        names[index] = "/".join(parts[-length:])
    return names
