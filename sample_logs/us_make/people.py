"""Consumers and their accounts, numbered as they come."""

from __future__ import annotations

from dataclasses import dataclass

from sample_logs.us_make.account import Account
from sample_logs.us_make.journal import Journal

AREAS = (
    ("America/New_York", "212555"), ("America/Chicago", "312555"), ("America/Denver", "303555"),
    ("America/Los_Angeles", "213555"), ("Pacific/Honolulu", "808555"),
)  # fmt: skip


@dataclass
class People:
    """Makes accounts, each of a consumer of their own."""

    journal: Journal
    made: int = 0

    def account(self, zone: str = "America/New_York", **cells: str) -> Account:
        """A new consumer's account in a zone (several, separated by `;`, where sources disagree)."""
        self.made += 1
        area = dict(AREAS)[zone.split(";")[0]]
        consumer, debt = f"P{1000 + self.made}", f"D{5000 + self.made}"
        return Account(self.journal, consumer, debt, zone, f"{area}{self.made:04}", **cells)

    def opened(self, zone: str = "America/New_York", **cells: str) -> Account:
        """A new consumer's account, with its validation notice sent and messages consented to."""
        return self.account(zone, **cells).opened()
