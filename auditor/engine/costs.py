"""What rules cost: each judged alone over the same part of a timeline.

Together they cost less, for rules that share keys share sorts, and terms that are the same are worked out once.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from auditor.compile.program import SLICE, compile_rules
from auditor.compile.shape import SEQ
from auditor.compile.sql import col, compare, lit, select, text
from auditor.engine.judge import JUDGED, set_variables
from auditor.engine.timeline import TABLE, Timeline
from auditor.language import core as c

ROWS = 100_000


def rule_costs(timeline: Timeline, rules: Sequence[c.Rule]) -> Iterator[tuple[str, float, int]]:
    """Rule, seconds and rows; every rule over the first rows of the log."""
    connection = timeline.connection
    part = select([], TABLE, star=True).where(compare(col(SEQ), "<=", lit(ROWS)), copy=False)
    for rule in rules:
        (program,) = compile_rules([rule], timeline.shape)
        set_variables(connection, program)
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {SLICE} AS {text(part)}")
        began = time.perf_counter()
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {JUDGED} AS {text(program.query)}")
        yield rule.facts.id, time.perf_counter() - began, min(ROWS, timeline.rows)
