"""Hands messages to the mail server, and says what it answered: taken, later, never, or this address does not work."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from re import compile as pattern
from threading import Timer

from api.mail.terms import MailTerms, Protection

SECONDS = 30.0
"""For how long one answer of the server is waited for (RFC 5321, 4.5.3.2, would wait for minutes)."""
LONGEST = 180.0
"""For how long one message may take in all; less than others leave it alone for."""
_ENHANCED = pattern(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_BAD_ADDRESS = "5.1."
_PERMANENT = 500


class Fate(StrEnum):
    """What became of a message that was handed over."""

    TAKEN = "taken"
    LATER = "later"
    """Not now: it may be tried again."""
    BAD_ADDRESS = "bad-address"
    """Never, to this address."""
    REFUSED = "refused"
    """Never, as it is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said: the fate of a message, and its code (5.1.1, or 550 from a server that gives no more)."""

    fate: Fate
    status: str = ""


class ServerTroubleError(Exception):
    """The server does not serve us at all: every message waits. ``kind`` says why, by a code."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Connection:
    """An open connection to the mail server."""

    def __init__(self, server: smtplib.SMTP) -> None:
        self._server = server

    def send(self, message: EmailMessage, sender: str, recipient: str, envelope_id: str) -> Answer:
        """Hands over one message.

        Raises:
            ServerTroubleError: the connection broke, or the server wants nothing from us. Should it break after the
                whole message has gone, nobody knows whether it was taken: it is sent again under its Message-ID.
        """
        options = [f"ENVID={envelope_id}", "RET=HDRS"] if self._server.has_extn("dsn") else []
        with self._within(LONGEST):
            try:
                self._server.send_message(message, sender, [recipient], mail_options=options)
            except smtplib.SMTPRecipientsRefused as error:
                return _of_address(*error.recipients[recipient])
            except smtplib.SMTPDataError as error:
                return _of_message(error.smtp_code, error.smtp_error)
            except (smtplib.SMTPException, OSError) as error:
                raise ServerTroubleError(_kind(error)) from error
        return Answer(Fate.TAKEN)

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """Breaks the connection of a server that answers by drops: nobody waits longer than was promised to others."""
        breaking = Timer(seconds, self._break)
        breaking.daemon = True
        breaking.start()
        try:
            yield
        finally:
            breaking.cancel()

    def _break(self) -> None:
        with suppress(OSError):
            if self._server.sock:
                self._server.sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def connected(terms: MailTerms) -> Iterator[Connection]:
    """A connection to the server, greeted, protected and signed in as the terms say.

    Raises:
        ServerTroubleError: it cannot be reached, or wants nothing from us.
    """
    try:
        server = _opened(terms)
    except (smtplib.SMTPException, OSError) as error:
        raise ServerTroubleError(_kind(error)) from error
    try:
        yield Connection(server)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


def _opened(terms: MailTerms) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if terms.protection is Protection.TLS:
        server: smtplib.SMTP = smtplib.SMTP_SSL(terms.host, terms.port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(terms.host, terms.port, timeout=SECONDS)
    try:
        if terms.protection is Protection.STARTTLS:
            server.starttls(context=context)
        if terms.user:
            server.login(terms.user, terms.password)
        server.ehlo_or_helo_if_needed()
    except BaseException:
        server.close()
        raise
    return server


def _kind(error: Exception) -> str:
    """A code for what went wrong, which tells nothing of whom it was about."""
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (smtplib.SMTPAuthenticationError, "sign-in"),
        (smtplib.SMTPSenderRefused, "sender"),
        (smtplib.SMTPNotSupportedError, "no-tls"),
        (ssl.SSLError, "certificate"),
        (TimeoutError, "timeout"),
        (socket.gaierror, "no-such-host"),
        (ConnectionRefusedError, "closed"),
    )
    return next((code for kind, code in kinds if isinstance(error, kind)), "broken")


def _of_address(code: int, text: bytes | str) -> Answer:
    status = _status(code, text)
    return Answer(Fate.BAD_ADDRESS if code >= _PERMANENT else Fate.LATER, status)


def _of_message(code: int, text: bytes | str) -> Answer:
    status = _status(code, text)
    if code < _PERMANENT:
        return Answer(Fate.LATER, status)
    return Answer(Fate.BAD_ADDRESS if status.startswith(_BAD_ADDRESS) else Fate.REFUSED, status)


def _status(code: int, text: bytes | str) -> str:
    """The enhanced status (RFC 3463) where the server gives one, else its three digits."""
    found = _ENHANCED.search(text.decode(errors="replace") if isinstance(text, bytes) else text)
    return found.group() if found else str(code)
