"""People every word of whom carries a mark of its own, and which marks the document lets each asker read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st
from sqlmodel import SQLModel

from api.settings import DEMONSTRATION_SECRET
from network_data.asker import Role
from network_data.repositories.follow_notes import NOTE_WORDS
from network_data.repositories.meetings import MEETING_WORDS
from network_data.repositories.points import PURPOSE as POINT_WORDS
from network_data.repositories.steps import PURPOSE as STEP_WORDS
from network_data.sealing import Sealer
from network_data.tables import (
    Audience,
    ConcertedPoint,
    FollowMeeting,
    FollowNote,
    FollowStep,
    Grant,
    GrantKind,
    MeetingPerson,
    Need,
    Partner,
    Person,
    PersonIdentity,
    Referent,
    Service,
    SocialNote,
    StepBy,
    StepKind,
)
from network_data.vocabulary import BARRIERS
from tests.access.world import CHANTIERS, HERE, KEY, NOW, TODAY

THEMATIQUES = MappingProxyType(
    {
        "acces-logement": "logement-hebergement--louer-un-logement",
        "gestion-budget": "difficultes-financieres--ameliorer-sa-gestion-budgetaire",
        "alimentation": "equipement-et-alimentation--alimentation",
        "addictions": "sante--addictions",
        "sante-mentale": "sante--sante-mentale",
        "violences-conflit": "famille--surmonter-conflits-separation-violence",
    }
)
"""The barriers that people here may carry, each answered by one partner, whose name is a mark."""
IDENTITY = ("first_name", "last_name", "phone", "email", "address")
FREE_WORDS = ("step", "stepby")
POINT_MARKS = ("said", "goal")
NOTES = tuple(f"note{audience}" for audience in Audience if audience is not Audience.AUTHOR)
ASKERS = (
    Role.ADVISOR,
    "colleague",
    Role.OFFICER,
    Role.COORDINATOR,
    Role.DIRECTION,
    Role.ADMINISTRATOR,
    Role.AUDITOR,
    KEY,
)
_COLUMNS = MappingProxyType(
    {
        GrantKind.ACCOMPANIES: "accompanies",
        GrantKind.STANDS_IN: "stands in",
        GrantKind.HANDS_OVER: "hands over",
        GrantKind.OPENED: "opened",
    }
)


@dataclass(frozen=True)
class Planted:
    """Someone accompanied, and what was granted to whom about them."""

    number: int
    chantier: str
    barriers: tuple[str, ...]
    secret_address: bool
    grants: tuple["Granted", ...]

    @property
    def id(self) -> str:
        """The pseudonym, a mark too."""
        return f"P-zq{self.number}pseudoqz"

    def mark(self, what: str) -> str:
        """The mark that stands in ``what`` of this person."""
        return f"zq{self.number}{what.replace('_', '')}qz"

    def records(self, sealer: Sealer) -> Iterator[SQLModel]:
        """Everything stored of them, the person first."""
        partners = [f"partner-{barrier}" for barrier in self.barriers]
        yield Person(id=self.id, chantier_id=self.chantier, secret_address=self.secret_address, known_partners=partners)
        for barrier in self.barriers:
            yield Need(person_id=self.id, barrier=barrier, assessed_on=TODAY, assessor=self.mark(f"assessor{barrier}"))
            yield Referent(person_id=self.id, barrier=barrier, organisation=self.mark(f"referent{barrier}"))
        yield Referent(person_id=self.id, organisation=self.mark("referent"), function=self.mark("function"))
        yield from self._steps()
        yield from self._points()
        yield from self._notes()
        said = Sealer([DEMONSTRATION_SECRET], MEETING_WORDS).seal({"words": self.mark("meeting")})
        yield MeetingPerson(meeting_id="meeting", person_id=self.id, words_sealed=said, added_by="nobody")
        known: Mapping[str, str | None] = {what: self.mark(what) for what in IDENTITY}
        yield PersonIdentity(person_id=self.id, sealed=sealer.seal(known))
        yield from (granted.record(self.id) for granted in self.grants)

    def _steps(self) -> Iterator[SQLModel]:
        """A step for each barrier and one for the whole, their words a mark."""
        sealer = Sealer([DEMONSTRATION_SECRET], STEP_WORDS)
        for barrier in (None, *self.barriers):
            yield FollowStep(
                id=f"step-{self.number}-{barrier}",
                person_id=self.id,
                barrier=barrier,
                kind=StepKind.CALL,
                by=StepBy.OTHER,
                words_sealed=sealer.seal({"what": self.mark("step"), "who": self.mark("stepby")}),
                made_by="nobody",
                made_at=NOW,
            )

    def _points(self) -> Iterator[SQLModel]:
        """What they said and aim at, and the note written for them, each a mark."""
        sealer = Sealer([DEMONSTRATION_SECRET], POINT_WORDS)
        goals = {f"barrier-{number}": barrier for number, barrier in enumerate(self.barriers[:2], start=1)}
        goals |= {f"goal-{number}": self.mark("goal") for number in (1, 2)}
        sealed = sealer.seal({"said": self.mark("said"), **goals})
        author: dict[str, Any] = {"written_by": "nobody", "written_at": NOW}
        yield ConcertedPoint(id=f"point-{self.number}", person_id=self.id, on=TODAY, words_sealed=sealed, **author)
        yield SocialNote(person_id=self.id, text_sealed=sealer.seal({"text": self.mark("note")}), **author)

    def _notes(self) -> Iterator[SQLModel]:
        """A note for each audience; the one for its author alone is nobody's here."""
        sealer = Sealer([DEMONSTRATION_SECRET], NOTE_WORDS)
        for audience in Audience:
            yield FollowNote(
                id=f"note-{self.number}-{audience}",
                person_id=self.id,
                audience=audience,
                words_sealed=sealer.seal({"words": self.mark(f"note{audience}")}),
                written_by="nobody",
                written_at=NOW,
            )

    def marks(self) -> set[str]:
        """Every mark of theirs, whoever may read it."""
        each = {self.mark(f"{what}{barrier}") for what in ("assessor", "referent") for barrier in self.barriers}
        free = (*FREE_WORDS, *POINT_MARKS, "note", *NOTES, f"note{Audience.AUTHOR}", "meeting")
        words = {self.mark(what) for what in free}
        return {self.id, self.mark("referent"), self.mark("function"), *words, *map(self.mark, IDENTITY), *each}


