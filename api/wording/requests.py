"""Requests to the officers in sentences: their states, which condition is not met, why one goes to whom."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from api.i18n import N_, Message, say
from api.wording.speech import Speech
from network_data.requests import Guard
from network_data.vocabulary import CLOSING_REASONS, REQUEST_STATES, RequestState

_GUARDS: Mapping[Guard, Message] = MappingProxyType(
    {
        Guard.SIDE: say("Cette étape n’est pas la vôtre : elle revient à l’autre partie de la demande."),
        Guard.NOT_TAKEN: say("Prenez d’abord cette demande : seule la personne qui l’a prise y répond."),
        Guard.NEED: say("Ce frein n’est pas un frein ouvert de la personne. Évaluez-le d’abord."),
        Guard.ALREADY_ASKED: say("Une demande est déjà ouverte pour ce frein : complétez-la plutôt."),
        Guard.SERVICES: say("Proposez d’un à trois services différents, chacun avec quelques mots de vous."),
        Guard.CHOICE: say("Choisissez l’un des services proposés, ou dites quelle autre piste vous voulez."),
        Guard.NOTE: say("Quelques mots sont nécessaires : écrivez-les."),
        Guard.REASON: say("Dites pourquoi la demande se ferme, parmi les raisons prévues."),
        Guard.OFFICER: say("Choisissez quelqu’un de l’équipe de partenariat de ce territoire."),
        Guard.PERSON: say("Personne n’est à orienter ici : notez seulement ce que l’appel a donné."),
        Guard.UNDO_NOTHING: say("Il n’y a rien à défaire. Si la demande est une erreur, fermez-la."),
        Guard.UNDO_ACTOR: say("Seul l’auteur de la dernière étape peut la défaire."),
        Guard.UNDO_LATE: say("Une étape ne se défait que pendant 24 heures."),
        Guard.UNDO_REFERRAL: say(
            "L’orientation née de cet appel a avancé depuis : changez d’abord l’orientation elle-même."
        ),
    }
)
_ONE_WAY: Mapping[str, str] = MappingProxyType(
    {
        "skill": N_("tient ce domaine à {number} %"),
        "knows-person": N_("connaît déjà la personne"),
        "no-skill": N_("ne tient pas ce domaine"),
        "away": N_("est absent cette semaine"),
        "no-hours": N_("n’a pas d’heures en chantier ce mois-ci"),
    }
)


def refusal(guard: Guard) -> Message:
    """Which condition is not met, and what to do."""
    return _GUARDS[guard]


def refused_move(state: RequestState, allowed: Iterable[RequestState]) -> Message:
    """That nothing leads where one wanted to go, and where one may go."""
    codes = ", ".join(each.value for each in allowed)
    if not codes:
        return say("Cette demande est close : elle ne se rouvre pas. Posez-en une nouvelle.")
    return say("Depuis « {state} », les étapes possibles sont : {allowed}.", state=state_name(state), allowed=codes)


def state_name(state: RequestState) -> Message:
    """What a state is called."""
    return Message(REQUEST_STATES[state].label)


def closing_name(code: str) -> Message:
    """What a reason for closing is called."""
    return Message(CLOSING_REASONS[code].label)


def why_shared(speech: Speech, reasons: Iterable[Sequence[object]]) -> str:
    """Why a request goes to someone, or not, after their name: each reason is a code and its figure."""
    said = (_said(speech, str(code), int(str(figure))) for code, figure in reasons)
    return speech.listed(each for each in said if each)


def _said(speech: Speech, code: str, figure: int) -> str:
    if code == "goes-there":
        return speech.count(
            "va {number} demi-journée ce mois-ci dans ce chantier",
            "va {number} demi-journées ce mois-ci dans ce chantier",
            figure,
        )
    if code == "room":
        return speech.count("peut prendre encore {number} demande", "peut prendre encore {number} demandes", figure)
    if code == "full":
        return speech.count("a déjà {number} demande en cours", "a déjà {number} demandes en cours", figure)
    return speech.say(_ONE_WAY[code], number=figure) if code in _ONE_WAY else ""
