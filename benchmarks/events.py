"""Makes logs of any size, the same for the same seed: `python -m benchmarks.events 1_000_000 log.parquet`.

About 30 events a debtor over 90 days, in the order of time as a dialler writes them; six in ten are calls. Messages
and transcripts are Chinese, of 50 to 800 characters, mostly templates with names and amounts filled in; one in a
hundred has a phrase of a shipped word list. A part of the attempts comes in bursts; some events fall on the same instant, and some
cells are empty.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from auditor.shipped import rules_path

SEED = 20_260_701
DAYS = 90
PER_DEBTOR = 30
BLOCK = 500_000
ZONE = "Asia/Shanghai"

_START = np.datetime64("2026-04-01T00:00:00", "us")
_HOURS = np.array(
    [0.02, 0.01, 0.01, 0.01, 0.01, 0.01, 0.05, 0.2, 6, 9, 10, 9, 4, 6, 9, 9, 9, 8, 7, 6, 3, 1.4, 0.1, 0.05]
)
_KINDS = {
    "contact": 9720, "promise": 80, "payment": 100, "consent": 40, "refusal": 20, "cease-request": 5, "dispute": 10,
    "verification-sent": 10, "complaint": 10, "third-party-refusal": 5,
}  # fmt: skip
_CHANNELS = {"call": 45, "voicebot": 15, "sms": 26, "app": 7, "im": 3, "email": 2, "visit": 1, "letter": 1}
_CALLED = {
    "no-answer": 46, "busy": 9, "not-in-service": 5, "rejected": 8, "voicemail": 4, "dropped": 4, "abandoned": 1,
    "conversation": 23,
}  # fmt: skip
_SENT = {"delivered": 95, "failed": 3, "bounced": 2}
_PARTIES = {"debtor": 9900, "relative": 20, "emergency-contact": 50, "spouse": 10, "colleague": 10, "other": 10}
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马胡朱郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏"

_MESSAGES = (
    "您在本平台的消费分期账单已到还款日，请及时还款，以免产生逾期费用并影响您的使用体验。",
    "您的账单已逾期，请登录应用查看账单明细，完成还款后本提醒自动停止，如已还款请忽略。",
    "为了方便您安排资金，您可以申请分期还款，具体方案请在还款页面查看，客服热线工作时间为九点至十八点。",
    "您好，系统显示您名下的借款尚未结清，请在账户内存入足额资金，我们将按照约定的方式扣款。",
    "温馨提示：还款前请核对收款账户名称，请勿向任何个人账户转账，谨防假冒客服的诈骗行为。",
)
_OPENING = "催收员：您好，这里是金晨消费金融公司，请问您是本人吗？为保证服务质量，本次通话将被录音。\n客户：我是本人，你说吧。我姓"
_TURNS = (
    "催收员：您上个月的账单目前还没有还清，想跟您确认一下还款的时间。\n客户：这几天手头有点紧，工资要到十五号才发。\n",
    "催收员：明白，您看能不能先还一部分，剩下的我们可以帮您申请分期。\n客户：分期的话每个月要还多少，利息怎么算？\n",
    "催收员：分期的金额和费用都在还款页面上，您可以先看一下，再决定要不要申请。\n客户：行，我晚上回去看看。\n",
    "催收员：那我这边先登记您预计十五号还款，到时候系统会给您发一条提醒。\n客户：好的，知道了。\n",
    "催收员：如果您对账单有异议，可以拨打客服热线，我们会在规定的时间内给您答复。\n客户：没有异议，就是要晚几天。\n",
    "催收员：请问您现在的联系地址和工作单位有没有变化？\n客户：没有变化，还是原来的。\n",
    "催收员：感谢您的配合，祝您生活愉快，再见。\n客户：再见。\n",
)


@cache
def bad_phrases() -> tuple[str, ...]:
    """Phrases that the shipped Chinese packs forbid."""
    names = ("threats", "insults", "impersonation", "arrest-claims", "exposure", "soft-violence")
    found = []
    for name in names:
        text = (rules_path() / "cn" / "common" / "words" / f"{name}.txt").read_text(encoding="utf-8")
        found += [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return tuple(found)


def tables(events: int, seed: int = SEED) -> Iterator[pa.Table]:
    """The log in blocks, in the order of time."""
    blocks = -(-events // BLOCK)
    debtors = max(events // PER_DEBTOR, 1)
    done = 0
    for block in range(blocks):
        size = min(BLOCK, events - done)
        random = np.random.default_rng([seed, block])
        first, last = DAYS * done / events, DAYS * (done + size) / events
        yield _block(random, size, debtors, done, first, last)
        done += size


def write(path: Path, events: int, seed: int = SEED) -> None:
    """Write the log as a Parquet file."""
    writer: pq.ParquetWriter | None = None
    try:
        for table in tables(events, seed):
            writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
            writer.write_table(table, row_group_size=122_880)
    finally:
        if writer is not None:
            writer.close()


def _block(random: np.random.Generator, size: int, debtors: int, done: int, first: float, last: float) -> pa.Table:
    debtor = random.integers(0, debtors, size)
    at = _times(random, size, first, last)
    _bursts(random, debtor, at)
    order = np.argsort(at, kind="stable")
    debtor, at = debtor[order], at[order]
    kind = _choose(random, size, _KINDS)
    contact = kind == "contact"
    channel = _choose(random, size, _CHANNELS)
    spoken = np.isin(channel, ["call", "voicebot"])
    outcome = np.where(spoken, _choose(random, size, _CALLED), _choose(random, size, _SENT))
    outcome = np.where(channel == "visit", "conversation", outcome)
    party = _choose(random, size, _PARTIES)
    talked = outcome == "conversation"
    other = contact & ~np.isin(party, ["debtor"])
    relative = random.integers(1, 4, size)
    columns: dict[str, pa.Array] = {
        "id": _numbered("E", done + np.arange(size), 9),
        "kind": _words(kind),
        "at": pa.array(at),
        "consumer": _holes(random, _numbered("D", debtor, 8), 0.002),
        "person": _joined(["P", _text(debtor * 4 + relative)], ~other),
        "debt": _joined(["L", _text(debtor * 2 + random.integers(0, 2, size))], np.zeros(size, bool)),
        "creditor": _joined(["C", _text(debtor % 7)], np.zeros(size, bool)),
        "product": _words(np.where(debtor % 3 == 0, "credit-card", "consumer-loan")),
        "jurisdiction": _words(np.array(["广东", "浙江", "四川", "北京", "河南"], object)[debtor % 5]),
        "agency": _holes(random, _agencies(debtor), 0.01),
        "agent": _joined(["S", _text(random.integers(0, 2_000, size))], ~contact),
        "channel": _holes(random, _words(channel, ~contact), 0.001),
        "direction": _words(np.where(random.random(size) < 0.04, "inbound", "outbound"), ~contact),
        "outcome": _holes(random, _words(outcome, ~contact), 0.01),
        "party": _holes(random, _words(np.where(talked | other, party, "debtor"), ~contact), 0.02),
        "number": _holes(random, _joined(["1", _text(debtor * 4 + relative * other + 3_000_000_000)], ~contact), 0.005),
        "duration": pa.array(np.where(talked, random.integers(5, 900, size), 0), mask=~(contact & spoken)),
        "purpose": _words(np.where(other & (random.random(size) < 0.97), "location", "collection"), ~contact),
        "staff": pa.array(
            np.where(random.random(size) < 0.02, 1, random.integers(2, 4, size)), mask=~(contact & (channel == "visit"))
        ),
        "recorded": pa.array(random.random(size) < 0.999, mask=~(contact & spoken)),
        "days_past_due": pa.array((debtor % 40 + (at - _START) // np.timedelta64(1, "D")).astype(np.int64)),
        "amount": pa.array(random.integers(100, 60_000, size)),
        "text": _texts(random, contact, spoken, talked, channel),
    }
    return pa.table(columns)


def _times(random: np.random.Generator, size: int, first: float, last: float) -> Any:
    days = np.floor(random.uniform(first, max(last, first + 1e-9), size))
    hours = np.searchsorted(np.cumsum(_HOURS), random.random(size) * _HOURS.sum(), "right")
    seconds = days * 86_400 + hours * 3_600 + random.integers(0, 3_600, size)
    return _START + (seconds * 1_000_000).astype("timedelta64[us]")


def _bursts(random: np.random.Generator, debtor: Any, at: Any) -> None:
    """One event in ten follows another of the same debtor by some minutes, one in a hundred on the same instant."""
    size = len(debtor)
    burst = np.flatnonzero(random.random(size) < 0.1)
    source = np.maximum(burst - random.integers(1, 4, len(burst)), 0)
    debtor[burst] = debtor[source]
    wait = random.exponential(1_800, len(burst)).astype("timedelta64[s]")
    wait[random.random(len(burst)) < 0.1] = np.timedelta64(0, "s")
    at[burst] = at[source] + wait


def _choose(random: np.random.Generator, size: int, weights: dict[str, int]) -> Any:
    shares = np.cumsum(list(weights.values()))
    return np.array(list(weights), object)[np.searchsorted(shares, random.random(size) * shares[-1], "right")]


def _words(values: Any, empty: Any = None) -> pa.Array:
    return pa.array(values, pa.string(), mask=empty)


def _text(numbers: Any) -> pa.Array:
    return pa.array(numbers).cast(pa.string())


def _numbered(letter: str, numbers: Any, width: int) -> pa.Array:
    return pc.binary_join_element_wise(letter, pc.utf8_lpad(_text(numbers), width, "0"), "")


def _joined(parts: Sequence[Any], empty: Any) -> pa.Array:
    joined = pc.binary_join_element_wise(*parts, "")
    return pc.if_else(pa.array(empty), pa.scalar(None, pa.string()), joined)


def _holes(random: np.random.Generator, values: pa.Array, share: float) -> pa.Array:
    return pc.if_else(pa.array(random.random(len(values)) < share), pa.scalar(None, pa.string()), values)


def _agencies(debtor: Any) -> pa.Array:
    """One debtor in fifty is with an agency, the others are called by the creditor itself."""
    return pc.if_else(pa.array(debtor % 50 == 0), _joined(["A", _text(debtor % 23)], np.zeros(len(debtor), bool)),
                      _joined(["C", _text(debtor % 7)], np.zeros(len(debtor), bool)))  # fmt: skip


def _texts(random: np.random.Generator, contact: Any, spoken: Any, talked: Any, channel: Any) -> pa.Array:
    """Messages with surname, amount and days; transcripts of two to fifteen turns."""
    size = len(contact)
    written = contact & np.isin(channel, ["sms", "app", "im", "email"])
    heard = contact & spoken & talked
    surname = pa.array(list(_SURNAMES)).take(pa.array(random.integers(0, len(_SURNAMES), size)))
    amount, days = _text(random.integers(100, 60_000, size)), _text(random.integers(1, 90, size))
    body = pa.array(_MESSAGES).take(pa.array(random.integers(0, len(_MESSAGES), size)))
    slip = _slips(random, size)
    message = pc.binary_join_element_wise(
        "【金晨消费金融】尊敬的", surname, "先生/女士，应还金额", amount, "元，逾期", days, "天。", body, slip, ""
    )
    pool = pa.array([*_TURNS, None])
    turns = random.integers(2, 15, size)
    picked = [
        pool.take(pa.array(np.where(place < turns, random.integers(0, len(_TURNS), size), len(_TURNS))))
        for place in range(14)
    ]
    skip = pc.JoinOptions(null_handling="skip")
    talk = pc.binary_join_element_wise(_OPENING, surname, "，欠", amount, "元。\n", *picked, slip, "", options=skip)
    nothing = pa.scalar(None, pa.string())
    return pc.if_else(
        pa.array(written), message, pc.if_else(pa.array(heard), pc.utf8_slice_codeunits(talk, 0, 800), nothing)
    )


def _slips(random: np.random.Generator, size: int) -> pa.Array:
    """In one text of a hundred a phrase that the packs forbid."""
    phrases = pa.array([*(f"催收员：{phrase}。" for phrase in bad_phrases()), ""])
    chosen = np.where(random.random(size) < 0.01, random.integers(0, len(phrases) - 1, size), len(phrases) - 1)
    return phrases.take(pa.array(chosen))


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1].replace("_", "")))
