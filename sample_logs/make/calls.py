"""Calls of every kind, written down as the dialler that made them would."""

from __future__ import annotations

from datetime import datetime

from sample_logs.make.dice import Dice
from sample_logs.make.journal import CALLS, RONGLIAN, TIANRUN, Event, Journal, dialler_of
from sample_logs.make.people import AGENCY_A, AGENCY_B, Account

TALKED, UNANSWERED = "接通对话", "无人接听"
TRUNKS = {CALLS: "0571-88000001", TIANRUN: "0571-66000010", RONGLIAN: "0512-55000020"}
ROBOT = "机器人01"
_AGENTS = {AGENCY_A: 2101, AGENCY_B: 3101}
_OUTCOMES = {
    CALLS: ((UNANSWERED, 55), ("拒接", 9), ("忙线", 6), ("语音信箱", 3), ("接通即断", 2)),
    TIANRUN: ((UNANSWERED, 60), ("接通无坐席", 2), ("已取消", 3)),
    RONGLIAN: ((UNANSWERED, 62), ("接通无坐席", 1)),
}


def agent_of(agency: str, dice: Dice) -> str:
    """One of a team's collectors, by number."""
    return str(_AGENTS.get(agency, 1101) + dice.below(6))


def talked(dice: Dice) -> bool:
    """Whether a call is answered by a person who talks: one in four."""
    return dice.chance(0.25)


def missed(source: str, dice: Dice) -> str:
    """What becomes of a call that is not."""
    return dice.weighted(_OUTCOMES[source])


def call(
    journal: Journal, account: Account, at: datetime, outcome: str, text: str = "", agent: str = "", caller: str = "",
    **more: str,
) -> Event:  # fmt: skip
    """A call to the debtor. caller: who collects; the lender unless named."""
    dice = Dice("call", account.number, at)
    source = dialler_of(caller)
    seconds = dice.between(40, 260) if outcome == TALKED else dice.between(8, 45)
    facts = {
        "催收员": agent or agent_of(caller, dice), "时长": str(seconds), "主叫号码": TRUNKS[source],
        "录音录像": "是" if outcome == TALKED else "否",
    }  # fmt: skip
    if caller:
        facts["机构"] = caller
    if outcome == "已取消":
        facts["已发起"] = "否"
    return journal.contact(source, account, at, "电话", outcome, text, **(facts | more))


def robot_call(journal: Journal, account: Account, at: datetime, outcome: str, text: str = "", **more: str) -> Event:
    """A call by the lender's robot."""
    return call(journal, account, at, outcome, text, **({"agent": ROBOT, "渠道": "语音机器人"} | more))


def call_contact(
    journal: Journal, account: Account, at: datetime, outcome: str, text: str = "", caller: str = "", **more: str
) -> Event:
    """A call to the person whom the debtor named, to learn how to reach the debtor."""
    facts = {
        "被联系人": account.contact, "联系对象": account.relation, "号码": account.contact_number, "目的": "查找下落",
        "事先约定": "是", "处理依据": "本人同意",
    }  # fmt: skip
    return call(journal, account, at, outcome, text, caller=caller, **(facts | more))


def inbound(journal: Journal, account: Account, at: datetime, text: str, **more: str) -> Event:
    """A call from the debtor to the lender's hotline."""
    facts = {"方向": "呼入", "目的": "答复", "agent": "1190"}
    return call(journal, account, at, TALKED, text, **(facts | more))
