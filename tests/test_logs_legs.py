"""Rows that are one event: legs of a call, and the same row exported twice."""

from __future__ import annotations

from pathlib import Path

from tests.log_events import read
from tests.log_runs import audit, write

PROFILE = """
[columns]
id = "id"
at = "start"
ended = "end"
consumer = "who"
agent = "agent"
number = "tel"
channel = { value = "call" }
direction = { value = "outbound" }
text = "text"
[columns.outcome]
column = "state"
[columns.outcome.values]
ring = "no-answer"
talk = "conversation"
drop = "dropped"
[legs]
key = "call"
prefer = ["conversation", "dropped", "no-answer"]
"""
HEADER = "id,call,start,end,who,agent,tel,state,text"


def test_legs_are_one_event(tmp_path: Path) -> None:
    """The telling leg speaks for the call, which begins with its first leg and ends with its last."""
    path = write(
        tmp_path / "a.csv",
        HEADER,
        "a1,A,2026-07-01 09:59:50,2026-07-01 10:00:00,D1,robot,138,ring,",
        "a2,A,2026-07-01 10:00:00,2026-07-01 10:01:00,D1,李四,,talk,您好",
        "a3,A,2026-07-01 10:01:00,2026-07-01 10:01:30,D1,王五,,drop,",
        "b1,B,2026-07-01 11:00:00,,D2,robot,139,ring,",
        "c1,,2026-07-01 12:00:00,,D3,robot,137,ring,",
        "c2,,2026-07-01 13:00:00,,D3,robot,137,ring,",
    )
    log = read(path, profile=PROFILE)

    first = log.events[0]
    assert (first["id"], first["agent"], first["outcome"]) == ("a2", "李四", "conversation")
    assert first["local"] == "2026-07-01 09:59:50"
    assert first["duration"] == 100_000_000
    assert first["number"] == "138"
    assert log.column("id") == ["a2", "b1", "c1", "c2"]
    assert (log.account.read, log.account.used, log.account.merged) == (6, 4, 2)
    assert ("merged", "a further leg of the same event", 2) in log.account.reasons


def test_without_an_order_the_first_leg_speaks(tmp_path: Path) -> None:
    """Where the profile ranks no outcome, the leg that began first is the event."""
    path = write(
        tmp_path / "a.csv",
        HEADER,
        "a2,A,2026-07-01 10:00:00,,D1,李四,,talk,",
        "a1,A,2026-07-01 09:59:50,,D1,robot,138,ring,",
    )
    log = read(path, profile=PROFILE.replace("prefer", "# prefer"))

    assert log.column("id") == ["a1"]


def test_legs_are_of_one_file(tmp_path: Path) -> None:
    """The same key in another file is another call."""
    row = "2026-07-01 10:00:00,,D1,robot,138,ring,"
    one = write(tmp_path / "a.csv", HEADER, f"a1,7,{row}")
    two = write(tmp_path / "b.csv", HEADER, f"b1,7,{row}")

    assert read(one, two, profile=PROFILE).column("id") == ["a1", "b1"]


def test_each_file_ranks_by_its_own_profile(tmp_path: Path) -> None:
    """Two exports with other orders of outcomes are each merged by their own."""
    legs = ["a1,A,2026-07-01 10:00:00,,D1,robot,138,ring,", "a2,A,2026-07-01 10:00:05,,D1,李四,138,talk,"]
    one = write(tmp_path / "a.csv", HEADER, *legs)
    two = write(tmp_path / "b.csv", HEADER.replace("tel", "phone"), *(leg.replace("a", "b", 1) for leg in legs))
    other = PROFILE.replace('"tel"', '"phone"').replace('["conversation", "dropped", "no-answer"]', '["no-answer"]')

    assert read(one, two, profile=[PROFILE, other]).column("id") == ["a2", "b1"]


def test_a_masked_number_of_one_leg_is_known_from_another(tmp_path: Path) -> None:
    """A field is masked where it is masked in every leg that has it."""
    row = "2026-07-01 10:00:0{},,D{},robot,{},{},"
    path = write(
        tmp_path / "a.csv",
        HEADER,
        "a1,A," + row.format(0, 1, "138****5678", "talk"),
        "a2,A," + row.format(1, 1, "13812345678", "ring"),
        "b1,B," + row.format(2, 2, "138****5678", "talk"),
        "b2,B," + row.format(3, 2, "", "ring"),
    )
    log = read(path, profile=PROFILE)

    assert log.column("number") == ["13812345678", None]
    assert log.column("m_number") == [False, True]


def test_what_any_leg_said_was_said_in_the_call(tmp_path: Path) -> None:
    """A threat in the leg that does not speak for the call is found, and quoted."""
    profile = tmp_path / "p.toml"
    profile.write_text(PROFILE, encoding="utf-8")
    path = write(
        tmp_path / "a.csv",
        HEADER,
        "a1,A,2026-07-01 10:00:00,,D1,robot,138,ring,不还就弄死你",
        "a2,A,2026-07-01 10:00:05,,D1,李四,138,talk,您好，请还款",
    )
    ran = audit(tmp_path, path, "--profile", profile)

    assert ran.violations == {("threat", "a2")}
    assert "弄死你" in ran.report["findings"][0]["message"]


ROW = "x,2026-07-01 10:00,D1,sms,outbound,{}"
COLUMNS = "id,at,consumer,channel,direction,text"


def test_the_same_row_again_is_a_duplicate(tmp_path: Path) -> None:
    """An export taken twice holds its rows twice: they count once, also over two files."""
    one = write(tmp_path / "a.csv", COLUMNS, ROW.format("您好"), ROW.format("您好"))
    two = write(tmp_path / "b.csv", COLUMNS, ROW.format("您好"))
    log = read(one, two)

    assert (log.account.read, log.account.used, log.account.duplicate) == (3, 1, 2)


def test_one_id_with_another_text_is_no_duplicate(tmp_path: Path) -> None:
    """Rows that differ in their text alone differ: the second is rejected, and says which is the first."""
    log = read(write(tmp_path / "a.csv", COLUMNS, ROW.format("您好"), ROW.format("弄死你"), ROW.format("您好")))

    assert log.reasons == [(3, "id", "x", "the id of row 2, with other content")]
    assert (log.account.used, log.account.duplicate, log.account.rejected) == (1, 1, 1)


def test_history_that_overlaps_the_log_counts_once(tmp_path: Path) -> None:
    """An event that is in the log and in the earlier log is the log's."""
    one = write(tmp_path / "a.csv", COLUMNS, ROW.format("您好"))
    earlier = ROW.format("您好").replace("x,", "w,").replace("07-01", "06-01")
    two = write(tmp_path / "b.csv", COLUMNS, earlier, ROW.format("您好"))
    log = read(one, history=[two])

    assert [(event["id"], event["judged"]) for event in log.events] == [("x", True), ("w", False)]
    assert log.account.duplicate == 1
