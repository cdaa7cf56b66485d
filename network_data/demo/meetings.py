"""Invents the comités de suivi of Rejoué: one held three weeks ago, with what was decided, and one to come."""

from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col, select

from network_data.sealing import Sealer
from network_data.tables import (
    FollowMeeting,
    FollowStep,
    Grant,
    GrantKind,
    MeetingPerson,
    Person,
    StepBy,
    StepKind,
    StepState,
)

MEETING_WORDS, STEP_WORDS = "follow-meeting", "follow-step"
"""The purposes under which what was said, and the words of steps, are sealed."""
WHERE, SHOWCASE = "rejoue", "P-0417"
_HELD, _NEXT = timedelta(days=21), timedelta(days=7)
_SAID = (
    "Le titre de séjour passe avant le reste. Il viendra avec quelqu’un du chantier.",
    "Moins d’absences depuis que l’horaire a changé. On continue ainsi.",
    "La recherche de logement n’avance pas : regarder d’abord les dettes de loyer.",
)
_DECIDED = (
    (StepKind.FILE, StepBy.ADVISOR, "Réunir les pièces du renouvellement", "", StepState.DONE),
    (StepKind.CALL, StepBy.OTHER, "Appeler le médecin du travail", "encadrante technique", StepState.DONE),
    (StepKind.FILE, StepBy.ADVISOR, "Demander l’état des dettes au bailleur", "", StepState.OPEN),
)


def load_meetings(session: Session, today: date, secrets: tuple[Sealer, Sealer]) -> None:
    """Inserts them; ``secrets`` seal what was said, and the words of steps."""
    words, steps = secrets
    advisor = _advisor(session)
    held, coming = (
        FollowMeeting(id=f"demo-comite-{name}", chantier_id=WHERE, on=on, called_by=advisor, called_at=called)
        for name, on, called in (
            ("tenu", today - _HELD, _noon(today - _HELD - _NEXT)),
            ("a-venir", today + _NEXT, _noon(today - _HELD)),
        )
    )
    session.add_all([held, coming])
    session.flush()
    for person, said, (kind, by, what, who, state) in zip(_people(session, advisor), _SAID, _DECIDED, strict=True):
        at = _noon(held.on)
        row = MeetingPerson(meeting_id=held.id, person_id=person, added_by=advisor, written_by=advisor, written_at=at)
        row.words_sealed = words.seal({"words": said})
        session.add(row)
        ended = _noon(held.on + _NEXT) if state is StepState.DONE else None
        session.add(
            FollowStep(
                id=f"demo-decision-{person}",
                person_id=person,
                kind=kind,
                by=by,
                due_on=held.on + _NEXT,
                meeting_id=held.id,
                words_sealed=steps.seal({"what": what, "who": who}),
                made_by=advisor,
                made_at=at,
                state=state,
                ended_at=ended,
                ended_by=advisor if ended else None,
            )
        )
    session.add(MeetingPerson(meeting_id=coming.id, person_id=SHOWCASE, added_by=advisor))
    session.flush()


def _advisor(session: Session) -> str:
    query = select(Grant.account_id).where(Grant.person_id == SHOWCASE, Grant.kind == GrantKind.ACCOMPANIES)
    return session.exec(query).one()


def _people(session: Session, advisor: str) -> list[str]:
    """The showcase and the next two of the same advisor."""
    query = select(Grant.person_id).where(
        Grant.account_id == advisor,
        Grant.kind == GrantKind.ACCOMPANIES,
        Grant.person_id == Person.id,
        Person.chantier_id == WHERE,
        Person.id != SHOWCASE,
    )
    return [SHOWCASE, *session.exec(query.order_by(col(Person.id)).limit(len(_SAID) - 1))]


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
