"""Every query about a person goes through the one repository that knows who is asking."""

import ast
import inspect

import pytest

from network_data import tables
from network_data.asker import Asker
from network_data.repositories import PeopleRepository, TrailRepository
from network_data.repositories.agreements import AgreementRepository
from network_data.repositories.contacts import ContactRepository
from network_data.repositories.due import DueRepository
from network_data.repositories.flags import FlagRepository
from network_data.repositories.follow_notes import FollowNoteRepository
from network_data.repositories.grants import GrantRepository
from network_data.repositories.identities import IdentityRepository
from network_data.repositories.kept_answers import KeptAnswers
from network_data.repositories.linked_referrals import LinkedReferrals
from network_data.repositories.mail_queue import MailQueue
from network_data.repositories.meetings import MeetingRepository
from network_data.repositories.need_counts import NeedCounts
from network_data.repositories.news import NewsRepository
from network_data.repositories.papers import PaperRepository
from network_data.repositories.partner_loads import PartnerLoads
from network_data.repositories.person_entry import PersonEntryRepository
from network_data.repositories.points import PointRepository
from network_data.repositories.referral_reach import Reaches
from network_data.repositories.referrals import ReferralRepository
from network_data.repositories.reminders import ReminderRepository
from network_data.repositories.request_reach import RequestReaches
from network_data.repositories.request_trust import RequestTrust
from network_data.repositories.requests import RequestRepository
from network_data.repositories.results import ResultRepository
from network_data.repositories.shared_places import SharedPlacesRepository
from network_data.repositories.steps import StepRepository
from network_data.repositories.week import WeekRepository
from tests.architecture.people_queries import LINKED_TABLES, PEOPLE_TABLES, linked_tables_used, people_tables_used
from tests.architecture.source import modules

MAY_TOUCH_PEOPLE = (
    "network_data/repositories/people.py",
    "network_data/repositories/person_records.py",  # reads what is known of people whom the repository has found
    "network_data/repositories/person_file.py",  # makes masked copies, queries nothing
    "network_data/repositories/person_entry.py",  # enters people, and says whom the asker may change
    "network_data/repositories/person_edit.py",  # changes one person whom the repository above has opened
    "network_data/repositories/paper_shelf.py",  # changes the papers of one person, for the above and the next
    "network_data/repositories/papers.py",  # their papers, as far as the asker reaches; counted for the coordinator
    "network_data/repositories/points.py",  # what they said and aim at, sealed, as far as the asker reaches
    "network_data/repositories/results.py",  # what was shown to the asker of people whom the first of these opens
    "network_data/repositories/plan_edit.py",  # changes what was decided about one person's plan, opened by the same
    "network_data/repositories/referral_reach.py",  # says how far the asker sees someone's referrals
    "network_data/repositories/referrals.py",  # their referrals, as far as that
    "network_data/repositories/request_reach.py",  # says how far the asker sees a request to the officers
    "network_data/repositories/request_trust.py",  # opens what it is about to whoever has it
    "network_data/repositories/requests.py",  # the requests, as far as that
    "network_data/repositories/partner_loads.py",  # what partners have open of them: counted, nobody named
    "network_data/repositories/due.py",  # what is due of them, for the engine alone
    "network_data/repositories/reminders.py",  # what the asker is told of that
    "network_data/repositories/exits.py",  # what they left for, as far as that; counted for the coordinator
    "network_data/repositories/track_records.py",  # what partners did with referrals: nobody named
    "network_data/repositories/holdings.py",  # what referrals hold of quotas: counted, nobody named
    "network_data/repositories/shared_places.py",  # how places were shared among them, for the coordinator who asked
    "network_data/repositories/shared_places_computed.py",  # how far sharing them is, and what it gave: nothing is read
    "network_data/repositories/shared_places_learnt.py",  # what it teaches of who will ask: for the engine alone
    "network_data/repositories/outbox.py",  # what is to be told to partners about referrals, without the person
    "network_data/repositories/mail_queue.py",  # the same as it leaves
    "network_data/repositories/mail_addresses.py",  # where partners are written to; nobody in it
    "network_data/repositories/partner_settings.py",  # how they wish to be; nobody either
    "network_data/repositories/digests.py",  # how much is due for each reader: counted, nobody named
    "network_data/repositories/webhook_outbox.py",  # that a referral or a request changed, for the chantier's software
    "network_data/repositories/webhook_queue.py",  # the same as it leaves, with what its key reaches
    "network_data/repositories/webhooks.py",  # the same for whoever administers the key, as far as that
    "network_data/repositories/linked_referrals.py",  # what a partner's link opens, for whoever holds it
    "network_data/repositories/followings.py",  # what is done for people whom the next has found
    "network_data/repositories/lone.py",  # whom nobody accompanies, by pseudonym, for the coordinator
    "network_data/repositories/flags.py",  # what is to be looked at of those whom the asker accompanies or coordinates
    "network_data/repositories/steps.py",  # steps beside them, as far as the asker reaches
    "network_data/repositories/news.py",  # news taken of them, as far as that
    "network_data/repositories/with_partner.py",  # what a partner has in hand of those whom the asker accompanies
    "network_data/repositories/unanswered.py",  # what led nowhere for those whom the asker accompanies
    "network_data/repositories/lifted_needs.py",  # what referrals that the asker has found lifted
    "network_data/repositories/contacts.py",  # who talked with whom about them, as far as that
    "network_data/repositories/follow_notes.py",  # notes about them, as far as their audience goes
    "network_data/repositories/meetings.py",  # what was said of them where their advisors meet
    "network_data/repositories/week.py",  # what a week asks of whoever accompanies them
    "network_data/repositories/agreements.py",  # what they agreed to share, as far as that
    "network_data/repositories/need_counts.py",  # the needs of a territory without anyone, for its coordinator
    "network_data/repositories/kept_answers.py",  # what the asker was answered, sealed
    "network_data/tables/",
    "network_data/demo/",  # writes fictitious people into a new database
)
MAY_TOUCH_WHAT_LEADS_TO_THEM = (
    *MAY_TOUCH_PEOPLE,
    "network_data/repositories/grants.py",
    "network_data/repositories/identities.py",
    "network_data/repositories/trail.py",
    "network_data/trail.py",  # gives people the keys that the trail calls them by
)
MAY_WRITE_SQL = ("network_data/database.py", "network_data/migrations/")


