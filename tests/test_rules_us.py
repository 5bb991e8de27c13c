"""The packs of the United States cover the source table row by row, say how sure they are, and run over real tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

import auditor
from auditor.checking.check import CheckResult, check, widest_fields
from auditor.checking.coverage import unreached
from auditor.checking.mutation import surviving
from auditor.diagnostics import render
from auditor.language import core as c
from auditor.language.checked import CheckedRule, Pack
from auditor.language.declarations import Const, Param, WordList
from auditor.packs.clauses import clause_map
from auditor.packs.loading import LoadedPack
from auditor.shipped import rules_path
from auditor.value_types import NUMBER
from tests.sound_packs import assert_sound, one_sided

FOLDER = rules_path() / "us"

# The rows of the source table by pack. V: the text was read; T: its title or a part of it; S: a secondary source;
# M: from memory, or with a figure from memory. Regulation F's rows have a mix of their own and are only counted.
ROWS = {
    "us.regf": """
        FED-CALL-7IN7 FED-CALL-AFTER-CONV FED-CALL-RAPID FED-HARASS-GENERAL FED-TIME-8-21 FED-TIME-CONFLICT-TZ
        FED-TIME-DESIGNATED FED-PLACE-DESIGNATED FED-TIME-RESPOND-ONCE FED-CONSENT-VALID FED-ATTORNEY FED-WORKPLACE
        FED-WORK-EMAIL FED-CEASE FED-MEDIUM FED-OPTOUT-NOTICE FED-EMAIL-PROC FED-SMS-PROC FED-THIRD-PARTY FED-LOCATION
        FED-LCM FED-MINI-MIRANDA FED-CALLER-ID FED-VALIDATION-5D FED-VALIDATION-PERIOD FED-OVERSHADOW FED-DISPUTE-STOP
        FED-TIMEBARRED FED-POSTCARD-ENVELOPE FED-SOCIAL FED-POSTDATED FED-CREDIT-REPORT-FIRST FED-RETENTION FED-FALSE
        FED-ABUSE FED-UNFAIR FED-STATE-FLOOR FED-COVERAGE
    """,
    "us.tcpa": "TCPA-RESID-3IN30 M  TCPA-CONSENT M  TCPA-REVOKE S  TCPA-SOLICIT-HOURS M",
    "us.military": "MIL-THREATS M",
    "us.ma.940cmr7": "MA-AG-2IN7 V",
    "us.ma.209cmr18": "MA-DOB-2IN7 V  MA-DOB-TIME V  MA-DOB-WORK V",
    "us.nyc": "NYC-2IN7 M  NYC-3IN7 S  NYC-DISPUTE S",
    "us.ny.dfs": "NYS-DFS-EMAIL M",
    "us.ny.gbl601": "NYS-GBL601 M",
    "us.wa": "WA-3WK S  WA-1WORK S  WA-730-21 S  WA-CELL-2DAY M",
    "us.dc": "DC-4IN7 T  DC-5E-IN7 T  DC-3IN7-EMERG T  DC-VISIT V",
    "us.fl": "FL-HOURS V  FL-FREQ M",
    "us.wv": "WV-30/10 S  WV-ATTY-72H S",
    "us.ca.rosenthal": "CA-FREQ V  CA-LICENSE V",
    "us.ca.notice": "CA-NOTICE S",
    "us.nv": "NV-MED-60D V  NV-GENERAL T",
    "us.or": "OR-30SEC S  OR-WORK M  OR-TIME M",
    "us.nh": "NH-WORK M",
    "us.tx": "TX M",
    "us.co": "CO M",
    "us.ct": "CT M",
    "us.md": "MD M",
    "us.mi": "MI M",
    "us.nc": "NC M",
    "us.pa": "PA M",
}
BASIS = {"V": "verified", "T": "reported", "S": "reported", "M": "unverified"}
# A figure from memory in a row of which the rest is reported.
BELOW_THE_ROW = {"us.tcpa.revocation-10-days": "unverified"}
NOT_LOOKED_INTO = (
    "Georgia", "Iowa", "Idaho", "Illinois", "Louisiana", "Maine", "Minnesota", "New Jersey", "Rhode Island",
    "Tennessee", "Vermont", "Wisconsin", "Virginia",
)  # fmt: skip
# Packs of everyone, whatever the state.
FEDERAL = {"us.regf", "us.tcpa", "us.military"}
OTHERS = {"us.common", "us.regf"}

# Every figure of the source table that a rule may hold; 61 is the first day after sixty.
FIGURES = {1, 2, 3, 4, 5, 10, 30}
# Consents and designations are told apart by how many came before them.
PLACES = set(range(40))
DAYS = {0, 5, 7, 10, 30, 60, 61}


def rows_of(pack: str) -> dict[str, str]:
    """The rows of a pack with their confidence."""
    parts = ROWS[pack].split()
    return dict.fromkeys(parts, "") if pack == "us.regf" else dict(zip(parts[::2], parts[1::2], strict=True))


CONFIDENCE = {row: sure for pack in ROWS for row, sure in rows_of(pack).items()}


@pytest.fixture(scope="module")
def result() -> CheckResult:
    """The packs of this file, checked, with their examples run."""
    names = [str(path) for path in sorted(FOLDER.iterdir()) if path.name not in ("common", "regf")]
    return check(names)


@pytest.fixture(scope="module")
def packs(result: CheckResult) -> list[Pack]:
    """The packs of this file: neither Regulation F nor what all packs share."""
    loaded: list[LoadedPack] = [result.library.packs[id] for id in result.library.chosen]
    return [one.checked.pack for one in loaded if one.id not in OTHERS]


@pytest.fixture(scope="module")
def rules(packs: list[Pack]) -> dict[str, CheckedRule]:
    """Every rule by its id."""
    found = [rule for pack in packs for rule in pack.rules]
    assert len(found) == len({rule.facts.id for rule in found})
    return {rule.facts.id: rule for rule in found}


def marked() -> Iterator[tuple[str, str, str, str]]:
    """Every row that a comment names, with its pack, `rule` or `clause`, and the rule's name or the citation's start."""
    for path in sorted(FOLDER.rglob("*.rules")):
        lines = path.read_text(encoding="utf-8").split("\n")
        pack = next((match[1] for line in lines if (match := re.match(r"pack ([\w.]+) ", line))), None)
        pack = pack or f"us.{path.parent.name}"
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            words = line.removeprefix("# ").split()
            if line.startswith("# ") and words and words[0] in CONFIDENCE:
                kind, _, rest = following.partition(" ")
                for row in (word for word in words if word in CONFIDENCE):
                    yield row, pack, kind, rest.split(" ")[0]


def rows_of_rules() -> dict[str, str]:
    """The row of every rule outside Regulation F."""
    return {name: row for row, pack, kind, name in marked() if kind == "rule" and pack not in OTHERS}


# --- coverage ---------------------------------------------------------------------------------------------------


def test_packs_are_sound(result: CheckResult) -> None:
    """The checker finds nothing wrong, and every example holds."""
    assert_sound(result)


def test_the_table_is_whole() -> None:
    """The source table has 38 rows of Regulation F, 5 other federal ones, and 37 of states and cities."""
    federal = [row for pack in FEDERAL for row in rows_of(pack)]
    assert (len(rows_of("us.regf")), len(federal), len(CONFIDENCE) - len(federal)) == (38, 43, 37)
    assert len(CONFIDENCE) == sum(len(rows_of(pack)) for pack in ROWS)


@pytest.mark.parametrize("row", CONFIDENCE)
def test_every_row_is_a_rule_or_a_clause_of_its_pack(row: str) -> None:
    """Every row stands before a rule, a clause or a pack's condition, in the pack of its instrument and nowhere else."""
    found = [(pack, kind) for name, pack, kind, _ in marked() if name == row]
    home = next(pack for pack in ROWS if row in rows_of(pack))
    assert {pack for pack, _ in found} == {home}
    assert {kind for _, kind in found} <= {"rule", "clause", "applies"}
    assert {kind for _, kind in found} & {"rule", "clause"}


