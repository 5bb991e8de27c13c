"""In Python: audit logs or data frames, and get the report as data frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from auditor import findings, reports
from auditor.auditing import Settings
from auditor.auditing import audit as run
from auditor.diagnostics import Diagnostic

if TYPE_CHECKING:
    import pandas as pd

FINDING_COLUMNS = (
    "id", "rule", "title", "severity", "cite", "verdict", "event", "at", "local", "consumer", "key", "message",
    "numbers", "evidence", "file", "sheet", "row",
)  # fmt: skip
SUMMARY_COLUMNS = (
    "rule", "title", "severity", "cite", "basis", "force", "applicable", "violations", "compliant", "inconclusive",
    "not_run",
)  # fmt: skip


class Report:
    """What an audit found, as data frames; `data` is the whole of it, `problems` what did not stop the audit."""

    def __init__(self, data: findings.Report, problems: Sequence[Diagnostic] = ()) -> None:
        self.data = data
        self.problems = tuple(problems)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row a finding; `at` is UTC, `local` text with its offset; `key` and `numbers` are dicts."""
        import pandas as pd

        rules = {rule.id: rule for rule in self.data.rules}
        rows = []
        for f in self.data.findings:
            rule = rules[f.rule]
            source = (f.source.file, f.source.sheet, f.source.row)
            facts = (f.id, f.rule, rule.title, rule.severity, list(rule.cite), f.verdict, f.event, f.at, f.local)
            rows.append((*facts, f.consumer, dict(f.key), f.message, dict(f.numbers), list(f.evidence), *source))
        frame = pd.DataFrame(rows, columns=list(FINDING_COLUMNS))
        frame["at"] = pd.to_datetime(frame["at"], utc=True, format="ISO8601")
        return frame

    @cached_property
    def summary(self) -> pd.DataFrame:
        """One row a rule: how often it applied, and what came of it; `not_run` says why it was not run at all."""
        import pandas as pd

        rows = [
            (
                r.id, r.title, r.severity, list(r.cite), r.basis, r.force, r.applicable, r.violations, r.compliant,
                r.inconclusive, r.not_run,
            )
            for r in self.data.rules
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=list(SUMMARY_COLUMNS))

    @cached_property
    def inconclusive(self) -> pd.DataFrame:
        """One row a verdict that could not be reached: rule, event, and the cause."""
        import pandas as pd

        rows = [(i.rule, i.event, i.cause) for i in self.data.inconclusive]
        return pd.DataFrame(rows, columns=["rule", "event", "cause"])

    @cached_property
    def rejected(self) -> pd.DataFrame:
        """One row a row of the log that could not be used: where it stood, the value at fault, and why."""
        import pandas as pd

        rows = [(r.source.file, r.source.sheet, r.source.row, r.column, r.value, r.reason) for r in self.data.rejected]
        return pd.DataFrame(rows, columns=["file", "sheet", "row", "column", "value", "reason"])

    def write(self, path: str | Path, *, language: Literal["en", "zh"] = "en") -> tuple[Path, ...]:
        """Write the report in the format of the suffix: .xlsx .html .json .csv .parquet .sarif; gives what was written.

        ValueError: another suffix. OSError: it could not be written; then nothing is.
        """
        return reports.write(self.data, Path(path), language=language)

    def __repr__(self) -> str:
        rows = self.data.rows
        found = f"{len(self.data.findings)} findings by {len(self.data.rules)} rules in {rows.used} of {rows.read} rows"
        return f"<auditor.Report: {found}>"


def audit(
    logs: Any,
    rules: str | Iterable[str],
    *,
    profile: str | Iterable[str] = (),
    history: Any = (),
    period: tuple[date, date] | None = None,
    zone: str | None = None,
    strict_history: bool = False,
    memory: str = "2GB",
) -> Report:
    """Audit logs by rules, as `auditor audit` does.

    logs, history: a path or a pandas data frame, or several of them, which then are one log. rules: packs by id, by
    the beginning of ids, or by path. profile: shipped profiles or TOML files. period: local dates, inclusive. zone: of
    times that have no offset. memory: the database's limit; what does not fit goes to disk.

    DiagnosticError: the rules or the logs cannot be used; it holds every problem, with its place.
    """
    settings = Settings(
        logs=_several(logs), rules=_several(rules), history=_several(history), profiles=_several(profile),
        period=period, zone=zone, strict_history=strict_history, memory=memory,
    )  # fmt: skip
    audited = run(settings)
    return Report(audited.report, audited.problems)


def _several(one_or_more: Any) -> tuple[Any, ...]:
    """One thing or several, as a tuple; a path or a frame is one thing."""
    if isinstance(one_or_more, (str, Path)) or hasattr(one_or_more, "columns"):
        return (one_or_more,)
    return tuple(one_or_more)
