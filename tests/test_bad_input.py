"""Bad input from the command line: a message with place and next step, the right exit status, and good rows audited."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from auditor.cli.output import EXIT_FINDINGS, EXIT_LOG, EXIT_RULES, EXIT_USAGE
from tests.log_runs import HEADER, LATE, NIGHT, Ran, audit, run, write

FINE = "fine,2026-07-01 10:00:00,D2,call,outbound,conversation,13900139000,您好"
AT_NIGHT = ("hours", "late")


def row(**cells: str) -> str:
    """A row with some cells other than those of a good one."""
    names = HEADER.split(",")
    good = dict(zip(names, FINE.split(","), strict=True)) | {"id": "bad"}
    return ",".join({**good, **cells}[name] for name in names)


def told(ran: Ran, code: str, *words: str) -> None:
    """The message has its code, these words, a place or a next step, and no trace of Python."""
    (message,) = [part for part in ran.err.split("\n\n") if f"[{code}]" in part]
    for word in words:
        assert word in message, message
    assert "= help:" in message, message
    head = message.split("\n")[0]
    assert not head.endswith("."), head


# --- rules ------------------------------------------------------------------------------------------------


def test_an_unknown_pack_names_the_nearest(tmp_path: Path) -> None:
    """A pack that does not exist is a mistake of the rules, and the nearest known name is offered."""
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, LATE), rules="cn.gbt45215")

    told(ran, "unknown-pack", "cn.gbt45215", "cn.gbt45251")
    assert ran.status == EXIT_RULES


def test_no_rules_say_which_there_are(tmp_path: Path) -> None:
    """Without `--rules` the law is not chosen for the user: the packs are listed."""
    status, _, err = run("audit", write(tmp_path / "a.csv", HEADER, LATE))

    assert status == EXIT_USAGE
    assert "cn.gbt45251" in err


def rules_of(folder: Path, text: str) -> Path:
    """A pack with a text after its head."""
    return write(folder / "own.rules", 'pack own "Own rules"', '  jurisdiction "nowhere"', "", text)


RULE = 'rule own.r "A rule"\n  cite "1"  basis verified  force policy  severity high\n  '


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (RULE + "forbid contacts when chanel is sms", "unknown-name", ("own.rules:6:24", "chanel", "`channel`")),
        (RULE + "at most 3 contacts per consumer", "missing-window", ("own.rules:6:22", "in each week")),
        (RULE + "forbid contacts\n" + RULE + "forbid contacts when channel is sms", None, ("own.r", "own.rules:7:6")),
        (RULE + "forbidd contacts", None, ("own.rules:6:3", "forbid")),
    ],
    ids=["typo", "missing window", "two rules with one id", "mistyped keyword"],
)
def test_rules_that_are_wrong_stop_the_audit(
    tmp_path: Path, text: str, code: str | None, words: tuple[str, ...]
) -> None:
    """A mistake in a rule file has its place, the line with a caret, and what to write instead."""
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, LATE), rules=rules_of(tmp_path, text))

    assert ran.status == EXIT_RULES
    assert code is None or f"[{code}]" in ran.err
    for word in (*words, "^", "= help:"):
        assert word in ran.err, ran.err
    assert ran.report == {}


# --- files ------------------------------------------------------------------------------------------------


def test_a_missing_file(tmp_path: Path) -> None:
    """A log that is not there is named with the reason."""
    ran = audit(tmp_path, tmp_path / "nowhere.csv")

    told(ran, "unreadable-log", "no such file", "nowhere.csv")
    assert ran.status == EXIT_LOG


def test_a_folder(tmp_path: Path) -> None:
    """A folder is no log; its files are to be named."""
    (tmp_path / "q3.csv").mkdir()
    ran = audit(tmp_path, tmp_path / "q3.csv")

    told(ran, "unreadable-log", "folder", "q3.csv")
    assert ran.status == EXIT_LOG


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read says so."""
    path = write(tmp_path / "a.csv", HEADER, LATE)
    opened = Path.open

    def refuse(self: Path, *args: Any, **kwargs: Any) -> Any:
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    ran = audit(tmp_path, path)

    told(ran, "unreadable-log", "permission denied", "a.csv", "right to read")
    assert ran.status == EXIT_LOG


