"""Planted: what the case file shows: records, agencies, phone lines, sums, letters, transfers, and the law's own events."""

from __future__ import annotations

from datetime import datetime, timedelta

from sample_logs.make import breaches as b
from sample_logs.make import wording
from sample_logs.make.agencies import letter
from sample_logs.make.calls import TALKED, UNANSWERED, call
from sample_logs.make.cause_words import written
from sample_logs.make.desk import CARDS, FIRST_AGENCY, OWN, SECOND_AGENCY, Desk, at
from sample_logs.make.dice import Dice
from sample_logs.make.journal import MESSAGES, STATUS, Event
from sample_logs.make.people import AGENCY_A, AGENCY_B, ASSIGNEE, LENDER, REVOLVING, Account


def plant(desk: Desk) -> None:
    """All of them."""
    recordings(desk)
    openings(desk)
    agencies(desk)
    lines(desk)
    data(desk)
    sums(desk)
    letters(desk)
    transfers(desk)
    registry(desk)
    orders(desk)
    leaked(desk)
    marketing(desk)


def talk(desk: Desk, account: Account, when: datetime, caller: str = "", said: str = "", **more: str) -> Event:
    """A call as it should be, but for the facts in `more`."""
    agent = more.pop("催收员", "3103" if caller == AGENCY_B else "2102" if caller == AGENCY_A else "1102")
    text = said or wording.talk(account, when, caller or account.creditor, agent, Dice("papers", account.number, when))
    return call(desk.journal, account, when, TALKED, text, agent, caller, **more)


def recordings(desk: Desk) -> None:
    """A recording that was not made, and recordings that were deleted too early."""
    journal, cause = desk.journal, "录音服务器磁盘写满，这一小时的通话没有录音"
    for account in (desk.account(OWN), desk.account(CARDS), desk.account(OWN, province="广东")):
        event = talk(desk, account, at(8, 4, "14:20:00"), 录音录像="否")
        journal.violates(cause, event, *b.broken(account, "cn.cba2026.电话录音"))
    account = desk.account(OWN)
    event = call(journal, account, at(8, 4, "14:25:00"), UNANSWERED)
    journal.passes("没接通，没有可录的内容", event, "cn.cba2026.电话录音")
    for holder in (account, desk.account(CARDS)):
        event = talk(desk, holder, at(7, 21, "10:00:00"), 记录删除日="2026-10-19")
        journal.violates("存储清理脚本九十天就删录音", event, *b.broken(holder, *b.KEPT_TWO_YEARS), *b.KEPT_FIVE_YEARS)
    account = desk.account(OWN)
    event = talk(desk, account, at(7, 21, "11:00:00"), 记录删除日="2028-07-20")
    journal.passes("保存满二年才删除", event, *b.KEPT_TWO_YEARS)
    holder = desk.account(CARDS)
    other = talk(desk, holder, at(7, 21, "11:00:00"), 记录删除日="2028-07-20")
    rules = b.broken(holder, *b.KEPT_TWO_YEARS, "cn.cba2026.电话录音")
    journal.passes("卡户的录音保存满二年", other, *rules)
    journal.violates("只保存了二年，五年的要求没有达到", other, *b.KEPT_FIVE_YEARS)
    journal.violates("只保存了二年，五年的要求没有达到", event, *b.KEPT_FIVE_YEARS)
    event = talk(desk, account, at(7, 22, "11:00:00"), 记录删除日="2031-07-22")
    journal.passes("保存满五年才删除", event, *b.KEPT_TWO_YEARS, *b.KEPT_FIVE_YEARS)


