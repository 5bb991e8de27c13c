"""From day 31 on: the account is given to an agency, which calls and visits; the lender writes letters."""

from __future__ import annotations

from datetime import time, timedelta

from sample_logs.make import wording
from sample_logs.make.calls import TALKED, agent_of
from sample_logs.make.journal import LETTERS, VISITS, Event, Journal
from sample_logs.make.people import CARD, Account
from sample_logs.make.routine import FIRST, LAST, Course

GIVEN_AWAY = 30
_CALL_DAYS = range(32, 113, 8)
_VISITS_AFTER = {48: 53, 72: 78}  # a call's day: the day of the visit that may follow
ELEMENTS = (
    "持卡人姓名", "欠款余额", "催收事由", "法律依据", "权利义务", "查询途径", "还款途径", "异议途径", "举证途径", "联系方式", "业务公章",
)  # fmt: skip


def announce(journal: Journal, account: Account, agency: str = "") -> None:
    """Tell the debtor, the evening before, who will collect from now on."""
    at = account.on(GIVEN_AWAY) + timedelta(hours=18, seconds=account.number % 1800)
    journal.status("委案", at, account, 机构=agency or account.agency)
    journal.status("委外告知", at + timedelta(minutes=40), account, 机构=agency or account.agency)


def agency_stage(course: Course) -> None:
    """Day 31 on: a call in eight days or so, now and then a visit, a letter after two months."""
    account, caller = course.account, course.account.agency
    if course.settled or not account.alive(GIVEN_AWAY + 1):
        return
    announce(course.journal, account)
    for day in _CALL_DAYS:
        course.dial(day, caller, spread=3)
        if day in _VISITS_AFTER and course.dice.chance(0.25):
            _visited(course, _VISITS_AFTER[day])
        if day in _VISITS_AFTER and course.dice.chance(0.4):
            course.ask_contact(_VISITS_AFTER[day] + 1, caller)
    if course.open(62) and course.dice.chance(0.5):
        letter(course.journal, account, 62)
    _reported(course)


def visit(journal: Journal, account: Account, day: int, hour: time, outcome: str, text: str = "", **more: str) -> Event:
    """A visit of two collectors who show their papers, record, and stay outside."""
    at = account.on(day) + timedelta(hours=hour.hour, minutes=hour.minute)
    facts = {
        "机构": account.agency, "人数": "2", "出示证件": "是", "录音录像": "是", "进入处所": "否", "同意进入": "否",
        "现场行为": "无异常", "地点": "住所", "号码": f"{account.province}登记住址", "时长": "900", "催收员": "2151",
    }  # fmt: skip
    return journal.contact(VISITS, account, at, "上门", outcome, text, **(facts | more))


def _visited(course: Course, day: int) -> None:
    if not course.open(day):
        return
    account, dice = course.account, course.dice
    outcome = TALKED if dice.chance(0.6) else "无人接听"
    at = account.on(day)
    text = wording.visit(account, at, account.agency, dice) if outcome == TALKED else ""
    hour = time(dice.between(9, 18), dice.between(0, 59))
    visit(course.journal, account, day, hour, outcome, text, 催收员=agent_of(account.agency, dice))
    if outcome == TALKED:
        course.tries.clear()


def letter(journal: Journal, account: Account, day: int, text: str = "", **more: str) -> Event:
    """A registered letter with every element that the rules on cards ask for."""
    at = account.on(day) + timedelta(hours=9, minutes=account.number % 240)
    facts = {
        "号码": f"{account.province}登记住址", "送达方式": "挂号或快递", "催收员": "1180",
        "函件要素": ";".join(ELEMENTS) if account.product == CARD else "",
    }  # fmt: skip
    return journal.contact(
        LETTERS, account, at, "信函", "已送达", text or wording.letter(account, at), **(facts | more)
    )


def _reported(course: Course) -> None:
    """Some are reported to the credit registry, after they were told."""
    account = course.account
    if not course.open(65) or not course.dice.chance(0.5):
        return
    told = account.on(40) + timedelta(hours=11)
    if FIRST <= told < LAST:
        course.journal.status("不良告知", told, account)
        course.journal.status("报送不良", account.on(65) + timedelta(hours=2), account)
