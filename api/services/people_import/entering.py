"""Enters the people of a file: checks chantiers, advisors and communes, then all of them or nobody."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from api.services.communes import Communes, UnknownCommuneError
from api.services.entering import Entering
from api.services.people_import.reading import Fault, PersonRow, ReadFile
from network_data.asker import Asker, Position, Role
from network_data.repositories import NetworkRepository
from network_data.repositories.accounts import AccountRepository
from network_data.repositories.grants import GrantRepository
from network_data.repositories.identities import Identity, IdentityRepository
from network_data.repositories.person_edit import NeedEntry, Situation
from network_data.repositories.person_entry import PersonEntryRepository
from network_data.sealing import derive_key
from network_data.tables import NeedState
from network_data.vocabulary import PAPERS

PURPOSE = "people-import"
"""What the references of a chantier are turned into digests for: they may name somebody."""
ASSESSOR = "reprise du dossier"


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a file is entered into, for ``asker`` at ``now``; ``secrets``: the installation's, the first in use."""

    asker: Asker
    entry: PersonEntryRepository
    identities: IdentityRepository
    grants: GrantRepository
    accounts: AccountRepository
    network: NetworkRepository
    now: datetime
    secrets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a file: how many people it tells of, who were entered, how many had been before.

    Nobody was entered where there are ``faults``.
    """

    read: int
    people: tuple[str, ...]
    known: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Checked:
    """A row with the places and the account that it names."""

    row: PersonRow
    chantier_id: str
    account_id: str
    insee_code: str | None
    entries: tuple[str, ...]
    """What stands for their reference, under the key in use and the former ones."""


class PeopleImport:
    """Enters files of people; the caller's transaction makes it all or nothing."""

    def __init__(self, ledger: Ledger, today: date) -> None:
        self._ledger = ledger
        self._today = today
        self._keys = [derive_key(secret, PURPOSE) for secret in ledger.secrets]

    def run(self, file: ReadFile, *, keep: bool) -> Entered:
        """Enters the people of a file who are not there yet; only says what it would do unless ``keep``.

        Someone who was entered under the same reference before is left as they are.
        """
        checked, faults = self._checked(file.rows)
        faults = sorted([*file.faults, *faults], key=lambda fault: (fault.row, fault.column))
        new = [each for each in checked if not any(map(self._ledger.entry.entered_by, each.entries))]
        known = len(checked) - len(new)
        if faults or not keep:
            return Entered(len(file.rows), (), known, tuple(faults))
        return Entered(len(file.rows), tuple(self._enter(each) for each in new), known, ())

    def _checked(self, rows: Sequence[PersonRow]) -> tuple[list[_Checked], list[Fault]]:
        chantiers = {each.id: each for each in self._ledger.network.chantiers()}
        named = {each.name.casefold(): each.id for each in chantiers.values()}
        communes = Communes.of(self._ledger.network.communes())
        checked: list[_Checked] = []
        faults: list[Fault] = []
        for row in rows:
            chantier = chantiers.get(row.chantier) or chantiers.get(named.get(row.chantier.casefold(), ""))
            if chantier is None or chantier.closed_on is not None or not self._ledger.entry.may_enter(chantier.id):
                faults.append(Fault(row.number, "chantier", "ce chantier n’existe pas, ou n’est pas le vôtre"))
                continue
            account = self._advisor(row.conseiller, chantier.id)
            if account is None:
                told = "cet identifiant n’est pas celui d’un conseiller du chantier"
                faults.append(Fault(row.number, "conseiller", told))
            commune, wrong = _commune(communes, row)
            faults += wrong
            if account is not None and not wrong:
                checked.append(_Checked(row, chantier.id, account, commune, self._tokens(chantier.id, row.reference)))
        return checked, faults

    def _advisor(self, login: str, chantier_id: str) -> str | None:
        account = self._ledger.accounts.by_login(login)
        if account is None or Position(Role.ADVISOR, chantier=chantier_id) not in self._ledger.accounts.positions(
            account.id
        ):
            return None
        # Whoever enters people by a page accompanies them: giving them away is another step.
        mine = self._ledger.asker.holds(Role.LOCAL) or account.id == self._ledger.asker.id
        return account.id if mine else None

    def _tokens(self, chantier_id: str, reference: str) -> tuple[str, ...]:
        """What stands for a reference: the same each time, and nobody reads it back without a secret."""
        told = f"{chantier_id}\n{reference}".encode()
        return tuple(hmac.new(key, told, sha256).hexdigest() for key in self._keys)

    def _enter(self, checked: _Checked) -> str:
        ledger, row = self._ledger, checked.row
        entering = Entering(ledger.asker, ledger.entry, ledger.grants, ledger.now, for_account=checked.account_id)
        person_id = entering.enter(checked.chantier_id, checked.entries[0], row.arrivee)
        edit = ledger.entry.edit(person_id)
        assert edit is not None, "whoever enters somebody may write about them"
        edit.write_situation(
            Situation(
                birth_year=row.naissance,
                insee_code=checked.insee_code,
                languages=row.langues,
                papers_known=row.papiers_complets,
                papers={code: row.papiers[code] for code in PAPERS if code in row.papiers},
                has_phone=True if row.telephone else None,
            )
        )
        if row.adresse_secrete:
            edit.keep_address_secret(True)
        edit.write_needs(list(_needs(row, self._today)))
        if row.prenom or row.nom or row.telephone or row.mail:
            ledger.identities.write(person_id, Identity(row.prenom, row.nom, row.telephone, row.mail))
        return person_id


def _needs(row: PersonRow, today: date) -> Iterable[NeedEntry]:
    for each in row.freins:
        assessed_on = row.evalue_le or today
        yield NeedEntry(each.code, each.severity, each.priority, NeedState.OPEN, assessed_on, ASSESSOR)


def _commune(communes: Communes, row: PersonRow) -> tuple[str | None, list[Fault]]:
    if row.commune is None:
        return None, []
    try:
        return communes.find(row.commune), []
    except UnknownCommuneError:
        told = "cette commune n’est pas connue du réseau : écrivez son code INSEE"
        return None, [Fault(row.number, "commune", told)]
