"""Pieces of HTML, built so that no text can become markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from auditor.reports.visible import visible


@dataclass(frozen=True)
class Markup:
    """Text that is HTML already; any other text is escaped."""

    html: str


Content = Markup | str | int | None


def html(content: Content) -> str:
    """A piece of content as HTML; numbers with their thousands apart."""
    if isinstance(content, Markup):
        return content.html
    if isinstance(content, int):
        return f"{content:,}"
    return escape(visible(content or ""), quote=True)


def tag(name: str, *content: Content, cls: str = "") -> Markup:
    """An element with its content."""
    attribute = f' class="{escape(cls, quote=True)}"' if cls else ""
    return Markup(f"<{name}{attribute}>{''.join(map(html, content))}</{name}>")


def joined(pieces: Iterable[Content], separator: str = "") -> Markup:
    """Several pieces, one after the other."""
    return Markup(separator.join(map(html, pieces)))


def marked(pieces: Iterable[tuple[str, bool]]) -> Markup:
    """The pieces of an excerpt, the hits among them marked."""
    return joined(tag("mark", piece) if hit else piece for piece, hit in pieces)


def table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[Content]], *, numbers: Iterable[int] = ()
) -> Markup:
    """A table; the first cell of a row is its heading. numbers: which columns hold numbers."""
    right = set(numbers)
    cells = [f'<th scope="col"{_class(index in right)}>{html(head)}</th>' for index, head in enumerate(heads)]
    lines = [f"<table>\n<caption>{html(caption)}</caption>\n<thead><tr>{''.join(cells)}</tr></thead>\n<tbody>"]
    for row in rows:
        first = f'<th scope="row"{_class(0 in right)}>{html(row[0])}</th>'
        rest = "".join(f"<td{_class(index in right)}>{html(cell)}</td>" for index, cell in enumerate(row[1:], 1))
        lines.append(f"<tr>{first}{rest}</tr>")
    lines.append("</tbody>\n</table>")
    return Markup("\n".join(lines))


def _class(right: bool) -> str:
    return ' class="number"' if right else ""


def bar(value: int, most: int, label: str) -> Markup:
    """A horizontal bar, as long as the value is of the most."""
    length = max(round(160 * value / most, 1), 1.5) if value and most else 0
    return Markup(
        f'<svg width="160" height="12" viewBox="0 0 160 12" role="img" aria-label="{escape(visible(label), quote=True)}">'
        f'<rect class="track" width="160" height="12"/><rect width="{length:g}" height="12"/></svg>'
    )
