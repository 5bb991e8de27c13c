"""Planted in messages and letters: 12 CFR 1006.6(d)-(e), 1006.18(d) and 1006.22(f)."""

from __future__ import annotations

from sample_logs.us_make import texts
from sample_logs.us_make.journal import Journal
from sample_logs.us_make.people import People


def plant_messages(people: People) -> None:
    """Everything about e-mail, texts, social media and envelopes."""
    journal = people.journal
    _ways_out(people, journal)
    _emails(people, journal)
    _texts(people, journal)
    _seen_by_others(people, journal)


def _ways_out(people: People, journal: Journal) -> None:
    a = people.opened()
    short = "Harbor Point, Inc., a debt collector: please call 800-555-0142."
    journal.plant("opt-out-notice", a.message("sms", 9, "11:00", text=short), "the template was cut at its length")
    hard = "From Harbor Point, Inc., a debt collector. To opt out of e-mails, write to PO Box 12, Dover DE."
    journal.plant("opt-out-notice", a.message("email", 10, "11:00", text=hard), "a way out by post only")
    good = "From Harbor Point, Inc., a debt collector. To opt out of e-mails to this address, follow this link."
    journal.plant("opt-out-notice", a.message("email", 11, "11:00", text=good), "a link", "clean")


def _emails(people: People, journal: Journal) -> None:
    a = people.opened("America/Chicago")
    notice = {
        "procedure": "email-creditor-notice",
        "notice_sent": "2026-02-01",
        "opt_out_by": "2026-03-08",
        "public_domain": "yes",
    }
    desk = a.message("email", 9, "11:00", number="jo@millworks.example", employer_address="yes", **notice)
    journal.plant("work-email", desk, "the creditor handed over an address at the employer")
    own = a.message("email", 10, "11:00", number="jo@millworks.example", employer_address="yes")
    journal.plant("work-email", own, "the consumer had consented to that address", "clean")
    b = people.opened("America/Denver")
    b.message("email", 6, "12:00", direction="inbound", number="kit@mail.example", text="What is my balance?")
    used = b.message("email", 7, "11:00", number="kit@mail.example", procedure="email-used-by-consumer")
    journal.plant("email-used", used, "the address from which the consumer wrote", "clean")
    typo = b.message("email", 8, "11:00", number="kim@mail.example", procedure="email-used-by-consumer")
    journal.plant("email-used", typo, "one letter of the address was changed by hand")
    c = people.account("America/Los_Angeles")
    c.status("validation-notice", -12, "09:00")
    c.message("letter", -12, "09:05", text=texts.FIRST_LETTER)
    journal.plant("email-agreed", c.message("email", 8, "11:00"), "the consent was the creditor's, not the agency's")
    d = people.opened()
    soon = d.message("email", 8, "11:00", **{**notice, "notice_sent": "2026-02-02"})
    journal.plant("email-notice", soon, "thirty-four days to opt out")
    journal.plant("email-notice", d.message("email", 9, "11:00", **notice), "thirty-five days to opt out", "clean")
    e = people.opened("America/Chicago")
    cells = {"procedure": "email-prior-collector", "prior_obtained_properly": "yes", "immediately_prior_used": "yes"}
    unused = e.message("email", 8, "11:00", **{**cells, "immediately_prior_used": "no"})
    journal.plant("email-prior", unused, "the agency before had the address and never used it")
    journal.plant("email-prior", e.message("email", 9, "11:00", **cells), "the agency before used it", "clean")


def _texts(people: People, journal: Journal) -> None:
    a = people.opened()
    a.message("sms", -10, "12:00", direction="inbound", text="Who is this?")
    journal.plant(
        "text-used", a.message("sms", 50, "11:00", procedure="text-used-by-consumer"), "the sixtieth day", "clean"
    )
    stale = a.message("sms", 51, "11:00", procedure="text-used-by-consumer")
    journal.plant("text-used", stale, "the sixty-first day: the check of the number was not ordered")
    b = people.opened("America/Denver")
    journal.plant("text-agreed", b.message("sms", 48, "11:00"), "the sixtieth day after the consent", "clean")
    journal.plant("text-agreed", b.message("sms", 49, "11:00"), "the consent was not renewed after sixty days")
    b.status("number-check", 50, "09:00", number=b.number)
    journal.plant("text-agreed", b.message("sms", 51, "11:00"), "the number had been checked", "clean")


def _seen_by_others(people: People, journal: Journal) -> None:
    a = people.opened("America/Los_Angeles")
    journal.plant(
        "social-visible",
        a.message("social", 9, "11:00", visible_to="contacts"),
        "written on the wall instead of as a message",
    )
    journal.plant("social-visible", a.message("social", 10, "11:00"), "a private message", "clean")
    b = people.opened()
    hidden = b.message(
        "social", 9, "11:00", purpose="contact-request", text="Hi, I would like to connect! Reply STOP to opt out."
    )
    journal.plant("social-identity", hidden, "an agent used a profile of their own")
    journal.plant("later-disclosure", hidden, "an agent used a profile of their own")
    journal.plant(
        "social-identity", b.message("social", 10, "11:00", purpose="contact-request"), "says who asks", "clean"
    )
    c = people.opened("America/Chicago")
    shown = c.message(
        "letter", 9, "10:00", envelope_text="FINAL NOTICE - Harbor Point, Inc., PO Box 12, Dover DE 19901"
    )
    journal.plant("envelope", shown, "a stamp of the mail room")
