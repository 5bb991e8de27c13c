"""A draft of a profile for a log: columns matched by their names, codes listed, three sample values a column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.diagnostics import Diagnostic, DiagnosticError
from auditor.engine.timeline import database
from auditor.language.declarations import Field
from auditor.logs.csv_files import read_csv, read_head
from auditor.logs.encodings import detect, to_utf8
from auditor.logs.excel_files import open_workbook, read_sheet, sheet_head
from auditor.logs.raw import RawTable
from auditor.logs.sources import scratch_folder
from auditor.logs.table_files import read_json, read_json_lines, read_parquet
from auditor.spelling import nearest
from auditor.value_types import Kind

USUAL_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("unique_id", "call id", "callid", "call_id", "contactid", "contact_id", "uniqueid", "_id", "call_sheet_id", "callserialno", "记录编号", "流水号", "通话编号", "短信编号"),
    "at": ("start_time", "starttime", "begin_time", "begintime", "call_date", "timestamp", "offering_time", "initiationtimestamp", "dateofcall", "time", "开始时间", "呼叫时间", "拨打时间", "外呼时间", "发送时间", "发起时间", "通话开始时间"),
    "ended": ("end_time", "endtime", "disconnecttimestamp", "releasetime", "结束时间", "挂机时间", "通话结束时间"),
    "duration": ("bill_duration", "billsec", "duration", "call_duration", "talk_time", "callduration", "bridge_duration", "call_time_length", "通话时长", "通话时间", "时长(秒)"),
    "consumer": ("customer_crm_id", "customer_id", "debtor_id", "account", "lead_id", "client id", "客户编号", "客户号", "借款人编号", "债务人编号", "用户id"),
    "debt": ("debt_id", "loan_id", "contract_no", "account_number", "借据号", "合同号", "贷款编号", "案件编号"),
    "number": ("customer_number", "called_no", "callednumber", "called", "dnis", "phone_number", "phonenumber", "to-no", "dst", "被叫号码", "客户号码", "手机号", "电话号码", "联系电话", "收件人"),
    "agent": ("agent", "cno", "disposal_agent", "agentnames", "user", "client_name", "坐席", "坐席工号", "座席", "催收员工号", "经办人"),
    "agency": ("agency", "vendor", "company", "委外机构", "催收机构", "受托机构"),
    "outcome": ("status", "disposition", "call_result", "callresult", "contactdisposition", "outcome", "systemclassification", "通话状态", "呼叫结果", "接通状态", "发送状态", "触达结果"),
    "direction": ("direction", "call type", "call_type", "connect_type", "calltype", "contacttype", "呼叫类型", "呼叫方向", "通话类型"),
    "channel": ("channel", "media", "type", "触达方式", "联系方式", "催收方式"),
    "zone": ("timezone", "time_zone", "tz"),
    "jurisdiction": ("state", "province", "省份", "客户省份"),
    "text": ("text", "message", "content", "body", "transcript", "notes", "短信内容", "消息内容", "录音文本", "转写文本", "备注内容"),
    "party": ("recipient_role", "party", "relation", "与债务人关系", "关系", "被联系人关系"),
    "amount": ("amount", "balance", "欠款金额", "逾期金额", "应还金额"),
    "days_past_due": ("dpd", "overdue_days", "days_past_due", "逾期天数"),
    "product": ("product", "product_type", "产品", "产品名称"),
}  # fmt: skip
"""Names under which exports have a field, lower case."""

_SAMPLES, _CODES = 3, 40


@dataclass(frozen=True)
class Suggestion:
    """A column with sample values, and the field that it may give."""

    column: str
    samples: tuple[str, ...]
    field: str | None


def suggest(path: Path, fields: Sequence[Field]) -> str:
    """A profile for a log as TOML, to be completed by hand. Raises DiagnosticError where the file cannot be read."""
    with scratch_folder(None) as scratch, database() as connection:
        raw = _raw(connection, path, Path(scratch), fields)
        columns = []
        taken: set[str] = set()
        for column in raw.columns:
            samples = connection.execute(
                f"SELECT DISTINCT {raw.column_names[column]}::VARCHAR AS v FROM {raw.table} WHERE v IS NOT NULL ORDER BY v LIMIT {_SAMPLES}"
            ).fetchall()
            found = matching_field(column, fields, taken)
            if found is not None:
                taken.add(found)
            columns.append(Suggestion(column, tuple(str(value) for (value,) in samples), found))
        codes = {
            column.field: connection.execute(
                f"SELECT {raw.column_names[column.column]}::VARCHAR AS v, count(*) FROM {raw.table} WHERE v IS NOT NULL "
                f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_CODES}"
            ).fetchall()
            for column in columns
            if column.field is not None and _is_choice(column.field, fields)
        }
        return "\n".join(_lines(path, columns, codes, fields)) + "\n"


def matching_field(column: str, fields: Sequence[Field], taken: Iterable[str]) -> str | None:
    """The field that a column of this name most likely gives."""
    name = column.strip().lower()
    names = {n.lower(): f.name for f in fields for n in (f.name, *f.zh)}
    for field, usual in USUAL_NAMES.items():
        for other in usual:
            names.setdefault(other, field)
    free = {known: field for known, field in names.items() if field not in set(taken)}
    if name in free:
        return free[name]
    close = nearest(name, free)
    return None if close is None else free[close]


def _is_choice(name: str, fields: Sequence[Field]) -> bool:
    return any(f.name == name and f.type.kind is Kind.CHOICE for f in fields)


def _raw(connection: object, path: Path, scratch: Path, fields: Sequence[Field]) -> RawTable:
    known = {name for f in fields for name in (f.name, *f.zh)} | {n for names in USUAL_NAMES.values() for n in names}
    suffix = path.suffix.lower()
    if not path.is_file():
        raise DiagnosticError([Diagnostic("unreadable-log", "there is no such file", file=str(path))])
    if suffix in (".xlsx", ".xls", ".xlsm"):
        workbook = open_workbook(path)
        sheet = workbook.sheet_names[0]
        head = sheet_head(workbook, sheet)
        row = _header(head.rows, known)
        return read_sheet(connection, workbook, path.name, sheet, "raw_1", head.rows[row], row + 2)  # type: ignore[arg-type]
    if suffix == ".parquet":
        return read_parquet(connection, path, path.name, "raw_1")  # type: ignore[arg-type]
    if suffix in (".jsonl", ".ndjson"):
        return read_json_lines(connection, path, path.name, "raw_1")  # type: ignore[arg-type]
    if suffix == ".json":
        return read_json(connection, path, path.name, "raw_1")  # type: ignore[arg-type]
    encoding = detect(path)
    if encoding is None:
        raise DiagnosticError([Diagnostic("unknown-encoding", "the file is neither UTF-8 nor GB18030", file=path.name)])
    head, delimiter = read_head(path, encoding, None)
    row = _header(head.rows, known)
    whole = path
    if encoding not in ("utf-8", "utf-8-sig"):
        whole = scratch / "log.csv"
        to_utf8(path, encoding, whole)
    return read_csv(connection, path, path.name, "raw_1", head.rows[row], row + 2, delimiter, whole, encoding)  # type: ignore[arg-type]


def _header(rows: Sequence[Sequence[str]], known: set[str]) -> int:
    """The row that names most known columns; else the first that is mostly filled."""
    counts = [sum(cell.strip().lower() in known for cell in row) for row in rows]
    if counts and max(counts) > 0:
        return counts.index(max(counts))
    widest = max((sum(bool(cell.strip()) for cell in row) for row in rows), default=0)
    return next((i for i, row in enumerate(rows) if sum(bool(c.strip()) for c in row) == widest), 0)


def _lines(
    path: Path, columns: Sequence[Suggestion], codes: Mapping[str, list[tuple[str, int]]], fields: Sequence[Field]
) -> Iterator[str]:
    yield f"# A draft for `{path.name}`: complete it, then `auditor audit {path.name} --profile THIS.toml --rules ...`"
    yield f'name = "{path.stem}"'
    yield 'zone = "Asia/Shanghai"  # of times without an offset: check it'
    yield ""
    yield "[columns]"
    by_name = {f.name: f for f in fields}
    for column in columns:
        if column.field is not None and column.field not in codes:
            yield f"{column.field} = {_quoted(column.column)}  # {_shown(column.samples)}"
    mapped = {column.field for column in columns}
    for name in ("at", "consumer", "channel", "direction", "outcome"):
        if name not in mapped:
            yield f'# {name} = ...  no column was recognised; a constant is written {{ value = "..." }}'
    rest = [column for column in columns if column.field is None]
    if rest:
        yield "# columns from which nothing is taken yet:"
        yield from (f"#   {column.column}: {_shown(column.samples)}" for column in rest)
    for column in columns:
        if column.field is not None and column.field in codes:
            yield ""
            yield f"[columns.{column.field}]  # {_shown(column.samples)}"
            yield f"column = {_quoted(column.column)}"
            yield ""
            yield f"[columns.{column.field}.values]"
            for code, number in codes[column.field]:
                meaning = _meaning(code, by_name[column.field])
                missing = "  <- complete" if not meaning else ""
                yield f"{_quoted(code)} = {_quoted(meaning)}  # {number} rows{missing}"


def _shown(samples: Sequence[str]) -> str:
    """Sample values on one line, each cut to a readable length."""
    return ", ".join(" ".join(sample.split())[:40] for sample in samples)


def _meaning(code: str, field: Field) -> str:
    names = {name.lower(): choice.name for choice in field.type.choices for name in (choice.name, choice.zh) if name}
    close = nearest(code.lower(), names)
    return names[close] if close is not None else ""


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
