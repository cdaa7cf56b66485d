"""The secret key can be replaced: what was sealed and signed goes under the new one, or nothing changes."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from api.security.keys import KeyTerms, Permission, make_key
from api.security.second_factor import SecondFactors
from api.services.rotation import DamagedTrailError, Rotation, rotate_secrets
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories.follow_notes import NOTE_WORDS
from network_data.repositories.identities import PURPOSE
from network_data.repositories.meetings import MEETING_WORDS
from network_data.repositories.points import PURPOSE as POINT_WORDS
from network_data.repositories.steps import PURPOSE as STEP_WORDS
from network_data.repositories.webhooks import PURPOSE as SIGNING
from network_data.repositories.webhooks import WebhookRepository
from network_data.sealing import Sealer, UnreadableSealError
from network_data.tables import (
    Account,
    ApiKey,
    Audience,
    AuditEntry,
    ConcertedPoint,
    FollowMeeting,
    FollowNote,
    FollowStep,
    MeetingPerson,
    PersonIdentity,
    SocialNote,
    StepBy,
    StepKind,
    Webhook,
)
from network_data.trail import Event, Fault, Trail
from tests.integration.storage.asking import NOON, account
from tests.integration.storage.records import chantier, person, store, territory

OLD, NEW = "the former secret", "the new secret"


@pytest.fixture
def sealed(engine: Engine) -> Engine:
    """Two names, the words of a step, a second factor and a trail, all under the old key."""
    store(engine, territory(), chantier(), person(), person("P-0002"), account("ines"), account("karim"))
    for who, name in (("P-0001", "Amina"), ("P-0002", "Bruno")):
        store(engine, PersonIdentity(person_id=who, sealed=Sealer([OLD], PURPOSE).seal({"first_name": name})))
    words = Sealer([OLD], STEP_WORDS).seal({"what": "Appeler la CPAM", "who": ""})
    step = FollowStep(
        id="step",
        person_id="P-0001",
        kind=StepKind.CALL,
        by=StepBy.ADVISOR,
        words_sealed=words,
        made_by="ines",
        made_at=NOON,
    )
    points = Sealer([OLD], POINT_WORDS)
    store(
        engine,
        step,
        ConcertedPoint(
            id="point",
            person_id="P-0001",
            on=NOON.date(),
            words_sealed=points.seal({"said": "Un toit d’abord"}),
            written_by="ines",
            written_at=NOON,
        ),
        SocialNote(person_id="P-0001", text_sealed=points.seal({"text": "Note"}), written_by="ines", written_at=NOON),
    )
    note = FollowNote(
        id="note",
        person_id="P-0001",
        audience=Audience.AUTHOR,
        words_sealed=Sealer([OLD], NOTE_WORDS).seal({"words": "Fatiguée"}),
        written_by="ines",
        written_at=NOON,
    )
    store(engine, note)
    said = Sealer([OLD], MEETING_WORDS).seal({"words": "Tout va bien"})
    where, on = chantier().id, NOON.date()
    store(engine, FollowMeeting(id="meeting", chantier_id=where, on=on, called_by="ines", called_at=NOON))
    store(engine, MeetingPerson(meeting_id="meeting", person_id="P-0001", words_sealed=said, added_by="ines"))
    factors = SecondFactors([OLD])
    with transaction(engine, writes=True) as session:
        ines = session.get_one(Account, "ines")
        offer = factors.offer(ines)
        assert factors.accept(ines, offer.sealed, pyotp.TOTP(offer.secret).at(NOON), NOON)
    terms = KeyTerms("Suivi", "rejoue", frozenset({Permission.REFERRALS}))
    with transaction(engine, writes=True) as session:
        key = session.get_one(ApiKey, make_key(session, terms, NOON).id)
        WebhookRepository(Asker.local(), session, NOON, Sealer([OLD], SIGNING)).add(
            key, "https://example.org/", "whsec_"
        )
    Trail(engine, [OLD]).record(Event("ines", "person.read", ["P-0001"]), NOON)
    return engine


def names(engine: Engine, *secrets: str) -> list[str | None]:
    with Session(engine) as session:
        rows = session.exec(select(PersonIdentity).order_by(col(PersonIdentity.person_id))).all()
        return [Sealer(secrets, PURPOSE).open(row.sealed)["first_name"] for row in rows]


def test_after_a_rotation_the_new_key_alone_opens_everything(sealed: Engine) -> None:
    assert rotate_secrets(sealed, (NEW, OLD), NOON) == Rotation(
        identities=2, second_factors=1, notes=0, follow_ups=3, points=2, requests=0, webhooks=1
    )
    assert names(sealed, NEW) == ["Amina", "Bruno"]
    with Session(sealed) as session:
        words = session.get_one(FollowStep, "step").words_sealed
        said = session.get_one(ConcertedPoint, "point").words_sealed
        note = session.get_one(SocialNote, "P-0001").text_sealed
        follow_note = session.get_one(FollowNote, "note").words_sealed
        said_there = session.get_one(MeetingPerson, ("meeting", "P-0001")).words_sealed
        signing = session.exec(select(Webhook)).one().secret_sealed
    assert Sealer([NEW], MEETING_WORDS).open(said_there or b"") == {"words": "Tout va bien"}
    assert Sealer([NEW], SIGNING).open(signing)["secret"] == "whsec_"
    assert Sealer([NEW], NOTE_WORDS).open(follow_note) == {"words": "Fatiguée"}
    assert Sealer([NEW], STEP_WORDS).open(words)["what"] == "Appeler la CPAM"
    assert Sealer([NEW], POINT_WORDS).open(said) == {"said": "Un toit d’abord"}
    assert Sealer([NEW], POINT_WORDS).open(note) == {"text": "Note"}
    assert Trail(sealed, [NEW]).verify() is None


def test_after_a_rotation_the_old_key_opens_nothing(sealed: Engine) -> None:
    rotate_secrets(sealed, (NEW, OLD), NOON)
    with pytest.raises(UnreadableSealError):
        names(sealed, OLD)
    assert Trail(sealed, [OLD]).verify() == Fault(None, "head-forged")


def test_a_telephone_still_proves_who_one_is_after_a_rotation(sealed: Engine) -> None:
    with Session(sealed) as session:
        before = session.get_one(Account, "ines").totp_sealed or b""
    secret = Sealer([OLD], "second-factor").open(before)["secret"] or ""
    rotate_secrets(sealed, (NEW, OLD), NOON)
    later = NOON + timedelta(minutes=5)
    with transaction(sealed, writes=True) as session:
        assert SecondFactors([NEW]).spend(session.get_one(Account, "ines"), pyotp.TOTP(secret).at(later), later)


def test_a_rotation_is_in_the_trail_with_its_counts(sealed: Engine) -> None:
    rotate_secrets(sealed, (NEW, OLD), NOON)
    with Session(sealed) as session:
        last = session.exec(select(AuditEntry).order_by(col(AuditEntry.number).desc())).first()
    assert last is not None
    assert (last.actor, last.action) == ("local", "secrets.rotate")
    assert last.details == {
        "identities": 2,
        "second_factors": 1,
        "notes": 0,
        "follow_ups": 3,
        "points": 2,
        "requests": 0,
        "webhooks": 1,
    }


def test_without_the_old_key_nothing_changes(sealed: Engine) -> None:
    with pytest.raises(DamagedTrailError):
        rotate_secrets(sealed, (NEW,), NOON)
    assert names(sealed, OLD) == ["Amina", "Bruno"]


def test_a_record_that_no_key_opens_stops_the_whole_rotation(sealed: Engine) -> None:
    store(sealed, person("P-0003"))
    store(sealed, PersonIdentity(person_id="P-0003", sealed=Sealer(["lost"], PURPOSE).seal({"first_name": "Chloé"})))
    with pytest.raises(UnreadableSealError):
        rotate_secrets(sealed, (NEW, OLD), NOON)
    with Session(sealed) as session:
        first = session.get_one(PersonIdentity, "P-0001")
    assert Sealer([OLD], PURPOSE).open(first.sealed) == {"first_name": "Amina"}
    assert Trail(sealed, [OLD]).verify() is None


def test_a_trail_that_was_touched_is_not_signed_again(sealed: Engine) -> None:
    with transaction(sealed, writes=True) as session:
        session.get_one(AuditEntry, 1).actor = "karim"
    with pytest.raises(DamagedTrailError) as refused:
        rotate_secrets(sealed, (NEW, OLD), NOON)
    assert refused.value.fault == Fault(1, "altered")


def test_a_forged_signature_stays_visible_whatever_is_written_after_it(sealed: Engine) -> None:
    Trail(sealed, ["a guess"]).record(Event("karim", "person.read"), NOON)
    Trail(sealed, [OLD]).record(Event("ines", "person.read"), NOON)
    assert Trail(sealed, [OLD]).verify() == Fault(None, "head-forged")
