"""The ways in which a partner's link comes to open nothing: each breaks one, and says where it then leads."""

from collections.abc import Callable
from datetime import UTC, timedelta

from sqlmodel import Session, select

from network_data.database import transaction
from network_data.tables import PartnerLink, Person, SharingAgreement
from tests.api.referring import NOW, OWN, TODAY, Caller
from tests.mail.office import Office

Break = Callable[[Office, Caller, str, str], str]


def forged(_office: Office, _advisor: Caller, _referral: str, path: str) -> str:
    return path[:-1] + ("A" if path[-1] != "A" else "B")


def cut(_office: Office, _advisor: Caller, _referral: str, path: str) -> str:
    return path.partition(".")[0]


def of_another(office: Office, advisor: Caller, _referral: str, path: str) -> str:
    advisor.sent(office.someone(1))
    with Session(office.app.state.engine) as session:
        mine = path.removeprefix("/reponse/").partition(".")
        other = session.exec(select(PartnerLink.id).where(PartnerLink.id != mine[0])).one()
        return f"/reponse/{other}.{mine[2]}"


def expired(office: Office, advisor: Caller, referral: str, path: str) -> str:
    assert advisor.move(referral, "waitlisted").status_code == 200
    office.skip(days=46)
    return path


def prolonged(office: Office, _advisor: Caller, _referral: str, path: str) -> str:
    with transaction(office.app.state.engine, writes=True) as session:
        session.exec(select(PartnerLink)).one().expires_at += timedelta(days=365)
    return path


def revoked(office: Office, _advisor: Caller, _referral: str, path: str) -> str:
    with transaction(office.app.state.engine, writes=True) as session:
        session.exec(select(PartnerLink)).one().revoked_at = NOW.astimezone(UTC)
    return path


def moved(_office: Office, advisor: Caller, referral: str, path: str) -> str:
    assert advisor.move(referral, "accepted").status_code == 200
    return path


def undone(_office: Office, advisor: Caller, referral: str, path: str) -> str:
    assert advisor.post(f"/referrals/{referral}/undo").status_code == 200
    return path


def cancelled(_office: Office, advisor: Caller, referral: str, path: str) -> str:
    assert advisor.move(referral, "cancelled").status_code == 200
    return path


def withdrawn(_office: Office, advisor: Caller, _referral: str, path: str) -> str:
    for agreement in advisor.get(f"/persons/{OWN}/agreements").json()["items"]:
        advisor.post(f"/agreements/{agreement['id']}/withdrawal")
    return path


def in_danger(office: Office, _advisor: Caller, _referral: str, path: str) -> str:
    with transaction(office.app.state.engine, writes=True) as session:
        session.get_one(Person, OWN).secret_address = True
    return path


def over(office: Office, _advisor: Caller, _referral: str, path: str) -> str:
    with transaction(office.app.state.engine, writes=True) as session:
        for agreement in session.exec(select(SharingAgreement)).all():
            agreement.until = TODAY - timedelta(days=1)
    return path


def led_elsewhere(office: Office, advisor: Caller, _referral: str, path: str) -> str:
    other = advisor.sent(office.someone(1))
    with transaction(office.app.state.engine, writes=True) as session:
        link_id = path.removeprefix("/reponse/").partition(".")[0]
        session.get_one(PartnerLink, link_id).referral_id = other
    return path


def of_another_step(office: Office, _advisor: Caller, _referral: str, path: str) -> str:
    with transaction(office.app.state.engine, writes=True) as session:
        session.exec(select(PartnerLink)).one().step = 1
    return path


BREAKS: list[Break] = [
    forged,
    cut,
    of_another,
    expired,
    prolonged,
    revoked,
    moved,
    undone,
    cancelled,
    withdrawn,
    in_danger,
    over,
    led_elsewhere,
    of_another_step,
]