def openings(desk: Desk) -> None:
    """How a call begins: who calls, for whom, and to whom."""
    journal = desk.journal
    account = desk.account(OWN, warm=False)
    when = at(7, 23, "16:10:00")
    said = f"催收员：请问您是{account.address}吗？\n客户：是。\n{wording.bill(account, when)}\n客户：你哪里？\n催收员：您先还款吧，再见。"
    event = talk(desk, account, when, said=said)
    journal.violates("新人第一通电话没有说是哪家机构", event, "cn.cba2026.首次表明机构")
    event = talk(desk, account, at(7, 24, "16:10:00"), said=said)
    journal.passes("不是第一次联系，不按本条考核", event, "cn.cba2026.首次表明机构")
    account = desk.account(SECOND_AGENCY)
    when = at(8, 13, "11:00:00")
    said = f"催收员：您好，这里是{AGENCY_B}，请问您是{account.address}吗？\n客户：是，你们是干什么的？\n{wording.bill(account, when)}"
    event = talk(desk, account, when, AGENCY_B, said)
    journal.violates("机构第一次联系没有说明受谁委托", event, "cn.cba2026.首次说明受托")
    event = talk(desk, account, when + timedelta(days=2), AGENCY_B, said)
    journal.passes("不是该机构第一次联系，不按本条考核", event, "cn.cba2026.首次说明受托")
    account = desk.account(OWN)
    when = at(7, 27, "10:40:00")
    said = f"催收员：您好，这里是{account.creditor}，本次通话将被录音。\n客户：嗯。\n{wording.bill(account, when)}\n客户：知道了。"
    journal.violates("没有核实对方身份就说出了欠款", talk(desk, account, when, said=said), "cn.cba2026.先核实身份")
    account = desk.account(FIRST_AGENCY)
    event = talk(desk, account, at(8, 17, "10:30:00"), AGENCY_A, 自称机构=account.creditor)
    journal.violates("外部机构的催收员自称是海棠消费金融的人", event, "cn.cba2026.冒用会员身份")


def agencies(desk: Desk) -> None:
    """An agency that was not announced, not listed, tainted, out of its term, or that passed the work on."""
    journal, when = desk.journal, at(8, 18, "15:30:00")
    account = desk.account(SECOND_AGENCY, announced=False)
    event = talk(desk, account, when, AGENCY_B)
    journal.violates("批量委案时漏发了委外告知", event, "cn.bipc.委外前告知")
    account = desk.account(CARDS)
    journal.status("委外告知", at(8, 11, "09:00:00"), account, 机构=AGENCY_A)
    journal.passes(
        "告知过的机构", talk(desk, account, when, AGENCY_A), "cn.bipc.委外前告知", "cn.creditcard2022.告知受托机构"
    )
    event = talk(desk, account, when + timedelta(days=1), AGENCY_B)
    journal.violates("卡户换了机构，没有重新告知", event, *b.broken(account, "cn.bipc.委外前告知"))
    for more, rules, cause in (
        ({"机构在名单": "否"}, ("cn.cba2026.机构名单",), "恒川八月被移出公示名单的两天里仍在催收"),
        ({"机构有违规记录": "是"}, ("cn.mlc.违规机构",), "委托时没有查恒川分公司的违规记录"),
        ({"委托终止日": "2026-08-17"}, ("cn.pipl.委托期限外",), "补充协议到期后第二天还在打"),
        ({"转委托机构": "启程商务咨询部", "转委托经同意": "否"}, ("cn.pipl.转委托",), "恒川私下转给了另一家公司"),
    ):
        account = desk.account(SECOND_AGENCY)
        journal.violates(cause, talk(desk, account, when, AGENCY_B, **more), *rules)
    account = desk.account(SECOND_AGENCY)
    event = talk(desk, account, when, AGENCY_B, 委托终止日="2026-08-18")
    journal.passes("委托终止日当天", event, "cn.pipl.委托期限外")
    event = talk(desk, account, when + timedelta(days=1), AGENCY_B, 转委托机构="启程商务咨询部", 转委托经同意="是")
    journal.passes("转委托事先得到同意", event, "cn.pipl.转委托")
    sound = (
        "cn.cba2026.机构名单",
        "cn.mlc.违规机构",
        "cn.cba2026.私人终端",
        "cn.cba2026.冒用会员身份",
        "cn.pipl.处理依据",
    )
    journal.passes("在名单、无违规记录、用登记的线路、自报本公司", event, *sound)
    journal.passes("先核实身份再谈欠款", event, "cn.cba2026.先核实身份")


def lines(desk: Desk) -> None:
    """A collector dials from a telephone of his own."""
    account = desk.account(FIRST_AGENCY)
    event = talk(desk, account, at(8, 19, "18:20:00"), AGENCY_A, 终端已登记="否", 主叫号码="19500000001")
    desk.journal.violates("外呼系统排队，催收员用了自己的手机", event, "cn.cba2026.私人终端", "cn.antifraud.未登记主叫")
    account = desk.account(OWN)
    event = talk(desk, account, at(8, 3, "18:20:00"), 终端已登记="否", 主叫号码="0571-88009999")
    desk.journal.violates("新开的线路还没有登记就启用", event, "cn.antifraud.未登记主叫")
    event = written(desk, account, at(8, 4, "10:00:00"), "详见附件账单。", "邮件", 终端已登记="否")
    desk.journal.passes("邮箱不是电话线路", event, "cn.antifraud.未登记主叫")


