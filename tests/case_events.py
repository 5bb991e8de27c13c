"""A worked case of Regulation F as rows of a timeline: its events, and what a consent, a notice or a setup adds to them.

A case speaks the vocabulary of its file: who was called, about which debts, with what outcome, what was agreed. What
is not understood is left unknown and noted; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from auditor.language.cells import read_cell
from auditor.language.declarations import Field
from auditor.value_types import Kind
from tests.case_words import (
    CHANNELS,
    CONSENT_TO,
    DOCUMENTS,
    GROUNDS,
    IGNORED,
    OUTCOMES,
    PLACES,
    PROCEDURES,
    PURPOSES,
    RENAMED,
    ROLES,
    WORDLESS,
    key,
)

THE_COLLECTOR = "the collector"
DEFAULT_ZONE = "America/New_York"

Cells = dict[str, Any]
Fields = Mapping[str, Field]


@dataclass(frozen=True)
class CaseRow:
    """A row of the case's timeline: cells by field, and the event (by its number in the case) that it comes from."""

    event: Any
    cells: Cells


@dataclass
class CaseTimeline:
    """The rows of a case, in order of its events, and what was not understood."""

    rows: list[CaseRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, what: str) -> None:
        """Say once what was not understood."""
        if what not in self.notes:
            self.notes.append(what)


def timeline(case: Mapping[str, Any], fields: Fields) -> CaseTimeline:
    """The rows of a case. fields: those of the pack that will judge it, by name."""
    setup = as_dict(case.get("setup"))
    events = [event for event in as_list(case.get("events")) if isinstance(event, dict)]
    events = list(one_debt_each(events))
    found = CaseTimeline()
    reader = _Reader(setup, events, fields, found)
    reader.from_setup()
    for event in events:
        reader.event(event)
    return found


