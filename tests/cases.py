"""Worked cases of Regulation F, judged by `us.regf` on the engine: `python -m tests.cases FILE`.

A file holds a case a line (JSON). Of a case are read: `id`, `setup`, `events`, and what is `expected`: for an event a
provision (`1006.6(b)(1)(i)`) and a kind (`violation`, `presumed_violation`, `review`, `no_violation`, ...). Which rules
answer for a provision is what they cite. A line is printed for each case, then totals; exit status 1 where a case fails.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from auditor.checking.examples import judge_rows
from auditor.language import forms as f
from auditor.language.checked import CheckedRule, Example, ExampleEvent
from auditor.source import Source, Span
from tests.case_cells import CaseRow, Sheet, as_dict, as_list, typed
from tests.case_events import timeline
from tests.case_rules import AWAITED, Rules, pack_rules, related

PASS, FAIL, UNDECIDED = "pass", "fail", "not decidable from a log"
FIRES = ("violation", "presumed_violation", "review", "outside_safe_harbor", "not_a_limited_content_message")
HOLDS = (
    "no_violation", "presumed_compliance", "excluded_from_count", "is_limited_content_message", "compliant",
    "within_safe_harbor", "inside_safe_harbor", "no_review",
)  # fmt: skip

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
        name = data.split(" is ")[0] if isinstance(data, str) else f"case {number}"
        case = _Case(str(as_dict(data).get("id", name)), as_dict(data))
        case.verdict = Verdict(case.id)
        held.append(case)
        try:
            read = _worlds(case, known)
        except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError) as error:
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
    sheet = timeline(case.data, rules.fields)
    ends = _period_end(as_dict(case.data.get("setup")))
    case.rows = [_ending(row, ends) for row in sheet.rows]
    worlds = [_example(case, case.rows, sheet)]
    if ends is not None and case.rows:
        worlds.append(_example(case, [_ending(row, ends - timedelta(days=1)) for row in sheet.rows], sheet))
        case.sooner = {place: len(case.rows) + place for place in range(len(case.rows))}
    case.verdict.remarks += [f"not understood: {note}" for note in sheet.notes]
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
    return row.with_cells(validation_ends=ends.isoformat())


def _example(case: _Case, rows: Iterable[CaseRow], sheet: Sheet) -> Example:
    nowhere = Span(Source("case", ""), 0, 0)
    events = tuple(ExampleEvent(typed(row, sheet), None, nowhere) for row in rows)
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
        if (
            all(rules.checked[id.split(" ")[0]].facts.severity == "review" for id in of_kind)
            and expected.kind == "violation"
        ):
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
                cases.append(f"line {number} is not JSON: {error.msg}")
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
