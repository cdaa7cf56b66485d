"""What was proposed for a person, with what it takes to compute it again."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stored_result",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("network_version", sa.String(), nullable=False),
        sa.Column("rules_version", sa.String(), nullable=False),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_stored_result_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_result")),
        sa.UniqueConstraint(
            "person_id", "asked_by", "fingerprint", name=op.f("uq_stored_result_person_id_asked_by_fingerprint")
        ),
    )
    op.create_index(op.f("ix_stored_result_person_id"), "stored_result", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_stored_result_person_id"), table_name="stored_result")
    op.drop_table("stored_result")
