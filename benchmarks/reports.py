"""Reports of any number of findings, to write workbooks of."""

from __future__ import annotations

from auditor.findings import (
    Event,
    Finding,
    InputFile,
    PackUsed,
    Report,
    RowAccount,
    RuleResult,
    Run,
    SourceRow,
    finding_id,
)  # fmt: skip

_RULES = 40
_DEBTORS = 5_000


def report_of(findings: int) -> Report:
    """A report with so many findings by forty rules, each with three events as evidence."""
    events = {f"E{n:08}": _event(n) for n in range(findings)}
    rules = tuple(_rule(n, findings // _RULES) for n in range(_RULES))
    return Report(
        run=Run(
            period=("2026-04-01", "2026-06-30"), known=("2026-04-01", "2026-06-30"),
            packs=(PackUsed("cn.made", "做的规则包", "中国大陆", "1", "", None, "0" * 64),),
            inputs=(InputFile("q2.csv", "0" * 64, findings * 10, "log"),),
            engine="", tzdata="", auditor="", options={}, notes=(),
        ),
        rows=RowAccount(findings * 10, findings * 10, 0, 0, 0, 0, ()),
        rules=rules,
        findings=tuple(_finding(n) for n in range(findings)),
        inconclusive=(),
        evidence=events,
        clauses=(),
        rejected=(),
        tallies=(),
        names={},
    )  # fmt: skip


def _rule(n: int, violations: int) -> RuleResult:
    return RuleResult(
        id=f"cn.made.规则{n}", title="对同一债务人每日主动有效通话超过三次", pack="cn.made", cite=("GB/T 45251-2025 5.3",),
        severity=("high", "medium", "low", "review")[n % 4], basis="reported", force="recommended-standard", since=None,
        through=None, read_on=None, remedy=None, sentence="at most three", sentence_zh="至多三次", applicable=violations * 3,
        violations=violations, compliant=violations * 2, inconclusive=0, causes={}, not_run=None, assumptions=(),
        adjusted=(),
    )  # fmt: skip


def _event(n: int) -> Event:
    details = {
        "agent": f"S{n % 300}",
        "agency": f"A{n % 20}",
        "channel": "call",
        "outcome": "conversation",
        "number": f"138{n:08}",
    }
    return Event(
        f"E{n:08}",
        "contact",
        _at(n, "Z"),
        _at(n, "+08:00"),
        f"D{n % _DEBTORS:06}",
        SourceRow("q2.csv", None, n + 2),
        details,
    )


def _at(n: int, offset: str) -> str:
    return f"2026-05-{n % 28 + 1:02}T{n % 24:02}:{n % 60:02}:{n // 7 % 60:02}{offset}"


def _finding(n: int) -> Finding:
    rule, consumer = f"cn.made.规则{n % _RULES}", f"D{n % _DEBTORS:06}"
    key = {"consumer": consumer}
    evidence = tuple(f"E{max(n - k, 0):08}" for k in (2, 1, 0))
    return Finding(
        id=finding_id(rule, key, f"E{n:08}"), rule=rule, verdict="violation", event=f"E{n:08}", at=_at(n, "Z"),
        local=_at(n, "+08:00"), consumer=consumer, key=key, message=f"当日第 {n % 9 + 4} 次，限 3 次",
        numbers={"count": n % 9 + 4, "limit": 3}, evidence=tuple(dict.fromkeys(evidence)),
        source=SourceRow("q2.csv", None, n + 2), hits=(),
    )  # fmt: skip
