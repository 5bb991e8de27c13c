"""Planted in what must be said and sent: 12 CFR 1006.2(j), 1006.14(g), 1006.18(e), 1006.22(c), 1006.26 to 1006.38."""

from __future__ import annotations

from sample_logs.us_make import texts
from sample_logs.us_make.journal import Journal
from sample_logs.us_make.people import People

WHOLE = texts.talk("This is an attempt to collect a debt and any information obtained will be used for that purpose.")


def plant_papers(people: People) -> None:
    """Everything about disclosures, notices and disputes."""
    journal = people.journal
    _messages_left(people, journal)
    _disclosures(people, journal)
    _notices(people, journal)
    _disputes(people, journal)
    _payments_and_reports(people, journal)


def _messages_left(people: People, journal: Journal) -> None:
    a = people.opened()
    more = "This is Dana Cole calling from Harbor Point, Inc. about an important business matter. Please call me at 800-555-0142."
    left = a.call(9, "11:00", "Voicemail - Limited Content", text=more)
    journal.plant("limited-content", left, "the agent added a sentence to the script")
    journal.plant("limited-content", a.call(12, "11:00", "Voicemail - Limited Content"), "the script", "clean")
    b = people.opened("America/Chicago")
    cut = b.call(9, "11:00", "Voicemail - Message Left", text="This is Dana Cole calling from Harbor Poi")
    journal.plant("voicemail-content", cut, "the line broke off")


def _disclosures(people: People, journal: Journal) -> None:
    a = people.account()
    a.status("validation-notice", 3, "09:00")
    half = texts.talk("This is an attempt to collect a debt.")
    journal.plant(
        "first-disclosure", a.call(5, "11:00", "Talked - Debtor", text=half), "half of the disclosure was read out"
    )
    b = people.account("America/Chicago")
    b.status("validation-notice", 3, "09:00")
    journal.plant("first-disclosure", b.call(5, "11:00", "Talked - Debtor", text=WHOLE), "all of it", "clean")
    journal.plant(
        "first-written-disclosure", b.message("letter", 8, "10:00"), "the letter for later times went out as the first"
    )
    c = people.opened("America/Denver")
    brief = "Harbor Point, Inc.: please call 800-555-0142. Reply STOP to stop texts to this number."
    journal.plant(
        "later-disclosure", c.message("sms", 9, "11:00", text=brief), "an old template without `a debt collector`"
    )
    d = people.opened("America/Los_Angeles")
    nameless = texts.plain("We are a debt collector. When will you pay?", "Soon.")
    journal.plant(
        "caller-identity",
        d.call(9, "11:00", "Talked - Debtor", text=nameless),
        "a short-tempered agent left out the name",
    )


def _notices(people: People, journal: Journal) -> None:
    a = people.account()
    first = a.call(9, "11:00", "Talked - Debtor", text=WHOLE)
    a.status("validation-notice", 15, "09:00")
    journal.plant("validation-notice", first, "the notice was printed with the week's batch, a day too late")
    b = people.account("America/Chicago")
    timely = b.call(9, "11:00", "Talked - Debtor", text=WHOLE)
    b.status("validation-notice", 14, "18:00")
    journal.plant("validation-notice", timely, "sent on the fifth day", "clean")
    c = people.account("America/Denver")
    message = c.call(9, "11:00", "Voicemail - Limited Content")
    journal.plant("validation-notice", message, "a limited-content message is no communication", "clean")
    d = people.account()
    short = d.status("validation-notice", 1, "09:00", validation_ends="2026-04-22")
    journal.plant("validation-period", short, "weekends were counted as days of delivery")
    e = people.account("America/Chicago")
    exact = e.status("validation-notice", 1, "09:00", validation_ends="2026-04-23")
    journal.plant("validation-period", exact, "received on 24 March, over on 23 April", "clean")
    f = people.opened()
    pressing = texts.MESSAGES["letter"] + " Pay in full today: this is your last chance."
    journal.plant(
        "overshadowing", f.message("letter", 25, "10:00", text=pressing), "a letter of another stage, within the period"
    )
    journal.plant(
        "overshadowing", f.message("letter", 26, "10:00", text=pressing), "the period had ended the day before", "clean"
    )


def _disputes(people: People, journal: Journal) -> None:
    a = people.opened()
    a.status("dispute", 5, "10:00")
    journal.plant("dispute-stop", a.call(8, "11:00"), "disputes were entered once a week")
    a.status("verification-sent", 10, "10:00")
    journal.plant("dispute-stop", a.call(13, "11:00"), "the copy of the agreement had been sent", "clean")
    b = people.opened("America/Chicago")
    b.status("dispute", 26, "10:00")
    journal.plant("dispute-stop", b.call(28, "11:00"), "disputed after the period", "clean")
    c = people.opened("America/Denver")
    c.status("original-creditor-request", 5, "10:00")
    journal.plant(
        "original-creditor-stop", c.call(8, "11:00"), "the request waited for the creditor's answer, the dialer did not"
    )
    c.status("original-creditor-sent", 10, "10:00")
    journal.plant("original-creditor-stop", c.call(13, "11:00"), "answered", "clean")
    d = people.opened("America/Los_Angeles")
    d.message("letter", 5, "10:00", direction="inbound", text="I dispute this debt. The balance is wrong.")
    journal.plant("dispute-wording", d.call(8, "11:00"), "a letter that was scanned and not read")


def _payments_and_reports(people: People, journal: Journal) -> None:
    a = people.opened()
    late = a.status("deposit-notice", 28, "10:00", check="K-1", deposit_on="2026-04-15")
    journal.plant("postdated-notice", late, "sent two business days before the deposit")
    early = a.status("check-deposit", 30, "10:00", check="K-1")
    journal.plant("postdated-deposit", early, "sent two business days before the deposit")
    b = people.opened("America/Chicago")
    good = b.status("deposit-notice", 25, "10:00", check="K-2", deposit_on="2026-04-15")
    journal.plant("postdated-notice", good, "sent three business days before, a weekend between", "clean")
    journal.plant(
        "postdated-deposit", b.status("check-deposit", 30, "10:00", check="K-2"), "announced in time", "clean"
    )
    c = people.opened("America/Denver")
    suit = c.status("suit-filed", 20, "10:00", limitation_ends="2026-04-04")
    journal.plant("time-barred-suit", suit, "the law firm filed a day after the last one")
    old = texts.talk("We will have to take you to court.", "Do as you like.")
    threat = c.call(22, "11:00", "Talked - Debtor", text=old, limitation_ends="2026-04-04")
    journal.plant("time-barred-threat", threat, "the agent did not see the age of the debt")
    journal.plant("words-suit", threat, "the agent did not see the age of the debt")
    d = people.account()
    journal.plant(
        "credit-report-first",
        d.status("credit-report", 20, "02:00"),
        "a new portfolio was reported before its first letters",
    )
    e = people.account("America/Chicago")
    e.status("validation-notice", 10, "09:00")
    e.message("letter", 10, "09:05", text=texts.FIRST_LETTER)
    journal.plant(
        "credit-report-wait", e.status("credit-report", 23, "02:00"), "reported on the thirteenth day after the letter"
    )
    journal.plant("credit-report-wait", e.status("credit-report", 24, "02:00"), "the fourteenth day", "clean")
