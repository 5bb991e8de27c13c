"""Phrases are found through their disguises, and not where they do not stand."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest

from auditor.language.declarations import WordList
from auditor.language.vocabulary import TOLERANCES
from auditor.wording import Matcher, matches


def words(*phrases: str, exceptions: tuple[str, ...] = (), without: tuple[str, ...] = (), name: str = "w") -> WordList:
    """A word list with every tolerance but some."""
    return WordList(name, "p", "", phrases, exceptions, frozenset(TOLERANCES) - set(without))


def found(text: str, *phrases: str, exceptions: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> list[str]:
    """The parts of a text that are hits."""
    return [hit.text for hit in Matcher([words(*phrases, exceptions=exceptions, without=without)]).hits(text)]


# --- evasions --------------------------------------------------------------------------------------------------------

WIDTH = [("１３８００００", "1380000"), ("加我ＱＱ", "QQ"), ("Ｐ图", "P图"), ("①③⑧", "138"), ("⽴案", "立案")]
SEPARATORS = [
    ("立 案", "立案"), ("拘/留", "拘留"), ("坐.牢", "坐牢"), ("老*赖", "老赖"), ("催-收", "催收"), ("法|院", "法院"),
    ("爆·通·讯·录", "爆通讯录"), ("立💣案", "立案"), ("立\t案", "立案"), ("立\0案", "立案"), ("立　案", "立案"),
]  # fmt: skip
ZERO_WIDTH = [
    ("立\u200b案", "立案"), ("起\u2060诉", "起诉"), ("起\u00ad诉", "起诉"), ("起\ufe0f诉", "起诉"), ("起\U000e0100诉", "起诉"),
    ("立̶案̶", "立案"), ("la\u200bwsuit", "lawsuit"),
]  # fmt: skip
TRADITIONAL = [
    ("起訴", "起诉"), ("法院傳票", "法院传票"), ("拘畱", "拘留"), ("律師函", "律师函"), ("通訊錄", "通讯录"),
    ("徵信", "征信"), ("強制執行", "强制执行"), ("公安機關", "公安机关"), ("討債", "讨债"), ("律师函", "律師函"),
]  # fmt: skip
HOMOPHONES = [
    ("力案", "立案"), ("利案", "立案"), ("启诉", "起诉"), ("起素", "起诉"), ("居留", "拘留"), ("拘流", "拘留"),
    ("做牢", "坐牢"), ("座牢", "坐牢"), ("公案", "公安"), ("工安", "公安"), ("法元", "法院"), ("发院", "法院"),
    ("绿师函", "律师函"), ("律狮函", "律师函"), ("老癞", "老赖"), ("老来", "老赖"), ("崔收", "催收"), ("摧收", "催收"),
    ("正信", "征信"), ("怔信", "征信"), ("尚门", "上门"), ("上们", "上门"), ("曝通讯录", "爆通讯录"),
    ("暴通讯录", "爆通讯录"), ("网带", "网贷"), ("网袋", "网贷"), ("华呗", "花呗"), ("花贝", "花呗"), ("姐呗", "借呗"),
    ("li案", "立案"), ("qi诉", "起诉"), ("ju留", "拘留"), ("zuo牢", "坐牢"), ("gong安", "公安"), ("fa院", "法院"),
    ("lv师函", "律师函"), ("lǜ师", "律师"), ("lü师", "律师"), ("tong讯录", "通讯录"), ("zheng信", "征信"),
    ("cui收", "催收"), ("shang门", "上门"), ("lao赖", "老赖"), ("LI案", "立案"), ("zhi 制 zhi 行", "制制执行"),
]  # fmt: skip
EVASIONS = [
    pytest.param(text, phrase, tolerance, id=f"{tolerance}: {text.encode('unicode_escape').decode()}")
    for tolerance, rows in {
        "width": WIDTH, "separators": SEPARATORS, "zero-width": ZERO_WIDTH, "traditional": TRADITIONAL,
        "homophones": HOMOPHONES, "case": [("SUE", "sue"), ("qq", "QQ"), ("STRASSE", "straße")],
    }.items()
    for text, phrase in rows
]  # fmt: skip


@pytest.mark.parametrize(("text", "phrase", "tolerance"), EVASIONS)
def test_evasion_is_seen_through(text: str, phrase: str, tolerance: str) -> None:
    """A disguised phrase is a hit as a whole, also inside a sentence, and not where its tolerance is switched off."""
    disguise = text.removeprefix("加我")
    assert found(text, phrase) == [disguise]
    assert found(f"您好，{text}，请注意", phrase) == [disguise]
    off = (tolerance, "homophones") if tolerance == "traditional" else (tolerance,)
    assert found(text, phrase, without=off) == []


def test_homophones_of_a_list_without_traditional_script() -> None:
    """What is only a traditional character sounds like its simplified form."""
    assert found("起訴", "起诉", without=("traditional",)) == ["起訴"]
    assert found("起訴", "起诉", without=("traditional", "homophones")) == []


@pytest.mark.parametrize("text", ["TXL", "我有你的ZX", "4tx", "律 师.函？", "律。师函"])
def test_what_no_tolerance_covers(text: str) -> None:
    """Initials, and characters parted by the end of a sentence, are not overlooked."""
    assert found(text, "通讯录", "征信") == []


# --- false alarms ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("项目已成立，案件仍在处理", "立案"),
        ("项目已成立。案件仍在处理", "立案"),
        ("项目已成立！案件仍在处理", "立案"),
        ("项目已成立\n案件仍在处理", "立案"),
        ("项目已成立；案件仍在处理", "立案"),
        ("项目已成立：案件仍在处理", "立案"),
        ("项目已成立、案件仍在处理", "立案"),
        ("项目已成立（案件仍在处理）", "立案"),
        ("项目“已成立”案件仍在处理", "立案"),
        ("项目已成立……案件仍在处理", "立案"),
        ("项目已成立——案件仍在处理", "立案"),
        ("你的律，师函", "律师函"),
        ("不还。就等着", "不还就等着"),
        ("不还\n就等着", "不还就等着"),
        ("hello", "hell"),
        ("he'll call", "hell"),
        ("he ll", "hell"),
        ("issue", "sue"),
        ("pursue", "sue"),
        ("i s s u e", "sue"),
        ("the law suits us", "lawsuit"),
        ("law suit", "lawsuit"),
        ("legal, action", "legal action"),
        ("That is legal. Action follows", "legal action"),
        ("legalaction", "legal action"),
        ("APP图", "P图"),
        ("Bali案", "立案"),
        ("li1案", "立案"),
        ("立x案", "立案"),
        ("立1案", "立案"),
        ("力暗", "立案"),
        ("绿狮函", "律师函"),
        ("lvshi函", "律师函"),
        ("巨流", "拘留"),
        ("衮", "滚"),
        ("gun", "滚"),
        ("通讯录", "💣通讯录"),
        ("某行", "【某行】"),
        ("是不是", "是否"),
    ],
)
def test_no_false_alarm(text: str, phrase: str) -> None:
    """A phrase is not found across clauses, inside other words, or by too much likeness of sound."""
    assert found(text, phrase) == []


@pytest.mark.parametrize(
    ("text", "phrase", "hit"),
    [
        ("不还，就等着", "不还就等着", "不还，就等着"),
        ("不还……就等着", "不还就等着", "不还……就等着"),
        ("后果“自负”，等着瞧", "后果自负等着瞧", "后果“自负”，等着瞧"),
        ("滚，死", "滚，死", "滚，死"),
        ("我们会 legal  action", "legal action", "legal  action"),
        ("legal\r\naction", "legal action", "legal\r\naction"),
        ("legal-action", "legal action", "legal-action"),
        ("I don’t call", "don't call", "don’t call"),
        ("U.S. Government", "U.S. government", "U.S. Government"),
        ("a L-A-W-S-U-I-T now", "lawsuit", "L-A-W-S-U-I-T"),
        ("file a l a w s u i t now", "lawsuit", "l a w s u i t"),
        ("we s.u.e you", "sue", "s.u.e"),
        ("we s-u-e y-o-u", "sue you", "s-u-e y-o-u"),
        ("a l-a-w", "law", "l-a-w"),
        ("sue's", "sue", "sue"),
        ("cafe\u0301!", "café", "cafe\u0301"),
        ("℡ 110", "tel", "℡"),
        ("拘留⑮天", "拘留15天", "拘留⑮天"),
        ("发💣 通讯录", "💣 通讯录", "💣 通讯录"),
        ("【某行】您好", "【某行】", "【某行】"),
        ("滚", "滚！", "滚"),
        ("*** 你", "***", "***"),
        ("カ\u3099ス", "ガス", "カ\u3099ス"),
        ("ｶﾞｽ", "ガス", "ｶﾞｽ"),
    ],
)
def test_hit_spans_the_original_text(text: str, phrase: str, hit: str) -> None:
    """A hit is the original text from the first character of the phrase to the last, with what was overlooked."""
    (one,) = Matcher([words(phrase)]).hits(text)
    assert (one.text, text[one.start : one.end]) == (hit, hit)
    assert (one.words, one.phrase) == ("w", phrase)


# --- lists -----------------------------------------------------------------------------------------------------------


def test_exception_cancels_what_it_overlaps() -> None:
    """A hit is cancelled by an overlapping exception of its own list, and by nothing else."""
    lists = [words("上门", exceptions=("不会上门",)), words("上门", exceptions=("不会 上",)), words("上门", name="v")]
    text = "我们不会上门，你要我们上门"
    assert [(hit.words, hit.start) for hit in Matcher(lists).hits(text)] == [("v", 4), ("w", 11), ("w", 11), ("v", 11)]
    assert Matcher(lists).counts([text, "我们不会上门"]) == [[1, 0], [1, 0], [1, 1]]


@pytest.mark.parametrize("text", ["不 会上门", "不會上門", "不\u200b会上门", "不会，上门"])
def test_exception_is_found_through_disguises(text: str) -> None:
    """An exception has the tolerances of its list."""
    assert found(text, "上门", exceptions=("不会上门",)) == []


@pytest.mark.parametrize(
    ("phrase", "ordinary"), [("拘留", "居留"), ("公安", "公案"), ("征信", "正信"), ("上门", "上们"), ("老赖", "老来")]
)
def test_exception_has_no_homophones(phrase: str, ordinary: str) -> None:
    """An ordinary word that sounds like a phrase can be an exception without cancelling the phrase."""
    assert found(f"{ordinary}证，{phrase}了", phrase, exceptions=(ordinary,)) == [phrase]


@pytest.mark.parametrize(
    "text",
    [
        "我们不会去你单位闹", "我们不会随便再去你单位闹", "不会去你单位闹，也不会打扰您", "不 会 去 你 单 位 闹", "不會去你單位鬧",
        "不会\u200b随便再去你单位闹",
    ],
)  # fmt: skip
def test_an_exception_with_dots_reaches_four_units(text: str) -> None:
    """An exception that ends in dots excuses what begins within the next four units, however either is disguised."""
    assert found(text, "去你单位闹", exceptions=("不会…",)) == []


@pytest.mark.parametrize(
    "text",
    [
        "我们不会没有人再去你单位闹", "不会，去你单位闹", "不会。去你单位闹", "不会\n去你单位闹", "去你单位闹，不会手软",
        "布会去你单位闹", "不会",
    ],
)  # fmt: skip
def test_an_exception_with_dots_reaches_no_further(text: str) -> None:
    """It does not reach over a fifth unit, a comma, the end of a sentence or line, nor backwards, nor by sound."""
    assert found(text, "去你单位闹", exceptions=("不会…",)) == ["去你单位闹"] * ("去你单位闹" in text)


def test_dots_reach_only_where_they_are_written() -> None:
    """The same exception without dots, in the same list or another, keeps to what it overlaps."""
    text = "不会去你单位闹"
    assert found(text, "去你单位闹", exceptions=("不会",)) == ["去你单位闹"]
    assert found(text, "去你单位闹", exceptions=("不会", "不会…")) == []
    lists = [words("去你单位闹", exceptions=("不会…",)), words("去你单位闹", exceptions=("不会",), name="v")]
    assert [hit.words for hit in Matcher(lists).hits(text)] == ["v"]


def test_phrases_that_read_alike_count_as_one() -> None:
    """Spellings of the same phrase are one phrase, reported under the first."""
    matcher = Matcher([words("起诉", "起訴", "Sue", "sue")])
    assert matcher.counts(["起訴 起诉 SUE"]) == [[2]]
    assert [hit.phrase for hit in matcher.hits("起訴 起诉 SUE")] == ["起诉", "起诉", "Sue"]


def test_phrases_inside_each_other_are_all_found() -> None:
    """Overlapping phrases, and every place of a phrase, are hits, in order of place."""
    matcher = Matcher([words("爆通讯录", "通讯录", "滚滚", "滚")])
    assert [(hit.phrase, hit.start) for hit in matcher.hits("爆通讯录滚滚滚")] == [
        ("爆通讯录", 0), ("通讯录", 1), ("滚", 4), ("滚滚", 4), ("滚", 5), ("滚滚", 5), ("滚", 6),
    ]  # fmt: skip
    assert matcher.counts(["爆通讯录滚滚滚"]) == [[4]]


def test_lists_with_different_tolerances() -> None:
    """Each list is looked for under its own tolerances."""
    lists = [words("立案"), words("立案", without=("homophones",)), words("立案", without=("separators",))]
    lists += [words("立案", without=tuple(TOLERANCES))]
    assert Matcher(lists).counts(["立案", "力案", "立 案", "立\u200b案"]) == [
        [1, 1, 1, 1], [1, 0, 1, 1], [1, 1, 0, 1], [1, 0, 0, 0],
    ]  # fmt: skip


# --- texts -----------------------------------------------------------------------------------------------------------


def test_missing_and_empty_texts() -> None:
    """A missing text has no hits, nor has an empty one, and lists may be none."""
    matcher = Matcher([words("立案"), words("sue")])
    assert matcher.counts([None, "", "立案", None]) == [[0, 0, 1, 0], [0, 0, 0, 0]]
    assert matcher.counts([]) == [[], []]
    assert matcher.hits("") == []
    assert matcher.hits_of([None, "立案"])[0] == []
    assert Matcher([]).counts(["立案"]) == []
    assert Matcher([words("\u200b", exceptions=("",))]).counts(["立案", "\u200b"]) == [[0, 0]]


def test_texts_do_not_run_into_each_other() -> None:
    """A phrase is not found from the end of one text to the beginning of the next."""
    matcher = Matcher([words("立案", "lawsuit", "legal action", "café", "***")])
    assert matcher.counts(["成立", "案件", "law", "suit", "legal", "action", "cafe", "\u0301", "*", "", "**"]) == [
        [0] * 11
    ]


@pytest.mark.parametrize(
    "array",
    [
        pa.array(["立 案", None, "", "别的", "li案"]),
        pa.array(["x", "立 案", None, "", "别的", "li案"], pa.large_string()).slice(1),
        pa.chunked_array([pa.array(["立 案", None]), pa.array([], pa.string()), pa.array(["", "别的", "li案"])]),
        pa.array(["立 案", None, "", "别的", "li案"], pa.string_view()),
        pa.array(["立 案", None, "", "别的", "li案"]).dictionary_encode(),
    ],
    ids=lambda array: str(array.type),
)
def test_arrow_texts(array: pa.Array) -> None:
    """Arrow arrays of strings of any kind give arrays of counts."""
    (counts,) = Matcher([words("立案")]).counts(array)
    assert isinstance(counts, np.ndarray)
    assert counts.tolist() == [1, 0, 0, 0, 1]
    assert matches(array, "[a-z]案").to_pylist() == [False, None, False, False, True]


def test_arrow_of_something_else_is_refused() -> None:
    """Numbers are no texts."""
    with pytest.raises(TypeError, match="int64"):
        Matcher([words("立案")]).counts(pa.array([1]))


def test_long_text() -> None:
    """A text longer than a batch is searched to its end, and its hits have their places."""
    text = "早" * 40_000 + "立，案" * 5 + "安" * 200_000 + "立 案"
    (hit,) = Matcher([words("立案")]).hits(text)
    assert (hit.start, hit.end) == (len(text) - 3, len(text))
    assert Matcher([words("立案")]).counts(["x", text, "立案"]) == [[0, 1, 1]]


def test_many_batches() -> None:
    """Counts are those of the right texts, whatever the batch."""
    texts = ["早" * (n % 700) + ("立案" if n % 7 == 0 else "") for n in range(3000)]
    assert Matcher([words("立案")]).counts(texts) == [[int(n % 7 == 0) for n in range(3000)]]


@pytest.mark.parametrize(
    "text", ["\ud800", "立\ud800案", "\udfff\ud800", "\0", "\0立\0\0案\0", "\U0010ffff立案", "\u0301"]
)
def test_unreadable_characters(text: str) -> None:
    """Lone surrogates, NUL and unassigned characters are symbols like others, and do no harm."""
    assert len(found(text, "立案")) == ("案" in text)
    assert matches([text], "立.*案") == [("案" in text)]


ANY = "后果自负等着瞧别怪我不客气"
HEARD = dict(zip(ANY, "候裹字富戥折乔蹩夬沃布刻器", strict=True))


@pytest.mark.parametrize("size", range(2, len(ANY) + 1))
def test_half_of_a_phrase_is_enough(size: int) -> None:
    """A phrase is found where half of its characters are its own, wherever in it they are, and not where fewer are."""
    matcher = Matcher([words(ANY[:size])])
    written: dict[int, list[str]] = {own.bit_count(): [] for own in range(2**size)}
    for own in range(2**size):
        written[own.bit_count()].append("".join(c if own >> n & 1 else HEARD[c] for n, c in enumerate(ANY[:size])))
    half = (size + 1) // 2
    assert matcher.counts(written[half]) == [[1] * len(written[half])]
    assert matcher.counts(written[half - 1]) == [[0] * len(written[half - 1])]


def test_tables_are_not_made_at_import() -> None:
    """Importing the package reads no dictionary of characters or sounds."""
    code = "import sys, auditor.wording; print([m for m in ('opencc', 'pypinyin') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


# --- patterns --------------------------------------------------------------------------------------------------------


def test_patterns() -> None:
    """A pattern is searched in the text with full-width and zero-width characters put right, case kept."""
    pattern = "[(][0-9]{4}[)][一-鿿][0-9]{1,4}民初[0-9]+号"
    texts = ["（２０２４）沪\u200b0115民初12号", "（2024）沪民初", None, ""]
    assert matches(texts, pattern) == [True, False, None, False]
    assert matches(["QQ", "qq"], "q") == [False, True]
    assert matches(["a\nb", "ab"], "^.b$") == [False, True]
    assert matches([], "q") == []


def test_pattern_that_the_engine_refuses() -> None:
    """What RE2 does not take is a ValueError."""
    with pytest.raises(ValueError, match="missing"):
        matches(["a"], "(")


def test_pattern_takes_linear_time() -> None:
    """A pattern that makes a backtracking engine hang is answered at once."""
    assert matches(["a" * 50_000 + "!"], "^(a+)+$") == [False]
