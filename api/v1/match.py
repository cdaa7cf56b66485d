"""``POST /api/v1/match``: a profile in, suggestions and a plan out; nothing about the person is stored."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from api.dependencies import CurrentAsker, Language, Now, ReadingMatcher, Today
from api.security.keys import Permission
from api.security.permissions import needs
from api.v1.answer import MatchAnswer
from api.v1.bodies import described_body, json_text
from api.v1.problems import problems
from api.v1.profile import ProfileForm, read_profile
from api.v1.telling import tell_match
from api.wording import WordingOfOneAnswer
from network_data.trail import Event

router = APIRouter(tags=["match"])


async def profile_body(request: Request) -> ProfileForm:
    """The profile in the request's body."""
    return read_profile(await json_text(request))


def profile_asked(request: Request, asker: CurrentAsker, now: Now) -> None:
    """Leaves the trace that a profile was sent: by whom and when, and nothing of what it held.

    Not even the result's id: whoever knew the network could try every short profile until one gave that id.
    """
    request.app.state.trail.record(Event(asker.id, "match.profile", address=asker.address), now)


@router.post(
    "/match",
    dependencies=[needs(Permission.MATCH)],
    responses=problems(400, 401, 403, 413, 415, 422, 429),
    openapi_extra=described_body(ProfileForm),
)
def match(
    form: Annotated[ProfileForm, Depends(profile_body)],
    _trace: Annotated[None, Depends(profile_asked)],
    matcher: ReadingMatcher,
    language: Language,
    today: Today,
) -> MatchAnswer:
    """Propose des services pour chaque frein d’un profil, et un plan pour tous. Rien de la personne n’est gardé."""
    return tell_match(matcher.match(form.profile(today)), WordingOfOneAnswer(language))
