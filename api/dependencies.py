"""What every request is given: the language, who asks, the time, one transaction, and the trail it leaves."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from gettext import NullTranslations
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from api.at_once import at_once
from api.clock import Clock
from api.errors import SecondFactorNeededError, UnauthenticatedError
from api.i18n import pick_locale, say, translations
from api.security.cookies import address_of, session_cookie
from api.security.keys import asker_of_key, id_of_key
from api.security.refusals import UNKNOWN_KEY, asks
from api.security.sessions import Sessions, SignedIn
from api.services.match import Matcher
from api.services.results import ResultKeeper
from api.settings import Settings
from api.turns import Turn, Turns
from network_data.asker import Asker, Role
from network_data.database import transaction
from network_data.repositories import PeopleRepository
from network_data.repositories.results import ResultRepository
from network_data.trail import JoinedTrail, Recorder, Trail

SOFTWARE_PREFIX = "/api/"
"""Where software asks, with a key."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def turns_of(request: Request) -> Turns:
    """The turns of this process."""
    found: Turns = request.app.state.turns
    return found


def locale(request: Request) -> str:
    """The reader's language, as their browser or software states it."""
    return pick_locale(request.headers.get("accept-language"))


def language(request: Request) -> NullTranslations:
    """The translations into the reader's language."""
    return translations(locale(request))


def moment(request: Request) -> datetime:
    """This moment, in UTC."""
    clock: Clock = request.app.state.clock
    return clock.now()


def day(request: Request) -> date:
    """The day it is."""
    clock: Clock = request.app.state.clock
    return clock.today()


Now = Annotated[datetime, Depends(at_once(moment))]


def who_is_signed_in(request: Request, now: datetime) -> SignedIn | None:
    """Who is signed in with this browser, or None."""
    secret = request.cookies.get(session_cookie(request))
    sessions: Sessions = request.app.state.sessions
    found = sessions.find(secret, now, address_of(request)) if secret else None
    request.state.browser = found
    return found


async def signed_in(request: Request, now: Now) -> SignedIn | None:
    """The same, in turn."""
    if session_cookie(request) not in request.cookies:
        return who_is_signed_in(request, now)
    async with turns_of(request).take(Turn.ENTER):
        return await run_in_threadpool(who_is_signed_in, request, now)


Browser = Annotated[SignedIn | None, Depends(signed_in)]


async def asker(request: Request, browser: Browser, now: Now) -> Asker:
    """Who is asking, in turn: as ``who_asks`` says."""
    async with turns_of(request).take(Turn.ENTER):
        return await run_in_threadpool(who_asks, request, browser, now)


def who_asks(request: Request, browser: SignedIn | None, now: datetime) -> Asker:
    """Who is asking: a chantier's software by its key, or someone signed in.

    A key opens the JSON API alone: a page knows roles, not what a key was given.

    Raises:
        UnauthenticatedError: neither.
        SecondFactorNeededError: an administrator who came in without one, where it is asked for.
    """
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and request.url.path.startswith(SOFTWARE_PREFIX):
        found = asker_of_key(request.app.state.engine, key.strip(), now, address_of(request))
        if found is not None:
            asks(request, found.id, found.address, now)
            return found
        known = id_of_key(request.app.state.engine, key.strip(), now)
        asks(request, f"key:{known}" if known else UNKNOWN_KEY, address_of(request), now)
        raise UnauthenticatedError(say("Cette clé n’est pas reconnue : elle est fausse, expirée ou révoquée."))
    if browser is None:
        raise UnauthenticatedError(say("Identifiez-vous, ou envoyez une clé dans l’en-tête « Authorization »."))
    asks(request, browser.asker.id, browser.asker.address, now)
    if lacks_second_factor(request, browser):
        raise SecondFactorNeededError(say("Pour administrer, activez d’abord le code de votre téléphone, sur /compte."))
    return browser.asker


def lacks_second_factor(request: Request, browser: SignedIn) -> bool:
    """Whether an administrator came in with less than this installation asks of them."""
    settings: Settings = request.app.state.settings
    needed = settings.second_factor_for_administrators and browser.asker.holds(Role.ADMINISTRATOR)
    return needed and not browser.second_factor


async def turn(request: Request) -> AsyncIterator[None]:
    """The request's turn at the database, until its transaction is over."""
    wanted = Turn.READ if request.method in _READING else Turn.WRITE
    async with turns_of(request).take(wanted):
        yield


def session(request: Request, _turn: Annotated[None, Depends(turn, scope="function")]) -> Iterator[Session]:
    """A session inside the request's one transaction, committed before the answer leaves.

    What may change something takes its turn to write from the start, and leaves its traces in that transaction.
    """
    trail: Trail = request.app.state.trail
    request.state.recorder = trail
    if request.method in _READING:
        with transaction(request.app.state.engine) as opened:
            yield opened
        return
    joined: JoinedTrail | None = None
    try:
        with transaction(request.app.state.engine, writes=True) as opened:
            joined = request.state.recorder = JoinedTrail(trail, opened)
            yield opened
    except BaseException:
        if joined is not None:
            joined.replay()
        raise


Language = Annotated[NullTranslations, Depends(at_once(language))]
CurrentAsker = Annotated[Asker, Depends(asker)]
Today = Annotated[date, Depends(at_once(day))]
# Scope "function": what was asked is stored before the answer says so.
Transaction = Annotated[Session, Depends(session, scope="function")]


def recorder(request: Request, _session: Transaction) -> Recorder:
    """Where this request leaves its traces."""
    found: Recorder = request.state.recorder
    return found


CurrentRecorder = Annotated[Recorder, Depends(at_once(recorder))]


@dataclass(frozen=True, slots=True)
class Asking:
    """What every repository about people wants of a request: who asks, in which transaction, when, the trail."""

    asker: CurrentAsker
    session: Transaction
    now: Now
    recorder: CurrentRecorder


CurrentAsking = Annotated[Asking, Depends(at_once(Asking))]


def people(asker: CurrentAsker, session: Transaction, now: Now, recorder: CurrentRecorder) -> PeopleRepository:
    """The people whom the asker may see."""
    return PeopleRepository(asker, session, now, recorder)


CurrentPeople = Annotated[PeopleRepository, Depends(at_once(people))]


def matcher(request: Request, session: Transaction) -> Matcher:
    """Matches within the request's transaction; requests share the compiled networks."""
    return Matcher(session, request.app.state.catalogues)


CurrentMatcher = Annotated[Matcher, Depends(at_once(matcher))]


def keeper(
    request: Request, asker: CurrentAsker, session: Transaction, now: Now, recorder: CurrentRecorder
) -> ResultKeeper:
    """Keeps the results that this request shows."""
    own = ResultRepository(asker, session, now, recorder)

    @contextmanager
    def writing() -> Iterator[ResultRepository]:
        # What only reads has no turn to write: the result is then kept like a trace, in a transaction of its own.
        if request.method not in _READING:
            yield own
            return
        with transaction(request.app.state.engine, writes=True) as opened:
            yield ResultRepository(asker, opened, now, JoinedTrail(request.app.state.trail, opened))

    return ResultKeeper(own, writing)


CurrentKeeper = Annotated[ResultKeeper, Depends(at_once(keeper))]


def reading_matcher(request: Request) -> Iterator[Matcher]:
    """The same for a profile that is only sent, whatever the method: this transaction could store nothing of it."""
    with transaction(request.app.state.engine) as opened:
        yield Matcher(opened, request.app.state.catalogues)


ReadingMatcher = Annotated[Matcher, Depends(reading_matcher, scope="function")]
