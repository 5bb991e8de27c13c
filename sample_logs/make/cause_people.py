"""Planted: other people than the debtor, called too soon, asked to pay, told too much, or called after they refused."""

from __future__ import annotations

from datetime import datetime, timedelta

from sample_logs.make import breaches as b
from sample_logs.make import wording
from sample_logs.make.calls import TALKED, UNANSWERED, call, call_contact
from sample_logs.make.desk import CARDS, FIRST_AGENCY, LOCAL, OWN, SECOND_AGENCY, Desk, at
from sample_logs.make.dice import Dice
from sample_logs.make.journal import MESSAGES, Event
from sample_logs.make.people import AGENCY_A, AGENCY_B, Account

GUIDELINE, CONTRACT = b.TOO_FEW_TRIES


def plant(desk: Desk) -> None:
    """All of them."""
    too_soon(desk)
    collected_from(desk)
    spouses(desk)
    told(desk)
    asked_to_pay(desk)
    refused(desk)
    numbers(desk)


def in_vain(desk: Desk, account: Account, day: datetime, many: int = 3, caller: str = "") -> None:
    """The debtor is tried in vain on a day."""
    for n in range(many):
        call(desk.journal, account, day + timedelta(hours=9 + 2 * n, minutes=40), UNANSWERED, caller=caller)


def asked(desk: Desk, account: Account, when: datetime, caller: str = "", said: str = "", **more: str) -> Event:
    """The named person is reached; `said` in place of the usual words."""
    text = said or wording.pass_on(account, caller or account.creditor, Dice("asked", account.number, when))
    return call_contact(desk.journal, account, when, TALKED, text, caller, **more)


def lines(account: Account, caller: str, *rest: str) -> str:
    """A call to the named person: who calls, then what was said."""
    return "\n".join([f"催收员：您好，这里是{caller}，请问您是{account.contact_name}吗？", *rest])


def too_soon(desk: Desk) -> None:
    """Before the debtor was tried; after too few tries; on the same day; and the cases where it is allowed."""
    account = desk.account(OWN)
    event = asked(desk, account, at(7, 20, "10:12:00"))
    cause = "新来的催收员没有打过债务人，先打了预留的联系人"
    desk.journal.violates(cause, event, *b.DEBTOR_FIRST, *b.TOO_FEW_TRIES)
    account = desk.account(OWN)
    in_vain(desk, account, at(7, 21, "00:00:00"))
    event = asked(desk, account, at(7, 21, "16:30:00"))
    desk.journal.violates("三次没打通，当天就打了联系人，没有等到次日", event, GUIDELINE)
    event = asked(desk, account, at(7, 22, "08:40:00"))
    desk.journal.passes("三次没打通之后，次日一早再联系", event, *b.DEBTOR_FIRST, *b.TOO_FEW_TRIES)
    account = desk.account(OWN)
    in_vain(desk, account, at(7, 21, "00:00:00"), 2)
    event = asked(desk, account, at(7, 23, "10:00:00"))
    desk.journal.violates("只打过两次，就在两天后打了联系人", event, *b.TOO_FEW_TRIES)
    account = desk.account(FIRST_AGENCY)
    call(desk.journal, account, at(8, 24, "10:00:00"), "空号停机", caller=AGENCY_A)
    event = asked(desk, account, at(8, 24, "10:09:00"), AGENCY_A)
    desk.journal.passes("债务人的号码是空号，指引允许马上联系", event, GUIDELINE, *b.DEBTOR_FIRST)
    desk.journal.violates("号码是空号，但合同约定的三次“无法联系”没有到", event, CONTRACT)
    account = desk.account(OWN)
    for day in (20, 21, 22):
        in_vain(desk, account, at(7, day, "00:00:00"), 1)
    event = asked(desk, account, at(7, 22, "15:00:00"))
    desk.journal.passes("连续三日每日一次没打通，第三日当天可以联系", event, *b.DEBTOR_FIRST, *b.TOO_FEW_TRIES)


def collected_from(desk: Desk) -> None:
    """A list of contacts is loaded as if they were debtors."""
    cause = "联系人名单被当成债务人名单导入，对联系人催收"
    for account in (desk.account(OWN), desk.account(OWN, province=LOCAL), desk.account(CARDS)):
        in_vain(desk, account, at(7, 27, "00:00:00"))
        event = asked(desk, account, at(7, 29, "11:00:00"), 目的="催收")
        desk.journal.violates(cause, event, *b.broken(account, *b.COLLECT_FROM_OTHERS))
    for account in (desk.account(OWN, province=LOCAL), desk.account(CARDS)):
        in_vain(desk, account, at(7, 28, "00:00:00"))
        event = asked(desk, account, at(7, 30, "11:00:00"))
        rules = b.broken(account, *b.COLLECT_FROM_OTHERS)
        desk.journal.passes("只请联系人转告，不是催收", event, *rules)
    account = desk.account(OWN)
    in_vain(desk, account, at(7, 27, "00:00:00"))
    said = lines(
        account, account.creditor, "对方：是我。", wording.bill(account, at(7, 29, "11:20:00")),
        "催收员：您是这笔账单的担保人，合同约定由您连带清偿，请您看一下短信里的还款方式。", "对方：好，我问问他。",
    )  # fmt: skip
    event = asked(desk, account, at(7, 29, "11:20:00"), said=said, 联系对象="担保人", 目的="催收")
    desk.journal.passes("担保人依合同承担责任，不是第三人", event, *b.COLLECT_FROM_OTHERS, *b.DISCLOSURE)


