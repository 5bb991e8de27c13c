"""`auditor check`: formats, selection, exit statuses, and that nothing is left out without a word."""

from __future__ import annotations

import json
import os
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from auditor.cli.output import EXIT_RULES, EXIT_USAGE
from tests.demo_pack import GOOD, HEAD, RULE
from tests.log_runs import run
from tests.schemas import SARIF, assert_fits

FAILING = GOOD.replace("11:00 | ok       ", "11:00 | violation")
WARNED = HEAD + RULE
WRONG = GOOD.replace("contacts per", "contats per") + '规则 demo.甲 "夜间"\n  依据 "第一条"\n  禁止 主动联糸\n'


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, and in it a rule file that each test writes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return Path("demo.rules")


def test_a_sound_file_is_clean(demo: Path) -> None:
    """Exit status 0, and it is said what was looked at."""
    demo.write_text(GOOD)

    assert run("check", demo) == (0, "no problems; 1 pack, 1 rule, 1 of 1 example hold\n", "")
    assert run("check")[0] == 0


@pytest.mark.parametrize(
    ("text", "code"), [(WRONG, "unknown-name"), (FAILING, "example-fails"), (WARNED, "missing-example")]
)
def test_problems_are_told_and_fail(demo: Path, text: str, code: str) -> None:
    """An error, a failing example and a warning each fail the check."""
    demo.write_text(text, encoding="utf-8")
    status, out, _ = run("check", demo)

    assert status == EXIT_RULES
    assert f"[{code}]" in out
    assert "demo.rules:" in out


def test_fail_on(demo: Path) -> None:
    """What is below `--fail-on` is told and does not fail."""
    demo.write_text(WARNED)

    status, out, _ = run("check", demo, "--fail-on", "error")

    assert status == 0
    assert "[missing-example]" in out


def test_select_and_ignore(demo: Path) -> None:
    """Codes are chosen or left out by name; several at once."""
    demo.write_text(WARNED.replace("  basis verified  force statute", ""))

    assert "[missing-fact]" not in run("check", demo, "--select", "missing-example")[1]
    assert "[missing-example]" in run("check", demo, "--ignore", "missing-fact")[1]
    assert run("check", demo, "--ignore", "missing-fact", "--ignore", "missing-example")[0] == 0


def test_a_code_that_there_is_not(demo: Path) -> None:
    """A mistyped code is a usage error with the nearest one: it would select nothing."""
    demo.write_text(WARNED)
    status, _, err = run("check", demo, "--ignore", "missing-exampel")

    assert status == EXIT_USAGE
    assert "did you mean `missing-example`?" in err


def test_nothing_to_check_is_not_clean(demo: Path) -> None:
    """A folder without rule files, or a path that is not there, fails."""
    for path, code in ((".", "no-rule-files"), ("nowhere", "unknown-pack")):
        status, out, _ = run("check", path)
        assert status == EXIT_RULES
        assert f"[{code}]" in out


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_that_may_not_be_read(demo: Path) -> None:
    """An unreadable file fails the check, and the others are checked all the same."""
    demo.write_text(FAILING)
    other = Path("other.rules")
    other.write_text('pack other "other"\n')
    other.chmod(0)
    status, out, _ = run("check", ".")

    assert status == EXIT_RULES
    assert "[unreadable-file]" in out
    assert "[example-fails]" in out


def test_an_error_in_one_pack_does_not_keep_others_from_being_run(demo: Path) -> None:
    """Examples of sound packs are run; those of packs that use a wrong one are not."""
    demo.write_text(FAILING)
    Path("wrong.rules").write_text('pack wrong "wrong"\n\ndefine a: no-such-thing\n')
    Path("user.rules").write_text('pack user "uses it"\n\nuse wrong\n\n' + RULE.replace("demo.", "user."))
    status, out, _ = run("check", ".")

    assert status == EXIT_RULES
    assert "[unknown-name]" in out
    assert "[example-fails]" in out
    assert "user.two" not in out


def test_a_failing_example_shows_its_table(demo: Path) -> None:
    """Expected and actual verdicts stand side by side, wrong rows are marked, and the place of the first is shown."""
    demo.write_text(FAILING)
    lines = run("check", demo)[1].splitlines()

    at = next(index for index, line in enumerate(lines) if "expected" in line and "actual" in line)
    assert [cell.strip(" >|") for cell in lines[at].split(" | ")[1:]] == ["at", "expected", "actual", "why"]
    assert lines[at + 1].split() == ["|", "2026-04-01", "10:00", "|", "ok", "|", "ok", "|"]
    assert lines[at + 2].split()[:9] == ["|", ">", "2026-04-01", "11:00", "|", "violation", "|", "ok", "|"]
    assert any(line.strip().endswith("expected violation, got ok") for line in lines)


