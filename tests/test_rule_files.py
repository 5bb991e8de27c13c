"""Rule files that nobody meant, or somebody meant ill: a message, never a traceback, in bounded time and memory."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from auditor.checking.check import check
from auditor.packs import loading
from tests.demo_pack import EXAMPLE, GOOD, HEAD, RULE
from tests.log_runs import run

MEGABYTES = 1024 * 1024


def codes(path: Path) -> list[str]:
    """The codes of every problem of a path, from the command line: never a traceback."""
    status, out, _ = run("check", path, "--fail-on", "error")
    found = [line.split("[")[1].split("]")[0] for line in out.splitlines() if line.startswith(("error[", "warning["))]
    assert (status == 3) == any(line.startswith("error[") for line in out.splitlines())
    return found


def rule_file(folder: Path, data: bytes | str, name: str = "demo.rules") -> Path:
    """A rule file with these bytes."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


# --- how a file may be written ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        GOOD.replace("\n", "\r\n"), GOOD.replace("\n", "\r"), "\ufeff" + GOOD, GOOD.replace("\n  ", "\n\t"),
        GOOD.rstrip("\n"), GOOD.replace("\n\n", "\n \t\n"),
    ],
    ids=["crlf", "cr", "bom", "tabs", "no last line break", "white lines"],
)  # fmt: skip
def test_ways_of_writing_one_file(tmp_path: Path, data: str) -> None:
    """Line breaks, a byte-order mark, tabs: the same file."""
    assert codes(rule_file(tmp_path, data)) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (GOOD.replace("demonstration", "示例").encode("gb18030"), "not-utf8"),
        (GOOD.encode("utf-16"), "not-text"),
        (b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 40, "not-text"),
        (GOOD[: GOOD.index("at most 2") + 5], "syntax"),
        (GOOD[: GOOD.index('"article')] + '"arti', "syntax"),
        ("", "missing-pack"),
        ("# only a remark\n", "missing-pack"),
        ("pack\n", "missing-pack"),
        ("\n" * 100_000, "missing-pack"),
        ('pack demo "a"\n' + "|" * 100_000, "syntax"),
    ],
    ids=[
        "gb18030", "utf-16", "binary", "half a statement", "half a text", "empty", "remark", "no name", "line breaks", "bars",
    ],
)  # fmt: skip
def test_what_is_no_rule_file(tmp_path: Path, data: bytes | str, code: str) -> None:
    """Each ends in a message that says what it is."""
    path = rule_file(tmp_path, data)
    found = codes(path)

    assert code in found or (code == "missing-pack" and "no-rule-files" in found), found


def test_a_wrong_encoding_names_its_line(tmp_path: Path) -> None:
    """The line of the first byte that is not UTF-8 is said."""
    path = rule_file(tmp_path, HEAD.encode() + "define a: text mentions 夜间\n".encode("gb18030"))

    assert "line 4 is not UTF-8" in run("check", path)[1]


def test_the_caret_stands_under_the_word_after_chinese_text(tmp_path: Path) -> None:
    """A Chinese character takes two columns of a terminal."""
    path = rule_file(
        tmp_path, 'pack demo "a"\n\n规则 demo.甲 "夜间"\n  依据 "第一条"\n  禁止 主动联系 当 渠道 为 电活\n'
    )
    lines = run("check", path)[1].splitlines()
    at = next(index for index, line in enumerate(lines) if "电活" in line and line.startswith("5 |"))

    assert lines[at + 1] == "  | " + " " * 27 + "^^^^"


def test_ten_mistakes_give_ten_messages(tmp_path: Path) -> None:
    """Mistakes of every kind in one file are all told in one run, in order of place."""
    text = """pack demo "a demonstration"
define a: chanel is call
define b: channel is cal
rul demo.x "a statement"
rule demo.a "no citation"
  forbid contacts
rule demo.b "a keyword"
  cite "x"
  forbit contacts
rule demo.c "no key"
  cite "x"
  at most 3 contacts in each day
rule demo.d "no window kind"
  cite "x"
  at most 3 contacts per consumer in 7 days
规则 demo.e "没有期间"
  依据 "x"
  同一 债务人 主动联系 至多 3 次
rule demo.f "types"
  cite "x"
  forbid contacts when duration > 3
hours h
  monday: 08:00 until 20:00
"""
    found = codes(rule_file(tmp_path, text))

    assert [code for code in found if code != "unused-declaration"] == [
        "unknown-name", "unknown-value", "unknown-statement", "missing-citation", "syntax", "missing-key",
        "missing-window-kind", "missing-window", "type-mismatch", "unsaid-days",
    ]  # fmt: skip


