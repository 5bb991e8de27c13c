"""Planted in requests to stop, and in who is told: 12 CFR 1006.6(c)-(d), 1006.10 and 1006.14(h)."""

from __future__ import annotations

from sample_logs.us_make import texts
from sample_logs.us_make.journal import Journal
from sample_logs.us_make.people import People


def plant_stops(people: People) -> None:
    """Everything about requests, and about other people."""
    journal = people.journal
    _cease(people, journal)
    _media(people, journal)
    _heard(people, journal)
    _strangers(people, journal)
    _location(people, journal)


def _cease(people: People, journal: Journal) -> None:
    a = people.opened()
    a.status("cease-request", 8, "09:00")
    journal.plant("cease", a.call(9, "11:00"), "the letter lay a day in the mail room")
    journal.plant(
        "cease",
        a.message("letter", 11, "10:00", permitted_as="ending-efforts"),
        "the letter that ends the efforts",
        "clean",
    )
    b = people.opened("America/Chicago")
    b.message("email", 8, "20:00", direction="inbound", text="I refuse to pay this. Stop contacting me about it.")
    journal.plant("cease-wording", b.call(12, "11:00"), "an e-mail that nobody read as a request")
    c = people.opened("America/Denver")
    c.call(8, "11:00", "Talked - Debtor", text=texts.talk("Shall we agree on a plan?", "I cannot pay this month."))
    journal.plant("cease-wording", c.call(18, "11:00"), "no word of an end", "clean")


def _media(people: People, journal: Journal) -> None:
    a = people.opened()
    a.status("medium-request", 8, "09:00", medium="sms")
    journal.plant("medium", a.message("sms", 10, "11:00"), "the campaign's list was a day older than the request")
    journal.plant("medium", a.call(10, "12:00"), "calls were not asked to stop", "clean")
    b = people.opened("America/Chicago")
    b.status("medium-request", 8, "09:00", medium="call")
    robot = b.call(11, "11:00", "Voicemail - Limited Content", kind="Outbound Voicemail")
    journal.plant("medium-robots", robot, "calls by agents were stopped, the robot's were not")
    journal.plant("medium-robots", b.message("sms", 12, "11:00"), "a text is no call", "clean")
    c = people.opened("America/Denver")
    c.status("medium-request", 8, "09:00", medium="call", only_number="yes", number=c.number)
    journal.plant("medium-number", c.call(11, "11:00"), "the number was barred for texts instead of calls")
    journal.plant("medium-number", c.call(12, "11:00", number="3035559002"), "another number of the consumer", "clean")
    d = people.opened("America/Los_Angeles")
    d.message("email", 9, "10:00", direction="inbound", text="Please stop emailing me.")
    answer = d.message("email", 9, "10:05", permitted_as="opt-out-confirmation", purpose="confirmation")
    journal.plant("medium-wording", answer, "the confirmation that the request was noted", "clean")
    journal.plant("medium-wording", d.message("email", 12, "10:00"), "the monthly mailing went to all")


def _heard(people: People, journal: Journal) -> None:
    a = people.opened()
    a.call(
        6, "10:00", "Talked - Debtor", text=texts.talk("May we speak?", "Do not call this number, it is my mother's.")
    )
    journal.plant("medium-number-wording", a.call(16, "10:00"), "the number stayed in the account")
    journal.plant(
        "medium-number-wording", a.call(17, "10:00", number="2125559003"), "the consumer's own number", "clean"
    )


def _strangers(people: People, journal: Journal) -> None:
    a = people.opened("America/Chicago")
    text = texts.plain("This is Dana Cole from Harbor Point. Please tell John to call us.", "I will.")
    told = a.call(6, "15:00", "Talked - Third Party", person="N1", party="neighbour", number="3125556001", text=text)
    journal.plant("third-party", told, "the agent spoke to who picked up")
    spouse = a.call(6, "16:00", "Talked - Debtor", person="S1", party="spouse", number="3125556002")
    journal.plant("third-party", spouse, "the spouse may be told", "clean")
    b = people.opened()
    text = texts.plain("This is Dana Cole. I am confirming where John lives, he has not paid his loan.", "No idea.")
    asked = b.call(
        6,
        "15:00",
        "Talked - Third Party",
        person="N2",
        party="relative",
        number="2125556001",
        purpose="location",
        text=text,
    )
    journal.plant("third-party-wording", asked, "a collector with little training gave the reason for the question")
    journal.plant("location-debt", asked, "a collector with little training gave the reason for the question")


def _location(people: People, journal: Journal) -> None:
    text = texts.plain("This is Dana Cole. I am confirming where John can be reached.", "Try the farm.")
    a = people.opened("America/Denver")
    who = {"person": "N3", "party": "relative", "number": "3035556003", "purpose": "location", "text": text}
    journal.plant("location-once", a.call(6, "15:00", "Talked - Third Party", **who), "the first question", "clean")
    again = a.call(14, "15:00", "Talked - Third Party", **{**who, "permitted_as": "asked-again"})
    journal.plant("location-once", again, "the relative had asked to be called again", "clean")
    journal.plant(
        "location-once",
        a.call(24, "15:00", "Talked - Third Party", **who),
        "the account went to another agent, who asked anew",
    )
    b = people.opened("America/Los_Angeles")
    nameless = texts.plain("Does John still live with you?", "Who wants to know?")
    cells = {**who, "person": "N4", "number": "2135556004", "text": nameless}
    asked = b.call(6, "15:00", "Talked - Third Party", **cells)
    for rule in ("location-identity", "caller-identity"):
        journal.plant(rule, asked, "the agent left out the name")
    c = people.opened("America/Chicago")
    card = c.message(
        "postcard", 8, "09:00", person="N5", party="relative", purpose="location", text="Please call 800-555-0142."
    )
    for rule in ("location-postcard", "postcard"):
        journal.plant(rule, card, "the print shop ran out of envelopes")
    d = people.opened()
    d.status("attorney-notice", 4, "09:00")
    cells = {**who, "person": "N6", "number": "2125556006"}
    journal.plant(
        "location-after-attorney",
        d.call(6, "15:00", "Talked - Third Party", **cells),
        "skip tracing did not see the notice",
    )
