"""The workbook: sheets in their order, each a table or a page, and how they are saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any, BinaryIO
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from auditor.findings import Finding, Report
from auditor.reports.bilingual import Say
from auditor.reports.excel.archive import Archive, SheetRows
from auditor.reports.excel.beside import Beside
from auditor.reports.excel.cells import CellWriter, Styled, Value, height
from auditor.reports.excel.styles import LOOKS, style_numbers
from auditor.reports.figures import rank

ROWS = 1_048_576
"""Excel's limit for a sheet."""

LINKS = 65_530
"""Excel's limit for the links of a sheet."""

HEAD_ROW = 4
"""Title, sentence and count stand above the headings of a table."""

_A4 = 9
_WRITTEN = datetime(1980, 1, 1)  # a report knows no clock: the same report gives the same bytes


@dataclass(frozen=True)
class Column:
    """A column of a table: its English heading, its width in characters, the style of its values and heading."""

    heading: str
    width: float
    style: str = "text"
    head: str = ""

    @property
    def head_style(self) -> str:
        """The style of its heading: over numbers it stands to the right."""
        return self.head or ("head-right" if LOOKS[self.style].align == "right" else "head")


@dataclass(frozen=True)
class Table:
    """A sheet that holds one table.

    slug: names the file that takes the rows for which the sheet has no room. frozen: columns that stay in sight.
    printed: columns that are printed, the first so many; all where 0.
    """

    title: str
    slug: str
    sentence: str
    columns: Sequence[Column]
    rows: Callable[[], Iterable[Sequence[Value]]]
    count: int
    empty: str = "Nothing to show."
    frozen: int = 0
    printed: int = 0


@dataclass(frozen=True)
class Line:
    """A row of a page."""

    values: Sequence[Value] = ()
    height: float | None = None
    style: str = "blank"


@dataclass
class Book:
    """A workbook in the making. most_rows: how many rows a sheet may have."""

    report: Report
    say: Say
    beside: Beside
    most_rows: int = ROWS
    workbook: Any = field(default_factory=lambda: Workbook(write_only=True))
    _sheets: dict[str, SheetRows] = field(default_factory=dict)
    _links: dict[str, list[str]] = field(default_factory=dict)
    _styles: dict[str, int] = field(default_factory=dict)

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """The findings in the order of the sheets: the gravest first, else as they come."""
        grades = {rule.id: rank(rule.severity) for rule in self.report.rules}
        return sorted(self.report.findings, key=lambda finding: grades[finding.rule])

    def capacity(self) -> int:
        """How many rows of a table a sheet takes."""
        return self.most_rows - HEAD_ROW

    def shown(self, count: int) -> int:
        """How many of so many rows stand in their sheet."""
        return min(count, self.capacity())

    def page(
        self, title: str, widths: Sequence[float], lines: Callable[[], Iterable[Line]], joined: Iterable[str] = ()
    ) -> Any:
        """Add a sheet of free lines; returns openpyxl's sheet. joined: ranges of cells that are one."""
        sheet, writer = self._sheet(self.say(title), widths)

        def rows() -> Iterator[str]:
            for number, line in enumerate(lines(), 1):
                yield writer.row(number, line.values, [line.style] * len(line.values), line.height)

        # openpyxl keeps joined cells in a set, whose order changes from run to run.
        merged = [f'<mergeCell ref="{place}"/>' for place in joined]
        self._sheets[self._member()] = SheetRows(rows(), 0, merged, self._links[sheet.title])
        return sheet

    def table(self, table: Table) -> Any:
        """Add a sheet with a table; returns openpyxl's sheet."""
        sheet, writer = self._sheet(self.say(table.title), [column.width for column in table.columns])
        sheet.freeze_panes = f"{get_column_letter(table.frozen + 1)}{HEAD_ROW + 1}"
        last = get_column_letter(len(table.columns))
        bottom = HEAD_ROW + max(self.shown(table.count), 1)
        sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{bottom}"
        sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
        if table.printed:
            sheet.print_area = f"A1:{get_column_letter(table.printed)}{bottom}"
        self._sheets[self._member()] = SheetRows(
            self._table_rows(table, writer), table.count, (), self._links[sheet.title]
        )
        return sheet

    def link(self, sheet: Any, place: str, title: str, target: str, tip: str) -> None:
        """Make a cell lead to a place of another sheet."""
        location = "'" + title.replace("'", "''") + f"'!{target}"
        link = f'<hyperlink ref="{place}" location={quoteattr(location)} tooltip={quoteattr(tip)}/>'
        self._links[sheet.title].append(link)

    def save(self, out: BinaryIO) -> None:
        """Write the workbook."""
        properties = self.workbook.properties
        properties.creator = f"auditor {self.report.run.auditor}".strip()
        properties.title = self.say(
            "Audit {first} to {last}", first=self.report.run.period[0], last=self.report.run.period[1]
        )
        properties.created = properties.modified = _WRITTEN
        with Archive(out, self._sheets) as archive:
            ExcelWriter(self.workbook, archive).save()

    def _member(self) -> str:
        return f"xl/worksheets/sheet{len(self.workbook.worksheets)}.xml"

    def _sheet(self, title: str, widths: Sequence[float]) -> tuple[Any, CellWriter]:
        sheet = self.workbook.create_sheet(title)
        self._links[sheet.title] = []
        if not self._styles:
            self._styles = style_numbers(self.workbook)
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        margins = sheet.page_margins
        margins.left = margins.right = margins.top = 0.4
        margins.bottom, margins.header, margins.footer = 0.6, 0.2, 0.3
        sheet.oddFooter.left.text = title.replace("&", "&&")
        sheet.oddFooter.right.text = "&P / &N"
        return sheet, CellWriter(self._styles, lambda place, text: self.beside.long_text(title, place, text))

    def _table_rows(self, table: Table, writer: CellWriter) -> Iterator[str]:
        say = self.say
        yield writer.row(1, [say(table.title)], ["title"], 30)
        yield writer.row(2, [say(table.sentence)], ["sentence"], 18)
        yield writer.row(3, [self._count_line(table)], ["count"], 18)
        headings = [say(column.heading) for column in table.columns]
        yield writer.row(HEAD_ROW, headings, [column.head_style for column in table.columns], 34)
        remaining = iter(table.rows())
        styles = [column.style for column in table.columns]
        wrapped = [(index, column.width) for index, column in enumerate(table.columns) if LOOKS[column.style].wrap]
        number = HEAD_ROW
        for values in islice(remaining, self.capacity()):
            number += 1
            texts = ((str(_bare(values[index]) or ""), width) for index, width in wrapped)
            yield writer.row(number, values, styles, height(texts))
        if table.count > self.capacity():
            rest = ([_bare(value) for value in values] for values in remaining)
            self.beside.rows(f"{table.slug}.csv", say(table.title), headings, rest)

    def _count_line(self, table: Table) -> Value:
        say = self.say
        if not table.count:
            return say(table.empty)
        left = table.count - self.capacity()
        if left <= 0:
            return say("Rows: {count:,}", count=table.count)
        name = self.beside.path(f"{table.slug}.csv").name
        text = "Rows: {count:,}. This sheet holds the first {shown:,}; the other {left:,} are in the file {file}, beside this workbook."
        return Styled(say(text, count=table.count, shown=self.capacity(), left=left, file=name), "warning")


def _bare(value: Value) -> str | int | float | datetime | None:
    return value.value if isinstance(value, Styled) else value
