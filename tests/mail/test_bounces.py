"""Messages that come back: read from a notice, told apart from everything else that mail boxes receive."""

import pytest
from sqlmodel import Session, select

from api.mail.bounces import bounce_of
from api.services.mailing import note_bounce
from network_data.tables import DoubtfulAddress, Reminder
from tests.api.referring import Caller
from tests.mail.office import SECRETS, Office
from tests.mail.postbox import Postbox

NOTICE = """\
From: MAILER-DAEMON@mx.example.org
To: maillage@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
{envelope}
Final-Recipient: rfc822; accueil@partenaire.example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 No such user

--b
Content-Type: {kind}

From: maillage@example.org
Message-ID: {message_id}

--b--
"""


def notice(message_id: str, envelope: str = "", kind: str = "message/rfc822", **said: str) -> bytes:
    """A notice as mail servers write it."""
    told = {"action": "failed", "status": "5.1.1"} | said
    line = f"Original-Envelope-Id: {envelope}\n" if envelope else ""
    return NOTICE.format(message_id=message_id, envelope=line, kind=kind, **told).encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_message_that_comes_back_marks_its_address_and_tells_its_advisor_once(
    office: Office, advisor: Caller, box: Postbox, kind: str
) -> None:
    advisor.sent()
    office.send(box)
    bounce = bounce_of(notice(box.ids[0], kind=kind))
    assert bounce is not None
    for _ in range(2):
        assert note_bounce(office.app.state.engine, SECRETS, bounce, office.at)
    assert office.letters() == [("request", "failed")]
    with Session(office.app.state.engine) as session:
        assert [row.status for row in session.exec(select(DoubtfulAddress))] == ["5.1.1"]
        assert [row.clock for row in session.exec(select(Reminder))] == ["mail-failed"]


def test_it_is_found_by_its_envelope_where_the_message_is_not_quoted(
    office: Office, advisor: Caller, box: Postbox
) -> None:
    advisor.sent()
    office.send(box)
    envelope = box.ids[0].strip("<>").partition("@")[0]
    bounce = bounce_of(notice("<another@example.org>", envelope))
    assert bounce is not None
    assert note_bounce(office.app.state.engine, SECRETS, bounce, office.at)


def test_a_notice_about_nothing_of_ours_changes_nothing(office: Office, advisor: Caller, box: Postbox) -> None:
    advisor.sent()
    office.send(box)
    bounce = bounce_of(notice("<made-up@example.org>"))
    assert bounce is not None
    assert not note_bounce(office.app.state.engine, SECRETS, bounce, office.at)
    assert office.letters() == [("request", "sent")]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Subject: Absent\n\nJe suis en vacances.",
        notice("<a@b>", action="delayed", status="4.4.1"),
        notice("<a@b>", action="delivered", status="2.0.0"),
        b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n\xff\xfe\n--b--",
        b"\x00" * 1000,
    ],
)
def test_whatever_else_arrives_is_no_failure(raw: bytes) -> None:
    assert bounce_of(raw) is None


def test_a_status_that_makes_no_sense_is_not_kept() -> None:
    bounce = bounce_of(notice("<a@b>", status="drop table"))
    assert bounce is not None
    assert bounce.status == "5.0.0"
