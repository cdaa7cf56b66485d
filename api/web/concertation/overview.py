"""What is to be looked at in many follow-ups: of one's own people for an advisor, in kinds for a coordinator."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.errors import ForbiddenError, NotFoundError
from api.i18n import say, translations
from api.web.access import CurrentAccess
from api.web.concertation.desk import CurrentFollowUp
from api.web.concertation.view import ToLookAt, told
from api.web.language import PAGES_LOCALE
from api.web.lone_people import CurrentLoneDesk
from api.web.visit import CurrentVisit
from api.wording.flags import flag_kind
from network_data.asker import Role
from network_data.concertation import Flag
from network_data.repositories import PersonFile
from network_data.repositories.identities import Identity
from network_data.tables import Chantier

router = APIRouter()

FIRST = 10
"""So many people of a chantier are shown at once; the others are folded."""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """Someone one accompanies, with what to look at."""

    file: PersonFile
    identity: Identity | None
    flags: tuple[ToLookAt, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The people of a chantier, by pseudonym, with the kinds of what is to be looked at."""

    chantier: Chantier
    people: tuple[tuple[str, tuple[str, ...]], ...]
    waiting: int
    """People handed over from an advisor to another, who has not said yet that they take over."""


@router.get("/suivi", response_class=HTMLResponse)
def own_follow_ups(visit: CurrentVisit, access: CurrentAccess, desk: CurrentFollowUp) -> HTMLResponse:
    """The people one accompanies of whom something is to be looked at: first those without a référent."""
    if not access.asker.holds(Role.ADVISOR):
        raise ForbiddenError(say("Cette page est pour qui accompagne des personnes."))
    flagged = desk.flags.of_own()
    files = visit.people.find_each([each.person_id for each in flagged])
    names = access.identities.of(list(files.values()))
    lines = [
        OwnLine(
            files[each.person_id],
            names.get(each.person_id),
            tuple(told(each.flags, files[each.person_id].referents, visit.network)),
        )
        for each in flagged
    ]
    own = access.asker.chantiers(Role.ADVISOR)
    chantiers = [each for each in visit.network.chantiers() if each.id in own]
    return visit.page("concertation/own_follow_ups.html", lines=lines, chantiers=chantiers)


@router.get("/territoires/{territory_slug}/suivi", response_class=HTMLResponse)
def follow_ups_of_territory(
    visit: CurrentVisit, desk: CurrentFollowUp, lone: CurrentLoneDesk, territory_slug: str
) -> HTMLResponse:
    """What is to be looked at in a territory, by pseudonym: kinds, never about which need or partner."""
    territory = next((each for each in visit.network.territories() if each.slug == territory_slug), None)
    if territory is None or territory_slug not in desk.asker.territories(Role.COORDINATOR):
        raise NotFoundError(say("Ce territoire n’existe pas, ou n’est pas le vôtre."))
    flagged = desk.flags.of_territory(territory_slug)
    chantiers = [each for each in visit.network.chantiers() if each.territory_slug == territory_slug]
    waiting = desk.flags.hand_overs_waiting(territory_slug)
    sections = [
        Section(
            chantier,
            tuple((one.person_id, _kinds(one.flags)) for one in flagged if one.chantier_id == chantier.id),
            waiting.get(chantier.id, 0),
        )
        for chantier in chantiers
    ]
    counted = Counter(flag.code for one in flagged for flag in one.flags)
    return visit.page(
        "concertation/territory_follow_ups.html",
        territory=territory,
        lone=lone.count,
        first=FIRST,
        counts=[(flag_kind(code).said(translations(PAGES_LOCALE)), number) for code, number in counted.most_common()],
        sections=[section for section in sections if section.people or section.waiting],
    )


def _kinds(flags: Iterable[Flag]) -> tuple[str, ...]:
    """What is to be looked at of somebody, each kind once with how many times."""
    speech = translations(PAGES_LOCALE)
    counted = Counter(flag.code for flag in flags)
    return tuple(
        flag_kind(code).said(speech) + (f" ({number})" if number > 1 else "") for code, number in counted.items()
    )
