"""Worked cases of Regulation F, judged by `us.regf` on the engine: `python -m tests.cases FILE`.

A file holds a case a line (JSON). Of a case are read: `id`, `setup`, `events`, and what is `expected`: for an event a
provision (`1006.6(b)(1)(i)`) and a kind (`violation`, `presumed_violation`, `review`, `no_violation`, ...). Which rules
answer for a provision is what they cite. A line is printed for each case, then totals; exit status 1 where a case fails.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from auditor.examples import judge_rows
from auditor.language import core as c
from auditor.language import forms as f
from auditor.language.checked import CheckedRule, Example, ExampleEvent
from auditor.language.declarations import Field
from auditor.language.lower import lower, with_params
from auditor.packs import load
from auditor.rulebook import rule_book
from auditor.source import Source, Span
from tests.case_events import CaseRow, CaseTimeline, as_dict, as_list, timeline, with_cells

PACK = "us.regf"
# Figures that the law leaves to a house; a case may bring its own (`setup.house_threshold`).
HOUSE = {"messages_in_a_day": Decimal(5), "contacts_in_a_week": Decimal(10), "voicemails_in_a_day": Decimal(3)}

PASS, FAIL, UNDECIDED = "pass", "fail", "not decidable from a log"
FIRES = ("violation", "presumed_violation", "review", "outside_safe_harbor", "not_a_limited_content_message")
HOLDS = ("no_violation", "presumed_compliance", "excluded_from_count", "is_limited_content_message")
AWAITED = " (awaited)"

Judged = dict[tuple[str, int], tuple[str, str | None]]


@dataclass(frozen=True)
class Expected:
    """What is expected of an event. fires: whether a rule of the provision should find something."""

    event: Any
    provision: str
    kind: str
    fires: bool


@dataclass
class Verdict:
    """What became of a case: pass, fail or undecided, and why."""

    id: str
    status: str = PASS
    reasons: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def worse(self, status: str, reason: str) -> None:
        """Note a reason; a failure outweighs what cannot be decided."""
        self.reasons.append(reason)
        self.status = status if self.status != FAIL else FAIL

    @property
    def line(self) -> str:
        """The case on one line."""
        said = "; ".join([*self.reasons, *self.remarks])
        return f"{self.id}: {self.status}" + (f": {said}" if said else "")


# --- the rules ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rules:
    """The rules of the pack as they are judged: by id, with the fields that the pack knows.

    awaited: of each rule that waits for something to follow, a rule that tells which events are that something.
    """

    checked: Mapping[str, CheckedRule]
    judged: tuple[c.Rule, ...]
    awaited: tuple[c.Rule, ...]
    fields: Mapping[str, Field]

    def answering(self, provision: str) -> list[CheckedRule]:
        """The rules that cite a provision, a part of it, or what it is part of."""
        return [rule for rule in self.checked.values() if any(related(provision, cite) for cite in rule.facts.cites)]


def pack_rules(house: Mapping[str, Decimal] | None = None) -> Rules:
    """The pack's rules that are not switched off, with the figures of a house."""
    book = rule_book(load([PACK]))
    if book.errors:
        raise ValueError(f"the pack {PACK} cannot be read: {book.errors[0].message}")
    checked = {id: rule for id, rule in book.checked.items() if rule.facts.disabled is None}
    figures = {**HOUSE, **(house or {})}
    awaited = [
        replace(
            rule,
            facts=replace(rule.facts, id=id + AWAITED),
            form=f.Forbid(rule.form.selection, None),
            unless=None,
        )
        for id, rule in checked.items()
        if isinstance(rule.form, f.AfterRequire)
    ]
    fields = {declared.name: declared for declared in book.fields}
    judged = tuple(with_params(lower(rule), figures) for rule in checked.values())
    return Rules(checked, judged, tuple(lower(rule) for rule in awaited), fields)


def related(provision: str, cite: str) -> bool:
    """Whether a citation is of a provision, of a part of it, or of what it is a part of."""
    wanted = _plain(provision)
    return any(
        one == wanted or one.startswith(f"{wanted}(") or wanted.startswith(f"{one}(") or one.startswith(f"{wanted}-")
        for one in _each(_plain(cite))
    )


def _plain(cite: str) -> str:
    return re.sub(r"^12 CFR |( to)? 12 CFR part 1006$", "", cite.strip()).removesuffix(" to").strip()


def _each(cite: str) -> Iterator[str]:
    """The provisions of a citation such as `1006.18(b)(1)(i)-(iii)`."""
    match = re.fullmatch(r"(.*)\(([a-z]+)\)-\(([a-z]+)\)", cite)
    orders = ("i ii iii iv v vi vii viii ix x xi xii".split(), list("abcdefghijklmnopqrstuvwxyz"))
    for order in orders if match else ():
        if match and match[2] in order and match[3] in order:
            yield from (f"{match[1]}({part})" for part in order[order.index(match[2]) : order.index(match[3]) + 1])
            return
    yield cite


