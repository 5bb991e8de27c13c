"""The accounts that routine leaves alone, handed out one by one to the causes that need them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from sample_logs.make.agencies import announce
from sample_logs.make.cards import calendar
from sample_logs.make.dice import Dice
from sample_logs.make.journal import MESSAGES, Event, Journal
from sample_logs.make.people import AGENCY_A, CARD, Account
from sample_logs.make.routine import remind
from sample_logs.make.wording import overdue

LOCAL = "广东"  # has rules of its own: a cause that needs one of its debtors says so
OWN, FIRST_AGENCY, SECOND_AGENCY, CARDS = "own", "first", "second", "cards"


class Desk:
    """Reserved accounts by stage.

    own: July's accounts, collected by the lender from 18 July to 9 August; first, second: given to an agency, which
    collects from 11 August to 5 September; cards: the bank's.
    """

    def __init__(self, journal: Journal, reserved: Iterable[Account]) -> None:
        self.journal = journal
        self._pools: dict[str, list[Account]] = {OWN: [], FIRST_AGENCY: [], SECOND_AGENCY: [], CARDS: []}
        for account in reserved:
            self._pools[_stage(account)].append(account)
        for pool in self._pools.values():
            pool.reverse()

    def account(self, stage: str, announced: bool = True, province: str = "", warm: bool = True) -> Account:
        """The next account of a stage, or the next of a province.

        announced: the debtor was told which agency collects. warm: the debtor had the reminder of day 1.
        """
        pool = self._pools[stage]
        fits = [a for a in pool if (a.province == province if province else a.province != LOCAL)]
        if not fits:
            raise LookupError(f"no reserved account is left for {stage} {province}")
        account = fits[-1]
        pool.remove(account)
        if announced and stage in (FIRST_AGENCY, SECOND_AGENCY):
            announce(self.journal, account)
        if stage == CARDS and announced:
            calendar(self.journal, account)
        if warm:
            remind_first(self.journal, account)
        return account

    def accounts(self, stage: str, many: int) -> list[Account]:
        """The next few accounts of a stage."""
        return [self.account(stage) for _ in range(many)]

    def rest(self) -> list[Account]:
        """The accounts that no cause took."""
        return [account for pool in self._pools.values() for account in pool]


def _stage(account: Account) -> str:
    if account.product == CARD:
        return CARDS
    if account.book == "july" and account.rank >= 60:
        return OWN
    return FIRST_AGENCY if account.agency == AGENCY_A else SECOND_AGENCY


def remind_first(journal: Journal, account: Account) -> Event:
    """The reminders before the due date and on day 1; on day 25 for those who were due in June."""
    remind(journal, account)
    day = 1 if account.book != "june" else 25
    at = account.on(day) + timedelta(hours=10, seconds=account.number % 600)
    text = overdue(account, at, Dice("first", account.number))
    return journal.contact(MESSAGES, account, at, "短信", "已送达", text)


def at(month: int, day: int, clock: str) -> datetime:
    """A moment of 2026: `at(7, 24, "21:58:00")`."""
    return datetime.combine(datetime(2026, month, day), time.fromisoformat(clock))
