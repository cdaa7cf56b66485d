"""What Alembic runs to apply or write migrations: compares with our tables, on the connection it is given."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel.sql.sqltypes import AutoString

from network_data.tables import METADATA
from network_data.tables.base import EnumText, NullableJSON, UtcDateTime

_PLAIN_TYPES: dict[type, str] = {
    AutoString: "sa.String()",
    EnumText: "sa.String()",
    NullableJSON: "sa.JSON()",
    UtcDateTime: "sa.DateTime(timezone=True)",
}


def render_plainly(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Writes a column's type as what the database stores: a migration must not change when our types do."""
    return _PLAIN_TYPES.get(type(item), False) if kind == "type" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_item=render_plainly,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
