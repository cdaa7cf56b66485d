"""Animals, moving places, interpreters, religious links; what a person asked for, avoids, refuses."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_YES_OR_NO = {
    "partner": ("religious",),
    "service": ("interpreter", "animals", "mobile"),
    "person": ("with_animal", "reads", "secular_only"),
}
_LISTS_OF_A_PERSON = ("requested_papers", "avoided_places", "excluded_partners")


def upgrade() -> None:
    for table, names in _YES_OR_NO.items():
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.add_column(sa.Column(name, sa.Boolean(), nullable=True))
    with op.batch_alter_table("person") as batch:
        for name in _LISTS_OF_A_PERSON:
            batch.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("person") as batch:
        for name in _LISTS_OF_A_PERSON:
            batch.drop_column(name)
    for table, names in _YES_OR_NO.items():
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.drop_column(name)
