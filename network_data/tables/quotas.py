"""What partners granted the programme: how many applications or places, to whom, over what time."""

from datetime import date

from sqlmodel import Field, SQLModel

from network_data.tables.base import EnumText
from network_data.vocabulary import Unit


class Quota(SQLModel, table=True):
    """As agreed with a partner; without a row nothing was agreed, and nothing is counted."""

    id: int | None = Field(default=None, primary_key=True)
    partner_id: str = Field(foreign_key="partner.id", index=True)
    service_id: str | None = Field(default=None, foreign_key="service.id", index=True)
    """NULL: all services of the partner together."""
    chantier_id: str | None = Field(default=None, foreign_key="chantier.id", index=True)
    """Of whose people; NULL: everybody's."""
    unit: Unit = Field(sa_type=EnumText(Unit))
    amount: int
    monthly: bool = False
    """Whether it counts what began in a calendar month, rather than what is held at a time."""
    reserved: bool = False
    """Whether it is kept back from others within a wider quota, rather than a limit."""
    since: date
    until: date | None = None
