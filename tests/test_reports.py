"""What all formats have in common: goldens, the same bytes twice, whole files, and no way up the floors."""

from __future__ import annotations

import ast
import errno
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from string import Formatter
from typing import BinaryIO

import pyarrow.parquet as pq
import pytest

from auditor import reports
from auditor.findings import Report
from auditor.reports import FORMATS, csv_, format_of, html, json_, parquet, sarif, text
from auditor.reports.bilingual import Say
from auditor.reports.chinese import CAUSES, CHINESE
from auditor.reports.chinese_rows import ROWS
from auditor.reports.whole_file import whole_file
from tests.golden_files import assert_golden
from tests.report_fixture import EMPTY, REPORT


def _written(write: Callable[[Report, BinaryIO], object], report: Report = REPORT) -> bytes:
    out = io.BytesIO()
    write(report, out)
    return out.getvalue()


def _parquet_as_text(data: bytes) -> str:
    table = pq.read_table(io.BytesIO(data))
    rows = [json.dumps(row, ensure_ascii=False, default=str) for row in table.to_pylist()]
    return f"{table.schema.to_string(show_schema_metadata=False)}\n\n" + "\n".join(rows) + "\n"


WRITERS: dict[str, Callable[[Report, BinaryIO], object]] = {
    "report.json": json_.write,
    "report.csv": csv_.write,
    "report.sarif": sarif.write,
    "report.html": html.write,
    "report-zh.html": lambda report, out: html.write(report, out, language="zh"),
    "report.txt": text.write,
    "report-zh.txt": lambda report, out: text.write(report, out, language="zh"),
}


@pytest.mark.parametrize("name", WRITERS)
def test_golden(name: str) -> None:
    """Each format shows the shared report as its golden file does."""
    assert_golden(name, _written(WRITERS[name]).decode())


def test_golden_parquet() -> None:
    """Parquet holds every finding, typed."""
    assert_golden("report.parquet.txt", _parquet_as_text(_written(parquet.write)))


_ALL = """
import sys
from pathlib import Path
from auditor.reports import FORMATS, write
from tests.report_fixture import REPORT
for suffix in FORMATS:
    write(REPORT, Path(sys.argv[1]) / f"r{suffix}")
"""


def test_same_bytes(tmp_path: Path) -> None:
    """The same report gives the same bytes in another process, whose sets and dictionaries hash otherwise."""
    folders = [tmp_path / seed for seed in ("1", "2")]
    for folder in folders:
        folder.mkdir()
        environment = os.environ | {"PYTHONHASHSEED": folder.name, "TZ": f"UTC+{folder.name}", "LC_ALL": "C.UTF-8"}
        root = Path(__file__).parent.parent
        subprocess.run([sys.executable, "-c", _ALL, folder], env=environment, cwd=root, check=True)
    files = [{path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders]
    assert files[0] == files[1]
    assert len(files[0]) == len(FORMATS) + 1


@pytest.mark.parametrize("suffix", FORMATS)
def test_empty_report(suffix: str, tmp_path: Path) -> None:
    """A report of nothing can be written in every format, and in both languages."""
    for language in ("en", "zh"):
        (path,) = reports.write(EMPTY, tmp_path / f"{language}{suffix}", language=language)
        assert path.stat().st_size > 0


def test_suffix_in_capitals() -> None:
    """The suffix is read in any case."""
    assert format_of(Path("R.XLSX")) is FORMATS[".xlsx"]


def test_unknown_suffix() -> None:
    """An unknown suffix is refused by name, and the known ones are told."""
    with pytest.raises(ValueError, match=r"`r\.docx`: a report's suffix is one of \.xlsx, "):
        format_of(Path("r.docx"))


def test_unknown_language(tmp_path: Path) -> None:
    """A language that reports do not speak is refused, and no file is left."""
    with pytest.raises(ValueError, match="en, zh"):
        reports.write(REPORT, tmp_path / "r.html", language="fr")
    assert list(tmp_path.iterdir()) == []


def test_missing_folder(tmp_path: Path) -> None:
    """A missing folder is said in one sentence."""
    with pytest.raises(OSError, match="cannot write") as caught:
        reports.write(REPORT, tmp_path / "none" / "r.json")
    assert caught.value.strerror == f"cannot write `{tmp_path}/none/r.json`: there is no folder `{tmp_path}/none`"


def test_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    """When the disk is full the earlier file stays as it was, and nothing else is left behind."""
    path = tmp_path / "r.json"
    path.write_text("old")

    def write_until_full() -> None:
        with whole_file(path) as out:
            out.write(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="there is no room left on the disk"):
        write_until_full()
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("r.json", "old")]


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    """A folder of the file's name is not replaced."""
    with pytest.raises(OSError, match="it is a folder"), whole_file(tmp_path):
        pytest.fail("nothing is to be written")


