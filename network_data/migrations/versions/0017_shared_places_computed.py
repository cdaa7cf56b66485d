"""Proposals of places that are still being computed."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_UNKNOWN = "1970-01-01 00:00:00+00:00"
"""When a proposal that is there already was last heard of: it is done."""


def upgrade() -> None:
    with op.batch_alter_table("shared_places") as batch:
        batch.add_column(sa.Column("state", sa.String(), nullable=False, server_default="done"))
        batch.add_column(sa.Column("stage", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("done", sa.Float(), nullable=False, server_default="1"))
        batch.add_column(
            sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text(f"'{_UNKNOWN}'"))
        )
        batch.add_column(sa.Column("stop_asked", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.alter_column("answer", existing_type=sa.JSON(), nullable=True)
    for column in ("state", "stage", "done", "heard_at", "stop_asked"):
        with op.batch_alter_table("shared_places") as batch:
            batch.alter_column(column, server_default=None)
    with op.batch_alter_table("shared_places_of_person") as batch:
        batch.alter_column("answer", existing_type=sa.JSON(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM shared_places_of_person WHERE answer IS NULL")
    op.execute("DELETE FROM shared_places WHERE answer IS NULL")
    with op.batch_alter_table("shared_places_of_person") as batch:
        batch.alter_column("answer", existing_type=sa.JSON(), nullable=False)
    with op.batch_alter_table("shared_places") as batch:
        batch.alter_column("answer", existing_type=sa.JSON(), nullable=False)
        for column in ("stop_asked", "heard_at", "done", "stage", "state"):
            batch.drop_column(column)