def test_every_rule_names_its_row(rules: dict[str, CheckedRule]) -> None:
    """Every rule outside Regulation F has the row that it comes from on the line before it."""
    assert rows_of_rules().keys() == rules.keys()


def test_every_pack_of_the_table_is_there(packs: list[Pack]) -> None:
    """One pack an instrument, no more and no fewer, beside the one that the states share."""
    assert {pack.id for pack in packs} == {*ROWS, "us.states"} - OTHERS


def test_states_not_looked_into_are_named(packs: list[Pack]) -> None:
    """A state that was not looked into is a clause, and no pack."""
    states = next(pack for pack in packs if pack.id == "us.states")
    named = {clause.cite: clause.kind for clause in states.clauses}
    assert all(named[f"law of {state}"] == "not-covered" for state in NOT_LOOKED_INTO)
    assert not states.rules
    assert not {pack.jurisdiction for pack in packs} & set(NOT_LOOKED_INTO)


def test_disagreements_are_recorded_and_not_coded(packs: list[Pack]) -> None:
    """What sources disagree on, or do not say, stands in a disputed clause of the pack."""
    disputed = {pack.id for pack in packs if any(clause.kind == "disputed" for clause in pack.clauses)}
    assert disputed >= {
        "us.ma.940cmr7", "us.ma.209cmr18", "us.nyc", "us.wa", "us.wv", "us.dc", "us.tcpa", "us.nh", "us.or",
    }  # fmt: skip
    why = {clause.cite: clause.why for pack in packs for clause in pack.clauses if clause.kind == "disputed"}
    assert "2027-01-01" in why["6 RCNY 5-77 (from 2026-09-01; beginning)"]
    assert "calendar week" in why["RCW 19.16.250(13) (single week)"]


