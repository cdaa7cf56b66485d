"""Tells people of what changed in how their account is entered, by them or by others, as the trail has it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from fastapi import Request
from sqlmodel import Session

from api.i18n import N_
from api.security.sessions import SignedIn
from network_data.database import transaction
from network_data.repositories.accounts import AccountRepository
from network_data.repositories.own_trail import entries_about_account

OWN: Mapping[str, str] = MappingProxyType(
    {
        "password.set": N_("votre mot de passe a été changé"),
        "second-factor.set": N_("un code de téléphone a été activé pour votre compte"),
        "second-factor.remove": N_("votre code de téléphone a été retiré"),
        "provider.link": N_(
            "votre compte a été relié à un fournisseur d’identité (un autre mot de passe ne le sépare pas : "
            "« Ne plus l’utiliser », en bas de « Mon compte »)"
        ),
        "provider.unlink": N_("votre compte a été séparé du fournisseur d’identité"),
        "key.create": N_("une clé de logiciel a été donnée en votre nom"),
        "sign-in-failed": N_("quelqu’un a essayé sans succès de se connecter avec votre identifiant"),
    }
)
"""What is done in one's own name, by oneself or by someone in one's place."""
BY_OTHERS: Mapping[str, str] = MappingProxyType(
    {
        "second-factor.revoke": N_("votre code de téléphone a été retiré par l’administration"),
        "account.invite": N_("l’administration a créé un lien pour choisir votre mot de passe"),
        "account.reopen": N_("votre compte a été rouvert par l’administration"),
        "session.end": N_("vos sessions ont été fermées par l’administration"),
    }
)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that happened one day to the account, ``times`` over."""

    day: date
    words: str
    times: int


def notices_since_last_visit(session: Session, own: SignedIn, now: datetime) -> list[Notice]:
    """What happened since the visit before this one; nothing on a first visit."""
    since = AccountRepository(session, now).start_of_visit_before(own.session_id)
    return _notices(session, own.asker.id, since) if since is not None else []


def notices_since(request: Request, own: SignedIn, since: datetime) -> list[Notice]:
    """What happened from ``since`` on."""
    with transaction(request.app.state.engine) as session:
        return _notices(session, own.asker.id, since)


def _notices(session: Session, account_id: str, since: datetime) -> list[Notice]:
    """By day, those of one day and kind together."""
    found = entries_about_account(session, account_id, since, OWN, BY_OTHERS)
    counted = Counter((each.at.date(), each.action, each.actor == account_id) for each in found)
    return [Notice(day, (OWN if own else BY_OTHERS)[action], times) for (day, action, own), times in counted.items()]
