"""Formatting changes nothing that a file says, in either language, whatever the file says."""

from __future__ import annotations

import os
from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.diagnostics import Diagnostic
from auditor.language import syntax as s
from auditor.language.check import Checked, check
from auditor.language.checked import Pack
from auditor.language.format import Names, format_file, names_of
from auditor.language.format.rules import in_order
from auditor.language.parse import parse
from auditor.language.vocabulary import Language
from auditor.packs import files, loading
from auditor.source import Source, Span
from tests.strategies import PREAMBLE, rules

CORE = loading.load(["core"]).packs["core"].checked
LIBRARY = loading.load([pack.id for pack in files.shipped_packs()])
SHIPPED = [(loaded, source) for loaded in LIBRARY.packs.values() for source, _ in loaded.sources]
LIGHT = settings(
    max_examples=int(os.environ.get("AUDITOR_FORMAT_CASES", "100")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def read(text: str) -> s.File:
    """A file that can be read."""
    file, problems = parse(Source("random.rules", text))
    assert not problems, (problems[0].message, problems[0].hint, str(problems[0].span), text)
    return file


def checked(text: str) -> Checked:
    """The checked pack of a file."""
    file = read(text)
    head = next(node for node in file.statements if isinstance(node, s.Pack))
    return check(head, file.statements, {"core": CORE}, lambda _name, _span: (["phrase"], []))


def meaning(pack: Pack) -> dict[str, object]:
    """What a checked pack says, without where it says it."""
    return {f.name: getattr(pack, f.name) for f in fields(pack) if f.compare and f.name not in ("files", "places")}


def in_language(text: str, names: Names, language: Language | None) -> str:
    """The file, formatted."""
    return format_file(text, read(text), names, language)


def tree(text: str) -> list[s.Statement]:
    """The statements, the facts of each rule in their fixed order."""
    return [_with_facts_in_order(node) for node in read(text).statements]


def _with_facts_in_order(node: s.Statement) -> s.Statement:
    if not isinstance(node, s.Rule):
        return node
    return s.Rule(node.name, node.title, tuple(in_order(node.facts)), node.limit, span=node.span)


def assert_sound(text: str, names: Names) -> None:
    """Formatting keeps the tree, is done once, and comes back from the other language."""
    same = in_language(text, names, None)
    english = in_language(text, names, "en")
    chinese = in_language(english, names, "zh")

    assert tree(same) == tree(text)
    assert in_language(same, names, None) == same
    assert in_language(english, names, "en") == english
    assert in_language(chinese, names, "zh") == chinese
    assert in_language(chinese, names, "en") == english
    assert in_language(in_language(chinese, names, "en"), names, "zh") == chinese


PREAMBLE_NAMES = names_of(checked(PREAMBLE).scope)

# --- rules that can be checked --------------------------------------------------------------------------


@LIGHT
@given(rules())
def test_rule_means_the_same_in_both_languages(rule: str) -> None:
    """A random rule is the same tree after formatting, and the same checked pack in either language."""
    text = f"{PREAMBLE}{rule}\n"
    before = checked(text)
    names = names_of(before.scope)

    assert_sound(text, names)
    for language in ("en", "zh"):
        after = checked(in_language(text, names, language))
        assert not after.problems
        assert meaning(after.pack) == meaning(before.pack)


# --- anything that can be read --------------------------------------------------------------------------

NAMES = st.sampled_from(
    ("channel", "call", "contacts", "talks", "时间", "date", "outcome", "weekday", "monday", "notice", "未声明的", "at", "电话")
)  # fmt: skip
NUMBERS = st.sampled_from(("0", "1", "2.50", "-3"))
FIGURES = st.sampled_from(("1", "7", "figure"))
UNITS = st.sampled_from(("seconds", "minute", "hours", "days", "周内"))
KEYS = st.sampled_from(("consumer", "consumer, debt", "债务人, at", "时间"))


@st.composite
def distances(draw: st.DrawFn) -> str:
    """A distance in time."""
    return draw(
        st.sampled_from(
            ("span", "3 working days of hol", "1 calendar day", "2 个自然日内", f"{draw(FIGURES)} {draw(UNITS)}")
        )
    )


@st.composite
def extents(draw: st.DrawFn, depth: int) -> str:
    """A kind of window."""
    each = draw(st.sampled_from(("day", "week", "month", "quarter", "year")))
    return draw(
        st.sampled_from(
            (
                f"in any {draw(FIGURES)} {draw(UNITS)}", f"in {draw(FIGURES)} consecutive days", "ever",
                f"in {draw(FIGURES)} working days of hol", f"in each {each}", "in each week week from sunday",
                f"since last {draw(selections(depth))}", f"within {draw(distances())}", f"within {draw(distances())} after",
            )
        )
    )  # fmt: skip


@st.composite
def scopes(draw: st.DrawFn, depth: int) -> str:
    """Keys and window."""
    least = draw(st.sampled_from(("", "", f"at least {draw(distances())} earlier")))
    extent = draw(st.sampled_from(("", draw(extents(depth)), draw(extents(depth)))))
    including = draw(st.sampled_from(("", "", "including this")))
    return f"per {draw(KEYS)} {least} {extent} {including}"


@st.composite
def selections(draw: st.DrawFn, depth: int) -> str:
    """A selection."""
    match draw(st.integers(0, 3 if depth > 0 else 0)):
        case 0:
            return draw(NAMES)
        case 1:
            return f"({draw(conditions(depth - 1))} except {draw(conditions(depth - 1))})"
        case _:
            return f"({draw(conditions(depth - 1))})"


@st.composite
def operands(draw: st.DrawFn, depth: int) -> str:
    """A value or a term of history."""
    match draw(st.integers(0, 9 if depth > 0 else 4)):
        case 0:
            return draw(NUMBERS)
        case 1:
            return draw(st.sampled_from(('"quo\\"te \\\\ |"', "2026-03-08", "8:00", "23:59:59", "yes", "否", "“text”")))
        case 2:
            return f"{draw(st.sampled_from(('1', '48')))} {draw(UNITS)}"
        case 3 | 4:
            return draw(NAMES)
        case 5:
            return f"({draw(distances())} {draw(st.sampled_from(('after', 'before')))} {draw(operands(depth - 1))})"
        case 6:
            return f"({draw(selections(depth - 1))} {draw(scopes(depth - 1))})"
        case 7:
            of = draw(
                st.sampled_from(("number of", "total duration of", "distinct number of", "date of last", "at of last"))
            )
            return f"({of} {draw(selections(depth - 1))} {draw(scopes(depth - 1))})"
        case 8:
            kind = draw(st.sampled_from(("first", "time since last")))
            return f"({kind} {draw(selections(depth - 1))} per {draw(KEYS)})"
        case _:
            return f"({draw(conditions(depth - 1))})"


@st.composite
def conditions(draw: st.DrawFn, depth: int = 2) -> str:
    """Anything that the grammar takes for a condition, whether it makes sense or not."""
    left, right = draw(operands(depth)), draw(operands(depth))
    zone = draw(st.sampled_from(("", "in any zone", 'in zone "Asia/Shanghai"')))
    clock = draw(
        st.sampled_from(
            ("by-day", "08:00 until 22:00", "22:00 until 06:00, 09:00 through 09:00", "2026-01-01 through 2026-02-01")
        )
    )
    if clock.startswith("2026"):
        zone = ""
    test = draw(
        st.sampled_from(
            (
                left, f"{left} {draw(st.sampled_from(('=', '!=', '<', '≥')))} {right}", f"{left} is {right}",
                f"{left} is not {right}", f"{left} = known", f"{left} is holiday of hol", f"{left} is not 节假日 of hol",
                f"{left} is one of {right}, {draw(operands(depth))}", f"{left} is not one of {right}", f"{left} is known",
                f"{left} is unknown", f"{left} in {clock} {zone}", f"{left} outside {clock} {zone}",
                f"{left} mentions threats", f"{left} mentions at least 2 of threats", f"{left} lacks threats",
                f'{left} matches /a#"[0-9]\\/x/', f"{left} includes {right}",
            )
        )
    )  # fmt: skip
    if depth <= 0:
        return test
    other, third = draw(conditions(depth - 1)), draw(conditions(depth - 1))
    return draw(
        st.sampled_from(
            (test, test, f"not {test}", f"not ({test} and {other})", f"({test}) or {other} and ({third})",
             f"({test} or {other}) and {third} and ({other} and {test})")
        )
    )  # fmt: skip


@st.composite
def limits(draw: st.DrawFn) -> str:
    """Anything that the grammar takes for the statement of a rule."""
    one, other = draw(selections(1)), draw(selections(1))
    keys, scope, distance = draw(KEYS), draw(scopes(1)), draw(distances())
    amount = draw(st.sampled_from(("3", "figure", "30 minutes")))
    each = draw(st.sampled_from(("in each day", "in each week week from sunday")))
    span = draw(
        st.sampled_from(
            ("", "ever", "for 7 consecutive days", "for 2 working days of hol", "for any 2 days", "until talks", "in each month",
             f"within {distance}")
        )
    )  # fmt: skip
    until = draw(st.sampled_from(("", f"within {distance}")))
    least = draw(st.sampled_from(("", f"at least {distance} earlier")))
    extent = draw(st.sampled_from(("", draw(extents(1)))))
    form = draw(
        st.sampled_from(
            (
                f"forbid {one}", f"forbid {one} when {draw(conditions(1))}", f"forbid {one} outside by-day",
                f"禁止 {one} 不在 08:00 起 次日 02:00 前, 09:00 至 10:00 任一时区", f"require {draw(conditions(1))} for {one}",
                f"at most {amount} {one} {scope}", f"at most {amount} {one} {scope}",
                f"at most {amount} {one} per {keys} {each}, 2 in each month, figure ever",
                f"at most {amount} distinct 时间 of {one} {scope}", f"at most {amount} total 时间 of {one} {scope}",
                f"at least {distance} between {one} per {keys}", f"at least {amount} {one} per {keys} {each}",
                f"at least {amount} {one} per {keys} {each} for {other}", f"after {one} forbid {other} per {keys} {span}",
                f"after {one} require {other} per {keys} {until}", f"before {one} require {other} per {keys} {least} {extent}",
            )
        )
    )  # fmt: skip
    unless = draw(st.sampled_from(("", f"unless {draw(conditions(1))}")))
    return f"{form} {unless}"


@LIGHT
@given(limits(), conditions())
def test_everything_that_can_be_read_can_be_written(limit: str, condition: str) -> None:
    """Whatever the grammar accepts is written so that it is read as the same tree, also where it makes no sense."""
    text = f'rule t.r "r"\n remedy "do" cite "c" {limit} from 2026-01-01 severity 高 basis 原文\n定义 x: {condition}\n'

    assert_sound(text, PREAMBLE_NAMES)


STRINGS = st.sampled_from(('"甲"', '"a \\"b\\" \\\\"', '"..."'))
DATED = st.sampled_from(("3 from 2026-01-01 through 2026-02-01, 4 from 2026-02-02", "2 days", "0.5"))
CELLS = st.sampled_from(
    ("", "?", "call", "接通对话", "yes", "否", "true", "周一; monday", "D1;D2", "2026-04-01 10:00", "+3 08:00", "5 minutes",
     "1小时", "90", "violation", "pending", "-", "7 every 1 hours", "3 次 每 2 小时", "a \\| b", "\\\\", "# no comment", "很长的一段话，写在表里")
)  # fmt: skip
DECLARATIONS = st.one_of(
    st.tuples(STRINGS, STRINGS).map(
        lambda t: f'pack p {t[0]} source {t[1]} jurisdiction {t[0]} version "1" read on 2026-01-02'
    ),
    st.sampled_from(("use a.b, c", "引用 d", "applies when jurisdiction is \"MA\" and not talks")),
    st.tuples(
        STRINGS,
        st.sampled_from(
            ("text", "several number", "yes/no default yes", "时间 default 08:00", "moment of contacts",
             'one of x "甲", y, z "乙" default 乙', "duration default 5 minutes of contacts", "text default consumer")
        ),
    ).map(lambda t: f"field f {t[0]} {t[0]}: {t[1]} means {t[0]}"),
    st.sampled_from(('field kind adds a "甲", b', "field channel: weekday", 'field 类型 增加 c "丙"', "field g: money default -3")),
    DATED.map(lambda t: f'param q "title" = {t}'),
    st.sampled_from(("param q: number set by the site", '参数 q "t": 取值 a, b 由机构设定')),
    st.sampled_from(('define d "丁": talks', '定义 戊 "e": talks', 'define g "two words": talks', 'define h "i": talks')),
    st.tuples(st.lists(STRINGS, min_size=1, max_size=30), STRINGS).map(
        lambda t: f"words w {t[1]} {', '.join(t[0])} except {t[1]}, {t[1]} file {t[1]} except file {t[1]} without case, 谐音"
    ),
    st.sampled_from(
        ('hours h "t" of hol\n monday to friday, 节假日: 08:00 until 12:00, 13:00 through 20:00\n weekend: none',
         "时段 h\n 每天: 22:00 起 次日 08:00 前", "hours h\n saturday: 22:00 through 02:00\n workday: none")
    ),
    st.sampled_from(
        ('calendar c "t" library "US" "CA" years 2015 through 2030 weekend friday, 周六 closed 2026-12-31 "t" '
         'open 2026-02-14 through 2026-02-15 closed every 12-29 through 01-03 "t"', 'calendar c years 2015 through 2016',
         'calendar c library "US" weekend sunday')
    ),
    STRINGS.map(lambda t: f"clause {t} not-checkable {t}"),
    st.tuples(
        st.lists(st.sampled_from(("channel call", "时间 \"2026-04-01 10:00\"", 'text "a, b"', "placed 否", "zone America/New_York", "figure 5")), max_size=9),
        st.lists(st.sampled_from(("at", "时间", "channel", "渠道", "weekdays", "placed", "duration", "结论", "verdict", "repeat", "text")), min_size=1, max_size=6, unique=True),
        st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=5),
    ).map(
        lambda t: 'example "e" for t.r\n'
        + (f" given {', '.join(t[0])}\n" if t[0] else "")
        + " 记录自 2026-01-01 known through 2026-02-01\n"
        + f" | {' | '.join(t[1])} |\n"
        + "".join(f"  | {' | '.join(row)}   |\n" for row in t[2])
    ),
    st.sampled_from(
        ('adjust t.r severity high disabled at most 3 because "why"', 'adjust t.r enabled because "why"',
         "adjust t.r figure = 3 from 2026-01-01, 4 from 2027-01-01",
         '调整 t.r 至多 5 理由 "因为"', "adjust t.r")
    ),
)  # fmt: skip


@LIGHT
@given(st.lists(DECLARATIONS, min_size=1, max_size=4))
def test_declarations_are_written_as_they_are_read(statements: list[str]) -> None:
    """Declarations, clauses, examples and adjustments are read again as the same tree."""
    assert_sound("\n".join(statements) + "\n", PREAMBLE_NAMES)


# --- shipped packs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("loaded", "source"), SHIPPED, ids=[source.name for _, source in SHIPPED])
def test_shipped_file_comes_back_from_the_other_language(loaded: loading.LoadedPack, source: Source) -> None:
    """A shipped file keeps its tree and its comments, and English to Chinese and back is the identity."""
    names = names_of(loaded.checked.scope)

    assert_sound(source.text, names)
    comments = [comment.text for comment in read(source.text).comments]
    for language in (None, "en", "zh"):
        formatted = read(in_language(source.text, names, language))
        assert [comment.text for comment in formatted.comments] == comments


@pytest.mark.parametrize("loaded", LIBRARY.packs.values(), ids=list(LIBRARY.packs))
def test_shipped_pack_means_the_same_in_both_languages(loaded: loading.LoadedPack) -> None:
    """A shipped pack formatted in either language is checked to the same pack."""
    names = names_of(loaded.checked.scope)
    used = {id: LIBRARY.packs[id].checked for id in loaded.checked.pack.uses}
    words = {path.name: path.read_text(encoding="utf-8") for path in loaded.files.folder.glob("words/*.txt")}

    def phrases(name: str, _span: Span) -> tuple[list[str], list[Diagnostic]]:
        lines = (line.split("#", 1)[0].strip() for line in words[name.removeprefix("words/")].splitlines())
        return list(dict.fromkeys(line for line in lines if line)), []

    for language in ("en", "zh"):
        texts = [in_language(source.text, names, language) for source, _ in loaded.sources]
        statements = [node for text in texts for node in read(text).statements]
        head = next(node for node in statements if isinstance(node, s.Pack))
        again = check(head, statements, used, phrases)

        assert meaning(again.pack) == meaning(loaded.checked.pack)
