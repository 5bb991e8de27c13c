"""Files of a log: what each is, which profile fits it, where its header stands."""

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
from auditor.logs.profile import CANONICAL, Profile
from auditor.logs.raw import Head, RawTable
from auditor.logs.table_files import read_frame, read_json, read_json_lines, read_parquet
from auditor.spelling import nearest

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
        self._names = frozenset(name for field in fields for name in (field.name, *field.zh))
        self._times = frozenset(name for field in fields if field.name == "at" for name in (field.name, *field.zh))
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

    # --- profiles and headers -------------------------------------------------------------------------------

    def _fitting(self, columns: Sequence[str], shown: str) -> Profile | None:
        """The profile whose columns are all there; none where the headers already are field names."""
        present = set(columns)
        for profile in self._profiles:
            if set(profile.needed_columns) <= present:
                return profile
        nearly = [profile for profile in self._profiles if _nearly(profile, present)]
        if not nearly and present & self._times:
            return CANONICAL
        self._say_what_is_missing(nearly or self._profiles, present, shown)
        return None

    def _say_what_is_missing(self, profiles: Sequence[Profile], present: set[str], shown: str) -> None:
        for profile in profiles:
            missing = [column for column in profile.needed_columns if column not in present]
            if missing:
                listed = ", ".join(f"`{column}`" for column in missing)
                close = [found for column in missing if (found := nearest(column, present))]
                hint = f"the file has `{close[0]}`" if close else "its columns are " + ", ".join(sorted(present)[:20])
                message = f"the profile `{profile.name}` does not fit: the file has no column {listed}"
                self._problem("unknown-column", message, shown, hint)
        if not profiles:
            message = "no column is the time of the event (`at`, 时间)"
            hint = "map the columns with a profile: `auditor profile suggest` drafts one"
            self._problem("unknown-column", message, shown, hint)

    def _known(self) -> frozenset[str]:
        return self._names.union(*(profile.known_columns for profile in self._profiles if profile.has_header))

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
        header_row = self._header_row(head)
        if header_row is None:
            self._no_header(head, shown)
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

    def _header_row(self, head: Head) -> tuple[list[str], int] | None:
        """The header's cells and the row (from 1) at which the data begin; columns without a header are `1`, `2`, ..."""
        alone = len(self._profiles) == 1
        for profile in self._profiles:
            if profile.header_row is not None and len(head.rows) >= profile.header_row:
                cells = head.rows[profile.header_row - 1]
                if alone or set(profile.needed_columns) <= {cell.strip() for cell in cells}:
                    return cells, profile.header_row + 1
        headless = any(not profile.has_header for profile in self._profiles)
        index = None if alone and headless else self._find_header(head)
        if index is not None:
            return head.rows[index], index + 2
        if headless and head.rows:
            return [str(number) for number in range(1, len(head.rows[0]) + 1)], 1
        return None

    def _find_header(self, head: Head) -> int | None:
        """The row that has all columns that a profile needs; else the one that names most known columns."""
        wanted = [set(profile.needed_columns) for profile in self._profiles if profile.has_header]
        for index, row in enumerate(head.rows):
            cells = {cell.strip() for cell in row}
            if any(needed and needed <= cells for needed in wanted):
                return index
        return head.find_header(self._known())

    def _no_header(self, head: Head, shown: str) -> None:
        first = next((row for row in head.rows if any(cell.strip() for cell in row)), [])
        cells = ", ".join(f"`{cell.strip()}`" for cell in first[:12] if cell.strip())
        if not cells:
            self._problem("empty-log", "the file holds no cell", shown, "export it again")
            return
        known = sorted(self._known())
        others = [cell.strip() for cell in first if cell.strip().lower() not in known]
        close = [f"`{cell}` may be `{found}`" for cell in others if (found := nearest(cell, known))]
        hint = "; ".join([*close[:3], "map the columns with a profile: `auditor profile suggest` drafts one"])
        self._problem(
            "unknown-column", f"no header was found whose names are known; the first row has {cells}", shown, hint
        )

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
            header_row = self._header_row(head)
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
            self._no_header(heads[0][1], shown)
        else:
            self._problem("empty-log", "the workbook has no cell", shown, "export it again")


_HINTS = {
    "excel": "; is it protected by a password? open it in Excel and save it again",
    "json": "; an object a line is `.jsonl`",
}


def _nearly(profile: Profile, present: set[str]) -> bool:
    """Whether a profile is meant for a file: it has half of the columns that the profile needs, or more."""
    needed = profile.needed_columns
    return 2 * sum(column in present for column in needed) >= len(needed) > 0


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
