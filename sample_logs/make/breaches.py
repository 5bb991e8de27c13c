"""Which shipped rules one and the same breach breaks: several packs forbid the same thing, each by its own citation."""

from __future__ import annotations

from sample_logs.make.people import CARD, Account

NIGHT = ("cn.gbt45251.夜间", "cn.cba2026.夜间")
THREAT = (
    "cn.gbt45251.威胁恐吓", "cn.cba2026.恐吓威胁", "cn.bipc.暴力恐吓", "cn.cfc.暴力威胁骚扰", "cn.mlc.暴力威胁侮辱",
    "cn.nifa2018.恐吓辱骂", "cn.criminal.侮辱诽谤敲诈",
)  # fmt: skip
INSULT = (
    "cn.gbt45251.侮辱谩骂", "cn.cba2026.辱骂", "cn.bipc.暴力恐吓", "cn.cfc.暴力威胁骚扰", "cn.mlc.暴力威胁侮辱",
    "cn.nifa2018.恐吓辱骂", "cn.civil.侮辱或扬言曝光", "cn.criminal.侮辱诽谤敲诈",
)  # fmt: skip
_LOW = ("cn.bipc.疑似不当", "cn.cfc.疑似威胁", "cn.mlc.疑似不当", "cn.nifa2018.威胁贬损")
HINTED_THREAT = ("cn.gbt45251.威胁暗示", "cn.cba2026.威胁贬损走访", *_LOW)
BELITTLING = ("cn.gbt45251.贬损用语", "cn.cba2026.威胁贬损走访", *_LOW)
IMPERSONATION = (
    "cn.gbt45251.冒充机关", "cn.cba2026.冒用机关名义", "cn.bipc.冒用机关", "cn.mlc.冒用机关", "cn.criminal.冒充国家机关人员",
)  # fmt: skip
HINTED_OFFICE = ("cn.gbt45251.疑似机关", "cn.cba2026.疑似冒用", "cn.bipc.疑似不当", "cn.mlc.疑似不当")
INVENTED_CASE = (
    "cn.gbt45251.虚构法律程序", "cn.cba2026.虚构法律后果", "cn.bipc.虚构法律程序", "cn.mlc.虚构法律程序", "cn.criminal.伪造公文线索",
)  # fmt: skip
ARREST = ("cn.gbt45251.抓捕恐吓", "cn.cba2026.人身自由恐吓", "cn.bipc.欺诈", "cn.mlc.误导欺骗")
FRAUD = ("cn.gbt45251.犯罪指控", "cn.cba2026.犯罪与律师名义", "cn.bipc.疑似不当", "cn.mlc.疑似不当")
LAWYER_WORDS = ("cn.cba2026.犯罪与律师名义", "cn.bipc.疑似不当", "cn.mlc.疑似不当")
NO_LAWYER = ("cn.gbt45251.律师名义", "cn.lawyers.无证以律师名义")
EXPOSURE = (
    "cn.gbt45251.曝光扬言", "cn.cba2026.散布隐私", "cn.mlc.散布隐私", "cn.civil.侮辱或扬言曝光", "cn.criminal.侮辱诽谤敲诈",
    "cn.pipl.扬言公开",
)  # fmt: skip
VISIT_HINT = ("cn.gbt45251.走访用语", "cn.cba2026.威胁贬损走访")
BORROW_MORE = ("cn.gbt45251.诱导借贷或私自收费", "cn.cba2026.诱导借贷")
PRIVATE_FEE = ("cn.gbt45251.诱导借贷或私自收费", "cn.cba2026.额外收费")
SCRAPE_TOGETHER = ("cn.gbt45251.催促筹款", "cn.cba2026.催促筹款")
CREDIT_PROMISE = ("cn.gbt45251.征信不实", "cn.cba2026.征信不实", "cn.creditreporting.承诺消除记录", "cn.mlc.误导欺骗")
CREDIT_THREAT = ("cn.gbt45251.征信不实", "cn.cba2026.征信不实", "cn.mlc.误导欺骗")
INVENTED_LIST = ("cn.gbt45251.虚构名单或夸大金额", "cn.cba2026.虚构黑名单或夸大")
DEADLINE = ("cn.gbt45251.最后期限", "cn.cba2026.最后期限")
HARASSMENT = ("cn.cba2026.滋扰", "cn.softviolence.扬言滋扰")
DISCLOSURE = ("cn.gbt45251.向第三人透露", "cn.cba2026.向第三人透露", "cn.civil.向他人提供信息", "cn.mlc.向第三人透露")
COLLECT_FROM_OTHERS = ("cn.gbt45251.催收对象", "cn.cba2026.催收对象", "cn.cfc.催收对象", "cn.mlc.催收对象")
PAY_FOR_HIM = ("cn.gbt45251.要求代偿", "cn.cba2026.要求第三人代还")
DEBTOR_FIRST = ("cn.gbt45251.先联系本人", "cn.nifa2018.先联系本人")
TOO_FEW_TRIES = ("cn.cba2026.联系第三人前提", "cn.gbt45251.约定的无法联系")
REGISTERED_REFUSAL = ("cn.gbt45251.拒绝后联系", "cn.cba2026.第三人拒绝后")
SPOKEN_REFUSAL = ("cn.gbt45251.口头拒绝后联系", "cn.cba2026.第三人口头拒绝后")
SPOUSE = ("cn.gbt45251.向配偶催收", "cn.cba2026.配偶催收")
ONE_VISITOR = ("cn.gbt45251.上门人数", "cn.cba2026.外访人数")
UNRECORDED_VISIT = ("cn.cba2026.外访录音录像", "cn.nifa2018.现场录音录像")
WENT_IN = ("cn.gbt45251.进入住所或办公区", "cn.cba2026.进入私人场所或办公区")
INTO_HOME = (*WENT_IN, "cn.civil.进入私密空间", "cn.criminal.侵入住宅")
KEPT_TWO_YEARS = ("cn.gbt45251.记录保存二年",)
KEPT_FIVE_YEARS = ("cn.cfc.记录保存五年", "cn.nifa2018.记录保存五年")
TRANSFER = ("cn.cba2026.转让告知", "cn.pipl.转让告知")

