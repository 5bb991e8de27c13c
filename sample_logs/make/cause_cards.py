"""Planted: what the rules on credit cards ask for in addition: reminders, letters, disputes, instalment agreements."""

from __future__ import annotations

from datetime import timedelta

from sample_logs.make import wording
from sample_logs.make.agencies import ELEMENTS, letter
from sample_logs.make.cards import DUE_DATES, calendar, due, reminded
from sample_logs.make.cause_papers import talk
from sample_logs.make.desk import CARDS, Desk, at

REMINDER = "cn.creditcard.到期提醒"


def plant(desk: Desk) -> None:
    """All of them."""
    reminders(desk)
    letters(desk)
    disputes(desk)
    agreements(desk)


def reminders(desk: Desk) -> None:
    """A debtor whom the reminders leave out, one who had it too early, and one whose reminder says nothing."""
    journal, day = desk.journal, DUE_DATES[1]
    account = desk.account(CARDS, announced=False)
    calendar(journal, account, without=day)
    journal.violates("换号后没有进入提醒名单", due(journal, account, day), REMINDER)
    account = desk.account(CARDS, announced=False)
    calendar(journal, account, without=day)
    event = reminded(journal, account, day, before=12)
    journal.passes("提醒早了，但写明了金额和日期", event, "cn.creditcard.到期提醒内容")
    journal.violates("提醒早于公司规定的十天", due(journal, account, day), REMINDER)
    account = desk.account(CARDS, announced=False)
    calendar(journal, account, without=day)
    event = reminded(journal, account, day, text=f"{wording.sign(account)}您好，您的账单已出，请关注。")
    journal.violates("提醒里没有金额，也没有日期", event, "cn.creditcard.到期提醒内容")
    journal.passes("三天前提醒过", due(journal, account, day), REMINDER)


def letters(desk: Desk) -> None:
    """Letters that lack a seal, a sum, a law, a telephone number, or the way to object."""
    journal, account = desk.journal, desk.account(CARDS)
    day = account.day(at(8, 18, "00:00:00"))
    whole = wording.letter(account, account.on(day))
    law = "《商业银行信用卡业务监督管理办法》和您签署的"
    objections = f"；如有异议，请致电{wording.HOTLINE}并提供凭证，我们将在核实后答复"
    for n, (text, elements, rules, cause) in enumerate(
        (
            (whole, ELEMENTS[:-1], ("cn.creditcard.函件要素",), "打印机套版，漏了业务公章"),
            (
                whole.replace(f"{account.owed(account.on(day))}元", "部分款项"),
                ELEMENTS,
                ("cn.creditcard.函件欠款余额",),
                "模板里的金额变量没有替换",
            ),
            (whole.replace(law, ""), ELEMENTS, ("cn.creditcard.函件法律依据",), "只写了合约，没有写法规"),
            (
                whole.replace(objections, ""),
                ELEMENTS,
                ("cn.creditcard.函件异议渠道", "cn.creditcard.函件联系方式"),
                "删去了异议渠道和电话",
            ),
        )
    ):
        event = letter(journal, account, day + n, text, 函件要素=";".join(elements))
        journal.violates(cause, event, *rules)
    event = letter(journal, account, day + 4)
    rules = ("要素", "欠款余额", "法律依据", "联系方式", "异议渠道")
    journal.passes("要素齐全的催收函", event, *(f"cn.creditcard.函件{name}" for name in rules))


def disputes(desk: Desk) -> None:
    """A dispute that nobody notes or answers in time; and one that is noted at the last second allowed."""
    journal, when = desk.journal, at(8, 10, "10:00:00")
    account = desk.account(CARDS)
    event = journal.status("异议", when, account)
    journal.status("异议备注", when + timedelta(hours=72, seconds=1), account)
    journal.violates("异议单在外包客服那里压了三天多", event, "cn.creditcard.异议备注", "cn.creditcard.异议核实")
    account = desk.account(CARDS)
    event = journal.status("异议", when, account)
    journal.status("异议备注", when + timedelta(hours=72), account)
    journal.status("核实答复", when + timedelta(days=14), account)
    journal.passes("第七十二小时整备注，期限之内答复", event, "cn.creditcard.异议备注", "cn.creditcard.异议核实")


def agreements(desk: Desk) -> None:
    """Agreements that run too long or leave no trace, and collection that goes on in spite of one."""
    journal, rule = desk.journal, "cn.creditcard.协议后停催"
    account = desk.account(CARDS)
    event = journal.status("分期协议", at(8, 3, "10:00:00"), account, 分期月数="60", 协议形式="口头", 协议留痕="是")
    journal.passes("六十个月；口头协议留有录音", event, "cn.creditcard.分期期限", "cn.creditcard.口头协议留痕")
    event = talk(desk, account, at(8, 7, "10:00:00"))
    journal.violates("分期协议没有同步到外呼名单，签约后照常催收", event, rule)
    event = talk(desk, account, at(8, 8, "10:00:00"), 目的="告知")
    journal.passes("只提醒下期还款日，不是催收", event, rule)
    journal.status("协议违约", at(9, 7, "00:10:00"), account)
    event = talk(desk, account, at(9, 9, "10:00:00"))
    journal.passes("持卡人没有履行协议，可以再催", event, rule)
    account = desk.account(CARDS)
    event = journal.status("分期协议", at(8, 4, "10:00:00"), account, 分期月数="72", 协议形式="书面")
    journal.violates("系统允许录入七十二期", event, "cn.creditcard.分期期限")
    account = desk.account(CARDS)
    event = journal.status("分期协议", at(8, 4, "11:00:00"), account, 分期月数="12", 协议形式="口头", 协议留痕="否")
    journal.violates("口头协议的录音没有归档", event, "cn.creditcard.口头协议留痕")
