"""The book: accounts, their debtors, the persons they named, and how long each stays overdue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise

from sample_logs.make.dice import Dice

LENDER, BANK = "海棠消费金融", "海棠银行"
REVOLVING, CARD = "棠付", "信用卡"
AGENCY_A, AGENCY_B = "锦澜资产管理公司", "恒川信用管理公司"
ASSIGNEE = "远山资产管理公司"

# How many of 1,000 accounts that are overdue on day 1 still are on a later day; straight lines between.
FUNNEL = ((1, 1000), (4, 500), (30, 150), (90, 60), (120, 45))

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_MEN = (
    "伟",
    "强",
    "磊",
    "军",
    "洋",
    "勇",
    "杰",
    "涛",
    "超",
    "明",
    "建国",
    "志强",
    "浩然",
    "子轩",
    "俊",
    "鹏飞",
    "文博",
    "海波",
)
_WOMEN = (
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "艳",
    "娟",
    "霞",
    "秀英",
    "桂英",
    "雪梅",
    "欣怡",
    "梦瑶",
    "佳",
    "婷婷",
    "晓燕",
    "玉兰",
)
_PROVINCES = (
    ("浙江", 9),
    ("江苏", 9),
    ("广东", 14),
    ("四川", 8),
    ("河南", 9),
    ("湖北", 6),
    ("湖南", 6),
    ("山东", 8),
    ("福建", 5),
    ("新疆", 3),
    ("辽宁", 5),
    ("陕西", 5),
)
_RELATIONS = ("亲属", "紧急联系人", "同事", "亲属")


@dataclass(frozen=True)
class Account:
    """An account and its debtor. rank: the place in the order of paying: the last to pay has rank 0."""

    number: int
    book: str
    rank: int
    due: datetime
    product: str
    creditor: str

    @cached_property
    def _dice(self) -> Dice:
        return Dice("account", self.book, self.number)

    @property
    def consumer(self) -> str:
        """The debtor's number in the lender's books."""
        return f"C{self.number:06d}"

    @property
    def debt(self) -> str:
        """The number of the loan or card."""
        return f"{'K' if self.product == CARD else 'B'}{self.number:06d}"

    @property
    def reserved(self) -> bool:
        """Whether routine leaves this account to the planted causes."""
        if self.book == "card":
            return self.number % 2 == 0
        if self.book == "june":
            return self.rank < 64
        return self.rank < 56 or (60 <= self.rank < 148 and self.rank % 3 != 0)

    @cached_property
    def _draws(self) -> tuple[bool, str, str, str, int, str, str]:
        dice = self._dice
        man = dice.chance(0.55)
        surname, given = dice.pick(_SURNAMES), dice.pick(_MEN if man else _WOMEN)
        contact = dice.pick(_SURNAMES) + dice.pick(_MEN + _WOMEN)
        cents = dice.between(60_000, 1_800_000)
        return man, surname, given, dice.weighted(_PROVINCES), cents, contact, dice.pick(_RELATIONS)

    @property
    def name(self) -> str:
        """The debtor's name."""
        return self._draws[1] + self._draws[2]

    @property
    def address(self) -> str:
        """How a collector speaks to the debtor."""
        return self._draws[1] + ("先生" if self._draws[0] else "女士")

    @property
    def pronoun(self) -> str:
        """他 or 她."""
        return "他" if self._draws[0] else "她"

    @property
    def province(self) -> str:
        """Where the debtor lives."""
        return self._draws[3]

    @property
    def number_called(self) -> str:
        """The debtor's mobile number; nobody has a number with these digits."""
        return f"199{self.number:08d}"

    @property
    def contact(self) -> str:
        """The number, in the books, of the person whom the debtor named as a contact."""
        return f"P{self.number:06d}"

    @property
    def contact_name(self) -> str:
        """That person's name."""
        return self._draws[5]

    @property
    def relation(self) -> str:
        """What that person is to the debtor."""
        return self._draws[6]

    @property
    def contact_number(self) -> str:
        """That person's mobile number."""
        return f"198{self.number:08d}"

    @property
    def agency(self) -> str:
        """Who collects once the lender has given the account away."""
        return AGENCY_A if self.number % 2 == 0 else AGENCY_B

    @property
    def pays_on(self) -> int:
        """The day overdue on which the account is paid; a day beyond the quarter where it is not."""
        for (day, many), (later, few) in pairwise(FUNNEL):
            if few <= self.rank < many:
                return later - int((self.rank - few) * (later - day) / (many - few))
        return 400

    def day(self, at: datetime) -> int:
        """Days overdue at a moment; below 1 before that."""
        return (at.date() - self.due.date()).days

    def alive(self, day: int) -> bool:
        """Still overdue on a day, counted from the due date."""
        return day < self.pays_on

    def owed(self, at: datetime) -> str:
        """What is owed at a moment, interest of 0.05 % a day included."""
        days = max(self.day(at), 0)
        cents = self._draws[4] + self._draws[4] * 5 * days // 10_000
        return f"{cents // 100}.{cents % 100:02d}"

    def interest(self, at: datetime) -> str:
        """The part of it that is interest."""
        cents = self._draws[4] * 5 * max(self.day(at), 0) // 10_000
        return f"{cents // 100}.{cents % 100:02d}"

    def on(self, day: int) -> datetime:
        """Midnight of a day, counted from the due date."""
        return self.due + timedelta(days=day)


def accounts() -> list[Account]:
    """Every account of the book: those due in June and July, and a small card portfolio."""
    return [*_cohort("june", 1000, datetime(2026, 6, 10)), *_cohort("july", 3000, datetime(2026, 7, 10)), *_cards()]


def _cohort(book: str, first: int, due: datetime) -> Iterator[Account]:
    """A thousand accounts that were not paid on a due date, their order of paying shuffled."""
    dice = Dice("cohort", book)
    ranks = list(range(1000))
    for place in range(999, 0, -1):
        other = dice.below(place + 1)
        ranks[place], ranks[other] = ranks[other], ranks[place]
    for place, rank in enumerate(ranks):
        yield Account(first + place, book, rank, due, REVOLVING, LENDER)


def _cards() -> Iterator[Account]:
    """Sixty card accounts, due on the 5th of each month; a third of them is not paid in July."""
    for place in range(60):
        yield Account(8000 + place, "card", 900 if place % 3 else 0, datetime(2026, 7, 5), CARD, BANK)
