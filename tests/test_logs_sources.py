"""Which files are read, by which profile, under which name."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.diagnostics import DiagnosticError
from auditor.logs.sources import shown_names
from tests.log_events import read
from tests.log_runs import audit, write

HEADER = "id,at,consumer,channel,direction"
ROW = "a,2026-07-01 10:00,D1,sms,outbound"
CHINESE = "编号,时间,债务人,渠道,方向,结果,号码,联系对象,内容,已发起,逾期天数,金额"
CHINESE_ROW = 'b,2026-07-02 10:00,D2,电话,呼出,接通对话,13800138000,债务人本人,您好,是,35,"1,234.50"'


def test_canonical_headers_in_both_languages_need_no_profile(tmp_path: Path) -> None:
    """Fields and values have an English and a Chinese name, and both are read as they stand."""
    log = read(write(tmp_path / "a.csv", HEADER, ROW), write(tmp_path / "b.csv", CHINESE, CHINESE_ROW))

    english, chinese = log.events
    assert (english["channel"], english["direction"], english["kind"]) == ("sms", "outbound", "contact")
    assert (chinese["channel"], chinese["direction"], chinese["outcome"]) == ("call", "outbound", "conversation")
    assert (chinese["party"], chinese["placed"], chinese["days_past_due"]) == ("debtor", True, 35)
    assert str(chinese["amount"]) == "1234.5000"
    assert log.account.read == log.account.used == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_usual_encodings(tmp_path: Path, encoding: str) -> None:
    """A log is read in the encoding that it has, and the report says which."""
    log = read(write(tmp_path / "b.csv", CHINESE, CHINESE_ROW, encoding=encoding))

    assert log.column("consumer") == ["D2"]
    assert log.inputs[0].encoding == encoding


def test_a_byte_order_mark_before_a_quoted_header(tmp_path: Path) -> None:
    """The mark is no part of the first column's name, quoted or not."""
    path = write(tmp_path / "a.csv", '"at","id","consumer"', '"2026-07-01 10:00","a","D1"', encoding="utf-8-sig")

    assert read(path).column("id") == ["a"]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters(tmp_path: Path, delimiter: str) -> None:
    """Semicolons, tabs and bars separate cells as well as commas."""
    log = read(write(tmp_path / "a.csv", HEADER.replace(",", delimiter), ROW.replace(",", delimiter)))

    assert log.column("consumer") == ["D1"]


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Reports call a file by its name, and by as many of its folders as tell it from another."""
    assert shown_names([Path("/x/07/a.csv"), Path("/x/08/a.csv"), Path("/x/08/b.csv")]) == [
        "07/a.csv",
        "08/a.csv",
        "b.csv",
    ]
    assert shown_names([Path("/x/07/s/a.csv"), Path("/x/08/s/a.csv")]) == ["07/s/a.csv", "08/s/a.csv"]
    assert shown_names([Path("/x/a.csv")]) == ["a.csv"]

    for month in ("07", "08"):
        (tmp_path / month).mkdir()
        write(tmp_path / month / "a.csv", HEADER.removeprefix("id,"), f"2026-{month}-01 23:00,D1,sms,outbound")
    ran = audit(tmp_path, tmp_path / "07" / "a.csv", tmp_path / "08" / "a.csv")
    assert ran.violations == {("hours", "07/a.csv#2"), ("hours", "08/a.csv#2")}


def test_the_same_export_named_twice_is_read_once(tmp_path: Path) -> None:
    """A file that holds what another holds would count every event without an id twice."""
    path = write(tmp_path / "a.csv", HEADER.removeprefix("id,"), ROW.removeprefix("a,"))
    again = tmp_path / "copy.csv"
    again.write_bytes(path.read_bytes())
    log = read(path, path, again)

    assert log.account.read == log.account.used == 1
    assert log.codes == ["repeated-log", "repeated-log"]


def test_a_column_of_which_nothing_is_taken_is_said(tmp_path: Path) -> None:
    """Columns that no field takes are listed; a short name that is like a field's is only asked about."""
    log = read(write(tmp_path / "a.csv", "时间,债务人,工号,坐席组", "2026-07-01 10:00,D1,7,甲组"))

    assert any("工号, 坐席组" in note for note in log.notes)
    assert [(problem.code, problem.level.value) for problem in log.problems] == [("unknown-column", "warning")]


def test_history_fills_windows_and_is_not_judged(tmp_path: Path) -> None:
    """Two messages of the day before midnight's export and one in it are three: the third is one too many."""
    earlier = [f"h{n},2026-07-01 0{n}:00,D1,sms,outbound" for n in (8, 9)]
    log = write(tmp_path / "a.csv", HEADER, "a,2026-07-01 10:00,D1,sms,outbound")
    history = write(tmp_path / "h.csv", HEADER, *earlier, "h0,2026-07-01 23:00,D1,sms,outbound")

    assert audit(tmp_path, log).violations == set()
    assert audit(tmp_path, log, "--history", history).violations == {("daily", "a")}


def test_the_period_says_what_is_judged(tmp_path: Path) -> None:
    """Events before the period fill windows; events after it are out of scope, and counted so."""
    rows = [f"{n},2026-07-0{n} 23:00,D1,sms,outbound" for n in range(1, 5)]
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, *rows), "--period", "2026-07-02..2026-07-03")

    assert ran.violations == {("hours", "2"), ("hours", "3")}
    assert ran.report["run"]["period"] == ["2026-07-02", "2026-07-03"]
    assert ran.rows == {"read": 4, "used": 3, "merged": 0, "duplicate": 0, "rejected": 0, "out_of_scope": 1}


def test_defaults_are_reported(tmp_path: Path) -> None:
    """What an empty cell or an absent column is taken for is said, field by field."""
    log = read(write(tmp_path / "a.csv", "at,consumer,placed", "2026-07-01 10:00,D1,", "2026-07-01 11:00,D1,no"))

    assert log.column("placed") == [True, False]
    assert log.column("person") == ["D1", "D1"]
    assert log.defaults["placed"] == "taken as `yes` where the cell is empty"
    assert log.defaults["kind"] == "taken as `contact` throughout: the log has no such column"
    assert log.defaults["person"] == "taken from `consumer` throughout: the log has no such column"


def test_what_is_neither_path_nor_frame_is_refused() -> None:
    """A wrong argument in Python is told like a wrong file."""
    with pytest.raises(DiagnosticError, match="a log is a path or a data frame, and this is of the type `int`"):
        read(5)
