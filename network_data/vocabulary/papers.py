"""The papers (pièces) a person may hold."""

from types import MappingProxyType

from network_data.vocabulary.loading import Entry, rows


class Paper(Entry):
    """A paper, how long it lasts, and the barrier it belongs to."""

    code: str
    label: str
    validity_months: int | None = None
    renewal: str = ""
    barrier: str
    status: str
    remark: str = ""


PAPERS = MappingProxyType({row["code"]: Paper.model_validate(row) for row in rows("papers", "paper")})
"""Every paper by code."""
