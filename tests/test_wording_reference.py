"""The matcher in bulk agrees with a naive one, written character by character from what the package says it does."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.language.declarations import WordList
from auditor.language.vocabulary import TOLERANCES
from auditor.wording import Matcher, matcher

LONG = 4
REACH = 4


# --- the naive matcher -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Unit:
    """A character or word as it is read, its span, and the separators between it and the next (None: anything)."""

    text: str
    word: bool
    start: int
    end: int
    after: tuple[str, ...] = ()


def kind(c: str) -> str:
    """What a character is: nothing, unit, letter, or a kind of separator."""
    category = unicodedata.category(c)
    if category == "Cf" or "\ufe00" <= c <= "\ufe0f" or "\u0300" <= c <= "\u036f":
        return "nothing"
    if (
        c in "々〇ー"
        or "\u3040" <= c <= "\u30fa"
        or "\u3400" <= c <= "\u9fff"
        or "\uac00" <= c <= "\ud7a3"
        or c >= "\U00020000"
    ):
        return "unit"
    if category[0] in "LN":
        return "letter"
    if c in "。！？!?":
        return "stop"
    if c in "\n\r\u2028":
        return "line"
    if c in ".．":
        return "dot"
    if c in "’‘":
        return "quote"
    if category == "Zs" or c == "\t":
        return "space"
    if c not in "-·*#/|_'@&%" and (category[0] == "P" or c in "—…"):
        return "clause"
    return "symbol"


@cache
def simplified(c: str) -> str:
    """A character in simplified script."""
    import opencc

    if kind(c) != "unit":
        return c
    return "留" if c == "畱" else opencc.OpenCC("t2s").convert(c)


def fold(text: str, tolerances: frozenset[str]) -> str:
    """What a character with its accents is read as."""
    if "width" in tolerances:
        text = unicodedata.normalize("NFKC", text)
    if "case" in tolerances:
        text = text.casefold()
        text = unicodedata.normalize("NFKC", text) if "width" in tolerances else text
    return "".join(map(simplified, text)) if "traditional" in tolerances else text


def joins(c: str) -> bool:
    """Whether a character makes one with the character before it: an accent, or the second half of a syllable."""
    return unicodedata.combining(c) != 0 or "\u1161" <= c <= "\u1175" or "\u11a8" <= c <= "\u11c2"


def units(text: str, tolerances: frozenset[str]) -> list[Unit]:
    """A text as units."""
    characters = []
    start = 0
    while start < len(text):
        end = start + 1
        while "width" in tolerances and end < len(text) and joins(text[end]):
            end += 1
        kept = text[start:end] in {"…", "—"} and "separators" in tolerances
        for c in text[start:end] if kept else fold(text[start:end], tolerances):
            characters.append((c, kind(c), start, end))
        start = end
    if "zero-width" in tolerances:
        characters = [one for one in characters if one[1] != "nothing"]
    found: list[Unit] = []
    letters = False
    for c, what, start, end in characters:
        separator = what not in ("nothing", "unit", "letter") and "separators" in tolerances
        if what == "letter" and letters:
            found[-1] = Unit(found[-1].text + c, True, found[-1].start, end)
        elif not separator:
            found.append(Unit(c, what == "letter", start, end))
        elif found:
            last = found[-1]
            found[-1] = Unit(last.text, last.word, last.start, last.end, (*last.after, what + c))
        letters = what == "letter"
    return found


def joined(read: list[Unit], words: set[str]) -> list[Unit]:
    """The units with words whole whose letters are set apart."""
    found, place = [], 0
    while place < len(read):
        end = place
        while (
            end + 1 < len(read)
            and all(unit.word and len(unit.text) == 1 for unit in read[end : end + 2])
            and read[end].after
            and read[end].after == read[place].after
            and {what[:-1] for what in read[end].after} <= {"space", "symbol", "dot"}
        ):
            end += 1
        apart = read[place : end + 1]
        for skip in (0, 1) if apart[0].text.lower() in "ai" else (0,):
            text = "".join(unit.text for unit in apart[skip:])
            if len(apart) - skip > 1 and text in words:
                found += apart[:skip]
                found.append(Unit(text, True, apart[skip].start, apart[-1].end, apart[-1].after))
                place = end + 1
                break
        else:
            # The last letter of what is no word may be the first of the next.
            found += apart[:-1] or apart
            place = max(end, place + 1)
    return found


@cache
def usual() -> dict[str, set[str]]:
    """The usual readings of characters."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    used: Counter[tuple[str, str]] = Counter()
    for word, read in PHRASES_DICT.items():
        if len(word) == len(read):
            used.update((c, toneless(r[0])) for c, r in zip(word, read, strict=True))
    readings = {}
    for point, listed in PINYIN_DICT.items():
        each = [toneless(one) for one in listed.split(",")]
        readings[chr(point)] = {each[0], *(one for one in each if used[chr(point), one] >= 2)}
    return readings


