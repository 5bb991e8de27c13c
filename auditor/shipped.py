"""Where the grammar, the rule packs and the diagnostic pages are: in the wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _place(name: str, beside: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / beside


def grammar_path() -> Path:
    """The Lark grammar of the rule language."""
    return _place("grammar", "grammar") / "rules.lark"


def rules_path() -> Path:
    """The folder of the shipped rule packs."""
    return _place("rules", "rules")


def diagnostics_path() -> Path:
    """The folder with a page per diagnostic code."""
    return _place("diagnostic_pages", "docs/diagnostics")
