"""Wrong rule files: every problem is told once, with its place, what was meant, and the nearest known name.

The files in tests/bad/language say themselves what they should be told: below a line stand carets under exactly the
columns that a terminal must underline (a Chinese character takes two; the `#` stands for column one), then the code, the
message and, after ` / `, the hint.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditor.diagnostics import Diagnostic, underline
from auditor.language.parse import MAX_FILE_CHARACTERS
from auditor.packs import loading

BAD = Path(__file__).resolve().parent / "bad" / "language"
EXPECTED = re.compile(r"#(?P<indent> *)(?P<carets>\^*) (?P<code>[a-z-]+): (?P<text>.+)")

Told = tuple[int, int, int, str, str]


def told(problem: Diagnostic) -> Told:
    """Line, first column, width, code and text of a problem."""
    assert problem.span is not None
    _, carets = underline(problem.span)
    text = problem.message + (f" / {problem.hint}" if problem.hint else "")
    return problem.span.line, len(carets) - len(carets.lstrip()), carets.count("^"), problem.code, text


def expected(text: str) -> list[Told]:
    """What a file says that it should be told."""
    found: list[Told] = []
    line = 0
    for number, content in enumerate(text.split("\n"), start=1):
        if match := EXPECTED.fullmatch(content):
            indent, carets = match["indent"], match["carets"]
            start, width = (1 + len(indent), len(carets)) if indent else (0, 1 + len(carets))
            found.append((line, start, width, match["code"], match["text"]))
        else:
            line = number
    return found


@pytest.mark.parametrize("path", sorted(BAD.glob("*.rules")), ids=lambda path: path.stem)
def test_file_is_told_what_it_says(path: Path) -> None:
    """Every problem that a file expects is found, at its columns, and no other."""
    wanted = expected(path.read_text(encoding="utf-8"))
    problems = loading.load([str(path)]).problems

    assert sorted(told(problem) for problem in problems) == sorted(wanted)
    assert len(wanted) >= 3


def test_carets_under_chinese_are_tried() -> None:
    """The expectations hold lines in Chinese, with carets behind wide characters."""
    texts = [path.read_text(encoding="utf-8") for path in BAD.glob("*.rules")]
    lines = [text.split("\n")[line - 1] for text in texts for line, start, *_ in expected(text) if start > 4]

    assert sum(not line.isascii() for line in lines) >= 15


def test_all_problems_of_all_files_in_one_run(tmp_path: Path) -> None:
    """A mistake in one file, or in one statement, hides none of the others."""
    files = {
        "a.rules": 'pack p "p"\nrule p.a "a" cite "x"\n  forbid contats\nrule p.b "b" cite "x"\n  forbit contacts\n',
        "b.rules": '规则 p.丙 "丙" 依据 "x"\n  禁止 主动联糸\n',
        "c.rules": 'rule p.d "d" cite "x"\n  at most 3 contacts per consumer\n',
        "d/d.rules": 'pack q "q"\nuse pp\nrule q.a "a" cite "x"\n  forbid contats\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    problems = loading.load([str(tmp_path)]).problems

    found = {(Path(p.span.source.name).name, p.span.line, p.code) for p in problems if p.span}
    assert found == {
        ("a.rules", 3, "unknown-name"), ("a.rules", 5, "syntax"), ("b.rules", 2, "unknown-name"),
        ("c.rules", 2, "missing-window"), ("d.rules", 2, "unknown-pack"), ("d.rules", 4, "unknown-name"),
    }  # fmt: skip
    assert len(problems) == len(found)


def test_names_of_another_pack_and_statements_that_cannot_be_read(tmp_path: Path) -> None:
    """What a used pack failed to declare, because its statement could not be read, is told at that statement only."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    (tmp_path / "one" / "one.rules").write_text('pack one "one"\ndefine x "甲": is is is is\n', encoding="utf-8")
    (tmp_path / "two" / "two.rules").write_text(
        'pack two "two"\nuse one\nrule two.a "a" cite "x"\n  forbid x when 甲\n', encoding="utf-8"
    )

    problems = loading.load([str(tmp_path)]).problems

    assert [problem.code for problem in problems] == ["syntax"]


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("(" * 10_000 + "placed" + ")" * 10_000, "too-deep"),
        ("not " * 10_000 + "placed", "too-deep"),
        ("非 " * 10_000 + "已发起", "too-deep"),
    ],
)
def test_deep_nesting_ends_in_a_message(tmp_path: Path, condition: str, code: str) -> None:
    """Nesting ten thousand deep is a problem like any other."""
    file = tmp_path / "deep.rules"
    file.write_text(f'pack p "p"\nrule p.a "a" cite "x"\n  forbid contacts when {condition}\n', encoding="utf-8")

    assert [problem.code for problem in loading.load([str(file)]).problems] == [code]


