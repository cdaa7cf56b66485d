"""Opens, renames and closes the places where the programme runs: territories and their chantiers."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from api.errors import NotFoundError
from api.i18n import Message, say
from api.services.keys import Keys
from api.services.remit import Remit, remit_of
from matching.text import fold
from network_data.asker import Asker
from network_data.repositories import NetworkRepository
from network_data.repositories.keys import KeyRepository
from network_data.tables import Chantier, Territory
from network_data.trail import Event, Recorder

LONGEST_NAME = 100
LONGEST_CODE = 40
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DEPARTMENT = re.compile(r"\d{2,3}|2[AB]")


class RefusedPlaceError(Exception):
    """What was asked of a place cannot be done; ``message`` says what to correct."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


@dataclass(frozen=True, slots=True)
class Places:
    """What ``asker`` does to places at ``now``, within one transaction opened to write."""

    asker: Asker
    session: Session
    now: datetime
    trail: Recorder

    def territories(self) -> list[Territory]:
        """Those that the asker administers."""
        return [each for each in self._network.territories() if self.remit.covers_territory(each)]

    def chantiers(self) -> list[Chantier]:
        """Those that the asker administers, the closed ones too."""
        return [each for each in self._network.chantiers() if self.remit.covers_chantier(each)]

    def add_territory(self, name: str, departments: str = "", code: str = "") -> Territory:
        """A new territory; ``departments`` are codes such as "75, 2A". ``code`` is drawn from the name unless given.

        Raises:
            RefusedPlaceError: whoever asks administers only part of the installation, or something does not fit.
        """
        if not self.remit.everywhere:
            raise RefusedPlaceError(say("Un territoire est ouvert par qui administre toute l’installation."))
        named = _name(name)
        slug = _code(code or named)
        if self._network.territory(slug) is not None:
            raise RefusedPlaceError(say("Ce code est déjà celui d’un territoire : choisissez-en un autre."))
        known = self._network.territories()
        # Beside fictitious territories a new one is fictitious too: the demonstration never shows a real one.
        fictitious = bool(known) and all(each.is_demonstration for each in known)
        territory = Territory(slug=slug, name=named, departments=_departments(departments), is_demonstration=fictitious)
        self.session.add(territory)
        self.session.flush()
        self._record("territory.add", territory=slug)
        return territory

    def add_chantier(self, name: str, territory: str, activity: str = "", code: str = "") -> Chantier:
        """A new chantier of a territory.

        Raises:
            RefusedPlaceError: the territory is not one of theirs, or something does not fit.
        """
        named = _name(name)
        if territory not in {each.slug for each in self.territories()}:
            raise RefusedPlaceError(say("Choisissez un territoire de la liste."))
        chantier_id = _code(code or named)
        if self._network.chantier(chantier_id) is not None:
            raise RefusedPlaceError(say("Ce code est déjà celui d’un chantier : choisissez-en un autre."))
        chantier = Chantier(id=chantier_id, territory_slug=territory, name=named, activity=_activity(activity))
        self.session.add(chantier)
        self.session.flush()
        self._record("chantier.add", chantier=chantier_id, territory=territory)
        return chantier

    def rename_territory(self, slug: str, name: str) -> None:
        """Gives a territory another name; its code stays.

        Raises:
            NotFoundError: there is none, or it is another administrator's.
            RefusedPlaceError: the name does not fit.
        """
        found = [each for each in self.territories() if each.slug == slug]
        if not found:
            raise NotFoundError(say("Ce territoire n’existe pas, ou n’est pas de ceux que vous administrez."))
        found[0].name = _name(name)
        self._record("territory.rename", territory=slug)

    def rename_chantier(self, chantier_id: str, name: str, activity: str | None = None) -> None:
        """Gives a chantier another name and, unless it is None, another activity; its code stays.

        Raises:
            NotFoundError: there is none, or it is another administrator's.
            RefusedPlaceError: the name does not fit.
        """
        chantier = self.chantier(chantier_id)
        told = (_name(name), chantier.activity if activity is None else _activity(activity))
        chantier.name, chantier.activity = told
        self._record("chantier.rename", chantier=chantier_id)

    def close_chantier(self, chantier_id: str) -> None:
        """Closes a chantier: no new role, key or person there, its keys revoked; whoever accompanies still does.

        Raises:
            NotFoundError: there is none, or it is another administrator's.
        """
        chantier = self.chantier(chantier_id)
        if chantier.closed_on is not None:
            return
        chantier.closed_on = self.now.date()
        self._record("chantier.close", chantier=chantier_id)
        keys = Keys(self.asker, self.session, self.trail, self.now)
        for key in KeyRepository(self.asker, self.session).open_of(chantier_id):
            keys.revoke(key.id)

    def reopen_chantier(self, chantier_id: str) -> None:
        """Opens a chantier again; its keys stay revoked.

        Raises:
            NotFoundError: there is none, or it is another administrator's.
        """
        chantier = self.chantier(chantier_id)
        if chantier.closed_on is not None:
            chantier.closed_on = None
            self._record("chantier.reopen", chantier=chantier_id)

    def chantier(self, chantier_id: str) -> Chantier:
        """One of those that the asker administers.

        Raises:
            NotFoundError: there is none, or it is another administrator's.
        """
        found = self._network.chantier(chantier_id)
        if found is None or not self.remit.covers_chantier(found):
            raise NotFoundError(say("Ce chantier n’existe pas, ou n’est pas de ceux que vous administrez."))
        return found

    @property
    def remit(self) -> Remit:
        """What the asker administers."""
        return remit_of(self.asker, self._network)

    @property
    def _network(self) -> NetworkRepository:
        return NetworkRepository(self.session)

    def _record(self, action: str, **details: str) -> None:
        self.trail.record(Event(self.asker.id, action, address=self.asker.address, details=details), self.now)


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name or len(name) > LONGEST_NAME:
        raise RefusedPlaceError(say("Donnez un nom de 100 caractères au plus."))
    return name


def _activity(typed: str) -> str:
    activity = " ".join(typed.split())
    if len(activity) > LONGEST_NAME:
        raise RefusedPlaceError(say("Décrivez l’activité en 100 caractères au plus."))
    return activity


def _code(typed: str) -> str:
    """A code from a name, or as it was typed: small letters, figures and hyphens."""
    code = re.sub(r"[^a-z0-9]+", "-", fold(typed)).strip("-")[:LONGEST_CODE].strip("-")
    if not _CODE.fullmatch(code):
        raise RefusedPlaceError(say("Donnez un code fait de lettres sans accents, de chiffres et de tirets."))
    return code


def _departments(typed: str) -> list[str]:
    codes = typed.upper().replace(",", " ").split()
    if not all(_DEPARTMENT.fullmatch(code) for code in codes):
        raise RefusedPlaceError(say("Écrivez les départements par leur numéro, par exemple « 75, 93 »."))
    return list(dict.fromkeys(codes))
