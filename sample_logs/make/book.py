"""The whole book: routine for every account, the causes on top, exports and the list of what was planted."""

from __future__ import annotations

import csv
from pathlib import Path

from sample_logs.make import (
    cause_cards,
    cause_counts,
    cause_hours,
    cause_papers,
    cause_people,
    cause_visits,
    cause_words,
)
from sample_logs.make.agencies import agency_stage
from sample_logs.make.cards import calendar, card_stage
from sample_logs.make.desk import Desk, remind_first
from sample_logs.make.dice import Dice
from sample_logs.make.exports import FILES, TITLES, name_events, write_logs
from sample_logs.make.journal import Journal
from sample_logs.make.people import CARD, accounts
from sample_logs.make.routine import Course, lender_stage, paid, remind

CAUSES = (cause_hours, cause_counts, cause_people, cause_words, cause_visits, cause_papers, cause_cards)
PLANTED = "planted.csv"
LOGS = "cn"


def keep_book() -> Journal:
    """Everything that happens, planted causes included; events in order and named."""
    journal = Journal()
    everybody = accounts()
    for account in everybody:
        if account.reserved:
            continue
        remind(journal, account)
        course = Course(journal, account, Dice("course", account.number))
        if account.product == CARD:
            card_stage(course)
            continue
        lender_stage(course)
        agency_stage(course)
        paid(course)
    desk = Desk(journal, (account for account in everybody if account.reserved))
    for cause in CAUSES:
        cause.plant(desk)
    for account in desk.rest():
        calendar(journal, account) if account.product == CARD else remind_first(journal, account)
    journal.events = name_events(journal.events)
    return journal


def write_book(folder: Path) -> list[Path]:
    """Write `cn/` and `planted.csv` into a folder; gives what was written."""
    journal = keep_book()
    write_logs(folder / LOGS, journal.events)
    with (folder / PLANTED).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["rule", "event", "verdict", "file", "cause"])
        rows = sorted((p.rule, p.event.id, p.verdict, TITLES[p.event.source], p.cause) for p in journal.planted)
        writer.writerows(rows)
    return [*(folder / LOGS / name for name in FILES), folder / PLANTED]
