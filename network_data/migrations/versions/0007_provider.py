"""Sign-in by an OpenID Connect provider: trips that were used, what ends the provider's session."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "provider_return",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_return")),
    )
    op.create_index(op.f("ix_provider_return_expires_at"), "provider_return", ["expires_at"], unique=False)
    op.add_column("web_session", sa.Column("provider_token", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("web_session", "provider_token")
    op.drop_index(op.f("ix_provider_return_expires_at"), table_name="provider_return")
    op.drop_table("provider_return")
