"""``maillage suggest``, ``plan`` and ``why``: what the network proposes to a person, and why."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import typer
from pydantic import BaseModel
from sqlalchemy import Engine
from sqlmodel import Session

from api.cli.failures import CommandError
from api.cli.opening import ready_database
from api.cli.tables import Printer
from api.clock import now, today
from api.i18n import say, translations
from api.security.installation import trail_secrets
from api.services.catalogues import Catalogues
from api.services.match import Matcher, MatchResult
from api.services.people import person_file
from api.services.profiles import profile_of
from api.services.results import ResultKeeper
from api.settings import Settings
from api.v1.enquiries import tell_enquiry
from api.v1.profile import read_profile
from api.v1.telling import tell_plan, tell_suggestions
from api.wording import Wording
from matching.enquiry import enquire
from matching.problem import Problem
from matching.profile import Profile
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories import PeopleRepository
from network_data.repositories.results import ResultRepository
from network_data.trail import JoinedTrail, Trail

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class _Question:
    """A person, before the network; ``keep`` keeps what is proposed to someone whom the database knows."""

    profile: Profile
    matcher: Matcher
    printer: Printer
    keep: Callable[[Problem, MatchResult], MatchResult]

    def match(self) -> MatchResult:
        problem = self.matcher.problem(self.profile)
        return self.keep(problem, self.matcher.answer(problem))


def suggest_for(who: str | None, profile: str | None, *, json: bool) -> None:
    """Prints suggestions for a person, known by pseudonym or by a profile file."""
    with _question(who, profile) as question:
        result = question.match()
        if json:
            _print_json(tell_suggestions(result, question.printer.wording))
        else:
            question.printer.suggestions(result)


def plan_for(who: str | None, profile: str | None, *, json: bool) -> None:
    """Prints the plan of a person, known by pseudonym or by a profile file."""
    with _question(who, profile) as question:
        result = question.match()
        questions = question.matcher.questions(question.profile)
        if json:
            _print_json(tell_plan(result, questions, question.printer.wording))
        else:
            question.printer.plan(result)
            question.printer.questions(questions)


def explain_why(who: str | None, service_id: str | None, profile: str | None, *, json: bool) -> None:
    """Prints why a service is proposed to a person, or why not."""
    if service_id is None:
        raise CommandError(say("Il manque l’identifiant du service. « maillage why --help » dit comment l’écrire."))
    with _question(who, profile) as question:
        problem = question.matcher.problem(question.profile)
        if service_id not in problem.catalogue.row_of:
            raise CommandError(say("Ce service n’existe pas dans le réseau. Vérifiez son identifiant."))
        enquiry = enquire(problem, service_id)
        if json:
            _print_json(tell_enquiry(enquiry, question.printer.wording))
        else:
            question.printer.enquiry(enquiry)


@contextmanager
def _question(who: str | None, profile: str | None) -> Iterator[_Question]:
    """The person, known by pseudonym or by a profile file, before the configured network."""
    if (who is None) == (profile is None):
        raise CommandError(say("Donnez un pseudonyme, ou un profil avec --profile : l’un des deux."))
    settings = Settings()
    form = None if profile is None else read_profile(_read(profile))
    with ready_database(settings) as engine, transaction(engine) as session:
        matcher, language = Matcher(session, Catalogues()), translations(settings.language)
        printer = Printer(language, Wording(language))
        if form is not None:
            yield _Question(form.profile(today()), matcher, printer, lambda _problem, result: result)
            return
        trail = Trail(engine, trail_secrets(engine, settings))
        file = person_file(PeopleRepository(Asker.local(), session, now(), trail), who or "")
        keeper = _keeper(engine, session, trail)
        yield _Question(profile_of(file, today()), matcher, printer, partial(keeper.keep, file.person.id))


def _keeper(engine: Engine, session: Session, trail: Trail) -> ResultKeeper:
    """Keeps results in transactions of their own: that of the command only reads."""

    @contextmanager
    def writing() -> Iterator[ResultRepository]:
        with transaction(engine, writes=True) as opened:
            yield ResultRepository(Asker.local(), opened, now(), JoinedTrail(trail, opened))

    return ResultKeeper(ResultRepository(Asker.local(), session, now(), trail), writing)


def _read(profile: str) -> bytes:
    return sys.stdin.buffer.read() if profile == STANDARD_INPUT else Path(profile).read_bytes()


def _print_json(answer: BaseModel) -> None:
    typer.echo(answer.model_dump_json(indent=2))
