"""Formats for people: the terminal summary and the page."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.findings import Hit, Report
from auditor.reports import html
from auditor.reports.excerpt import excerpt
from auditor.reports.figures import by_weight, clock, percent
from auditor.reports.text import summary
from auditor.reports.visible import cut, one_line, pad, visible, width
from tests.report_fixture import DISCLOSURE, EMPTY, FINDINGS, FORMULA, NIGHT, REPORT, THREATS, WEEKLY


def _page(report: Report = REPORT, *, language: str = "en", most: int = html.MOST_FINDINGS) -> str:
    out = io.BytesIO()
    html.write(report, out, language=language, most=most)
    return out.getvalue().decode()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_is_well_formed(language: str) -> None:
    """Every element is closed: the page reads as XML once its void elements are."""
    page = _page(language=language).removeprefix("<!DOCTYPE html>\n")
    ET.fromstring(re.sub(r"<(meta|br)([^>]*)>", r"<\1\2/>", page))


def test_page_loads_nothing() -> None:
    """No element names a resource, no text is a link, and the policy forbids both."""
    seen: set[str] = set()

    class Attributes(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag not in {"script", "link", "img", "iframe", "object", "a", "form"}
            seen.update(name for name, _ in attrs)

    Attributes().feed(_page())
    assert seen.isdisjoint({"src", "href", "style", "srcset", "action", "onload"})
    assert "http://" not in _page()
    assert "https://" not in _page()
    assert "url(" not in _page()
    assert "content=\"default-src 'none'; style-src 'sha256-" in _page()


def test_page_policy_allows_its_own_style() -> None:
    """The digest in the policy is that of the style on the page."""
    page = _page()
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)
    digest = re.search("'sha256-([^']+)'", page)
    assert style is not None
    assert digest is not None
    assert digest.group(1) == base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()


@given(st.text())
def test_page_takes_no_markup_from_a_log(text: str) -> None:
    """Whatever a log holds stays text."""
    finding = replace(FINDINGS[0], message=f"<script>{text}</script>", consumer=f'"><img src={text}>')
    page = _page(replace(EMPTY, findings=(finding,), rules=REPORT.rules))
    assert "<script" not in page
    assert "<img" not in page


def test_page_says_how_many_findings_it_leaves_out() -> None:
    """A page is not endless, and says so."""
    assert "The first 2 of 6:" in _page(most=2)
    assert _page(most=2).count("f-") < _page().count("f-")


def test_tables_have_captions_and_scopes() -> None:
    """Each table says what it is, and each heading what it heads."""
    page = _page()
    assert page.count("<caption>") >= page.count("<table>") - 1
    assert "<th>" not in page
    assert page.count('scope="col"') > 20


def test_summary_columns_line_up_after_chinese() -> None:
    """Numbers of a column end in the same terminal column, whatever script stands before them."""
    lines = [line for line in summary(REPORT).splitlines() if re.match(r"(cn|us)\..*\d$", line)]
    assert len({width(line) for line in lines}) == 1


def test_summary_accounts_for_every_row() -> None:
    """The row account stands on one line and adds up; one that does not add up shows it."""
    assert "12,300 read = 12,250 used + 20 merged + 12 duplicate + 8 rejected + 10 out of scope" in summary(REPORT)
    broken = replace(REPORT, rows=replace(REPORT.rows, read=12_301))
    assert "12,301 read ≠ 12,250 used" in summary(broken)


def test_summary_shows_the_gravest_first_and_how_many() -> None:
    """Only the terminal limits findings, and it says so."""
    many = replace(REPORT, findings=FINDINGS * 3)
    text = summary(many)
    assert "Findings, the gravest 10 of 18" in text
    assert text.index("  high  ") < text.index("  medium  ")


def test_summary_obeys_no_control_character() -> None:
    """A log cannot move the cursor or change the colours of the reader's terminal."""
    finding = replace(FINDINGS[0], message="\x1b[2J\r\nx", consumer="\x9b31m")
    text = summary(replace(REPORT, findings=(finding,)))
    assert not [char for char in text if (ord(char) < 32 and char != "\n") or 127 <= ord(char) < 160]


def test_summary_paints() -> None:
    """Colours are given by the name of a severity, and change no width."""
    text = summary(REPORT, paint=lambda piece, style: f"<{style}>{piece}</{style}>")
    assert "<high>high    </high>" in text
    assert re.sub(r"</?(high|medium|low|review|heading)>", "", text) == summary(REPORT)


