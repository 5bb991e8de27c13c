"""The sheet that sums up every rule, with rates, denominators and a chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.text import CharacterProperties, ParagraphProperties

from auditor.findings import RuleResult
from auditor.reports.bilingual import Say
from auditor.reports.excel.book import HEAD_ROW, Book, Column, Table
from auditor.reports.excel.cells import Styled, Value
from auditor.reports.excel.styles import ACCENT, INK, severity_style
from auditor.reports.figures import by_weight, violation_rate

COLUMNS = (
    Column("Rule", 40, "wrap"),
    Column("Citation", 30, "wrap"),
    Column("Basis", 12),
    Column("Force", 17),
    Column("Severity", 9.5),
    Column("Applicable", 11, "number"),
    Column("Violations", 11, "strong-number"),
    Column("Compliant", 11, "number"),
    Column("Inconclusive", 12.5, "number"),
    Column("Violation rate", 11, "share"),
    Column("Inconclusive share", 12.5, "share"),
    Column("Not run, because", 28, "wrap"),
    Column("Rule id", 24, "quiet"),
)
_BARS = 20


def add_summary(book: Book) -> Any:
    """Add the sheet: the gravest first, rules that were not run last."""
    rules = by_weight(book.report.rules)
    table = Table(
        "Summary",
        "summary-continued",
        "One row a rule. Applicable = violations + compliant + inconclusive. Violation rate = violations ÷ (violations + compliant); inconclusive share = inconclusive ÷ applicable.",
        COLUMNS,
        lambda: _rows(rules, book.say),
        len(rules),
        frozen=1,
    )
    sheet = book.table(table)
    broken = sum(1 for rule in rules if rule.violations and rule.not_run is None)
    if broken:
        sheet.add_chart(_chart(sheet, book.say, min(broken, _BARS)), f"A{HEAD_ROW + book.shown(len(rules)) + 2}")
    return sheet


def _rows(rules: Sequence[RuleResult], say: Say) -> Iterator[list[Value]]:
    for rule in rules:
        basis, force = say.word(rule.basis or ""), say.word(rule.force or "")
        head: list[Value] = [rule.title, "; ".join(rule.cite), basis, force]
        head.append(Styled(say.word(rule.severity), severity_style(rule.severity)))
        if rule.not_run is not None:
            yield [*head, *[None] * 6, Styled(say.cause(rule.not_run), "strong-wrap"), rule.id]
            continue
        share = rule.inconclusive / rule.applicable if rule.applicable else None
        counts = [rule.applicable, rule.violations, rule.compliant, rule.inconclusive]
        yield [*head, *counts, violation_rate(rule), share, None, rule.id]


def _chart(sheet: Any, say: Say, bars: int) -> Any:
    chart = BarChart()
    chart.type, chart.style = "bar", 10
    chart.title = say("Violations by rule")
    chart.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=CharacterProperties(sz=1100, b=True, solidFill=INK))
    chart.legend = None
    chart.gapWidth = 60
    first, last = HEAD_ROW + 1, HEAD_ROW + bars
    chart.add_data(Reference(sheet, min_col=7, min_row=first, max_row=last))
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=last))
    chart.series[0].graphicalProperties = GraphicalProperties(solidFill=ACCENT)
    chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = False
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    chart.y_axis.scaling.min = 0
    chart.width, chart.height = 30, 3 + 0.9 * bars
    return chart
