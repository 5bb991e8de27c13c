"""The house: imports only go down, and every library comes in by one door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "auditor"

# The longest prefix that fits gives the floor of a module.
FLOORS: dict[str, float] = {
    "shipped": 0, "garbage": 0,
    "spelling": 1, "timings": 1, "source": 1, "value_types": 1,
    "findings": 2, "diagnostics": 2, "measured": 2, "catalogue": 2,
    "language.remembered": 2.9, "language.trees": 3, "language.vocabulary": 3, "language.forms": 3, "language.expressions": 3.1, "language.syntax": 3.2,
    "language.declarations": 3.1, "language.core": 3.2, "language.checked": 3.3, "language.cells": 3.2, "language.calendars": 3.2, "language.measures": 3.3,
    "language.parse": 4, "language.check": 4, "language.lower": 4, "language.folding": 4,
    "wording": 5, "compile": 5, "language.format": 5, "language.sentence": 5, "language.lint": 5.1,
    "language.mutants": 5, "language.shared": 5.1,
    "packs": 6, "reports": 6, "engine": 6,
    "logs.zones": 6.05, "logs.profile": 6.05, "logs.speech": 6.05, "logs": 6.1,
    "results.spool": 6.2, "results.gathered": 6.2, "results.messages": 7, "results.phrases": 7, "results.rules": 7, "results.events": 7.01, "results.making": 7.02, "results.report": 7.05,
    "auditing": 7.1, "compare": 7.2,
    "checking.examples": 7, "checking.tables": 7.1, "checking.mutation": 7.1, "checking.coverage": 7.15, "checking.check": 7.2,
    "explaining.lawful": 6, "explaining.explain": 7.2, "explaining.telling": 7.3,
    "api": 7.5, "": 7.6, "cli": 8, "__main__": 9,
}  # fmt: skip
# Two passes on one floor that must not know each other.
APART = ("language.parse", "language.check", "language.lower")
DOORS = {
    "lark": ("language.parse",),
    "duckdb": ("engine", "logs"),
    "sqlglot": ("compile", "engine", "logs"),
    "openpyxl": ("reports.excel",),
    "click": ("cli",),
    "python_calamine": ("logs",),
    "polars": (),  # a rival in the benchmarks, nothing that the program stands on
    "holidays": ("language.calendars",),
    "chinese_calendar": ("language.calendars",),
    "opencc": ("wording",),
    "pypinyin": ("wording",),
    "phonenumbers": ("logs",),
}
# The reports know nothing of the language that the rules are written in, the language nothing of logs, and so on.
NEVER = {
    "reports": ("language", "compile", "engine", "logs", "packs", "results", "explaining"),
    "language": ("wording", "compile", "engine", "logs", "packs"),
    "compile": ("wording", "engine", "logs", "packs"),
    "wording": ("compile", "engine", "logs", "packs"),
    "engine": ("wording", "logs", "packs", "findings"),
    "packs": ("wording", "compile", "engine", "reports", "logs"),
    "logs": ("packs", "reports", "results"),
    "results": ("reports", "auditing", "checking"),
    "checking": ("reports", "auditing", "results", "findings"),
    "explaining": ("reports", "checking"),
}


def modules() -> list[str]:
    """Every module of the package, by its dotted name below it; "" is the package itself."""
    names = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def path_of(module: str) -> Path:
    """The file of a module."""
    path = PACKAGE.joinpath(*module.split(".")) if module else PACKAGE
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def imports(module: str) -> Iterator[str]:
    """What a module imports, at its head, inside functions, and for type checking only; full dotted names."""
    for node in ast.walk(ast.parse(path_of(module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            assert node.level == 0, f"{module}: imports are absolute"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                known = inner.removeprefix("auditor.") in MODULES and inner != "auditor"
                yield inner if node.module.startswith("auditor") and known else node.module


MODULES = frozenset(modules())


def floor(module: str) -> float:
    """The floor of a module."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        if ".".join(parts[:length]) in FLOORS:
            return FLOORS[".".join(parts[:length])]
    return FLOORS[module]


def room(module: str) -> str:
    """The entry of the table by which a module has its floor."""
    parts = module.split(".")
    return next(".".join(parts[:n]) for n in range(len(parts), -1, -1) if ".".join(parts[:n]) in FLOORS)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_go_down(module: str) -> None:
    """A module imports only from floors below its own, or from its own room."""
    for name in imports(module):
        if name != "auditor" and not name.startswith("auditor."):
            continue
        other = name.removeprefix("auditor").removeprefix(".")
        if other == "" and module != "__main__":
            continue  # `from auditor import __version__`
        assert room(other) == room(module) or floor(other) < floor(module), f"{module} imports {other}"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_libraries_come_in_by_their_door(module: str) -> None:
    """A library is imported only where its door is."""
    for name in imports(module):
        top = name.split(".")[0]
        if top in DOORS:
            assert any(module == door or module.startswith(f"{door}.") for door in DOORS[top]), (
                f"{module} imports {top}"
            )


def test_every_door_is_used() -> None:
    """No door stands open to a room that does not use its library."""
    used = {(name.split(".")[0], module) for module in MODULES for name in imports(module)}
    idle = [
        f"{library}: {door}"
        for library, doors in DOORS.items()
        for door in doors
        if not any(top == library and (module == door or module.startswith(f"{door}.")) for top, module in used)
    ]
    assert idle == []


@pytest.mark.parametrize("module", sorted(MODULES))
def test_rooms_that_are_strangers(module: str) -> None:
    """The passes of the language do not know each other, and rooms do not know those that they do without."""
    for name in imports(module):
        other = name.removeprefix("auditor.")
        for one in APART:
            if module.startswith(one) and name.startswith("auditor."):
                others = [two for two in APART if two != one and (other == two or other.startswith(f"{two}."))]
                assert not others, f"{module} imports {other}"
        for one, strangers in NEVER.items():
            if module.startswith(one) and name.startswith("auditor."):
                assert not any(other == two or other.startswith(f"{two}.") for two in strangers), (
                    f"{module} imports {other}"
                )


def test_every_module_has_a_floor() -> None:
    """No module stands outside the house; a package that imports nothing is only a hallway."""
    outside = [module for module in MODULES if room(module) == "" and module != "" and list(imports(module))]

    assert outside == []


def test_modules_say_what_they_are() -> None:
    """Every module begins with a sentence about itself."""
    silent = [m for m in MODULES if not ast.get_docstring(ast.parse(path_of(m).read_text(encoding="utf-8")))]

    assert silent == []
