"""What the words of a worked case are called in the timeline: channels, outcomes, roles, purposes, documents."""

from __future__ import annotations

from typing import Any


def key(word: Any) -> str:
    """A word as it is looked up: lower case, parts joined by `-`."""
    return "-".join(str(word).lower().replace("_", " ").replace("-", " ").split())


CHANNELS = {
    "phone": "call", "voice": "call", "telephone": "call", "ringless-voicemail": "voicemail-drop",
    "ringless-vm": "voicemail-drop", "text": "sms", "text-message": "sms", "mail": "letter",
    "social-private": "social", "social-public": "social", "social-media": "social", "in-person": "visit",
    "chat": "im", "portal": "app",
}  # fmt: skip

# `sent`, `received` and `opened` say nothing that the timeline calls an outcome.
WORDLESS = frozenset({"sent", "received", "opened", "posted", "mailed"})
OUTCOMES = {
    "answered-dropped": "dropped", "voicemail": "voicemail-left", "voicemail-partial": "voicemail-left",
    "voicemail-left": "voicemail-left", "voicemail-lcm": "limited-content-message", "lcm": "limited-content-message",
    "voicemail-reached-no-message": "voicemail", "voicemail-no-message": "voicemail", "voicemail-box-full": "voicemail",
    "recorded-message-reached": "voicemail", "busy-signal": "busy", "disconnected-number": "not-in-service",
    "returned-undeliverable": "returned", "undeliverable": "returned", "ring-no-answer": "no-answer",
    "answered": "conversation",
}  # fmt: skip

ROLES = {
    "consumer": "debtor", "third-party": "other", "friend": "other", "consumer-attorney": "attorney",
    "consumer-reporting-agency": "bureau", "cra": "bureau", "credit-bureau": "bureau", "parent": "parent-of-minor",
    "personal-representative": "executor", "administrator": "executor", "successor-in-interest": "successor",
    "confirmed-successor-in-interest": "successor", "neighbor": "neighbour", "coworker": "colleague",
    "roommate": "other", "housemate": "other", "landlord": "other", "stranger": "other", "third-party-unknown": "other",
    "debt-collector-attorney": "collector-attorney", "attorney-of-collector": "collector-attorney",
    "collectors-attorney": "collector-attorney", "creditors-attorney": "creditor-attorney", "consumers-attorney": "attorney",
    "attorney-of-creditor": "creditor-attorney", "attorney-for-creditor": "creditor-attorney",
    "attorney-for-consumer": "attorney", "original-creditor": "creditor", "co-signer": "guarantor", "cosigner": "guarantor",
    "parent-of-minor-consumer": "parent-of-minor", "minors-parent": "parent-of-minor", "legal-guardian": "guardian",
    "estate-representative": "executor", "executor-of-estate": "executor", "wife": "spouse", "husband": "spouse",
    "co-worker": "colleague", "family": "relative", "parent-of-adult": "relative", "sibling": "relative",
}  # fmt: skip

PURPOSES = {
    "collection": "collection", "payment-demand": "collection", "demand": "collection", "payment-request": "collection",
    "location-information": "location", "location": "location", "contact-request": "contact-request",
    "friend-request": "contact-request", "required-by-law": "legally-required", "legally-required": "legally-required",
    "settlement-offer": "collection", "reminder": "collection", "payment-reminder": "collection", "follow-up": "collection",
    "collect": "collection", "reply": "reply", "response": "reply", "opt-out-confirmation": "confirmation",
}  # fmt: skip

# The ground on which a contact may be allowed that would otherwise be barred.
GROUNDS = {
    "required-by-law": "legally-required", "legally-required": "legally-required", "applicable-law": "legally-required",
    "advise-terminating-efforts": "ending-efforts", "terminating-efforts": "ending-efforts",
    "notice-terminating-efforts": "ending-efforts", "ending-efforts": "ending-efforts",
    "notice-may-invoke-remedy": "may-invoke-remedy", "may-invoke-remedy": "may-invoke-remedy",
    "notice-may-invoke-specified-remedy": "may-invoke-remedy", "notice-ordinarily-invoked-remedies": "may-invoke-remedy",
    "notice-may-invoke-specified-remedies": "may-invoke-remedy", "notify-may-invoke-specified-remedies": "may-invoke-remedy",
    "notice-intends-specified-remedy": "intends-remedy", "notify-intends-specified-remedy": "intends-remedy",
    "intends-remedy": "intends-remedy", "early-intervention-notice": "intends-remedy",
    "written-early-intervention-notice": "intends-remedy", "active-litigation": "litigation", "litigation": "litigation",
    "consumer-information-request": "requested-information", "respond-to-information-request": "requested-information",
    "information-request": "requested-information", "requested-information": "requested-information",
    "consumer-requested-information": "requested-information", "response-to-information-request": "requested-information",
    "time-critical": "time-critical", "time-sensitive": "time-critical", "court-order": "court-permission",
    "court-permission": "court-permission", "opt-out-confirmation": "opt-out-confirmation",
    "confirm-opt-out": "opt-out-confirmation", "asked-again": "asked-again", "location-followup-requested": "asked-again",
    "service-of-process": "service-of-process",
}  # fmt: skip

