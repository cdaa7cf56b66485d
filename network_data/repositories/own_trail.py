"""What the trail says of how someone's own account is entered: what they are told of it, and nothing of others."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Text, cast
from sqlmodel import Session, and_, col, or_, select

from network_data.tables import AuditEntry


def entries_about_account(
    session: Session, account_id: str, since: datetime, own: Collection[str], others: Collection[str]
) -> Sequence[AuditEntry]:
    """The actions ``own`` of an account, and those of ``others`` about it, from ``since`` on, in their order."""
    named = cast(col(AuditEntry.details), Text).contains(f'"{account_id}"', autoescape=True)
    query = select(AuditEntry).where(
        AuditEntry.at >= since,
        or_(
            and_(AuditEntry.actor == account_id, col(AuditEntry.action).in_(own)),
            and_(AuditEntry.actor != account_id, col(AuditEntry.action).in_(others), named),
        ),
    )
    found = session.exec(query.order_by(col(AuditEntry.number))).all()
    return [each for each in found if each.actor == account_id or each.details.get("account") == account_id]