class _Reader:
    def __init__(self, setup: Mapping[str, Any], events: list[dict[str, Any]], fields: Fields, out: CaseTimeline) -> None:
        self._setup = setup
        self._events = events
        self._fields = fields
        self._out = out

    # --- what is put down --------------------------------------------------------------------------------------

    def _add(self, event: Any, **cells: Any) -> None:
        self._out.rows.append(CaseRow(event, {name: value for name, value in cells.items() if value is not None}))

    def _known(self, name: str, value: str | None, shown: Any) -> str | None:
        """A value of a `one of` field, or None with a note."""
        choices = {choice.name for choice in self._fields[name].type.choices}
        if value is not None and value not in choices:
            self._out.note(f"{name} {shown!r}")
            return None
        return value

    # --- the setup ---------------------------------------------------------------------------------------------

    def from_setup(self) -> None:
        """Status events that the setup tells of."""
        for name, value in self._setup.items():
            if name in ("designations", "designation"):
                for one in as_list(value):
                    self._designation(as_dict(one))
            elif name in ("attorney", "attorneys"):
                for one in as_list(value):
                    self._attorney(None, as_dict(one), self._stated(as_dict(one)))
            elif name in ("medium_requests", "medium_request"):
                for one in as_list(value):
                    self._medium_request(None, one, self._stated(as_dict(one)))
            elif name in STATED:
                for one in as_list(value):
                    self._stated_kind(STATED[name], one)
            elif name not in _OF_SETUP:
                self._out.note(f"setup `{name}`")

    def _stated(self, entry: Mapping[str, Any]) -> Cells:
        """Who and when of an entry of the setup: after the conversation or message of that day, else at its start."""
        consumer = str(entry.get("consumer") or entry.get("consumer_id") or self._first_consumer())
        day = next((str(entry[name]) for name in _DATES if entry.get(name)), None)
        zone = str(entry.get("tz") or self._zone_of_first())
        if day is None:
            first = min((local(e, zone) for e in self._events), default=datetime(2026, 1, 1))
            at = first.replace(hour=0, minute=0, second=0) - timedelta(days=1)
        else:
            at = datetime.fromisoformat(day).replace(tzinfo=None)
            if len(day) <= len("2026-04-01"):
                heard = [local(e, zone) for e in self._events if is_talk(e) and local(e, zone).date() == at.date()]
                at = min(heard, default=at)
        debts = debts_of(entry) or tuple(dict.fromkeys(d for e in self._events for d in debts_of(e)))
        agency = str(entry.get("collector") or self._first_collector())
        return {"at": at.isoformat(), "zone": (zone,), "consumer": consumer, "debt": debts or None, "agency": agency}

    def _first_consumer(self) -> str:
        own = [e for e in self._events if key(e.get("recipient_role", "consumer")) == "consumer"]
        return str((own or self._events or [{}])[0].get("consumer", "the consumer"))

    def _first_collector(self) -> str:
        return next((collector_of(e) for e in self._events), THE_COLLECTOR)

    def _zone_of_first(self) -> str:
        return next((str(e["tz"]) for e in self._events if e.get("tz")), DEFAULT_ZONE)

    def _designation(self, entry: Mapping[str, Any]) -> None:
        base = self._stated(entry)
        kind = key(entry.get("kind", "inconvenient_time"))
        if "place" in kind:
            place = PLACES.get(key(entry.get("place", "")))
            if place is None:
                self._out.note(f"designated place {entry.get('place')!r}")
                return
            self._add(None, kind="inconvenient-place", place=place, person_at=place, **base)
            return
        days = [_weekday(day) for day in as_list(entry.get("weekdays"))]
        until = _first(entry, "until", "valid_until", "ends_on")
        since = _first(entry, "valid_from", "from_date", "starts_on")
        self._add(
            None, kind="inconvenient-time", from_time=_clock(_first(entry, "start", "from")), ends_on=_day(until),
            until_time=_clock(_first(entry, "end", "to")), starts_on=_day(since),
            weekdays=";".join(days) or None, **base,
        )  # fmt: skip

    def _stated_kind(self, kind: str, entry: Any) -> None:
        if entry in (False, None):
            return
        named = entry if isinstance(entry, dict) else {} if entry is True else {"stated_on": entry}
        writing = "no" if named.get("oral") or key(named.get("channel", "")) == "call" else None
        self._add(None, kind=kind, in_writing=writing, **self._stated(named))

    # --- an event ----------------------------------------------------------------------------------------------

    def event(self, event: Mapping[str, Any]) -> None:
        """The rows of an event: what a document or a check is, the contact, what was agreed or said in it."""
        number = event.get("i")
        base = self._base(event)
        self._unknown_names(event)
        checked = event.get("reassigned_db_check")
        if checked:
            at = base["at"] if checked is True else min(f"{checked}T00:00:00", base["at"])
            self._add(number, **{**base, "at": at}, kind="number-check", number=number_of(event))
        contact = self._document(number, event, base)
        if contact:
            self._contact(number, event, base)
        consent = event.get("consent")
        for one in as_list(consent):
            self._consent(number, event, as_dict(one), base)
        if isinstance(event.get("attorney"), dict):
            self._attorney(number, event["attorney"], base)
        if event.get("employer_prohibits"):
            self._add(number, kind="employer-prohibits", **base)
        for one in as_list(event.get("medium_request")):
            self._medium_request(number, one, base)

    def _unknown_names(self, event: Mapping[str, Any]) -> None:
        for name, value in event.items():
            if name not in _OF_EVENTS and name not in RENAMED and name not in IGNORED and value is not None:
                self._out.note(f"`{name}`")

    def _base(self, event: Mapping[str, Any]) -> Cells:
        zones = self._zones(event)
        role = ROLES.get(key(event.get("recipient_role", "consumer")))
        own = str(event.get("consumer", "the consumer"))
        consumer = own if role == "debtor" else self._debtor_of(event)
        person = own if role == "debtor" or own != consumer else f"{own}'s {event.get('recipient_role')}"
        return {
            "at": local(event, zones[0]).isoformat(), "zone": zones, "consumer": consumer, "person": person,
            "debt": debts_of(event) or None, "agency": collector_of(event), "debt_group": _group(event),
            "product": event.get("debt_type"), "limitation_ends": self._limitation(event),
            "actor": self._actor(event),
        }  # fmt: skip

    def _zones(self, event: Mapping[str, Any]) -> tuple[str, ...]:
        """Where the consumer may be, the place of the event's own clock first where it is among them."""
        own = str(event.get("tz") or self._zone_of_first())
        places = as_list(event.get("consumer_locations") or self._setup.get("consumer_locations"))
        named = [str(place.get("tz")) if isinstance(place, dict) else str(place) for place in places]
        if not named:
            return (own,)
        return tuple(dict.fromkeys([own, *named] if own in named else named))

    def _debtor_of(self, event: Mapping[str, Any]) -> str:
        """Whose debt it is where another person is contacted: the consumer whom the case contacts about it."""
        own = [e for e in self._events if ROLES.get(key(e.get("recipient_role", "consumer"))) == "debtor"]
        about = [e for e in own if set(debts_of(e)) & set(debts_of(event))]
        if about or own:
            return str((about or own)[0].get("consumer", "the consumer"))
        return "who owes " + " ".join(debts_of(event))

    def _limitation(self, event: Mapping[str, Any]) -> str | None:
        given = _first(event, "limitation_date", "limitation_expired_on", "limitation_ends")
        return _day(given or _first(self._setup, "limitation_expired_on", "limitation_date", "limitation_ends"))

    def _actor(self, event: Mapping[str, Any]) -> str | None:
        given = event.get("actor_type") or self._setup.get("actor_type")
        return None if given is None else self._known("actor", key(given), given)

    def _document(self, number: Any, event: Mapping[str, Any], base: Cells) -> bool:
        """The status that a document makes, before the contact that it came by; whether there was a contact."""
        doc, channel = event.get("doc") or event.get("kind"), key(event.get("channel", ""))
        kind = DOCUMENTS.get(key(doc or "")) or DOCUMENTS.get(channel)
        if doc and kind is None:
            self._out.note(f"doc {doc!r}")
        if kind is None:
            return True
        writing = "no" if channel in ("call", "phone", "visit") else _yes_no(event.get("in_writing"))
        back = key(event.get("outcome", "")) in ("returned", "returned-undeliverable", "undeliverable", "bounced")
        self._add(
            number, **base, kind=kind, in_writing=writing, check=event.get("check"),
            deposit_on=_day(event.get("deposit_on")), returned="yes" if back else None,
            paid_in_full=_yes_no(event.get("paid_in_full")), validation_ends=_day(event.get("validation_ends")),
        )  # fmt: skip
        return channel not in DOCUMENTS and kind != "suit-filed"

    def _contact(self, number: Any, event: Mapping[str, Any], base: Cells) -> None:
        channel = CHANNELS.get(key(event.get("channel", "")), key(event.get("channel", "")))
        inbound = key(event.get("direction", "out")) in ("in", "inbound")
        purpose = PURPOSES.get(key(event.get("purpose", "")), "collection")
        ground = GROUNDS.get(key(event.get("purpose", "")))
        if event.get("purpose") and ground is None and key(event["purpose"]) not in PURPOSES:
            self._out.note(f"purpose {event['purpose']!r}")
        text, heard = event.get("text"), event.get("text_in")
        visible = {"social-private": "recipient", "social-public": "public"}.get(key(event.get("channel", "")))
        place = self._place(event, "place") or PLACES.get(key(event.get("number_type", "")))
        cells: Cells = {
            "kind": "contact", "direction": "inbound" if inbound else "outbound",
            "channel": self._known("channel", channel, event.get("channel")),
            "outcome": self._outcome(event), "party": self._party(event), "number": number_of(event),
            "place": place, "person_at": self._place(event, "collector_knows_place") or place,
            "purpose": None if inbound else purpose, "permitted_as": ground,
            "said": event.get("text_out") if inbound else text, "heard": heard or (text if inbound else None),
            "visible_to": _first(event, "visible_to") or visible, "procedure": self._procedure(event, channel),
            "envelope_text": event.get("envelope_text"), "returned": None,
        }  # fmt: skip
        for name, own in RENAMED.items():
            if event.get(name) is not None:
                cells[own] = self._renamed(own, event[name])
        self._add(number, **base, **cells)

    def _renamed(self, name: str, value: Any) -> str | None:
        kind = self._fields[name].type.kind
        if kind is Kind.YES_NO:
            return _yes_no(value)
        return _day(value) if kind is Kind.DATE else str(value)

    def _outcome(self, event: Mapping[str, Any]) -> str | None:
        given = key(event.get("outcome") or "")
        if given in WORDLESS or not given:
            return None
        return self._known("outcome", OUTCOMES.get(given, given), event.get("outcome"))

    def _party(self, event: Mapping[str, Any]) -> str | None:
        given = key(event.get("recipient_role", "consumer"))
        return self._known("party", ROLES.get(given, given), event.get("recipient_role"))

    def _place(self, event: Mapping[str, Any], name: str) -> str | None:
        given = event.get(name) or (event.get("known_place") if name == "collector_knows_place" else None)
        if given is None:
            return None
        return self._known("place", PLACES.get(key(given), key(given)), given)

    def _procedure(self, event: Mapping[str, Any], channel: str) -> str | None:
        given = event.get("procedure")
        if given is None and channel in ("sms", "email") and key(event.get("direction", "out")) not in ("in", "inbound"):
            given = self._setup.get("text_procedure" if channel == "sms" else "email_procedure")
        if given is None:
            return None
        return self._known("procedure", PROCEDURES.get(str(given).replace("1006.", ""), key(given)), given)

    # --- consents, attorneys, requests -------------------------------------------------------------------------

    def _consent(self, number: Any, event: Mapping[str, Any], consent: Mapping[str, Any], base: Cells) -> None:
        revoked = consent.get("revokes") or consent.get("revoked")
        if not revoked and not consent.get("given"):
            return
        scope = key(consent.get("scope") or ("call_back" if not consent.get("window") else "time"))
        about = CONSENT_TO.get(scope)
        if about is None:
            self._out.note(f"consent to {consent.get('scope')!r}")
            return
        on = _day(_first(consent, "valid_on", "on"))
        start, _, end = str(consent.get("window") or "-").partition("-")
        direct = not any(
            value is False or key(value) in ("creditor", "prior-collector", "third-party", "attorney", "no")
            for value in (consent.get(name) for name in ("direct", "directly", "given_to", "to", "by", "via"))
            if value is not None
        )
        cells = {
            **base,
            "debt": debts_of(consent) or base["debt"],
            "kind": "consent-withdrawn" if revoked else "consent",
            "consent_to": about,
            "given_directly": "yes" if direct else "no",
            "starts_on": on or _day(_first(consent, "valid_from", "from")),
            "ends_on": on or _day(_first(consent, "valid_until", "until", "ends_on")),
            "consent_from": _clock(start), "consent_until": _clock(end),
        }  # fmt: skip
        given_on = _first(consent, "given_on", "date", "at")
        if given_on:
            cells["at"] = min(_moment(given_on), base["at"])
        self._add(number, **cells)

    def _attorney(self, number: Any, attorney: Mapping[str, Any], base: Cells) -> None:
        """Representation counts when name and address are known or can be found out."""
        about = {**base, "debt": debts_of(attorney) or base["debt"]}
        if any(attorney.get(name) for name in ("consents", "unresponsive", "no_longer_represents", "released")):
            self._add(number, kind="attorney-released", **about)
            return
        unknown = ("unknown", "none", "not-known", "not-ascertainable")
        if not any(key(attorney.get(name, "")) in unknown for name in ("name", "contact")):
            self._add(number, kind="attorney-notice", **about)

    def _medium_request(self, number: Any, request: Any, base: Cells) -> None:
        entry = request if isinstance(request, dict) else {"medium": request}
        medium = CHANNELS.get(key(entry.get("medium", "")), key(entry.get("medium", "")))
        if self._known("medium", medium, entry.get("medium")) is None:
            return
        only = _first(entry, "number", "address", "only_number")
        self._add(number, kind="medium-request", medium=medium, number=only, only_number="yes" if only else "no", **base)


