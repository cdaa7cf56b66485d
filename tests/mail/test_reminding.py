"""Partners who do not answer are reminded by mail, once and on working days, as they wish to be."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from api.services.clocks import Clocks
from network_data.database import transaction
from network_data.tables import OutgoingMail, PartnerClock, PartnerMail
from tests.api.referring import NOW, Caller
from tests.mail.office import SECRETS, Office
from tests.mail.postbox import Postbox
from tests.mail.visitor import Visitor, path_in

SUNDAY = date(2026, 11, 22)


def pass_days(office: Office, days: int, box: Postbox | None = None) -> None:
    """Lets days pass; the clocks run each morning, and mail leaves."""
    for _ in range(days):
        office.skip(days=1)
        run(office)
        if box:
            office.send(box)


def run(office: Office) -> None:
    """The clocks, twice: the second time finds nothing."""
    for _ in range(2):
        Clocks(office.app.state.engine, SECRETS).run(office.at, office.at.date())


def kinds(office: Office) -> list[str]:
    """Every message that was or will be sent."""
    return [kind for kind, state in office.letters() if state != "void"]


def test_a_partner_who_does_not_answer_is_reminded_after_two_working_days_and_once(
    office: Office, advisor: Caller, box: Postbox
) -> None:
    advisor.sent()
    office.send(box)
    pass_days(office, 6, box)
    assert kinds(office) == ["request", "reminder"]
    with transaction(office.app.state.engine) as session:
        last = session.exec(select(OutgoingMail).order_by(col(OutgoingMail.made_at).desc())).first()
        assert last is not None
        assert (NOW.date(), last.made_at.date()) == (SUNDAY, SUNDAY + timedelta(days=2))
    reminder = box.taken[-1]
    assert str(reminder["Subject"]).startswith("Rappel")
    Visitor(office.app).answer(path_in(reminder), "oui")
    assert kinds(office) == ["request", "reminder"]
    pass_days(office, 5, box)
    assert kinds(office) == ["request", "reminder"]


def test_an_answer_before_it_leaves_takes_the_reminder_back(office: Office, advisor: Caller, box: Postbox) -> None:
    referral = advisor.sent()
    office.send(box)
    pass_days(office, 6)
    assert office.letters()[-1] == ("reminder", "waiting")
    advisor.move(referral, "accepted")
    assert office.letters()[-1] == ("reminder", "void")
    advisor.move(referral, "cancelled")
    office.send(box)
    assert str(box.taken[-1]["Subject"]).endswith("retirée")


@pytest.mark.parametrize("wish", ["no reminders", "no mail", "no clock", "later", "never asked by mail"])
def test_partners_are_reminded_as_they_wish(office: Office, advisor: Caller, box: Postbox, wish: str) -> None:
    set_up = {
        "no reminders": PartnerMail(partner_id="partner", reminds=False),
        "no mail": PartnerMail(partner_id="partner", writes=False),
        "no clock": PartnerClock(partner_id="partner", clock="no-answer", days=None),
        "later": PartnerClock(partner_id="partner", clock="no-answer", days=8),
        "never asked by mail": PartnerMail(partner_id="partner", writes=False),
    }[wish]
    if wish == "never asked by mail":
        office.store(set_up)
    advisor.sent()
    office.send(box)
    if wish == "never asked by mail":
        with transaction(office.app.state.engine, writes=True) as session:
            session.get_one(PartnerMail, "partner").writes = True
    else:
        office.store(set_up)
    pass_days(office, 7, box)
    assert "reminder" not in kinds(office)
    pass_days(office, 7, box)
    assert ("reminder" in kinds(office)) == (wish == "later")


def test_a_waiting_list_is_asked_about_once_though_the_machine_was_off_for_months(
    office: Office, advisor: Caller, box: Postbox
) -> None:
    referral = advisor.sent()
    office.send(box)
    advisor.move(referral, "waitlisted")
    advisor.agree(until="2028-01-01")
    office.skip(days=140)
    run(office)
    office.send(box)
    assert kinds(office) == ["request", "still-waiting"]
    Visitor(office.app).answer(path_in(box.taken[-1]), "non", raison="no-capacity")
    assert advisor.get(f"/referrals/{referral}").json()["state"] == "declined"


def test_a_machine_that_was_off_until_the_silence_ended_it_reminds_nobody(
    office: Office, advisor: Caller, box: Postbox
) -> None:
    advisor.sent()
    office.send(box)
    office.skip(days=40)
    run(office)
    office.send(box)
    assert len(box.taken) == 1
    assert office.letters()[-1] == ("reminder", "void")
