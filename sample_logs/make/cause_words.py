"""Planted: what must not be said, each beside something that may; most of it by one collector with a short temper."""

from __future__ import annotations

from datetime import datetime, timedelta

from sample_logs.make import breaches as b
from sample_logs.make import wording
from sample_logs.make.calls import TALKED, call
from sample_logs.make.desk import CARDS, FIRST_AGENCY, OWN, SECOND_AGENCY, Desk, at
from sample_logs.make.dice import Dice
from sample_logs.make.journal import MESSAGES, Event
from sample_logs.make.people import AGENCY_A, AGENCY_B, Account

TEMPER = "恒川3106号催收员脾气急，被挂电话后口出恶言"
SCRIPT = "锦澜2104号催收员用自己编的施压话术"
TEMPLATE = "恒川在短信平台里自建的模板，没有经过审核"

# What was said, what it breaks; said in one place or another by the same persons.
_SAID_BY_TEMPER = (
    ("再不还，我让兄弟们过去找你。", b.THREAT),
    ("你就是个老赖，臭不要脸。", b.INSULT),
    ("你别逼我，咱们走着瞧。", b.HINTED_THREAT),
    ("做人要讲良心，你人品有问题。", b.BELITTLING),
    ("明天就去你单位闹，让你丢工作。", b.EXPOSURE),
    ("再挂电话就呼死你，给你家送花圈。", b.HARASSMENT),
)
_SAID_BY_SCRIPT = (
    ("我是经侦大队的，你这个案子归我管。", b.IMPERSONATION),
    ("你的案子已经到了专案组。", b.HINTED_OFFICE),
    ("你的案件已立案，判决书已下。", b.INVENTED_CASE),
    ("再不还就让警察上门，拘留十五天。", b.ARREST),
    ("你这是涉嫌诈骗，知道吗？", b.FRAUD),
    ("你这是信用卡诈骗，懂吗？", (*b.FRAUD, "cn.cardfraud.非信用卡")),
    ("公司律师团已经介入了。", (*b.LAWYER_WORDS, *b.NO_LAWYER)),
    ("下周我们上门走访，也会核实单位。", b.VISIT_HINT),
)
_WRITTEN = (
    ("没钱就先从别的平台借，借新还旧也行。", b.BORROW_MORE),
    ("还款请转到我个人账户，另交手续费撤案。", b.PRIVATE_FEE),
    ("想想办法，找人凑一凑，今天先还一部分。", b.SCRAPE_TOGETHER),
    ("今天处理，我们帮你消除征信。", b.CREDIT_PROMISE),
    ("再拖下去你将背上终身征信污点，子女不能考公。", b.CREDIT_THREAT),
    ("你即将进入全国联网黑名单，违约金翻倍。", b.INVENTED_LIST),
    ("这是最后通牒，一小时内不还立即起诉。", b.DEADLINE),
)
# Words that only look so, and the rules that must let them pass.
_HARMLESS = (
    ("您放心，我们不会带人堵你，也不会去您单位。", (*b.THREAT, *b.EXPOSURE)),
    ("近期有人冒充客服行骗，请认准官方号码，谨防骗子。", b.INSULT),
    ("民事欠款不会坐牢，您别担心，可以协商。", b.ARREST),
    ("如仍不处理，我公司可能依法提起诉讼。", b.INVENTED_CASE),
    ("不建议借新还旧，可以申请分期。", b.BORROW_MORE),
    ("我们不收取催收费，请只在App里还款。", b.PRIVATE_FEE),
    ("逾期信息会依法报送征信系统，所谓征信修复不可信。", (*b.CREDIT_PROMISE, *b.CREDIT_THREAT)),
    ("如遭遇短信轰炸，请联系我们处理。", b.HARASSMENT),
    ("您有权咨询律师，也可以申请法律援助。", (*b.LAWYER_WORDS, *b.NO_LAWYER)),
    ("打击信用卡诈骗，人人有责。", (*b.FRAUD, "cn.cardfraud.非信用卡")),
    ("逾期按合同约定计收罚息，金额以App账单为准。", b.INVENTED_LIST),
    ("约定的还款日是每月10日。", b.DEADLINE),
)


def plant(desk: Desk) -> None:
    """All of them."""
    temper(desk)
    script(desk)
    templates(desk)
    harmless(desk)
    debtors_words(desk)
    with_papers(desk)
    cards(desk)
    unlawful_debt(desk)
    stale_claim(desk)


def spoken(desk: Desk, account: Account, when: datetime, agent: str, caller: str, words: str, **more: str) -> Event:
    """A call in which a collector says something after the usual opening."""
    name = caller or account.creditor
    lines = [
        *wording.opening(account, name, agent), "客户：又是你们，我说了没钱。", wording.bill(account, when),
        f"催收员：{words}", "客户：你什么态度？", "催收员：再见。",
    ]  # fmt: skip
    return call(desk.journal, account, when, TALKED, "\n".join(lines), agent, caller, **more)


