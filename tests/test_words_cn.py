"""The Chinese word lists hear a phrase in disguise, and leave ordinary lawful collection texts alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import opencc
import pytest

from auditor.language.declarations import WordList
from auditor.packs import load
from auditor.shipped import rules_path
from auditor.wording import Matcher

FILES = rules_path() / "cn" / "common" / "words"


@dataclass(frozen=True)
class Trial:
    """The word lists of a number of the source table, and what they are tried with.

    disguised: by the kind of disguise, texts in which they must find something. lawful: texts in which they must not.
    """

    lists: tuple[str, ...]
    disguised: dict[str, tuple[str, ...]]
    lawful: tuple[str, ...]


KINDS = ("symbols", "spaces", "zero-width", "width", "traditional", "homophones", "pinyin")

TRIALS = {
    "L1": Trial(
        ("威胁恐吓", "威胁暗示"),
        {
            "symbols": ("弄*死*你", "打断·你·的·腿", "小心-你-的-命", "家/破/人/亡", "让👊你👊消👊失"),
            "spaces": ("再不还就打 断 你 的 腿", "让 你 消失", "走 着 瞧", "卸 你 胳 膊"),
            "zero-width": ("弄\u200b死\u200b你", "砍\u2060死", "饶\ufeff不了你"),
            "width": ("ｎｏｎｇ死你", "打断　你的　腿", "弄＊死＊你"),
            "traditional": ("讓你消失", "準備棺材吧", "打斷你的腿", "後果自負", "黑社會的人会来", "給你點顏色看看"),
            "homophones": ("弄四你", "带人堵妳", "知道你家住那儿，知道你家注哪", "敬酒不吃吃罚久", "不得好四", "要了你的茗"),
            "pinyin": ("nong死你", "kan死", "da断你的腿"),
        },
        (
            "请提醒老人，小心你家人受骗", "我们不会带人堵你", "请收拾你的材料来网点办理", "浪费了你的时间，不好意思",
            "我们不是黑社会，请放心", "今天路滑出门小心点", "您知道上的那个链接吗", "不知道你家住哪，请登记地址",
            "我们不会派人过去，请您放心", "本行禁止以弄死你之类的言语威胁客户", "请告诉我要你的名字和工号",
            "贷款如有问题请等着桥西网点回电", "我们绝不会让你家破人亡，请理性看待", "您少了你家那张水费单",
        ),
    ),
    "L2": Trial(
        ("冒充机关", "疑似机关"),
        {
            "symbols": ("经-侦-大-队", "刑*警*队", "我是·法院·的", "专🚔案🚔组", "这里是/人民法院"),
            "spaces": ("我是公 安 局的", "专 案 组", "办 案 民 警", "经侦 大队找你"),
            "zero-width": ("我是公\u2060安局", "经\u200b侦\u200b大\u200b队", "网警\ufeff大队"),
            "width": ("我是ｇｏｎｇ安局", "刑　警　队", "经＊侦＊大＊队"),
            "traditional": ("經偵大隊", "銀保監會工作人員", "協助調查", "轉专案組", "執行局法官", "聯合執法組"),
            "homophones": ("我是公案局的", "我是法院地", "经侦大对找你", "形警队", "银保监会工作人圆", "我是派出索", "公检法连合办案"),
            "pinyin": ("法wu部", "经zhen大队", "我是fa院的", "xing警队"),
        },
        (
            "请勿相信自称公安的来电", "有人自称经侦大队，请勿理会", "谨防冒充网警大队的诈骗", "我不是公安局的，我是银行的",
            "我们官网经常更新公告", "无法关闭提醒请联系客服", "警方提醒：谨防诈骗", "您已经方便了吗",
            "如有人自称某某市刑警队，请拨打110核实", "如遇自称办案民警要求转账，请挂断", "我行不会以经侦支队名义联系您",
            "本机构禁止员工冒充法院书记员", "您也可以向法院立案庭咨询", "声称是专案组的来电都是诈骗",
        ),
    ),
    "L3": Trial(
        ("立案用语", "抓捕用语", "信用卡犯罪用语", "诈骗指控", "律师用语"),
        {
            "symbols": ("拘-留-通-知-书", "坐.牢", "律*师*函", "已/立/案", "强🔨制🔨执🔨行🔨令"),
            "spaces": ("已 立 案", "恶 意 透 支", "法院 传票 已发出", "吃 牢 饭"),
            "zero-width": ("已\u200b立\u200b案", "坐\u2060牢", "律师\ufeff函"),
            "width": ("拘留１５天", "ｚｕｏ牢", "律＊师＊函", "判刑３年"),
            "traditional": ("已经起訴", "法院傳票已發出", "強制執行令", "信用卡詐騙罪", "律師函", "拘畱通知书", "逮捕你、送你進去"),
            "homophones": (
                "巳经立案？已力案", "已利案", "已经启诉", "法元传票已发出", "居留通知书", "座牢", "做牢", "信用咔诈骗",
                "绿师函", "律狮函", "蹲监玉", "判你型",
            ),
            "pinyin": ("已经qi诉", "zuo牢", "已li案", "lǜ师函", "lv师函"),
            "digits": ("拘留1 5天", "拘留⑮天", "拘留1-5天", "拘留１·５天"),
        },
        (
            "如仍不处理，我司可能依法提起诉讼", "我行保留诉讼权利", "公安机关立案侦查诈骗短信案", "您不会坐牢，请放心",
            "尚未立案", "谨防贷款诈骗", "利率所产生的费用", "房屋坐落于本市", "工作牢记客户至上", "您可以咨询律所",
            "民事欠款不会判刑坐牢", "请远离金融诈骗", "我司可能以起诉方式主张权利", "您的贷款申请批不下来",
            "警惕谎称已立案的诈骗电话", "您居留证上的地址有变化吗", "自称法院传票已寄出的短信请勿点击",
        ),
    ),
    "L4": Trial(
        ("侮辱谩骂", "侮辱字眼", "贬损用语"),
        {
            "symbols": ("老*赖", "王·八·蛋", "不-要-脸", "人·渣", "缩🐢头🐢乌🐢龟"),
            "spaces": ("老 赖", "垃 圾", "骗 子", "窝 囊 废"),
            "zero-width": ("垃\u200b圾", "老\u2060赖", "废\ufeff物"),
            "width": ("ｌａｏ赖", "老　赖", "傻Ｂ"),
            "traditional": ("老賴", "窮鬼", "騙子", "廢物", "賤人", "丟人现眼", "做人要講良心", "社會敗類"),
            "homophones": ("老癞", "老赖来了，不要睑", "王八旦", "混旦", "穷诡", "没涼心", "癞皮苟", "不知廉齿"),
            "pinyin": ("lao赖", "wang八蛋", "不要lian"),
        },
        (
            "谨防骗子", "请不要骗自己，也请核对出生日期", "垃圾短信可以拦截", "收件人与寄件人一致", "不要连接陌生网络",
            "网上购东西要小心", "无来源的资金请勿使用", "您说啥子", "金额意味着还款压力", "请问这是他妈的电话吗", "片子拍好了",
            "我们没有恶意，只想帮您协商", "如遇骗子请拨打官方客服", "警惕冒充客服的骗子", "这是操作失败类型的提示",
            "本行员工不得使用不要脸等侮辱性言语", "您的投诉涉及腐败类线索的，请向纪检部门反映",
        ),
    ),
    "L5": Trial(
        ("曝光扬言", "走访用语"),
        {
            "symbols": ("爆·通·讯·录", "曝_光_你", "挂/网/上", "💣通讯录，爆💣通讯录", "通知-你-单位"),
            "spaces": ("爆 通 讯 录", "发 抖 音", "找 你 领导", "上 门 走 访"),
            "zero-width": ("爆\u200b通讯录", "曝光\u2060你", "告诉\ufeff你父母"),
            "width": ("Ｐ图", "ｂａｏ通讯录", "曝＿光＿你"),
            "traditional": ("爆通訊錄", "掛网上", "貼小区", "群发給你亲友", "上門走訪", "讓你身敗名裂"),
            "homophones": ("暴通讯录", "曝通讯录", "上门走坊", "尚门走访", "让你射死", "去你单味闹"),
            "pinyin": ("bao通讯录", "爆tong讯录", "shang门走访", "p图"),
        },
        (
            "我们不会告诉你父母", "不影响孩子上学", "请更新您的通讯录", "可在挂网上银行办理", "我们不会上门走访",
            "请上门店咨询", "照片已更新", "曝光率统计", "我们不会随便去你单位闹", "我行绝不会把您的情况告诉你家人",
            "本机构严禁爆通讯录", "您可以告诉你家人，一起商量还款计划", "不会上门，请您放心",
            "工作人员不得擅自通知你单位", "请勿把身份证照片发到网上",
        ),
    ),
    "L6": Trial(
        ("债务信息", "债务字眼", "代偿要求"),
        {
            "symbols": ("他有欠-款", "催·收", "利*息", "父/债/子/还", "花💰呗"),
            "spaces": ("他欠 款了", "贷 款", "逾 期", "家 属 代 还"),
            "zero-width": ("借\u200b款没还", "逾\u200b期", "花\u2060呗"),
            "width": ("ｃｕｉ收", "逾　期", "欠＊款"),
            "traditional": ("網貸", "貸款", "父債子還", "你替她還", "債務", "夫妻共同債務"),
            "homophones": ("网带", "网袋", "华呗", "花贝", "姐呗", "崔收", "违约今"),
            "pinyin": ("cui收", "dai款", "hua呗"),
        },
        (
            "麻烦转告张先生回电", "请问他现在的联系方式", "我是某某小额贷款公司的", "这与预期不符", "由于期限问题请他回电",
            "您是信先生吗", "之前我们联系过他", "信息已收到", "不便透露欠款情况", "遗失信用卡请挂失",
            "您不用替他做什么，转告一声就好", "这个号码还是他在用吗", "他还在原来的公司上班吗", "我们不会要求家人代还",
            "您这边网络带宽好像不稳", "大概一百条消息以前", "请他方便时回个电话，谢谢",
        ),
    ),
    "L7": Trial(
        ("诱导筹款", "额外收费", "筹款暗示"),
        {
            "symbols": ("以*贷*养*贷", "凑-一-凑", "卖·肾", "转/到/我/个/人/账/户", "套💳现💳还💳款"),
            "spaces": ("借 新 还 旧", "催 收 费", "扫 我 的 码", "借 高 利 贷"),
            "zero-width": ("扫\u200b我\u200b的\u200b码", "卖\u2060肾", "借新\ufeff还旧"),
            "width": ("ｊｉｅ新还旧", "凑　一　凑", "以＊贷＊养＊贷"),
            "traditional": ("借新還舊", "轉到我個人賬戶", "掃我的碼", "再貸一筆", "賣房還"),
            "homophones": (
                "借心还旧", "以贷养袋", "信用咔套现", "花呗套線", "套现还宽", "转到我个人帐户", "打到我威信", "交手续费撤按",
                "催收沸", "外访费用",
            ),
            "pinyin": ("借xin还旧", "以dai养贷", "扫wo的码"),
        },
        (
            "切勿以贷养贷", "不建议借新还旧", "出去买菜了吗", "买房还贷压力大", "您是卖什么的", "不收催收费", "请通过官方App还款",
            "不要转到我个人账户以外的说法请勿相信", "请远离套路贷，不要借高利贷", "我行不会要求您扫我的码付款",
            "您现在是卖车还是租车呢", "这笔朋友借钱还没到账吧", "请核对网络贷款合同编号", "逾期费用以账单为准，没有撤案费",
            "严禁员工收取停催费",
        ),
    ),
    "L8": Trial(
        ("征信承诺", "征信恐吓"),
        {
            "symbols": ("征·信·修·复", "子-女-不-能-上-大-学", "洗/白/征/信", "终*身*征*信*污*点", "删除❌征信❌记录"),
            "spaces": ("洗 白 征 信", "征 信 黑 名 单", "身份证 作废", "修复 征信"),
            "zero-width": ("帮你消\u200b除征信", "洗白\u2060征信", "身份证\ufeff作废"),
            "width": ("洗白ｚｈｅｎｇ信", "洗　白　征　信", "终身＊征信＊污点"),
            "traditional": ("洗白徵信", "刪除徵信記錄", "終身徵信污點", "身份證作廢", "影響子孫三代"),
            "homophones": (
                "洗白正信", "征信修覆", "怔信修复", "删除征信纪录", "终身征信乌点，终生征信污点", "子女不能考功", "身份正作废",
                "一辈子不能代款",
            ),
            "pinyin": ("洗白zheng信", "征信xiu复", "zhong身征信污点"),
        },
        (
            "逾期信息将依法报送征信系统", "警惕征信修复骗局", "我们无法删除征信记录", "不存在终身征信污点", "征信报告可以自行查询",
            "孩子可以正常上大学", "请您联系征信中心核实", "信息征信授权书已签署", "任何机构都无法删除逾期记录",
            "声称能修复征信的都是诈骗", "还清后五年不良记录会按规定删除", "我们不会冻结你的微信", "请勿轻信征信洗白广告",
        ),
    ),
    "L9": Trial(
        ("虚构名单", "夸大数额", "最后期限用语"),
        {
            "symbols": ("最-后-一-次-机-会", "罚息·按天·翻倍", "行/业/黑/名/单", "全*额*加*倍", "最后⏰通牒"),
            "spaces": ("行 业 黑 名 单", "违约金 翻倍", "最后 通牒", "信 用 黑 户"),
            "zero-width": ("大数据黑\u200b名\u200b单", "最后\u2060通牒", "信用\ufeff黑库"),
            "width": ("ｈａｎｇ业黑名单", "１０倍赔偿", "全＊额＊加＊倍"),
            "traditional": ("行業黑名單", "違約金翻倍", "全額加倍", "最後通牒", "罰息按天翻倍"),
            "homophones": ("行业黑名蛋", "信用嘿库", "网带联盟名单", "违约金番倍", "最后通碟", "最后一次鸡会", "今日必需结清"),
            "pinyin": ("行业hei名单", "zui后通牒", "违约金fan倍"),
            "digits": ("1 0倍赔偿", "1·小时内不还", "３０分钟内不还"),
        },
        (
            "不存在大数据黑名单", "不是最后一次机会，请慢慢协商", "还款日为每月10日", "罚息按合同计收", "黑色名片已寄出",
            "名单以公示为准", "您的最后还款日是25日", "违约金按合同约定的比例计收", "不会违约金翻倍，请以账单为准",
            "没有网贷黑名单这一说", "所涉金额以最后一期账单为准", "网传公安备案名单是谣言", "请在三十分钟内完成人脸验证",
        ),
    ),
    "L10": Trial(
        ("滋扰用语", "滋扰字眼"),
        {
            "symbols": ("花·圈", "呼-死-你", "短/信/轰/炸", "泼*油*漆", "送⚰️棺材"),
            "spaces": ("花 圈", "短 信 轰 炸", "堵 门", "电 话 轰 炸"),
            "zero-width": ("花\u200b圈", "堵\u2060门", "呼死\ufeff你"),
            "width": ("ｈｕ死你", "堵　门", "叫１２０到你家"),
            "traditional": ("播放哀樂", "潑油漆", "驗證碼轟炸", "斷水斷電", "堵門", "棺材圖", "燒紙錢"),
            "homophones": ("泼油七", "短信哄炸", "大喇吧", "报假井", "跟棕你", "砸玻力"),
            "pinyin": ("呼si你", "duan信轰炸", "bo放哀乐"),
            "digits": ("叫1 2 0到你家", "叫①②⓪到你家", "叫1-2-0到你家"),
        },
        (
            "祝你家庭幸福", "如遭遇短信轰炸请联系客服", "我们不会堵门", "请画圈标注", "部门负责人会联系", "跟踪你的申请进度",
            "打字报告已完成", "全都门票包含", "我们不会守在你家", "严禁电话轰炸客户", "开启防骚扰电话轰炸功能",
            "小区断水断电通知以物业为准", "请核对您家里的水费单", "我司禁止坐在你家门口等候",
        ),
    ),
    "L11": Trial(
        ("拒绝联系用语", "拒绝联系迹象"),
        {
            "symbols": ("不-要-再-打", "别*再*打*了", "停/止/联/系", "我·不·认·识·他", "别📵联系我"),
            "spaces": ("打 错 了", "别 联系 我", "停止 联系", "退 订"),
            "zero-width": ("别\u200b再打了", "停止\u2060联系", "退\ufeff订"),
            "width": ("停ｚｈｉ联系", "退　订", "别＊再＊打＊了"),
            "traditional": ("別再打了", "別聯繫我", "停止聯繫", "拒絕聯系", "我不認識他", "退訂", "我要投訴", "不要打電話給我"),
            "homophones": ("别在打了", "不要在打", "别联系沃", "不要連系我", "请不要搔扰", "再打我抱警", "删掉我的号马"),
            "pinyin": ("停zhi联系", "bie联系我", "请不要sao扰"),
        },
        (
            "好的，我会转告他", "不要再打错字了", "我在开会，晚点说", "下午可以打给我", "怎么退订单", "他换号码了", "退定金吗",
            "你打电话给他吧", "他不在，你明天再打", "我认识他，他是我哥", "有事可以联系我", "我帮你问一下他",
            "你们要找谁", "我跟他说过了，他会处理",
        ),
    ),
}  # fmt: skip

# Whole messages and calls as a lawful collector would send and speak them to the debtor.
LAWFUL = (
    "【某某消费金融】尊敬的客户，您的花呗账单已逾期3天，应还1,280.50元，请登录官方App还款，客服电话95000。",
    "【某某银行】您本期信用卡账单应还5,000元，最后还款日为2月10日，请按时还款，如已还款请忽略。",
    "您好，请问是张先生本人吗？本次通话将被录音。我是某某银行贷后服务部的工号1024，想和您核对一下还款安排。",
    "您目前逾期15天，本金3000元，罚息45.6元。如果暂时有困难，可以申请延期或者分期，您看哪种比较方便？",
    "根据合同约定，逾期会产生罚息并影响您的信用记录，逾期信息将依法报送征信系统，建议您尽快处理。",
    "如您对金额有异议，可以拨打客服热线申请核实，核实期间我们会备注您的账户。",
    "我理解您最近失业了，压力比较大。我们可以先登记您的困难情况，由专员评估减免方案，您不用着急。",
    "您承诺本周五还款1000元，我给您备注好了，到时会有短信提醒，感谢您的配合。",
    "【某某小贷】温馨提示：请通过官方App还款，我司不会要求您向个人账户转账，谨防诈骗。",
    "如多次联系仍未还款，我司可能依法提起诉讼，通过司法途径解决，相关费用由败诉方依法承担。",
    "您好，我们受某某银行委托与您联系，委托编号可在银行官网查询，请您放心。",
    "您的还款协议已生效，每月10日自动扣款，共12期，协议期间我们不会再进行催收。",
    "张先生您好，打扰了。您之前说工资发下来就还，请问现在方便安排吗？不方便的话我明天下午再联系您。",
    "这笔借款的利率、期限都写在合同里，您可以在App的合同页面查看，也可以要求我们寄送纸质材料。",
    "我们是正规金融机构，联系时间是早上八点到晚上十点之间，您希望我们什么时间联系您？",
    "您要求停止短信联系，我已经登记，之后只在工作时间用电话与您沟通。",
    "您的身份证快到期了，请更新证件照片，以免影响账户使用。",
    "我行不会上门，也不会联系您的家人和单位，请您保持电话畅通。",
    "逾期记录自还清之日起五年后由征信机构按规定删除，任何机构都无法提前删除。",
    "提醒您：近期有不法分子冒充我行员工，自称可以修复征信、办理停催，请勿轻信，切勿转账。",
    "如您收到自称公安、法院的来电要求转账，请先拨打110核实。",
    "感谢您的还款，账户已结清，结清证明可在App下载。",
    "您好，这里是某某消费金融公司，想请您确认一下本月的分期还款金额，一共是862元。",
    "请您注意，法院的正式文书会通过官方渠道送达，我们不会通过短信发送。",
    "您提供的失业证明和医疗单据我们已经收到，三个工作日内会给您答复。",
    "您的额度暂时被冻结，是因为本期账单还没有还清，结清后一般会恢复。",
    "催收员：您好，我是来送达还款通知书的，这是我的工作证，我们在小区门口谈就可以。",
    "我们会尊重您的隐私，不会向他人透露您的任何借款信息。",
    "如您已委托律师，请提供律师的联系方式，我们可以直接与其沟通。",
    "请核对：合同尾号0011，剩余3期，每期450元，最近一期应还日为本月25日。",
)
STRONG = (
    "威胁恐吓", "威胁暗示", "冒充机关", "疑似机关", "立案用语", "抓捕用语", "信用卡犯罪用语", "诈骗指控", "侮辱谩骂", "侮辱字眼", "贬损用语",
    "曝光扬言", "走访用语", "诱导筹款", "额外收费", "筹款暗示", "征信承诺", "征信恐吓", "虚构名单", "夸大数额", "最后期限用语", "滋扰用语",
    "滋扰字眼", "必然执行用语",
)  # fmt: skip
# Phrases of the source table that would find ordinary words by themselves, in the sentences in which they are looked for.
NARROWED = {
    "见血": "今天就让你见血", "网警": "我是网警", "警方": "警方会来找你", "法官": "主审法官", "传唤": "明天传唤你", "滚": "给我滚",
    "裸照": "群发你的裸照", "去卖": "出去卖也要还", "哀乐": "播放哀乐", "跟踪": "天天派人跟踪", "静坐": "到你单位静坐", "横幅": "门口打横幅",
    "拒绝": "我拒绝",
}  # fmt: skip

_TRADITIONAL = opencc.OpenCC("s2t").convert


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


# How every phrase of every list is disguised by rule.
DISGUISES = {
    "symbols": "*".join,
    "middle dots": "·".join,
    "slashes": "/".join,
    "spaces": " ".join,
    "wide spaces": "\u3000".join,
    "zero-width": "\u200b".join,
    "word joiners": "\u2060".join,
    "emoji": "😀".join,
    "full width": _wide,
    "traditional": _TRADITIONAL,
    "traditional, spaced": lambda phrase: " ".join(_TRADITIONAL(phrase)),
}


def _lists() -> dict[str, WordList]:
    common = load(["cn.common"]).packs["cn.common"].checked.pack
    return {words.name: words for words in common.words}


LISTS = _lists()
NUMBERS = sorted(TRIALS, key=lambda number: int(number[1:]))


@pytest.fixture(scope="module")
def matchers() -> dict[str, Matcher]:
    """A matcher for the word lists of each number."""
    return {number: Matcher([LISTS[name] for name in trial.lists]) for number, trial in TRIALS.items()}


def _phrases(path: str) -> list[str]:
    lines = (FILES / path).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


# --- the trials are whole --------------------------------------------------------------------------------------------


def test_eleven_lists() -> None:
    """The source table numbers eleven lists, and every word list of such a number is tried."""
    assert len(TRIALS) == 11
    for name, words in LISTS.items():
        number = words.title.split(" ")[0]
        if re.fullmatch(r"L\d+", number):
            assert name in TRIALS[number].lists


@pytest.mark.parametrize("number", NUMBERS)
def test_enough_of_every_kind(number: str) -> None:
    """Each list is tried with ten disguises and more, of every kind, and ten lawful texts."""
    trial = TRIALS[number]
    assert set(KINDS) <= trial.disguised.keys()
    assert sum(map(len, trial.disguised.values())) >= 20
    assert len(set(trial.lawful)) >= 10


# --- words in disguise -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", NUMBERS)
def test_disguises_are_found(number: str, matchers: dict[str, Matcher]) -> None:
    """A phrase in disguise is found, and the span is in the original text."""
    texts = [text for some in TRIALS[number].disguised.values() for text in some]
    found = matchers[number].hits_of(texts)
    assert [text for text, hits in zip(texts, found, strict=True) if not hits] == []
    assert all(text[hit.start : hit.end] == hit.text for text, hits in zip(texts, found, strict=True) for hit in hits)


@pytest.mark.parametrize("name", LISTS)
def test_every_phrase_is_found_in_every_disguise(name: str) -> None:
    """Each phrase of each list is found as it is written, and under each disguise made by rule."""
    words = LISTS[name]
    matcher = Matcher([words])
    for disguise in (str, *DISGUISES.values()):
        texts = [f"，{disguise(phrase)}。" for phrase in words.phrases]
        found = matcher.hits_of(texts)
        assert [text for text, hits in zip(texts, found, strict=True) if not hits] == []


def test_narrowed_phrases_are_found_in_their_sentences() -> None:
    """Words of the source table that are common by themselves are looked for with what makes them a breach."""
    everything = Matcher([words for words in LISTS.values() if words.title.startswith("L")])
    assert all(phrase in sentence for phrase, sentence in NARROWED.items())
    found = everything.hits_of(list(NARROWED.values()))
    assert all(found)
    assert all(phrase not in words.phrases for phrase in NARROWED if phrase != "哀乐" for words in LISTS.values())


# --- ordinary words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", NUMBERS)
def test_lawful_texts_are_left_alone(number: str, matchers: dict[str, Matcher]) -> None:
    """A sentence that only looks or sounds like a phrase, denies it or warns of it is no hit."""
    texts = TRIALS[number].lawful
    found = matchers[number].hits_of(texts)
    assert [(text, hits) for text, hits in zip(texts, found, strict=True) if hits] == []


def test_lawful_messages_break_no_list() -> None:
    """Whole lawful messages and calls have no hit in any list of what must not be said to a debtor."""
    matcher = Matcher([LISTS[name] for name in STRONG])
    found = matcher.hits_of(LAWFUL)
    assert [(text, hits) for text, hits in zip(LAWFUL, found, strict=True) if hits] == []


# --- the files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(path.name for path in FILES.glob("*.txt")))
def test_word_files_are_lists(path: str) -> None:
    """A word file is UTF-8, one phrase a line, none twice; only an exception may end in dots."""
    phrases = _phrases(path)
    assert phrases
    assert len(phrases) == len(set(phrases))
    shape = r"[一-龥A-Z0-9]+…?" if path.endswith(("-except.txt", "denials.txt", "warnings.txt")) else r"[一-龥A-Z0-9]+"
    assert [phrase for phrase in phrases if not re.fullmatch(shape, phrase)] == []


def test_every_word_file_is_used() -> None:
    """No word file lies idle beside the lists."""
    rules = (FILES.parent / "common.rules").read_text(encoding="utf-8")
    assert {path.name for path in FILES.glob("*.txt")} == set(re.findall(r'"words/([\w-]+\.txt)"', rules))


@pytest.mark.parametrize("name", LISTS)
def test_every_exception_excuses_something(name: str) -> None:
    """An exception that overlaps nothing that its list would find is idle; one that reaches over what follows may."""
    words = LISTS[name]
    own = [text for text in words.exceptions if not text.endswith("…")]
    found = Matcher([replace(words, exceptions=())]).hits_of(own)
    assert [text for text, hits in zip(own, found, strict=True) if not hits] == []


@pytest.mark.parametrize(
    "name", [name for name, words in LISTS.items() if any(e.endswith("…") for e in words.exceptions)]
)
def test_a_denial_excuses_and_ends(name: str) -> None:
    """What is denied is excused a few words on; behind a comma the phrase counts again."""
    words = LISTS[name]
    matcher = Matcher([words])
    denial = "严禁" if "严禁…" in words.exceptions else words.exceptions[-1].removesuffix("…")
    for phrase in words.phrases:
        assert matcher.hits(f"{denial}再{phrase}") == [], phrase
        assert matcher.hits(f"{denial}的，{phrase}"), phrase
