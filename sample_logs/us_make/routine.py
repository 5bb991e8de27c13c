"""Routine traffic: accounts that are called every few days, written to now and then, and mostly not reached."""

from __future__ import annotations

from sample_logs.dice import Dice
from sample_logs.us_make import texts
from sample_logs.us_make.account import Account
from sample_logs.us_make.people import AREAS, People

ACCOUNTS = 70
LAST_DAY = 54
"""The last audited day: 9 May 2026."""
ANSWERS = (
    ("Talked - Debtor", texts.talk("May we speak about the account?", "I get paid on the fifteenth.")),
    ("Talked - Debtor", texts.talk("Would a plan help?", "Maybe, send me something.")),
    ("Talked - Promise to Pay", texts.talk("Shall we agree on a plan?", "Yes, forty dollars a month.")),
    (
        "Wrong Number",
        texts.plain("This is Dana Cole from Harbor Point, Inc., a debt collector.", "You have me, go on."),
    ),
)


def routine(people: People) -> None:
    """Everyday work on accounts that have nothing remarkable."""
    for number in range(ACCOUNTS):
        dice = Dice("harbor point", "routine", number)
        account = people.opened(dice.pick([zone for zone, _ in AREAS]))
        _work(account, dice)


def _work(account: Account, dice: Dice) -> None:
    """Calls every two or three days at most, a pause of eight days after a conversation; an end when paid."""
    day = dice.between(-9, 2)
    paid = LAST_DAY + 1 if dice.chance(0.6) else dice.between(10, LAST_DAY - 5)
    while day < min(paid, LAST_DAY):
        talked = _call(account, dice, day)
        day += dice.between(9, 12) if talked else dice.between(2, 4)
    for week in range(6):
        at = 7 * week + dice.between(0, 5)
        if at < min(paid, 46) and dice.chance(0.5):
            channel = dice.pick(("sms", "email", "letter"))
            account.message(channel, at, f"{dice.between(10, 18)}:{dice.between(0, 59):02}")
    if paid <= LAST_DAY:
        account.status("payment", paid, "12:00", paid_in_full="yes", amount=str(dice.between(80, 900)))


def _call(account: Account, dice: Dice, day: int) -> bool:
    """One call in the middle of the day; whether there was a conversation."""
    clock = f"{dice.between(9, 19):02}:{dice.between(0, 59):02}:{dice.between(0, 59):02}"
    disposition = dice.weighted(
        (
            ("No Answer", 40), ("Voicemail - Limited Content", 18), ("Answering Machine", 8), ("Busy", 5), ("Talked", 20),
            ("Operator Intercept", 2), ("Caller Disconnected", 3), ("Agent Skipped", 2), ("On DNC List", 1), ("Abandon", 1),
        )
    )  # fmt: skip
    if disposition == "Talked":
        disposition, text = dice.weighted(tuple((answer, 1) for answer in ANSWERS[:3]))
        account.call(day, clock, disposition, text=text)
        return True
    account.call(day, clock, disposition, kind=dice.pick(("Outbound", "Preview", "Manual")))
    return False
