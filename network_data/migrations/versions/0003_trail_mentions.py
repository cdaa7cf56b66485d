"""Whom the trail's entries are about, in a table of its own that finds them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SUBJECTS = {
    "sqlite": "SELECT DISTINCT each.value, number FROM audit_entry, json_each(audit_entry.subjects) AS each",
    "postgresql": (
        "SELECT DISTINCT each.value, number "
        "FROM audit_entry, json_array_elements_text(audit_entry.subjects) AS each(value)"
    ),
}


def upgrade() -> None:
    op.create_table(
        "audit_mention",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry"], ["audit_entry.number"], name=op.f("fk_audit_mention_entry_audit_entry"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("subject", "entry", name=op.f("pk_audit_mention")),
    )
    op.execute("INSERT INTO audit_mention (subject, entry) " + _SUBJECTS[op.get_bind().dialect.name])
    op.create_index(op.f("ix_audit_mention_entry"), "audit_mention", ["entry"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_audit_mention_entry"), table_name="audit_mention")
    op.drop_table("audit_mention")
