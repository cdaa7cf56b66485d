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
LOOK_PLACE, LOOK_KNOWN, LOOK_EXCLUDED = "cherche-lieu", "cherche-connu", "cherche-refus"
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
    communes = Communes.of(desk.visit.network.communes())
    if mine.get(form.COMMUNE):
        try:
            mine[form.COMMUNE] = communes.find(mine[form.COMMUNE])
        except UnknownCommuneError:
            faults[form.COMMUNE] = say("Cette commune n’est pas connue du réseau : écrivez son code INSEE.")
    if mine.get(form.AVOIDED):
        try:
            mine[form.AVOIDED] = form.codes_apart(communes.places(mine[form.AVOIDED]))
        except UnknownCommuneError:
            faults[form.AVOIDED] = say(
                "Un de ces lieux n’est pas connu du réseau : écrivez des codes INSEE ou des départements, séparés par "
                "des virgules."
            )
    for start in (form.KNOWN, form.EXCLUDED):
        named = _named(mine, start)
        for unknown in named - desk.visit.network.partners_by_id(named).keys():
            mine.pop(start + unknown)
    return {name: value for name, value in mine.items() if value}, faults


def _named(facts: Answers, start: str) -> set[str]:
    return {name.removeprefix(start) for name in facts if name.startswith(start)}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the page offers: partners found or chosen, communes, languages."""

    places: Sequence[Partner]
    known: Sequence[Partner]
    excluded: Sequence[Partner]
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
        look_names={"place": LOOK_PLACE, "known": LOOK_KNOWN, "excluded": LOOK_EXCLUDED},
        told={name.partition("-")[0] for name in written.answers},
        name_of=words.name_of,
        value_of=words.value_of,
    )


def _choices(desk: Desk, answers: Answers) -> Choices:
    place = answers.get(form.PLACE, "")
    at = [place.removeprefix(form.PARTNER)] if place.startswith(form.PARTNER) else []
    communes = Communes.of(desk.visit.network.communes())
    located = [each for each in desk.partners(answers.get(LOOK_PLACE, ""), at) if each.latitude is not None]
    return Choices(
        places=located,
        known=desk.partners(answers.get(LOOK_KNOWN, ""), sorted(_named(answers, form.KNOWN))),
        excluded=desk.partners(answers.get(LOOK_EXCLUDED, ""), sorted(_named(answers, form.EXCLUDED))),
        communes=dict(list(communes.names.items())[:MOST_SUGGESTED]),
        languages={
            code: language_name(code) for code in dict.fromkeys((*LANGUAGES, *sorted(_named(answers, form.LANGUAGE))))
        },
    )