def test_a_file_of_five_megabytes_ends_in_a_message(tmp_path: Path) -> None:
    """A rule file that is too large is refused before it is read into a tree."""
    file = tmp_path / "large.rules"
    file.write_text('pack p "p"\n' + "# a comment\n" * (5_000_000 // 12), encoding="utf-8")
    middling = tmp_path / "middling.rules"
    middling.write_text('pack q "q"\n' + "# a comment\n" * (MAX_FILE_CHARACTERS // 12), encoding="utf-8")

    for path in (file, middling):
        problems = loading.load([str(path)]).problems
        assert problems[0].code == "file-too-large"
        assert problems[0].hint == "split it into several files"


def test_messages_keep_the_house_style() -> None:
    """Lower case, no full stop, names in backticks, nothing that only a programmer would say."""
    texts = [entry[4] for path in BAD.glob("*.rules") for entry in expected(path.read_text(encoding="utf-8"))]

    assert len(texts) > 100
    for text in texts:
        message = text.split(" / ")[0]
        assert not message.endswith("."), message
        assert message[0] == "`" or message[0].islower(), message
        assert not re.search(r"\b[A-Z]{3,}_|_ZH|\$END|Token|NoneType|core\.", text), text
        assert text.count("`") % 2 == 0, text


def packs_of(folder: Path, **files: str) -> list[Diagnostic]:
    """The problems of several packs, each in a folder of its own."""
    for name, text in files.items():
        (folder / name).mkdir()
        (folder / name / f"{name}.rules").write_text(f'pack {name} "{name}"\n{text}', encoding="utf-8")
    return loading.load([str(folder)]).problems


def test_a_name_from_two_packs(tmp_path: Path) -> None:
    """One name for two things is told with both places; one name for the same thing is no problem."""
    problems = packs_of(
        tmp_path,
        one="define late: days_past_due > 30\ndefine calls: channel is call\n",
        two="define late: days_past_due > 60\ndefine calls: channel is call\n",
        three='use one, two\nrule three.a "a"\n  cite "x"\n  forbid calls when late\n',
    )

    [problem] = problems
    assert problem.code == "duplicate-name"
    assert problem.message == "`late` comes from two packs and means different things"
    assert [span.source.name.rsplit("/", 1)[-1] for span, _ in problem.notes] == ["one.rules", "two.rules"]


def test_packs_that_use_each_other(tmp_path: Path) -> None:
    """Packs in a circle are told with the circle, whichever is read first."""
    problems = packs_of(tmp_path, one="use two\n", two="use three\n", three="use one\n")

    circles = [problem for problem in problems if problem.code == "use-cycle"]
    assert len(circles) == 1
    assert circles[0].message.count("->") == 3


def test_names_come_through_the_packs_that_a_pack_uses(tmp_path: Path) -> None:
    """What a used pack uses is known too, with its fields' values, word lists, hours, calendars and parameters."""
    problems = packs_of(
        tmp_path,
        base='field kind adds promise-broken "失信"\nparam limit = 3\nwords threats "threats" "or else"\n'
        'calendar cal\n  years 2024 through 2026\nhours day of cal\n  workday: 08:00 until 20:00\n  weekend: none\n',
        middle="use base\ndefine broken: kind is promise-broken\n",
        top='use middle\nrule top.a "a"\n  cite "x"\n  forbid contacts outside day\n'
        'rule top.b "b"\n  cite "x"\n  at most limit (contacts and text mentions threats) per consumer since last broken\n',
    )  # fmt: skip

    assert problems == []


def test_each_problem_is_told_once(tmp_path: Path) -> None:
    """A wrong definition is told where it stands, not again by each rule that uses it."""
    uses = "".join(f'rule p.r{n} "r"\n  cite "x"\n  forbid wrong when wrong per consumer ever\n' for n in range(5))
    problems = packs_of(tmp_path, p=f"define wrong: channel is cal\n{uses}")

    assert [problem.code for problem in problems] == ["unknown-value"]


def test_days_that_could_not_be_declared_are_told_once(tmp_path: Path) -> None:
    """Hours of a wrong calendar, and a rule with wrong hours, are told where the mistake is."""
    problems = packs_of(
        tmp_path,
        p='calendar cal\n  library "US"\nhours day of cal\n  workday: 08:00 until 20:00\n  weekend: none\n'
        "hours night\n  frieday: none\n"
        'rule p.a "a"\n  cite "x"\n  forbid contacts outside day\nrule p.b "b"\n  cite "x"\n  forbid contacts outside night\n',
    )  # fmt: skip

    assert [problem.code for problem in problems] == ["missing-years", "unknown-value"]