# --- folders ----------------------------------------------------------------------------------------------


def test_links_in_a_circle(tmp_path: Path) -> None:
    """Folders that link to each other are walked once; a file that links to itself is told."""
    rule_file(tmp_path, GOOD, "a/demo.rules")
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    assert codes(tmp_path) == []
    loop = tmp_path / "a" / "loop.rules"
    loop.symlink_to(loop)
    assert codes(tmp_path) == ["unreadable-file"]


def test_what_is_no_ordinary_file(tmp_path: Path) -> None:
    """A pipe, a socket and a folder with the name of a rule file are not waited for."""
    os.mkfifo(tmp_path / "pipe.rules")
    with socket.socket(socket.AF_UNIX) as bound:
        here = Path.cwd()
        os.chdir(tmp_path)  # the path of a socket may not be long
        try:
            bound.bind("socket.rules")
        finally:
            os.chdir(here)
    rule_file(tmp_path, GOOD, "folder.rules/demo.rules")

    assert codes(tmp_path) == ["unreadable-file", "unreadable-file"]


def test_a_thousand_packs(tmp_path: Path) -> None:
    """A folder with a thousand packs is read in seconds."""
    for number in range(1000):
        rule_file(tmp_path, f'pack p{number} "pack"\n', f"p{number}/p.rules")
    began = time.monotonic()
    library = loading.load([str(tmp_path)])

    assert len(library.chosen) == 1000
    assert library.problems == []
    assert time.monotonic() - began < 60


@pytest.mark.parametrize(
    ("uses", "circle"),
    [({"a": "a"}, "`a` -> `a`"), ({"a": "b", "b": "c", "c": "a"}, "`a` -> `b` -> `c` -> `a`")],
    ids=["itself", "three"],
)
def test_packs_that_use_each_other(tmp_path: Path, uses: dict[str, str], circle: str) -> None:
    """A circle of packs is told once, with its way around."""
    for name, used in uses.items():
        rule_file(tmp_path, f'pack {name} "pack"\nuse {used}\n', f"{name}.rules")
    found = [problem for problem in loading.load([str(tmp_path)]).problems if problem.code == "use-cycle"]

    assert [problem.message for problem in found] == [f"packs use each other in a circle: {circle}"]


# --- a file from a stranger -------------------------------------------------------------------------------

SECRET = "the-secret-of-the-house"


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """A pack's folder, and beside it a file that is none of its business."""
    rule_file(tmp_path, SECRET + "\n", "secret.txt")
    (tmp_path / "pack" / "words").mkdir(parents=True)
    return tmp_path / "pack"


@pytest.mark.parametrize(
    "name", ["../secret.txt", "words/../../secret.txt", "{absolute}", "link.txt", "folder/secret.txt"]
)
def test_other_files_are_not_read(stranger: Path, name: str) -> None:
    """Neither by a way up, an absolute path, nor through links to a file or folder."""
    (stranger / "link.txt").symlink_to(stranger.parent / "secret.txt")
    (stranger / "folder").symlink_to(stranger.parent, target_is_directory=True)
    name = name.format(absolute=stranger.parent / "secret.txt")
    path = rule_file(stranger, HEAD + f'words w "w" "a phrase"\n  file "{name}"\n')
    _, out, err = run("check", path)

    assert "[file-outside-pack]" in out
    assert SECRET not in out + err
    words = [w for pack in loading.load([str(path)]).packs.values() for w in pack.checked.pack.words]
    assert all(SECRET not in phrase for w in words for phrase in w.phrases)


@pytest.mark.parametrize("name", ["/dev/zero", "/proc/self/environ", "words", "none.txt", "a\\u0000b", "x" * 5000])
def test_devices_folders_and_strange_names(stranger: Path, name: str) -> None:
    """A word file that is none ends in a message."""
    path = rule_file(stranger, HEAD + f'words w "w" "a phrase"\n  file "{name}"\n')

    assert set(codes(path)) & {"file-outside-pack", "unreadable-file", "syntax"}