def spouses(desk: Desk) -> None:
    """A spouse is asked to pay: without anything that makes the spouse liable, and with a contract that both signed."""
    for stage, basis, cause in (
        (OWN, "", "没有查担责依据，直接向配偶催收"), (CARDS, "", "没有查担责依据，直接向配偶催收"),
        (OWN, "共同签署借款合同", "配偶共同签署了借款合同"), (CARDS, "附属卡持卡人", "配偶持有附属卡"),
    ):  # fmt: skip
        account = desk.account(stage)
        when = at(8, 5, "18:30:00")
        said = lines(account, account.creditor, "对方：是，你说。", wording.bill(account, when), "对方：我让他看一下。")
        event = asked(desk, account, when, said=said, 联系对象="配偶", 目的="催收", 担责依据=basis)
        rules = b.broken(account, *b.SPOUSE, "cn.gbt45251.对配偶透露")
        (desk.journal.passes if basis else desk.journal.violates)(cause, event, *rules)


def told(desk: Desk) -> None:
    """A colleague learns of the debt; one who asks is told nothing; one who offers to pay is told how."""
    journal, when = desk.journal, at(8, 20, "15:10:00")
    account = desk.account(SECOND_AGENCY)
    in_vain(desk, account, at(8, 18, "00:00:00"), caller=AGENCY_B)
    said = lines(
        account, AGENCY_B, "对方：是我，怎么了？", f"催收员：您同事{account.name}的贷款逾期很久了，一直不接电话，麻烦您提醒一下。",
        "对方：啊，他欠钱了？",
    )  # fmt: skip
    event = asked(desk, account, when, AGENCY_B, said, 联系对象="同事")
    journal.violates("催收员为了让同事转告，说出了债务人贷款逾期", event, *b.DISCLOSURE)
    account = desk.account(SECOND_AGENCY)
    in_vain(desk, account, at(8, 18, "00:00:00"), caller=AGENCY_B)
    said = lines(
        account, AGENCY_B, "对方：找他干什么？", f"催收员：{account.name}就是个老赖，你跟他说躲不掉的。", "对方：……"
    )
    event = asked(desk, account, when + timedelta(minutes=20), AGENCY_B, said, 联系对象="亲属", 催收员="3106")
    journal.violates("恒川3106号催收员当着亲属骂债务人", event, *b.INSULT, "cn.civil.当众侮辱")
    account = desk.account(SECOND_AGENCY)
    in_vain(desk, account, at(8, 18, "00:00:00"), caller=AGENCY_B)
    said = lines(
        account, AGENCY_B, "对方：他就是个老赖，是不是欠了你们贷款？", "催收员：这个不方便和您说，麻烦您请本人给我们回个电话。",
        "对方：好吧。",
    )  # fmt: skip
    event = asked(desk, account, when, AGENCY_B, said, 联系对象="同事")
    journal.passes("同事自己骂、自己问，催收员没有接话", event, *b.DISCLOSURE, *b.INSULT, "cn.civil.当众侮辱")
    journal.passes("打给约定的联系人，号码是债务人预留的", event, "cn.nifa2018.约定联系人", "cn.pipl.第三人的依据")
    account = desk.account(SECOND_AGENCY)
    in_vain(desk, account, at(8, 18, "00:00:00"), caller=AGENCY_B)
    said = lines(
        account, AGENCY_B, "对方：我知道他那笔账，我替他还，你告诉我怎么操作。",
        f"催收员：好的，本金和利息一共{account.owed(when)}元，还款账号稍后用短信发给您。", "对方：行。",
    )  # fmt: skip
    event = asked(desk, account, when, AGENCY_B, said, 联系对象="亲属")
    journal.passes("亲属主动提出代还，催收员才说明金额", event, *b.DISCLOSURE)


