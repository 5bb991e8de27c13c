"""Profiles: what they may say, and every mistake in one told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.diagnostics import DiagnosticError
from auditor.logs.profile import ColumnMapping, Instead, Legs, OutOfScope
from auditor.logs.profile_file import load_profile, shipped_profiles
from tests.log_events import fields

WHOLE = """
name = "export"
description = "an export"
encoding = "gb18030"
sheet = ["one", "two"]
header_row = 3
delimiter = ";"
empty = ["无"]
zone = "Asia/Shanghai"
ignore = ["备注"]
canonical = true

[columns]
id = "编号"
at = { column = ["开始", "发起"], format = ["%Y%m%d %H:%M:%S", "%Y-%m-%d"] }
consumer = ["客户号", "客户编号"]
channel = { value = "call" }
recorded = { column = "录音", filled = true, blank = false }
duration = { column = "时长", unit = "ms" }
number = { column = "被叫", instead = { column = "主叫", when = "方向", codes = ["呼入"] } }

[columns.outcome]
column = "状态"
values = { 1 = "busy", "2" = "无人接听" }

[pack_columns]
case_no = "案号"

[speakers]
ours = ["坐席"]
theirs = "客户"

[[out_of_scope]]
column = "类型"
values = [9, "内部"]
reason = "internal"

[legs]
key = ["主通话", "通话"]
prefer = ["conversation"]
"""


def load(folder: Path, text: str) -> list[str]:
    """The messages of a profile's problems, with their hints."""
    path = folder / "p.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DiagnosticError) as raised:
        load_profile(str(path))
    assert all(problem.file == str(path) for problem in raised.value.diagnostics)
    return [problem.message + (f" | {problem.hint}" if problem.hint else "") for problem in raised.value.diagnostics]


def test_everything_that_a_profile_can_say(tmp_path: Path) -> None:
    """A profile is read into plain data."""
    path = tmp_path / "p.toml"
    path.write_text(WHOLE, encoding="utf-8")
    profile = load_profile(str(path))

    assert (profile.name, profile.encoding, profile.sheets, profile.header_row) == (
        "export",
        "gb18030",
        ("one", "two"),
        3,
    )
    assert (profile.zone, profile.delimiter, profile.canonical) == ("Asia/Shanghai", ";", True)
    assert "无" in profile.empty
    assert "NULL" in profile.empty
    assert profile.columns["id"] == ColumnMapping(("编号",))
    assert profile.columns["at"].columns == ("开始", "发起")
    assert profile.columns["at"].formats == ("%Y%m%d %H:%M:%S", "%Y-%m-%d")
    assert profile.columns["channel"].value == "call"
    assert (profile.columns["recorded"].filled, profile.columns["recorded"].blank) == ("yes", "no")
    assert profile.columns["duration"].unit == "ms"
    assert profile.columns["number"].instead == Instead(("主叫",), "方向", ("呼入",))
    assert profile.columns["outcome"].values == {"1": "busy", "2": "无人接听"}
    assert profile.pack_columns["case_no"] == ColumnMapping(("案号",))
    assert (profile.ours, profile.theirs) == (("坐席",), ("客户",))
    assert profile.out_of_scope == (OutOfScope("类型", ("9", "内部"), "internal"),)
    assert profile.legs == Legs(("主通话", "通话"), ("conversation",))
    assert set(profile.needed_columns) == {"编号", "录音", "时长", "被叫", "状态", "类型"}
    assert {"客户编号", "主叫", "备注", "案号", "通话"} <= profile.known_columns


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('colums = {}\n[columns]\nat = "t"', "`colums` is not a key of a profile | did you mean `columns`?"),
        ("[columns]\nat = 5", "`columns.at` is not a column, a list of columns or a table"),
        ("[columns]\nat = [1]", "`columns.at` is not a text or a list of texts"),
        ("[columns]\nat = {}", "`columns.at` names neither a column nor a value"),
        ('[columns]\nat = {column = "t", unit = "sec"}', "`columns.at.unit` is `sec` | one of us, ms, s, min, h"),
        ('[columns]\nat = {colum = "t"}', "`columns.at.colum` is not a key of a profile | did you mean `column`?"),
        ('[columns]\nat = {column = "t", format = "YYYY-MM-DD"}', "`columns.at.format` is `YYYY-MM-DD`, which is no format"),
        ('[columns]\nat = {column = "t", format = "%Y %Z"}', "`%Z`, which is no part of a time | a zone is named apart"),
        ('[columns]\nat = {column = "t", format = ["epoch-s", "%Y"]}', "has `epoch-s` beside others | it stands alone"),
        ('[columns]\nat = {column = "t", format = ["%Y %z", "%Y"]}', "has `%z` in some of its patterns"),
        ('header_row = "3"\n[columns]\nat = "t"', "`header_row` is not a whole number"),
        ('header_row = true\n[columns]\nat = "t"', "`header_row` is not a whole number"),
        ('zone_order = ["moon"]\n[columns]\nat = "t"', "`zone_order` names `moon`, from which no zone comes"),
        ('[columns]\nat = "t"\n[[out_of_scope]]\ncolumn = "x"', "`out_of_scope` needs a column, its values, and a reason"),
        ('[columns]\nat = "t"\n[out_of_scope]\ncolumn = "x"', "`out_of_scope` is not a list of tables | write `[[out_of_scope]]`"),
        ('[columns]\nat = "t"\n[legs]\nprefer = ["x"]', "`legs` needs the column"),
        ('[columns]\nat = "t"\nnumber = {column = "x", instead = {column = "y"}}', "`columns.number.instead` needs a column"),
        ('[columns]\nat = "t"\nrecorded = {column = "x", filled = true, values = {a = "yes"}}', "has both `values` and `filled`"),
    ],
)  # fmt: skip
def test_a_mistake_is_told(tmp_path: Path, text: str, message: str) -> None:
    """Each mistake has a sentence that names the key."""
    assert any(message in found for found in load(tmp_path, text))


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Nobody has to run the audit as often as there are mistakes."""
    assert len(load(tmp_path, 'zone = "CST"\nsheet = 5\nfoo = 1\n[columns]\nat = 5\n[legs]\n')) >= 4


def test_a_profile_that_is_not_utf8(tmp_path: Path) -> None:
    """A profile saved in another encoding is named, not an error of Python."""
    path = tmp_path / "p.toml"
    path.write_bytes('name = "导出"'.encode("gb18030"))
    with pytest.raises(DiagnosticError, match="not UTF-8"):
        load_profile(str(path))


@pytest.mark.parametrize("name", shipped_profiles())
def test_shipped_profiles(name: str) -> None:
    """Every shipped profile is sound, says what it is for, and gives fields and values that exist."""
    profile = load_profile(name)
    by_name = {spelling: field for field in fields() for spelling in (field.name, *field.zh)}

    assert profile.name == name
    assert len(profile.description) > 20
    assert "at" in profile.columns
    assert set(profile.columns) <= set(by_name)
    for field, mapping in profile.columns.items():
        names = {spelling for choice in by_name[field].type.choices for spelling in (choice.name, choice.zh)}
        if names:
            assert {*mapping.values.values(), *([mapping.value] if mapping.value else [])} <= names, field