# --- cells -----------------------------------------------------------------------------------------------------


def typed(cells: Cells, fields: Fields) -> tuple[tuple[str, Any], ...]:
    """The cells of a row as values of their fields' types. Raises ValueError where a cell is none."""
    values = []
    for name, cell in cells.items():
        declared = fields[name]
        if isinstance(cell, tuple) or declared.type.kind is Kind.TEXT and not declared.type.several:
            values.append((name, cell if isinstance(cell, tuple) else str(cell)))
            continue
        try:
            values.append((name, read_cell(str(cell), declared.type)))
        except ValueError as error:
            raise ValueError(f"{name} {cell!r}: expected {error}") from None
    return tuple(values)


def local(event: Mapping[str, Any], zone: str) -> datetime:
    """When an event was, by the clock of a zone (without an offset)."""
    given = datetime.fromisoformat(str(event.get("at")))
    own = ZoneInfo(str(event.get("tz") or zone))
    moment = given if given.tzinfo is not None else given.replace(tzinfo=own)
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def one_debt_each(events: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A call that told of no debt counts for one of those that it may have been about: one that is free, least called."""
    spent: list[tuple[datetime, str, str, bool]] = []
    chosen: dict[int, dict[str, Any]] = {}
    for place, event in sorted(enumerate(events), key=lambda item: _instant(item[1])):
        at, who = _instant(event), f"{collector_of(event)} {event.get('consumer')}"
        debts = debts_of(event)
        if len(debts) > 1 and key(event.get("direction", "out")) == "out" and key(event.get("outcome") or "") in SILENT:
            week = [s for s in spent if s[1] == who and s[0].date() > at.date() - timedelta(days=7)]

            def load(debt: str, week: list[tuple[datetime, str, str, bool]] = week) -> tuple[bool, int]:
                about = [talk for _, _, other, talk in week if other == debt]
                return any(about), len(about)

            event = {**event, "debt": [min(debts, key=load)]}
        chosen[place] = event
        spent += [(at, who, debt, key(event.get("outcome") or "") == "conversation") for debt in debts_of(event)]
    return (chosen[place] for place in range(len(events)))


def with_cells(row: CaseRow, **cells: Any) -> CaseRow:
    """The row with other cells."""
    return replace(row, cells={**row.cells, **cells})


def _instant(event: Mapping[str, Any]) -> datetime:
    return local(event, str(event.get("tz") or DEFAULT_ZONE)).replace(tzinfo=ZoneInfo(str(event.get("tz") or DEFAULT_ZONE))).astimezone(UTC)


def is_talk(event: Mapping[str, Any]) -> bool:
    """Whether the consumer could say or write something in it."""
    return key(event.get("outcome") or "") == "conversation" or key(event.get("direction", "out")) in ("in", "inbound")


def collector_of(event: Mapping[str, Any]) -> str:
    """Who collects."""
    return str(event.get("collector") or event.get("collector_id") or THE_COLLECTOR)


def number_of(event: Mapping[str, Any]) -> str | None:
    """The number or address contacted."""
    given = event.get("address") or event.get("number")
    return None if given is None else str(given)


def debts_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The debts that something is about, those discussed where that is said."""
    given = _first(entry, "debts_discussed", "debt", "debts", "debt_ids")
    return tuple(str(debt) for debt in as_list(given))


def _group(event: Mapping[str, Any]) -> tuple[str, ...] | None:
    given = event.get("debt_group")
    return None if given is None else tuple(str(group) for group in as_list(given))


def as_list(value: Any) -> list[Any]:
    """A list as it is, nothing as an empty one, anything else as a list of one."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def as_dict(value: Any) -> dict[str, Any]:
    """A table as it is, anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def _first(entry: Mapping[str, Any], *names: str) -> Any:
    return next((entry[name] for name in names if entry.get(name) is not None), None)


def _yes_no(value: Any) -> str | None:
    return None if value is None else "yes" if value in (True, "yes", "true", 1) else "no"


def _day(value: Any) -> str | None:
    return None if value is None else str(value)[: len("2026-04-01")]


def _moment(value: Any) -> str:
    text = str(value)
    return f"{text}T00:00:00" if len(text) <= len("2026-04-01") else text


def _clock(value: Any) -> str | None:
    text = str(value or "").strip()
    return text[: len("00:00")] if text else None


def _weekday(day: Any) -> str:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    if isinstance(day, int):
        return names[day % 7]
    return next((name for name in names if name.startswith(str(day).lower()[:3])), str(day))


SILENT = frozenset(
    {"no-answer", "voicemail-lcm", "voicemail-reached-no-message", "voicemail-box-full", "answered-dropped", "recorded-message-reached"}
)
_DATES = ("stated_on", "stated_at", "on", "at", "since", "received_on", "from", "date", "known_since", "requested_on")
STATED = {
    "employer_prohibits": "employer-prohibits", "cease": "cease-request", "cease_requests": "cease-request",
    "cease_request": "cease-request", "refusal": "refusal", "dispute": "dispute", "disputes": "dispute",
    "validation_notice": "validation-notice", "validation_notice_sent": "validation-notice",
    "verification_sent": "verification-sent", "original_creditor_request": "original-creditor-request",
}  # fmt: skip
_OF_SETUP = frozenset(
    {
        "consumer_locations", "text_procedure", "email_procedure", "limitation_expired_on", "limitation_date",
        "limitation_ends", "expected_assumed_receipt", "expected_validation_period_end", "actor_type", "note", "notes",
        "house_threshold",
    }
)  # fmt: skip
_OF_EVENTS = frozenset(
    {
        "i", "at", "tz", "channel", "direction", "debt", "debts", "debt_ids", "debts_discussed", "debt_group", "debt_type",
        "consumer", "number", "address", "outcome", "recipient_role", "consent", "text", "text_in", "text_out", "collector",
        "collector_id", "purpose", "doc", "kind", "number_type", "place", "collector_knows_place", "known_place",
        "procedure", "envelope_text", "visible_to", "deposit_on", "check", "attorney", "reassigned_db_check",
        "medium_request", "employer_prohibits", "consumer_locations", "limitation_date", "limitation_expired_on",
        "limitation_ends", "actor_type", "in_writing", "paid_in_full", "validation_ends",
    }
)  # fmt: skip
