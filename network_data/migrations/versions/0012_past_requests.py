"""What partners did with past requests."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "past_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.String(), nullable=False),
        sa.Column("barrier", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("started", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_past_request_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_request")),
    )
    op.create_index(op.f("ix_past_request_service_id"), "past_request", ["service_id"], unique=False)
    op.create_index(op.f("ix_past_request_asked_on"), "past_request", ["asked_on"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_past_request_asked_on"), table_name="past_request")
    op.drop_index(op.f("ix_past_request_service_id"), table_name="past_request")
    op.drop_table("past_request")
