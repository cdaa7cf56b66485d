"""Invents the notes that an advisor of the demonstration keeps about the person whose page is shown."""

from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, select

from network_data.sealing import Sealer
from network_data.tables import Audience, FollowNote, Grant, GrantKind

NOTE_WORDS = "follow-note"
"""The purpose under which the words of notes are sealed."""
SHOWCASE = "P-0417"
_NOTES = (
    (2, Audience.MEETING, "Veut avancer d’abord sur le titre de séjour. Demande que quelqu’un vienne à la préfecture."),
    (9, Audience.TEAM, "Préfère être appelé en fin de journée, après le chantier."),
    (16, Audience.AUTHOR, "Lui reparler de la chorale du quartier : il y tenait."),
)


def load_notes(session: Session, today: date, sealer: Sealer) -> None:
    """Inserts the notes written until ``today``, by whoever accompanies the showcase."""
    query = select(Grant.account_id).where(Grant.person_id == SHOWCASE, Grant.kind == GrantKind.ACCOMPANIES)
    author = session.exec(query).one()
    for days, audience, words in _NOTES:
        session.add(
            FollowNote(
                id=f"demo-note-{audience.value}",
                person_id=SHOWCASE,
                audience=audience,
                words_sealed=sealer.seal({"words": words}),
                written_by=author,
                written_at=datetime.combine(today - timedelta(days=days), time(16), UTC),
            )
        )
    session.flush()