def test_a_table_says_why_a_verdict_is_inconclusive(demo: Path) -> None:
    """The cause stands in the row."""
    rule = RULE.replace("at most 2 contacts per consumer in each day", "forbid contacts when text mentions bad")
    text = HEAD + 'words bad "bad" "bad"\n\n' + rule
    text += 'example "no text" for demo.two\n  given consumer C1, channel sms, direction outbound\n'
    text += "  | at               | text | verdict |\n  | 2026-04-01 10:00 |      | ok      |\n"
    demo.write_text(text)
    out = run("check", demo)[1]

    assert "inconclusive | `text` is missing" in out or "inconclusive | `said` is missing" in out, out


def test_json(demo: Path) -> None:
    """Every problem with code, level, place and hint."""
    demo.write_text(WRONG, encoding="utf-8")
    status, out, _ = run("check", demo, "--format", "json")
    problems = json.loads(out)["problems"]

    assert status == EXIT_RULES
    assert [(p["code"], p["line"], p["column"]) for p in problems] == [("unknown-name", 6, 13), ("unknown-name", 16, 6)]
    assert problems[0]["hint"] == "did you mean `contacts`?"
    assert problems[1]["hint"] == "did you mean `主动联系`?"


@pytest.mark.parametrize("text", [WRONG, FAILING, WARNED, GOOD])
def test_sarif_is_what_the_schema_allows(demo: Path, text: str) -> None:
    """SARIF fits the published schema of 2.1.0, with problems of every level and with none."""
    demo.write_text(text, encoding="utf-8")
    out = run("check", demo, "--format", "sarif")[1]

    assert_fits(json.loads(out), SARIF)


def test_the_sarif_schema_is_strict() -> None:
    """The schema refuses what is no SARIF, so that the test above can fail."""
    with pytest.raises(AssertionError):
        assert_fits({"version": "2.1.0", "runs": [{"results": [{"level": "awful"}]}]}, SARIF)


def test_junit(demo: Path) -> None:
    """An example that holds is a passing case, a problem a failing one."""
    demo.write_text(GOOD)
    passed = ET.fromstring(run("check", demo, "--format", "junit")[1].encode()).find("testsuite")
    demo.write_text(FAILING)
    failed = ET.fromstring(run("check", demo, "--format", "junit")[1].encode()).find("testsuite")

    assert passed is not None
    assert failed is not None
    assert (passed.get("tests"), passed.get("failures")) == ("1", "0")
    assert failed.get("failures") == "1"
    assert "expected" in (failed.findtext("testcase/failure") or "")


def test_github(demo: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Annotations on the lines, at most ten of a level; the step summary holds them all."""
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    wrong = "".join(f"define a{number}: no-such-{number}\n" for number in range(14))
    demo.write_text(HEAD + wrong)
    out = run("check", demo, "--format", "github")[1]

    assert sum(line.startswith("::error file=demo.rules,line=") for line in out.splitlines()) == 10
    assert "4 more of level `error` are not annotated: the job's summary lists them all" in out
    assert summary.read_text(encoding="utf-8").count("unknown-name") == 14


def test_output_goes_to_a_file(demo: Path) -> None:
    """With `-o` the file holds what would have been printed."""
    demo.write_text(WRONG, encoding="utf-8")
    printed = run("check", demo, "--format", "sarif")[1]
    status, out, err = run("check", demo, "--format", "sarif", "-o", "found.sarif")

    assert (status, out, err) == (EXIT_RULES, "", "wrote found.sarif\n")
    assert Path("found.sarif").read_text(encoding="utf-8") == printed


def test_mutants_and_coverage_are_asked_for(demo: Path) -> None:
    """Questions are notes: they are told where asked for, and fail where notes are to."""
    demo.write_text(GOOD.replace("at most 2 contacts", "at most 2 (contacts except channel is letter)"))

    assert run("check", demo)[0] == 0
    status, out, _ = run("check", demo, "--mutate", "--coverage")
    assert status == 0
    assert "no example would notice if an exception was dropped" in out
    assert "in no example of `demo.two` is this true: the channel is letter" in out
    assert run("check", demo, "--mutate", "--fail-on", "note")[0] == EXIT_RULES


def test_colour_is_for_terminals_only(demo: Path) -> None:
    """What is written to a pipe holds no control characters."""
    demo.write_text(WRONG, encoding="utf-8")

    assert "\x1b" not in run("check", demo)[1]


def test_a_rule_file_cannot_act_on_the_terminal(demo: Path) -> None:
    """Control characters of a rule file are shown as signs, and the carets stand where they should."""
    demo.write_text(HEAD + "define a: x\x1b]0;owned\x07 and no-such-thing\n")
    status, out, _ = run("check", demo)

    assert status == EXIT_RULES
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "\u241b" in out
