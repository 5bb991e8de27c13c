"""Planted: too many calls in a day, and the days next to them that only look so."""

from __future__ import annotations

from datetime import datetime, timedelta

from sample_logs.make import wording
from sample_logs.make.agencies import announce
from sample_logs.make.calls import TALKED, UNANSWERED, call, inbound, robot_call
from sample_logs.make.desk import FIRST_AGENCY, OWN, SECOND_AGENCY, Desk, at
from sample_logs.make.dice import Dice
from sample_logs.make.journal import Event
from sample_logs.make.people import AGENCY_A, AGENCY_B, Account

UNANSWERED_RULE, ANSWERED_RULE, TALKS_RULE = "cn.cba2026.未接通次数", "cn.gbt45251.每日拨通", "cn.gbt45251.每日有效通话"


def plant(desk: Desk) -> None:
    """All of them."""
    list_twice(desk)
    next_to_the_list(desk)
    several_agencies(desk)
    talkative(desk)
    guangdong(desk)
    caller_ids(desk)
    masked(desk)


def _tries(desk: Desk, account: Account, first: datetime, many: int, **more: str) -> list[Event]:
    return [call(desk.journal, account, first + timedelta(minutes=35 * n), UNANSWERED, **more) for n in range(many)]


def list_twice(desk: Desk) -> None:
    """A dialling list is loaded twice: each debtor is dialled twice as often as planned."""
    cause = "7月28日的外呼名单被重复导入，每人计划四次的拨打变成八次"
    for account in desk.accounts(OWN, 3):
        tries = _tries(desk, account, at(7, 28, "10:02:00") + timedelta(seconds=account.number % 50), 8)
        for event in tries[6:]:
            desk.journal.violates(cause, event, UNANSWERED_RULE)
        desk.journal.passes("名单重复，但第六次未接通仍在六次以内", tries[5], UNANSWERED_RULE)


def next_to_the_list(desk: Desk) -> None:
    """Seven tries that are not seven: another day, another number, one that never rang, or as agreed."""
    journal, day = desk.journal, at(7, 28, "10:10:00")
    account = desk.account(OWN)
    _tries(desk, account, day, 6)
    event = call(journal, account, at(7, 29, "09:20:00"), UNANSWERED)
    journal.passes("第七次未接通在第二天，重新计数", event, UNANSWERED_RULE)
    account = desk.account(OWN)
    _tries(desk, account, day, 6)
    event = call(journal, account, at(7, 28, "15:10:00"), UNANSWERED, 号码=f"197{account.number:08d}")
    journal.passes("第七次拨的是债务人的另一个号码", event, UNANSWERED_RULE)
    account = desk.account(OWN)
    _tries(desk, account, day, 6)
    event = call(journal, account, at(7, 28, "15:20:00"), "已取消")
    journal.passes("第七次在拨出之前取消，从未振铃", event, UNANSWERED_RULE)
    account = desk.account(OWN)
    journal.status("同意", at(7, 20, "11:00:00"), account, 约定每日次数="8")
    event = _tries(desk, account, day, 8)[-1]
    journal.passes("债务人约定每日可联系八次", event, UNANSWERED_RULE)


def several_agencies(desk: Desk) -> None:
    """Nobody adds up what the robot and the two agencies do."""
    journal, account = desk.journal, desk.account(FIRST_AGENCY)
    announce(journal, account, AGENCY_B)
    robot_call(journal, account, at(8, 26, "09:30:00"), "接通即断")
    call(journal, account, at(8, 26, "11:00:00"), "接通无坐席", caller=AGENCY_A)
    third = _talk(desk, account, at(8, 26, "14:05:00"), AGENCY_B, "3104")
    journal.passes("自营机器人和两家机构合计，第三次接通", third, ANSWERED_RULE)
    own = inbound(journal, account, at(8, 26, "15:30:00"), wording.hotline(account, Dice("count")))
    journal.passes("债务人自己打来的不计入", own, ANSWERED_RULE, TALKS_RULE)
    fourth = call(journal, account, at(8, 26, "16:40:00"), "接通无坐席", caller=AGENCY_A)
    journal.violates("自营机器人和两家机构各打各的，合计当日第四次接通", fourth, ANSWERED_RULE)


