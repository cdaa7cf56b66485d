"""The page of someone's situation: what a service must suit, and what nobody has asked yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.i18n import Message, say
from api.services.communes import Communes, UnknownCommuneError
from api.web.entry import situation_form as form
from api.web.entry.comparing import changes, merged
from api.web.entry.desk import CurrentDesk, Desk, Written
from api.web.entry.sending import Answers, CurrentSent
from api.web.entry.situation_words import LANGUAGES, SituationWords, language_name
from network_data.repositories import PersonFile
from network_data.tables import Partner
from network_data.vocabulary import HALF_DAYS, PAPERS

router = APIRouter()

PAGE = "/personnes/{person_id}/situation"
LOOK_PLACE, LOOK_KNOWN = "cherche-lieu", "cherche-connu"
MOST_SUGGESTED = 400
"""Communes offered while typing: more would weigh more than they help."""


@router.get(PAGE, response_class=HTMLResponse)
def situation(desk: CurrentDesk) -> HTMLResponse:
    """What is known of the situation."""
    file, _ = desk.open()
    facts = form.facts_of(file)
    return _page(desk, file, Written(facts, facts))


@router.post(PAGE)
def write_situation(desk: CurrentDesk, sent: CurrentSent) -> Response:
    """Writes what is known now; or searches, asks to correct, or says what someone else changed meanwhile."""
    file, edit = desk.open()
    if sent.is_looking:
        return _page(desk, file, Written(sent.answers, sent.seen))
    now = form.facts_of(file)
    mine, faults = _located(desk, sent.facts)
    if others := changes(sent.seen, now, mine):
        return _page(desk, file, Written({**merged(sent.seen, now, mine), **sent.aside}, now, changes=others))
    found = form.understand(mine, desk.visit.today)
    if faults := found.faults | faults:
        return _page(desk, file, Written(sent.answers, sent.seen, faults))
    if mine != now:
        edit.write_situation(found.situation)
    return desk.done()


def _located(desk: Desk, facts: Answers) -> tuple[dict[str, str], dict[str, Message]]:
    """The facts with places as they are stored: a partner's by its position, a commune by its code."""
    mine, faults = dict(facts), {}
    place = mine.get(form.PLACE, "")
    if place.startswith(form.PARTNER):
        partner = desk.visit.network.partner(place.removeprefix(form.PARTNER))
        if partner is None or partner.latitude is None or partner.longitude is None:
            faults[form.PLACE] = say("Ce partenaire n’a pas de lieu connu : choisissez la commune.")
        else:
            mine[form.PLACE] = form.position(partner.latitude, partner.longitude)
            mine[form.COMMUNE] = partner.insee_code or mine.get(form.COMMUNE, "")
    elif form.COMMUNE in mine and not place:
        mine[form.PLACE] = form.COMMUNE_ONLY
    if mine.get(form.COMMUNE):
        try:
            mine[form.COMMUNE] = Communes.of(desk.visit.network.communes()).find(mine[form.COMMUNE])
        except UnknownCommuneError:
            faults[form.COMMUNE] = say("Cette commune n’est pas connue du réseau : écrivez son code INSEE.")
    known = {name.removeprefix(form.KNOWN) for name in mine if name.startswith(form.KNOWN)}
    for unknown in known - desk.visit.network.partners_by_id(known).keys():
        mine.pop(form.KNOWN + unknown)
    return {name: value for name, value in mine.items() if value}, faults


@dataclass(frozen=True, slots=True)
class Choices:
    """What the page offers: partners found or chosen, communes, languages."""

    places: Sequence[Partner]
    known: Sequence[Partner]
    communes: Mapping[str, str]
    languages: Mapping[str, str]


def _page(desk: Desk, file: PersonFile, written: Written) -> HTMLResponse:
    words = SituationWords(desk.visit.network)
    return desk.page(
        "entry/situation.html",
        file,
        written,
        offered=_choices(desk, written.answers),
        form=form,
        papers=list(PAPERS),
        half_days=HALF_DAYS,
        look_names={"place": LOOK_PLACE, "known": LOOK_KNOWN},
        told={name.partition("-")[0] for name in written.answers},
        name_of=words.name_of,
        value_of=words.value_of,
    )


def _choices(desk: Desk, answers: Answers) -> Choices:
    chosen = [name.removeprefix(form.KNOWN) for name in answers if name.startswith(form.KNOWN)]
    place = answers.get(form.PLACE, "")
    at = [place.removeprefix(form.PARTNER)] if place.startswith(form.PARTNER) else []
    communes = Communes.of(desk.visit.network.communes())
    spoken = [name.removeprefix(form.LANGUAGE) for name in answers if name.startswith(form.LANGUAGE)]
    located = [each for each in desk.partners(answers.get(LOOK_PLACE, ""), at) if each.latitude is not None]
    return Choices(
        places=located,
        known=desk.partners(answers.get(LOOK_KNOWN, ""), sorted(chosen)),
        communes=dict(list(communes.names.items())[:MOST_SUGGESTED]),
        languages={code: language_name(code) for code in dict.fromkeys((*LANGUAGES, *sorted(spoken)))},
    )
