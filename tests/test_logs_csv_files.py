"""CSV files as raw rows: what is read, with which number, and what is rejected why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from auditor.engine.timeline import database
from auditor.logs.csv_files import delimiter_of, read_csv, read_head
from auditor.logs.encodings import decodes
from auditor.logs.raw import RawTable


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database."""
    with database() as opened:
        yield opened


def read(
    connection: duckdb.DuckDBPyConnection, path: Path, data: bytes, *, encoding: str = "utf-8", header_row: int = 1
) -> tuple[RawTable, list[tuple[object, ...]]]:
    """A file's raw table and its rows, each with its number first."""
    path.write_bytes(data)
    head, delimiter = read_head(path, encoding, None)
    whole = path if decodes(path, encoding) else None
    raw = read_csv(
        connection, path, path.name, "t", head.rows[header_row - 1], header_row + 1, delimiter, whole, encoding
    )
    return raw, connection.execute("SELECT * FROM t ORDER BY 1").fetchall()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found(delimiter: str) -> None:
    """The delimiter is the one that cuts most lines alike, whatever stands inside quotation marks."""
    lines = [["a", "b", "c"], ["1", '"x, y; z"', "3"], ["4", '"|,;"', "6"]]

    assert delimiter_of("\n".join(delimiter.join(line) for line in lines)) == delimiter


def test_a_long_quoted_cell_does_not_stop_the_search_for_the_delimiter() -> None:
    """A cell longer than the library's usual limit is no error."""
    sample = 'a,b\n1,"' + "字" * 150_000 + '"\n'

    assert delimiter_of(sample) == ","


