"""Builds the services of the demonstration's partners."""

from datetime import date

from network_data.demo import capacity
from network_data.demo.draws import Draws
from network_data.demo.files import read
from network_data.demo.kinds import ServiceRecipe
from network_data.demo.partners import SOURCE, BuiltPartner, draw_update
from network_data.demo.places import Place, draw_place, zone_codes
from network_data.tables import Service

_ELSEWHERE = 0.25
"""How often a permanence is held at another address than the partner's."""
_SAYS_EVERYONE = 0.6
_PERMANENCES = ("permanence", "quinzaine")


def build_services(partner: BuiltPartner, today: date, seed: int) -> list[Service]:
    """The services of ``partner``, numbered from 1."""
    offered = [recipe for recipe in partner.kind.service if _offers(partner, recipe, seed)]
    return [_build(partner, recipe, number, today, seed) for number, recipe in enumerate(offered, start=1)]


def _offers(partner: BuiltPartner, recipe: ServiceRecipe, seed: int) -> bool:
    if partner.entry.only:
        return recipe.name in partner.entry.only
    return Draws(seed, "offer", partner.row.id, recipe.name).chance(recipe.chance)


def _build(partner: BuiltPartner, recipe: ServiceRecipe, number: int, today: date, seed: int) -> Service:
    draws = Draws(seed, "service", partner.row.id, recipe.name)
    service = _row(partner, recipe, f"{partner.row.id}--{number}", draws, today)
    _enter(service, partner, recipe, draws)
    _locate(service, partner, recipe, draws)
    capacity.fill(draws, today, recipe, service)
    return service


def _row(partner: BuiltPartner, recipe: ServiceRecipe, identifier: str, draws: Draws, today: date) -> Service:
    return Service(
        id=identifier,
        partner_id=partner.row.id,
        source=SOURCE,
        name=recipe.name,
        description=recipe.descriptions[partner.rank % len(recipe.descriptions)],
        updated_on=partner.row.updated_on if draws.chance(0.7) else draw_update(draws, today),
        type=recipe.type,
        thematiques=list(recipe.thematiques) or None,
        fees=recipe.fees or None,
        fees_details=recipe.fees_details,
        opening_hours=_hours(partner, recipe, draws),
        weekly_hours=recipe.weekly_hours,
        weeks=recipe.weeks,
        sensitive=partner.row.sensitive,
    )


def _enter(service: Service, partner: BuiltPartner, recipe: ServiceRecipe, draws: Draws) -> None:
    """Writes who may come, how, and with what."""
    service.publics = _publics(recipe, draws)
    service.publics_details = recipe.publics_details
    service.access_conditions = recipe.conditions
    service.access_path = recipe.access_path
    service.reception_modes = list(recipe.modes)
    service.mobilisable_by = list(recipe.mobilisable_by)
    service.mobilisation_modes = list(recipe.mobilisation_modes)
    service.languages = draws.pick(read("languages")[recipe.languages]) or None
    service.age_min = recipe.age_min
    service.age_max = recipe.age_max if partner.entry.age_max is None else partner.entry.age_max
    service.women_only = recipe.women_only
    service.required_papers = list(recipe.papers) or None
    service.eligibility_zone = zone_codes(recipe.zone, partner.place.commune if partner.place else None)


def _publics(recipe: ServiceRecipe, draws: Draws) -> list[str] | None:
    """The publics of the recipe; where it names none, everyone, or a blank as so often in real records."""
    if recipe.publics:
        return list(recipe.publics)
    return ["tous-publics"] if draws.chance(_SAYS_EVERYONE) else None


def _hours(partner: BuiltPartner, recipe: ServiceRecipe, draws: Draws) -> str | None:
    if recipe.hours is None:
        return partner.row.opening_hours
    found: str = draws.pick(read("hours")[recipe.hours])
    return found


def _locate(service: Service, partner: BuiltPartner, recipe: ServiceRecipe, draws: Draws) -> None:
    service.phone = partner.row.phone
    service.email = partner.row.email if draws.chance(0.6) else None
    if recipe.modes == ("a-distance",) or partner.place is None:
        return
    service.step_free = partner.step_free if recipe.step_free is None else recipe.step_free
    if recipe.hours in _PERMANENCES and draws.chance(_ELSEWHERE):
        _move(service, draw_place(draws, draws.pick(partner.place.commune.neighbours)), draws)
    else:
        _stay(service, partner)


def _stay(service: Service, partner: BuiltPartner) -> None:
    row = partner.row
    service.address, service.address_complement = row.address, row.address_complement
    service.postcode, service.city, service.insee_code = row.postcode, row.city, row.insee_code
    service.latitude, service.longitude = row.latitude, row.longitude


def _move(service: Service, place: Place, draws: Draws) -> None:
    service.address, service.address_complement = place.address, place.complement
    service.postcode, service.city, service.insee_code = place.commune.postcode, place.commune.name, place.commune.insee
    service.latitude, service.longitude = place.latitude, place.longitude
    service.step_free = draws.known(0.6)
