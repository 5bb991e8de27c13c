"""The Chinese packs cover the source table row by row, say how sure they are, and find words in disguise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from auditor.checking import CheckResult, check
from auditor.diagnostics import render
from auditor.language import core as c
from auditor.language.checked import CheckedRule, Pack
from auditor.language.declarations import Const, WordList
from auditor.shipped import rules_path
from auditor.value_types import NUMBER
from auditor.wording import Matcher

FOLDER = rules_path() / "cn"

# The rows of the source table (part A: each a rule or a clause) with the table's confidence:
# A the text was read, B and C reported, M from memory.
PART_A = """
CN-GBT-01 B  CN-GBT-02 B  CN-GBT-03 B  CN-GBT-04 B  CN-GBT-05 B  CN-GBT-06 B  CN-GBT-07 B  CN-GBT-08 B  CN-GBT-09 C
CN-GBT-10 C  CN-GBT-11 C  CN-GBT-12 B  CN-GBT-16 C
CN-CBA-01 B  CN-CBA-02 B  CN-CBA-03 B  CN-CBA-05 B  CN-CBA-06 B  CN-CBA-07 B  CN-CBA-08 B  CN-CBA-09 B  CN-CBA-10 C
CN-CBA-11 B  CN-CBA-12 C  CN-CBA-13 C  CN-CBA-14 B  CN-CBA-15 B  CN-CBA-16 B  CN-CBA-17 B  CN-CBA-18 B  CN-CBA-19 B
CN-CBA-20 C  CN-CBA-22 B
CN-N18-01 B  CN-N18-02 B  CN-N18-03 B  CN-N18-04 B  CN-N18-05 B  CN-N18-06 B
CN-CC-02 A  CN-CC-03 A  CN-CC-04 A  CN-CC-05 A  CN-CC-06 A  CN-CC-07 A  CN-CC-08 A  CN-CC22-01 B
CN-CFC-01 C  CN-CFC-02 C  CN-CFC-03 C  CN-MLC-01 C  CN-MLC-02 C  CN-MLC-03 C  CN-BIPC-01 B  CN-BIPC-02 B  CN-BIPC-03 B
CN-CIV-01 A  CN-CIV-02 A  CN-CIV-03 A  CN-CIV-04 A
CN-PIPL-01 A  CN-PIPL-02 A  CN-PIPL-03 A  CN-PIPL-04 A  CN-PIPL-05 A  CN-PIPL-06 A  CN-PIPL-07 A  CN-PIPL-09 A
CN-CRIM-01 A  CN-CRIM-02 A  CN-CRIM-03 A  CN-CRIM-04 A  CN-CRIM-05 A  CN-CRIM-06 A
CN-PSA-01 B  CN-SV-01 B  CN-CCF-01 A  CN-CRD-01 A  CN-LAW-01 A  CN-ATF-01 A  CN-LOC-GD-01 C  CN-LOC-GD-02 C
"""
# Part B: weak or organisational rows; a rule made of one is disabled.
PART_B = """
CN-GBT-13 C  CN-GBT-14 C  CN-GBT-15 B  CN-GBT-17 C  CN-GBT-18 B  CN-CBA-04 B  CN-CBA-21 B  CN-CBA-23 C  CN-CBA-24 C
CN-N18-07 M  CN-CC-01 A  CN-CC22-02 M  CN-CBA0-01 M  CN-CFC-04 C  CN-IBL-01 M  CN-AST-01 B  CN-STU-01 M  CN-PL-01 M
CN-COST-01 C  CN-CASH-01 M  CN-CIV-05 A  CN-PIPL-08 A  CN-PSA-02 A  CN-AOC-01 A  CN-CPL-01 A  CN-SMS-01 M  CN-AIL-01 C
CN-LOC-GD-03 C  CN-LOC-QD-01 C  CN-LOC-SZ-01 M
"""
PACK_OF = {
    "GBT": "gbt45251", "CBA": "cba2026", "CBA0": "cba2026", "N18": "nifa2018", "CC": "creditcard", "CC22": "creditcard2022",
    "CFC": "cfc", "MLC": "mlc", "BIPC": "bipc", "CIV": "civil", "PIPL": "pipl", "CRIM": "criminal", "PSA": "psa",
    "SV": "softviolence", "CCF": "cardfraud", "CRD": "creditreporting", "LAW": "lawyers", "ATF": "antifraud",
    "LOC-GD": "guangdong2020", "IBL": "internetloan", "AST": "loanassist", "STU": "student", "PL": "personalloan",
    "COST": "cost", "CASH": "cashloan", "AOC": "organisedcrime", "CPL": "consumer", "SMS": "sms", "AIL": "ailabel",
    "LOC-QD": "qingdao2023", "LOC-SZ": "shenzhen",
}  # fmt: skip
# Rules of a row that say less of their basis than the row does, because they go beyond its text.
BEYOND_THE_ROW = {"cn.pipl.录音告知"}
# Lists of words that need their context: a hit is for review.
CONTEXT_LISTS = {
    "威胁暗示", "疑似机关", "诈骗指控", "律师用语", "贬损用语", "走访用语", "筹款暗示", "最后期限用语", "拒绝联系迹象",
}  # fmt: skip
# Every figure that a Chinese rule may hold: those of the source table, and years as days (730 and 1826 are the shortest
# two and five years, 1096 the longest three years, 89 the shortest three months; N - 1 where N and more is meant).
FIGURES = {0, 1, 2, 3, 5, 6, 60, 49, 499, 4999, 50000}
LENGTHS = {1, 3, 7, 30, 89, 365, 730, 1096, 1826}


def rows(table: str) -> dict[str, str]:
    """Row ids and their confidence."""
    parts = table.split()
    return dict(zip(parts[::2], parts[1::2], strict=True))


A, B = rows(PART_A), rows(PART_B)


@pytest.fixture(scope="module")
def result() -> CheckResult:
    """The Chinese packs, checked, with their examples run."""
    return check(["cn"])


@pytest.fixture(scope="module")
def packs(result: CheckResult) -> list[Pack]:
    """The Chinese packs."""
    return [result.library.packs[id].checked.pack for id in result.library.chosen]


def rules_of(packs: list[Pack]) -> dict[str, CheckedRule]:
    """Every rule by its id."""
    return {rule.facts.id: rule for pack in packs for rule in pack.rules}


def marked() -> Iterator[tuple[str, str, str, str]]:
    """Every `# CN-...` line with what the next line begins: row id, pack folder, `规则` or `条款`, name or citation."""
    for path in sorted(FOLDER.rglob("*.rules")):
        lines = path.read_text(encoding="utf-8").split("\n")
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            if re.fullmatch(r"# CN-[A-Z0-9-]+", line):
                kind, _, rest = following.partition(" ")
                yield line[2:], path.parent.name, kind, rest.split(" ")[0]


# --- coverage ---------------------------------------------------------------------------------------------------


def test_packs_are_sound(result: CheckResult) -> None:
    """The checker finds nothing wrong, and every example holds."""
    assert not result.problems, "\n".join(render(problem) for problem in result.problems)
    assert result.examples
    assert all(example.passed for example in result.examples)


def test_the_table_is_whole() -> None:
    """The source table has 82 rows in part A and 30 in part B."""
    assert (len(A), len(B)) == (82, 30)
    assert not A.keys() & B.keys()


@pytest.mark.parametrize("row", [*A, *B])
def test_every_row_is_a_rule_or_a_clause_of_its_pack(row: str) -> None:
    """Every row of the source table stands before a rule or a clause, in the pack of its instrument and nowhere else."""
    found = [(folder, kind) for id, folder, kind, _ in marked() if id == row]
    assert found
    family = row.removeprefix("CN-").rpartition("-")[0]
    assert {folder for folder, _ in found} == {PACK_OF[family]}
    assert {kind for _, kind in found} <= {"规则", "条款"}


def test_every_rule_names_its_row(packs: list[Pack]) -> None:
    """Every rule has a row of the source table on the line before it, and no row is invented."""
    named = {name: row for row, _, kind, name in marked() if kind == "规则"}
    assert named.keys() == rules_of(packs).keys()
    assert {row for row, *_ in marked()} <= A.keys() | B.keys()


def test_rules_of_part_b_are_disabled(packs: list[Pack]) -> None:
    """A rule made of a weak row is off until someone turns it on, and says why."""
    rules = rules_of(packs)
    weak = [name for row, _, kind, name in marked() if kind == "规则" and row in B]
    assert weak
    assert all(rules[name].facts.disabled for name in weak)


def test_conflicts_are_recorded_and_not_coded(packs: list[Pack]) -> None:
    """Each of the ten disagreements between sources stands in a disputed clause."""
    disputed = " ".join(clause.why for pack in packs for clause in pack.clauses if clause.kind == "disputed")
    assert all(f"（分歧X{number}）" in disputed for number in range(1, 11))


def test_the_main_packs_are_full(packs: list[Pack]) -> None:
    """The three packs for which the project was begun hold what their instruments say that a log can show."""
    sizes = {pack.id: len(pack.rules) for pack in packs}
    assert sizes["cn.gbt45251"] >= 20
    assert sizes["cn.cba2026"] >= 20
    assert sizes["cn.creditcard"] >= 10


# --- what a rule says of itself ---------------------------------------------------------------------------------


def test_every_rule_says_where_it_comes_from(packs: list[Pack]) -> None:
    """Every rule cites, says how sure that is, what force it has, from when it holds, and when the source was read."""
    for pack in packs:
        for rule in pack.rules:
            facts = rule.facts
            assert facts.id.startswith(f"{pack.id}.")
            assert facts.cites
            assert facts.basis
            assert facts.force
            assert facts.since is not None, facts.id
            assert facts.read_on or pack.read_on, facts.id


def test_basis_is_that_of_the_row(packs: list[Pack]) -> None:
    """Verified only where the text was read, reported where others say so, else unverified."""
    basis = {"A": "verified", "B": "reported", "C": "reported", "M": "unverified"}
    rules = rules_of(packs)
    for row, _, kind, name in marked():
        if kind == "规则" and name not in BEYOND_THE_ROW:
            assert rules[name].facts.basis == basis[{**A, **B}[row]], name


def test_advice_weighs_less_than_a_ban(packs: list[Pack]) -> None:
    """What an instrument only advises is low or for review."""
    rules = rules_of(packs)
    assert rules["cn.cba2026.未接通次数"].facts.severity == "low"
    assert rules["cn.gbt45251.上门人数上限"].facts.severity == "review"


def test_words_that_need_their_context_are_for_review(packs: list[Pack]) -> None:
    """A hit in a list of doubtful words never is more than a review, unless a pattern of dates makes it one."""
    for rule in rules_of(packs).values():
        lists = {node.words.name for node in c.walk((rule.form, rule.unless)) if isinstance(node, c.Mentions)}
        if lists & CONTEXT_LISTS and rule.facts.id != "cn.cba2026.反复的最后期限":
            assert rule.facts.severity == "review", rule.facts.id


def test_every_rule_has_both_sides(packs: list[Pack]) -> None:
    """Every rule has a row that it catches and a row that it lets pass."""
    for pack in packs:
        for rule in pack.rules:
            verdicts = {e.verdict for x in pack.examples if x.rule == rule.facts.id for e in x.events}
            assert {"violation", "compliant"} <= verdicts, rule.facts.id


def test_no_figure_of_our_own(packs: list[Pack]) -> None:
    """Every number in a rule is one of the source table, or a year in days; other figures are set by the site."""
    for rule in rules_of(packs).values():
        for node in c.walk((rule.form, rule.unless, rule.applies)):
            if isinstance(node, Const) and node.type == NUMBER and isinstance(node.value, Decimal):
                assert node.value in FIGURES, (rule.facts.id, node.value)
            if isinstance(node, c.Distance) and node.kind == "days":
                assert node.amount in LENGTHS, (rule.facts.id, node.amount)
            if isinstance(node, c.ConsecutiveDays):
                assert node.days in LENGTHS, (rule.facts.id, node.days)


def test_word_files_are_lists() -> None:
    """A word file is UTF-8, one phrase a line, none twice, and no phrase holds an evasion written by hand."""
    for path in sorted(Path(FOLDER / "common" / "words").glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        phrases = [line for line in lines if line and not line.startswith("#")]
        assert phrases, path.name
        assert len(phrases) == len(set(phrases)), path.name
        assert all(re.fullmatch(r"[一-龥A-Z0-9]+", phrase) for phrase in phrases), path.name


# --- words in disguise ------------------------------------------------------------------------------------------

# By the number of the list in the source table: the word lists, evasions that must hit (inserted marks and spaces, full
# width, invisible characters, traditional script, homophones, pinyin), and innocent sentences that must not.
WORDING: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "L1": (
        ("威胁恐吓", "威胁暗示"),
        (
            "再不还就打 断 你 的 腿", "让 你 消失", "弄*死*你", "打断·你·的·腿", "弄\u200b死\u200b你", "带人堵妳",
            "讓你消失", "準備棺材吧", "打斷你的腿", "弄四你", "nong死你", "知道你家住那儿，知道你家注哪", "小心-你-的-命",
            "走 着 瞧", "敬酒不吃吃罚久", "后果-自负", "後果自負", "黑社會的人会来",
        ),
        (
            "请提醒老人，小心你家人受骗", "我们不会带人堵你", "请收拾你的材料来网点办理", "浪费了你的时间，不好意思",
            "我们不是黑社会，请放心", "今天路滑出门小心点", "您知道上的那个链接吗", "不知道你家住哪，请登记地址",
        ),
    ),
    "L2": (
        ("冒充机关", "疑似机关"),
        (
            "我是公 安 局的", "我是公案局的", "我是公\u2060安局", "我是法院地", "我是灋院的", "經偵大隊", "经·侦·大·队",
            "经侦大对找你", "刑*警*队", "形警队", "银保监会工作人圆", "銀保監會工作人員", "我是派岀所", "我是派出索",
            "公检法连合办案", "专 案 组", "轉案组", "協助調查", "法wu部",
        ),
        (
            "请勿相信自称公安的来电", "有人自称经侦大队，请勿理会", "谨防冒充网警大队的诈骗", "我不是公安局的，我是银行的",
            "我们官网经常更新公告", "无法关闭提醒请联系客服", "警方提醒：谨防诈骗", "您已经方便了吗",
        ),
    ),
    "L3": (
        ("立案用语", "抓捕用语", "信用卡犯罪用语", "诈骗指控", "律师用语"),
        (
            "已 立 案", "已\u200b立\u200b案", "巳经立案？已力案", "已利案", "已经启诉", "已经起訴", "已经qi诉", "法院传票以发出",
            "法元传票已发出", "法院傳票已發出", "強制執行令", "拘-留-通-知-书", "居留通知书", "坐.牢", "座牢", "做牢", "zuo牢",
            "拘留１５天", "拘留1 5天", "拘留⑮天", "信用咔诈骗", "信用卡詐騙罪", "恶 意 透 支", "律師函", "绿师函", "lǜ师函", "律*师*函",
        ),
        (
            "如仍不处理，我司可能依法提起诉讼", "我行保留诉讼权利", "公安机关立案侦查诈骗短信案", "您不会坐牢，请放心",
            "尚未立案", "谨防贷款诈骗", "利率所产生的费用", "房屋坐落于本市", "工作牢记客户至上", "您可以咨询律所",
        ),
    ),
    "L4": (
        ("侮辱谩骂", "侮辱字眼", "贬损用语"),
        (
            "老*赖", "老癞", "老赖来了", "老 赖", "lao赖", "老賴", "不要睑，不-要-脸", "不要脸", "王·八·蛋", "王八旦", "垃\u200b圾", "垃 圾", "混旦",
            "穷诡", "窮鬼", "骗 子", "騙子", "人·渣", "廢物", "賤人", "丟人现眼", "做人要講良心", "没涼心",
        ),
        (
            "谨防骗子", "请不要骗自己，也请核对出生日期", "垃圾短信可以拦截", "收件人与寄件人一致", "不要连接陌生网络",
            "网上购东西要小心", "无来源的资金请勿使用", "您说啥子", "金额意味着还款压力", "请问这是他妈的电话吗", "片子拍好了",
        ),
    ),
    "L5": (
        ("曝光扬言", "走访用语"),
        (
            "爆·通·讯·录", "暴通讯录", "曝通讯录", "爆通訊錄", "bao通讯录", "爆tong讯录", "爆 通 讯 录", "爆\u200b通讯录", "Ｐ图", "p图",
            "发 抖 音", "曝_光_你", "掛网上", "找 你 领导", "貼小区", "群发給你亲友", "上门走坊", "尚门走访", "上門走訪",
        ),
        (
            "我们不会告诉你父母", "不影响孩子上学", "请更新您的通讯录", "可在挂网上银行办理", "我们不会上门走访",
            "请上门店咨询", "照片已更新", "曝光率统计",
        ),
    ),
    "L6": (
        ("债务信息", "债务字眼", "代偿要求"),
        (
            "他有欠-款", "他欠 款了", "借\u200b款没还", "網貸", "网带", "网袋", "华呗", "花贝", "姐呗", "崔收", "cui收", "催·收", "贷 款", "貸款",
            "逾 期", "逾\u200b期", "本 金", "利*息", "失-信", "父債子還", "你替她還", "家 属 代 还", "违约今",
        ),
        (
            "麻烦转告张先生回电", "请问他现在的联系方式", "我是某某小额贷款公司的", "这与预期不符", "由于期限问题请他回电",
            "您是信先生吗", "之前我们联系过他", "信息已收到", "不便透露欠款情况", "遗失信用卡请挂失",
        ),
    ),
    "L7": (
        ("诱导筹款", "额外收费", "筹款暗示"),
        (
            "借新還舊", "借 新 还 旧", "借心还旧", "以贷养袋", "以*贷*养*贷", "信用咔套现", "花呗套線", "套现还宽", "轉到我個人賬戶",
            "转到我个人帐户", "打到我威信", "扫\u200b我\u200b的\u200b码", "掃我的碼", "交手续费撤按", "催收沸", "外访费用", "凑-一-凑", "再貸一筆",
        ),
        (
            "切勿以贷养贷", "不建议借新还旧", "出去买菜了吗", "买房还贷压力大", "您是卖什么的", "不收催收费", "请通过官方App还款",
            "不要转到我个人账户以外的说法请勿相信",
        ),
    ),
    "L8": (
        ("征信承诺", "征信恐吓"),
        (
            "洗白正信", "洗白徵信", "洗 白 征 信", "洗白zheng信", "征·信·修·复", "征信修覆", "怔信修复", "删除征信纪录", "刪除徵信記錄",
            "帮你消\u200b除征信", "终身征信乌点，终生征信污点", "終身徵信污點", "子女不能考功", "身份正作废", "一辈子不能代款", "子-女-不-能-上-大-学",
        ),
        (
            "逾期信息将依法报送征信系统", "警惕征信修复骗局", "我们无法删除征信记录", "不存在终身征信污点", "征信报告可以自行查询",
            "孩子可以正常上大学",
        ),
    ),
    "L9": (
        ("虚构名单", "夸大数额", "最后期限用语"),
        (
            "行业黑名蛋", "行業黑名單", "行 业 黑 名 单", "大数据黑\u200b名\u200b单", "信用嘿库", "全国联网黑名单", "网带联盟名单", "违约金番倍",
            "違約金翻倍", "罚息·按天·翻倍", "全額加倍", "最后通碟", "最後通牒", "最-后-一-次-机-会", "最后一次鸡会", "今日必需结清",
        ),
        (
            "不存在大数据黑名单", "不是最后一次机会，请慢慢协商", "还款日为每月10日", "罚息按合同计收", "黑色名片已寄出",
            "名单以公示为准",
        ),
    ),
    "L10": (
        ("滋扰用语", "滋扰字眼"),
        (
            "花 圈", "花\u200b圈", "花·圈", "播放哀樂", "泼油七", "潑油漆", "短信哄炸", "短 信 轰 炸", "驗證碼轟炸", "呼-死-你", "呼si你", "大喇吧",
            "报假井", "斷水斷電", "堵 门", "堵門", "棺材圖", "跟棕你",
        ),
        (
            "祝你家庭幸福", "如遭遇短信轰炸请联系客服", "我们不会堵门", "请画圈标注", "部门负责人会联系", "跟踪你的申请进度",
            "打字报告已完成", "全都门票包含",
        ),
    ),
    "L11": (
        ("拒绝联系用语", "拒绝联系迹象"),
        (
            "别 再 打 了", "別再打了", "别在打了", "不要在打", "不-要-再-打", "别联系沃", "別聯繫我", "不要連系我", "停止聯繫", "停zhi联系",
            "请不要搔扰", "再打我抱警", "拒絕聯系", "我不認識他", "打 错 了", "退 订", "退訂", "我要投訴",
        ),
        (
            "好的，我会转告他", "不要再打错字了", "我在开会，晚点说", "下午可以打给我", "怎么退订单", "他换号码了", "退定金吗",
        ),
    ),
}  # fmt: skip
LISTS = sorted(WORDING, key=lambda name: int(name[1:]))


@pytest.fixture(scope="module")
def matchers(packs: list[Pack]) -> dict[str, Matcher]:
    """A matcher for the word lists of each number."""
    common = next(pack for pack in packs if pack.id == "cn.common")
    lists: dict[str, WordList] = {words.name: words for words in common.words}
    return {number: Matcher([lists[name] for name in names]) for number, (names, _, _) in WORDING.items()}


def test_enough_evasions_and_innocents() -> None:
    """Each list is tried with ten evasions and five innocent sentences, or more."""
    assert len(WORDING) == 11
    assert all(len(evasions) >= 10 and len(innocent) >= 5 for _, evasions, innocent in WORDING.values())


@pytest.mark.parametrize(("number", "text"), [(number, text) for number in LISTS for text in WORDING[number][1]])
def test_evasions_are_found(number: str, text: str, matchers: dict[str, Matcher]) -> None:
    """A phrase in disguise is found, and its span is in the original text."""
    hits = matchers[number].hits(text)
    assert hits
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)


@pytest.mark.parametrize(("number", "text"), [(number, text) for number in LISTS for text in WORDING[number][2]])
def test_innocent_sentences_are_left_alone(number: str, text: str, matchers: dict[str, Matcher]) -> None:
    """A sentence that only looks or sounds like a phrase, denies it or warns of it is no hit."""
    assert matchers[number].hits(text) == []


def test_every_phrase_is_found_as_written(packs: list[Pack]) -> None:
    """No phrase is cancelled by the exceptions of its own list."""
    common = next(pack for pack in packs if pack.id == "cn.common")
    for words in common.words:
        found = Matcher([words]).hits_of([f"，{phrase}。" for phrase in words.phrases])
        missing = [phrase for phrase, hits in zip(words.phrases, found, strict=True) if not hits]
        assert not missing, (words.name, missing)


def test_every_exception_excuses_something(packs: list[Pack]) -> None:
    """An exception that overlaps nothing that its list would find is idle."""
    common = next(pack for pack in packs if pack.id == "cn.common")
    for words in common.words:
        bare = WordList(words.name, words.pack, words.title, words.phrases, (), words.tolerances)
        found = Matcher([bare]).hits_of(list(words.exceptions))
        idle = [text for text, hits in zip(words.exceptions, found, strict=True) if not hits]
        assert not idle, (words.name, idle)
