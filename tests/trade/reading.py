"""Reads the cases of the trade: a person, a small network, what is expected and why."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.services.profiles import profile_of
from api.services.weighing import default_weights
from api.v1.profile import read_profile
from matching.catalogue import compile_catalogue
from matching.network import Capacity, Network, Partner, PastRequest, Service
from matching.problem import Problem
from matching.profile import Profile
from matching.reading import read_text
from network_data.repositories.person_file import PersonFile, Sight, View, masked
from network_data.tables import Need, Person
from network_data.vocabulary import BARRIERS, AccessPath, EndedBy, half_day_mask

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 23)
HOME = (48.8721, 2.3767)
HOME_CODE = "75119"
_DEGREES_PER_KM = 1 / 111.195


class _Told(BaseModel):
    """What a file may say; a word that nobody reads is a mistake in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Excluded(_Told):
    """A service that must not be proposed, by which reason, in which words."""

    service: str
    reason: str
    says: tuple[str, ...] = Field(min_length=1)


class Asked(_Told):
    """Past requests of one service, all alike, for the person's first barrier: ``wait``, days until the answer."""

    service: str
    times: int = 1
    days_ago: int = 200
    wait: int | None = None
    accepted: bool | None = None
    started: bool | None = None
    ended_by: EndedBy | None = None


class Expected(_Told):
    """What is expected for one barrier; ``first`` is empty where nothing must be proposed."""

    barrier: str | None = None
    first: str
    status: str | None = None
    reasons: tuple[str, ...] = ()
    says: tuple[str, ...] = Field(min_length=1)
    order: tuple[str, ...] | None = None


class ExpectedStep(_Told):
    """A step of the plan: the service and the wave."""

    barrier: str
    service: str
    wave: int = 1
    says: tuple[str, ...] = ()


