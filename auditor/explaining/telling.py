"""A rule, or a finding taken apart, as lines of text in English or Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from auditor.compile.explanation import Part
from auditor.diagnostics import Paint
from auditor.engine.explain import Values
from auditor.explaining.explain import Explained
from auditor.findings import Event, Finding, Report, RuleResult, SourceRow
from auditor.language import core as c
from auditor.language.checked import Example
from auditor.language.sentence import Outline, describe, outline, said, sentence, value_name
from auditor.language.vocabulary import BASES, FORCES, SEVERITIES, Language
from auditor.measured import in_words
from auditor.value_types import Kind

_EPOCH = date(1970, 1, 1)
_ZH = {
    "cited": "依据", "severity": "级别", "force": "效力", "basis": "核实", "from": "自", "through": "至", "read on": "查阅于",
    "what it says": "含义", "breaks it": "构成违规的条件", "is about": "适用于", "subject": "对象", "when broken": "整改建议",
    "examples": "示例", "written at": "位置", "disabled": "未启用", "adjusted": "调整", "the event": "事件", "why": "判断过程",
    "counted": "计入的记录", "nearest lawful": "最近的合规做法", "yes": "是", "no": "否", "unknown": "不明", "none": "无", "row": "行", "consumer": "债务人",
    "key": "计数依据", "to": "至", "found in the text": "文中用语", "numbers": "数字",
    "rows": "行",
}  # fmt: skip
_TRUTH = {True: ("yes", "error"), False: ("no", "place"), None: ("unknown", "warning")}


Told = tuple[Part, bool | None, Values]


def telling_parts(parts: Sequence[Told], full: bool) -> Iterator[tuple[int, Told]]:
    """The parts that are told, with how far in they stand.

    What is only the opposite of the line above is left out, and, unless all is to be told, so is what lies within a
    definition that does not hold inside of something that does not hold: no finding depends on it.
    """
    around: list[tuple[Told, bool]] = []  # each with whether it is told
    hidden_below: int | None = None
    for told in parts:
        part, truth, _ = told
        if hidden_below is not None and part.depth > hidden_below:
            continue
        hidden_below = None
        while around and around[-1][0][0].depth >= part.depth:
            around.pop()
        opposite = bool(around) and isinstance(around[-1][0][0].condition, c.Not)
        if not opposite:
            yield part.depth - sum(not is_told for _, is_told in around), told
        within_false = any(outer is False for (_, outer, _), _ in around)
        if not full and truth is False and within_false and isinstance(part.condition, c.Named):
            hidden_below = part.depth
        around.append((told, not opposite))


def _terms(parts: Sequence[Part]) -> set[c.History]:
    """The terms about history of the parts that stand for themselves."""
    atoms = [part.condition for part in parts if not isinstance(part.condition, (c.And, c.Or, c.Not, c.Named))]
    return {node for node in c.walk(tuple(atoms)) if isinstance(node, c.History)}


class Teller:
    """Tells in one language; paint colours a piece of text in a style."""

    def __init__(self, language: Language, paint: Paint) -> None:
        self._language = language
        self._paint = paint

    def _word(self, english: str) -> str:
        return _ZH[english] if self._language == "zh" else english

    def _fact(self, name: str, value: str | None) -> Iterator[str]:
        if value:
            yield f"  {self._word(name)}{'：' if self._language == 'zh' else ': '}{value}"

    def _heading(self, name: str) -> str:
        return self._paint(self._word(name), "heading")

    # --- a rule ---------------------------------------------------------------------------------------------

    def rule(self, rule: c.Rule, examples: tuple[Example, ...] = ()) -> Iterator[str]:
        """A rule: its facts, what it says, its condition as a tree, and the names of its examples."""
        facts = rule.facts
        yield f"{self._paint(facts.id, 'heading')}  {facts.title}"
        yield from self._facts(facts)
        yield ""
        yield self._heading("what it says")
        yield f"  {sentence(rule, self._language)}"
        if rule.floor is None:
            yield ""
            for name, condition in (
                ("is about", rule.applies),
                ("subject", rule.subject),
                ("breaks it", rule.condition),
            ):
                if condition is not None:
                    yield self._heading(name)
                    yield from self._tree(outline(condition, self._language), 1)
        if facts.remedy:
            yield ""
            yield self._heading("when broken")
            yield f"  {facts.remedy}"
        if examples:
            yield ""
            yield self._heading("examples")
            for example in examples:
                at = f"  ({example.span})" if example.span else ""
                yield f"  {example.title}: {len(example.events)} {self._word('rows')}{at}"

    def _facts(self, facts: c.Facts) -> Iterator[str]:
        for cite in facts.cites:
            yield from self._fact("cited", cite)
        for name, value, table in (
            ("severity", facts.severity, SEVERITIES), ("force", facts.force, FORCES), ("basis", facts.basis, BASES),
        ):  # fmt: skip
            yield from self._fact(
                name, table[value].spell(self._language) if value is not None and value in table else value
            )
        for name, day in (("from", facts.since), ("through", facts.through), ("read on", facts.read_on)):
            yield from self._fact(name, None if day is None else (_EPOCH + timedelta(days=day)).isoformat())
        yield from self._fact("disabled", facts.disabled)
        for change in facts.adjusted:
            yield from self._fact("adjusted", change)
        yield from self._fact("written at", str(facts.span) if facts.span else None)

    def _tree(self, tree: Outline, depth: int) -> Iterator[str]:
        yield f"{'  ' * depth}- {tree.text}"
        for part in tree.parts:
            yield from self._tree(part, depth + 1)

    # --- a finding ------------------------------------------------------------------------------------------

    def explained(self, found: Explained, full: bool = False) -> Iterator[str]:
        """A finding taken apart: rule, event, the parts of the condition with their values, the rows, the way out.

        full: also what lies within a definition that does not hold, where no finding depends on it.
        """
        finding, rule = found.finding, found.rule
        yield f"{self._paint(finding.id, 'heading')}  {rule.facts.id}  {rule.facts.title}"
        yield from self._facts(rule.facts)
        yield from self._event(finding, found.names)
        yield ""
        yield self._heading("what it says")
        yield f"  {sentence(rule, self._language)}"
        if found.parts:
            yield ""
            yield self._heading("why")
            yield from self._parts(found, full)
        told = _terms([part for _, (part, _, _) in telling_parts(found.parts, full)])
        for term, events in found.counted:
            if found.parts and term not in told:
                continue  # it lies within something that the finding does not depend on
            yield ""
            yield f"{self._heading('counted')}  {self._term(term)}"
            for number, event in enumerate(events, 1):
                yield f"  {number:>3}  {self._row(event, found.names)}"
        lawful = found.lawful if self._language == "en" else found.lawful_zh
        if lawful:
            yield ""
            yield self._heading("nearest lawful")
            yield from (f"  {text}" for text in lawful)

    def _parts(self, found: Explained, full: bool) -> Iterator[str]:
        zone = timezone(datetime.fromisoformat(found.finding.local).utcoffset() or timedelta())
        for depth, (part, truth, values) in telling_parts(found.parts, full):
            word, style = _TRUTH[truth]
            mark = self._paint(f"[{self._word(word)}]", style)
            text = outline(part.condition, self._language).text
            shown = self._values(part.condition, truth, values, zone)
            yield f"{'  ' * (depth + 1)}{mark} {text}{f'  ({shown})' if shown else ''}"

    def reported(self, report: Report, finding: Finding, rule: RuleResult) -> Iterator[str]:
        """A finding as far as its report tells, without the logs."""
        yield f"{self._paint(finding.id, 'heading')}  {rule.id}  {rule.title}"
        for cite in rule.cite:
            yield from self._fact("cited", cite)
        yield from self._event(finding, report.names)
        yield ""
        yield self._heading("what it says")
        yield f"  {rule.sentence if self._language == 'en' else rule.sentence_zh}"
        events = [report.evidence[id] for id in finding.evidence if id in report.evidence]
        if events:
            yield ""
            yield self._heading("counted")
            for number, event in enumerate(events, 1):
                yield f"  {number:>3}  {self._row(event, report.names)}"

    def _event(self, finding: Finding, names: Mapping[str, str]) -> Iterator[str]:
        yield ""
        yield f"{self._heading('the event')}  {finding.message}"
        yield f"  {finding.event}  {finding.local}  {self._place(finding.source)}"
        yield from self._fact("consumer", finding.consumer)
        key = (f"{self._name(name, names)} {self._name(value, names)}" for name, value in finding.key.items())
        yield from self._fact("key", ", ".join(key))
        yield from self._fact("numbers", ", ".join(in_words(finding.numbers, self._language == "zh")))
        phrases = dict.fromkeys(f"“{hit.text}” ({hit.words})" for hit in finding.hits)
        yield from self._fact("found in the text", ", ".join(phrases))

    def _name(self, name: object, names: Mapping[str, str]) -> str:
        """A field or a value by its Chinese name, where it is told in Chinese and has one."""
        return names.get(str(name), str(name)) if self._language == "zh" else str(name)

    def _row(self, event: Event, names: Mapping[str, str]) -> str:
        details = [event.details[name] for name in ("channel", "outcome") if name in event.details]
        what = " ".join(self._name(one, names) for one in (details if event.kind == "contact" else [event.kind]))
        return f"{event.local}  {event.id}  {what}  {self._place(event.source)}"

    def _place(self, source: SourceRow) -> str:
        sheet = f" [{source.sheet}]" if source.sheet else ""
        return self._paint(f"{source.file}{sheet} {self._word('row')} {source.row}", "place")

    def _term(self, term: c.History) -> str:
        if term.aggregate == "exists":
            return describe(c.Truth(term), self._language)
        return value_name(term, self._language)

    def _values(self, condition: c.Condition, truth: bool | None, values: Values, zone: timezone) -> str:
        """The values that a part rests on: of the fields that it names by name, of figures alone."""
        shown = []
        for node, low, high in values:
            nothing = "none" if truth is False else "unknown"  # a comparison with what is not there is false
            text = self._word(nothing) if low is None else self._value(node, low, zone)
            if isinstance(node, c.History):
                if high is not None and low is not None and high != low:
                    text += f" {self._word('to')} {self._value(node, high, zone)}"
                shown.append(text)
            elif not isinstance(condition, c.Truth):
                shown.append(f"{value_name(node, self._language)} = {text}")
        return ", ".join(shown)

    def _value(self, node: c.Value, value: Any, zone: timezone) -> str:
        if node.type.kind is Kind.MOMENT:
            return (datetime.fromtimestamp(0, UTC) + timedelta(microseconds=value)).astimezone(zone).isoformat(" ")
        if node.type.several:
            return "; ".join(str(item) for item in value)
        return said(value, node.type, self._language)
