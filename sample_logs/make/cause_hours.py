"""Planted: contacts at night, and the contacts next to them that only look so."""

from __future__ import annotations

from datetime import timedelta

from sample_logs.make import breaches as b
from sample_logs.make import wording
from sample_logs.make.calls import TALKED, UNANSWERED, call, inbound, robot_call
from sample_logs.make.desk import FIRST_AGENCY, OWN, Desk, at
from sample_logs.make.dice import Dice
from sample_logs.make.journal import MESSAGES, Event
from sample_logs.make.people import AGENCY_A, Account


def plant(desk: Desk) -> None:
    """All of them."""
    urumqi(desk)
    outage(desk)
    callbacks(desk)
    early_batch(desk)
    past_ten(desk)


def urumqi(desk: Desk) -> None:
    """An agency's dialler keeps Urumqi time: its 20:30 is 22:30 in Beijing, where every debtor's law is."""
    journal, cause = desk.journal, "锦澜的拨号系统按乌鲁木齐时间设置，当地20点多已是北京时间22点以后"
    first, second, third = desk.accounts(FIRST_AGENCY, 3)
    for day, account, clocks in (
        (18, first, ("22:03:11", "22:21:40")), (18, second, ("22:09:05",)), (19, second, ("22:26:52",)),
        (19, third, ("22:00:00", "22:17:33")), (20, first, ("22:14:08",)),
    ):  # fmt: skip
        for clock in clocks:
            event = call(journal, account, at(8, day, clock), UNANSWERED, caller=AGENCY_A)
            journal.violates(cause, event, *b.NIGHT)
    when = at(8, 20, "22:05:30")
    text = wording.talk(third, when, AGENCY_A, "2103", Dice("urumqi"))
    journal.violates(cause, call(journal, third, when, TALKED, text, "2103", AGENCY_A), *b.NIGHT)
    last = call(journal, second, at(8, 20, "21:59:58"), UNANSWERED, caller=AGENCY_A)
    journal.passes("同一晚21:59:58拨出，还没到22点", last, *b.NIGHT)
    never = call(journal, second, at(8, 20, "22:07:10"), "已取消", caller=AGENCY_A)
    journal.passes("座席没有接起，系统没有呼叫债务人：从未振铃", never, *b.NIGHT)


def outage(desk: Desk) -> None:
    """The robot comes back from an outage at 21:58 and works off its list."""
    journal, accounts = desk.journal, desk.accounts(OWN, 4)
    start = at(7, 24, "21:58:00")
    for place in range(12):
        when = start + timedelta(seconds=24 * place)
        event = robot_call(journal, accounts[place % 4], when, UNANSWERED)
        if when < at(7, 24, "22:00:00"):
            journal.passes("外呼平台21:58恢复，22点之前拨出的还在允许时间内", event, *b.NIGHT)
        else:
            journal.violates("外呼平台故障，21:58恢复后接着拨完积压名单，拨过了22点", event, *b.NIGHT)


def callbacks(desk: Desk) -> None:
    """Callbacks at 22:10: one that a collector put into the calendar, one that the debtor asked for."""
    journal = desk.journal
    own = desk.account(OWN)
    event = _talked(desk, own, "1104", 22)
    journal.violates("催收员自己约的22:10回电，债务人没有同意过夜间联系", event, *b.NIGHT)
    asked = desk.account(OWN)
    journal.status("同意", at(7, 22, "18:40:00"), asked, 时段起="22:00", 时段止="22:30", 到期="2026-07-22 23:59:00")
    event = _talked(desk, asked, "1104", 22)
    journal.passes("债务人下夜班，要求当晚22:10回电，时段和有效期都有记录", event, *b.NIGHT)
    again = call(journal, asked, at(7, 23, "22:10:40"), UNANSWERED, agent="1104")
    journal.violates("第二天又按22:10回电，约定只到前一晚", again, *b.NIGHT)
    late = inbound(journal, own, at(7, 23, "23:12:08"), wording.hotline(own, Dice("late")))
    journal.passes("债务人自己深夜打来客服热线", late, *b.NIGHT)


def _talked(desk: Desk, account: Account, agent: str, day: int) -> Event:
    when = at(7, day, "22:10:15")
    text = wording.talk(account, when, account.creditor, agent, Dice("callback", account.number))
    return call(desk.journal, account, when, TALKED, text, agent)


def early_batch(desk: Desk) -> None:
    """A batch of messages that should have gone out at 8:00 begins a few seconds early."""
    journal, start = desk.journal, at(7, 29, "07:59:57")
    for place, account in enumerate(desk.accounts(OWN, 5)):
        when = start + timedelta(seconds=place)
        text = wording.overdue(account, when, Dice("early", place))
        event = journal.contact(MESSAGES, account, when, "短信", "已送达", text)
        if place < 3:
            journal.violates("群发任务的时钟快了几秒，8点之前就开始发", event, *b.NIGHT)
        else:
            journal.passes("同一批短信，8点整起发出的在允许时间内", event, *b.NIGHT)


def past_ten(desk: Desk) -> None:
    """A call that begins before 22:00 and ends after."""
    journal = desk.journal
    for clock, seconds, cause, fine in (
        ("21:52:00", 700, "21:52打通，谈了十一分多钟，挂断时已过22点", False),
        ("21:55:00", 300, "21:55打通，五分钟，22点整挂断", True),
    ):
        account = desk.account(OWN)
        when = at(7, 30, clock)
        text = wording.talk(account, when, account.creditor, "1105", Dice("ten", clock))
        event = call(journal, account, when, TALKED, text, "1105", 时长=str(seconds))
        note = journal.passes if fine else journal.violates
        note(cause, event, "cn.gbt45251.跨越22时")
