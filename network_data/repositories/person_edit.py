"""Changes what is known of one person; only ``person_entry`` gives it, to whoever accompanies them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, delete, select

from network_data.repositories.paper_shelf import Author, PaperShelf
from network_data.repositories.plan_edit import PlanEdit
from network_data.tables import Need, NeedState, Person, Referent, SharedPlacesOfPerson, StoredResult
from network_data.vocabulary import PAPERS


@dataclass(frozen=True, slots=True)
class NeedEntry:
    """A barrier as it was assessed on a day, by whom (a function, not a name)."""

    barrier: str
    severity: int
    priority: bool
    state: NeedState
    assessed_on: date
    assessor: str


@dataclass(frozen=True, slots=True)
class ReferentEntry:
    """Who follows a person on a barrier (None: on all of them), and from when to when."""

    barrier: str | None
    organisation: str
    function: str = ""
    partner_id: str | None = None
    since: date | None = None
    until: date | None = None
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """What a service must suit; None is unknown. ``papers``: those held, each with its end if it is known."""

    birth_year: int | None = None
    insee_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    publics: Mapping[str, bool] | None = None
    languages: Sequence[str] | None = None
    papers_known: bool = False
    papers: Mapping[str, date | None] | None = None
    needs_women_only: bool | None = None
    step_free_access: bool | None = None
    max_distance_km: float | None = None
    remote_ok: bool | None = None
    has_phone: bool | None = None
    can_pay: bool | None = None
    reads: bool | None = None
    with_animal: bool | None = None
    secular_only: bool | None = None
    available: Sequence[str] | None = None
    known_partners: Sequence[str] = ()
    excluded_partners: Sequence[str] = ()
    avoided_places: Sequence[str] = ()
    requested_papers: Sequence[str] = ()

    def columns(self) -> dict[str, Any]:
        """What the person's own row holds of it, but for the papers."""
        names = (
            "birth_year",
            "insee_code",
            "latitude",
            "longitude",
            "papers_known",
            "needs_women_only",
            "step_free_access",
            "max_distance_km",
            "remote_ok",
            "has_phone",
            "can_pay",
            "reads",
            "with_animal",
            "secular_only",
        )
        listed = {
            "publics": dict(self.publics or {}),
            "languages": None if self.languages is None else list(self.languages),
            "available": None if self.available is None else list(self.available),
            "known_partners": list(self.known_partners),
            "excluded_partners": list(self.excluded_partners),
            "avoided_places": list(self.avoided_places),
        }
        return {name: getattr(self, name) for name in names} | listed


class PersonEdit:
    """One person's file, open to change; each change leaves a trace first."""

    def __init__(
        self,
        person_id: str,
        session: Session,
        leave_trace: Callable[[str, str], None],
        plan: PlanEdit,
        author: Author,
    ) -> None:
        self._plan = plan
        self._author = author
        self._id = person_id
        self._session = session
        self._leave_trace = leave_trace

    def needs(self) -> Sequence[Need]:
        """Every need ever assessed, lifted ones too, in the order they were recorded."""
        return self._session.exec(select(Need).where(Need.person_id == self._id).order_by(col(Need.id))).all()

    def write_needs(self, entries: Sequence[NeedEntry], withdrawn: Sequence[str] = ()) -> None:
        """Writes needs as assessed; those ``withdrawn`` were noted by mistake and go, with what was made of them."""
        self._leave_trace("need.write", self._id)
        known = {need.barrier: need for need in self.needs()}
        for entry in entries:
            need = known.get(entry.barrier) or Need(
                person_id=self._id, barrier=entry.barrier, assessed_on=entry.assessed_on
            )
            need.severity, need.priority, need.state = entry.severity, entry.priority, entry.state
            need.assessed_on, need.assessor = entry.assessed_on, entry.assessor
            self._session.add(need)
        if withdrawn:
            self._plan.without(withdrawn)
        for barrier in withdrawn:
            self._session.delete(known[barrier])
            self._session.exec(
                delete(Referent).where(col(Referent.person_id) == self._id, col(Referent.barrier) == barrier)
            )
        if withdrawn:
            # What was computed from a mistake would keep it.
            self._session.exec(delete(StoredResult).where(col(StoredResult.person_id) == self._id))
            self._session.exec(delete(SharedPlacesOfPerson).where(col(SharedPlacesOfPerson.person_id) == self._id))
        self._session.flush()

    def write_situation(self, situation: Situation) -> None:
        """Replaces what is known of the situation; what that changes of the papers is kept as of today."""
        self._leave_trace("person.write", self._id)
        person = self._person()
        shelf = PaperShelf(self._session, person, self._author)
        shelf.settle(situation.papers or {}, situation.requested_papers, self._author.at.date(), PAPERS)
        person.sqlmodel_update(situation.columns())
        self._session.flush()

    def keep_address_secret(self, secret: bool) -> None:
        """Says whether the address may be known beyond those who accompany the person."""
        self._leave_trace("person.write", self._id)
        self._person().secret_address = secret
        self._session.flush()

    def referents(self) -> Sequence[Referent]:
        """Every référent, past ones too, in the order they were recorded."""
        query = select(Referent).where(Referent.person_id == self._id)
        return self._session.exec(query.order_by(col(Referent.id))).all()

    def write_referent(self, entry: ReferentEntry, referent_id: int | None = None) -> None:
        """Adds a référent, or corrects one of the person's.

        Raises:
            LookupError: the person has no such référent.
        """
        found = {referent.id: referent for referent in self.referents()}
        if referent_id is not None and referent_id not in found:
            raise LookupError(referent_id)
        self._leave_trace("referent.write", self._id)
        referent = found[referent_id] if referent_id is not None else Referent(person_id=self._id, organisation="")
        referent.sqlmodel_update(asdict(entry))
        self._session.add(referent)
        self._session.flush()

    def hand_over(self, referent_id: int, entry: ReferentEntry, last_day: date) -> None:
        """Has someone else take over from a référent, whose own last day is ``last_day``.

        Raises:
            LookupError: the person has no such référent.
        """
        former = next((one for one in self.referents() if one.id == referent_id), None)
        if former is None:
            raise LookupError(referent_id)
        self._leave_trace("referent.write", self._id)
        former.until = last_day
        self._session.add(former)
        self._session.add(
            Referent(person_id=self._id, succeeds_id=former.id, **asdict(replace(entry, barrier=former.barrier)))
        )
        self._session.flush()

    def leave(self, on: date) -> None:
        """The person leaves their chantier: listed no more, still there."""
        self._leave_trace("person.leave", self._id)
        self._person().left_on = on
        self._session.flush()

    def come_back(self) -> None:
        """The person works at their chantier again."""
        self._leave_trace("person.return", self._id)
        self._person().left_on = None
        self._session.flush()

    def _person(self) -> Person:
        return self._session.get_one(Person, self._id)
