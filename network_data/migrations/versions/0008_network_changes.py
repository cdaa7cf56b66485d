"""What changed in the network from one version to the next."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "network_change",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("partner_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_network_change")),
    )
    op.create_index(op.f("ix_network_change_token"), "network_change", ["token"], unique=False)


def downgrade() -> None:
    op.drop_table("network_change")
