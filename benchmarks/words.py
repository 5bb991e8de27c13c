"""Phrases of any number, the same for the same number: those of the shipped Chinese packs first, then made-up ones."""

from __future__ import annotations

import numpy as np

from benchmarks.events import bad_phrases

_CHARACTERS = "天地人你我他大小上下来去说话还钱款账单欠债催收法院公安银行公司家人朋友单位工作手机电话短信通知起诉立案执行信用逾期利息分期罚金本月今天明天马上立即处理后果负责自己"


def phrases(count: int) -> tuple[str, ...]:
    """So many different phrases of three to eight characters."""
    random = np.random.default_rng(count)
    found = dict.fromkeys(phrase for phrase in bad_phrases() if phrase.isalpha())
    while len(found) < count:
        made = random.choice(list(_CHARACTERS), random.integers(3, 9))
        found["".join(made)] = None
    return tuple(found)[:count]
