"""Invents what people at Rejoué say and aim at, the showcase first: fictitious words, sealed like real ones."""

from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, select

from network_data.sealing import Sealer
from network_data.tables import ConcertedPoint, FollowStep, Grant, GrantKind, Need

POINT_WORDS = "concerted-point"
"""The purpose under which the words of points are sealed."""
_SHOWCASE = "P-0417"
_SAID = (
    (
        70,
        "Je veux d’abord un endroit où recevoir mon courrier.",
        (("Avoir une adresse", "domiciliation"), ("Refaire ma carte d’identité", "identite")),
    ),
    (
        12,
        "Je veux dormir au même endroit tous les soirs, et arrêter de courir après les papiers.",
        (
            ("Un toit à moi", "acces-logement"),
            ("Remettre mes papiers à jour", "identite"),
            ("Me soigner sans avancer l’argent", "couverture-sante"),
        ),
    ),
)
_STEPS_FOR = {"demo-pas-0": "identite", "demo-pas-1": "couverture-sante"}
"""Which of the showcase's steps are for which goal."""


def load_points(session: Session, today: date, sealer: Sealer) -> None:
    """Inserts two points of the showcase, the latest twelve days ago, and says what its steps are for."""
    advisor = session.exec(
        select(Grant.account_id).where(Grant.person_id == _SHOWCASE, Grant.kind == GrantKind.ACCOMPANIES)
    ).first()
    carried = set(session.exec(select(Need.barrier).where(Need.person_id == _SHOWCASE)).all())
    for days, said, goals in _SAID:
        on = today - timedelta(days=days)
        words: dict[str, str | None] = {"said": said}
        for number, (goal, about) in enumerate(goals, start=1):
            words |= {f"goal-{number}": goal, f"barrier-{number}": about if about in carried else None}
        session.add(
            ConcertedPoint(
                id=f"demo-point-{days}",
                person_id=_SHOWCASE,
                on=on,
                words_sealed=sealer.seal(words),
                written_by=advisor or "",
                written_at=datetime.combine(on, time(12), UTC),
            )
        )
    for step_id, barrier in _STEPS_FOR.items():
        step = session.get(FollowStep, step_id)
        if step is not None and step.person_id == _SHOWCASE and barrier in carried:
            step.barrier = barrier
    session.flush()
