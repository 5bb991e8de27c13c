"""An inconclusive verdict names the first thing that is not known."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.log_runs import audit, write

HEADER = "id,at,consumer,channel,direction,outcome,number,text"
CALLS = (
    "a,2026-08-01 10:00,D1,call,outbound,conversation,13800138000,",
    "b,2026-08-01 11:00,D1,call,outbound,,138****8000,您好",
)
PACK = """
pack test.causes "Causes"
  jurisdiction "nowhere"
define named: said matches /海棠/
define either: said matches /海棠/ or outcome is busy
rule test.causes.one "One"
  cite "1"  basis verified  force policy  severity low
"""


@pytest.mark.parametrize(
    ("statement", "event", "cause"),
    [
        ("require said matches /海棠/ for contacts", "a", "`said` is missing"),
        ("require named for contacts", "a", "`said` is missing"),
        ("require not not named for contacts", "a", "`said` is missing"),
        ("require named for (first contacts per consumer)", "a", "`said` is missing"),
        ("require either for contacts", "a", "`said` is missing"),
        ("require outcome is conversation for contacts", "b", "`outcome` is missing"),
        ("forbid contacts when not either", "b", "`outcome` is missing"),
        ("at most 9 contacts per number in each day", "b", "key `number` is masked"),
        ("at most 1 contacts per consumer in any 30 days", "a", "window reaches before the log's period"),
        (
            "after contacts require payment per consumer within 9 days",
            "b",
            "deadline lies after the log's period (pending)",
        ),
    ],
)
def test_cause(tmp_path: Path, statement: str, event: str, cause: str) -> None:
    """A missing text, a missing value behind a negation, a masked key, a window that reaches too far: each by name."""
    rules = write(tmp_path / "causes.rules", f"{PACK}  {statement}")
    ran = audit(tmp_path, write(tmp_path / "a.csv", HEADER, *CALLS), rules=rules)
    causes = {(one["event"], one["cause"]) for one in ran.report["inconclusive"]}

    assert (event, cause) in causes
    assert all(known != "it could not be decided" for _, known in causes)
