"""A real SMTP server on this machine, which answers as a test tells it to, and keeps what it takes."""

from asyncio import Server
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from api.mail.terms import MailTerms, Protection

TAKEN = "250 OK"


@dataclass
class Postbox:
    """What the server answers to recipients and to messages, and the messages it took.

    ``to_address`` and ``to_message``: its words, by default "taken".
    """

    to_address: Callable[[str], str] = lambda _: TAKEN
    to_message: Callable[[EmailMessage], str] = lambda _: TAKEN
    taken: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str | None, list[str], list[str]]] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - the server calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.to_address(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - idem
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=default)
        answer = self.to_message(message)
        if answer.startswith("250"):
            self.taken.append(message)
            self.envelopes.append((envelope.mail_from, envelope.rcpt_tos, envelope.mail_options))
        return answer

    @property
    def terms(self) -> MailTerms:
        """How to reach it."""
        sender = Address("Maillage", "maillage", "example.org")
        return MailTerms("127.0.0.1", self.port, Protection.NONE, sender)

    @property
    def ids(self) -> list[str]:
        """The Message-IDs it took, in order."""
        return [str(message["Message-ID"]) for message in self.taken]


class _OnAnyPort(Controller):
    """Listens where the system lets it."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # the library's own types stop there


@contextmanager
def postbox(
    to_address: Callable[[str], str] = lambda _: TAKEN, to_message: Callable[[EmailMessage], str] = lambda _: TAKEN
) -> Iterator[Postbox]:
    """A server that listens until the end of the block."""
    box = Postbox(to_address, to_message)
    controller = _OnAnyPort(box, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        box.port = controller.port
        yield box
    finally:
        controller.stop(no_assert=True)


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    """What a message says."""
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())
