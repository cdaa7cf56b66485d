"""Reads the notices by which mail servers say that a message did not arrive (RFC 3464)."""

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from re import compile as pattern

LONGEST = 5_000_000
"""Bytes; a notice may bring the whole message back."""
_STATUS = pattern(r"^[245]\.\d{1,3}\.\d{1,3}$")
_UNSAID = "5.0.0"


@dataclass(frozen=True, slots=True)
class Bounce:
    """That a message failed for good: which one, by its own id or by that of its envelope, and the server's code."""

    status: str
    message_id: str | None
    envelope_id: str | None


def bounce_of(raw: bytes) -> Bounce | None:
    """What a message says failed; None when it says nothing of the kind: a reply, a delay, or no notice at all."""
    received = message_from_bytes(raw[:LONGEST], policy=default)
    report = next((part for part in received.walk() if part.get_content_type() == "message/delivery-status"), None)
    if report is None:
        return None
    groups = [part for part in report.walk() if part is not report and not part.is_multipart()]
    failed = [group for group in groups if _said(group, "Action").lower() == "failed"]
    if not failed:
        return None
    status = _said(failed[0], "Status").split(" ")[0]
    return Bounce(
        status=status if _STATUS.match(status) else _UNSAID,
        message_id=_returned_id(received),
        envelope_id=next((_said(group, "Original-Envelope-Id") for group in groups), "") or None,
    )


def _returned_id(received: EmailMessage | Message) -> str | None:
    """The Message-ID of the message that came back, whole or by its headers."""
    for part in received.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            return _said(inner, "Message-ID") or None if isinstance(inner, Message) else None
        if part.get_content_type() == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            headers = message_from_bytes(text if isinstance(text, bytes) else b"", policy=default)
            return _said(headers, "Message-ID") or None
    return None


def _said(part: object, name: str) -> str:
    value = part.get(name) if isinstance(part, Message) else None
    return str(value).strip() if value else ""
