"""What is said and written: templates that are in order, and transcripts in which both sides speak."""

from __future__ import annotations

FIRST_LETTER = (
    "Harbor Point, Inc. is a debt collector. We are trying to collect a debt that you owe to Lakeside Bank, and will use any "
    "information you give us to help collect the debt: any information obtained will be used for that purpose. "
    "You have until the date in the notice to tell us that you disagree."
)
LIMITED = "This is Dana Cole calling from Harbor Point, Inc. Please contact me or Ray Moss at 800-555-0142."
GREETING = "This is Dana Cole from Harbor Point, Inc., a debt collector."


def talk(ours: str, theirs: str = "All right.") -> str:
    """A transcript of two lines."""
    return f"Agent: {GREETING} {ours}\nCustomer: {theirs}"


def plain(ours: str, theirs: str = "All right.") -> str:
    """A transcript in which the agent says no more than this."""
    return f"Agent: {ours}\nCustomer: {theirs}"


CALLS = {
    "Voicemail - Limited Content": LIMITED,
    "Voicemail - Message Left": LIMITED,
    "Talked - Debtor": talk("May we speak about the account?", "I will look at it this week."),
    "Talked - Promise to Pay": talk("Shall we agree on a plan?", "Yes, forty dollars a month from May."),
}
MESSAGES = {
    "sms": "Harbor Point, Inc., a debt collector: please call 800-555-0142. Reply STOP to stop texts to this number.",
    "email": "From Harbor Point, Inc., a debt collector. Please call 800-555-0142 or answer this e-mail. Click here to unsubscribe.",
    "letter": "This letter is from Harbor Point, Inc., a debt collector. Please call 800-555-0142 to speak about a plan.",
    "postcard": "Please call 800-555-0142.",
    "social": "I am Dana Cole of Harbor Point, Inc., a debt collector. Please write back. Reply STOP to opt out.",
}
PROCEDURES = {"sms": "text-consent", "email": "email-consent"}