def asked_to_pay(desk: Desk) -> None:
    """Relatives are asked to pay; one is told that nobody asks."""
    for stage, caller in ((SECOND_AGENCY, AGENCY_B), (CARDS, "")):
        account = desk.account(stage)
        in_vain(desk, account, at(8, 17, "00:00:00"), caller=caller)
        said = lines(
            account, caller or account.creditor, "对方：他不在家。", "催收员：他不在的话，你们家属代还一下，父债子还天经地义。",
            "对方：凭什么？",
        )  # fmt: skip
        event = asked(desk, account, at(8, 19, "19:20:00"), caller, said, 联系对象="亲属")
        desk.journal.violates("催收员找不到债务人，要家属代还", event, *b.broken(account, *b.PAY_FOR_HIM))
    for stage, caller in ((SECOND_AGENCY, AGENCY_B), (CARDS, "")):
        account = desk.account(stage)
        in_vain(desk, account, at(8, 17, "00:00:00"), caller=caller)
        said = lines(
            account, caller or account.creditor, "对方：是不是要我给他出钱？",
            "催收员：您没有义务，不要求家属代还，只请您转告他回电。", "对方：好。",
        )  # fmt: skip
        event = asked(desk, account, at(8, 19, "19:40:00"), caller, said, 联系对象="亲属")
        desk.journal.passes("催收员说明不要求家属代还", event, *b.broken(account, *b.PAY_FOR_HIM))


def refused(desk: Desk) -> None:
    """The named person refused: in the register, in so many words, or perhaps."""
    journal = desk.journal
    account = desk.account(SECOND_AGENCY)
    journal.status("第三人拒绝", at(7, 30, "10:20:00"), account, 被联系人=account.contact)
    in_vain(desk, account, at(8, 19, "00:00:00"), caller=AGENCY_B)
    event = asked(desk, account, at(8, 21, "10:00:00"), AGENCY_B)
    journal.violates("联系人的拒绝登记在自营系统，没有同步给恒川", event, *b.REGISTERED_REFUSAL)
    other = asked(
        desk, account, at(8, 21, "10:30:00"), AGENCY_B, 被联系人=f"{account.contact}-2", 号码=f"196{account.number:08d}"
    )
    journal.passes("拒绝的是另一位联系人", other, *b.REGISTERED_REFUSAL)
    for words, cause, rules in (
        ("联系人：我跟他不来往了，你们别再打了。", "联系人在电话里说过别再打了，系统没有登记", b.SPOKEN_REFUSAL),
        ("联系人：我不认识他，你们找别人吧。", "联系人说过不认识债务人，三天后仍再打", ("cn.gbt45251.疑似拒绝后联系",)),
        ("联系人：我在开车，晚点说。", "联系人只是说在忙", (*b.SPOKEN_REFUSAL, "cn.gbt45251.疑似拒绝后联系")),
    ):
        account = desk.account(FIRST_AGENCY)
        in_vain(desk, account, at(8, 20, "00:00:00"), caller=AGENCY_A)
        said = lines(account, AGENCY_A, words, "催收员：好的，打扰了。")
        asked(desk, account, at(8, 22, "10:00:00"), AGENCY_A, said)
        again = call_contact(journal, account, at(8, 25, "10:00:00"), UNANSWERED, caller=AGENCY_A)
        (journal.passes if "在忙" in cause else journal.violates)(cause, again, *rules)


def numbers(desk: Desk) -> None:
    """Persons whom nobody named, numbers from an uploaded phone book, and identity numbers in a message."""
    journal = desk.journal
    account = desk.account(FIRST_AGENCY)
    in_vain(desk, account, at(8, 25, "00:00:00"), caller=AGENCY_A)
    event = asked(
        desk, account, at(8, 27, "10:00:00"), AGENCY_A, 联系对象="邻居", 事先约定="否", 号码来源="合法公开渠道"
    )
    journal.violates("打给了没有约定过的邻居", event, "cn.nifa2018.约定联系人")
    account = desk.account(FIRST_AGENCY)
    in_vain(desk, account, at(8, 25, "00:00:00"), caller=AGENCY_A)
    facts = {"事先约定": "否", "号码来源": "通讯录上传", "处理依据": "合同必需"}
    event = asked(desk, account, at(8, 27, "11:00:00"), AGENCY_A, **facts)
    rules = ("cn.pipl.第三人的依据", "cn.cba2026.号码来源", "cn.nifa2018.约定联系人")
    journal.violates("使用App上传的通讯录里的号码，以合同必需为依据", event, *rules)
    for identity, fine in (("110101199003070011", False), ("110101********0011", True)):
        account = desk.account(OWN)
        in_vain(desk, account, at(7, 30, "00:00:00"))
        text = f"{wording.sign(account)}您好，请转告{account.name}（证件{identity}）尽快给我们回电{wording.HOTLINE}，谢谢。"
        facts = {"被联系人": account.contact, "联系对象": account.relation, "号码": account.contact_number}
        facts |= {"目的": "查找下落", "事先约定": "是", "处理依据": "本人同意"}
        event = journal.contact(MESSAGES, account, at(8, 1, "10:00:00"), "短信", "已送达", text, **facts)
        cause = "短信模板误用了完整证件号字段，发给了联系人" if not fine else "短信里的证件号打了星号"
        note = journal.passes if fine else journal.violates
        note(cause, event, "cn.pipl.对第三人发敏感信息", "cn.pipl.敏感信息未打码")
