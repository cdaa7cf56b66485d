"""Random networks and profiles, small and large: plausible enough to reach every criterion, ties included."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from matching.network import Capacity, Network, Partner, PastRequest, Service
from matching.profile import HeldPaper, Location, Need, Profile
from matching.reading import read_text
from network_data.vocabulary import BARRIERS, HALF_DAYS, PAPERS, PUBLICS, AccessPath, EndedBy

Value = TypeVar("Value")
TODAY = date(2026, 11, 22)
_THEMATIQUES = sorted({code for barrier in BARRIERS.values() for code in barrier.thematiques})
_FALLBACKS = sorted({code for barrier in BARRIERS.values() for code in barrier.fallback_thematiques})
_NETWORKS = sorted({code for barrier in BARRIERS.values() for code in barrier.specialist_networks})
_KEYWORDS = sorted({word for barrier in BARRIERS.values() for word in barrier.keywords})
_ZONES = (
    None,
    ("75",),
    ("75", "93"),
    ("75056",),
    ("75119",),
    ("75118", "75119"),
    ("france",),
    ("200054781",),
    ("99100",),
    ("93",),
)
_CODES = (*(f"751{number:02}" for number in range(1, 21)), "75056", "93001", "93066", "97105")
_LANGUAGES = ("fra", "ara", "eng", "spa", "tir", "prs", "bam")
_PUBLICS = sorted(set(PUBLICS) - {"tous-publics"})
_DIRECT_MOSTLY = (AccessPath.DIRECT,) * 6 + tuple(AccessPath)


def random_network(
    random: Random, services: int, per_partner: float = 2.3, requests: int = 0, spread: float = 1.0
) -> Network:
    """A network of ``services`` services around Paris; coordinates on a coarse grid, so that ties happen.

    ``spread``: how many times wider than the city; 80 covers the country. ``requests``: at most so many past requests.
    """
    partners = [_partner(random, number, spread) for number in range(max(1, round(services / per_partner)))]
    found = sorted(
        (_service(random, number, random.choice(partners)) for number in range(services)), key=lambda s: s.id
    )
    by_id = {partner.id: partner for partner in partners}
    return Network(f"random-{services}", by_id, tuple(found), random_requests(random, found, requests))


def random_requests(random: Random, services: Sequence[Service], most: int) -> tuple[PastRequest, ...]:
    """At most ``most`` requests to a third of the services: answered or not, taken or not, ended by anyone."""
    asked = [service for service in services if random.random() < 0.3]
    return tuple(_request(random, random.choice(asked)) for _ in range(random.randrange(most + 1)) if asked)


def _request(random: Random, service: Service) -> PastRequest:
    asked_on = TODAY - timedelta(days=random.choice((0, 3, 61, 800, random.randrange(400))))
    answered = random.random() < 0.6
    ended_by = random.choice((None, None, *EndedBy))
    return PastRequest(
        service_id=service.id,
        barrier=random.choice(("domiciliation", "addictions", "acces-logement", "identite", *BARRIERS)),
        asked_on=asked_on,
        answered_on=asked_on + timedelta(days=random.choice((0, 1, 4, 60, 61))) if answered else None,
        accepted=random.choice((None, True, True, False)) if answered else None,
        ended_on=asked_on + timedelta(days=random.choice((1, 59, 60, 90))) if ended_by else None,
        ended_by=ended_by,
        started=random.choice((None, True, False)) if answered else None,
    )


def _partner(random: Random, number: int, spread: float) -> Partner:
    placed = random.random() < 0.93
    return Partner(
        id=f"p{number:06}",
        name=f"Partenaire {number}",
        networks=tuple(sorted(random.sample([*_NETWORKS, "siao", "mdph"], random.choice((0, 0, 0, 1, 1, 2))))),
        latitude=round(48.86 + spread * random.uniform(-0.05, 0.05), 3) if placed else None,
        longitude=round(2.335 + spread * random.uniform(-0.085, 0.085), 3) if placed else None,
        insee_code=random.choice(_CODES) if random.random() < 0.9 else None,
    )


def _service(random: Random, number: int, partner: Partner) -> Service:
    words = random.sample(_KEYWORDS, random.choice((0, 0, 1, 2)))
    thematiques = random.sample(_THEMATIQUES, random.choice((0, 1, 1, 2, 3))) + random.sample(
        _FALLBACKS, random.choice((0, 0, 1))
    )
    moved = random.random() < 0.2
    return Service(
        id=f"s{number:07}",
        partner_id=partner.id,
        name=f"Service {number}",
        updated_on=TODAY - timedelta(days=random.choice((0, 30, 400, 900, random.randrange(1200)))),
        reading=read_text(f"Service {number}", " ; ".join(words)),
        thematiques=tuple(dict.fromkeys(thematiques)),
        latitude=round(random.uniform(48.81, 48.91), 3) if moved else None,
        longitude=round(random.uniform(2.25, 2.42), 3) if moved else None,
        insee_code=partner.insee_code,
        zone=random.choice(_ZONES),
        publics=random.choice((None, ("tous-publics",), ("tous-publics",), tuple(sorted(random.sample(_PUBLICS, 2))))),
        fees=random.choice((None, "gratuit", "gratuit", "payant")),
        reception_modes=random.choice(
            (None, ("en-presentiel",), ("en-presentiel",), ("a-distance", "en-presentiel"), ("a-distance",))
        ),
        half_days=random.choice((None, 0b1111111111, 0b0101, random.getrandbits(14))),
        languages=random.choice((None, None, ("fra",), tuple(sorted(random.sample(_LANGUAGES, 2))))),
        age_min=random.choice((None, None, None, 18, 60)),
        age_max=random.choice((None, None, None, 25, 64)),
        women_only=random.choice((None, None, False, True)),
        step_free=random.choice((None, True, False)),
        required_papers=random.choice((None, None, None, tuple(sorted(random.sample(sorted(PAPERS), 2))))),
        access_path=random.choice(_DIRECT_MOSTLY),
        mobilisation_modes=random.choice(
            (None, ("se-presenter",), ("telephoner",), ("envoyer-un-courriel",), ("envoyer-un-courriel", "telephoner"))
        ),
        interpreter=random.choice((None, None, False, True)),
        animals=random.choice((None, False, True)),
        mobile=random.choice((None, None, None, None, False, True)),
        religious=random.choice((None, False, False, True)),
        capacity=_capacity(random),
    )


def _capacity(random: Random) -> Capacity:
    if random.random() < 0.5:
        return Capacity()
    return Capacity(
        places_open=random.choice((None, 0, 1, 5)),
        checked_on=random.choice((None, TODAY - timedelta(days=random.choice((3, 30, 31, 200))))),
        waiting_days=random.choice((None, None, 10, 90)),
        full_until=random.choice((None, None, None, None, TODAY, TODAY - timedelta(days=1))),
    )


def random_profile(random: Random, network: Network, needs: int = 7, *, constrained: bool = True) -> Profile:
    """A person with ``needs`` barriers; ``constrained`` adds everything that may exclude."""
    barriers = random.sample(sorted(BARRIERS), needs)
    maybe = _Maybe(random, 0.5 if constrained else 0.0)
    latitude, longitude = round(random.uniform(48.81, 48.91), 3), round(random.uniform(2.25, 2.42), 3)
    located = random.random() < 0.8
    return Profile(
        needs=tuple(
            Need(code, random.choice((1, 2, 3)), random.random() < 0.2, followed_by=maybe("référent", 0.1))
            for code in barriers
        ),
        on=TODAY,
        location=Location(
            latitude if located else None, longitude if located else None, maybe(random.choice(_CODES), 0.7)
        ),
        birth_year=maybe(random.randrange(1955, 2009)),
        publics={code: random.random() < 0.5 for code in random.sample(_PUBLICS, random.choice((0, 3, 8)))},
        languages=maybe(frozenset(random.sample(_LANGUAGES, random.choice((1, 2, 3))))),
        papers=maybe(
            tuple(
                HeldPaper(code, random.choice((None, TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=30))))
                for code in random.sample(sorted(PAPERS), 8)
            )
        ),
        needs_women_only=maybe(random.random() < 0.3, 0.3),
        secret_address=maybe(True, 0.05) or False,
        step_free_access=maybe(random.random() < 0.3),
        max_distance_km=maybe(random.choice((1.0, 3.0, 8.0))),
        remote_ok=maybe(random.random() < 0.6),
        phone=maybe(random.random() < 0.8),
        can_pay=maybe(random.random() < 0.5),
        available=maybe(frozenset(random.sample(HALF_DAYS, random.choice((1, 3, 6))))),
        known_partners=frozenset(random.sample(sorted(network.partners), min(3, len(network.partners)))),
        requested_papers=maybe(frozenset(random.sample(sorted(PAPERS), 6))) or frozenset(),
        with_animal=maybe(random.random() < 0.5),
        reads=maybe(random.random() < 0.5),
        avoided_places=maybe((random.choice(_CODES), "93"), 0.4) or (),
        excluded_partners=maybe(_some_partners(random, network), 0.6) or frozenset(),
        secular_only=maybe(True, 0.3),
        per_barrier=5,
    )


def _some_partners(random: Random, network: Network) -> frozenset[str]:
    """Partners of the network, and a gate without a partner."""
    return frozenset([*random.sample(sorted(network.partners), min(3, len(network.partners))), "gate--siao"])


class _Maybe:
    """Gives a value with some probability, else None."""

    def __init__(self, random: Random, probability: float) -> None:
        self._random = random
        self._probability = probability

    def __call__(self, value: Value, probability: float = 1.0) -> Value | None:
        return value if self._random.random() < self._probability * probability else None
