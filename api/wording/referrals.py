"""Referrals in sentences: what their states and reasons are called, and which condition is not met."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from api.i18n import Message, say
from network_data.referrals import Guard, Unmet
from network_data.vocabulary import REASONS, REFERRAL_STATES, ReferralKind, ReferralState, Unit

_GUARDS: Mapping[Guard, Message] = MappingProxyType(
    {
        Guard.ENGINE: say("Le moteur propose et s’arrête là : une personne doit décider."),
        Guard.TIME: say("Cette date est dans le futur. Notez ce qui a déjà eu lieu."),
        Guard.CONTACT: say(
            "Cette réponse n’est possible qu’après un appel ou une rencontre : indiquez « contact » (call, meeting)."
        ),
        Guard.AGREEMENT: say(
            "L’accord de la personne pour partager avec ce partenaire manque, est terminé ou retiré. Notez-le d’abord. "
            "Si elle refuse, rien ne change pour elle : l’orientation peut lui être remise en main propre."
        ),
        Guard.REASON: say("Donnez une des raisons prévues pour cette étape ; certaines étapes n’en ont pas."),
        Guard.NOTE: say("« Autre raison » demande quelques mots : ajoutez « note »."),
        Guard.OTHER_BARRIER: say("Dites quel frein passe avant : ajoutez « other_barrier » avec son code."),
        Guard.APPOINTMENT: say("Un rendez-vous demande une date : ajoutez « scheduled_at »."),
        Guard.RESULTS: say("Dites ce qu’il en est de chaque frein : « results » attend un résultat par frein."),
        Guard.NEED: say("Un de ces freins n’est pas un frein ouvert de la personne. Évaluez-le d’abord."),
        Guard.ALREADY_OPEN: say("Une orientation vers ce service est déjà ouverte pour ce frein."),
        Guard.ANOTHER_ROUTE: say(
            "Une orientation vers un autre service est déjà ouverte pour ce frein. Attendez-la, annulez-la, ou "
            "confirmez que les deux se mènent ensemble (« alongside »)."
        ),
        Guard.REPLACES: say(
            "On ne remplace qu’une orientation terminée de la même personne, pour un même frein, et une seule fois."
        ),
        Guard.UNDO_NOTHING: say("Il n’y a rien à défaire. Si l’orientation est une erreur, notez-la ainsi."),
        Guard.UNDO_ACTOR: say("Seul l’auteur de la dernière étape peut la défaire."),
        Guard.UNDO_LATE: say("Une étape ne se défait que pendant 24 heures."),
        Guard.UNDO_REPLACED: say("Une autre orientation a pris la suite de celle-ci : elle ne se rouvre plus."),
        Guard.UNDO_LIFTED: say("Un frein est noté comme levé par cette orientation : défaites d’abord cela."),
    }
)
_NO_MORE: Mapping[Unit | None, Message] = MappingProxyType(
    {
        Unit.APPLICATION: say("Le nombre de demandes convenu avec ce partenaire est atteint."),
        Unit.PLACE: say("Les places convenues avec ce partenaire sont toutes prises ou réservées."),
    }
)


def refusal(why: Unmet) -> Message:
    """Which condition is not met, and what to do."""
    return _NO_MORE[why.unit] if why.guard is Guard.QUOTA else _GUARDS[why.guard]


def refused_move(state: ReferralState, kind: ReferralKind, allowed: Iterable[ReferralState]) -> Message:
    """That nothing leads where one wanted to go, and where one may go."""
    return say(
        "Depuis « {state} », les étapes possibles sont : {allowed}.",
        state=state_name(state, kind),
        allowed=", ".join(each.value for each in allowed),
    )


def state_name(state: ReferralState, kind: ReferralKind) -> Message:
    """What a state is called."""
    return Message(REFERRAL_STATES[state].label_of(kind))


def reason_name(state: ReferralState, code: str) -> Message:
    """What a reason for a state is called."""
    return Message(REASONS[state, code].label)
