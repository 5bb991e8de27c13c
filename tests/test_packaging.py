"""What is installed is what stands in the tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("auditor", "grammar", "rules", "docs")
MAPPED = {"grammar": "auditor/grammar", "rules": "auditor/rules", "docs/diagnostics": "auditor/diagnostic_pages"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built from a copy: what an earlier build left in the tree must not get in."""
    copy = tmp_path_factory.mktemp("tree") / "copy"
    copy.mkdir()
    for name in SHIPPED:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(copy / "dist"), str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = (copy / "dist").glob("*.whl")
    return built


def shipped(wheel: Path) -> set[str]:
    """The files in the wheel, without its own records."""
    with zipfile.ZipFile(wheel) as file:
        return {name for name in file.namelist() if ".dist-info/" not in name}


def test_wheel_ships_what_stands_in_the_tree(wheel: Path) -> None:
    """Code, grammar, rules, word lists, profiles, templates and diagnostic pages: all of them, and nothing else."""
    wanted = {p.relative_to(ROOT).as_posix() for p in (ROOT / "auditor").rglob("*") if p.is_file()}
    for beside, inside in MAPPED.items():
        wanted |= {
            f"{inside}/{p.relative_to(ROOT / beside).as_posix()}" for p in (ROOT / beside).rglob("*") if p.is_file()
        }
    wanted = {name for name in wanted if "__pycache__" not in name}

    assert shipped(wheel) == wanted
    assert any(name.endswith("/words/threats.txt") for name in wanted)


def test_installed_command_works_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    """Out of the wheel, away from the checkout, packs are found and a log is audited."""
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as file:
        file.extractall(site)
    log = tmp_path / "log.csv"
    log.write_text("债务人,时间,渠道,方向\nD1,2026-07-01T23:30:00+08:00,电话,呼出\n", encoding="gb18030")
    command = [sys.executable, "-m", "auditor", "audit", str(log), "--rules", "cn.cba2026", "--zone", "Asia/Shanghai"]
    environment = {**os.environ, "PYTHONPATH": str(site)}
    done = subprocess.run(
        [*command, "--rejects", "rejected.csv"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stderr
    assert "cn.cba2026.夜间" in done.stdout


def test_versions_agree() -> None:
    """The version is said in one place."""
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")

    assert config["metadata"]["version"] == "attr: auditor.__version__"
