"""A draft of a profile for a log: with its gaps filled it works."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from auditor.diagnostics import DiagnosticError
from auditor.logs.suggest import suggest
from tests.log_events import fields, read
from tests.log_runs import audit, run, write

EXPORT = (
    "外呼明细（三季度）",
    "",
    "流水号,呼叫时间,客户编号,客户号码,坐席工号,呼叫类型,通话状态,通话时长,录音文件,备注\n(内部)",
    "T1,2026-07-01 22:30:00,D1,13800138000,1001,呼出,接通,95,a.wav,x",
    "T2,2026-07-01 10:00:00,D2,13900139000,1002,呼出,未接,0,,y",
    "T3,2026-07-01 11:00:00,D2,13900139000,1002,呼出,未接,0,,\"他说\"\"好\"\"\"",
)  # fmt: skip


def completed(draft: str) -> str:
    """The draft with its gaps filled, as a person would."""
    filled = draft.replace(
        '# channel = ...  no column was recognised; a constant is written { value = "..." }',
        'channel = { value = "call" }',
    )
    for code, meaning in (("接通", "conversation"), ("未接", "no-answer")):
        lines = [f'"{code}" = "{meaning}"' if line.startswith(f'"{code}" = ') else line for line in filled.split("\n")]
        filled = "\n".join(lines)
    return filled


def test_a_draft_with_its_gaps_filled_works(tmp_path: Path) -> None:
    """From an export to findings in three steps: a draft, its gaps, an audit."""
    path = write(
        tmp_path / "外呼.csv",
        *EXPORT[:2],
        '"' + '","'.join(EXPORT[2].split(",")) + '"',
        *EXPORT[3:],
        encoding="gb18030",
    )
    status, draft, _ = run("profile", "suggest", path)
    assert status == 0
    assert '"接通" = ""  # 1 rows  <- complete: blocked, cancelled' in draft
    assert '"呼出" = "outbound"  # 3 rows\n' in draft
    profile = tmp_path / "p.toml"
    profile.write_text(completed(draft), encoding="utf-8")
    ran = audit(tmp_path, path, "--profile", profile, zone=None)

    assert ran.rows["used"] == 3
    assert ran.violations == {("hours", "T1")}
    log = read(path, profile=completed(draft), zone=None)
    assert log.column("outcome") == ["conversation", "no-answer", "no-answer"]
    assert log.column("duration") == [95_000_000, 0, 0]
    assert log.inputs[0].encoding == "gb18030"


def test_a_draft_as_it_stands_says_what_is_missing(tmp_path: Path) -> None:
    """A gap that was left is told as the code that means nothing yet."""
    path = write(tmp_path / "a.csv", "start_time,status", "2026-07-01 10:00,zzz")
    draft = suggest(path, fields())

    assert '"zzz" = ""' in draft
    with pytest.raises(DiagnosticError, match="does not say yet what `zzz` means as `outcome`"):
        read(path, profile=draft)


def test_every_draft_is_toml(tmp_path: Path) -> None:
    """Whatever stands in headers and cells, the draft can be read."""
    path = write(tmp_path / "a.csv", 'at,"a\\b""c\td","status"', '2026-07-01 10:00,"x\x01\ny","o""k\\"')
    draft = tomllib.loads(suggest(path, fields()))

    assert draft["columns"]["outcome"]["values"] == {'o"k\\': ""}


@pytest.mark.parametrize(
    ("cell", "format"), [("1782900000", "epoch-s"), ("1782900000123", "epoch-ms"), ("46204.9375", "excel")]
)
def test_times_that_are_numbers_have_their_format_drafted(tmp_path: Path, cell: str, format: str) -> None:
    """Ten digits are seconds, thirteen milliseconds, five with a fraction are Excel's days."""
    path = write(tmp_path / "a.csv", "start_time,x", f"{cell},1", f"{cell},2")
    draft = suggest(path, fields())

    assert tomllib.loads(draft)["columns"]["at"] == {"column": "start_time", "format": format}
    assert len(read(path, profile=draft).events) == 2


