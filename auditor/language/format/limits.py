"""The statement of a rule: a function per form in English, and one in Chinese where Chinese can say it."""

from __future__ import annotations

from auditor.language import expressions as x
from auditor.language import forms as f
from auditor.language import syntax as s
from auditor.language.format.chinese import ChineseTerms
from auditor.language.format.layout import Break, Doc, Group, Nest, joined, listed
from auditor.language.format.terms import Terms

AtMost = f.AtMost[x.Expression, x.Amount, x.Window, x.Name]


def limit(terms: Terms, form: s.Form) -> Doc:
    """The form in the language of the terms; in English words where Chinese has none."""
    doc = _chinese(terms, form) if isinstance(terms, ChineseTerms) else None
    return _english(terms, form) if doc is None else doc


def _lines(first: Doc, *further: Doc) -> Doc:
    """One line where it fits, else the further parts below the first."""
    return Group((first, Nest(tuple((Break(), part) for part in further))))


def _english(terms: Terms, form: s.Form) -> Doc:
    match form:
        case f.Forbid(selection, when):
            parts = [] if when is None else [(f"{terms.keyword('WHEN')} ", Nest(terms.condition(when)))]
            return _lines(joined([terms.keyword("FORBID"), terms.selection(selection)]), *parts)
        case f.Require(condition, selection):
            head = joined([terms.keyword("REQUIRE"), Nest(terms.condition(condition), 4)])
            return _lines(head, joined([terms.keyword("FOR"), terms.selection(selection)]))
        case f.AtMost():
            return _at_most(terms, form)
        case f.AtMostDistinct(amount, field, selection, window):
            counted = joined([terms.keyword("DISTINCT"), terms.column(field), terms.keyword("OF")])
            head = joined([_no_more_than(terms, amount), counted, terms.selection(selection)])
            return _lines(head, terms.scope(window))
        case f.AtMostTotal(amount, field, selection, window):
            counted = joined([terms.keyword("TOTAL"), terms.value_of(field), terms.keyword("OF")])
            head = joined([_no_more_than(terms, amount), counted, terms.selection(selection)])
            return _lines(head, terms.scope(window))
        case f.AtLeastBetween(distance, selection, keys):
            head = joined([terms.keyword("AT_LEAST"), terms.quantity(distance), terms.keyword("BETWEEN")])
            return _lines((head, " ", terms.selection(selection)), terms.per(keys))
        case f.AtLeastEach(amount, selection, keys, unit, sunday, among):
            head = joined([terms.keyword("AT_LEAST"), terms.amount(amount), terms.selection(selection)])
            each = joined([terms.per(keys), terms.each(unit, sunday)])
            whose = [] if among is None else [joined([terms.keyword("FOR"), terms.selection(among)])]
            return _lines(head, each, *whose)
        case f.AfterForbid(trigger, selection, window):
            head = joined([terms.keyword("AFTER"), terms.selection(trigger)])
            forbidden = joined([terms.keyword("FORBID"), terms.selection(selection)])
            return _lines(head, forbidden, joined([terms.per(window.keys), _span_after(terms, window.extent)]))
        case f.AfterRequire(trigger, selection, window):
            head = joined([terms.keyword("AFTER"), terms.selection(trigger)])
            required = joined([terms.keyword("REQUIRE"), terms.selection(selection)])
            return _lines(head, required, joined([terms.per(window.keys), _deadline(terms, window.extent)]))
        case f.BeforeRequire(selection, required, window):
            head = joined([terms.keyword("BEFORE"), terms.selection(selection)])
            needed = joined([terms.keyword("REQUIRE"), terms.selection(required)])
            least = None if window.at_least is None else terms.at_least_earlier(window.at_least)
            ever = window.extent is None or isinstance(window.extent, x.Ever)
            extent = None if ever or window.extent is None else terms.extent(window.extent)
            return _lines(head, needed, joined([terms.per(window.keys), least, extent]))


def _no_more_than(terms: Terms, amount: x.Amount) -> Doc:
    return joined([terms.keyword("AT_MOST"), terms.amount(amount)])


def _at_most(terms: Terms, form: AtMost) -> Doc:
    first, *more = form.caps
    head = joined([_no_more_than(terms, first.limit), terms.selection(form.selection)])
    if not more:
        return _lines(head, terms.scope(first.window))
    keys = terms.per(first.window.keys)
    least = None if first.window.at_least is None else terms.at_least_earlier(first.window.at_least)
    including = terms.keyword("INCLUDING_THIS") if first.window.including else None
    caps = [joined([keys, least, _extent(terms, first.window), including])]
    caps += [joined([terms.amount(cap.limit), _extent(terms, cap.window)]) for cap in more]
    return _lines(head, listed(caps))


def _extent(terms: Terms, window: x.Window) -> Doc | None:
    return None if window.extent is None else terms.extent(window.extent)


def _span_after(terms: Terms, extent: x.Extent | None) -> Doc | None:
    """How long something is forbidden after its trigger; for good needs no word."""
    match extent:
        case None | x.Ever():
            return None
        case x.InAny():
            return terms.at("FOR_ANY", extent), " ", terms.quantity(extent.span_of)
        case x.InConsecutiveDays():
            return terms.at("FOR", extent), " ", terms.consecutive_days(extent.days)
        case x.InWorkingDays():
            return terms.at("FOR", extent), " ", terms.working_days(extent)
        case x.SinceLast():
            return terms.at("UNTIL", extent), " ", terms.selection(extent.reset)
        case _:
            return terms.extent(extent)


