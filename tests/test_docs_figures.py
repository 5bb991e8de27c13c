"""What the pages for readers and authors say of the tree is so: how many instruments, which samples, which packages."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path

import pytest

from auditor.packs.loading import load

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "sample_logs"


def _page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("page", "said"), [("README.md", r"\((\d+) instruments\)"), ("CHANGELOG.md", r"(\d+) Chinese instruments")]
)
def test_instruments_are_counted_right(page: str, said: str) -> None:
    """As many Chinese instruments as packs that hold a rule or a clause; what packs only share is none."""
    library = load(["cn"])
    packs = [library.packs[id].checked.pack for id in library.chosen]
    number = sum(bool(pack.rules or pack.clauses) for pack in packs)
    assert re.findall(said, _page(page)) == [str(number)]


def test_samples_are_described() -> None:
    """Each folder of samples has its section, each of its logs a row, each generator its command."""
    page = _page("sample_logs/README.md")
    for folder in ("cn", "us"):
        section = page.partition(f"## `{folder}/`")[2].partition("\n## ")[0]
        logs = [path.name for path in (SAMPLES / folder).iterdir() if path.suffix in {".csv", ".jsonl", ".xlsx"}]
        assert len(logs) > 2
        assert not [name for name in logs if name != "planted.csv" and f"| `{name}` |" not in section]
    makers = [path.parent.name for path in SAMPLES.glob("*/__main__.py")]
    assert len(makers) == 2
    assert not [maker for maker in makers if f"python -m sample_logs.{maker}\n" not in page]


def test_contributors_are_told_every_package() -> None:
    """Each package that the program or its tests need stands in the page for contributors."""
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = setup["options"]["install_requires"] + setup["options.extras_require"]["test"]
    names = re.findall(r"^([\w-]+)", lines.replace(" ", ""), re.MULTILINE)
    page = _page("CONTRIBUTING.md")
    assert len(names) > 20
    assert not [name for name in names if name not in page]
