"""Someone leaves: from this moment nothing opens to them any more."""

from datetime import datetime

from sqlmodel import Session

from network_data.asker import Asker
from network_data.repositories.accounts import AccountRepository
from network_data.repositories.grants import GrantRepository
from network_data.trail import Event, Recorder


def leave(asker: Asker, session: Session, account_id: str, now: datetime, trail: Recorder) -> list[str]:
    """Ends the account, its sessions and every access it held; the people whom nobody accompanies from now on.

    Raises:
        LookupError: there is no such account.
    """
    accounts, grants = AccountRepository(session, now), GrantRepository(asker, session, now, trail)
    account = accounts.find(account_id)
    if account is None:
        raise LookupError(account_id)
    trail.record(Event(asker.id, "account.leave", address=asker.address, details={"account": account_id}), now)
    for opened in accounts.sessions_of(account_id):
        opened.ended_at = now
    left = grants.leave(account_id)
    account.left_at = now
    session.flush()
    return left
