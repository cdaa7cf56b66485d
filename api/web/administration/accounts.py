"""The pages of accounts: who comes in, in what role and where; invited, given roles, put out, closed and reopened."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.at_once import at_once
from api.i18n import Message, say
from api.security.links import MadeLink
from api.services.account_search import AccountState, Wanted, state_of
from api.services.accounts import OF_A_CHANTIER, OF_A_TERRITORY, OF_THE_INSTALLATION, RefusedAccountError
from api.web.administration.desk import HOME, CurrentDesk, Desk, said
from api.web.administration.places_offered import place_value, places_offered, position_at
from api.web.paging import Paging
from api.wording.roles import ROLES
from network_data.asker import Role
from network_data.tables import Account

router = APIRouter()

PAGE = HOME + "/comptes"
PAGE_SIZE = 50
HELD = tuple(role for role in ROLES if role in OF_A_CHANTIER | OF_A_TERRITORY | OF_THE_INSTALLATION)
"""The roles that people hold, in the order they are offered."""
NOT_A_ROLE = say("Choisissez un rôle dans la liste.")

Words = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, as the form sends it: an empty field is anything."""

    q: Words = ""
    role: Words = ""
    lieu: Words = ""
    etat: Annotated[AccountState | Literal[""], Query()] = ""
    code: Annotated[Literal["", "avec", "sans"], Query()] = ""

    def wanted(self) -> Wanted:
        """The same for the service; a role that nobody holds is none at all."""
        place = position_at(Role.ADVISOR, self.lieu)
        return Wanted(
            self.q,
            Role(self.role) if self.role in HELD else None,
            place.territory,
            place.chantier,
            self.etat or None,
            None if not self.code else self.code == "avec",
        )

    def query(self) -> dict[str, str]:
        """What the links to other pages carry."""
        return {"q": self.q, "role": self.role, "lieu": self.lieu, "etat": self.etat, "code": self.code}


class PositionForm(BaseModel):
    """A role and where it is held."""

    role: str = Field(default="", max_length=50)
    lieu: str = Field(default="", max_length=200)


