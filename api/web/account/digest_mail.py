"""Where one wants the day's digest: the form of one's own account."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.i18n import say
from api.mail.addresses import is_address
from api.web.account.own_account import PAGE, Outcome, page
from api.web.account.visitors import CurrentVisitor, Own
from network_data.database import transaction
from network_data.repositories.digests import PURPOSE, OwnMail
from network_data.sealing import Sealer
from network_data.trail import Event, Trail

router = APIRouter()


@router.post(PAGE + "/courriel")
def keep(
    request: Request,
    own: Own,
    visitor: CurrentVisitor,
    email: Annotated[str, Form(max_length=300)] = "",
    digest: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Keeps the address, or says what is wrong with it."""
    typed = email.strip()
    if typed and not is_address(typed):
        fault = say("Cette adresse ne se lit pas : écrivez-la comme prenom.nom@exemple.org.")
        return page(request, own, visitor, Outcome(mail_fault=fault, mail_typed=typed))
    trail: Trail = request.app.state.trail
    with transaction(request.app.state.engine, writes=True) as session:
        sealer = Sealer(request.app.state.settings.secrets, PURPOSE)
        OwnMail(session, sealer, own.asker.id).keep(typed, digest=digest == "oui")
        trail.append(session, Event(own.asker.id, "account.mail", address=visitor.address), visitor.now)
    return RedirectResponse(f"{PAGE}#resume", 303)
