"""The pages where an advisor notes a choice about a barrier, the person's or their own, and keeps a plan."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.errors import NotFoundError
from api.i18n import Message, say
from api.services.choosing import Options, may_wait, options_for
from api.services.planning import entry_of, planned
from api.services.profiles import profile_of
from api.web.entry.desk import CurrentDesk, Desk
from api.web.people import plan_page
from matching.eligibility import Status
from network_data.repositories import PersonFile
from network_data.repositories.plan_edit import ChoiceEntry, PlanEdit
from network_data.tables import ChoiceKind, ChosenBy

router = APIRouter()

PAGE = "/personnes/{person_id}/choix/{barrier}"


class ChoiceForm(BaseModel):
    """What is decided: ``retenir`` a service, ``ecarter`` a partner, wait ``apres`` a barrier, ``retirer`` a choice."""

    decision: str = Field(max_length=20)
    service: str = Field(default="", max_length=300)
    partenaire: str = Field(default="", max_length=300)
    apres: str = Field(default="", max_length=100)
    choix: int = 0
    par: str = Field(default="", max_length=20)

    @property
    def chosen_by(self) -> ChosenBy:
        """Whose choice it is."""
        return ChosenBy.PERSON if self.par == ChosenBy.PERSON else ChosenBy.ADVISOR


class KeepForm(BaseModel):
    """Whether to keep the plan that was shown, by its result, or to keep none any more."""

    decision: str = Field(max_length=20)
    resultat: str = Field(default="", max_length=100)
    visages: str = Field(default="", max_length=3, pattern="^[0-9]*$")
    par: str = Field(default="", max_length=20)


@router.get(PAGE, response_class=HTMLResponse)
def barrier_choices(desk: CurrentDesk, barrier: str) -> HTMLResponse:
    """What may be chosen for one barrier, and what was."""
    file, _plan = _open(desk, barrier)
    return _page(desk, file, barrier)


@router.post(PAGE)
def choose(desk: CurrentDesk, barrier: str, form: Annotated[ChoiceForm, Form()]) -> Response:
    """Notes the choice, or says what to correct."""
    file, plan = _open(desk, barrier)
    if form.decision == "retirer":
        plan.withdraw(form.choix)
        return desk.done(f"#frein-{barrier}")
    decide = _DECISIONS.get(form.decision)
    entry = decide(desk, file, barrier, form) if decide else say("Choisissez ce qui est décidé.")
    if isinstance(entry, Message):
        return _page(desk, file, barrier, {form.decision: entry})
    plan.choose(entry)
    return desk.done(f"#frein-{barrier}")


@router.post("/personnes/{person_id}/plan")
def keep_plan(desk: CurrentDesk, form: Annotated[KeepForm, Form()]) -> Response:
    """Keeps the plan as it was shown; shows it again when it has changed meanwhile."""
    file, _edit = desk.open()
    plan = desk.access.entry.plan(file.person.id)
    if plan is None:
        raise NotFoundError(say("Cette page n’existe pas."))
    if form.decision == "oublier":
        plan.forget()
        return desk.done()
    faces = int(form.visages) if form.visages else None
    shown = planned(desk.visit.matcher, desk.visit.keeper, file, desk.visit.today, faces)
    if shown.result.result_id != form.resultat:
        changed = say("Le plan a changé depuis que vous l’avez ouvert : relisez-le, puis gardez-le.")
        page = plan_page(desk.visit, desk.access, file, faces, changed.text)
        page.status_code = 409
        return page
    plan.keep(entry_of(shown, ChosenBy.PERSON if form.par == ChosenBy.PERSON else ChosenBy.ADVISOR))
    return desk.done()


def _open(desk: Desk, barrier: str) -> tuple[PersonFile, PlanEdit]:
    file, _edit = desk.open()
    plan = desk.access.entry.plan(file.person.id)
    if plan is None or barrier not in {need.barrier for need in file.needs}:
        raise NotFoundError(say("Cette personne n’a pas ce frein, ou ne l’a plus."))
    return file, plan


def _options(desk: Desk, file: PersonFile, barrier: str) -> Options:
    return options_for(desk.visit.matcher, profile_of(file, desk.visit.today), barrier)


def _pin(desk: Desk, file: PersonFile, barrier: str, form: ChoiceForm) -> ChoiceEntry | Message:
    found = _options(desk, file, barrier).of(form.service)
    if found is None:
        return say("Choisissez un service de la liste.")
    return ChoiceEntry(barrier, ChoiceKind.PINNED, form.chosen_by, found.partner_id, found.service.id)


def _refuse(desk: Desk, file: PersonFile, barrier: str, form: ChoiceForm) -> ChoiceEntry | Message:
    options = _options(desk, file, barrier)
    if form.partenaire not in {each.partner_id for each in options.suitable}:
        return say("Choisissez un partenaire de la liste.")
    return ChoiceEntry(barrier, ChoiceKind.REFUSED, form.chosen_by, form.partenaire)


def _wait(desk: Desk, file: PersonFile, barrier: str, form: ChoiceForm) -> ChoiceEntry | Message:
    if not may_wait(profile_of(file, desk.visit.today), form.apres, barrier):
        return say("Ce frein passe forcément avant l’autre : choisissez-en un autre.")
    return ChoiceEntry(barrier, ChoiceKind.AFTER, form.chosen_by, first=form.apres)


_DECISIONS: Mapping[str, Callable[[Desk, PersonFile, str, ChoiceForm], ChoiceEntry | Message]] = {
    "retenir": _pin,
    "ecarter": _refuse,
    "apres": _wait,
}


def _page(desk: Desk, file: PersonFile, barrier: str, faults: Mapping[str, Message] | None = None) -> HTMLResponse:
    profile, options = profile_of(file, desk.visit.today), _options(desk, file, barrier)
    own = [choice for choice in file.choices if choice.barrier == barrier]
    named = {choice.partner_id for choice in own if choice.partner_id} | {each.partner_id for each in options.suitable}
    page = desk.visit.page(
        "choices.html",
        chantier=desk.visit.network.chantier(file.person.chantier_id),
        file=file,
        address=desk.address,
        barrier=barrier,
        options=options,
        unmet=Status.NOT_MET,
        others=[need.barrier for need in file.needs if may_wait(profile, need.barrier, barrier)],
        own=own,
        partners=desk.visit.network.partners_by_id(sorted(named)),
        faults={name: fault.text for name, fault in (faults or {}).items()},
    )
    page.status_code = 422 if faults else 200
    return page