def data(desk: Desk) -> None:
    """Where numbers come from, and on what basis they are used."""
    journal = desk.journal
    event = talk(desk, desk.account(FIRST_AGENCY), at(8, 20, "10:00:00"), AGENCY_A, 号码来源="购买")
    journal.violates("失联修复用了买来的号码", event, "cn.pipl.购买的号码", "cn.cba2026.号码来源")
    event = talk(desk, desk.account(FIRST_AGENCY), at(8, 20, "10:30:00"), AGENCY_A, 处理依据="无依据")
    journal.violates("案件台账的处理依据写的是无依据", event, "cn.pipl.处理依据")
    event = talk(desk, desk.account(FIRST_AGENCY), at(8, 20, "11:00:00"), AGENCY_A, 号码来源="授权征信机构")
    journal.passes("号码来自债务人授权查询的征信机构", event, "cn.pipl.购买的号码", "cn.cba2026.号码来源")
    account = desk.account(OWN)
    journal.status("撤回同意", at(7, 25, "20:00:00"), account)
    event = written(desk, account, at(7, 28, "11:00:00"), "请登录App查看。", "即时通讯", 处理依据="本人同意")
    journal.violates("撤回同意之后，微信客服仍按原同意发消息", event, "cn.pipl.撤回同意后")
    event = written(desk, account, at(7, 29, "11:00:00"), "请登录App查看。")
    journal.passes("以合同为依据的催收不受撤回影响", event, "cn.pipl.撤回同意后")
    account = desk.account(OWN)
    event = written(desk, account, at(7, 30, "11:00:00"), "还款卡号6222020000000000000，请核对。")
    journal.violates("短信里写了完整卡号", event, "cn.pipl.敏感信息未打码")
    event = written(desk, account, at(7, 31, "11:00:00"), "还款卡尾号0000，订单号900000000000000000。")
    journal.passes("只写尾号；十八位的是订单号", event, "cn.pipl.敏感信息未打码")


def sums(desk: Desk) -> None:
    """What is asked for: how much, for what, and to which account."""
    journal, account = desk.journal, desk.account(OWN)
    when = at(8, 5, "11:00:00")
    for more, rule, cause, fine in (
        (
            {"所称金额": f"{float(account.owed(when)) + 500:.2f}"},
            "cn.cba2026.夸大金额",
            "把未到期的分期也算进了欠款",
            False,
        ),
        ({"所称金额": account.owed(when)}, "cn.cba2026.夸大金额", "所称金额与欠款一分不差", True),
        ({"收款账户合规": "否"}, "cn.cba2026.收款账户", "短信里的收款账户不是公布的账户", False),
        ({"收款账户合规": "是"}, "cn.cba2026.收款账户", "公布的收款账户", True),
        ({"年化综合成本": "23.90"}, "cn.nifa2018.超上限成本", "罚息加费用折算超过了公司自己的上限", False),
        ({"年化综合成本": "18"}, "cn.nifa2018.超上限成本", "正好等于公司的上限", True),
    ):
        event = written(desk, account, when, "请及时处理。", **more)
        (journal.passes if fine else journal.violates)(cause, event, rule)
        when += timedelta(hours=1)


def letters(desk: Desk) -> None:
    """Letters that others can read, and a message to a group."""
    journal, account = desk.journal, desk.account(SECOND_AGENCY)
    event = letter(journal, account, account.day(at(8, 12, "00:00:00")), 送达方式="公开张贴")
    journal.violates("催告函贴在单元门的公告栏", event, "cn.cba2026.公开张贴", "cn.pipl.公开信息")
    event = letter(journal, account, account.day(at(8, 13, "00:00:00")), 送达方式="未封缄")
    journal.violates("催告函没有封口就投进信箱", event, "cn.cba2026.公开张贴")
    event = letter(journal, account, account.day(at(8, 14, "00:00:00")), 送达方式="密封")
    journal.passes("密封寄送，旁人看不到", event, "cn.cba2026.公开张贴", "cn.pipl.公开信息")
    for mode, fine in (("群聊发送", False), ("单独电子送达", True)):
        event = written(desk, account, at(8, 17, "11:00:00"), "请尽快联系我们。", "即时通讯", 送达方式=mode)
        note = journal.passes if fine else journal.violates
        cause = "催收消息发到了业主群" if not fine else "单独发给本人"
        note(cause, event, "cn.cba2026.群发公开", "cn.pipl.公开信息")


