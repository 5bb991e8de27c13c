"""`auditor packs`: the shipped packs, their rules with citations, their provisions with what checks them."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.cli.output import EXIT_RULES
from auditor.packs.files import shipped_packs
from auditor.packs.loading import CORE, load
from tests.log_runs import run, write

PACK = (
    'pack acme "our house"',
    '  jurisdiction "house policy"',
    '  source "a binder"',
    '  version "2"',
    'param gap "what is too many": number set by the site',
    'rule acme.two "More than two a day"',
    '  cite "section 1" cite "section 2"  basis verified  force policy  severity low',
    "  at most 2 contacts per consumer in each day",
    'rule acme.gap "More than there may be"',
    '  cite "section 3"  basis reported  force policy  severity high',
    "  at most gap contacts per consumer in each day",
    'rule acme.late "Late"',
    '  cite "section 4"  basis verified  force policy  severity high  disabled "from next year on"',
    "  forbid contacts outside 08:00 through 21:00",
    'clause "section 7" not-checkable "a log does not show it"',
)


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """A pack of our own, with a rule of each kind."""
    return write(tmp_path / "acme.rules", *PACK)


def test_every_shipped_pack_is_listed() -> None:
    """A line each with id, number of rules, jurisdiction and title; packs of words alone are left out."""
    status, out, err = run("packs")
    lines = out.split("\n\n")[0].splitlines()
    ids = sorted(pack.id for pack in shipped_packs() if pack.id != CORE)
    packs = [pack.checked.pack for id, pack in sorted(load(ids).packs.items()) if id != CORE]
    shown = [pack for pack in packs if pack.rules or pack.clauses]

    assert (status, err) == (0, "")
    assert [line.split()[:2] for line in lines] == [[pack.id, str(len(pack.rules))] for pack in shown]
    for line, pack in zip(lines, shown, strict=True):
        assert pack.jurisdiction in line
        assert line.endswith(pack.title)
    assert "a pack is named by its id" in out


def test_rules_with_their_citations(acme: Path) -> None:
    """A pack's rules are listed with title, citations, severity, force and basis; what is disabled says so."""
    status, out, err = run("packs", acme)

    assert (status, err) == (0, "")
    assert out.splitlines()[:6] == [
        "acme  our house",
        "  house policy, a binder, version 2",
        "  acme.two  More than two a day",
        "      section 1; section 2  [low, policy, verified]",
        "  acme.gap  More than there may be",
        "      section 3  [high, policy, reported]",
    ]
    assert "  acme.late  Late (disabled)" in out.splitlines()
    assert run("packs", "--rules", acme) == (status, out, err)


def test_rules_of_all_that_is_shipped() -> None:
    """`--rules` without a pack lists every shipped rule once."""
    status, out, _ = run("packs", "--rules")
    library = load([pack.id for pack in shipped_packs() if pack.id != CORE])
    ids = [rule.facts.id for id in library.chosen for rule in library.packs[id].checked.pack.rules]

    assert status == 0
    listed = [line.split()[0] for line in out.splitlines() if line.startswith("  ") and line[2] != " "]
    assert [id for id in listed if id in set(ids)] == ids


def test_provisions_with_what_checks_them(acme: Path) -> None:
    """`--clauses` lists each provision with its rules, or with why no rule checks it."""
    status, out, err = run("packs", "--clauses", acme)
    blocks = [line for line in out.splitlines()[2:] if line]

    assert (status, err) == (0, "")
    assert blocks[:4] == ["  section 1", "      checked: acme.two", "  section 2", "      checked: acme.two"]
    assert "      needs-parameter: acme.gap" in blocks
    assert any(line.startswith("      because: ") and "has not set `gap`" in line for line in blocks)
    assert "      disabled: acme.late" in blocks
    assert blocks[-2:] == ["  section 7", "      not-checkable: a log does not show it"]


def test_a_pack_that_there_is_not_or_that_is_wrong(tmp_path: Path) -> None:
    """The nearest id is offered; a pack with problems is not listed as if it had none."""
    status, out, err = run("packs", "us.refg")
    assert (status, out) == (EXIT_RULES, "")
    assert "did you mean `us.regf`?" in err
    status, out, err = run("packs", write(tmp_path / "a.rules", 'pack a "a"', "rule a.x"))
    assert (status, out) == (EXIT_RULES, "")
    assert "[syntax]" in err