def test_a_pipe_as_word_file(stranger: Path) -> None:
    """A pipe in the pack's own folder is not waited for."""
    os.mkfifo(stranger / "words" / "pipe.txt")

    assert "unreadable-file" in codes(rule_file(stranger, HEAD + 'words w "w" "a"\n  file "words/pipe.txt"\n'))


def test_nothing_is_started_or_connected_to(stranger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No rule file can start a program or open a connection, whatever it holds."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a rule file may not do that")

    for owner, name in (
        (subprocess, "Popen"),
        (os, "system"),
        (os, "posix_spawn"),
        (os, "fork"),
        (socket, "create_connection"),
    ):
        monkeypatch.setattr(owner, name, refuse)
    text = (
        GOOD
        + 'define a: text matches /$(touch owned)`touch owned`/\nwords w "w" "; rm -rf /", "\'); DROP TABLE timeline; --"\n'
    )
    text += "define b: text mentions w and agency is \"x'); COPY timeline TO 'owned'; --\"\n"
    text += RULE.replace("demo.two", "demo.b").replace(
        "at most 2 contacts per consumer in each day", "forbid contacts when a or b"
    )
    text += 'example "words" for demo.b\n  given consumer C1, channel sms, direction outbound\n'
    text += (
        "  | at | agency | text | verdict |\n  | 2026-04-01 10:00 | x'); DROP TABLE timeline; -- | ; rm -rf / | - |\n"
    )
    rule_file(stranger, text)
    monkeypatch.chdir(stranger)
    result = check(["."])

    assert {problem.code for problem in result.problems} <= {"example-fails", "missing-example"}
    assert len(result.examples) == 2
    assert not list(stranger.rglob("owned"))


def chain(steps: int, levels: int) -> str:
    """Definitions that each name the next one twice, and a rule that names the first of them so many levels deep."""
    text = HEAD + "".join(f"define d{n}: d{n + 1} and (placed or d{n + 1})\n" for n in range(steps))
    condition = "(placed or (placed and " * (levels // 2) + "d0" + "))" * (levels // 2)
    rule = RULE.replace("at most 2 contacts per consumer in each day", f"forbid contacts when {condition}")
    return text + f"define d{steps}: placed\n" + rule + EXAMPLE


HEAVY = {
    "not ten thousand deep": HEAD + "define a: " + "not " * 10_000 + "placed\n",
    "brackets ten thousand deep": HEAD + "define a: " + "(" * 10_000 + "placed" + ")" * 10_000 + "\n",
    "five megabytes": HEAD + "# a remark\n" * 500_000,
    "a thousand rules": HEAD + "".join(RULE.replace("demo.two", f"demo.r{n}") for n in range(1_000)),
    "one long line": HEAD + "define a: " + "placed or " * 30_000 + "placed\n",
    "a long chain of definitions": chain(200, 0),
    "a chain that doubles with every step": chain(30, 0),
    "a deep condition over a deep chain": chain(40, 70),
    "a greedy pattern": HEAD + "define a: text matches /(a*)*(a*)*(a*)*b{0,1000}{0,1000}/\n",
    "a row repeated for ever": GOOD.replace(
        "| at               | verdict", "| at               | repeat | verdict"
    ).replace("10:00 | ok ", "10:00 | 999999999 every 1 seconds | ok "),
}


@pytest.mark.parametrize("kind", HEAVY)
def test_time_and_memory_are_bounded(tmp_path: Path, kind: str) -> None:
    """A hostile file is checked or refused in bounded time, within a bounded address space, without a traceback."""
    path = rule_file(tmp_path, HEAVY[kind])

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (4096 * MEGABYTES, 4096 * MEGABYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))

    done = subprocess.run(
        [sys.executable, "-m", "auditor", "check", str(path), "--fail-on", "error"],
        capture_output=True, text=True, timeout=240, preexec_fn=limit, check=False,
    )  # fmt: skip

    assert done.returncode in (0, 3), (done.returncode, done.stderr[-500:])
    assert "Traceback" not in done.stderr


def test_explaining_is_bounded_too(tmp_path: Path) -> None:
    """A rule whose definitions double with every step is explained with each of them taken apart once."""
    path = rule_file(tmp_path, chain(30, 0))
    status, out, _ = run("explain", "demo.two", "--rules", path)

    assert status == 0
    assert len(out.splitlines()) < 400
