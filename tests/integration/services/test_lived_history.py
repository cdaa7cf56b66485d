"""A year of lived history: every state, what was planted and no more, partners as they are wont to answer."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from api.services.network_loading import load_network
from api.services.weighing import default_weights
from matching.candidates import find_candidates
from matching.catalogue import compile_catalogue
from matching.learning.requests import MEMORY_DAYS
from matching.network import Network, PastRequest
from matching.problem import Problem
from matching.profile import Need, Profile
from matching.updating import with_requests
from network_data.concertation import FlagCode, flags
from network_data.database import open_engine, transaction
from network_data.demo import SEED, Safekeeping, load_demonstration
from network_data.demo.habits import habit_name
from network_data.demo.planted import NEVER_ASKED, PLANTED_HABITS
from network_data.demo.world import WHERE
from network_data.referrals.asking import asking_of
from network_data.repositories import NetworkRepository
from network_data.repositories.followings import load_followings
from network_data.repositories.referrals import states_of
from network_data.repositories.track_records import TrackRecords
from network_data.tables import Chantier, Person, Referral, ReferralEvent, Reminder, Service
from network_data.vocabulary import ReferralKind, ReferralState
from tests.databases import SqliteDatabases
from tests.unit.network_data.demo.building import TODAY

SECRETS = ("a secret of thirty-two characters or more",)


@pytest.fixture(scope="module")
def lived(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The demonstration with all that was lived in it."""
    with sqlite_databases.fresh_url(tmp_path_factory.mktemp("history")) as url:
        engine = open_engine(url)
        with transaction(engine, writes=True) as session:
            load_demonstration(session, TODAY, safekeeping=Safekeeping(SECRETS, lambda _: "-"))
        yield engine
        engine.dispose()


def test_every_state_was_lived_at_every_chantier_and_is_what_its_log_gives(lived: Engine) -> None:
    with Session(lived) as session:
        chantiers = dict(session.exec(select(Person.id, Person.chantier_id)).all())
        found: dict[str, Counter[ReferralState]] = {each: Counter() for each in session.exec(select(Chantier.id))}
        for referral, course in states_of(session):
            assert (referral.state, referral.since) == (course.state, course.since)
            found[chantiers[referral.person_id]][course.state] += 1
    everywhere = sum(found.values(), Counter())
    assert set(everywhere) == set(ReferralState) - {ReferralState.SUGGESTED}
    assert all(sum(states.values()) > 100 for states in found.values())
    assert all(states[ReferralState.COMPLETED] for states in found.values())


def test_days_follow_one_another_over_a_year_and_nothing_happens_on_a_sunday(lived: Engine) -> None:
    with Session(lived) as session:
        rows = session.exec(
            select(ReferralEvent).order_by(col(ReferralEvent.referral_id), col(ReferralEvent.number))
        ).all()
    moments = [row.at for row in rows]
    assert max(moments) <= datetime(TODAY.year, TODAY.month, TODAY.day, 23, tzinfo=UTC)
    assert timedelta(days=300) < max(moments) - min(moments) < timedelta(days=380)
    for one, other in pairwise(rows):
        assert one.referral_id != other.referral_id or one.at < other.at


def test_what_was_planted_is_found_and_nothing_else_of_its_kind(lived: Engine) -> None:
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
    with Session(lived) as session:
        people = dict(session.exec(select(Person.id, Person.chantier_id)).all())
        followings = load_followings(session, people, now)
    found: dict[FlagCode, list[str]] = {}
    for person, following in followings.items():
        for flag in flags(following, TODAY):
            found.setdefault(flag.code, []).append(person)
    for code in (FlagCode.TWO_REFERRALS, FlagCode.PARTNER_THRICE, FlagCode.NO_REFERENT):
        assert len(found[code]) == 1, (code, found[code])
        assert people[found[code][0]] == WHERE
    assert all(people[person] == WHERE for person in found[FlagCode.WRONG_ORDER])


