"""The files of rule packs: which there are, which belong together, and their text.

A pack is the rule files of one folder that holds one `pack` statement, or a single file with its own.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.diagnostics import Diagnostic
from auditor.language.parse import MAX_FILE_CHARACTERS
from auditor.shipped import rules_path
from auditor.source import Source, Span

SUFFIX = ".rules"

_PACK_LINE = re.compile(r"^(?:pack|规则包)\s+([^\W\d_][\w.\-]*)", re.MULTILINE)
_MAX_FILE_BYTES = 4 * MAX_FILE_CHARACTERS
_MAX_WORDS_BYTES = 8_000_000


@dataclass(frozen=True)
class PackFiles:
    """A pack that was found, not yet read: its id and its files."""

    id: str
    files: tuple[Path, ...]

    @property
    def folder(self) -> Path:
        """Where its word files stand."""
        return self.files[0].parent


def read_source(path: Path, name: str | None = None) -> tuple[Source | None, list[Diagnostic]]:
    """A rule file as text: UTF-8, with or without a byte-order mark, any line breaks."""
    shown = name or str(path)
    try:
        size = regular_size(path)
        if size > _MAX_FILE_BYTES:
            return None, [_too_large(size, shown)]
        data = path.read_bytes()
    except OSError as error:
        return None, [_unreadable(error, shown)]
    return decode_source(data, shown)


def decode_source(data: bytes, shown: str) -> tuple[Source | None, list[Diagnostic]]:
    """The bytes of a rule file as text, under the name by which messages speak of it."""
    if b"\0" in data:
        return None, [Diagnostic("not-text", "the file is not text", file=shown, hint="is it a rule file?")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"line {line} is not UTF-8 (byte {data[error.start]:#04x})"
        return None, [Diagnostic("not-utf8", message, file=shown, hint="save the file as UTF-8")]
    return Source(shown, text.replace("\r\n", "\n").replace("\r", "\n")), []


def regular_size(path: Path) -> int:
    """How many bytes a file has; what is no file (a pipe, a device) is an OSError, for it may never end."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is no ordinary file")
    return found.st_size


def _too_large(size: int, shown: str) -> Diagnostic:
    message = f"the file has {size:,} bytes; a rule file may have {MAX_FILE_CHARACTERS:,} characters"
    return Diagnostic("file-too-large", message, file=shown, hint="split it into several files")


def _unreadable(error: OSError, shown: str) -> Diagnostic:
    reason = (error.strerror or "it cannot be opened").lower()
    return Diagnostic("unreadable-file", f"the file cannot be read: {reason}", file=shown)


def find_rule_files(path: Path) -> Iterator[Path]:
    """The rule files at or below a path, in order of their names; links to folders are not followed."""
    if path.is_file():
        yield path
        return
    for folder, subfolders, names in os.walk(path):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        yield from (Path(folder) / name for name in sorted(names) if name.endswith(SUFFIX))


def find_packs(path: Path) -> tuple[list[PackFiles], list[Diagnostic]]:
    """The packs at or below a path, by the `pack` statements in their files."""
    by_folder: dict[Path, list[tuple[Path, str | None]]] = {}
    problems: list[Diagnostic] = []
    for file in find_rule_files(path):
        try:
            if (size := regular_size(file)) > _MAX_FILE_BYTES:
                problems.append(_too_large(size, str(file)))
                continue
            with file.open("rb") as opened:
                data = opened.read(_MAX_FILE_BYTES)
        except OSError as error:
            problems.append(_unreadable(error, str(file)))
            continue
        match = _PACK_LINE.search(data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n"))
        source, unread = decode_source(data, str(file))
        if match is None and source is None:
            problems += unread
            continue
        by_folder.setdefault(file.parent, []).append((file, match[1] if match else None))
    packs = []
    for files in by_folder.values():
        named = [(file, name) for file, name in files if name is not None]
        nameless = [file for file, name in files if name is None]
        if len(named) == 1:
            packs.append(PackFiles(named[0][1], (named[0][0], *nameless)))
            continue
        packs += [PackFiles(name, (file,)) for file, name in named]
        for file in nameless:
            siblings = "no file of its folder" if not named else "several files of its folder"
            message = f"which pack this file belongs to is not clear: {siblings} says `pack`"
            hint = 'begin the file with `pack NAME "title"`'
            problems.append(Diagnostic("missing-pack", message, file=str(file), hint=hint))
    return packs, problems


def shipped_packs() -> list[PackFiles]:
    """Every pack that comes with the auditor."""
    return find_packs(rules_path())[0]


def shown_path(path: Path) -> str:
    """A shipped file by its place among the rules, any other as the user gave it."""
    root = rules_path()
    if path.is_relative_to(root):
        return (Path("rules") / path.relative_to(root)).as_posix()
    return str(path)


def read_words(folder: Path, name: str, span: Span) -> tuple[list[str], list[Diagnostic], bytes]:
    """The phrases of a word file: one a line, `#` begins a comment. Only files inside the pack's folder are read."""
    root = folder.resolve()
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(root):
            message = f"`{name}` lies outside the pack's folder"
            return (
                [],
                [Diagnostic("file-outside-pack", message, span, "word files stand in the pack's own folder")],
                b"",
            )
        if not path.is_file():
            return [], [Diagnostic("unreadable-file", f"there is no file `{name}` in the pack's folder", span)], b""
        if path.stat().st_size > _MAX_WORDS_BYTES:
            return [], [Diagnostic("file-too-large", f"`{name}` has more than {_MAX_WORDS_BYTES:,} bytes", span)], b""
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [Diagnostic("not-utf8", f"`{name}` is not UTF-8", span, "save it as UTF-8")], b""
    except (OSError, RuntimeError, ValueError):
        return [], [Diagnostic("unreadable-file", f"`{name}` cannot be read", span)], b""
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line)), [], data