def test_a_workbook_s_sheet_and_header_row_are_drafted(tmp_path: Path) -> None:
    """The sheet whose header is known best, and the row where it stands."""
    book = openpyxl.Workbook()
    book.active.append(["说明"])
    sheet = book.create_sheet("明细")
    for row in (["三季度"], ["呼叫时间", "客户编号"], [datetime(2026, 7, 1, 10), "D1"]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    draft = suggest(tmp_path / "a.xlsx", fields())

    assert (tomllib.loads(draft)["sheet"], tomllib.loads(draft)["header_row"]) == ("明细", 2)
    assert read(tmp_path / "a.xlsx", profile=draft).column("consumer") == ["D1"]


def test_json_lines_have_a_draft_too(tmp_path: Path) -> None:
    """Keys are columns."""
    path = write(tmp_path / "a.jsonl", '{"timestamp": "2026-07-01 10:00", "lead_id": 5}')

    assert read(path, profile=suggest(path, fields())).column("consumer") == ["5"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", "empty-log"),
        ("a.csv", b"at,b\n", "empty-log"),
        ("a.csv", b"a\xff\n1\n", "unknown-encoding"),
        ("a.xls", b"<html><table>", "wrong-suffix"),
        ("a.parquet", b"PAR1xxxxPAR1", "wrong-suffix"),
        ("a.doc", b"x", "unknown-log-type"),
    ],
)
def test_what_cannot_be_read_has_no_draft(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    """A file that is no log is told as it is when it is audited."""
    path = tmp_path / name
    path.write_bytes(data)
    status, out, err = run("profile", "suggest", path)

    assert (status, out) == (4, "")
    assert f"[{code}]" in err


@pytest.mark.parametrize(
    ("values", "line"), [(("ANSWERED", "BUSY"), "[columns.outcome]"), (("NY", "CA"), 'jurisdiction = "state"')]
)
def test_state_is_what_its_values_are(tmp_path: Path, values: tuple[str, str], line: str) -> None:
    """A column `state` is a place, or what became of a call; `start` is a time, and not the word most like it."""
    rows = [f"{n},K{n},2026-07-0{n} 09:12:00,64,{value},13812345678" for n, value in enumerate(values, 1)]
    path = write(tmp_path / "calls.csv", "call_id,crm_id,start,talk,state,callee", *rows)
    draft = suggest(path, fields())
    assert line in draft
    for given in ('at = "start"', 'consumer = "crm_id"', 'number = "callee"'):
        assert given in draft
    assert 'column = "talk"' in draft or 'duration = "talk"' in draft


SAMPLES = Path(__file__).resolve().parent.parent / "sample_logs" / "cn"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "tianrun.csv",
            {
                "id": "unique_id", "consumer": "customer_crm_id", "number": "customer_number", "agent": "cno",
                "jurisdiction": "customer_province", "debt": "债务", "person": "被联系人", "creditor": "债权人",
            },
        ),
        (
            "ronglian.csv",
            {
                "at": "OFFERING_TIME", "ended": "END_TIME", "number": "CALLED_NO", "agent": "DISPOSAL_AGENT",
                "jurisdiction": "PROVINCE", "consumer": "债务人", "debt": "债务", "person": "被联系人",
            },
        ),
    ],
)  # fmt: skip
def test_exports_that_are_known_are_drafted_without_a_guess(name: str, expected: dict[str, str]) -> None:
    """A likeness takes no field from the column whose name is known, wherever that stands."""
    draft = suggest(SAMPLES / name, fields())
    columns = tomllib.loads(draft)["columns"]

    assert {field: columns[field] for field in expected} == expected
    assert "by likeness" not in draft


def test_what_is_only_alike_is_marked(tmp_path: Path) -> None:
    """Known names first, over all columns; a name like them gets what is left, and a word of caution."""
    path = write(
        tmp_path / "export.csv",
        "customer_name,start_tim,agnt,dispositon,customer_id,phone",
        "Lee,2026-07-01 10:00:00,a1,busy,K1,13812345678",
    )
    draft = suggest(path, fields())
    lines = draft.splitlines()

    assert 'consumer = "customer_id"  # K1' in lines
    assert 'number = "phone"  # 13812345678' in lines
    assert "#   customer_name: Lee" in lines
    assert 'at = "start_tim"  # by likeness: check; 2026-07-01 10:00:00' in lines
    assert 'agent = "agnt"  # by likeness: check; a1' in lines
    assert "[columns.outcome]  # by likeness: check; busy" in lines
    assert tomllib.loads(draft)["columns"]["outcome"]["column"] == "dispositon"


def test_a_column_that_is_known_twice_is_no_other_field(tmp_path: Path) -> None:
    """Of two columns with known names of one field the first is taken; the other is left, and not guessed away."""
    path = write(tmp_path / "a.csv", "billsec,agent_name,talk_time,duration,agent", "1,Lee,2,3,a1")
    draft = suggest(path, fields())

    assert 'duration = "duration"  # 3' in draft.splitlines()
    assert 'agent = "agent"  # a1' in draft.splitlines()
    assert {"#   billsec: 1", "#   talk_time: 2", "#   agent_name: Lee"} <= set(draft.splitlines())
