"""Planted: visits by one collector, without papers, without a recording, into the home, or worse."""

from __future__ import annotations

from datetime import time

from sample_logs.make import breaches as b
from sample_logs.make import wording
from sample_logs.make.agencies import announce, visit
from sample_logs.make.calls import TALKED
from sample_logs.make.desk import CARDS, FIRST_AGENCY, LOCAL, SECOND_AGENCY, Desk, at
from sample_logs.make.dice import Dice
from sample_logs.make.journal import Event
from sample_logs.make.people import AGENCY_A, AGENCY_B, CARD, Account

INTRUSION = ("cn.criminal.上门催收非法债务", "cn.softviolence.现场行为")
ACTS = "cn.softviolence.现场行为"


def plant(desk: Desk) -> None:
    """All of them."""
    alone(desk)
    unshown(desk)
    unrecorded(desk)
    inside(desk)
    twice(desk)
    acts(desk)
    unlawful(desk)


def visited(desk: Desk, account: Account, month: int, day: int, clock: str = "10:30:00", **more: str) -> Event:
    """A visit on a date, with the usual words unless `more` gives others."""
    when = at(month, day, clock)
    caller = more.get("机构") or (account.creditor if account.product == CARD else account.agency)
    text = more.pop("内容", "") or wording.visit(account, when, caller, Dice("visit", account.number, when))
    facts = {"机构": caller} | more
    hour = time.fromisoformat(clock)
    return visit(desk.journal, account, account.day(when), hour, TALKED, text, **facts)


def alone(desk: Desk) -> None:
    """A colleague is ill and the visit is made alone."""
    for account in (desk.account(SECOND_AGENCY), desk.account(FIRST_AGENCY, province=LOCAL)):
        event = visited(desk, account, 8, 19, 人数="1")
        desk.journal.violates("同事请假，一个人去外访", event, *b.broken(account, *b.ONE_VISITOR))
        rules = b.broken(account, *b.UNRECORDED_VISIT)
        desk.journal.passes("一个人去，录音录像是有的", event, *rules)
        if account.province == LOCAL:
            desk.journal.passes("登记要素齐全", event, "cn.guangdong2020.记录要素")
    event = visited(desk, desk.account(SECOND_AGENCY), 8, 19, "11:20:00", 人数="4")
    desk.journal.passes("四个人一起去：人数上限没有可靠依据，不考核", event, *b.ONE_VISITOR)


def unshown(desk: Desk) -> None:
    """Papers left in the car; and papers that only the recording shows."""
    account = desk.account(SECOND_AGENCY)
    text = f"催收员：您好，我们是{AGENCY_B}，受{account.creditor}委托。请问您是{account.address}吗？\n客户：是。\n催收员：我们了解一下还款安排。"
    event = visited(desk, account, 8, 20, 出示证件="否", 内容=text)
    desk.journal.violates("证件落在车里，没有出示", event, "cn.cba2026.外访出示证件")
    event = visited(desk, desk.account(SECOND_AGENCY), 8, 20, "14:30:00", 出示证件="")
    desk.journal.passes("外访表漏填，但录音里出示了工作证", event, "cn.cba2026.外访出示证件")


def unrecorded(desk: Desk) -> None:
    """The recorder's battery is empty."""
    for account in (desk.account(FIRST_AGENCY), desk.account(CARDS), desk.account(SECOND_AGENCY, province=LOCAL)):
        event = visited(desk, account, 8, 21, 录音录像="否")
        desk.journal.violates("执法记录仪没电，全程没有录音录像", event, *b.broken(account, *b.UNRECORDED_VISIT))
        if account.province == LOCAL:
            desk.journal.passes("没有录，但确是两个人", event, "cn.guangdong2020.面谈人数")
        if account.product == CARD:
            desk.journal.passes("没有录，但现场没有异常", event, "cn.creditcard.现场暴力胁迫")


def inside(desk: Desk) -> None:
    """Into the home or the office without leave; with leave; or only to the door."""
    journal = desk.journal
    event = visited(desk, desk.account(SECOND_AGENCY), 8, 24, 进入处所="是")
    journal.violates("债务人开门后，催收员没有问就进了屋", event, *b.INTO_HOME)
    event = visited(desk, desk.account(SECOND_AGENCY), 8, 24, "15:00:00", 进入处所="是", 地点="工作单位")
    journal.violates("没有得到同意就进了债务人的办公室", event, *b.WENT_IN)
    event = visited(desk, desk.account(SECOND_AGENCY), 8, 25, 进入处所="是", 同意进入="是")
    journal.passes("债务人请他们进屋谈", event, *b.INTO_HOME)
    event = visited(desk, desk.account(FIRST_AGENCY), 8, 25, "17:00:00")
    journal.passes("在门外谈，没有进屋", event, *b.INTO_HOME)


def twice(desk: Desk) -> None:
    """Two agencies visit on one day, each not knowing of the other; and on two days."""
    account = desk.account(FIRST_AGENCY)
    announce(desk.journal, account, AGENCY_B)
    first = visited(desk, account, 8, 26, "09:40:00", 机构=AGENCY_A)
    desk.journal.passes("当天第一次上门", first, "cn.gbt45251.每日上门")
    event = visited(desk, account, 8, 26, "16:20:00", 机构=AGENCY_B)
    desk.journal.violates("换机构当天两家都去了同一户", event, "cn.gbt45251.每日上门")
    event = visited(desk, account, 8, 27, "09:00:00", 机构=AGENCY_B)
    desk.journal.passes("第二天再去，是新的一天", event, "cn.gbt45251.每日上门")


def acts(desk: Desk) -> None:
    """What some people do at a door."""
    journal = desk.journal
    for act, rules, cause in (
        ("张贴", (ACTS, "cn.cba2026.现场张贴"), "敲不开门，把催收告知贴在门上"),
        ("堵门堵锁;聚众造势", (ACTS,), "带了几个人堵在楼道里"),
        ("搜查", ("cn.criminal.扣押搜查",), "翻看债务人的抽屉找财物"),
    ):
        event = visited(desk, desk.account(FIRST_AGENCY), 9, 1, 现场行为=act)
        journal.violates(cause, event, *rules)
    event = visited(desk, desk.account(FIRST_AGENCY), 9, 1, "16:00:00", 送达方式="当面交付")
    journal.passes("把告知单当面交给了本人", event, ACTS, "cn.cba2026.现场张贴", "cn.criminal.扣押搜查")
    event = visited(desk, desk.account(CARDS), 8, 31, 现场行为="聚众造势")
    journal.violates("一行七八个人在小区门口喊话", event, ACTS, "cn.creditcard.现场暴力胁迫")
    account = desk.account(FIRST_AGENCY, province=LOCAL)
    event = visited(desk, account, 9, 2, 地点="")
    journal.violates("外访表没有填地点", event, "cn.guangdong2020.记录要素")


def unlawful(desk: Desk) -> None:
    """A debt that is not lawful, and a debtor who is followed home; and one who is not."""
    account = desk.account(FIRST_AGENCY)
    event = visited(desk, account, 9, 3, 债务合法="否", 现场行为="跟踪贴靠")
    desk.journal.violates("法院认定为非法的债务，仍派人跟着债务人回家", event, *INTRUSION)
    event = visited(desk, account, 9, 4, 债务合法="否")
    desk.journal.passes("同一债务人，只在门外说明情况", event, *INTRUSION)
