"""What is legal but risky: each check is silent on a sound pack, and alone on the right rule of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.checking.check import check

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
        ("{count} of", "{total} of", "unknown-placeholder", "a finding has no `total`"),
        ('cite "article 3"', 'cite "article 3"  message "{elapsed}"', "unknown-placeholder", "a finding has no `elapsed`"),
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


def assert_paired(folder: Path, rules: str, code: str, message: str) -> None:
    """A problem of two rules is told, with the place of the other."""
    (folder / "demo.rules").write_text(SOUND + rules + EXAMPLES, encoding="utf-8")
    found = [problem for problem in check([str(folder)]).problems if problem.code == code]
    assert [problem for problem in found if message in problem.message and problem.notes], found


LIMIT = "at most {} contacts per consumer, debt in each day"
TOTAL = "at most {} minutes total duration of contacts per debt in each {}"
DISTINCT = "at most {} distinct number of contacts per consumer in each week"


@pytest.mark.parametrize(
    ("x", "y", "idle"),
    [
        (LIMIT.format(2), LIMIT.format(4), "y"),
        ("at least 2 hours between contacts per consumer", "at least 1 hours between contacts per consumer", "y"),
        (TOTAL.format(60, "day"), TOTAL.format(90, "day"), "y"),
        (DISTINCT.format(5), DISTINCT.format(3), "x"),
        ("forbid contact outside 08:00 through 21:00", "forbid contact outside 07:00 through 22:00", "y"),
        ("forbid contact outside 08:00 through 21:00", "forbid contact outside 08:00 until 21:00", "x"),
    ],
    ids=["limit", "gap", "total", "distinct", "hours", "hours to the instant"],
)
def test_shadowed_limits(tmp_path: Path, x: str, y: str, idle: str) -> None:
    """Of two limits the one that allows all that the other allows adds nothing."""
    assert_paired(tmp_path, rule("x", x) + rule("y", y), "shadowed-limit", f"`demo.{idle}` adds nothing")


@pytest.mark.parametrize(
    ("rules", "code", "message"),
    [
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
        (
            "define rude: text mentions bad or outcome is busy\ndefine kind_words: not rude_too and text mentions polite\n"
            "define rude_too: text mentions dire\nwords dire \"dire\" \"at once\"\n"
            + rule("x", "forbid contacts when rude") + 'words polite "polite" "or else"\n'
            + rule("y", "require kind_words for contacts"),
            "contradiction", "`or else` is prohibited in `bad` and required in `polite`",
        ),
    ],
    ids=[
        "gap", "overlap", "no lawful time", "prohibited and required", "by definitions",
    ],
)  # fmt: skip
def test_pairs_of_rules(tmp_path: Path, rules: str, code: str, message: str) -> None:
    """What only two rules together have is told."""
    assert_paired(tmp_path, rules, code, message)


def test_versions_that_follow_each_other(tmp_path: Path) -> None:
    """A limit that begins on the day after the earlier one ends leaves neither gap nor overlap."""
    rules = rule("x", LIMIT.format(4), "  through 2026-02-28") + rule("y", LIMIT.format(2), "  from 2026-03-01")

    assert {code for code, _ in codes(tmp_path, SOUND + rules + EXAMPLES)} == {"missing-example"}


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ("at least 2 hours between contacts per consumer", "at least 1 hours between contacts per debt"),
        ("forbid contact outside 08:00 through 20:00", "forbid contact outside 09:00 through 22:00"),
        ("forbid contact outside 22:00 until 02:00", "forbid contact outside 20:00 until 23:00"),
        (
            "forbid contact outside 08:00 through 20:00",
            "forbid contact when time outside 07:00 through 22:00 unless outcome is busy",
        ),
        (TOTAL.format(60, "day"), TOTAL.format(90, "week")),
    ],
    ids=["other keys", "hours that cross", "past midnight", "other excuse", "other window"],
)
def test_limits_that_are_no_shadow(tmp_path: Path, x: str, y: str) -> None:
    """A looser figure of another key, unit, window or excuse still adds something."""
    found = codes(tmp_path, SOUND + rule("x", x) + rule("y", y) + EXAMPLES)

    assert "shadowed-limit" not in {code for code, _ in found}


@pytest.mark.parametrize(
    "rules",
    [
        rule("x", "forbid contacts when channel is sms and text mentions bad")
        + rule("y", "require text mentions polite for contacts"),
        rule("x", "forbid contacts when text mentions at least 2 of bad")
        + rule("y", "require text mentions polite for contacts"),
        "define notes: channel is sms\n"
        + rule("x", "forbid (contacts except notes) when text mentions bad")
        + rule("y", "require text mentions polite for notes"),
    ],
    ids=["only together", "only two of them", "other contacts"],
)
def test_lists_that_can_both_be_kept(tmp_path: Path, rules: str) -> None:
    """What is prohibited only together with something else, or of other contacts, may be required."""
    text = SOUND + rules + 'words polite "polite" "or else"\n' + EXAMPLES
    text = text.replace("  forbid contacts when text mentions bad\n", "  forbid contacts when channel is letter\n", 1)

    found = [message for code, message in codes(tmp_path, text) if code == "contradiction"]
    assert found == []


CALLS = "define calls: channel is call\n"


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (CALLS + rule("x", "forbid calls when channel is call"), "always-fires"),
        (CALLS + rule("x", "forbid calls when channel is call unless outcome is busy"), "always-fires"),
        (CALLS + rule("x", "forbid calls when channel is one of call, sms"), "always-fires"),
        (CALLS + rule("x", "require channel is sms for calls"), "always-fires"),
        (rule("x", "before contacts require (channel is sms and channel is letter) per consumer"), "always-fires"),
        (rule("x", "at least 1 (channel is sms and channel is letter) per consumer in each month"), "always-fires"),
        (CALLS + rule("x", "forbid calls when channel is sms"), "never-fires"),
        (CALLS + rule("x", "require channel is call for calls"), "never-fires"),
        (CALLS + rule("x", "forbid calls unless channel is call"), "never-fires"),
        (rule("x", "forbid contacts when duration > 60 seconds and duration < 30 seconds"), "never-fires"),
        (
            rule("x", "after (channel is sms and channel is letter) forbid contacts per consumer for any 2 days"),
            "never-fires",
        ),
        (CALLS + rule("x", "forbid calls"), None),
        (CALLS + rule("x", "forbid calls when outcome is busy"), None),
        (CALLS + rule("x", "require outcome is busy for calls"), None),
        (CALLS + rule("x", "forbid calls when duration > 30 seconds and duration < 60 seconds"), None),
        (CALLS + rule("x", "at most 0 calls per consumer in each day"), None),
    ],
)
def test_rules_that_always_or_never_fire(tmp_path: Path, rules: str, code: str | None) -> None:
    """What a rule asks is held against its subject: what can never be, or must always be, is told, and nothing else."""
    found = {told for told, _ in codes(tmp_path, SOUND + rules + EXAMPLES)}

    assert found & {"never-fires", "always-fires"} == ({code} if code else set())
