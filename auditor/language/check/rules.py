"""Rules and a site's adjustments: facts, the statement form, and what excuses the subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from auditor.diagnostics import Diagnostic
from auditor.language import core as c
from auditor.language import expressions as x
from auditor.language import forms as f
from auditor.language import syntax as s
from auditor.language.check.conditions import Conditions
from auditor.language.check.declare import Declarations
from auditor.language.checked import Adjustment, CheckedRule, Form
from auditor.language.declarations import Const
from auditor.language.vocabulary import BASES, FORCES, SEVERITIES, Word, look_up
from auditor.source import Span
from auditor.spelling import did_you_mean
from auditor.value_types import DURATION, ValueType

_TABLES: Mapping[str, tuple[str, Mapping[str, Word]]] = {
    "basis": ("a basis", BASES),
    "force": ("a force of law", FORCES),
    "severity": ("a severity", SEVERITIES),
}
_REPEATABLE = frozenset({"cite", "accept"})


class Rules:
    """Checks the rules of one pack."""

    def __init__(
        self,
        pack: str,
        conditions: Conditions,
        declarations: Declarations,
        report: Callable[[Diagnostic], None],
    ) -> None:
        self._pack = pack
        self._conditions = conditions
        self._declarations = declarations
        self._report = report

    def _problem(self, code: str, message: str, span: Span, hint: str | None = None) -> None:
        self._report(Diagnostic(code, message, span, hint))

    # --- facts ----------------------------------------------------------------------------------------------

    def choice(self, key: str, name: x.Name) -> str | None:
        """A basis, force or severity by its name in either language."""
        wanted, table = _TABLES[key]
        found = look_up(table, name.text)
        if found is None:
            spellings = [spelling for word in table.values() for spelling in word.spellings]
            hint = did_you_mean(name.text, spellings) or "one of " + ", ".join(f"`{known}`" for known in table)
            self._problem("unknown-value", f"`{name.text}` is not {wanted}", name.span, hint)
        return found

    def facts(self, node: s.Rule) -> c.Facts:
        """Everything said about a rule; a rule without a citation is a problem."""
        found: dict[str, s.Fact] = {}
        cites: list[str] = []
        accepted: list[tuple[str, str]] = []
        for fact in node.facts:
            if fact.key in found and fact.key not in _REPEATABLE:
                notes = ((found[fact.key].span, "first said here"),)
                message = f"the rule says its {fact.key.replace('-', ' ')} twice"
                self._report(Diagnostic("duplicate-fact", message, fact.span, None, notes))
            found.setdefault(fact.key, fact)
            texts = [value.value for value in fact.values if isinstance(value, x.Text)]
            if fact.key == "cite":
                cites += texts
            elif fact.key == "accept":
                accepted.append((texts[0], texts[1]))
        if not cites:
            hint = 'say where it comes from: `cite "..."`'
            self._problem("missing-citation", f"`{node.name.text}` cites no law", node.name.span, hint)
        since, through = _date(found.get("from")), _date(found.get("through"))
        if since is not None and through is not None and through < since:
            self._problem("bad-dates", "the rule ends before it begins", found["through"].span)
        return c.Facts(
            id=node.name.text,
            title=node.title.value,
            pack=self._pack,
            cites=tuple(cites),
            basis=self._chosen("basis", found),
            force=self._chosen("force", found),
            severity=self._chosen("severity", found) or "medium",
            since=since,
            through=through,
            message=_text(found.get("message")),
            remedy=_text(found.get("remedy")),
            read_on=_date(found.get("read-on")),
            disabled=_text(found.get("disabled")),
            accepted=tuple(accepted),
            span=node.name.span,
        )

    def _chosen(self, key: str, found: Mapping[str, s.Fact]) -> str | None:
        fact = found.get(key)
        if fact is None or not isinstance(fact.values[0], x.Name):
            return None
        return self.choice(key, fact.values[0])

    # --- forms ----------------------------------------------------------------------------------------------

    def rule(self, node: s.Rule, applies: c.Condition | None) -> tuple[c.Facts, CheckedRule | None]:
        """The facts, and the checked rule or None where its statement has a problem."""
        facts = self.facts(node)
        form = self.form(node.limit.form)
        unless = None
        if node.limit.unless is not None:
            unless = self._conditions.condition(node.limit.unless)
            if unless is None:
                return facts, None
        if form is None:
            return facts, None
        if self._declarations.too_deep(form, unless, applies):
            message = f"`{facts.id}` says conditions nested more than {c.MAX_DEPTH_OF_CONDITIONS} levels deep"
            self._problem("too-deep", message, node.name.span, "say it with fewer steps")
            return facts, None
        return facts, CheckedRule(facts, form, unless, applies)

    def form(self, node: s.Form) -> Form | None:
        """The statement of a rule."""
        check = self._conditions
        match node:
            case f.Forbid():
                selection = check.condition(node.selection)
                when = None if node.when is None else check.condition(node.when)
                if selection is None or (node.when is not None and when is None):
                    return None
                return f.Forbid(selection, when)
            case f.Require():
                condition, selection = check.condition(node.condition), check.condition(node.selection)
                return None if condition is None or selection is None else f.Require(condition, selection)
            case f.AtMost():
                return self._at_most(node)
            case f.AtMostDistinct():
                selection, window = check.condition(node.selection), check.window(node.window, "distinct")
                limit, field = self._limit(node.limit, None), check.field(node.field)
                if selection is None or window is None or limit is None or field is None:
                    return None
                if field.type.several:
                    message = f"`{node.field.text}` may hold several values"
                    self._problem("type-mismatch", message, node.field.span)
                    return None
                return f.AtMostDistinct(limit, c.FieldValue(field), selection, window)
            case f.AtMostTotal():
                selection, window = check.condition(node.selection), check.window(node.window, "total")
                of = check.of_total(node.field)
                limit = None if of is None else self._limit(node.limit, of.type)
                if selection is None or window is None or limit is None or of is None:
                    return None
                return f.AtMostTotal(limit, of, selection, window)
            case f.AtLeastBetween():
                selection, keys = check.condition(node.selection), check.keys(node.keys)
                distance = check.distance(node.distance, days_are_dates=False)
                if selection is None or keys is None or distance is None:
                    return None
                return f.AtLeastBetween(distance, selection, keys)
            case f.AfterForbid():
                trigger, selection = check.condition(node.trigger), check.condition(node.selection)
                window = check.window(node.window)
                if trigger is None or selection is None or window is None:
                    return None
                return f.AfterForbid(trigger, selection, window)
            case f.AfterRequire():
                trigger, selection = check.condition(node.trigger), check.condition(node.selection)
                if node.window.extent is None:
                    hint = "add `within 5 days`, `within 48 hours` or `within 5 working days of ...`"
                    place = node.window.keys[0].span.to(node.window.keys[-1].span)
                    self._problem("missing-window", "a duty to follow needs a deadline", place, hint)
                    return None
                window = check.window(node.window)
                if trigger is None or selection is None or window is None:
                    return None
                return f.AfterRequire(trigger, selection, window)
            case f.BeforeRequire():
                selection, required = check.condition(node.selection), check.condition(node.required)
                window = check.window(node.window)
                if selection is None or required is None or window is None:
                    return None
                return f.BeforeRequire(selection, required, window)
            case f.AtLeastEach():
                return self._at_least_each(node)

    def _at_most(self, node: f.AtMost[x.Expression, x.Amount, x.Window, x.Name]) -> Form | None:
        selection = self._conditions.condition(node.selection)
        caps = []
        for cap in node.caps:
            limit = self._limit(cap.limit, None)
            window = self._conditions.window(cap.window, "count")
            if limit is not None and window is not None:
                caps.append(f.Cap(limit, window))
        return None if selection is None or len(caps) < len(node.caps) else f.AtMost(selection, tuple(caps))

    def _at_least_each(self, node: f.AtLeastEach[x.Expression, x.Amount, x.Name]) -> Form | None:
        selection, keys = self._conditions.condition(node.selection), self._conditions.keys(node.keys)
        among = None if node.among is None else self._conditions.condition(node.among)
        limit = self._limit(node.limit, None)
        if selection is None or keys is None or limit is None or (node.among is not None and among is None):
            return None
        return f.AtLeastEach(limit, selection, keys, node.unit, node.week_from_sunday, among)

    def _limit(self, node: x.Amount, of: ValueType | None) -> c.Value | None:
        """The figure of a limit: a whole number of events, or (for totals) a value of the field's type."""
        value = self._conditions.amount(node)
        if value is None:
            return None
        if of is None and not value.type.is_numeric:
            self._problem("type-mismatch", f"{value.type.noun}, where a number of events is meant", node.span)
            return None
        if of is None and isinstance(value, Const) and value.value != int(value.value):
            self._problem("bad-amount", "events are counted in whole numbers", node.span)
            return None
        if of is not None and not value.type.comparable_with(of):
            hint = "give it a unit: `30 minutes`" if of == DURATION else None
            self._problem("type-mismatch", f"{value.type.noun}, where {of.noun} is meant", node.span, hint)
            return None
        return value

    # --- a site's adjustments -------------------------------------------------------------------------------

    def adjustment(self, node: s.Adjust) -> Adjustment | None:
        """A site's own figure, severity or switch, off or on; it gives its reason."""
        if node.because is None:
            hint = 'add `because "..."`; the report prints it'
            self._problem("missing-reason", "an adjustment gives its reason", node.target.span, hint)
            return None
        severity = self.choice("severity", node.severity) if node.severity else None
        at_most = self._limit(node.at_most, None) if node.at_most is not None else None
        params = []
        for name, dated in node.params:
            versions = self._declarations.versions(dated, None)
            if versions is not None:
                params.append((name.text, versions))
        return Adjustment(
            node.target.text, node.because.value, self._pack, severity, node.enabled, at_most, tuple(params),
            node.target.span,
        )  # fmt: skip


def _date(fact: s.Fact | None) -> int | None:
    value = fact.values[-1] if fact is not None else None
    return value.days if isinstance(value, x.Date) else None


def _text(fact: s.Fact | None) -> str | None:
    value = fact.values[-1] if fact is not None else None
    return value.value if isinstance(value, x.Text) else None
