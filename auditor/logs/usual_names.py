"""Which field a column gives by its name alone: the field's own names, those that exports use, and names like them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from auditor.language.declarations import Field
from auditor.spelling import nearest

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


def known_names(fields: Sequence[Field]) -> set[str]:
    """Every name by which a column is known for a field, lower case."""
    own, usual = _by_name(fields)
    return {*own, *usual}


def matched_fields(samples: Mapping[str, Sequence[str]], fields: Sequence[Field]) -> dict[str, tuple[str, bool]]:
    """The field of each column for which there is one, and whether only a likeness speaks for it.

    A field goes to the column that has its own name, else to one that has a usual name of it, and only then to one
    with a name that is like these: a likeness must not take a field from the column that is its.
    """
    matched: dict[str, tuple[str, bool]] = {}
    taken: set[str] = set()
    own, usual = _by_name(fields)
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


def _by_name(fields: Sequence[Field]) -> tuple[dict[str, str], dict[str, str]]:
    """The fields by their own names, and by the usual names that exports have for them; lower case."""
    own = {name.lower(): field.name for field in fields for name in (field.name, *field.zh)}
    usual = {name: field for field, names in USUAL_NAMES.items() for name in names if name not in own}
    return own, usual


def _are_states(samples: Sequence[str]) -> bool:
    """Whether a column named `state` holds places, such as `NY` or `New York`, and not what became of a call."""
    return all(re.fullmatch(r"[A-Z]{2}|(?:[A-Z][a-z]+ ?)+", value.strip()) for value in samples)


def matching_field(column: str, fields: Sequence[Field], taken: Iterable[str]) -> str | None:
    """The field that a column of this name most likely gives."""
    name = column.strip().lower()
    own, usual = _by_name(fields)
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
