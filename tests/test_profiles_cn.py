"""The shipped profiles of two Chinese call centres: every documented code, and what each column is worth."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.log_events import Log, read
from tests.log_runs import write

SHIPPED = Path(__file__).resolve().parent.parent / "auditor" / "logs" / "profiles"
TIANRUN = (SHIPPED / "tianrun.toml").read_text(encoding="utf-8")
RONGLIAN = (SHIPPED / "ronglian.toml").read_text(encoding="utf-8")
START = 1_783_821_523  # 2026-07-12 09:58:43 in Shanghai


def tianrun(folder: Path, *rows: str) -> Log:
    """Rows of call type and status; an id, a number and a start a minute apart are added."""
    header = (
        "unique_id,customer_number,customer_crm_id,cno,start_time,end_time,total_duration,record_file,call_type,status"
    )
    lines = [
        f"u{n},1990000000{n % 10},C{n},2101,{START + 60 * n},{START + 60 * n + 50},50,{'a.wav' if n == 0 else ''},{row}"
        for n, row in enumerate(rows)
    ]
    return read(write(folder / "tianrun.csv", header, *lines), profile=TIANRUN, zone=None)


def ronglian(folder: Path, *rows: str, more: str = "") -> Log:
    """Rows of id, REF_CALL_SHEET_ID, CALL_NO, CALLED_NO, CONNECT_TYPE, STATUS, OFFERING_TIME, BEGIN_TIME, END_TIME, RECORD_FILE_NAME."""
    header = (
        "CALL_SHEET_ID,REF_CALL_SHEET_ID,CALL_NO,CALLED_NO,CONNECT_TYPE,STATUS,OFFERING_TIME,BEGIN_TIME,END_TIME,"
        f"RECORD_FILE_NAME{more}"
    )
    return read(write(folder / "ronglian.csv", header, *rows), profile=RONGLIAN, zone=None)


# --- 天润融通 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "outcome", "placed"),
    [
        (21, "no-answer", True), (22, "not-in-service", True), (23, "abandoned", True), (24, "cancelled", False),
        (25, "no-answer", True), (26, "not-in-service", True), (27, "no-answer", True), (28, "conversation", True),
        (40, "no-answer", True), (41, "abandoned", True), (42, "abandoned", True), (43, "conversation", True),
    ],
)  # fmt: skip
def test_tianrun_status(tmp_path: Path, status: int, outcome: str, placed: bool) -> None:
    """Every documented status says what came of the call; at 24 the debtor was never rung."""
    (event,) = tianrun(tmp_path, f"3,{status}").events

    assert (event["outcome"], event["placed"]) == (outcome, placed)


@pytest.mark.parametrize(
    ("kind", "channel"), [(3, "call"), (4, "call"), (5, "call"), (6, "call"), (8, "fax"), (10, "call")]
)
def test_tianrun_call_type(tmp_path: Path, kind: int, channel: str) -> None:
    """Every kind of call to a debtor is an outbound contact by its channel."""
    (event,) = tianrun(tmp_path, f"{kind},28").events

    assert (event["channel"], event["direction"]) == (channel, "outbound")


def test_tianrun_calls_that_are_no_contacts(tmp_path: Path) -> None:
    """A greeting recorded by a collector and a call between collectors are out of scope, each with its reason."""
    log = tianrun(tmp_path, "3,28", "7,28", "9,28")

    assert log.column("id") == ["u0"]
    assert log.account.out_of_scope == 2
    assert {reason for what, reason, _ in log.account.reasons if what == "out of scope"} == {
        "自助录音，不是联系",
        "坐席之间的内部呼叫，不是联系",
    }


def test_tianrun_times_are_seconds_since_1970(tmp_path: Path) -> None:
    """The call begins at `start_time`, in Shanghai, and lasts until `end_time`; a recording is there where a file is."""
    log = tianrun(tmp_path, "3,28", "3,21")

    assert log.events[0]["local"] == "2026-07-12 09:58:43"
    assert log.column("duration") == [50_000_000, 50_000_000]
    assert log.column("recorded") == [True, False]
    assert (log.events[0]["consumer"], log.events[0]["agent"]) == ("C0", "2101")


def test_tianrun_milliseconds_are_refused(tmp_path: Path) -> None:
    """A time in milliseconds is no time in seconds: the row is rejected, and nothing is guessed."""
    path = write(
        tmp_path / "tianrun.csv", "unique_id,customer_number,start_time,call_type,status",
        f"u0,13800138000,{START},3,28", f"u1,13800138000,{START * 1000},3,28",
    )  # fmt: skip
    log = read(path, profile=TIANRUN, zone=None)

    assert log.column("id") == ["u0"]
    assert [(row, column) for row, column, _, _ in log.reasons] == [(3, "start_time")]


@pytest.mark.parametrize("row", ["3,29", "3,30", "11,28"])
def test_tianrun_undocumented_codes(tmp_path: Path, row: str) -> None:
    """A code that the documentation does not have is reported and its row rejected, never called `other`."""
    log = tianrun(tmp_path, "3,28", row)

    assert log.column("id") == ["u0"]
    assert log.account.rejected == 1
    assert set(log.codes) == {"unmapped-code"}


def test_tianrun_takes_what_was_joined_from_the_case_file(tmp_path: Path) -> None:
    """Columns named as fields give those fields; columns that the profile maps do not change their meaning."""
    path = write(
        tmp_path / "tianrun.csv", "unique_id,customer_number,customer_crm_id,start_time,call_type,status,债务,机构,目的",
        f"u0,13800138000,C1,{START},3,28,B1,锦澜,查找下落",
    )  # fmt: skip
    (event,) = read(path, profile=TIANRUN, zone=None).events

    assert (event["debt"], event["agency"], event["purpose"]) == (["B1"], "锦澜", "location")


# --- 容联七陌 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "outcome", "placed"),
    [
        ("dealing", "conversation", True), ("notDeal", "no-answer", True), ("queueLeak", "abandoned", True),
        ("voicemail", "voicemail-left", True), ("leak", "abandoned", True), ("blackList", "blocked", False),
    ],
)  # fmt: skip
def test_ronglian_status(tmp_path: Path, status: str, outcome: str, placed: bool) -> None:
    """Every documented status says what came of the call; a number on the black list was never dialled."""
    (event,) = ronglian(tmp_path, f"a,,0512,138,dialout,{status},2026-07-12 10:00:00,,2026-07-12 10:00:30,").events

    assert (event["outcome"], event["placed"]) == (outcome, placed)


@pytest.mark.parametrize(
    ("kind", "direction", "number"),
    [
        ("dialout", "outbound", "138"),
        ("dialTransfer", "outbound", "138"),
        ("normal", "inbound", "0512"),
        ("transfer", "inbound", "0512"),
    ],
)
def test_ronglian_direction(tmp_path: Path, kind: str, direction: str, number: str) -> None:
    """The other side's number is the callee's of a call out, and the caller's of a call in."""
    (event,) = ronglian(tmp_path, f"a,,0512,138,{kind},dealing,2026-07-12 10:00:00,,2026-07-12 10:00:30,").events

    assert (event["direction"], event["number"]) == (direction, number)