def test_the_tables_about_people_are_known() -> None:
    stored = {"Person", "Need", "HeldPaper", "Referent", "StoredResult", "PlanChoice", "KeptPlan"}
    stored |= {"Referral", "ReferralEvent", "Hold", "SharingAgreement", "KeptAnswer", "Reminder"}
    stored |= {
        "SharedPlacesOfPerson",
        "PartnerLink",
        "OutgoingMail",
        "FollowStep",
        "FollowNote",
        "FollowMeeting",
        "MeetingPerson",
        "News",
        "OfficerRequest",
        "RequestEvent",
        "PersonExit",
        "ExitContact",
        "PaperChange",
        "ConcertedPoint",
        "SocialNote",
    }
    stored |= {"Referral", "ReferralEvent", "Hold", "SharingAgreement", "KeptAnswer", "Reminder", "LoggedContact"}
    stored |= {"SharedPlacesOfPerson", "LiftedNeed"}
    assert stored <= PEOPLE_TABLES


def test_no_query_on_people_is_written_outside_their_repository() -> None:
    outside = [module for module in modules() if not module.name.startswith(MAY_TOUCH_PEOPLE)]
    found = {module.name: people_tables_used(module.tree) for module in outside}
    assert {name: uses for name, uses in found.items() if uses} == {}


def test_only_their_repository_reads_what_is_known_of_people_it_has_found() -> None:
    using = [module.name for module in modules() if "person_records import" in module.text]
    assert using == ["network_data/repositories/people.py"]


def test_only_those_whom_one_accompanies_open_to_change() -> None:
    for opened in ("PersonEdit(", "PlanEdit("):
        using = [module.name for module in modules() if opened in module.text]
        assert using == ["network_data/repositories/person_entry.py"]


def test_who_sees_them_and_what_they_are_called_is_read_in_their_own_repositories_too() -> None:
    assert {name for name in LINKED_TABLES if not hasattr(tables, name)} == set()
    outside = [module for module in modules() if not module.name.startswith(MAY_TOUCH_WHAT_LEADS_TO_THEM)]
    found = {module.name: linked_tables_used(module.tree) for module in outside}
    assert {name: uses for name, uses in found.items() if uses} == {}


@pytest.mark.parametrize(
    "source",
    [
        "from network_data.tables import Grant\nselect(Grant)",
        "from network_data.tables.accounts import PersonIdentity as P\nsession.get(P, 1)",
        "from network_data.tables import Grant\nx = Grant(), Grant.person_id",
        "from network_data.tables.audit import AuditSubject\nx = AuditSubject.person_id",
    ],
)
def test_a_query_on_what_leads_to_them_is_seen_and_a_new_grant_is_none(source: str) -> None:
    assert linked_tables_used(ast.parse(source))
    assert linked_tables_used(ast.parse("from network_data.tables import Grant\ngive(Grant(person_id=who))")) == []


@pytest.mark.parametrize(
    "repository",
    [
        PeopleRepository,
        GrantRepository,
        IdentityRepository,
        TrailRepository,
        PersonEntryRepository,
        ResultRepository,
        SharedPlacesRepository,
        Reaches,
        ReferralRepository,
        AgreementRepository,
        FlagRepository,
        StepRepository,
        NewsRepository,
        FollowNoteRepository,
        WeekRepository,
        MeetingRepository,
        ContactRepository,
        KeptAnswers,
        NeedCounts,
        RequestReaches,
        RequestTrust,
        RequestRepository,
        PartnerLoads,
        DueRepository,
        ReminderRepository,
        LinkedReferrals,
        MailQueue,
        PaperRepository,
        PointRepository,
    ],
)
def test_their_repositories_take_the_asker_first(repository: type) -> None:
    first = next(iter(inspect.signature(repository).parameters.values()))
    assert first.annotation is Asker


@pytest.mark.parametrize(
    "source",
    [
        "from network_data.tables import Person\nselect(Person)",
        "from network_data.tables.people import Need as N\nsession.get(N, 1)",
        "from network_data.tables import Referent\nx = Referent.person_id",
        "from network_data.tables import HeldPaper\nx = [HeldPaper]",
        "import network_data.tables\nselect(network_data.tables.Person)",
        "from network_data import tables",
        "from network_data.tables import people",
    ],
)
def test_a_query_on_people_is_seen_however_it_is_written(source: str) -> None:
    assert people_tables_used(ast.parse(source))


def test_naming_a_persons_type_is_no_query() -> None:
    source = "from network_data.tables import Person\ndef age(person: Person, others: list[Person]) -> Person: ..."
    assert people_tables_used(ast.parse(source)) == []


def test_sql_is_never_written_by_hand_where_it_could_name_people() -> None:
    raw = {("sqlalchemy", "text"), ("sqlmodel", "text"), ("sqlalchemy.sql", "text")}
    outside = [module for module in modules() if not module.name.startswith(MAY_WRITE_SQL)]
    assert [module.name for module in outside if raw.intersection(module.imported())] == []
    assert [module.name for module in outside if "exec_driver_sql" in module.text] == []
