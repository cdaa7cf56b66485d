"""Months of officers over the API, for who coordinates: solved, or imagined otherwise beside the month that runs."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import CurrentAsker, Language, Now, Today
from api.i18n import say
from api.security.permissions import for_roles
from api.services.staffing.answering import AnsweredMonth, Answering, MonthQuestion
from api.services.staffing.desk import EFFORT, MOST_EFFORT
from api.services.staffing.scenarios import MOST_PEOPLE, Scenario, ToldKind
from api.v1.bodies import described_body, json_text, read_json
from api.v1.days import Day
from api.v1.network import PLAIN_TEXT
from api.v1.problems import problems
from api.v1.repeated import EACH_ONCE
from api.v1.staffing_documents import SolvedDocument, WhatIfDocument, tell_solved, tell_what_if
from api.wording.speech import Speech
from api.wording.staffing import Names
from network_data.asker import Role

router = APIRouter(prefix="/staffing", tags=["staffing"], dependencies=[for_roles(Role.COORDINATOR), EACH_ONCE])

_UNREADABLE = say("Le message n’est pas du JSON lisible. Vérifiez les guillemets, les virgules et l’encodage UTF-8.")
_INVALID = say("Le message contient des champs à corriger. Rien n’a été calculé.")
Id = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN_TEXT)]
HalfDays = Annotated[float, Field(ge=0, le=10)]


class FormulaForm(BaseModel):
    """What to take otherwise in the formula of demand, this once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    half_days: dict[Id, HalfDays] | None = Field(default=None, description="Demi-journées d’un besoin, par domaine.")
    ageing: float | None = Field(default=None, ge=0, le=10)
    oldest_days: int | None = Field(default=None, ge=1, le=3650)
    referral: HalfDays | None = None


class MonthForm(BaseModel):
    """A month to solve: next month in one's own territory, unless it says otherwise."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    territory: Id | None = None
    starts_on: Day | None = Field(default=None, description="Un jour de la première semaine ; lundi prochain sinon.")
    effort: float = Field(default=EFFORT, gt=0, le=MOST_EFFORT, description="Temps de calcul déterministe.")
    formula: FormulaForm | None = None

    def question(self, scenario: Scenario | None = None) -> MonthQuestion:
        """What it asks."""
        formula = self.formula.model_dump(exclude_none=True) if self.formula else None
        return MonthQuestion(self.territory, self.starts_on, scenario or Scenario(), self.effort, formula)


class WhatIfForm(MonthForm):
    """The same month, imagined otherwise; ``Scenario`` says what each kind takes."""

    kind: ToldKind
    officer: Id | None = None
    weeks: list[int] = Field(default_factory=list, max_length=6)
    domain: Id | None = None
    chantier: Id | None = None
    people: int = Field(default=0, ge=0, le=MOST_PEOPLE)
    floor: int = Field(default=80, ge=0, le=100)

    def scenario(self) -> Scenario:
        """What is imagined."""
        return Scenario(self.kind, self.officer, tuple(self.weeks), self.domain, self.chantier, self.people, self.floor)


def answering(request: Request, asker: CurrentAsker, now: Now, today: Today) -> Answering:
    """What answers this request, in transactions of its own: no other writer waits while it computes."""
    state = request.app.state
    return Answering(state.engine, state.trail, asker, now, today, state.computing)


CurrentAnswering = Annotated[Answering, Depends(answering)]


async def month_form(request: Request) -> MonthForm:
    """The month in the request's body."""
    return read_json(MonthForm, await json_text(request), _UNREADABLE, _INVALID)


async def what_if_form(request: Request) -> WhatIfForm:
    """The scenario in the request's body."""
    return read_json(WhatIfForm, await json_text(request), _UNREADABLE, _INVALID)


_ERRORS = (400, 401, 403, 404, 413, 415, 422, 429)


@router.post("/solve", responses=problems(*_ERRORS), openapi_extra=described_body(MonthForm))
def solve_month(
    asked: Annotated[MonthForm, Depends(month_form)], answering: CurrentAnswering, language: Language
) -> SolvedDocument:
    """Partage les chargés de partenariat entre les chantiers pour un mois, ou dit pourquoi cela ne se peut pas."""
    found, speech = answering.answer(asked.question()), Speech(language)
    return tell_solved(found.read, found.posed, names_of(found), speech)


@router.post("/what-if", responses=problems(*_ERRORS), openapi_extra=described_body(WhatIfForm))
def imagine_month(
    asked: Annotated[WhatIfForm, Depends(what_if_form)], answering: CurrentAnswering, language: Language
) -> WhatIfDocument:
    """Un mois imaginé autrement (absence, demi-poste, personnes, chantier de plus), à côté du mois en cours."""
    found = answering.answer(asked.question(asked.scenario()))
    return tell_what_if(found.read, names_of(found), Speech(language))


def names_of(found: AnsweredMonth) -> Names:
    """What everything is called in an answer."""
    return Names(found.read.run.starts_on, found.officers, found.chantiers)
