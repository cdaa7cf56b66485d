"""Where an administrator starts: accounts, places and keys, and what is still missing for others to come in."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.services.account_search import AccountState, Wanted, state_of
from api.services.places import Places
from api.web.administration.desk import HOME, CurrentDesk
from network_data.asker import Role

router = APIRouter()


@router.get(HOME, response_class=HTMLResponse)
def administration(desk: CurrentDesk) -> HTMLResponse:
    """The three doors, each with how much is behind it."""
    places = Places(desk.asker, desk.session, desk.now, desk.recorder)
    cards = desk.directory.search(Wanted())
    states = [state_of(card.account, desk.now) for card in cards]
    return desk.page(
        "administration/home.html",
        everywhere=desk.remit.everywhere,
        open_accounts=len(states) - states.count(AccountState.CLOSED),
        invited=states.count(AccountState.INVITED),
        territories=len(places.territories()),
        chantiers=sum(each.closed_on is None for each in places.chantiers()),
        advisors=any(position.role is Role.ADVISOR for card in cards for position in card.positions),
    )
