"""Officers' posts and who goes where."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "officer_post",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("territory_slug", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("field_share", sa.Float(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("works", sa.JSON(), nullable=False),
        sa.Column("reaches", sa.JSON(), nullable=True),
        sa.Column("most_sites", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("feed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_officer_post_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["territory_slug"], ["territory.slug"], name=op.f("fk_officer_post_territory_slug_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_post")),
    )
    with op.batch_alter_table("officer_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_officer_post_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_officer_post_territory_slug"), ["territory_slug"], unique=False)

    op.create_table(
        "staffing_run",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("territory_slug", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("scenario", sa.JSON(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("effort", sa.Float(), nullable=False),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["territory_slug"], ["territory.slug"], name=op.f("fk_staffing_run_territory_slug_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staffing_run")),
    )
    with op.batch_alter_table("staffing_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staffing_run_territory_slug"), ["territory_slug"], unique=False)

    op.create_table(
        "staffing_terms",
        sa.Column("territory_slug", sa.String(), nullable=False),
        sa.Column("formula", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["territory_slug"], ["territory.slug"], name=op.f("fk_staffing_terms_territory_slug_territory")
        ),
        sa.PrimaryKeyConstraint("territory_slug", name=op.f("pk_staffing_terms")),
    )
    op.create_table(
        "allocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_slug", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["staffing_run.id"], name=op.f("fk_allocation_run_id_staffing_run"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["territory_slug"], ["territory.slug"], name=op.f("fk_allocation_territory_slug_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
    )
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocation_run_id"), ["run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_territory_slug"), ["territory_slug"], unique=False)

    op.create_table(
        "chantier_hours",
        sa.Column("chantier_id", sa.String(), nullable=False),
        sa.Column("half_days", sa.JSON(), nullable=False),
        sa.Column("room", sa.Integer(), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["chantier_id"], ["chantier.id"], name=op.f("fk_chantier_hours_chantier_id_chantier")),
        sa.PrimaryKeyConstraint("chantier_id", name=op.f("pk_chantier_hours")),
    )
    op.create_table(
        "officer_absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["officer_post.id"], name=op.f("fk_officer_absence_post_id_officer_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_absence")),
    )
    with op.batch_alter_table("officer_absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_officer_absence_post_id"), ["post_id"], unique=False)

    op.create_table(
        "pair_rule",
        sa.Column("post_id", sa.String(), nullable=False),
        sa.Column("chantier_id", sa.String(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["chantier_id"], ["chantier.id"], name=op.f("fk_pair_rule_chantier_id_chantier")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["officer_post.id"], name=op.f("fk_pair_rule_post_id_officer_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "chantier_id", name=op.f("pk_pair_rule")),
    )
    with op.batch_alter_table("pair_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pair_rule_chantier_id"), ["chantier_id"], unique=False)

    op.create_table(
        "staffing_pin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.String(), nullable=False),
        sa.Column("chantier_id", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("half_day", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["chantier_id"], ["chantier.id"], name=op.f("fk_staffing_pin_chantier_id_chantier")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["officer_post.id"], name=op.f("fk_staffing_pin_post_id_officer_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staffing_pin")),
        sa.UniqueConstraint(
            "post_id", "starts_on", "week", "half_day", name=op.f("uq_staffing_pin_post_id_starts_on_week_half_day")
        ),
    )
    with op.batch_alter_table("staffing_pin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staffing_pin_chantier_id"), ["chantier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staffing_pin_post_id"), ["post_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("staffing_pin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staffing_pin_post_id"))
        batch_op.drop_index(batch_op.f("ix_staffing_pin_chantier_id"))

    op.drop_table("staffing_pin")
    with op.batch_alter_table("pair_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pair_rule_chantier_id"))

    op.drop_table("pair_rule")
    with op.batch_alter_table("officer_absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_officer_absence_post_id"))

    op.drop_table("officer_absence")
    op.drop_table("chantier_hours")
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allocation_territory_slug"))
        batch_op.drop_index(batch_op.f("ix_allocation_run_id"))

    op.drop_table("allocation")
    op.drop_table("staffing_terms")
    with op.batch_alter_table("staffing_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staffing_run_territory_slug"))

    op.drop_table("staffing_run")
    with op.batch_alter_table("officer_post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_officer_post_territory_slug"))
        batch_op.drop_index(batch_op.f("ix_officer_post_account_id"))

    op.drop_table("officer_post")
