"""``maillage mail``: tries the mail server, sends what waits, reads what comes back."""

import json as json_text
import sys
from collections.abc import Mapping
from email.utils import format_datetime, make_msgid
from types import MappingProxyType

import typer

from api.cli.failures import CommandError, spoken_language
from api.cli.opening import ready_database
from api.clock import now
from api.i18n import Message, say
from api.mail.bounces import LONGEST, bounce_of
from api.mail.letters import Letter, message
from api.mail.smtp import Connection, Fate, ServerTroubleError, connected
from api.mail.terms import MailTerms, mail_terms, sender_of
from api.security.installation import check_secrets
from api.services.mailing import Mailer, note_bounce
from api.settings import Settings

_FATES: Mapping[Fate, Message] = MappingProxyType(
    {
        Fate.TAKEN: say("Messages envoyés : {count}."),
        Fate.LATER: say("À réessayer plus tard : {count}."),
        Fate.BAD_ADDRESS: say("Adresses à vérifier : {count}."),
        Fate.REFUSED: say("Messages refusés : {count}."),
    }
)
_TROUBLES: Mapping[str, Message] = MappingProxyType(
    {
        "sign-in": say("Le serveur de courrier refuse l’identifiant ou le mot de passe de MAILLAGE_SMTP_URL."),
        "sender": say("Le serveur de courrier refuse d’écrire au nom de MAILLAGE_MAIL_FROM : voyez avec qui le tient."),
        "no-tls": say("Le serveur de courrier ne sait pas STARTTLS : essayez smtps://, ou un autre port."),
        "certificate": say(
            "Le certificat du serveur de courrier n’est pas reconnu : vérifiez le nom du serveur, le port, et smtps:// "
            "ou starttls://."
        ),
        "timeout": say("Le serveur de courrier ne répond pas à temps : vérifiez son nom, le port, et le pare-feu."),
        "no-such-host": say("Le serveur de courrier n’existe pas sous ce nom : vérifiez MAILLAGE_SMTP_URL."),
        "closed": say("Rien n’écoute à ce port du serveur de courrier : vérifiez MAILLAGE_SMTP_URL."),
    }
)
_BROKEN = say("Le serveur de courrier a coupé court : vérifiez MAILLAGE_SMTP_URL, puis réessayez.")


def check_server(to: str | None) -> None:
    """Greets the server, signs in, and sends a test message if it is told where.

    Raises:
        CommandError: no server is set, or it does not serve us; why.
    """
    terms = _terms(Settings())
    if to is not None and sender_of(to) is None:
        raise CommandError(say("L’adresse donnée à --to n’en est pas une."))
    try:
        with connected(terms) as connection:
            if to is not None:
                _try(connection, terms, to)
    except ServerTroubleError as error:
        raise CommandError(_TROUBLES.get(error.kind, _BROKEN)) from error
    typer.echo(say("Le serveur de courrier répond et nous accepte.").said(spoken_language()))


def _try(connection: Connection, terms: MailTerms, to: str) -> None:
    headers = {"Message-ID": make_msgid(domain=terms.sender.domain), "Date": format_datetime(now())}
    subject = say("Essai de Maillage").said(spoken_language())
    words = say("Si vous lisez ceci, le courrier de Maillage arrive.").said(spoken_language())
    tried = message(Letter(subject, (words,)), terms.sender, to, headers)
    answer = connection.send(tried, terms.sender.addr_spec, to, "check")
    if answer.fate is not Fate.TAKEN:
        raise CommandError(say("Le serveur de courrier refuse ce message ({status}).", status=answer.status))


def send_waiting(*, json: bool) -> None:
    """Sends what waits, once.

    Raises:
        CommandError: no server is set, or it does not serve us; why.
    """
    settings = Settings()
    terms = _terms(settings)
    check_secrets(settings)
    with ready_database(settings) as engine:
        done = Mailer(engine, settings.secrets, terms, settings.public_url).run(now)
    if json:
        typer.echo(json_text.dumps({fate.value: done.fates.get(fate, 0) for fate in Fate}, indent=2))
    else:
        met = [fate for fate in Fate if done.fates.get(fate)]
        for fate in met:
            typer.echo(Message(_FATES[fate].text, {"count": done.fates[fate]}).said(spoken_language()))
        if not met and not done.trouble:
            typer.echo(say("Aucun message n’attend.").said(spoken_language()))
    if done.trouble:
        raise CommandError(_TROUBLES.get(done.trouble, _BROKEN))


def read_bounce() -> None:
    """Reads one message. What is no notice of failure is left alone: whatever delivers mail here must not fail."""
    settings = Settings()
    check_secrets(settings)
    bounce = bounce_of(sys.stdin.buffer.read(LONGEST))
    with ready_database(settings) as engine:
        noted = bounce is not None and note_bounce(engine, settings.secrets, bounce, now())
    told = say("L’adresse est à vérifier.") if noted else say("Aucun de nos messages n’est revenu par là.")
    typer.echo(told.said(spoken_language()))


def _terms(settings: Settings) -> MailTerms:
    terms = mail_terms(settings)
    if terms is None:
        raise CommandError(say("Aucun courrier n’est réglé : donnez MAILLAGE_SMTP_URL et MAILLAGE_MAIL_FROM."))
    return terms