def _deadline(terms: Terms, extent: x.Extent | None) -> Doc | None:
    if not isinstance(extent, x.Within):
        return None
    return terms.at("WITHIN", extent), " ", terms.quantity(extent.distance)


# --- Chinese --------------------------------------------------------------------------------------------


def _chinese(terms: ChineseTerms, form: s.Form) -> Doc | None:
    """The form in the order of Chinese words; None where English words are needed."""
    match form:
        case f.Forbid():
            return _english(terms, form)
        case f.Require(condition, selection):
            return _lines(
                joined([terms.selection(selection), terms.keyword("ZH_MUST")]), Nest(terms.condition(condition))
            )
        case f.AtMost():
            return _zh_at_most(terms, form)
        case f.AtMostDistinct(amount, field, selection, window):
            counted = joined([terms.selection(selection), terms.keyword("ZH_OF"), terms.column(field)])
            most = joined([_no_more_than(terms, amount), terms.keyword("ZH_KINDS")])
            return _zh_limited(terms, window, joined([counted, most]))
        case f.AtMostTotal(amount, field, selection, window):
            counted = joined([terms.selection(selection), terms.keyword("ZH_OF"), terms.value_of(field)])
            most = joined([terms.keyword("ZH_TOTAL"), _no_more_than(terms, amount)])
            return _zh_limited(terms, window, joined([counted, most]))
        case f.AtLeastBetween(distance, selection, keys):
            head = joined([terms.same(keys), terms.keyword("ZH_TWO"), terms.selection(selection)])
            return _lines(head, joined([terms.keyword("ZH_APART"), terms.quantity(distance)]))
        case f.AtLeastEach(amount, selection, keys, unit, sunday, among):
            head = joined([terms.same(keys), terms.each(unit, sunday)])
            least = joined([terms.keyword("AT_LEAST"), terms.amount(amount), terms.keyword("ZH_TIMES")])
            whose = [] if among is None else [joined([terms.keyword("FOR"), terms.selection(among)])]
            return _lines(head, joined([terms.selection(selection), least]), *whose)
        case f.AfterForbid(trigger, selection, window):
            return _zh_after_forbid(terms, trigger, selection, window)
        case f.AfterRequire(trigger, selection, window):
            if not isinstance(window.extent, x.Within):
                return None
            after = joined([terms.same(window.keys), terms.selection(trigger), terms.keyword("ZH_AFTER")])
            head = joined([after, terms.quantity(window.extent.distance, within=True)])
            return _lines(head, joined([terms.keyword("ZH_MUST_HAVE"), terms.selection(selection)]))
        case f.BeforeRequire(selection, required, window):
            return _zh_before_require(terms, selection, required, window)


def _zh_limited(terms: ChineseTerms, window: x.Window, limited: Doc) -> Doc | None:
    if window.extent is None or window.at_least is not None or window.including or _is_ahead(window.extent):
        return None
    return _lines(joined([terms.same(window.keys), terms.past(window.extent)]), limited)


def _is_ahead(extent: x.Extent) -> bool:
    return isinstance(extent, x.Within) and extent.ahead


def _zh_at_most(terms: ChineseTerms, form: AtMost) -> Doc | None:
    first, *more = form.caps
    times = terms.keyword("ZH_TIMES")
    if not more:
        most = joined([_no_more_than(terms, first.limit), times])
        return _zh_limited(terms, first.window, joined([terms.selection(form.selection), most]))
    caps = []
    for cap in form.caps:
        if cap.window.extent is None or cap.window.at_least is not None or cap.window.including:
            return None
        caps.append(joined([terms.past(cap.window.extent), _no_more_than(terms, cap.limit), times]))
    return _lines(joined([terms.same(first.window.keys), terms.selection(form.selection)]), listed(caps))


def _zh_after_forbid(
    terms: ChineseTerms, trigger: x.Expression, selection: x.Expression, window: x.Window
) -> Doc | None:
    match window.extent:
        case None | x.Ever():
            span: Doc | None = None
        case x.SinceLast(reset):
            span = joined([terms.at("ZH_UNTIL", window.extent), terms.selection(reset)])
        case _:
            span = terms.past(window.extent)
    head = joined([terms.same(window.keys), terms.selection(trigger), terms.keyword("ZH_AFTER"), span])
    return _lines(head, joined([terms.keyword("FORBID"), terms.selection(selection)]))


def _zh_before_require(
    terms: ChineseTerms, selection: x.Expression, required: x.Expression, window: x.Window
) -> Doc | None:
    if window.extent is not None and _is_ahead(window.extent):
        return None
    least = None
    if window.at_least is not None:
        least = joined([terms.keyword("AT_LEAST"), terms.quantity(window.at_least)])
    extent = None if window.extent is None or isinstance(window.extent, x.Ever) else terms.past(window.extent)
    reach = [extent, least] if isinstance(window.extent, x.SinceLast) else [least, extent]
    head = joined([terms.same(window.keys), terms.selection(selection), terms.keyword("ZH_EARLIER"), *reach])
    return _lines(head, joined([terms.keyword("ZH_MUST_HAVE"), terms.selection(required)]))
