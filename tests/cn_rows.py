"""The rows of the source table of Chinese limits on contacts, and what the packs have of each."""

from __future__ import annotations

# The rows of the source table: id, confidence (A the text was read, B and C reported, M from memory), and what the pack
# has of it: the names of its rules, and the kinds of its clauses. Part A: each is a rule, or a clause that says why not.
PART_A = """
CN-GBT-01 B 无法核查
CN-GBT-02 B 催收对象 要求代偿 向配偶催收
CN-GBT-03 B 先联系本人 约定的无法联系
CN-GBT-04 B 拒绝后联系 口头拒绝后联系 疑似拒绝后联系
CN-GBT-05 B 向第三人透露 对配偶透露
CN-GBT-06 B 夜间 跨越22时
CN-GBT-07 B 每日拨通
CN-GBT-08 B 每日有效通话
CN-GBT-09 C 每日上门
CN-GBT-10 C 上门人数 上门人数上限
CN-GBT-11 C 进入住所或办公区
CN-GBT-12 B 记录保存二年
CN-GBT-16 C 威胁恐吓 威胁暗示 冒充机关 疑似机关 虚构法律程序 抓捕恐吓 犯罪指控 律师名义 侮辱谩骂 贬损用语 曝光扬言 走访用语 诱导借贷或私自收费 催促筹款 征信不实 虚构名单或夸大金额 最后期限
CN-CBA-01 B 无法核查
CN-CBA-02 B 夜间
CN-CBA-03 B 未接通次数
CN-CBA-05 B 催收对象 配偶催收
CN-CBA-06 B 联系第三人前提
CN-CBA-07 B 向第三人透露 要求第三人代还
CN-CBA-08 B 第三人拒绝后 第三人口头拒绝后
CN-CBA-09 B 外访人数
CN-CBA-10 C 外访出示证件 外访录音录像
CN-CBA-11 B 进入私人场所或办公区
CN-CBA-12 C 电话录音 先核实身份
CN-CBA-13 C 首次表明机构 首次说明受托 转让告知
CN-CBA-14 B 冒用机关名义 疑似冒用 冒用会员身份
CN-CBA-15 B 恐吓威胁 辱骂 散布隐私 滋扰 威胁贬损走访
CN-CBA-16 B 虚构法律后果 人身自由恐吓 犯罪与律师名义 征信不实 虚构黑名单或夸大 夸大金额 反复的最后期限 最后期限
CN-CBA-17 B 诱导借贷 额外收费 收款账户 催促筹款
CN-CBA-18 B 公开张贴 现场张贴 群发公开
CN-CBA-19 B 私人终端
CN-CBA-20 C 号码来源
CN-CBA-22 B 机构名单
CN-N18-01 B 先联系本人 约定联系人
CN-N18-02 B 恐吓辱骂 威胁贬损
CN-N18-03 B 现场录音录像
CN-N18-04 B 记录保存五年
CN-N18-05 B 超上限成本
CN-N18-06 B 无法核查
CN-CC-02 A 到期提醒 到期提醒内容
CN-CC-03 A 催收对象 要求代偿 配偶催收
CN-CC-04 A 不当催收 疑似不当 现场暴力胁迫
CN-CC-05 A 催收录音 录音保存二年
CN-CC-06 A 函件要素 函件欠款余额 函件法律依据 函件联系方式 函件异议渠道
CN-CC-07 A 异议备注 异议核实
CN-CC-08 A 协议后停催 分期期限 口头协议留痕
CN-CC22-01 B 告知受托机构
CN-CFC-01 C 暴力威胁骚扰 疑似威胁
CN-CFC-02 C 催收对象
CN-CFC-03 C 记录保存五年
CN-MLC-01 C 冒用机关 暴力威胁侮辱 误导欺骗 虚构法律程序 疑似不当
CN-MLC-02 C 散布隐私 向第三人透露
CN-MLC-03 C 催收对象 违规机构
CN-BIPC-01 B 委外前告知
CN-BIPC-02 B 冒用机关 暴力恐吓 欺诈 虚构法律程序 疑似不当
CN-BIPC-03 B 拒收后营销
CN-CIV-01 A 无法核查 进入私密空间
CN-CIV-02 A 当众侮辱 侮辱或扬言曝光
CN-CIV-03 A 向他人提供信息
CN-CIV-04 A 时效届满仍称必胜
CN-PIPL-01 A 处理依据 购买的号码 第三人的依据
CN-PIPL-02 A 无法核查
CN-PIPL-03 A 撤回同意后
CN-PIPL-04 A 委托期限外 转委托
CN-PIPL-05 A 转让告知
CN-PIPL-06 A 公开信息 扬言公开
CN-PIPL-07 A 对第三人发敏感信息 敏感信息未打码
CN-PIPL-09 A 无法核查 录音告知
CN-CRIM-01 A 催收非法债务 上门催收非法债务
CN-CRIM-02 A 制止后继续
CN-CRIM-03 A 扣押搜查 侵入住宅
CN-CRIM-04 A 侮辱诽谤敲诈
CN-CRIM-05 A 公民信息五十条 公民信息五百条 公民信息五千条
CN-CRIM-06 A 冒充国家机关人员 伪造公文线索
CN-PSA-01 B 多次侮辱恐吓 禁止接触
CN-SV-01 B 现场行为 扬言滋扰
CN-CCF-01 A 非信用卡 要件不足
CN-CRD-01 A 报送前告知 承诺消除记录
CN-LAW-01 A 无证以律师名义
CN-ATF-01 A 未登记主叫 频繁换号
CN-LOC-GD-01 C 每日五次 无关第三人
CN-LOC-GD-02 C 面谈人数 全程录音 记录要素
"""
# Part B: weak or organisational rows; a rule made of one is disabled.
PART_B = """
CN-GBT-13 C 委案间隔
CN-GBT-14 C 人员考核
CN-GBT-15 B 无法核查
CN-GBT-17 C 无法核查
CN-GBT-18 B 文字消息日上限
CN-CBA-04 B 通话间隔
CN-CBA-21 B 尚未覆盖
CN-CBA-23 C 无法核查
CN-CBA-24 C 无法核查
CN-N18-07 M 表明机构 诱导借贷 透露逾期
CN-CC-01 A 无法核查
CN-CC22-02 M 无关第三人
CN-CBA0-01 M 尚未覆盖
CN-CFC-04 C 无法核查
CN-IBL-01 M 查实后终止
CN-AST-01 B 合作名单
CN-STU-01 M 学生暴力催收
CN-PL-01 M 尚未覆盖
CN-COST-01 C 尚未覆盖
CN-CASH-01 M 暴力恐吓
CN-CIV-05 A 尚未覆盖
CN-PIPL-08 A 无法核查
CN-PSA-02 A 旧法多次侮辱恐吓
CN-AOC-01 A 聚众滋扰
CN-CPL-01 A 人格尊严 拒绝后商业信息
CN-SMS-01 M 短信签名
CN-AIL-01 C 表明智能
CN-LOC-GD-03 C 信函密封 禁止转委托
CN-LOC-QD-01 C 尚未覆盖
CN-LOC-SZ-01 M 尚未覆盖
"""
# By the letters of a row's id: the pack of its instrument, its force, and since when it holds (where it has rules).
INSTRUMENTS = """
GBT gbt45251 standard 2025-02-28
CBA cba2026 self-regulation 2026-01-30
N18 nifa2018 self-regulation 2018-03-28
CC creditcard regulation 2011-01-13
CC22 creditcard2022 normative-document 2022-07-02
CBA0 cba2026 self-regulation 2026-01-30
CFC cfc regulation 2024-04-18
MLC mlc normative-document 2024-12-31
BIPC bipc regulation 2023-03-01
IBL internetloan regulation 2020-07-12
AST loanassist normative-document 2025-10-01
STU student normative-document 2021-03-17
PL personalloan - -
COST cost - -
CASH cashloan normative-document 2017-12-01
CIV civil statute 2021-01-01
PIPL pipl statute 2021-11-01
CRIM criminal statute 1997-10-01
PSA psa statute 2026-01-01
SV softviolence normative-document 2019-04-09
AOC organisedcrime statute 2022-05-01
CCF cardfraud judicial-interpretation 2018-12-01
CRD creditreporting administrative-regulation 2013-03-15
LAW lawyers statute 2018-01-01
ATF antifraud statute 2022-12-01
CPL consumer statute 2014-03-15
SMS sms regulation 2015-06-30
AIL ailabel normative-document 2025-09-01
LOC-GD guangdong2020 self-regulation 2020-09-30
LOC-QD qingdao2023 - -
LOC-SZ shenzhen - -
"""
# Rows of articles that are younger or older than the rest of their pack.
SINCE = {
    "CN-CRIM-01": "2021-03-01", "CN-CRIM-02": "2013-07-22", "CN-CRIM-05": "2017-06-01", "CN-PSA-02": "2013-01-01",
}  # fmt: skip
THROUGH = {"CN-PSA-02": "2025-12-31"}
# Rules that go beyond the text of their row: good practice or a house limit, disabled, and of the force of a policy.
BEYOND_THE_ROW = {"cn.pipl.录音告知": "unverified", "cn.gbt45251.文字消息日上限": "reported"}
# Lists of words that need their context: a hit is for review.
CONTEXT_LISTS = {
    "威胁暗示", "疑似机关", "诈骗指控", "律师用语", "贬损用语", "走访用语", "筹款暗示", "最后期限用语", "拒绝联系迹象",
}  # fmt: skip
# Every figure of every rule, as the source table has it: a count, a span of days, hours in the day, or a unit of the
# calendar. Years are days (730 and 1826 are the shortest two and five years, 1096 the longest three, 89 the shortest three
# months), and `49` is `fewer than 50`. What stands in no rule's line is set by the site.
FIGURES = """
cn.gbt45251.夜间 08:00-22:00
cn.gbt45251.跨越22时 60min 21:00-22:00 30min 21:30-22:00 15min 21:45-22:00 10min 21:50-22:00 5min 21:55-22:00 1min 21:59-22:00
cn.gbt45251.每日拨通 3 day
cn.gbt45251.每日有效通话 3 day
cn.gbt45251.每日上门 1 day
cn.gbt45251.上门人数 2
cn.gbt45251.上门人数上限 3
cn.gbt45251.记录保存二年 730d
cn.gbt45251.委案间隔 7d
cn.gbt45251.人员考核 365d
cn.gbt45251.文字消息日上限 day
cn.cba2026.夜间 08:00-22:00
cn.cba2026.未接通次数 6 day
cn.cba2026.联系第三人前提 3 1d 3consecutive
cn.cba2026.外访人数 2
cn.nifa2018.记录保存五年 1826d
cn.creditcard.录音保存二年 730d
cn.creditcard.分期期限 60
cn.cfc.记录保存五年 1826d
cn.civil.时效届满仍称必胜 1096d
cn.criminal.公民信息五十条 49
cn.criminal.公民信息五百条 499
cn.criminal.公民信息五千条 4999
cn.psa.多次侮辱恐吓 2
cn.psa.旧法多次侮辱恐吓 2
cn.cardfraud.要件不足 50000 30d 89d
cn.antifraud.频繁换号 day
cn.guangdong2020.每日五次 5 day
cn.guangdong2020.面谈人数 2
"""
