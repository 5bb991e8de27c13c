"""A worked case of Regulation F as rows of a timeline: its events, and what a consent, a notice or a setup adds to them.

A case speaks the vocabulary of its file: who was called, about which debts, with what outcome, what was agreed. What
is not understood is left unknown and noted; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from auditor.value_types import Kind
from tests.case_cells import (
    DEFAULT_ZONE,
    Cells,
    Fields,
    Sheet,
    as_dict,
    as_list,
    collector_of,
    day_of,
    days_later,
    debts_of,
    first,
    groups_of,
    local,
    moment_of,
    number_of,
    one_debt_each,
    yes_no,
)
from tests.case_senses import deed_of, document_of, ground_of, outcome_of, purpose_of, role_of
from tests.case_setup import normal_setup
from tests.case_statuses import Statuses
from tests.case_words import (
    ASKED_AGAIN,
    CHANNELS,
    IGNORED,
    NO_CONTACT,
    PLACES,
    PROCEDURES,
    RELEASES,
    RENAMED,
    VISIBLE,
    WORDLESS,
    key,
)


def timeline(case: Mapping[str, Any], fields: Fields) -> Sheet:
    """The rows of a case. fields: those of the pack that will judge it, by name."""
    events = [event for event in as_list(case.get("events")) if isinstance(event, dict)]
    earliest = min((local(event, DEFAULT_ZONE).date() for event in events), default=date.max)
    setup = normal_setup(as_dict(case.get("setup")), earliest)
    sheet = Sheet(fields)
    reader = _Reader(sheet, setup, list(one_debt_each(events)))
    reader.statuses.from_setup()
    for event in reader.events:
        reader.event(event)
    return sheet


class _Reader:
    def __init__(self, sheet: Sheet, setup: Mapping[str, Any], events: list[dict[str, Any]]) -> None:
        self._sheet = sheet
        self._setup = setup
        self.events = events
        self.statuses = Statuses(sheet, setup, events)

    def event(self, event: Mapping[str, Any]) -> None:
        """The rows of an event: what a document or a check is, the contact, what was agreed or said in it."""
        number = event.get("i")
        base = self._base(event)
        self._unknown_names(event)
        self._earlier(number, event, base)
        if any(event.get(name) for name in RELEASES):
            self.statuses.attorney(number, {"released": True}, base)
        contact = self._document(number, event, base)
        if contact:
            self._contact(number, event, base)
        self.statuses.said(number, event, base)
        consent = event.get("consent")
        for one in as_list(consent):
            self.statuses.consent(number, event, as_dict(one), base)
        if isinstance(event.get("attorney"), dict):
            self.statuses.attorney(number, event["attorney"], base)
        if event.get("employer_prohibits"):
            self._sheet.add(number, kind="employer-prohibits", **base)
        for one in as_list(event.get("medium_request")):
            self.statuses.medium_request(number, one, base)

    def _earlier(self, number: Any, event: Mapping[str, Any], base: Cells) -> None:
        """What an event says of earlier days: a check of the number, a consent to texts, a text of the consumer."""
        own = {"number": number_of(event)}
        before: list[tuple[Any, Cells]] = [
            (first(event, "reassigned_db_check", "db_check_date"), {"kind": "number-check", **own}),
            (event.get("consent_date"), {"kind": "consent", "consent_to": "texts"}),
            (event.get("last_inbound_sms"), {"kind": "contact", "channel": "sms", "direction": "inbound", **own}),
        ]
        for day, cells in before:
            if day:
                at = base["at"] if day is True else min(moment_of(day), base["at"])
                self._sheet.add(number, **{**base, "at": at}, **cells)

    def _unknown_names(self, event: Mapping[str, Any]) -> None:
        for name, value in event.items():
            if name not in _OF_EVENTS and name not in RENAMED and name not in IGNORED and value is not None:
                self._sheet.note(f"`{name}`")

    def _base(self, event: Mapping[str, Any]) -> Cells:
        zones = self._zones(event)
        role = role_of(event.get("recipient_role", "consumer"))
        own = str(event.get("consumer", "the consumer"))
        consumer = own if role == "debtor" else self._debtor_of(event)
        person = own if role == "debtor" or own != consumer else f"{own}'s {event.get('recipient_role')}"
        return {
            "at": local(event, zones[0]).isoformat(), "zone": zones, "consumer": consumer, "person": person,
            "debt": debts_of(event) or None, "agency": collector_of(event), "debt_group": groups_of(event),
            "product": event.get("debt_type"), "limitation_ends": self._limitation(event),
            "actor": self._actor(event),
        }  # fmt: skip

    def _zones(self, event: Mapping[str, Any]) -> tuple[str, ...]:
        """Where the consumer may be, the place of the event's own clock first where it is among them."""
        own = str(event.get("tz") or self.statuses.zone_of_first())
        places = as_list(event.get("consumer_locations") or self._setup.get("consumer_locations"))
        named = [str(place.get("tz")) if isinstance(place, dict) else str(place) for place in places]
        if not named:
            return (own,)
        return tuple(dict.fromkeys([own, *named] if own in named else named))

    def _debtor_of(self, event: Mapping[str, Any]) -> str:
        """Whose debt it is where another person is contacted: the consumer whom the case contacts about it."""
        own = [e for e in self.events if role_of(e.get("recipient_role", "consumer")) == "debtor"]
        about = [e for e in own if set(debts_of(e)) & set(debts_of(event))]
        if about or own:
            return str((about or own)[0].get("consumer", "the consumer"))
        return "who owes " + " ".join(debts_of(event))

    def _limitation(self, event: Mapping[str, Any]) -> str | None:
        given = first(event, "limitation_date", "limitation_expired_on", "limitation_ends")
        return day_of(given or first(self._setup, "limitation_expired_on", "limitation_date", "limitation_ends"))

    def _actor(self, event: Mapping[str, Any]) -> str | None:
        given = event.get("actor_type") or self._setup.get("actor_type")
        return None if given is None else self._sheet.known("actor", key(given), given)

    def _document(self, number: Any, event: Mapping[str, Any], base: Cells) -> bool:
        """The status that a document makes, before the contact that it came by; whether there was a contact."""
        doc, channel = event.get("doc") or event.get("kind"), key(event.get("channel", ""))
        kind = document_of(doc) if doc else deed_of(channel) or deed_of(event.get("purpose"))
        if doc and kind is None:
            self._sheet.note(f"doc {doc!r}")
        if kind is None:
            return True
        writing = "no" if channel in ("call", "phone", "visit") else yes_no(event.get("in_writing"))
        back = key(event.get("outcome", "")) in ("returned", "returned-undeliverable", "undeliverable", "bounced")
        self._sheet.add(
            number, **base, kind=kind, in_writing=writing, check=event.get("check"),
            deposit_on=day_of(event.get("deposit_on")), returned="yes" if back else None,
            paid_in_full=yes_no(event.get("paid_in_full")), validation_ends=day_of(event.get("validation_ends")),
        )  # fmt: skip
        return deed_of(channel) is None and kind not in NO_CONTACT

    def _contact(self, number: Any, event: Mapping[str, Any], base: Cells) -> None:
        channel = CHANNELS.get(key(event.get("channel", "")), key(event.get("channel", "")))
        inbound = key(event.get("direction", "out")) in ("in", "inbound")
        ground = ground_of(event.get("purpose"))
        purpose = purpose_of(event.get("purpose"))
        if any(event.get(name) for name in ASKED_AGAIN):
            ground = "asked-again"
        if event.get("purpose") and ground is None and purpose is None:
            self._sheet.note(f"purpose {event['purpose']!r}")
        text, heard = event.get("text"), event.get("text_in")
        visible = VISIBLE.get(key(event.get("visible_to") or event.get("channel", "")))
        place = self._place(event, "place") or PLACES.get(key(event.get("number_type", "")))
        cells: Cells = {
            "kind": "contact", "direction": "inbound" if inbound else "outbound",
            "channel": self._sheet.known("channel", channel, event.get("channel")),
            "outcome": self._outcome(event), "party": self._party(event), "number": number_of(event),
            "place": place, "person_at": self._place(event, "collector_knows_place") or place,
            "purpose": None if inbound else purpose or "collection", "permitted_as": ground,
            "said": event.get("text_out") if inbound else text, "heard": heard or (text if inbound else None),
            "visible_to": visible or event.get("visible_to"), "procedure": self._procedure(event, channel),
            "envelope_text": event.get("envelope_text"), "returned": None,
        }  # fmt: skip
        for name, own in RENAMED.items():
            if event.get(name) is not None:
                cells[own] = self._renamed(own, event[name])
        self._notice(event, cells)
        self._sheet.add(number, **base, **cells)

    def _notice(self, event: Mapping[str, Any], cells: Cells) -> None:
        """A creditor's notice: its last day where the case counts days; a domain that nobody speaks of is an open one."""
        if not cells.get("opt_out_by"):
            cells["opt_out_by"] = days_later(cells.get("notice_sent"), event.get("opt_out_days"))
        if cells.get("opt_out_by") and not event.get("employer_address"):
            cells.setdefault("public_domain", "yes")

    def _renamed(self, name: str, value: Any) -> str | None:
        kind = self._sheet.fields[name].type.kind
        if kind is Kind.YES_NO:
            return yes_no(value)
        return day_of(value) if kind is Kind.DATE else str(value)

    def _outcome(self, event: Mapping[str, Any]) -> str | None:
        given = key(event.get("outcome") or "")
        if given in WORDLESS or not given:
            return None
        return self._sheet.known("outcome", outcome_of(given) or given, event.get("outcome"))

    def _party(self, event: Mapping[str, Any]) -> str | None:
        given = key(event.get("recipient_role", "consumer"))
        return self._sheet.known("party", role_of(given) or given, event.get("recipient_role"))

    def _place(self, event: Mapping[str, Any], name: str) -> str | None:
        given = event.get(name) or (event.get("known_place") if name == "collector_knows_place" else None)
        return None if given is None else PLACES.get(key(given), "other")

    def _wrote_from(self, address: str | None) -> bool:
        """Whether the consumer writes from an address in the case."""
        inbound = [e for e in self.events if key(e.get("direction", "out")) in ("in", "inbound")]
        return address is not None and any(number_of(e) == address for e in inbound)

    def _procedure(self, event: Mapping[str, Any], channel: str) -> str | None:
        given = event.get("procedure")
        if (
            given is None
            and channel in ("sms", "email")
            and key(event.get("direction", "out")) not in ("in", "inbound")
        ):
            given = self._setup.get("text_procedure" if channel == "sms" else "email_procedure")
        if given is None and channel == "email" and event.get("employer_address") in (True, "yes"):
            return "email-used-by-consumer" if self._wrote_from(number_of(event)) else "none"
        if given is None:
            return None
        return self._sheet.known("procedure", PROCEDURES.get(str(given).replace("1006.", ""), key(given)), given)


_OF_EVENTS = frozenset(
    {
        "i", "at", "tz", "channel", "direction", "debt", "debts", "debt_ids", "debts_discussed", "debt_group", "debt_type",
        "consumer", "number", "address", "outcome", "recipient_role", "consent", "text", "text_in", "text_out", "collector",
        "collector_id", "purpose", "doc", "kind", "number_type", "place", "collector_knows_place", "known_place",
        "procedure", "db_check_date", "consent_date", "last_inbound_sms", "envelope_text", "visible_to", "deposit_on", "check", "attorney", "reassigned_db_check",
        "medium_request", "employer_prohibits", "consumer_locations", "limitation_date", "limitation_expired_on",
        "limitation_ends", "actor_type", "in_writing", "paid_in_full", "validation_ends", "opt_out_days", *RELEASES,
        *ASKED_AGAIN,
    }
)  # fmt: skip
