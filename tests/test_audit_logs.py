"""One log in every shape that it may come in: the findings are the same, and so are their ids."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import auditor
from tests.log_runs import NIGHT, audit

HEADER = ("编号", "时间", "债务人", "渠道", "方向", "结果", "号码", "内容")
ROWS = (
    ("a1", "2026-07-01 09:00:00", "D1", "电话", "呼出", "接通对话", "13800138000", "催收员：您好\n客户：您好，\"再说\""),
    ("a2", "2026-07-01 22:00:00", "D1", "短信", "呼出", "已送达", "13800138000", "=请还款; 否则弄 死 你"),
    ("a3", "2026-07-01 23:59:59", "D1", "语音机器人", "呼出", "无人接听", "13800138000", ""),
    ("b1", "2026-07-02 07:59:59", "D2", "上门", "呼出", "", "", "已到\t门口"),
    ("b2", "2026-07-02 08:00:00", "D2", "电话", "呼入", "接通对话", "13900139000", "我要弄死你"),
)  # fmt: skip
EXPECTED = {("hours", "a2"), ("threat", "a2"), ("hours", "a3"), ("daily", "a3"), ("hours", "b1")}


def text(delimiter: str) -> str:
    """The log as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADER, *ROWS])
    return out.getvalue()


def records() -> list[dict[str, str]]:
    """The log as objects, empty cells left out."""
    return [{name: cell for name, cell in zip(HEADER, row, strict=True) if cell} for row in ROWS]


def workbook(path: Path) -> None:
    """The log as a workbook: two sheets by month, with titles above the header, times as Excel's."""
    book = openpyxl.Workbook()
    book.active.title = "封面"
    book.active.append(["第三季度催收记录"])
    for name, rows in (("一", ROWS[:3]), ("二", ROWS[3:])):
        sheet = book.create_sheet(name)
        sheet.append(["催收记录明细"])
        sheet.append(["导出人：张三", None, None, "机密"])
        sheet.append([])
        sheet.append(list(HEADER))
        for row in rows:
            cells: list[Any] = [*row]
            cells[1] = pd.Timestamp(row[1]).to_pydatetime()
            sheet.append(cells)
            sheet.cell(sheet.max_row, len(HEADER)).data_type = "s"
    book.save(path)


def frame() -> pd.DataFrame:
    """The log as a data frame, with times as times."""
    found = pd.DataFrame(ROWS, columns=list(HEADER)).replace("", None)
    return found.assign(时间=pd.to_datetime(found["时间"]))


SHAPES: dict[str, Any] = {
    "utf8.csv": lambda path: path.write_text(text(","), encoding="utf-8", newline=""),
    "mark.csv": lambda path: path.write_text(text(","), encoding="utf-8-sig", newline=""),
    "gb18030.csv": lambda path: path.write_text(text(","), encoding="gb18030", newline=""),
    "utf16.csv": lambda path: path.write_text(text(","), encoding="utf-16", newline=""),
    "tabs.tsv": lambda path: path.write_text(text("\t"), encoding="utf-8", newline=""),
    "semicolons.txt": lambda path: path.write_text(text(";"), encoding="utf-8", newline=""),
    "lines.jsonl": lambda path: path.write_text("\n".join(json.dumps(r) for r in records()), encoding="utf-8"),
    "array.json": lambda path: path.write_text(json.dumps(records(), ensure_ascii=False), encoding="utf-8"),
    "book.xlsx": workbook,
    "table.parquet": lambda path: frame().to_parquet(path),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the audit of each shape wrote."""
    folder = tmp_path_factory.mktemp("shapes")
    found = {}
    for name, make in SHAPES.items():
        make(folder / name)
        ran = audit(folder, folder / name)
        assert (ran.rows["read"], ran.rows["used"]) == (len(ROWS), len(ROWS)), (name, ran.err)
        assert ran.violations == EXPECTED, name
        found[name] = ran.report
    return found


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_gives_the_same_findings(reports: dict[str, dict[str, Any]], name: str) -> None:
    """Rule, event, times, numbers, evidence and id of every finding are those of the plain CSV."""

    def plain(report: dict[str, Any]) -> list[dict[str, Any]]:
        return [{key: value for key, value in f.items() if key not in ("source", "hits")} for f in report["findings"]]

    assert plain(reports[name]) == plain(reports["utf8.csv"])


def test_the_source_of_a_finding_is_where_the_row_stands(reports: dict[str, dict[str, Any]]) -> None:
    """File, sheet and row are those that a person opens."""
    places = {
        name: {
            finding["event"]: (finding["source"]["sheet"], finding["source"]["row"]) for finding in report["findings"]
        }
        for name, report in reports.items()
    }

    assert places["utf8.csv"] == places["gb18030.csv"] == {"a2": (None, 3), "a3": (None, 4), "b1": (None, 5)}
    assert places["book.xlsx"] == {"a2": ("一", 6), "a3": ("一", 7), "b1": ("二", 5)}
    assert places["lines.jsonl"] == places["table.parquet"] == {"a2": (None, 2), "a3": (None, 3), "b1": (None, 4)}


def test_a_data_frame_gives_the_same_findings(reports: dict[str, dict[str, Any]]) -> None:
    """The front door in Python finds what the command line finds."""
    report = auditor.audit(frame(), rules=[str(NIGHT)], zone="Asia/Shanghai")

    assert sorted(report.findings["id"]) == sorted(finding["id"] for finding in reports["utf8.csv"]["findings"])


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the machine, the clock or chance is in the report."""
    path = tmp_path / "a.csv"
    path.write_text(text(",") + "x,nonsense,D1,电话,呼出,接通对话,1.38E+10,\n", encoding="utf-8", newline="")
    outputs = []
    for _ in range(2):
        audit(tmp_path, path)
        outputs.append({file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()})

    assert outputs[0] == outputs[1]
    assert set(outputs[0]) == {"report.json", "report-rejected.csv"}


def test_several_files_are_one_log(tmp_path: Path) -> None:
    """Contacts of one day in three files, in three shapes, are counted together."""
    day = [("x1", "08:00"), ("x2", "12:00"), ("x3", "16:00")]
    rows = [
        {"id": id, "at": f"2026-07-01 {time}", "consumer": "D1", "channel": "sms", "direction": "outbound"}
        for id, time in day
    ]
    table = pd.DataFrame(rows)
    table.iloc[:1].to_csv(tmp_path / "a.csv", index=False)
    table.iloc[1:2].to_json(tmp_path / "b.jsonl", orient="records", lines=True)
    table.iloc[2:].to_parquet(tmp_path / "c.parquet")
    ran = audit(tmp_path, *(tmp_path / name for name in ("c.parquet", "a.csv", "b.jsonl")))

    (found,) = ran.report["findings"]
    assert (found["event"], found["evidence"], found["numbers"]["count"]) == ("x3", ["x1", "x2", "x3"], 3)
    assert [file["file"] for file in ran.report["run"]["inputs"]] == ["c.parquet", "a.csv", "b.jsonl"]
    assert ran.rows["read"] == 3