def test_a_missing_file_beside_a_good_one(tmp_path: Path) -> None:
    """The good file is still audited, and the missing one is told."""
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, LATE), tmp_path / "b.csv")

    told(ran, "unreadable-log", "b.csv")
    assert AT_NIGHT in ran.violations
    assert ran.status == EXIT_FINDINGS


def test_a_missing_file_beside_a_clean_one_is_not_clean(tmp_path: Path) -> None:
    """Never 0 after something was skipped: a log that could not be read is something."""
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, FINE), tmp_path / "b.csv")

    assert ran.violations == set()
    assert ran.status == EXIT_LOG


def workbook(path: Path, *rows: list[object]) -> Path:
    """A workbook with one sheet."""
    book = openpyxl.Workbook()
    for cells in rows:
        book.active.append(cells)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"<html><body><table><tr><td>1</td></tr></table></body></html>", ("`.csv`", "HTML")),
        (
            "a.xls",
            b"\xef\xbb\xbf<html><meta charset=utf-8><table><tr><td>1</td></tr></table></html>",
            ("`.xls`", "HTML"),
        ),
        ("a.xls", b'<?xml version="1.0"?><Workbook></Workbook>', ("`.xls`", "XML")),
        ("a.csv", gzip.compress(b"id,at\n1,2\n"), ("`.csv`", "gzip", "unpack")),
        ("a.xlsx", f"{HEADER}\n{LATE}\n".encode(), ("`.xlsx`", "text", "`.csv`")),
        ("a.csv", b'{"id": "1", "at": "2026-07-01 10:00"}\n', ("`.csv`", "JSON", "`.jsonl`")),
        ("a.csv", b"PAR1" + b"\0" * 100, ("`.csv`", "Parquet", "`.parquet`")),
        ("a.parquet", b"id,at\n1,2\n", ("`.parquet`", "text")),
        ("a.parquet", b"PAR1" + b"\0" * 100 + b"PAR1", ("`.parquet`",)),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 100, ("`.xlsx`", "zip")),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, ("`.xls`", "password")),
        ("a.jsonl", b"id,at\n1,2\n", ("JSON object",)),
        ("a.json", b'{"id": "1"}\n{"id": "2"}\n', ("`.json`", "`.jsonl`")),
        ("a.json", b'{"rows": []}', ("not an array of objects",)),
        ("a.json", b"[" * 100_000, ("nested",)),
        ("a.pdf", b"%PDF-1.7", ("`.pdf`", ".csv")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_not_what_its_suffix_says(
    tmp_path: Path, name: str, data: bytes, words: tuple[str, ...]
) -> None:
    """What a file really is, is said, with what to do about it."""
    path = tmp_path / name
    path.write_bytes(data)
    ran = audit(tmp_path, path)

    told(ran, "unknown-log-type" if name == "a.pdf" else "wrong-suffix", name, *words)
    assert ran.status == EXIT_LOG


def test_a_workbook_named_csv(tmp_path: Path) -> None:
    """A workbook that was renamed to `.csv` is not read as text."""
    path = workbook(tmp_path / "a.xlsx", list(HEADER.split(",")), list(LATE.split(",")))
    ran = audit(tmp_path, path.rename(tmp_path / "a.csv"))

    told(ran, "wrong-suffix", "`.csv`", "an Excel workbook", "`.xlsx`")
    assert ran.status == EXIT_LOG


def test_a_truncated_workbook(tmp_path: Path) -> None:
    """A workbook of which the end is missing is no workbook, and no internal error."""
    path = workbook(tmp_path / "a.xlsx", list(HEADER.split(",")), list(LATE.split(",")))
    path.write_bytes(path.read_bytes()[:2000])
    ran = audit(tmp_path, path)

    told(ran, "wrong-suffix", "a.xlsx")
    assert ran.status == EXIT_LOG


@pytest.mark.parametrize(
    "data", [b"", b"\xef\xbb\xbf", b"\n\n", f"{HEADER}\n".encode(), f"{HEADER}\n,,,,,,,\n".encode()]
)
def test_an_empty_log(tmp_path: Path, data: bytes) -> None:
    """A log without a row, with or without a header, is not clean: there was nothing to audit."""
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    ran = audit(tmp_path, path)

    assert "[empty-log]" in ran.err, ran.err
    assert ran.status == EXIT_LOG
    assert ran.report == {}


def test_an_empty_workbook(tmp_path: Path) -> None:
    """A workbook without a cell is empty, not one without a header."""
    ran = audit(tmp_path, workbook(tmp_path / "a.xlsx"))

    told(ran, "empty-log", "a.xlsx")
    assert ran.status == EXIT_LOG


def test_bytes_in_no_known_encoding(tmp_path: Path) -> None:
    """Where neither UTF-8 nor GB18030 fits, the encoding is asked for, and nothing is guessed."""
    path = tmp_path / "a.csv"
    path.write_bytes(f"{HEADER}\n{LATE}\n".encode() + b"x,2026-07-01 10:00:00,D\xff\xff1,call,outbound,busy,1,x\n")
    ran = audit(tmp_path, path)

    told(ran, "unknown-encoding", "a.csv", "encoding =")
    assert ran.status == EXIT_LOG


def test_undecodable_bytes_under_a_named_encoding_are_a_rejected_row(tmp_path: Path) -> None:
    """With the encoding named, a row with other bytes is rejected with those bytes shown; the others are audited."""
    path = tmp_path / "a.csv"
    path.write_bytes(
        f"{HEADER}\n{LATE}\n".encode("gb18030") + b"x,2026-07-01 10:00:00,\xff\xff,call,outbound,busy,1,x\n"
    )
    profile = write(tmp_path / "p.toml", 'encoding = "gb18030"', "canonical = true", "[columns]", 'at = "at"')
    ran = audit(tmp_path, path, "--profile", profile)

    assert ran.violations == {AT_NIGHT}
    assert [(found[0], found[3]) for found in ran.reasons] == [(3, "bytes that are not gb18030")]
    assert r"\xff\xff" in ran.reasons[0][2]
    assert ran.rows["rejected"] == 1


# --- columns and codes ------------------------------------------------------------------------------------


def test_a_header_of_which_nothing_is_known(tmp_path: Path) -> None:
    """A file without a known header says what its first row has, and how to go on."""
    ran = audit(tmp_path, write(tmp_path / "a.csv", "foo,bar", "1,2"))

    told(ran, "unknown-column", "`foo`", "a.csv", "auditor profile suggest")
    assert ran.status == EXIT_LOG


def test_a_mistyped_column(tmp_path: Path) -> None:
    """A column whose name is nearly a field's is not silently passed over."""
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER.replace("consumer", "consumr"), LATE))

    told(ran, "unknown-column", "`consumr`", "`consumer`", "a.csv")
    assert ran.status == EXIT_LOG
    assert ran.report == {}


