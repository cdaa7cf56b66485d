"""What people say and aim at, and the notes written for them."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "concerted_point",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_concerted_point_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concerted_point")),
        sa.UniqueConstraint("person_id", "on", name=op.f("uq_concerted_point_person_id_on")),
    )
    op.create_index(op.f("ix_concerted_point_person_id"), "concerted_point", ["person_id"], unique=False)
    op.create_table(
        "social_note",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_social_note_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_social_note")),
    )


def downgrade() -> None:
    op.drop_table("social_note")
    op.drop_index(op.f("ix_concerted_point_person_id"), table_name="concerted_point")
    op.drop_table("concerted_point")
