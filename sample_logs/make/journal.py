"""What happened, in the order in which it was written down, and what was planted among it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sample_logs.make.people import AGENCY_A, AGENCY_B, Account

CALLS, MESSAGES, LETTERS, VISITS, STATUS, TIANRUN, RONGLIAN = (
    "calls", "messages", "letters", "visits", "status", "tianrun", "ronglian",
)  # fmt: skip
SOURCES = (CALLS, MESSAGES, LETTERS, VISITS, STATUS, TIANRUN, RONGLIAN)
ENGAGED = ("2026-01-01", "2026-12-31")
VIOLATION, CLEAN, UNDECIDED = "violation", "clean", "inconclusive"


@dataclass(eq=False)
class Event:
    """An event of the log. values: by the Chinese names of fields. id: given once all events are known."""

    source: str
    at: datetime
    account: Account | None
    values: dict[str, str]
    order: int = 0
    id: str = ""


@dataclass(frozen=True)
class Planted:
    """A verdict that the audit must come to. cause: how it came about, as a person would tell it."""

    rule: str
    event: Event
    verdict: str
    cause: str


@dataclass
class Journal:
    """Everything that was written down."""

    events: list[Event] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)

    def add(self, source: str, at: datetime, account: Account | None, values: dict[str, str]) -> Event:
        """Write an event down."""
        event = Event(source, at, account, values, len(self.events))
        self.events.append(event)
        return event

    def contact(
        self, source: str, account: Account, at: datetime, channel: str, outcome: str, text: str = "", **more: str
    ) -> Event:
        """A contact with the debtor, outbound by the lender unless `more` (field names in Chinese) says otherwise."""
        values = {
            "债务人": account.consumer, "债务": account.debt, "产品": account.product, "债权人": account.creditor,
            "法域": account.province, "机构": account.creditor, "渠道": channel, "方向": "呼出", "结果": outcome,
            "联系对象": "债务人本人", "号码": account.number_called, "目的": "催收", "号码来源": "债务人预留",
            "处理依据": "合同必需", "终端已登记": "是", "债务合法": "是", "金额": account.owed(at),
            "逾期天数": str(max(account.day(at), 0)), "自称机构": account.creditor,
        }  # fmt: skip
        if text:
            values["内容"] = text
        values |= more
        if values["机构"] != account.creditor:
            mine = {"机构在名单": "是", "机构有违规记录": "否", "委托起始日": ENGAGED[0], "委托终止日": ENGAGED[1]}
            mine["自称机构"] = values["机构"]
            values |= {name: value for name, value in mine.items() if name not in more}
        return self.add(source, at, account, {name: value for name, value in values.items() if value})

    def status(self, kind: str, at: datetime, account: Account, **more: str) -> Event:
        """Something else that happened about an account."""
        values = {
            "类型": kind, "债务人": account.consumer, "债务": account.debt, "产品": account.product,
            "债权人": account.creditor, "法域": account.province,
        }  # fmt: skip
        return self.add(STATUS, at, account, values | more)

    def violates(self, cause: str, event: Event, *rules: str) -> Event:
        """Note that an event breaks rules."""
        self.planted += [Planted(rule, event, VIOLATION, cause) for rule in rules]
        return event

    def undecided(self, cause: str, event: Event, *rules: str) -> Event:
        """Note that the log does not say enough to tell."""
        self.planted += [Planted(rule, event, UNDECIDED, cause) for rule in rules]
        return event

    def passes(self, cause: str, event: Event, *rules: str) -> Event:
        """Note that an event looks as if it broke rules, and does not."""
        self.planted += [Planted(rule, event, CLEAN, cause) for rule in rules]
        return event


def dialler_of(agency: str) -> str:
    """The source that an agency's calls come from; the lender's own where it is none."""
    return {AGENCY_A: TIANRUN, AGENCY_B: RONGLIAN}.get(agency, CALLS)
