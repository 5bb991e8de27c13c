"""The rules of a run, with what a site made of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.packs.loading import load
from auditor.packs.rulebook import RuleBook, adjustment_problems, rule_book

LAW = """\
pack law.a "A law"
  jurisdiction "somewhere"
  read on 2026-11-23
define calls: channel is call and direction is outbound
param gap "the least time between two calls": duration set by the site
param cap = 5 from 2025-01-01
rule law.a.calls "Too many calls"
  cite "article 1"  basis verified  force statute  severity medium
  at most 3 calls per consumer in each day
rule law.a.cap "Too many calls a week"
  cite "article 2"  basis verified  force statute  severity medium
  at most cap calls per consumer in each week
rule law.a.gap "Calls too close to each other"
  cite "article 3"  basis verified  force statute  severity low
  disabled "no figure in the law"
  at least gap between calls per consumer
"""
SITE = """\
pack site.b "Our own"
  jurisdiction "house policy"
use law.a
"""


def book(tmp_path: Path, *adjustments: str) -> RuleBook:
    """The rules of the law with a site's adjustments."""
    (tmp_path / "law.rules").write_text(LAW, encoding="utf-8")
    (tmp_path / "site.rules").write_text(SITE + "\n".join(adjustments) + "\n", encoding="utf-8")
    return rule_book(load([str(tmp_path / "law.rules"), str(tmp_path / "site.rules")]))


def test_a_stricter_figure_is_taken_and_noted(tmp_path: Path) -> None:
    """A lower limit, another severity: the rule has them, and says who changed what and why."""
    found = book(tmp_path, 'adjust law.a.calls at most 2 severity high because "policy 4"')
    rule = next(rule for rule in found.rules if rule.facts.id == "law.a.calls")

    assert not found.problems
    assert rule.facts.severity == "high"
    assert rule.facts.adjusted == (
        "severity high instead of medium (site.b: policy 4)", "at most 2 instead of 3 (site.b: policy 4)",
    )  # fmt: skip


def test_a_disabled_rule_is_enabled_with_its_figure(tmp_path: Path) -> None:
    """What the law leaves to the site runs once the site has said it; the note shows the figure in plain units."""
    found = book(tmp_path, 'adjust law.a gap = 90 minutes because "p"', 'adjust law.a.gap enabled because "p"')
    rule = next(rule for rule in found.rules if rule.facts.id == "law.a.gap")

    assert not found.problems
    assert "law.a.gap" not in found.reasons
    assert rule.facts.adjusted == ("`gap` = 90 minutes (site.b: p)", "enabled (site.b: p)")


def test_what_the_site_has_not_set_is_not_run(tmp_path: Path) -> None:
    """A rule without its figure, and one that is switched off, say why they are not run."""
    enabled = book(tmp_path, 'adjust law.a.gap enabled because "p"')
    off = book(tmp_path, 'adjust law.a.calls disabled because "another tool does it"')

    assert "the site has not set `gap`" in enabled.reasons["law.a.gap"]
    assert off.reasons["law.a.calls"] == "disabled: another tool does it"


@pytest.mark.parametrize(
    ("adjustment", "message"),
    [
        ('adjust law.a.calls at most 4 because "x"', "at most 4 is looser than the rule's 3"),
        ('adjust law.a cap = 6 because "x"', "6 is looser than the 5 of `cap`"),
        ('adjust law.a.cals at most 2 because "x"', "`law.a.cals` is neither a rule nor a pack of this run"),
        ('adjust law.a.calls enabled because "x"', "`law.a.calls` is not disabled"),
        ('adjust law.a gab = 2 hours because "x"', "no rule of `law.a` has a parameter `gab`"),
        ('adjust law.a severity high because "x"', "only parameters can be adjusted for a whole pack"),
        ('adjust law.a.cap at most 2 because "x"', "the figure is a parameter"),
    ],
)
def test_what_a_site_cannot_do(tmp_path: Path, adjustment: str, message: str) -> None:
    """A looser figure, an unknown rule or parameter: one problem, at its place, found by a check too."""
    found = book(tmp_path, adjustment)
    checked = adjustment_problems(load([str(tmp_path / "site.rules"), str(tmp_path / "law.rules")]))

    assert [(p.code, p.message) for p in found.problems] == [("bad-adjustment", message)]
    assert [p.message for p in checked] == [message]
    assert found.problems[0].span is not None


def test_rules_carry_when_they_were_read(tmp_path: Path) -> None:
    """A rule without a date of its own has its pack's."""
    assert {rule.facts.read_on for rule in book(tmp_path).rules} == {20780}