class Case(_Told):
    """A case of the trade as its file tells it.

    ``seen_by_software``: the person is stored, and read as a chantier's software may read them.
    """

    title: str
    story: str
    reason: str
    person: Mapping[str, Any]
    partners: Mapping[str, Mapping[str, Any]] = Field(default_factory=dict)
    services: Mapping[str, Mapping[str, Any]]
    requests: tuple[Asked, ...] = ()
    expected: tuple[Expected, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    steps: tuple[ExpectedStep, ...] | None = None
    followed: tuple[str, ...] = ()
    seen_by_software: bool = False


@dataclass(frozen=True)
class Found:
    """A case and the file where it stands."""

    theme: str
    case: Case

    def __str__(self) -> str:
        return f"{self.theme} : {self.case.title}"


def all_cases() -> Iterator[Found]:
    """Every case, by file and in the order of the file."""
    for path in sorted(CASES.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield Found(path.stem, Case.model_validate(row))


def problem_of(case: Case) -> Problem:
    """The problem that a case poses to the engine."""
    partners = {id_: _partner(id_, facts) for id_, facts in case.partners.items()}
    services = [_service(id_, facts) for id_, facts in sorted(case.services.items())]
    for service in services:
        partners.setdefault(service.partner_id, _partner(service.partner_id, {}))
    read = _profile_for_software if case.seen_by_software else _profile
    profile = read(case.person)
    requests = [one for asked in case.requests for one in _requests(asked, profile.needs[0].barrier)]
    network = Network(case.title, partners, tuple(services), requests)
    return Problem(profile, compile_catalogue(network), default_weights())


def _requests(told: Asked, barrier: str) -> list[PastRequest]:
    asked_on = TODAY - timedelta(days=told.days_ago)
    answered_on = None if told.wait is None else asked_on + timedelta(days=told.wait)
    ended_on = (answered_on or asked_on) + timedelta(days=5) if told.ended_by else None
    one = PastRequest(
        told.service, barrier, asked_on, answered_on, told.accepted, ended_on, told.ended_by, told.started
    )
    return [one] * told.times


def _profile(told: Mapping[str, Any]) -> Profile:
    """The profile in the JSON of the contract, living in the 19th arrondissement unless the file says otherwise."""
    home = {"latitude": HOME[0], "longitude": HOME[1], "code_insee": HOME_CODE}
    barriers = [{"code": one} if isinstance(one, str) else one for one in told["barriers"]]
    body = {"location": home, **told, "barriers": barriers}
    if body["location"] == "":
        del body["location"]
    return read_profile(json.dumps(body, default=date.isoformat).encode()).profile(TODAY)


def _profile_for_software(told: Mapping[str, Any]) -> Profile:
    """The profile of someone stored, with nothing that would give a sensitive need away."""
    whole = _profile(told)
    person = Person(
        id="P-0001",
        chantier_id="chantier",
        insee_code=HOME_CODE,
        latitude=HOME[0],
        longitude=HOME[1],
        known_partners=sorted(whole.known_partners),
        avoided_places=list(whole.avoided_places),
        excluded_partners=sorted(whole.excluded_partners),
    )
    needs = tuple(Need(person_id=person.id, barrier=need.barrier, assessed_on=TODAY) for need in whole.needs)
    file = PersonFile(person, needs, papers=(), referents=(), need_count=len(needs))
    return profile_of(masked(file, Sight(View.WITHOUT_SENSITIVE)), TODAY)


def _partner(id_: str, facts: Mapping[str, Any]) -> Partner:
    told = dict(facts)
    if "networks" in told:
        told["networks"] = tuple(told["networks"])
    latitude, longitude = _at(told.pop("km", 1.0))
    stated: dict[str, Any] = {"name": id_, "latitude": latitude, "longitude": longitude, "insee_code": HOME_CODE}
    return Partner(id=id_, **(stated | told))


def _service(id_: str, facts: Mapping[str, Any]) -> Service:
    """A service open to everyone in Paris, entered directly, one kilometre away, unless the file says otherwise."""
    told = {"partner": id_, "name": id_, **facts}
    stated: dict[str, Any] = {
        "access_path": "direct",
        "publics": ["tous-publics"],
        "zone": ["75"],
        "insee_code": HOME_CODE,
    }
    stated |= _answering(told.pop("answers", ()))
    stated |= dict(zip(("latitude", "longitude"), _at(told.pop("km", 1.0)), strict=True))
    stated["updated_on"] = TODAY - timedelta(days=told.pop("updated_days_ago", 10))
    stated["capacity"] = _capacity(told)
    if "half_days" in told:
        stated["half_days"] = half_day_mask(told.pop("half_days"))
    facts = {name: _fact(value) for name, value in (stated | told).items()}
    facts["reading"] = read_text(facts["name"], facts.pop("description", None) or "")
    facts["access_path"] = AccessPath(facts["access_path"] or AccessPath.UNKNOWN)
    return Service(id=id_, partner_id=facts.pop("partner"), **facts)


def _fact(value: Any) -> Any:
    """A fact as the engine holds it: lists do not change, and what is unknown is None."""
    if isinstance(value, list):
        return tuple(value)
    return None if value == "unknown" else value


def _answering(barriers: tuple[str, ...]) -> dict[str, Any]:
    """The thématique of each barrier or, where it has none of its own, a neighbouring one and a keyword."""
    thematiques: list[str] = []
    words: list[str] = []
    for code in barriers:
        barrier = BARRIERS[code]
        thematiques.extend((barrier.thematiques or barrier.fallback_thematiques)[:1])
        if not barrier.thematiques:
            words.append(barrier.keywords[0])
    return {"thematiques": list(dict.fromkeys(thematiques)), "description": " ; ".join(words)}


def _at(km: float) -> tuple[float, float]:
    """A point so many kilometres north of the person's home."""
    return HOME[0] + km * _DEGREES_PER_KM, HOME[1]


def _capacity(told: dict[str, Any]) -> Capacity:
    asked = told.pop("asked_days_ago", None)
    return Capacity(
        places_open=told.pop("places_open", None),
        checked_on=None if asked is None else TODAY - timedelta(days=asked),
        waiting_days=told.pop("waiting_days", None),
        full_until=told.pop("full_until", None),
    )