def test_failure_keeps_its_own_error(tmp_path: Path) -> None:
    """An error of another kind passes through, and no half file stays."""
    with pytest.raises(ZeroDivisionError), whole_file(tmp_path / "r.json"):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_reports_import_no_floor_above_them() -> None:
    """Reports know findings, their numbers and diagnostics, never the language, the compiler, the engine or the logs."""
    folder = Path(reports.__file__).parent
    allowed = {"findings", "measured", "diagnostics", "source", "reports"}
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            ours = {name.split(".")[1] for name in names if name.startswith("auditor.")}
            assert ours <= allowed, f"{file.name} imports {ours - allowed}"


def test_formats_are_loaded_when_written() -> None:
    """Loading the table of formats loads no library that a format needs."""
    code = "import sys, auditor.reports; print([m for m in ('openpyxl', 'pyarrow') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_chinese_keeps_the_placeholders() -> None:
    """A Chinese sentence has the placeholders of the English one."""
    for english, chinese in {**CHINESE, **CAUSES}.items():
        assert sorted(_placeholders(chinese)) == sorted(_placeholders(english)), english


def test_chinese_of_the_reading() -> None:
    """Why a row was not used is told in Chinese, with its own values; what a profile says stays as it is."""
    say = Say("zh")
    assert say.cause("the id of row 743, with other content") == "编号与第 743 行相同而内容不同"
    assert say.cause("3 cells, where the header has 5") == "有 3 格，而表头有 5 格"
    assert say.note("q3.xlsx: sheet `说明` has no header whose names are known; it was not read").startswith(
        "q3.xlsx: 工作表“说明”"
    )
    assert say.cause("坐席之间的内部呼叫") == "坐席之间的内部呼叫"
    assert (
        Say().note("a.csv: columns from which nothing is taken: x") == "a.csv: columns from which nothing is taken: x"
    )
    for english, chinese in ROWS.items():
        assert chinese.count("{}") == english.count("{}"), english
        assert say.cause(english.replace("{}", "7")) == chinese.replace("{}", "7")


@pytest.mark.parametrize(
    "module", ["clean", "moments", "place", "legs", "csv_files", "encodings", "table_files", "ingest"]
)
def test_reasons_are_those_of_the_reading(module: str) -> None:
    """Every reason that is translated is still said somewhere by the reading of logs, and its constants are all there."""
    text_ = (Path(reports.__file__).parent.parent / "logs" / f"{module}.py").read_text(encoding="utf-8")
    said = {node.value for node in ast.walk(ast.parse(text_)) if isinstance(node, ast.Constant)}
    rejecting = [
        one for one in said if isinstance(one, str) and one.startswith(("not a ", "a number ", "a time ", "a date "))
    ]
    say = Say("zh")
    for one in rejecting:
        if "`" not in one and not one.endswith(" "):
            assert say.cause(one) != one, one


def _placeholders(sentence: str) -> list[str]:
    return [f"{name}:{spec}" for _, name, spec, _ in Formatter().parse(sentence) if name is not None]
