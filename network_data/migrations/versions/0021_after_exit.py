"""What people left for, what became of it, and reminders about it."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_exit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_exit_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_exit")),
    )
    op.create_index(op.f("ix_person_exit_person_id"), "person_exit", ["person_id"], unique=False)
    op.create_table(
        "exit_contact",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("exit_id", sa.String(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["exit_id"], ["person_exit.id"], name=op.f("fk_exit_contact_exit_id_person_exit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_contact")),
    )
    op.create_index(op.f("ix_exit_contact_exit_id"), "exit_contact", ["exit_id"], unique=False)
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.add_column(sa.Column("exit_id", sa.String(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_reminder_exit_id_person_exit"), "person_exit", ["exit_id"], ["id"], ondelete="CASCADE"
        )
        batch_op.create_index(batch_op.f("ix_reminder_exit_id"), ["exit_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminder_exit_id"))
        batch_op.drop_constraint(batch_op.f("fk_reminder_exit_id_person_exit"), type_="foreignkey")
        batch_op.drop_column("exit_id")
    op.drop_index(op.f("ix_exit_contact_exit_id"), table_name="exit_contact")
    op.drop_table("exit_contact")
    op.drop_index(op.f("ix_person_exit_person_id"), table_name="person_exit")
    op.drop_table("person_exit")
