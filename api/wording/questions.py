"""The question that would settle an unknown criterion, in the words an advisor would use."""

from types import MappingProxyType

from api.i18n import N_
from api.wording.criteria import words_of
from api.wording.speech import Speech
from matching.eligibility import Criterion

QUESTIONS = MappingProxyType(
    {
        "ask-service-zone": N_("Le service accueille-t-il les personnes de sa commune ?"),
        "ask-person-commune": N_("Dans quelle commune vit-elle, ou est-elle domiciliée ?"),
        "ask-service-publics": N_("À qui le service s’adresse-t-il ?"),
        "ask-person-publics": N_("Se reconnaît-elle dans : {publics} ?"),
        "ask-person-age": N_("Quelle est son année de naissance ?"),
        "ask-person-birthday": N_("A-t-elle déjà fêté son anniversaire cette année ?"),
        "ask-service-women-only": N_("Le lieu est-il réservé aux femmes ?"),
        "ask-person-woman": N_("Ce lieu réservé aux femmes lui convient-il ?"),
        "ask-service-fees": N_("Le service serait-il gratuit pour elle ?"),
        "ask-person-can-pay": N_("Peut-elle payer une participation, ou faut-il chercher une aide ?"),
        "ask-person-remote": N_("Un rendez-vous par téléphone ou en visio lui convient-il ?"),
        "ask-service-step-free": N_("Peut-on entrer sans monter de marche ?"),
        "ask-service-languages": N_("Reçoit-on dans une langue qu’elle parle, ou avec un interprète ?"),
        "ask-person-languages": N_("Quelles langues parle-t-elle ?"),
        "ask-service-hours": N_("Quels jours et à quelles heures le service reçoit-il ?"),
        "ask-person-papers": N_("A-t-elle : {papers} ?"),
        "ask-paper-receipt": N_("Le récépissé de sa demande suffit-il pour : {papers} ?"),
        "ask-paper-renewal": N_("Le renouvellement est-il demandé : {papers} ?"),
        "ask-service-contact": N_("Peut-on prendre contact sur place ou par téléphone, sans rien écrire ?"),
        "ask-write-together": N_("Qui écrit la demande avec elle ?"),
        "ask-lend-phone": N_("D’où peut-elle appeler : du chantier, avec vous ?"),
        "ask-service-animals": N_("Son animal peut-il entrer, ou qui le garde pendant ce temps ?"),
        "ask-service-place": N_("Où se passe le rendez-vous, et peut-elle y aller ?"),
        "ask-whereabouts": N_("Où est-ce aujourd’hui, selon l’équipe (ou le 115, pour une nuit) ?"),
        "ask-service-religious": N_("Le partenaire se présente-t-il comme lié à une religion ?"),
        "ask-sector": N_("Son adresse relève-t-elle de ce secteur ?"),
        "ask-prescriber": N_("Pouvez-vous l’orienter vous-même, ou qui en est habilité ?"),
        "ask-access": N_("Comment y entre-t-on : directement, sur rendez-vous, sur orientation ?"),
        "ask-gate-siao": N_("Une demande au SIAO est-elle déjà faite, ou à faire avec elle ?"),
        "ask-gate-mdph": N_("Un dossier MDPH est-il déjà déposé, ou à préparer avec elle ?"),
        "ask-gate-medecin": N_("Quel médecin peut faire la demande ?"),
        "ask-gate-commission": N_("Quand la commission se réunit-elle, et qui y présente le dossier ?"),
        "ask-capacity": N_("Reste-t-il des places ?"),
        "ask-waiting-list": N_("Veut-elle s’inscrire sur la liste d’attente ?"),
        "ask-distance": N_("Où est le service, et peut-elle s’y rendre ?"),
    }
)
"""Question code -> question; the braces hold the criterion's own parameters, in words."""


def question(speech: Speech, criterion: Criterion) -> str | None:
    """The question to ask next, or None when the criterion is settled."""
    if criterion.ask is None:
        return None
    return speech.say(QUESTIONS[criterion.ask], **words_of(speech, criterion))
