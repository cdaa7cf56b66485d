"""The pages that each role comes back to: in every page's header, and said in full on the first page."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.i18n import N_
from network_data.asker import Position, Role

TEAM = frozenset({Role.ADVISOR, Role.OFFICER, Role.COORDINATOR})
BESIDE_PEOPLE = frozenset({Role.ADVISOR, Role.COORDINATOR})


@dataclass(frozen=True, slots=True)
class Way:
    """A page, for whoever holds one of ``roles``; ``says``: what one finds there."""

    href: str
    name: str
    says: str
    icon: str
    roles: frozenset[Role]


WAYS = (
    Way(
        "/ma-semaine",
        N_("Ma semaine"),
        N_("Échéances, rendez-vous, appels, personnes sans nouvelles"),
        "clock",
        frozenset({Role.ADVISOR}),
    ),
    Way(
        "/a-faire",
        N_("À faire"),
        N_("Ce qui attend une réponse, une relance ou un résultat"),
        "check",
        frozenset({Role.ADVISOR, Role.OFFICER}),
    ),
    Way("/demandes", N_("Demandes"), N_("Les questions à l’équipe de partenariat, et ses réponses"), "question", TEAM),
    Way(
        "/suivi",
        N_("À regarder"),
        N_("Ce qui se contredit, ce que personne ne suit"),
        "people",
        frozenset({Role.ADVISOR}),
    ),
    Way("/papiers", N_("Papiers"), N_("Ceux qui se terminent, à renouveler à temps"), "administratif", BESIDE_PEOPLE),
    Way(
        "/apres-la-sortie",
        N_("Après la sortie"),
        N_("Qui rappeler après un emploi ou un logement"),
        "phone",
        BESIDE_PEOPLE,
    ),
    Way(
        "/permanences",
        N_("Permanences"),
        N_("Qui vient quand dans chaque chantier"),
        "place",
        TEAM | {Role.DIRECTION, Role.SUPERVISOR},
    ),
    Way(
        "/administration",
        N_("Administration"),
        N_("Les comptes, les lieux et les clés"),
        "key",
        frozenset({Role.ADMINISTRATOR}),
    ),
    Way("/trace", N_("Trace"), N_("Qui a vu ou changé quoi, quand et pourquoi"), "search", frozenset({Role.AUDITOR})),
    Way("/partenaires", N_("Partenaires"), N_("Tout le réseau, par domaine ou par mot"), "mesh", frozenset(Role)),
)
WAYS_OF_A_TERRITORY = (
    Way("couverture", N_("Ce qui manque"), N_("Les trous du réseau, et qui les comblerait"), "mesh", frozenset()),
    Way(
        "suivi", N_("Suivis à regarder"), N_("Contradictions, doublons, personnes sans référent"), "people", frozenset()
    ),
    Way(
        "places",
        N_("Partager les places"),
        N_("Quand elles sont moins nombreuses que les besoins"),
        "check",
        frozenset(),
    ),
    Way(
        "equipes", N_("Qui va où"), N_("Le mois des chargées de partenariat, entre les chantiers"), "clock", frozenset()
    ),
)
"""Beneath ``/territoires/{slug}/``, for its coordinator; the first also for whoever may count its needs."""


def ways_of(positions: Sequence[Position]) -> tuple[Way, ...]:
    """The ways of whoever holds some positions, in the order of a day."""
    held = {position.role for position in positions}
    return tuple(way for way in WAYS if way.roles & held)
