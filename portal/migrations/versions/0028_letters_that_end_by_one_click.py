"""Where one post ends letters like this one."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox_mail") as table:
        table.add_column(
            sa.Column("off_address", sa.String(length=300), nullable=False, server_default="")
        )
    with op.batch_alter_table("outbox_mail") as table:
        table.alter_column("off_address", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("outbox_mail") as table:
        table.drop_column("off_address")
