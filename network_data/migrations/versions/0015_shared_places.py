"""How places were shared among people."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shared_places",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("territory_slug", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("network_version", sa.String(), nullable=False),
        sa.Column("rules_version", sa.String(), nullable=False),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["territory_slug"], ["territory.slug"], name=op.f("fk_shared_places_territory_slug_territory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_places")),
    )
    op.create_index(op.f("ix_shared_places_territory_slug"), "shared_places", ["territory_slug"], unique=False)
    op.create_table(
        "shared_places_of_person",
        sa.Column("shared_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_shared_places_of_person_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shared_id"],
            ["shared_places.id"],
            name=op.f("fk_shared_places_of_person_shared_id_shared_places"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shared_id", "number", name=op.f("pk_shared_places_of_person")),
    )
    op.create_index(
        op.f("ix_shared_places_of_person_person_id"), "shared_places_of_person", ["person_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_shared_places_of_person_person_id"), table_name="shared_places_of_person")
    op.drop_table("shared_places_of_person")
    op.drop_index(op.f("ix_shared_places_territory_slug"), table_name="shared_places")
    op.drop_table("shared_places")
