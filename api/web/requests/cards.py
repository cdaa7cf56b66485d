"""A service as a request proposes it: the officer's words, whom to call, the last call, the real delay, the gate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.services.partner_search import PartnerQuery
from api.services.requests.proposals import Proposals, proposals, suggestions_for
from api.web.language import page_wording
from api.web.quotes import first_sentence
from api.web.requests.desk import RequestsDesk
from matching.learning.record import track_record
from matching.suggestions import Suggestion
from network_data.repositories.partner_loads import PartnerLoad
from network_data.repositories.requests import RequestFile
from network_data.tables import Partner, Service
from network_data.vocabulary import Gate, gate_of

FOUND = 5
"""Partners of a search whose services may replace the engine's."""


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service with its partner. ``answers``: how it answered until now; ``words``: what the officer says of it."""

    service: Service
    partner: Partner
    phone: str | None
    gate: Gate | None
    answers: tuple[str, ...]
    last_called: date | None
    load: PartnerLoad
    is_full: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the officer may propose: the engine's, then what was searched for; ``first`` stand in the form.

    ``cards``: what is known of each, in that order.
    """

    first: tuple[tuple[str, str], ...]
    options: tuple[tuple[str, str], ...]
    full: tuple[str, ...]
    cards: tuple[ServiceCard, ...]


def proposed_cards(desk: RequestsDesk, file: RequestFile) -> list[ServiceCard]:
    """The services proposed last, in their order, with the officer's words."""
    from_event = next((event for event in reversed(file.standing) if "services" in event.details), None)
    words = file.said.get(from_event.number, {}) if from_event else {}
    services = [desk.visit.network.service(each) for each in file.proposed]
    return [card_of(desk, file, each, words.get(each.id, "")) for each in services if each]


def card_of(desk: RequestsDesk, file: RequestFile, service: Service, words: str = "") -> ServiceCard:
    """The card of one service."""
    partner = desk.visit.network.partner(service.partner_id)
    assert partner is not None, "every service has a partner"
    load = desk.loads.of([partner.id]).get(partner.id, PartnerLoad())
    return ServiceCard(
        service=service,
        partner=partner,
        phone=service.phone or partner.phone,
        gate=gate_of(service.access_path),
        answers=_answers(desk, file, service.id),
        last_called=desk.loads.last_called(partner.id),
        load=load,
        is_full=partner.id in proposals([], {partner.id: load}, file.request.chantier_id, desk.most_open).full,
        words=words,
    )


def choices(desk: RequestsDesk, file: RequestFile, looked_for: str) -> Choices:
    """What the form of three routes offers."""
    person = desk.visit.people.find(file.person_id) if file.person_id else None
    suggested = suggestions_for(desk.visit.matcher, file.request.barrier, person, desk.visit.today)
    loads = desk.loads.of({each.partner_id for each in suggested})
    found = proposals(suggested, loads, file.request.chantier_id, desk.most_open)
    options = {each.service.id: f"{_name_of(each)}, {each.partner}" for each in found.suggestions}
    options |= _searched(desk, looked_for)
    return Choices(
        first=tuple((each.service.id, _engine_words(desk, each)) for each in found.suggestions[:3]),
        options=tuple(options.items()),
        full=_full(found, loads),
        cards=tuple(card_of(desk, file, each) for each in map(desk.visit.network.service, options) if each),
    )


def _full(found: Proposals, loads: Mapping[str, PartnerLoad]) -> tuple[str, ...]:
    """What to know of partners who have enough before them."""
    names = {each.partner_id: each.partner for each in found.suggestions}
    return tuple(
        f"{names[partner]} : déjà {loads[partner].total} orientations en attente chez eux."
        for partner in sorted(found.full)
        if partner in names
    )


def _name_of(suggestion: Suggestion) -> str:
    return page_wording().through(suggestion.through) if suggestion.through else suggestion.service.name


def _engine_words(desk: RequestsDesk, suggestion: Suggestion) -> str:
    """Where the officer starts from: what the service says of itself."""
    service = desk.visit.network.service(suggestion.service.id)
    gate = gate_of(suggestion.access_path)
    said = gate.how if gate and suggestion.through else first_sentence(service.description) if service else ""
    return said or suggestion.service.name


def _searched(desk: RequestsDesk, looked_for: str) -> dict[str, str]:
    if not looked_for.strip():
        return {}
    found = desk.visit.partner_search.find(PartnerQuery(looked_for)).partner_ids[:FOUND]
    names = {each: partner.name for each, partner in desk.visit.network.partners_by_id(found).items()}
    services: Sequence[Service] = [each for one in found for each in desk.visit.network.services_of(one)]
    return {each.id: f"{each.name}, {names[each.partner_id]}" for each in services}


def _answers(desk: RequestsDesk, file: RequestFile, service_id: str) -> tuple[str, ...]:
    catalogue = desk.visit.catalogue
    row = catalogue.row_of.get(service_id)
    if row is None or catalogue.gated[row]:
        return ()
    record = track_record(catalogue.experience.on(desk.visit.today), file.request.barrier, row)
    return tuple(page_wording().track_record(record)) if record else ()
