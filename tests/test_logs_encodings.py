"""What a text file is encoded in."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from auditor.logs.encodings import choose, decodes, detect, is_utf8, is_wide, known_encoding, lines, shown, to_utf8

TEXT = "编号,内容\n1,您好，请还款\n"


def file(folder: Path, data: bytes) -> Path:
    """A file with these bytes."""
    path = folder / "a.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (b"id,text\n1,hello\n", "utf-8"),
        ("编号,名\n1,王𠮷\n".encode("gb18030"), "gb18030"),
    ],
)
def test_detection_goes_by_mark_then_utf8_then_gb18030(tmp_path: Path, data: bytes, encoding: str) -> None:
    """A mark, then strict UTF-8 over all of the file, then strict GB18030."""
    assert detect(file(tmp_path, data)) == encoding


def test_one_wrong_byte_at_the_very_end_counts(tmp_path: Path) -> None:
    """The whole file has to fit: its last byte too."""
    assert detect(file(tmp_path, TEXT.encode() * 10_000 + b"\xff")) is None


def test_a_mark_that_lies_is_no_encoding(tmp_path: Path) -> None:
    """A file with UTF-8's mark and other bytes is not guessed to be something else."""
    assert detect(file(tmp_path, codecs.BOM_UTF8 + TEXT.encode("gb18030"))) is None


def test_a_character_across_two_blocks_is_one_character(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read block by block, and a character may stand on the edge."""
    monkeypatch.setattr("auditor.logs.encodings.BLOCK", 5)
    target = tmp_path / "utf8.csv"
    path = file(tmp_path, TEXT.encode("gb18030"))
    to_utf8(path, "gb18030", target)

    assert decodes(path, "gb18030")
    assert target.read_bytes() == TEXT.encode()


def test_utf8_is_surer_than_a_named_encoding(tmp_path: Path) -> None:
    """GB18030 reads much UTF-8 as nonsense: a file that is UTF-8 is read as such, whatever the profile names."""
    path = file(tmp_path, "您好".encode())
    assert decodes(path, "gb18030")

    assert choose(path, "gb18030") == ("utf-8", True)
    assert choose(file(tmp_path, TEXT.encode("utf-16")), "gb18030") == ("utf-16", True)


def test_a_named_encoding_holds_where_utf8_does_not(tmp_path: Path) -> None:
    """A named encoding is taken before GB18030 is tried, and also where some bytes are not in it."""
    assert choose(file(tmp_path, "繁體中文,催收".encode("big5")), "big5") == ("big5", True)
    assert choose(file(tmp_path, TEXT.encode("gb18030") + b"\xff\xff"), "gb18030") == ("gb18030", False)
    assert choose(file(tmp_path, TEXT.encode() + b"\xff\xff"), "utf-8") == ("utf-8", False)
    assert choose(file(tmp_path, TEXT.encode("gb18030") + b"\xff\xff"), None) is None


def test_utf16_without_a_mark_is_read_where_it_is_named(tmp_path: Path) -> None:
    """UTF-16 of plain letters is UTF-8 with NUL bytes too: the name decides."""
    path = file(tmp_path, "id,at\n1,2\n".encode("utf-16-le"))
    assert decodes(path, "utf-8")

    assert choose(path, "utf-16-le") == ("utf-16-le", True)


def test_names_of_encodings() -> None:
    """Encodings of text are known by their usual names; `hex` is none."""
    assert [known_encoding(name) for name in ("GBK", "utf8", "hex", "gbk18030")] == [True, True, False, False]
    assert [is_utf8(name) for name in ("utf8", "UTF-8", "utf-8-sig", "gbk")] == [True, True, True, False]
    assert [is_wide(name) for name in ("utf-16", "UTF-16LE", "utf-8", "gb18030")] == [True, True, False, False]


def test_lines_say_what_is_wrong_with_them(tmp_path: Path) -> None:
    """A line has its text, or its bytes written out and the reason why it cannot be used."""
    data = codecs.BOM_UTF8 + "头\n".encode() + b"a\xff\n" + b"b\0c\n" + "好".encode()
    found = list(lines(file(tmp_path, data), "utf-8"))

    assert [flaw for _, flaw in found] == [None, "bytes that are not utf-8", "a NUL byte", None]
    assert [shown(text) for text, _ in found] == ["头\n", "a\\xff\n", "b\\x00c\n", "好"]