# --- the cases ---------------------------------------------------------------------------------------------------


@dataclass
class _Case:
    id: str
    data: Mapping[str, Any]
    rows: list[CaseRow] = field(default_factory=list)
    first: int = 0
    sooner: dict[int, int] = field(default_factory=dict)
    verdict: Verdict = field(default_factory=lambda: Verdict(""))


def judge(cases: Sequence[Any], rules: Rules | None = None) -> list[Verdict]:
    """What becomes of each case (as read from JSON; what is not a case is a failure)."""
    known = rules or pack_rules()
    held: list[_Case] = []
    examples: list[Example] = []
    place = 1
    for number, data in enumerate(cases, start=1):
        case = _Case(str(as_dict(data).get("id", f"case {number}")), as_dict(data))
        case.verdict = Verdict(case.id)
        held.append(case)
        try:
            read = _worlds(case, known)
        except (ValueError, TypeError, KeyError, ArithmeticError) as error:
            case.verdict.worse(FAIL, f"not of the shape of a case: {error}")
            continue
        case.first = place
        for world in read:
            examples.append(world)
            place += len(world.events)
    verdicts = judge_rows([*known.judged, *known.awaited], examples, list(known.fields.values()))
    for case in held:
        if case.verdict.status == PASS:
            _judge_case(case, known, verdicts)
    return [case.verdict for case in held]


def _worlds(case: _Case, rules: Rules) -> list[Example]:
    """The case as a world of its own; and where it says when a validation period ends, one in which it ends sooner."""
    if not case.data:
        raise ValueError("it is no table")
    read: CaseTimeline = timeline(case.data, rules.fields)
    case.verdict.remarks += [f"not understood: {note}" for note in read.notes]
    ends = _period_end(as_dict(case.data.get("setup")))
    case.rows = [_ending(row, ends) for row in read.rows]
    worlds = [_example(case, case.rows, rules)]
    if ends is not None and case.rows:
        worlds.append(_example(case, [_ending(row, ends - timedelta(days=1)) for row in read.rows], rules))
        case.sooner = {place: len(case.rows) + place for place in range(len(case.rows))}
    return worlds


def _period_end(setup: Mapping[str, Any]) -> date | None:
    """When a validation period is expected to end: as said, or thirty days after the receipt that is assumed."""
    if setup.get("expected_validation_period_end"):
        end = date.fromisoformat(str(setup["expected_validation_period_end"]))
        receipt = setup.get("expected_assumed_receipt")
        if receipt is not None and date.fromisoformat(str(receipt)) + timedelta(days=30) != end:
            raise ValueError("the period does not end thirty days after receipt")
        return end
    if setup.get("expected_assumed_receipt"):
        return date.fromisoformat(str(setup["expected_assumed_receipt"])) + timedelta(days=30)
    return None


def _ending(row: CaseRow, ends: date | None) -> CaseRow:
    if ends is None or row.cells.get("kind") != "validation-notice":
        return row
    return with_cells(row, validation_ends=ends.isoformat())


def _example(case: _Case, rows: Iterable[CaseRow], rules: Rules) -> Example:
    from tests.case_events import typed

    nowhere = Span(Source("case", ""), 0, 0)
    events = tuple(ExampleEvent(typed(row.cells, rules.fields), None, nowhere) for row in rows)
    return Example(case.id, "", events)


# --- expectations -------------------------------------------------------------------------------------------------


def expectations(case: Mapping[str, Any]) -> Iterator[Expected]:
    """What a case expects of its events. Raises ValueError at a kind that is not known."""
    expected = as_dict(case.get("expected"))
    for listed, fires in (("violations", True), ("non_violations", False)):
        for entry in as_list(expected.get(listed)):
            one = as_dict(entry)
            kind = str(one.get("kind", "violation" if fires else "no_violation"))
            if kind not in FIRES + HOLDS:
                raise ValueError(f"kind `{kind}`")
            yield Expected(one.get("event"), str(one.get("provision", "")), kind, kind in FIRES)


def _judge_case(case: _Case, rules: Rules, verdicts: Judged) -> None:
    try:
        wanted = list(expectations(case.data))
    except ValueError as error:
        case.verdict.worse(UNDECIDED, f"not understood: {error}")
        return
    if not wanted:
        case.verdict.worse(UNDECIDED, "nothing is expected")
    for expected in wanted:
        _judge_expected(case, expected, rules, verdicts)


