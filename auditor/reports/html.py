"""One page of HTML, whole in itself: it loads nothing, runs nothing, and prints."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from string import Template
from typing import BinaryIO

from auditor.findings import Finding, PackUsed, Report, RuleResult
from auditor.reports.bilingual import Say
from auditor.reports.excerpt import excerpt, pieces
from auditor.reports.figures import (
    account_line,
    by_weight,
    choice,
    clock,
    conclusive,
    pairs,
    percent,
    place,
    plain,
    severities,
    violation_rate,
    violations_by_severity,
)
from auditor.reports.markup import Content, Markup, bar, html, joined, marked, table, tag

MOST_FINDINGS = 1_000
"""A browser shows a page of so many with ease."""

_MOST_EVIDENCE = 12
_MOST_REJECTED = 100
_TEMPLATES = Path(__file__).parent / "templates"


def write(report: Report, out: BinaryIO, *, language: str = "en", most: int = MOST_FINDINGS) -> None:
    """Write the page. most: how many findings it shows; it says so where there are more."""
    say = Say(language, report.names)
    style = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    first, last = report.run.period
    page = Template((_TEMPLATES / "report.html").read_text(encoding="utf-8")).substitute(
        lang="zh-CN" if say.chinese else "en",
        digest=b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        style=style,
        title=html(say("Audit {first} to {last}", first=first, last=last)),
        heading=html(say("Audit of debt-collection contacts")),
        period=html(say("{first} to {last}, local dates, both included", first=first, last=last)),
        figures=_figures(report, say).html,
        body="\n".join(section.html for section in _sections(report, say, most)),
    )
    out.write(page.encode())


def _sections(report: Report, say: Say, most: int) -> Iterator[Markup]:
    yield from _scope(report, say)
    yield from _summary(report, say)
    yield from _findings(report, say, most)
    yield from _inconclusive(report, say)
    yield from _rules(report, say)
    yield from _clauses(report, say)
    yield from _quality(report, say)
    yield from _manifest(report, say)
    yield from _sign_off(say)


def _figures(report: Report, say: Say) -> Markup:
    run = sum(1 for rule in report.rules if rule.not_run is None)
    counts = violations_by_severity(report)
    broken = sum(1 for rule in report.rules if rule.violations)
    entries: list[tuple[Content, str]] = [
        (sum(number for _, number in counts), say("Violations")),
        (say("{broken} of {run}", broken=broken, run=run), say("rules broken, of those run")),
        (conclusive(report), say("of {judged:,} verdicts are conclusive", judged=report.judged)),
        (len(report.rules) - run, say("rules not run")),
    ]
    shown = tag("dl", *(tag("div", tag("dt", label), tag("dd", value)) for value, label in entries), cls="figures")
    badges = [tag("span", f"{say.word(name)} {number:,}", cls=name) for name, number in counts]
    return joined([shown, tag("p", joined(badges, " "))] if badges else [shown])


def _scope(report: Report, say: Say) -> Iterator[Markup]:
    run = report.run
    yield tag("h2", say("Scope"))
    rows: list[list[Content]] = [
        [say("Period audited"), say("{first} to {last}", first=run.period[0], last=run.period[1])],
        [say("Events held"), say("{first} to {last}", first=run.known[0], last=run.known[1])],
        [say("Logs"), ", ".join(file.file for file in run.inputs)],
        [say("Rows"), account_line(report.rows, say)],
    ]
    rows += [[say("Pack"), " · ".join(filter(None, (pack.id, pack.title, _version(pack, say))))] for pack in run.packs]
    yield _facts(rows)
    meaning = "A finding is what a rule says of a row of the log; whether it is a breach is for the reviewer to decide. Inconclusive counts neither as compliant nor as a violation."
    yield tag("p", say(meaning), cls="quiet")


def _facts(rows: Sequence[Sequence[Content]]) -> Markup:
    lines = "\n".join(f'<tr><th scope="row">{html(name)}</th><td>{html(value)}</td></tr>' for name, value in rows)
    return Markup(f"<table>\n<tbody>\n{lines}\n</tbody>\n</table>")


def _summary(report: Report, say: Say) -> Iterator[Markup]:
    rules = by_weight(report.rules)
    most = max((rule.violations for rule in rules), default=0)
    heads = ("Rule", "Severity", "Violations", "", "Compliant", "Inconclusive", "Applicable", "Violation rate")
    sentence = "One row a rule. Applicable = violations + compliant + inconclusive. Violation rate = violations ÷ (violations + compliant)."
    yield tag("h2", say("Summary"))
    rows = [_summary_row(rule, most, say) for rule in rules]
    yield table(say(sentence), [say(head) if head else "" for head in heads], rows, numbers=(2, 4, 5, 6, 7))


def _summary_row(rule: RuleResult, most: int, say: Say) -> list[Content]:
    name = joined([rule.title, Markup("<br>"), tag("span", " · ".join((*rule.cite, rule.id)), cls="cite")])
    severity = tag("span", say.word(rule.severity), cls=rule.severity)
    if rule.not_run is not None:
        why = tag("span", f"{say('Not run')}: {say.cause(rule.not_run)}", cls="warning")
        return [name, severity, None, why, None, None, None, None]
    drawn = bar(rule.violations, most, f"{say('Violations')}: {rule.violations:,}")
    counts = (rule.compliant, rule.inconclusive, rule.applicable)
    return [name, severity, rule.violations, drawn, *counts, percent(violation_rate(rule))]


def _findings(report: Report, say: Say, most: int) -> Iterator[Markup]:
    yield tag("h2", say("Findings"))
    total = len(report.findings)
    if not total:
        yield tag("p", say("No violation was found."))
        return
    caption = say("Each row is one event that broke one rule.")
    if total > most:
        text = "The first {shown:,} of {total:,}: the workbook, the CSV and the JSON file hold all of them."
        yield tag("p", say(text, shown=most, total=total), cls="warning")
    grades = severities(report)
    rules = {rule.id: rule for rule in report.rules}
    rows = (_finding(report, f, rules[f.rule], grades[f.rule], say) for f in islice(report.findings, most))
    heads = ("When and who", "Severity", "What happened")
    yield table(caption, [say(head) for head in heads], rows)


def _finding(report: Report, finding: Finding, rule: RuleResult, severity: str, say: Say) -> list[Content]:
    who = [tag("span", clock(finding.local), cls="when"), finding.consumer, tag("span", finding.id, cls="id")]
    said: list[Content] = [tag("strong", finding.message or rule.title)]
    titled = not finding.message or finding.message.startswith(rule.title)  # then it gives the numbers as well
    if finding.numbers and not titled:
        said.append(pairs(finding.numbers, say))
    said.append(tag("span", " · ".join(rule.cite if titled else (rule.title, *rule.cite)), cls="cite"))
    text = joined(said, "<br>")
    evidence = list(_evidence(report, finding, say))
    return [
        joined([piece for piece in who if piece], "<br>"),
        tag("span", say.word(severity), cls=severity),
        joined([text, tag("ul", *evidence, cls="rows")]),
    ]


def _evidence(report: Report, finding: Finding, say: Say) -> Iterator[Markup]:
    ids = finding.evidence
    for id in ids[-_MOST_EVIDENCE:]:
        event = report.evidence.get(id)
        judged = id == finding.event
        if event is None:
            yield tag("li", id)
            continue
        details = event.details
        choices = (choice(details.get(name), say) for name in ("channel", "direction", "outcome", "party"))
        words = [clock(event.local), *choices, plain(details.get("agent"), say), place(event.source, say)]
        said: list[Content] = [" · ".join(word for word in words if word)]
        text = details.get("text")
        if text:
            said += [Markup("<br>"), marked(pieces(str(text), finding.hits if judged else ()))]
        yield tag("li", *said, cls="judged" if judged else "")
    if len(ids) > _MOST_EVIDENCE:
        yield tag("li", say("the last {shown} of {total:,} rows", shown=_MOST_EVIDENCE, total=len(ids)))


def _inconclusive(report: Report, say: Say) -> Iterator[Markup]:
    rules = [rule for rule in by_weight(report.rules) if rule.causes]
    yield tag("h2", say("Inconclusive"))
    if not rules:
        yield tag("p", say("Every verdict is conclusive."))
        return
    sentence = "What the log does not hold: verdicts that are neither compliant nor violations, and why. They count for no one."
    rows: list[list[Content]] = [
        [rule.title, say.cause(cause), number, percent(number / rule.applicable if rule.applicable else None)]
        for rule in rules
        for cause, number in sorted(rule.causes.items(), key=lambda item: (-item[1], item[0]))
    ]
    heads = ("Rule", "Cause", "Verdicts", "Share of applicable")
    yield table(say(sentence), [say(head) for head in heads], rows, numbers=(2, 3))


def _rules(report: Report, say: Say) -> Iterator[Markup]:
    sentence = "What each rule asks, in words made from the rule itself, and on which text it rests. “Verified” was checked in that text; “reported” comes from a secondary source."
    heads = ("Rule", "In plain words", "Citation", "Basis", "Force", "From", "Through", "Text read on")
    yield tag("h2", say("Rules"))
    rows = [_rule(rule, say) for rule in report.rules]
    yield table(say(sentence), [say(head) for head in heads], rows)


def _rule(rule: RuleResult, say: Say) -> list[Content]:
    sentences = (rule.sentence_zh, rule.sentence) if say.chinese else (rule.sentence, rule.sentence_zh)
    words: list[Content] = [sentence for sentence in sentences if sentence]
    words += [tag("span", f"{say('Assumed')}: {say.cause(text)}", cls="quiet") for text in rule.assumptions]
    words += [tag("span", f"{say('Changed by the site')}: {text}", cls="warning") for text in rule.adjusted]
    dates = (tag("span", date, cls="when") for date in (rule.since, rule.through, rule.read_on))
    facts: list[Content] = [say.word(rule.basis or ""), say.word(rule.force or ""), *dates]
    name = joined([rule.title, Markup("<br>"), tag("span", rule.id, cls="id")])
    return [name, joined(words, "<br>"), "; ".join(rule.cite), *facts]


def _clauses(report: Report, say: Say) -> Iterator[Markup]:
    if not report.clauses:
        return
    sentence = "Duties of the same instruments that this audit does not check: no finding here does not mean that they are met."
    yield tag("h2", say("Not audited"))
    rows: list[list[Content]] = [[clause.cite, clause.why, say.word(clause.kind)] for clause in report.clauses]
    yield table(say(sentence), [say(head) for head in ("Citation", "Why it is not audited", "Kind")], rows)


def _quality(report: Report, say: Say) -> Iterator[Markup]:
    yield tag("h2", say("Data quality"))
    yield tag("p", account_line(report.rows, say))
    reasons: list[list[Content]] = [
        [say.word(became.replace("_", " ")), say.cause(reason), number]
        for became, reason, number in report.rows.reasons
    ]
    if reasons:
        heads = [say(head) for head in ("Rows", "Reason", "Number")]
        yield table(say("Why rows were not used"), heads, reasons, numbers=(2,))
    if report.run.notes:
        yield tag("h3", say("How the columns were read"))
        yield tag("ul", *(tag("li", say.note(note)) for note in report.run.notes))
    if report.rejected:
        yield _rejected(report, say)


def _rejected(report: Report, say: Say) -> Markup:
    caption = say("Rejected rows")
    total = len(report.rejected)
    if total > _MOST_REJECTED:
        caption += ": " + say("the first {shown} of {total:,} rows", shown=_MOST_REJECTED, total=total)
    rows: list[list[Content]] = [
        [place(row.source, say), row.column, excerpt(row.value), say.cause(row.reason)]
        for row in islice(report.rejected, _MOST_REJECTED)
    ]
    return table(caption, [say(head) for head in ("Row", "Column", "Value", "Reason")], rows)


def _version(pack: PackUsed, say: Say) -> str:
    return f"{say('Version')} {pack.version}" if pack.version else ""


def _manifest(report: Report, say: Say) -> Iterator[Markup]:
    run = report.run
    yield tag("h2", say("Manifest"))
    caption = say(
        "With these files, packs and versions the audit can be repeated; the same inputs give the same bytes."
    )
    rows: list[list[Content]] = [
        [file.file, f"{say.word(file.role)}, {file.rows:,}", tag("span", file.sha256, cls="hash")]
        for file in run.inputs
    ]
    rows += [[pack.id, _version(pack, say), tag("span", pack.sha256, cls="hash")] for pack in run.packs]
    rows += [
        ["auditor", run.auditor, None],
        [say("engine"), run.engine, None],
        [say("time-zone data"), run.tzdata, None],
    ]
    rows += [[name, plain(value, say), None] for name, value in run.options.items()]
    yield table(caption, [say(head) for head in ("Item", "Value", "SHA-256")], rows)


def _sign_off(say: Say) -> Iterator[Markup]:
    yield tag("h2", say("Sign-off"))
    roles = [[say(role), None, None, None] for role in ("Prepared by", "Reviewed by", "Approved by")]
    lines = table(
        say("Print this page to sign it; the workbook has columns for decisions."),
        ["", *map(say, ("Name", "Date", "Signature"))],
        roles,
    )
    yield tag("div", lines, cls="sign")