def test_a_column_that_a_profile_needs_and_the_file_lacks(tmp_path: Path) -> None:
    """A profile that does not fit says which column is missing, and what the file has instead."""
    profile = write(tmp_path / "p.toml", "[columns]", 'at = "start_time"', 'consumer = "crm_id"')
    ran = audit(tmp_path, write(tmp_path / "a.csv", "start_tme,crm_id", "2026-07-01 10:00,D1"), "--profile", profile)

    told(ran, "unknown-column", "`start_time`", "`start_tme`", "a.csv")
    assert ran.status == EXIT_LOG


def test_a_profile_that_nearly_fits_is_not_left_aside(tmp_path: Path) -> None:
    """A file with a column `at` is not read without its profile because another column of the profile is missing."""
    profile = write(tmp_path / "p.toml", "[columns]", 'at = "at"', 'consumer = "crm_id"', 'number = "phone"')
    ran = audit(tmp_path, write(tmp_path / "a.csv", "at,crm_id,tel", "2026-07-01 23:00,D1,1"), "--profile", profile)

    told(ran, "unknown-column", "`phone`")
    assert ran.status == EXIT_LOG


def test_a_repeated_header_name(tmp_path: Path) -> None:
    """Two columns with one name that is needed are not chosen from by chance."""
    ran = audit(
        tmp_path, write(tmp_path / "a.csv", "at,consumer,channel,direction,at", "2026-07-01 23:00,D1,sms,outbound,x")
    )

    told(ran, "repeated-column", "`at`", "columns 1 and 5", "a.csv")
    assert ran.status == EXIT_LOG