def test_every_provision_is_in_the_clause_map(packs: list[Pack]) -> None:
    """The map of a pack names each rule under each of its citations, and every clause with its reason."""
    for pack in packs:
        provisions = clause_map(pack)
        assert {id for p in provisions for id in p.rules} == {rule.facts.id for rule in pack.rules}
        assert {p.cite for p in provisions if not p.rules} == {clause.cite for clause in pack.clauses}
        assert all(p.rules or p.why for p in provisions)


# --- what a rule says of itself ---------------------------------------------------------------------------------


def test_every_rule_says_where_it_comes_from(packs: list[Pack]) -> None:
    """Every rule cites, says how sure that is, what force it has, how grave it is, and when the source was read."""
    for pack in packs:
        for rule in pack.rules:
            facts = rule.facts
            assert facts.id.startswith(f"{pack.id}.")
            assert facts.cites
            assert facts.basis
            assert facts.force in {"statute", "regulation"}
            assert facts.severity in {"high", "medium", "review"}
            assert facts.read_on or pack.read_on, facts.id


def test_basis_is_that_of_the_row(rules: dict[str, CheckedRule]) -> None:
    """Verified only where the operative text was read, reported where others say so, else unverified."""
    for name, row in rows_of_rules().items():
        assert rules[name].facts.basis == BELOW_THE_ROW.get(name, BASIS[CONFIDENCE[row]]), name


def test_what_is_from_memory_is_for_review(rules: dict[str, CheckedRule]) -> None:
    """No rule with an unverified basis is more than a review."""
    unverified = [rule.facts for rule in rules.values() if rule.facts.basis == "unverified"]
    assert len(unverified) >= 20
    assert all(facts.severity == "review" for facts in unverified)


def test_words_and_house_figures_are_for_review(rules: dict[str, CheckedRule]) -> None:
    """A hit in a list of our own words, or a figure that a site sets, is a reason to look and no violation."""
    exact = {"us.ca.notice.first-written"}
    for rule in rules.values():
        nodes = list(c.walk((rule.form, rule.unless)))
        words = [node for node in nodes if isinstance(node, WordList)]
        params = [node for node in nodes if isinstance(node, Param)]
        if (words or params) and rule.facts.id not in exact:
            assert rule.facts.severity == "review", rule.facts.id
        assert all(not param.versions for param in params), rule.facts.id


