"""Notices of failure come in by a pipe: what is ours marks its address, and nothing that arrives there ever fails."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from network_data.database import open_engine, transaction
from network_data.repositories.mail_addresses import digest_of
from network_data.tables import DoubtfulAddress, MailKind, MailState, OutgoingMail
from tests.cli.running import run
from tests.mail.test_bounces import notice

OURS = "<0123456789abcdef@maillage.example.org>"


@pytest.fixture
def one_sent(demonstration: str) -> str:
    """A message that a server had taken; the database."""
    engine, at = open_engine(demonstration), datetime(2026, 11, 23, 8, tzinfo=UTC)
    with transaction(engine, writes=True) as session:
        letter = OutgoingMail(
            id="0123456789abcdef",
            key="tests",
            kind=MailKind.DIGEST,
            made_at=at,
            state=MailState.SENT,
            settled_at=at,
            message_id=OURS,
            address_digest=digest_of("accueil@partenaire.example.org"),
        )
        session.add(letter)
    engine.dispose()
    return demonstration


def doubtful(url: str) -> list[str]:
    engine = open_engine(url)
    with Session(engine) as session:
        found = [row.digest for row in session.exec(select(DoubtfulAddress))]
    engine.dispose()
    return found


def test_a_message_of_ours_that_comes_back_marks_its_address(one_sent: str) -> None:
    told = run("mail", "bounce", given=notice(OURS))
    assert (told.exit_code, told.stdout.strip()) == (0, "L’adresse est à vérifier.")
    assert doubtful(one_sent) == [digest_of("accueil@partenaire.example.org")]


@pytest.mark.parametrize("arrives", [notice("<another@example.org>"), b"", b"Bonjour", b"\xff\xfe\x00" * 1000])
def test_whatever_else_arrives_is_left_alone(one_sent: str, arrives: bytes) -> None:
    told = run("mail", "bounce", given=arrives)
    assert (told.exit_code, told.stdout.strip()) == (0, "Aucun de nos messages n’est revenu par là.")
    assert doubtful(one_sent) == []