def _talk(desk: Desk, account: Account, when: datetime, caller: str, agent: str, **more: str) -> Event:
    text = wording.talk(account, when, caller or account.creditor, agent, Dice("talk", account.number, when))
    return call(desk.journal, account, when, TALKED, text, agent, caller, **more)


def talkative(desk: Desk) -> None:
    """Four talks with the debtor in one day; and four as agreed, one of them the next morning."""
    account = desk.account(SECOND_AGENCY)
    clocks = ("09:10:00", "11:40:00", "15:15:00", "19:30:00")
    talks = [_talk(desk, account, at(8, 27, clock), AGENCY_B, "3102") for clock in clocks]
    cause = "月底冲业绩，同一催收员当天与债务人第四次通话"
    desk.journal.violates(cause, talks[3], ANSWERED_RULE, TALKS_RULE)
    account = desk.account(SECOND_AGENCY)
    talks = [_talk(desk, account, at(8, 27, clock), AGENCY_B, "3105") for clock in clocks[:3]]
    talks.append(_talk(desk, account, at(8, 28, "08:31:00"), AGENCY_B, "3105"))
    desk.journal.passes("第四次通话在次日早上，按自然日重新计数", talks[3], ANSWERED_RULE, TALKS_RULE)
    account = desk.account(OWN)
    desk.journal.status("同意", at(7, 21, "10:00:00"), account, 约定每日次数="5")
    for clock in ("09:00:00", "10:00:00", "11:00:00"):
        robot_call(desk.journal, account, at(7, 22, clock), "接通即断")
    event = robot_call(desk.journal, account, at(7, 22, "12:00:00"), "接通即断")
    desk.journal.passes("债务人约定每日最多五次", event, ANSWERED_RULE)


def guangdong(desk: Desk) -> None:
    """A robot that hangs up and dials again: six times answered in a day, in a province with a rule of its own."""
    account = desk.account(OWN, province="广东")
    events = [robot_call(desk.journal, account, at(7, 31, f"{9 + n}:05:00".zfill(8)), "接通即断") for n in range(6)]
    cause = "机器人线路接触不良，接通即断后反复重拨"
    for event in events[3:]:
        desk.journal.violates(cause, event, ANSWERED_RULE)
    desk.journal.violates(cause, events[5], "cn.guangdong2020.每日五次")
    desk.journal.passes("第五次还没有超过五次", events[4], "cn.guangdong2020.每日五次")


def caller_ids(desk: Desk) -> None:
    """A dialler that shows a new number at each try; and one that comes back to a number it had shown."""
    for day, last, fine in ((3, "0571-88000014", False), (4, "0571-88000011", True)):
        account = desk.account(OWN)
        shown = ("0571-88000011", "0571-88000012", "0571-88000013", last)
        events = [
            call(desk.journal, account, at(8, day, f"{9 + n:02d}:30:00"), UNANSWERED, 主叫号码=number)
            for n, number in enumerate(shown)
        ]
        if fine:
            desk.journal.passes("第四次用回了当天用过的主叫号码", events[3], "cn.antifraud.频繁换号")
        else:
            desk.journal.violates("外呼线路轮换主叫号码，当天第四个号码", events[3], "cn.antifraud.频繁换号")


def masked(desk: Desk) -> None:
    """An export that hides the middle of the number: two numbers must not be taken for one."""
    account = desk.account(SECOND_AGENCY)
    for clock in ("10:20:00", "14:50:00"):
        hidden = account.number_called[:3] + "****" + account.number_called[-4:]
        event = call(desk.journal, account, at(8, 31, clock), UNANSWERED, caller=AGENCY_B, 号码=hidden)
        desk.journal.undecided("恒川8月31日的导出把号码中间四位打了星号", event, UNANSWERED_RULE)