def toneless(syllable: str) -> str:
    """A syllable without its tone."""
    plain = "".join(c for c in unicodedata.normalize("NFD", syllable) if c not in "\u0300\u0301\u0304\u030c")
    return unicodedata.normalize("NFC", plain).replace("ü", "v")


@cache
def sounds(phrase: tuple[str, ...]) -> list[str]:
    """How the units of a phrase sound; nothing for what has no reading."""
    from pypinyin import lazy_pinyin

    found: list[str] = []
    for known, run in groupby(phrase, lambda text: text in usual()):
        texts = list(run)
        found += lazy_pinyin("".join(texts)) if known else ["" for _ in texts]
    return found


def sounds_like(unit: Unit, sound: str) -> bool:
    """Whether a unit of a text sounds so."""
    if not sound:
        return False
    return toneless(unit.text) == sound if unit.word else sound in usual().get(unit.text, ())


def may_stand(left: Unit, right: Unit, size: int, between: tuple[str, ...]) -> bool:
    """Whether separators may stand between two units of a phrase of some size."""
    if left.word and right.word:
        allowed = {"space", "symbol", "quote", "line"}
    else:
        allowed = {"space", "symbol", "dot"} | ({"clause", "quote"} if size >= LONG else set())
    return {what[:-1] for what in between} <= allowed | {what[:-1] for what in left.after}


def spans(
    text: str, phrase: str, words: set[str], tolerances: frozenset[str], by_sound: bool, reach: int = 0
) -> set[tuple[int, int]]:
    """Where a phrase stands in a text, with so many of the units that follow it in the same part of the sentence."""
    if as_written(phrase):
        tolerances -= {"separators"}
    wanted = units(phrase, tolerances)
    read = units(text, tolerances)
    heard = sounds(tuple(unit.text for unit in wanted))
    found = set()
    for some in [read, joined(read, words)] if "separators" in tolerances else [read]:
        for start in range(len(some) - len(wanted) + 1 if wanted else 0):
            here = some[start : start + len(wanted)]
            own = [(a.text, a.word) == (b.text, b.word) for a, b in zip(here, wanted, strict=True)]
            like = [sounds_like(a, s) for a, s in zip(here, heard, strict=True)] if by_sound else own
            gaps = [may_stand(wanted[n], wanted[n + 1], len(wanted), here[n].after) for n in range(len(wanted) - 1)]
            if all(a or b for a, b in zip(own, like, strict=True)) and all(gaps) and 2 * sum(own) >= len(wanted):
                last = start + len(wanted) - 1
                for _ in range(reach):
                    ended = {what[:-1] for what in some[last].after} & {"clause", "stop", "line"}
                    last += last + 1 < len(some) and not ended
                found.add((here[0].start, some[last].end))
    return found


def as_written(phrase: str) -> bool:
    """Whether the marks of a phrase count."""
    seen = [c for c in phrase if kind(c) not in ("nothing", "space")]
    marks = [(kind(c) == "symbol" and c != "'") or c in "()[]【】（）" for c in seen]
    return bool(seen) and (marks[0] or marks[-1] or all(kind(c) not in ("unit", "letter") for c in seen))


def reference(text: str, lists: list[WordList]) -> list[set[tuple[str, int, int]]]:
    """For each list the first spelling and span of every hit."""
    found = []
    for one in lists:
        folds = one.tolerances - {"homophones"}
        words = {u.text for other in lists for p in other.phrases + other.exceptions for u in units(p, folds) if u.word and other.tolerances - {"homophones"} == folds and not as_written(p)}  # fmt: skip
        cancels = [s for e in one.exceptions for s in spans(text, e, words, folds, False, REACH * e.endswith("…"))]
        hits = set()
        spelling: dict[object, str] = {}
        for phrase in one.phrases:
            same = as_written(phrase), tuple((u.text, u.word) for u in units(phrase, folds - ({"separators"} if as_written(phrase) else set())))  # fmt: skip
            first = spelling.setdefault(same, phrase)
            for start, end in spans(text, phrase, words, folds, "homophones" in one.tolerances):
                if not any(a < end and start < b for a, b in cancels):
                    hits.add((first, start, end))
        found.append(hits)
    return found


# --- both held against each other ------------------------------------------------------------------------------------

