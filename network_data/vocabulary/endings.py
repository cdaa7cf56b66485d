"""Who ended a request made to a partner."""

from enum import StrEnum


class EndedBy(StrEnum):
    """Who, or what, ended a request.

    Only what a partner does says something of the partner: a person's refusal, an absence, and the withdrawal of
    whoever asked are told apart so that they never count.
    """

    PARTNER = "partner"
    PERSON = "person"
    ABSENCE = "absence"
    REFERRER = "referrer"
