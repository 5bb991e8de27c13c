"""The ordinary course of an account while the lender itself collects: day 1 to day 30."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from sample_logs.make import wording
from sample_logs.make.calls import TALKED, agent_of, call, call_contact, inbound, missed, robot_call, talked
from sample_logs.make.dice import LAST_SHIFT, Dice
from sample_logs.make.journal import CALLS, MESSAGES, Journal, dialler_of
from sample_logs.make.people import Account

FIRST, LAST = datetime(2026, 7, 1), datetime(2026, 10, 1)
TRIES_BEFORE_CONTACT = 3


@dataclass
class Course:
    """An account on its way: how often the debtor was not reached since the last talk, and when."""

    journal: Journal
    account: Account
    dice: Dice
    tries: list[datetime] = field(default_factory=list)
    promised: bool = False
    settled: bool = False

    def open(self, day: int) -> bool:
        """Whether the account is still overdue on a day, and the day in the quarter."""
        return not self.settled and self.account.alive(day) and FIRST <= self.account.on(day) < LAST

    def reached(self, outcome: str, at: datetime) -> None:
        """Note whether a call reached the debtor."""
        if outcome == TALKED:
            self.tries.clear()
        elif outcome not in ("接通无坐席", "已取消"):
            self.tries.append(at)

    def may_ask_contact(self, at: datetime) -> bool:
        """Whether the person whom the debtor named may be called: three tries in vain, the last before today."""
        return len(self.tries) >= TRIES_BEFORE_CONTACT and self.tries[TRIES_BEFORE_CONTACT - 1].date() < at.date()

    def dial(self, day: int, caller: str = "", spread: int = 0) -> None:
        """Dial the debtor on a day or a little later; half the time once more where nobody answered."""
        day += self.dice.between(0, spread)
        if not self.open(day):
            return
        first = self.dice.in_shift(self.account.on(day))
        for at in (first, first + timedelta(minutes=self.dice.between(50, 120))):
            if at.time() > LAST_SHIFT:
                return
            outcome = TALKED if talked(self.dice) else missed(dialler_of(caller), self.dice)
            agent = agent_of(caller, self.dice)
            name = caller or self.account.creditor
            text = wording.talk(self.account, at, name, agent, self.dice) if outcome == TALKED else ""
            call(self.journal, self.account, at, outcome, text, agent, caller)
            self.reached(outcome, at)
            if outcome == TALKED:
                self._after_talk(at)
                return
            if self.dice.chance(0.5):
                return

    def _after_talk(self, at: datetime) -> None:
        """What talks lead to: an agreement that ends the collection, a complaint, or a promise."""
        if self.dice.chance(0.03):
            self.settled = True
            months = self.dice.pick(("6", "12", "24"))
            self.journal.status("分期协议", at + timedelta(minutes=30), self.account, 分期月数=months, 协议形式="书面")
        elif self.dice.chance(0.03):
            self.journal.status("投诉", at + timedelta(hours=2), self.account)
        elif not self.promised and self.dice.chance(0.3):
            self.promised = True
            until = at + timedelta(days=5)
            self.journal.status("还款承诺", at + timedelta(minutes=6), self.account, 到期=f"{until:%Y-%m-%d %H:%M:%S}")

    def ask_contact(self, day: int, caller: str = "") -> None:
        """Ask the named person to pass on a message, where that is allowed."""
        if not self.open(day):
            return
        at = self.dice.in_shift(self.account.on(day))
        if not self.may_ask_contact(at):
            return
        outcome = TALKED if talked(self.dice) else "无人接听"
        text = wording.pass_on(self.account, caller or self.account.creditor, self.dice) if outcome == TALKED else ""
        call_contact(self.journal, self.account, at, outcome, text, caller)

    def write(self, day: int, channel: str = "短信") -> None:
        """A reminder in writing, sent in a batch that begins at ten."""
        if not self.open(day):
            return
        at = self.account.on(day) + timedelta(hours=10, seconds=self.account.number % 600)
        text = wording.overdue(self.account, at, self.dice)
        if channel == "短信" and self.dice.chance(0.03):
            text = wording.caution(self.account)
        delivered = not self.dice.chance(0.02)
        outcome = "已送达" if delivered else "失败"
        more = {} if delivered else {"内容": ""}
        self.journal.contact(MESSAGES, self.account, at, channel, outcome, text, **more)

    def robot(self, day: int) -> None:
        """The robot's turn."""
        if not self.open(day):
            return
        at = self.dice.in_robot_hours(self.account.on(day))
        outcome = TALKED if talked(self.dice) else missed(CALLS, self.dice)
        text = wording.robot(self.account, at, self.dice) if outcome == TALKED else ""
        robot_call(self.journal, self.account, at, outcome, text)
        self.reached(outcome, at)

    def hotline(self, day: int) -> None:
        """The debtor calls, at whatever hour suits."""
        if not self.open(day):
            return
        at = self.dice.moment(self.account.on(day), time(7, 30), time(23, 30))
        inbound(self.journal, self.account, at, wording.hotline(self.account, self.dice))
        self.tries.clear()


def remind(journal: Journal, account: Account) -> None:
    """A message three days before the due date to every fourth debtor: those who let the app send any."""
    at = account.on(-3) + timedelta(hours=9, minutes=30, seconds=account.number % 900)
    if FIRST <= at < LAST and account.number % 4 == 0:
        journal.contact(
            MESSAGES, account, at, "应用消息", "已送达", wording.due_soon(account), 阶段="到期前", 目的="告知"
        )


def lender_stage(course: Course) -> None:
    """Day 1 to 30: messages and robots, then collectors, then the named person."""
    course.write(1)
    course.robot(3)
    course.write(5)
    if course.account.number % 5 == 0:
        course.write(6, "邮件")
    if course.account.number % 2:
        course.robot(7)
    if course.dice.chance(0.04):
        course.hotline(8)
    for day, then_write in ((9, 12), (14, 0), (19, 22), (25, 0), (28, 0)):
        course.dial(day, spread=2)
        if then_write:
            course.write(then_write)
    if course.dice.chance(0.4):
        course.ask_contact(30)


def paid(course: Course) -> None:
    """The payment that ends the course, unless it ends in instalments."""
    account = course.account
    if course.settled:
        return
    at = course.dice.moment(account.on(account.pays_on), time(7, 0), time(23, 0))
    if FIRST <= at < LAST:
        course.journal.status("还款", at, account, 金额=account.owed(at))