def test_two_names_of_one_field(tmp_path: Path) -> None:
    """A file with `at` and 时间 has two times, and it is not clear which is meant."""
    ran = audit(
        tmp_path, write(tmp_path / "a.csv", "at,时间,consumer,channel,direction", "2026-07-01 23:00,x,D1,sms,outbound")
    )

    told(ran, "repeated-column", "`at`", "`时间`")
    assert ran.status == EXIT_LOG


def test_a_repeated_header_name_that_is_not_needed(tmp_path: Path) -> None:
    """Two columns from which nothing is taken may share a name."""
    ran = audit(tmp_path, write(tmp_path / "a.csv", f"{HEADER},备注,备注", f"{LATE},x,y"))

    assert ran.violations == {AT_NIGHT}


def test_an_unmapped_code(tmp_path: Path) -> None:
    """A code that means nothing is told with its count and first row, and its rows are rejected, never `other`."""
    rows = [row(id="a", outcome="嗯嗯"), row(id="b", outcome="嗯嗯"), row(id="c", channel="telepathy")]
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, LATE, *rows))

    (first, second) = [part for part in ran.err.split("\n\n") if "[unmapped-code]" in part]
    assert "`telepathy` in `channel`" in first + second
    assert "`嗯嗯` in `outcome` means nothing yet as `outcome`: 2 rows, first row 3, are rejected" in first + second
    assert "[columns.outcome.values]" in first + second
    assert ran.reasons == [
        (3, "outcome", "嗯嗯", "a code that is not mapped"),
        (4, "outcome", "嗯嗯", "a code that is not mapped"),
        (5, "channel", "telepathy", "a code that is not mapped"),
    ]
    assert ran.violations == {AT_NIGHT}
    assert ran.status == EXIT_FINDINGS


def test_rejected_rows_of_a_clean_log_are_not_clean(tmp_path: Path) -> None:
    """Never 0 after something was skipped: rejected rows leave 4, unless they are accepted."""
    path = write(tmp_path / "a.csv", HEADER, FINE, row(channel="telepathy"))

    assert audit(tmp_path, path).status == EXIT_LOG
    assert audit(tmp_path, path, "--accept-rejected", "1").status == 0


# Not run for want of a site's figure, or of a field; disabled, beside nothing that is run; about nothing in the log.
SILENT = (
    ("at most gap contacts per consumer in each day", "`a.one` was not run"),
    ("forbid contacts when purpose is collection", "`a.one` was not run"),
    ('disabled "from next year on"  at most 2 contacts per consumer in each day', "no rule judged any event"),
    ("at most 2 letters per consumer in each day", "no rule judged any event"),
    ("at most 2 contacts per consumer in each day", ""),
)


