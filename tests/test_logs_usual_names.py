"""Which field a column gives by its name."""

from __future__ import annotations

from auditor.logs.usual_names import matched_fields, matching_field
from tests.log_events import fields


def test_columns_are_matched_by_the_names_that_exports_use() -> None:
    """Usual names, names of fields in both languages, and names nearly like them; each field once."""
    assert matching_field("呼叫时间", fields(), ()) == "at"
    assert matching_field("Start_Time", fields(), ()) == "at"
    assert matching_field("债务人", fields(), ()) == "consumer"
    assert matching_field("start_tim", fields(), ()) == "at"
    assert matching_field("呼叫时间", fields(), {"at"}) != "at"
    assert matching_field("qwertyuiop", fields(), ()) is None


def test_a_likeness_takes_no_field_from_a_name_that_is_known() -> None:
    """Own names first, then usual ones, over all columns; a name like them gets what is left, and is marked."""
    samples = {"start_tim": (), "call_id": (), "债务人": (), "customer_id": (), "agnt": (), "state": ("NY", "Ohio")}

    assert matched_fields(samples, fields()) == {
        "债务人": ("consumer", False),
        "call_id": ("id", False),
        "state": ("jurisdiction", False),
        "start_tim": ("at", True),
        "agnt": ("agent", True),
    }
    assert matched_fields({"state": ("BUSY", "ok")}, fields()) == {"state": ("outcome", False)}
