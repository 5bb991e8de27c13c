"""The sieve lets no text with a phrase go, and what it needs of texts and sounds is right."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.language.declarations import WordList
from auditor.language.vocabulary import TOLERANCES
from auditor.wording import Matcher, matcher
from auditor.wording.batches import Batch, Ranks, batches, together
from auditor.wording.groups import Group, groups, wanted
from auditor.wording.sounds import UNEVEN, sounds
from auditor.wording.stream import stream

# Characters that sound alike, have several readings or several forms, letters, digits, accents, separators.
CHARACTERS = (
    "立力利案安按起启诉素拘居留流畱還还环孩行杭型重虫中訴庆慶长張张了的得都会"
    "aAiIlsuéeßﬁqＱx１1②½0カｶﾞ카\u1161𠮷😀\u200b\ufe0f\u0301 \n-·.，。！…（【*"
)
SYLLABLES = ("li", "LI", "lì", "an", "qi", "huan", "hai", "lv", "lü", "xing")

pieces = st.sampled_from([*CHARACTERS, *SYLLABLES])
written = st.lists(pieces, max_size=9).map("".join)
tolerances = st.just(frozenset(TOLERANCES)) | st.frozensets(st.sampled_from(sorted(TOLERANCES)))


@st.composite
def phrases_and_texts(draw: st.DrawFn) -> tuple[list[str], list[str | None]]:
    """Phrases, and texts that have them whole, in part, disguised or not at all."""
    phrases = draw(st.lists(written.filter(bool), min_size=1, max_size=12))
    some = st.sampled_from(phrases) | written | st.sampled_from(phrases).map(lambda text: text[:-1])
    disguised = st.tuples(st.sampled_from(phrases), pieces).map(lambda pair: pair[1].join(pair[0]))
    texts = st.lists(some | disguised, max_size=5).map("".join)
    return phrases, draw(st.lists(texts | st.none(), max_size=8))


@settings(deadline=None, max_examples=300)
@given(phrases_and_texts(), st.lists(written, max_size=2), tolerances)
def test_nothing_is_lost(
    given_texts: tuple[list[str], list[str | None]], exceptions: list[str], some: frozenset[str]
) -> None:
    """With the sieve before every batch the hits are those of the search alone."""
    phrases, texts = given_texts
    lists = [WordList("w", "p", "", tuple(phrases), tuple(exceptions), some)]
    lists.append(WordList("v", "p", "", tuple(phrases[:2]), (), frozenset(TOLERANCES)))
    found = Matcher(lists).hits_of(texts), Matcher(lists).counts(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matcher, "SIEVED", 0)
        sieved = Matcher(lists)
        assert (sieved.hits_of(texts), sieved.counts(texts)) == found


def skimmed(group: Group, batch: Batch) -> list[bool]:
    """The rows of a batch in which the sieve lets something pass, and those that it cannot read."""
    read = stream(group.sieve, batch)
    _, starts = group.sieve.candidates(read.letters)
    kept = read.unread.copy()
    kept[read.rows_of(starts)] = True
    found: list[bool] = kept.tolist()
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 9, 40])
def test_phrases_of_any_length(size: int) -> None:
    """Phrases of one unit and of many pass, at the end of a batch too, in disguise and by sound; nothing else does."""
    phrase = ("立案起诉拘留还款行长" * 4)[:size]
    by_sound = phrase[:1] + phrase[1:].translate(str.maketrans("案诉留", "安素流"))
    (group,) = groups([*wanted([WordList("w", "p", "", (phrase,), (), frozenset(TOLERANCES))])])
    texts = [
        "",
        phrase,
        "x",
        "·".join(phrase),
        f"您好{by_sound}",
        "",
        "早安" * 50,
        phrase[:-1],
        f"{phrase[:-1]}早",
        phrase,
        "",
    ]
    (batch,) = batches(texts)
    assert skimmed(group, batch) == [n in (1, 3, 4, 9) for n in range(len(texts))]


def test_many_phrases() -> None:
    """Phrases from more units than there are letters are found, for letters may be shared."""
    phrases = tuple(f"{chr(0x4E00 + n)}{chr(0x5E00 + n)}word{n}" for n in range(3000))
    words = WordList("w", "p", "", phrases, (), frozenset(TOLERANCES) - {"homophones"})
    texts = [f"早{phrase}安" for phrase in phrases[::7]] + ["早安"] * 5000
    (counts,) = Matcher([words]).counts(pa.array(texts))
    assert counts.tolist() == [1] * len(phrases[::7]) + [0] * 5000


def test_clean_texts_do_not_pass() -> None:
    """Texts without a phrase are hardly ever searched, digits and words among them."""
    words = WordList("w", "p", "", ("立案", "lawsuit", "后果自负", "QQ"), (), frozenset(TOLERANCES))
    texts = [f"尊敬的客户{n}，您的账单 {n * 7} 元已逾期 {n % 90} days，请登录 App 查看。" for n in range(2000)]
    (batch,) = batches(texts)
    (group,) = groups([*wanted([words])])
    assert skimmed(group, batch) == [False] * len(texts)


@given(st.lists(written | st.none(), max_size=20), st.integers(1, 12))
def test_batches_of_arrow_and_of_strings_are_alike(texts: list[str | None], size: int) -> None:
    """Arrow arrays give the same characters and rows as sequences, however they are cut."""
    expected = together([*batches([*texts, "end"])])
    for array in (
        pa.array([*texts, "end"]),
        pa.array(["x", *texts, "end", "y"], pa.large_string()).slice(1, len(texts) + 1),
    ):
        found = together([*batches(array, size)])
        assert found.points.tobytes().decode("utf-32-le") == "".join(text or "" for text in [*texts, "end"])
        assert found.starts.tolist() == expected.starts.tolist()
        assert found.numbers.tolist() == list(range(len(texts) + 1))


def test_some_texts_of_a_batch() -> None:
    """Texts picked from a batch keep their characters and numbers."""
    (batch,) = batches(["ab", "", "cde", None, "f"])
    some = batch.only(np.array([1, 2, 4]))
    assert [some.points[a:b].tobytes().decode("utf-32-le") for a, b in pairwise(some.starts)] == ["", "cde", "f"]
    assert some.numbers.tolist() == [1, 2, 4]
    assert batch.only(np.array([], np.int64)).rows == 0


@given(st.lists(st.booleans(), max_size=300), st.data())
def test_ranks(flags: list[bool], data: st.DataObject) -> None:
    """The rank of a place is the number of flags set before it, and a flag is found by its number, few or many asked for."""
    places = data.draw(st.lists(st.integers(0, len(flags)), max_size=5))
    found = Ranks(np.array(flags, np.bool_))
    assert found.before(np.array(places, np.int64)).tolist() == [sum(flags[:place]) for place in places]
    every = [place for place, flag in enumerate(flags) if flag]
    for some in (range(0, len(every), 70), range(len(every)), range(0, len(every), 70)):
        assert found.nth(np.array(some, np.int64)).tolist() == [every[number] for number in some]


def test_sounds_of_words_are_those_of_the_dictionary() -> None:
    """What is read without the dictionary's segmentation sounds as with it."""
    from pypinyin import lazy_pinyin
    from pypinyin.constants import PHRASES_DICT

    heard = sounds()
    words = [*PHRASES_DICT][::40]
    words += [a[-2:] + b for a, b in pairwise(words)]
    words = [word for word in words if all(heard.first[ord(character)] for character in word)]
    assert len(words) > 2000
    assert any(word[:UNEVEN] in heard.uneven for word in words)
    wrong = [word for word in words if heard.of_phrase(word) != [heard.number[one] for one in lazy_pinyin(word)]]
    assert wrong == []