def test_every_rule_has_both_sides(packs: list[Pack]) -> None:
    """Every rule has a row that it catches and a row that it lets pass."""
    assert one_sided(packs) == []


def test_every_state_rule_is_shown_another_state_and_an_unknown_one(packs: list[Pack]) -> None:
    """In the examples of every state's rule another state's contact is no subject, and an unknown state inconclusive."""
    for pack in packs:
        for rule in pack.rules if pack.id not in FEDERAL else ():
            events = [event for x in pack.examples if x.rule == rule.facts.id for event in x.events]
            by_state: dict[Any, set[str | None]] = {}
            for event in events:
                by_state.setdefault(dict(event.values).get("jurisdiction"), set()).add(event.verdict)
            home = {
                dict(event.values).get("jurisdiction")
                for event in events
                if event.verdict in ("violation", "compliant")
            }
            elsewhere = [verdicts for state, verdicts in by_state.items() if state is not None and state not in home]
            assert elsewhere, rule.facts.id
            assert all(verdicts == {"not-applicable"} for verdicts in elsewhere), rule.facts.id
            assert "inconclusive" in by_state.get(None, set()), rule.facts.id


def test_no_figure_of_our_own(rules: dict[str, CheckedRule]) -> None:
    """Every number in a rule is one of the source table; other figures are set by the site."""
    for rule in rules.values():
        nodes = list(c.walk((rule.form, rule.unless)))
        told_apart = {node.name for node in nodes if isinstance(node, c.Named)} & {"agreed-time", "designated-time"}
        allowed = FIGURES | (PLACES if told_apart else set())
        for node in nodes:
            if isinstance(node, Const) and node.type == NUMBER and isinstance(node.value, Decimal):
                assert node.value in allowed, (rule.facts.id, node.value)
            if isinstance(node, c.Distance) and node.kind != "instant":
                assert node.amount in DAYS, (rule.facts.id, node.amount)
            if isinstance(node, c.ConsecutiveDays):
                assert node.days in DAYS, (rule.facts.id, node.days)


def test_limits_hold_when_the_law_does(rules: dict[str, CheckedRule]) -> None:
    """The limits that replaced one another do so from one day to the next."""

    def dates(name: str) -> tuple[str | None, str | None]:
        days = (rules[name].facts.since, rules[name].facts.through)
        first, last = (None if n is None else (date(1970, 1, 1) + timedelta(n)).isoformat() for n in days)
        return first, last

    assert dates("us.nyc.contacts-2-in-7") == (None, "2026-08-31")
    assert dates("us.nyc.contacts-3-in-7") == ("2026-09-01", None)
    assert dates("us.dc.calls-3-in-7") == ("2021-09-23", "2022-12-31")
    assert dates("us.dc.calls-4-in-7") == ("2023-01-01", None)
    assert dates("us.fl.hours-email") == (None, "2025-05-15")
    assert dates("us.tcpa.residential-3-in-30") == ("2023-07-20", None)
    assert dates("us.nv.medical-60-days") == ("2021-07-01", None)


def test_examples_notice_every_small_change(packs: list[Pack]) -> None:
    """A figure off by one, a key or an exception dropped, a comparison turned: an example notices, or a reason stands."""
    for pack in packs:
        survivors = surviving(pack.rules, pack.examples, list(widest_fields(packs).values()))
        assert not survivors, "\n".join(render(problem) for problem in survivors)


def test_examples_reach_every_part_and_date(packs: list[Pack]) -> None:
    """Every part of a condition is true in some row and false in another, and every date has a row on both sides."""
    rules = [rule for pack in packs for rule in pack.rules]
    examples = [example for pack in packs for example in pack.examples]
    notes = unreached(rules, examples, list(widest_fields(packs).values()))

    assert not notes, "\n".join(render(problem) for problem in notes)


# --- through the whole audit --------------------------------------------------------------------------------------


def frame(rows: str, **given: str) -> pd.DataFrame:
    """A log of a table with `|` between its columns; given: columns with one value."""
    lines = [[cell.strip() for cell in line.strip().split("|")] for line in rows.strip().split("\n")]
    table = pd.DataFrame(lines[1:], columns=lines[0])
    return table.assign(**{name: value for name, value in given.items() if name not in table})


