"""An account in collection: its consumer, where they are, and what the agency does about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sample_logs.us_make import texts
from sample_logs.us_make.journal import DOMAIN, Journal, Row, moment

AGENCY = "Harbor Point, Inc."
LINE = "8005550142"
INBOUND = ("Inbound", "Inbound Voicemail")


@dataclass
class Account:
    """A consumer with a debt. `number` is their mobile telephone."""

    journal: Journal
    consumer: str
    debt: str
    zone: str = "America/New_York"
    number: str = "2125550100"
    creditor: str = "Lakeside Bank"
    product_group: str = ""

    @property
    def address(self) -> str:
        """Where post goes."""
        return f"{int(self.number[-4:]) + 1} Elm Street"

    def call(self, day: int, clock: str, disposition: str = "No Answer", **cells: str) -> str:
        """A call in the dialer's log; gives its id. Cells by column name, `kind` for the call type."""
        id = self.journal.next_id("C")
        kind = cells.pop("kind", "Outbound")
        number = cells.pop("number", self.number)
        agent = cells.pop("agent", "dcole@harborpoint.example")
        at = self._instant(day, clock, cells.get("zone", self.zone))
        text = cells.pop("text", texts.CALLS.get(disposition, ""))
        talked = disposition.startswith("Talked")
        base = {
            "CALL ID": id,
            "TIMESTAMP": at.astimezone(DOMAIN).strftime("%a, %d %b %Y %H:%M:%S"),
            "CAMPAIGN": "Early Stage",
            "CALL TYPE": kind,
            "AGENT": agent if talked or kind == "Manual" else "[None]",
            "DISPOSITION": disposition,
            "ANI": number if kind in INBOUND else LINE,
            "DNIS": LINE if kind in INBOUND else number,
            "SESSION ID": f"{int(id[1:]) * 7919 % 0xFFFFFF:06X}",
            "CALL TIME": "0:03:12" if talked else "0:00:24",
            "text": text,
            "place": "mobile",
        }
        self.journal.calls.append(Row(at, {**base, **self._common(cells), **cells}))
        return id

    def message(self, channel: str, day: int, clock: str, **cells: str) -> str:
        """A text, e-mail, letter or the like; gives its id."""
        id = self.journal.next_id("M")
        at = self._instant(day, clock, cells.get("zone", self.zone))
        inbound = cells.get("direction") == "inbound"
        base = {
            "id": id, "at": at.astimezone(ZoneInfo(self.zone.split(";")[0])).isoformat(), "channel": channel,
            "direction": "outbound", "outcome": "" if inbound or channel in ("letter", "postcard") else "delivered",
            "text": "" if inbound else texts.MESSAGES[channel], "visible_to": "recipient" if channel == "social" else "",
            "number": self.number if channel == "sms" else self.address if channel in ("letter", "postcard") else "", "employer_address": "no" if channel == "email" else "",
            "envelope_text": "Harbor Point, Inc., PO Box 12, Dover DE 19901" if channel == "letter" else "",
        }  # fmt: skip
        if not inbound and channel in texts.PROCEDURES:
            base["procedure"] = texts.PROCEDURES[channel]
        if channel == "email":
            base["number"] = f"{self.consumer.lower()}@mail.example"
        made = {**base, **self._common(cells), **cells}
        self.journal.messages.append(Row(at, {name: value for name, value in made.items() if value}))
        return id

    def status(self, kind: str, day: int, clock: str, **cells: str) -> str:
        """Something that is no contact; gives its id."""
        id = self.journal.next_id("S")
        at = self._instant(day, clock, self.zone)
        base = {"id": id, "kind": kind, "at": moment(day, clock).isoformat(sep=" "), "zone": self.zone}
        common = {
            name: value
            for name, value in self._common(cells).items()
            if name in ("consumer", "person", "debt", "agency")
        }
        self.journal.statuses.append(Row(at, {**base, **common, **cells}))
        return id

    def opened(self, day: int = -12) -> Account:
        """The usual beginning: a validation notice by letter, consent to texts and e-mail."""
        self.status("validation-notice", day, "09:00")
        self.message("letter", day, "09:05", text=texts.FIRST_LETTER)
        self.status("consent", day, "10:00", consent_to="texts")
        self.status("consent", day, "10:00", consent_to="emails")
        return self

    def _common(self, cells: dict[str, str]) -> dict[str, str]:
        purpose = "collection" if cells.get("direction") != "inbound" else ""
        return {
            "consumer": self.consumer, "person": self.consumer, "debt": self.debt, "zone": self.zone, "agency": AGENCY,
            "creditor": self.creditor, "party": "debtor", "purpose": purpose, "permitted_as": "none",
            "debt_group": self.product_group or cells.get("debt", self.debt),
        }  # fmt: skip

    def _instant(self, day: int, clock: str, zone: str) -> datetime:
        return moment(day, clock).replace(tzinfo=ZoneInfo(zone.split(";")[0])).astimezone(UTC)