@pytest.mark.parametrize(("body", "reason"), SILENT)
def test_nothing_is_clean_that_was_not_judged(tmp_path: Path, body: str, reason: str) -> None:
    """A rule that was not run, whatever for, or rules that judged nothing leave 4, unless that is accepted."""
    rules = write(
        tmp_path / "a.rules",
        'pack a "a"',
        'param gap "what is too many": number set by the site',
        "define letters: channel is letter",
        'rule a.one "one"',
        '  cite "article 1"  basis verified  force policy  severity low',
        f"  {body}",
    )
    path = write(tmp_path / "calls.csv", HEADER, FINE)
    ran = audit(tmp_path, path, rules=rules)

    assert ran.status == (EXIT_LOG if reason else 0), ran.err
    assert reason in ran.err
    assert ("not clean" in ran.err) == bool(reason)
    assert audit(tmp_path, path, "--accept-not-run", rules=rules).status == 0


# --- cells ------------------------------------------------------------------------------------------------


TIMES = {
    "yesterday": "not a time that can be read",
    "2026-07-01 25:00:00": "not a time that can be read",
    "2026-02-30 10:00:00": "not a time that can be read",
    "2026-07-01": "a date without a time of day",
    "26-07-01 10:00": "year or order is not clear",
    "07/01/2026 10:00": "year or order is not clear",
    "2026-07-01 10:00 CST": "zone abbreviations",
    "2026-07-01 10:00 PM": "zone abbreviations and AM/PM",
    "46204.4375": "a number: name its format",
    "1782900000": "a number: name its format",
    "1926-07-01 10:00": "before 1990 or after 2050",
    "9999-12-31 23:59:59": "before 1990 or after 2050",
    "": "no time",
}


def test_times_that_cannot_be_read(tmp_path: Path) -> None:
    """Each such row is rejected with place, column, value and reason; the others are audited."""
    rows = [row(id=f"bad{number}", at=time) for number, time in enumerate(TIMES)]
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, *rows, LATE))

    assert [found[:3] for found in ran.reasons] == [(number, "at", time) for number, time in enumerate(TIMES, start=2)]
    for (_, _, value, said), reason in zip(ran.reasons, TIMES.values(), strict=True):
        assert reason in said, value
    assert ran.violations == {AT_NIGHT}
    assert ran.rows["rejected"] == len(TIMES)
    assert ran.rows["used"] == 1


def test_a_time_without_a_zone(tmp_path: Path) -> None:
    """A naive time without a declared zone is an error, with the ways to say where."""
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, LATE), zone=None)

    told(ran, "no-zone", "a.csv", "--zone Asia/Shanghai")
    assert ran.status == EXIT_LOG
    assert ran.report == {}


def test_one_time_without_a_zone(tmp_path: Path) -> None:
    """Rows that say where are audited, and the one that does not is rejected with its time."""
    rows = ["late,2026-07-01 22:30:00,Asia/Shanghai,D1,sms,outbound", "bad,2026-07-01 10:00:00,,D1,sms,outbound"]
    ran = audit(tmp_path, write(tmp_path / "a.csv", "id,at,zone,consumer,channel,direction", *rows), zone=None)

    assert ran.reasons == [(3, "at", "2026-07-01 10:00:00", "a time without an offset, and no zone says where")]
    assert ran.violations == {AT_NIGHT}


ZONES = ("CST", "GMT+8", "China/Shanghai", "UTC+8")


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_that_is_none(tmp_path: Path, zone: str) -> None:
    """A zone that is none is refused on the command line; abbreviations stand for several zones."""
    status, _, err = run("audit", write(tmp_path / "a.csv", HEADER, LATE), "--rules", NIGHT, "--zone", zone)

    assert status == EXIT_LOG
    assert f"`{zone}` is not a time zone" in err
    assert "= help:" in err


def test_rows_with_zones_that_are_none(tmp_path: Path) -> None:
    """A zone of a row that is none is told once, and its rows are rejected."""
    rows = [f"bad{zone},2026-07-01 10:00:00,{zone},D1,sms,outbound" for zone in ZONES]
    header = "id,at,zone,consumer,channel,direction"
    ran = audit(tmp_path, write(tmp_path / "a.csv", header, *rows, "late,2026-07-01 22:30:00,,D1,sms,outbound"))

    assert ran.err.count("[unknown-zone]") == len(ZONES)
    assert "`CST` is an abbreviation, and stands for several zones" in ran.err
    assert ran.reasons == [(number, "zone", zone, "not a time zone") for number, zone in enumerate(ZONES, start=2)]
    assert ran.violations == {AT_NIGHT}