AGENCY = frame(
    """
    id | at                  | zone                | consumer | debt | channel | outcome      | place  | jurisdiction  | city
    e1 | 2026-09-20 10:00:00 | America/New_York    | E        | D0   | call    | conversation | mobile | ME            | Augusta
    m1 | 2026-10-05 10:00:00 | America/New_York    | M        | D1   | call    | conversation | home   | MA            | Boston
    m2 | 2026-10-06 10:00:00 | America/New_York    | M        | D1   | sms     | delivered    | mobile | Massachusetts | Boston
    m3 | 2026-10-07 10:00:00 | America/New_York    | M        | D1   | call    | no-answer    | home   | MA            | Boston
    m4 | 2026-10-09 10:00:00 | America/New_York    | M        | D1   | call    | voicemail    | mobile | US-MA         | Boston
    w1 | 2026-10-04 10:00:00 | America/Los_Angeles | W        | D2   | call    | conversation | mobile | WA            | Tacoma
    w2 | 2026-10-05 10:00:00 | America/Los_Angeles | W        | D2   | sms     | delivered    | mobile | WA            | Tacoma
    w3 | 2026-10-06 10:00:00 | America/Los_Angeles | W        | D2   | letter  | delivered    | home   | WA            | Tacoma
    w4 | 2026-10-10 10:00:00 | America/Los_Angeles | W        | D2   | email   | delivered    | other  | WA            | Tacoma
    w5 | 2026-10-11 10:00:00 | America/Los_Angeles | W        | D2   | email   | delivered    | other  | WA            | Tacoma
    n1 | 2026-10-05 10:00:00 | America/New_York    | N        | D3   | call    | no-answer    | mobile | NY            | NYC
    n2 | 2026-10-05 11:00:00 | America/New_York    | N        | D3   | sms     | delivered    | mobile | NY            | NYC
    n3 | 2026-10-06 10:00:00 | America/New_York    | N        | D3   | email   | delivered    | other  | NY            | NYC
    n4 | 2026-10-07 10:00:00 | America/New_York    | N        | D3   | letter  | delivered    | home   | NY            | NYC
    n5 | 2026-10-11 10:00:00 | America/New_York    | N        | D3   | call    | no-answer    | mobile | NY            | Brooklyn
    b1 | 2026-10-05 10:00:00 | America/New_York    | B        | D4   | call    | no-answer    | mobile | NY            | Buffalo
    b2 | 2026-10-05 11:00:00 | America/New_York    | B        | D4   | call    | no-answer    | mobile | NY            | Buffalo
    b3 | 2026-10-05 12:00:00 | America/New_York    | B        | D4   | call    | no-answer    | mobile | NY            | Buffalo
    b4 | 2026-10-05 13:00:00 | America/New_York    | B        | D4   | call    | no-answer    | mobile | NY            | Buffalo
    f1 | 2026-10-05 21:00:00 | America/Chicago     | F        | D5   | call    | conversation | mobile | FL            | Pensacola
    f2 | 2026-10-05 21:00:01 | America/Chicago     | F        | D5   | call    | conversation | mobile | FL            | Pensacola
    f3 | 2026-10-05 22:00:00 | America/Chicago     | F        | D5   | email   | delivered    | other  | FL            | Pensacola
    f4 | 2026-10-05 22:30:00 | America/Chicago     | F        | D5   | call    | no-answer    | mobile | FL            | Pensacola
    d1 | 2026-10-05 10:00:00 | America/New_York    | D        | D6   | visit   | conversation | home   | DC            | Washington
    u1 | 2026-10-05 23:00:00 | America/New_York    | U        | D7   | call    | conversation | mobile |               |
    """,
    agency="A", direction="outbound", party="debtor", actor="debt-collector", said="Good morning, this is Ann Lee.",
)  # fmt: skip

