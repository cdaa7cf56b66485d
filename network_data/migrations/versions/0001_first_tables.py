"""The first tables: the network, and the people accompanied."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "network_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_version")),
    )
    op.create_table(
        "territory",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("departments", sa.JSON(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_territory")),
    )
    op.create_table(
        "chantier",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("territory_slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["territory_slug"], ["territory.slug"], name=op.f("fk_chantier_territory_slug_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chantier")),
    )
    op.create_index(op.f("ix_chantier_territory_slug"), "chantier", ["territory_slug"], unique=False)
    op.create_table(
        "partner",
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("address_complement", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("insee_code", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("opening_hours", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("territory_slug", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("updated_on", sa.Date(), nullable=False),
        sa.Column("siret", sa.String(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("source_link", sa.String(), nullable=True),
        sa.Column("accessibility_link", sa.String(), nullable=True),
        sa.Column("networks", sa.JSON(), nullable=True),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["territory_slug"], ["territory.slug"], name=op.f("fk_partner_territory_slug_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
    )
    op.create_index(op.f("ix_partner_territory_slug"), "partner", ["territory_slug"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("chantier_id", sa.String(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("insee_code", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("publics", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=True),
        sa.Column("papers_known", sa.Boolean(), nullable=False),
        sa.Column("needs_women_only", sa.Boolean(), nullable=True),
        sa.Column("secret_address", sa.Boolean(), nullable=False),
        sa.Column("step_free_access", sa.Boolean(), nullable=True),
        sa.Column("max_distance_km", sa.Float(), nullable=True),
        sa.Column("remote_ok", sa.Boolean(), nullable=True),
        sa.Column("has_phone", sa.Boolean(), nullable=True),
        sa.Column("can_pay", sa.Boolean(), nullable=True),
        sa.Column("available", sa.JSON(), nullable=True),
        sa.Column("known_partners", sa.JSON(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["chantier_id"], ["chantier.id"], name=op.f("fk_person_chantier_id_chantier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_chantier_id"), "person", ["chantier_id"], unique=False)
    op.create_table(
        "service",
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("address_complement", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("insee_code", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("opening_hours", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("partner_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=False),
        sa.Column("source_link", sa.String(), nullable=True),
        sa.Column("type", sa.String(), nullable=True),
        sa.Column("thematiques", sa.JSON(), nullable=True),
        sa.Column("fees", sa.String(), nullable=True),
        sa.Column("fees_details", sa.String(), nullable=True),
        sa.Column("publics", sa.JSON(), nullable=True),
        sa.Column("publics_details", sa.String(), nullable=True),
        sa.Column("access_conditions", sa.String(), nullable=True),
        sa.Column("reception_modes", sa.JSON(), nullable=True),
        sa.Column("eligibility_zone", sa.JSON(), nullable=True),
        sa.Column("contact_name", sa.String(), nullable=True),
        sa.Column("mobilisation_link", sa.String(), nullable=True),
        sa.Column("mobilisation_modes", sa.JSON(), nullable=True),
        sa.Column("mobilisable_by", sa.JSON(), nullable=True),
        sa.Column("mobilisation_details", sa.String(), nullable=True),
        sa.Column("weekly_hours", sa.Float(), nullable=True),
        sa.Column("weeks", sa.Integer(), nullable=True),
        sa.Column("access_path", sa.String(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=True),
        sa.Column("age_min", sa.Integer(), nullable=True),
        sa.Column("age_max", sa.Integer(), nullable=True),
        sa.Column("women_only", sa.Boolean(), nullable=True),
        sa.Column("step_free", sa.Boolean(), nullable=True),
        sa.Column("required_papers", sa.JSON(), nullable=True),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("places_open", sa.Integer(), nullable=True),
        sa.Column("capacity_checked_on", sa.Date(), nullable=True),
        sa.Column("waiting_days", sa.Integer(), nullable=True),
        sa.Column("full_until", sa.Date(), nullable=True),
        sa.Column("quota_places", sa.Integer(), nullable=True),
        sa.Column("quota_period", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_service_partner_id_partner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
    )
    op.create_index(op.f("ix_service_partner_id"), "service", ["partner_id"], unique=False)
    op.create_table(
        "held_paper",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_held_paper_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "paper", name=op.f("pk_held_paper")),
    )
    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("barrier", sa.String(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Boolean(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("assessor", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_need_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("person_id", "barrier", name=op.f("uq_need_person_id_barrier")),
    )
    op.create_index(op.f("ix_need_person_id"), "need", ["person_id"], unique=False)
    op.create_table(
        "referent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("barrier", sa.String(), nullable=True),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("partner_id", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_referent_partner_id_partner")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_referent_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referent")),
    )
    op.create_index(op.f("ix_referent_partner_id"), "referent", ["partner_id"], unique=False)
    op.create_index(op.f("ix_referent_person_id"), "referent", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("referent")
    op.drop_table("need")
    op.drop_table("held_paper")
    op.drop_table("service")
    op.drop_table("person")
    op.drop_table("partner")
    op.drop_table("chantier")
    op.drop_table("territory")
    op.drop_table("network_version")