DAMAGED = ("1.38E+10", "1.38001e+10", "13800138000.0", "1.23456789012346E+17")


def test_numbers_that_a_spreadsheet_damaged(tmp_path: Path) -> None:
    """A damaged phone number or id is rejected, not guessed."""
    places = [(column, number) for column in ("id", "consumer", "number") for number in DAMAGED]
    rows = [row(**{"id": f"bad{i}", column: number}) for i, (column, number) in enumerate(places)]
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, *rows, LATE))

    assert [(column, value) for _, column, value, _ in ran.reasons] == places
    assert all("damaged" in reason for *_, reason in ran.reasons)
    assert ran.violations == {AT_NIGHT}


def test_numbers_of_a_workbook(tmp_path: Path) -> None:
    """A phone number survives being a number in Excel; an 18-digit id does not, and is rejected."""
    header = ["id", "at", "consumer", "channel", "direction", "number"]
    path = workbook(
        tmp_path / "a.xlsx", list(header), ["late", "2026-07-01 22:30", 1001, "sms", "outbound", 13800138000],
        ["bad", "2026-07-01 10:00", 123456789012345678, "sms", "outbound", 13800138000],
    )  # fmt: skip
    ran = audit(tmp_path, path)

    ((line, column, _, reason),) = ran.reasons
    assert (line, column) == (3, "consumer")
    assert "damaged" in reason
    assert ran.violations == {AT_NIGHT}
    assert ran.report["findings"][0]["consumer"] == "1001"


def test_a_cell_that_looks_like_a_formula(tmp_path: Path) -> None:
    """A text that starts with `=` is text: it is searched, and comes out of the audit as it went in."""
    threat = "threat,2026-07-01 10:00:00,D2,sms,outbound,delivered,13900139000,=弄死你"
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, LATE, threat))

    assert ran.violations == {AT_NIGHT, ("threat", "threat")}
    (found,) = [finding for finding in ran.report["findings"] if finding["event"] == "threat"]
    assert "弄死你" in found["message"]


def test_a_transcript_of_forty_thousand_characters(tmp_path: Path) -> None:
    """A phrase at the very end of a long transcript is found."""
    text = "催收员：" + "您好，" * 13_333 + "弄死你"
    long = f"long,2026-07-01 10:00:00,D2,call,outbound,conversation,13900139000,{text}"
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, LATE, long))

    assert ran.violations == {AT_NIGHT, ("threat", "long")}


def test_a_nul_byte(tmp_path: Path) -> None:
    """A row with a NUL byte is rejected, and the others are audited."""
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, row(text="a\0b"), LATE))

    assert [(found[0], found[3]) for found in ran.reasons] == [(2, "a NUL byte")]
    assert ran.violations == {AT_NIGHT}


def test_ragged_rows(tmp_path: Path) -> None:
    """Rows with too few or too many cells are rejected, each with its count, and the others are audited."""
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, "合计,2", LATE, FINE + ",,x"))

    assert [(found[0], found[3]) for found in ran.reasons] == [
        (2, "2 cells, where the header has 8"),
        (4, "10 cells, where the header has 8"),
    ]
    assert ran.violations == {AT_NIGHT}


def test_one_id_on_two_different_rows(tmp_path: Path) -> None:
    """An id is one event's: the same row again is a duplicate, another row with it is rejected."""
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, LATE, LATE, LATE.replace("D1", "D9")))

    assert ran.rows == {"read": 3, "used": 1, "merged": 0, "duplicate": 1, "rejected": 1, "out_of_scope": 0}
    assert ran.reasons == [(4, "id", "late", "the id of row 2, with other content")]


