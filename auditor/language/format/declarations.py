"""Packs and what they declare: fields, parameters, definitions, word lists, hours, calendars."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.language import expressions as x
from auditor.language import syntax as s
from auditor.language.format.layout import Break, Doc, Group, Nest, Word, fill, joined, listed, on_lines
from auditor.language.format.terms import Terms
from auditor.language.format.words import quoted
from auditor.language.vocabulary import DAY_CLASSES, KEYWORDS, TOLERANCES, WEEKDAYS
from auditor.value_types import Choice, Kind, ValueType

_TYPES = {
    Kind.TEXT: "TYPE_TEXT", Kind.NUMBER: "TYPE_NUMBER", Kind.YES_NO: "TYPE_YES_NO", Kind.MOMENT: "TYPE_MOMENT",
    Kind.DATE: "TYPE_DATE", Kind.TIME: "TYPE_TIME", Kind.DURATION: "TYPE_DURATION", Kind.MONEY: "TYPE_MONEY",
    Kind.WEEKDAY: "TYPE_WEEKDAY", Kind.CHOICE: "ONE_OF",
}  # fmt: skip
_EVERY_DAY = "every-day"


def fact(terms: Terms, node: s.Fact) -> Doc:
    """`severity high`: a keyword and its values."""
    values = [_value(terms, node.key, value) for value in node.values]
    keyword = terms.at(node.key.upper().replace("-", "_"), node)
    if node.key == "accept":
        return joined([keyword, values[0], terms.keyword("BECAUSE"), *values[1:]])
    return (keyword, " ", Nest(listed(values))) if values else keyword


def _value(terms: Terms, key: str, value: x.Name | x.Text | x.Date) -> Doc:
    if isinstance(value, x.Name):
        return Word(terms.namer.fact(key, value.text), value.span.start)
    return terms.literal(value)


def pack(terms: Terms, node: s.Pack) -> Doc:
    """`pack NAME "title"` and its facts, one a line."""
    head = joined([terms.at("PACK", node), terms.as_written(node.name), terms.text(node.title)])
    return head, Nest(on_lines([fact(terms, each) for each in node.facts]))


def use(terms: Terms, node: s.Use) -> Doc:
    """`use PACK, PACK`."""
    return terms.at("USE", node), " ", Nest(listed([terms.as_written(name) for name in node.packs]))


def applies_when(terms: Terms, node: s.AppliesWhen) -> Doc:
    """`applies when CONDITION`."""
    return terms.at("APPLIES_WHEN", node), " ", Nest(terms.condition(node.condition))


def field(terms: Terms, node: s.Field) -> Doc:
    """`field NAME "中文名": TYPE`, and what more is said of it."""
    names = joined([terms.at("FIELD", node), terms.as_written(node.name), *map(terms.text, node.zh)])
    options: list[Doc] = []
    if node.default is not None:
        options.append((f"{terms.keyword('DEFAULT')} ", _default(terms, node.default, node.type)))
    if node.of_contacts:
        options.append(terms.keyword("OF_CONTACTS"))
    if node.means is not None:
        options.append((f"{terms.keyword('MEANS')} ", terms.text(node.means)))
    further = Nest((Break(), fill(options))) if options else ()
    return Group((names, ": ", type_(terms, node.type), further))


def _default(terms: Terms, default: x.Literal | x.Name, kind: s.Type) -> Doc:
    if not isinstance(default, x.Name):
        return terms.literal(default)
    choices = tuple(Choice(choice.name.text, choice.zh.value if choice.zh else None) for choice in kind.choices)
    return Word(terms.namer.default(default.text, ValueType(kind.kind, choices)), default.span.start)


def type_(terms: Terms, node: s.Type) -> Doc:
    """A type; its allowed values with both of their names."""
    several = terms.keyword("SEVERAL") if node.several else None
    choices = Nest(listed([choice(terms, each) for each in node.choices]), 4) if node.choices else None
    return joined([several, Word(terms.keyword(_TYPES[node.kind]), node.span.start), choices])


def choice(terms: Terms, node: s.ChoiceDecl) -> Doc:
    """An allowed value."""
    return joined([terms.as_written(node.name), terms.text(node.zh) if node.zh else None])


def field_adds(terms: Terms, node: s.FieldAdds) -> Doc:
    """`field kind adds missed-meeting "失约"`."""
    name = Word(terms.namer.value(node.name.text), node.name.span.start)
    choices = Nest(listed([choice(terms, each) for each in node.choices]), 4)
    return joined([terms.at("FIELD", node), name, terms.keyword("ADDS"), choices])


def param(terms: Terms, node: s.Param) -> Doc:
    """`param NAME = VALUE from DATE, ...`."""
    title = terms.text(node.title) if node.title else None
    head = joined([terms.at("PARAM", node), terms.as_written(node.name), title])
    if node.type is not None:
        return head, ": ", type_(terms, node.type), " ", terms.keyword("SET_BY_SITE")
    return head, " = ", Nest(dated(terms, node.values))


def dated(terms: Terms, values: Iterable[s.Dated]) -> Doc:
    """Values with the dates between which they hold."""
    return listed([_dated(terms, value) for value in values])


def _dated(terms: Terms, node: s.Dated) -> Doc:
    since = joined([terms.keyword("FROM"), terms.literal(node.since)]) if node.since else None
    through = joined([terms.keyword("THROUGH"), terms.literal(node.through)]) if node.through else None
    return joined([terms.literal(node.value), since, through])


def define(terms: Terms, node: s.Define) -> Doc:
    """`define NAME "other name": CONDITION`."""
    name, other = node.name.text, node.other.value if node.other else None
    if other is not None:
        name, other = terms.namer.both(name, other)
    title = None if other is None else quoted(other)
    names = joined([terms.at("DEFINE", node), Word(name, node.name.span.start), title])
    return names, ": ", Nest(terms.condition(node.condition))


def words(terms: Terms, node: s.Words) -> Doc:
    """`words NAME "title"`: phrases, files of them, exceptions, and what matching does not overlook."""
    title = joined([terms.at("WORDS", node), terms.as_written(node.name), terms.text(node.title)])
    parts: list[Doc] = []
    exception = KEYWORDS["EXCEPT"].en[0] if terms.language == "en" else KEYWORDS["EXCEPT"].zh[1]
    if node.phrases:
        parts.append(listed(map(terms.text, node.phrases)))
    parts += [(f"{terms.keyword('FILE')} ", terms.text(file)) for file in node.files]
    if node.exceptions:
        parts.append((f"{exception} ", Nest(listed(map(terms.text, node.exceptions)))))
    parts += [(f"{exception} {terms.keyword('FILE')} ", terms.text(file)) for file in node.exception_files]
    if node.without:
        names = [Word(terms.namer.word(name.text, TOLERANCES), name.span.start) for name in node.without]
        parts.append((f"{terms.keyword('WITHOUT')} ", Nest(listed(names))))
    return title, Nest(on_lines(parts))


def hours(terms: Terms, node: s.Hours) -> Doc:
    """`hours NAME of CALENDAR` and a line per class of days."""
    title = terms.text(node.title) if node.title else None
    of = joined([terms.keyword("OF"), terms.as_written(node.calendar)]) if node.calendar else None
    head = joined([terms.at("HOURS", node), terms.as_written(node.name), title, of])
    return head, Nest(on_lines([_hours_line(terms, line) for line in node.lines]))


def _hours_line(terms: Terms, node: s.HoursLine) -> Doc:
    days = listed([_days(terms, first, last) for first, last in node.days])
    spans: Doc = Nest(terms.clocks(node.clocks)) if node.clocks else terms.keyword("NONE")
    return days, ": ", spans


def _days(terms: Terms, first: x.Name, last: x.Name | None) -> Doc:
    if first.text == _EVERY_DAY:
        return Word(terms.keyword("EVERY_DAY"), first.span.start)
    if last is None:
        return _day_class(terms, first)
    return joined([_day_class(terms, first), terms.keyword("TO"), _day_class(terms, last)])


def _day_class(terms: Terms, name: x.Name) -> Doc:
    return Word(terms.namer.word(name.text, {**WEEKDAYS, **DAY_CLASSES}), name.span.start)


def calendar(terms: Terms, node: s.Calendar) -> Doc:
    """`calendar NAME library "US" years 2015 through 2030` and its own days, one a line."""
    title = terms.text(node.title) if node.title else None
    head = joined([terms.at("CALENDAR", node), terms.as_written(node.name), title])
    parts: list[Doc] = []
    if node.library:
        parts.append(joined([terms.keyword("LIBRARY"), *map(terms.text, node.library)]))
    if node.years is not None:
        first, last = map(str, node.years)
        parts.append(joined([terms.keyword("YEARS"), first, terms.keyword("THROUGH"), last]))
    if node.weekend:
        weekend = [_day_class(terms, name) for name in node.weekend]
        parts.append((f"{terms.keyword('WEEKEND')} ", listed(weekend)))
    options = Nest((Break(), fill(parts, "  "))) if parts else ()
    return Group((head, options)), Nest(on_lines([_calendar_day(terms, each) for each in node.days]))


def _calendar_day(terms: Terms, node: s.CalendarDay) -> Doc:
    keyword = terms.at("CLOSED" if node.closed else "OPEN", node)
    every = terms.keyword("EVERY") if node.start[0] is None else None
    through = [terms.keyword("THROUGH"), _overlay(node.end)] if node.end != node.start else []
    title = terms.text(node.title) if node.title else None
    return joined([keyword, every, _overlay(node.start), *through, title])


def _overlay(date: s.OverlayDay) -> str:
    year, month, number = date
    return f"{month:02}-{number:02}" if year is None else f"{year:04}-{month:02}-{number:02}"
