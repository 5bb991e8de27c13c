"""JSON lines, JSON arrays and Parquet files as logs."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from auditor.diagnostics import DiagnosticError
from tests.log_events import read
from tests.log_runs import write


def event(**values: object) -> str:
    """An object on a line."""
    return json.dumps({"at": "2026-07-01 10:00", "consumer": "D1", **values}, ensure_ascii=False)


def test_json_lines(tmp_path: Path) -> None:
    """An object a line; absent keys are empty, lists are several values, numbers are as they were written."""
    path = write(
        tmp_path / "a.jsonl",
        event(kind="promise", amount=1234.5, debt=["a", "b"]),
        "",
        event(kind="异议", placed=True, number=13800138000, expires="2026-08-01 00:00"),
        event(number=13800138000.0),
        event(number=123456789012345678, agency=None),
    )
    log = read(path)

    assert log.column("kind") == ["promise", "dispute", "contact"]
    assert log.column("debt") == [["a", "b"], None, None]
    assert log.column("number") == [None, "13800138000", "123456789012345678"]
    assert log.column("row") == [1, 3, 5]
    assert [(row, column, value) for row, column, value, _ in log.reasons] == [(4, "number", "13800138000.0")]
    assert log.account.read == 4


def test_lines_that_are_no_object_are_rejected(tmp_path: Path) -> None:
    """A broken line costs itself alone, with its number and text."""
    path = write(tmp_path / "a.jsonl", event(), '{"at": "2026-07-', "[1, 2]", "42", event(agent="x"))
    log = read(path)

    assert log.reasons == [
        (2, "", '{"at": "2026-07-', "not a JSON object"),
        (3, "", "[1, 2]", "not a JSON object"),
        (4, "", "42", "not a JSON object"),
    ]
    assert log.column("row") == [1, 5]


def test_json_lines_in_other_encodings(tmp_path: Path) -> None:
    """JSON lines are in UTF-8, with or without a mark, or in GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        log = read(write(tmp_path / "a.jsonl", event(agent="李四"), event(agent="王五"), encoding=encoding))

        assert log.column("agent") == ["李四", "王五"]
        assert log.inputs[0].encoding == encoding


def test_keys_with_marks_in_them(tmp_path: Path) -> None:
    """A key may hold dots, slashes, quotation marks and tildes."""
    profile = '[columns]\nat = "a.t/x~y"\nconsumer = \'the "id"\'\n'
    line = json.dumps({"a.t/x~y": "2026-07-01 10:00", 'the "id"': "D1"})

    assert read(write(tmp_path / "a.jsonl", line), profile=profile).column("consumer") == ["D1"]


def test_a_json_array(tmp_path: Path) -> None:
    """An array of objects is a log; what in it is no object is rejected with its number."""
    path = tmp_path / "a.json"
    path.write_text(f"[{event()}, 5, {event(number=13800138000.0)}]", encoding="utf-8-sig")
    log = read(path)

    assert log.column("row") == [1]
    assert [(row, reason.split(":")[0]) for row, *_, reason in log.reasons] == [
        (2, "not a JSON object"),
        (3, "a number damaged by a spreadsheet"),
    ]


def test_parquet(tmp_path: Path) -> None:
    """A Parquet file's own types are taken as they are."""
    table = pa.table(
        {
            "at": pa.array([datetime(2026, 7, 1, 10), datetime(2026, 7, 1, 22, 30), None], pa.timestamp("us")),
            "consumer": ["D1", "D2", "D3"],
            "debt": pa.array([["a", "b"], [], None], pa.list_(pa.string())),
            "amount": pa.array([1.5, float("nan"), None], pa.float64()),
            "days_past_due": pa.array([3, 2**60, 1], pa.int64()),
            "channel": pa.array(["call", "短信", "sms"]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    log = read(tmp_path / "a.parquet")

    assert [(row, column, reason) for row, column, _, reason in log.reasons] == [
        (2, "days_past_due", "a number too large"),
        (3, "at", "no time"),
    ]
    (found,) = log.events
    assert (found["local"], found["debt"], found["channel"], str(found["amount"])) == (
        "2026-07-01 10:00:00", ["a", "b"], "call", "1.5000",
    )  # fmt: skip
    assert found["row"] == 1


def test_parquet_in_instants_and_nanoseconds(tmp_path: Path) -> None:
    """Times with a zone are instants, and any unit of time is read."""
    at = [datetime(2026, 7, 1, 2)]
    for kind in (pa.timestamp("ns", "UTC"), pa.timestamp("ms", "America/New_York")):
        pq.write_table(pa.table({"at": pa.array(at, kind), "consumer": ["D1"]}), tmp_path / "a.parquet")
        assert read(tmp_path / "a.parquet").column("local") == ["2026-07-01 10:00:00"]
    for kind in (pa.timestamp("ns"), pa.timestamp("ms"), pa.timestamp("s")):
        pq.write_table(pa.table({"at": pa.array(at, kind), "consumer": ["D1"]}), tmp_path / "a.parquet")
        assert read(tmp_path / "a.parquet").column("local") == ["2026-07-01 02:00:00"]


def test_times_of_a_parquet_file_far_away_are_refused(tmp_path: Path) -> None:
    """A typed column may hold a nonsense time as well as a text may."""
    table = pa.table({"at": pa.array([datetime(1970, 1, 1), datetime(2026, 7, 1)]), "consumer": ["D1", "D2"]})
    pq.write_table(table, tmp_path / "a.parquet")
    log = read(tmp_path / "a.parquet")

    assert log.column("consumer") == ["D2"]
    assert [reason for *_, reason in log.reasons] == ["a time before 1990 or after 2050"]


def test_a_parquet_file_that_is_damaged_in_the_middle(tmp_path: Path) -> None:
    """A file whose ends are sound and whose pages are not is told as damaged, not as an internal error."""
    path = tmp_path / "a.parquet"
    table = pa.table({"at": ["2026-07-01 10:00"] * 1000, "consumer": [f"D{n}" for n in range(1000)]})
    pq.write_table(table, path, use_dictionary=False)
    data = bytearray(path.read_bytes())
    data[len(data) // 3 : len(data) // 3 + 200] = bytes(200)
    path.write_bytes(bytes(data))
    with pytest.raises(DiagnosticError, match="damaged"):
        read(path)


def test_a_parquet_file_with_a_name_that_is_no_text(tmp_path: Path) -> None:
    """A column whose name is not UTF-8 is told as a file that cannot be read."""
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"at": ["2026-07-01 10:00"], "consumer": ["D1"]}), path)
    path.write_bytes(path.read_bytes().replace(b"consumer", b"\xff\xfensumer"))
    with pytest.raises(DiagnosticError, match=r"it cannot be read as `\.parquet`"):
        read(path)
