"""Which changes settle a criterion: read off the criterion and the facts behind it, each remedy a set of changes."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from math import ceil
from types import MappingProxyType

from matching.changes.change import Change, Subject
from matching.criteria.person import belongs_to_public
from matching.eligibility import Criterion
from network_data.vocabulary import HALF_DAYS

Changes = frozenset[Change]

FARTHEST_KM = 50.0
"""Farther, going there is no plan."""

LONGEST_WAIT = timedelta(days=730)
"""Beyond what an accompaniment lasts, waiting is no plan."""


def remedies(criterion: Criterion, subject: Subject) -> tuple[Changes, ...]:
    """What would each make a criterion that is not met exclude no more; none when nothing can or should."""
    find = _REMEDIES.get(criterion.reason)
    return find(criterion, subject) if find else ()


def answers(criterion: Criterion, subject: Subject) -> tuple[Changes, ...]:
    """What would each settle an unknown criterion in favour of the service; none when an answer is no fact we keep."""
    find = _ANSWERS.get(criterion.ask or "")
    return find(criterion, subject) if find else ()


def _one(kind: str, value: str | float | date | None = None) -> Changes:
    return frozenset({Change(kind, value)})


def _always(*kinds: str) -> Callable[[Criterion, Subject], tuple[Changes, ...]]:
    return lambda _criterion, _subject: tuple(_one(kind) for kind in kinds)


def _papers(criterion: Criterion, _subject: Subject) -> tuple[Changes, ...]:
    return (frozenset(Change("hold-paper", code) for code in criterion.parameters["papers"]),)


def _missing_papers(criterion: Criterion, subject: Subject) -> tuple[Changes, ...]:
    # A paper under way excludes nobody: only the others are missing for good.
    lacking = (code for code in criterion.parameters["papers"] if code not in subject.profile.requested_papers)
    return (frozenset(Change("hold-paper", code) for code in lacking),)


def _hours(_criterion: Criterion, subject: Subject) -> tuple[Changes, ...]:
    open_on = [code for at, code in enumerate(HALF_DAYS) if (subject.service.half_days or 0) >> at & 1]
    free = _first_free(subject)
    freed = (_one("free-half-day", open_on[0]),) if open_on else ()
    return (*freed, _one("service-opens", free)) if free else freed


def _first_free(subject: Subject) -> str | None:
    return next((code for code in HALF_DAYS if code in (subject.profile.available or ())), None)


def _asked_hours(_criterion: Criterion, subject: Subject) -> tuple[Changes, ...]:
    free = _first_free(subject)
    return (_one("ask-service-hours", free),) if free else ()


def _full_until(criterion: Criterion, subject: Subject) -> tuple[Changes, ...]:
    return *_waiting(criterion.parameters["until"] + timedelta(days=1), subject), _one("place-opens")


def _waiting(until: date, subject: Subject) -> tuple[Changes, ...]:
    ahead = until - subject.profile.on
    return (_one("wait-until", until),) if timedelta(0) < ahead <= LONGEST_WAIT else ()


def _age(criterion: Criterion, subject: Subject) -> tuple[Changes, ...]:
    """The first of January of the year of the birthday, when it has not come yet; a birthday gone by never returns."""
    lowest, born = criterion.parameters["lowest"], subject.profile.birth_year
    grown = None if lowest is None or born is None else date(born + lowest, 1, 1)
    waiting = () if grown is None else _waiting(grown, subject)
    return (*waiting, _one("exception-age"))


def _far(criterion: Criterion, subject: Subject) -> tuple[Changes, ...]:
    km = criterion.parameters["km"]
    farther = (_one("go-as-far-as", _rounded_up(km)),) if km <= FARTHEST_KM else ()
    nearer = _one("nearer", criterion.parameters["limit"])
    if "a-distance" not in (subject.service.reception_modes or ()):
        return *farther, nearer
    return _one(_agreeing(subject)), *farther, nearer


def _rounded_up(km: float) -> float:
    """As distances are said: one decimal under ten kilometres, none above."""
    return ceil(km * 10) / 10 if km < 9.9 else float(ceil(km))


def _agreeing(subject: Subject) -> str:
    return "ask-person-remote" if subject.profile.remote_ok is None else "accept-remote"


def _publics(criterion: Criterion, subject: Subject) -> tuple[Changes, ...]:
    open_questions = criterion.parameters["publics"]
    return tuple(
        _one("ask-person-publics", code) for code in open_questions if belongs_to_public(subject.profile, code) is None
    )


_REMEDIES: Mapping[str, Callable[[Criterion, Subject], tuple[Changes, ...]]] = MappingProxyType(
    {
        "zone-outside": _always("exception-zone"),
        "publics-none-of": _always("exception-publics"),
        "age-outside": _age,
        "women_only-mixed": _always("service-women-only"),
        "fees-paying": _always("find-funding"),
        "reception-remote-refused": _always("accept-remote", "service-receives-on-site"),
        "reception-no-phone": _always("get-phone", "service-receives-on-site"),
        "step_free-steps": _always("service-step-free"),
        "animals-refused": _always("leave-animal"),
        "avoided_place-inside": _always("service-receives-remotely"),
        "language-none": _always("bring-interpreter"),
        "opening_hours-clash": _hours,
        "papers-missing": _missing_papers,
        "capacity-full": _always("place-opens"),
        "capacity-full-until": _full_until,
        "distance-far": _far,
    }
)
"""Reason -> remedies. Not here, hence nothing to change: a place kept for women, a partner to whom the person said no,
a link to a religion that they asked to do without."""

_ANSWERS: Mapping[str, Callable[[Criterion, Subject], tuple[Changes, ...]]] = MappingProxyType(
    {
        "ask-person-publics": _publics,
        "ask-service-hours": _asked_hours,
        "ask-paper-receipt": _papers,
        "ask-paper-renewal": _papers,
    }
    | {
        ask: _always(ask)
        for ask in (
            "ask-person-can-pay",
            "ask-person-remote",
            "ask-person-woman",
            "ask-person-papers",
            "ask-service-zone",
            "ask-service-publics",
            "ask-service-women-only",
            "ask-service-fees",
            "ask-service-step-free",
            "ask-service-languages",
            "ask-service-contact",
            "ask-service-animals",
            "ask-service-religious",
            "ask-access",
            "ask-capacity",
        )
    }
)
"""Question -> answers. Not here: what only the gate, the sector, a prescriber or a birthday can tell."""
