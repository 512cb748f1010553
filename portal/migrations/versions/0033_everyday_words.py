"""Kinds of clothes are found by what people call them: listings are to be built anew.

The worker does so within the hour, those first that are marked; `directory rebuild` does so at once.
"""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("update listing set digest = ''")


def downgrade() -> None:
    """Nothing to take back: what is marked is built as the older version builds it."""
