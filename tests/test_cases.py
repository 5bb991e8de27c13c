"""Worked cases of Regulation F: the project's own all hold, and the program that judges them is not easily pleased."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import cases
from tests.case_events import timeline
from tests.case_hearing import designations
from tests.case_rules import Rules, pack_rules, related
from tests.case_senses import deed_of, document_of, ground_of, outcome_of, purpose_of, role_of
from tests.case_setup import normal_setup

FILE = Path(__file__).parent / "cases" / "regf.jsonl"
OWN: list[dict[str, Any]] = cases.read_cases(FILE.read_text(encoding="utf-8"))


def own(id: str) -> dict[str, Any]:
    """A copy of one of the project's cases."""
    return copy.deepcopy(next(case for case in OWN if case["id"] == id))


def spoilt() -> dict[str, Any]:
    """Cases with something wrong in them, by name: what is expected, how it is said, or no case at all."""
    made: dict[str, Any] = {
        "missed": own("seven-then-eight"), "found": own("hours"), "counted": own("busy-and-dead-lines"),
        "hint": own("twice-within-five-minutes"), "hard": own("seven-then-eight"),
        "sooner": own("period-over-independence-day"), "later": own("period-over-independence-day"),
        "silent": own("way-out-5"), "nobody's": own("hours"), "foreign": own("hours"), "nuisance": own("hours"),
        "no kind": own("hours"), "no zone": own("hours"), "no such event": own("hours"),
        "number": 7, "empty": {}, "no events": {"events": 3}, "no time": {"events": [{"i": 0}]},
    }  # fmt: skip
    presumed, counted = "presumed_violation", "excluded_from_count"
    made["missed"]["expected"]["violations"].append({"event": 6, "provision": "1006.14(b)(2)(ii)", "kind": presumed})
    made["found"]["expected"]["non_violations"].append(
        {"event": 0, "provision": "1006.6(b)(1)(i)", "kind": "no_violation"}
    )
    made["counted"]["expected"]["non_violations"].append({"event": 0, "provision": "1006.14(b)(2)", "kind": counted})
    made["hint"]["expected"]["violations"][0]["kind"] = presumed
    made["hard"]["expected"]["violations"][0]["kind"] = "review"
    made["sooner"]["setup"] = {"expected_validation_period_end": "2026-08-05"}
    made["later"]["setup"] = {"expected_validation_period_end": "2026-08-07"}
    del made["silent"]["events"][0]["text"]
    made["nobody's"]["expected"]["violations"][0]["provision"] = "1006.99(z)"
    made["foreign"]["setup"] = {"moon": "full"}
    made["foreign"]["events"][0].update(mood="sour", outcome="teleported", purpose="to_dance")
    made["foreign"]["events"][1].update(recipient_role="robot")
    made["nuisance"]["expected"]["violations"][0]["kind"] = "nuisance"
    del made["no kind"]["expected"]["violations"][0]["kind"]
    made["no zone"]["events"][0]["tz"] = "Mars/Olympus"
    made["no such event"]["expected"]["violations"][0]["event"] = 99
    return made


@pytest.fixture(scope="module")
def rules() -> Rules:
    """The pack's rules."""
    return pack_rules()


@pytest.fixture(scope="module")
def judged(rules: Rules) -> list[cases.Verdict]:
    """What becomes of the project's cases, and then of the spoilt ones, in one run."""
    return cases.judge([*OWN, *spoilt().values()], rules)


@pytest.fixture(scope="module")
def verdicts(judged: list[cases.Verdict]) -> dict[str, cases.Verdict]:
    """What becomes of each of the project's cases."""
    return {verdict.id: verdict for verdict in judged[: len(OWN)]}


@pytest.fixture(scope="module")
def spoilt_verdicts(judged: list[cases.Verdict]) -> dict[str, cases.Verdict]:
    """What becomes of each spoilt case, by its name."""
    return dict(zip(spoilt(), judged[len(OWN) :], strict=True))


@pytest.mark.parametrize("id", [case["id"] for case in OWN])
def test_the_case_holds(id: str, verdicts: dict[str, cases.Verdict]) -> None:
    """Every rule that answers for a provision of the case says what the case expects."""
    verdict = verdicts[id]
    assert verdict.status == cases.PASS, verdict.line
    assert not any(remark.startswith("not understood") for remark in verdict.remarks), verdict.line


def test_cases_have_names_of_their_own() -> None:
    """No two cases share an id, and each says what it is about."""
    assert len({case["id"] for case in OWN}) == len(OWN)
    assert all(case["summary"] for case in OWN)


def test_the_cases_reach_every_rule(rules: Rules) -> None:
    """For every rule some case expects a finding of a provision that the rule cites, or the rule is named here."""
    wanted = {e.provision for case in OWN for e in cases.expectations(case) if e.fires}
    answered = {rule.facts.id for provision in wanted for rule in rules.answering(provision)}
    words_alone = {
        "us.regf.words-violence", "us.regf.words-publication", "us.regf.words-credit-falsity", "us.regf.words-suit",
        "us.regf.words-lost-defences", "us.regf.words-extra-charges", "us.regf.words-servicemember",
        "us.regf.words-simulated-documents", "us.regf.words-impersonation", "us.regf.void-consent",
        "us.regf.validation-period", "us.regf.inconvenience-noted", "us.regf.location-identity",
    }  # fmt: skip
    assert set(rules.checked) - answered == words_alone


