"""Rule packs read and checked, each after those that it uses.

Packs are named by id (`cn.gbt45251`), by the beginning of an id (`cn`), or by a path.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from auditor.diagnostics import Diagnostic, Level
from auditor.language import syntax as s
from auditor.language.check import Checked, check
from auditor.language.parse import parse
from auditor.packs.files import SUFFIX, PackFiles, find_packs, read_source, read_words, shipped_packs, shown_path
from auditor.source import Source, Span
from auditor.spelling import did_you_mean

CORE = "core"


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
            source, problems = read_source(path, shown_path(path))
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

        def read(name: str, span: Span) -> tuple[list[str], list[Diagnostic]]:
            phrases, problems, data = read_words(files.folder, name, span)
            digest.update(data)
            return phrases, problems

        checked = check(heads[0], statements, used, read, unread)
        self._library.problems += checked.problems
        return LoadedPack(files, checked, tuple(sources), digest.hexdigest())


def _uses(id: str, statements: Iterable[s.Statement]) -> Iterator[tuple[str, Span | None]]:
    if id != CORE:
        yield CORE, None
    for node in statements:
        if isinstance(node, s.Use):
            yield from ((name.text, name.span) for name in node.packs if name.text != CORE)