_ON_CARDS = {
    "cn.cba2026.恐吓威胁": "cn.creditcard.不当催收", "cn.cba2026.辱骂": "cn.creditcard.不当催收",
    "cn.gbt45251.威胁暗示": "cn.creditcard.疑似不当", "cn.gbt45251.贬损用语": "cn.creditcard.疑似不当",
    "cn.cba2026.催收对象": "cn.creditcard.催收对象", "cn.cba2026.要求第三人代还": "cn.creditcard.要求代偿",
    "cn.cba2026.配偶催收": "cn.creditcard.配偶催收", "cn.cba2026.电话录音": "cn.creditcard.催收录音",
    "cn.cba2026.外访录音录像": "cn.creditcard.催收录音", "cn.bipc.委外前告知": "cn.creditcard2022.告知受托机构",
    "cn.gbt45251.记录保存二年": "cn.creditcard.录音保存二年",
}  # fmt: skip
_IN_GUANGDONG = {
    "cn.cba2026.催收对象": "cn.guangdong2020.无关第三人", "cn.gbt45251.上门人数": "cn.guangdong2020.面谈人数",
    "cn.cba2026.电话录音": "cn.guangdong2020.全程录音", "cn.cba2026.外访录音录像": "cn.guangdong2020.全程录音",
}  # fmt: skip


def broken(account: Account, *rules: str) -> tuple[str, ...]:
    """The rules with those that say the same of cards, or of one province, where the account is such a one."""
    found = dict.fromkeys(rules)
    for rule in rules:
        if account.product == CARD and rule in _ON_CARDS:
            found[_ON_CARDS[rule]] = None
        if account.province == "广东" and rule in _IN_GUANGDONG:
            found[_IN_GUANGDONG[rule]] = None
    return tuple(found)