# --- not easily pleased ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("missed", "seven-then-eight: fail: event 6, 1006.14(b)(2)(ii), presumed_violation: nothing was found"),
        ("found", "hours: fail: event 0, 1006.6(b)(1)(i), no_violation: found by us.regf.hours"),
        ("counted", "event 0, 1006.14(b)(2), excluded_from_count: counted by us.regf.calls-7-in-7"),
    ],
)
def test_a_wrong_expectation_fails(name: str, line: str, spoilt_verdicts: dict[str, cases.Verdict]) -> None:
    """A finding where none is expected fails, and so does none where one is, and a call that is counted."""
    assert spoilt_verdicts[name].status == cases.FAIL
    assert line in spoilt_verdicts[name].line


@pytest.mark.parametrize("name", ["hint", "hard"])
def test_a_hint_is_no_presumption(name: str, spoilt_verdicts: dict[str, cases.Verdict]) -> None:
    """A rule that only asks for a reading makes no presumed violation, and a presumption is no mere hint."""
    assert spoilt_verdicts[name].status == cases.FAIL


@pytest.mark.parametrize("name", ["sooner", "later"])
def test_the_end_of_a_period_is_told_to_the_day(name: str, spoilt_verdicts: dict[str, cases.Verdict]) -> None:
    """A validation period that is expected to end a day sooner or later fails."""
    assert spoilt_verdicts[name].status == cases.FAIL
    assert ("1006.34(b)(5)" if name == "sooner" else "a day sooner") in spoilt_verdicts[name].line


def test_what_a_log_cannot_say_is_not_decided(spoilt_verdicts: dict[str, cases.Verdict]) -> None:
    """Without the words of a message its way out cannot be judged; a provision of no rule is nobody's to answer."""
    silent, unknown = spoilt_verdicts["silent"], spoilt_verdicts["nobody's"]
    assert silent.status == unknown.status == cases.UNDECIDED
    assert "us.regf.opt-out-notice (" in silent.line
    assert "no rule answers for it" in unknown.line


def test_words_that_are_not_understood_are_named(spoilt_verdicts: dict[str, cases.Verdict]) -> None:
    """A field, an outcome, a role, a purpose or a setup of no known meaning is said, and the rest judged."""
    for word in ("setup `moon`", "`mood`", "outcome 'teleported'", "purpose 'to_dance'", "party 'robot'"):
        assert f"not understood: {word}" in spoilt_verdicts["foreign"].line


def test_kinds(spoilt_verdicts: dict[str, cases.Verdict]) -> None:
    """A kind of no known meaning is not decided; where none is given, a violation is one."""
    assert spoilt_verdicts["nuisance"].status == cases.UNDECIDED
    assert spoilt_verdicts["no kind"].status == cases.PASS


def test_what_is_no_case_fails_without_a_crash(spoilt_verdicts: dict[str, cases.Verdict]) -> None:
    """Numbers, empty tables, events without a time, zones that are none, events that are not there."""
    for name in ("number", "empty", "no time", "no zone", "no such event"):
        assert spoilt_verdicts[name].status == cases.FAIL, name
    assert spoilt_verdicts["no events"].status == cases.UNDECIDED


@pytest.mark.parametrize("value", [None, "?", 12, [], {}, True])
def test_no_cell_is_trusted(value: Any, rules: Rules) -> None:
    """Whatever stands in a cell of an event, reading the case ends in rows and notes; only time and place must be sound."""
    having = {name: case for case in OWN for event in case["events"] for name in event}
    for name, case in having.items():
        changed = copy.deepcopy(case)
        for event in changed["events"]:
            event[name] = value
        try:
            sheet = timeline(changed, rules.fields)
        except (ValueError, KeyError):
            assert name in ("at", "tz")
            continue
        assert all(set(row.cells) <= set(rules.fields) for row in sheet.rows)


# --- times that are only said ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Don't call before noon.", [("00:00", "12:00", None)]),
        ("Please don’t call me before 3 p.m. or after 8:30.", [("00:00", "15:00", None), ("20:30", "24:00", None)]),
        ("Only call me between 10 and 2", [("00:00", "10:00", None), ("14:00", "24:00", None)]),
        ("Call only before 11", [("11:00", "24:00", None)]),
        ("do not text me from 9 to 5 on weekdays", [("09:00", "17:00", [0, 1, 2, 3, 4])]),
        ("Mornings are bad for me, but you can call after 2", [("00:00", "12:00", None)]),
        ("No calls on Sundays or on weekends!", [(None, None, [5, 6])]),
        ("Never call before 99", [("00:00", "08:00", None)]),
        ("Do not call after midnight", [("24:00", "24:00", None)]),
        ("I will not be home on Monday.", []),
        ("Now is not a good time.", []),
        ("I cannot pay before the 15th, so do not wait", []),
        ("Call me after 5", []),
        ("", []),
    ],
)
def test_times_are_heard(text: str, named: list[tuple[str | None, str | None, list[int] | None]]) -> None:
    """A time is heard where contact is refused then, or allowed at others only; what names no time, or agrees, is none."""
    assert [(one.get("start"), one.get("end"), one.get("weekdays")) for one in designations(text)] == named


