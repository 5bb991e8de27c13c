"""One report for the tests of every format: a quarter of two agencies, with everything that is awkward to print."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.findings import (
    ClauseNote,
    Event,
    Finding,
    Hit,
    Inconclusive,
    InputFile,
    JsonValue,
    PackUsed,
    Provision,
    RejectedRow,
    Report,
    RowAccount,
    RuleResult,
    Run,
    SourceRow,
    Tally,
    finding_id,
)

NIGHT, DAILY, THREATS = "cn.gbt45251.夜间", "cn.gbt45251.通话频次", "cn.cba.威胁"
WEEKLY, DISCLOSURE = "us.regf.calls-7-in-7", "us.regf.disclosure"

FORMULA = "=cmd|'/c calc'!A1"
LONG_TEXT = "催收员：您好，这里是示例金融。" * 2_666 + "结束通话。😀"
CONTROLS = "响铃\x07、竖排\x0b、反向\u202e.exe、_x0041_、\r\n换行"
HALF = "半个\ud83d"


def event(
    id: str, row: int, at: str, local: str, consumer: str, details: dict[str, JsonValue], file: str = "q3 电话.csv"
) -> Event:
    """A contact of the fixture."""
    sheet = "七月" if file.endswith(".xlsx") else None
    return Event(id, "contact", at, local, consumer, SourceRow(file, sheet, row), details)


_CALL: dict[str, JsonValue] = {
    "channel": "call",
    "direction": "outbound",
    "placed": True,
    "outcome": "conversation",
    "party": "debtor",
    "agent": "A-07 王",
    "agency": "迅达",
    "text": None,
}
_THREAT = "您再不还款，我们明天就带人上门，把这件事告诉你单位同事，到时候别怪我们不客气，法院那边我也已经打好招呼了。"

_EVENTS = (
    event("C-1001", 1002, "2026-07-03T01:05:00Z", "2026-07-03T09:05:00+08:00", "D000017", _CALL),
    event("C-1004", 1005, "2026-07-03T03:20:30Z", "2026-07-03T11:20:30+08:00", "D000017", _CALL),
    event("C-1006", 1007, "2026-07-03T08:00:00Z", "2026-07-03T16:00:00+08:00", "D000017", _CALL),
    event("C-1007", 1008, "2026-07-03T14:05:00Z", "2026-07-03T22:05:00+08:00", "D000017", _CALL),
    event(
        "S-2210",
        40,
        "2026-07-09T14:10:00.250000Z",
        "2026-07-09T22:10:00.250000+08:00",
        "D000018",
        _CALL | {"channel": "sms", "outcome": "delivered", "agent": FORMULA, "text": f"{FORMULA} 请尽快还款😀"},
        "q3.xlsx",
    ),
    event("T-77", 2001, "2026-08-11T02:30:00Z", "2026-08-11T10:30:00+08:00", "D000021", _CALL | {"text": _THREAT}),
    event("T-78", 2002, "2026-08-11T03:30:00Z", "2026-08-11T11:30:00+08:00", CONTROLS, _CALL | {"text": LONG_TEXT}),
)


def _found(
    rule: str,
    event_id: str,
    message: str,
    *,
    debt: str | None = None,
    numbers: Mapping[str, JsonValue] | None = None,
    evidence: tuple[str, ...] = (),
    hits: tuple[Hit, ...] = (),
) -> Finding:
    judged = next(event for event in _EVENTS if event.id == event_id)
    key: dict[str, JsonValue] = {"consumer": judged.consumer}
    if debt is not None:
        key["debt"] = debt
    return Finding(
        id=finding_id(rule, key, event_id),
        rule=rule,
        verdict="violation",
        event=event_id,
        at=judged.at,
        local=judged.local,
        consumer=judged.consumer,
        key=key,
        message=message,
        numbers=numbers or {},
        evidence=evidence or (event_id,),
        source=judged.source,
        hits=hits,
    )


def _hit(text: str, words: str, phrase: str) -> Hit:
    start = text.index(phrase)
    return Hit(words, phrase, start, start + len(phrase), phrase)


FINDINGS = (
    _found(NIGHT, "C-1007", "22:05 联系债务人 D000017：晚于 22:00"),
    _found(
        DAILY,
        "C-1007",
        "当日第 4 次有效通话，上限 3 次",
        numbers={"count": 4, "limit": 3},
        evidence=("C-1001", "C-1004", "C-1006", "C-1007"),
    ),
    _found(NIGHT, "S-2210", f"22:10 发送短信：{FORMULA}"),
    _found(
        THREATS,
        "T-77",
        "内容提及：带人上门、告诉你单位",
        hits=(_hit(_THREAT, "威胁", "带人上门"), _hit(_THREAT, "曝光", "告诉你单位")),
    ),
    _found(
        THREATS,
        "T-78",
        "内容提及：结束通话",
        hits=(_hit(LONG_TEXT, "威胁", "结束通话"),),
    ),
    _found(
        WEEKLY,
        "C-1007",
        "8 calls to D000017 about debts L-9 and L-10 within 7 consecutive days; at most 7 are allowed",
        debt="L-9;L-10",
        numbers={"count": 8, "limit": 7, "share": 1.125},
        evidence=("C-1001", "C-1004", "C-1007"),
    ),
)

_RULES = (
    RuleResult(
        id=NIGHT,
        title="22:00 至次日 8:00 不得催收",
        pack="cn.gbt45251",
        cite=("GB/T 45251-2025 5.3",),
        severity="high",
        basis="reported",
        force="standard",
        since="2025-02-28",
        read_on="2026-11-20",
        remedy="停止夜间外呼任务，核对拨号系统的时区",
        sentence="Collection contacts are forbidden outside 08:00 until 22:00 local time, unless a time was agreed.",
        sentence_zh="除已约定时段外，禁止在当地时间 8:00 起 22:00 前以外催收。",
        applicable=9000,
        violations=2,
        compliant=8910,
        inconclusive=88,
        causes={"the local time is ambiguous at a clock change": 3, "`zone` is missing": 85},
        assumptions=("`placed` taken as `yes` where the cell is empty",),
    ),
    RuleResult(
        id=DAILY,
        title="对同一债务人每日主动有效通话不超过三次",
        pack="cn.gbt45251",
        cite=("GB/T 45251-2025 5.3", "《互联网金融贷后催收业务指引》第十三条"),
        severity="medium",
        basis="verified",
        force="standard",
        since="2025-02-28",
        through="2027-12-31",
        read_on="2026-11-20",
        sentence="At most 3 effective calls per consumer in each day.",
        sentence_zh="同一债务人每日有效通话至多 3 次。",
        applicable=4000,
        violations=1,
        compliant=3990,
        inconclusive=9,
        causes={"key `consumer` is masked": 9},
        adjusted=("本机构自 2026-01-01 起每日至多 2 次（原为 3 次）",),
        assumptions=("`placed` taken as `yes` where the cell is empty",),
    ),
    RuleResult(
        id=THREATS,
        title="以暴力、恐吓等方式催收",
        pack="cn.cba",
        cite=("《互联网金融贷后催收业务指引》第九条",),
        severity="high",
        basis="verified",
        force="self-regulation",
        since="2024-05-15",
        sentence="Contacts whose text mentions a threat are forbidden.",
        sentence_zh="禁止内容提及威胁的催收。",
        applicable=6200,
        violations=2,
        compliant=6198,
    ),
    RuleResult(
        id=WEEKLY,
        title="More than seven calls within seven days about one debt",
        pack="us.regf",
        cite=("12 CFR 1006.14(b)(2)(i)(A)",),
        severity="low",
        basis="verified",
        force="regulation",
        since="2021-11-30",
        read_on="2026-10-02",
        sentence="At most 7 calls per consumer, debt and agency in 7 consecutive days.",
        sentence_zh="同一债务人、债务、机构连续 7 日内呼叫至多 7 次。",
        applicable=3000,
        violations=1,
        compliant=2599,
        inconclusive=400,
        causes={"window reaches before the log's period": 400},
    ),
    RuleResult(
        id=DISCLOSURE,
        title="No debt-collector disclosure in the first message",
        pack="us.regf",
        cite=("12 CFR 1006.18(e)",),
        severity="review",
        force="regulation",
        not_run="the log has no `outcome`, `text`",
    ),
)

REPORT = Report(
    run=Run(
        period=("2026-07-01", "2026-09-30"),
        known=("2026-06-24", "2026-09-30"),
        packs=(
            PackUsed(
                "cn.gbt45251",
                "GB/T 45251-2025 贷后催收风控指引",
                "中国大陆",
                "1",
                "国家标准全文公开系统",
                "2026-11-20",
                "a1" * 32,
            ),
            PackUsed("cn.cba", "互联网金融贷后催收业务指引（试行）", "中国大陆", "2", "", None, "b2" * 32),
            PackUsed("us.regf", "Regulation F, 12 CFR part 1006", "US", "1", "eCFR", "2026-10-02", "c3" * 32),
        ),
        inputs=(
            InputFile("q3 电话.csv", "d4" * 32, 11_000, "log", "gb18030"),
            InputFile("q3.xlsx", "e5" * 32, 1_000, "log", None),
            InputFile("june.csv", "f6" * 32, 300, "history", "utf-8"),
        ),
        engine="duckdb 2.0.0",
        tzdata="2026f",
        auditor="0.1.0",
        options={"strict_history": False, "fail_on": "any", "min_conclusive": 0.95},
        notes=(
            "q3 电话.csv: `时间` from column 开始时间 as %Y-%m-%d %H:%M:%S in Asia/Shanghai (2026-07-01 08:30:00, 2026-07-01 08:31:12)",
            "q3.xlsx 七月: `号码` from column 电话 (13800000001, 13800000002, 13800000003)",
        ),
    ),
    rows=RowAccount(
        12_300, 12_250, 20, 12, 8, 10, (("merged", "a leg of call 99", 20), ("rejected", "`at` has no time zone", 8))
    ),
    rules=_RULES,
    findings=FINDINGS,
    inconclusive=(
        Inconclusive(NIGHT, "C-3001", "`zone` is missing"),
        Inconclusive(NIGHT, "C-3002", "the local time is ambiguous at a clock change"),
        Inconclusive(DAILY, "C-3003", "key `consumer` is masked"),
        Inconclusive(WEEKLY, FORMULA, "window reaches before the log's period"),
    ),
    evidence={event.id: event for event in _EVENTS},
    clauses=(
        ClauseNote("cn.cba", "《互联网金融贷后催收业务指引》第六条", "not-checkable", "催收人员培训情况不在通话日志中"),
        ClauseNote("us.regf", "12 CFR 1006.42", "not-covered", "no rule is written for electronic delivery yet"),
    ),
    provisions=(
        Provision("cn.gbt45251", "GB/T 45251-2025 5.3", "checked", (DAILY,)),
        Provision("cn.cba", "《互联网金融贷后催收业务指引》第九条", "checked", (THREATS,)),
        Provision(
            "cn.cba", "《互联网金融贷后催收业务指引》第六条", "not-checkable", (), "催收人员培训情况不在通话日志中"
        ),
        Provision("us.regf", "12 CFR 1006.14(b)(2)(i)(A)", "checked", (WEEKLY,)),
        Provision("us.regf", "12 CFR 1006.18(e)", "not-run", (DISCLOSURE,), "the log has no `outcome`, `text`"),
        Provision("us.regf", "12 CFR 1006.42", "not-covered", (), "no rule is written for electronic delivery yet"),
    ),
    rejected=(
        RejectedRow(
            SourceRow("q3 电话.csv", None, 4711),
            "开始时间",
            "2026-13-01 09:00",
            "`at` is no moment of the form %Y-%m-%d %H:%M:%S",
        ),
        RejectedRow(SourceRow("q3.xlsx", "七月", 12), FORMULA, CONTROLS + HALF, "`number` was damaged by Excel"),
        RejectedRow(
            SourceRow("q3 电话.csv", None, 4712), "备注", LONG_TEXT, "the cell has more than 32,767 characters"
        ),
    ),
    tallies=(
        Tally("agent", "A-07 王", 900, 4, 20, ((NIGHT, 1), (DAILY, 1), (THREATS, 2))),
        Tally("agent", FORMULA, 120, 1, 0, ((NIGHT, 1),)),
        Tally("agency", "迅达", 5000, 5, 300),
        Tally("agency", "Kestrel Recovery", 4000, 1, 100, ((WEEKLY, 1),)),
        Tally("day", "2026-07-03", 180, 3, 2, ((NIGHT, 1), (DAILY, 1), (WEEKLY, 1))),
        Tally("day", "2026-07-09", 175, 1, 0, ((NIGHT, 1),)),
        Tally("day", "2026-08-11", 160, 2, 0, ((THREATS, 2),)),
    ),
    names={
        "call": "电话",
        "sms": "短信",
        "outbound": "呼出",
        "conversation": "接通对话",
        "delivered": "已送达",
        "debtor": "债务人本人",
        "contact": "联系",
        "zone": "时区",
        "at": "时间",
        "text": "内容",
        "outcome": "结果",
        "placed": "已发起",
    },
)
"""The report. Its row account adds up, and so does every rule's."""

EMPTY = Report(
    run=Run(("2026-07-01", "2026-07-31"), ("2026-07-01", "2026-07-31"), (), (), "duckdb 2.0.0", "2026f", "0.1.0"),
    rows=RowAccount(0, 0, 0, 0, 0, 0),
    rules=(),
    findings=(),
    inconclusive=(),
    evidence={},
)
"""A report of nothing: no row, no rule, no finding."""
