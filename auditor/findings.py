"""What an audit found: plain frozen data. Every report is a function of it, and it can be read back from JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

JsonValue: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True)
class SourceRow:
    """Where a row stood: file, sheet (of a workbook) and row number from 1."""

    file: str
    sheet: str | None
    row: int


@dataclass(frozen=True)
class Hit:
    """A phrase of a word list found in a text: the list, the phrase, and the original text's span."""

    words: str
    phrase: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Event:
    """An event as reports show it. at: UTC; local: with the offset of the person contacted; both ISO 8601."""

    id: str
    kind: str
    at: str
    local: str
    consumer: str | None
    source: SourceRow
    details: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """One violation: the event, the numbers, the events that make it, and where they stood.

    key: the values by which the rule counts. numbers: `count`, `limit` and the like; durations in seconds.
    evidence: ids of events, in order of time.
    """

    id: str
    rule: str
    verdict: str
    event: str
    at: str
    local: str
    consumer: str | None
    key: Mapping[str, JsonValue]
    message: str
    numbers: Mapping[str, JsonValue]
    evidence: tuple[str, ...]
    source: SourceRow
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True)
class Inconclusive:
    """An event of which a rule could not say, and why."""

    rule: str
    event: str
    cause: str


@dataclass(frozen=True)
class RuleResult:
    """A rule and what came of it.

    applicable = violations + compliant + inconclusive. not_run: why the rule was not run at all, else None.
    causes: how often each cause made it inconclusive. assumptions: what the verdicts rest on.
    adjusted: what a site changed, in words.
    """

    id: str
    title: str
    pack: str
    cite: tuple[str, ...]
    severity: str
    basis: str | None = None
    force: str | None = None
    since: str | None = None
    through: str | None = None
    read_on: str | None = None
    remedy: str | None = None
    sentence: str = ""
    sentence_zh: str = ""
    applicable: int = 0
    violations: int = 0
    compliant: int = 0
    inconclusive: int = 0
    causes: Mapping[str, int] = field(default_factory=dict)
    not_run: str | None = None
    assumptions: tuple[str, ...] = ()
    adjusted: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClauseNote:
    """A provision that no rule checks, and why; kind: not-checkable, not-covered or disputed."""

    pack: str
    cite: str
    kind: str
    why: str


@dataclass(frozen=True)
class Provision:
    """A provision of a pack's instrument, the rules that cite it, and whether any of them was asked.

    status: checked, not-run, needs-parameter, disabled, not-checkable, not-covered or disputed. why: where it is not
    checked, or not by all of its rules.
    """

    pack: str
    cite: str
    status: str
    rules: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class PackUsed:
    """A pack whose rules were run, as it stood."""

    id: str
    title: str
    jurisdiction: str
    version: str
    source: str
    read_on: str | None
    sha256: str


@dataclass(frozen=True)
class InputFile:
    """A file that was read. encoding: what it was read as. role: log or history."""

    file: str
    sha256: str
    rows: int
    role: str = "log"
    encoding: str | None = None


@dataclass(frozen=True)
class Run:
    """What was run over what. period and known: local dates, inclusive. notes: how columns were read."""

    period: tuple[str, str]
    known: tuple[str, str]
    packs: tuple[PackUsed, ...]
    inputs: tuple[InputFile, ...]
    engine: str
    tzdata: str
    auditor: str
    options: Mapping[str, JsonValue] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RowAccount:
    """Every row that was read: read = used + merged + duplicate + rejected + out_of_scope.

    reasons: how many rows for each reason, by what became of them.
    """

    read: int
    used: int
    merged: int
    duplicate: int
    rejected: int
    out_of_scope: int
    reasons: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class RejectedRow:
    """A row that could not be used: where it stood, the column and value at fault, and why."""

    source: SourceRow
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Tally:
    """Contacts and violations of one agent, agency or day. by: agent, agency or day."""

    by: str
    name: str
    contacts: int
    violations: int
    inconclusive: int
    rules: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Report:
    """The whole result of an audit.

    evidence: every event that a finding names, by id. provisions: every provision of the packs used, those of `clauses`
    among them. names: Chinese names of fields and values, for reports in Chinese.
    """

    run: Run
    rows: RowAccount
    rules: tuple[RuleResult, ...]
    findings: Sequence[Finding]
    inconclusive: Sequence[Inconclusive]
    evidence: Mapping[str, Event]
    clauses: tuple[ClauseNote, ...] = ()
    rejected: Sequence[RejectedRow] = ()
    tallies: tuple[Tally, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    provisions: tuple[Provision, ...] = ()

    @property
    def judged(self) -> int:
        """Verdicts that were looked for: of all rules that were run."""
        return sum(rule.applicable for rule in self.rules)

    @property
    def conclusive_share(self) -> float:
        """The share of verdicts that are not inconclusive; 1 where none was looked for."""
        inconclusive = sum(rule.inconclusive for rule in self.rules)
        return 1.0 if not self.judged else 1 - inconclusive / self.judged


def finding_id(rule: str, key: Mapping[str, JsonValue], event: str) -> str:
    """The same finding has the same id next month: it depends on rule, key and event alone."""
    parts = [rule, *(f"{name}={value}" for name, value in key.items()), event]
    return "f-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
