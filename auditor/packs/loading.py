"""Rule packs: where they are, which files belong to them, and what they say once checked.

A pack is the rule files of one folder that holds one `pack` statement, or a single file with its own. Packs are
named by id (`cn.gbt45251`), by the beginning of an id (`cn`), or by a path.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from auditor.diagnostics import Diagnostic, Level
from auditor.language import syntax as s
from auditor.language.check import Checked, check
from auditor.language.parse import MAX_FILE_CHARACTERS, parse
from auditor.shipped import rules_path
from auditor.source import Source, Span
from auditor.spelling import did_you_mean

SUFFIX = ".rules"
CORE = "core"

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


@dataclass(frozen=True)
class LoadedPack:
    """A pack that was read and checked, with its syntax and the hash of its bytes."""

    files: PackFiles
    checked: Checked
    sources: tuple[tuple[Source, s.File], ...]
    sha256: str

    @property
    def id(self) -> str:
        """The pack's id."""
        return self.files.id


@dataclass
class Library:
    """The packs of a run, each after those that it uses, and every problem found."""

    packs: dict[str, LoadedPack] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    chosen: tuple[str, ...] = ()

    @property
    def errors(self) -> list[Diagnostic]:
        """The problems that make it impossible to go on."""
        return [problem for problem in self.problems if problem.level is Level.ERROR]


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


def load(names: Sequence[str]) -> Library:
    """Read and check the packs that these names, beginnings of names and paths stand for, and what they use."""
    library = Library()
    known = {pack.id: pack for pack in shipped_packs()}
    chosen: dict[str, None] = {}
    for name in names:
        path = Path(name)
        matching = [id for id in known if id != CORE and (id == name or id.startswith(f"{name}."))]
        if matching and not name.endswith(SUFFIX):
            chosen.update(dict.fromkeys(sorted(matching)))
        elif path.exists():
            found, problems = find_packs(path)
            library.problems += problems
            if not found and not problems:
                hint = f"rule files end in `{SUFFIX}`"
                library.problems.append(Diagnostic("no-rule-files", "no rule file is there", file=name, hint=hint))
            for pack in found:
                other = known.get(pack.id)
                if other is not None and other.files[0].resolve() != pack.files[0].resolve() and pack.id in chosen:
                    message = f"the pack `{pack.id}` is in `{other.files[0]}` and in `{pack.files[0]}`"
                    library.problems.append(Diagnostic("duplicate-pack", message, file=str(pack.files[0])))
                    continue
                known[pack.id] = pack
                chosen[pack.id] = None
        elif name == CORE:
            chosen[CORE] = None
        else:
            hint = did_you_mean(name, known) or "`auditor packs` lists what is shipped; a path works too"
            library.problems.append(Diagnostic("unknown-pack", f"there is no pack `{name}`", hint=hint))
    library.chosen = tuple(chosen)
    loader = _Loader(known, library)
    for id in chosen:
        loader.load(id, None)
    return library


class _Loader:
    """Reads packs, each after those that it uses."""

    def __init__(self, known: dict[str, PackFiles], library: Library) -> None:
        self._known = known
        self._library = library
        self._loading: list[str] = []

    def load(self, id: str, used_at: Span | None) -> LoadedPack | None:
        """The pack, or None where it is not to be had; the problem is noted."""
        if id in self._library.packs:
            return self._library.packs[id]
        if id in self._loading:
            circle = " -> ".join(f"`{step}`" for step in [*self._loading[self._loading.index(id) :], id])
            self._library.problems.append(
                Diagnostic("use-cycle", f"packs use each other in a circle: {circle}", used_at)
            )
            return None
        files = self._known.get(id)
        if files is None:
            hint = did_you_mean(id, self._known) or "`auditor packs` lists what is shipped"
            self._library.problems.append(Diagnostic("unknown-pack", f"there is no pack `{id}`", used_at, hint))
            return None
        self._loading.append(id)
        loaded = self._read(files)
        self._loading.pop()
        if loaded is not None:
            self._library.packs[id] = loaded
        return loaded

    def _read(self, files: PackFiles) -> LoadedPack | None:
        digest = hashlib.sha256()
        sources: list[tuple[Source, s.File]] = []
        statements: list[s.Statement] = []
        unread: list[str] = []
        for path in files.files:
            source, problems = read_source(path, _shown(path))
            self._library.problems += problems
            if source is None:
                continue
            digest.update(source.text.encode())
            parsed, problems = parse(source)
            self._library.problems += problems
            sources.append((source, parsed))
            statements += parsed.statements
            unread += parsed.unread
        heads = [node for node in statements if isinstance(node, s.Pack)]
        if not heads:
            return None
        for extra in heads[1:]:
            notes = ((heads[0].span, "first said here"),)
            message = "the files of one pack say `pack` twice"
            self._library.problems.append(Diagnostic("duplicate-fact", message, extra.span, None, notes))
        used: dict[str, Checked] = {}
        for name, span in _uses(files.id, statements):
            loaded = self.load(name, span)
            if loaded is not None:
                used[name] = loaded.checked

        def read_words(name: str, span: Span) -> tuple[list[str], list[Diagnostic]]:
            phrases, problems, data = _read_words(files.folder, name, span)
            digest.update(data)
            return phrases, problems

        checked = check(heads[0], statements, used, read_words, unread)
        self._library.problems += checked.problems
        return LoadedPack(files, checked, tuple(sources), digest.hexdigest())


def _uses(id: str, statements: Iterable[s.Statement]) -> Iterator[tuple[str, Span | None]]:
    if id != CORE:
        yield CORE, None
    for node in statements:
        if isinstance(node, s.Use):
            yield from ((name.text, name.span) for name in node.packs if name.text != CORE)


def _shown(path: Path) -> str:
    """A shipped file by its place among the rules, any other as the user gave it."""
    root = rules_path()
    if path.is_relative_to(root):
        return (Path("rules") / path.relative_to(root)).as_posix()
    return str(path)


def _read_words(folder: Path, name: str, span: Span) -> tuple[list[str], list[Diagnostic], bytes]:
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