PLACES = {
    "home": "home", "house": "home", "residence": "home", "work": "work", "workplace": "work", "office": "work",
    "place-of-employment": "work", "landline": "home", "mobile": "mobile", "cell": "mobile", "wireless": "mobile", "other": "other",
}  # fmt: skip

# Who can see a message on social media, of what is said of it or of the channel.
VISIBLE = {
    "social-private": "recipient", "social-public": "public", "recipient-only": "recipient", "consumer": "recipient",
    "private": "recipient", "friends": "contacts", "consumer-contacts": "contacts", "social-media-contacts": "contacts",
    "connections": "contacts", "followers": "contacts", "everyone": "public", "general-public": "public", "all": "public",
}  # fmt: skip

PROCEDURES = {
    "6(d)(4)(i)": "email-used-by-consumer", "6(d)(4)(i)(A)": "email-used-by-consumer", "6(d)(4)(i)(B)": "email-consent",
    "6(d)(4)(ii)": "email-creditor-notice", "6(d)(4)(iii)": "email-prior-collector",
    "6(d)(5)(i)": "text-used-by-consumer", "6(d)(5)(ii)": "text-consent",
}  # fmt: skip

CONSENT_TO = {
    "call-back": "calls", "callback": "calls", "call": "calls", "calls": "calls", "phone": "calls", "time": "time",
    "inconvenient-time": "time", "place": "place", "inconvenient-place": "place", "workplace": "workplace",
    "work": "workplace", "attorney": "attorney", "direct-contact": "attorney", "third-party": "third-party",
    "sms": "texts", "text": "texts", "texts": "texts", "email": "emails", "emails": "emails", "prerecorded": "prerecorded",
    "any": "any", "all": "any",
}  # fmt: skip

# What a document, or an event that is no contact, makes of a debt.
DOCUMENTS = {
    "validation-notice": "validation-notice", "verification": "verification-sent", "judgment": "verification-sent",
    "judgment-copy": "verification-sent", "copy-of-judgment": "verification-sent",
    "duplicative-dispute-notice": "verification-sent", "postdated-deposit-notice": "deposit-notice",
    "deposit-notice": "deposit-notice", "check-deposit": "check-deposit", "deposit": "check-deposit",
    "original-creditor": "original-creditor-sent", "original-creditor-info": "original-creditor-sent",
    "original-creditor-information": "original-creditor-sent", "original-creditor-response": "original-creditor-sent",
    "original-creditor-request": "original-creditor-request", "dispute": "dispute", "dispute-letter": "dispute",
    "cease-request": "cease-request", "cease-notice": "cease-request", "refusal": "refusal",
    "credit-report": "credit-report", "credit-reporting": "credit-report", "cra-report": "credit-report",
    "furnish-to-cra": "credit-report", "cra-furnishing": "credit-report", "report-to-cra": "credit-report",
    "tradeline": "credit-report", "postdated-check-deposit": "check-deposit", "postdated-deposit": "check-deposit",
    "furnish-information": "credit-report", "furnish-to-bureau": "credit-report", "reported-to-cra": "credit-report",
    "furnish": "credit-report", "furnishing": "credit-report", "suit": "suit-filed", "lawsuit": "suit-filed",
    "suit-filed": "suit-filed", "pleading": "suit-filed", "formal-pleading": "suit-filed", "payment": "payment",
    "attorney-notice": "attorney-notice", "employer-prohibits": "employer-prohibits",
}  # fmt: skip

# What is done with a debt, and reaches nobody who owes it.
NO_CONTACT = frozenset({"suit-filed", "credit-report", "check-deposit"})

# Fields of an event that the timeline calls by another name.
RENAMED = {
    "prior_obtained_properly": "prior_obtained_properly", "immediately_prior_used": "immediately_prior_used",
    "opted_out": "opted_out", "employer_address": "employer_address", "prerecorded": "prerecorded",
    "notice_date": "notice_sent", "notice_sent_on": "notice_sent", "creditor_notice_date": "notice_sent",
    "creditor_notice_sent": "notice_sent", "opt_out_by": "opt_out_by", "opt_out_deadline": "opt_out_by",
    "public_domain": "public_domain", "domain_public": "public_domain",
}  # fmt: skip
IGNORED = frozenset({"note", "notes", "opened_at", "agent", "duration", "prerecorded", "language", "duplicative"})

# What lifts the bar of an attorney; what allows to ask a third party again.
RELEASES = (
    "attorney_consents", "attorney_unresponsive", "attorney_unresponsive_since", "attorney_failed_to_respond",
    "attorney_withdrawn", "attorney_no_longer_represents",
)  # fmt: skip
ASKED_AGAIN = (
    "asked_again", "requested_again", "requested_by_third_party", "third_party_requested", "earlier_response_erroneous",
    "believed_wrong", "earlier_answer_believed_wrong", "believes_earlier_response_erroneous",
)  # fmt: skip
