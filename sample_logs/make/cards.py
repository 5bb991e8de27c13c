"""The bank's small card portfolio: due dates, reminders before them, letters, disputes and instalment agreements."""

from __future__ import annotations

from datetime import datetime, timedelta

from sample_logs.make import wording
from sample_logs.make.agencies import letter
from sample_logs.make.journal import MESSAGES, Event, Journal
from sample_logs.make.people import Account
from sample_logs.make.routine import Course

DUE_DATES = (datetime(2026, 7, 5), datetime(2026, 8, 5), datetime(2026, 9, 5))


def due(journal: Journal, account: Account, day: datetime) -> Event:
    """A due date."""
    return journal.status("还款日", day + timedelta(hours=12), account)


def reminded(journal: Journal, account: Account, day: datetime, before: int = 3, text: str = "") -> Event:
    """The reminder before a due date."""
    at = day + timedelta(days=-before, hours=10, seconds=account.number % 600)
    text = text or (
        f"{wording.sign(account)}{account.address}您好，您本期信用卡账单{account.owed(account.due)}元，"
        f"还款日为{day.month}月{day.day}日，请留足余额，已还请忽略。"
    )
    return journal.contact(MESSAGES, account, at, "短信", "已送达", text, 阶段="到期前", 目的="告知")


def calendar(journal: Journal, account: Account, without: datetime | None = None) -> None:
    """The due dates of an account, each with its reminder; `without` names one that is left to a cause."""
    for day in DUE_DATES:
        if day != without:
            reminded(journal, account, day)
            due(journal, account, day)


def card_stage(course: Course) -> None:
    """An account that was not paid in July: messages, the bank's own calls, a letter."""
    calendar(course.journal, course.account)
    if course.account.rank:
        return
    course.write(3)
    for day in (9, 16, 24, 33):
        course.dial(day, spread=3)
    if course.open(40):
        letter(course.journal, course.account, 40)
    for day in (45, 58, 70):
        course.dial(day, spread=3)
    if course.account.number % 4 == 1:
        _disputed(course.journal, course.account)
    if course.account.number % 4 == 3 and not course.settled:
        _agreed(course.journal, course.account)


def _disputed(journal: Journal, account: Account) -> None:
    at = account.on(41) + timedelta(hours=15)
    journal.status("异议", at, account)
    journal.status("异议备注", at + timedelta(hours=20), account)
    journal.status("核实答复", at + timedelta(days=6), account)


def _agreed(journal: Journal, account: Account) -> None:
    """The debtor agrees to pay in instalments at the end of the course, so that nobody calls afterwards."""
    at = account.on(76) + timedelta(hours=16)
    journal.status("分期协议", at, account, 分期月数="24", 协议形式="书面")
