"""Referrals, quotas and agreements to share."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_answer",
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_kept_answer_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("asked_by", "key", name=op.f("pk_kept_answer")),
    )
    op.create_index(op.f("ix_kept_answer_at"), "kept_answer", ["at"], unique=False)
    op.create_index(op.f("ix_kept_answer_person_id"), "kept_answer", ["person_id"], unique=False)
    op.create_table(
        "quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.String(), nullable=False),
        sa.Column("service_id", sa.String(), nullable=True),
        sa.Column("chantier_id", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("monthly", sa.Boolean(), nullable=False),
        sa.Column("reserved", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["chantier_id"], ["chantier.id"], name=op.f("fk_quota_chantier_id_chantier")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_quota_partner_id_partner")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_quota_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota")),
    )
    op.create_index(op.f("ix_quota_chantier_id"), "quota", ["chantier_id"], unique=False)
    op.create_index(op.f("ix_quota_partner_id"), "quota", ["partner_id"], unique=False)
    op.create_index(op.f("ix_quota_service_id"), "quota", ["service_id"], unique=False)
    op.create_table(
        "referral",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("service_id", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("barriers", sa.JSON(), nullable=False),
        sa.Column("replaces_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_referral_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["referral.id"], name=op.f("fk_referral_replaces_id_referral"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_referral_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index(op.f("ix_referral_person_id"), "referral", ["person_id"], unique=False)
    op.create_index(op.f("ix_referral_replaces_id"), "referral", ["replaces_id"], unique=True)
    op.create_index(op.f("ix_referral_service_id"), "referral", ["service_id"], unique=False)
    op.create_index(op.f("ix_referral_state"), "referral", ["state"], unique=False)
    op.create_table(
        "sharing_agreement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("service_id", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sharing_agreement_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_sharing_agreement_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sharing_agreement")),
    )
    op.create_index(op.f("ix_sharing_agreement_person_id"), "sharing_agreement", ["person_id"], unique=False)
    op.create_index(op.f("ix_sharing_agreement_service_id"), "sharing_agreement", ["service_id"], unique=False)
    op.create_table(
        "hold",
        sa.Column("referral_id", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("partner_id", sa.String(), nullable=False),
        sa.Column("service_id", sa.String(), nullable=False),
        sa.Column("chantier_id", sa.String(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["chantier_id"], ["chantier.id"], name=op.f("fk_hold_chantier_id_chantier")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_hold_partner_id_partner")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_hold_referral_id_referral"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_hold_service_id_service")),
        sa.PrimaryKeyConstraint("referral_id", "unit", name=op.f("pk_hold")),
    )
    op.create_index(op.f("ix_hold_chantier_id"), "hold", ["chantier_id"], unique=False)
    op.create_index(op.f("ix_hold_partner_id"), "hold", ["partner_id"], unique=False)
    op.create_index(op.f("ix_hold_service_id"), "hold", ["service_id"], unique=False)
    op.create_table(
        "referral_event",
        sa.Column("referral_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("to_state", sa.String(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("on_behalf_of", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_referral_event_referral_id_referral"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("referral_id", "number", name=op.f("pk_referral_event")),
    )


def downgrade() -> None:
    op.drop_table("referral_event")
    op.drop_index(op.f("ix_hold_service_id"), table_name="hold")
    op.drop_index(op.f("ix_hold_partner_id"), table_name="hold")
    op.drop_index(op.f("ix_hold_chantier_id"), table_name="hold")
    op.drop_table("hold")
    op.drop_index(op.f("ix_sharing_agreement_service_id"), table_name="sharing_agreement")
    op.drop_index(op.f("ix_sharing_agreement_person_id"), table_name="sharing_agreement")
    op.drop_table("sharing_agreement")
    op.drop_index(op.f("ix_referral_state"), table_name="referral")
    op.drop_index(op.f("ix_referral_service_id"), table_name="referral")
    op.drop_index(op.f("ix_referral_replaces_id"), table_name="referral")
    op.drop_index(op.f("ix_referral_person_id"), table_name="referral")
    op.drop_table("referral")
    op.drop_index(op.f("ix_quota_service_id"), table_name="quota")
    op.drop_index(op.f("ix_quota_partner_id"), table_name="quota")
    op.drop_index(op.f("ix_quota_chantier_id"), table_name="quota")
    op.drop_table("quota")
    op.drop_index(op.f("ix_kept_answer_person_id"), table_name="kept_answer")
    op.drop_index(op.f("ix_kept_answer_at"), table_name="kept_answer")
    op.drop_table("kept_answer")
