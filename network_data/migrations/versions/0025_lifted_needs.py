"""Barriers lifted by a referral, as the person confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lifted_need",
        sa.Column("referral_id", sa.String(), nullable=False),
        sa.Column("barrier", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("was_assessed_on", sa.Date(), nullable=False),
        sa.Column("was_assessor", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_lifted_need_referral_id_referral"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("referral_id", "barrier", name=op.f("pk_lifted_need")),
    )


def downgrade() -> None:
    op.drop_table("lifted_need")