def test_partners_answered_as_they_are_wont_to_and_some_never_did(lived: Engine) -> None:
    with Session(lived) as session:
        partners = dict(session.exec(select(Service.id, Service.partner_id)).all())
        courses = [(partners[referral.service_id], course) for referral, course in states_of(session)]
    askings = [(partner, asking_of(course, {})) for partner, course in courses]
    answered = {partner: Counter[bool]() for partner, _ in askings}
    for partner, asking in askings:
        # One habit, once the answer is settled: the person may have withdrawn before.
        if asking is not None and asking.ended_by in {None, "partner"}:
            answered[partner][asking.answered_at is not None] += 1
    of_habit: dict[str, Counter[bool]] = {}
    for partner, told in answered.items():
        of_habit.setdefault(habit_name(partner, SEED), Counter()).update(told)
    rates = {name: told[True] / told.total() for name, told in of_habit.items()}
    assert rates["quick"] > 0.8 > rates["slow"]
    assert rates["silent"] < 0.35, "only what is still open, or was told on the telephone"
    silent = [partner for partner, habit in PLANTED_HABITS.items() if habit == "silent"]
    assert silent
    assert NEVER_ASKED not in answered


def test_what_is_replaced_was_over_and_files_go_to_gates(lived: Engine) -> None:
    with Session(lived) as session:
        known = {referral.id: referral for referral in session.exec(select(Referral))}
        begun = {row.referral_id: row.at for row in session.exec(select(ReferralEvent)) if row.number == 1}
    followers = [each for each in known.values() if each.replaces_id]
    assert len(followers) > 20
    for each in followers:
        former = known[each.replaces_id or ""]
        assert former.person_id == each.person_id
        assert set(former.barriers) & set(each.barriers)
        assert former.since <= begun[each.id]
    dossiers = [each for each in known.values() if each.kind is ReferralKind.DOSSIER]
    assert dossiers
    assert all(each.state is not ReferralState.EXPIRED for each in dossiers)


def test_what_is_over_asks_for_nothing_but_what_has_become_due_lately(lived: Engine) -> None:
    with Session(lived) as session:
        rows = session.exec(select(Reminder).where(col(Reminder.done_at).is_not(None))).all()
    assert len(rows) > 100
    assert all(row.due_on <= TODAY for row in rows)


def test_what_was_lived_moves_scores_the_right_way(lived: Engine) -> None:
    """Beside a network where nothing was ever asked: who answers quickly rises, who never answers falls."""
    with Session(lived) as session:
        nothing_asked = compile_catalogue(load_network(NetworkRepository(session)))
        asked = [PastRequest(*row) for row in TrackRecords(session).asked(TODAY, MEMORY_DAYS)]
    catalogue = with_requests(nothing_asked, asked)
    times = Counter(request.service_id for request in asked)
    gains: dict[str, list[float]] = {"quick": [], "silent": [], "never asked": []}
    for barrier in ("acces-logement", "addictions", "sante-mentale", "recherche-emploi"):
        profile = Profile(needs=(Need(barrier, 3),), on=TODAY)
        before, after = (
            dict(zip(found.row.tolist(), found.score.tolist(), strict=True))
            for found in (
                find_candidates(Problem(profile, each, default_weights())).eligible
                for each in (nothing_asked, catalogue)
            )
        )
        for row, score in after.items():
            service = catalogue.services[row]
            name = habit_name(service.partner_id, SEED) if times[service.id] >= 3 else "never asked"
            if name in gains and (name != "never asked" or not times[service.id]):
                gains[name].append(score - before[row])
    means = {name: sum(found) / len(found) for name, found in gains.items()}
    assert means["silent"] < means["never asked"] < means["quick"]
    assert max(gains["silent"]) < max(gains["quick"])


def test_of_two_partners_alike_in_all_else_the_one_that_answers_comes_first(lived: Engine) -> None:
    with Session(lived) as session:
        network = load_network(NetworkRepository(session))
        asked = [PastRequest(*row) for row in TrackRecords(session).asked(TODAY, MEMORY_DAYS)]
    times = Counter(request.service_id for request in asked)
    first = {name: _most_asked(network, times, name) for name in ("quick", "silent")}
    profile = Profile(needs=(Need("addictions", 2),), on=TODAY)
    model = find_candidates(Problem(profile, compile_catalogue(network), default_weights())).eligible.row[0]
    twins = [replace(network.services[model], id=service) for service in sorted(first.values())]
    made = [each for each in asked if each.service_id in first.values()]
    alike = compile_catalogue(replace(network, services=twins, requests=made))
    found = find_candidates(Problem(profile, alike, default_weights())).eligible
    scores = {twins[row].id: score for row, score in zip(found.row.tolist(), found.score.tolist(), strict=True)}
    assert scores[first["quick"]] > scores[first["silent"]]


def _most_asked(network: Network, times: Counter[str], habit: str) -> str:
    of_habit = [each.id for each in network.services if habit_name(each.partner_id, SEED) == habit]
    return max(of_habit, key=lambda service: (times[service], service))
