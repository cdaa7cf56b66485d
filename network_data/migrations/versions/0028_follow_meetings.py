"""Comités de suivi: their day, who was talked about, what was said, and the steps decided there."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow_meeting",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("chantier_id", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("called_by", sa.String(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chantier_id"], ["chantier.id"], name=op.f("fk_follow_meeting_chantier_id_chantier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_meeting")),
        sa.UniqueConstraint("chantier_id", "on", name=op.f("uq_follow_meeting_chantier_id_on")),
    )
    op.create_index(op.f("ix_follow_meeting_chantier_id"), "follow_meeting", ["chantier_id"])
    op.create_table(
        "meeting_person",
        sa.Column("meeting_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["follow_meeting.id"],
            name=op.f("fk_meeting_person_meeting_id_follow_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_meeting_person_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_meeting_person")),
    )
    op.create_index(op.f("ix_meeting_person_person_id"), "meeting_person", ["person_id"])
    with op.batch_alter_table("follow_step") as step:
        step.add_column(sa.Column("meeting_id", sa.String(), nullable=True))
        step.create_foreign_key(
            op.f("fk_follow_step_meeting_id_follow_meeting"),
            "follow_meeting",
            ["meeting_id"],
            ["id"],
            ondelete="SET NULL",
        )
        step.create_index(op.f("ix_follow_step_meeting_id"), ["meeting_id"])


def downgrade() -> None:
    with op.batch_alter_table("follow_step") as step:
        step.drop_index(op.f("ix_follow_step_meeting_id"))
        step.drop_constraint(op.f("fk_follow_step_meeting_id_follow_meeting"), type_="foreignkey")
        step.drop_column("meeting_id")
    op.drop_table("meeting_person")
    op.drop_table("follow_meeting")