def written(desk: Desk, account: Account, when: datetime, words: str, channel: str = "短信", **more: str) -> Event:
    """A message with some words in it."""
    text = f"{wording.sign(account)}{account.address}，您的{account.product}账单{account.owed(when)}元已逾期。{words}"
    return desk.journal.contact(MESSAGES, account, when, channel, "已送达", text, **more)


def temper(desk: Desk) -> None:
    """One collector, six debtors, three days; to one of them three times, which the police law counts."""
    when = at(8, 12, "16:05:00")
    for place, (words, rules) in enumerate(_SAID_BY_TEMPER):
        account = desk.account(SECOND_AGENCY)
        start = when + timedelta(days=place // 2, minutes=23 * place)
        desk.journal.violates(TEMPER, spoken(desk, account, start, "3106", AGENCY_B, words), *rules)
    account = desk.account(SECOND_AGENCY)
    for day, words, rules in (
        (17, "你个无赖，快滚。", b.INSULT), (18, "小心你家人。", b.THREAT),
        (19, "人渣，装死是吧。", (*b.INSULT, "cn.psa.多次侮辱恐吓")),
    ):  # fmt: skip
        event = spoken(desk, account, at(8, day, "17:40:00"), "3106", AGENCY_B, words)
        desk.journal.violates(f"{TEMPER}，对同一人一再如此", event, *rules)
        if day == 18:
            desk.journal.passes("同一人第二次，还不到“多次”", event, "cn.psa.多次侮辱恐吓")
    desk.journal.status("官方制止", at(8, 21, "09:00:00"), account)
    event = spoken(desk, account, at(8, 22, "17:45:00"), "3106", AGENCY_B, "你有本事再去投诉，你个废物。")
    rules = (*b.INSULT, "cn.psa.多次侮辱恐吓", "cn.criminal.制止后继续")
    desk.journal.violates("公安机关制止之后，同一催收员仍辱骂", event, *rules)
    event = _polite(desk, account, at(8, 24, "10:00:00"))
    desk.journal.passes("制止之后换了人，正常沟通", event, "cn.criminal.制止后继续", "cn.psa.多次侮辱恐吓")


def _polite(desk: Desk, account: Account, when: datetime) -> Event:
    text = wording.talk(account, when, AGENCY_B, "3101", Dice("polite", account.number))
    return call(desk.journal, account, when, TALKED, text, "3101", AGENCY_B)


def script(desk: Desk) -> None:
    """A collector who made up a script of his own."""
    for place, (words, rules) in enumerate(_SAID_BY_SCRIPT):
        account = desk.account(FIRST_AGENCY)
        when = at(8, 13, "10:15:00") + timedelta(days=place // 3, minutes=41 * place)
        desk.journal.violates(SCRIPT, spoken(desk, account, when, "2104", AGENCY_A, words), *rules)


def templates(desk: Desk) -> None:
    """An agency writes templates of its own; and says "the last time" twice."""
    facts = {"机构": AGENCY_B}
    text = "我们受海棠消费金融委托与您联系。"
    for place, (words, rules) in enumerate(_WRITTEN):
        account = desk.account(SECOND_AGENCY)
        when = at(8, 14, "10:30:00") + timedelta(minutes=place)
        event = written(desk, account, when, text + words, **facts)
        desk.journal.violates(TEMPLATE, event, *rules)
        if rules is b.DEADLINE:
            same = written(desk, account, at(8, 14, "18:00:00"), "今日必须结清。", **facts)
            desk.journal.violates(TEMPLATE, same, *b.DEADLINE)
            desk.journal.passes("同一天说了两次，不算换了日期", same, "cn.cba2026.反复的最后期限")
            later = written(desk, account, at(8, 18, "10:30:00"), "最后一次机会。", **facts)
            desk.journal.violates("“最后期限”过了四天又发一次", later, *b.DEADLINE, "cn.cba2026.反复的最后期限")


def harmless(desk: Desk) -> None:
    """Messages with the same words, denied or warned of."""
    account = desk.account(OWN)
    for place, (words, rules) in enumerate(_HARMLESS):
        event = written(desk, account, at(7, 19, "11:00:00") + timedelta(days=place), words)
        desk.journal.passes("同样的字眼，用来否认或者提醒", event, *rules)
    text = wording.caution(account)
    event = desk.journal.contact(MESSAGES, account, at(8, 3, "11:00:00"), "短信", "已送达", text)
    desk.journal.passes("“请勿相信自称公安的来电”是防骗提醒", event, *b.IMPERSONATION, *b.PRIVATE_FEE)


def debtors_words(desk: Desk) -> None:
    """A debtor who uses all the words himself: what the other side says is not the collector's."""
    account = desk.account(OWN)
    when = at(8, 4, "16:30:00")
    text = "\n".join(
        [
            *wording.opening(account, account.creditor, "1103"),
            "客户：又打来，你们别逼我，走着瞧，做人要讲良心。",
            wording.bill(account, when),
            "客户：说我涉嫌诈骗是吧？还说转专案组、要上门走访、进行业黑名单，最后通牒都发了。行，我想想办法凑一凑。",
            "催收员：这些都不是我们说的，请您留意防骗。您看分几期合适，我帮您登记。",
            "客户：先这样。",
        ]
    )
    event = call(desk.journal, account, when, TALKED, text, "1103")
    rules = (
        *b.HINTED_THREAT, *b.BELITTLING, *b.HINTED_OFFICE, *b.FRAUD, *b.VISIT_HINT, *b.INVENTED_LIST, *b.DEADLINE,
        *b.SCRAPE_TOGETHER,
    )  # fmt: skip
    desk.journal.passes("都是债务人自己说的话", event, *dict.fromkeys(rules))


def with_papers(desk: Desk) -> None:
    """The same words with papers behind them: a docket number, a firm and a licence."""
    account = desk.account(OWN)
    event = written(
        desk, account, at(8, 6, "15:00:00"), "您的案件已立案，可向法院查询。", 案号="（2026）浙0106民初5512号"
    )
    desk.journal.passes("确已立案，案号可查", event, *b.INVENTED_CASE)
    event = written(desk, account, at(8, 6, "16:00:00"), "您的案件已立案，可向法院查询。", 案号="正在申请")
    desk.journal.violates("案号一栏填的不是案号", event, *b.INVENTED_CASE)
    facts = {"律师事务所": "浙江某某律师事务所", "律师执业证号": "13301201910000000"}
    event = written(desk, account, at(8, 7, "15:00:00"), "律师函已寄出，请查收。", **facts)
    desk.journal.passes("律师函有律所和执业证号", event, *b.NO_LAWYER)
    desk.journal.violates("提到律师函，指引和办法要求复核", event, *b.LAWYER_WORDS)


def cards(desk: Desk) -> None:
    """What is said to holders of a card, where a pack of its own applies."""
    for place, (words, rules) in enumerate(
        (
            ("不还就等着，让你活不下去。", b.THREAT),
            ("我们有的是办法，别怪我不客气。", b.HINTED_THREAT),
            ("你这已经是信用卡诈骗了。", (*b.FRAUD, "cn.cardfraud.要件不足")),
        )
    ):
        account = desk.account(CARDS)
        event = spoken(
            desk, account, at(8, 10, "15:00:00") + timedelta(hours=place), "1106", "", words, 本金="60000.00"
        )
        desk.journal.violates("新调来的催收员沿用了以前公司的话术", event, *b.broken(account, *rules))
    account = desk.account(CARDS)
    event = written(desk, account, at(8, 11, "15:00:00"), "打击信用卡诈骗，人人有责；谨防骗子，我们对您没有恶意。")
    rules = ("cn.cardfraud.要件不足", "cn.creditcard.不当催收", "cn.creditcard.疑似不当")
    desk.journal.passes("卡户收到的防骗提醒", event, *rules)


def unlawful_debt(desk: Desk) -> None:
    """A debt that a court found unlawful is still in the list."""
    account = desk.account(SECOND_AGENCY)
    event = spoken(desk, account, at(8, 25, "14:00:00"), "3106", AGENCY_B, "不还就曝光你。", 债务合法="否")
    desk.journal.violates("法院认定为非法的债务没有从名单里撤下", event, *b.EXPOSURE, "cn.criminal.催收非法债务")
    when = at(8, 26, "14:00:00")
    event = spoken(desk, account, when, "3101", AGENCY_B, "这笔我们核实后撤下，不再联系您。", 债务合法="否")
    desk.journal.passes("同一笔债务，只是告知撤下", event, "cn.criminal.催收非法债务")


def stale_claim(desk: Desk) -> None:
    """More than three years after the last claim somebody still promises victory in court."""
    account = desk.account(FIRST_AGENCY)
    text = "我们受海棠消费金融委托，本案必然胜诉，请尽快处理。"
    for since, fine in (("2023-05-10", False), ("2024-05-10", True)):
        event = written(desk, account, at(8, 28, "10:00:00"), text, 机构=AGENCY_A, 时效起算日=since)
        cause = "时效起算已满三年，仍称必然胜诉" if not fine else "时效没有届满"
        (desk.journal.passes if fine else desk.journal.violates)(cause, event, "cn.civil.时效届满仍称必胜")
