"""A draft of a profile for a log: columns matched by their names, codes listed, three sample values a column."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from auditor.logs.values import NO, YES
from auditor.spelling import nearest
from auditor.value_types import Kind

USUAL_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("unique_id", "call id", "callid", "call_id", "contactid", "contact_id", "uniqueid", "_id", "call_sheet_id", "callserialno", "记录编号", "流水号", "通话编号", "短信编号"),
    "at": ("start_time", "starttime", "start", "started_at", "call_start", "begin_time", "begintime", "call_date", "timestamp", "offering_time", "initiationtimestamp", "dateofcall", "time", "开始时间", "呼叫时间", "拨打时间", "外呼时间", "发送时间", "发起时间", "通话开始时间"),
    "ended": ("end_time", "endtime", "disconnecttimestamp", "releasetime", "结束时间", "挂机时间", "通话结束时间"),
    "duration": ("talk", "bill_duration", "billsec", "duration", "call_duration", "talk_time", "callduration", "bridge_duration", "call_time_length", "通话时长", "通话时间", "时长(秒)"),
    "consumer": ("customer_crm_id", "crm_id", "customer_id", "borrower_id", "debtor_id", "account", "lead_id", "client id", "客户编号", "客户号", "借款人编号", "债务人编号", "用户id"),
    "debt": ("debt_id", "loan_id", "contract_no", "account_number", "借据号", "合同号", "贷款编号", "案件编号"),
    "number": ("customer_number", "callee", "called_no", "callednumber", "called", "dnis", "phone_number", "phonenumber", "to-no", "dst", "phone", "phone_no", "telephone", "mobile", "mobile_no", "tel", "被叫", "电话", "手机", "手机号码", "被叫号码", "客户号码", "手机号", "电话号码", "联系电话", "收件人"),
    "agent": ("agent", "cno", "disposal_agent", "agentnames", "user", "client_name", "坐席", "坐席工号", "座席", "催收员工号", "经办人"),
    "agency": ("agency", "vendor", "company", "委外机构", "催收机构", "受托机构"),
    "outcome": ("status", "disposition", "call_result", "callresult", "contactdisposition", "outcome", "systemclassification", "通话状态", "呼叫结果", "接通状态", "发送状态", "触达结果"),
    "direction": ("direction", "call type", "call_type", "connect_type", "calltype", "contacttype", "呼叫类型", "呼叫方向", "通话类型"),
    "channel": ("channel", "media", "type", "触达方式", "联系方式", "催收方式"),
    "zone": ("timezone", "time_zone", "tz"),
    "jurisdiction": ("state", "province", "customer_province", "省份", "客户省份"),
    "text": ("text", "message", "content", "body", "transcript", "notes", "短信内容", "消息内容", "录音文本", "转写文本", "备注内容"),
    "party": ("recipient_role", "party", "relation", "与债务人关系", "关系", "被联系人关系"),
    "amount": ("amount", "balance", "欠款金额", "逾期金额", "应还金额"),
    "days_past_due": ("dpd", "overdue_days", "days_past_due", "逾期天数"),
    "product": ("product", "product_type", "产品", "产品名称"),
}  # fmt: skip
"""Names under which exports have a field, lower case."""

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
    matched = _matched(samples, fields)
    columns = []
    for column, texts in samples.items():
        name, likely = matched.get(column, ("", False))
        field = by_name.get(name)
        codes: list[tuple[str, int]] = []
        if field is not None and field.type.kind in (Kind.CHOICE, Kind.YES_NO):
            codes = connection.execute(f"{counted(column)} ORDER BY 2 DESC, 1 LIMIT {_CODES}").fetchall()
        columns.append(Suggestion(column, texts, field, tuple(codes), _format(field, texts), likely))
    return columns


def _matched(samples: Mapping[str, Sequence[str]], fields: Sequence[Field]) -> dict[str, tuple[str, bool]]:
    """The field of each column for which there is one, and whether only a likeness speaks for it.

    A field goes to the column that has its own name, else to one that has a usual name of it, and only then to one
    with a name that is like these: a likeness must not take a field from the column that is its.
    """
    matched: dict[str, tuple[str, bool]] = {}
    taken: set[str] = set()
    own, usual = _known_names(fields)
    names = {column: _as_matched(column, values) for column, values in samples.items()}
    for known in (own, usual):
        for column, name in names.items():
            field = known.get(name)
            if column not in matched and field is not None and field not in taken:
                matched[column] = field, False
                taken.add(field)
    for column, name in names.items():
        # A second column with a known name (bill_duration beside bridge_duration) is known, and is no other field.
        if column not in matched and name not in own and name not in usual:
            likely = matching_field(name, fields, taken)
            if likely is not None:
                matched[column] = likely, True
                taken.add(likely)
    return matched


def _as_matched(column: str, samples: Sequence[str]) -> str:
    """The name by which a column is matched: `state` is a place, or what became of a call."""
    name = column.strip().lower()
    return "status" if name == "state" and not _are_states(samples) else name


def _known_names(fields: Sequence[Field]) -> tuple[dict[str, str], dict[str, str]]:
    """The fields by their own names, and by the usual names that exports have for them; lower case."""
    own = {name.lower(): field.name for field in fields for name in (field.name, *field.zh)}
    usual = {name: field for field, names in USUAL_NAMES.items() for name in names if name not in own}
    return own, usual


def _are_states(samples: Sequence[str]) -> bool:
    """Whether a column named `state` holds places, such as `NY` or `New York`, and not what became of a call."""
    return all(re.fullmatch(r"[A-Z]{2}|(?:[A-Z][a-z]+ ?)+", value.strip()) for value in samples)


def _format(field: Field | None, samples: Sequence[str]) -> str | None:
    """The format of a time that is a number."""
    if field is None or field.type.kind is not Kind.MOMENT:
        return None
    return next((name for name, shape in _EPOCHS if samples and all(re.fullmatch(shape, s) for s in samples)), None)


def matching_field(column: str, fields: Sequence[Field], taken: Iterable[str]) -> str | None:
    """The field that a column of this name most likely gives."""
    name = column.strip().lower()
    own, usual = _known_names(fields)
    excluded = set(taken)
    free = {known: field for known, field in {**usual, **own}.items() if field not in excluded}
    if name in free:
        return free[name]
    # customer_name is like customer_number, but a name is no number: the last words have to be alike too.
    last = _last_word(name)
    close = nearest(name, [known for known in free if nearest(last, [_last_word(known)])])
    return None if close is None else free[close]


def _last_word(name: str) -> str:
    return re.split(r"[\s_\-.]+", name)[-1] or name


# --- the file -----------------------------------------------------------------------------------------------


def _read(
    connection: duckdb.DuckDBPyConnection, path: Path, kind: str, scratch: Path, fields: Sequence[Field]
) -> _Found:
    known = {name.lower() for f in fields for name in (f.name, *f.zh)}
    known |= {name for names in USUAL_NAMES.values() for name in names}
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
