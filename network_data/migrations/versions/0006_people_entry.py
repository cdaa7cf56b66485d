"""When a person left their chantier, and the form that entered them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Never by copying the table: on SQLite, dropping the old one would erase everything that refers to a person.
    op.add_column("person", sa.Column("left_on", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("entry", sa.String(), nullable=True))
    op.create_index(op.f("ix_person_entry"), "person", ["entry"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("ix_person_entry"), table_name="person")
    op.drop_column("person", "entry")
    op.drop_column("person", "left_on")
