"""The log as its systems export it: a dialler's CSV, a workbook, JSON lines, and the files of two call centres."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sample_logs.make.calls import TALKED
from sample_logs.make.journal import CALLS, LETTERS, MESSAGES, RONGLIAN, SOURCES, STATUS, TIANRUN, VISITS, Event
from sample_logs.make.people import AGENCY_A
from sample_logs.make.sheets import Cell, Sheet, write_workbook

Row = dict[str, str]
TITLES = {
    CALLS: "calls.csv", MESSAGES: "messages.xlsx", LETTERS: "messages.xlsx", VISITS: "messages.xlsx",
    STATUS: "status.jsonl", TIANRUN: "tianrun.csv", RONGLIAN: "ronglian.csv",
}  # fmt: skip
FILES = tuple(dict.fromkeys(TITLES.values()))
_MARKS = {CALLS: "H", MESSAGES: "D", LETTERS: "X", VISITS: "W", STATUS: "Z"}
_ORDER = (
    "编号", "时间", "类型", "债务人", "被联系人", "债务", "产品", "债权人", "机构", "催收员", "渠道", "方向", "已发起", "结果",
    "时长", "阶段", "联系对象", "号码", "主叫号码", "目的", "法域", "逾期天数", "金额", "到期", "录音录像", "地点", "人数", "出示证件",
    "进入处所", "同意进入", "现场行为", "送达方式", "函件要素", "号码来源", "处理依据", "终端已登记", "债务合法", "机构在名单",
    "机构有违规记录", "委托起始日", "委托终止日", "转委托机构", "转委托经同意", "自称机构", "事先约定", "担责依据", "所称金额",
    "收款账户合规", "年化综合成本", "时效起算日", "本金", "案号", "律师事务所", "律师执业证号", "记录删除日", "内容",
)  # fmt: skip
_ZONE = "+08:00"
_EPOCH = datetime(1970, 1, 1, 8)


def name_events(events: Iterable[Event]) -> list[Event]:
    """The events in the order of time, each with the id that its system gives it."""
    ordered = sorted(events, key=lambda event: (SOURCES.index(event.source), event.at, event.order))
    counts = dict.fromkeys(SOURCES, 0)
    for event in ordered:
        counts[event.source] += 1
        number, seconds = counts[event.source], int((event.at - _EPOCH).total_seconds())
        if event.source == TIANRUN:
            event.id = f"mgw1-{seconds}.{number}"
        elif event.source == RONGLIAN:
            event.id = f"{seconds * 7919 % 16**8:08x}-{number:04x}-11f1-9b2a-7d30c1a40e55"
        else:
            event.id = f"{_MARKS[event.source]}{event.at:%y%m%d}{number:05d}"
    return ordered


def write_logs(folder: Path, events: Sequence[Event]) -> None:
    """Write every file of the log."""
    folder.mkdir(parents=True, exist_ok=True)
    of = {source: [event for event in events if event.source == source] for source in SOURCES}
    _write_csv(folder / TITLES[CALLS], _with_bad_calls([canonical(event) for event in of[CALLS]]), "gb18030")
    _write_csv(folder / TITLES[TIANRUN], [*_tianrun(of[TIANRUN])], "utf-8-sig")
    _write_csv(folder / TITLES[RONGLIAN], [*_ronglian(of[RONGLIAN])], "utf-8")
    write_workbook(folder / TITLES[MESSAGES], _sheets(of))
    lines = [json.dumps(_stamped(event), ensure_ascii=False) + "\n" for event in of[STATUS]]
    (folder / TITLES[STATUS]).write_text("".join(lines), encoding="utf-8", newline="\n")


def canonical(event: Event) -> Row:
    """An event under the fields' own names."""
    return {"编号": event.id, "时间": f"{event.at:%Y-%m-%d %H:%M:%S}"} | event.values


def _stamped(event: Event) -> Row:
    row = {"编号": event.id, "时间": f"{event.at:%Y-%m-%dT%H:%M:%S}{_ZONE}"} | event.values
    return {name: row[name] for name in (*_ORDER, *row) if name in row}


def columns_of(rows: Iterable[Row]) -> list[str]:
    """The columns that rows need, in the usual order; what has no place in it comes first."""
    found = dict.fromkeys(name for row in rows for name in row)
    return [*(name for name in found if name not in _ORDER), *(name for name in _ORDER if name in found)]


