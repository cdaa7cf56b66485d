"""What messages to partners say: the service asked for, the chantier and the way in; nothing of the person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from gettext import NullTranslations
from hashlib import sha256
from types import MappingProxyType

from babel.dates import format_date
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from api.i18n import Message, say
from api.wording.reminders import clock_name
from network_data.repositories.digests import REQUESTS
from network_data.tables import MailKind


@dataclass(frozen=True, slots=True)
class About:
    """What a message may speak of. ``path``, ``code`` and ``until`` where it asks for an answer."""

    service: str
    chantier: str
    number: str
    path: str | None = None
    code: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in words: a subject, paragraphs, and a way in between them where there is one."""

    subject: str
    before: tuple[str, ...]
    action: str = ""
    link: str = ""
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    subject: Message
    body: Message
    action: Message | None = None


_HELLO = say("Bonjour,")
_NOTHING_PERSONAL = say(
    "Ce message ne dit rien de la personne. La page montre ce qu’elle a accepté de partager, et vous y répondez en une "
    "minute, sans compte."
)
_SEE = say("Voir la demande et répondre")
_UNTIL = say("Ce lien est pour votre équipe seulement, jusqu’au {day}. Ne le transférez pas en dehors.")
_CODE = say("Si le lien ne s’ouvre pas : {address}, code {code}")
_AUTOMATIC = say("Message automatique de Maillage, au nom de {chantier}. Personne ne lit cette adresse.")
_OPEN = say("Voir ce qui est à faire")
_NO_MORE = say("Vous recevez ce résumé une fois par jour ouvré. Pour l’arrêter : {address}")
_REQUESTS = say("Des demandes attendent une réponse de l’équipe de partenariat.")
_WORDS: Mapping[MailKind, _Words] = MappingProxyType(
    {
        MailKind.REQUEST: _Words(
            say("Une demande pour « {service} » (n° {number})"),
            say("Le chantier d’insertion {chantier} vous adresse une demande pour « {service} »."),
            _SEE,
        ),
        MailKind.REMINDER: _Words(
            say("Rappel : une demande pour « {service} » (n° {number})"),
            say(
                "Le chantier d’insertion {chantier} attend votre réponse à une demande pour « {service} ». "
                "Un non aide aussi."
            ),
            _SEE,
        ),
        MailKind.STILL_WAITING: _Words(
            say("Votre liste d’attente : « {service} » (n° {number})"),
            say(
                "Une demande du chantier d’insertion {chantier} est sur votre liste d’attente pour « {service} ». "
                "Où en est-elle ?"
            ),
            _SEE,
        ),
        MailKind.WITHDRAWN: _Words(
            say("Demande n° {number} : retirée"),
            say(
                "La demande n° {number} du chantier d’insertion {chantier} pour « {service} » est retirée. "
                "Vous n’avez rien à faire ; la place que vous gardiez est libre. Merci."
            ),
        ),
        MailKind.RESTORED: _Words(
            say("Demande n° {number} : maintenue"),
            say(
                "La demande n° {number} du chantier d’insertion {chantier} pour « {service} » est maintenue : "
                "elle avait été retirée par erreur."
            ),
        ),
    }
)


def letter(kind: MailKind, about: About, public_url: str, language: NullTranslations) -> Letter:
    """The message in words."""
    words, here = _WORDS[kind], public_url.rstrip("/")
    told = {"service": about.service, "chantier": about.chantier, "number": about.number}

    def said(message: Message, **values: object) -> str:
        return Message(message.text, {**told, **values}).said(language)

    subject = " ".join(said(words.subject).split())
    if about.path is None or words.action is None or about.until is None:
        return Letter(subject, (said(_HELLO), said(words.body)), after=(said(_AUTOMATIC),))
    locale = "fr" if language.gettext(_HELLO.text) == _HELLO.text else "en"
    after = (
        said(_UNTIL, day=format_date(about.until, "long", locale=locale)),
        said(_CODE, address=f"{here}/reponse", code=about.code),
        said(_AUTOMATIC),
    )
    before = (said(_HELLO), said(words.body), said(_NOTHING_PERSONAL))
    return Letter(subject, before, said(words.action), here + about.path, after)


def digest(counts: Mapping[str, int], public_url: str, language: NullTranslations) -> Letter:
    """The day's digest: how much is due by kind, and the way to it; nobody is named."""
    here, total = public_url.rstrip("/"), sum(counts.values())
    path = "/demandes" if set(counts) == {REQUESTS} else "/a-faire"
    lines = [say("{count} : {what}", count=count, what=_kind(code).said(language)) for code, count in counts.items()]
    return Letter(
        say("À faire aujourd’hui : {total}", total=total).said(language),
        (_HELLO.said(language), *(line.said(language) for line in lines)),
        _OPEN.said(language),
        here + path,
        (Message(_NO_MORE.text, {"address": f"{here}/compte"}).said(language),),
    )


def _kind(code: str) -> Message:
    return _REQUESTS if code == REQUESTS else clock_name(code)


def message(written: Letter, sender: Address, recipient: str, headers: Mapping[str, str]) -> EmailMessage:
    """The message as it travels, in plain text and in HTML; software that answers by itself is asked not to.

    ``headers``: its Message-ID and its Date, and others if there are.
    """
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = sender, recipient, written.subject
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    for name, value in headers.items():
        made[name] = value
    made.set_content(_render("letter.txt", written), cte="quoted-printable")
    made.add_alternative(_render("letter.html", written), subtype="html", cte="quoted-printable")
    # Sent again, it is the same to the last byte.
    made.set_boundary("part-" + sha256(headers["Message-ID"].encode()).hexdigest()[:32])
    return made


def _render(template: str, written: Letter) -> str:
    get: Callable[..., str] = _environment().get_template(template).render
    return get(letter=written)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("api.mail"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
