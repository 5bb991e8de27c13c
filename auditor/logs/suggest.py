"""A draft of a profile for a log: columns with their fields, codes listed, three sample values a column."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from python_calamine import CalamineError

from auditor.diagnostics import Diagnostic, DiagnosticError
from auditor.engine.timeline import database
from auditor.language.declarations import Field
from auditor.logs.content import kind_of
from auditor.logs.csv_files import read_csv, read_head
from auditor.logs.encodings import detect, is_utf8, to_utf8
from auditor.logs.excel_files import open_workbook, read_sheet, sheet_head, sheet_rows
from auditor.logs.raw import RawTable
from auditor.logs.sources import scratch_folder
from auditor.logs.table_files import read_json, read_json_lines, read_parquet
from auditor.logs.usual_names import known_names, matched_fields
from auditor.logs.values import NO, YES
from auditor.value_types import Kind

_SAMPLES, _CODES, _SHOWN = 3, 40, 40
_WANTED = ("at", "consumer", "channel", "direction", "outcome")
_EPOCHS = (("epoch-s", r"1[0-9]{9}"), ("epoch-ms", r"1[0-9]{12}"), ("excel", r"[34][0-9]{4}\.[0-9]+"))
_TABLE = "raw_1"


@dataclass(frozen=True)
class Suggestion:
    """A column with sample values, and the field that it may give.

    codes: its values, most frequent first. likely: only a likeness of names speaks for the field.
    """

    column: str
    samples: tuple[str, ...]
    field: Field | None = None
    codes: tuple[tuple[str, int], ...] = ()
    format: str | None = None
    likely: bool = False


@dataclass(frozen=True)
class _Found:
    """A raw table, and what else a profile has to say to read the file."""

    raw: RawTable
    facts: tuple[str, ...] = ()


def suggest(path: Path, fields: Sequence[Field]) -> str:
    """A profile for a log as TOML, to be completed by hand. Raises DiagnosticError where the file cannot be read."""
    kind = kind_of(path, path.name)
    if isinstance(kind, Diagnostic):
        raise DiagnosticError([kind])
    with scratch_folder(None) as scratch, database() as connection:
        try:
            found = _read(connection, path, kind, Path(scratch), fields)
        except (duckdb.Error, CalamineError, ValueError) as error:
            first = str(error).split("\n")[0][:200]
            message = f"it cannot be read as `{path.suffix}`: {first[:1].lower()}{first[1:]}"
            problem = Diagnostic("wrong-suffix", message, file=path.name, hint="export it again")
            raise DiagnosticError([problem]) from None
        columns = _columns(connection, found.raw, fields)
    if not found.raw.rows:
        problem = Diagnostic("empty-log", "the file holds no row below its header", file=path.name)
        raise DiagnosticError([problem])
    return "\n".join(_lines(path, found.facts, columns)) + "\n"


# --- the columns --------------------------------------------------------------------------------------------


def _columns(connection: duckdb.DuckDBPyConnection, raw: RawTable, fields: Sequence[Field]) -> list[Suggestion]:
    def counted(column: str) -> str:
        cell = f"{raw.column_names[column]}::VARCHAR"
        return f"SELECT {cell} AS v, count(*) AS n FROM {raw.table} WHERE v IS NOT NULL GROUP BY 1"

    samples = {}
    for column in raw.columns:
        found = connection.execute(f"SELECT v FROM ({counted(column)}) ORDER BY v LIMIT {_SAMPLES}").fetchall()
        samples[column] = tuple(value for (value,) in found)
    by_name = {f.name: f for f in fields}
    matched = matched_fields(samples, fields)
    columns = []
    for column, texts in samples.items():
        name, likely = matched.get(column, ("", False))
        field = by_name.get(name)
        codes: list[tuple[str, int]] = []
        if field is not None and field.type.kind in (Kind.CHOICE, Kind.YES_NO):
            codes = connection.execute(f"{counted(column)} ORDER BY 2 DESC, 1 LIMIT {_CODES}").fetchall()
        columns.append(Suggestion(column, texts, field, tuple(codes), _format(field, texts), likely))
    return columns


def _format(field: Field | None, samples: Sequence[str]) -> str | None:
    """The format of a time that is a number."""
    if field is None or field.type.kind is not Kind.MOMENT:
        return None
    return next((name for name, shape in _EPOCHS if samples and all(re.fullmatch(shape, s) for s in samples)), None)


# --- the file -----------------------------------------------------------------------------------------------


def _read(
    connection: duckdb.DuckDBPyConnection, path: Path, kind: str, scratch: Path, fields: Sequence[Field]
) -> _Found:
    known = known_names(fields)
    if kind == "excel":
        return _excel(connection, path, known)
    if kind == "parquet":
        return _Found(read_parquet(connection, path, path.name, _TABLE))
    encoding = detect(path)
    if encoding is None:
        raise DiagnosticError([Diagnostic("unknown-encoding", "the file is neither UTF-8 nor GB18030", file=path.name)])
    facts = () if is_utf8(encoding) else (f"encoding = {_quoted(encoding)}",)
    if kind != "csv":
        read = read_json if kind == "json" else read_json_lines
        return _Found(read(connection, path, path.name, _TABLE, encoding), facts)
    head, delimiter = read_head(path, encoding, None)
    row = _header(head.rows, known)
    whole = path
    if not is_utf8(encoding):
        whole = scratch / "log.csv"
        to_utf8(path, encoding, whole)
    raw = read_csv(connection, path, path.name, _TABLE, head.rows[row], row + 2, delimiter, whole, encoding)
    return _Found(raw, facts)


def _excel(connection: duckdb.DuckDBPyConnection, path: Path, known: set[str]) -> _Found:
    """The sheet whose header names most known columns; it is named where there are others."""
    workbook = open_workbook(path)
    best: tuple[int, int, str, list[list[object]], list[str]] | None = None
    for sheet in workbook.sheet_names:
        rows = sheet_rows(workbook, sheet)
        head = sheet_head(rows)
        if not any(any(row) for row in head.rows):
            continue
        row = _header(head.rows, known)
        named = sum(cell.strip().lower() in known for cell in head.rows[row])
        if best is None or named > best[0]:
            best = named, row, sheet, rows, head.rows[row]
    if best is None:
        raise DiagnosticError([Diagnostic("empty-log", "the workbook has no cell", file=path.name)])
    _, row, sheet, rows, header = best
    raw = read_sheet(connection, rows, path.name, sheet, _TABLE, header, row + 2)
    facts = [f"sheet = {_quoted(sheet)}  # of {len(workbook.sheet_names)} sheets"] if workbook.sheet_names[1:] else []
    return _Found(raw, (*facts, f"header_row = {row + 1}"))


def _header(rows: Sequence[Sequence[str]], known: set[str]) -> int:
    """The row that names most known columns; else the first that is mostly filled."""
    counts = [sum(cell.strip().lower() in known for cell in row) for row in rows]
    if counts and max(counts) > 0:
        return counts.index(max(counts))
    widest = max((sum(bool(cell.strip()) for cell in row) for row in rows), default=0)
    return next((i for i, row in enumerate(rows) if sum(bool(c.strip()) for c in row) == widest), 0)


# --- the draft ----------------------------------------------------------------------------------------------


def _lines(path: Path, facts: Iterable[str], columns: Sequence[Suggestion]) -> Iterator[str]:
    yield f"# A draft for `{path.name}`: complete it, then `auditor audit {path.name} --profile THIS.toml --rules ...`"
    yield f"name = {_quoted(path.stem)}"
    yield 'zone = "Asia/Shanghai"  # of times without an offset: check it'
    yield from facts
    yield ""
    yield "[columns]"
    for column in columns:
        if column.field is not None and not column.codes:
            name, source = column.field.name, _quoted(column.column)
            if column.format is not None:
                source = f'{{ column = {source}, format = "{column.format}" }}'
            yield f"{name} = {source}  # {_remark(column)}"
    mapped = {column.field.name for column in columns if column.field is not None}
    for name in _WANTED:
        if name not in mapped:
            yield f'# {name} = ...  no column was recognised; a constant is written {{ value = "..." }}'
    rest = [column for column in columns if column.field is None]
    if rest:
        yield "# columns from which nothing is taken yet:"
        yield from (f"#   {_shown([column.column])}: {_shown(column.samples)}" for column in rest)
    for column in columns:
        if column.field is not None and column.codes:
            yield from _coded(column, column.field)


def _coded(column: Suggestion, field: Field) -> Iterator[str]:
    yield ""
    yield f"[columns.{field.name}]  # {_remark(column)}"
    yield f"column = {_quoted(column.column)}"
    yield ""
    yield f"[columns.{field.name}.values]"
    for code, number in column.codes:
        meaning = _meaning(code, field)
        missing = "  <- complete: " + ", ".join(_names(field)) if not meaning else ""
        yield f"{_quoted(code)} = {_quoted(meaning)}  # {number} rows{missing}"


def _remark(column: Suggestion) -> str:
    """What stands behind a line: its sample values, and a word of caution where the field was only guessed."""
    return ("by likeness: check; " if column.likely else "") + _shown(column.samples)


def _shown(samples: Sequence[str]) -> str:
    """Sample values on one line, each cut to a readable length."""
    return ", ".join("".join(c if c.isprintable() else " " for c in " ".join(s.split()))[:_SHOWN] for s in samples)


def _names(field: Field) -> list[str]:
    return ["yes", "no"] if field.type.kind is Kind.YES_NO else [choice.name for choice in field.type.choices]


def _meaning(code: str, field: Field) -> str:
    """What a code means, where it is the very name of a value: a likeness (未接 and 拒接) would be a wrong finding."""
    if field.type.kind is Kind.YES_NO:
        return "yes" if code.lower() in YES else "no" if code.lower() in NO else ""
    return field.type.spellings_in_any_case.get(code.lower(), "")


def _quoted(text: str) -> str:
    """A TOML string: it knows the escapes that JSON has."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
