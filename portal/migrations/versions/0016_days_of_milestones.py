"""Find the milestones of a brand that are due without reading all of them."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_milestone_progress_due", "milestone_progress", ["enrolment_id", "state", "due_on"]
    )


def downgrade() -> None:
    op.drop_index("ix_milestone_progress_due", "milestone_progress")
