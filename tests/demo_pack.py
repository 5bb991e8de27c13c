"""A small pack that tests write and break: its parts, and the whole of it with the rows of one example."""

from __future__ import annotations

HEAD = 'pack demo "a demonstration"\n  jurisdiction "nowhere"\n\n'
FACTS = '  cite "article 1"  basis verified  force statute\n'
RULE = f"""rule demo.two "More than two contacts a day"
{FACTS}  at most 2 contacts per consumer in each day

"""
EXAMPLE = """example "the third contact" for demo.two
  given consumer C1, channel call, direction outbound
  | at               | verdict   |
  | 2026-04-01 10:00 | ok        |
  | 2026-04-01 11:00 | ok        |
  | 2026-04-01 12:00 | violation |
"""
GOOD = HEAD + RULE + EXAMPLE


def pack_of(rule: str, rows: str, before: str = "", given: str = "direction outbound") -> str:
    """A pack of one rule, `demo.r`, with one example of these rows."""
    example = f'example "rows" for demo.r\n  given consumer C1, {given}\n{rows}'
    return f'{HEAD}{before}rule demo.r "a rule"\n{FACTS}  {rule}\n\n{example}'


def table(*rows: str, columns: str = "at | channel") -> str:
    """A table with a verdict as its last column."""
    return "".join(f"  | {row} |\n" for row in (f"{columns} | verdict", *rows))