def _judge_expected(case: _Case, expected: Expected, rules: Rules, verdicts: Judged) -> None:
    shown = f"event {expected.event}, {expected.provision}, {expected.kind}"
    answering = rules.answering(expected.provision)
    if not answering:
        case.verdict.worse(UNDECIDED, f"{shown}: no rule answers for it")
        return
    places = [place for place, row in enumerate(case.rows) if row.event == expected.event]
    if not places:
        case.verdict.worse(FAIL, f"{shown}: there is no such event")
        return
    found: dict[str, list[str]] = {"violation": [], "compliant": [], "inconclusive": []}
    for rule in answering:
        for place in places:
            verdict, cause = _verdict(case, rule, place, rules, verdicts)
            if verdict in found:
                found[verdict].append(rule.facts.id + (f" ({cause})" if cause else ""))
    if expected.fires:
        _must_fire(case, expected, shown, found, rules)
        if expected.kind != "review" and found["violation"]:
            return
    else:
        _must_not_fire(case, expected, shown, found)
        _end_is_exact(case, expected, places, answering, verdicts)


def _verdict(case: _Case, rule: CheckedRule, place: int, rules: Rules, verdicts: Judged) -> tuple[str, str | None]:
    """What a rule says of a row. Where it waits for something, its finding is also of what then came too late."""
    id = rule.facts.id
    verdict = verdicts.get((id, case.first + place), ("not-applicable", None))
    if not isinstance(rule.form, f.AfterRequire) or (id + AWAITED, case.first + place) not in verdicts:
        return verdict
    keys = [declared.name for declared in rule.form.window.keys]
    own = case.rows[place].cells
    for other, row in enumerate(case.rows):
        same = all(row.cells.get(name) == own.get(name) for name in keys)
        late = row.cells["at"] < own["at"]
        if same and late and verdicts.get((id, case.first + other), ("", None))[0] == "violation":
            return "violation", None
    return verdict


def _must_fire(case: _Case, expected: Expected, shown: str, found: Mapping[str, list[str]], rules: Rules) -> None:
    of_kind = [id for id in found["violation"] if _of_kind(rules.checked[id.split(" ")[0]], expected.kind)]
    if of_kind:
        if all(rules.checked[id.split(" ")[0]].facts.severity == "review" for id in of_kind) and expected.kind == "violation":
            case.verdict.remarks.append(f"{of_kind[0]} asks for a reading of event {expected.event}")
    elif found["inconclusive"]:
        case.verdict.worse(UNDECIDED, f"{shown}: {found['inconclusive'][0]}")
    else:
        case.verdict.worse(FAIL, f"{shown}: nothing was found")


def _of_kind(rule: CheckedRule, kind: str) -> bool:
    """Whether a finding of the rule is one of this kind: a presumption is no mere hint, a hint no violation."""
    if kind == "presumed_violation":
        return rule.facts.severity != "review"
    return kind != "review" or rule.facts.severity == "review"


def _must_not_fire(case: _Case, expected: Expected, shown: str, found: Mapping[str, list[str]]) -> None:
    if found["violation"]:
        case.verdict.worse(FAIL, f"{shown}: found by {', '.join(found['violation'])}")
    elif expected.kind == "excluded_from_count" and found["compliant"]:
        case.verdict.worse(FAIL, f"{shown}: counted by {', '.join(found['compliant'])}")
    elif found["inconclusive"]:
        case.verdict.worse(UNDECIDED, f"{shown}: {found['inconclusive'][0]}")


def _end_is_exact(
    case: _Case, expected: Expected, places: Iterable[int], answering: Iterable[CheckedRule], verdicts: Judged
) -> None:
    """A notice with a period that ends a day sooner than expected must be found."""
    if not related(expected.provision, "1006.34(b)(5)"):
        return
    for place in places:
        if place in case.sooner and case.rows[place].cells.get("kind") == "validation-notice":
            seq = case.first + case.sooner[place]
            if not any(verdicts.get((rule.facts.id, seq), ("", None))[0] == "violation" for rule in answering):
                case.verdict.worse(FAIL, f"event {expected.event}: a period that ends a day sooner is not found")


# --- the command ---------------------------------------------------------------------------------------------------


def read_cases(text: str) -> list[Any]:
    """The cases of a file's text, a line each; a line that is no JSON stands as a text that says so."""
    cases: list[Any] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                cases.append(json.loads(line))
            except json.JSONDecodeError as error:
                cases.append({"id": f"line {number}", "events": f"not JSON: {error}"})
    return cases


def main(arguments: Sequence[str]) -> int:
    """Judge the cases of files; exit status 1 where one fails, 2 where no file could be read."""
    if not arguments:
        print("usage: python -m tests.cases FILE...", file=sys.stderr)
        return 2
    cases: list[Any] = []
    for name in arguments:
        try:
            cases += read_cases(Path(name).read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            print(f"{name} cannot be read: {error}", file=sys.stderr)
            return 2
    verdicts = judge(cases)
    for verdict in verdicts:
        print(verdict.line)
    counts = {status: sum(v.status == status for v in verdicts) for status in (PASS, FAIL, UNDECIDED)}
    print(f"{len(verdicts)} cases: " + ", ".join(f"{n} {status}" for status, n in counts.items()))
    return 1 if counts[FAIL] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
