"""Which steps the page of a referral offers: for each state that may follow, what its button says and what it asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from network_data.referrals import Course
from network_data.referrals.log import may_follow
from network_data.vocabulary import REFERRAL_STATES, ReferralKind, ReferralState


class Group(StrEnum):
    """Where on the page a step stands."""

    SEND = "send"
    """What one does with a referral that was prepared."""
    ANSWER = "answer"
    """What the partner answered."""
    SEQUEL = "sequel"
    """What became of it."""
    STOP = "stop"
    """How it may end otherwise."""


class Field(StrEnum):
    """What a step asks; the value is the name of its field."""

    CONTACT = "comment"
    DAY = "jour"
    TIME = "heure"
    REASON = "raison"
    NOTE = "mots"
    BARRIER = "frein"
    REVIEW = "revoir"
    RECEIPT = "recepisse"
    RENEWAL = "renouvellement"
    CHECK = "verifier"
    RESULTS = "resultat"
    HAPPENED = "le"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: where it leads, what its button says, what it asks; ``title`` is over the form of one that asks."""

    to: ReferralState
    group: Group
    button: str
    title: str = ""
    fields: tuple[Field, ...] = ()

    @property
    def is_one_press(self) -> bool:
        """Whether its button is all there is to it."""
        return not self.fields


S, F = ReferralState, Field
_STEPS: Mapping[ReferralState, Step] = MappingProxyType(
    {
        step.to: step
        for step in (
            Step(S.PREPARED, Group.SEND, "La préparer"),
            Step(S.SENT, Group.SEND, "L’envoyer au partenaire"),
            Step(S.GIVEN, Group.SEND, "La remettre à la personne"),
            Step(S.ACCEPTED, Group.ANSWER, "Ils acceptent"),
            Step(
                S.SCHEDULED,
                Group.ANSWER,
                "Noter le rendez-vous",
                "Un rendez-vous est fixé",
                (F.CONTACT, F.DAY, F.TIME, F.HAPPENED),
            ),
            Step(
                S.WAITLISTED,
                Group.ANSWER,
                "Noter la liste d’attente",
                "Liste d’attente",
                (F.CONTACT, F.REVIEW, F.HAPPENED),
            ),
            Step(
                S.DECLINED,
                Group.ANSWER,
                "Noter leur refus",
                "Ils déclinent",
                (F.CONTACT, F.REASON, F.BARRIER, F.NOTE, F.HAPPENED),
            ),
            Step(S.IN_PROGRESS, Group.SEQUEL, "C’est commencé"),
            Step(S.MISSED, Group.SEQUEL, "Rendez-vous manqué, à redater"),
            Step(
                S.COMPLETED, Group.SEQUEL, "Noter ce qui en est sorti", "C’est abouti", (F.RESULTS, F.NOTE, F.HAPPENED)
            ),
            Step(S.REFUSED, Group.STOP, "Noter son refus", "La personne ne veut pas", (F.REASON, F.NOTE, F.HAPPENED)),
            Step(S.UNREACHED, Group.STOP, "On n’arrive plus à joindre la personne"),
            Step(S.EXPIRED, Group.STOP, "Clore, faute de réponse"),
            Step(S.CANCELLED, Group.STOP, "Annuler l’orientation", "L’annuler", (F.NOTE,)),
            Step(S.ENTERED_IN_ERROR, Group.STOP, "C’est une erreur de saisie", "Une erreur de saisie", (F.NOTE,)),
        )
    }
)
_FILED: Mapping[ReferralState, Step] = MappingProxyType(
    {
        S.SENT: Step(
            S.SENT,
            Group.SEND,
            "Noter le dépôt",
            "Le dossier est déposé",
            (F.HAPPENED, F.RECEIPT, F.RENEWAL, F.CHECK),
        ),
        S.ACCEPTED: Step(S.ACCEPTED, Group.ANSWER, "C’est accordé"),
        S.DECLINED: Step(
            S.DECLINED,
            Group.ANSWER,
            "Noter la décision",
            "C’est refusé",
            (F.CONTACT, F.REASON, F.BARRIER, F.NOTE, F.HAPPENED),
        ),
    }
)
"""What differs for a dossier."""
_SCHEDULED_AGAIN = Step(
    S.SCHEDULED, Group.ANSWER, "Noter la nouvelle date", "Une autre date", (F.CONTACT, F.DAY, F.TIME, F.HAPPENED)
)
_UNSAID = frozenset({S.EXPIRED})
"""Beside a referral that was only prepared, these say nothing that cancelling does not."""


def steps_of(course: Course) -> tuple[Step, ...]:
    """The steps that may follow, in the order of a referral's life."""
    return tuple(_steps(course))


def step_to(course: Course, state: ReferralState) -> Step | None:
    """The step that leads there; None when none does."""
    return next((step for step in steps_of(course) if step.to is state), None)


def _steps(course: Course) -> Iterator[Step]:
    allowed = may_follow(course)
    own = _FILED if course.kind is ReferralKind.DOSSIER else {}
    for state, step in _STEPS.items():
        if state not in allowed or (course.state is S.PREPARED and state in _UNSAID):
            continue
        again = state is S.SCHEDULED and course.state in {S.SCHEDULED, S.MISSED}
        yield _SCHEDULED_AGAIN if again else own.get(state, step)


def needs_agreement(course: Course, step: Step) -> bool:
    """Whether the step tells the partner about the person."""
    return step.to in REFERRAL_STATES[course.state].shares


def needs_contact(course: Course, step: Step) -> bool:
    """Whether it can only be the answer of a call or a meeting: nothing was sent."""
    return step.to in REFERRAL_STATES[course.state].by_contact
