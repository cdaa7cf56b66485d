"""Whether whoever people were handed over to has said that they take over; those of before count as taken."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

GRANT = sa.table(
    "grant",
    sa.column("kind", sa.String()),
    sa.column("since", sa.DateTime(timezone=True)),
    sa.column("given_by", sa.String()),
    sa.column("taken_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    op.add_column("grant", sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
    handed_over = (GRANT.c.kind == "accompanies") & GRANT.c.given_by.is_not(None)
    op.execute(GRANT.update().where(handed_over).values(taken_at=GRANT.c.since))


def downgrade() -> None:
    with op.batch_alter_table("grant") as grant:
        grant.drop_column("taken_at")