def test_title_is_said_once() -> None:
    """A message that is the title with its numbers is not followed by the title and the numbers."""
    rule = next(rule for rule in REPORT.rules if rule.id == WEEKLY)
    finding = replace(
        FINDINGS[0], rule=WEEKLY, message=f"{rule.title} (count 8, limit 7)", numbers={"count": 8, "limit": 7}
    )
    page = _page(replace(EMPTY, findings=(finding,), rules=(rule,)))
    told = next(part for part in page.split("<table>") if "Each row is one event" in part)
    assert f"{rule.title} (count 8, limit 7)" in told
    assert told.count(rule.title) == 1
    assert "count 8 · limit 7" not in told


def test_summary_of_nothing() -> None:
    """An empty run says so, and what to do next."""
    text = summary(EMPTY)
    assert "nothing was judged" in text
    assert "100%" not in text
    assert text.endswith("add -o report.xlsx")


def test_rules_by_weight() -> None:
    """Grave and frequent violations first; rules that were not run last."""
    ids = [rule.id for rule in by_weight(REPORT.rules)]
    assert ids == [NIGHT, THREATS, ids[2], WEEKLY, DISCLOSURE]


@pytest.mark.parametrize(
    ("share", "shown"),
    [(1.0, "100%"), (0.99999, "> 99.9%"), (0.978, "97.8%"), (0.00001, "< 0.1%"), (0.0, "0.0%"), (None, "–")],
)
def test_percent_never_rounds_to_all_or_nothing(share: float | None, shown: str) -> None:
    """What is not all is not shown as all."""
    assert percent(share) == shown


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-07-03T22:05:00+08:00", "2026-07-03 22:05:00 +08:00"),
        ("2026-07-03T22:05:00-04:00", "2026-07-03 22:05:00 -04:00"),
        ("2026-07-03T14:05:00Z", "2026-07-03 14:05:00 UTC"),
        ("2026-07-01", "2026-07-01"),
        ("", ""),
    ],
)
def test_clock(moment: str, shown: str) -> None:
    """A moment is read with its offset."""
    assert clock(moment) == shown


def test_visible() -> None:
    """Unseen characters are written out; line breaks are one kind; the rest stays."""
    assert visible("a\x00\u202eb\r\nc\rd\te\ud800😀") == "a\\u0000\\u202eb\nc\nd\te\\ud800😀"
    assert one_line(" a\n\tb ") == "a b"
    assert visible(FORMULA) == FORMULA


def test_cut_and_pad() -> None:
    """Widths are those of a terminal: a Chinese character takes two columns."""
    assert (pad("夜间", 6), cut("夜间催收", 6), cut("夜间", 4)) == ("夜间  ", "夜间…", "夜间")


def _hits(text: str, *phrases: str) -> tuple[Hit, ...]:
    starts = [(text.index(phrase), phrase) for phrase in phrases]
    return tuple(Hit("w", phrase, start, start + len(phrase), phrase) for start, phrase in starts)


def test_excerpt() -> None:
    """What stands around the hits, the hits marked; overlapping hits are one."""
    text = "甲" * 100 + "带人上门" + "乙" * 100
    assert excerpt(text, _hits(text, "带人上门")) == "…" + "甲" * 30 + "«带人上门»" + "乙" * 30 + "…"
    assert excerpt("说带人上门", _hits("说带人上门", "带人上门", "上门")) == "说«带人上门»"
    assert excerpt("短") == "短"
    assert len(excerpt("长" * 500)) == 160
    assert excerpt("x", (Hit("w", "y", 5, 9, "y"),)) == "x"


@given(st.text(alphabet="ab", max_size=300), st.lists(st.tuples(st.integers(0, 300), st.integers(1, 40)), max_size=5))
def test_excerpt_loses_no_hit(text: str, spans: list[tuple[int, int]]) -> None:
    """Every hit inside the text stands in the excerpt, between marks."""
    hits = [Hit("w", "", start, start + length, "") for start, length in spans if start + length <= len(text)]
    shown = excerpt(text, hits)
    covered = {place for hit in hits for place in range(hit.start, hit.end)}
    assert sum(len(piece) for piece in re.findall("«(.*?)»", shown)) == len(covered)