def test_ronglian_calls_begin_when_they_were_offered(tmp_path: Path) -> None:
    """The contact begins with the ringing, not with the talk, which unanswered calls have not; compact times are read too."""
    log = ronglian(
        tmp_path,
        "a,,0512,138,dialout,dealing,2026-07-12 21:59:50,2026-07-12 22:00:05,2026-07-12 22:03:00,a.mp3",
        "b,,0512,138,dialout,notDeal,20260712 10:00:00,,20260712 10:00:40,",
    )

    assert [event["local"] for event in log.events] == ["2026-07-12 21:59:50", "2026-07-12 10:00:00"]
    assert log.column("duration") == [190_000_000, 40_000_000]
    assert log.column("recorded") == [True, False]


def test_ronglian_transferred_calls_are_one(tmp_path: Path) -> None:
    """The row of a transfer names the first row's id: one event from the first ring to the end, and the leg with the talk speaks."""
    log = ronglian(
        tmp_path,
        "a,,0512,138,dialout,queueLeak,2026-07-12 10:00:00,,2026-07-12 10:00:20,",
        "b,a,0512,138,dialTransfer,dealing,2026-07-12 10:00:20,2026-07-12 10:00:25,2026-07-12 10:05:00,b.mp3",
        "c,,0512,139,dialout,notDeal,2026-07-12 11:00:00,,2026-07-12 11:00:30,",
    )

    assert log.column("id") == ["b", "c"]
    assert log.column("outcome") == ["conversation", "no-answer"]
    assert log.events[0]["local"] == "2026-07-12 10:00:00"
    assert log.events[0]["duration"] == 300_000_000
    assert (log.account.read, log.account.merged) == (3, 1)


def test_ronglian_rows_exported_twice_are_no_legs(tmp_path: Path) -> None:
    """Every leg has an id of its own: a row again is a duplicate, and other content under its id is rejected."""
    first = "a,,0512,138,dialout,queueLeak,2026-07-12 10:00:00,,2026-07-12 10:00:20,"
    log = ronglian(
        tmp_path,
        first,
        "b,a,0512,138,dialTransfer,dealing,2026-07-12 10:00:20,2026-07-12 10:00:25,2026-07-12 10:05:00,b.mp3",
        first,
        "a,,0512,139,dialout,notDeal,2026-07-13 10:00:00,,2026-07-13 10:00:30,",
    )

    assert log.column("id") == ["b"]
    assert (log.account.merged, log.account.duplicate, log.account.rejected) == (1, 1, 1)
    assert log.reasons == [(5, "id", "a", "the id of row 2, with other content")]


def test_ronglian_undocumented_codes(tmp_path: Path) -> None:
    """A status that the documentation does not have is reported and its row rejected."""
    log = ronglian(
        tmp_path,
        "a,,0512,138,dialout,dealing,2026-07-12 10:00:00,,2026-07-12 10:00:30,",
        "b,,0512,138,dialout,hangup,2026-07-12 10:00:00,,2026-07-12 10:00:30,",
    )

    assert log.column("id") == ["a"]
    assert set(log.codes) == {"unmapped-code"}


# --- both ---------------------------------------------------------------------------------------------------


def test_each_file_takes_the_profile_that_fits(tmp_path: Path) -> None:
    """Two exports and a file with the fields' own names are one log: each is read its own way."""
    one = write(
        tmp_path / "a.csv", "unique_id,customer_number,start_time,call_type,status", f"u0,13800138000,{START},3,28"
    )
    two = write(
        tmp_path / "b.csv", "CALL_SHEET_ID,CALL_NO,CALLED_NO,CONNECT_TYPE,STATUS,OFFERING_TIME",
        "s0,0512,13900139000,dialout,notDeal,2026-07-13 10:00:00",
    )  # fmt: skip
    three = write(
        tmp_path / "c.csv", "编号,时间,渠道,方向,结果,号码", "h0,2026-07-14 10:00:00,短信,呼出,已送达,13700137000"
    )
    log = read(one, two, three, profile=[TIANRUN, RONGLIAN])

    assert log.column("id") == ["u0", "s0", "h0"]
    assert log.column("number") == ["13800138000", "13900139000", "13700137000"]
    assert log.column("channel") == ["call", "call", "sms"]
