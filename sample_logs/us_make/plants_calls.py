"""Planted in how often and when people are called: 12 CFR 1006.14(a)-(b) and 1006.6(b)."""

from __future__ import annotations

from sample_logs.us_make import texts
from sample_logs.us_make.journal import Journal
from sample_logs.us_make.people import People


def plant_calls(people: People) -> None:
    """Everything about calls."""
    journal = people.journal
    _too_many(people, journal)
    _after_a_talk(people, journal)
    _in_a_row(people, journal)
    _messages_upon_messages(people, journal)
    _hours(people, journal)
    _times_and_places(people, journal)
    _consents(people, journal)
    _attorneys_and_employers(people, journal)


def _too_many(people: People, journal: Journal) -> None:
    a = people.opened("America/Chicago")
    for day in range(10, 17):
        a.call(day, "11:05")
    extra = a.call(16, "17:40")
    journal.plant("calls-7-in-7", extra, "the list of the day was loaded twice: an eighth call within seven days")
    b = people.opened()
    for day in range(10, 17):
        b.call(day, "11:05")
    busy = b.call(16, "17:40", "Busy")
    journal.plant("calls-7-in-7", busy, "loaded twice too, but the line was busy", "clean")
    skipped = b.call(16, "18:10", "Agent Skipped", kind="Preview")
    journal.plant(
        "calls-7-in-7", skipped, "loaded twice too, but the agent skipped the record: nothing was dialled", "clean"
    )
    later = b.call(18, "11:05")
    journal.plant("calls-7-in-7", later, "the eighth call, on the ninth day", "clean")
    c = people.opened("America/Denver", product_group="STUDENT-77")
    for number in range(7):
        c.call(20 + number, "12:15", debt=f"{c.debt}-{number % 3 + 1}")
    over = c.call(26, "16:00", debt=f"{c.debt}-2")
    journal.plant("calls-7-in-7", over, "three student loans under one account number were dialled as three debts")
    d = people.opened("America/Los_Angeles")
    for number in range(9):
        last = d.call(20 + number // 2, ("10:20", "15:30")[number % 2], debt=f"{d.debt}{'AB'[number % 2]}")
    journal.plant("calls-7-in-7", last, "nine calls in a week, about two debts", "clean")


def _after_a_talk(people: People, journal: Journal) -> None:
    a = people.opened("America/Chicago")
    a.call(8, "14:00", "Talked - Debtor")
    soon = a.call(14, "10:00")
    journal.plant("calls-after-conversation", soon, "the dialer's pause was set to six days after a conversation")
    journal.plant("calls-after-conversation", a.call(15, "08:30"), "the eighth day after the conversation", "clean")
    b = people.opened("America/Denver")
    b.call(20, "16:10", "Talked - Promise to Pay", kind="Inbound")
    soon = b.call(22, "09:30", "Voicemail - Limited Content")
    journal.plant(
        "calls-after-conversation", soon, "the consumer had called in, which did not reach the dialer's pause"
    )
    c = people.opened()
    text = texts.talk("Shall we go through the plan?", "I have to run, call me back on Thursday.")
    noted = c.call(1, "10:00", "Talked - Debtor", text=text)
    journal.plant("callback-noted", noted, "recorded in the next minute", "clean")
    c.status("consent", 1, "10:01", consent_to="calls", starts_on="2026-03-19", ends_on="2026-03-19")
    journal.plant("calls-after-conversation", c.call(3, "10:00"), "called back on the day that was asked for", "clean")
    late = c.call(4, "10:00")
    journal.plant(
        "calls-after-conversation", late, "nobody answered on the agreed day; the callback was moved to the next"
    )
    d = people.opened("America/Chicago")
    lost = d.call(5, "13:00", "Talked - Debtor", text=texts.talk("May we speak?", "Try me again next week, please."))
    journal.plant("callback-noted", lost, "a note in the transcript only")


def _in_a_row(people: People, journal: Journal) -> None:
    a = people.opened()
    a.call(5, "10:00")
    journal.plant("rapid-calls", a.call(5, "10:03"), "the agent pressed redial")
    a.call(12, "10:00")
    journal.plant("rapid-calls", a.call(12, "10:06"), "six minutes later", "clean")
    a.call(13, "12:00")
    journal.plant("rapid-calls", a.call(13, "12:01", number="2125559001"), "at once, on another number", "clean")
    b = people.opened("America/Chicago")
    for hour in range(9, 15):
        last = b.call(19, f"{hour:02}:10")
    journal.plant("calls-to-one-number", last, "six calls to one number in a day", "clean")
    seventh = b.call(19, "15:10")
    journal.plant(
        "calls-to-one-number", seventh, "retry was left at one hour after an outage: seven calls to one number"
    )
    c = people.opened("America/Denver")
    for hour in (9, 13):
        c.call(30, f"{hour:02}:00", "Voicemail - Limited Content")
    third = c.call(30, "17:00", "Voicemail - Limited Content")
    journal.plant("voicemail-pattern", third, "the third message left in a day")
    d = people.opened("America/Los_Angeles")
    text = texts.talk("Shall we agree on a plan?", "I told you, that is not my debt.")
    d.call(10, "12:00", "Talked - Refused", text=text)
    journal.plant("calls-against-wish", d.call(20, "12:00"), "the refusal was a note in the transcript only")
    e = people.opened()
    e.call(10, "12:00", "Talked - Debtor", text=texts.talk("Shall we agree on a plan?", "I will pay on Friday."))
    journal.plant("calls-against-wish", e.call(20, "12:00"), "the consumer had promised to pay", "clean")


def _messages_upon_messages(people: People, journal: Journal) -> None:
    a = people.opened()
    for hour in range(10, 15):
        a.message("sms", 24, f"{hour}:00")
    journal.plant(
        "message-pattern",
        a.message("sms", 24, "15:00"),
        "a campaign was started again after every reply of its gateway",
    )
    b = people.opened("America/Chicago")
    for hour in range(10, 15):
        last = b.message("sms", 24, f"{hour}:00")
    journal.plant("message-pattern", last, "five texts in a day", "clean")
    c = people.opened("America/Denver")
    for day in range(30, 37):
        c.call(day, "10:00")
    for day in range(30, 33):
        c.message("email", day, "15:00")
    over = c.message("email", 36, "15:00")
    journal.plant("contact-pattern", over, "calls and e-mails were planned by two teams: eleven contacts in a week")


def _hours(people: People, journal: Journal) -> None:
    a = people.opened("America/Los_Angeles")
    early = a.call(7, "07:30")
    journal.plant("hours", early, "the Eastern shift opened at 10:30 with the whole list: 07:30 in Los Angeles")
    journal.plant("hours", a.call(8, "08:00"), "11:00 in New York, 08:00 in Los Angeles", "clean")
    b = people.opened("Pacific/Honolulu")
    journal.plant("hours", b.call(9, "20:45"), "02:45 in New York, 20:45 in Honolulu", "clean")
    c = people.opened()
    late = c.call(14, "21:12", "Voicemail - Limited Content", kind="Outbound Voicemail")
    journal.plant("hours", late, "a robot went on after an outage at 20:58")
    d = people.opened("America/Chicago")
    d.message("sms", 14, "21:30", direction="inbound", text="How much is open?")
    journal.plant("hours", d.message("sms", 14, "21:34", purpose="reply"), "the consumer had just asked", "clean")
    second = d.message("sms", 14, "21:50", purpose="reply")
    journal.plant("hours", second, "a second answer to the same question")
    e = people.opened("America/Denver")
    e.call(
        3,
        "15:00",
        "Talked - Debtor",
        text=texts.talk("When may we call?", "Next Thursday at half past nine in the evening."),
    )
    e.status(
        "consent",
        3,
        "15:02",
        consent_to="time",
        starts_on="2026-03-26",
        ends_on="2026-03-26",
        consent_from="21:00",
        consent_until="22:00",
    )
    journal.plant("hours", e.call(10, "21:30"), "agreed a week before", "clean")
    f = people.opened("America/New_York;America/Denver")
    torn = f.call(21, "09:40")
    journal.plant("hours-conflicting-places", torn, "a New York number, a Denver address: 07:40 in Denver")
    journal.plant("hours-conflicting-places", f.call(22, "10:00"), "in order in both places", "clean")


def _times_and_places(people: People, journal: Journal) -> None:
    a = people.opened()
    a.status("inconvenient-time", 2, "10:00", weekdays="monday;wednesday", from_time="15:00", until_time="17:00")
    barred = a.message("sms", 9, "15:30")
    journal.plant("designated-time", barred, "the designation was kept in the dialer, and the texts did not ask it")
    journal.plant("designated-time", a.message("sms", 10, "15:30"), "a Tuesday", "clean")
    journal.plant("designated-time", a.call(16, "17:00"), "from 17:00 on", "clean")
    b = people.opened("America/Chicago")
    heard = texts.talk("May we speak now?", "I work nights. Don't call before noon.")
    lost = b.call(6, "12:30", "Talked - Debtor", text=heard)
    journal.plant("inconvenience-noted", lost, "a new agent did not record it")
    c = people.opened("America/Denver")
    kept = c.call(6, "12:30", "Talked - Debtor", text=heard)
    c.status("inconvenient-time", 6, "12:34", from_time="00:00", until_time="12:00")
    journal.plant("inconvenience-noted", kept, "recorded in the same minute", "clean")
    d = people.opened()
    d.status("inconvenient-place", 2, "10:00", place="work", person_at="work")
    at_work = d.call(
        9, "11:00", "Talked - Debtor", person_at="work", text=texts.talk("May we speak?", "I am in the office.")
    )
    journal.plant("designated-place", at_work, "the mobile number was called although the desk's shift was on file")
    journal.plant("designated-place", d.call(20, "18:30", person_at="home"), "in the evening, at home", "clean")
    e = people.opened("America/Chicago")
    e.status("inconvenient-place", 2, "10:00", place="home", person_at="home")
    journal.plant(
        "designated-place-line",
        e.call(9, "11:00", number="3125558800", place="home"),
        "an old landline was left on the list",
    )
    journal.plant("designated-place-line", e.call(11, "11:00"), "the mobile number", "clean")


def _consents(people: People, journal: Journal) -> None:
    a = people.opened()
    night = a.call(17, "21:20", "Talked - Debtor", text=texts.talk("May we call in the evenings?", "Fine."))
    journal.plant("hours", night, "an agent stayed on after the shift")
    void = a.status("consent", 17, "21:22", consent_to="time", consent_from="21:00", consent_until="22:00")
    journal.plant("void-consent", void, "consent taken in a call that was itself too late")
    b = people.opened("America/Chicago")
    b.call(17, "21:20", "Talked - Debtor", kind="Inbound", text=texts.talk("May we call in the evenings?", "Fine."))
    good = b.status("consent", 17, "21:22", consent_to="time", consent_from="21:00", consent_until="22:00")
    journal.plant("void-consent", good, "consent given in the consumer's own late call", "clean")


def _attorneys_and_employers(people: People, journal: Journal) -> None:
    a = people.opened()
    a.status("attorney-notice", 5, "10:00")
    journal.plant("attorney", a.message("sms", 7, "10:00"), "the notice stopped the dialer, not the texts")
    journal.plant("attorney", a.call(8, "10:00", debt=f"{a.debt}X"), "another debt, without an attorney", "clean")
    lawyer = a.call(
        9,
        "10:00",
        "Talked - Attorney",
        person="LEE",
        party="attorney",
        number="2125554400",
        text=texts.talk("We have your letter."),
    )
    journal.plant("attorney", lawyer, "the attorney", "clean")
    b = people.opened("America/Denver")
    b.call(5, "10:00", "Talked - Debtor", text=texts.talk("May we speak about a plan?", "Please talk to my attorney."))
    journal.plant("attorney-wording", b.call(15, "10:00"), "the agent asked for no name")
    c = people.opened("America/Los_Angeles")
    c.status("employer-prohibits", 5, "10:00")
    journal.plant(
        "workplace", c.call(7, "10:00", number="2135557700", place="work"), "the work number was not taken off the list"
    )
    journal.plant("workplace", c.call(8, "18:00"), "the mobile number", "clean")
    d = people.opened("America/Chicago")
    said = texts.talk("May we speak?", "My boss does not allow these calls here.")
    d.call(5, "10:00", "Talked - Debtor", number="3125557700", place="work", text=said)
    journal.plant(
        "workplace-wording",
        d.call(15, "10:00", number="3125557700", place="work"),
        "heard by the agent, recorded nowhere",
    )
    journal.plant("workplace-wording", d.call(16, "18:00"), "the mobile number", "clean")
