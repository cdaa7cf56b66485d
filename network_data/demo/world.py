"""What is stored of the people of the demonstration, to invent from."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from network_data.tables import Grant, GrantKind, HeldPaper, Need, Person, Referent, Service
from network_data.vocabulary import BARRIERS, Barrier

WHERE = "rejoue"
"""The chantier where most is told of how people are followed."""
SHOWCASE = "P-0417"
"""The one whose own page is shown."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of the people of the demonstration, to invent from."""

    people: Sequence[Person]
    needs: Mapping[str, Sequence[Need]]
    referents: Mapping[str, Sequence[Referent]]
    advisors: Mapping[str, str]
    services: Mapping[str, Sequence[Service]]
    """By barrier, those that answer it and count no places."""
    papers: frozenset[tuple[str, str]]
    """Person and paper, of those held."""


def read_known(session: Session, today: date) -> Known:
    """Reads it, with the référents of that day."""
    needs: dict[str, list[Need]] = defaultdict(list)
    for need in session.exec(select(Need).order_by(col(Need.id))):
        needs[need.person_id].append(need)
    referents: dict[str, list[Referent]] = defaultdict(list)
    for referent in session.exec(select(Referent).order_by(col(Referent.id))):
        if referent.until is None or referent.until >= today:
            referents[referent.person_id].append(referent)
    grants = session.exec(select(Grant).where(Grant.kind == GrantKind.ACCOMPANIES))
    uncounted = select(Service).where(col(Service.quota_places).is_(None)).order_by(col(Service.id))
    services = session.exec(uncounted).all()
    return Known(
        session.exec(select(Person).order_by(col(Person.id))).all(),
        needs,
        referents,
        {grant.person_id: grant.account_id for grant in grants},
        {code: [each for each in services if _answers(each, barrier)] for code, barrier in BARRIERS.items()},
        frozenset(session.exec(select(HeldPaper.person_id, HeldPaper.paper)).all()),
    )


def _answers(service: Service, barrier: Barrier) -> bool:
    """Outright; by a word of its name, in the plural too, where the barrier has no thématique of its own."""
    if barrier.thematiques:
        return not set(service.thematiques or ()).isdisjoint(barrier.thematiques)
    said = service.name.lower()
    return any(re.search(rf"\b{re.escape(word.lower())}s?\b", said) for word in barrier.keywords)
