"""What a case says beside its contacts: consents, attorneys, designated times and places, requests to stop."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.case_cells import (
    DEFAULT_ZONE,
    THE_COLLECTOR,
    Cells,
    Sheet,
    as_dict,
    as_list,
    clock_of,
    collector_of,
    day_of,
    days_later,
    debts_of,
    first,
    is_date,
    is_talk,
    local,
    moment_of,
    weekday_of,
)
from tests.case_hearing import designations
from tests.case_senses import consent_of
from tests.case_setup import OF_SETUP, STATED
from tests.case_words import CHANNELS, PLACES, key

SECOND = timedelta(seconds=1)


class Statuses:
    """Puts down the status events of a case. setup, events: the case's own."""

    def __init__(self, sheet: Sheet, setup: Mapping[str, Any], events: list[dict[str, Any]]) -> None:
        self._sheet = sheet
        self._setup = setup
        self._events = events

    def from_setup(self) -> None:
        """Status events that the setup tells of."""
        for name, value in self._setup.items():
            if name == "designations":
                for one in as_list(value):
                    self._designation(as_dict(one))
            elif name in ("attorney", "attorneys"):
                for one in as_list(value):
                    self.attorney(None, as_dict(one), self._stated(as_dict(one)))
            elif name in ("medium_requests", "medium_request"):
                for one in as_list(value):
                    self.medium_request(None, one, self._stated(as_dict(one)))
            elif name in STATED:
                for one in as_list(value):
                    self._stated_kind(STATED[name], one)
            elif name not in OF_SETUP:
                self._sheet.note(f"setup `{name}`")

    def _stated(self, entry: Mapping[str, Any]) -> Cells:
        """Who and when of an entry of the setup: after the conversation or message of that day, else at its start."""
        consumer = str(entry.get("consumer") or entry.get("consumer_id") or self._first_consumer())
        day = next((str(entry[name]) for name in _DATES if is_date(entry.get(name))), None)
        zone = str(entry.get("tz") or self.zone_of_first())
        if day is None:
            first = min((local(e, zone) for e in self._events), default=datetime(2026, 1, 1))
            at = first.replace(hour=0, minute=0, second=0) - timedelta(days=1)
        else:
            at = datetime.fromisoformat(day).replace(tzinfo=None)
            if len(day) <= len("2026-04-01"):
                heard = [local(e, zone) for e in self._events if is_talk(e) and local(e, zone).date() == at.date()]
                at = min(heard, default=at - SECOND) + SECOND
        debts = debts_of(entry) or tuple(dict.fromkeys(d for e in self._events for d in debts_of(e)))
        agency = str(entry.get("collector") or self._first_collector())
        return {"at": at.isoformat(), "zone": (zone,), "consumer": consumer, "debt": debts or None, "agency": agency}

    def _first_consumer(self) -> str:
        own = [e for e in self._events if key(e.get("recipient_role", "consumer")) == "consumer"]
        return str((own or self._events or [{}])[0].get("consumer", "the consumer"))

    def _first_collector(self) -> str:
        return next((collector_of(e) for e in self._events), THE_COLLECTOR)

    def zone_of_first(self) -> str:
        return next((str(e["tz"]) for e in self._events if e.get("tz")), DEFAULT_ZONE)

    def _designation(self, entry: Mapping[str, Any]) -> None:
        base = self._stated(entry)
        kind = key(entry.get("kind", "inconvenient_time"))
        if "medium" in kind:
            self.medium_request(None, entry, base)
            return
        if "place" in kind:
            place = PLACES.get(key(entry.get("place", "")), "other")
            self._sheet.add(None, kind="inconvenient-place", place=place, person_at=place, **base)
            return
        days = [weekday_of(day) for day in as_list(entry.get("weekdays"))]
        base, entry = in_zone(base, entry, self.zone_of_first())
        until = first(entry, "until", "valid_until", "ends_on")
        since = first(entry, "valid_from", "from_date", "starts_on")
        self._sheet.add(
            None, kind="inconvenient-time", from_time=clock_of(first(entry, "start", "from")), ends_on=day_of(until),
            until_time=clock_of(first(entry, "end", "to")), starts_on=day_of(since),
            weekdays=";".join(days) or None, **base,
        )  # fmt: skip

    def said(self, number: Any, event: Mapping[str, Any], base: Cells) -> None:
        """Times that the consumer names in a talk or message, unless the setup tells of them."""
        inbound = key(event.get("direction", "out")) in ("in", "inbound")
        heard = str(event.get("text_in") or (event.get("text") if inbound else None) or "")
        if "designations" in self._setup:
            return
        for named in designations(heard):
            self._sheet.add(
                number, kind="inconvenient-time", from_time=named.get("start"), until_time=named.get("end"),
                weekdays=";".join(weekday_of(day) for day in as_list(named.get("weekdays"))) or None, **base,
            )  # fmt: skip

    def _stated_kind(self, kind: str, entry: Any) -> None:
        if entry in (False, None):
            return
        named = entry if isinstance(entry, dict) else {} if entry is True else {"stated_on": entry}
        spoken = named.get("oral") or named.get("in_writing") is False or key(named.get("channel", "")) in SPOKEN
        writing = "no" if spoken else None
        self._sheet.add(None, kind=kind, in_writing=writing, **self._stated(named))

    def consent(self, number: Any, event: Mapping[str, Any], consent: Mapping[str, Any], base: Cells) -> None:
        revoked = consent.get("revokes") or consent.get("revoked")
        if not revoked and not consent.get("given"):
            return
        scope = key(consent.get("scope") or ("call_back" if not consent.get("window") else "time"))
        about = consent_of(scope)
        if about is None:
            self._sheet.note(f"consent to {consent.get('scope')!r}")
            return
        on = [day_of(day) for day in as_list(first(consent, "valid_on", "on"))] or [None]
        window = consent.get("window") or "-"
        between = "-".join(str(part) for part in window) if isinstance(window, list) else str(window).replace("–", "-")
        start, _, end = between.partition("-")
        days = first(consent, "days", "duration_days", "period_days", "valid_days", "for_days")
        direct = not any(
            value is False or key(value) in ("creditor", "prior-collector", "third-party", "attorney", "no")
            for value in (consent.get(name) for name in _DIRECT)
            if value is not None
        )
        cells = {
            **base,
            "debt": debts_of(consent) or base["debt"],
            "kind": "consent-withdrawn" if revoked else "consent",
            "consent_to": about,
            "given_directly": "yes" if direct else "no",
            "starts_on": on[0] or day_of(first(consent, "valid_from", "from")),
            "ends_on": on[-1] or day_of(first(consent, *_ENDS)),
            "consent_from": clock_of(start or first(consent, "start", "start_time")),
            "consent_until": clock_of(end or first(consent, "end", "end_time")),
        }
        given_on = first(consent, "given_on", "date", "at")
        if given_on:
            cells["at"] = min(moment_of(given_on), base["at"])
        if isinstance(days, int) and cells["ends_on"] is None:
            cells["ends_on"] = days_later(day_of(cells["at"]), days - 1)
        self._sheet.add(number, **cells)

    def attorney(self, number: Any, attorney: Mapping[str, Any], base: Cells) -> None:
        """Representation counts when name and address are known or can be found out."""
        about = {**base, "debt": debts_of(attorney) or base["debt"]}
        if any(attorney.get(name) for name in ("consents", "unresponsive", "no_longer_represents", "released")):
            self._sheet.add(number, kind="attorney-released", **about)
            return
        unknown = ("unknown", "none", "not-known", "not-ascertainable")
        if not any(key(attorney.get(name, "")) in unknown for name in ("name", "contact")):
            self._sheet.add(number, kind="attorney-notice", **about)

    def medium_request(self, number: Any, request: Any, base: Cells) -> None:
        entry = request if isinstance(request, dict) else {"medium": request}
        medium = CHANNELS.get(key(entry.get("medium", "")), key(entry.get("medium", "")))
        if self._sheet.known("medium", medium, entry.get("medium")) is None:
            return
        only = first(entry, "number", "address", "only_number")
        self._sheet.add(
            number, kind="medium-request", medium=medium, number=only, only_number="yes" if only else "no", **base
        )