class NewAccountForm(PositionForm):
    """Someone to invite."""

    nom: str = Field(default="", max_length=200)
    identifiant: str = Field(default="", max_length=200)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a change: a refusal, a link to hand over, or how many people it left without an advisor."""

    fault: Message | None = None
    link: MadeLink | None = None
    alone: int | None = None
    done: str | None = None


@router.get(PAGE, response_class=HTMLResponse)
def accounts(
    desk: CurrentDesk,
    search: Annotated[Search, Depends(at_once(Search))],
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """The accounts one administers."""
    found = desk.directory.search(search.wanted())
    paging = Paging(page, PAGE_SIZE, len(found))
    return desk.page(
        "administration/accounts.html",
        search=search,
        query=search.query(),
        cards=[(card, state_of(card.account, desk.now)) for card in found[paging.start : paging.end]],
        paging=paging,
        roles=HELD,
        places=places_offered(desk.network, desk.remit),
    )


@router.get(PAGE + "/nouveau", response_class=HTMLResponse)
def new_account(desk: CurrentDesk) -> HTMLResponse:
    """The form to invite someone."""
    return _invitation(desk, NewAccountForm())


@router.post(PAGE + "/nouveau", response_class=HTMLResponse)
def invite(desk: CurrentDesk, form: Annotated[NewAccountForm, Form()]) -> HTMLResponse:
    """Opens an account, and shows its link: the answer itself, for no address may lead to it again."""
    if form.role not in HELD:
        return _invitation(desk, form, NOT_A_ROLE)
    try:
        account, link = desk.accounts.add(form.identifiant, form.nom, position_at(Role(form.role), form.lieu))
    except RefusedAccountError as refused:
        return _invitation(desk, form, refused.message)
    return _account(desk, account.id, Outcome(link=link))


@router.get(PAGE + "/{account_id}", response_class=HTMLResponse)
def account(desk: CurrentDesk, account_id: str) -> HTMLResponse:
    """One account."""
    return _account(desk, account_id)


@router.post(PAGE + "/{account_id}/lien", response_class=HTMLResponse)
def make_link(desk: CurrentDesk, account_id: str) -> Response:
    """A new link to choose a password, shown once."""
    return _change(desk, account_id, lambda found: Outcome(link=desk.accounts.invite(found)))


@router.post(PAGE + "/{account_id}/roles", response_class=HTMLResponse)
def give_role(desk: CurrentDesk, account_id: str, form: Annotated[PositionForm, Form()]) -> Response:
    """One more role."""
    return _change_role(desk, account_id, form, _assign)


@router.post(PAGE + "/{account_id}/roles/retirer", response_class=HTMLResponse)
def take_role(desk: CurrentDesk, account_id: str, form: Annotated[PositionForm, Form()]) -> Response:
    """One role less, and the files it opened with it."""
    return _change_role(desk, account_id, form, _withdraw)


@router.post(PAGE + "/{account_id}/fermer", response_class=HTMLResponse)
def close(desk: CurrentDesk, account_id: str) -> Response:
    """Closes an account at once, and says how many people nobody accompanies any more."""
    return _change(desk, account_id, lambda found: Outcome(alone=len(desk.accounts.leave(found)), done="closed"))


@router.post(PAGE + "/{account_id}/rouvrir", response_class=HTMLResponse)
def reopen(desk: CurrentDesk, account_id: str) -> Response:
    """Lets someone come back, by a link shown once."""
    return _change(desk, account_id, lambda found: Outcome(link=desk.accounts.reopen(found)))


@router.post(PAGE + "/{account_id}/second-facteur/retirer", response_class=HTMLResponse)
def revoke_second_factor(desk: CurrentDesk, account_id: str) -> Response:
    """Takes away the second factor of someone who lost it."""
    return _change(desk, account_id, lambda found: _put_out(desk.accounts.revoke_second_factor, found))


@router.post(PAGE + "/{account_id}/sessions/fin", response_class=HTMLResponse)
def end_sessions(desk: CurrentDesk, account_id: str) -> Response:
    """Signs someone out everywhere."""
    return _change(desk, account_id, lambda found: _put_out(desk.accounts.end_sessions, found))


def _put_out(change: Callable[[Account], None], found: Account) -> Outcome:
    change(found)
    return Outcome()


def _assign(desk: Desk, found: Account, form: PositionForm) -> Outcome:
    desk.accounts.assign(found, position_at(Role(form.role), form.lieu))
    return Outcome()


def _withdraw(desk: Desk, found: Account, form: PositionForm) -> Outcome:
    alone = desk.accounts.withdraw(found, position_at(Role(form.role), form.lieu))
    return Outcome(alone=len(alone), done="withdrawn") if alone else Outcome()


def _change_role(
    desk: Desk, account_id: str, form: PositionForm, change: Callable[[Desk, Account, PositionForm], Outcome]
) -> Response:
    if form.role not in HELD:
        return _account(desk, account_id, Outcome(NOT_A_ROLE))
    return _change(desk, account_id, lambda found: change(desk, found, form))


def _change(desk: Desk, account_id: str, change: Callable[[Account], Outcome]) -> Response:
    """Changes an account and goes back to its page; what is to be shown once is the answer itself."""
    found = desk.directory.find(account_id).account
    try:
        outcome = change(found)
    except RefusedAccountError as refused:
        outcome = Outcome(refused.message)
    desk.session.flush()
    if not desk.directory.sees(account_id):
        return RedirectResponse(PAGE, 303)
    if outcome == Outcome():
        return RedirectResponse(f"{PAGE}/{account_id}", 303)
    return _account(desk, account_id, outcome)


def _account(desk: Desk, account_id: str, outcome: Outcome | None = None) -> HTMLResponse:
    card, told, remit = desk.directory.find(account_id), outcome or Outcome(), desk.remit
    places = places_offered(desk.network, remit)
    return desk.page(
        "administration/account.html",
        422 if told.fault else 200,
        card=card,
        state=state_of(card.account, desk.now),
        is_self=account_id == desk.asker.id,
        whole=remit.covers_all(card.bearing),
        positions=[(each, places.name(each), place_value(each), remit.covers(each)) for each in card.positions],
        sessions=desk.accounts.open_sessions(card.account, desk.request.app.state.sessions.rules),
        alone=desk.accounts.left_alone_without(card.account),
        roles=HELD,
        places=places,
        outcome=told,
        fault=said(told.fault),
        link=desk.request.app.state.settings.public_url.rstrip("/") + told.link.path if told.link else None,
    )


def _invitation(desk: Desk, form: NewAccountForm, fault: Message | None = None) -> HTMLResponse:
    return desk.page(
        "administration/new_account.html",
        422 if fault else 200,
        form=form,
        fault=said(fault),
        roles=HELD,
        places=places_offered(desk.network, desk.remit),
    )
