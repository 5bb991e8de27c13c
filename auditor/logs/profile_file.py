"""Profiles as TOML files, shipped (`auditor/logs/profiles/`) or a site's own. Problems are collected, all at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from auditor.diagnostics import Diagnostic, DiagnosticError
from auditor.logs.profile import (
    CLOCKS,
    DEFAULT_EMPTY,
    EPOCH_FORMATS,
    EXCEL_FORMAT,
    SPECIFIERS,
    UNITS,
    ZONE_SOURCES,
    ColumnMapping,
    Instead,
    Legs,
    OutOfScope,
    Profile,
)
from auditor.logs.zones import zone_names
from auditor.spelling import did_you_mean

SHIPPED = Path(__file__).resolve().parent / "profiles"


def shipped_profiles() -> list[str]:
    """The names of the profiles that come with the auditor."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def profile_path(name: str) -> Path:
    """Where a profile of this name stands: a file that is there comes before a shipped one."""
    path, shipped = Path(name), SHIPPED / f"{name}.toml"
    return shipped if shipped.is_file() and not path.is_file() else path


def load_profile(name: str) -> Profile:
    """A profile by its shipped name or its path. Raises DiagnosticError with every problem found."""
    path = profile_path(name)
    if not path.is_file():
        hint = (
            did_you_mean(name, shipped_profiles())
            or "shipped are " + ", ".join(shipped_profiles()) + "; a path works too"
        )
        raise DiagnosticError([Diagnostic("unknown-profile", f"there is no profile `{name}`", file=name, hint=hint)])
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        hint = 'names and values in Chinese, or with spaces, stand in quotation marks: `"债务人" = "客户号"`'
        message = f"not TOML: {str(error).lower()}"
        raise DiagnosticError([Diagnostic("bad-profile", message, file=str(path), hint=hint)]) from None
    except UnicodeDecodeError:
        hint = "save it as UTF-8"
        raise DiagnosticError([Diagnostic("not-utf8", "the profile is not UTF-8", file=str(path), hint=hint)]) from None
    return _Reader(path).profile(data)


