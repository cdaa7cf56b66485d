"""Where mail goes out, from the settings: a server and a sender, or no mail at all."""

from dataclasses import dataclass, field
from email.headerregistry import Address
from email.utils import parseaddr
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from api.addresses import THIS_MACHINE
from api.i18n import Message, say
from api.security.installation import UnsafeInstallationError
from api.settings import Settings


class Protection(StrEnum):
    """How what is sent is protected on the way; the value is the scheme of the setting."""

    NONE = "smtp"
    STARTTLS = "starttls"
    TLS = "smtps"


_PORTS = {Protection.NONE: 25, Protection.STARTTLS: 587, Protection.TLS: 465}
_EXAMPLE = "starttls://utilisateur:motdepasse@serveur:587"


@dataclass(frozen=True, slots=True)
class MailTerms:
    """The mail server, and in whose name we write."""

    host: str
    port: int
    protection: Protection
    sender: Address
    user: str | None = None
    password: str = field(default="", repr=False)


def mail_terms(settings: Settings) -> MailTerms | None:
    """The terms; None where no mail is sent.

    Raises:
        UnsafeInstallationError: half of the settings is missing, one makes no sense, a password would travel in clear,
            or the demonstration would write to somebody.
    """
    url = settings.smtp_url.get_secret_value().strip() if settings.smtp_url else ""
    if not url:
        return None
    sender = sender_of(settings.mail_from or "")
    if sender is None:
        raise _refused(
            say("Réglez MAILLAGE_MAIL_FROM, par exemple « Maillage <maillage@exemple.fr> » : au nom de qui écrire.")
        )
    terms = _of_url(url, sender)
    here = terms.host in THIS_MACHINE
    if settings.demonstration and not here:
        raise _refused(say("La démonstration n’écrit à personne : MAILLAGE_SMTP_URL ne peut y désigner que 127.0.0.1."))
    if terms.user and terms.protection is Protection.NONE and not here:
        raise _refused(
            say("MAILLAGE_SMTP_URL ferait voyager un mot de passe en clair : écrivez starttls:// ou smtps://.")
        )
    return terms


def sender_of(text: str) -> Address | None:
    """The address in whose name one writes, with its name if it has one; None when it is none."""
    name, address = parseaddr(text)
    local, at, domain = address.rpartition("@")
    plain = text.isprintable() and address.isascii() and not any(sign.isspace() for sign in address)
    return Address(name, local, domain) if at and local and domain and plain else None


def _of_url(url: str, sender: Address) -> MailTerms:
    try:
        parts = urlsplit(url)
        protection, port = Protection(parts.scheme), parts.port
    except ValueError:
        raise _senseless() from None
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise _senseless()
    return MailTerms(
        host=parts.hostname,
        port=port or _PORTS[protection],
        protection=protection,
        sender=sender,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password or ""),
    )


def _senseless() -> UnsafeInstallationError:
    return _refused(
        say(
            "MAILLAGE_SMTP_URL ne désigne pas un serveur de courrier. Écrivez par exemple « {example} ».",
            example=_EXAMPLE,
        )
    )


def _refused(message: Message) -> UnsafeInstallationError:
    return UnsafeInstallationError(message)
