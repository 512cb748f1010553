"""Brands stand in the order of their English names, too; listings are to be built anew.

For that order, and because words are found as they are spelt. The worker builds them within the
hour, those first that are marked; `directory rebuild` does so at once.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "listing", sa.Column("english_number", sa.BigInteger(), nullable=False, server_default="0")
    )
    with op.batch_alter_table("listing") as table:
        table.alter_column("english_number", server_default=None)
    op.execute("update listing set digest = ''")


def downgrade() -> None:
    with op.batch_alter_table("listing") as table:
        table.drop_column("english_number")
