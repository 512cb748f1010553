"""Which of a brand's milestones no longer hold: looked up for hundreds of brands at once."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_milestone_progress_lapsed",
        "milestone_progress",
        ["enrolment_id"],
        sqlite_where=sa.text("lapsed_at IS NOT NULL"),
        postgresql_where=sa.text("lapsed_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_milestone_progress_lapsed", "milestone_progress")
