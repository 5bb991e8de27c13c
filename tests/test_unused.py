"""Nothing lies about: every name that a module of the program defines is used somewhere, and not only where it is made."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
USERS = ("auditor", "tests", "benchmarks", "sample_logs", "docs")


def _defined(tree: ast.Module) -> Iterator[str]:
    """The names that a module makes at its head: functions, classes, constants, and the fields of its classes."""
    for node in tree.body:
        yield from _targets(node)
        if isinstance(node, ast.ClassDef):
            yield from (target for inner in node.body for target in _targets(inner))
        # What any other decorator registers (a command, a case of a dispatch) is called by no name.
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and all(map(_plain, node.decorator_list)):
            yield node.name


def _targets(node: ast.stmt) -> Iterator[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    yield from (target.id for target in targets if isinstance(target, ast.Name))


def _plain(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Name) and called.id in (
        "dataclass",
        "contextmanager",
        "cache",
        "lru_cache",
        "property",
    )


def _used(tree: ast.Module) -> Iterator[str]:
    """The names that a file reads: as such, after a dot, as a keyword, in an import, or as a whole string."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
                yield name
            case ast.ImportFrom(names=names):
                yield from (alias.name for alias in names)
            case ast.MatchClass(kwd_attrs=names):
                yield from names
            case ast.Constant(value=str(name)):
                yield name


def test_every_name_is_used() -> None:
    """A name that nothing reads is dead, and goes."""
    files = {path: ast.parse(path.read_text(encoding="utf-8")) for top in USERS for path in (ROOT / top).rglob("*.py")}
    used = Counter(name for tree in files.values() for name in _used(tree))
    for grammar in (ROOT / "grammar").rglob("*.lark"):  # the parser calls methods by the names of the grammar's rules
        used.update(re.findall(r"\w+", grammar.read_text(encoding="utf-8")))
    dead = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, tree in files.items()
        if path.is_relative_to(ROOT / "auditor")
        for name in _defined(tree)
        if not used[name] and not name.startswith("__")
    ]
    assert dead == []


def test_a_dead_name_is_seen() -> None:
    """The search sees functions, classes, constants and fields that nothing reads, and none that something does."""
    tree = ast.parse("A = 1\nB: int = A\nclass C:\n    d: int\n    e: int\ndef f(): return C().d\nimport x\nx.f()")
    used = set(_used(tree))
    assert [name for name in _defined(tree) if name not in used] == ["B", "e"]