def transfers(desk: Desk) -> None:
    """A portfolio is sold: one debtor hears of it from the buyer's first call, one was told before."""
    journal = desk.journal
    for told in (False, True):
        account = desk.account(SECOND_AGENCY)
        journal.status("债权转让", at(8, 19, "10:00:00"), account)
        journal.status("委外告知", at(8, 19, "16:00:00"), account, 机构=ASSIGNEE)
        if told:
            journal.status("转让告知", at(8, 20, "09:30:00"), account)
        event = talk(desk, account, at(8, 20, "15:00:00"), ASSIGNEE)
        cause = "转让告知与受让人的第一通电话之间没有衔接，先打了电话" if not told else "先告知转让，再联系"
        (journal.passes if told else journal.violates)(cause, event, *b.TRANSFER)


def registry(desk: Desk) -> None:
    """A report to the credit registry without a word to the debtor; and one after it."""
    journal = desk.journal
    account = desk.account(FIRST_AGENCY)
    event = journal.status("报送不良", at(8, 26, "02:00:00"), account)
    journal.violates("批量报送前漏发了不良告知", event, "cn.creditreporting.报送前告知")
    account = desk.account(FIRST_AGENCY)
    journal.status("不良告知", at(8, 25, "10:00:00"), account)
    event = journal.status("报送不良", at(8, 26, "02:00:00"), account)
    journal.passes("报送前一天告知过", event, "cn.creditreporting.报送前告知")


def orders(desk: Desk) -> None:
    """The police forbid contact until a date."""
    journal, account = desk.journal, desk.account(SECOND_AGENCY)
    journal.status("禁止接触令", at(8, 14, "17:00:00"), account, 到期="2026-08-28 23:59:59")
    event = talk(desk, account, at(8, 26, "10:00:00"), AGENCY_B)
    journal.violates("禁止接触令没有录入系统", event, "cn.psa.禁止接触")
    event = talk(desk, account, at(8, 29, "09:00:00"), AGENCY_B)
    journal.passes("期满之后才联系", event, "cn.psa.禁止接触")


def leaked(desk: Desk) -> None:
    """The lender's own inquiry finds how many items of data an agency's people had bought."""
    for kind, counts, rule in (
        ("行踪通信征信财产", (30, 19, 1), "cn.criminal.公民信息五十条"), ("住宿通信记录健康交易", (499, 1), "cn.criminal.公民信息五百条"),
        ("其他个人信息", (4999, 1), "cn.criminal.公民信息五千条"),
    ):  # fmt: skip
        for n, count in enumerate(counts):
            facts = {
                "类型": "违法信息查实",
                "机构": AGENCY_A,
                "信息类别": kind,
                "信息条数": str(count),
                "债权人": LENDER,
            }
            facts |= {"产品": REVOLVING, "法域": "浙江"}
            event = desk.journal.add(STATUS, at(9, 8 + n, "17:00:00"), None, facts)
            if n == len(counts) - 1:
                desk.journal.violates("内部调查查实锦澜员工购买个人信息，累计达到入罪条数", event, rule)
            else:
                desk.journal.passes("累计条数还没有达到", event, rule)


def marketing(desk: Desk) -> None:
    """A debtor who wants no advertising is offered more credit; by another channel, and without the offer."""
    journal, account = desk.journal, desk.account(OWN)
    journal.add(STATUS, at(7, 20, "09:00:00"), account, {
        "类型": "拒收营销", "渠道": "短信", "债务人": account.consumer, "债务": account.debt, "产品": account.product,
        "债权人": account.creditor, "法域": account.province,
    })  # fmt: skip
    event = written(desk, account, at(7, 22, "11:00:00"), "还清后可享专享额度。")
    journal.violates("催收模板尾部带了营销文案，没有过滤退订用户", event, "cn.bipc.拒收后营销")
    event = journal.contact(
        MESSAGES,
        account,
        at(7, 23, "11:00:00"),
        "应用消息",
        "已送达",
        f"{wording.sign(account)}您有专享额度待查看。",
        目的="告知",
    )
    journal.passes("退订的是短信，这是应用消息", event, "cn.bipc.拒收后营销")
