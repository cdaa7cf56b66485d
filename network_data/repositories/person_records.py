"""Loads whole files of people already known to be the asker's to see; only ``people`` calls this."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, or_, select

from network_data.repositories.person_file import PersonFile
from network_data.tables import HeldPaper, KeptPlan, Need, NeedState, Person, PlanChoice, Referent


def load_files(session: Session, people: Sequence[Person], on: date) -> list[PersonFile]:
    """The files of ``people`` as of ``on``, in five queries however many they are."""
    ids = [person.id for person in people]
    needs: dict[str, list[Need]] = defaultdict(list)
    open_needs = select(Need).where(col(Need.person_id).in_(ids), Need.state == NeedState.OPEN)
    for need in session.exec(open_needs.order_by(col(Need.id))):
        needs[need.person_id].append(need)
    papers: dict[str, list[HeldPaper]] = defaultdict(list)
    held = select(HeldPaper).where(col(HeldPaper.person_id).in_(ids)).order_by(col(HeldPaper.paper))
    for paper in session.exec(held):
        papers[paper.person_id].append(paper)
    referents: dict[str, list[Referent]] = defaultdict(list)
    current = or_(col(Referent.until).is_(None), col(Referent.until) >= on)
    following = select(Referent).where(col(Referent.person_id).in_(ids), current).order_by(col(Referent.id))
    for referent in session.exec(following):
        referents[referent.person_id].append(referent)
    choices: dict[str, list[PlanChoice]] = defaultdict(list)
    chosen = select(PlanChoice).where(col(PlanChoice.person_id).in_(ids)).order_by(col(PlanChoice.id))
    for choice in session.exec(chosen):
        choices[choice.person_id].append(choice)
    plans = session.exec(select(KeptPlan).where(col(KeptPlan.person_id).in_(ids)))
    kept = {plan.person_id: plan for plan in plans}
    return [
        PersonFile(
            person=person,
            needs=tuple(needs[person.id]),
            papers=tuple(papers[person.id]),
            referents=tuple(referents[person.id]),
            need_count=len(needs[person.id]),
            choices=tuple(choices[person.id]),
            kept_plan=kept.get(person.id),
        )
        for person in people
    ]
