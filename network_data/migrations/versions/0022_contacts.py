"""Contacts logged: calls, meetings and messages about people."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_POINTING = {"person": "CASCADE", "referral": "CASCADE", "partner": "SET NULL"}


def upgrade() -> None:
    op.create_table(
        "logged_contact",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("referral_id", sa.String(), nullable=True),
        sa.Column("partner_id", sa.String(), nullable=True),
        sa.Column("whom", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id"], [f"{table}.id"], name=op.f(f"fk_logged_contact_{table}_id_{table}"), ondelete=gone
            )
            for table, gone in _POINTING.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logged_contact")),
    )
    for table in _POINTING:
        op.create_index(op.f(f"ix_logged_contact_{table}_id"), "logged_contact", [f"{table}_id"], unique=False)


def downgrade() -> None:
    for table in _POINTING:
        op.drop_index(op.f(f"ix_logged_contact_{table}_id"), table_name="logged_contact")
    op.drop_table("logged_contact")
