"""What a change of rules does: to the rules, and to the findings of a log."""

from __future__ import annotations

import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from auditor.auditing import Settings, audit
from auditor.diagnostics import Diagnostic, DiagnosticError
from auditor.findings import Finding, Report
from auditor.language import core as c
from auditor.packs.loading import Library, load
from auditor.packs.rulebook import RuleBook, rule_book, with_adjusted
from auditor.source import Source, Span

_REVISION = re.compile(r"(?P<revision>[^:\s]+):(?P<path>.+)")


@dataclass(frozen=True)
class RuleChange:
    """A rule that was added (old None), removed (new None) or changed."""

    id: str
    old: c.Rule | None
    new: c.Rule | None

    @property
    def kind(self) -> str:
        """added, removed or changed."""
        return "added" if self.old is None else "removed" if self.new is None else "changed"


@dataclass(frozen=True)
class FindingChange:
    """A finding that appears (old None), vanishes (new None), or is another than before."""

    rule: str
    old: Finding | None
    new: Finding | None

    @property
    def kind(self) -> str:
        """appears, vanishes or changes."""
        return "appears" if self.old is None else "vanishes" if self.new is None else "changes"


@dataclass(frozen=True)
class Comparison:
    """What is different. findings None: no log was given."""

    rules: tuple[RuleChange, ...]
    findings: tuple[FindingChange, ...] | None = None


def compare(old: str, new: str, settings: Settings | None = None) -> Comparison:
    """Compare packs: paths, names, or `REVISION:PATH` in a git repository. settings: how logs are audited by both.

    Packs that either version adjusts are compared too: what it does to them is what changes.
    """
    with packs_at(old) as old_name, packs_at(new) as new_name:
        libraries = load([old_name]), load([new_name])
        about = dict.fromkeys(id for library in libraries for id in _adjusted(library))
        old_names, new_names = (
            (name, *(id for id in about if id not in library.chosen))
            for name, library in zip((old_name, new_name), libraries, strict=True)
        )
        changes = tuple(rule_changes(_book(old_names), _book(new_names)))
        if settings is None:
            return Comparison(changes)
        before = audit(replace(settings, rules=old_names)).report
        after = audit(replace(settings, rules=new_names)).report
        return Comparison(changes, tuple(finding_changes(before, after)))


@contextmanager
def packs_at(name: str) -> Iterator[str]:
    """A pack or path as `load` takes it; a git revision's is laid out in a folder of its own."""
    match = _REVISION.fullmatch(name)
    if Path(name).exists() or match is None:
        yield name
        return
    with tempfile.TemporaryDirectory(prefix="auditor-") as folder:
        try:
            archive = subprocess.run(
                ["git", "archive", "--format=tar", match["revision"], "--", match["path"]],
                capture_output=True,
                check=True,
            ).stdout
        except FileNotFoundError:
            raise DiagnosticError([Diagnostic("unknown-pack", "git is not installed", file=name)]) from None
        except subprocess.CalledProcessError as error:
            first = error.stderr.decode(errors="replace").strip().split("\n")[0].lower()
            hint = "write REVISION:PATH, as in `HEAD~1:rules/cn`"
            raise DiagnosticError([Diagnostic("unknown-pack", f"git: {first}", file=name, hint=hint)]) from None
        _lay_out(archive, Path(folder))
        try:
            yield str(Path(folder) / match["path"])
        except DiagnosticError as error:
            root, shown = f"{Path(folder)}/", f"{match['revision']}:"
            raise DiagnosticError([_renamed(problem, root, shown) for problem in error.diagnostics]) from None


def _lay_out(archive: bytes, folder: Path) -> None:
    """Write the plain files of an archive of git's below a folder; links and anything outside it are left out."""
    root = folder.resolve()
    with tarfile.open(fileobj=BytesIO(archive)) as tar:
        for member in tar.getmembers():
            path = (root / member.name).resolve()
            content = tar.extractfile(member) if member.isfile() and path.is_relative_to(root) else None
            if content is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())


def _renamed(problem: Diagnostic, root: str, shown: str) -> Diagnostic:
    """The problem, told of the revision and not of the folder in which it was laid out."""

    def text(told: str) -> str:
        return told.replace(root, shown)

    def span(place: Span) -> Span:
        return replace(place, source=Source(text(place.source.name), place.source.text))

    return replace(
        problem,
        message=text(problem.message),
        span=problem.span and span(problem.span),
        hint=problem.hint and text(problem.hint),
        notes=tuple((span(place), label) for place, label in problem.notes),
        file=problem.file and text(problem.file),
        details=tuple(map(text, problem.details)),
    )


def _adjusted(library: Library) -> list[str]:
    """The ids of the packs that the chosen ones adjust, and that are not among them: shipped ones."""
    return [id for id in with_adjusted(library).chosen if id not in library.chosen]


def _book(names: Sequence[str]) -> RuleBook:
    book = rule_book(load(names))
    if book.errors:
        raise DiagnosticError(book.errors)
    return book


def rule_changes(old: RuleBook, new: RuleBook) -> Iterator[RuleChange]:
    """Rules that are not the same in both, in the order of the new ones, removed ones last."""
    before = {rule.facts.id: rule for rule in old.rules}
    after = {rule.facts.id: rule for rule in new.rules}
    for id, rule in after.items():
        if before.get(id) != rule:
            yield RuleChange(id, before.get(id), rule)
    for id, rule in before.items():
        if id not in after:
            yield RuleChange(id, rule, None)


def finding_changes(before: Report, after: Report) -> Iterator[FindingChange]:
    """Findings that are not the same in both, by rule."""
    old = {finding.id: finding for finding in before.findings}
    new = {finding.id: finding for finding in after.findings}
    severity = [{rule.id: rule.severity for rule in report.rules} for report in (before, after)]
    order: Sequence[str] = list(dict.fromkeys([*severity[1], *severity[0]]))
    changes = []
    for id in {**new, **old}:
        one, other = old.get(id), new.get(id)
        known = one or other
        assert known is not None
        same_severity = severity[0].get(known.rule) == severity[1].get(known.rule)
        if one is None or other is None or one != other or not same_severity:
            changes.append(FindingChange(known.rule, one, other))
    yield from sorted(changes, key=lambda change: order.index(change.rule))
