"""Brands that are hidden or suspended until a day."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("brand", sa.Column("back_on", sa.Date(), nullable=True))
    op.add_column("listing", sa.Column("back_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("listing", "back_on")
    op.drop_column("brand", "back_on")
