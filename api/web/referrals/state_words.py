"""What each state of a referral means for whoever follows it, in one sentence."""

from collections.abc import Mapping
from types import MappingProxyType

from network_data.vocabulary import REFERRAL_STATES, ReferralKind, ReferralState

_WORDS: Mapping[ReferralState, str] = MappingProxyType(
    {
        ReferralState.SUGGESTED: "Le moteur la propose ; personne n’a encore décidé.",
        ReferralState.PREPARED: "Elle est prête ; rien n’est encore dit au partenaire.",
        ReferralState.SENT: "Le partenaire est prévenu ; sa réponse est attendue.",
        ReferralState.GIVEN: "La personne a l’adresse et s’y rend elle-même ; le partenaire n’a rien reçu.",
        ReferralState.WAITLISTED: "Pas encore de place ; il faudra redemander.",
        ReferralState.ACCEPTED: "Le partenaire la prend ; il reste à fixer une date.",
        ReferralState.SCHEDULED: "Une date est fixée.",
        ReferralState.MISSED: "La date est passée sans elle : cela arrive. Fixez-en une autre, ou demandez-lui.",
        ReferralState.IN_PROGRESS: "L’accompagnement a commencé.",
        ReferralState.COMPLETED: "C’est allé au bout.",
        ReferralState.DECLINED: "Le partenaire ne la prend pas.",
        ReferralState.REFUSED: "Elle n’en veut pas, et n’a pas à dire pourquoi.",
        ReferralState.CANCELLED: "Elle ne continue pas.",
        ReferralState.UNREACHED: "La personne n’a plus pu être jointe. Cela ne lui sera jamais reproché.",
        ReferralState.EXPIRED: "Elle s’est arrêtée sans réponse.",
        ReferralState.ENTERED_IN_ERROR: "Elle n’aurait pas dû être saisie ; elle ne paraît plus dans les listes.",
    }
)
_FILED: Mapping[ReferralState, str] = MappingProxyType(
    {
        ReferralState.PREPARED: "Le dossier reste à déposer.",
        ReferralState.SENT: "Le dossier attend une décision ; il n’expire pas tout seul.",
        ReferralState.ACCEPTED: "C’est accordé.",
        ReferralState.DECLINED: "La demande n’a pas été retenue.",
    }
)


def state_label(state: ReferralState, kind: ReferralKind) -> str:
    """What a page calls the state: nobody is told to have been absent, a date is to be fixed again."""
    return "à redater" if state is ReferralState.MISSED else REFERRAL_STATES[state].label_of(kind)


def state_words(state: ReferralState, kind: ReferralKind) -> str:
    """What it means to stand there."""
    return (_FILED.get(state) if kind is ReferralKind.DOSSIER else None) or _WORDS[state]