class _Reader:
    """Reads the tables of a profile, and notes what does not belong there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._problems: list[Diagnostic] = []

    def _problem(self, message: str, hint: str | None = None) -> None:
        self._problems.append(Diagnostic("bad-profile", message, file=str(self._path), hint=hint))

    def profile(self, data: dict[str, Any]) -> Profile:
        """The whole profile."""
        self._known(data, _TOP_KEYS, "")
        speakers = self._table(data, "speakers")
        self._known(speakers, ("ours", "theirs"), "speakers.")
        profile = Profile(
            name=self._get(data, "name", str) or self._path.stem,
            description=self._get(data, "description", str) or "",
            columns=self._mappings(data, "columns"),
            pack_columns=self._mappings(data, "pack_columns"),
            canonical=self._get(data, "canonical", bool) is True,
            encoding=self._get(data, "encoding", str),
            sheets=self._texts(data.get("sheet", []), "sheet"),
            header_row=self._get(data, "header_row", int),
            has_header=self._get(data, "has_header", bool) is not False,
            delimiter=self._get(data, "delimiter", str),
            empty=(*DEFAULT_EMPTY, *self._texts(data.get("empty", []), "empty")),
            zone=self._zone(self._get(data, "zone", str)),
            clock=self._get(data, "clock", str) or "row",
            zone_order=self._texts(data.get("zone_order", ["row", "debtor", "source"]), "zone_order"),
            debtors=self._get(data, "debtors", str),
            country=self._get(data, "country", str),
            ours=self._texts(speakers.get("ours", []), "speakers.ours"),
            theirs=self._texts(speakers.get("theirs", []), "speakers.theirs"),
            ignore=self._texts(data.get("ignore", []), "ignore"),
            out_of_scope=tuple(self._out_of_scope(rule) for rule in self._list(data, "out_of_scope")),
            legs=self._legs(data),
            folder=self._path.parent,
        )
        if profile.clock not in CLOCKS:
            self._problem(f"`clock` is `{profile.clock}`", "one of " + ", ".join(CLOCKS))
        for source in profile.zone_order:
            if source not in ZONE_SOURCES:
                hint = did_you_mean(source, ZONE_SOURCES) or "one of " + ", ".join(ZONE_SOURCES)
                self._problem(f"`zone_order` names `{source}`, from which no zone comes", hint)
        if not profile.columns:
            self._problem("the profile maps no column", 'add a table `[columns]`: `at = "start_time"`')
        if self._problems:
            raise DiagnosticError(self._problems)
        return profile

    def _known(self, table: Mapping[str, Any], keys: Iterable[str], prefix: str) -> None:
        for key in table:
            if key not in keys:
                self._problem(f"`{prefix}{key}` is not a key of a profile", did_you_mean(key, keys))

    def _get(self, table: Mapping[str, Any], key: str, kind: type) -> Any:
        value = table.get(key)
        if value is not None and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
            self._problem(f"`{key}` is not a {_KINDS[kind]}")
            return None
        return value

    def _table(self, table: Mapping[str, Any], key: str) -> dict[str, Any]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            self._problem(f"`{key}` is not a table")
            return {}
        return value

    def _list(self, table: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._problem(f"`{key}` is not a list of tables", f"write `[[{key}]]`")
            return []
        return value

    def _texts(self, value: Any, key: str) -> tuple[str, ...]:
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._problem(f"`{key}` is not a text or a list of texts")
            return ()
        return tuple(value)

    def _zone(self, zone: str | None) -> str | None:
        if zone is not None and zone not in zone_names():
            hint = did_you_mean(zone, zone_names()) or "zones are written as `Asia/Shanghai`; abbreviations are refused"
            self._problem(f"`{zone}` is not a time zone", hint)
        return zone

    def _mappings(self, data: Mapping[str, Any], table: str) -> dict[str, ColumnMapping]:
        return {name: self._mapping(f"{table}.{name}", value) for name, value in self._table(data, table).items()}

    def _mapping(self, key: str, value: Any) -> ColumnMapping:
        if isinstance(value, (str, list)):
            return ColumnMapping(columns=self._texts(value, key))
        if not isinstance(value, dict):
            self._problem(f"`{key}` is not a column, a list of columns or a table")
            return ColumnMapping()
        self._known(value, _MAPPING_KEYS, f"{key}.")
        constant = value.get("value")
        if isinstance(constant, bool):
            constant = "yes" if constant else "no"
        elif constant is not None:
            constant = str(constant)
        values = {str(code): _text_of(meaning) for code, meaning in self._table(value, "values").items()}
        unit = value.get("unit", "s")
        if unit not in UNITS:
            self._problem(f"`{key}.unit` is `{unit}`", "one of " + ", ".join(UNITS))
            unit = "s"
        columns = self._texts(value.get("column", []), f"{key}.column")
        if not columns and constant is None:
            self._problem(f"`{key}` names neither a column nor a value")
        filled, blank = (None if value.get(end) is None else _text_of(value[end]) for end in ("filled", "blank"))
        if values and (filled or blank):
            self._problem(f"`{key}` has both `values` and `filled` or `blank`", "write one of them")
        formats = self._texts(value.get("format", []), f"{key}.format")
        self._check_formats(key, formats)
        return ColumnMapping(columns, values, constant, formats, unit, filled, blank, self._instead(key, value))

    def _check_formats(self, key: str, formats: tuple[str, ...]) -> None:
        """Formats of times: one that is a name stands alone, and `%z` is in all patterns or in none."""
        named = [name for name in formats if name in EPOCH_FORMATS or name == EXCEL_FORMAT]
        if named and len(formats) > 1:
            self._problem(f"`{key}.format` has `{named[0]}` beside others", "it stands alone")
        patterns = [pattern for pattern in formats if pattern not in named]
        for pattern in patterns:
            unknown = [found for found in re.findall(r"%-?.?", pattern) if found not in SPECIFIERS]
            for found in unknown:
                hint = "a zone is named apart from its times" if found == "%Z" else "known are " + " ".join(SPECIFIERS)
                self._problem(f"`{key}.format` has `{found}`, which is no part of a time", hint)
            if "%" not in pattern:
                hint = "write it like `%Y-%m-%d %H:%M:%S`, or " + ", ".join([*EPOCH_FORMATS, EXCEL_FORMAT])
                self._problem(f"`{key}.format` is `{pattern}`, which is no format", hint)
        if 0 < sum("%z" in pattern for pattern in patterns) < len(patterns):
            self._problem(f"`{key}.format` has `%z` in some of its patterns", "it is in all of them or in none")

    def _instead(self, key: str, mapping: Mapping[str, Any]) -> Instead | None:
        table = self._table(mapping, "instead")
        if not table:
            return None
        self._known(table, ("column", "when", "codes"), f"{key}.instead.")
        when, columns = table.get("when"), self._texts(table.get("column", []), f"{key}.instead.column")
        codes = self._texts(table.get("codes", []), f"{key}.instead.codes")
        if not isinstance(when, str) or not columns or not codes:
            self._problem(f"`{key}.instead` needs a column, the column `when`, and its codes")
            return None
        return Instead(columns, when, codes)

    def _out_of_scope(self, rule: dict[str, Any]) -> OutOfScope:
        self._known(rule, ("column", "values", "reason"), "out_of_scope.")
        column, reason = rule.get("column"), rule.get("reason")
        values = rule.get("values", [])
        if not isinstance(column, str) or not isinstance(reason, str) or not isinstance(values, list) or not values:
            self._problem("`out_of_scope` needs a column, its values, and a reason")
            return OutOfScope("", (), "")
        return OutOfScope(column, tuple(str(value) for value in values), reason)

    def _legs(self, data: dict[str, Any]) -> Legs | None:
        table = self._table(data, "legs")
        if not table:
            return None
        self._known(table, ("key", "prefer"), "legs.")
        key = self._texts(table.get("key", []), "legs.key")
        if not key:
            self._problem("`legs` needs the column whose value the legs of an event share: `key`")
            return None
        return Legs(key, self._texts(table.get("prefer", []), "legs.prefer"))


def _text_of(meaning: Any) -> str:
    if isinstance(meaning, bool):
        return "yes" if meaning else "no"
    return str(meaning)


_TOP_KEYS = (
    "name", "description", "columns", "pack_columns", "canonical", "encoding", "sheet", "header_row", "has_header", "delimiter", "empty", "zone",
    "clock", "zone_order", "debtors", "country", "speakers", "ignore", "out_of_scope", "legs",
)  # fmt: skip
_MAPPING_KEYS = ("column", "values", "value", "format", "unit", "filled", "blank", "instead")
_KINDS: dict[type, str] = {str: "text", int: "whole number", bool: "true or false"}
