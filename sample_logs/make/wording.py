"""What is written and said: message templates with names and amounts filled in, and calls in which both sides speak."""

from __future__ import annotations

from datetime import datetime

from sample_logs.make.dice import Dice
from sample_logs.make.people import CARD, Account

HOTLINE = "400-000-0000"
_APP = {CARD: "海棠银行App"}


def app(account: Account) -> str:
    """Where the debtor repays."""
    return _APP.get(account.product, "海棠App")


def sign(account: Account) -> str:
    """The signature at the head of a message."""
    return f"【{account.creditor}】"


def due_soon(account: Account) -> str:
    """A reminder before the due date."""
    amount = account.owed(account.due)
    return (
        f"{sign(account)}{account.address}您好，您本期{account.product}账单{amount}元，还款日为{account.due.month}月"
        f"{account.due.day}日，请留足余额，已还请忽略。"
    )


def overdue(account: Account, at: datetime, dice: Dice) -> str:
    """A reminder after the due date, as one of the templates in use."""
    day, amount, interest = account.day(at), account.owed(at), account.interest(at)
    return dice.pick(
        (
            f"{sign(account)}{account.address}您好，您的{account.product}账单{amount}元已逾期{day}天，其中利息{interest}元，"
            f"请登录{app(account)}查看账单并安排还款，客服热线{HOTLINE}。",
            f"{sign(account)}尊敬的{account.address}：截至今日您的{account.product}应还{amount}元（含利息{interest}元），"
            f"逾期{day}天。如遇到困难，可在{app(account)}申请分期或致电{HOTLINE}。",
            f"{sign(account)}{account.address}，您有一笔{account.product}账单逾期{day}天，应还{amount}元，利息{interest}元按日计收。"
            f"请通过{app(account)}还款，已还请忽略。",
        )
    )


def caution(account: Account) -> str:
    """A warning against impostors: every word of it that a list knows is there to be denied."""
    return (
        f"{sign(account)}{account.address}您好，近期有不法分子冒充催收，请勿相信自称公安的来电。我们不收取催收费，"
        f"请只在{app(account)}里还款，如有疑问请致电{HOTLINE}。"
    )


def opening(account: Account, caller: str, agent: str) -> list[str]:
    """How a collector opens a call: who calls, on whose behalf, that it is recorded, and to whom."""
    if caller == account.creditor:
        who = f"您好，这里是{account.creditor}贷后服务部，工号{agent}，本次通话将被录音。"
    else:
        who = f"您好，我们是{caller}，受{account.creditor}委托与您联系，工号{agent}，本次通话将被录音。"
    return [f"催收员：{who}请问您是{account.address}吗？"]


def bill(account: Account, at: datetime) -> str:
    """What the collector says about the account."""
    return f"催收员：您的{account.product}账单{account.owed(at)}元，目前逾期{account.day(at)}天。"


def talk(account: Account, at: datetime, caller: str, agent: str, dice: Dice) -> str:
    """A call with the debtor as it should be."""
    lines = [*opening(account, caller, agent), f"客户：{dice.pick(('是我，什么事？', '嗯，我是。', '对，您说。'))}"]
    lines += [bill(account, at)]
    lines += dice.pick(
        (
            ["客户：这个月工资还没发，下周可以吗？", "催收员：可以的，我帮您记下，您下周还款后系统会自动更新。"],
            [
                "客户：我最近失业了，一次还不上。",
                "催收员：理解您的难处，可以为您申请分期，每期金额会低一些，您考虑一下。",
            ],
            [
                "客户：我不是已经还了吗？",
                "催收员：我这边还没有看到入账，麻烦您核对一下还款记录，有疑问可以打客服热线。",
            ],
            ["客户：知道了，晚上就还。", "催收员：好的，请您在App里操作，感谢配合。"],
            ["客户：利息怎么这么高？", "催收员：利息按合同约定的日利率计算，账单明细在App里可以看到。"],
            ["客户：我在开会，不方便。", "催收员：好的，那我换个时间再联系您，打扰了。"],
        )
    )
    return "\n".join([*lines, "催收员：祝您生活愉快，再见。"])


def robot(account: Account, at: datetime, dice: Dice) -> str:
    """A robot's call."""
    lines = [
        f"机器人：您好，我是{account.creditor}的智能客服，本次通话将被录音，请问您是{account.address}吗？",
        f"客户：{dice.pick(('是的。', '嗯。', '我是，你说。'))}",
        f"机器人：您的{account.product}账单{account.owed(at)}元已逾期{account.day(at)}天，请问今天能处理吗？",
        f"客户：{dice.pick(('今天还。', '过两天吧。', '我晚点看一下。', '可以分期吗？'))}",
        f"机器人：好的，您可以在{app(account)}里操作，感谢接听，再见。",
    ]
    return "\n".join(lines)


def pass_on(account: Account, caller: str, dice: Dice) -> str:
    """A call to a contact person that says nothing about the debt."""
    who = f"您好，这里是{caller}，请问是{account.contact_name}吗？"
    return "\n".join(
        [
            f"催收员：{who}",
            f"联系人：{dice.pick(('是我，您哪位？', '对，什么事？'))}",
            f"催收员：我们有事想和{account.name}沟通，暂时联系不上，麻烦您转告{account.pronoun}给我们回个电话，号码{HOTLINE}。",
            f"联系人：{dice.pick(('好，我跟他说。', '行，我看到他转告一声。', '我也好久没见他了。'))}",
            "催收员：谢谢您，打扰了，再见。",
        ]
    ).replace("他", account.pronoun)


def hotline(account: Account, dice: Dice) -> str:
    """A call from the debtor."""
    return "\n".join(
        [
            "客服：您好，海棠客服，请问有什么可以帮您？",
            f"客户：{dice.pick(('我想问一下我的账单怎么分期。', '我刚还了钱，怎么还显示没还？', '你们刚才给我打电话了？'))}",
            "客服：请您核对一下预留的手机号，我为您查询。",
            "客户：好的。",
            "客服：已经为您登记，稍后会有短信通知您，感谢来电。",
        ]
    )


def visit(account: Account, at: datetime, caller: str, dice: Dice) -> str:
    """A visit by two collectors who show their papers."""
    return "\n".join(
        [
            f"催收员：您好，我们是{caller}的外访人员，受{account.creditor}委托，这是我的工作证，现在全程录音录像。请问您是{account.address}吗？",
            "客户：是我，有事在门口说吧。",
            bill(account, at),
            f"客户：{dice.pick(('我现在手头紧，月底发了工资再还一部分。', '我想申请分期。', '知道了，我会处理。'))}",
            "催收员：好的，这是服务告知单，您可以随时拨打上面的电话，打扰了。",
        ]
    )


def letter(account: Account, at: datetime) -> str:
    """A letter with everything in it that a letter about a card must have."""
    return (
        f"{account.name}：截至{at.year}年{at.month}月{at.day}日，您的{account.product}尚欠{account.owed(at)}元。依据《商业银行信用卡业务"
        f"监督管理办法》和您签署的领用合约，请您尽快归还。您可登录{app(account)}查询和还款；如有异议，请致电{HOTLINE}并提供凭证，"
        f"我们将在核实后答复。{account.creditor}（业务公章）"
    )
