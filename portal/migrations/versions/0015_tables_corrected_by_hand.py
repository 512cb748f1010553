"""Rows of an import corrected by hand; what a table says of a licence."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "roster", sa.Column("corrections", sa.JSON(), nullable=False, server_default="{}")
    )
    op.add_column("paper", sa.Column("noted_on", sa.Date(), nullable=True))
    op.add_column(
        "paper",
        sa.Column("noted_number", sa.String(length=60), nullable=False, server_default=""),
    )
    op.add_column("paper", sa.Column("noted_until", sa.Date(), nullable=True))


def downgrade() -> None:
    for column in ("noted_until", "noted_number", "noted_on"):
        op.drop_column("paper", column)
    op.drop_column("roster", "corrections")
