"""Requests of advisors to officers; answers kept about nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "officer_request",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("chantier_id", sa.String(), nullable=False),
        sa.Column("territory_slug", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("barrier", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("identity_agreed", sa.Boolean(), nullable=False),
        sa.Column("question_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=True),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["chantier_id"], ["chantier.id"], name=op.f("fk_officer_request_chantier_id_chantier")),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["grant.id"], name=op.f("fk_officer_request_grant_id_grant"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["account.id"], name=op.f("fk_officer_request_officer_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_officer_request_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["territory_slug"], ["territory.slug"], name=op.f("fk_officer_request_territory_slug_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_request")),
    )
    op.create_index(op.f("ix_officer_request_chantier_id"), "officer_request", ["chantier_id"], unique=False)
    op.create_index(op.f("ix_officer_request_grant_id"), "officer_request", ["grant_id"], unique=False)
    op.create_index(op.f("ix_officer_request_officer_id"), "officer_request", ["officer_id"], unique=False)
    op.create_index(op.f("ix_officer_request_person_id"), "officer_request", ["person_id"], unique=False)
    op.create_index(op.f("ix_officer_request_state"), "officer_request", ["state"], unique=False)
    op.create_index(op.f("ix_officer_request_territory_slug"), "officer_request", ["territory_slug"], unique=False)

    op.create_table(
        "request_event",
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("to_state", sa.String(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["officer_request.id"],
            name=op.f("fk_request_event_request_id_officer_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("request_id", "number", name=op.f("pk_request_event")),
    )
    with op.batch_alter_table("kept_answer") as batch:
        batch.alter_column("person_id", existing_type=sa.String(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM kept_answer WHERE person_id IS NULL")
    with op.batch_alter_table("kept_answer") as batch:
        batch.alter_column("person_id", existing_type=sa.String(), nullable=False)

    op.drop_table("request_event")
    op.drop_index(op.f("ix_officer_request_territory_slug"), table_name="officer_request")
    op.drop_index(op.f("ix_officer_request_state"), table_name="officer_request")
    op.drop_index(op.f("ix_officer_request_person_id"), table_name="officer_request")
    op.drop_index(op.f("ix_officer_request_officer_id"), table_name="officer_request")
    op.drop_index(op.f("ix_officer_request_grant_id"), table_name="officer_request")
    op.drop_index(op.f("ix_officer_request_chantier_id"), table_name="officer_request")

    op.drop_table("officer_request")
