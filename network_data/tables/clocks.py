"""What partners set for the clocks of referrals: how long they take to answer, where it is not the usual time."""

from sqlmodel import Field, SQLModel


class PartnerClock(SQLModel, table=True):
    """A partner's own working days for one clock, in place of the usual ones."""

    __tablename__ = "partner_clock"

    partner_id: str = Field(primary_key=True, foreign_key="partner.id", ondelete="CASCADE")
    clock: str = Field(primary_key=True)
    """A code of the vocabulary's clocks."""
    days: int | None = None
    """NULL: this clock does not run there."""
    urgent: int | None = None
    """Where the referral is urgent; NULL: as ``days``."""
