"""The cover: what was audited, what came of it, and who signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from auditor.findings import PackUsed, Report, RuleResult
from auditor.reports.bilingual import Say
from auditor.reports.excel.book import Book, Line
from auditor.reports.excel.cells import Styled, Value, height
from auditor.reports.excel.styles import severity_style
from auditor.reports.figures import account, account_line, conclusive, violations_by_severity

_WIDTHS = (19, 30, 17, 18, 20, 12)
_WIDE = sum(_WIDTHS[1:])
_MOST_LOGS = 8

SHEETS = (
    ("Summary", "every rule, with its rates and what they are rates of"),
    ("Findings", "every violation, with columns for your decision"),
    ("Evidence", "the rows of the log that prove each finding"),
    ("By agent and day", "who and when: agencies, agents, days"),
    ("Inconclusive", "what the log could not tell, by rule and cause"),
    ("Inconclusive rows", "the same, row by row"),
    ("Rules", "what each rule asks, in plain words, and its source"),
    ("Provisions", "each provision of these instruments, and the rules that check it"),
    ("Not audited", "duties that this audit does not check"),
    ("Data quality", "what became of every row, and how columns were read"),
    ("Rejected rows", "rows that could not be used, and why"),
    ("Manifest", "files, packs, versions and digests: what makes this audit repeatable"),
)


def add_cover(book: Book) -> Any:
    """Add the sheet; it is one page when printed."""
    lines = list(_lines(book))
    joined = [f"B{number}:F{number}" for number, (line, _) in enumerate(lines, 1) if _joined(line.values)]
    sheet = book.page("Cover", _WIDTHS, lambda: [line for line, _ in lines], joined)
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToHeight = 1
    for number, (_, leads_to) in enumerate(lines, 1):
        if leads_to:
            book.link(sheet, f"A{number}", leads_to, "A1", leads_to)
    return sheet


Marked = tuple[Line, str]


def _joined(values: Sequence[Value]) -> bool:
    """Whether the second value spans the rest of the line."""
    return len(values) == len(_WIDTHS) and all(isinstance(v, Styled) and v.value is None for v in values[2:])


def _lines(book: Book) -> Iterator[Marked]:
    report, say = book.report, book.say
    yield Line([say("Audit of debt-collection contacts")], 34, "title"), ""
    sentence = "What was audited, what was found, what could not be concluded, and who answers for the review."
    yield Line([say(sentence)], 20, "sentence"), ""
    yield Line(), ""
    yield from _figures(report, say)
    yield from _scope(report, say)
    yield from _packs(report, say)
    yield from _limits(report, say)
    yield from _sign_off(say)
    yield from _contents(say)


def _section(say: Say, title: str) -> Iterator[Marked]:
    yield Line(height=8), ""
    yield Line([say(title)], 24, "section"), ""


def _fact(label: str, text: str, style: str = "fact") -> Marked:
    rest = [Styled(None, "label")] * (len(_WIDTHS) - 2)
    tall = max(height([(text, _WIDE)]), 20)
    return Line([Styled(label, "label"), Styled(text, style), *rest], tall), ""


def _figures(report: Report, say: Say) -> Iterator[Marked]:
    run = [rule for rule in report.rules if rule.not_run is None]
    counts = violations_by_severity(report)
    total = sum(number for _, number in counts)
    broken = sum(1 for rule in run if rule.violations)
    share = conclusive(report)
    figures: list[Value] = [
        Styled(total, "figure"),
        Styled(say("{broken} of {run}", broken=broken, run=len(run)), "figure-share"),
        Styled(share, "figure-share"),
        None,
        Styled(len(report.rules) - len(run), "figure"),
    ]
    labels = ("violations", "rules broken, of those run", "of {judged:,} verdicts are conclusive", "", "rules not run")
    yield Line(figures, 30), ""
    yield Line([say(label, judged=report.judged) if label else None for label in labels], 18, "figure-label"), ""
    badges: list[Value] = [Styled(f"{say.word(name)}: {number:,}", severity_style(name)) for name, number in counts]
    if badges:
        yield Line(badges, 18), ""


def _scope(report: Report, say: Say) -> Iterator[Marked]:
    run = report.run
    yield from _section(say, "Scope")
    period = say("{first} to {last}, local dates, both included", first=run.period[0], last=run.period[1])
    yield _fact(say("Period audited"), period, "strong")
    yield _fact(say("Events held"), say("{first} to {last}", first=run.known[0], last=run.known[1]))
    files = [
        say(
            "{file} ({rows:,} rows{history})",
            file=file.file,
            rows=file.rows,
            history=say(", as history") if file.role == "history" else "",
        )
        for file in run.inputs[:_MOST_LOGS]
    ]
    if len(run.inputs) > _MOST_LOGS:
        files.append(say("{count} more: see Manifest", count=len(run.inputs) - _MOST_LOGS))
    yield _fact(say("Logs"), "\n".join(files))
    yield _fact(say("Rows"), account_line(report.rows, say))
    if report.rows.read != sum(number for _, number in account(report.rows)):
        yield _fact("", say("The row account does not add up: do not sign."), "warning")


def _packs(report: Report, say: Say) -> Iterator[Marked]:
    yield from _section(say, "Rule packs")
    heads = ("Pack", "Instrument", "Force", "In force", "Text read on", "Version")
    yield Line([say(head) for head in heads], 20, "head"), ""
    for pack in report.run.packs:
        rules = [rule for rule in report.rules if rule.pack == pack.id]
        force = ", ".join(dict.fromkeys(say.word(rule.force) for rule in rules if rule.force))
        instrument = pack.title + (f" ({pack.jurisdiction})" if pack.jurisdiction else "")
        values: list[Value] = [
            Styled(pack.id, "strong-wrap"),
            instrument,
            force,
            _dates(rules, say),
            _read_on(pack, rules),
            pack.version,
        ]
        texts = list(zip((pack.id, instrument, force), (_WIDTHS[0], _WIDTHS[1], _WIDTHS[2]), strict=True))
        yield Line(values, height(texts), "wrap"), ""


def _dates(rules: Sequence[RuleResult], say: Say) -> str:
    """From when to when the rules of a pack are in force."""
    since = sorted({rule.since for rule in rules if rule.since})
    through = sorted({rule.through for rule in rules if rule.through})
    parts = []
    if since:
        parts.append(say("from {date}", date=since[0] if len(since) == 1 else f"{since[0]} … {since[-1]}"))
    if through and all(rule.through for rule in rules):
        parts.append(say("through {date}", date=through[-1]))
    return ", ".join(parts)


def _read_on(pack: PackUsed, rules: Sequence[RuleResult]) -> str:
    dates = {pack.read_on} if pack.read_on else {rule.read_on for rule in rules if rule.read_on}
    return ", ".join(sorted(date for date in dates if date))


def _limits(report: Report, say: Say) -> Iterator[Marked]:
    yield from _section(say, "How to read it")
    text = "A finding is what a rule says of a row of the log; whether it is a breach is for the reviewer to decide. Inconclusive counts neither as compliant nor as a violation."
    yield _fact(say("Meaning"), say(text))
    if report.clauses:
        text = "Duties of these instruments that are not audited: {count}. See the sheet Not audited."
        yield _fact(say("Left out"), say(text, count=len(report.clauses)))
    adjusted = sum(1 for rule in report.rules if rule.adjusted)
    if adjusted:
        yield _fact(
            say("Adjusted"), say("Rules that the site has changed: {count}. See the sheet Rules.", count=adjusted)
        )


def _sign_off(say: Say) -> Iterator[Marked]:
    yield from _section(say, "Sign-off")
    yield Line([None, say("Name"), say("Function"), say("Date"), say("Signature"), None], 20, "head"), ""
    for role in ("Prepared by", "Reviewed by", "Approved by"):
        blanks: list[Value] = [None] * 5
        yield Line([Styled(say(role), "label"), *blanks], 30, "signature"), ""


def _contents(say: Say) -> Iterator[Marked]:
    yield from _section(say, "Sheets")
    for title, what in SHEETS:
        name = say(title)
        rest = [Styled(None, "label")] * (len(_WIDTHS) - 2)
        yield Line([Styled(name, "link"), Styled(say(what), "fact"), *rest], 18), name
