"""A brand that was taken off a person's list is remembered for a while, to be put back."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shortlist_entry", sa.Column("dropped_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM shortlist_entry WHERE dropped_at IS NOT NULL")
    op.drop_column("shortlist_entry", "dropped_at")