@dataclass(frozen=True)
class Granted:
    """A grant, running or not."""

    account: str
    kind: GrantKind
    barriers: tuple[str, ...] = ()
    agreed: bool = False
    runs: bool = True

    def record(self, person: str) -> Grant:
        """The grant as it is stored, since yesterday; one that does not run ended an hour ago."""
        return Grant(
            account_id=self.account,
            person_id=person,
            kind=self.kind,
            barriers=list(self.barriers),
            identity_agreed=self.agreed,
            since=NOW - timedelta(days=1),
            until=None if self.runs else NOW - timedelta(hours=1),
        )

    @property
    def column(self) -> str:
        """The column of the document that speaks of it."""
        return _COLUMNS.get(self.kind) or ("entrusted and agreed" if self.agreed else "entrusted")


class Entitlements:
    """What the table of the document lets an asker read."""

    def __init__(self, table: Mapping[str, Mapping[str, str]], asker: str, people: Sequence[Planted]) -> None:
        self._table = table
        self._asker = asker
        self._people = people

    def marks(self) -> set[str]:
        """The marks that the asker may read."""
        return {mark for person in self._people for mark in self._marks(person)}

    def barriers(self, person: Planted) -> set[str]:
        """The barriers of a person that the asker may read."""
        return {
            barrier for barrier in person.barriers for opened in self._openings(person) if self._reads(opened, barrier)
        }

    def _marks(self, person: Planted) -> Iterator[str]:
        for column, _ in self._openings(person):
            for what, mark in self._plain(person):
                if self._table[what][column] == "yes":
                    yield mark
        for barrier in self.barriers(person):
            yield from (person.mark(f"{what}{barrier}") for what in ("assessor", "referent"))

    def _plain(self, person: Planted) -> Iterator[tuple[str, str]]:
        yield "pseudonym", person.id
        yield from (("référent on all needs", person.mark(what)) for what in ("referent", "function"))
        yield from (("first name and telephone", person.mark(what)) for what in ("first_name", "phone"))
        yield from (("last name and e-mail", person.mark(what)) for what in ("last_name", "email"))
        yield from (("words of a step", person.mark(what)) for what in FREE_WORDS)
        yield from (("her words and goals", person.mark(what)) for what in POINT_MARKS)
        yield "note written for her", person.mark("note")
        yield from (("words of a note for the team", person.mark(what)) for what in NOTES)
        yield "words of a comité de suivi", person.mark("meeting")
        yield "secret address" if person.secret_address else "address", person.mark("address")

    def _openings(self, person: Planted) -> list[tuple[str, tuple[str, ...]]]:
        """The columns by which the asker sees the person, each with the barriers entrusted."""
        openings = [(one.column, one.barriers) for one in person.grants if one.runs and one.account == self._asker]
        if self._asker == Role.COORDINATOR and CHANTIERS[person.chantier] == "north":
            openings.append(("coordinator", ()))
        if self._asker == KEY and person.chantier == HERE:
            openings.append(("key", ()))
        return openings

    def _reads(self, opened: tuple[str, tuple[str, ...]], barrier: str) -> bool:
        column, entrusted = opened
        cell = self._table["sensitive need" if BARRIERS[barrier].sensitive else "ordinary need"][column]
        return cell == "yes" or (cell == "entrusted" and barrier in entrusted)


