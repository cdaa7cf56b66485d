"""``maillage suggest``, ``plan`` and ``why``: what the network proposes to a person, and why."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from pydantic import BaseModel

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
from api.settings import Settings
from api.v1.enquiries import tell_enquiry
from api.v1.profile import read_profile
from api.v1.telling import tell_plan, tell_suggestions
from api.wording import Wording
from matching.enquiry import enquire
from matching.profile import Profile
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories import PeopleRepository
from network_data.trail import Trail

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class _Question:
    """A person, before the network."""

    profile: Profile
    matcher: Matcher
    printer: Printer

    def match(self) -> MatchResult:
        return self.matcher.match(self.profile)


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
        if json:
            _print_json(tell_plan(result, question.printer.wording))
        else:
            question.printer.plan(result)


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
        asked_on = today()
        if form is not None:
            asked = form.profile(asked_on)
        else:
            trail = Trail(engine, trail_secrets(engine, settings))
            file = person_file(PeopleRepository(Asker.local(), session, now(), trail), who or "")
            asked = profile_of(file, asked_on)
        language = translations(settings.language)
        yield _Question(asked, Matcher(session, Catalogues()), Printer(language, Wording(language)))


def _read(profile: str) -> bytes:
    return sys.stdin.buffer.read() if profile == STANDARD_INPUT else Path(profile).read_bytes()


def _print_json(answer: BaseModel) -> None:
    typer.echo(answer.model_dump_json(indent=2))
