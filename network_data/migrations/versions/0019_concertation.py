"""Référents inside and outside with their successions, steps beside people, news taken."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("referent") as referent:
        referent.add_column(sa.Column("inside", sa.Boolean(), nullable=False, server_default=sa.false()))
        referent.add_column(sa.Column("succeeds_id", sa.Integer(), nullable=True))
        referent.create_foreign_key(
            op.f("fk_referent_succeeds_id_referent"), "referent", ["succeeds_id"], ["id"], ondelete="SET NULL"
        )
        referent.create_index(op.f("ix_referent_succeeds_id"), ["succeeds_id"])
    _say_who_is_inside()
    op.create_table(
        "follow_step",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("barrier", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("hour", sa.String(), nullable=True),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("referral_id", sa.String(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_follow_step_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_follow_step_referral_id_referral"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_step")),
    )
    op.create_index(op.f("ix_follow_step_person_id"), "follow_step", ["person_id"])
    op.create_index(op.f("ix_follow_step_referral_id"), "follow_step", ["referral_id"])
    op.create_table(
        "news",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("referent_id", sa.Integer(), nullable=True),
        sa.Column("reminder_id", sa.String(), nullable=True),
        sa.Column("step_id", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_news_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["referent_id"], ["referent.id"], name=op.f("fk_news_referent_id_referent"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminder.id"], name=op.f("fk_news_reminder_id_reminder"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["follow_step.id"], name=op.f("fk_news_step_id_follow_step"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news")),
    )
    for column in ("person_id", "referent_id", "reminder_id", "step_id"):
        op.create_index(op.f(f"ix_news_{column}"), "news", [column])


def downgrade() -> None:
    op.drop_table("news")
    op.drop_table("follow_step")
    with op.batch_alter_table("referent") as referent:
        referent.drop_index(op.f("ix_referent_succeeds_id"))
        referent.drop_constraint(op.f("fk_referent_succeeds_id_referent"), type_="foreignkey")
        referent.drop_column("succeeds_id")
        referent.drop_column("inside")


def _say_who_is_inside() -> None:
    """Until now, a référent of the chantier bore its name as their organisation."""
    referent = sa.table("referent", sa.column("person_id"), sa.column("organisation"), sa.column("inside"))
    person = sa.table("person", sa.column("id"), sa.column("chantier_id"))
    chantier = sa.table("chantier", sa.column("id"), sa.column("name"))
    own = (
        sa.select(chantier.c.name)
        .where(chantier.c.id == person.c.chantier_id, person.c.id == referent.c.person_id)
        .scalar_subquery()
    )
    op.execute(referent.update().where(referent.c.organisation == own).values(inside=sa.true()))
