"""Listings say at which stalls a brand trades: they are to be built anew.

The worker does so within the hour, those first that are marked; `directory rebuild` does so at once.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("listing") as table:
        table.add_column(sa.Column("stalls", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("listing") as table:
        table.alter_column("stalls", server_default=None)
    op.execute("update listing set digest = ''")


def downgrade() -> None:
    with op.batch_alter_table("listing") as table:
        table.drop_column("stalls")
