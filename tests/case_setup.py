"""The setup of a worked case under the names that its reader knows: other authors name and shape the same things otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tests.case_cells import as_dict, as_list, first, is_date
from tests.case_senses import setup_of

STATED = {
    "employer_prohibits": "employer-prohibits", "cease": "cease-request", "cease_requests": "cease-request",
    "cease_request": "cease-request", "refusal": "refusal", "dispute": "dispute", "disputes": "dispute",
    "validation_notice": "validation-notice", "validation_notice_sent": "validation-notice",
    "verification_sent": "verification-sent", "original_creditor_request": "original-creditor-request",
}  # fmt: skip
OF_SETUP = frozenset(
    {
        "consumer_locations", "text_procedure", "email_procedure", "limitation_expired_on", "limitation_date",
        "limitation_ends", "expected_assumed_receipt", "expected_validation_period_end", "actor_type", "note", "notes",
        "house_threshold",
    }
)  # fmt: skip
DESIGNATIONS, MEDIA, ATTORNEYS = (
    ("designations", "designation"),
    ("medium_requests", "medium_request"),
    ("attorney", "attorneys"),
)
_KNOWN = OF_SETUP.union(STATED, DESIGNATIONS, MEDIA, ATTORNEYS)
_STATUS = {
    "employer-prohibits": "employer_prohibits",
    "cease-request": "cease",
    "refusal": "refusal",
    "dispute": "dispute",
}


def normal_setup(setup: Mapping[str, Any], earliest: date) -> dict[str, Any]:
    """A setup with known names. earliest: the day of the case's first event; what has no sense keeps its name."""
    normal: dict[str, Any] = {}
    for name, value in setup.items():
        sense = None if name in _KNOWN else setup_of(name)
        if sense is None:
            own = _designated(as_list(value)) if name in DESIGNATIONS else (name, value)
            name, value = ("designations", own) if name in DESIGNATIONS else (name, value)
        elif sense == "zones":
            name, value = "consumer_locations", as_list(value)
        elif sense == "limitation":
            name, value = "limitation_expired_on", _limitation(value, earliest)
        elif sense in ("place", "time"):
            name, value = "designations", _designated(as_list(value), sense)
        elif sense == "attorney":
            name, value = "attorney", _attorneys(value)
        elif sense == "medium":
            name, value = "medium_requests", as_list(value)
        else:
            name = _STATUS[sense]
        if isinstance(normal.get(name), list):
            normal[name] = [*normal[name], *as_list(value)]
        elif value is not None:
            normal[name] = value
    return normal


def _limitation(value: Any, earliest: date) -> str | None:
    given = first(as_dict(value), "on", "date", "expired_on", "since", "ended_on") if isinstance(value, dict) else value
    if given is True:
        return (earliest - timedelta(days=1)).isoformat()
    return str(given) if is_date(given) else None


def _designated(values: list[Any], sense: str = "") -> list[dict[str, Any]]:
    """Designations with known names of their parts."""
    made = []
    for value in values:
        entry = dict(value) if isinstance(value, dict) else {"place": value} if sense == "place" else {}
        entry["kind"] = str(first(entry, "kind", "type") or sense or ("place" if entry.get("place") else "time"))
        start, _, end = str(entry.get("window") or "-").replace("–", "-").partition("-")
        known = {
            "weekdays": first(entry, "weekdays", "days", "weekday", "day"),
            "start": first(entry, "start", "from", "start_time", "from_time", "starts") or start.strip() or None,
            "end": first(entry, "end", "to", "end_time", "until_time", "to_time", "ends") or end.strip() or None,
        }
        made.append({**entry, **{name: part for name, part in known.items() if part is not None}})
    return made


def _attorneys(value: Any) -> list[dict[str, Any]]:
    if value in (None, False):
        return []
    if is_date(value):
        return [{"since": value}]
    entries = as_list(value)
    if entries and all(isinstance(one, dict) for one in entries):
        return [dict(one) for one in entries]
    return [{"debt": entries}] if isinstance(value, (list, tuple)) else [{}]