def in_zone(base: Cells, entry: Mapping[str, Any], zone: str) -> tuple[Cells, Mapping[str, Any]]:
    """When something was stated, and the hours that it names, by the clock of another zone."""
    own = base["zone"][0]
    if own == zone:
        return base, entry
    stated = datetime.fromisoformat(base["at"]).replace(tzinfo=ZoneInfo(own))
    at = stated.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    ahead = at - stated.replace(tzinfo=None)
    hours = {}
    for name in ("start", "from", "end", "to"):
        if (clock := clock_of(entry.get(name))) and clock != "24:00":
            moved = datetime.combine(stated.date(), time.fromisoformat(clock.zfill(len("00:00")))) + ahead
            hours[name] = moved.strftime("%H:%M")
    return {**base, "at": at.isoformat(), "zone": (zone,)}, {**entry, **hours}


_DIRECT = (
    "direct", "directly", "given_directly", "directly_to_collector", "given_to", "to", "by", "via", "source", "received_from",
)  # fmt: skip
_ENDS = ("valid_until", "until", "ends_on", "valid_through", "through", "expires", "expires_on", "ends")
_DATES = ("stated_on", "stated_at", "on", "at", "since", "received_on", "from", "date", "known_since", "requested_on")
SPOKEN = ("call", "phone", "oral", "in-person", "visit")