# --- what is asked for ------------------------------------------------------------------------------------


@pytest.mark.parametrize("period", ["2026-07", "2026-07-01", "2026-07-31..2026-07-01", "x..y"])
def test_a_period_that_is_none(tmp_path: Path, period: str) -> None:
    """A period that cannot be read is a mistake of usage, with an example."""
    status, _, err = run("audit", write(tmp_path / "a.csv", HEADER, LATE), "--rules", NIGHT, "--period", period)

    assert status == EXIT_USAGE
    assert "--period" in err


def test_a_period_without_an_event(tmp_path: Path) -> None:
    """A period that the log does not reach is not clean: nothing was judged."""
    path = write(tmp_path / "a.csv", HEADER, LATE)
    for period in ("2026-08-01..2026-08-31", "2026-06-01..2026-06-30"):
        ran = audit(tmp_path, path, "--period", period)

        told(ran, "empty-period", period[:10], "2026-07-01")
        assert ran.status == EXIT_LOG


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["[columns"], ("TOML",)),
        (["[columns]", 'at = "at"', 'outcom = "outcome"'], ("`outcom`", "`outcome`")),
        (['zone = "CST"', "[columns]", 'at = "at"'], ("`CST` is not a time zone",)),
        (['zon = "UTC"', "[columns]", 'at = "at"'], ("`zon`", "`zone`")),
        (['encoding = "gbk18030"', "[columns]", 'at = "at"'], ("no encoding `gbk18030`",)),
        (["[columns]", 'at = {column = "at", format = "%Q"}'], ("`%Q`",)),
        (
            [
                "[columns]",
                'at = "at"',
                "[columns.outcome]",
                'column = "outcome"',
                "[columns.outcome.values]",
                '"x" = "bsy"',
            ],
            ("`bsy`", "`busy`"),
        ),
        (["[columns]", 'at = "at"', 'channel = {value = "telephone"}'], ("`telephone`",)),
        (
            [
                "[columns]",
                'at = "at"',
                "[columns.duration]",
                'column = "text"',
                "[columns.duration.values]",
                '"x" = "1"',
            ],
            ("takes none",),
        ),
        ([], ("maps no column",)),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_a_profile_with_a_mistake(tmp_path: Path, lines: list[str], words: tuple[str, ...]) -> None:
    """A mistake in a profile is told before anything is read with it."""
    profile = write(tmp_path / "p.toml", *lines)
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, LATE), "--profile", profile)

    for word in words:
        assert word in ran.err, ran.err
    assert ran.status == EXIT_LOG
    assert ran.report == {}


def test_an_unknown_profile(tmp_path: Path) -> None:
    """A profile that does not exist: the nearest shipped one is offered."""
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, LATE), "--profile", "tianrum")

    told(ran, "unknown-profile", "`tianrum`", "`tianrun`")
    assert ran.status == EXIT_LOG


@pytest.mark.parametrize("memory", ["lots", "2", "-1GB", ""])
def test_an_amount_of_memory_that_is_none(tmp_path: Path, memory: str) -> None:
    """What is no amount of memory is a mistake of usage, with an example."""
    path = write(tmp_path / "a.csv", HEADER, LATE)
    status, _, err = run("audit", path, "--rules", NIGHT, "--zone", "UTC", "--memory", memory)

    assert status == EXIT_USAGE
    assert "500MB" in err


def test_too_little_memory(tmp_path: Path) -> None:
    """A limit that is too small is told with what to do, not as an internal error."""
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, LATE), "--memory", "1MB")

    told(ran, "out-of-memory", "1MB", "--memory", "--threads 1")
    assert ran.status == EXIT_LOG


def test_a_folder_for_temporary_files_that_is_not_there(tmp_path: Path) -> None:
    """The folder is named."""
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, LATE), "--temp", tmp_path / "nowhere")

    assert f"{tmp_path}/nowhere" in ran.err
    assert "--temp" in ran.err
    assert ran.status == EXIT_LOG