# --- other names for the same things -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("read", "word", "sense"),
    [
        (outcome_of, "line_busy", "busy"), (outcome_of, "number_not_in_service", "not-in-service"),
        (outcome_of, "disconnected_after_answer", "dropped"), (outcome_of, "voicemail_no_message_left", "voicemail"),
        (outcome_of, "voicemail_not_lcm", "voicemail-left"), (outcome_of, "left_message", "voicemail-left"),
        (outcome_of, "message_delivered", "delivered"), (outcome_of, "teleported", None),
        (role_of, "attorney_for_the_consumer", "attorney"), (role_of, "creditors_lawyer", "creditor-attorney"),
        (role_of, "nationwide_cra", "bureau"), (role_of, "adult_child", "relative"), (role_of, "robot", None),
        (ground_of, "specified_remedies_may_be_invoked", "may-invoke-remedy"), (ground_of, "payment_demand", None),
        (ground_of, "intends_to_invoke_specified_remedy", "intends-remedy"), (ground_of, "statutory_notice", "legally-required"),
        (purpose_of, "acquire_location_information", "location"), (purpose_of, "to_dance", None),
        (document_of, "model_validation_notice", "validation-notice"), (document_of, "verification_request", "dispute"),
        (document_of, "response_to_dispute", "verification-sent"), (document_of, "poem", None),
        (document_of, "name_of_original_creditor", "original-creditor-sent"), (deed_of, "furnish_cra", "credit-report"),
        (deed_of, "letter", None),
    ],
)  # fmt: skip
def test_other_words_for_the_same(read: Callable[[Any], str | None], word: str, sense: str | None) -> None:
    """A word that no table holds is known by its parts, and one that says nothing known is left unknown."""
    assert read(word) == sense


def test_a_setup_under_other_names() -> None:
    """What a setup tells of is known by the parts of its name, also where it is a bare date, a list or a yes."""
    told = {
        "consumer_tz": "America/Boise", "time_barred": True, "inconvenient_places": ["work"], "represented_on": ["D1"],
        "inconvenient_times": [{"window": "09:00–12:00", "days": ["Mon"]}], "opted_out_media": ["sms"],
        "written_cease_received_on": "2026-06-05", "employer_forbids": True, "moon": "full", "attorney": None,
    }  # fmt: skip
    assert normal_setup(told, date(2026, 6, 9)) == {
        "consumer_locations": ["America/Boise"],
        "limitation_expired_on": "2026-06-08",
        "designations": [
            {"place": "work", "kind": "place"},
            {
                "kind": "time",
                "window": "09:00–12:00",
                "days": ["Mon"],
                "weekdays": ["Mon"],
                "start": "09:00",
                "end": "12:00",
            },
        ],
        "attorney": [{"debt": ["D1"]}],
        "medium_requests": ["sms"],
        "cease": "2026-06-05",
        "employer_prohibits": True,
        "moon": "full",
    }


# --- which rules answer ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("provision", "cite", "answers"),
    [
        ("1006.14(b)(2)", "12 CFR 1006.14(b)(2)(ii)", True),
        ("1006.14(b)(2)(ii)", "12 CFR 1006.14(b)(2)", True),
        ("1006.14(b)(2)", "12 CFR 1006.14(b)(1)", False),
        ("1006.6", "12 CFR 1006.6(b)(1)(i)", True),
        ("1006.6(b)(1)(i)", "12 CFR 1006.6(b)(1)(ii)", False),
        ("1006.1", "12 CFR 1006.14(a)", False),
        ("1006.18(b)(1)(ii)", "12 CFR 1006.18(b)(1)(i)-(iii)", True),
        ("1006.18(b)(1)(iv)", "12 CFR 1006.18(b)(1)(i)-(iii)", False),
        ("comment 14(a)-1", "comment 14(a)-1.i to 12 CFR part 1006", True),
    ],
)
def test_rules_answer_for_what_they_cite(provision: str, cite: str, answers: bool) -> None:
    """A citation is of the provision, of a part of it, or of what it is a part of; a range is of each in it."""
    assert related(provision, cite) is answers


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_counts_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each case, then totals; status 1 where a case fails, a line that is no JSON among them."""
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps(own("hours")) + "\n\n{oh\n", encoding="utf-8")
    assert cases.main([str(file)]) == 1
    good, broken, totals = capsys.readouterr().out.splitlines()
    assert good == "hours: pass"
    assert broken.startswith("line 3: ")
    assert totals == "2 cases: 1 pass, 1 fail, 0 not decidable from a log"


@pytest.mark.parametrize("arguments", [[], ["no/such/file"]])
def test_without_a_file_the_command_is_misused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing to read is status 2, said on standard error."""
    assert cases.main(arguments) == 2
    assert capsys.readouterr().err
