"""The page of mail: to an administrator how much waits and what failed; in the demonstration, what would be read."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.dependencies import CurrentAsker, CurrentRecorder, Now, Transaction
from api.errors import NotFoundError
from api.i18n import say
from api.mail.letters import Letter
from api.mail.terms import mail_terms
from api.services.mailing import Composer
from api.web.visit import CurrentVisit
from network_data.asker import Role
from network_data.repositories.mail_queue import MailQueue
from network_data.tables import MailState

router = APIRouter()

PAGE = "/courrier"
MOST = 20
"""Messages that the demonstration shows."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the demonstration, which nobody receives: ``path``, where its link leads here."""

    letter: Letter
    to: str
    path: str | None


@router.get(PAGE, response_class=HTMLResponse)
def mail_page(  # noqa: PLR0913, PLR0917 - what a request gives
    request: Request,
    visit: CurrentVisit,
    asker: CurrentAsker,
    session: Transaction,
    now: Now,
    recorder: CurrentRecorder,
) -> HTMLResponse:
    """How much waits; in the demonstration alone, the messages themselves, for nobody else receives them.

    Raises:
        NotFoundError: neither an administrator, nor the demonstration.
    """
    settings = request.app.state.settings
    everywhere = asker.holds(Role.ADMINISTRATOR)
    if not (everywhere or settings.demonstration):
        raise NotFoundError(say("Cette page n’existe pas."))
    queue = MailQueue(asker, session, now, recorder)
    return visit.page(
        "mail.html",
        counts=queue.counts(),
        states=MailState,
        is_set=mail_terms(settings) is not None,
        shown=_shown(request, queue) if settings.demonstration else None,
    )


def _shown(request: Request, queue: MailQueue) -> list[Shown]:
    settings = request.app.state.settings
    composer = Composer(settings.secrets, settings.public_url)
    found = []
    for waiting in queue.latest(MOST):
        subject = queue.subject(waiting)
        if subject:
            path = composer.path(waiting.kind, subject)
            found.append(Shown(composer.letter(waiting.kind, subject), subject.address, path))
    return found
