"""``POST /api/v1/match``: a profile in, suggestions and a plan out; nothing about the person is stored."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from api.dependencies import CurrentMatcher, Language, Today
from api.errors import WrongContentTypeError
from api.i18n import say
from api.v1.answer import MatchAnswer
from api.v1.problems import problems
from api.v1.profile import ProfileForm, read_profile
from api.v1.telling import tell_match
from api.wording import Wording

router = APIRouter(tags=["match"])

_JSON = "application/json"
_BODY = {
    "requestBody": {
        "required": True,
        "content": {_JSON: {"schema": {"$ref": f"#/components/schemas/{ProfileForm.__name__}"}}},
    }
}


async def profile_body(request: Request) -> ProfileForm:
    """The profile in the request's body.

    Read here rather than by FastAPI, whose JSON lets NaN and Infinity through and whose errors repeat what was sent.
    """
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != _JSON:
        raise WrongContentTypeError(say("Envoyez du JSON, avec l’en-tête « Content-Type: application/json »."))
    return read_profile(await request.body())


@router.post("/match", responses=problems(400, 413, 415, 422), openapi_extra=_BODY)
def match(
    form: Annotated[ProfileForm, Depends(profile_body)], matcher: CurrentMatcher, language: Language, today: Today
) -> MatchAnswer:
    """Propose des services pour chaque frein d’un profil, et un plan pour tous. Rien de la personne n’est gardé."""
    return tell_match(matcher.match(form.profile(today)), Wording(language))