def _write_csv(path: Path, rows: Sequence[Row], encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns_of(rows), restval="", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)


def _with_bad_calls(rows: list[Row]) -> list[Row]:
    """What goes wrong on the way out: numbers that Excel has damaged, an impossible date, rows exported twice.

    The damaged rows are copies under ids of their own, so that nothing else depends on them.
    """
    quiet = [row for row in rows if row["结果"] == "无人接听" and "被联系人" not in row]
    bad = [dict(row) for row in quiet[100:500:100]]
    bad[0] |= {"编号": "H-9001", "号码": "1.99E+10"}
    bad[1] |= {"编号": "H-9002", "号码": "1.99E+10"}
    bad[2] |= {"编号": "H-9003", "时间": "2026-07-32 10:00:00"}
    bad[3] |= {"催收员": "1199"}
    return [*rows, *bad, *(dict(row) for row in quiet[20:80:20])]


# --- the workbook -------------------------------------------------------------------------------------------


def _sheets(of: dict[str, list[Event]]) -> list[Sheet]:
    months = [[event for event in of[MESSAGES] if event.at.month == month] for month in (7, 8, 9)]
    note = [
        ["海棠消费金融 贷后触达数据"],
        [],
        ["口径：短信、应用消息、邮件、即时通讯按发送时间；信函按寄出时间；外访按到达时间。"],
    ]
    sheets: list[Sheet] = [("说明", note)]
    for month, events in zip((7, 8, 9), months, strict=True):
        sheets.append((f"{month}月消息", _table(f"贷后消息明细（2026年{month}月）", events, ())))
    damaged: list[Cell] = [622202000000123456]
    sheets.append(("信函", _table("催收函寄送登记", of[LETTERS], damaged)))
    sheets.append(("外访", _table("外访登记表", of[VISITS], ())))
    return sheets


def _table(title: str, events: Sequence[Event], damaged: Sequence[Cell]) -> list[list[Cell]]:
    """A title, a line of remarks, an empty line, the header, the rows; `damaged` spoils the debt of copied rows."""
    rows = [canonical(event) for event in events]
    columns = columns_of(rows)
    table: list[list[Cell]] = [[title], ["导出人：数据组；时间均为北京时间"], [], [*columns]]
    table += [[row.get(name) for name in columns] for row in rows]
    for number, cell in enumerate(damaged, start=1):
        spoilt: dict[str, Cell] = {**rows[number], "编号": f"X-900{number}", "债务": cell}
        table.append([spoilt.get(name) for name in columns])
    return table


# --- call centres -------------------------------------------------------------------------------------------

_TIANRUN_STATUS = {TALKED: "28", "无人接听": "21", "空号停机": "22", "接通无坐席": "23", "已取消": "24"}
_OF_RONGLIAN = (
    "编号",
    "时间",
    "号码",
    "催收员",
    "法域",
    "方向",
    "时长",
    "录音录像",
    "渠道",
    "结果",
    "已发起",
    "主叫号码",
)
_OF_TIANRUN = (*_OF_RONGLIAN, "债务人")


def _epoch(at: datetime) -> str:
    return str(int((at - _EPOCH).total_seconds()))


def _tianrun(events: Sequence[Event]) -> Iterable[Row]:
    """Rows of the outbound table, with what the lender's data desk has joined from the case file."""
    for number, event in enumerate(events):
        values, seconds = event.values, int(event.values["时长"])
        status = _TIANRUN_STATUS[values["结果"]]
        talked, predictive = status == "28", status == "23"
        answered = event.at + timedelta(seconds=3)
        row = {
            "unique_id": event.id, "number_trunk": values["主叫号码"], "customer_number": values["号码"],
            "customer_number_type": "2", "customer_province": values["法域"], "customer_crm_id": values["债务人"],
            "cno": values["催收员"], "client_name": f"座席{values['催收员']}", "start_time": _epoch(event.at),
            "answer_time": _epoch(answered) if status != "24" else "",
            "bridge_time": _epoch(event.at + timedelta(seconds=min(12, seconds))) if talked else "",
            "end_time": _epoch(event.at + timedelta(seconds=seconds)),
            "bill_duration": str(max(seconds - 12, 0)) if talked else "0",
            "bridge_duration": str(max(seconds - 12, 0)) if talked else "0", "total_duration": str(seconds),
            "record_file": f"{event.at:%Y%m%d}/{event.id}.wav" if values["录音录像"] == "是" else "",
            "task_id": "17" if predictive else "", "task_name": "锦澜-海棠M2" if predictive else "",
            "call_type": "5" if predictive else "3" if number % 3 else "4", "status": status, "mark": "0",
            "end_reason": "1000" if number % 2 else "1001", "user_field": "", "sip_cause": "200" if talked else "480",
        }  # fmt: skip
        yield row | {name: value for name, value in values.items() if name not in _OF_TIANRUN}
        if number % 250 == 100:
            yield _not_a_contact(row, "9", number)
        if number % 400 == 200:
            yield _not_a_contact(row, "7", number)


