"""Declarations of a pack: fields, parameters, word lists, definitions; hours and calendars are in `days`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from auditor.diagnostics import Diagnostic, Level
from auditor.language import core as c
from auditor.language import expressions as x
from auditor.language import syntax as s
from auditor.language.check.conditions import Conditions
from auditor.language.check.days import Days
from auditor.language.check.scope import Declared, Scope, with_choices
from auditor.language.declarations import Const, Field, Param, Version, WordList
from auditor.language.vocabulary import TOLERANCES, look_up
from auditor.source import Span
from auditor.spelling import did_you_mean
from auditor.value_types import Choice, Kind, ValueType

ReadWords = Callable[[str, Span], tuple[list[str], list[Diagnostic]]]


class Declarations:
    """Declares what the statements of a pack introduce.

    read_words: gives the phrases of a word file that stands in the pack's folder, and problems with it.
    """

    def __init__(self, pack: str, scope: Scope, report: Callable[[Diagnostic], None], read_words: ReadWords) -> None:
        self.pack = pack
        self.scope = scope
        self.report = report
        self.conditions = Conditions(scope, report, self._define)
        self.days = Days(pack, scope, self.conditions)
        self._read_words = read_words
        self._waiting: dict[str, s.Define] = {}
        self._defining: list[s.Define] = []
        self._too_deep = False
        self._depths: dict[int, int] = {}
        self._measured: list[object] = []

    def _problem(self, code: str, message: str, span: Span, hint: str | None = None) -> None:
        self.report(Diagnostic(code, message, span, hint))

    def _declare(self, names: list[str], declared: Declared, place: Span) -> None:
        for problem in self.scope.declare(names, declared, place):
            self.report(problem)

    # --- fields and parameters ------------------------------------------------------------------------------

    def field(self, node: s.Field) -> None:
        """Declare a field."""
        kind = self.type(node.type)
        zh = tuple(text.value for text in node.zh)
        means = node.means.value if node.means else ""
        declared = Field(node.name.text, zh, kind, None, node.of_contacts, means, node.name.span)
        if node.default is not None:
            declared = replace(declared, default=self._default(node.default, declared))
        self._declare([node.name.text, *zh], declared, node.name.span)

    def _default(self, node: x.Expression, declared: Field) -> Const | str | None:
        if isinstance(node, x.Name):
            found = self.scope.find(node.text)
            if isinstance(found, Field):
                if not (found.type == declared.type or found.type.kind is declared.type.kind):
                    message = f"`{found.name}` is {found.type.noun}, and this field is {declared.type.noun}"
                    self._problem("type-mismatch", message, node.span)
                    return None
                return found.name
        single = ValueType(declared.type.kind, declared.type.choices)
        value = self.conditions.value(node, single)
        if value is None:
            return None
        if not isinstance(value, Const) or not value.type.comparable_with(single):
            self._problem("type-mismatch", f"the default is not {declared.type.noun}", node.span)
            return None
        return value

    def field_adds(self, node: s.FieldAdds) -> None:
        """Give a field of another pack further values."""
        declared = self.scope.find(node.name.text)
        if not isinstance(declared, Field):
            self.report(self.scope.unknown(node.name.text, node.name.span, Field))
            return
        if declared.type.kind is not Kind.CHOICE:
            self._problem(
                "type-mismatch", f"`{node.name.text}` is {declared.type.noun} and has no list of values", node.span
            )
            return
        self.scope.replace(declared, with_choices(declared, self._choices(node.choices)))

    def type(self, node: s.Type) -> ValueType:
        """A type as written."""
        return ValueType(node.kind, self._choices(node.choices), node.several)

    def _choices(self, nodes: tuple[s.ChoiceDecl, ...]) -> tuple[Choice, ...]:
        seen: dict[str, Span] = {}
        for node in nodes:
            for name in [node.name.text, *([node.zh.value] if node.zh else [])]:
                if name in seen:
                    notes = ((seen[name], "first given here"),)
                    message = f"the value `{name}` is given twice"
                    self.report(Diagnostic("duplicate-name", message, node.span, None, notes))
                seen[name] = node.span
        return tuple(Choice(node.name.text, node.zh.value if node.zh else None) for node in nodes)

    def param(self, node: s.Param) -> None:
        """Declare a parameter with its dated values, or one that the site must set."""
        title = node.title.value if node.title else ""
        kind = self.type(node.type) if node.type else None
        versions = self.versions(node.values, kind)
        if versions is None:
            return
        if kind is None:
            kind = _common_type([self.conditions.value(value.value) for value in node.values])
        if kind is None:
            self._problem("type-mismatch", "the values of a parameter are of one type", node.span)
            return
        declared = Param(node.name.text, self.pack, versions, kind, title, node.name.span)
        self._declare([node.name.text], declared, node.name.span)

    def versions(self, nodes: tuple[s.Dated, ...], kind: ValueType | None) -> tuple[Version, ...] | None:
        """Dated values in order of their dates; gaps and overlaps are problems."""
        versions: list[tuple[Version, Span]] = []
        for node in nodes:
            value = self.conditions.value(node.value)
            if not isinstance(value, Const):
                return None
            if kind is not None and not value.type.comparable_with(kind):
                self._problem("type-mismatch", f"{value.type.noun}, where {kind.noun} is meant", node.span)
                return None
            since = node.since.days if node.since else None
            through = node.through.days if node.through else None
            if since is not None and through is not None and through < since:
                self._problem("bad-dates", "the value ends before it begins", node.span)
                return None
            versions.append((Version(value.value, since, through), node.span))
        versions.sort(key=lambda item: item[0].since if item[0].since is not None else -(10**9))
        closed: list[Version] = []
        for index, (version, span) in enumerate(versions):
            following = versions[index + 1][0] if index + 1 < len(versions) else None
            closed.append(self._until_next(version, following, span, versions[index + 1][1] if following else span))
        return tuple(closed)

    def _until_next(self, version: Version, following: Version | None, span: Span, next_span: Span) -> Version:
        if following is None:
            return version
        if following.since is None:
            notes = ((span, "the other one"),)
            message = "two values hold at the same time"
            self.report(Diagnostic("bad-dates", message, next_span, "give each a `from` date", notes))
            return version
        if version.through is None:
            return replace(version, through=following.since - 1)
        if version.through >= following.since:
            notes = ((span, "this one still holds then"),)
            self.report(Diagnostic("bad-dates", "two values hold at the same time", next_span, None, notes))
        elif version.through < following.since - 1:
            notes = ((span, "this one has ended before"),)
            message = "between two values there are days with none"
            self.report(Diagnostic("bad-dates", message, next_span, "let one begin where the other ends", notes))
        return version

    # --- words ----------------------------------------------------------------------------------------------

    def words(self, node: s.Words) -> None:
        """Declare a word list: phrases and exceptions, inline and from files of the pack."""
        phrases = self._phrases(node.phrases, node.files)
        exceptions = self._phrases(node.exceptions, node.exception_files)
        tolerances = set(TOLERANCES)
        for name in node.without:
            key = look_up(TOLERANCES, name.text)
            if key is None:
                hint = did_you_mean(name.text, TOLERANCES) or "one of " + ", ".join(TOLERANCES)
                self._problem("unknown-value", f"`{name.text}` is nothing that matching overlooks", name.span, hint)
            else:
                tolerances.discard(key)
        if not phrases:
            self._problem("empty-words", f"the word list `{node.name.text}` has no phrase", node.name.span)
        declared = WordList(
            node.name.text, self.pack, node.title.value, phrases, exceptions, frozenset(tolerances), node.name.span
        )
        self._declare([node.name.text], declared, node.name.span)

    def _phrases(self, texts: tuple[x.Text, ...], files: tuple[x.Text, ...]) -> tuple[str, ...]:
        phrases: dict[str, Span] = {}
        for text in texts:
            phrase = text.value.strip()
            if not phrase:
                self._problem("empty-words", "a phrase is empty", text.span)
            elif phrase in phrases:
                notes = ((phrases[phrase], "first here"),)
                message = f"the phrase `{phrase}` stands here twice"
                self.report(Diagnostic("duplicate-phrase", message, text.span, None, notes, Level.WARNING))
            else:
                phrases[phrase] = text.span
        for file in files:
            found, problems = self._read_words(file.value, file.span)
            for problem in problems:
                self.report(problem)
            for phrase in found:
                phrases.setdefault(phrase, file.span)
        return tuple(phrases)

    # --- definitions ----------------------------------------------------------------------------------------

    def await_definition(self, node: s.Define) -> None:
        """Note a definition; it is worked out when it is first used, or in `definitions`."""
        names = [node.name.text, *([node.other.value] if node.other else [])]
        for name in names:
            taken = self._waiting.get(name)
            if taken is not None:
                notes = ((taken.name.span, "first defined here"),)
                message = f"`{name}` is already a definition"
                hint = "give one of them another name"
                self.report(Diagnostic("duplicate-name", message, node.name.span, hint, notes))
                return
        for name in names:
            self._waiting[name] = node

    def definitions(self) -> tuple[c.Named, ...]:
        """Every definition of the pack, worked out."""
        for node in dict.fromkeys(self._waiting.values()):
            self._define(node.name)
        own = {id(node): self.scope.find(node.name.text) for node in self._waiting.values()}
        return tuple(found for found in own.values() if isinstance(found, c.Named))

    def _define(self, name: x.Name) -> c.Named | None:
        node = self._waiting.get(name.text)
        if node is None:
            return None
        present = self.scope.find(node.name.text)
        if isinstance(present, c.Named) and self.scope.places.get(node.name.text) == node.name.span:
            return present
        if node in self._defining:
            circle = [*self._defining[self._defining.index(node) :], node]
            shown = " -> ".join(f"`{step.name.text}`" for step in circle)
            notes = tuple((step.name.span, "part of the circle") for step in circle[1:-1])
            hint = "let one of them do without the other"
            self.report(
                Diagnostic("definition-cycle", f"a definition in terms of itself: {shown}", name.span, hint, notes)
            )
            return c.Named(c.Always(False), node.name.text)
        self._defining.append(node)
        condition = self._not_too_deep(node)
        self._defining.pop()
        other = node.other.value if node.other else ""
        defined = c.Named(condition or c.Always(False), node.name.text, other)
        self._declare([node.name.text, *([other] if other else [])], defined, node.name.span)
        return defined

    def _not_too_deep(self, node: s.Define) -> c.Condition | None:
        """The condition of a definition, unless it is built on too many others, each on the next."""
        if len(self._defining) <= c.MAX_DEPTH_OF_CONDITIONS // 4:
            condition = self.conditions.condition(node.condition)
            if condition is None or not self.too_deep(condition):
                return condition
        if not self._too_deep:
            message = (
                f"`{node.name.text}` is built on definitions nested more than {c.MAX_DEPTH_OF_CONDITIONS} levels deep"
            )
            self._problem("too-deep", message, node.name.span, "say it with fewer steps")
        self._too_deep = True
        return None

    def too_deep(self, *parts: object) -> bool:
        """Whether some part has more levels of conditions within each other than later passes could walk."""
        self._measured.append(parts)  # keeps the ids from being used again
        return any(c.depth(part, self._depths) > c.MAX_DEPTH_OF_CONDITIONS for part in parts)


def _common_type(values: list[c.Value | None]) -> ValueType | None:
    types = [value.type for value in values if value is not None]
    if types and all(kind.comparable_with(types[0]) for kind in types):
        return types[0]
    return None