PHRASES = (
    "立案", "起诉", "拘留", "坐牢", "老赖", "律师函", "爆通讯录", "不还就等着", "强制执行令", "后果自负等着瞧", "滚",
    "让你全家不得安宁", "P图", "QQ", "拘留15天", "还款", "重庆", "滚！死", "不还，等着", "通讯录", "起訴", "💣通讯录",
    "【某行】", "***", "sue", "Sue", "lawsuit", "law suit", "legal action", "don't call", "U.S. government", "owes us",
    "a law", "café", "ｑq", "straße", "12", "カード", "카드", "征信li", "℃", "法院 sue",
)  # fmt: skip
VARIANTS = {
    "立": "力利⽴栗", "案": "安按", "起": "启其", "诉": "訴素", "拘": "居局", "留": "流畱", "坐": "做座", "牢": "劳",
    "老": "佬", "赖": "癞来賴", "律": "绿率", "师": "师師狮", "函": "含", "爆": "曝暴", "通": "同", "讯": "訊迅",
    "录": "錄路", "不": "布", "还": "還环孩", "就": "旧", "等": "戥", "着": "著", "强": "強", "制": "製", "滚": "滾",
    "图": "圖突", "重": "虫中", "庆": "慶", "天": "添", "行": "杭型", "征": "徵正", "信": "芯", "死": "四",
}  # fmt: skip
SOUNDS = ("li", "an", "qi", "su", "ju", "liu", "zuo", "lv", "lǜ", "lü", "shi", "lì", "LI", "tong", "hai", "huan", "si")
SEPARATORS = (
    "", "", "", "", " ", "  ", "\t", "-", "·", "*", "/", ".", ",", "，", "、", "：", "“", "’", "'", "（", ")", "…", "—",
    "。", "！", "?", "\n", "\r\n", "\u200b", "\ufe0f", "\u0301", "\u0336", "💣", "😀", "\0", "\ud800", "\ue000", "￥",
)  # fmt: skip
OTHERS = ("我们", "不", "会", "x", "a", "I", "s", "u", "e", "l", "0", "1", "１", "②", "⑮", "㈱", "½", "ß", "ﬁ", "́", "々", "ア", "𠮷", "不会", "hello", "issue")  # fmt: skip

separators = st.sampled_from(SEPARATORS)


@st.composite
def disguised(draw: st.DrawFn) -> str:
    """A phrase with its characters varied and separators between them."""
    phrase = draw(st.sampled_from(PHRASES))
    between = draw(st.one_of(st.just(""), separators, st.none()))
    written = []
    for c in phrase:
        forms = [c, c, c, c.upper(), unicodedata.normalize("NFD", c), *VARIANTS.get(c, "")]
        forms += [chr(ord(c) + 0xFEE0)] if "!" <= c <= "~" else []
        written.append(draw(st.sampled_from(forms) | st.sampled_from(SOUNDS) if draw(st.booleans()) else st.just(c)))
        written.append(draw(separators) if between is None else between)
    return "".join(written[:-1])


texts = st.lists(disguised() | separators | st.sampled_from(OTHERS) | st.sampled_from(SOUNDS), max_size=8).map("".join)
tolerances = st.just(frozenset(TOLERANCES)) | st.frozensets(st.sampled_from(sorted(TOLERANCES)))
word_lists = st.builds(
    lambda phrases, exceptions, overlooked: WordList("w", "p", "", tuple(phrases), tuple(exceptions), overlooked),
    st.lists(st.sampled_from(PHRASES), max_size=8, unique=True),
    st.lists(
        st.sampled_from(PHRASES)
        | st.sampled_from(["不还", "不会起诉", "居留", "力案", "sue s", "不会…", "不…", "a…", "我们"]),
        max_size=2,
    ),
    tolerances,
)


@settings(deadline=None, max_examples=400)
@given(st.lists(texts | st.none(), max_size=6), st.lists(word_lists, min_size=1, max_size=3))
def test_agrees_with_the_naive_matcher(written: list[str | None], lists: list[WordList]) -> None:
    """On disguised phrases, under any tolerances, both find the same hits at the same places, sieved or not."""
    expected = [reference(text or "", lists) for text in written]
    agrees(Matcher(lists), written, expected)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matcher, "SIEVED", 0)
        agrees(Matcher(lists), written, expected)


def agrees(by_bulk: Matcher, written: list[str | None], expected: list[list[set[tuple[str, int, int]]]]) -> None:
    """Hold what a matcher finds in texts against what is expected, by text and list."""
    counts = by_bulk.counts(written)
    assert counts == [[len({hit[0] for hit in found[n]}) for found in expected] for n in range(len(by_bulk.lists))]
    for text, hits, found in zip(written, by_bulk.hits_of(written), expected, strict=True):
        spans = [(hit.phrase, hit.start, hit.end) for hit in hits]
        assert sorted(spans) == sorted(hit for some in found for hit in some)
        assert [hit.text for hit in hits] == [(text or "")[hit.start : hit.end] for hit in hits]
    if all(text is None or text.isprintable() for text in written):
        arrow = pa.array(written, pa.string())
        assert [row.tolist() for row in by_bulk.counts(arrow)] == counts