def _not_a_contact(row: Row, call_type: str, number: int) -> Row:
    """A call between collectors, or a greeting that one of them recorded."""
    changed = {
        "unique_id": f"{row['unique_id']}-{number}",
        "call_type": call_type,
        "customer_crm_id": "",
        "status": "28",
    }
    return row | changed | {"customer_number": "2109", "机构": AGENCY_A}


_RONGLIAN_STATUS = {
    TALKED: "dealing",
    "无人接听": "notDeal",
    "空号停机": "notDeal",
    "接通无坐席": "queueLeak",
    "已取消": "blackList",
}
_TRANSFERRED_EVERY = 9


def _ronglian(events: Sequence[Event]) -> Iterable[Row]:
    """Rows of the call record; some talks are passed to a second collector, which makes a second row."""
    talks = 0
    for number, event in enumerate(events):
        row = _ronglian_row(event)
        if number == 60:
            yield row | {"CALL_SHEET_ID": "undocumented-0001", "_id": "undocumented-0001", "STATUS": "hangup"}
        talks += row["STATUS"] == "dealing"
        if row["STATUS"] == "dealing" and talks % _TRANSFERRED_EVERY == 0:
            middle = event.at + timedelta(seconds=int(event.values["时长"]) // 2)
            end, row["END_TIME"] = row["END_TIME"], f"{middle:%Y-%m-%d %H:%M:%S}"
            yield row
            second = f"{event.id[:-12]}{number:012x}"
            yield row | {
                "_id": second, "CALL_SHEET_ID": second, "REF_CALL_SHEET_ID": event.id, "CONNECT_TYPE": "dialTransfer",
                "OFFERING_TIME": f"{middle:%Y-%m-%d %H:%M:%S}", "BEGIN_TIME": f"{middle:%Y-%m-%d %H:%M:%S}",
                "END_TIME": end, "DISPOSAL_AGENT": "3190", "内容": "",
            }  # fmt: skip
        else:
            yield row
        if number == 240:
            yield dict(row)  # the last page of one query is the first of the next


def _ronglian_row(event: Event) -> Row:
    values, seconds = event.values, int(event.values["时长"])
    status = _RONGLIAN_STATUS[values["结果"]]
    begin = event.at + timedelta(seconds=min(10, seconds))
    row = {
        "_id": event.id, "CALL_SHEET_ID": event.id, "CALL_NO": values["主叫号码"], "CALLED_NO": values["号码"],
        "CONNECT_TYPE": "dialout", "STATUS": status, "DISPOSAL_AGENT": values["催收员"],
        "OFFERING_TIME": f"{event.at:%Y-%m-%d %H:%M:%S}",
        "BEGIN_TIME": f"{begin:%Y-%m-%d %H:%M:%S}" if status == "dealing" else "",
        "END_TIME": f"{event.at + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S}",
        "CALL_TIME_LENGTH": str(max(seconds - 10, 0)) if status == "dealing" else "0", "QUEUE_NAME": "海棠M2",
        "RECORD_FILE_NAME": f"rec/{event.at:%Y%m%d}/{event.id}.mp3" if values["录音录像"] == "是" else "",
        "FILE_SERVER": "", "REF_CALL_SHEET_ID": "", "PROVINCE": values["法域"], "DISTRICT": "", "DISTRICT_CODE": "",
        "CUSTOMER_NAME": event.account.name if event.account else "",
    }  # fmt: skip
    return row | {name: value for name, value in values.items() if name not in _OF_RONGLIAN}
