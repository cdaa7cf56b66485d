"""The sentence behind every criterion: what was found, with its figures, and never a reproach."""

from collections.abc import Callable
from datetime import date
from types import MappingProxyType
from typing import Any

from api.i18n import N_
from api.wording import figures, labels, places
from api.wording.speech import Speech
from matching.eligibility import Criterion

NAMES = MappingProxyType(
    {
        "zone": N_("Zone accueillie"),
        "publics": N_("Public accueilli"),
        "age": N_("Âge"),
        "women_only": N_("Lieu réservé aux femmes"),
        "fees": N_("Prix"),
        "reception": N_("Façon de recevoir"),
        "contact": N_("Prise de contact"),
        "step_free": N_("Accès sans marche"),
        "animals": N_("Animal accepté"),
        "avoided_place": N_("Lieux à éviter"),
        "whereabouts": N_("Lieu qui change"),
        "language": N_("Langue"),
        "opening_hours": N_("Horaires"),
        "papers": N_("Papiers demandés"),
        "access_path": N_("Façon d’entrer"),
        "capacity": N_("Places"),
        "distance": N_("Distance"),
        "partner_choice": N_("Choix de la personne"),
        "religious_link": N_("Lien avec une religion"),
    }
)

REASONS = MappingProxyType(
    {
        "zone-not-stated": N_("La zone accueillie n’est pas indiquée."),
        "zone-everywhere": N_("Accueille les personnes de toute la France."),
        "zone-person-commune-unknown": N_("Accueille les habitants de : {zone}. Sa commune n’est pas connue."),
        "zone-cannot-tell": N_("Accueille les habitants de : {zone}. Sa commune en fait peut-être partie."),
        "zone-inside": N_("Accueille les personnes de sa commune."),
        "zone-outside": N_("Accueille seulement les habitants de : {zone}."),
        "publics-not-stated": N_("Le public accueilli n’est pas indiqué."),
        "publics-everyone": N_("Accueille tous les publics."),
        "publics-belongs": N_("Accueille un public dont elle fait partie : {public}."),
        "publics-undetermined": N_("Accueille : {publics}. Nous ne savons pas si elle en fait partie."),
        "publics-none-of": N_("Accueille seulement : {publics}."),
        "age-person-unknown": N_("Accueille {ages}. Son année de naissance n’est pas connue."),
        "age-depends-on-birthday": N_("Accueille {ages}. Tout dépend de sa date d’anniversaire."),
        "age-within": N_("Accueille {ages} : son âge convient."),
        "age-outside": N_("Accueille {ages}."),
        "women_only-service-unknown": N_("Nous ne savons pas si le lieu est réservé aux femmes."),
        "women_only-as-needed": N_("Le lieu est réservé aux femmes, comme elle en a besoin."),
        "women_only-mixed": N_("Le lieu est mixte ; elle a besoin d’un lieu réservé aux femmes."),
        "women_only-person-unknown": N_("Le lieu est réservé aux femmes."),
        "women_only-suits": N_("Le lieu est réservé aux femmes et peut l’accueillir."),
        "women_only-reserved": N_("Le lieu est réservé aux femmes et ne peut pas l’accueillir."),
        "fees-free": N_("Gratuit."),
        "fees-service-unknown": N_("Le prix n’est pas indiqué."),
        "fees-person-unknown": N_("Une participation financière est demandée."),
        "fees-affordable": N_("Une participation financière est demandée, à sa portée."),
        "fees-paying": N_("Une participation financière est demandée, hors de portée pour l’instant."),
        "reception-on-site": N_("Reçoit sur place."),
        "reception-remote-refused": N_("Ne reçoit qu’à distance ; elle préfère un rendez-vous sur place."),
        "reception-no-phone": N_("Ne reçoit qu’à distance ; elle n’a pas de téléphone."),
        "reception-remote-only": N_("Ne reçoit qu’à distance."),
        "reception-remote-accepted": N_("Reçoit à distance, ce qui lui convient."),
        "step_free-service-unknown": N_("Nous ne savons pas si l’on entre sans monter de marche."),
        "step_free-accessible": N_("On entre sans monter de marche."),
        "step_free-steps": N_("Il faut monter des marches."),
        "contact-service-unknown": N_("La façon de prendre contact n’est pas indiquée."),
        "contact-on-site": N_("On prend contact sur place, sans rien écrire."),
        "contact-by-phone": N_("On prend contact par téléphone, sans rien écrire."),
        "contact-in-writing": N_("On prend contact par écrit, sans téléphone."),
        "contact-needs-writing": N_("La demande se fait par écrit ; elle a besoin d’aide pour lire et écrire."),
        "contact-needs-phone": N_("La demande se fait par téléphone ; elle n’en a pas."),
        "animals-service-unknown": N_("Nous ne savons pas si son animal peut entrer."),
        "animals-admitted": N_("Son animal peut entrer."),
        "animals-refused": N_("Les animaux n’entrent pas ; elle ne se sépare pas du sien."),
        "avoided_place-inside": N_("Se trouve là où elle ne doit pas aller : {avoided}."),
        "avoided_place-outside": N_("En dehors des lieux où elle ne doit pas aller."),
        "avoided_place-unknown": N_("Le lieu exact n’est pas connu ; elle ne doit pas aller à : {avoided}."),
        "whereabouts-moves": N_("Le lieu change d’un jour à l’autre : appelez avant de vous y rendre."),
        "partner_choice-excluded": N_("Elle a dit non à ce partenaire ; c’est son choix."),
        "religious_link-service-unknown": N_("Nous ne savons pas si le partenaire se dit lié à une religion."),
        "religious_link-none": N_("Le partenaire dit n’être lié à aucune religion."),
        "religious_link-stated": N_("Le partenaire se dit lié à une religion ; elle préfère qu’il ne le soit pas."),
        "language-interpreter": N_("Reçoit avec un interprète."),
        "language-service-unknown": N_("Les langues parlées sur place ne sont pas indiquées."),
        "language-person-unknown": N_("Ne reçoit pas en français ; les langues qu’elle parle ne sont pas connues."),
        "language-shared": N_("Une langue en commun : {languages}."),
        "language-none": N_("Reçoit seulement en : {languages}."),
        "opening_hours-service-unknown": N_("Les horaires ne sont pas indiqués."),
        "opening_hours-open": N_("Ouvert quand elle est libre : {half_days}."),
        "opening_hours-clash": N_("Ouvert seulement quand elle n’est pas libre : {half_days}."),
        "papers-person-unknown": N_("Demande : {papers}. Nous ne savons pas quels papiers elle a."),
        "papers-requested": N_("Demande un papier qu’elle attend encore : {papers}."),
        "papers-ending": N_("Demande un papier qui va bientôt finir : {papers}."),
        "papers-missing": N_("Demande un papier qu’elle n’a pas encore : {papers}."),
        "papers-held": N_("Elle a ce qui est demandé : {papers}."),
        "access_path-direct": N_("On peut s’y adresser directement."),
        "access_path-sector": N_("Accueille selon l’adresse (secteur)."),
        "access_path-prescriber": N_("Accueille sur orientation d’un prescripteur habilité, que vous êtes peut-être."),
        "access_path-unknown": N_("La façon d’y entrer n’est pas indiquée."),
        "access_path-gate": N_("On n’y entre pas directement, mais par : {gate}."),
        "capacity-full-until": N_("Complet jusqu’au {until}."),
        "capacity-stale": N_("Les places ont été demandées pour la dernière fois le {checked_on}."),
        "capacity-open": N_("Places libres au {checked_on} : {places}."),
        "capacity-waiting-list": N_("Complet, avec une liste d’attente (environ {days} j)."),
        "capacity-full": N_("Complet au {checked_on}."),
        "distance-unknown": N_("La distance n’est pas connue ; elle peut aller jusqu’à {limit}."),
        "distance-near": N_("À {km}."),
        "distance-far": N_("À {km} ; elle peut aller jusqu’à {limit}."),
    }
)
"""Reason code -> sentence; the braces hold the criterion's own parameters, in words."""


