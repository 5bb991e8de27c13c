"""The summary on a terminal: what was audited, what was found, what could not be concluded, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import BinaryIO

from auditor.findings import Finding, Report, RuleResult
from auditor.reports.bilingual import DISABLED, Say
from auditor.reports.figures import (
    account_line,
    by_weight,
    causes,
    clock,
    conclusive,
    gravest,
    instruments,
    place,
    severities,
    violations_by_severity,
)
from auditor.reports.visible import cut, one_line, pad, width

MOST_FINDINGS = 10
MOST_RULES = 20
MOST_PACKS = 6
_COLUMNS = 110
_LABEL = 10

Paint = Callable[[str, str], str]


def _plain(text: str, _style: str) -> str:
    return text


def write(report: Report, out: BinaryIO, *, language: str = "en") -> None:
    """Write the summary as UTF-8."""
    out.write((summary(report, language=language) + "\n").encode())


def summary(
    report: Report, *, language: str = "en", paint: Paint = _plain, columns: int = _COLUMNS, saved: str | None = None
) -> str:
    """The summary as text. paint: gives a piece of text its colour, by the name of a severity or `heading`.

    saved: the report's file of findings, if one was written, for the command to run next.
    """
    say = Say(language, report.names)
    page = _Page(report, say, paint, columns)
    parts = [page.scope(), page.rules(), page.findings(), page.inconclusive(), page.assumptions(), page.not_run()]
    parts.append(page.next_step(saved))
    return "\n\n".join("\n".join(lines) for lines in map(list, parts) if lines)


class _Page:
    def __init__(self, report: Report, say: Say, paint: Paint, columns: int) -> None:
        self.report, self.say, self.paint, self.columns = report, say, paint, columns

    def _heading(self, text: str) -> str:
        return self.paint(text, "heading")

    def _labelled(self, label: str, text: str) -> str:
        return f"{self._heading(pad(self.say(label), _LABEL))}{text}"

    def scope(self) -> Iterator[str]:
        run, say = self.report.run, self.say
        period = say("{first} to {last}, local dates, both included", first=run.period[0], last=run.period[1])
        if run.known != run.period:
            period += say("; events held from {first} to {last}", first=run.known[0], last=run.known[1])
        yield self._labelled("Period", period)
        yield self._labelled("Rows", account_line(self.report.rows, say))
        label = "Packs"
        if len(run.packs) > MOST_PACKS:
            ids = _listed([pack.id for pack in run.packs], MOST_PACKS, say)
            yield self._labelled(label, say("{number} packs: {ids}", number=len(run.packs), ids=ids))
        for pack in run.packs if len(run.packs) <= MOST_PACKS else ():
            facts = [say("version {version}", version=pack.version)] if pack.version else []
            facts += [say("as read on {date}", date=pack.read_on)] if pack.read_on else []
            stated = say(" ({facts})", facts=say(", ").join(facts)) if facts else ""
            text = f"{pack.id}  {one_line(pack.title)}{stated}"
            yield self._labelled(label, text) if label else " " * _LABEL + text
            label = ""
        yield self._labelled("Result", self._result())

    def _result(self) -> str:
        report, say = self.report, self.say
        if not report.judged:
            return say("nothing was judged")
        counts = violations_by_severity(report)
        found = say("no violation")
        if counts:
            listed = ", ".join(self.paint(f"{say.word(severity)} {number:,}", severity) for severity, number in counts)
            found = say("violations: {total:,} ({listed})", total=sum(number for _, number in counts), listed=listed)
        share = conclusive(report)
        return found + say("; {share} of {judged:,} verdicts are conclusive", share=share, judged=report.judged)

    def rules(self) -> Iterator[str]:
        say = self.say
        heads = [say(head) for head in ("severity", "violations", "inconclusive", "compliant")]
        sizes = [max(width(head), least) for head, least in zip(heads, (8, 10, 12, 11), strict=True)]
        name = max(self.columns - sum(sizes) - 2 * len(sizes), 30)
        numbers = "".join("  " + _right(head, size) for head, size in zip(heads[1:], sizes[1:], strict=True))
        yield self._heading(f"{pad(say('rule'), name)}  {pad(heads[0], sizes[0])}{numbers}")
        ordered = by_weight(self.report.rules)
        shown = ordered if len(ordered) <= MOST_RULES + 5 else ordered[:MOST_RULES]
        for rule in shown:
            yield self._rule(rule, name, sizes)
        if len(shown) < len(ordered):
            yield self._other_rules(ordered[len(shown) :])

    def _other_rules(self, rules: Sequence[RuleResult]) -> str:
        say = self.say
        not_run = sum(rule.not_run is not None for rule in rules)
        broken = sum(rule.violations > 0 for rule in rules)
        counts = [
            say(text, number=number)
            for text, number in (
                ("{number} with violations", broken),
                ("{number} without a violation", len(rules) - broken - not_run),
                ("{number} not run", not_run),
            )
            if number
        ]
        listed = ", ".join(counts)
        return say(
            "and {number} more rules: {counts} (-o report.xlsx holds them all)", number=len(rules), counts=listed
        )

    def _rule(self, rule: RuleResult, name: int, sizes: list[int]) -> str:
        title = pad(cut(f"{rule.id}  {one_line(rule.title)}", name), name)
        severity = self.paint(pad(self.say.word(rule.severity), sizes[0]), rule.severity)
        if rule.not_run is not None:
            return f"{title}  {severity}  {_right(self.say('not run'), sizes[1])}"
        counts = (rule.violations, rule.inconclusive, rule.compliant)
        numbers = "".join("  " + _right(f"{count:,}", size) for count, size in zip(counts, sizes[1:], strict=True))
        return f"{title}  {severity}{numbers}"

    def findings(self) -> Iterator[str]:
        report, say = self.report, self.say
        total = len(report.findings)
        if not total:
            return
        shown = gravest(report, MOST_FINDINGS)
        head = (
            say("Findings")
            if total <= len(shown)
            else say("Findings, the gravest {shown} of {total:,}", shown=len(shown), total=total)
        )
        yield self._heading(head)
        rules = {rule.id: rule for rule in report.rules}
        grades = severities(report)
        told: set[str] = set()
        for finding in shown:
            rule = rules.get(finding.rule)
            yield from self._finding(finding, grades.get(finding.rule, ""), rule.cite if rule else ())
            if rule is not None and rule.id not in told:
                yield from self._standing(rule)
                told.add(rule.id)

    def _finding(self, finding: Finding, severity: str, cite: tuple[str, ...]) -> Iterator[str]:
        grade = self.paint(pad(self.say.word(severity), 6), severity)
        who = f"  {one_line(finding.consumer)}" if finding.consumer else ""
        when = f"  {clock(finding.local)}" if finding.local else ""
        indent = " " * 10
        yield f"  {grade}  {finding.id}{when}{who}"
        yield indent + cut(one_line(finding.message), max(self.columns - len(indent), 40) * 2)
        yield indent + " · ".join((*cite, one_line(place(finding.source, self.say))))

    def _standing(self, rule: RuleResult) -> Iterator[str]:
        """What a rule rests on, once a rule: how strong the text is, how sure, since when, and when it was read."""
        say = self.say
        # Where the packs are too many to be listed above, the instrument is named here.
        facts = [instruments(self.report)[rule.id]] if len(self.report.run.packs) > MOST_PACKS else []
        facts += [say.word(fact) for fact in (rule.force, rule.basis) if fact]
        for text, day in (
            ("from {date}", rule.since),
            ("through {date}", rule.through),
            ("as read on {date}", rule.read_on),
        ):
            facts += [say(text, date=day)] if day else []
        if facts:
            yield " " * 10 + say(", ").join(map(one_line, facts))

    def inconclusive(self) -> Iterator[str]:
        counts = causes(self.report)
        if counts:
            yield self._heading(self.say("Not concluded, and why"))
        for cause, number in counts:
            yield f"  {number:>9,}  {one_line(self.say.cause(cause))}"

    def assumptions(self) -> Iterator[str]:
        stated = [(text, rule.id) for rule in self.report.rules for text in rule.assumptions]
        if stated:
            yield self._heading(self.say("Assumed"))
        for text, rules in groupby(sorted(stated), key=lambda item: item[0]):
            ids = [rule for _, rule in rules]
            yield f"  {one_line(self.say.cause(text))} ({_listed(ids, 2, self.say)})"

    def not_run(self) -> Iterator[str]:
        rules = [rule for rule in self.report.rules if rule.not_run is not None]
        if rules:
            yield self._heading(self.say("Not run: neither passed nor failed"))
        disabled = [rule.id for rule in rules if (rule.not_run or "").startswith(DISABLED)]
        if len(disabled) > MOST_PACKS:
            text = "{number} rules are disabled, each for its reason: {ids}"
            yield "  " + self.say(text, number=len(disabled), ids=_listed(disabled, 2, self.say))
            rules = [rule for rule in rules if rule.id not in disabled]
        for reason, lacking in groupby(sorted(rules, key=_reason), key=_reason):
            ids = [rule.id for rule in lacking]
            yield f"  {_listed(ids, 2, self.say)}: {one_line(self.say.cause(reason))}"

    def next_step(self, saved: str | None) -> Iterator[str]:
        if self.report.findings:
            explain = f"auditor explain {gravest(self.report, 1)[0].id} --report {saved or 'findings.json'}"
            first = "" if saved else self.say("add -o findings.json, then ")
            yield self._labelled("Next", first + explain)
        elif any(rule.inconclusive or rule.not_run for rule in self.report.rules):
            yield self._labelled(
                "Next", self.say("give earlier logs with --history, or map the missing columns in the profile")
            )
        else:
            yield self._labelled("Next", self.say("write the workbook to sign: add -o report.xlsx"))


def _reason(rule: RuleResult) -> str:
    return rule.not_run or ""


def _listed(ids: Sequence[str], most: int, say: Say) -> str:
    """The first so many, and how many more there are."""
    more = say(" and {more} more", more=len(ids) - most) if len(ids) > most else ""
    return ", ".join(ids[:most]) + more


def _right(text: str, columns: int) -> str:
    return " " * max(columns - width(text), 0) + text