def telltale(barrier: str) -> str:
    """The name of the partner who answers a barrier: whoever reads it about a person knows the barrier."""
    return f"zqpartner{barrier}qz"


def network() -> Iterator[SQLModel]:
    """A partner for each barrier, and its service; a comité de suivi where anyone may be talked about."""
    yield FollowMeeting(id="meeting", chantier_id=HERE, on=TODAY, called_by="nobody", called_at=NOW)
    for barrier, thematique in THEMATIQUES.items():
        sensitive = BARRIERS[barrier].sensitive
        known: dict[str, Any] = {"source": "test", "updated_on": TODAY, "sensitive": sensitive}
        yield Partner(id=f"partner-{barrier}", territory_slug="north", name=telltale(barrier), **known)
        yield Service(
            id=f"service-{barrier}",
            partner_id=f"partner-{barrier}",
            name=f"{telltale(barrier)} service",
            description="",
            thematiques=[thematique],
            **known,
        )


@st.composite
def planted(draw: st.DrawFn, number: int) -> Planted:
    """Anyone, seen by anybody."""
    barriers = draw(st.lists(st.sampled_from(sorted(THEMATIQUES)), min_size=2, max_size=4, unique=True))
    officers = st.builds(
        Granted,
        st.just(Role.OFFICER),
        st.just(GrantKind.ENTRUSTED),
        st.lists(st.sampled_from(barriers), min_size=1, unique=True).map(tuple),
        st.booleans(),
        st.booleans(),
    )
    advisors = st.builds(
        Granted,
        st.sampled_from((Role.ADVISOR, "colleague")),
        st.sampled_from(sorted(_COLUMNS)),
        runs=st.booleans(),
    )
    return Planted(
        number,
        draw(st.sampled_from(sorted(CHANTIERS))),
        tuple(barriers),
        draw(st.booleans()),
        tuple(draw(st.lists(officers | advisors, max_size=3))),
    )


POPULATIONS = st.integers(1, 4).flatmap(lambda size: st.tuples(*(planted(number) for number in range(size))))
"""From one person to four."""


def _entrusted(barrier: str, *, agreed: bool = False, runs: bool = True) -> Granted:
    return Granted(Role.OFFICER, GrantKind.ENTRUSTED, (barrier,), agreed, runs)


EVERY_CASE = (
    Planted(
        0,
        HERE,
        ("acces-logement", "addictions"),
        False,
        (Granted(Role.ADVISOR, GrantKind.ACCOMPANIES), _entrusted("acces-logement", agreed=True)),
    ),
    Planted(
        1,
        HERE,
        ("alimentation", "sante-mentale"),
        True,
        (
            Granted(Role.ADVISOR, GrantKind.OPENED),
            Granted("colleague", GrantKind.HANDS_OVER),
            _entrusted("alimentation"),
        ),
    ),
    Planted(
        2,
        HERE,
        ("gestion-budget", "violences-conflit"),
        True,
        (
            Granted(Role.ADVISOR, GrantKind.ACCOMPANIES, runs=False),
            Granted("colleague", GrantKind.STANDS_IN),
            _entrusted("gestion-budget", runs=False),
        ),
    ),
    Planted(3, "far", ("acces-logement", "addictions"), False, ()),
)
"""Every way of seeing someone, and of no longer seeing them: asked by everyone before chance has its turn."""