def criterion_name(speech: Speech, code: str) -> str:
    """The short name of a criterion."""
    return speech.say(NAMES[code])


def reason(speech: Speech, criterion: Criterion) -> str:
    """Why the criterion is met, not met or unknown."""
    return speech.say(REASONS[criterion.reason], **words_of(speech, criterion))


def words_of(speech: Speech, criterion: Criterion) -> dict[str, str]:
    """The parameters of a criterion in words, and the ages that it bounds as ``ages``."""
    words = {name: _IN_WORDS[name](speech, value) for name, value in criterion.parameters.items() if name in _IN_WORDS}
    if criterion.criterion == "age":
        words["ages"] = _ages(speech, criterion.parameters["lowest"], criterion.parameters["highest"])
    return words


def _ages(speech: Speech, lowest: int | None, highest: int | None) -> str:
    if lowest is None:
        return speech.say("jusqu’à {highest} ans", highest=highest)
    if highest is None:
        return speech.say("à partir de {lowest} ans", lowest=lowest)
    return speech.say("de {lowest} à {highest} ans", lowest=lowest, highest=highest)


def _publics(speech: Speech, codes: tuple[str, ...]) -> str:
    return speech.listed(_public(speech, code) for code in codes)


def _public(speech: Speech, code: str) -> str:
    return speech.within(labels.public(speech, code))


def _papers(speech: Speech, codes: tuple[str, ...]) -> str:
    return speech.listed(speech.within(labels.paper(speech, code)) for code in codes)


def _zone(speech: Speech, codes: tuple[str, ...]) -> str:
    return speech.listed(places.zone(speech, code) for code in codes)


def _day(speech: Speech, day: date) -> str:
    return figures.exact_day(speech, day)


def _number(speech: Speech, value: float) -> str:
    return figures.number(speech, value)


_IN_WORDS: dict[str, Callable[[Speech, Any], str]] = {
    "zone": _zone,
    "public": _public,
    "publics": _publics,
    "avoided": _zone,
    "papers": _papers,
    "languages": figures.languages,
    "half_days": figures.half_days,
    "gate": labels.gate,
    "until": _day,
    "checked_on": _day,
    "places": _number,
    "days": _number,
    "km": figures.distance,
    "limit": figures.distance,
}
