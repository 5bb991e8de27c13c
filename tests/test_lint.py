"""What is legal but risky: each check is silent on a sound pack, and alone on the right rule of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.checking import check

SOUND = """pack demo "a demonstration"

hours day
  every day: 08:00 through 21:00
words bad "bad" "or else", "you will see"
param most = 3 from 2026-01-01

rule demo.a "too many"
  cite "article 1"  basis verified  force statute  from 2026-01-01  message "contact {count} of {limit}"
  at most most contacts per consumer in each day

rule demo.b "wording"
  cite "article 2"  basis verified  force statute
  forbid contacts when text mentions bad

rule demo.c "hours"
  cite "article 3"  basis verified  force statute
  forbid contacts outside day

rule demo.d "weekly"
  cite "article 4"  basis verified  force statute
  at most 9 contacts per consumer in each week

"""
EXAMPLES = """
example "a" for demo.a
  given consumer C1, channel call, direction outbound
  | at               | verdict   |
  | 2026-04-01 10:00 | ok        |
  | 2026-04-01 11:00 |           |
  | 2026-04-01 12:00 | ok        |
  | 2026-04-01 13:00 | violation |
example "b" for demo.b
  given consumer C1, channel sms, direction outbound
  | at               | text    | verdict   |
  | 2026-04-01 10:00 | or else | violation |
  | 2026-04-01 11:00 | hello   | ok        |
example "c" for demo.c
  given consumer C1, channel call, direction outbound
  | at               | verdict   |
  | 2026-04-01 10:00 | ok        |
  | 2026-04-01 23:00 | violation |
example "d" for demo.d
  given consumer C1, channel call, direction outbound
  | at               | repeat          | verdict   |
  | 2026-04-01 10:00 |                 | ok        |
  | 2026-04-01 11:00 | 8 every 1 hours | ok        |
  | 2026-04-02 19:00 |                 | violation |
"""


def codes(folder: Path, text: str) -> list[tuple[str, str]]:
    """Code and message of every problem of a pack."""
    (folder / "demo.rules").write_text(text, encoding="utf-8")
    result = check([str(folder)])
    assert not result.library.errors, [problem.message for problem in result.library.errors]
    return [(problem.code, problem.message) for problem in result.problems]


def test_a_sound_pack_is_told_nothing(tmp_path: Path) -> None:
    """No check speaks of a pack in which everything is right."""
    assert codes(tmp_path, SOUND + EXAMPLES) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("basis verified  force statute  from", "force statute  from", "missing-fact", "`demo.a` does not say its basis"),
        ("{count} of", "{cuont} of", "unknown-placeholder", "a finding has no `cuont`"),
        ("{count} of", "{count of", "unknown-placeholder", "a brace in the message is not closed"),
        ("force statute  from 2026-01-01", "force statute", "parameter-without-value", "`most` has no value before"),
        ('"or else", "you will see"', '"or else", "!!"', "phrase-never-matches", "`!!` has no letter"),
        ('"you will see"', '"you will see" except "will see"', "phrase-never-matches", "cancels every hit"),
        ("08:00 through 21:00", "08:00 through 21:00, 20:00 through 22:00", "contradiction", "two spans of `day` overlap"),
        ("pack demo", "pack other", "rule-outside-pack", "`demo.a` is a rule of the pack `other`"),
        ("text mentions bad", "channel is sms and channel is call", "never-fires", "`demo.b` can never find"),
        ("  | 2026-04-01 23:00 | violation |\n", "", "missing-example", "no example of `demo.c` shows a violation"),
        ("words bad", "define letters: channel is letter\nwords bad", "unused-declaration", "nothing uses `letters`"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.replace("-", "").isalpha() and value.islower() else "",
)  # fmt: skip
def test_each_check_speaks_of_what_it_should(tmp_path: Path, old: str, new: str, code: str, words: str) -> None:
    """One change makes the sound pack wrong in one way, and that is told."""
    assert old in SOUND + EXAMPLES
    found = codes(tmp_path, (SOUND + EXAMPLES).replace(old, new, 1))

    assert [message for told, message in found if told == code and words in message], found


def rule(name: str, statement: str, facts: str = "") -> str:
    """A rule of the pack."""
    return f'rule demo.{name} "{name}"\n  cite "x"  basis verified  force statute{facts}\n  {statement}\n\n'


LIMIT = "at most {} contacts per consumer, debt in each day"


@pytest.mark.parametrize(
    ("rules", "code", "message"),
    [
        (rule("x", LIMIT.format(2)) + rule("y", LIMIT.format(4)), "shadowed-limit", "`demo.y` adds nothing"),
        (
            rule("x", LIMIT.format(4), "  through 2026-01-31") + rule("y", LIMIT.format(2), "  from 2026-03-01"),
            "date-gap", "there are 28 days without the limit",
        ),
        (
            rule("x", LIMIT.format(4), "  through 2026-03-31") + rule("y", LIMIT.format(2), "  from 2026-03-01"),
            "date-overlap", "`demo.x` still holds when `demo.y` begins",
        ),
        (
            rule("x", "forbid contacts outside 08:00 until 12:00") + rule("y", "forbid contacts outside 13:00 until 20:00"),
            "contradiction", "together leave no lawful time",
        ),
        (
            rule("x", "forbid contacts when text mentions bad") + 'words polite "polite" "or else"\n'
            + rule("y", "require text mentions polite for contacts"),
            "contradiction", "`or else` is prohibited in `bad` and required in `polite`",
        ),
    ],
    ids=["shadowed", "gap", "overlap", "no lawful time", "prohibited and required"],
)  # fmt: skip
def test_pairs_of_rules(tmp_path: Path, rules: str, code: str, message: str) -> None:
    """What only two rules together have is told, with the place of the other."""
    (tmp_path / "demo.rules").write_text(SOUND + rules + EXAMPLES, encoding="utf-8")
    found = [problem for problem in check([str(tmp_path)]).problems if problem.code == code]

    assert [problem for problem in found if message in problem.message and problem.notes], found


def test_versions_that_follow_each_other(tmp_path: Path) -> None:
    """A limit that begins on the day after the earlier one ends leaves neither gap nor overlap."""
    rules = rule("x", LIMIT.format(4), "  through 2026-02-28") + rule("y", LIMIT.format(2), "  from 2026-03-01")

    assert {code for code, _ in codes(tmp_path, SOUND + rules + EXAMPLES)} == {"missing-example"}
