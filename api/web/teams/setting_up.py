"""The pages that set what a month is made of: posts, absences, chantiers' hours, and the formula of demand."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.errors import NotFoundError
from api.i18n import Message, say, translations
from api.services.staffing.demand import formula_of
from api.web.language import PAGES_LOCALE
from api.web.teams import post_form, terms_form
from api.web.teams.desk import CurrentTeamsDesk, TeamsDesk, named_half_days
from api.wording import staffing as words
from api.wording.speech import Speech
from api.wording.staffing import DOMAIN_NAMES
from network_data.repositories.staffing_setup import new_post_id
from network_data.tables import Chantier, OfficerPost, Territory

router = APIRouter()

PAGE = "/territoires/{territory_slug}/equipes"
NEW = "nouveau"
MOST_FIELDS = 200


async def sent_answers(request: Request) -> dict[str, str]:
    """The fields of a form, trimmed; the last one where a name comes twice."""
    form = await request.form(max_fields=MOST_FIELDS)
    return {name: value.strip() for name, value in form.items() if isinstance(value, str) and name != "csrf"}


Sent = Annotated[dict[str, str], Depends(sent_answers)]


@router.get(PAGE + "/postes", response_class=HTMLResponse)
def posts(desk: CurrentTeamsDesk, territory_slug: str) -> HTMLResponse:
    """Posts, absences, when chantiers receive, and the formula."""
    territory = desk.territory(territory_slug)
    found = desk.setup.all_posts(territory.slug)
    ids = [each.id for each in found]
    chantiers = desk.chantiers(territory)
    return desk.visit.page(
        "teams/posts.html",
        territory=territory,
        posts=found,
        absences=desk.setup.absences(ids, desk.visit.today),
        rules=desk.staffing.staffing.rules(ids),
        chantiers=chantiers,
        hours=desk.staffing.staffing.hours([each.id for each in chantiers]),
        half_days=dict(named_half_days()),
        domains=_domains(),
    )


@router.get(PAGE + "/postes/{post_id}", response_class=HTMLResponse)
def post(desk: CurrentTeamsDesk, territory_slug: str, post_id: str) -> HTMLResponse:
    """A post to change, or a new one."""
    territory = desk.territory(territory_slug)
    found = _post(desk, territory, post_id)
    rules = desk.staffing.staffing.rules([found.id]) if found else []
    return _post_page(desk, territory, found, post_form.facts_of(found, rules, desk.visit.today))


@router.post(PAGE + "/postes/{post_id}")
def save_post(desk: CurrentTeamsDesk, territory_slug: str, post_id: str, sent: Sent) -> Response:
    """Keeps a post with its absences and its chantiers, or says what is to correct."""
    territory = desk.territory(territory_slug)
    found = _post(desk, territory, post_id)
    chantiers = [each.id for each in desk.chantiers(territory)]
    read = post_form.read(sent, chantiers, [each for each, _ in desk.officers(territory)])
    if read.faults:
        return _post_page(desk, territory, found, sent, read.faults)
    kept = found or OfficerPost(id=new_post_id(), territory_slug=territory.slug, name=read.name, since=read.since)
    read.write_to(kept)
    desk.setup.save_post(kept)
    desk.setup.set_rules(kept, read.rules)
    desk.setup.change_absences(kept, read.over, read.away)
    return _back(territory, "postes")


@router.get(PAGE + "/accueil/{receiving_id}", response_class=HTMLResponse)
def hours(desk: CurrentTeamsDesk, territory_slug: str, receiving_id: str) -> HTMLResponse:
    """When a chantier receives officers."""
    territory = desk.territory(territory_slug)
    chantier = _chantier(desk, territory, receiving_id)
    known = desk.staffing.staffing.hours([chantier.id]).get(chantier.id)
    return _hours_page(desk, territory, chantier, terms_form.hours_facts(known))


@router.post(PAGE + "/accueil/{receiving_id}")
def save_hours(desk: CurrentTeamsDesk, territory_slug: str, receiving_id: str, sent: Sent) -> Response:
    """Keeps when a chantier receives."""
    territory = desk.territory(territory_slug)
    chantier = _chantier(desk, territory, receiving_id)
    half_days, room, faults = terms_form.read_hours(sent)
    if faults:
        return _hours_page(desk, territory, chantier, sent, faults)
    desk.setup.set_hours(chantier.id, half_days, room)
    return _back(territory, "accueil")


@router.get(PAGE + "/formule", response_class=HTMLResponse)
def formula(desk: CurrentTeamsDesk, territory_slug: str) -> HTMLResponse:
    """What a need asks for, in half-days."""
    territory = desk.territory(territory_slug)
    terms = desk.staffing.staffing.terms(territory.slug)
    return _formula_page(desk, territory, terms_form.formula_facts_of(formula_of(terms.formula if terms else {})))


@router.post(PAGE + "/formule")
def save_formula(desk: CurrentTeamsDesk, territory_slug: str, sent: Sent) -> Response:
    """Keeps another formula, or takes the default one again."""
    territory = desk.territory(territory_slug)
    if sent.get("action") == "depart":
        desk.setup.set_formula(territory.slug, {})
        return _back(territory, "formule")
    kept, faults = terms_form.read_formula(sent)
    if faults:
        return _formula_page(desk, territory, sent, faults)
    desk.setup.set_formula(territory.slug, kept)
    return _back(territory, "formule")


def _post(desk: TeamsDesk, territory: Territory, post_id: str) -> OfficerPost | None:
    """The post to change; None for a new one."""
    found = desk.setup.post(territory.slug, post_id)
    if found is None and post_id != NEW:
        raise NotFoundError(say("Ce poste n’existe pas dans ce territoire."))
    return found


def _chantier(desk: TeamsDesk, territory: Territory, chantier_id: str) -> Chantier:
    found = next((each for each in desk.chantiers(territory) if each.id == chantier_id), None)
    if found is None:
        raise NotFoundError(say("Ce chantier n’existe pas."))
    return found


def _post_page(
    desk: TeamsDesk,
    territory: Territory,
    found: OfficerPost | None,
    answers: Mapping[str, str],
    faults: Mapping[str, Message] | None = None,
) -> HTMLResponse:
    return _form(
        desk,
        "teams/post.html",
        territory,
        answers,
        faults,
        post=found,
        chantiers=desk.chantiers(territory),
        accounts=desk.officers(territory),
        absences=desk.setup.absences([found.id], desk.visit.today) if found else [],
        form=post_form,
    )


def _hours_page(
    desk: TeamsDesk,
    territory: Territory,
    chantier: Chantier,
    answers: Mapping[str, str],
    faults: Mapping[str, Message] | None = None,
) -> HTMLResponse:
    return _form(desk, "teams/hours.html", territory, answers, faults, receives=chantier, form=terms_form)


def _formula_page(
    desk: TeamsDesk, territory: Territory, answers: Mapping[str, str], faults: Mapping[str, Message] | None = None
) -> HTMLResponse:
    return _form(desk, "teams/formula.html", territory, answers, faults, form=terms_form)


def _form(
    desk: TeamsDesk,
    template: str,
    territory: Territory,
    answers: Mapping[str, str],
    faults: Mapping[str, Message] | None,
    **more: Any,
) -> HTMLResponse:
    """The page of a form: as it is stored, or as it was sent with what is to correct."""
    told = {name: fault.said(translations(PAGES_LOCALE)) for name, fault in (faults or {}).items()}
    page = desk.visit.page(
        template,
        territory=territory,
        answers=answers,
        faults=told,
        changes=(),
        half_days=named_half_days(),
        domains=_domains(),
        **more,
    )
    page.status_code = 422 if told else 200
    return page


def _domains() -> Sequence[tuple[str, str]]:
    speech = Speech(translations(PAGES_LOCALE))
    return [(code, words.domain_name(speech, code)) for code in DOMAIN_NAMES]


def _back(territory: Territory, anchor: str) -> RedirectResponse:
    return RedirectResponse(f"/territoires/{territory.slug}/equipes/postes#{anchor}", 303)
