"""The name as the register of trademarks has it."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("profile_revision") as table:
        table.add_column(
            sa.Column("mark_name", sa.String(length=60), nullable=False, server_default="")
        )
    with op.batch_alter_table("profile_revision") as table:
        table.alter_column("mark_name", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("profile_revision") as table:
        table.drop_column("mark_name")
