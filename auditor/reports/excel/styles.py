"""How the workbook looks: one calm palette, every style by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

# A font with good Latin and Chinese letters that Office brings along on Windows and on the Mac.
FONT = "Microsoft YaHei"

INK, QUIET, LINE, BAND, PAPER = "1F2937", "6B7280", "E2E6EC", "EEF2F6", "FFF9E5"
ACCENT = "2F5D8A"
SEVERITY = {
    "high": ("FBE3E1", "9B1C1C"),
    "medium": ("FDF0D5", "8A4B08"),
    "low": ("E6F0FA", "1E4E8C"),
    "review": ("EFEBFA", "55409A"),
}


@dataclass(frozen=True)
class Look:
    """A style; what is not said is plain ink on white."""

    size: float = 9.5
    bold: bool = False
    italic: bool = False
    ink: str = INK
    fill: str | None = None
    format: str = "General"
    align: str | None = None
    indent: int = 0
    vertical: str = "top"
    wrap: bool = False
    ruled: bool = True
    underline: bool = False
    signed: bool = False


LOOKS: dict[str, Look] = {
    "title": Look(size=16, bold=True, ink=ACCENT, vertical="center", ruled=False),
    "sentence": Look(size=10, ink=QUIET, vertical="center", ruled=False),
    "paragraph": Look(size=10, ink=QUIET, wrap=True, ruled=False),
    "count": Look(size=9, ink=QUIET, vertical="center", ruled=False),
    "warning": Look(size=9.5, bold=True, ink=SEVERITY["high"][1], vertical="center", ruled=False),
    "section": Look(size=12, bold=True, ink=ACCENT, vertical="center", ruled=False),
    "blank": Look(ruled=False),
    "head": Look(bold=True, fill=BAND, vertical="center", wrap=True),
    "head-right": Look(bold=True, fill=BAND, vertical="center", wrap=True, align="right", indent=1),
    "head-input": Look(bold=True, fill="FBEFC4", vertical="center", wrap=True),
    "text": Look(),
    "wrap": Look(wrap=True),
    "strong": Look(bold=True),
    "strong-wrap": Look(bold=True, wrap=True),
    "quiet": Look(ink=QUIET),
    "quiet-wrap": Look(ink=QUIET, wrap=True),
    "code": Look(size=8.5, ink=QUIET),
    "number": Look(format="#,##0", align="right", indent=1),
    "strong-number": Look(format="#,##0", align="right", indent=1, bold=True),
    "plain-number": Look(format="0", align="right", indent=1),
    "share": Look(format="0.00%", align="right", indent=1),
    "decimal": Look(format="0.00", align="right", indent=1),
    "moment": Look(format="yyyy-mm-dd hh:mm:ss", align="left"),
    "link": Look(ink=ACCENT, underline=True),
    "input": Look(fill=PAPER, wrap=True),
    "input-date": Look(fill=PAPER, format="yyyy-mm-dd", align="left"),
    "label": Look(size=10, ink=QUIET, vertical="center"),
    "fact": Look(size=10, vertical="center", wrap=True),
    "figure": Look(size=18, bold=True, ink=INK, align="left", format="#,##0", vertical="center", ruled=False),
    "figure-share": Look(size=18, bold=True, ink=INK, align="left", vertical="center", ruled=False),
    "figure-label": Look(size=9, ink=QUIET, ruled=False),
    "signature": Look(size=10, fill=PAPER, signed=True, vertical="center"),
    **{f"severity-{name}": Look(bold=True, ink=ink, fill=fill) for name, (fill, ink) in SEVERITY.items()},
}


def severity_style(severity: str) -> str:
    """The style in which a severity stands."""
    return f"severity-{severity}" if severity in SEVERITY else "text"


def style_numbers(workbook: Workbook) -> dict[str, int]:
    """Make every style known to a workbook; the number of each by its name."""
    sheet = workbook.worksheets[0]
    return {name: _number(WriteOnlyCell(sheet), look) for name, look in LOOKS.items()}


def _number(cell: Any, look: Look) -> int:
    cell.font = Font(
        name=FONT,
        size=look.size,
        bold=look.bold,
        italic=look.italic,
        color=look.ink,
        underline="single" if look.underline else None,
    )
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
    cell.alignment = Alignment(look.align, look.vertical, wrap_text=look.wrap, indent=look.indent)
    cell.number_format = look.format
    if look.signed:
        cell.border = Border(bottom=Side("thin", color=QUIET))
    elif look.ruled:
        cell.border = Border(bottom=Side("thin", color=LINE))
    number: int = cell.style_id
    return number