def test_quoted_line_breaks_stay_in_their_cell(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """A line break between quotation marks is part of the cell, and the next row has the next number."""
    _, rows = read(connection, tmp_path / "a.csv", 'a,b\n1,"您好\n请还款"\n2,x\n'.encode())

    assert rows == [(2, "1", "您好\n请还款"), (3, "2", "x")]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_empty_lines_count(connection: duckdb.DuckDBPyConnection, tmp_path: Path, end: str) -> None:
    """Rows are numbered as a spreadsheet shows them: an empty line has a number and is no row."""
    raw, rows = read(connection, tmp_path / "a.csv", end.join(["a,b", "1,2", "", "3,4", ",", "5,6", ""]).encode())

    assert rows == [(2, "1", "2"), (4, "3", "4"), (6, "5", "6")]
    assert raw.rows == 3


@pytest.mark.parametrize("tail", ["", "\n", "\n\n\n", "\r\n\r\n"])
def test_line_ends_at_the_end_of_a_file_are_no_rows(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, tail: str
) -> None:
    """However many line ends a file ends with, its rows are the same."""
    raw, rows = read(connection, tmp_path / "a.csv", ("a,b\n1,2\n3,4" + tail).encode())

    assert (raw.rows, rows) == (2, [(2, "1", "2"), (3, "3", "4")])


def test_mixed_line_ends(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """A file put together from two systems is read all the same."""
    _, rows = read(connection, tmp_path / "a.csv", b"a,b\n1,2\r\n3,4\n5,6\r\n")

    assert rows == [(2, "1", "2"), (3, "3", "4"), (4, "5", "6")]


def test_a_row_with_too_few_or_too_many_cells_is_rejected(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """A ragged row is rejected with its number and text; the others are read."""
    raw, rows = read(connection, tmp_path / "a.csv", "a,b,c\n1,2,3\n合计,1\n4,5,6\n7,8,9,10\n".encode())

    assert [(r.source.row, r.value, r.reason) for r in raw.rejected] == [
        (3, "合计,1", "2 cells, where the header has 3"),
        (5, "7,8,9,10", "4 cells, where the header has 3"),
    ]
    assert rows == [(2, "1", "2", "3"), (4, "4", "5", "6")]
    assert raw.rows == 4


def test_a_delimiter_too_many_at_the_end_of_a_row_is_no_cell(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Surplus cells that are empty hold nothing, and the row is read, also beside a ragged one."""
    raw, rows = read(connection, tmp_path / "a.csv", b"a,b\n1,2,,\n3\n4,5\n")

    assert rows == [(2, "1", "2"), (4, "4", "5")]
    assert [r.source.row for r in raw.rejected] == [3]


def test_a_quotation_mark_that_is_not_closed_costs_one_row(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """The rows after an unclosed quotation mark are read, not swallowed."""
    data = 'a,b\n1,"您好\n2,x\n3,"说:""是""\n再见"\n4,y\n'.encode()
    raw, rows = read(connection, tmp_path / "a.csv", data)

    assert [(r.source.row, r.reason) for r in raw.rejected] == [(2, "a quotation mark that is not closed")]
    assert rows == [(3, "2", "x"), (4, "3", '说:"是"\n再见'), (5, "4", "y")]


def test_bytes_that_are_not_in_the_encoding_reject_their_row(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Undecodable bytes are a rejected row, written out, not a replaced character; other rows are read."""
    data = "编号,内容\n1,您好\n".encode("gb18030") + b"2,x\xff\xffy\n" + "3,再见\n".encode("gb18030")
    raw, rows = read(connection, tmp_path / "a.csv", data, encoding="gb18030")

    assert [(r.source.row, r.value, r.reason) for r in raw.rejected] == [
        (3, r"2,x\xff\xffy", "bytes that are not gb18030")
    ]
    assert rows == [(2, "1", "您好"), (4, "3", "再见")]


def test_undecodable_lines_inside_a_quoted_cell_reject_one_row(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Two bad lines in one cell are one rejected row, and the row after it is not blamed."""
    data = b'a,b\n1,"x\xff\ny\xff\nz"\n2,good\n'
    raw, rows = read(connection, tmp_path / "a.csv", data)

    assert [r.source.row for r in raw.rejected] == [2]
    assert rows == [(3, "2", "good")]


def test_a_nul_byte_rejects_its_row(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """A NUL byte is neither dropped nor kept: its row is rejected."""
    raw, rows = read(connection, tmp_path / "a.csv", b"a,b\n1,x\0y\n2,z\n")

    assert [(r.source.row, r.value, r.reason) for r in raw.rejected] == [(2, r"1,x\x00y", "a NUL byte")]
    assert rows == [(3, "2", "z")]


def test_a_nul_byte_and_an_empty_line_at_a_block_edge_are_seen(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is looked for in a file block by block is found where two blocks meet."""
    monkeypatch.setattr("auditor.logs.csv_files.BLOCK", 8)
    _, rows = read(connection, tmp_path / "a.csv", b"a,b\n1,2\n\n3,4\n5,6\n")

    assert rows == [(2, "1", "2"), (4, "3", "4"), (5, "5", "6")]


def test_title_rows_above_the_header(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """Rows above the header are skipped, whatever their number of cells, and numbers are the file's."""
    _, rows = read(connection, tmp_path / "a.csv", "三季度外呼\n\na,b\n1,2\n".encode(), header_row=3)

    assert rows == [(4, "1", "2")]


def test_repeated_and_empty_header_names_are_told_apart(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """Every column has a name of its own, and those that share one are known."""
    raw, rows = read(connection, tmp_path / "a.csv", b"a,,a\n1,2,3\n")

    assert raw.columns == ("a", "column 2", "a (3)")
    assert raw.repeated == {"a": (1, 3)}
    assert rows == [(2, "1", "2", "3")]


def test_a_cell_of_forty_thousand_characters(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """A long transcript is read whole."""
    text = "催收员：您好\n客户：" + "好" * 40_000
    _, rows = read(connection, tmp_path / "a.csv", f'a,b\n1,"{text}"\n'.encode())

    assert rows == [(2, "1", text)]


def test_a_cell_of_millions_of_characters(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """A cell longer than the database's usual limit of a line is read whole."""
    text = "a" * 3_000_000
    _, rows = read(connection, tmp_path / "a.csv", f"a,b\n1,{text}\n2,x\n".encode())

    assert rows == [(2, "1", text), (3, "2", "x")]


def test_old_line_ends(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """A file whose lines end as they did on old Macintoshes is read."""
    _, rows = read(connection, tmp_path / "a.csv", b"a,b\r1,2\r3,4\r")

    assert rows == [(2, "1", "2"), (3, "3", "4")]


def test_a_stray_carriage_return_costs_its_row(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """A carriage return in the middle of a line is no reason to give up the file."""
    raw, rows = read(connection, tmp_path / "a.csv", b"a,b\n1,x\ry\n2,z\n")

    assert [r.source.row for r in raw.rejected] == [2]
    assert rows == [(3, "2", "z")]