CREDITOR = frame(
    """
    id | at
    c1 | 2026-10-05 10:00:00
    c2 | 2026-10-06 10:00:00
    c3 | 2026-10-07 10:00:00
    """,
    zone="America/New_York", consumer="C", debt="D8", channel="call", outcome="conversation", place="mobile",
    jurisdiction="MA", city="Boston", agency="L", actor="creditor", direction="outbound", party="debtor",
    said="Good morning, this is Ann Lee.",
)  # fmt: skip
AUDITED = ["us.ma", "us.wa", "us.nyc", "us.ny", "us.fl", "us.dc", "us.ca", "us.co", "us.pa", "us.md"]


@pytest.fixture(scope="module")
def audited() -> auditor.Report:
    """A log of several states, audited by the packs of more."""
    return auditor.audit(pd.concat([AGENCY, CREDITOR]), rules=AUDITED)


def found(report: auditor.Report, rule: str) -> list[str]:
    """The events that a rule found."""
    return sorted(report.findings.loc[report.findings["rule"] == rule, "event"])


def counted(report: auditor.Report, rule: str, column: str) -> int:
    """A figure of a rule in the summary."""
    return int(report.summary.set_index("rule").loc[rule, column])


def test_two_in_seven_days_in_massachusetts(audited: auditor.Report) -> None:
    """The third call or text in seven days is found, under three spellings of the state; a call that rang out is read."""
    assert found(audited, "us.ma.940cmr7.own-line") == ["c3", "m4"]
    assert found(audited, "us.ma.940cmr7.own-line-unanswered") == ["c3", "m3", "m4"]
    assert found(audited, "us.ma.209cmr18.own-line") == []


def test_week_from_sunday_in_washington(audited: auditor.Report) -> None:
    """Four in a week from Sunday are a violation; what only seven days join is for a reader."""
    assert found(audited, "us.wa.contacts-3-in-week") == ["w4"]
    assert found(audited, "us.wa.contacts-3-in-7") == ["w4", "w5"]
    of_no_known_state = 1
    assert counted(audited, "us.wa.contacts-3-in-week", "applicable") == 5 + of_no_known_state


def test_city_and_state_of_new_york(audited: auditor.Report) -> None:
    """The city's limit counts attempts but no letters, and does not reach the rest of the state."""
    assert found(audited, "us.nyc.contacts-3-in-7") == ["n5"]
    assert counted(audited, "us.nyc.contacts-2-in-7", "applicable") == 0


def test_hours_go_by_the_debtors_zone_in_florida(audited: auditor.Report) -> None:
    """In Pensacola 21:00:01 Central is too late, an e-mail never is, and a call that nobody answered is to be read."""
    assert found(audited, "us.fl.hours") == ["f2"]
    assert found(audited, "us.fl.hours-attempts") == ["f4"]
    assert counted(audited, "us.fl.hours-email", "applicable") == 0


def test_visit_in_the_district(audited: auditor.Report) -> None:
    """A visit at home is found in the District of Columbia."""
    assert found(audited, "us.dc.visit") == ["d1"]


def test_unknown_state_is_inconclusive_not_exempt(audited: auditor.Report) -> None:
    """A late call to a consumer of no known state clears no state's hours."""
    unsure = audited.inconclusive.loc[audited.inconclusive["event"] == "u1", "rule"]
    assert {"us.fl.hours", "us.ma.209cmr18.hours", "us.co.hours", "us.pa.hours"} <= set(unsure)


def test_house_figures_are_asked_for(audited: auditor.Report) -> None:
    """A rule whose figure the site has not set is not run, and says so."""
    not_run = audited.summary.set_index("rule")["not_run"]
    for rule in ("us.ny.gbl601.frequency", "us.fl.frequency", "us.ca.rosenthal.rings", "us.md.unusual-hours"):
        assert "the site has not set" in str(not_run[rule]), not_run[rule]


def test_creditor_in_its_own_name(audited: auditor.Report) -> None:
    """A creditor is bound by the Attorney General's regulation, and not by the one for collectors."""
    assert "c3" in found(audited, "us.ma.940cmr7.own-line")
    judged = counted(audited, "us.ma.209cmr18.own-line", "applicable")
    assert judged == counted(audited, "us.ma.940cmr7.own-line", "applicable") - len(CREDITOR) - len(["m4"])
